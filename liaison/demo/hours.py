"""Office hours of the story: when people in the zone do what they do."""

from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from liaison.rules.calendar import NOTICES, Calendar, calendar_from

from .cast import SHANGHAI

OPENS, NOON, AFTER_NOON, CLOSES = time(8, 30), time(12, 0), time(13, 30), time(17, 30)


@cache
def calendar() -> Calendar:
    """All notices: the people of the story live in the year as it became."""
    return calendar_from(NOTICES)


def is_working(day: date) -> bool:
    return calendar().presumed_working(day)


def at(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, second), SHANGHAI)


def working_day(day: date, later: int) -> date:
    """The `later`-th working day after `day`; 0 is `day`, or the next one if it is off."""
    while not is_working(day):
        day += timedelta(days=1)
        later = max(0, later - 1)
    while later:
        day += timedelta(days=1)
        later -= is_working(day)
    return day


def due(start: datetime, days: int = 3) -> datetime:
    """17:30 of the last working day of a limit from `start` on; the day of `start` is not counted."""
    day = start.date()
    while days:
        day += timedelta(days=1)
        days -= is_working(day)
    return at(day, 17, 30)


def in_office(instant: datetime) -> datetime:
    """`instant` itself, or the next opening."""
    day, clock = instant.date(), instant.time()
    if not is_working(day) or clock >= CLOSES:
        return _with_seconds(at(working_day(day + timedelta(days=1), 0), 8, 30), instant)
    if clock < OPENS:
        return _with_seconds(at(day, 8, 30), instant)
    if NOON <= clock < AFTER_NOON:
        return _with_seconds(at(day, 13, 30), instant)
    return instant


def _with_seconds(opening: datetime, instant: datetime) -> datetime:
    # Nobody acts on the stroke of the hour, and no two steps of the story share an instant by habit.
    return opening + timedelta(minutes=instant.minute % 20, seconds=instant.second)


def later(start: datetime, minutes: int) -> datetime:
    """`minutes` of office time after `start`."""
    here = in_office(start)
    left = timedelta(minutes=minutes)
    while True:
        pause = at(here.date(), 12) if here.time() < NOON else at(here.date(), 17, 30)
        if here + left < pause:
            return here + left
        left -= pause - here
        here = in_office(pause)


def some_time(random: Random, first: datetime, last: datetime) -> datetime:
    """Some office instant between the two; `first` itself if the span holds none."""
    span_seconds = int((last - first).total_seconds())
    for _ in range(12):
        if span_seconds <= 60:
            break
        found = in_office(first + timedelta(seconds=random.randrange(30, span_seconds)))
        if first < found < last:
            return found
    return first + timedelta(seconds=random.randrange(20, 59))
