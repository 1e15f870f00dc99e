"""The calendar and the limits in force at an instant, as the pure rules want them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast

from liaison.prepared import Prepared, Slot
from liaison.rules import deadlines, lamps, limits
from liaison.rules.calendar import Calendar, Notice, calendar_from, key_parts

from .models import CalendarDay, CalendarNotice, TimeLimit, Zone, ZoneDay

BEGINNING, END = datetime(1970, 1, 1, tzinfo=deadlines.SHANGHAI), datetime(2999, 1, 1, tzinfo=deadlines.SHANGHAI)


@dataclass(frozen=True)
class Policy:
    """What was in force in a zone at `now`: working days, limits, close of business."""

    zone: Zone
    now: datetime
    calendar: Calendar

    @cached_property
    def changes(self) -> list[tuple[str, str, datetime]]:
        """Every value the zone has set, after the close of business it began with."""
        began = ("closing_time", self.zone.closing_time.isoformat("minutes"), BEGINNING)
        return [began, *_limits(zone=self.zone.pk)]

    def days(self, key: str) -> int:
        return limits.number_at(key, self.changes, self.now)

    def days_at(self, key: str, instant: datetime) -> int:
        """The limit that was in force at an earlier instant, for promises made then."""
        return limits.number_at(key, self.changes, instant)

    def at(self, key: str) -> time:
        return self.time_at(key, self.now)

    def time_at(self, key: str, instant: datetime) -> time:
        """As `days_at`, for a time of day."""
        return limits.time_at(key, self.changes, instant)

    @property
    def closing(self) -> time:
        return self.closing_at(self.now)

    def closing_at(self, instant: datetime) -> time:
        """Close of business as it was in force at an earlier instant, for promises made then."""
        return self.time_at("closing_time", instant)

    def due(self, key: str, start: datetime) -> datetime | None:
        """Close of business of the last day of the limit `key` from `start` on; None while the year is unknown.

        The limit is the one in force at `start`: a new value reaches only what begins later.
        """
        return self.due_after(start, self.days_at(key, start))

    def moved(self, key: str, start: datetime, due: datetime | None) -> datetime | None:
        """The later end of an open promise under this calendar, None if it stays."""
        return deadlines.moved_due(due, start, self.days_at(key, start), self.calendar, self.closing_at(start))

    def due_after(self, start: datetime, working_days: int) -> datetime | None:
        return deadlines.due_after(start, working_days, self.calendar, self.closing_at(start))

    def whistle_due(self, received_at: datetime) -> datetime | None:
        cut_off = self.time_at("whistle_cutoff", received_at)
        return deadlines.whistle_due(received_at, self.calendar, cut_off, self.closing_at(received_at))

    def same_day_due(self, start: datetime) -> datetime | None:
        return deadlines.same_day_due(start, self.calendar, self.closing_at(start))

    def counting_with(self, calendar: Calendar) -> "Policy":
        """The same limits with another calendar: what would be promised if it were in force."""
        return replace(self, calendar=calendar)

    @cached_property
    def horizon(self) -> lamps.Horizon:
        """The two instants from which every lamp of one HTTP request is computed."""
        return lamps.horizon(self.now, self.calendar)


@Prepared
def _limits() -> QuerySet[Any, Any]:
    rows = TimeLimit.objects.filter(zone=Slot("zone", BigIntegerField())).order_by("pk")
    return rows.values_list("key", "value", "effective_from")


def policy(zone: Zone, now: datetime) -> Policy:
    return Policy(zone=zone, now=now, calendar=calendar_in_force(zone, now))


def hold(zone_id: int) -> None:
    """The rules of the zone stay as they are while this transaction runs: no notice comes in, no day is freed, no limit is set.

    Whoever starts a clock, or opens one again, holds first and reads the policy second. Whoever changes a rule holds too, so it
    finds every promise that was made by the old one. The zone comes before its enterprises and requests in the order of locks.
    """
    _held(zone=zone_id)


@Prepared
def _held() -> QuerySet[Zone, int]:
    held = Zone.objects.select_for_update(no_key=True).filter(pk=Slot("zone", BigIntegerField()))
    return held.values_list("pk", flat=True)


class NoticeRow(NamedTuple):
    """An accepted notice as its row says; its days are read once and kept."""

    pk: int
    key: str
    year: int
    published_at: datetime
    source: str


class Basis(NamedTuple):
    """What a calendar is made of: accepted notices, and the days that the zone freed, in the order of its decisions."""

    notices: tuple[NoticeRow, ...]
    zone_days: tuple[date, ...]

    def up_to(self, key: str) -> "Basis":
        """What the calendar of that name was made of."""
        newest, count = key_parts(key)
        return Basis(tuple(row for row in self.notices if row.key <= newest), self.zone_days[:count])


def _rows() -> QuerySet[Any, Any]:
    known, today = Slot("now", DateTimeField()), Slot("today", CharField())
    notices = CalendarNotice.objects.filter(key__lte=today)
    freed = ZoneDay.objects.filter(zone=Slot("zone", BigIntegerField()), decided_at__lte=known)
    # A zone day as a row of the same shape: no pk, the day as key, its number as year.
    days = freed.values_list(
        Value(0, BigIntegerField()), Cast("date", CharField()), "seq", "decided_at", Value("", CharField())
    )
    return notices.values_list("pk", "key", "year", "published_at", "source").union(days, all=True)


_ROWS = Prepared(_rows)


def basis(zone: Zone, now: datetime | None = None) -> Basis:
    """All that `zone` counts with, or what it counted with at `now`; one statement."""
    until = now or END
    rows = [NoticeRow(*row) for row in _ROWS(zone=zone.pk, now=until, today=deadlines.day_of(until).isoformat())]
    zone_days = sorted((row for row in rows if not row.pk), key=lambda row: row.year)
    return Basis(
        tuple(sorted((row for row in rows if row.pk), key=lambda row: row.key)),
        tuple(date.fromisoformat(row.key) for row in zone_days),
    )


def calendar_in_force(zone: Zone, now: datetime) -> Calendar:
    """The calendar known at `now`: every notice accepted and every day freed up to then; one statement."""
    return calendar_of(basis(zone, now))


@lru_cache(maxsize=64)
def calendar_of(made_of: Basis) -> Calendar:
    # An accepted notice never changes and a freed day stays free, so what was read of them once stays true in this process.
    return calendar_from(notices_of(made_of.notices), made_of.zone_days)


def notices_of(rows: Iterable[NoticeRow]) -> list[Notice]:
    """The accepted notices with their days; one statement."""
    days: dict[int, list[CalendarDay]] = {}
    for day in CalendarDay.objects.filter(notice__in=[row.pk for row in rows]).order_by("date"):
        days.setdefault(day.notice_id, []).append(day)
    return [
        Notice(
            key=row.key, year=row.year, published_on=deadlines.day_of(row.published_at), source=row.source,
            days={day.date: day.is_working for day in days.get(row.pk, [])},
            names={day.date: day.name for day in days.get(row.pk, []) if day.name},
        )
        for row in rows
    ]  # fmt: skip
