"""认定 for programs: opened, heard, signed, served, reviewed; and what a year has left of a person's eligibility (R-46 to R-48)."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.appraisal import finding_inputs as inputs
from liaison.appraisal import findings as read
from liaison.appraisal.actions import finding, finding_after
from liaison.appraisal.models import EffortFinding, Review
from liaison.casework.inputs import Nothing
from liaison.registry.inputs import Input
from liaison.registry.policy import Policy, policy
from liaison.rules.deadlines import day_of

from . import calls
from .auth import caller
from .requests import Call
from .schemas import Answer, Instant

router = Router(tags=["findings"])


class RemedyRow(Answer):
    kind: str = Field(description="review or appeal")
    asked_at: Instant
    text: str
    answer_due_on: date
    outcome: str | None = Field(description="upheld or reversed")
    answered_at: Instant | None
    reasons: str | None


class FindingAnswer(Answer):
    """Of a signature it says only that it was given; what was found, once both are there."""

    id: int
    specialist: str
    year: int
    state: str = Field(description="open, found, not_found, reversed or passed_up")
    lamp: str
    opened_at: Instant
    due_on: date
    evidence: dict[str, Any] | None = Field(description="the facts as the record had them at the opening")
    statement_due_on: date
    statement_at: Instant | None
    statement: str | None
    hearing_at: Instant | None
    hearing_place: str | None
    heard_at: Instant | None
    panel: dict[str, str] = Field(description="personnel and discipline: the login of who sits")
    signed: list[str] = Field(description="whose signature is there: personnel, discipline")
    decided_at: Instant | None
    decision: str | None = Field(description="found or not_found")
    reasons: str | None
    served_at: Instant | None
    remedies: list[RemedyRow]


class FindingPage(Answer):
    items: list[FindingAnswer]
    next: None = None


class Decided(Answer):
    id: int
    decision: str
    state: str
    decided_at: Instant
    served_at: Instant | None


class EligibilityAnswer(Answer):
    """Of one service year; a finding takes both, nothing else takes either (R-47)."""

    awards: bool
    promotion: bool
    finding: Decided | None


class EligibilityQuery(calls.Query):
    year: int | None = Field(None, ge=2000, le=2099, description="the service year; without it the current one")


@router.get(
    "/findings", summary="Findings for personnel and discipline, or one's own", response=calls.answers(FindingPage)
)
def listing(request: HttpRequest) -> HttpResponse:
    reader = caller(request)
    in_force = policy(reader.zone, clock.now())
    rows = [*read.own(reader), *(read.listed(reader) if read.keeps(reader) else [])]
    return calls.answer(FindingPage(items=[_answer(one, in_force) for one in rows]))


@router.post(
    "/findings", summary="Personnel opens a finding; the evidence is made from the record at this moment",
    response=calls.answers(FindingAnswer, 403, 404, 409, 413, 422, status=201), openapi_extra=calls.takes_body(inputs.FindingInput),
)  # fmt: skip
def create(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.FindingInput) -> FindingAnswer:
        return _answer(read.one(by, finding.open_finding(given, by=by, now=now).pk), policy(by.zone, now))

    return calls.write(request, inputs.FindingInput, act, status=201)


@router.get(
    "/specialists/{login}/eligibility", summary="What a year has left, for personnel, discipline and the person",
    response=calls.answers(EligibilityAnswer, 404, 422), openapi_extra=calls.takes_query(EligibilityQuery),
)  # fmt: skip
def eligibility(request: HttpRequest, login: str) -> HttpResponse:
    asked = calls.query(request, EligibilityQuery)
    found = read.eligibility(caller(request), login, asked.year or day_of(clock.now()).year)
    return calls.answer(
        EligibilityAnswer(awards=found.awards, promotion=found.promotion, finding=_decided(found.finding))
    )


CALLS = (
    Call("statement", inputs.StatementInput, finding.state_own, "The person concerned states his side, once"),
    Call("hearing", inputs.HearingInput, finding.set_hearing, "Personnel sets day and place of the hearing"),
    Call("heard", inputs.HeardInput, finding.note_heard, "What was said at the hearing, or that nobody came"),
    Call("member", inputs.SeatInput, finding.name_member, "Another one sits for personnel or discipline"),
    Call("step-out", inputs.StepOutInput, finding.step_out, "A member in conflict steps out; another one sits"),
    Call("sign", inputs.SignInput, finding.sign, "One of the two signs, with reasons; the second signature decides"),
    Call("serve", Nothing, finding_after.serve, "The decision has reached the person; his days run from here"),
    Call("review", inputs.RemedyInput, finding_after.ask_review, "The person asks for a review, within 30 days"),
    Call("appeal", inputs.RemedyInput, finding_after.ask_appeal, "The person appeals, within 15 days of the answer"),
    Call(
        "remedy",
        inputs.RemedyAnswerInput,
        finding_after.answer_remedy,
        "Personnel enters the answer to what was asked last",
    ),
)
BODIES: tuple[type[Input], ...] = (inputs.FindingInput, *(call.shape for call in CALLS))
SHAPES = {shape.__name__: shape for shape in BODIES}


def _view(call: Call) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now = caller(request), clock.now()
        pk = int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0
        read.one(by, pk)

        def act(given: Input) -> FindingAnswer:
            call.action(pk, given, by=by, now=now)
            return _answer(read.one(by, pk), policy(by.zone, now))

        return calls.write(request, call.shape, act)

    return view


for _call in CALLS:
    router.add_api_operation(
        f"/findings/{{id}}/{_call.path}", ["POST"], _view(_call), summary=_call.summary, operation_id=f"findings_{_call.path}",
        response=calls.answers(FindingAnswer, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_call.shape),
    )  # fmt: skip


def _answer(one: EffortFinding, in_force: Policy) -> FindingAnswer:
    seats = list(getattr(one, "sitting", []))
    return FindingAnswer(
        id=one.pk, specialist=one.specialist.login, year=one.year, state=read.state_of(one),
        lamp=read.lamp_of(one, in_force), opened_at=one.opened_at, due_on=one.due_on,
        evidence=json.loads(one.evidence.text) if one.evidence else None, statement_due_on=one.statement_due_on,
        statement_at=one.statement_at, statement=one.statement.text if one.statement else None, hearing_at=one.hearing_at,
        hearing_place=one.hearing_place or None, heard_at=one.heard_at, panel={seat.part: seat.account.login for seat in seats},
        signed=[seat.part for seat in seats if seat.signed_at], decided_at=one.decided_at, decision=one.decision or None,
        reasons=one.reasons.text if one.reasons else None, served_at=one.served_at,
        remedies=[_remedy(row) for row in read.remedies(one)],
    )  # fmt: skip


def _remedy(row: Review) -> RemedyRow:
    return RemedyRow(
        kind=row.kind, asked_at=row.asked_at, text=row.text.text if row.text else "", answer_due_on=row.answer_due_on,
        outcome=row.outcome or None, answered_at=row.decided_at, reasons=row.reasons.text if row.reasons else None,
    )  # fmt: skip


def _decided(one: EffortFinding | None) -> Decided | None:
    if one is None or one.decided_at is None:
        return None
    return Decided(
        id=one.pk, decision=one.decision, state=read.state_of(one), decided_at=one.decided_at, served_at=one.served_at
    )
