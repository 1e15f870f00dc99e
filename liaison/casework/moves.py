"""What a person may do with a request right now: the same list for buttons on screens and `moves[]` of the API."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from liaison.registry.policy import Policy
from liaison.rules import deadlines, permitted
from liaison.rules.lifecycle import AWAITING_REPLY, Channel, ClosedAs, Status, SummonsStatus

from .access import Standing
from .consultations import consultation_of_leg, duty_open, open_consultation, side_of, toggled, why_not_agree
from .models import Extension, OutsideMatter, ServiceRequest, Summons


def moves(r: ServiceRequest, summonses: Sequence[Summons], how: Standing, in_force: Policy) -> list[str]:
    """The moves that state, capacity, own summons and time limits allow; an action decides again under its lock."""
    return permitted.possible(facts_of(r, summonses, how, in_force))


def facts_of(r: ServiceRequest, summonses: Sequence[Summons], how: Standing, in_force: Policy) -> permitted.Facts:
    """What the moves depend on. A limit is counted only in the state in which it matters: most pages count none."""
    own = own_summons(summonses, how)
    claimed = (
        own is not None and own.origin == Summons.CLAIM and own.status == SummonsStatus.REPLIED and own.leg == r.leg
    )
    awaited = own is not None and (claimed or own.status in AWAITING_REPLY)
    return permitted.Facts(
        status=r.status, held=how.held, verified=r.verified, own=own.status if own else "", leads=how.leads,
        gripe=r.channel == Channel.GRIPE, claimed=claimed,
        decline_refused=own is not None and own.decline_refused,
        decline_late=awaited and not _within(in_force, "decline", own.sent_at if own else None),
        declining=any(row.status == SummonsStatus.DECLINING for row in summonses),
        **_consulting(r, summonses, how),
        extended=extension_of_leg(summonses, r) is not None,
        extension_pending=pending_extension(summonses, r, in_force.now) is not None,
        extension_late=r.status == Status.PLANNED and extension_late(r, in_force),
        contested=r.contested, plan_disputed=r.plan_disputed, closed_as=r.closed_as or "",
        contest_late=_contestable(r) and not _within(in_force, "contest", r.closed_at),
        reopen_late=r.status == Status.CLOSED and not _may_reopen(r, in_force),
        nudged_today=nudges_left(r, in_force) <= 0,
        outside=getattr(r, "outside", "") == OutsideMatter.OPEN,
        linked=r.lead_request_id is not None, leads_others=getattr(r, "followers", 0) > 0,
    )  # fmt: skip


def _consulting(r: ServiceRequest, summonses: Sequence[Summons], how: Standing) -> dict[str, Any]:
    """What the moves of a consultation depend on (R-18); nothing is asked where there is none."""
    lead = lead_of_leg(summonses, r)
    declining_lead = lead is not None and lead.status == SummonsStatus.DECLINING
    if consultation_of_leg(summonses, r) is None:
        return {"declining_lead": declining_lead}
    held = open_consultation(summonses, r)
    return {
        "declining_lead": declining_lead, "consultation": held.state if held else "", "toggled": toggled(summonses, r),
        "agree": why_not_agree(held, side_of(how, r), how.person), "duty_open": duty_open(held, how),
    }  # fmt: skip


def own_summons(summonses: Sequence[Summons], how: Standing) -> Summons | None:
    """The newest summons of the department for which the person acts."""
    return max(
        (row for row in summonses if row.department_id == how.department_id), key=lambda row: row.pk, default=None
    )


def _contestable(r: ServiceRequest) -> bool:
    """Ended in a way that the firm may deny for some days: 不予受理, and what was only logged from a call."""
    return r.status == Status.OUT_OF_SCOPE or (r.status == Status.CLOSED and r.closed_as == ClosedAs.BY_PHONE)


def extension_of_leg(summonses: Sequence[Summons], r: ServiceRequest) -> Extension | None:
    """The later date asked for in this leg, whatever became of it (R-21: once a leg)."""
    found = (getattr(row, "extension", None) for row in summonses if row.leg == r.leg)
    return next((one for one in found if one), None)


def pending_extension(summonses: Sequence[Summons], r: ServiceRequest, now: datetime) -> Extension | None:
    """The one on which the office may still decide: while the plan runs, until the old date (R-21)."""
    found = extension_of_leg(summonses, r) if r.status == Status.PLANNED else None
    return found if found and found.state == Extension.ASKED and not deadlines.is_late(now, found.before) else None


def extension_late(r: ServiceRequest, in_force: Policy) -> bool:
    """A later date is asked for at least a working day before the old one. An unknown year leaves the old date itself as the end."""
    if r.resolve_by is None:
        return True
    last = deadlines.before_due(r.resolve_by, in_force.days("extend_before"), in_force.calendar)
    return deadlines.is_late(in_force.now, last or r.resolve_by)


def nudges_left(r: ServiceRequest, in_force: Policy) -> int:
    """How often the firm may still nudge today (R-22)."""
    if r.nudged_on != deadlines.day_of(in_force.now):
        return 1
    return in_force.days("nudge_per_day") - r.nudges


def _within(in_force: Policy, limit: str, since: datetime | None) -> bool:
    until = in_force.due(limit, since) if since else None
    return until is None or not deadlines.is_late(in_force.now, until)


def _may_reopen(r: ServiceRequest, in_force: Policy) -> bool:
    if r.closed_at is None:
        return False
    last = deadlines.add_months(deadlines.day_of(r.closed_at), in_force.days_at("reopen_months", r.closed_at))
    return deadlines.day_of(in_force.now) <= last


def lead_of_leg(summonses: Sequence[Summons], r: ServiceRequest) -> Summons | None:
    """The lead of this leg: the open one, or the one whose dated plan runs, or the one that answered."""
    leads = [
        row
        for row in summonses
        if row.part == Summons.LEAD and row.leg == r.leg and row.status != SummonsStatus.DECLINED
    ]
    return max(leads, key=lambda row: row.pk, default=None)
