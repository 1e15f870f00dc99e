"""请假与替补: who is away, and who stands in (R-06)."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import actions
from liaison.casework.actions import leaves as kept
from liaison.casework.inputs import Nothing
from liaison.registry.inputs import LeaveInput
from liaison.registry.models import Leave

from . import answers, calls
from .auth import caller
from .reference import ListQuery, page
from .schemas import LeavePage, LeaveRow

router = Router(tags=["leaves"])


@router.get(
    "/leaves", summary="Leaves: one's own, for office, chief and leaders all", response=calls.answers(LeavePage, 422),
    openapi_extra=calls.takes_query(ListQuery),
)  # fmt: skip
def leaves(request: HttpRequest) -> HttpResponse:
    found, following = page(request, kept.visible(caller(request)))
    return calls.answer(LeavePage(items=[_row(one) for one in found], next=following))


@router.post(
    "/leaves", summary="Plan a leave with its substitute", response=calls.answers(LeaveRow, 403, 409, 413, 422, status=201),
    openapi_extra=calls.takes_body(LeaveInput),
)  # fmt: skip
def plan(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()
    return calls.write(request, LeaveInput, lambda given: _row(actions.plan_leave(given, by=by, now=now)), status=201)


@router.post(
    "/leaves/{id}/end", summary="Back early, or called off", response=calls.answers(LeaveRow, 403, 404, 409, 413, 422),
    openapi_extra=calls.takes_body(Nothing),
)  # fmt: skip
def end(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    by, now = caller(request), clock.now()
    if not (id.isascii() and id.isdigit() and len(id) < 19):
        raise Http404
    return calls.write(request, Nothing, lambda given: _row(actions.end_leave(int(id), by=by, now=now)))


def _row(one: Leave) -> LeaveRow:
    specialist, substitute = answers.card(one.specialist), answers.card(one.substitute)
    days = {"from": one.first_day, "to": one.last_day, "began_at": one.began_at, "ended_at": one.ended_at}
    return LeaveRow.model_validate({"id": one.pk, "specialist": specialist, "substitute": substitute, **days})
