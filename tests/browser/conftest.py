"""The whole product as people get it: `liaison demo` as a process of its own, used through headless Chromium."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looking import Looking
from tests.postgres import free_port

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
expect.set_options(timeout=15_000)
AS_OF = "2020-03-06"  # two months of story load in seconds


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The demo's address. It runs on SQLite in a directory of its own and ends with the session."""
    port = free_port()
    data = tmp_path_factory.mktemp("demo")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    own = {**kept, "LIAISON_DATA_DIR": str(data), "LIAISON_PORT": str(port)}
    log = data / "log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "liaison", "demo", "--as-of", AS_OF]
        process = subprocess.Popen(command, env=own, stdout=out, stderr=out)
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}/healthz", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=60)
    assert "Traceback" not in log.read_text(errors="replace"), log.read_text(errors="replace")[-3000:]


def _wait_until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the demo does not answer at {address}:\n{log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="module")  # its event loop must be gone before the next file meets the database
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def looked_at() -> set[str]:
    """Pages looked at already in this run: each is examined once."""
    return set()


@pytest.fixture
def device(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """A new device with its own cookies: `device()` is a phone in Chinese; size, language and script can be given.

    A script that fails, anything said on the console (the content policy speaks there) and any request to another machine
    fail the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def new(size: dict[str, int] = PHONE, language: str = "zh-CN", script: bool = True) -> Page:
        context = browser.new_context(
            base_url=site, viewport=size, locale=language, java_script_enabled=script, has_touch=size is PHONE
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        context.on("weberror", lambda error: faults.append(f"{error.page and error.page.url}: {error.error}"))
        context.on(
            "console",
            lambda said: (
                said.type in ("error", "warning") and faults.append(f"{said.page and said.page.url}: {said.text}")
            ),
        )
        context.on(
            "request",
            lambda asked: asked.url.startswith((site, "data:", "blob:")) or faults.append(f"asked for {asked.url}"),
        )
        return context.new_page()

    yield new
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def sign_in(device: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in("specialist")`: a device on which that demo person has signed in by one click."""

    def signed_in(login: str, **options: object) -> Page:
        page = device(**options)
        page.goto("/account/sign-in/")
        page.click(f"form:has(input[name=login][value={login}]) button")
        page.wait_for_url(lambda address: "/account/sign-in/" not in address)
        return page

    return signed_in


@pytest.fixture
def look(looked_at: set[str]) -> Callable[..., None]:
    """`look(page, least=44)`: examine the page that is open, in both languages and at both widths of a phone."""
    return Looking(looked_at)
