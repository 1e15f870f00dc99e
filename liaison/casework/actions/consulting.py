"""会商: proposed by lead or specialist, agreed by specialist and office, or refused; cancelled (R-18). How it is held: `sitting`."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from liaison import record
from liaison.notices import outbox
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Department, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules import deadlines
from liaison.rules.lifecycle import AWAITING_REPLY, Outcome, Status, SummonsStatus
from liaison.rules.refusals import Refused

from ..acting import Act, acting, acting_by_clock, iso
from ..consultations import awaited_side, open_consultation, side_of, toggled, why_not_agree
from ..inputs import AgreeInput, CancelInput, ConsultInput, OutsiderInput
from ..meetings import call_off, departments_of, people_of
from ..models import Consultation, Member, ServiceRequest, Summons
from ..moves import lead_of_leg
from ..verdicts import own_clock, stop_clock
from .handling import lead_only, next_news
from .whistling import as_facts, summon, tell_summoned


def consult(pk: int, given: ConsultInput, *, by: Account, now: datetime) -> ServiceRequest:
    """申请会商: why one department cannot answer alone, who is to sit in it, when the firm hears first (R-18).

    No clock stops until specialist and office have agreed; a specialist who proposes has. From in_hand it makes the lead's summons.
    Raises Refused: wrong_role, wrong_status, chief_only, consulting_already, no_department, unknown_department,
    external_department, department_twice, lead_stays, date_passed, progress_too_far.
    """
    with acting(pk, "consult", by=by, now=now) as act:
        _may_propose(act)
        next_news(act, given.next_progress_on, in_cycle=True)
        lead = _lead(act, given)
        if act.capacity == "department" and lead.reported_in_at is None:  # as with a reply at once
            lead.status, lead.clerk, lead.reported_in_at = SummonsStatus.REPORTED_IN, by, now
            lead.save(update_fields=["status", "clerk", "reported_in_at"])
        held = _proposal(act, lead, given)
        held.agreed_by_specialist_at = now if act.capacity == "specialist" else None
        held.save()
        sits = seat(act, held, _members(act, given, lead), given.outside, since=None)
        act.enter(
            "consultation.proposed", content=record.content(given.why), leg=act.request.leg, summons=lead.pk,
            department=lead.department.code, late=held.late, decide_by=iso(held.decide_due_at),
            awaits=awaited_side(held), members=sits, outside=len(given.outside), next_on=given.next_progress_on.isoformat(),
        )  # fmt: skip
        act.tell("consultation_proposed", _deciders(act, held), department=lead.department.code)
        return act.request


def _may_propose(act: Act) -> None:
    if open_consultation(act.summonses, act.request):
        raise Refused("consulting_already")
    if _second_toggle(act):
        return
    if act.capacity == "chief":
        raise Refused("wrong_role")
    lead_only(act)


def _second_toggle(act: Act) -> bool:
    """The second toggle of a leg is the chief's, whatever else he is (R-18). Raises Refused: chief_only."""
    if not toggled(act.summonses, act.request):
        return False
    if Post.CHIEF not in act.held:
        raise Refused("chief_only")
    act.capacity = Post.CHIEF
    return True


def _lead(act: Act, given: ConsultInput) -> Summons:
    """The lead of this leg; from in_hand the department named is called in first, with the reason as its ask."""
    if act.was == Status.IN_HAND:
        if not given.lead:
            raise Refused("no_department", field="lead")
        department = _inside(registry.department(act.request.zone_id, given.lead, field="lead"), "lead")
        row = summon(act, department, given.why, co=False)
        act.request.status = Status.WHISTLED
        act.enter("request.whistled", summonses=[as_facts(row, act.policy)], leg=act.request.leg)
        tell_summoned(act, [row])
        act.tell("whistled", act.contacts(), departments=[department.code])
        return row
    lead = lead_of_leg(act.summonses, act.request)
    if lead is None or lead.status not in AWAITING_REPLY:
        raise Refused("wrong_status", status=lead.status if lead else act.request.status)
    if given.lead and given.lead != lead.department.code:
        raise Refused("lead_stays", field="lead", department=lead.department.name)
    return lead


def _inside(department: Department, field: str) -> Department:
    if department.external:
        raise Refused("external_department", field=field, department=department.name)
    return department


def _members(act: Act, given: ConsultInput, lead: Summons) -> list[Department]:
    return sitting_departments(act, given.members, lead)


def sitting_departments(act: Act, codes: list[str], lead: Summons) -> list[Department]:
    """The departments named, without the lead, which is in the chair anyway."""
    if len(set(codes)) < len(codes):
        raise Refused("department_twice", field="members")
    found = registry.departments(act.request.zone_id, codes, field="members")
    return [one for one in found if one.pk != lead.department_id]


def _proposal(act: Act, lead: Summons, given: ConsultInput) -> Consultation:
    """A row, or the row of the proposal before, which was refused."""
    held = getattr(lead, "consultation", None) or Consultation(
        zone_id=act.request.zone_id, service_request=act.request, summons=lead, leg=act.request.leg
    )
    held.state, held.why, held.proposed_by, held.proposed_at = (
        Consultation.PROPOSED, record.content(given.why), _person(act), act.now
    )  # fmt: skip
    held.late = lead.due_at is not None and deadlines.is_late(act.now, lead.due_at)
    held.decide_due_at = act.policy.same_day_due(act.now)
    held.progress_on = given.next_progress_on
    held.agreed_by_office_at = held.decided_at = held.ended_at = None
    if held.pk:
        Member.objects.filter(consultation=held).delete()  # of what was refused nobody has ever sat
    return held


def _person(act: Act) -> Account:
    if act.by is None:
        raise RuntimeError("a person proposes")
    return act.by


def seat(
    act: Act, held: Consultation, departments: list[Department], outside: list[OutsiderInput], *, since: datetime | None
) -> list[str]:
    """Who sits in it from now on, or would once it is agreed; return the codes of the departments."""
    Member.objects.bulk_create(Member(consultation=held, department=one, since=since) for one in departments)
    for one in outside:
        parts = {name: value for name in ("unit", "phone", "email") if (value := getattr(one, name))}
        Member.objects.create(consultation=held, outside=record.content(one.name, **parts), since=since)
    return [one.code for one in departments]


def _deciders(act: Act, held: Consultation) -> list[Account]:
    office = registry.holders_of(Post.OFFICE, act.request.zone_id)
    return office if held.agreed_by_specialist_at else [*act.holder(), *office]


def agree_consultation(pk: int, given: AgreeInput, *, by: Account, now: datetime) -> ServiceRequest:
    """同意会商, or not: by specialist and office, each once; refused by either, the limits that run stand (R-18).

    Agreed by both, the firm's clock of this leg stops and the department's ends with the proposal: in time if that was. Late is
    allowed, then the breach stands. Raises Refused: wrong_role, wrong_status, nothing_to_agree, agreed_before, own_matter.
    """
    with acting(pk, "consult_agree", by=by, now=now) as act:
        held = open_consultation(act.summonses, act.request)
        side = side_of(act.standing, act.request) if act.standing else ""
        if not side:
            raise Refused("wrong_role")
        no = why_not_agree(held, side, by.pk)
        if no or held is None:
            raise Refused(no)
        lead = next(row for row in act.summonses if row.pk == held.summons_id)
        if lead.status not in AWAITING_REPLY:  # it has declined meanwhile: first the office decides on that
            raise Refused("wrong_status", status=lead.status)
        if not given.agree:
            _refuse(act, held, lead, side, given.reason)
            return act.request
        setattr(held, f"agreed_by_{side}_at", now)
        if held.agreed_by_specialist_at and held.agreed_by_office_at:
            _begin(act, held, lead, side)
        else:
            act.enter("consultation.side_agreed", side=side, awaits=awaited_side(held), **_facts(act, lead))
        held.save()
        return act.request


def _facts(act: Act, lead: Summons) -> dict[str, Any]:
    return {"leg": act.request.leg, "summons": lead.pk, "department": lead.department.code}


def _refuse(act: Act, held: Consultation, lead: Summons, side: str, reason: str) -> None:
    held.state, held.decided_at = Consultation.REFUSED, act.now
    held.save()
    act.enter(
        "consultation.refused", content=record.content(reason) if reason else None, side=side, **_facts(act, lead)
    )
    told = [*act.lead_people(), *act.holder(), *registry.holders_of(Post.OFFICE, act.request.zone_id)]
    act.tell("consultation_refused", told, department=lead.department.code)


def _begin(act: Act, held: Consultation, lead: Summons, side: str) -> None:
    r = act.request
    r.status = Status.CONSULTING
    held.state, held.decided_at = Consultation.AGREED, act.now
    # As with a dated plan the department has said what it will do; it leads on until it concludes.
    lead.status, lead.replied_at, lead.outcome = SummonsStatus.REPLIED, held.proposed_at, Outcome.PLANNED
    lead.save(update_fields=["status", "replied_at", "outcome"])
    first = deadlines.close_of(held.progress_on, act.policy.closing)
    r.next_progress_at = first if first > act.now else act.policy.due("progress", act.now) or first
    Member.objects.filter(consultation=held, left_at=None).update(since=act.now)
    members, next_on = departments_of(held), deadlines.day_of(r.next_progress_at).isoformat()
    why = held.why.text if held.why else None
    act.enter(
        "consultation.agreed", content=record.content(why) if why else None, side=side,
        members=[one.code for one in members], next_on=next_on,
        own_clock=own_clock(lead, held.proposed_at, replied=True), **_facts(act, lead), **stop_clock(act),
    )  # fmt: skip
    told = [*act.contacts(), *act.lead_people(), *act.holder(), *people_of(members)]
    act.tell("consultation_agreed", told, department=lead.department.code, next_on=next_on)


def cancel_consultation(pk: int, given: CancelInput, *, by: Account, now: datetime) -> ServiceRequest:
    """撤销会商: the lead is whistled again and has a fresh limit; by then at the latest the firm hears (R-18).

    By specialist or office; what is cancelled a second time in a leg, by the chief. Raises Refused: wrong_role, wrong_status, chief_only.
    """
    with acting(pk, "consult_cancel", by=by, now=now) as act:
        if not _second_toggle(act) and not act.held & {"specialist", "office"}:
            raise Refused("wrong_role")
        held = open_consultation(act.summonses, act.request)
        if held is None:
            raise Refused("wrong_status", status=act.was)
        before = next(row for row in act.summonses if row.pk == held.summons_id)
        members = departments_of(held)
        held.state, held.ended_at = Consultation.CANCELLED, now
        held.save()
        again = summon(
            act, before.department, before.ask.text or given.reason if before.ask else given.reason, co=False
        )
        act.request.next_progress_at = again.due_at
        act.enter(
            "consultation.cancelled", content=record.content(given.reason), next=as_facts(again, act.policy),
            **_facts(act, before),
        )  # fmt: skip
        tell_summoned(act, [again])
        call_off(act, held)
        told = [*act.contacts(), *act.holder(), *people_of(members)]
        act.tell("consultation_cancelled", told, department=before.department.code, until=iso(again.due_at))
        return act.request


def turn(zone: Zone, in_force: Policy) -> None:
    """By the clock: a proposal still waits for a word that was due. Said once, to those who owe it (R-18)."""
    said = Entry.objects.filter(
        chain=outbox.chain(zone.code),
        subject=OuterRef("service_request__number"),
        kind="consultation.undecided",
        at__gt=OuterRef("decide_due_at"),
    )
    late = Consultation.objects.filter(zone=zone, state=Consultation.PROPOSED, decide_due_at__lt=in_force.horizon.now)
    for pk in late.exclude(Exists(said)).order_by("decide_due_at", "pk").values_list("service_request", flat=True):
        with record.transaction():
            rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
            with acting_by_clock(rows.get(pk=pk), in_force) as act:
                held = open_consultation(act.summonses, act.request)
                # Looked at again under the lock: another worker may have said it, or the word has come.
                if held and awaited_side(held) and late.filter(~Exists(said), pk=held.pk).exists():
                    _say_undecided(act, held)


def _say_undecided(act: Act, held: Consultation) -> None:
    awaits = awaited_side(held)
    act.enter("consultation.undecided", decide_by=iso(held.decide_due_at), awaits=awaits, leg=act.request.leg)
    told = _deciders(act, held)
    if awaits == "specialist" and held.agreed_by_office_at:
        told = act.holder()
    act.tell("consultation_undecided", told, due=iso(held.decide_due_at))
