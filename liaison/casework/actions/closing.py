from collections.abc import Callable
from datetime import date, datetime

from liaison import record
from liaison.record.models import Content
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules import deadlines
from liaison.rules.lifecycle import MOVES, ClosedAs, Outcome, Status
from liaison.rules.refusals import Refused

from ..acting import Act, acting, begin_leg, leg_facts, release
from ..inputs import CallBackInput, ReasonInput, TextInput
from ..models import ServiceRequest
from ..verdicts import released, stop_clock


def confirm(pk: int, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """解决了: the firm confirms; only the firm can (R-27). Raises Refused: wrong_role, wrong_status."""
    with acting(pk, "confirm", by=by, now=now) as act:
        _confirm(act, given.text, ClosedAs.CONFIRMED)
        return act.request


def dispute(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> ServiceRequest:
    """没解决，退回再办: what is missing; a new leg begins (R-26, R-27). Of 不予受理 it is the contest (R-10).

    A second no to an explanation ends the request for good. Raises Refused: wrong_role, wrong_status, contested_before,
    contest_too_late, disputed_before.
    """
    status = ServiceRequest.objects.filter(pk=pk).values_list("status", "closed_as").first()
    if status and status[0] == Status.OUT_OF_SCOPE:
        return _contest(pk, given, by=by, now=now)
    phoned = status == (Status.CLOSED, ClosedAs.BY_PHONE)
    with acting(pk, "reopen" if phoned else "dispute", by=by, now=now) as act:
        if phoned:
            _within(act, "contest", act.request.closed_at, "contest_too_late")
        _dispute(act, given.text)
        return act.request


def _contest(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> ServiceRequest:
    with acting(pk, "contest", by=by, now=now) as act:
        _contested(act, given.text)
        return act.request


def reopen(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> ServiceRequest:
    """重新打开: same number, first start kept, a new leg (R-28). Raises Refused: wrong_role, wrong_status, final, reopen_too_late."""
    with acting(pk, "reopen", by=by, now=now) as act:
        _reopen(act, given.text)
        return act.request


def withdraw(pk: int, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """撤回: the firm needs it no longer; open summonses are released. Raises Refused: wrong_role, wrong_status."""
    with acting(pk, "withdraw", by=by, now=now) as act:
        _withdraw(act, given.text)
        return act.request


def call_back(pk: int, given: CallBackInput, *, by: Account, now: datetime) -> ServiceRequest:
    """电话回访: what the firm said on the phone, logged by specialist or office; both names kept, the firm is told.

    A confirmation logged so is `by_phone` and shown apart. Raises Refused: wrong_role, wrong_status, text_needed, and those of
    the act that was said.
    """
    with acting(pk, "call_back", by=by, now=now) as act:
        out = act.was == Status.OUT_OF_SCOPE and given.answer == "dispute"  # said on the phone, it is the contest
        if act.was not in MOVES["contest" if out else given.answer].of:
            raise Refused("wrong_status", status=act.request.status)
        if given.answer in ("dispute", "reopen") and not given.text:
            raise Refused("text_needed", field="text")
        said: dict[str, Callable[[], None]] = {
            "confirm": lambda: _confirm(act, given.text, ClosedAs.BY_PHONE),
            "dispute": lambda: (_contested if out else _dispute)(act, given.text),
            "reopen": lambda: _reopen(act, given.text),
            "withdraw": lambda: _withdraw(act, given.text),
        }
        said[given.answer]()
        act.tell("logged_for_you", act.contacts(), answer=given.answer)
        return act.request


def _confirm(act: Act, text: str, closed_as: ClosedAs) -> None:
    r = act.request
    r.status, r.closed_as, r.closed_at = Status.CLOSED, closed_as, act.now
    r.outcome = Outcome.RESOLVED if act.was == Status.PLANNED else r.outcome  # a confirmed plan is resolved
    r.resolve_by = r.next_progress_at = r.confirm_due_at = None
    told, open_ones = [*act.holder(), *act.lead_people()], act.open_summonses()
    act.enter(
        "request.confirmed", content=_said(text), closed_as=str(closed_as), outcome=r.outcome, leg=r.leg,
        **released(open_ones, act.now),
    )  # fmt: skip
    act.tell("confirmed", told)
    release(act, open_ones, "confirmed")


def _contested(act: Act, text: str) -> None:
    """The firm does not accept that it is out of scope: once, within some days (R-10)."""
    if act.request.contested:
        raise Refused("contested_before")
    _within(act, "contest", act.request.closed_at, "contest_too_late")
    act.request.contested = True
    begin_leg(act)
    act.enter("request.contested", content=_said(text), by_phone=act.capacity != "enterprise", **leg_facts(act))
    act.tell("contested", [*act.holder(), *registry.holders_of(Post.OFFICE, act.request.zone_id)])


def _dispute(act: Act, text: str) -> None:
    r = act.request
    told = [*act.holder(), *act.lead_people()]
    if r.outcome == Outcome.EXPLAINED and r.explained_disputed:
        r.status, r.closed_as, r.closed_at, r.confirm_due_at = Status.CLOSED, ClosedAs.DISPUTED_FINAL, act.now, None
        act.enter(
            "request.closed_final",
            content=_said(text),
            outcome=r.outcome,
            leg=r.leg,
            by_phone=act.capacity != "enterprise",
        )
        act.tell("closed_final", told)
        return
    if act.was == Status.PLANNED:
        if r.plan_disputed:
            raise Refused("disputed_before")
        r.plan_disputed = True
    r.explained_disputed = r.explained_disputed or r.outcome == Outcome.EXPLAINED
    r.disputes += 1
    open_ones = act.open_summonses()
    begin_leg(act)
    act.enter(
        "request.disputed", content=_said(text), by_phone=act.capacity != "enterprise", **leg_facts(act),
        **released(open_ones, act.now),
    )  # fmt: skip
    if r.disputes >= act.policy.days("disputes_to_office"):
        told += registry.holders_of(Post.OFFICE, r.zone_id)
    act.tell("disputed", told)
    release(act, open_ones, "disputed")


def _reopen(act: Act, text: str) -> None:
    r = act.request
    if r.closed_as == ClosedAs.DISPUTED_FINAL:
        raise Refused("final")
    months = act.policy.days_at("reopen_months", r.closed_at or act.now)
    if r.closed_at and deadlines.day_of(act.now) > _last_day(r.closed_at, months):
        raise Refused("reopen_too_late", months=months)
    if r.closed_as == ClosedAs.DUPLICATE:
        r.lead_request = None  # the firm says that it is not the same
    begin_leg(act)
    act.enter("request.reopened", content=_said(text), by_phone=act.capacity != "enterprise", **leg_facts(act))
    act.tell("reopened", act.holder())


def _last_day(closed_at: datetime, months: int) -> date:
    return deadlines.add_months(deadlines.day_of(closed_at), months)


def _withdraw(act: Act, text: str) -> None:
    r = act.request
    r.status, r.closed_as, r.closed_at = Status.WITHDRAWN, ClosedAs.WITHDRAWN, act.now
    r.resolve_by = r.next_progress_at = r.confirm_due_at = None
    open_ones = act.open_summonses()
    act.enter(
        "request.withdrawn", content=_said(text), leg=r.leg, by_phone=act.capacity != "enterprise",
        **stop_clock(act, replied=False), **released(open_ones, act.now),
    )  # fmt: skip
    act.tell("withdrawn", act.holder())
    release(act, open_ones, "withdrawn")


def _said(text: str) -> Content | None:
    return record.content(text) if text else None


def _within(act: Act, limit: str, since: datetime | None, refusal: str) -> None:
    until = act.policy.due(limit, since) if since else None
    if until and deadlines.is_late(act.now, until):
        raise Refused(refusal)
