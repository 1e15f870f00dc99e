"""One work, many replies (R-12): which requests a request leads, which one leads it, and the lead's answer to take over."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import UNANSWERED

from . import access
from .acting import Act
from .models import ServiceRequest, Summons

LISTED = 50  # of those linked; the count says how many there are
ANSWERS = frozenset({"summons.replied", "request.answered", "request.concluded"})


# --- what a page knows of it: columns of the request's own statement


def with_followers(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Adds `lead_number`, and `followers`: how many requests this one leads."""
    linked = ServiceRequest.objects.filter(lead_request=OuterRef("pk")).order_by().values("lead_request")
    counted = Subquery(linked.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return found.annotate(lead_number=F("lead_request__number"), followers=Coalesce(counted, 0))


def with_lead(found: QuerySet[ServiceRequest], visible: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """Adds what a page says of the lead, and whether this reader may open it: whether it is `visible` to him."""
    seen = visible.filter(pk=OuterRef("lead_request"))
    led = Summons.objects.filter(service_request=OuterRef("lead_request"), part=Summons.LEAD).order_by("-pk")
    return found.annotate(
        lead_replied_at=F("lead_request__replied_at"), lead_enterprise=F("lead_request__enterprise"),
        lead_seen=Exists(seen), lead_department=Subquery(led.values("department")[:1]),
    )  # fmt: skip


@dataclass(frozen=True)
class Lead:
    """The request together with which this one is handled."""

    number: str
    seen: bool  # this reader may open it
    same_firm: bool
    replied: bool
    department: int | None  # that leads it


@dataclass(frozen=True)
class Follower:
    """A request that this one leads; who may not see it is not told of it here, only how many there are."""

    number: str
    firm: str
    status: str
    closed_as: str | None


@dataclass(frozen=True)
class Links:
    lead: Lead | None
    followers: list[Follower]
    count: int


def links_of(r: ServiceRequest, actor: Account) -> Links:
    """One statement where the request leads others, none otherwise."""
    row: Any = r  # the columns that `with_followers` and `with_lead` add
    lead = None
    if row.lead_number:
        own = row.lead_enterprise == r.enterprise_id
        lead = Lead(row.lead_number, row.lead_seen, own, row.lead_replied_at is not None, row.lead_department)
    return Links(lead, _followers(r, actor) if row.followers else [], row.followers)


def _followers(r: ServiceRequest, actor: Account) -> list[Follower]:
    rows = access.visible(actor).filter(lead_request=r).select_related("enterprise").order_by("pk")
    return [Follower(one.number, one.enterprise.short_name, one.status, one.closed_as) for one in rows[:LISTED]]


# --- the lead has its reply


def tell_followers(act: Act, outcome: str) -> None:
    """Whoever answers for a linked request hears that the lead has its reply. One statement where none is linked."""
    for person, numbers in _waiting(act.request).items():
        act.tell(
            "lead_answered", [person], number=numbers[0], numbers=numbers, lead=act.request.number, outcome=outcome
        )


def _waiting(lead: ServiceRequest) -> dict[Account, list[str]]:
    """By person the linked requests that wait for him; a person is told once, however many they are."""
    linked = ServiceRequest.objects.filter(lead_request=lead, status__in=sorted(UNANSWERED)).order_by("pk")
    found = list(linked.values_list("number", "enterprise"))
    if not found:
        return {}
    held = registry.open_assignments().filter(enterprise__in={firm for _number, firm in found})
    holders = {one.enterprise_id: one.holder for one in held}
    chiefs = registry.holders_of(Post.CHIEF, lead.zone_id) if len(holders) < len({firm for _, firm in found}) else []
    told: dict[Account, list[str]] = defaultdict(list)
    for number, firm in found:
        for person in [holders[firm]] if firm in holders else chiefs:
            told[person].append(number)
    return told


@dataclass(frozen=True)
class LeadAnswer:
    """What the lead was told, to be told to this firm too."""

    number: str
    outcome: str
    text: str
    parts: dict[str, str]
    resolve_by: date | None


def lead_answer(r: ServiceRequest, how: access.Standing) -> LeadAnswer | None:
    """The newest answer of the lead's leg: for staff; for a department only if it is its own. Two statements."""
    if r.lead_request_id is None:
        return None
    lead = ServiceRequest.objects.select_related("zone").get(pk=r.lead_request_id)
    if lead.replied_at is None:
        return None
    own = None
    if how.audience != Audience.STAFF:
        if how.department_id is None:
            return None
        own = set(
            Summons.objects.filter(service_request=lead, department=how.department_id).values_list("pk", flat=True)
        )
    for one in reversed(record.happenings(lead.zone.code, lead.number)):
        if one.kind in ANSWERS and one.facts.get("leg") == lead.leg and one.facts.get("part") != Summons.CO:
            if own is not None and one.facts.get("summons") not in own:
                return None
            until = one.facts.get("resolve_by")
            return LeadAnswer(
                lead.number,
                one.facts["outcome"],
                one.text or "",
                dict(one.parts),
                date.fromisoformat(until) if until else None,
            )
    return None
