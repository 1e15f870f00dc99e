"""请假与替补: one named substitute while a specialist is away; calls and clocks never pause (R-06)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import QuerySet
from django.http import Http404

from liaison import record
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry.access import posts
from liaison.registry.inputs import LeaveInput
from liaison.registry.models import Account, Enterprise, Leave, Post, Zone
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .. import affairs, handover
from ..acting import CLOCK


def plan_leave(given: LeaveInput, *, by: Account, now: datetime) -> Leave:
    """请假: from when to when a specialist is away, and who stands in. It begins by itself, today's at once.

    By the specialist himself or the office. One substitute and no chain: he may not be away in that time himself. Raises Refused:
    wrong_role, specialist_needed, unknown_specialist, own_substitute, dates_crossed, date_passed, leave_overlaps, substitute_away.
    """
    with record.transaction():
        capacity = _capacity(by, given.specialist or by.login)
        specialist, substitute = _two(by, given)
        _check_days(given, day_of(now))
        for person, field, code in (
            (specialist, "from", "leave_overlaps"),
            (substitute, "substitute", "substitute_away"),
        ):
            if _away(person, given.first_day, given.last_day):
                raise Refused(code, field=field, who=person.name)
        leave = Leave.objects.create(
            specialist=specialist, substitute=substitute, first_day=given.first_day, last_day=given.last_day, named_by=by,
            named_at=now,
        )  # fmt: skip
        entry = _enter("leave.planned", leave, by, capacity, now)
        office = registry.holders_of(Post.OFFICE, by.zone_id)
        _tell(entry, "leave_planned", leave, [specialist, substitute, *office], by, now)
        if leave.first_day <= day_of(now):
            _begin(leave, by, capacity, now)
        return leave


def end_leave(pk: int, *, by: Account, now: datetime) -> Leave:
    """提前返岗, or calling off what has not begun: by the specialist himself or the office.

    Raises Refused: wrong_role, leave_over; Http404 for a leave that is not his to see.
    """
    with record.transaction():
        leave = visible(by).select_for_update(of=("self",)).filter(pk=pk).first()
        if leave is None:
            raise Http404
        capacity = _capacity(by, leave.specialist.login)
        if leave.ended_at:
            raise Refused("leave_over")
        _end(leave, by, capacity, now)
        return leave


def visible(actor: Account) -> QuerySet[Leave]:
    """Office, chief and leaders see all; a specialist his own and those in which he stands in."""
    rows = Leave.objects.filter(specialist__zone=actor.zone_id).select_related(
        "specialist__department", "specialist__zone", "substitute__department"
    )
    return rows if posts(actor) & registry.ALL_ROWS else rows.filter(registry.of_leave(actor))


def turn(zone: Zone, now: datetime) -> None:
    """What the clock does: ends what is over, begins what is due, and looks that somebody able stands in. One statement if idle."""
    today = day_of(now)
    open_ones = Leave.objects.filter(specialist__zone=zone, ended_at=None).select_related(
        "specialist__zone", "substitute"
    )
    kept = []
    for leave in open_ones.order_by("first_day", "pk"):
        if leave.last_day < today:
            _by_clock(leave.pk, _end, now)
        else:
            kept.append(leave)
    for leave in kept:
        if leave.began_at is None and leave.first_day <= today:
            _by_clock(leave.pk, _begin, now)
    for leave in kept:
        if leave.first_day <= today and not handover.in_place(leave):
            _by_clock(leave.pk, _look_again, now)


def _by_clock(pk: int, act: object, now: datetime) -> None:
    with record.transaction():
        rows = Leave.objects.select_for_update(of=("self",)).select_related("specialist__zone", "substitute")
        leave = rows.get(pk=pk)
        if leave.ended_at is None and callable(act):
            act(leave, None, CLOCK, now)


# --- who and when


def _capacity(by: Account, login: str) -> str:
    if login == by.login and Post.SPECIALIST in posts(by):
        return Post.SPECIALIST
    return registry.require(by, Post.OFFICE)


def _two(by: Account, given: LeaveInput) -> tuple[Account, Account]:
    """Both people, locked in one order, so that two plans for the same person are judged one after the other."""
    if not given.specialist and Post.SPECIALIST not in posts(by):
        raise Refused("specialist_needed", field="specialist")
    wanted = {"specialist": given.specialist or by.login, "substitute": given.substitute}
    if wanted["specialist"] == wanted["substitute"]:
        raise Refused("own_substitute", field="substitute")
    rows = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("zone")
        .filter(zone=by.zone_id, is_active=True)
    )
    found = {one.login: one for one in rows.filter(login__in=wanted.values()).order_by("pk")}
    for field, login in wanted.items():
        if login not in found or Post.SPECIALIST not in posts(found[login]):
            raise Refused("unknown_specialist", field=field, given=login)
    return found[wanted["specialist"]], found[wanted["substitute"]]


def _check_days(given: LeaveInput, today: date) -> None:
    if given.first_day < today:
        raise Refused("date_passed", field="from")
    if given.last_day < given.first_day:
        raise Refused("dates_crossed", field="to")


def _away(person: Account, first_day: date, last_day: date) -> bool:
    open_ones = Leave.objects.filter(specialist=person, ended_at=None)
    return open_ones.filter(first_day__lte=last_day, last_day__gte=first_day).exists()


# --- what happens


def _begin(leave: Leave, by: Account | None, capacity: str, now: datetime) -> None:
    if leave.began_at:
        return
    leave.began_at = now
    leave.save(update_fields=["began_at"])
    entry = _enter("leave.began", leave, by, capacity, now)
    changed = handover.settle(leave.specialist, handover.LEAVE, by=by, capacity=capacity, now=now)
    _tell_all(entry, "leave_began", leave, changed, by, now)
    _of_those_he_stands_in_for(leave, by, capacity, now)


def _end(leave: Leave, by: Account | None, capacity: str, now: datetime) -> None:
    leave.ended_at = now
    leave.save(update_fields=["ended_at"])
    entry = _enter("leave.ended", leave, by, capacity, now, began=leave.began_at is not None)
    if leave.began_at is None:
        _tell(entry, "leave_called_off", leave, [leave.specialist, leave.substitute], by, now)
        return
    changed = handover.settle(leave.specialist, handover.RETURN, by=by, capacity=capacity, now=now)
    _tell_all(entry, "leave_ended", leave, changed, by, now)
    _of_those_he_stands_in_for(leave, by, capacity, now)


def _look_again(leave: Leave, by: Account | None, capacity: str, now: datetime) -> None:
    """The substitute can no longer stand in, or can again."""
    changed = handover.settle(leave.specialist, handover.LEAVE, by=by, capacity=capacity, now=now)
    if not changed:
        return
    entry = _enter("leave.stand_in", leave, by, capacity, now, holder=changed[0][1].login)
    _tell_all(entry, "leave_began", leave, changed, by, now)


def _of_those_he_stands_in_for(leave: Leave, by: Account | None, capacity: str, now: datetime) -> None:
    """He goes or comes back himself: those for whom he stands in get one of the office, or him again."""
    others = Leave.objects.filter(substitute=leave.specialist, began_at__isnull=False, ended_at=None)
    for other in others.select_related("specialist__zone", "substitute").order_by("pk"):
        _look_again(other, by, capacity, now)


# --- what is entered and told


def _enter(kind: str, leave: Leave, by: Account | None, capacity: str, now: datetime, **facts: object) -> Entry:
    days = {"first_day": leave.first_day.isoformat(), "last_day": leave.last_day.isoformat()}
    return record.append(
        kind, zone=leave.specialist.zone.code, subject=leave.specialist.login, actor=by.login if by else "",
        capacity=capacity, at=now, facts={"substitute": leave.substitute.login, **days, **facts},
    )  # fmt: skip


def _tell(
    entry: Entry, kind: str, leave: Leave, to: Iterable[Account], by: Account | None, now: datetime, holder: str = ""
) -> None:
    affairs.tell(
        entry, kind, to, by=by, now=now, specialist=leave.specialist.login, substitute=holder or leave.substitute.login,
        first_day=leave.first_day.isoformat(), last_day=leave.last_day.isoformat(),
    )  # fmt: skip


def _tell_all(
    entry: Entry, kind: str, leave: Leave, changed: list[tuple[Enterprise, Account]], by: Account | None, now: datetime
) -> None:
    """The firms, both people; and the office, if one of its own has to stand in."""
    holder = changed[0][1] if changed else leave.substitute
    stands_in = holder.login if kind == "leave_began" else ""
    people = [*affairs.contacts_of(firm.pk for firm, _holder in changed), leave.specialist, leave.substitute]
    _tell(entry, kind, leave, people, by, now, stands_in)
    if holder not in (leave.substitute, leave.specialist):
        office = registry.holders_of(Post.OFFICE, leave.specialist.zone_id)
        affairs.tell(
            entry, "stand_in_missing", [holder, *office], by=None, now=now, specialist=leave.specialist.login,
            substitute=leave.substitute.login, holder=holder.login,
        )  # fmt: skip
