"""`liaison serve` as processes: web and worker live and end together."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.postgres import free_port


class Served:
    def __init__(self, data: Path) -> None:
        self.port, self.log = free_port(), data / "log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
        self.own = {**kept, "LIAISON_DATA_DIR": str(data), "LIAISON_PORT": str(self.port)}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "liaison", "serve"], env=self.own, stdout=out, stderr=out
            )

    def answers(self) -> bool:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(self.address + "/account/sign-in/", timeout=20) as page,
        ):
            return page.status == 200
        return False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def children(self) -> dict[str, int]:
        """Process ids of the direct children by what they are."""
        found = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
            found["web" if "gunicorn" in words else "worker"] = int(pid)
        return found


def until(wanted: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if wanted():
            return True
        time.sleep(0.1)
    return False


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One directory for all starts: only the first has everything to prepare."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def served(data: Path) -> Iterator[Served]:
    site = Served(data)
    try:
        assert until(site.answers), site.log.read_text()
        yield site
    finally:
        site.process.kill()
        site.process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything_and_frees_the_port(served, number):
    children = served.children()
    assert set(children) == {"web", "worker"}
    served.process.send_signal(number)
    assert served.process.wait(timeout=30) == 0
    assert all(gone(pid) for pid in children.values())
    socket.create_server(("127.0.0.1", served.port)).close()
    assert "Traceback" not in served.log.read_text()


def test_children_end_with_a_killed_parent(served):
    children = served.children()
    served.process.kill()
    served.process.wait()
    assert until(lambda: all(gone(pid) for pid in children.values()))
    assert until(lambda: _can_listen(served.port))


def _can_listen(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_killed_child_is_started_again(served, name):
    before = served.children()[name]
    os.kill(before, signal.SIGKILL)
    assert until(lambda: served.children().get(name, before) != before)
    assert until(served.answers)


def test_a_taken_port_is_one_sentence(served):
    done = subprocess.run(
        [sys.executable, "-m", "liaison", "serve"], env=served.own, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.strip() == (
        f"liaison serve: Port {served.port} on 127.0.0.1 is taken; choose another one with --port or LIAISON_PORT."
    )


def test_pages_link_hashed_files_that_are_there(served):
    with urllib.request.urlopen(served.address + "/account/sign-in/") as page:
        text = page.read().decode()
    address = next(part for part in text.split('"') if part.startswith("/static/liaison.") and part.endswith(".css"))
    assert address != "/static/liaison.css"
    with urllib.request.urlopen(served.address + address) as file:
        assert file.status == 200
        assert "immutable" in file.headers["Cache-Control"]
