"""Reminders and the escalation ladder (R-22, R-27): who is told how late, one rung at a time.

Amber one working day before; red at the due instant; then the department's head and the chief, at 08:45 of a working day, never at
midnight.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time

from . import deadlines
from .calendar import Calendar, UnknownYear, subtract_working_days

DUE_SOON, OVERDUE, HEAD_TOLD, CHIEF_TOLD = 1, 2, 3, 4
KINDS = {
    DUE_SOON: "clock.due_soon",
    OVERDUE: "clock.overdue",
    HEAD_TOLD: "clock.head_told",
    CHIEF_TOLD: "clock.chief_told",
}


@dataclass(frozen=True)
class Ladder:
    """The days between the rungs and the hour of the day on which they are climbed."""

    remind_before: int
    head_after: int
    chief_after: int
    at: time


def rung(due: datetime, now: datetime, calendar: Calendar, ladder: Ladder) -> int:
    """Return the highest rung reached at `now` by a promise that ends at `due`; 0 is none."""
    if now <= due:
        return DUE_SOON if now >= _reminder(due, calendar, ladder) else 0
    for step, days in ((CHIEF_TOLD, ladder.chief_after), (HEAD_TOLD, ladder.head_after)):
        since = deadlines.due_after(due, days, calendar, ladder.at)
        if since and now >= since:
            return step
    return OVERDUE


def _reminder(due: datetime, calendar: Calendar, ladder: Ladder) -> datetime:
    day = deadlines.day_of(due)
    with suppress(UnknownYear):  # a reminder on the day itself is better than none
        day = subtract_working_days(day, ladder.remind_before, calendar)
    return deadlines.close_of(day, ladder.at)
