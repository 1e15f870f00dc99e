"""The client: one connection kept open, each call timed from the first byte sent to the last byte read."""

import http.client
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.postgres import free_port

from .inside import READ

WARM = 5
SETTLING_SECONDS = 60
ACTS = 40


class Caller:
    """Somebody who calls the server again and again."""

    def __init__(self, port: int, session: str = "", token: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Accept-Encoding": "identity"}
        if session:
            self.headers["Cookie"] = f"sessionid={session}"
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def call(self, address: str, body: Any = None) -> tuple[float, int, bytes]:
        """Return milliseconds, status and body; once more if the server had closed the idle connection."""
        try:
            return self._call(address, body)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.connection.close()
            return self._call(address, body)

    def _call(self, address: str, body: Any) -> tuple[float, int, bytes]:
        given = None if body is None else json.dumps(body).encode()
        headers = {**self.headers, **({"Content-Type": "application/json"} if given is not None else {})}
        began = time.perf_counter()
        self.connection.request("GET" if given is None else "POST", quote(address, safe="/?=&%:-"), given, headers)
        answer = self.connection.getresponse()
        read = answer.read()
        return (time.perf_counter() - began) * 1000, answer.status, read


def measured(env: dict[str, str], keys: dict[str, Any], calls: int) -> dict[str, Any]:
    """p50 and p95 in ms, bytes, and at the end the memory of the web processes in MiB."""
    with served(env, [sys.executable, "-m", "gunicorn", "bench.bare:application"], bare=True) as (port, _pid):
        bare = _timed(Caller(port), "/", calls)
    with served(env, [sys.executable, "-m", "liaison", "serve"]) as (port, pid):
        found = {"bare": bare}
        for name, login, address in READ:
            token = keys[login]["token"] if address.startswith("/api/") else ""
            caller = Caller(port, "" if token else keys[login]["session"], token)
            found[name] = _timed(caller, address.format(number=keys["number"]), calls)
        found |= _acts(port, keys)
        found["summary, after an act"] = _counted_anew(port, keys)
        took, status, body = Caller(port, token=keys["office"]["token"]).call("/api/v1/ledger.csv")
        _expect(status, 200, body)
        found["export"] = {"p50": took, "p95": took, "bytes": len(body)}
        found["memory"] = {"mib": _memory(pid)}
    return found


def _timed(caller: Caller, address: str, calls: int) -> dict[str, float]:
    took, size = [], 0
    for turn in range(WARM + calls):
        ms, status, body = caller.call(address)
        _expect(status, 200, body)
        size = len(body)
        if turn >= WARM:
            took.append(ms)
    return _spread(took, size)


def _acts(port: int, keys: dict[str, Any]) -> dict[str, Any]:
    """Raise, whistle and reply, each again and again on requests of its own."""
    firm, specialist, department = (
        Caller(port, token=keys[who]["token"]) for who in ("enterprise", "specialist", "department")
    )
    took: dict[str, list[float]] = {"raise": [], "whistle": [], "reply": []}

    def act(name: str, caller: Caller, address: str, body: Any, wanted: int = 200) -> Any:
        ms, status, read = caller.call(address, body)
        _expect(status, wanted, read)
        took[name].append(ms)
        return json.loads(read)

    for turn in range(WARM + ACTS):
        made = act("raise", firm, "/api/v1/requests", {"text": f"二号车间吊顶渗水，第 {turn} 次反映。"}, 201)
        number = made["number"]
        whistle = {"departments": ["JSJ"], "ask": "请到现场查看，三个工作日内回复企业。"}
        called = act("whistle", specialist, f"/api/v1/requests/{number}/whistle", whistle)
        summons = called["summonses"][0]["id"]
        act(
            "reply",
            department,
            f"/api/v1/summonses/{summons}/reply",
            {"outcome": "resolved", "text": "已修补，当天完工。"},
        )
    return {name: _spread(times[WARM:], 0) for name, times in took.items()}


def _counted_anew(port: int, keys: dict[str, Any]) -> dict[str, float]:
    """The summary right after a request was raised: nothing that was counted before is true any more."""
    _name, login, address = next(one for one in READ if one[0] == "summary")
    firm, leader = Caller(port, token=keys["enterprise"]["token"]), Caller(port, token=keys[login]["token"])
    took = []
    for turn in range(WARM + ACTS):
        _ms, status, body = firm.call("/api/v1/requests", {"text": f"三号车间照明不足，第 {turn} 次反映。"})
        _expect(status, 201, body)
        ms, status, body = leader.call(address)
        _expect(status, 200, body)
        took.append(ms)
    return _spread(took[WARM:], len(body))


def _spread(took: list[float], size: int) -> dict[str, float]:
    return {"p50": statistics.median(took), "p95": sorted(took)[int(len(took) * 0.95) - 1], "bytes": size}


def _expect(status: int, wanted: int, body: bytes) -> None:
    if status != wanted:
        raise SystemExit(f"bench: {status} instead of {wanted}: {body[:300].decode(errors='replace')}")


@contextmanager
def served(env: dict[str, str], words: list[str], *, bare: bool = False) -> Iterator[tuple[int, int]]:
    port = free_port()
    own = {**env, "LIAISON_PORT": str(port)}
    if bare:
        words = [*words, "--config=python:config.gunicorn", f"--bind=127.0.0.1:{port}", "--workers=2"]
    process = subprocess.Popen(words, env=own, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    try:
        _until(lambda: _answers(port, "/" if bare else "/readyz"))
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=60)


def _answers(port: int, address: str) -> bool:
    try:
        return Caller(port).call(address)[1] == 200
    except OSError:
        return False


def _until(wanted: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SETTLING_SECONDS
    while not wanted():
        if time.monotonic() > deadline:
            raise SystemExit("bench: the server does not get ready")
        time.sleep(0.3)


def _memory(pid: int) -> float:
    """Proportional set size of everything that answers pages: shared pages counted once."""
    web = [child for child in _children(pid) if b"gunicorn" in Path(f"/proc/{child}/cmdline").read_bytes()]
    family = [one for child in web for one in (child, *_children(child))]
    return sum(_pss_kib(one) for one in family) / 1024


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pss_kib(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
