"""24 hours, without gaps: the duty roster, who is rung next, and how long an urgent matter took (R-08, R-39).

Times are real ones: duty knows neither working days nor quiet hours. Instants are aware.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar

from .deadlines import SHANGHAI, local

OFFICER, DEPUTY, CHIEF = "officer", "deputy", "chief"
RUNGS = (OFFICER, DEPUTY, CHIEF)  # who is rung, one after the other, until a human accepts
DAY = timedelta(days=1)


class Shift(Protocol):
    begins_at: datetime
    ends_at: datetime


AnyShift = TypeVar("AnyShift", bound=Shift)


class Gap(NamedTuple):
    """Nobody is on duty from `since` until `until`."""

    since: datetime
    until: datetime


class Turn(NamedTuple):
    """A shift to be: who answers, and who is rung next."""

    officer: str
    deputy: str
    begins_at: datetime
    ends_at: datetime


def on_duty(shifts: Iterable[AnyShift], instant: datetime) -> AnyShift | None:
    """The shift that holds `instant`; at the instant of a handover the next one does."""
    return next((one for one in shifts if one.begins_at <= instant < one.ends_at), None)


def gaps(shifts: Iterable[Shift], since: datetime, until: datetime) -> list[Gap]:
    """The stretches between `since` and `until` that no shift holds, in order (R-08)."""
    found, reached = [], since
    for one in sorted(shifts, key=lambda one: one.begins_at):
        if one.begins_at >= until:
            break
        if one.begins_at > reached:
            found.append(Gap(reached, one.begins_at))
        reached = max(reached, one.ends_at)
    return [*found, Gap(reached, until)] if reached < until else found


def turns(people: Sequence[str], since: datetime, days: int, handover_hour: int, first: int = 0) -> Iterator[Turn]:
    """Shifts of a day each from `since` on, `people` in turn from `first` on; the next one in turn is the deputy.

    The first shift ends at the first handover hour after `since`, so the roster joins the one before without a gap or an
    overlap. `days` handovers are planned. Two people at least.
    """
    here = local(since)
    handover = here.replace(hour=handover_hour, minute=0, second=0, microsecond=0)
    if handover <= here:
        handover += DAY
    begins_at = since
    for place in range(first, first + days):
        officer, deputy = people[place % len(people)], people[(place + 1) % len(people)]
        yield Turn(officer, deputy, begins_at, handover)
        begins_at, handover = handover, (handover + DAY).astimezone(SHANGHAI)


def next_rung(rung: str | None) -> str | None:
    """Who is rung after `rung` has not accepted; None after the chief: then the office is told."""
    place = 0 if rung is None else RUNGS.index(rung) + 1
    return RUNGS[place] if place < len(RUNGS) else None


def elapsed_minutes(called_at: datetime, until: datetime) -> int:
    """Whole minutes from the call to the result, nights and days off included (R-39)."""
    return max(0, int((until - called_at).total_seconds()) // 60)
