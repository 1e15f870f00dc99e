"""共性事项: works that several firms share, what might be one, and one text for all of them (N6)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.casework import actions, common
from liaison.casework.common_inputs import CommonAnswerInput, CommonInput, DifferentInput, PartInput
from liaison.casework.inputs import Nothing, ProgressInput
from liaison.casework.models import CommonWork
from liaison.registry.access import require
from liaison.registry.inputs import Input
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.speech.refusals import refusal

from . import calls
from .auth import caller
from .schemas import CommonCandidate, CommonLeft, CommonPage, CommonProposal, CommonRow, CommonTold, DifferentAnswer

router = Router(tags=["common works"])
SHAPES: tuple[type[Input], ...] = (CommonInput, PartInput, DifferentInput, CommonAnswerInput, ProgressInput)


class CommonQuery(calls.Paging):
    state: str = Field("", description="open, done or dissolved")


@router.get(
    "", summary="Works that this caller sees, newest first", response=calls.answers(CommonPage, 422),
    openapi_extra=calls.takes_query(CommonQuery),
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, CommonQuery), caller(request)
    page = common.listing(reader, state=asked.state, after=asked.cursor, limit=asked.limit)
    return calls.answer(CommonPage(items=[row(one) for one in page.rows], next=str(page.next) if page.next else None))


@router.get(
    "/proposals", summary="What looks like one work (chief, office): nothing is done by itself",
    response=calls.answers(list[CommonProposal], 403),
)  # fmt: skip
def proposals(request: HttpRequest) -> HttpResponse:
    reader = caller(request)
    require(reader, *common.DECIDERS)
    found = common.proposals(reader.zone_id, policy(reader.zone, clock.now()))
    return calls.answer([
        CommonProposal(work=one.work, firms=one.firms, requests=[
            CommonCandidate(number=each.number, enterprise_name=each.firm, text=each.text, status=each.status, raised_at=each.raised_at)
            for each in one.members
        ])
        for one in found
    ])  # fmt: skip


@router.post(
    "", summary="Make one work of several requests (chief, office)", operation_id="common_works_make",
    response=calls.answers(CommonRow, 403, 409, 413, 422, status=201), openapi_extra=calls.takes_body(CommonInput),
)  # fmt: skip
def make(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: CommonInput) -> CommonRow:
        return _seen(by, actions.make_common(given, by=by, now=now).number)

    return calls.write(request, CommonInput, act, status=201)


@router.post(
    "/different", summary="Not the same: not proposed together again (chief, office)", operation_id="common_works_different",
    response=calls.answers(DifferentAnswer, 403, 413, 422), openapi_extra=calls.takes_body(DifferentInput),
)  # fmt: skip
def different(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: DifferentInput) -> DifferentAnswer:
        return DifferentAnswer(request=given.request, others=actions.call_different(given, by=by, now=now))

    return calls.write(request, DifferentInput, act)


@router.get(
    "/{number}",
    summary="One work with those of its requests that this caller sees",
    response=calls.answers(CommonRow, 404),
)
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return calls.answer(_seen(caller(request), number))


DECISIONS: tuple[tuple[str, type[Input], Callable[..., CommonWork], str], ...] = (
    ("add", PartInput, actions.add_part, "Add a request"),
    ("remove", PartInput, actions.remove_part, "Take a request out: it stands for itself again"),
    ("finish", Nothing, actions.finish_common, "Close it: every firm has its reply"),
    ("dissolve", Nothing, actions.dissolve_common, "Undo it: each request stands for itself again"),
)
WORDS: tuple[tuple[str, type[Input], Callable[..., Any], str], ...] = (
    ("progress", ProgressInput, actions.tell_common, "Tell all firms how it goes, each in its own request"),
    ("answer", CommonAnswerInput, actions.answer_common, "Reply to all firms, each request by its own act and clock"),
)


def _decided(shape: type[Input], action: Callable[..., CommonWork]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        by, now = caller(request), clock.now()
        common.number_for(by, number)
        return calls.write(request, shape, lambda given: _seen(by, action(number, given, by=by, now=now).number))

    return view


def _told(shape: type[Input], action: Callable[..., Any]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        by, now = caller(request), clock.now()
        common.number_for(by, number)

        def act(given: Input) -> CommonTold:
            told = action(number, given, by=by, now=now)
            left = [CommonLeft(number=one, code=no.code, detail=refusal(no)) for one, no in told.left]
            return CommonTold(work=told.work.number, done=told.done, left=left)

        return calls.write(request, shape, act)

    return view


for _view, _answer, _calls in ((_decided, CommonRow, DECISIONS), (_told, CommonTold, WORDS)):
    for _path, _shape, _action, _summary in _calls:
        router.add_api_operation(
            f"/{{number}}/{_path}", ["POST"], _view(_shape, _action), summary=_summary, operation_id=f"common_works_{_path}",
            response=calls.answers(_answer, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_shape),
        )  # fmt: skip


def _seen(reader: Account, number: str) -> CommonRow:
    work = common.number_for(reader, number)
    found = common.parts(reader, work, policy(reader.zone, clock.now()))
    return row(work, [one.row.r.number for one in found])


def row(work: CommonWork, requests: list[str] | None = None) -> CommonRow:
    seen: Any = work
    return CommonRow(
        number=work.number, title=work.title.text if work.title else "", state=work.state,
        department=work.department.code if work.department else None, firms=seen.firms, open=seen.waiting, made_at=work.made_at,
        ended_at=work.ended_at, requests=requests,
    )  # fmt: skip
