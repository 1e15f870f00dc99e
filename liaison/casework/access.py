"""The only way in to requests: who sees which, and in what capacities a person stands to one."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.registry import access as registry
from liaison.registry.access import ALL_ROWS, acts_for_department, acts_for_enterprise, posts, serving
from liaison.registry.models import Account, Assignment, Post
from liaison.rules import outside
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import OPEN_SUMMONS, UNANSWERED, Outcome, Status, SummonsStatus

from . import ringing
from .models import Attachment, Consultation, Member, OutsideMatter, ServiceRequest, Summons


class Sight(NamedTuple):
    """How far a person sees among the requests of his zone."""

    all_rows: bool
    enterprise: bool  # those of his own firm
    specialist: bool  # those of the firms he serves, and what rings him while he is on duty
    department: (
        bool  # those his department was called to, or sits in a consultation about; where he is the liaison
    )


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
    mine: list[Q] = []
    if how.enterprise:
        mine.append(Q(enterprise=enterprise))
    if how.specialist:
        mine.append(Q(enterprise__in=Assignment.objects.filter(serving(person)).values("enterprise")))
        mine.append(Q(pk__in=ringing.rung_for(person).values("service_request")))
    if how.department:
        called = Summons.objects.filter(service_request=OuterRef("pk"), department=department)
        mine += [
            Q(Exists(called)),
            Q(Exists(_sitting(OuterRef("pk"), department))),
            Q(Exists(_talking(OuterRef("pk"), person))),
        ]
    return rows.filter(reduce(or_, mine) if mine else Q(pk=None))


def _sitting(service_request: Any, department: Any) -> QuerySet[Member]:
    """A department that sits in an agreed consultation, until it leaves (R-20)."""
    sits = Member.objects.filter(department=department, since__isnull=False, left_at=None)
    return sits.filter(consultation__service_request=service_request)


def _talking(service_request: Any, person: Any) -> QuerySet[OutsideMatter]:
    """A clerk who is the liaison for it, called or not, until he steps back (R-23)."""
    return OutsideMatter.objects.filter(service_request=service_request, liaison=person, conflict_at=None)


def sees(actor: Account, pk: int) -> bool:
    """Whether this request exists for him."""
    return bool(_seen(sight(actor))(pk=pk, **who(actor)))


@cache
def _seen(how: Sight) -> Prepared[int]:
    return Prepared(lambda: seen_by(how, **WHO).filter(pk=Slot("pk", BigIntegerField())).values_list("pk", flat=True))


def key_of(actor: Account, number: str) -> int:
    """The key of the request with this number. Raises Http404 if it does not exist for him."""
    found = _numbered(sight(actor))(number=number, **who(actor))
    if not found:
        raise Http404
    return found[0]


@cache
def _numbered(how: Sight) -> Prepared[int]:
    return Prepared(lambda: seen_by(how, **WHO).filter(number=Slot("number", CharField())).values_list("pk", flat=True))


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
    home = _home(summons=summons_pk)
    if not home:
        raise Http404
    return home[0]


@Prepared
def _home() -> QuerySet[Summons, int]:
    return Summons.objects.filter(pk=Slot("summons", BigIntegerField())).values_list("service_request_id", flat=True)


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
    return rows.order_by("pk").select_related("department", "clerk", "ask", "extension__reason", "consultation__why")


@dataclass(frozen=True)
class Standing:
    """How a person stands to one request."""

    held: frozenset[str]
    audience: Audience
    department_id: int | None  # the department he reads or acts for
    leads: bool  # that department leads the request
    person: int = 0  # his key
    home: int | None = None  # the department for which he acts at all


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
    rows: list[Summons] = []
    # Nobody acts as department where he is the specialist.
    if acts_for_department(actor) and "specialist" not in held:
        if summonses is None:
            summonses = Summons.objects.filter(service_request=service_request).select_related("consultation")
        rows = list(summonses)
        own = [row for row in rows if row.department_id == actor.department_id]
    leads = any(_leads(row, service_request) for row in own)
    if leads or any(row.status in OPEN_SUMMONS or _joined(row, service_request) for row in own):
        held.add("department")
    elif _sits(rows, actor):
        held.add("member")
    if (service_request.urgent or not held) and _may_be_rung(actor, held) and ringing.stands(actor, service_request.pk):
        held.add("duty_officer")
    return Standing(
        frozenset(held), _audience(held), actor.department_id if own else None, leads, actor.pk,
        actor.department_id if acts_for_department(actor) else None,
    )  # fmt: skip


def _may_be_rung(actor: Account, held: set[str]) -> bool:
    """Those on the roster who do not stand nearer to the request already."""
    return bool(posts(actor) & {Post.SPECIALIST, Post.OFFICE}) and not held & {"specialist", Post.CHIEF}


def _sits(rows: Iterable[Summons], actor: Account) -> bool:
    """Whether his department sits in the consultation that is held; a statement only where one is."""
    held = (getattr(row, "consultation", None) for row in rows)
    agreed = [one for one in held if one is not None and one.state == Consultation.AGREED]
    return any(seat.department_id == actor.department_id for one in agreed for seat in one.seats)


def _leads(row: Summons, service_request: ServiceRequest) -> bool:
    if row.part != Summons.LEAD or row.leg != service_request.leg:
        return False
    if row.status in OPEN_SUMMONS:
        return True
    planned = row.status == SummonsStatus.REPLIED and row.outcome == Outcome.PLANNED
    return planned and service_request.status in (Status.PLANNED, Status.CONSULTING)


def _joined(row: Summons, service_request: ServiceRequest) -> bool:
    """It took part of its own accord, with a date: until there is an answer it may still say that it was a mistake (R-33)."""
    planned = row.status == SummonsStatus.REPLIED and row.outcome == Outcome.PLANNED and row.origin == Summons.CLAIM
    return planned and row.leg == service_request.leg and service_request.status in UNANSWERED


def _audience(held: set[str]) -> Audience:
    if held & {"specialist", "duty_officer", Post.CHIEF, Post.OFFICE, Post.LEADER}:
        return Audience.STAFF
    return Audience.ENTERPRISE if "enterprise" in held else Audience.DEPARTMENT


OF_FILE = ("names", "summons", "outside__liaison")  # what tells for whom a file is


def attachment(actor: Account, pk: int) -> Attachment:
    """One attached file, for those who may see its request and its kind of entry. Raises Http404 as if it were not there."""
    found = Attachment.objects.select_related(*OF_FILE, "service_request").filter(pk=pk).first()
    if found is None or not sees(actor, found.service_request_id):
        raise Http404
    if not _is_for(standing(actor, found.service_request), actor, found):
        raise Http404
    return found


def attachments(service_request: ServiceRequest, how: Standing, actor: Account) -> list[Attachment]:
    """Every file of a request that this reader may open, oldest first; one statement."""
    found = _attached(service_request=service_request.pk)
    for row in found:
        row.service_request = service_request
    return [row for row in found if _is_for(how, actor, row)]


@Prepared
def _attached() -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(service_request=Slot("service_request", BigIntegerField()))
    return rows.select_related(*OF_FILE).order_by("pk")


def _is_for(how: Standing, actor: Account, file: Attachment) -> bool:
    audience = how.audience
    if file.outside:
        return outside.reads_talks(file.outside.keeper, how.held, actor.login)
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
