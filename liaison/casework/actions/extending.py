from datetime import datetime
from typing import Any

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules import deadlines
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused

from ..acting import Act, acting_by_clock, acting_on_summons, iso
from ..inputs import DecideInput, ExtendInput
from ..models import Extension, ServiceRequest, Summons
from ..moves import extension_late, extension_of_leg, lead_of_leg


def extend(pk: int, given: ExtendInput, *, by: Account, now: datetime) -> ServiceRequest:
    """申请延期: the lead asks for a later date of its plan, once a leg, at least a working day before the old one (R-21).

    The old date stands until the office agrees; the reply limit never moves. A plan that needs more than `plan_days_max` is asked
    for the same way: the firm has its date within the limit first, then the office decides on the later one (R-16).
    Raises Refused: wrong_role, wrong_status, extended_before, extend_too_late, extend_not_later, extend_too_far.
    """
    with acting_on_summons(pk, "extend", by=by, now=now) as (act, row):
        if not (act.standing and act.standing.leads) or lead_of_leg(act.summonses, act.request) != row:
            raise Refused("wrong_role")
        before = _old_date(act)
        until = _until(act, given, before)
        Extension.objects.create(
            zone_id=act.request.zone_id, summons=row, service_request=act.request, leg=act.request.leg, before=before,
            until=until, reason=record.content(given.reason), asked_by=by, asked_at=now,
        )  # fmt: skip
        act.enter("summons.extension_asked", content=record.content(given.reason), **_facts(act, row, before, until))
        office = registry.holders_of(Post.OFFICE, act.request.zone_id)
        act.tell("extension_asked", [*office, *act.holder()], department=row.department.code, after=iso(until))
        return act.request


def _old_date(act: Act) -> datetime:
    if extension_of_leg(act.summonses, act.request):
        raise Refused("extended_before")
    if act.request.resolve_by is None or extension_late(act.request, act.policy):
        raise Refused("extend_too_late", days=act.policy.days("extend_before"))
    return act.request.resolve_by


def _until(act: Act, given: ExtendInput, before: datetime) -> datetime:
    if given.until <= deadlines.day_of(before):
        raise Refused("extend_not_later", field="until")
    longest = act.policy.days("plan_days_max")
    if deadlines.is_beyond(given.until, before, longest, act.policy.calendar):
        raise Refused("extend_too_far", field="until", days=longest)
    return deadlines.close_of(given.until, act.policy.closing)


def is_asked(summons_pk: int) -> bool:
    """Whether the office's decision on this summons would be about a later date; judged again under the lock."""
    return Extension.objects.filter(summons=summons_pk, state=Extension.ASKED).exists()


def decide_extension(pk: int, given: DecideInput, *, by: Account, now: datetime) -> ServiceRequest:
    """裁定延期: agreed, the firm is told the old and the new date; refused, the old date stands (R-21).

    Undecided at the old date is refused too. Raises Refused: wrong_role, wrong_status, extension_lapsed.
    """
    with acting_on_summons(pk, "decide_extension", by=by, now=now) as (act, row):
        asked = extension_of_leg(act.summonses, act.request)
        if asked is None or asked.state != Extension.ASKED or asked.summons_id != row.pk:
            raise Refused("wrong_status", status=act.request.status)
        if deadlines.is_late(now, asked.before):
            raise Refused("extension_lapsed")
        asked.state = Extension.AGREED if given.accept else Extension.REFUSED
        asked.decided_by, asked.decided_at = by, now
        asked.save(update_fields=["state", "decided_by", "decided_at"])
        if given.accept:
            _agree(act, row, asked, given.reason)
        else:
            _refuse(act, row, asked, given.reason)
        return act.request


def _agree(act: Act, row: Summons, asked: Extension, reason: str) -> None:
    act.request.resolve_by = asked.until
    # The firm reads why: in the office's words, or in the department's.
    said = reason or (asked.reason.text if asked.reason else "")
    facts = _facts(act, row, asked.before, asked.until)
    act.enter("summons.extension_agreed", content=record.content(said) if said else None, **facts)
    told = [*act.contacts(), *act.lead_people(), *act.holder()]
    before, after = iso(asked.before), iso(asked.until)
    act.tell("extension_agreed", told, department=row.department.code, before=before, after=after)


def _refuse(act: Act, row: Summons, asked: Extension, reason: str) -> None:
    facts = _facts(act, row, asked.before, asked.until)
    act.enter("summons.extension_refused", content=record.content(reason) if reason else None, **facts)
    told = [*act.lead_people(), *act.holder()]
    act.tell("extension_refused", told, department=row.department.code, before=iso(asked.before))


def _facts(act: Act, row: Summons, before: datetime, until: datetime) -> dict[str, Any]:
    return {
        "summons": row.pk, "department": row.department.code, "leg": act.request.leg,
        "before": iso(before), "until": iso(until),
    }  # fmt: skip


def turn(zone: Zone, in_force: Policy) -> None:
    """By the clock: the old date has come and the office has not decided, so it stands; that is a refusal (R-21)."""
    undecided = Extension.objects.filter(zone=zone, state=Extension.ASKED, before__lt=in_force.horizon.now)
    for pk, request_pk in undecided.order_by("before", "pk").values_list("pk", "service_request"):
        with record.transaction():
            rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
            with acting_by_clock(rows.get(pk=request_pk), in_force) as act:
                if Extension.objects.filter(pk=pk, state=Extension.ASKED).update(
                    state=Extension.LAPSED, decided_at=in_force.now
                ):
                    _say_lapsed(act, pk)


def _say_lapsed(act: Act, pk: int) -> None:
    """What was asked for in a leg that is over, or of a plan that has ended, is put away without a word."""
    asked = extension_of_leg(act.summonses, act.request)
    if act.request.status != Status.PLANNED or asked is None or asked.pk != pk:
        return
    row = asked.summons
    act.enter("summons.extension_lapsed", **_facts(act, row, asked.before, asked.until))
    office = registry.holders_of(Post.OFFICE, act.request.zone_id)
    told = [*act.lead_people(), *act.holder(), *office]
    act.tell("extension_lapsed", told, department=row.department.code, before=iso(asked.before))
