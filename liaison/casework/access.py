"""The only way in to requests: who sees which, and in what capacities a person stands to one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.registry import access as registry
from liaison.registry.access import ALL_ROWS, acts_for_department, acts_for_enterprise, posts, serving
from liaison.registry.models import Account, Assignment, Post
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import OPEN_SUMMONS, Outcome, Status, SummonsStatus

from .models import Attachment, ServiceRequest, Summons


class Sight(NamedTuple):
    """How far a person sees among the requests of his zone."""

    all_rows: bool
    enterprise: bool  # those of his own firm
    specialist: bool  # those of the firms he serves
    department: bool  # those his department was called to


def sight(actor: Account) -> Sight:
    held = posts(actor)
    return Sight(bool(held & ALL_ROWS), acts_for_enterprise(actor), Post.SPECIALIST in held, acts_for_department(actor))


def who(actor: Account) -> dict[str, Any]:
    """What a query of visible requests needs to know of a person."""
    return {
        "zone": actor.zone_id, "person": actor.pk, "enterprise": actor.enterprise_id, "department": actor.department_id,
    }  # fmt: skip


WHO = {name: Slot(name, BigIntegerField()) for name in ("zone", "person", "enterprise", "department")}


def visible(actor: Account) -> QuerySet[ServiceRequest]:
    """The requests that exist for this person; every other one looks absent."""
    return seen_by(sight(actor), **who(actor))


def seen_by(how: Sight, *, zone: Any, person: Any, enterprise: Any, department: Any) -> QuerySet[ServiceRequest]:
    """The rule behind `visible`; with slots for the values, the beginning of a prepared query."""
    rows = ServiceRequest.objects.filter(zone=zone)
    if how.all_rows:
        return rows
    mine = Q(enterprise=enterprise) if how.enterprise else Q(pk=None)
    if how.specialist:
        mine |= Q(enterprise__in=Assignment.objects.filter(serving(person)).values("enterprise"))
    if how.department:
        mine |= Q(Exists(Summons.objects.filter(service_request=OuterRef("pk"), department=department)))
    return rows.filter(mine)


def locked(actor: Account, pk: int) -> ServiceRequest:
    """The row, locked and fresh. Locked first, judged second: two clicks cannot both pass."""
    found = _locked(sight(actor))(pk=pk, **who(actor))
    if not found:
        raise Http404
    return found[0]


@cache
def _locked(how: Sight) -> Prepared[ServiceRequest]:
    def build() -> QuerySet[ServiceRequest]:
        rows = seen_by(how, **WHO).select_for_update(of=("self",)).select_related("zone", "enterprise", "text")
        return rows.filter(pk=Slot("pk", BigIntegerField()))

    return Prepared(build)


def request_of(summons_pk: int) -> int:
    """The request a summons belongs to. Whether the person may know of either is for `locked` to say."""
    home = Summons.objects.filter(pk=summons_pk).values_list("service_request_id", flat=True).first()
    if home is None:
        raise Http404
    return home


def locked_summonses(service_request: ServiceRequest) -> list[Summons]:
    """Every summons of a locked request, locked too (the request first: one order for all), oldest first."""
    found = _locked_summonses(service_request=service_request.pk)
    for row in found:
        row.service_request = service_request
    return found


@Prepared
def _locked_summonses() -> QuerySet[Summons]:
    rows = Summons.objects.select_for_update(of=("self",)).filter(
        service_request=Slot("service_request", BigIntegerField())
    )
    return rows.order_by("pk").select_related("department", "clerk", "ask", "extension__reason")


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
    # Besides specialists one of the office may stand in where a substitute cannot.
    if posts(actor) & {Post.SPECIALIST, Post.OFFICE, Post.CHIEF} and (
        registry.serves(actor, service_request.enterprise_id) if serves is None else serves
    ):
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


def attachment(actor: Account, pk: int) -> Attachment:
    """One attached file, for those who may see its request and its kind of entry. Raises Http404 as if it were not there."""
    rows = Attachment.objects.select_related("names", "summons", "service_request")
    found = rows.filter(pk=pk, service_request__in=visible(actor)).first()
    if found is None or not _is_for(standing(actor, found.service_request).audience, found):
        raise Http404
    return found


def attachments(service_request: ServiceRequest, audience: Audience) -> list[Attachment]:
    """Every file of a request that readers of this audience may open, oldest first; one statement."""
    found = _attached(service_request=service_request.pk)
    for row in found:
        row.service_request = service_request
    return [row for row in found if _is_for(audience, row)]


@Prepared
def _attached() -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(service_request=Slot("service_request", BigIntegerField()))
    return rows.select_related("names", "summons").order_by("pk")


def _is_for(audience: Audience, file: Attachment) -> bool:
    if audience == Audience.STAFF:
        return True
    early = (
        audience == Audience.ENTERPRISE and file.summons is not None and _is_early(file.summons, file.service_request)
    )
    return not (file.for_staff or early)


def _is_early(summons: Summons, service_request: ServiceRequest) -> bool:
    """What a co sent with its reply reaches the firm with the lead's reply, as its words do (`queries`)."""
    answered = summons.leg < service_request.leg or service_request.replied_at is not None
    return summons.part == Summons.CO and not answered
