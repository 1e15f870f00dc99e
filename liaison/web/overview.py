"""The leaders' phone page: a month in five numbers, who is late, and the last ten working days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.appraisal import results
from liaison.casework import overview as read
from liaison.casework.filters import Filters
from liaison.registry.access import posts
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import counting
from liaison.rules.deadlines import day_of
from liaison.speech import dates, rounds

from . import ledger_filters
from .late_cards import card
from .who import signed_in

# The chart, in units of its drawing: ten pairs of bars on a line, numbers of the days below.
STEP, LEFT, BASE, TALLEST = 36, 6, 80, 54


@dataclass(frozen=True)
class Tile:
    count: int
    label: str
    url: str
    late: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """One working day of the chart: two bars and its number; `on`, `raised` and `closed` are for the table."""

    on: date
    raised: int
    closed: int
    x: int
    raised_y: float
    raised_height: float
    closed_y: float
    closed_height: float

    @property
    def closed_x(self) -> float:
        return self.x + 12.5

    @property
    def middle(self) -> int:
        return self.x + 11


@dataclass(frozen=True)
class DepartmentLine:
    name: str
    replies: str
    rate: str
    url: str


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & set(read.READERS):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    today = day_of(in_force.now)
    seen = read.figures(account, today.replace(day=1), today, in_force)
    request.overdue_at_hand = seen.overdue  # type: ignore[attr-defined]
    days = read.last_days(account, in_force)
    late = read.late(account, in_force) if seen.overdue else []
    return render(request, "overview/overview.html", {
        "finding": _finding(seen), "as_of": dates.clock_time(in_force.now), "tiles": _tiles(seen), "late_n": seen.overdue,
        "rate": _rate(account),
        "late": [card(one.row, one.row.r.lamp_due_at, one.said, reader=account) for one in late], "more_late": seen.overdue > len(late),
        "bars": _bars(days), "raised": sum(day.raised for day in days), "closed": sum(day.closed for day in days),
        "width": STEP * (len(days) - 1) + 2 * LEFT + 22, "departments": [_department(one, seen.first) for one in seen.departments],
        "on_time": seen.on_time, "few": counting.MIN_FOR_RATE,
    })  # fmt: skip


def percent(rate: float) -> str:
    """97%; a rate that is not whole never rounds up to 100."""
    return f"{int(rate * 100)}%" if rate > 0.99 else f"{rate * 100:.0f}%"


def _finding(seen: read.Figures) -> str:
    """9月，按时率 97%: the month, and the one figure that judges it."""
    month, rate = dates.month(seen.last), seen.on_time.rate
    if rate is None:
        return _("{month}: too few replies for a rate").format(month=month)
    return _("{month}: {rate} on time").format(month=month, rate=percent(rate))


def _tiles(seen: read.Figures) -> list[Tile]:
    settled = ",".join(counting.SETTLED)
    note = _("{solved} resolved, {explained} explained").format(
        solved=seen.cells[counting.SOLVED], explained=seen.cells[counting.EXPLAINED]
    )
    again = seen.cells[counting.REOPENED]
    return [
        Tile(seen.raised, _("raised this month"), _ledger(Filters(raised_from=seen.first, raised_to=seen.last))),
        Tile(seen.closed, _("closed"), _ledger(Filters(counted=settled, closed_from=seen.first, closed_to=seen.last)), note=note),
        Tile(seen.overdue, _("overdue"), reverse("supervision"), late=seen.overdue > 0),
        Tile(
            again, _("closed this month, open again"),
            _ledger(Filters(counted=counting.REOPENED, closed_from=seen.first, closed_to=seen.last)),
        ),
    ]  # fmt: skip


def _rate(account: Account) -> tuple[str, str] | None:
    """上半年满意率, once it is released: the one figure of a rating that leaves its desk."""
    found = results.last_rate(account)
    return (f"{found.percent}%", rounds.half_word(found.year, found.half)) if found else None


def _ledger(filters: Filters) -> str:
    return f"{reverse('ledger')}?{ledger_filters.query_of(filters)}"


def _bars(days: Sequence[read.Day]) -> list[Bars]:
    unit = TALLEST / max(1, *(max(day.raised, day.closed) for day in days))
    return [
        Bars(
            day.on, day.raised, day.closed, LEFT + STEP * place, round(BASE - day.raised * unit, 1), round(day.raised * unit, 1),
            round(BASE - day.closed * unit, 1), round(day.closed * unit, 1),
        )
        for place, day in enumerate(days)
    ]  # fmt: skip


def _department(one: read.DepartmentOnTime, first: date) -> DepartmentLine:
    rate = percent(one.rate) if one.rate is not None else "—"
    return DepartmentLine(one.name, f"{one.in_time} / {one.replies}", rate, _ledger(Filters(department=one.code)))
