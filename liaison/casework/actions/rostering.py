"""值班: the roster is planned for weeks, shifts are swapped between two, and the clock rings on (R-08)."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from liaison import record
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry.access import ALL_ROWS, posts
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy, hold
from liaison.rules import duty
from liaison.rules.deadlines import close_of, day_of
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused

from .. import affairs, ringing, roster
from ..acting import CLOCK, acting_by_clock, iso
from ..inputs import Nothing, RosterInput, ShiftInput, SwapInput
from ..models import DutyShift, Ring, ServiceRequest

ROSTER = frozenset({Post.SPECIALIST, Post.CHIEF, Post.OFFICE})  # who may be on duty
READERS = ALL_ROWS | {Post.SPECIALIST}


def plan_shifts(given: RosterInput, *, by: Account, now: datetime) -> list[DutyShift]:
    """排班: so many weeks from where the roster ends, or from now; people in turn, the next one is the deputy.

    It joins what is planned without a gap and without an overlap. By the office. Raises Refused: wrong_role, two_on_duty,
    unknown_specialist.
    """
    with record.transaction():
        registry.require(by, Post.OFFICE)
        hold(by.zone_id)
        people = _people(by.zone_id, given.people)
        here = now.replace(second=0, microsecond=0)
        since = max(roster.end_of(by.zone_id) or here, here)
        planned = [
            DutyShift(
                zone_id=by.zone_id, officer=people[turn.officer], deputy=people[turn.deputy], begins_at=turn.begins_at,
                ends_at=turn.ends_at, made_by=by,
            )
            for turn in duty.turns(given.people, since, given.weeks * 7, given.handover_hour)
        ]  # fmt: skip
        DutyShift.objects.bulk_create(planned)
        span = {"first_day": day_of(since).isoformat(), "last_day": day_of(planned[-1].ends_at).isoformat()}
        entry = _enter("duty.planned", by.zone.code, by, Post.OFFICE, now, people=given.people, **span)
        affairs.tell(entry, "duty_planned", people.values(), by=by, now=now, **span)
        return planned


def change_shift(pk: int, given: ShiftInput, *, by: Account, now: datetime) -> DutyShift:
    """换人: the office puts others on a shift; a running one is theirs from this instant on, what was stays as it was.

    Raises Refused: wrong_role, shift_over, two_on_duty, unknown_specialist; Http404.
    """
    with record.transaction():
        shift = _locked(by, pk)[pk]
        registry.require(by, Post.OFFICE)
        if shift.ends_at <= now:
            raise Refused("shift_over")
        people = _people(by.zone_id, [given.officer, given.deputy])
        told = [shift.officer, shift.deputy, *people.values()]
        shift = _from_now_on(shift, now)
        shift.officer, shift.deputy, shift.made_by = people[given.officer], people[given.deputy], by
        _call_off_swaps([shift])
        shift.save()
        entry = _enter(
            "duty.changed", given.officer, by, Post.OFFICE, now, deputy=given.deputy, begins=iso(shift.begins_at)
        )
        affairs.tell(entry, "shift_changed", told, by=by, now=now, holder=given.officer, at=iso(shift.begins_at))
        return shift


def ask_swap(pk: int, given: SwapInput, *, by: Account, now: datetime) -> DutyShift:
    """申请换班: the officer of a shift asks another for his; nothing changes until that one agrees.

    Raises Refused: wrong_role, shift_begun, unknown_shift, own_shift; Http404.
    """
    with record.transaction():
        rows = _locked(by, pk, given.shift)
        mine, theirs = rows[pk], rows.get(given.shift)
        if mine.officer_id != by.pk:
            raise Refused("wrong_role")
        if theirs is None:
            raise Refused("unknown_shift", field="shift")
        if theirs.officer_id == by.pk:
            raise Refused("own_shift", field="shift")
        _not_begun(mine, theirs, now=now)
        mine.swap_with, mine.swap_asked_at = theirs, now
        mine.save(update_fields=["swap_with", "swap_asked_at"])
        entry = _enter_swap("duty.swap_asked", mine, theirs, theirs.officer, by, now)
        _tell(entry, "swap_asked", mine, theirs, theirs.officer, by, now)
        return mine


def agree_swap(pk: int, given: Nothing, *, by: Account, now: datetime) -> DutyShift:
    """同意换班: both officers change places, once; every other swap asked for with these two shifts is off.

    `pk` is the shift for which the swap was asked. Raises Refused: wrong_role, swap_gone, shift_begun; Http404.
    """
    with record.transaction():
        mine, theirs = _asked(by, pk)
        if theirs.officer_id != by.pk:
            raise Refused("wrong_role")
        _not_begun(mine, theirs, now=now)
        asker = mine.officer
        mine.officer, theirs.officer = theirs.officer, mine.officer
        for shift, came_from in ((mine, asker), (theirs, by)):
            if shift.deputy_id == shift.officer_id:  # he was its deputy: so the other one is now
                shift.deputy = came_from
        _call_off_swaps([mine, theirs])
        mine.save()
        theirs.save()
        entry = _enter_swap("duty.swapped", mine, theirs, asker, by, now)
        _tell(entry, "swap_agreed", mine, theirs, asker, by, now)
        return mine


def decline_swap(pk: int, given: Nothing, *, by: Account, now: datetime) -> DutyShift:
    """不换 by the one who was asked, or taken back by the one who asked. Raises Refused: wrong_role, swap_gone; Http404."""
    with record.transaction():
        mine, theirs = _asked(by, pk)
        if by.pk not in (mine.officer_id, theirs.officer_id):
            raise Refused("wrong_role")
        mine.swap_with = mine.swap_asked_at = None
        mine.save(update_fields=["swap_with", "swap_asked_at"])
        other = mine.officer if by.pk == theirs.officer_id else theirs.officer
        entry = _enter_swap("duty.swap_declined", mine, theirs, other, by, now)
        _tell(entry, "swap_declined", mine, theirs, other, by, now)
        return mine


def visible(actor: Account) -> QuerySet[DutyShift]:
    """The roster is for everybody who may be on it, and for the leaders."""
    rows = DutyShift.objects.filter(zone=actor.zone_id)
    return rows if posts(actor) & READERS else rows.none()


# --- what the clock does


def turn(zone: Zone, in_force: Policy) -> None:
    """Rings that nobody accepted in time ring on; a gap ahead is told once a day. Two statements while all is well."""
    late = Ring.objects.filter(ringing.WAITING, zone=zone, due_at__lt=in_force.horizon.now)
    for pk, request_pk in late.order_by("due_at", "pk").values_list("pk", "service_request"):
        with record.transaction():
            _ring_on(pk, request_pk, in_force)
    if in_force.now >= close_of(day_of(in_force.now), in_force.at("escalation_time")):
        _tell_of_gap(zone, in_force)


def _ring_on(pk: int, request_pk: int, in_force: Policy) -> None:
    rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
    r = rows.get(pk=request_pk)
    ring = Ring.objects.select_related("account").filter(ringing.WAITING, pk=pk).first()
    if ring is None:  # another worker was faster, or somebody accepted
        return
    if r.status != Status.RAISED:  # it ended in another way than by an act of a person
        Ring.objects.filter(pk=pk).update(stopped_at=in_force.now)
        return
    with acting_by_clock(r, in_force) as act:
        ringing.miss(act, ring)


def _tell_of_gap(zone: Zone, in_force: Policy) -> None:
    ahead = roster.gaps(zone, in_force)
    if not ahead or roster.end_of(zone.pk) is None or _told_today(zone, in_force):
        return
    with record.transaction():
        Zone.objects.select_for_update(no_key=True).get(pk=zone.pk)  # of two workers one tells
        if _told_today(zone, in_force):
            return
        entry = record.append(
            "duty.gap", zone=zone.code, subject=zone.code, actor="", capacity=CLOCK, at=in_force.now,
            facts={"since": iso(ahead[0].since), "until": iso(ahead[0].until)},
        )  # fmt: skip
        told = [*registry.holders_of(Post.OFFICE, zone.pk), *registry.holders_of(Post.CHIEF, zone.pk)]
        affairs.tell(entry, "duty_gap", told, by=None, now=in_force.now, at=iso(ahead[0].since))


def _told_today(zone: Zone, in_force: Policy) -> bool:
    morning = close_of(day_of(in_force.now), in_force.at("escalation_time"))
    told = Entry.objects.filter(chain=f"{zone.code}/{record.BUSINESS}", subject=zone.code, kind="duty.gap")
    return told.filter(at__gte=morning).exists()


# --- shared


def _locked(by: Account, *pks: int) -> dict[int, DutyShift]:
    """The shifts, fresh; one change of the roster at a time. The first has to be there. Raises Http404."""
    hold(by.zone_id)
    rows = visible(by).select_for_update(of=("self",)).select_related("officer", "deputy", "zone")
    found = {one.pk: one for one in rows.filter(pk__in=pks).order_by("pk")}
    if pks[0] not in found:
        raise Http404
    return found


def _asked(by: Account, pk: int) -> tuple[DutyShift, DutyShift]:
    """The shift for which a swap is asked, and the one it is asked with, as they are under the lock."""
    other = visible(by).filter(pk=pk).values_list("swap_with", flat=True).first()
    rows = _locked(by, pk, *([other] if other else []))
    mine = rows[pk]
    if mine.swap_with_id is None or mine.swap_with_id not in rows:
        raise Refused("swap_gone")
    return mine, rows[mine.swap_with_id]


def _not_begun(*shifts: DutyShift, now: datetime) -> None:
    if any(shift.begins_at <= now for shift in shifts):
        raise Refused("shift_begun")


def _call_off_swaps(shifts: list[DutyShift]) -> None:
    """What was asked about these shifts was asked of others than those who have them now."""
    DutyShift.objects.filter(swap_with__in=[shift.pk for shift in shifts if shift.pk]).update(
        swap_with=None, swap_asked_at=None
    )
    for shift in shifts:
        shift.swap_with = shift.swap_asked_at = None


def _from_now_on(shift: DutyShift, now: datetime) -> DutyShift:
    """A running shift is cut in two, so that who was on duty until now stays known."""
    if shift.begins_at >= now:
        return shift
    rest = DutyShift(zone=shift.zone, begins_at=now, ends_at=shift.ends_at)
    shift.ends_at = now
    shift.save(update_fields=["ends_at"])
    return rest


def _people(zone_id: int, logins: list[str]) -> dict[str, Account]:
    """Those on the roster by their login. Raises Refused: two_on_duty, unknown_specialist."""
    if len(set(logins)) != len(logins) or len(logins) < 2:
        raise Refused("two_on_duty", field="people" if len(logins) != 2 else "deputy")
    able = Account.objects.filter(zone=zone_id, is_active=True, appointments__post__in=ROSTER, appointments__until=None)
    found = {one.login: one for one in able.filter(login__in=logins).distinct()}
    for login in logins:
        if login not in found:
            raise Refused("unknown_specialist", field="people", given=login)
    return found


def _enter(kind: str, subject: str, by: Account, capacity: str, now: datetime, **facts: object) -> Entry:
    return record.append(
        kind, zone=by.zone.code, subject=subject, actor=by.login, capacity=capacity, at=now, facts=facts
    )


def _enter_swap(kind: str, mine: DutyShift, theirs: DutyShift, to: Account, by: Account, now: datetime) -> Entry:
    begins, other = iso(mine.begins_at), iso(theirs.begins_at)
    return _enter(kind, by.login, by, "duty_officer", now, officer=to.login, begins=begins, other=other)


def _tell(entry: Entry, kind: str, mine: DutyShift, theirs: DutyShift, to: Account, by: Account, now: datetime) -> None:
    affairs.tell(
        entry, kind, [to], by=by, now=now, holder=by.login, at=iso(mine.begins_at), before=iso(theirs.begins_at)
    )
