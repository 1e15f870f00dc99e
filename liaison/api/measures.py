"""政策库: the zone's policies, and one of them with all its versions (R-41)."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.casework import guidance
from liaison.casework.guidance import Edition, Line
from liaison.casework.models import Measure, MeasureVersion
from liaison.registry.policy import policy

from . import calls
from .auth import caller
from .schemas import (
    ConditionRow,
    MeasureAnswer,
    MeasureContact,
    MeasurePage,
    MeasureRow,
    PointRow,
    VersionRow,
)

router = Router(tags=["policies"])


class MeasureQuery(calls.Paging):
    q: str = Field("", max_length=100, description="words in number, document number, title, issuer or points")
    state: Literal["", "in_force", "ending", "over", "upcoming"] = Field(
        "", description="`ending` are among those in force"
    )


@router.get(
    "", summary="Policies, newest first", response=calls.answers(MeasurePage, 422), openapi_extra=calls.takes_query(MeasureQuery)
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, MeasureQuery), caller(request)
    page = guidance.library(
        reader, policy(reader.zone, clock.now()), words=asked.q, state=asked.state, after=asked.cursor, limit=asked.limit
    )  # fmt: skip
    return calls.answer(
        MeasurePage(items=[_row(one) for one in page.lines], next=str(page.next) if page.next else None)
    )


@router.get("/{number}", summary="One policy with its versions", response=calls.answers(MeasureAnswer, 404))
def detail(request: HttpRequest, number: str) -> HttpResponse:
    reader = caller(request)
    seen = guidance.measure(reader, number, policy(reader.zone, clock.now()))
    return calls.answer(
        MeasureAnswer(
            number=seen.measure.number, department=seen.measure.department.code, contact=_contact(seen.measure),
            state=seen.shown.state, version=seen.shown.version.n, for_us=seen.fits,
            conditions=None if seen.judged is None else [
                ConditionRow(what=one.what, wanted=list(one.wanted), has=one.has, verdict=one.verdict) for one in seen.judged
            ],
            versions=[_version(one) for one in seen.editions],
        )
    )  # fmt: skip


def _row(one: Line) -> MeasureRow:
    version = one.version
    return MeasureRow(
        number=version.measure.number, version=version.n, state=one.state, document=version.document, issuer=version.issuer,
        title=version.title, department=version.measure.department.code, issued_on=version.issued_on, valid_from=version.valid_from,
        valid_until=version.valid_until, repealed_on=version.repealed_on, for_us=one.for_firm,
    )  # fmt: skip


def _contact(measure: Measure) -> MeasureContact:
    who = measure.contact
    phone = measure.phone or (who.phone if who else "") or measure.department.phone
    return MeasureContact(name=who.name if who else measure.department.name, phone=phone)


def _version(one: Edition) -> VersionRow:
    version: MeasureVersion = one.version
    return VersionRow(
        version=version.n, state=one.state, ended_on=one.since, document=version.document, issuer=version.issuer, title=version.title,
        title_zh=version.title_zh, title_en=version.title_en, issued_on=version.issued_on, valid_from=version.valid_from,
        valid_until=version.valid_until, repealed_on=version.repealed_on, source=version.source, industries=version.industries,
        sizes=version.sizes, statuses=version.statuses, categories=version.categories,
        points=[PointRow(zh=point.zh, en=point.en) for point in version.points.all()],
    )  # fmt: skip
