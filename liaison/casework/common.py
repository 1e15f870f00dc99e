"""共性事项, the read side (N6): what might be one work, the works there are, and their requests as this reader may see them.

A firm learns only how many others have the same trouble. A department sees the requests to which it was called, a specialist
those of his firms; who leads the zone sees all, and decides.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.http import Http404

from liaison import record
from liaison.prepared import Prepared, Slot
from liaison.record.reading import Happening
from liaison.registry import access as registry
from liaison.registry.models import Account, Department, Enterprise, Post
from liaison.registry.names import Names
from liaison.registry.policy import Policy
from liaison.rules import common, deadlines, likeness
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.lifecycle import OPEN, ClosedAs, Status

from . import access, queries
from .models import CommonPart, CommonWork, NotCommon, ServiceRequest
from .moves import lead_of_leg, own_summons

DECIDERS = (Post.CHIEF, Post.OFFICE)
READERS = (*DECIDERS, Post.LEADER)
COMPARED, COMPARED_ENDED = 600, 200  # of the newest open requests, and of those that ended lately
PROPOSED, OF_ONE = 12, 30  # groups on the page, and requests of each
PAGE = 25
PARTS = 100
OUT = frozenset({Status.WITHDRAWN, Status.OUT_OF_SCOPE})


# --- who sees what


def decides(actor: Account) -> bool:
    return bool(registry.posts(actor) & set(DECIDERS))


def reads(actor: Account) -> bool:
    """Whether works concern this person at all: not the firms, nor administrators."""
    how = access.sight(actor)
    return how.all_rows or how.department or how.specialist


def visible(actor: Account) -> QuerySet[CommonWork]:
    """All for those who see all requests; otherwise those with a request that this person sees."""
    rows = CommonWork.objects.filter(zone=actor.zone_id)
    if access.sight(actor).all_rows:
        return rows
    if not reads(actor):
        return rows.none()
    mine = CommonPart.objects.filter(Exists(access.visible(actor).filter(pk=OuterRef("service_request"))), left_at=None)
    return rows.filter(pk__in=mine.values("work"))


def number_for(actor: Account, number: str) -> CommonWork:
    """Raises Http404 for a work that this person does not see, as if there were none."""
    found = _dressed(visible(actor)).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _dressed(found: QuerySet[CommonWork]) -> QuerySet[CommonWork]:
    """With `firms` and `waiting`: how many firms are in it, and how many of their requests are still open."""
    parts = CommonPart.objects.filter(work=OuterRef("pk"), left_at=None).order_by().values("work")
    firms = Subquery(
        parts.annotate(n=Count("service_request__enterprise", distinct=True)).values("n"), output_field=IntegerField()
    )
    waiting = parts.filter(service_request__status__in=sorted(OPEN)).annotate(n=Count("pk")).values("n")
    found = found.annotate(
        firms=Coalesce(firms, 0), waiting=Coalesce(Subquery(waiting, output_field=IntegerField()), 0)
    )
    return found.select_related("title", "department", "made_by")


# --- what might be one work


@dataclass(frozen=True)
class Candidate:
    pk: int
    number: str
    enterprise: int
    firm_zh: str
    firm_en: str
    text: str
    status: str
    raised_at: datetime
    work: str | None  # the number of the open work in which it is
    work_state: str | None

    @property
    def firm(self) -> str:
        return Enterprise(name_zh=self.firm_zh, name_en=self.firm_en).short_name


@dataclass(frozen=True)
class Proposal:
    """Requests that look like one work, or like one that is there already."""

    members: Sequence[Candidate]
    work: str | None
    firms: int


def _columns(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest, Any]:
    part = CommonPart.objects.filter(service_request=OuterRef("pk"), left_at=None)
    told = found.filter(verified=True, text__isnull=False).annotate(
        work=Subquery(part.values("work__number")[:1]), work_state=Subquery(part.values("work__state")[:1])
    )
    return told.values_list(
        "pk", "number", "enterprise", "enterprise__name_zh", "enterprise__name_en", "text__text", "status", "raised_at", "work",
        "work_state",
    )  # fmt: skip


@Prepared
def _open() -> QuerySet[ServiceRequest, Any]:
    newest = ServiceRequest.objects.filter(zone=Slot("zone", BigIntegerField()), status__in=sorted(OPEN))
    return _columns(newest).order_by("-pk")[:COMPARED]


@Prepared
def _ended() -> QuerySet[ServiceRequest, Any]:
    since = Slot("since", DateTimeField())
    newest = ServiceRequest.objects.filter(
        zone=Slot("zone", BigIntegerField()), status=Status.CLOSED, closed_at__gte=since
    )
    return _columns(newest.exclude(closed_as=ClosedAs.DUPLICATE)).order_by("-closed_at", "-pk")[:COMPARED_ENDED]


def proposals(zone_id: int, in_force: Policy) -> list[Proposal]:
    """Three statements, however many requests there are: the newest open ones, those ended lately, what was called different."""
    rows = [*_open(zone=zone_id), *_ended(zone=zone_id, since=_since(in_force))]
    every = {row[0]: Candidate(*row) for row in rows if row[5]}
    known = {pk: one for pk, one in every.items() if one.work_state in (None, CommonWork.OPEN)}
    told = [common.Told(one.pk, one.enterprise, one.text) for one in known.values()]
    found = common.groups(told, _called_different(known))
    return [one for one in (_proposal([known[pk] for pk in keys]) for keys in found) if one][:PROPOSED]


def _since(in_force: Policy) -> datetime:
    """So far back what has ended is still compared: `common_recent` months."""
    first = deadlines.add_months(deadlines.day_of(in_force.now), -in_force.days("common_recent"))
    return datetime.combine(first, time(0), SHANGHAI)


def _called_different(known: Iterable[int]) -> set[tuple[int, int]]:
    keys = list(known)
    return set(NotCommon.objects.filter(one__in=keys, other__in=keys).values_list("one", "other"))


def _proposal(members: Sequence[Candidate]) -> Proposal | None:
    """What is in no work yet, with at least one of it open; None where there is nothing to decide."""
    free = [one for one in members if one.work is None]
    works = sorted(one.work for one in members if one.work)
    work = max(works, key=works.count) if works else None
    firms = len({one.enterprise for one in free})
    if not free or (work is None and firms < common.FIRMS) or not any(one.status in OPEN for one in free):
        return None
    return Proposal(free[:OF_ONE], work, firms)


# --- the works


@dataclass(frozen=True)
class Page:
    rows: Sequence[CommonWork]
    next: int | None


def listing(actor: Account, *, state: str = "", after: int | None = None, limit: int = PAGE) -> Page:
    """Newest first; one statement."""
    found = _dressed(visible(actor))
    if state:
        found = found.filter(state=state)
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


@dataclass(frozen=True)
class Part:
    """One request of the work with its own state, and what this reader may do with it."""

    row: queries.Row
    place: common.Place

    @property
    def may_answer(self) -> bool:
        return bool(common.act_of(self.place))

    @property
    def may_tell(self) -> bool:
        return common.may_tell(self.place)


def parts(actor: Account, work: CommonWork, in_force: Policy) -> list[Part]:
    """Those that this reader sees, oldest first; the number of statements does not grow with them."""
    within = CommonPart.objects.filter(work=work, left_at=None, service_request=OuterRef("pk"))
    found = access.visible(actor).filter(Exists(within)).annotate(joined=F("pk"))
    rows = queries.page(found.order_by("pk"), actor, in_force, PARTS).rows
    return [Part(row, _place(actor, row)) for row in rows]


def _place(actor: Account, row: queries.Row) -> common.Place:
    how = access.standing(actor, row.r, row.summonses, serves=actor in (row.specialist, row.away))
    return place_of(row.r, row.summonses, how)


def place_of(r: ServiceRequest, summonses: Sequence[Any], how: access.Standing) -> common.Place:
    own, lead = own_summons(summonses, how), lead_of_leg(summonses, r)
    mine = own.status if own is not None and lead is not None and own.pk == lead.pk else ""
    return common.Place(r.status, how.held, leads=how.leads, own=mine)


def history(actor: Account, work: CommonWork) -> tuple[list[Happening], Names]:
    """What became of the work, oldest first, for those who see all of it; two statements."""
    if not access.sight(actor).all_rows:
        return [], Names({}, {}, {})
    found = record.happenings(actor.zone.code, work.number)
    people = Account.objects.filter(login__in={one.actor for one in found})
    return found, Names({one.login: one for one in people}, {}, {})


def like_it(actor: Account, r: ServiceRequest, text: str, in_force: Policy) -> list[Candidate]:
    """Of all firms, what is open or ended lately and reads like one request; the page from which somebody makes a work of it."""
    mine = likeness.pieces(text)
    rows = [*_open(zone=actor.zone_id), *_ended(zone=actor.zone_id, since=_since(in_force))]
    others = [Candidate(*row) for row in rows if row[5] and row[0] != r.pk]
    scored = [(likeness.likeness(mine, likeness.pieces(one.text)), one) for one in others]
    alike = [pair for pair in scored if pair[0] >= likeness.SHOWN]
    return [one for _score, one in sorted(alike, key=lambda pair: (-pair[0], -pair[1].pk))][:OF_ONE]


def departments(zone_id: int) -> list[Department]:
    return list(Department.objects.filter(zone=zone_id, external=False).order_by("pk"))
