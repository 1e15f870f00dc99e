"""The only way in to requests: who sees which, and in what capacities a person stands to one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.registry.access import ALL_ROWS, acts_for_department, acts_for_enterprise, posts
from liaison.registry.models import Account, Assignment, Post
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import OPEN_SUMMONS, Outcome, Status, SummonsStatus

from .models import ServiceRequest, Summons


def visible(actor: Account) -> QuerySet[ServiceRequest]:
    """The requests that exist for this person; every other one looks absent."""
    rows = ServiceRequest.objects.filter(zone=actor.zone_id)
    held = posts(actor)
    if held & ALL_ROWS:
        return rows
    mine = Q(enterprise=actor.enterprise_id) if acts_for_enterprise(actor) else Q(pk=None)
    if Post.SPECIALIST in held:
        mine |= Q(enterprise__in=Assignment.objects.filter(specialist=actor, until=None).values("enterprise"))
    if acts_for_department(actor):
        mine |= Q(Exists(Summons.objects.filter(service_request=OuterRef("pk"), department=actor.department_id)))
    return rows.filter(mine)


def locked(actor: Account, pk: int) -> ServiceRequest:
    """The row, locked and fresh. Locked first, judged second: two clicks cannot both pass."""
    rows = visible(actor).select_for_update(of=("self",)).select_related("zone", "enterprise", "text")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def request_of(summons_pk: int) -> int:
    """The request a summons belongs to. Whether the person may know of either is for `locked` to say."""
    home = Summons.objects.filter(pk=summons_pk).values_list("service_request_id", flat=True).first()
    if home is None:
        raise Http404
    return home


def locked_summonses(service_request: ServiceRequest) -> list[Summons]:
    """Every summons of a locked request, locked too (the request first: one order for all), oldest first."""
    rows = Summons.objects.select_for_update(of=("self",)).filter(service_request=service_request).order_by("pk")
    found = list(rows.select_related("department", "clerk", "ask"))
    for row in found:
        row.service_request = service_request
    return found


@dataclass(frozen=True)
class Standing:
    """How a person stands to one request."""

    held: frozenset[str]
    audience: Audience
    department_id: int | None  # the department he reads or acts for
    leads: bool  # that department leads the request


def standing(
    actor: Account,
    service_request: ServiceRequest,
    summonses: Iterable[Summons] | None = None,
    *,
    serves: bool | None = None,
) -> Standing:
    """No statement when the summonses and whether he serves the firm are at hand, one for each that is not."""
    held = set(posts(actor)) & {Post.CHIEF, Post.LEADER, Post.OFFICE}
    if acts_for_enterprise(actor) and actor.enterprise_id == service_request.enterprise_id:
        held.add("enterprise")
    if Post.SPECIALIST in posts(actor) and (_serves(actor, service_request) if serves is None else serves):
        held.add("specialist")
        held.discard(Post.CHIEF)  # the chief on his own firms counts as specialist only
    own: list[Summons] = []
    # Nobody acts as department where he is the specialist.
    if acts_for_department(actor) and "specialist" not in held:
        rows = summonses if summonses is not None else Summons.objects.filter(service_request=service_request)
        own = [row for row in rows if row.department_id == actor.department_id]
    leads = any(_leads(row, service_request) for row in own)
    if leads or any(row.status in OPEN_SUMMONS for row in own):
        held.add("department")
    return Standing(frozenset(held), _audience(held), actor.department_id if own else None, leads)


def _serves(actor: Account, service_request: ServiceRequest) -> bool:
    return Assignment.objects.filter(enterprise=service_request.enterprise_id, specialist=actor, until=None).exists()


def _leads(row: Summons, service_request: ServiceRequest) -> bool:
    if row.part != Summons.LEAD or row.leg != service_request.leg:
        return False
    if row.status in OPEN_SUMMONS:
        return True
    planned = row.status == SummonsStatus.REPLIED and row.outcome == Outcome.PLANNED
    return planned and service_request.status in (Status.PLANNED, Status.CONSULTING)


def _audience(held: set[str]) -> Audience:
    if held & {"specialist", Post.CHIEF, Post.OFFICE, Post.LEADER}:
        return Audience.STAFF
    return Audience.ENTERPRISE if "enterprise" in held else Audience.DEPARTMENT
