"""A year drawn in one small picture: a row a month, a cell a day. It draws; what a day is says the calendar.

Cells of one kind are one SVG path, so that a whole year stays a few kilobytes.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from liaison.rules.calendar import SATURDAY, ZONE_DAY, Calendar

CELL, STEP = 8, 10  # a cell and its distance to the next, in units of the picture
LEFT = 26  # room for the name of the month
WIDTH, HEIGHT = LEFT + 31 * STEP, 12 * STEP


@dataclass(frozen=True)
class YearStrip:
    """Paths by kind of day: working, weekend, holiday, made_up, zone_day; and `changed` around those a later notice changed."""

    year: int
    paths: Mapping[str, str]
    months: tuple[tuple[int, int], ...] = tuple((month, (month - 1) * STEP + CELL) for month in range(1, 13))

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {HEIGHT}"


@dataclass(frozen=True)
class Span:
    """Days in a row that a notice names for one reason: off, or made up."""

    first: date
    last: date
    working: bool
    name: str


def year_strip(year: int, calendar: Calendar, before: Calendar | None = None) -> YearStrip:
    """Return the picture of a year; with `before`, the days that differ from it are outlined."""
    cells: dict[str, list[str]] = {}
    for day in days_of(year):
        cells.setdefault(kind_of(day, calendar), []).append(_square(day, CELL))
        if before is not None and before.presumed_working(day) != calendar.presumed_working(day):
            cells.setdefault("changed", []).append(_square(day, CELL))
    return YearStrip(year, {kind: "".join(squares) for kind, squares in cells.items()})


def kind_of(day: date, calendar: Calendar) -> str:
    """working, made_up, zone_day, holiday or weekend. A weekend inside a holiday belongs to the holiday."""
    reason = calendar.reason_off(day)
    if reason is None:
        return "made_up" if calendar.is_made_up(day) else "working"
    if reason == ZONE_DAY:
        return ZONE_DAY
    return "holiday" if day in calendar.names else "weekend"


def days_of(year: int) -> Iterator[date]:
    first = date(year, 1, 1)
    return (first + timedelta(days=offset) for offset in range((date(year + 1, 1, 1) - first).days))


def days_off(year: int, calendar: Calendar) -> tuple[int, int]:
    """How many days of the year are off beyond plain weekends, and how many weekend days are worked."""
    off = sum(not calendar.presumed_working(day) and day.weekday() < SATURDAY for day in days_of(year))
    return off, sum(calendar.is_made_up(day) for day in days_of(year))


def spans(days: Mapping[date, bool], names: Mapping[date, str]) -> list[Span]:
    """The days of a notice in rows of one reason, in order of time."""
    found: list[Span] = []
    for run in _runs(sorted(days), lambda one, other: _together(one, other, days, names)):
        found.append(Span(run[0], run[-1], days[run[0]], names.get(run[0], "")))
    return found


def _together(one: date, other: date, days: Mapping[date, bool], names: Mapping[date, str]) -> bool:
    return (other - one).days == 1 and days[one] == days[other] and names.get(one) == names.get(other)


def _runs(days: Iterable[date], together: Callable[[date, date], bool]) -> list[list[date]]:
    ordered = list(days)
    runs = [ordered[:1]] if ordered else []
    for one, other in pairwise(ordered):
        if together(one, other):
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _square(day: date, side: int) -> str:
    return f"M{LEFT + (day.day - 1) * STEP} {(day.month - 1) * STEP}h{side}v{side}h-{side}z"
