from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import Http404

from liaison import record
from liaison.registry.models import Account
from liaison.rules import deadlines
from liaison.rules.lifecycle import ClosedAs, Outcome, Status
from liaison.rules.refusals import Refused

from .. import access, ringing
from ..acting import Act, acting, iso, release
from ..consultations import open_consultation
from ..files import SafeFile
from ..following import tell_followers
from ..guidance import cite
from ..inputs import DeclineScopeInput, Explanation, OutcomeInput, ProgressInput, TextInput
from ..meetings import call_off
from ..models import Consultation, ProgressNote, ServiceRequest
from ..verdicts import released, stop_clock
from . import attaching


def take(pk: int, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """接手: first contact with the firm is made; the request is in hand. Whoever is on duty takes for the specialist, who is told.

    Raises Refused: wrong_role, wrong_status.
    """
    with acting(pk, "take", by=by, now=now) as act:
        act.enter("request.taken", content=record.content(given.text) if given.text else None)
        act.tell("taken", act.contacts())
        if act.capacity == "duty_officer":
            act.tell("duty_accepted", act.holder(), holder=by.login)
        return act.request


def accept(number: str, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """接单: an urgent request is accepted, which is to take it; the ring stops (R-08).

    Raises Refused: wrong_role, wrong_status, ring_answered (somebody was faster); Http404.
    """
    seen = access.visible(by).filter(number=number).values_list("pk", flat=True).first()
    if seen is not None:
        try:
            return take(seen, given, by=by, now=now)
        except Http404:  # somebody accepted between the look and the lock
            pass
        except Refused as no:  # or between the lock and the judgement: what rang him no longer does
            if no.code != "wrong_role" or not ringing.was_rung(by, number):
                raise
    ringing.rung_at(by, number)  # for whoever was rung it is no secret
    raise Refused("ring_answered")


def decline_scope(pk: int, given: DeclineScopeInput, *, by: Account, now: datetime) -> ServiceRequest:
    """不予受理: out of scope, with the reason and the right address (R-10); in the ledger, never counted as solved.

    The firm may contest once. Raises Refused: wrong_role, wrong_status, final (contested before: it is to be handled).
    """
    with acting(pk, "decline_scope", by=by, now=now) as act:
        r = act.request
        if r.contested:
            raise Refused("final")
        r.closed_as, r.closed_at = ClosedAs.OUT_OF_SCOPE, now
        contest_until = act.policy.due("contest", now)
        act.enter(
            "request.scope_declined", content=record.content(given.reason, where=given.where),
            contest_until=iso(contest_until), **stop_clock(act),
        )  # fmt: skip
        act.tell("scope_declined", act.contacts(), until=iso(contest_until))
        return r


def answer(
    pk: int, given: OutcomeInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """回复企业: solved or explained by the specialist without a whistle (R-24), on the measures it cites (R-41).

    Raises Refused: explanation_incomplete, wrong_status, unknown_measure, measure_not_in_force.
    """
    with acting(pk, "answer", by=by, now=now) as act:
        complete(given, given.outcome)
        verdict = settle(act, given.outcome)
        act.enter(
            "request.answered", content=record.content(given.text, **given.parts()), outcome=given.outcome, leg=act.request.leg,
            confirm_until=iso(act.request.confirm_due_at), **verdict, **cite(act, given.cites),
        )  # fmt: skip
        act.tell("answered", act.contacts(), outcome=given.outcome, until=iso(act.request.confirm_due_at))
        tell_followers(act, given.outcome)
        attaching.add(act, files)
        return act.request


def progress(
    pk: int, given: ProgressInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """进度反馈: what is awaited and when the firm hears again (R-19); stops no clock.

    By the lead department or the specialist; during a consultation in its cycle. Raises Refused: wrong_role, wrong_status,
    date_passed, progress_too_far.
    """
    with acting(pk, "progress", by=by, now=now) as act:
        lead_only(act)
        enter_progress(act, given, in_cycle=act.was == Status.CONSULTING)
        attaching.add(act, files)
        return act.request


def conclude(
    pk: int, given: OutcomeInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """办成: what was planned is done or explained; open co-departments are released.

    By the lead department or the specialist. Raises Refused: wrong_role, wrong_status, explanation_incomplete, unknown_measure,
    measure_not_in_force.
    """
    with acting(pk, "conclude", by=by, now=now) as act:
        lead_only(act)
        complete(given, given.outcome)
        verdict, open_ones = settle(act, given.outcome), act.open_summonses()
        if held := open_consultation(act.summonses, act.request):
            held.state, held.ended_at = Consultation.CONCLUDED, now
            held.save(update_fields=["state", "ended_at"])
        act.enter(
            "request.concluded", content=record.content(given.text, **given.parts()), outcome=given.outcome, leg=act.request.leg,
            department=by.department.code if act.capacity == "department" and by.department else None,
            confirm_until=iso(act.request.confirm_due_at), **verdict, **released(open_ones, now), **cite(act, given.cites),
        )  # fmt: skip
        act.tell(
            "answered", [*act.contacts(), *act.holder()], outcome=given.outcome, until=iso(act.request.confirm_due_at)
        )
        tell_followers(act, given.outcome)
        if held:
            call_off(act, held)
        release(act, open_ones, "concluded")
        attaching.add(act, files)
        return act.request


def enter_progress(act: Act, given: ProgressInput, *, in_cycle: bool) -> None:
    """The note of progress in the firm's timeline, and the day on which it hears again."""
    r = act.request
    assert act.by is not None  # the clock has nothing to report
    due, r.next_progress_at = r.next_progress_at, next_news(act, given.next_progress_on, in_cycle=in_cycle)
    ProgressNote.objects.create(
        zone_id=r.zone_id,
        service_request=r,
        leg=r.leg,
        at=act.now,
        by=act.by,
        next_on=given.next_progress_on,
        due_at=due,
    )
    department = act.by.department if act.capacity == "department" and act.by else None
    act.enter(
        "request.progress", content=record.content(given.text), next_on=given.next_progress_on.isoformat(),
        department=department.code if department else None,
    )  # fmt: skip
    act.tell("progress", [*act.contacts(), *act.holder()], next_on=given.next_progress_on.isoformat())


def next_news(act: Act, day: date, *, in_cycle: bool) -> datetime:
    """When the firm hears again: on any day to come, during a consultation at least once in each cycle (R-19)."""
    until = deadlines.close_of(day, act.policy.closing)
    if until <= act.now:
        raise Refused("date_passed", field="next_progress_on")
    cycle = act.policy.days("progress")
    if in_cycle and deadlines.is_beyond(day, act.now, cycle, act.policy.calendar):
        raise Refused("progress_too_far", field="next_progress_on", days=cycle)
    return until


def complete(given: Explanation, outcome: str) -> None:
    """R-26: an explanation says why, on what basis, what else is possible and whom to ask."""
    if outcome == Outcome.EXPLAINED and given.missing():
        raise Refused("explanation_incomplete", field=given.missing()[0], fields=given.missing())


def settle(act: Act, outcome: str) -> dict[str, Any]:
    """The firm has its answer: its clock stops (once a leg) and the days to confirm begin (R-27).

    Returns what the entry says of the clock.
    """
    r = act.request
    r.outcome, r.answered_at = outcome, act.now
    r.resolve_by = r.next_progress_at = None
    r.confirm_due_at = act.policy.due("confirm", act.now)
    return stop_clock(act)


def lead_only(act: Act) -> None:
    if act.capacity == "department" and not (act.standing and act.standing.leads):
        raise Refused("wrong_role")
