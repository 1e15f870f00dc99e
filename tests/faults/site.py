"""The real server on a database of its own, with the cast of the tests in it and a token for whoever calls."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.postgres import free_port

# Run once in the new database: the cast, and a token for the firm's principal.
PREPARE = """
from django.core.management import call_command
from liaison.cli import common
common.start_django()
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from liaison.clock import now
from liaison.registry.actions import issue_token
from tests.cast import PASSWORD, assemble
print(issue_token(assemble(PASSWORD).principal, now=now()))
"""
# What is in the database, asked by a process of its own: no server has to be alive.
STATE = """
import json
from liaison.cli import common
common.start_django()
from hashlib import sha256
from liaison.casework.models import Attachment, ServiceRequest
from liaison.casework.shelf import path_of
from liaison.notices.models import Notice
from liaison.record.models import Entry
print(json.dumps({
    "requests": {r.number: r.text.text for r in ServiceRequest.objects.select_related("text")},
    "entries": {e.subject: e.kind for e in Entry.objects.filter(kind="request.raised")},
    "attached": Entry.objects.filter(kind="request.attached").count(),
    "files": {a.sha256: sha256(path_of(a.stored).read_bytes()).hexdigest() for a in Attachment.objects.all()},
    "notices": sorted([n.params.get("number", ""), n.recipient.login, n.kind, n.state, n.attempts] for n in Notice.objects.select_related("recipient")),
}))
"""  # noqa: E501


@dataclass
class Site:
    variables: dict[str, str]
    log: Path
    token: str = ""
    process: Any = None
    started: list[Any] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.variables['LIAISON_PORT']}"

    def start(self) -> None:
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "liaison", "serve"],
                env=self.variables,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        self.started.append(self.process)
        assert until(lambda: self.process.poll() is not None or self._answers()), self.log.read_text()[-3000:]
        assert self.process.poll() is None, self.log.read_text()[-3000:]  # whoever answers is this process

    def kill(self) -> None:
        """SIGKILL to everything that the command started, at once: web and worker have sessions of their own."""
        _kill(self.process)

    def end(self) -> None:
        for process in self.started:
            _kill(process)

    def raise_request(self, text: str, key: str = "") -> tuple[int, dict[str, Any]]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key}
        given = urllib.request.Request(
            self.address + "/api/v1/requests",
            json.dumps({"text": text}).encode(),
            {k: v for k, v in headers.items() if v},
        )
        with urllib.request.urlopen(given, timeout=30) as answer:
            return answer.status, json.load(answer)

    def attach(self, number: str, body: bytes, key: str) -> int:
        """Send one file; the answer's status."""
        head = 'Content-Disposition: form-data; name="file"; filename="a.pdf"'
        form = b"--cut\r\n" + head.encode() + b"\r\n\r\n" + body + b"\r\n--cut--\r\n"
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "multipart/form-data; boundary=cut",
            "Idempotency-Key": key,
        }
        given = urllib.request.Request(f"{self.address}/api/v1/requests/{number}/attachments", form, headers)
        with urllib.request.urlopen(given, timeout=30) as answer:
            return int(answer.status)

    def state(self) -> dict[str, Any]:
        return json.loads(self.run("-c", STATE).stdout)

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, *words], env=self.variables, capture_output=True, text=True, check=False, timeout=120
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(self.address + "/healthz", timeout=20) as page:
            return page.status == 200
        return False


def _kill(process: subprocess.Popen[bytes]) -> None:
    family = [] if process.poll() is not None else [*_descendants(process.pid), process.pid]
    for pid in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    # Orphans still listening would answer in place of the next server.
    assert until(lambda: not any(_alive(pid) for pid in family))


def _descendants(pid: int) -> list[int]:
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [found for child in children for found in (*_descendants(child), child)]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def until(wanted: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if wanted():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """On SQLite in the folder; on PostgreSQL, when the tests run there, in a new database of the same server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    root = str(Path(__file__).parents[2])
    variables = {**kept, "LIAISON_DATA_DIR": str(folder), "LIAISON_PORT": str(free_port()), "PYTHONPATH": root}
    with _database(os.environ.get("LIAISON_DATABASE_URL", ""), folder.name) as url:
        if url:
            variables["LIAISON_DATABASE_URL"] = url
        made = Site(variables, folder / "log")
        made.token = made.run("-c", PREPARE).stdout.split()[-1]
        try:
            yield made
        finally:
            made.end()


@contextmanager
def _database(server: str, name: str) -> Iterator[str]:
    if not server.startswith("postgres"):
        yield ""
        return
    own = "faults_" + "".join(one if one.isalnum() else "_" for one in f"{name}_{os.getpid()}").lower()
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {own}")
        try:
            yield urlsplit(server)._replace(path=f"/{own}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {own} WITH (FORCE)")
