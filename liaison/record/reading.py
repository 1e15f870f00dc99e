"""Reading the record: a subject's entries with their facts and texts, and the export."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet

from liaison.prepared import Prepared, Slot

from .models import Chain, Content, Entry
from .writing import BUSINESS


@dataclass(frozen=True)
class Happening:
    """An entry as readers need it: its facts parsed, its text at hand (None once erased)."""

    seq: int
    at: datetime
    kind: str
    actor: str
    capacity: str
    subject: str
    facts: dict[str, Any]
    text: str | None
    parts: dict[str, str]


def happenings(zone: str, subject: str, *, chain: str = BUSINESS, texts: bool = True) -> list[Happening]:
    """All entries about `subject`, oldest first, with their texts unless told otherwise; one statement."""
    if not texts:
        entries = Entry.objects.filter(chain=f"{zone}/{chain}", subject=subject).order_by("seq")
        return [_happening(entry, None) for entry in entries]
    return [_happening(entry, entry.content) for entry in _about(chain=f"{zone}/{chain}", subject=subject)]


@Prepared
def _about() -> QuerySet[Entry]:
    entries = Entry.objects.filter(chain=Slot("chain", CharField()), subject=Slot("subject", CharField()))
    return entries.order_by("seq").select_related("content")


def of_kinds(zone: str, subjects: Iterable[str], kinds: Iterable[str], *, chain: str = BUSINESS) -> list[Happening]:
    """The entries of some kinds about several subjects, oldest first, with their texts; one statement."""
    entries = Entry.objects.filter(chain=f"{zone}/{chain}", subject__in=list(subjects), kind__in=list(kinds))
    return [_happening(entry, entry.content) for entry in entries.select_related("content").order_by("seq")]


def latest(zone: str, kind: str, subjects: Iterable[str]) -> dict[str, Happening]:
    """The last entry of a kind about each of several subjects; one statement."""
    return {one.subject: one for one in of_kinds(zone, subjects, [kind])}


def _happening(entry: Entry, content: Content | None) -> Happening:
    return Happening(
        seq=entry.seq, at=entry.at, kind=entry.kind, actor=entry.actor, capacity=entry.capacity, subject=entry.subject,
        facts=json.loads(entry.body)["facts"],
        text=content.text if content else None, parts=content.parts if content else {},
    )  # fmt: skip


def head(zone: str, *, chain: str = BUSINESS) -> str:
    """The hash of a chain's last entry: what was counted while it stood is still true while it stands. Empty before the first."""
    found = _head(chain=f"{zone}/{chain}")
    return found[0] if found else ""


def head_of(zone: Any, *, chain: str = BUSINESS) -> QuerySet[Chain, str]:
    """The same as a query, to be asked for together with others."""
    return Chain.objects.filter(name=f"{zone}/{chain}").values_list("hash", flat=True)


@Prepared
def _head() -> QuerySet[Chain, str]:
    return Chain.objects.filter(name=Slot("chain", CharField())).values_list("hash", flat=True)


def export_lines() -> Iterator[str]:
    """Every chain as JSON lines, one chain after the other, each in order of seq."""
    rows = Entry.objects.order_by("chain", "seq").values(
        "chain", "seq", "body", "alg", "content_digest", "prev", "hash"
    )
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))
