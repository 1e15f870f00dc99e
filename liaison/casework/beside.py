"""What the page of a request says of its common work (N6) and of a case told about it (R-55): columns of its own statement."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery

from liaison.rules.audiences import Audience

from .models import CommonPart, ServiceRequest, TypicalCase


def with_beside(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Adds `common_number`, `common_title`, `common_firms`, `case_pk` and `case_state`."""
    mine = CommonPart.objects.filter(service_request=OuterRef("pk"), left_at=None).order_by()
    together = CommonPart.objects.filter(work=OuterRef("work"), left_at=None).order_by().values("work")
    firms = together.annotate(n=Count("service_request__enterprise", distinct=True)).values("n")
    told = TypicalCase.objects.filter(service_request=OuterRef("pk"))
    return found.annotate(
        common_number=Subquery(mine.values("work__number")[:1]), common_title=Subquery(mine.values("work__title__text")[:1]),
        common_firms=Subquery(mine.annotate(firms=Subquery(firms)).values("firms")[:1], output_field=IntegerField()),
        case_pk=Subquery(told.values("pk")[:1]), case_state=Subquery(told.values("state")[:1]),
    )  # fmt: skip


@dataclass(frozen=True)
class OfWork:
    """Its common work; the firm and departments learn only how many firms have the same trouble."""

    firms: int
    number: str
    title: str


@dataclass(frozen=True)
class OfCase:
    pk: int
    state: str


def work_of(r: ServiceRequest, audience: Audience) -> OfWork | None:
    row: Any = r
    number = getattr(row, "common_number", None)
    if not number:
        return None
    staff = audience == Audience.STAFF
    return OfWork(row.common_firms or 0, number if staff else "", (row.common_title or "") if staff else "")


def case_of(r: ServiceRequest, audience: Audience) -> OfCase | None:
    """For staff at any time, for the firm once it was asked."""
    row: Any = r
    state = getattr(row, "case_state", None)
    hidden = audience == Audience.DEPARTMENT or (audience == Audience.ENTERPRISE and state == TypicalCase.DRAFT)
    return OfCase(row.case_pk, state) if state and not hidden else None
