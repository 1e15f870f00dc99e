"""政策库: the office and a measure's own department keep what is in it; the clock tells whom a change concerns (R-41, N17)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import Http404

from liaison import record
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Category, Department, Post, Zone
from liaison.rules import guidance
from liaison.rules.deadlines import day_of
from liaison.rules.guidance import News
from liaison.rules.refusals import Refused

from .. import affairs
from ..acting import CLOCK
from ..guidance import firms_concerned, terms_of
from ..measure_inputs import MeasureInput, RepealInput, VersionInput
from ..models import Measure, MeasureVersion, Point

# --- who keeps it


def may_keep(by: Account, department_id: int) -> bool:
    """The office keeps every measure, clerks and heads those of their own department."""
    return Post.OFFICE in registry.posts(by) or (registry.acts_for_department(by) and by.department_id == department_id)


def _capacity(by: Account | None, department: Department) -> str:
    if by is None:  # a table file that somebody at the machine itself takes in
        return CLOCK
    if not may_keep(by, department.pk):
        raise Refused("wrong_role")
    return Post.OFFICE if Post.OFFICE in registry.posts(by) else "department"


# --- what happens to a measure


def enter_measure(
    given: MeasureInput, *, by: Account | None, now: datetime, zone: Zone | None = None, number: str = ""
) -> MeasureVersion:
    """新政策入库: a measure gets its number and its first version (R-41). A number is given only by a table file.

    Raises Refused: wrong_role, unknown_department, unknown_contact, unknown_category, dates_crossed, points_differ.
    """
    home = by.zone if by else zone
    if home is None:
        raise ValueError("a measure belongs to a zone")
    with record.transaction():
        Zone.objects.select_for_update(no_key=True).get(pk=home.pk)  # two at once get two numbers
        department = registry.department(home.pk, given.department, field="department")
        capacity = _capacity(by, department)
        measure = Measure.objects.create(
            zone=home, number=number or _next_number(home, now), department=department, contact=_contact(home, given), phone=given.phone,
        )  # fmt: skip
        version = MeasureVersion(measure=measure, n=1, entered_by=by, entered_at=now)
        _enter("measure.entered", version, by, capacity, now, **_say(version, given))
        return version


def enter_version(
    number: str, given: VersionInput, *, by: Account | None, now: datetime, zone: Zone | None = None
) -> MeasureVersion:
    """新版本: from its first day on it replaces the one before, which stays as it was.

    Raises Refused: wrong_role, version_not_later and those of `enter_measure`; Http404 for a measure that is not there.
    """
    with record.transaction():
        measure, capacity = _kept(number, by, zone)
        last = measure.versions.latest("n")
        if given.valid_from <= last.valid_from:
            raise Refused("version_not_later", field="valid_from", earliest=last.valid_from)
        measure.contact, measure.phone = _contact(measure.zone, given), given.phone
        measure.save(update_fields=["contact", "phone"])
        version = MeasureVersion(measure=measure, n=last.n + 1, entered_by=by, entered_at=now)
        _enter("measure.version_entered", version, by, capacity, now, **_say(version, given))
        return version


def correct_version(pk: int, given: VersionInput, *, by: Account, now: datetime) -> MeasureVersion:
    """更正: a version that is not in force yet. Raises Refused: version_in_force and those of `enter_version`."""
    with record.transaction():
        found = (
            MeasureVersion.objects.filter(pk=pk, measure__zone=by.zone_id)
            .values_list("measure__number", flat=True)
            .first()
        )
        if found is None:
            raise Http404
        measure, capacity = _kept(found, by, None)
        version = measure.versions.get(pk=pk)
        if version.valid_from <= day_of(now):
            raise Refused("version_in_force")
        others = measure.versions.exclude(pk=pk)
        crossed = others.filter(
            Q(n__lt=version.n, valid_from__gte=given.valid_from) | Q(n__gt=version.n, valid_from__lte=given.valid_from)
        )
        if clash := crossed.order_by("n").first():
            raise Refused("version_not_later", field="valid_from", earliest=clash.valid_from)
        measure.contact, measure.phone = _contact(measure.zone, given), given.phone
        measure.save(update_fields=["contact", "phone"])
        version.points.all().delete()
        _enter("measure.corrected", version, by, capacity, now, **_say(version, given))
        return version


def repeal(
    number: str, given: RepealInput, *, by: Account | None, now: datetime, zone: Zone | None = None
) -> MeasureVersion:
    """废止: the version in force, or the one to come, counts no more from a day on that is still ahead, or today.

    Raises Refused: wrong_role, nothing_to_repeal, date_passed, dates_crossed; Http404 for a measure that is not there.
    """
    with record.transaction():
        measure, capacity = _kept(number, by, zone)
        version, today = measure.versions.latest("n"), day_of(now)
        if version.repealed_on is not None or (by is not None and guidance.is_over(version, today)):
            raise Refused("nothing_to_repeal")
        if by is not None and given.repealed_on < today:
            raise Refused("date_passed", field="repealed_on")
        if given.repealed_on < version.valid_from:
            raise Refused("dates_crossed", field="repealed_on")
        version.repealed_on, version.repeal = given.repealed_on, record.content(given.reason)
        version.save(update_fields=["repealed_on", "repeal"])
        _enter(
            "measure.repealed", version, by, capacity, now, content=version.repeal, repealed_on=given.repealed_on.isoformat(),
        )  # fmt: skip
        return version


def _kept(number: str, by: Account | None, zone: Zone | None) -> tuple[Measure, str]:
    """The measure, locked, and in what capacity this person keeps it."""
    rows = Measure.objects.select_for_update(of=("self",)).select_related("zone", "department")
    measure = rows.filter(zone=by.zone_id if by else zone, number=number).first()
    if measure is None:
        raise Http404
    return measure, _capacity(by, measure.department)


def _next_number(zone: Zone, now: datetime) -> str:
    year = day_of(now).year
    given = Measure.objects.filter(zone=zone, number__startswith=f"ZC{year}-").values_list("number", flat=True)
    return f"ZC{year}-{max((int(number.partition('-')[2]) for number in given), default=0) + 1:03d}"


def _contact(zone: Zone, given: VersionInput) -> Account | None:
    if not given.contact:
        return None
    found = Account.objects.filter(zone=zone, login=given.contact, enterprise=None, is_active=True).first()
    if found is None:
        raise Refused("unknown_contact", field="contact", given=given.contact)
    return found


def _say(version: MeasureVersion, given: VersionInput) -> dict[str, Any]:
    """Write what a version says; what its entry says of it, with the words themselves, so that a row changed later shows."""
    _judge(version.measure.zone_id, given)
    said = given.model_dump(include={
        "document", "issuer", "title_zh", "title_en", "issued_on", "valid_from", "valid_until", "source", "industries", "sizes",
        "statuses", "categories",
    })  # fmt: skip
    for name, value in said.items():
        setattr(version, name, value)
    version.save()
    english = given.points_en or [""] * len(given.points_zh)
    Point.objects.bulk_create(
        Point(version=version, position=place, zh=zh, en=en)
        for place, (zh, en) in enumerate(zip(given.points_zh, english, strict=True), start=1)
    )
    return {
        "content": record.content("\n".join([given.title_zh, *given.points_zh]), issuer=given.issuer),
        "valid_from": given.valid_from.isoformat(), "valid_until": given.valid_until.isoformat() if given.valid_until else None,
        "industries": given.industries, "sizes": given.sizes, "statuses": given.statuses, "categories": given.categories,
    }  # fmt: skip


def _judge(zone_id: int, given: VersionInput) -> None:
    if given.valid_until and given.valid_until < given.valid_from:
        raise Refused("dates_crossed", field="valid_until")
    if given.points_en and len(given.points_en) != len(given.points_zh):
        raise Refused("points_differ", field="points_en", zh=len(given.points_zh), en=len(given.points_en))
    known = set(Category.objects.filter(zone=zone_id).values_list("code", flat=True))
    for code in given.categories:
        if code not in known:
            raise Refused("unknown_category", field="categories", given=code)


def _enter(
    kind: str, version: MeasureVersion, by: Account | None, capacity: str, now: datetime, *, content: Any = None, **facts: Any
) -> Entry:  # fmt: skip
    return record.append(
        kind, zone=version.measure.zone.code, subject=version.measure.number, actor=by.login if by else "", capacity=capacity, at=now,
        facts={"version": version.n, "document": version.document, **facts}, content=content,
    )  # fmt: skip


# --- what the clock does


def turn(zone: Zone, now: datetime) -> None:
    """Each first day and each end of a version is noted once, and whom it concerns is told once. One statement if idle."""
    today = day_of(now)
    begins = Q(begun_at=None, valid_from__lte=today)
    ends = Q(over_at=None) & (Q(valid_until__lt=today) | Q(repealed_on__lte=today))
    due = MeasureVersion.objects.filter(begins | ends, measure__zone=zone).order_by("valid_from", "pk")
    for pk, number in due.values_list("pk", "measure__number"):
        with record.transaction():
            measure, _capacity_of_clock = _kept(number, None, zone)  # of two workers one tells
            _note(measure, pk, today, now)


def _note(measure: Measure, pk: int, today: date, now: datetime) -> None:
    versions = list(measure.versions.order_by("n").prefetch_related("points"))
    version = next(one for one in versions if one.pk == pk)
    version.measure = measure
    entered_on = day_of(version.entered_at)
    if version.begun_at is None and version.valid_from <= today:
        version.begun_at = now
        # Begun and over before anybody looked: its end, or what follows it, is the news.
        current = guidance.newest(versions, today) is version and not guidance.is_over(version, today)
        if news := guidance.begins_as(version, entered_on, day_of(versions[0].entered_at)) if current else None:
            _tell_of_start(version, versions, news, now)
    if version.over_at is None and guidance.is_over(version, today):
        version.over_at = now
        if news := guidance.ends_as(version, versions, entered_on, today):
            _tell_of_end(version, news, now)
    version.save(update_fields=["begun_at", "over_at"])


def _tell_of_start(version: MeasureVersion, versions: list[MeasureVersion], news: News, now: datetime) -> None:
    before = next((one for one in reversed(versions) if one.n < version.n), None)
    people = firms_concerned(version, before)
    entry = _enter("measure.took_effect", version, None, CLOCK, now, firms=len({one.enterprise_id for one in people}))
    first_day = version.valid_from.isoformat()
    if news == News.NEW or before is None:
        _tell(entry, "measure_new", people, version, now, first_day=first_day)
        return
    changed = [one.what for one in guidance.changes(terms_of(before), terms_of(version))]
    _tell(entry, "measure_version", people, version, now, first_day=first_day, changed=changed)


def _tell_of_end(version: MeasureVersion, news: News, now: datetime) -> None:
    people = firms_concerned(version, None)
    ended_on = guidance.since_when(version, [version], day_of(now))
    assert ended_on is not None
    entry = _enter(
        "measure.ended",
        version,
        None,
        CLOCK,
        now,
        ended_on=ended_on.isoformat(),
        firms=len({one.enterprise_id for one in people}),
    )
    last_day = date.fromordinal(ended_on.toordinal() - 1).isoformat()
    if news == News.REPEALED:
        _tell(entry, "measure_repealed", people, version, now, last_day=last_day)
    else:
        _tell(entry, "measure_expired", people, version, now, last_day=last_day)


def _tell(
    entry: Entry, kind: str, to: Iterable[Account], version: MeasureVersion, now: datetime, **params: Any
) -> None:
    title = {"zh": version.title_zh, "en": version.title_en}
    affairs.tell(entry, kind, to, by=None, now=now, measure=version.measure.number, title=title, **params)
