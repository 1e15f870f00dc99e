"""Reading the record: a subject's entries with their facts and texts, and the export."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .models import Content, Entry
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
    """All entries about `subject`, oldest first; two statements, one without texts."""
    entries = list(Entry.objects.filter(chain=f"{zone}/{chain}", subject=subject).order_by("seq"))
    return _with_contents(entries) if texts else [_happening(entry, None) for entry in entries]


def _with_contents(entries: Sequence[Entry]) -> list[Happening]:
    contents = Content.objects.in_bulk([entry.content_id for entry in entries if entry.content_id])
    return [_happening(entry, contents.get(entry.content_id) if entry.content_id else None) for entry in entries]


def _happening(entry: Entry, content: Content | None) -> Happening:
    return Happening(
        seq=entry.seq, at=entry.at, kind=entry.kind, actor=entry.actor, capacity=entry.capacity, subject=entry.subject,
        facts=json.loads(entry.body)["facts"],
        text=content.text if content else None, parts=content.parts if content else {},
    )  # fmt: skip


def export_lines() -> Iterator[str]:
    """Every chain as JSON lines, one chain after the other, each in order of seq."""
    rows = Entry.objects.order_by("chain", "seq").values("chain", "seq", "body", "alg", "content_digest", "prev", "hash")
    for row in rows.iterator(chunk_size=2000):
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":"))
