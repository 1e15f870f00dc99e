from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry import actions as register
from liaison.registry.inputs import AssignInput, EnterpriseInput, LeaveZoneInput
from liaison.registry.models import Account, Assignment, Enterprise, Post
from liaison.registry.replaced import REPLACEMENT
from liaison.rules.lifecycle import OPEN
from liaison.rules.refusals import Refused

from .. import affairs, handover
from ..models import AgencyFile, OutsideMatter, ServiceRequest
from . import grouping, visiting


def enter_enterprise(given: EnterpriseInput, *, by: Account, now: datetime) -> Enterprise:
    """企业登记: a firm enters the zone; its specialist, if one is named with it, is told (R-01).

    Raises Refused: those of `registry.actions.create_enterprise` and of `transfer`.
    """
    with record.transaction():
        firm = register.create_enterprise(given.model_copy(update={"specialist": None}), by=by, now=now)
        if given.specialist:
            transfer(firm.code, AssignInput(specialist=given.specialist), by=by, now=now)
        return firm


def transfer(code: str, given: AssignInput, *, by: Account, now: datetime) -> Assignment:
    """换专员: another specialist serves the firm from this instant (R-05).

    Numbers, clocks and duties of what is open stay; the one before no longer sees it, and firm, old and new are told. A change
    says why. Raises Refused: reason_needed and those of `registry.actions.assign`; Http404 for a firm one does not see.
    """
    with record.transaction():
        done = register.assign(code, given, by=by, now=now, why=handover.TRANSFER)
        if done.before and not given.reason:
            raise Refused("reason_needed", field="reason")
        return _hand_on(done, by=by, now=now)


def replace_specialist(
    code: str, specialist: str, *, asked_for: bool = False, by: Account, now: datetime
) -> Assignment:
    """撤换, as far as cases know of it: a transfer like any other, in the record and in every notice, without a reason (R-44).

    Only `Assignment.why` keeps what it was, so that the one before does not come back by himself. Called by appraisal, in its
    transaction. Raises Refused: those of `registry.actions.assign`.
    """
    with record.transaction():
        given = AssignInput(specialist=specialist)
        return _hand_on(
            register.assign(code, given, by=by, now=now, why=REPLACEMENT, asked_for=asked_for), by=by, now=now
        )


def _hand_on(done: register.Assigned, *, by: Account, now: datetime) -> Assignment:
    """All that is open goes over in this transaction: requests, files carried for the firm (whoever serves it sees them), visits."""
    row, code, new = done.row, done.row.enterprise.code, done.row.specialist
    before = done.before.holder if done.before else None
    count = handover.hand_over(
        row.enterprise, before, new, handover.TRANSFER, by=by, capacity=done.entry.capacity, now=now
    )
    old = [one for one in (done.before.specialist, done.before.stand_in) if one] if done.before else []
    others = [one for one in old if one != new]
    handover.hand_visits_over(row.enterprise, others, new)
    firm = affairs.contacts_of([row.enterprise_id])
    affairs.tell(done.entry, "specialist_changed", firm, by=by, now=now, specialist=new.login)
    affairs.tell(done.entry, "firm_assigned", [new], by=by, now=now, enterprise=code, open=count)
    affairs.tell(done.entry, "firm_handed_on", others, by=by, now=now, enterprise=code, specialist=new.login)
    return row


def leave_zone(code: str, given: LeaveZoneInput, *, by: Account, now: datetime) -> Enterprise:
    """迁出: the firm leaves the zone. It keeps its specialist until then, so nothing of it may be open any more (R-01).

    Requests, files of formalities and talks with the outside are somebody's work and end first; what is only promised is settled
    here: visits to come are called off, its people leave the groups. They still read what was; nobody raises for it again. Raises
    Refused: wrong_role, requests_open, agency_open, outside_open, visit_under_way, firm_left.
    """
    with record.transaction():
        registry.require(by, Post.OFFICE)
        visiting.call_off_all(code, given.reason, by=by, now=now)  # these lock requests, which come before their firm
        firm = registry.locked_enterprise(by, code)
        _nothing_under_way(firm)
        left = register.leave_zone(code, given, by=by, now=now)
        grouping.leave_with_firm(firm, by=by, now=now)
        told = [left.before.specialist, left.before.stand_in] if left.before else []
        affairs.tell(left.entry, "firm_left", [*told, *affairs.contacts_of([firm.pk])], by=by, now=now, enterprise=code)
        return left.firm


def _nothing_under_way(firm: Enterprise) -> None:
    """What of a firm is somebody's work has to end before it leaves."""
    if count := ServiceRequest.objects.filter(enterprise=firm, status__in=OPEN).count():
        raise Refused("requests_open", count=count)
    if count := AgencyFile.objects.filter(enterprise=firm, state__in=(AgencyFile.WAITING, AgencyFile.OPEN)).count():
        raise Refused("agency_open", count=count)
    if count := OutsideMatter.objects.filter(service_request__enterprise=firm, ended_at=None).count():
        raise Refused("outside_open", count=count)
