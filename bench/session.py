"""A gripe session with everybody in it: how old is what they see? Three hundred ask for the board every second, five items come.

    python -m bench.session [--people 300] [--items 5] [--minute 60]

A zone of its own, the real server through `liaison serve`, on SQLite. Staleness is from the Enter of whoever types an item to
the answer in which each of the others first has it. Every item must be seen by everybody, once.
"""

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from .__main__ import somewhere
from .client import Caller, served

AS_OF = "2020-03-06T15:00"
EVERY_SECONDS = 1.0
ITEM = re.compile(rb'id=\\"item-(\d+)')
LATEST_SECONDS = 2.0
SEATED_SECONDS = 4.0  # until everybody has the page open


@dataclass
class Room:
    """What happens and what everybody sees of it, by the machine's monotonic clock."""

    port: int
    address: str
    language: str = "zh-hans"
    entered: dict[int, float] = field(default_factory=dict)  # item: when it was typed
    seen: list[dict[int, float]] = field(default_factory=list)  # of each person: item, when he first had it
    polls: int = 0
    unchanged: int = 0
    doubled: int = 0
    failed: int = 0
    over: bool = False


async def watch(room: Room, mine: dict[int, float]) -> None:
    """One person's page: the same connection all the time, a question every second."""
    await asyncio.sleep(random.random() * EVERY_SECONDS)
    reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
    etag = b""
    while not room.over:
        began = time.monotonic()
        known = b"If-None-Match: " + etag + b"\r\n" if etag else b""
        writer.write(b"GET " + room.address.encode() + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + known + b"\r\n")
        try:
            status, head, body = await _answer(reader)
        except (asyncio.IncompleteReadError, ConnectionError):  # the server closes idle connections
            reader, writer = await asyncio.open_connection("127.0.0.1", room.port)
            continue
        room.polls += 1
        if status == 200:
            etag = head.get(b"etag", b"")
            _look(room, mine, body)
        elif status == 304:
            room.unchanged += 1
        else:
            room.failed += 1
        await asyncio.sleep(max(0.0, EVERY_SECONDS - (time.monotonic() - began)))
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, dict[bytes, bytes], bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines if line)}
    size = int(fields.get(b"content-length", b"0"))
    return int(first.split()[1]), fields, await reader.readexactly(size) if size else b""


def _look(room: Room, mine: dict[int, float], body: bytes) -> None:
    there = [int(one) for one in ITEM.findall(body)]
    room.doubled += len(there) - len(set(there))
    now = time.monotonic()
    for one in there:
        mine.setdefault(one, now)


async def happen(room: Room, host: Caller, clerk: Caller, session: int, items: int, seconds: float) -> None:
    """Items come evenly over the time, each claimed soon after: what a room does while everybody watches."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(SEATED_SECONDS)
    for turn in range(items):
        firm = f"E{turn + 1:04d}"
        body = {"enterprise": firm, "text": f"上下班那半小时重车和班车抢一条道，第 {turn + 1} 家说的。"}
        began = time.monotonic()
        _ms, status, read = await loop.run_in_executor(None, host.call, f"/api/v1/gripe-sessions/{session}/items", body)
        if status != 201:
            raise SystemExit(f"bench: {status}: {read[:200].decode(errors='replace')}")
        room.entered[turn] = began
        await asyncio.sleep(seconds / items / 2)
        claim = {"resolve_by": "2020-03-20"}
        await loop.run_in_executor(None, clerk.call, f"/api/v1/requests/{json.loads(read)['number']}/claim", claim)
        await asyncio.sleep(seconds / items / 2)
    await asyncio.sleep(2 * LATEST_SECONDS)
    room.over = True


async def play(room: Room, people: int, *what: Any) -> None:
    room.seen = [{} for _ in range(people)]
    await asyncio.gather(happen(room, *what), *(watch(room, mine) for mine in room.seen))


def told(room: Room, people: int) -> dict[str, Any]:
    """The items in the order of their keys are those in the order in which they were typed."""
    keys = sorted({key for mine in room.seen for key in mine})
    late = [
        mine[key] - room.entered[turn]
        for mine in room.seen for turn, key in enumerate(keys) if key in mine and turn in room.entered
    ]  # fmt: skip
    late.sort()
    return {
        "people": people, "items": len(room.entered), "polls": room.polls, "unchanged": room.unchanged, "failed": room.failed,
        "lost": people * len(room.entered) - len(late), "doubled": room.doubled,
        "p50_s": round(statistics.median(late), 3), "p95_s": round(late[int(len(late) * 0.95) - 1], 3), "max_s": round(late[-1], 3),
    }  # fmt: skip


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(
        prog="python -m bench.session", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    asked.add_argument("--people", type=int, default=300)
    asked.add_argument("--items", type=int, default=5)
    asked.add_argument("--minute", type=float, default=60, help="seconds over which the items come")
    given = asked.parse_args(words)
    with somewhere("sqlite") as env:
        filled = {**env, "LIAISON_AS_OF": AS_OF}
        subprocess.run(
            [sys.executable, "-m", "liaison", "demo", "--no-serve", "--as-of", AS_OF],
            env=filled,
            check=True,
            stdout=sys.stderr,
        )
        keys = json.loads(subprocess.run(
            [sys.executable, "-m", "bench.inside", "keys"], env=filled, check=True, stdout=subprocess.PIPE, text=True).stdout)  # fmt: skip
        with served(filled, [sys.executable, "-m", "liaison", "serve"]) as (port, _pid):
            host, clerk = Caller(port, token=keys["office"]["token"]), Caller(port, token=keys["department"]["token"])
            planned = {"title": "三月吐槽大会", "starts_at": AS_OF}
            session = json.loads(host.call("/api/v1/gripe-sessions", planned)[2])["id"]
            host.call(f"/api/v1/gripe-sessions/{session}/open", {})
            page = Caller(port, session=keys["office"]["session"]).call(f"/gripe-sessions/{session}/board")[2].decode()
            live = re.search(r'data-live="([^"]+)"', page)
            if live is None:
                raise SystemExit("bench: the board does not say where to ask")
            room = Room(port, live[1].replace("&amp;", "&"))
            asyncio.run(play(room, given.people, host, clerk, session, given.items, given.minute))
    found = told(room, given.people)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    bad = found["lost"] or found["doubled"] or found["failed"] or found["p95_s"] > LATEST_SECONDS
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
