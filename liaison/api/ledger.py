"""台账 as a file, and the figures of the leaders' page."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.casework import actions, overview
from liaison.casework.filters import filtered
from liaison.papers import ledger_sheet
from liaison.registry.inputs import Day
from liaison.registry.policy import policy
from liaison.rules import counting
from liaison.rules.deadlines import day_of

from . import calls
from .auth import caller
from .filters import RequestFilters
from .schemas import DepartmentRate, Problem, Summary

router = Router(tags=["ledger"])
CSV: dict[str, Any] = {"content": {"text/csv": {"schema": {"type": "string"}}}}
XLSX: dict[str, Any] = {"content": {ledger_sheet.XLSX: {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/ledger.csv", summary="The ledger as CSV, oldest first", url_name="ledger-sheet",
    response={frozenset({401, 422, 500, 503}): Problem},
    openapi_extra={
        "responses": {200: {"description": "UTF-8 with a byte order mark, a line for each request", **CSV}},
        **calls.takes_query(RequestFilters),
    },
)  # fmt: skip
def sheet(request: HttpRequest) -> StreamingHttpResponse:
    filters, by, now = calls.query(request, RequestFilters).filters(), caller(request), clock.now()
    actions.export_ledger(filters, by=by, now=now)
    in_force = policy(by.zone, now)
    return StreamingHttpResponse(
        ledger_sheet.stream(filtered(by, filters, in_force), in_force), headers=ledger_sheet.headers(day_of(now))
    )


@router.get(
    "/ledger.xlsx", summary="The ledger as an Excel workbook, oldest first", url_name="ledger-workbook",
    response={frozenset({401, 422, 500, 503}): Problem},
    openapi_extra={
        "responses": {200: {"description": "The sheet of /ledger.csv", **XLSX}}, **calls.takes_query(RequestFilters),
    },
)  # fmt: skip
def workbook(request: HttpRequest) -> FileResponse:
    filters, by, now = calls.query(request, RequestFilters).filters(), caller(request), clock.now()
    actions.export_ledger(filters, by=by, now=now)
    in_force = policy(by.zone, now)
    return FileResponse(
        ledger_sheet.workbook(filtered(by, filters, in_force), in_force),
        **ledger_sheet.named(day_of(now)),
    )


class PeriodQuery(calls.Query):
    """Whole days in the zone, both included."""

    first: Day | None = Field(None, alias="from", description="without it, the first of the month")
    last: Day | None = Field(None, alias="to", description="without it, today")


@router.get(
    "/metrics/summary", summary="The figures of the leaders' page", response=calls.answers(Summary, 403, 422),
    openapi_extra=calls.takes_query(PeriodQuery),
)  # fmt: skip
def summary(request: HttpRequest) -> HttpResponse:
    asked, by, now = calls.query(request, PeriodQuery), caller(request), clock.now()
    last = asked.last or day_of(now)
    seen = overview.figures(by, asked.first or last.replace(day=1), last, policy(by.zone, now))
    return calls.answer(
        Summary(
            first=seen.first, last=seen.last, as_of=now, raised=seen.raised, closed=seen.closed, overdue=seen.overdue, **seen.cells,
            replies=seen.on_time.replies, replies_in_time=seen.on_time.in_time, on_time_rate=seen.on_time.rate,
            min_replies=counting.MIN_FOR_RATE,
            departments=[
                DepartmentRate(
                    department=one.code, name=one.name, replies=one.replies, replies_in_time=one.in_time, on_time_rate=one.rate
                )
                for one in seen.departments
            ],
        )
    )  # fmt: skip
