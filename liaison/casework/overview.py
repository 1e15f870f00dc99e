"""The figures of the leaders' page: a period counted by its dates, each number that of the list behind it (N15, R-54)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import BooleanField, Case, Count, F, Func, IntegerField, Q, QuerySet, Value, When

from liaison.record.reading import Happening, head, latest
from liaison.registry import access as registry
from liaison.registry.models import Account, Department, Post
from liaison.registry.policy import Policy
from liaison.rules import counting, lamps
from liaison.rules.calendar import Calendar
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import AWAITING_REPLY

from . import queries
from .counts import counted
from .filters import Filters, cells_are, filtered, lamp_is, period
from .models import ServiceRequest, Summons

READERS = (Post.LEADER, Post.CHIEF, Post.OFFICE)
CHART_WORKING_DAYS = 10
LATE_SHOWN = 10
CLOSINGS = tuple(cell for cell in counting.CELLS if cell != counting.STILL_OPEN)


@dataclass(frozen=True)
class OnTime:
    """How many replies of departments were in time; the rate is None where they are too few to judge by."""

    in_time: int
    replies: int

    @property
    def rate(self) -> float | None:
        return counting.rate(self.in_time, self.replies)


@dataclass(frozen=True)
class DepartmentOnTime(OnTime):
    code: str
    name: str


@dataclass(frozen=True)
class Figures:
    first: date
    last: date
    raised: int
    cells: dict[str, int]  # of what was closed in the period; `reopened`: of these closings, those undone since
    overdue: int  # now, whatever the period
    on_time: OnTime
    departments: Sequence[DepartmentOnTime]

    @property
    def closed(self) -> int:
        """办结: solved or explained, counted apart beside it."""
        return sum(self.cells[cell] for cell in counting.SETTLED)


def require_reader(actor: Account) -> None:
    """Raises Refused: wrong_role."""
    registry.require(actor, *READERS)


def figures(actor: Account, first: date, last: date, in_force: Policy) -> Figures:
    """Four statements while nothing happens in the zone, and three more after whatever happened. Raises Refused: wrong_role."""
    require_reader(actor)
    zone = actor.zone_id
    departments = list(Department.objects.filter(zone=zone))
    called = tuple(one.pk for one in departments)
    counts = _counts(zone, called, first, last, head(actor.zone.code))
    overdue = ServiceRequest.objects.filter(lamp_is(lamps.OVERDUE, in_force.horizon), zone=zone).count()
    rates = _on_time(departments, counts.replies, _missed(zone, called, first, last, in_force.horizon.now))
    all_replies = OnTime(sum(one.in_time for one in rates), sum(one.replies for one in rates))
    return Figures(first, last, counts.raised, counts.cells, overdue, all_replies, rates)


class Counts(NamedTuple):
    """What changes only by an act, never by the passing of time."""

    raised: int
    cells: dict[str, int]
    replies: list[tuple[int, int, int]]  # by department: how many in time, how many


@lru_cache(maxsize=64)
def _counts(zone: int, called: Sequence[int], first: date, last: date, _head: str) -> Counts:
    """Counted once for each head of the record: every act moves it, so what was counted under it is exact."""
    rows = ServiceRequest.objects.filter(zone=zone)
    n = counted(zone, {
        "raised": rows.filter(**period("raised_at", first, last)),
        counting.REOPENED: rows.filter(cells_are([counting.REOPENED]), **period("undone_closing_at", first, last)),
    })  # fmt: skip
    ended = {cell: Count("pk", filter=cells_are([cell])) for cell in CLOSINGS if cell != counting.REOPENED}
    cells = rows.filter(**period("closed_at", first, last)).aggregate(**ended)
    replied = Summons.objects.filter(
        zone=zone, department__in=called, due_at__isnull=False, **period("replied_at", first, last)
    )
    replies = (
        replied.order_by()
        .values_list("department")
        .annotate(in_time=Count("pk", filter=Q(RepliedInTime())), n=Count("pk"))
    )
    return Counts(n["raised"], {**cells, counting.REOPENED: n[counting.REOPENED]}, list(replies))


class RepliedInTime(Func):
    """`not deadlines.is_late(replied_at, due_at)`: fractions of a second do not count."""

    output_field = BooleanField()

    def __init__(self) -> None:
        super().__init__(F("replied_at"), F("due_at"))

    def _compared(self, compiler: Any, pattern: str) -> tuple[str, tuple[Any, ...]]:
        replied, due = (compiler.compile(one)[0] for one in self.source_expressions)
        return pattern.format(replied=replied, due=due), ()

    def as_sqlite(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        return self._compared(compiler, "substr({replied}, 1, 19) <= substr({due}, 1, 19)")

    def as_postgresql(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        return self._compared(compiler, "date_trunc('second', {replied}) <= {due}")


def _missed(zone: int, called: Sequence[int], first: date, last: date, now: datetime) -> dict[int, int]:
    """By department the replies that fell due without one: a verdict by the clock. What ended before it was due has none."""
    still_owed = Q(status__in=sorted(AWAITING_REPLY)) | Q(released_at__gt=F("due_at"))  # a decline waits for the office
    missed = Q(still_owed, zone=zone, department__in=called, replied_at=None, **period("due_at", first, last))
    return dict(
        Summons.objects.filter(missed, due_at__lt=now).order_by().values_list("department").annotate(n=Count("pk"))
    )


def _on_time(
    departments: Sequence[Department], replies: Sequence[tuple[int, int, int]], missed: Mapping[int, int]
) -> list[DepartmentOnTime]:
    """By department: a verdict falls with the reply, or without one when it was due."""
    answered = {department: (in_time, n) for department, in_time, n in replies}
    found = []
    for one in departments:
        in_time, n = answered.get(one.pk, (0, 0))
        if n + missed.get(one.pk, 0):
            found.append(DepartmentOnTime(in_time, n + missed.get(one.pk, 0), one.code, one.name))
    return sorted(found, key=lambda one: (one.rate is None, one.rate or 0, one.code))


# --- what is late, and the last days


@dataclass(frozen=True)
class Late:
    row: queries.Row
    said: Happening | None  # the reason last given


def late(actor: Account, in_force: Policy, limit: int = LATE_SHOWN) -> list[Late]:
    """What is overdue, the longest wait first, with the last progress note of each; four statements."""
    found = filtered(actor, Filters(lamp=lamps.OVERDUE), in_force).order_by("lamp_due_at", "pk")
    rows = queries.page(found, actor, in_force, limit).rows
    said = latest(actor.zone.code, "request.progress", [row.r.number for row in rows])
    return [Late(row, said.get(row.r.number)) for row in rows]


@dataclass(frozen=True)
class Day:
    on: date
    raised: int
    closed: int


def last_days(actor: Account, in_force: Policy, working_days: int = CHART_WORKING_DAYS) -> list[Day]:
    """Raised and closed on each of the last working days, what falls on a day off with the working day before; one statement."""
    days = _working_days(in_force.calendar, day_of(in_force.now), working_days)
    rows = ServiceRequest.objects.filter(zone=actor.zone_id)
    counts = _by_day(rows, "raised_at", days).union(
        _by_day(rows.filter(cells_are(counting.SETTLED)), "closed_at", days), all=True
    )
    found = {(column, place): n for column, place, n in counts}
    raised = {place: n for (column, place), n in found.items() if column == "raised_at"}
    closed = {place: n for (column, place), n in found.items() if column == "closed_at"}
    return [Day(on, raised.get(place, 0), closed.get(place, 0)) for place, on in enumerate(days)]


def _working_days(calendar: Calendar, last: date, count: int) -> list[date]:
    """The last `count` working days up to today; where a year is unknown Monday to Friday is presumed: a chart is no promise."""
    days: list[date] = []
    while len(days) < count:
        if calendar.presumed_working(last):
            days.append(last)
        last -= timedelta(days=1)
    return days[::-1]


def _by_day(rows: QuerySet[ServiceRequest], column: str, days: Sequence[date]) -> QuerySet[Any, Any]:
    ends = [following - timedelta(days=1) for _day, following in pairwise(days)]
    whens = [When(**period(column, None, end), then=Value(place)) for place, end in enumerate(ends)]
    place = Case(*whens, default=Value(len(ends)), output_field=IntegerField())
    within = rows.filter(**period(column, days[0], None)).order_by()
    return within.annotate(column=Value(column), place=place).values_list("column", "place").annotate(n=Count("*"))
