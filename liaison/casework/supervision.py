"""督办, the read side: what is overdue, with whom, for how long, and who has been told of it so far (R-22)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from liaison.record.reading import Happening, of_kinds
from liaison.registry.models import Account, in_language
from liaison.registry.policy import Policy
from liaison.rules import ladder, lamps
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import AWAITING_REPLY

from . import access, overview, queries
from .acting import iso
from .counts import counted
from .filters import Filters, filtered, lamp_is
from .keyset import Key, behind, or_never
from .models import ServiceRequest, Summons

FIRM, DEPARTMENTS = LISTS = ("firm", "departments")
RUNGS = tuple(kind for step, kind in sorted(ladder.KINDS.items()) if step >= ladder.OVERDUE)


@dataclass(frozen=True)
class Supervised:
    """One request with what is overdue on it: the promise to the firm, and summonses."""

    row: queries.Row
    late: Sequence[Summons]
    rungs: Sequence[Happening]  # who was told, in order, of what is still open
    said: Happening | None  # the reason last given

    @property
    def breaks_promise(self) -> bool:
        return self.row.lamp == lamps.OVERDUE

    @property
    def since(self) -> datetime | None:
        """The earliest of what is overdue."""
        dues = [one.due_at for one in self.late] + ([self.row.r.lamp_due_at] if self.breaks_promise else [])
        return min((due for due in dues if due), default=None)


@dataclass(frozen=True)
class Supervision:
    counts: dict[str, int]  # by list
    departments: list[tuple[str, str, int]]  # code, name, requests of the first list that it was called to; most first
    rows: list[Supervised]
    next: Key | None


def supervision(
    actor: Account, chosen: str, in_force: Policy, *, department: str = "", after: Key | None = None
) -> Supervision:  # fmt: skip
    """Seven statements. Raises Refused: wrong_role."""
    overview.require_reader(actor)
    lists = _lists(actor, in_force)
    found = lists.get(chosen, lists[FIRM])
    if department:
        called = Summons.objects.filter(service_request=OuterRef("pk"), department__code=department)
        found = found.filter(Exists(called))
    ordered = behind(found.annotate(key_at=or_never(F("lamp_due_at"))), after).order_by("key_at", "pk")
    page = queries.page(ordered, actor, in_force, queries.PAGE)
    happened = of_kinds(actor.zone.code, [row.r.number for row in page.rows], [*RUNGS, "request.progress"])
    rows = [_supervised(row, [one for one in happened if one.subject == row.r.number]) for row in page.rows]
    last = page.rows[-1].r if page.next is not None else None
    following = Key(last.key_at, last.pk) if last else None  # type: ignore[attr-defined]
    return Supervision(counted(actor.zone_id, lists), _by_department(lists[FIRM]), rows, following)


def overdue(actor: Account, now: datetime) -> int:
    """How many promises to firms are broken now: the badge, and the length of the first list. No calendar is asked."""
    instant = now.replace(microsecond=0)
    return access.visible(actor).filter(lamp_is(lamps.OVERDUE, lamps.Horizon(instant, instant))).count()


def _lists(actor: Account, in_force: Policy) -> dict[str, QuerySet[ServiceRequest]]:
    """Broken promises to firms; and departments that are late while the promise to the firm still holds."""
    every, broken = filtered(actor, Filters(), in_force), filtered(actor, Filters(lamp=lamps.OVERDUE), in_force)
    late = Summons.objects.filter(
        zone=actor.zone_id, status__in=sorted(AWAITING_REPLY), due_at__lt=in_force.horizon.now
    )
    return {
        FIRM: broken,
        DEPARTMENTS: every.filter(pk__in=late.values("service_request")).exclude(pk__in=broken.values("pk")),
    }


def _by_department(found: QuerySet[ServiceRequest]) -> list[tuple[str, str, int]]:
    called = Summons.objects.filter(service_request__in=found.values("pk")).order_by()
    grouped = called.values_list("department__code", "department__name_zh", "department__name_en")
    counts = [
        (code, in_language(zh, en), n)
        for code, zh, en, n in grouped.annotate(n=Count("service_request", distinct=True))
    ]
    return sorted(counts, key=lambda each: (-each[2], each[0]))


def _supervised(row: queries.Row, happened: Iterable[Happening]) -> Supervised:
    late = [
        one for one in row.summonses
        if one.status in AWAITING_REPLY and one.due_at and is_late(row.policy.now, one.due_at)
    ]  # fmt: skip
    # What was told of an earlier promise, or of an earlier date of this one, is no longer what is waited for.
    open_now = {iso(one.due_at) for one in late} | {iso(row.r.lamp_due_at)}
    rungs, said = [], None
    for one in happened:
        if one.kind == "request.progress":
            said = one
        elif one.facts.get("due_at") in open_now:
            rungs.append(one)
    return Supervised(row, late, rungs, said)
