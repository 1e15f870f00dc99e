"""What other limits would have meant for what has already happened: counted anew from stored times, nothing is written (N4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from liaison.rules.calendar import Calendar
from liaison.rules.deadlines import day_of, due_after, is_late


class Stretch(NamedTuple):
    """One promise as it went: from when it ran, and when it was kept; None = not yet."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Terms:
    """The limit and the close of business that a count goes by."""

    working_days: int
    closing: time


@dataclass(frozen=True)
class Late:
    """How many of `of` stretches would have been late, or are by now; a stretch into an unknown year is never late."""

    of: int
    late: int


class Dues:
    """The end of a limit for each day on which it may begin, counted once."""

    def __init__(self, terms: Terms, calendar: Calendar) -> None:
        self._terms, self._calendar = terms, calendar
        self._known: dict[date, datetime | None] = {}

    def of(self, since: datetime) -> datetime | None:
        day = day_of(since)
        if day not in self._known:
            self._known[day] = due_after(since, self._terms.working_days, self._calendar, self._terms.closing)
        return self._known[day]


def late_under(stretches: Iterable[Stretch], terms: Terms, calendar: Calendar, now: datetime) -> Late:
    """How many of these promises would have been late under other terms; one that still runs is judged as of `now`."""
    dues, count, late = Dues(terms, calendar), 0, 0
    for since, until in stretches:
        due = dues.of(since)
        count += 1
        late += due is not None and is_late(until or now, due)
    return Late(count, late)


@dataclass(frozen=True)
class Shifted:
    """How many promises would end earlier, and how many later, if they began under other terms."""

    earlier: int
    later: int


def shifted_by(starts: Iterable[datetime], old: Terms, new: Terms, calendar: Calendar) -> Shifted:
    """Compare the ends of the same promises under two terms; what neither can count is left out."""
    before, after, earlier, later = Dues(old, calendar), Dues(new, calendar), 0, 0
    for since in starts:
        was, would = before.of(since), after.of(since)
        if was is not None and would is not None:
            earlier, later = earlier + (would < was), later + (would > was)
    return Shifted(earlier, later)
