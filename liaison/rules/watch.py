"""防打击报复: when the figures after a replacement look worse than those before it (security 7.6, R-45).

An alarm proves nothing: it is a reason for discipline to look, and the figures stand beside it. Thresholds are said here once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from .calendar import Calendar, days_after
from .deadlines import day_of

SLOWER, LOOKED, REFUSED, STALLED = KINDS = ("slower", "looked", "refused", "stalled")

ENOUGH = 2  # so many replies make a pace; one alone says nothing
SLOWER_DAYS = 1  # a department is slower by at least so many working days …
SLOWER_RATIO = 1.5  # … and takes at least so many times as long
QUIET_DAYS = 5  # working days in which an open request did not move: it stalls
QUIET_LATE_DAYS = 2  # the same once a promise to the firm is broken


@dataclass(frozen=True)
class Asked:
    """What a department was asked for the firm: how many working days the reply took, or has been awaited; late or not."""

    department: str
    at: datetime
    working_days: int
    late: bool


@dataclass(frozen=True)
class Pace:
    """How fast a department answered in a time."""

    replies: int = 0
    median_days: float | None = None
    late: int = 0


def days_taken(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Working days after the day of `start` up to the day of `end`: 0 for the same day, as limits count (R-15).

    A year without a notice is presumed Monday to Friday.
    """
    return sum(calendar.presumed_working(day) for day in days_after(day_of(start), day_of(end)))


def pace(asked: Iterable[Asked]) -> Pace:
    """The pace of some replies. 0 replies have no median."""
    found = list(asked)
    if not found:
        return Pace()
    return Pace(len(found), float(median(one.working_days for one in found)), sum(one.late for one in found))


def is_slower(before: Pace, after: Pace, others: Pace) -> bool:
    """Whether a department treats the firm slower than it did before the replacement.

    Where it had answered the firm too seldom before, it is measured by how it answers `others` now. A department that is as
    slow with everybody is not slower with this firm.
    """
    base = before if before.replies >= ENOUGH else others
    if after.replies < ENOUGH or base.replies < ENOUGH or after.median_days is None or base.median_days is None:
        return False
    if after.median_days < base.median_days + SLOWER_DAYS or after.median_days < SLOWER_RATIO * base.median_days:
        return False
    return others.replies < ENOUGH or others.median_days is None or after.median_days > others.median_days


def is_stalled(moved_at: datetime, due_at: datetime | None, now: datetime, calendar: Calendar) -> bool:
    """Whether an open request that waits for us stands still: quiet for 5 working days, or 2 once a promise is broken."""
    quiet = days_taken(moved_at, now, calendar)
    late = due_at is not None and due_at < now
    return quiet >= (QUIET_LATE_DAYS if late else QUIET_DAYS)


def split(asked: Sequence[Asked], since: datetime) -> tuple[list[Asked], list[Asked]]:
    """What was asked before `since`, and from then on."""
    return [one for one in asked if one.at < since], [one for one in asked if one.at >= since]
