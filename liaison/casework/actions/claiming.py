"""认领: a department takes up by itself what was said in a gripe session, with a date (R-33, R-34)."""

from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Department
from liaison.registry.policy import policy
from liaison.rules import deadlines, lifecycle
from liaison.rules.lifecycle import OPEN_SUMMONS, Channel, Outcome, SummonsStatus
from liaison.rules.refusals import Refused

from .. import access, gripes
from ..acting import Act, iso, save
from ..inputs import ClaimInput
from ..models import ServiceRequest, Summons
from ..moves import lead_of_leg
from ..verdicts import own_clock, stop_clock
from .whistling import as_facts, summon


def claim(pk: int, given: ClaimInput, *, by: Account, now: datetime) -> ServiceRequest:
    """认领: summons, report-in and dated plan in one act. One department leads, others join; the date is compulsory.

    The firm's clock stops with the lead's date. A claim that was a mistake goes back as a decline (R-14). A department need not
    have been called before: it knows the item as a member of the session, and sees the request from now on.
    Raises Http404 for what is not there for the person, Refused: wrong_role, own_matter, already_led (naming who was faster),
    already_claimed, wrong_status, date_passed, plan_needs_office.
    """
    with record.transaction():
        act, department = _on_gripe(pk, by, now)
        joins = given.part == Summons.CO
        _judge(act, by, joins=joins)
        until = _until(act, given)
        row = summon(
            act, department, "", co=joins, origin=Summons.CLAIM, status=SummonsStatus.REPLIED, outcome=Outcome.PLANNED,
            clerk=by, reported_in_at=now, replied_at=now,
        )  # fmt: skip
        verdict = {}
        if not joins:
            act.request.resolve_by = until
            verdict = stop_clock(act)
        act.enter(
            "request.claimed", summonses=[as_facts(row, act.policy)], department=row.department.code, part=row.part, clerk=by.login,
            resolve_by=given.resolve_by.isoformat(), leg=act.request.leg, own_clock=own_clock(row, now, replied=True), **verdict,
        )  # fmt: skip
        told = [*act.contacts(), *act.holder(), *([] if not joins else act.lead_people())]
        act.tell("claimed", told, department=row.department.code, part=row.part, due=iso(until))
        save(act.request)
        if joins:
            gripes.touch(act.request)
        else:
            gripes.led(act.request, [row.department], now)
        return act.request


def _on_gripe(pk: int, by: Account, now: datetime) -> tuple[Act, Department]:
    """The request, locked, for whoever acts for a department; to everybody else it is what it always is: there or not there."""
    if not registry.acts_for_department(by) or by.department is None:
        access.locked(by, pk)
        raise Refused("wrong_role")
    rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise", "text")
    said = rows.filter(zone=by.zone_id, channel=Channel.GRIPE, pk=pk).first()
    r = said or access.locked(by, pk)
    if said is None:
        raise Refused("wrong_status", status=r.status)
    act = Act(r, by, "department", now, policy(r.zone, now), r.status)
    if registry.serves(by, r.enterprise_id):
        raise Refused("own_matter")
    return act, by.department


def _judge(act: Act, by: Account, *, joins: bool) -> None:
    lead = lead_of_leg(act.summonses, act.request)
    mine = [row for row in act.summonses if row.department_id == by.department_id and row.leg == act.request.leg]
    if any(row.status in OPEN_SUMMONS or row.outcome == Outcome.PLANNED for row in mine):
        raise Refused("already_claimed")
    if lead and not joins and act.was in lifecycle.UNANSWERED and act.was not in lifecycle.MOVES["claim"].of:
        raise Refused("already_led", department=lead.department.name)
    move = "claim_as_co" if joins else "claim"
    act.request.status, act.capacity = lifecycle.next_status(act.was, move, {"department"})


def _until(act: Act, given: ClaimInput) -> datetime:
    until = deadlines.close_of(given.resolve_by, act.policy.closing)
    if until <= act.now:
        raise Refused("date_passed", field="resolve_by")
    longest = act.policy.days("plan_days_max")
    if deadlines.is_beyond(given.resolve_by, act.now, longest, act.policy.calendar):
        raise Refused("plan_needs_office", field="resolve_by", days=longest)
    return until
