"""What a person may do with a request right now: the same list for buttons on screens and `moves[]` of the API."""

from collections.abc import Sequence
from datetime import datetime

from liaison.registry.policy import Policy
from liaison.rules import deadlines, lifecycle
from liaison.rules.lifecycle import ClosedAs, Status, SummonsStatus

from .access import Standing
from .models import ServiceRequest, Summons


def moves(r: ServiceRequest, summonses: Sequence[Summons], how: Standing, in_force: Policy) -> list[str]:
    """The moves that state, capacity, own summons and time limits allow; an action decides again under its lock."""
    found = lifecycle.possible(r.status, how.held)
    own = own_summons(summonses, how)
    if "reopen" in found and r.closed_as == ClosedAs.BY_PHONE and _within(in_force, "contest", r.closed_at):
        found.insert(0, "dispute")  # what was only logged from a call may still be disputed for some days
    return list(dict.fromkeys(_named(name) for name in found if _allowed(name, r, summonses, how, own, in_force)))


def own_summons(summonses: Sequence[Summons], how: Standing) -> Summons | None:
    """The newest summons of the department for which the person acts."""
    return max(
        (row for row in summonses if row.department_id == how.department_id), key=lambda row: row.pk, default=None
    )


def _named(move: str) -> str:
    return "whistle" if move == "whistle_more" else move


def _allowed(
    move: str, r: ServiceRequest, summonses: Sequence[Summons], how: Standing, own: Summons | None, in_force: Policy
) -> bool:  # fmt: skip
    if move == "decide":
        return any(row.status == SummonsStatus.DECLINING for row in summonses)
    if move in lifecycle.SUMMONS_MOVES:
        if own is None or own.status not in lifecycle.SUMMONS_MOVES[move]:
            return False
        return move != "decline" or (not own.decline_refused and _within(in_force, "decline", own.sent_at))
    if move in ("progress", "conclude"):
        return how.leads or "specialist" in how.held
    if move == "decline_scope":
        return not r.contested
    if move == "contest":
        return not r.contested and _within(in_force, "contest", r.closed_at)
    if move == "dispute":
        return not (r.status == Status.PLANNED and r.plan_disputed)
    if move == "reopen":
        return _may_reopen(r, in_force)
    if move == "call_back":
        said = [one for one in ("confirm", "dispute", "reopen", "withdraw") if r.status in lifecycle.MOVES[one].of]
        return any(_allowed(one, r, summonses, how, own, in_force) for one in said)
    if move == "nudge":
        return r.nudged_on != deadlines.day_of(in_force.now)
    return True


def _within(in_force: Policy, limit: str, since: datetime | None) -> bool:
    until = in_force.due(limit, since) if since else None
    return until is None or not deadlines.is_late(in_force.now, until)


def _may_reopen(r: ServiceRequest, in_force: Policy) -> bool:
    if r.closed_at is None or r.closed_as == ClosedAs.DISPUTED_FINAL:
        return False
    last = deadlines.add_months(deadlines.day_of(r.closed_at), in_force.days("reopen_months"))
    return deadlines.day_of(in_force.now) <= last


def lead_of_leg(summonses: Sequence[Summons], r: ServiceRequest) -> Summons | None:
    """The lead of this leg: the open one, or the one whose dated plan runs, or the one that answered."""
    leads = [
        row
        for row in summonses
        if row.part == Summons.LEAD and row.leg == r.leg and row.status != SummonsStatus.DECLINED
    ]
    return max(leads, key=lambda row: row.pk, default=None)
