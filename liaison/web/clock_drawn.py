"""The bar of a clock proof: in whose hands a matter was, drawn to scale. Widths are attributes, never styles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from liaison.rules.deadlines import SHANGHAI
from liaison.speech import holidays

SPAN_DAYS_MIN = 3  # so many days off in a row are drawn as such
GAP = 0.2  # per cent between two parts
PHONE_WIDTH = 330  # pixels that the whole bar has on a phone
LETTER, CHARACTER, MARGIN = 9, 16, 12  # pixels of a Latin letter, of a Chinese one, and around a word
CLASSES = {"specialist": "a", "chief": "a", "department": "b", "office": "c"}


@dataclass(frozen=True)
class Part:
    kind: str
    name: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Piece:
    """One rectangle: class, place and width in per cent, and a word if it has room for one."""

    css: str
    x: str
    width: str
    word: str
    word_x: str


Bar = list[Piece]


def bar(parts: Sequence[Part], days: Sequence[dict[str, Any]]) -> Bar | None:
    """The pieces from left to right; long holidays are cut out of whoever held it then. None for no time at all."""
    if not parts or parts[-1].until <= parts[0].since:
        return None
    start, whole = parts[0].since, (parts[-1].until - parts[0].since).total_seconds()
    pieces: Bar = []
    for part in parts:
        named = False
        for css, word, since, until in _cut(part, _off(days)):
            x, width = 100 * (since - start).total_seconds() / whole, 100 * (until - since).total_seconds() / whole
            said = word if _fits(word, width) and not (css != "o" and named) else ""
            named = named or (css != "o" and bool(said))
            pieces.append(Piece(css, f"{x:.1f}%", f"{max(width - GAP, GAP):.1f}%", said, f"{x + 1.5:.1f}%"))
    return pieces


def _cut(part: Part, off: Sequence[tuple[datetime, datetime, str]]) -> list[tuple[str, str, datetime, datetime]]:
    """The stretch, with the long holidays in it as pieces of their own."""
    css, at = CLASSES.get(part.kind, "c"), part.since
    found: list[tuple[str, str, datetime, datetime]] = []
    for first, last, word in off:
        since, until = max(first, at), min(last, part.until)
        if since < until:
            if at < since:
                found.append((css, part.name, at, since))
            found.append(("o", word, since, until))
            at = until
    if at < part.until:
        found.append((css, part.name, at, part.until))
    return found


def _off(days: Sequence[dict[str, Any]]) -> list[tuple[datetime, datetime, str]]:
    runs: list[list[date]] = []
    words: list[str] = []
    for one in days:
        day = date.fromisoformat(one["date"])
        if one["why"] not in ("holiday", "weekend"):
            continue
        if runs and runs[-1][-1] + timedelta(days=1) == day:
            runs[-1].append(day)
            words[-1] = words[-1] or one["holiday"] or ""
        else:
            runs.append([day])
            words.append(one["holiday"] or "")
    return [
        (_midnight(run[0]), _midnight(run[-1] + timedelta(days=1)), holidays.short(word or None, narrow=False))
        for run, word in zip(runs, words, strict=True)
        if len(run) >= SPAN_DAYS_MIN
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), SHANGHAI)


def _fits(word: str, width: float) -> bool:
    needed = MARGIN + sum(CHARACTER if letter > "\u2e7f" else LETTER for letter in word)
    return bool(word) and width * PHONE_WIDTH / 100 >= needed
