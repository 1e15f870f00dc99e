"""典型案例: told with the firm's consent, and how that is asked and given (R-55)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import actions, cases
from liaison.casework.common_inputs import CaseInput, ConsentInput
from liaison.casework.filters import key_of
from liaison.casework.inputs import Nothing
from liaison.casework.models import TypicalCase
from liaison.registry.inputs import Input
from liaison.registry.models import Account

from . import calls
from .auth import caller
from .requests import checked
from .schemas import CasePage, CaseRow

router = Router(tags=["cases"])
SHAPES: tuple[type[Input], ...] = (CaseInput, ConsentInput)


@router.get(
    "/cases", summary="Published cases, newest first", response=calls.answers(CasePage, 422), openapi_extra=calls.takes_query(calls.Paging)
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, calls.Paging), caller(request)
    page = cases.listing(reader, asked.cursor, asked.limit)
    return calls.answer(
        CasePage(items=[_row(one, reader) for one in page.rows], next=str(page.next) if page.next else None)
    )


@router.get("/cases/{id}", summary="One case, as far as this caller may read it", response=calls.answers(CaseRow, 404))
def detail(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    reader = caller(request)
    return calls.answer(_row(cases.one(reader, key_of(id) or 0), reader))


@router.post(
    "/requests/{number}/case", summary="Write a case about a request that is solved", operation_id="requests_case", tags=["requests"],
    response=calls.answers(CaseRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(CaseInput),
)  # fmt: skip
def write(request: HttpRequest, number: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    pk = cases.request_pk(by, checked(number))

    def act(given: CaseInput) -> CaseRow:
        return _row(cases.one(by, actions.write_case(pk, given, by=by, now=now).pk), by)

    return calls.write(request, CaseInput, act)


CALLS: tuple[tuple[str, type[Input], Callable[..., TypicalCase], str], ...] = (
    ("ask", Nothing, actions.ask_case, "Ask the firm's principal"),
    ("consent", ConsentInput, actions.consent_case, "The principal's word: with name, without, or no"),
    ("withdraw", Nothing, actions.withdraw_case, "Nobody reads it any more"),
)


def _view(shape: type[Input], action: Callable[..., TypicalCase]) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
        by, now, pk = caller(request), clock.now(), key_of(id) or 0
        before: Any = cases.one(by, pk)

        def act(given: Input) -> CaseRow:
            done: Any = action(pk, given, by=by, now=now)
            done.evidence = before.evidence
            return _row(done, by)

        return calls.write(request, shape, act)

    return view


for _path, _shape, _action, _summary in CALLS:
    router.add_api_operation(
        f"/cases/{{id}}/{_path}", ["POST"], _view(_shape, _action), summary=_summary, operation_id=f"cases_{_path}",
        response=calls.answers(CaseRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_shape),
    )  # fmt: skip


def _row(case: TypicalCase, reader: Account) -> CaseRow:
    row: Any = case
    return CaseRow(
        id=case.pk, title=case.title.text if case.title else "", text=case.text.text if case.text else "", state=case.state,
        enterprise_name=case.enterprise.name if cases.named(case, reader) else None, request=row.evidence,
        published_at=case.published_at,
    )  # fmt: skip
