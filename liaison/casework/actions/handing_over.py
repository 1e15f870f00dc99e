from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry import actions as register
from liaison.registry.inputs import AssignInput, EnterpriseInput, LeaveZoneInput
from liaison.registry.models import Account, Assignment, Enterprise, Post
from liaison.rules.lifecycle import OPEN
from liaison.rules.refusals import Refused

from .. import affairs, handover
from ..models import ServiceRequest
from . import grouping


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
        row = done.row
        before = done.before.holder if done.before else None
        count = handover.hand_over(
            row.enterprise, before, row.specialist, handover.TRANSFER, by=by, capacity=done.entry.capacity, now=now
        )
        new = row.specialist.login
        old = [done.before.specialist, done.before.stand_in] if done.before else []
        firm = affairs.contacts_of([row.enterprise_id])
        affairs.tell(done.entry, "specialist_changed", firm, by=by, now=now, specialist=new)
        affairs.tell(done.entry, "firm_assigned", [row.specialist], by=by, now=now, enterprise=code, open=count)
        others = [one for one in old if one != row.specialist]
        affairs.tell(done.entry, "firm_handed_on", others, by=by, now=now, enterprise=code, specialist=new)
        return row


def leave_zone(code: str, given: LeaveZoneInput, *, by: Account, now: datetime) -> Enterprise:
    """迁出: the firm leaves the zone. It keeps its specialist until then, so nothing of it may be open any more (R-01).

    Its people still read what was; nobody raises for it again. Raises Refused: wrong_role, requests_open, firm_left.
    """
    with record.transaction():
        registry.require(by, Post.OFFICE)
        firm = registry.locked_enterprise(by, code)
        count = ServiceRequest.objects.filter(enterprise=firm, status__in=OPEN).count()
        if count:
            raise Refused("requests_open", count=count)
        left = register.leave_zone(code, given, by=by, now=now)
        grouping.leave_with_firm(firm, by=by, now=now)
        told = [left.before.specialist, left.before.stand_in] if left.before else []
        affairs.tell(left.entry, "firm_left", [*told, *affairs.contacts_of([firm.pk])], by=by, now=now, enterprise=code)
        return left.firm
