"""What forms choose from: departments, specialists, categories, and the working-day calendar."""

from datetime import date
from typing import TypeVar

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.registry.access import acts_for_enterprise
from liaison.registry.models import (
    Account,
    Appointment,
    Assignment,
    CalendarNotice,
    Category,
    Department,
    Post,
    ZoneDay,
)
from liaison.registry.policy import calendar_in_force
from liaison.rules.deadlines import day_of
from liaison.speech import holidays

from . import calls
from .auth import caller
from .schemas import (
    CalendarAnswer,
    CalendarDayRow,
    CalendarNoticeRow,
    CategoryPage,
    CategoryRow,
    DepartmentPage,
    DepartmentRow,
    SpecialistPage,
    SpecialistRow,
    ZoneDayRow,
)

router = Router(tags=["reference"])
Row = TypeVar("Row", bound=Model)


class ListQuery(calls.Paging):
    limit: int = Field(100, ge=1, le=100)


class CalendarQuery(calls.Query):
    year: int | None = Field(None, ge=1990, le=2099, description="this year if not given")


LISTED = calls.takes_query(ListQuery)


def page(request: HttpRequest, found: QuerySet[Row]) -> tuple[list[Row], str | None]:
    """A page in order of entry, by key and never by offset, with the cursor of the next one."""
    asked = calls.query(request, ListQuery)
    read = list(found.filter(pk__gt=asked.cursor or 0).order_by("pk")[: asked.limit + 1])
    more = len(read) > asked.limit
    return read[: asked.limit], str(read[asked.limit - 1].pk) if more else None


@router.get("/departments", summary="Departments", response=calls.answers(DepartmentPage, 422), openapi_extra=LISTED)
def departments(request: HttpRequest) -> HttpResponse:
    found, following = page(request, Department.objects.filter(zone=caller(request).zone_id))
    items = [DepartmentRow(code=one.code, name=one.name, phone=one.phone, external=one.external) for one in found]
    return calls.answer(DepartmentPage(items=items, next=following))


@router.get("/categories", summary="Categories", response=calls.answers(CategoryPage, 422), openapi_extra=LISTED)
def categories(request: HttpRequest) -> HttpResponse:
    rows = Category.objects.filter(zone=caller(request).zone_id).select_related("lead").prefetch_related("co")
    found, following = page(request, rows)
    items = [
        CategoryRow(
            code=one.code,
            name=one.name,
            group=one.group,
            department=one.lead.code if one.lead else None,
            co=[joining.code for joining in one.co.all()],
        )
        for one in found
    ]
    return calls.answer(CategoryPage(items=items, next=following))


@router.get("/specialists", summary="Specialists", response=calls.answers(SpecialistPage, 422), openapi_extra=LISTED)
def specialists(request: HttpRequest) -> HttpResponse:
    found, following = page(request, _specialists_for(caller(request)))
    items = [
        SpecialistRow(
            login=one.login, name=one.name, phone=one.phone, department=one.department.code if one.department else None,
            chief=one.is_chief, enterprises=one.serves,  # type: ignore[attr-defined]
        )
        for one in found
    ]  # fmt: skip
    return calls.answer(SpecialistPage(items=items, next=following))


def _specialists_for(reader: Account) -> "QuerySet[Account]":
    """An enterprise sees its own specialist; everybody who works for the zone sees all."""
    held = Appointment.objects.filter(account=OuterRef("pk"), until=None)
    found = Account.objects.filter(
        Exists(held.filter(post__in=(Post.SPECIALIST, Post.CHIEF))), zone=reader.zone_id, is_active=True
    )
    if acts_for_enterprise(reader):
        found = found.filter(
            pk__in=Assignment.objects.filter(enterprise=reader.enterprise_id, until=None).values(
                holder=Coalesce("stand_in", "specialist")
            )
        )
    return found.select_related("department").annotate(
        is_chief=Exists(held.filter(post=Post.CHIEF)), serves=Count("assignments", filter=Q(assignments__until=None))
    )


@router.get(
    "/calendar", summary="Working days of a year", response=calls.answers(CalendarAnswer, 422),
    openapi_extra=calls.takes_query(CalendarQuery),
)  # fmt: skip
def calendar(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    year = calls.query(request, CalendarQuery).year or day_of(now).year
    known = calendar_in_force(caller(request).zone, now)
    days = sorted((day, working) for day, working in known.exceptions.items() if day.year == year)
    freed = ZoneDay.objects.filter(zone=caller(request).zone_id, decided_at__lte=now).order_by("seq")
    notices = CalendarNotice.objects.filter(year=year, published_at__lte=now).order_by("published_at")
    return calls.answer(
        CalendarAnswer(
            year=year, known=year in known.years,
            notices=[
                CalendarNoticeRow(key=one.key, source=one.source, published_on=day_of(one.published_at)) for one in notices
            ],
            zone_days=[
                ZoneDayRow(seq=one.seq, date=one.date, reason=one.reason, decided_at=one.decided_at)
                for one in freed if one.date.year == year
            ],
            items=[_day(day, working, known.names.get(day)) for day, working in days],
        )
    )  # fmt: skip


def _day(day: date, working: bool, holiday: str | None) -> CalendarDayRow:
    return CalendarDayRow(date=day, is_working=working, holiday=holiday, name=holidays.full(holiday) if holiday else "")
