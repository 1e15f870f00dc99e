"""What a zone goes by: the notices it counts with, the days it freed, its limits, its categories.

Each change is an entry of the business chain, so that an exported record carries the rules its deadlines were counted by.
Moving the promises that a new calendar touches is `casework.calendars`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404

from liaison import record
from liaison.record.models import Content
from liaison.rules import limits
from liaison.rules.calendar import Notice, calendar_key, coming_in
from liaison.rules.deadlines import SHANGHAI, close_of, day_of
from liaison.rules.refusals import Refused

from . import access
from .inputs import CategoryInput, LimitsInput, NewCategoryInput, ZoneDayInput
from .models import Account, CalendarDay, CalendarNotice, Category, Post, TimeLimit, Zone, ZoneDay
from .policy import Policy, basis, notices_of, policy

CLOCK = "system"  # the capacity of what happens by itself


# --- State Council notices


def published_days() -> set[date]:
    """The days of publication of the accepted notices; one statement."""
    return {day_of(at) for at in CalendarNotice.objects.values_list("published_at", flat=True)}


def store_notice(notice: Notice, *, by: Account | None, capacity: str, now: datetime) -> CalendarNotice:
    """Keep a State Council notice and enter it in the record of every zone. Raises Refused: notice_accepted_before."""
    notice = coming_in(notice, CalendarNotice.objects.values_list("key", flat=True), day_of(now))
    try:
        with transaction.atomic():
            kept = CalendarNotice.objects.create(
                key=notice.key, year=notice.year, source=notice.source,
                published_at=datetime.combine(notice.published_on, time(0), SHANGHAI),
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused("notice_accepted_before", published=notice.published_on) from error
    CalendarDay.objects.bulk_create(
        CalendarDay(notice=kept, date=day, is_working=working, name=notice.names.get(day, ""))
        for day, working in sorted(notice.days.items())
    )
    for zone in Zone.objects.order_by("pk"):
        _enter_notice(zone, notice, by, capacity, now)
    return kept


def enter_accepted_notices(zone: Zone, *, by: Account, capacity: str, now: datetime) -> None:
    """A zone that opens later counts with what was accepted before: its record says so too."""
    for notice in notices_of(basis(zone).notices):
        _enter_notice(zone, notice, by, capacity, now)


def _enter_notice(zone: Zone, notice: Notice, by: Account | None, capacity: str, now: datetime) -> None:
    days = {day.isoformat(): working for day, working in sorted(notice.days.items())}
    _enter(
        "calendar.accepted", zone, notice.key, by, capacity, now, key=notice.key, year=notice.year, source=notice.source,
        published_on=notice.published_on.isoformat(), days=days,
    )  # fmt: skip


def _enter(
    kind: str, zone: Zone, subject: str, by: Account | None, capacity: str, now: datetime, content: Content | None = None,
    **facts: Any,
) -> None:  # fmt: skip
    record.append(
        kind, zone=zone.code, subject=subject, actor=by.login if by else "", capacity=capacity, at=now, facts=facts,
        content=content,
    )  # fmt: skip


# --- days that the zone frees


def judge_zone_day(day: date, in_force: Policy) -> None:
    """A zone may only free a working day, and only before its close of business.

    Raises Refused: zone_day_passed, zone_day_unknown, zone_day_free.
    """
    if close_of(day, in_force.closing) <= in_force.now:
        raise Refused("zone_day_passed", field="day")
    if not in_force.calendar.knows(day):
        raise Refused("zone_day_unknown", field="day", year=day.year)
    if not in_force.calendar.is_working(day):
        raise Refused("zone_day_free", field="day")


def store_zone_day(given: ZoneDayInput, *, by: Account, capacity: str, now: datetime) -> ZoneDay:
    """Keep a day that the zone frees, with its number. Raises Refused as `judge_zone_day`."""
    zone = Zone.objects.select_for_update(no_key=True).get(pk=by.zone_id)  # two days at once get two numbers
    known, in_force = basis(zone, now), policy(zone, now)
    judge_zone_day(given.day, in_force)
    seq = ZoneDay.objects.filter(zone=zone).count() + 1
    made = ZoneDay.objects.create(zone=zone, seq=seq, date=given.day, reason=given.reason, decided_at=now)
    key = calendar_key(max((row.key for row in known.notices), default=""), made.seq)
    _enter(
        "calendar.zone_day", zone, key, by, capacity, now, record.content(given.reason),
        seq=made.seq, date=given.day.isoformat(),
    )  # fmt: skip
    return made


# --- limits


def set_limits(given: LimitsInput, *, by: Account, now: datetime) -> list[str]:
    """Set values from a day on, tomorrow at the earliest: what began before keeps its limits. Returns the keys that changed.

    Raises Refused: wrong_role, limit_too_early, limit_unknown, limit_impossible, limits_clash, limits_unchanged.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        zone = Zone.objects.select_for_update(no_key=True).get(pk=by.zone_id)
        changes = judge_limits(given, policy(zone, now))
        since = given.effective_from
        for key, value in changes.items():
            TimeLimit.objects.update_or_create(
                zone=zone, key=key, effective_from=since, defaults={"value": value, "unit": limits.LIMITS[key].unit}
            )
            _enter(
                "limit.set", zone, key, by, capacity, now,
                limit=key, value=value, unit=limits.LIMITS[key].unit, effective_from=since.isoformat(),
            )  # fmt: skip
        return list(changes)


def judge_limits(given: LimitsInput, in_force: Policy) -> dict[str, str]:
    """The values that would really change, as they are kept. Raises Refused as `set_limits`."""
    tomorrow = day_of(in_force.now) + timedelta(days=1)
    if given.effective_on < tomorrow:
        raise Refused("limit_too_early", field="effective_on", earliest=tomorrow)
    kept: dict[str, str] = {}
    for key, value in given.values.items():
        if key not in limits.LIMITS:
            raise Refused("limit_unknown", field="values", given=key[:30])
        if not limits.is_valid(key, value):
            raise _impossible(key)
        kept[key] = limits.tidy(key, value)
    then = {key: str(limits.value_at(key, in_force.changes, given.effective_from)) for key in limits.LIMITS}
    pair = limits.clash(then | kept)
    if pair:
        raise Refused(
            "limits_clash", field=next((key for key in pair if key in kept), pair[0]), low=pair[0], high=pair[1]
        )
    changed = {key: value for key, value in kept.items() if value != then[key]}
    if not changed:
        raise Refused("limits_unchanged")
    return changed


def _impossible(key: str) -> Refused:
    unit = limits.LIMITS[key].unit
    if unit == "time_of_day":
        return Refused("limit_no_time", field=key, limit=key)
    return Refused("limit_impossible", field=key, limit=key, most=limits.MOST[unit])


# --- categories


def enter_category(given: NewCategoryInput, *, by: Account, now: datetime) -> Category:
    """A category more (R-09). Raises Refused: wrong_role, category_taken, and those of `change_category`."""
    with record.transaction():
        access.require(by, Post.OFFICE)
        try:
            with transaction.atomic():
                made = Category.objects.create(zone=by.zone, code=given.code, group=given.group)
        except IntegrityError as error:
            raise Refused("category_taken", field="code", given=given.code) from error
        return _keep_category(made, given, by, now, new=True)


def change_category(code: str, given: CategoryInput, *, by: Account, now: datetime) -> Category:
    """Name a category, say who usually leads and who joins (R-09).

    Raises Http404, Refused: wrong_role, unknown_department, external_department, department_twice.
    """
    with record.transaction():
        access.require(by, Post.OFFICE)
        found = Category.objects.select_for_update(of=("self",)).filter(zone=by.zone_id, code=code).first()
        if found is None:
            raise Http404
        return _keep_category(found, given, by, now, new=False)


def _keep_category(row: Category, given: CategoryInput, by: Account, now: datetime, *, new: bool) -> Category:
    wanted = [given.lead, *given.co] if given.lead else given.co
    if len(set(wanted)) < len(wanted):
        raise Refused("department_twice", field="co")
    named = {one.code: one for one in access.departments(by.zone_id, wanted, field="co")}
    for one in named.values():
        if one.external:
            raise Refused("external_department", field="lead" if one.code == given.lead else "co", department=one.name)
    row.name_zh, row.name_en, row.group, row.position = given.name_zh, given.name_en, given.group, given.position
    row.lead = named[given.lead] if given.lead else None
    row.save()
    row.co.set([named[code] for code in given.co])
    _enter(
        "category.entered" if new else "category.changed", by.zone, row.code, by, Post.OFFICE, now,
        group=row.group, position=row.position, lead=given.lead, co=given.co,
    )  # fmt: skip
    return row
