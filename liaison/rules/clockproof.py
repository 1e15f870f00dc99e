"""The clock proof: everything a stranger needs to count a deadline again, as plain JSON values (N1, N2).

`prove` takes what is frozen with a promise (event times, the calendar and the limit it was made with) and returns
the answer of `GET /requests/{number}/clock`. Instants are ISO 8601 with +08:00, cut to whole seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypedDict

from liaison.rules.calendar import WEEKEND, Calendar, days_after
from liaison.rules.deadlines import day_of, is_late, local
from liaison.rules.holders import Turn, overrun, spans


@dataclass(frozen=True)
class SummonsClock:
    """A department's clock: from the whistle to its reply, or to its release without one."""

    id: int
    department: str
    part: str
    sent_at: datetime
    due_at: datetime | None
    working_days: int
    calendar: Calendar
    replied_at: datetime | None = None
    released_at: datetime | None = None


@dataclass(frozen=True)
class Leg:
    """The enterprise's clock in one leg: from the call, dispute or reopening to the first thing that stops it.

    `released_at` ends a leg without a reply (withdrawn). `turns` are the holders since `received_at`.
    """

    received_at: datetime
    due_at: datetime | None
    working_days: int
    closing: time
    calendar: Calendar
    turns: Sequence[Turn]
    replied_at: datetime | None = None
    released_at: datetime | None = None
    summonses: Sequence[SummonsClock] = ()


class ProofDay(TypedDict):
    """One day. `why`: received, working_day, made_up, weekend, holiday or after_limit; `n`: which counted day."""

    date: str
    counts: bool
    why: str
    holiday: str | None
    n: int | None


class ProofInputs(TypedDict):
    received_at: str
    calendar: str
    calendar_source: str
    working_days: int
    closing_time: str
    timezone: str
    as_of: str


class ProofHolder(TypedDict):
    kind: str
    code: str
    since: str
    until: str
    minutes: int
    limit_at: str | None


class ProofPart(TypedDict):
    kind: str
    code: str
    minutes: int


class ProofSummons(TypedDict):
    id: int
    department: str
    part: str
    sent_at: str
    calendar: str
    calendar_source: str
    working_days: int
    days: list[ProofDay]
    due_at: str | None
    replied_at: str | None
    released_at: str | None
    verdict: str


class Proof(TypedDict):
    inputs: ProofInputs
    days: list[ProofDay]
    due_at: str | None
    replied_at: str | None
    released_at: str | None
    verdict: str
    overrun_minutes: int
    overrun_parts: list[ProofPart]
    holders: list[ProofHolder]
    summonses: list[ProofSummons]


def day_by_day(received_on: date, due_on: date, working_days: int, calendar: Calendar) -> list[ProofDay]:
    """Return each day from receipt to the due day, counted or skipped, and why (R-15: the first is not counted).

    Counting ends with `working_days`: working days between that and a later `due_on` are `after_limit`, so a due day
    that the calendar does not explain shows as such. Days of an unknown year are not listed.
    """
    rows: list[ProofDay] = [_row(received_on, "received", None, None)]
    counted = 0
    for day in days_after(received_on, due_on):
        if not calendar.knows(day):
            break
        reason = calendar.reason_off(day)
        if reason is not None:
            holiday = None if reason == WEEKEND else reason
            rows.append(_row(day, "holiday" if holiday else WEEKEND, holiday, None))
        elif counted == working_days:
            rows.append(_row(day, "after_limit", None, None))
        else:
            counted += 1
            rows.append(_row(day, "made_up" if calendar.is_made_up(day) else "working_day", None, counted))
    return rows


def verdict(due_at: datetime | None, replied_at: datetime | None, released_at: datetime | None, as_of: datetime) -> str:
    """late = ended, or still running, after `due_at`; else on_time = replied, released = ended without, open = runs."""
    ended_at = replied_at or released_at
    if due_at is not None and is_late(ended_at or as_of, due_at):
        return "late"
    if replied_at is not None:
        return "on_time"
    return "released" if released_at is not None else "open"


def prove(leg: Leg, as_of: datetime) -> Proof:
    """The whole proof of one leg; a clock that still runs is judged as of `as_of`. The parts sum to the overrun."""
    end = leg.replied_at or leg.released_at or as_of
    over = overrun(leg.turns, leg.due_at, end) if leg.due_at else {"minutes": 0, "parts": []}
    return {
        "inputs": {
            "received_at": _iso(leg.received_at),
            "calendar": leg.calendar.key,
            "calendar_source": _source(leg.calendar, leg.received_at, leg.due_at),
            "working_days": leg.working_days,
            "closing_time": leg.closing.isoformat("minutes"),
            "timezone": "Asia/Shanghai",
            "as_of": _iso(as_of),
        },
        "days": _days(leg.received_at, leg.due_at, leg.working_days, leg.calendar),
        "due_at": _iso_or_none(leg.due_at),
        "replied_at": _iso_or_none(leg.replied_at),
        "released_at": _iso_or_none(leg.released_at),
        "verdict": verdict(leg.due_at, leg.replied_at, leg.released_at, as_of),
        "overrun_minutes": over["minutes"],
        "overrun_parts": [
            {"kind": holder.kind, "code": holder.code, "minutes": minutes} for holder, minutes in over["parts"]
        ],
        "holders": [
            {
                "kind": span.holder.kind,
                "code": span.holder.code,
                "since": _iso(span.since),
                "until": _iso(span.until),
                "minutes": span.minutes,
                "limit_at": _iso_or_none(span.limit_at),
            }
            for span in spans(leg.turns, end)
        ],
        "summonses": [_prove_summons(summons, as_of) for summons in leg.summonses],
    }


def _prove_summons(summons: SummonsClock, as_of: datetime) -> ProofSummons:
    return {
        "id": summons.id,
        "department": summons.department,
        "part": summons.part,
        "sent_at": _iso(summons.sent_at),
        "calendar": summons.calendar.key,
        "calendar_source": _source(summons.calendar, summons.sent_at, summons.due_at),
        "working_days": summons.working_days,
        "days": _days(summons.sent_at, summons.due_at, summons.working_days, summons.calendar),
        "due_at": _iso_or_none(summons.due_at),
        "replied_at": _iso_or_none(summons.replied_at),
        "released_at": _iso_or_none(summons.released_at),
        "verdict": verdict(summons.due_at, summons.replied_at, summons.released_at, as_of),
    }


def _days(since: datetime, due_at: datetime | None, working_days: int, calendar: Calendar) -> list[ProofDay]:
    return day_by_day(day_of(since), day_of(due_at), working_days, calendar) if due_at else []


def _source(calendar: Calendar, since: datetime, due_at: datetime | None) -> str:
    return "、".join(calendar.sources_between(day_of(since), day_of(due_at or since)))


def _row(day: date, why: str, holiday: str | None, n: int | None) -> ProofDay:
    return {"date": day.isoformat(), "counts": n is not None, "why": why, "holiday": holiday, "n": n}


def _iso(instant: datetime) -> str:
    return local(instant).isoformat(timespec="seconds")


def _iso_or_none(instant: datetime | None) -> str | None:
    return None if instant is None else _iso(instant)
