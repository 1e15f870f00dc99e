"""What a list of requests may be narrowed by, once for screens, the API and every count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from liaison.registry.models import Account, Assignment
from liaison.registry.policy import Policy
from liaison.rules import counting, deadlines, lamps
from liaison.rules.lifecycle import OPEN, UNANSWERED, ClosedAs, Outcome, Status

from . import access
from .models import Gripe, ServiceRequest, Summons
from .search import FirmsNamed, matching


@dataclass(frozen=True)
class Filters:
    """Codes as in the API; several of them with commas where it says so."""

    status: str = ""  # several
    lamp: str = ""
    counted: str = ""  # cells of `rules.counting`, several
    closed_as: str = ""  # several
    channel: str = ""  # several
    department: str = ""
    enterprise: str = ""
    specialist: str = ""
    category: str = ""
    session: str = ""  # key of a gripe session
    group: str = ""
    urgent: bool = False
    q: str = ""
    raised_from: date | None = None
    raised_to: date | None = None
    closed_from: date | None = None  # a closing that was undone is dated by itself
    closed_to: date | None = None


def filtered(
    actor: Account, filters: Filters, in_force: Policy, firms: FirmsNamed | None = None
) -> QuerySet[ServiceRequest]:  # fmt: skip
    """The visible requests that the filters leave; one statement now if there are words to find, none otherwise."""
    found = access.visible(actor).filter(_plain(filters))
    if filters.lamp:
        found = found.filter(lamp_is(filters.lamp, in_force.horizon))
    if filters.counted:
        found = found.filter(cells_are(_codes(filters.counted)))
    if filters.closed_from or filters.closed_to:
        found = found.filter(_closed_within(filters))
    if filters.department:
        summoned = Summons.objects.filter(service_request=OuterRef("pk"), department__code=filters.department)
        found = found.filter(Exists(summoned))
    if filters.specialist:
        served = Assignment.objects.filter(until=None, specialist__login=filters.specialist)
        found = found.filter(enterprise__in=served.values("enterprise"))
    if filters.session:
        said = Gripe.objects.filter(service_request=OuterRef("pk"), session=key_of(filters.session))
        found = found.filter(Exists(said))
    return matching(found, filters.q, actor.zone_id, firms)


def _plain(filters: Filters) -> Q:
    """What is one column compared with what was given."""
    wanted = Q(**period("raised_at", filters.raised_from, filters.raised_to))
    for name in ("status", "closed_as", "channel"):
        if codes := _codes(getattr(filters, name)):
            wanted &= Q(**{f"{name}__in": codes})
    for name, column in (
        ("enterprise", "enterprise__code"),
        ("category", "category__code"),
        ("group", "category__group"),
    ):
        if code := getattr(filters, name):
            wanted &= Q(**{column: code})
    return wanted & Q(urgent=True) if filters.urgent else wanted


def key_of(given: str) -> int:
    """A key as somebody wrote it; 0 for what is none."""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _codes(given: str) -> list[str]:
    return [code for code in given.split(",") if code]


def period(column: str, first: date | None, last: date | None) -> dict[str, datetime]:
    """Whole days in the zone, both ends included, as a condition on an instant."""
    wanted = {}
    if first:
        wanted[f"{column}__gte"] = datetime.combine(first, time(0), deadlines.SHANGHAI)
    if last:
        wanted[f"{column}__lt"] = datetime.combine(last + timedelta(days=1), time(0), deadlines.SHANGHAI)
    return wanted


def _closed_within(filters: Filters) -> Q:
    closed = Q(**period("closed_at", filters.closed_from, filters.closed_to))
    undone = Q(**period("undone_closing_at", filters.closed_from, filters.closed_to))
    return closed | (undone & cells_are([counting.REOPENED]))


def cells_are(cells: Collection[str]) -> Q:
    """The rows that count in any of these cells: `counting.cell_of` as a condition (a test holds the two together)."""
    single, open_ones = ~Q(closed_as=ClosedAs.DUPLICATE) | Q(closed_as=None), Q(status__in=sorted(OPEN))
    conditions = {
        counting.SOLVED: Q(status=Status.CLOSED, outcome=Outcome.RESOLVED) & single,
        counting.EXPLAINED: Q(status=Status.CLOSED, outcome=Outcome.EXPLAINED) & single,
        counting.OUT_OF_SCOPE: Q(status=Status.OUT_OF_SCOPE),
        counting.REOPENED: open_ones & Q(undone_closing_at__isnull=False),
        counting.WITHDRAWN: Q(status=Status.WITHDRAWN),
        counting.DUPLICATE: Q(closed_as=ClosedAs.DUPLICATE),
        counting.STILL_OPEN: open_ones & Q(undone_closing_at=None),
    }
    wanted = [conditions[cell] for cell in cells if cell in conditions]
    if set(counting.UNDER_WAY) <= set(cells):  # one range of an index instead of two halves of it
        wanted = [conditions[cell] for cell in cells if cell in conditions and cell not in counting.UNDER_WAY] + [
            open_ones
        ]
    return reduce(or_, wanted) if wanted else Q(pk=None)


class IsOpen(Func):
    """An open status, written out: SQLite takes the index of open promises only for the very words of its condition."""

    output_field = BooleanField()
    template = "%(expressions)s IN ({})".format(", ".join(f"'{status}'" for status in sorted(OPEN)))

    def __init__(self) -> None:
        super().__init__(F("status"))


def lamp_is(lamp: str, horizon: lamps.Horizon) -> Q:
    """The rows that show `lamp`: `lamps.lamp_of` as a condition (a test holds the two together)."""
    late, soon = Q(lamp_due_at__lt=horizon.now), Q(lamp_due_at__gte=horizon.now, lamp_due_at__lte=horizon.soon)
    running = Q(status__in=sorted(UNANSWERED))
    calm = running & (Q(lamp_due_at=None) | Q(lamp_due_at__gt=horizon.soon))
    return {
        lamps.OVERDUE: running & IsOpen() & late,
        lamps.DUE_SOON: running & IsOpen() & soon,
        lamps.CONSULTING: calm & Q(status=Status.CONSULTING),
        lamps.NORMAL: calm & ~Q(status=Status.CONSULTING),
        lamps.DONE: ~running,
    }.get(lamp, Q(pk=None))
