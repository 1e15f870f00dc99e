"""Lamps: one word per row, computed from two instants, never stored (R-22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from liaison.rules.calendar import Calendar
from liaison.rules.deadlines import SHANGHAI, day_of, is_late
from liaison.rules.lifecycle import OPEN_SUMMONS, UNANSWERED, Status, SummonsStatus

LAMPS = ("overdue", "due_soon", "consulting", "normal", "done")  # worst first: the order of every list
OVERDUE, DUE_SOON, CONSULTING, NORMAL, DONE = LAMPS

# Nobody owes the enterprise anything here: statuses of requests and of summonses.
SETTLED: frozenset[str] = (frozenset(Status) - UNANSWERED) | (frozenset(SummonsStatus) - OPEN_SUMMONS)


@dataclass(frozen=True)
class Horizon:
    """The two instants that all lamps of one answer are judged by: `now` (whole seconds) and the end of `soon`."""

    now: datetime
    soon: datetime


def horizon(now: datetime, calendar: Calendar) -> Horizon:
    """Build the two instants; `soon` is 23:59:59 of the next working day (D: amber from one working day before).

    Where the year is unknown, Monday to Friday is presumed: a lamp is no promise.
    """
    day = day_of(now) + timedelta(days=1)
    while not calendar.presumed_working(day):
        day += timedelta(days=1)
    return Horizon(now.replace(microsecond=0), datetime.combine(day, time(23, 59, 59), SHANGHAI))


def lamp_of(status: str, due: datetime | None, horizon: Horizon) -> str:
    """The lamp of a request or summons: overdue > due_soon > consulting > normal > done.

    `due` is its earliest open promise, None if there is none. Exactly at `due` is still on time.
    """
    if status in SETTLED:
        return DONE
    if due is not None and is_late(horizon.now, due):
        return OVERDUE
    if due is not None and due <= horizon.soon:
        return DUE_SOON
    return CONSULTING if status == Status.CONSULTING else NORMAL


def earliest(promises: Iterable[datetime | None]) -> datetime | None:
    """The earliest of the promises that are open; None when none is."""
    return min((promise for promise in promises if promise is not None), default=None)
