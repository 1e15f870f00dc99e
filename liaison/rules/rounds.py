"""The half-yearly rating: when a round runs, whom each enterprise rates, and who still has a voice (R-42, R-43).

Days are days in Asia/Shanghai. A day of the half-year belongs to whoever held the enterprise when it ended.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from .calendar import Calendar, UnknownYear, add_working_days, next_working_day, working_days_between
from .deadlines import SHANGHAI, close_of, day_of

SATISFIED, UNSATISFIED = "satisfied", "unsatisfied"
VERDICTS = (SATISFIED, UNSATISFIED)  # two values, nothing between and nothing beside
HALVES = (1, 2)
OPENS_AT = time(9, 0)
BALLOT_LASTS = timedelta(minutes=15)  # from the password, or the one-time code, to the vote
CODE_TRIES = 5
NAMED_BEFORE = timedelta(days=15)  # a principal named later than so long before the opening is shown to evaluation


# --- when


def bounds(year: int, half: int) -> tuple[date, date]:
    """The first and the last day of the half-year that is rated."""
    return (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))


def opening_day(year: int, half: int, calendar: Calendar) -> date | None:
    """The first working day after the half-year (R-42). None = the year is unknown."""
    try:
        return next_working_day(bounds(year, half)[1], calendar)
    except UnknownYear:
        return None


def closing_at(opens_on: date, working_days: int, calendar: Calendar, closing: time) -> datetime | None:
    """Close of business of the last day; the opening day itself is not counted. None = a year is unknown."""
    try:
        return close_of(add_working_days(opens_on, working_days, calendar), closing)
    except UnknownYear:
        return None


def opening_at(opens_on: date) -> datetime:
    return datetime.combine(opens_on, OPENS_AT, SHANGHAI)


def closing_if_opened(
    opens_on: date, closes_at: datetime, opened_on: date, calendar: Calendar, closing: time
) -> datetime:  # fmt: skip
    """A round that opens late, because a keeper was missing, runs as many working days as were planned."""
    planned = working_days_between(opens_on, day_of(closes_at), calendar)
    moved = closing_at(opened_on, planned, calendar, closing) if planned and opened_on > opens_on else None
    return max(moved, closes_at) if moved else closes_at


def reminders(
    opens_on: date, closes_at: datetime, calendar: Calendar, *, after: int, before: int, at: time
) -> tuple[datetime, ...]:  # fmt: skip
    """When those who have not voted are reminded: T+3 and T-1 working days, at the hour of reminders.

    Only what lies inside the round; a year without a notice is presumed Monday to Friday.
    """
    first, last = _counted(opens_on, after, calendar), _counted(day_of(closes_at), -before, calendar)
    found = sorted({close_of(day, at) for day in (first, last) if opens_on < day})
    return tuple(one for one in found if one < closes_at)


def _counted(day: date, working_days: int, calendar: Calendar) -> date:
    step = timedelta(days=1 if working_days > 0 else -1)
    left = abs(working_days)
    while left:
        day += step
        left -= calendar.presumed_working(day)
    return day


def due_reminders(times: Sequence[datetime], now: datetime) -> int:
    """How many of the reminders should have gone out by now."""
    return sum(one <= now for one in times)


# --- whom


class Held(NamedTuple):
    """An assignment: from when until when somebody served the enterprise. `who` is any name of a person."""

    who: int
    since: datetime
    until: datetime | None


class Rated(NamedTuple):
    who: int
    held_days: int  # of the half-year


def rated(held: Iterable[Held], year: int, half: int, least_days: int) -> Rated | None:
    """Whom the enterprise rates when its specialist changed (R-42).

    The holder on the last day if he held at least `least_days` days of the half-year, all his times together; otherwise who held
    longest, of two alike the later one. None = nobody served it on any day: there is nobody to rate. Who only stood in for a
    specialist on leave is never rated: the specialist is.
    """
    first, last = bounds(year, half)
    days: dict[int, int] = {}
    latest: dict[int, date] = {}
    for one in held:
        begin = max(first, day_of(one.since))
        end = min(last, day_of(one.until) - timedelta(days=1)) if one.until else last
        if begin <= end:
            days[one.who] = days.get(one.who, 0) + (end - begin).days + 1
            latest[one.who] = max(latest.get(one.who, end), end)
    if not days:
        return None
    at_the_end = next((who for who, end in latest.items() if end == last), None)
    if at_the_end is not None and days[at_the_end] >= least_days:
        return Rated(at_the_end, days[at_the_end])
    longest = max(days, key=lambda who: (days[who], latest[who]))
    return Rated(longest, days[longest])


# --- who has a voice

CLOSED, LEFT = "closed", "left"
VOID_OF = {"left": LEFT, "suspended": CLOSED}


def void_of(status: str) -> str:
    """Why an enterprise of that status has no voice; empty: it has one.

    One that leaves the zone or stops its business during a round votes no longer; a vote it has given stands, because it is about
    the half-year that was. One that works again before the close votes again.
    """
    return VOID_OF.get(status, "")
