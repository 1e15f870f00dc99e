from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules import deadlines, lifecycle
from liaison.rules.lifecycle import Outcome, Status, SummonsStatus
from liaison.rules.refusals import Refused

from .. import gripes
from ..acting import Act, acting_on_summons, iso, release
from ..files import SafeFile
from ..following import tell_followers
from ..guidance import cite
from ..inputs import DecideInput, DeclineInput, Nothing, ReplyInput
from ..models import ServiceRequest, Summons
from ..verdicts import own_clock, released, stop_clock
from . import attaching
from .extending import decide_extension, is_asked
from .handling import complete, settle
from .whistling import as_facts, summon, tell_summoned


def report_in(pk: int, given: Nothing, *, by: Account, now: datetime) -> ServiceRequest:
    """报到: a named clerk takes the summons for his department; one winner (R-14).

    Raises Refused: wrong_role, already_reported_in (naming who), wrong_status.
    """
    with acting_on_summons(pk, "report_in", by=by, now=now) as (act, row):
        row.status, row.clerk, row.reported_in_at = SummonsStatus.REPORTED_IN, by, now
        act.enter("summons.reported_in", summons=row.pk, department=row.department.code, part=row.part, clerk=by.login)
        act.tell("reported_in", act.holder(), department=row.department.code, clerk=by.login)
        return act.request


def decline(pk: int, given: DeclineInput, *, by: Account, now: datetime) -> ServiceRequest:
    """退回: not ours, with the reason and whose it may be; within 1 working day (R-14). The office decides the same day.

    Raises Refused: wrong_role, wrong_status, decline_too_late, decline_refused_before, unknown_department, external_department.
    """
    with acting_on_summons(pk, "decline", by=by, now=now) as (act, row):
        if row.status == SummonsStatus.REPLIED and row.origin != Summons.CLAIM:
            raise Refused("wrong_status", status=row.status)
        if row.decline_refused:
            raise Refused("decline_refused_before")
        limit = act.policy.due("decline", row.sent_at)
        if limit and deadlines.is_late(now, limit):
            raise Refused("decline_too_late")
        row.suggested = (
            registry.department(act.request.zone_id, given.suggest, field="suggest") if given.suggest else None
        )
        row.status, row.declined_at, row.clerk = SummonsStatus.DECLINING, now, row.clerk or by
        row.decide_due_at = act.policy.same_day_due(now)
        act.enter(
            "summons.declined", content=record.content(given.reason), summons=row.pk, department=row.department.code, part=row.part,
            suggest=row.suggested.code if row.suggested else None,
            decide_by=iso(row.decide_due_at),
        )  # fmt: skip
        office = registry.holders_of(Post.OFFICE, act.request.zone_id)
        act.tell("declined", [*office, *act.holder()], department=row.department.code)
        return act.request


def decide(pk: int, given: DecideInput, *, by: Account, now: datetime) -> ServiceRequest:
    """裁定: the office accepts a decline (another department gets a fresh limit, or the specialist has it back) or refuses it for good.

    On a later date that was asked for it is the decision on that (R-21). Raises Refused: wrong_role, wrong_status,
    unknown_department, external_department, same_department, already_summoned, extension_lapsed.
    """
    if is_asked(pk):
        return decide_extension(pk, given, by=by, now=now)
    with acting_on_summons(pk, "decide", by=by, now=now) as (act, row):
        if given.accept:
            _accept(act, row, given)
        else:
            _refuse(act, row, given)
        return act.request


def _accept(act: Act, row: Summons, given: DecideInput) -> None:
    row.status = SummonsStatus.DECLINED
    row.save(update_fields=["status"])  # before the next one is summoned: one open lead at a time
    following = None
    if given.next_department:
        department = registry.department(act.request.zone_id, given.next_department, field="next_department")
        if department.external:
            raise Refused("external_department", field="next_department", department=department.name)
        if department.pk == row.department_id:
            raise Refused("same_department", field="next_department")
        if any(other.department_id == department.pk for other in act.open_summonses()):
            raise Refused("already_summoned", field="next_department", department=department.name)
        following = summon(act, department, row.ask.text if row.ask else "", co=row.part == Summons.CO)
    led, claimed = row.part == Summons.LEAD, row.replied_at is not None
    goes_back = following is None and led and (claimed or act.request.status == Status.WHISTLED)
    ending = act.open_summonses() if goes_back else []
    act.enter(
        "summons.decline_accepted", content=record.content(given.reason) if given.reason else None, summons=row.pk,
        department=row.department.code, part=row.part, next=as_facts(following, act.policy) if following else None,
        **({} if claimed else {"own_clock": own_clock(row, row.declined_at or act.now)}), **released(ending, act.now),
    )  # fmt: skip
    act.tell(
        "decline_accepted", [*registry.people_of(row.department_id), *act.holder()], department=row.department.code
    )
    if led:
        gripes.led(act.request, [following.department] if following else [], act.now)
    if claimed:
        _no_longer_claimed(act, row, following)
    if following:
        tell_summoned(act, [following])
    elif goes_back:
        act.request.status = Status.IN_HAND
        release(act, ending, "lead_declined")


def _no_longer_claimed(act: Act, row: Summons, following: Summons | None) -> None:
    """The date that a claim gave the firm stands until the next lead gives another; the plan itself has nobody any more (R-33)."""
    row.replied_at = row.outcome = None
    if following and row.part == Summons.LEAD:
        act.request.status = Status.WHISTLED


def _refuse(act: Act, row: Summons, given: DecideInput) -> None:
    row.status = SummonsStatus.REPORTED_IN if row.reported_in_at else SummonsStatus.SENT
    if row.replied_at:  # a claim: its plan runs on
        row.status = SummonsStatus.REPLIED
    if row.reported_in_at is None:
        row.clerk = None
    row.decline_refused = True
    act.enter(
        "summons.decline_refused", content=record.content(given.reason) if given.reason else None, summons=row.pk,
        department=row.department.code, part=row.part,
    )  # fmt: skip
    act.tell("decline_refused", registry.people_of(row.department_id), department=row.department.code)


def reply(
    pk: int, given: ReplyInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """回复: the department answers the firm itself with a result, an explanation or a dated plan (R-15, R-16, R-17).

    The lead's reply answers the request; a co's never stops the firm's clock. Raises Refused: wrong_role, wrong_status,
    explanation_incomplete, plan_needs_date, date_passed, plan_needs_office, unknown_measure, measure_not_in_force.
    """
    with acting_on_summons(pk, "reply", by=by, now=now) as (act, row):
        complete(given, given.outcome)
        until = _planned_until(act, given)
        if row.reported_in_at is None:  # replying at once is reporting in too
            row.clerk, row.reported_in_at = by, now
        row.status, row.replied_at, row.outcome = SummonsStatus.REPLIED, now, given.outcome
        lead = row.part == Summons.LEAD
        verdict = _answer_firm(act, given.outcome, until) if lead else {}
        ending = act.open_summonses() if lead and until is None else []
        act.enter(
            "summons.replied", content=record.content(given.text, **given.parts()), summons=row.pk, department=row.department.code,
            part=row.part, clerk=by.login, outcome=given.outcome, leg=act.request.leg,
            resolve_by=until.isoformat() if until else None,
            confirm_until=iso(act.request.confirm_due_at), own_clock=own_clock(row, now, replied=True),
            **verdict, **released(ending, now), **cite(act, given.cites),
        )  # fmt: skip
        told = [*act.contacts(), *act.holder()] if lead or act.request.replied_at else act.holder()
        act.tell("replied", told, department=row.department.code, outcome=given.outcome, part=row.part)
        if lead:
            tell_followers(act, given.outcome)
        release(act, ending, "lead_replied")
        attaching.add(act, files, summons=row)
        return act.request


def _planned_until(act: Act, given: ReplyInput) -> date | None:
    if Outcome(given.outcome) != Outcome.PLANNED:
        return None
    if given.resolve_by is None:
        raise Refused("plan_needs_date", field="resolve_by")
    if deadlines.close_of(given.resolve_by, act.policy.closing) <= act.now:
        raise Refused("date_passed", field="resolve_by")
    longest = act.policy.days("plan_days_max")
    if deadlines.is_beyond(given.resolve_by, act.now, longest, act.policy.calendar):
        raise Refused("plan_needs_office", field="resolve_by", days=longest)
    return given.resolve_by


def _answer_firm(act: Act, outcome: str, until: date | None) -> dict[str, Any]:
    r = act.request
    r.status = lifecycle.REPLIED[Outcome(outcome)]
    if until is None:
        return settle(act, outcome)
    r.resolve_by, r.next_progress_at = (
        deadlines.close_of(until, act.policy.closing),
        None,
    )  # the date is the news promised
    return stop_clock(act)
