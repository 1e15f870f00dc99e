"""What waits for the committee office, and why, with a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from liaison.registry.models import Account, Assignment, Post
from liaison.registry.policy import Policy
from liaison.rules.lifecycle import OPEN, UNANSWERED, Status, SummonsStatus

from . import access, gripes, queries
from .consultations import awaits
from .keyset import Key, behind, counter, or_never
from .models import Extension, Ring, ServiceRequest, Summons


def waiting_lists(in_force: Policy) -> dict[str, Q]:
    """Why a request needs the office, as conditions on a request."""
    now = in_force.horizon.now
    declining = Summons.objects.filter(service_request=OuterRef("pk"), status=SummonsStatus.DECLINING)
    # Where one of the office stands in for a specialist, a specialist is still to be found.
    post = Q(stand_in__appointments__post=Post.SPECIALIST, stand_in__appointments__until=None)
    served = Assignment.objects.filter(Q(stand_in=None) | post, enterprise=OuterRef("enterprise"), until=None)
    later = Extension.objects.filter(
        service_request=OuterRef("pk"), leg=OuterRef("leg"), state=Extension.ASKED, before__gte=now
    )
    running = Q(status__in=sorted(OPEN))
    return {
        "decline": Q(Exists(declining)) | (Q(status=Status.PLANNED) & Q(Exists(later))),
        "unclaimed": gripes.waits_for_office(),
        "consultation": Q(status=Status.WHISTLED) & awaits("office"),
        "ringing": Q(status=Status.RAISED, urgent=True)
        & Q(Exists(Ring.objects.filter(service_request=OuterRef("pk"), missed_at__lt=now))),
        "no-specialist": running & ~Q(Exists(served)),
        "unverified": running & Q(verified=False),
        "untouched": Q(status=Status.RAISED, whistle_due_at__lt=now),
        "overdue": Q(status__in=sorted(UNANSWERED), lamp_due_at__lt=now),
        "contested": Q(contested=True, status__in=(Status.RAISED, Status.IN_HAND)),
        "disputed": running & Q(disputes__gte=in_force.days("disputes_to_office")),
    }


@dataclass(frozen=True)
class Waiting:
    """A request and why it waits for the office."""

    row: queries.Row
    why: list[str]


@dataclass(frozen=True)
class DispatchDesk:
    counts: dict[str, int]
    late: list[tuple[str, int]]  # department, how many of its requests are overdue; most first
    rows: list[Waiting]
    next: Key | None


def dispatch_desk(actor: Account, chosen: str, in_force: Policy, after: Key | None = None) -> DispatchDesk:
    """The office's desk: counters by reason and by department in one statement, a page of rows dressed in four."""
    lists = waiting_lists(in_force)
    wanted = lists.get(chosen) or _any(lists.values())
    found = access.visible(actor).filter(status__in=sorted(OPEN))
    flagged = found.annotate(
        **{counter(key): Case(When(condition, then=Value(1)), default=Value(0)) for key, condition in lists.items()}
    )
    shown = behind(flagged.filter(wanted).annotate(key_at=or_never(F("lamp_due_at"))), after).order_by("key_at", "pk")
    page = queries.page(shown, actor, in_force, queries.PAGE)
    rows = [Waiting(row, [key for key in lists if getattr(row.r, counter(key))]) for row in page.rows]
    last: Any = page.rows[-1].r if page.next is not None else None
    counts, late = _counted(found, lists)
    return DispatchDesk(counts, late, rows, Key(last.key_at, last.pk) if last else None)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _counted(found: QuerySet[ServiceRequest], lists: dict[str, Q]) -> tuple[dict[str, int], list[tuple[str, int]]]:
    """One statement, grouped by the department that leads: its overdue ones; summed up, the counter of each list."""
    leads = Summons.objects.filter(service_request=OuterRef("pk"), part=Summons.LEAD, leg=OuterRef("leg"))
    lead = leads.exclude(status=SummonsStatus.DECLINED).order_by("-pk")
    grouped = found.annotate(
        lead_zh=Subquery(lead.values("department__name_zh")[:1]),
        lead_en=Subquery(lead.values("department__name_en")[:1]),
    ).values("lead_zh", "lead_en")
    wanted = {"all": _any(lists.values()), **lists}
    counted: Any = grouped.annotate(**{counter(key): Count("pk", filter=wanted[key]) for key in wanted}).order_by()
    each = list(counted)
    counts = {key: sum(group[counter(key)] for group in each) for key in wanted}
    late = [(_in_language(group), group["n_overdue"]) for group in each if group["lead_zh"] and group["n_overdue"]]
    return counts, sorted(late, key=lambda pair: (-pair[1], pair[0]))


def _in_language(group: dict[str, Any]) -> str:
    return Account(name_zh=group["lead_zh"], name_en=group["lead_en"] or "").name
