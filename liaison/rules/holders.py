"""Who held a matter when, and whose an overrun is (N2).

Exactly one holder at any instant. Everything is counted in whole minutes between whole seconds: a boundary's minute
is the floor of the seconds since the start, divided by 60, so the parts always sum to the total.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple, TypedDict


class Holder(NamedTuple):
    """Who holds the matter: `kind` is a capacity such as specialist or department, `code` a login or code."""

    kind: str
    code: str


@dataclass(frozen=True)
class Turn:
    """From `at` on the matter is with `holder`, who has until `limit_at` of his own; None = no limit of his own."""

    at: datetime
    holder: Holder
    limit_at: datetime | None = None


@dataclass(frozen=True)
class Span:
    """One unbroken stretch in one hand."""

    holder: Holder
    since: datetime
    until: datetime
    minutes: int
    limit_at: datetime | None = None


class Overrun(TypedDict):
    """`parts` in order of first appearance; their minutes sum to `minutes`."""

    minutes: int
    parts: list[tuple[Holder, int]]


def spans(turns: Sequence[Turn], end: datetime) -> list[Span]:
    """Return the stretches from the first turn to `end`, one after the other, without gap or overlap.

    `turns` in order of time. Of two turns at the same instant the later one counts; a turn that changes neither
    holder nor limit continues the stretch before it; turns after `end` are left out.
    """
    kept: list[Turn] = []
    for turn in map(_to_the_second, turns):
        if kept and kept[-1].at == turn.at:
            kept.pop()
        if not kept or (kept[-1].holder, kept[-1].limit_at) != (turn.holder, turn.limit_at):
            kept.append(turn)
    end = end.replace(microsecond=0)
    kept = [turn for turn in kept if turn.at < end]
    ends = [turn.at for turn in kept[1:]] + [end]
    return [
        Span(turn.holder, turn.at, until, _minutes(kept[0].at, turn.at, until), turn.limit_at)
        for turn, until in zip(kept, ends, strict=False)
    ]


def overrun(turns: Sequence[Turn], due: datetime, end: datetime) -> Overrun:
    """Split the minutes between `due` and `end` among those who caused them.

    A minute belongs to its holder, unless he is inside his own limit (up to and including `limit_at`): then to the
    latest earlier holder who overran his own; if there is none, to the holder after all. Time before the first turn
    is the first holder's. Nothing is over when `end` is not after `due`. Raises ValueError without turns.
    """
    end = end.replace(microsecond=0)
    due = due.replace(microsecond=0)
    if end <= due:
        return {"minutes": 0, "parts": []}
    if not turns:
        raise ValueError("an overrun without a holder")
    stretches = spans([replace(turns[0], at=min(turns[0].at, due)), *turns[1:]], end)
    minutes_of: dict[Holder, int] = {}
    for holder, since, until in _causes(stretches):
        if until > max(since, due):
            minutes_of[holder] = minutes_of.get(holder, 0) + _minutes(due, max(since, due), until)
    parts = [(holder, minutes) for holder, minutes in minutes_of.items() if minutes]
    return {"minutes": _minutes(due, due, end), "parts": parts}


def _causes(stretches: Sequence[Span]) -> Iterator[tuple[Holder, datetime, datetime]]:
    """Cut each stretch at its holder's own limit and say who answers for either side."""
    late: Holder | None = None
    for stretch in stretches:
        limit = stretch.limit_at
        own_limit_ends = stretch.since if limit is None else min(max(limit, stretch.since), stretch.until)
        yield late or stretch.holder, stretch.since, own_limit_ends
        yield stretch.holder, own_limit_ends, stretch.until
        if limit is not None and limit < stretch.until:
            late = stretch.holder


def _to_the_second(turn: Turn) -> Turn:
    limit_at = turn.limit_at and turn.limit_at.replace(microsecond=0)
    return replace(turn, at=turn.at.replace(microsecond=0), limit_at=limit_at)


def _minutes(origin: datetime, since: datetime, until: datetime) -> int:
    """Whole minutes from `since` to `until`, both floored on the scale that starts at `origin`."""
    return _floor_minutes(origin, until) - _floor_minutes(origin, since)


def _floor_minutes(origin: datetime, instant: datetime) -> int:
    return int((instant - origin).total_seconds()) // 60
