from datetime import datetime
from typing import Any

from liaison import record
from liaison.registry.models import Account
from liaison.rules import likeness
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import OPEN, ClosedAs, Status
from liaison.rules.refusals import Refused

from .. import access, calendars
from ..acting import Act, acting, release
from ..inputs import LinkInput, Nothing
from ..models import ServiceRequest, Summons
from ..promises import earliest_promise
from ..verdicts import released, stop_clock


def link(pk: int, given: LinkInput, *, by: Account, now: datetime) -> ServiceRequest:
    """并案: this request is handled together with the one that leads; each firm keeps its own clock, reply and confirmation (R-12).

    One of the same firm is closed as a duplicate until that is undone. What is itself linked gives its own lead: there are no chains.
    A specialist links to what he may see, and to what reads like this request; the office to any.
    Raises Refused: wrong_role, wrong_status, unknown_request, same_request, linked_already, leads_others, lead_closed.
    """
    with record.transaction():
        lead_pk = _both_locked(pk, given.into, by)
        with acting(pk, "link", by=by, now=now) as act:
            lead = _lead(act, lead_pk, given.into)
            act.request.lead_request = lead
            if lead.enterprise_id == act.request.enterprise_id:
                _close_as_duplicate(act, lead)
            else:
                act.enter("request.linked", into=lead.number, duplicate=False)
                act.tell("linked", [*act.contacts(), *act.holder()], lead=lead.number)
            return act.request


def _both_locked(pk: int, into: str, by: Account) -> int | None:
    """Lock both rows in the order of their keys, so that two who link crosswise never wait for each other; return the lead's key."""
    found = ServiceRequest.objects.filter(zone=by.zone_id, number=into).values_list("pk", "lead_request").first()
    lead_pk = (found[1] or found[0]) if found else None
    wanted = [one for one in (pk, lead_pk) if one]
    list(ServiceRequest.objects.select_for_update().filter(pk__in=wanted).order_by("pk").values_list("pk"))
    return lead_pk


def _lead(act: Act, lead_pk: int | None, into: str) -> ServiceRequest:
    r = act.request
    if r.lead_request_id is not None:
        raise Refused("linked_already")
    lead = ServiceRequest.objects.select_related("text").get(pk=lead_pk) if lead_pk else None
    if lead is None or not _may_lead(act, lead):
        raise Refused("unknown_request", field="into", given=into)
    if ServiceRequest.objects.filter(lead_request=r.pk).exists():
        raise Refused("leads_others")
    if lead.pk == r.pk:
        raise Refused("same_request", field="into")
    if lead.status not in OPEN or lead.lead_request_id is not None:  # the second only in a race
        raise Refused("lead_closed", number=lead.number)
    return lead


def _may_lead(act: Act, lead: ServiceRequest) -> bool:
    """What he cannot see looks absent, unless its own words say that it is the same matter: then he was shown its number."""
    if act.capacity == "office" or act.by is None or access.visible(act.by).filter(pk=lead.pk).exists():
        return True
    return bool(lead.text and act.request.text and likeness.alike(lead.text.text, act.request.text.text))


def _close_as_duplicate(act: Act, lead: ServiceRequest) -> None:
    """The clock ends without a reply; everything else stays in the row, so that undoing finds it as it was."""
    r, open_ones = act.request, act.open_summonses()
    r.status, r.closed_as, r.closed_at = Status.CLOSED, ClosedAs.DUPLICATE, act.now
    r.lamp_due_at = None  # set here, the reminders already given are kept
    outcome, r.outcome = r.outcome, None  # whatever it was answered with is counted where it is handled
    led = any(row.part == Summons.LEAD for row in open_ones)
    act.enter(
        "request.linked", into=lead.number, duplicate=True, leg=r.leg, back=str(Status.IN_HAND if led else act.was),
        outcome=outcome, **stop_clock(act, replied=False), **released(open_ones, act.now),
    )  # fmt: skip
    act.tell("linked_as_duplicate", [*act.contacts(), *act.holder()], lead=lead.number)
    release(act, open_ones, "linked")


def unlink(pk: int, given: Nothing, *, by: Account, now: datetime) -> ServiceRequest:
    """撤销并案: it stands for itself again; what was closed as a duplicate is open again, with the state and the clocks it had (R-12).

    Departments that were released are not called back: with a lead among them the specialist has it, the firm's date unmoved, and
    whistles anew. Raises Refused: wrong_role, not_linked.
    """
    with acting(pk, "unlink", by=by, now=now) as act:
        r = act.request
        if r.lead_request is None:
            raise Refused("not_linked")
        facts: dict[str, Any] = {"into": r.lead_request.number, "duplicate": r.closed_as == ClosedAs.DUPLICATE}
        if facts["duplicate"]:
            _open_again(act)
        r.lead_request = None
        act.enter("request.unlinked", leg=r.leg, **facts)
        act.tell("unlinked", [*act.contacts(), *act.holder()])
        calendars.catch_up(act)
        return r


def _open_again(act: Act) -> None:
    r = act.request
    before = _link_facts(r)
    r.status, r.outcome, r.closed_as, r.closed_at = Status(before["back"]), before["outcome"], None, None
    if r.status == Status.ANSWERED and r.confirm_due_at and is_late(act.now, r.confirm_due_at):
        r.confirm_due_at = act.policy.due("confirm", act.now)  # a firm that could not answer has not been silent
    r.lamp_due_at = earliest_promise(r)


def _link_facts(r: ServiceRequest) -> dict[str, Any]:
    """What the entry of the link says of the state before it."""
    entries = record.happenings(r.zone.code, r.number, texts=False)
    return next(one.facts for one in reversed(entries) if one.kind == "request.linked")
