"""诉求: the list, one request, its timeline and clock, and everything that can be done with it."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import access, actions, inputs, proof, queries
from liaison.casework.consultations import request_of_duty
from liaison.casework.files import SafeFile
from liaison.registry.inputs import Input
from liaison.registry.models import Account
from liaison.registry.policy import policy

from . import answers, calls
from .auth import caller
from .filters import RequestFilters
from .schemas import ClockProof, RequestAnswer, RequestPage, TimelineRow

router = Router(tags=["requests"])
NUMBER = re.compile(r"\d{4}-\d{4,7}", re.ASCII)


class RequestQuery(RequestFilters, calls.Paging):
    """A page of the requests that the filters leave."""


@router.get(
    "",
    summary="Requests, newest first",
    response=calls.answers(RequestPage, 422),
    openapi_extra=calls.takes_query(RequestQuery),
)
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, RequestQuery), caller(request)
    page = queries.rows(
        reader, asked.filters(), policy(reader.zone, clock.now()), after=asked.cursor, limit=asked.limit
    )
    items = [answers.row(one, reader) for one in page.rows]
    return calls.answer(RequestPage(items=items, next=str(page.next) if page.next else None))


@router.get("/{number}", summary="One request", response=calls.answers(RequestAnswer, 404))
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return calls.answer(_answer(caller(request), checked(number)))


@router.get("/{number}/timeline", summary="What happened, oldest first", response=calls.answers(list[TimelineRow], 404))
def timeline(request: HttpRequest, number: str) -> HttpResponse:
    seen = queries.dossier(caller(request), checked(number), now=clock.now())
    return calls.answer(answers.timeline(seen, caller(request)))


@router.get("/{number}/clock", summary="The clock proof", response=calls.answers(ClockProof, 404))
def clock_proof(request: HttpRequest, number: str) -> HttpResponse:
    return calls.answer(ClockProof(**proof.seen(caller(request), checked(number), now=clock.now()).answer))


def raise_request(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.RaiseInput) -> RequestAnswer:
        return _answer(by, actions.raise_request(given, by=by, now=now).number)

    return calls.write(request, inputs.RaiseInput, act, status=201)


router.add_api_operation(
    "", ["POST"], raise_request, summary="Raise a request, or log one for an enterprise",
    response=calls.answers(RequestAnswer, 403, 413, 422, status=201), openapi_extra=calls.takes_body(inputs.RaiseInput),
)  # fmt: skip


class Call(NamedTuple):
    """One thing that can be done: where it is asked for, what comes in, which action does it."""

    path: str
    shape: type[Input]
    action: Callable[..., Any]
    summary: str


CALLS = (
    Call("take", inputs.TextInput, actions.take, "First contact is made, the request is in hand"),
    Call("verify", inputs.TextInput, actions.verify, "A call has verified a request that came without an account"),
    Call("answer", inputs.OutcomeInput, actions.answer, "Solved or explained by the specialist without a whistle"),
    Call("decline-scope", inputs.DeclineScopeInput, actions.decline_scope, "Out of scope: why, and where to go"),
    Call("whistle", inputs.WhistleInput, actions.whistle, "Summon departments, the first as lead"),
    Call(
        "consult", inputs.ConsultInput, actions.consult, "Propose a consultation: why, who sits in it, the first news"
    ),
    Call(
        "consult/agree",
        inputs.AgreeInput,
        actions.agree_consultation,
        "Specialist and office agree, each once, or refuse",
    ),
    Call("consult/cancel", inputs.CancelInput, actions.cancel_consultation, "End it: the lead has a fresh limit"),
    Call("consult/arrange", inputs.ArrangeInput, actions.arrange, "When and where it meets, who sits in it"),
    Call("consult/minutes", inputs.MinutesInput, actions.minutes, "Minutes, and who does what by when"),
    Call("progress", inputs.ProgressInput, actions.progress, "Say what is awaited and when the enterprise hears again"),
    Call("conclude", inputs.OutcomeInput, actions.conclude, "What was planned is done or explained"),
    Call(
        "merge",
        inputs.LinkInput,
        actions.link,
        "Handle it together with the request that leads; each keeps its own reply",
    ),
    Call("unmerge", inputs.Nothing, actions.unlink, "Undo that: the request stands for itself again"),
    Call("confirm", inputs.TextInput, actions.confirm, "The enterprise confirms that it is solved"),
    Call("dispute", inputs.ReasonInput, actions.dispute, "Not solved: what is missing; of out_of_scope, the contest"),
    Call("call-back", inputs.CallBackInput, actions.call_back, "Log what the enterprise said on the phone"),
    Call("reopen", inputs.ReasonInput, actions.reopen, "Open a closed request again, under the same number"),
    Call("withdraw", inputs.TextInput, actions.withdraw, "The enterprise needs it no longer"),
    Call("messages", inputs.MessageInput, actions.message, "Write to each other, or an internal note"),
    Call(
        "instruct",
        inputs.InstructInput,
        actions.instruct,
        "An instruction of the leadership, with an answer owed by a date",
    ),
    Call("nudge", inputs.Nothing, actions.nudge, "The enterprise nudges, once a day"),
)


def _view(call: Call) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        by, now = caller(request), clock.now()
        pk = visible_key(by, number)

        def act(given: Input) -> RequestAnswer:
            call.action(pk, given, by=by, now=now)
            return _answer(by, number)

        return calls.write(request, call.shape, act)

    return view


for _call in CALLS:
    router.add_api_operation(
        f"/{{number}}/{_call.path}", ["POST"], _view(_call), summary=_call.summary,
        operation_id=f"requests_{_call.path.replace('-', '_').replace('/', '_')}",
        response=calls.answers(RequestAnswer, 403, 404, 409, 413, 422, *([429] if _call.path == "nudge" else [])),
        openapi_extra=calls.takes_body(_call.shape),
    )  # fmt: skip


duties = Router(tags=["requests"])


@duties.post(
    "/{id}/done",
    summary="A duty that a consultation split off is done",
    response=calls.answers(RequestAnswer, 403, 404, 409, 413, 422),
    openapi_extra=calls.takes_body(inputs.Nothing),
)
def duty_done(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - as the other keys
    by, now = caller(request), clock.now()
    duty = int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0
    number = request_of_duty(by, duty)
    pk = visible_key(by, number)

    def act(_given: inputs.Nothing) -> RequestAnswer:
        actions.duty_done(pk, inputs.DutyDoneInput(duty=duty), by=by, now=now)
        return _answer(by, number)

    return calls.write(request, inputs.Nothing, act)


@router.post(
    "/{number}/attachments",
    summary="Add photos, voice or papers, for all who handle it or for staff alone",
    response=calls.answers(RequestAnswer, 403, 404, 409, 413, 422),
    openapi_extra=calls.takes_files(inputs.AttachInput),
)
def attach(request: HttpRequest, number: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    pk = visible_key(by, number)

    def act(given: inputs.AttachInput, safe: list[SafeFile]) -> RequestAnswer:
        actions.attach(pk, given, files=safe, by=by, now=now)
        return _answer(by, number)

    return calls.write_with_files(request, inputs.AttachInput, act)


@router.post(
    "/{number}/accept",
    summary="An urgent request that rings is accepted, which is to take it",
    response=calls.answers(RequestAnswer, 403, 404, 409, 413, 422),
    openapi_extra=calls.takes_body(inputs.TextInput),
)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.TextInput) -> RequestAnswer:
        actions.accept(checked(number), given, by=by, now=now)
        return _answer(by, number)

    return calls.write(request, inputs.TextInput, act)


def visible_key(by: Account, number: str) -> int:
    return access.key_of(by, checked(number))


def checked(number: str) -> str:
    """A number as it is written; anything else cannot exist."""
    if not NUMBER.fullmatch(number):
        raise Http404
    return number


def _answer(reader: Account, number: str) -> RequestAnswer:
    return answers.request_answer(queries.dossier(reader, number, now=clock.now()), reader)
