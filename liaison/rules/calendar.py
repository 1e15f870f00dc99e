"""Working days by State Council notice, and counting in them (R-15; the calendars are N3 of the rule register).

A calendar is exactly "all notices that a house counts with up to a day, and the first n days that its zone freed": holidays,
made-up working days, and the years it can answer for. The notices are data, one file per year in `data/`, each naming its
document number; an office imports later ones (`notice_file`).
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from importlib import resources
from typing import Any

SATURDAY = 5
WEEKEND = "weekend"  # the reason of a day off that no notice names
ZONE_DAY = "zone_day"  # the reason of a day that the zone itself freed


class UnknownYear(LookupError):
    """No notice for this year is in the calendar: its working days cannot be promised yet."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no working-day notice for {year}")
        self.year = year


@dataclass(frozen=True)
class Notice:
    """One published arrangement of holidays and made-up working days.

    `days` holds exceptions only: True = made-up working day, False = holiday; `names` says which holiday each
    belongs to. A notice may list days of the neighbouring year (the New Year holiday of 2023 began on 2022-12-31).
    """

    key: str  # the day from which it counts, in ISO form: its publication, later only if it came in after a newer one
    year: int
    published_on: date
    source: str  # document number, such as 国办发明电〔2019〕16号
    days: Mapping[date, bool]
    names: Mapping[date, str]


@dataclass(frozen=True)
class Calendar:
    """All notices up to the day that `key` names, and the zone's own free days up to the number behind its "+".

    `sources` lists the document numbers behind each year.
    """

    key: str  # "2020-01-27", or "2020-01-27+2" with two zone days
    exceptions: Mapping[date, bool]
    names: Mapping[date, str]
    years: frozenset[int]
    sources: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def knows(self, day: date) -> bool:
        """Whether a notice for the year of `day` is in this calendar."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Whether `day` is a working day; raises UnknownYear where no notice covers it."""
        if not self.knows(day):
            raise UnknownYear(day.year)
        return self.presumed_working(day)

    def presumed_working(self, day: date) -> bool:
        """As `is_working`, but Monday to Friday where the year is unknown: for drawing, never for promises."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_made_up(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday that a notice turns into a working day (补班)."""
        return day.weekday() >= SATURDAY and self.exceptions.get(day, False)

    def reason_off(self, day: date) -> str | None:
        """The code of the holiday, "weekend", or None for a working day."""
        if self.presumed_working(day):
            return None
        return self.names.get(day, WEEKEND)

    def sources_between(self, first: date, last: date) -> tuple[str, ...]:
        """The document numbers of the notices for the years from `first` to `last`, in order of publication."""
        return tuple(source for year in range(first.year, last.year + 1) for source in self.sources.get(year, ()))


def calendar_from(notices: Iterable[Notice], zone_days: Sequence[date] = ()) -> Calendar:
    """Merge notices in order of publication: a later one overrules an earlier one day by day.

    `zone_days` are those the zone freed, in the order of its decisions; no notice takes one of them back.
    """
    ordered = sorted(notices, key=lambda notice: (notice.published_on, notice.key))
    exceptions: dict[date, bool] = {}
    names: dict[date, str] = {}
    sources: dict[int, tuple[str, ...]] = {}
    for notice in ordered:
        exceptions.update(notice.days)
        names.update(notice.names)
        sources[notice.year] = (*sources.get(notice.year, ()), notice.source)
    exceptions.update(dict.fromkeys(zone_days, False))
    names.update(dict.fromkeys(zone_days, ZONE_DAY))
    newest = max((notice.key for notice in ordered), default="")
    return Calendar(calendar_key(newest, len(zone_days)), exceptions, names, frozenset(sources), sources)


def calendar_key(newest: str, zone_days: int) -> str:
    """The name of the calendar up to the notice `newest` with so many zone days in it."""
    return f"{newest}+{zone_days}" if zone_days else newest


def key_parts(key: str) -> tuple[str, int]:
    """The newest notice that a calendar's key names, and how many zone days are in it."""
    newest, _, zone_days = key.partition("+")
    return newest, int(zone_days or 0)


def calendar_up_to(key: str, notices: Iterable[Notice], zone_days: Sequence[date] = ()) -> Calendar:
    """The calendar of that key, rebuilt from any larger set of notices and days: what a frozen promise was counted with."""
    newest, count = key_parts(key)
    return calendar_from((notice for notice in notices if notice.key <= newest), zone_days[:count])


def coming_in(notice: Notice, keys: Iterable[str], today: date) -> Notice:
    """The notice as a house keeps it that already counts with those of `keys`.

    One that comes in after a newer one is named by the day on which it comes in: what the newer name meant stays true.
    """
    late = any(key > notice.key for key in keys)
    return replace(notice, key=today.isoformat()) if late else notice


def add_working_days(start: date, days: int, calendar: Calendar) -> date:
    """Return the last day of a limit of `days` working days.

    Source: R-15 and 民法典 201: `start` itself is not counted. 0 days is `start`, whatever day it is.
    Raises UnknownYear when the count runs into a year without a notice, ValueError below 0.
    """
    if days < 0:
        raise ValueError("a limit cannot be negative")
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= calendar.is_working(day)
    return day


def subtract_working_days(end: date, days: int, calendar: Calendar) -> date:
    """Return the `days`-th working day before `end`; `end` itself is not counted, 0 days is `end`.

    Raises UnknownYear when the count runs into a year without a notice, ValueError below 0.
    """
    if days < 0:
        raise ValueError("a limit cannot be negative")
    day = end
    while days > 0:
        day -= timedelta(days=1)
        days -= calendar.is_working(day)
    return day


def next_working_day(day: date, calendar: Calendar) -> date:
    """Return the first working day after `day`; raises UnknownYear."""
    return add_working_days(day, 1, calendar)


def working_days_between(start: date, end: date, calendar: Calendar) -> int | None:
    """Count the working days after `start` up to and including `end`; negative when `end` lies before `start`.

    None = a day of the span lies in a year without a notice: how many there are is not known yet.
    """
    first, last = sorted((start, end))
    if not calendar.years.issuperset(range((first + timedelta(days=1)).year, last.year + 1)):
        return None
    count = sum(calendar.presumed_working(day) for day in days_after(first, last))
    return count if end >= start else -count


def days_after(start: date, end: date) -> Iterator[date]:
    """Each day after `start` up to and including `end`."""
    return (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))


def notice_from(raw: Mapping[str, Any]) -> Notice:
    """One `[[notice]]` of a file that is known to be sound."""
    days: dict[date, bool] = {}
    names: dict[date, str] = {}
    for holiday in raw["holidays"]:
        length_days = (holiday["last"] - holiday["first"]).days + 1
        off = [holiday["first"] + timedelta(days=offset) for offset in range(length_days)]
        days.update(dict.fromkeys(off, False) | dict.fromkeys(holiday["made_up_on"], True))
        names.update(dict.fromkeys([*off, *holiday["made_up_on"]], holiday["name"]))
    published_on: date = raw["published_on"]
    return Notice(published_on.isoformat(), raw["year"], published_on, raw["source"], days, names)


def _bundled() -> tuple[Notice, ...]:
    files = [file for file in (resources.files("liaison.rules") / "data").iterdir() if file.name.endswith(".toml")]
    notices = [notice_from(raw) for file in files for raw in tomllib.loads(file.read_text("utf-8"))["notice"]]
    return tuple(sorted(notices, key=lambda notice: notice.published_on))


NOTICES: tuple[Notice, ...] = _bundled()
