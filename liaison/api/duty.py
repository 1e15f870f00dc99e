"""值班 and 上门服务: who answers now, the roster, and visits with what became of them (R-07, R-08)."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import actions, inputs, roster, visiting_desk
from liaison.casework.actions import rostering
from liaison.casework.models import DutyShift, Visit
from liaison.registry import access as registry
from liaison.registry.inputs import Input
from liaison.registry.policy import policy

from . import answers, calls
from .auth import caller
from .reference import LISTED, page
from .schemas import Answer, DutyAnswer, GapRow, ShiftPlan, ShiftRow, VisitPage, VisitRow

router = Router(tags=["duty and visits"])


@router.get("/duty", summary="Who is on duty now, and the roster", response=calls.answers(DutyAnswer, 403))
def duty(request: HttpRequest) -> HttpResponse:
    """The roster is for those who may be on it; a firm and everybody else learns who answers now, with the duty telephone."""
    by, now = caller(request), clock.now()
    running = roster.on_duty(by.zone_id, now)
    staff = bool(registry.posts(by) & rostering.READERS)
    shifts = roster.ahead(by.zone_id, now) if staff else []
    gaps = roster.gaps_of(shifts, policy(by.zone, now)) if staff else []
    return calls.answer(DutyAnswer(
        phone=by.zone.duty_phone, officer=running.officer.name if running else None, until=running.ends_at if running else None,
        shifts=[_shift(one) for one in shifts], gaps=[GapRow(since=gap.since, until=gap.until) for gap in gaps],
    ))  # fmt: skip


@router.post(
    "/duty", summary="Plan shifts from where the roster ends", response=calls.answers(ShiftPlan, 403, 413, 422, status=201),
    openapi_extra=calls.takes_body(inputs.RosterInput),
)  # fmt: skip
def plan(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.RosterInput) -> ShiftPlan:
        return ShiftPlan(shifts=[_shift(one) for one in actions.plan_shifts(given, by=by, now=now)])

    return calls.write(request, inputs.RosterInput, act, status=201)


@router.get("/visits", summary="Visits, oldest first", response=calls.answers(VisitPage, 422), openapi_extra=LISTED)
def visits(request: HttpRequest) -> HttpResponse:
    found, following = page(request, visiting_desk.rows(caller(request)))
    return calls.answer(VisitPage(items=[_visit(one) for one in found], next=following))


@router.post(
    "/visits", summary="Promise a visit (promised_at), or log one as it was (result)",
    response=calls.answers(VisitRow, 403, 404, 409, 413, 422, status=201), openapi_extra=calls.takes_body(inputs.VisitInput),
)  # fmt: skip
def visit(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.VisitInput) -> VisitRow:
        run = actions.promise_visit if given.promised_at else actions.log_visit
        return _visit(run(given, by=by, now=now))

    return calls.write(request, inputs.VisitInput, act, status=201)


SHIFT_CALLS: tuple[tuple[str, type[Input], Callable[..., DutyShift], str], ...] = (
    ("change", inputs.ShiftInput, actions.change_shift, "The office puts others on a shift"),
    ("swap", inputs.SwapInput, actions.ask_swap, "Its officer asks another one to swap"),
    ("swap-agree", inputs.Nothing, actions.agree_swap, "The one who was asked agrees"),
    ("swap-off", inputs.Nothing, actions.decline_swap, "The swap is declined, or taken back"),
)
VISIT_CALLS: tuple[tuple[str, type[Input], Callable[..., Visit], str], ...] = (
    ("arrive", inputs.Nothing, actions.arrive, "The visitor has arrived"),
    ("leave", inputs.VisitResultInput, actions.leave_visit, "The visitor leaves; what came of it"),
    ("no-show", inputs.NoShowInput, actions.no_show, "The visit did not take place"),
)
BODIES: list[type[Input]] = [inputs.RosterInput, inputs.VisitInput]
BODIES += [call[1] for call in SHIFT_CALLS] + [call[1] for call in VISIT_CALLS]
SHAPES = {shape.__name__: shape for shape in BODIES}


def _key(given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise Http404
    return int(given)


def _view(shape: type[Input], act: Callable[..., object], row: Callable[..., Answer]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now, pk = caller(request), clock.now(), _key(id)
        return calls.write(request, shape, lambda given: row(act(pk, given, by=by, now=now)))

    return view


def _shift(one: DutyShift) -> ShiftRow:
    return ShiftRow(
        id=one.pk, begins_at=one.begins_at, ends_at=one.ends_at, officer=answers.card_of(one.officer),
        deputy=answers.card_of(one.deputy), swap_with=one.swap_with_id,
    )  # fmt: skip


def _visit(one: Visit) -> VisitRow:
    return VisitRow(
        id=one.pk, state=one.state, enterprise=one.enterprise.code,
        request=one.service_request.number if one.service_request else None, visitor=answers.card_of(one.visitor),
        promised_at=one.promised_at, due_at=one.due_at, arrived_at=one.arrived_at, left_at=one.left_at,
        result=one.result.text if one.result else None, no_show=one.no_show or None,
    )  # fmt: skip


for _path, _shape, _act, _summary in SHIFT_CALLS:
    router.add_api_operation(
        f"/duty/{{id}}/{_path}", ["POST"], _view(_shape, _act, _shift), summary=_summary, operation_id=f"duty_{_path.replace('-', '_')}",
        response=calls.answers(ShiftRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_shape),
    )  # fmt: skip
for _path, _shape, _act_on, _summary in VISIT_CALLS:
    router.add_api_operation(
        f"/visits/{{id}}/{_path}", ["POST"], _view(_shape, _act_on, _visit), summary=_summary,
        operation_id=f"visits_{_path.replace('-', '_')}",
        response=calls.answers(VisitRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_shape),
    )  # fmt: skip
