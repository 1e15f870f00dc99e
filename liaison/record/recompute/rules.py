"""The rules, once more: when a limit ends, how a clock ended, whose the minutes over are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import NamedTuple

CHINA = timezone(timedelta(hours=8))  # Asia/Shanghai has had no other offset since 1991
SATURDAY = 5


class UnknownYear(Exception):
    """No notice for this year: a limit that runs into it has no end yet."""


@dataclass(frozen=True)
class Calendar:
    """Exceptions from Monday to Friday, and the years that a notice covers."""

    exceptions: dict[date, bool]
    years: frozenset[int]

    def works(self, day: date) -> bool:
        if day.year not in self.years:
            raise UnknownYear
        return self.exceptions.get(day, day.weekday() < SATURDAY)


def limit_ends(start: datetime, working_days: int, closing: time, calendar: Calendar) -> datetime | None:
    day, left = start.astimezone(CHINA).date(), working_days
    try:
        while left:
            day += timedelta(days=1)
            left -= calendar.works(day)
    except UnknownYear:
        return None
    return datetime.combine(day, closing, CHINA)


def same_day_ends(at: datetime, before: time, closing: time, calendar: Calendar) -> datetime | None:
    """Close of business of that day if it is a working day and the event came `before`, otherwise of the next one."""
    here = at.astimezone(CHINA)
    try:
        in_time = calendar.works(here.date()) and here.time() < before
    except UnknownYear:
        return None
    return datetime.combine(here.date(), closing, CHINA) if in_time else limit_ends(at, 1, closing, calendar)


# --- whose minutes


class Turn(NamedTuple):
    at: datetime
    who: tuple[str, str]  # capacity, and login or department
    limit: datetime | None


def shares(turns: list[Turn], due: datetime, end: datetime) -> tuple[int, dict[tuple[str, str], int]]:
    """The minutes between `due` and `end`, and how many belong to whom, in order of appearance."""
    turns = [Turn(to_the_second(turn.at), turn.who, turn.limit and to_the_second(turn.limit)) for turn in turns]
    due, end = to_the_second(due), to_the_second(end)
    if end <= due:
        return 0, {}
    marks = {turn.at for turn in turns} | {turn.limit for turn in turns if turn.limit}
    cuts = [due, *sorted(mark for mark in marks if due < mark < end), end]
    whose: dict[tuple[str, str], int] = {}
    for since, until in pairwise(cuts):
        minutes = _minutes(due, until) - _minutes(due, since)
        if minutes:
            who = _answers_for(turns, since)
            whose[who] = whose.get(who, 0) + minutes
    return _minutes(due, end), whose


def _answers_for(turns: list[Turn], instant: datetime) -> tuple[str, str]:
    place = max((n for n, turn in enumerate(turns) if turn.at <= instant), default=0)
    holder = turns[place]
    if holder.limit is None or holder.limit <= instant:
        return holder.who
    for before, after in reversed(list(pairwise(turns[: place + 1]))):
        if before.at < after.at and before.limit and before.limit < after.at:
            return before.who
    return holder.who


def to_the_second(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)


def _minutes(since: datetime, until: datetime) -> int:
    return int((until - since).total_seconds()) // 60


# --- promises


@dataclass
class Promise:
    """A due time, with what it is counted from. `due` is what the rules give, whatever the record states."""

    start: datetime
    working_days: int
    closing: time
    due: datetime | None
    frozen: bool = True  # its entry keeps the limit: what ends it must keep the verdict
    before: datetime | None = None  # what was due before the last move

    def move(self, calendar: Calendar) -> None:
        later = limit_ends(self.start, self.working_days, self.closing, calendar)
        if later and (self.due is None or later > self.due):
            self.before, self.due = self.due, later

    def verdict(self, at: datetime, *, replied: bool) -> str:
        if self.due and to_the_second(at) > self.due:
            return "late"
        return "on_time" if replied else "released"
