"""How a consultation is held: when and where it meets, its minutes, and the duties that it splits (R-20)."""

from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Department, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules import deadlines
from liaison.rules.refusals import Refused

from ..acting import Act, acting, acting_by_clock, iso
from ..consultations import open_consultation
from ..inputs import ArrangeInput, DutyDoneInput, DutyInput, MinutesInput
from ..meetings import departments_of, invite, let_go, people_of
from ..models import Consultation, Duty, Member, ServiceRequest, Summons
from .consulting import seat, sitting_departments
from .handling import lead_only


def arrange(pk: int, given: ArrangeInput, *, by: Account, now: datetime) -> ServiceRequest:
    """定会商时间地点: told to all who sit in it, with an invitation for the calendar; set anew, the same invitation moves (R-20).

    Departments that are no longer named have left. Raises Refused: wrong_role, wrong_status, date_passed, unknown_department,
    department_twice.
    """
    with acting(pk, "arrange", by=by, now=now) as act:
        lead_only(act)
        held, lead = _held(act)
        if given.meets_at <= now:
            raise Refused("date_passed", field="meets_at")
        was_set = held.meets_at is not None
        joined, left = _reseat(act, held, lead, given)
        held.meets_at, held.place, held.arranged = given.meets_at, given.place, held.arranged + 1
        held.met_at = held.minutes = held.minutes_at = held.minutes_missed_at = None
        held.minutes_due_at = act.policy.due("minutes", given.meets_at)
        held.save()
        act.enter(
            "consultation.arranged", content=record.content(given.place), meets_at=iso(given.meets_at),
            leg=act.request.leg, members=[one.code for one in departments_of(held)], joined=joined,
            left=[one.code for one in left],
        )  # fmt: skip
        invite(act, held)
        if was_set:
            let_go(act, held, left)
        return act.request


def _held(act: Act) -> tuple[Consultation, Summons]:
    held = open_consultation(act.summonses, act.request)
    if held is None:
        raise Refused("wrong_status", status=act.was)
    return held, next(row for row in act.summonses if row.pk == held.summons_id)


def _reseat(act: Act, held: Consultation, lead: Summons, given: ArrangeInput) -> tuple[list[str], list[Department]]:
    """Who has joined, by code, and who has left."""
    before = departments_of(held)
    wanted = before if given.members is None else sitting_departments(act, given.members, lead)
    left = [one for one in before if one not in wanted]
    Member.objects.filter(consultation=held, department__in=left, left_at=None).update(left_at=act.now)
    joined = seat(act, held, [one for one in wanted if one not in before], given.outside, since=act.now)
    return joined, left


def minutes(pk: int, given: MinutesInput, *, by: Account, now: datetime) -> ServiceRequest:
    """会商纪要: when it was held, what was agreed, and the duties it splits, each with one owner and a date (R-20).

    Owed a working day after it was held; later is a miss that stays. Raises Refused: wrong_role, wrong_status, in_the_future,
    not_member, date_passed.
    """
    with acting(pk, "minutes", by=by, now=now) as act:
        lead_only(act)
        held, lead = _held(act)
        if given.met_at > now:
            raise Refused("in_the_future", field="met_at")
        sits = {one.code: one for one in [lead.department, *departments_of(held)]}
        duties = [_duty(act, held, one, sits) for one in given.duties]
        due = act.policy.due("minutes", given.met_at)
        held.met_at, held.minutes, held.minutes_due_at, held.minutes_at = (
            given.met_at, record.content(given.text), due, now
        )  # fmt: skip
        held.save()
        act.enter(
            "consultation.minutes", content=record.content(given.text), met_at=iso(given.met_at), due_at=iso(due),
            late=due is not None and deadlines.is_late(now, due), leg=act.request.leg,
            duties=[{"id": one.pk, "department": one.department.code, "due_on": one.due_on.isoformat()} for one in duties],
        )  # fmt: skip
        act.tell("minutes_written", [*act.lead_people(), *act.holder(), *people_of(list(sits.values()))])
        return act.request


def _duty(act: Act, held: Consultation, given: DutyInput, sits: dict[str, Department]) -> Duty:
    if given.department not in sits:
        raise Refused("not_member", field="duties", given=given.department)
    if deadlines.close_of(given.due_on, act.policy.closing) <= act.now:
        raise Refused("date_passed", field="duties")
    return Duty.objects.create(
        consultation=held, department=sits[given.department], what=record.content(given.what), due_on=given.due_on
    )


def duty_done(pk: int, given: DutyDoneInput, *, by: Account, now: datetime) -> ServiceRequest:
    """分工完成: ticked by the department that owns it, or by lead or specialist for it. Raises Refused: wrong_role, wrong_status,
    no_duty, duty_done_before.
    """
    with acting(pk, "duty_done", by=by, now=now) as act:
        held, _lead = _held(act)
        found = Duty.objects.filter(consultation=held, pk=given.duty).select_related("department").first()
        if found is None:
            raise Refused("no_duty", field="duty")
        if not (act.capacity == "specialist" or (act.standing and act.standing.leads) or _is_own(act, found)):
            raise Refused("wrong_role")
        if found.done_at:
            raise Refused("duty_done_before")
        found.done_at = now
        found.save(update_fields=["done_at"])
        act.enter("consultation.duty_done", duty=found.pk, department=found.department.code, leg=act.request.leg)
        act.tell("duty_done", [*act.lead_people(), *act.holder()], department=found.department.code)
        return act.request


def _is_own(act: Act, duty: Duty) -> bool:
    return act.standing is not None and act.standing.home == duty.department_id


def turn(zone: Zone, in_force: Policy) -> None:
    """By the clock: it was held and its minutes are missing. Said once (R-20)."""
    missing = Consultation.objects.filter(
        zone=zone, state=Consultation.AGREED, minutes_due_at__lt=in_force.horizon.now, minutes_at=None, minutes_missed_at=None
    )  # fmt: skip
    for pk, request_pk in missing.order_by("minutes_due_at", "pk").values_list("pk", "service_request"):
        with record.transaction():
            rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
            with acting_by_clock(rows.get(pk=request_pk), in_force) as act:
                held = open_consultation(act.summonses, act.request)
                if held and held.pk == pk and held.minutes_at is None and held.minutes_missed_at is None:
                    _say_missed(act, held)


def _say_missed(act: Act, held: Consultation) -> None:
    held.minutes_missed_at = act.now
    held.save(update_fields=["minutes_missed_at"])
    act.enter("consultation.minutes_missed", due_at=iso(held.minutes_due_at), leg=act.request.leg)
    office = registry.holders_of(Post.OFFICE, act.request.zone_id)
    act.tell("minutes_missed", [*act.lead_people(), *act.holder(), *office], due=iso(held.minutes_due_at))
