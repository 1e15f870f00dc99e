"""The calendar and the limits in force at an instant, as the pure rules want them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from functools import cached_property, lru_cache

from liaison.rules import deadlines, lamps, limits
from liaison.rules.calendar import Calendar, Notice, calendar_from

from .models import CalendarDay, CalendarNotice, TimeLimit, Zone


@dataclass(frozen=True)
class Policy:
    """What was in force in a zone at `now`: working days, limits, close of business."""

    zone: Zone
    now: datetime
    calendar: Calendar

    @cached_property
    def _changes(self) -> list[tuple[str, str, datetime]]:
        return list(TimeLimit.objects.filter(zone=self.zone).values_list("key", "value", "effective_from"))

    def days(self, key: str) -> int:
        return limits.number_at(key, self._changes, self.now)

    def days_at(self, key: str, instant: datetime) -> int:
        """The limit that was in force at an earlier instant, for promises made then."""
        return limits.number_at(key, self._changes, instant)

    def at(self, key: str) -> time:
        return limits.time_at(key, self._changes, self.now)

    @property
    def closing(self) -> time:
        return self.zone.closing_time

    def due(self, key: str, start: datetime) -> datetime | None:
        """Close of business of the last day of the limit `key` from `start` on; None while the year is unknown."""
        return deadlines.due_after(start, self.days(key), self.calendar, self.closing)

    def moved(self, key: str, start: datetime, due: datetime | None) -> datetime | None:
        """The later end of an open promise under this calendar, None if it stays; the limit is the one in force at its start."""
        return deadlines.moved_due(due, start, self.days_at(key, start), self.calendar, self.closing)

    def due_after(self, start: datetime, working_days: int) -> datetime | None:
        return deadlines.due_after(start, working_days, self.calendar, self.closing)

    def whistle_due(self, received_at: datetime) -> datetime | None:
        return deadlines.whistle_due(received_at, self.calendar, self.at("whistle_cutoff"), self.closing)

    def same_day_due(self, start: datetime) -> datetime | None:
        return deadlines.same_day_due(start, self.calendar, self.closing)

    @cached_property
    def horizon(self) -> lamps.Horizon:
        """The two instants from which every lamp of one HTTP request is computed."""
        return lamps.horizon(self.now, self.calendar)


def policy(zone: Zone, now: datetime) -> Policy:
    return Policy(zone=zone, now=now, calendar=calendar_in_force(now))


def calendar_in_force(now: datetime) -> Calendar:
    """The calendar known at `now`: every accepted notice published up to then; one statement."""
    rows = CalendarNotice.objects.filter(published_at__lte=now).order_by("published_at", "year")
    return _calendar(tuple(rows.values_list("pk", "key", "year", "published_at", "source")))


def calendars_by_name() -> Callable[[str], Calendar]:
    """Calendars that promises were made with: each is all notices up to the day that names it; one statement for all."""
    rows = CalendarNotice.objects.order_by("published_at", "year")
    known = list(rows.values_list("pk", "key", "year", "published_at", "source"))
    return lambda name: _calendar(tuple(row for row in known if row[1] <= name))


@lru_cache(maxsize=32)
def _calendar(rows: tuple[tuple[int, str, int, datetime, str], ...]) -> Calendar:
    # An accepted notice never changes, so what was read of it once stays true in this process.
    return calendar_from(_notices(rows))


def _notices(rows: Iterable[tuple[int, str, int, datetime, str]]) -> list[Notice]:
    days: dict[int, list[CalendarDay]] = {}
    for day in CalendarDay.objects.filter(notice__in=[row[0] for row in rows]):
        days.setdefault(day.notice_id, []).append(day)
    return [
        Notice(
            key=key, year=year, published_on=published_at.astimezone(deadlines.SHANGHAI).date(), source=source,
            days={day.date: day.is_working for day in days.get(pk, [])},
            names={day.date: day.name for day in days.get(pk, []) if day.name},
        )
        for pk, key, year, published_at, source in rows
    ]  # fmt: skip
