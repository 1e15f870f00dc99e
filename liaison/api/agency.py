"""代办件: formalities carried for a firm, step by step (R-36…R-38)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from liaison import clock
from liaison.casework import actions, agency_access, agency_queries
from liaison.casework.agency_inputs import AgencyInput, FinishStepInput
from liaison.casework.agency_queries import Dossier
from liaison.casework.inputs import Nothing
from liaison.casework.models import AgencyStep, StepMove
from liaison.registry.inputs import Input
from liaison.registry.models import Account
from liaison.rules import agency
from liaison.rules.deadlines import day_of
from liaison.speech.agency import formalities

from . import answers, calls
from .auth import caller
from .schemas import Answer, Instant, SpecialistCard

router = Router(tags=["agency files"])


class Baseline(Answer):
    months: Decimal
    source: str


class Authorisation(Answer):
    until: date
    by: str
    at: Instant
    withdrawn_at: Instant | None


class Took(Answer):
    """From the authorisation to the end."""

    months: Decimal | None = Field(description="empty below one month")
    days: int


class DocumentAnswer(Answer):
    id: int
    code: str
    name: str
    status: str = Field(description="missing, given, taken or returned")
    given_at: Instant | None


class StepAnswer(Answer):
    id: int
    code: str
    name: str
    department: str
    department_name: str
    status: str = Field(description="waiting, running, with_firm, done or refused")
    lamp: str
    after: list[str]
    statutory_days: int
    minimum_days: int
    promised_days: int
    promised_on: date | None = Field(description="while the department has it")
    latest_start_on: date
    projected_finish_on: date | None
    started_at: Instant | None
    finished_at: Instant | None
    department_days: int = Field(description="working days that the department has had it")
    enterprise_days: int = Field(description="working days that it waited for the enterprise")
    fee_yuan: Decimal | None
    documents: list[DocumentAnswer]


class AgencyFileAnswer(Answer):
    number: str
    status: str = Field(description="waiting (for the authorisation), open, done or stopped")
    lamp: str
    enterprise: str
    enterprise_name: str
    specialist: SpecialistCard | None
    template: str
    template_name: str
    baseline: Baseline
    target_on: date
    need_by: Instant | None
    projected_end_on: date | None
    authorisation: Authorisation | None
    opened_at: Instant
    started_at: Instant | None
    finished_at: Instant | None
    took: Took | None
    steps: list[StepAnswer]


@router.post(
    "/agency-files", summary="Open an agency file for a firm",
    response=calls.answers(AgencyFileAnswer, 403, 409, 413, 422, status=201), openapi_extra=calls.takes_body(AgencyInput),
)  # fmt: skip
def open_file(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: AgencyInput) -> BaseModel:
        return _answer(by, actions.open_agency_file(given, by=by, now=now).number, now)

    return calls.write(request, AgencyInput, act, status=201)


@router.get(
    "/agency-files/{number}", summary="One agency file with its steps", response=calls.answers(AgencyFileAnswer, 404)
)
def agency_file(request: HttpRequest, number: str) -> HttpResponse:
    return calls.answer(_answer(caller(request), number, clock.now()))


@router.post(
    "/agency-files/{number}/steps/{id}/start", summary="Begin a step",
    response=calls.answers(AgencyFileAnswer, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(Nothing),
)  # fmt: skip
def start(request: HttpRequest, number: str, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    return _on_step(request, number, id, Nothing, actions.start_step)


@router.post(
    "/agency-files/{number}/steps/{id}/finish", summary="Finish a step; `documents` came on paper",
    response=calls.answers(AgencyFileAnswer, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(FinishStepInput),
)  # fmt: skip
def finish(request: HttpRequest, number: str, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    return _on_step(request, number, id, FinishStepInput, actions.finish_step)


def _on_step(
    request: HttpRequest, number: str, step: str, shape: type[Input], action: Callable[..., Any]
) -> HttpResponse:  # fmt: skip
    by, now = caller(request), clock.now()
    pk = int(step) if step.isascii() and step.isdigit() and len(step) < 19 else 0
    if not AgencyStep.objects.filter(pk=pk, file__number=number, file__in=agency_access.visible(by)).exists():
        raise Http404

    def act(given: Input) -> BaseModel:
        return _answer(by, action(pk, given, by=by, now=now).number, now)

    return calls.write(request, shape, act)


def _answer(by: Account, number: str, now: Any) -> AgencyFileAnswer:
    seen = agency_queries.dossier(by, number, now=now)
    file, going_on = seen.file, seen.file.state in agency_queries.OPEN
    return AgencyFileAnswer(
        number=file.number, status=file.state, lamp=seen.lamp, enterprise=file.enterprise.code,
        enterprise_name=file.enterprise.name, specialist=answers.card(seen.specialist), template=file.template,
        template_name=formalities(file.template), baseline=Baseline(months=file.baseline_months, source=file.baseline_source),
        target_on=file.target_on, need_by=file.need_by, projected_end_on=seen.plan.projected_end if going_on else None,
        authorisation=_authorisation(seen), opened_at=file.opened_at, started_at=file.started_at, finished_at=file.finished_at,
        took=_took(seen), steps=[_step(step, seen) for step in seen.steps],
    )  # fmt: skip


def _authorisation(seen: Dossier) -> Authorisation | None:
    file = seen.file
    if not (file.authorised_until and file.authorised_by and file.authorised_at):
        return None
    return Authorisation(
        until=file.authorised_until, by=file.authorised_by.name, at=file.authorised_at, withdrawn_at=file.withdrawn_at
    )


def _took(seen: Dossier) -> Took | None:
    file = seen.file
    if not (file.started_at and file.finished_at):
        return None
    months, days = agency.duration(day_of(file.started_at), day_of(file.finished_at))
    return Took(months=months, days=days)


def _step(step: AgencyStep, seen: Dossier) -> StepAnswer:
    open_still = seen.file.state in agency_queries.OPEN and step.state != AgencyStep.DONE
    return StepAnswer(
        id=step.pk, code=step.code, name=step.name, department=step.department.code, department_name=step.department.name,
        status=step.state, lamp=seen.lamp_of(step), after=step.after, statutory_days=step.statutory_days,
        minimum_days=step.minimum_days, promised_days=step.promised_days, promised_on=step.promised_on,
        latest_start_on=step.latest_start_on, projected_finish_on=seen.line(step).projected_finish if open_still else None,
        started_at=step.started_at, finished_at=step.finished_at, department_days=seen.used_days(step),
        enterprise_days=seen.used_days(step, StepMove.ENTERPRISE), fee_yuan=step.fee_yuan,
        documents=[
            DocumentAnswer(id=one.pk, code=one.code, name=one.name, status=one.state, given_at=one.given_at)
            for one in step.documents
        ],
    )  # fmt: skip
