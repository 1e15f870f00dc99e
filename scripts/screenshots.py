#!/usr/bin/env python
"""Take the pictures of the documents: the sample zone in headless Chromium, at 390 and 1366 pixels, in both languages.

screenshots.py [--data FOLDER]    FOLDER keeps the loaded zone for the next run; without it a temporary one is used
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
LOADING_SECONDS = 600


def _home(page: Page) -> None:
    page.goto("/")


def _open(page: Page, row: Locator) -> None:
    page.goto("/")
    row.get_by_role("link").first.click()
    page.wait_for_load_state()


def _progress(page: Page) -> None:
    """The request that is due tomorrow: the strip shows which days count, the next step whose turn it is."""
    _open(page, page.locator(".req", has=page.locator(".is-near")))


def _whistle(page: Page) -> None:
    """The new request about schooling, about to be whistled."""
    _open(page, page.locator(".req", has_text="孩子"))
    page.goto(f"{page.url}/whistle")


def _desk(page: Page) -> None:
    """The second row, moved to by keyboard."""
    _home(page)
    page.keyboard.press("j")


def _clock(page: Page) -> None:
    """The proof of the request that was answered late because the whistle came late."""
    page.goto("/ledger?q=冷库专线+年货")
    number = page.locator(".num").first.inner_text()
    page.goto(f"/requests/{number}/clock")


def _coverage(page: Page) -> None:
    page.goto("/coverage")


class Picture(NamedTuple):
    name: str
    login: str
    size: dict[str, int]
    go: Callable[[Page], None]


SHOWN = (
    Picture("home", "enterprise", PHONE, _home),
    Picture("progress", "enterprise", PHONE, _progress),
    Picture("whistle", "specialist", PHONE, _whistle),
    Picture("desk", "department", DESK, _desk),
    Picture("clock", "leader", PHONE, _clock),
    Picture("overview", "leader", PHONE, _home),
    Picture("coverage", "office", DESK, _coverage),
)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="data folder of a demo, kept for the next run")
    folder: Path | None = parser.parse_args().data
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, demo(folder or Path(temporary)) as address, browser() as chromium:
        for shown in SHOWN:
            for language, locale in LANGUAGES.items():
                take(chromium, address, shown, language, locale)
    return 0


def take(chromium: Browser, address: str, shown: Picture, language: str, locale: str) -> None:
    # A phone's picture is drawn at one and a half, so that small type stays readable in a document.
    scale = 1.5 if shown.size is PHONE else 1
    context = chromium.new_context(base_url=address, viewport=shown.size, locale=locale, device_scale_factor=scale)
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.locator("form", has=page.locator(f"input[name=login][value={shown.login}]")).get_by_role("button").click()
    page.wait_for_url(lambda url: "/account/sign-in/" not in url)
    shown.go(page)
    page.wait_for_load_state("networkidle")
    file = PICTURES / f"{shown.name}-{language}.png"
    page.screenshot(path=file, animations="disabled")
    print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1024} KB")
    context.close()


@contextmanager
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@contextmanager
def demo(data: Path) -> Iterator[str]:
    """The demo as people start it, on a free port, ended afterwards."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    own = {name: value for name, value in os.environ.items() if not name.startswith("LIAISON_")}
    own |= {"LIAISON_DATA_DIR": str(data.resolve()), "LIAISON_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "liaison", "demo"], cwd=ROOT, env=own, stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=60)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + LOADING_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            sys.exit("screenshots: the demo ended by itself")
        try:
            with urllib.request.urlopen(address, timeout=30):
                return
        except OSError:
            time.sleep(0.5)
    sys.exit("screenshots: the demo did not come up")


if __name__ == "__main__":
    sys.exit(main())
