"""政策解读 (R-41, N17): which version of a measure is in force on a day, for which firms it is, what a new one changes, who is told.

A measure has versions, each of which begins on a later day than the one before and so replaces it. Days are whole days of the
zone, both ends included.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar

SIZES = ("L", "M", "S", "XS")
STATUSES = ("settling", "operating", "suspended")  # a firm that has left is told nothing any more
CATEGORY = "policy"  # the kind of a request that asks about a measure
NUMBER = re.compile(r"ZC(\d{4})-(\d{3,5})", re.ASCII)


class State(StrEnum):
    UPCOMING = "upcoming"
    IN_FORCE = "in_force"
    ENDING = "ending"  # in force, its last day is near
    EXPIRED = "expired"
    REPEALED = "repealed"
    REPLACED = "replaced"


ALIVE = frozenset({State.IN_FORCE, State.ENDING})


class Span(Protocol):
    """From when to when one version counts: `valid_until` is its last day, `repealed_on` the first one without it."""

    @property
    def n(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...
    @property
    def repealed_on(self) -> date | None: ...


Version = TypeVar("Version", bound=Span)


def newest(versions: Iterable[Version], day: date) -> Version | None:
    """The last version that has begun by `day`, whether it still counts or not; None before the first one."""
    return max((one for one in versions if one.valid_from <= day), key=lambda one: one.valid_from, default=None)


def is_over(version: Span, day: date) -> bool:
    """Whether it has run out or is repealed on `day`; a version is in force on its last day, and not on the day of its repeal."""
    expired = version.valid_until is not None and day > version.valid_until
    return expired or (version.repealed_on is not None and day >= version.repealed_on)


def in_force(versions: Iterable[Version], day: date) -> Version | None:
    """The one version that counts on `day` (R-41: an answer cites this one); None if there is none.

    What a later version has replaced does not come back when that one runs out.
    """
    found = newest(versions, day)
    return None if found is None or is_over(found, day) else found


def state_of(version: Span, versions: Sequence[Span], day: date, soon: date) -> State:
    """What a version is on `day`; `soon` is the last of the days that count as near."""
    if version.valid_from > day:
        return State.UPCOMING
    last = newest(versions, day)
    if last is not None and last.n != version.n:
        return State.REPLACED
    if version.repealed_on is not None and day >= version.repealed_on:
        return State.REPEALED
    if is_over(version, day):
        return State.EXPIRED
    near = [end for end in (version.valid_until, version.repealed_on) if end is not None and end <= soon]
    return State.ENDING if near else State.IN_FORCE


def since_when(version: Span, versions: Iterable[Span], day: date) -> date | None:
    """The day from which a version no longer counts, None while it does: the first of its end, its repeal, the next one's start."""
    following = min((one.valid_from for one in versions if one.valid_from > version.valid_from), default=None)
    expired = None if version.valid_until is None else date.fromordinal(version.valid_until.toordinal() + 1)
    first = min((end for end in (following, expired, version.repealed_on) if end is not None), default=None)
    return first if first is not None and first <= day else None


# --- for whom


@dataclass(frozen=True)
class Conditions:
    """Codes that a firm's facts are compared with; an empty set asks for nothing."""

    industries: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Firm:
    industry: str
    size: str
    status: str


class Met(StrEnum):
    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"  # the firm's file does not say


class Judged(NamedTuple):
    """One condition: what is asked of, the codes that would do, what the firm has, and whether it fits."""

    what: str
    wanted: tuple[str, ...]
    has: str
    verdict: Met


def judged(conditions: Conditions, firm: Firm) -> list[Judged]:
    """Every condition that is made, with its verdict for this firm; none at all for a measure that is for everybody."""
    asked = (
        ("industry", conditions.industries, firm.industry),
        ("size", conditions.sizes, firm.size),
        ("status", conditions.statuses, firm.status),
    )
    return [Judged(what, tuple(sorted(wanted)), has, _verdict(wanted, has)) for what, wanted, has in asked if wanted]


def _verdict(wanted: frozenset[str], has: str) -> Met:
    if not has:
        return Met.UNKNOWN
    return Met.MET if has.strip().lower() in {code.lower() for code in wanted} else Met.NOT_MET


def matches(conditions: Conditions, firm: Firm) -> bool:
    """Whether all conditions are met; what is unknown is not met, and a firm that has left matches nothing."""
    return firm.status in STATUSES and all(one.verdict == Met.MET for one in judged(conditions, firm))


# --- what a new version changes


@dataclass(frozen=True)
class Terms:
    """All that one version says, as it is compared with another."""

    document: str
    issuer: str
    title: str
    valid_from: date
    valid_until: date | None
    conditions: Conditions
    points: tuple[str, ...]


class Change(NamedTuple):
    """One thing that differs: what no longer stands, what stands new. Dates as YYYY-MM-DD, an open end as ""."""

    what: str
    gone: tuple[str, ...]
    new: tuple[str, ...]


def changes(before: Terms, after: Terms) -> list[Change]:
    """What the later version changes, the points of the text first; the first day always differs and is not counted."""
    conditions, asked = after.conditions, before.conditions
    found = [
        _listed("points", before.points, after.points),
        _listed("industries", sorted(asked.industries), sorted(conditions.industries)),
        _listed("sizes", sorted(asked.sizes), sorted(conditions.sizes)),
        _listed("statuses", sorted(asked.statuses), sorted(conditions.statuses)),
        _listed("valid_until", [_day(before.valid_until)], [_day(after.valid_until)]),
        _listed("title", [before.title], [after.title]),
        _listed("issuer", [before.issuer], [after.issuer]),
        _listed("document", [before.document], [after.document]),
    ]
    return [one for one in found if one.gone or one.new]


def _listed(what: str, before: Sequence[str], after: Sequence[str]) -> Change:
    gone, new = (tuple(one for one in side if one not in other) for side, other in ((before, after), (after, before)))
    return Change(what, gone, new)


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


# --- what the clock says, and to whom


class News(StrEnum):
    NEW = "new"
    VERSION = "version"
    EXPIRED = "expired"
    REPEALED = "repealed"


def begins_as(version: Span, entered_on: date, known_since: date) -> News | None:
    """What the first day of a version is to those it concerns; `known_since`: the day on which its measure came into the library.

    None for what was in force before and came with it: an office that fills its library tells nobody of old papers. A later
    version is news even if it was entered after its first day.
    """
    if version.valid_from < known_since and entered_on == known_since:
        return None
    return News.VERSION if version.n > 1 else News.NEW


def ends_as(version: Span, versions: Iterable[Span], entered_on: date, day: date) -> News | None:
    """What the end of a version is; None while it runs, where another one follows (that one is told), or if it was over when entered."""
    last = newest(versions, day)
    if not is_over(version, day) or last is None or last.n != version.n or is_over(version, entered_on):
        return None
    repealed = version.repealed_on is not None and day >= version.repealed_on
    return News.REPEALED if repealed else News.EXPIRED


def concerns(firm: Firm, conditions: Conditions, before: Conditions | None) -> bool:
    """N17: whom a change concerns: a firm for which the version is, or for which the one that it replaces was."""
    return matches(conditions, firm) or (before is not None and matches(before, firm))


# --- how a measure is named


class Named(NamedTuple):
    """A measure as somebody wrote it: its number or the number of its document, and a version if he named one."""

    name: str
    n: int | None


def named(text: str) -> Named:
    """ZC2020-001, ZC2020-001/2, or 青高新发〔2020〕4号; as a Chinese keyboard writes them too."""
    plain = unicodedata.normalize("NFKC", text).strip()
    number, slash, n = plain.upper().partition("/")
    if NUMBER.fullmatch(number) and (not slash or (n.isascii() and n.isdigit() and len(n) < 5)):
        return Named(number, int(n) if slash else None)
    return Named(text.strip(), None)
