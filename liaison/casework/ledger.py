"""台账: one view over every door, for everybody with what he may see; a query, never a second table (R-29)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, CharField, F, Func, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Coalesce

from liaison.record.reading import head_of
from liaison.registry.models import Account, Assignment, Enterprise, in_language
from liaison.registry.policy import Policy
from liaison.rules import lamps
from liaison.rules.counting import Standing, cell_of
from liaison.rules.lifecycle import SummonsStatus

from . import access
from .counts import counted, counter, values
from .filters import Filters, filtered, lamp_is
from .models import ServiceRequest, Summons
from .search import FirmsNamed

CHUNK = 2000  # rows of an export read at a time: a slow reader holds no cursor and no transaction


class Firm(NamedTuple):
    name: str
    short: str
    contact: str
    specialist: str


@dataclass(frozen=True)
class Line:
    """One request as a page of the ledger shows it."""

    r: ServiceRequest
    firm: Firm
    lead: str  # the department that leads this leg
    joins: Sequence[str]
    lamp: str
    departments: Mapping[str, str] = field(compare=False)  # by code, the names of those on the same page

    @property
    def text(self) -> str:
        return self.r.text.text if self.r.text else ""

    @property
    def cell(self) -> str:
        r = self.r
        return cell_of(Standing(r.status, r.outcome, r.closed_as, r.undone_closing_at is not None))


def lengths(
    actor: Account, lists: Sequence[Filters], in_force: Policy, firms: FirmsNamed, cap: int
) -> dict[Filters, int]:  # fmt: skip
    """How many requests each list has, read no further than `cap`.

    What no passing of time changes is counted once for each head of the record: every act moves it. One statement while
    nothing happens in the zone, two right after something did.
    """
    whole = access.sight(actor).all_rows
    steady = tuple(one for one in lists if whole and not one.lamp)
    asked: dict[Any, Subquery] = {
        one: counter(filtered(actor, one, in_force, firms), cap) for one in lists if one not in steady
    }
    found = values(actor.zone_id, {**asked, HEAD: Subquery(head_of(actor.zone.code))})
    known = _steady(_Steady(actor.zone_id, steady, cap, found.pop(HEAD), actor, in_force, firms)) if steady else {}
    return {**known, **found}


HEAD = "head"


@dataclass(frozen=True)
class _Steady:
    """Lists that a zone's whole ledger is narrowed to, and the head under which they are counted."""

    zone: int
    lists: tuple[Filters, ...]
    cap: int
    head: str | None
    actor: Account = field(compare=False)  # any of those who see all
    in_force: Policy = field(compare=False)
    firms: FirmsNamed = field(compare=False)


@lru_cache(maxsize=64)
def _steady(asked: _Steady) -> dict[Filters, int]:
    narrowed = {one: filtered(asked.actor, one, asked.in_force, asked.firms) for one in asked.lists}
    return counted(asked.zone, narrowed, asked.cap)


# The columns of a line: reading the others of 25 rows costs more than the page around them.
LINE = (
    "number", "enterprise", "category__code", "category__name_zh", "category__name_en", "text__text", "status", "outcome",
    "closed_as", "leg", "raised_at", "replied_at", "resolve_by", "closed_at", "lamp_due_at", "undone_closing_at",
)  # fmt: skip


def page(
    found: QuerySet[ServiceRequest], in_force: Policy, limit: int, *, after: int | None = None, before: int | None = None
) -> tuple[list[Line], bool]:  # fmt: skip
    """Newest first, behind or before a key; and whether there is more in that direction. Three statements."""
    found = found.select_related("category", "text").only(*LINE)
    if before is not None:
        rows = list(found.filter(pk__gt=before).order_by("pk")[: limit + 1])
    else:
        rows = list((found.filter(pk__lt=after) if after is not None else found).order_by("-pk")[: limit + 1])
    shown = rows[:limit][::-1] if before is not None else rows[:limit]
    firms, (leads, joins, names) = _firms({r.enterprise_id for r in shown}), _departments([r.pk for r in shown])
    lines = [
        Line(
            r, firms[r.enterprise_id], leads.get((r.pk, r.leg), ""), joins.get(r.pk, ()),
            lamps.lamp_of(r.status, r.lamp_due_at, in_force.horizon), names,
        )
        for r in shown
    ]  # fmt: skip
    return lines, len(rows) > limit


def _firms(wanted: set[int]) -> dict[int, Firm]:
    """Names of firms, of their first contact and of who serves them; one statement, in the reader's language."""
    serving = Assignment.objects.filter(enterprise=OuterRef("pk"), until=None)
    contact = Account.objects.filter(enterprise=OuterRef("pk"), is_active=True).order_by("pk")
    rows = Enterprise.objects.filter(pk__in=wanted).annotate(
        contact_zh=Subquery(contact.values("name_zh")[:1]), contact_en=Subquery(contact.values("name_en")[:1]),
        serves_zh=Subquery(serving.values("specialist__name_zh")[:1]),
        serves_en=Subquery(serving.values("specialist__name_en")[:1]),
    )  # fmt: skip
    return {
        firm.pk: Firm(
            firm.name, firm.short_name, in_language(firm.contact_zh or "", firm.contact_en or ""),
            in_language(firm.serves_zh or "", firm.serves_en or ""),
        )
        for firm in rows
    }  # fmt: skip


Called = tuple[Mapping[tuple[int, int], str], Mapping[int, list[str]], Mapping[str, str]]


def _departments(requests: Sequence[int]) -> Called:
    """By request and leg who leads, by request who joins, and by code each name, in the reader's language; one statement."""
    rows = Summons.objects.filter(**_of(requests)).exclude(status=SummonsStatus.DECLINED).order_by("pk")
    leads: dict[tuple[int, int], str] = {}
    joins: dict[int, list[str]] = {}
    called = cache(in_language)
    names: dict[str, str] = {}
    for request, part, leg, code, zh, en in rows.values_list(
        "service_request", "part", "leg", "department__code", "department__name_zh", "department__name_en"
    ):
        name = names[code] = called(zh, en)
        if part == Summons.LEAD:
            leads[request, leg] = name
        elif name not in joins.setdefault(request, []):
            joins[request].append(name)
    return leads, joins, names


def _of(requests: Sequence[int]) -> dict[str, Any]:
    """Requests that lie close together are asked for by their range, others one by one."""
    first, last = min(requests, default=0), max(requests, default=0)
    if last - first < 2 * len(requests):
        return {"service_request__gte": first, "service_request__lte": last}
    return {"service_request__in": requests}


# --- every row, for a sheet: the database writes instants as text, so that a long ledger takes seconds


class Clock(Func):
    """An instant as the clock in the zone shows it: 2020-09-18 16:40. China keeps one time, without summer time."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"strftime('%%Y-%%m-%%d %%H:%%M', {column}, '+8 hours')", tuple(params)

    def as_postgresql(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = compiler.compile(self.source_expressions[0])
        return f"to_char({column} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')", tuple(params)


class Told(NamedTuple):
    """A row of the sheet: codes and instants as the database gives them, and what stands beside them."""

    pk: int
    number: str
    enterprise: int
    leg: int
    category_zh: str | None
    category_en: str | None
    channel: str
    text: str | None
    urgent: int
    verified: int
    status: str
    outcome: str | None
    closed_as: str | None
    reopened: int
    lamp: str
    raised: str
    reply_due: str | None
    replied: str | None
    promised: str | None
    closed: str | None
    undone_closing: str | None
    reopened_on: str | None


Beside = tuple[Firm, str, Sequence[str]]  # the firm, who leads, who joins


def chunks(
    found: QuerySet[ServiceRequest], in_force: Policy, size: int = CHUNK
) -> Iterator[list[tuple[Told, Beside]]]:  # fmt: skip
    """Every row, oldest first, as a ledger is written: two statements a chunk, and one where firms are met for the first time."""
    rows = found.order_by("pk").values_list(*_told(in_force))
    firms: dict[int, Firm] = {}
    last = 0
    while read := list(map(Told._make, rows.filter(pk__gt=last)[:size])):
        if unknown := {row.enterprise for row in read} - firms.keys():
            firms |= _firms(unknown)
        leads, joins, _names = _departments([row.pk for row in read])
        yield [(row, (firms[row.enterprise], leads.get((row.pk, row.leg), ""), joins.get(row.pk, ()))) for row in read]
        last = read[-1].pk


def _told(in_force: Policy) -> list[Any]:
    lamp = Case(
        *(When(lamp_is(code, in_force.horizon), then=Value(code)) for code in lamps.LAMPS), output_field=CharField()
    )
    promised = Coalesce("resolve_by", "next_progress_at")
    instants = ("raised_at", "reply_due_at", "replied_at", promised, "closed_at", "undone_closing_at", "reopened_at")
    return [
        "pk", "number", "enterprise", "leg", "category__name_zh", "category__name_en", "channel", "text__text",
        # As they lie in the database: made into a bool one by one they would cost as much as the rest of the row.
        *(ExpressionWrapper(F(flag), output_field=CharField()) for flag in ("urgent", "verified")),
        "status", "outcome", "closed_as", "reopened", lamp, *map(Clock, instants),
    ]  # fmt: skip
