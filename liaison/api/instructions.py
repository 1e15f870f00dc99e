"""批示与督办: what the leadership asks, the answers owed to it, and their end (R-22)."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework import instructions as read
from liaison.casework.models import Instruction
from liaison.registry.inputs import Input
from liaison.registry.policy import Policy, policy
from liaison.rules.deadlines import day_of

from . import calls
from .auth import caller
from .requests import Call
from .schemas import InstructionPage, InstructionRow

router = Router(tags=["instructions"])


class InstructionQuery(calls.Paging):
    state: str = Field("", description="open, answered or closed")
    department: str = Field("", description="a code, or `specialist`")
    lamp: str = Field("", description="overdue, due_soon, normal or done")


@router.get(
    "", summary="Instructions that this caller sees, newest first", response=calls.answers(InstructionPage, 422),
    openapi_extra=calls.takes_query(InstructionQuery),
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, InstructionQuery), caller(request)
    in_force = policy(reader.zone, clock.now())
    found = read.narrowed(read.visible(reader), asked.state, asked.department, asked.lamp, in_force)
    rows = read.dressed(found.filter(pk__lt=asked.cursor) if asked.cursor else found).order_by("-pk")
    page = list(rows[: asked.limit + 1])
    following = str(page[asked.limit - 1].pk) if len(page) > asked.limit else None
    return calls.answer(InstructionPage(items=[_row(one, in_force) for one in page[: asked.limit]], next=following))


CALLS = (
    Call("answer", inputs.ReasonInput, actions.answer_instruction, "Whoever owes the answer says how it stands"),
    Call("again", inputs.AskAgainInput, actions.ask_again, "The answer is not enough: once more, by a new date"),
    Call("close", inputs.TextInput, actions.close_instruction, "The answer is enough, or none is needed any more"),
)


def _view(call: Call) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now = caller(request), clock.now()
        pk = int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0
        if not read.visible(by).filter(pk=pk).exists():
            raise Http404

        def act(given: Input) -> InstructionRow:
            call.action(pk, given, by=by, now=now)
            return _row(read.one(by, pk), policy(by.zone, now))

        return calls.write(request, call.shape, act)

    return view


for _call in CALLS:
    router.add_api_operation(
        f"/{{id}}/{_call.path}", ["POST"], _view(_call), summary=_call.summary, operation_id=f"instructions_{_call.path}",
        response=calls.answers(InstructionRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_call.shape),
    )  # fmt: skip


def _row(order: Instruction, in_force: Policy) -> InstructionRow:
    return InstructionRow(
        id=order.pk, number=order.number, request=order.service_request.number,
        enterprise=order.service_request.enterprise.code, department=order.department.code if order.department else None,
        state=order.state, lamp=read.lamp_of(order, in_force.horizon), text=order.text.text if order.text else "",
        by=order.by.name, at=order.at, due_at=order.due_at, due_on=day_of(order.due_at) if order.due_at else None,
        answer=order.answer.text if order.answer else None, answered_at=order.answered_at,
    )  # fmt: skip
