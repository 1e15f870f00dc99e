"""吐槽大会: a session, its items, and the claim of one (R-31…R-35)."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import actions, common, gripes, inputs, queries
from liaison.casework.common_inputs import AlsoInput
from liaison.casework.filters import key_of
from liaison.casework.gripes import Item
from liaison.casework.models import GripeSession
from liaison.rules.deadlines import day_of

from . import answers, calls
from .auth import caller
from .common import row
from .requests import checked
from .schemas import CommonRow, Delivery, GripeRow, RequestAnswer, SessionAnswer

router = Router(tags=["gripe sessions"])
SHAPES = (inputs.SessionInput, inputs.ItemInput, inputs.ClaimInput, AlsoInput)
REFUSALS = (403, 404, 409, 413, 422)


@router.post(
    "/gripe-sessions", summary="Plan a session (chief, office)", operation_id="gripe_sessions_plan",
    response=calls.answers(SessionAnswer, 403, 413, 422, status=201), openapi_extra=calls.takes_body(inputs.SessionInput),
)  # fmt: skip
def plan(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()

    def act(given: inputs.SessionInput) -> SessionAnswer:
        return _answer(actions.plan_session(given, by=by, now=now))

    return calls.write(request, inputs.SessionInput, act, status=201)


@router.get(
    "/gripe-sessions/{id}",
    summary="A session and its items, for every member",
    response=calls.answers(SessionAnswer, 404),
)
def detail(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    return calls.answer(_answer(gripes.session_for(caller(request), _key(id))))


def _turned(name: str) -> Callable[[HttpRequest, str], HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now, pk = caller(request), clock.now(), _key(id)
        gripes.session_for(by, pk)
        act = getattr(actions, f"{name}_session")
        return calls.write(request, inputs.Nothing, lambda given: _answer(act(pk, given, by=by, now=now)))

    return view


for _name, _summary in (
    ("open", "Open it: what is unfinished comes first"),
    ("close", "Close it: nothing more is taken"),
):
    router.add_api_operation(
        f"/gripe-sessions/{{id}}/{_name}", ["POST"], _turned(_name), summary=_summary, operation_id=f"gripe_sessions_{_name}",
        response=calls.answers(SessionAnswer, *REFUSALS), openapi_extra=calls.takes_body(inputs.Nothing),
    )  # fmt: skip


@router.post(
    "/gripe-sessions/{id}/items", summary="Bring something up: a request, mirrored to the leaders' group at once",
    operation_id="gripe_sessions_items", response=calls.answers(RequestAnswer, *REFUSALS, status=201),
    openapi_extra=calls.takes_body(inputs.ItemInput),
)  # fmt: skip
def item(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    by, now, pk = caller(request), clock.now(), _key(id)
    gripes.session_for(by, pk)

    def act(given: inputs.ItemInput) -> RequestAnswer:
        made = actions.add_item(pk, given, by=by, now=now)
        return answers.request_answer(queries.dossier(by, made.number, now=now), by)

    return calls.write(request, inputs.ItemInput, act, status=201)


def _said(name: str) -> Callable[[HttpRequest, str], HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now, pk = caller(request), clock.now(), _key(id)
        gripes.item(by, pk)
        act = getattr(actions, name)

        def said(given: inputs.Nothing) -> SessionAnswer:
            return _answer(gripes.session_for(by, act(pk, given, by=by, now=now).session_id))

        return calls.write(request, inputs.Nothing, said)

    return view


for _name, _path, _summary in (
    ("me_too", "me-too", "A firm says that it is its trouble too, once"),
    ("not_me_too", "not-me-too", "And takes it back"),
):
    router.add_api_operation(
        f"/gripe-items/{{id}}/{_path}", ["POST"], _said(_name), summary=_summary, operation_id=f"gripe_items_{_name}",
        response=calls.answers(SessionAnswer, *REFUSALS), openapi_extra=calls.takes_body(inputs.Nothing),
    )  # fmt: skip


@router.post(
    "/gripe-items/{id}/common", summary="One work of it and of firms that said so too (chief, office)",
    operation_id="gripe_items_common", response=calls.answers(CommonRow, *REFUSALS, status=201),
    openapi_extra=calls.takes_body(AlsoInput),
)  # fmt: skip
def also(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    by, now, pk = caller(request), clock.now(), _key(id)
    gripes.item(by, pk)

    def act(given: AlsoInput) -> CommonRow:
        return row(common.number_for(by, actions.common_from_gripe(pk, given, by=by, now=now).number))

    return calls.write(request, AlsoInput, act, status=201)


@router.post(
    "/requests/{number}/claim", summary="A department claims what a session brought up; one leads, others join",
    operation_id="requests_claim", tags=["requests"], response=calls.answers(RequestAnswer, *REFUSALS),
    openapi_extra=calls.takes_body(inputs.ClaimInput),
)  # fmt: skip
def claim(request: HttpRequest, number: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    pk = gripes.request_pk(by, checked(number))

    def act(given: inputs.ClaimInput) -> RequestAnswer:
        actions.claim(pk, given, by=by, now=now)
        return answers.request_answer(queries.dossier(by, number, now=now), by)

    return calls.write(request, inputs.ClaimInput, act)


def _key(given: str) -> int:
    if not (pk := key_of(given)):
        raise Http404
    return pk


def _answer(session: GripeSession) -> SessionAnswer:
    found, told = gripes.seen(session), gripes.delivery(session)
    return SessionAnswer(
        id=session.pk, title=session.title, place=session.place, state=session.state, starts_at=session.starts_at,
        opened_at=session.opened_at, closed_at=session.closed_at, version=session.version,
        items=[_row(one, session) for one in found.items],
        delivery=Delivery(told=told.told, arrived=told.arrived, read=told.read),
    )  # fmt: skip


def _row(one: Item, session: GripeSession) -> GripeRow:
    lead = one.lead
    return GripeRow(
        id=one.gripe.pk,
        number=one.r.number, text=one.text, enterprise=one.gripe.enterprise.code, enterprise_name=one.gripe.enterprise.name,
        claimed_by=lead.code if lead else None, claimed_by_name=lead.name if lead else None, co=[row.code for row in one.joins],
        resolve_by=day_of(one.until) if lead and one.until else None, status=one.r.status, outcome=one.r.outcome,
        carried=one.gripe.carried_from_id is not None, current=one.gripe.pk == session.current_id,
        me_too=one.too,
    )  # fmt: skip
