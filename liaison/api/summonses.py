"""派单: what a department does with its own summons, and the office's decision on a decline."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import access, actions, inputs, queries
from liaison.registry.inputs import Input
from liaison.registry.models import Account

from . import answers, calls
from .auth import caller
from .requests import Call
from .schemas import RequestAnswer

router = Router(tags=["summonses"])

CALLS = (
    Call("report-in", inputs.Nothing, actions.report_in, "A named clerk takes the summons"),
    Call("reply", inputs.ReplyInput, actions.reply, "Reply with a result, an explanation or a dated plan"),
    Call("decline", inputs.DeclineInput, actions.decline, "Not ours: why, and whose it may be"),
    Call(
        "extend", inputs.ExtendInput, actions.extend, "The lead asks for a later date of its plan; the office decides"
    ),
    Call("decide", inputs.DecideInput, actions.decide, "The office accepts or refuses a decline, or a later date"),
)


def _view(call: Call) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now = caller(request), clock.now()
        pk = _visible_key(by, id)

        def act(given: Input) -> RequestAnswer:
            done = call.action(pk, given, by=by, now=now)
            return answers.request_answer(queries.dossier(by, done.number, now=now), by)

        return calls.write(request, call.shape, act)

    return view


def _visible_key(reader: Account, given: str) -> Any:
    pk = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
    if not access.sees(reader, access.request_of(pk)):
        raise Http404
    return pk


for _call in CALLS:
    router.add_api_operation(
        f"/{{id}}/{_call.path}", ["POST"], _view(_call), summary=_call.summary,
        operation_id=f"summonses_{_call.path.replace('-', '_')}",
        response=calls.answers(RequestAnswer, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_call.shape),
    )  # fmt: skip
