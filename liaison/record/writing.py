"""Appending to the record, in the transaction of the act itself.

    with record.transaction():
        ...write rows...
        entry = record.append(...)

Entries wait until the block ends; only then are the heads of the chains locked, numbers given and rows inserted, just before COMMIT.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction as database
from django.db.models import CharField, QuerySet

from liaison.prepared import Prepared, Slot

from .hashing import ALG, GENESIS, canonical, content_digest, entry_hash
from .models import Chain, Content, Entry

BUSINESS, AUDIT = "business", "audit"
SHANGHAI = ZoneInfo("Asia/Shanghai")


Write = Callable[[list[Any]], None]


@dataclass
class Pending:
    """What one transaction will append, and what else has to be written once entries have their numbers."""

    entries: list[tuple[str, Entry, dict[str, Any]]] = field(default_factory=list)
    afterwards: list[tuple[Write, Any]] = field(default_factory=list)
    undo: list[Callable[[], None]] = field(default_factory=list)  # of what no database takes back: files


_pending: ContextVar[Pending | None] = ContextVar("pending", default=None)
_salts: ContextVar[Callable[[int], bytes]] = ContextVar("salts", default=secrets.token_bytes)


@contextmanager
def transaction() -> Iterator[None]:
    """One act: everything in the block and its entries are written together or not at all. A block inside a block joins it."""
    outer = _pending.get()
    if outer is not None:
        with database.atomic(), _forgotten_if_refused(outer):
            yield
        return
    pending = Pending()
    token = _pending.set(pending)
    try:
        with database.atomic():
            yield
            _flush(pending)
    except BaseException:
        _undo(pending, 0)
        raise
    finally:
        _pending.reset(token)


@contextmanager
def _forgotten_if_refused(pending: Pending) -> Iterator[None]:
    entries, afterwards, undo = len(pending.entries), len(pending.afterwards), len(pending.undo)
    try:
        yield
    except BaseException:
        # The block's rows are rolled back; what it wanted to say of them goes too.
        del pending.entries[entries:], pending.afterwards[afterwards:]
        _undo(pending, undo)
        raise


def _undo(pending: Pending, since: int) -> None:
    while len(pending.undo) > since:
        pending.undo.pop()()


@contextmanager
def seeded_salts(random: Random) -> Iterator[None]:
    """Take salts from `random`, so that the demo's record is the same bytes each time. Never for real data."""
    token = _salts.set(random.randbytes)
    try:
        yield
    finally:
        _salts.reset(token)


def content(text: str, **parts: str) -> Content:
    """Store a person's words and return the row."""
    return Content.objects.create(salt=_salts.get()(16), text=text, parts=parts)


def append(
    kind: str,
    *,
    zone: str,
    subject: str,
    actor: str,
    capacity: str,
    at: datetime,
    facts: Mapping[str, Any],
    content: Content | None = None,
    chain: str = BUSINESS,
) -> Entry:
    """Append one entry to a chain of the zone; its number is given when the transaction ends.

    `facts` hold codes, numbers and dates only, never names, phones or free text (those live in `content`).
    """
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("record.append needs record.transaction")
    digest = content_digest(bytes(content.salt), content.text, content.parts) if content else ""
    entry = Entry(
        chain=f"{zone}/{chain}", at=at, actor=actor, capacity=capacity, kind=kind, subject=subject,
        alg=ALG, content_digest=digest, content_id=content.pk if content else None,
    )  # fmt: skip
    pending.entries.append((entry.chain, entry, dict(facts)))
    return entry


def after_entries(write: Write, item: Any) -> None:
    """Hand `item` to `write` in the same transaction once the entries have their rows (notices point at them).

    All items for one `write` come in one call, so that they can be written together.
    """
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("record.after_entries needs record.transaction")
    pending.afterwards.append((write, item))


def if_undone(run: Callable[[], None]) -> None:
    """Run this should the transaction fail: what was put outside of the database is taken away again."""
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("record.if_undone needs record.transaction")
    pending.undo.append(run)


def _flush(pending: Pending) -> None:
    # Chains in one fixed order, so that two transactions never wait for each other crosswise.
    for name in sorted({chain for chain, _, _ in pending.entries}, reverse=True):
        head = _locked_head(name)
        rows = [(entry, facts) for chain, entry, facts in pending.entries if chain == name]
        for entry, facts in rows:
            head.seq += 1
            _seal(entry, facts, head.seq, head.hash)
            head.hash = entry.hash
        Entry.objects.bulk_create([entry for entry, _ in rows])
        head.save(update_fields=["seq", "hash"])
    for write in dict.fromkeys(write for write, _ in pending.afterwards):
        write([item for to, item in pending.afterwards if to == write])


def _locked_head(name: str) -> Chain:
    if found := _head(name=name):
        return found[0]
    Chain.objects.get_or_create(name=name, defaults={"hash": GENESIS})
    return _head(name=name)[0]


@Prepared
def _head() -> QuerySet[Chain]:
    return Chain.objects.select_for_update().filter(name=Slot("name", CharField()))


def _seal(entry: Entry, facts: dict[str, Any], seq: int, prev: str) -> None:
    said = {
        "actor": entry.actor,
        "alg": entry.alg,
        "at": entry.at.astimezone(SHANGHAI).isoformat(timespec="milliseconds"),
        "capacity": entry.capacity,
        "chain": entry.chain,
        "content": entry.content_digest,
        "facts": facts,
        "kind": entry.kind,
        "seq": seq,
        "subject": entry.subject,
    }
    entry.seq, entry.prev = seq, prev
    entry.body = canonical(said)
    entry.hash = entry_hash(prev, entry.body, entry.alg)
