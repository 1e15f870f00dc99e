"""What lies on each desk: reads over many requests, a section per desk, each with a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Category, Enterprise, Post
from liaison.registry.policy import Policy, policy
from liaison.rules import deadlines
from liaison.rules.lifecycle import OPEN, UNANSWERED, Status

from . import access, queries
from .consultations import awaits
from .filters import Filters, filtered
from .following import with_followers
from .models import ServiceRequest
from .moves import moves

# --- today: the specialist's desk, the phone log and the whistle ---

PILES = VERIFY, AGREE, OVERDUE, DUE, NEW, WAITING, CALL_BACK = (
    "verify", "agree", "overdue", "due", "new", "waiting", "call_back",
)  # fmt: skip
OF_EACH_PILE = 6  # cards of each pile while all are shown
OF_ONE_PILE = 60
QUIET_AFTER = timedelta(days=30)
QUIET_FIRMS = 6


@dataclass(frozen=True)
class Today:
    counts: dict[str, int]
    piles: dict[str, list[queries.Row]]  # each request in one pile only: what falls due comes first
    quiet: list[Enterprise]  # own firms without a word for long, each with `last`; read only when nothing presses
    contacts: dict[int, Account]  # by enterprise: whom to call

    @property
    def nothing_due(self) -> bool:
        return not self.counts[OVERDUE] and not self.counts[DUE]


def today(actor: Account, in_force: Policy, pile: str = "") -> Today:
    """The open requests in this person's care: all piles, or the one asked for."""
    mine, conditions = in_care_of(actor), piles_of(in_force)
    counts = mine.aggregate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
    rows = queries.page(_on_top(mine, conditions, pile).select_related("caller"), actor, in_force, OF_ONE_PILE).rows
    desk = Today(counts, {name: [] for name in PILES}, [], {})
    for row in rows:
        desk.piles[pile or PILES[row.r.pile]].append(row)  # type: ignore[attr-defined]
    if desk.nothing_due and not pile:
        desk.quiet.extend(_quiet_firms(actor, in_force.now))
    desk.contacts.update(contacts_of([*(row.r.enterprise_id for row in rows), *(firm.pk for firm in desk.quiet)]))
    return desk


def in_care_of(actor: Account) -> QuerySet[ServiceRequest]:
    """Of the firms he serves; for the chief also of those that nobody serves (SC-16)."""
    held, open_ones = registry.posts(actor), Assignment.objects.filter(until=None)
    mine = (
        Q(enterprise__in=open_ones.filter(registry.serving(actor)).values("enterprise"))
        if Post.SPECIALIST in held
        else Q(pk=None)
    )
    if Post.CHIEF in held:
        mine |= Q(~Exists(open_ones.filter(enterprise=OuterRef("enterprise"))))
    return ServiceRequest.objects.filter(mine, zone=actor.zone_id, status__in=OPEN)


def piles_of(in_force: Policy) -> dict[str, Q]:
    """The piles of this desk as conditions on a request; the digest counts by the same ones."""
    now = in_force.horizon.now
    midnight = datetime.combine(deadlines.day_of(in_force.now) + timedelta(days=1), time(0), deadlines.SHANGHAI)
    return {
        VERIFY: Q(status__in=(Status.RAISED, Status.IN_HAND), verified=False),
        AGREE: Q(status=Status.WHISTLED) & awaits("specialist"),
        OVERDUE: Q(status__in=UNANSWERED, lamp_due_at__lt=now),
        DUE: Q(status__in=UNANSWERED, lamp_due_at__gte=now, lamp_due_at__lt=midnight),
        NEW: Q(status__in=(Status.RAISED, Status.IN_HAND), verified=True),
        WAITING: Q(status__in=(Status.WHISTLED, Status.CONSULTING, Status.PLANNED)),
        CALL_BACK: Q(status=Status.ANSWERED),
    }


def _on_top(mine: QuerySet[ServiceRequest], conditions: dict[str, Q], pile: str) -> QuerySet[ServiceRequest]:
    order = [F("urgent").desc(), F("lamp_due_at").asc(nulls_last=True), F("pk").asc()]
    if pile:
        return mine.filter(conditions[pile]).order_by(*order)
    whens = [When(condition, then=Value(place)) for place, condition in enumerate(conditions.values())]
    piled = mine.annotate(pile=Case(*whens, output_field=IntegerField()))
    placed = piled.annotate(place=Window(RowNumber(), partition_by=[F("pile")], order_by=order))
    return placed.filter(place__lte=OF_EACH_PILE).order_by("pile", "place")


def _quiet_firms(actor: Account, now: datetime) -> list[Enterprise]:
    own = Assignment.objects.filter(registry.serving(actor), enterprise=OuterRef("pk"))
    served = Enterprise.objects.filter(Exists(own), zone=actor.zone_id, status=Enterprise.Status.OPERATING)
    heard = served.annotate(last=Max("servicerequest__moved_at")).filter(Q(last=None) | Q(last__lt=now - QUIET_AFTER))
    return list(heard.order_by(F("last").asc(nulls_first=True), "pk")[:QUIET_FIRMS])


def contacts_of(enterprises: Iterable[int]) -> dict[int, Account]:
    """The first contact with a number of each firm, in one statement."""
    people = Account.objects.filter(enterprise__in=set(enterprises), is_active=True).exclude(phone="")
    return {person.enterprise_id: person for person in people.order_by("-pk") if person.enterprise_id}


def firms_like(actor: Account, words: str, limit: int, *, on_duty: bool = False) -> list[Enterprise]:
    """Firms this person may log a call for: by a piece of the name, the code or the pinyin initials."""
    found = _loggable(actor, on_duty).exclude(status=Enterprise.Status.LEFT)
    for word in words.split()[:3]:
        name = Q(name_zh__icontains=word) | Q(name_en__icontains=word)
        found = found.filter(name | Q(initials__istartswith=word) | Q(code__iexact=word))
    return list(found.order_by("pk")[:limit])


def firm_to_log(actor: Account, code: str, *, on_duty: bool = False) -> Enterprise | None:
    return _loggable(actor, on_duty).filter(code=code).first()


def _loggable(actor: Account, on_duty: bool) -> QuerySet[Enterprise]:
    """Those he knows; whoever is on duty answers the calls of every firm (R-08)."""
    return Enterprise.objects.filter(zone=actor.zone_id) if on_duty else registry.visible_enterprises(actor)


@dataclass
class Glance(queries.Row):
    """What the page of one act needs of its request: no timeline, so four statements less than a dossier."""

    standing: access.Standing
    moves: list[str]


def glance(actor: Account, number: str, in_force: Policy) -> Glance:
    """Raises Http404 for what this person may not see."""
    seen = with_followers(access.visible(actor).select_related(*queries.OF_A_PAGE))
    r = seen.filter(number=number).first()
    if r is None:
        raise Http404
    row = queries.row_of(r, actor, in_force)
    how = access.standing(actor, row.r, row.summonses, serves=actor in (row.specialist, row.away))
    able = moves(row.r, row.summonses, how, in_force)
    return Glance(row.r, row.summonses, row.specialist, row.chief, in_force, standing=how, moves=able, away=row.away)


# --- enterprise: the firm's home, the form, the list ---

OPEN_AT_HOME = 50


def open_of_firm(actor: Account, in_force: Policy) -> queries.Page:
    """What is open of the reader's own firm: what waits for its word first, then by what falls due."""
    waits = Case(When(status__in=(Status.ANSWERED,), then=Value(0)), default=Value(1), output_field=IntegerField())
    found = access.visible(actor).filter(enterprise=actor.enterprise_id, status__in=OPEN)
    ordered = found.order_by(waits, F("lamp_due_at").asc(nulls_last=True), "-pk")
    return queries.page(ordered, actor, in_force, OPEN_AT_HOME)


@dataclass(frozen=True)
class Serving:
    specialist: Account | None
    chief: Account | None  # read only where a firm has no specialist
    away: Account | None = field(default=None, kw_only=True)  # the specialist for whom this one stands in


def serving(contact: Account) -> Serving:
    """Whom this person's firm calls: its specialist; while there is none, the chief (SC-16)."""
    return serving_firm(contact.enterprise_id, contact.zone_id)


def serving_firm(enterprise_id: int | None, zone_id: int) -> Serving:
    held = registry.open_assignments().filter(enterprise=enterprise_id).first() if enterprise_id else None
    if held:
        return Serving(held.holder, None, away=held.specialist if held.stand_in else None)
    return Serving(None, next(iter(registry.holders_of(Post.CHIEF, zone_id)), None))


@dataclass(frozen=True)
class Slip:
    """What somebody without an account may know of the request he brought through a door."""

    r: ServiceRequest
    policy: Policy
    serving: Serving


def slip(code: str, number: str, *, now: datetime) -> Slip:
    """The one way to a request that asks nobody who he is: the caller holds the signed address of its slip. Raises Http404."""
    found = ServiceRequest.objects.filter(door__code=code, number=number).select_related("zone", "enterprise").first()
    if found is None:
        raise Http404
    return Slip(found, policy(found.zone, now), serving_firm(found.enterprise_id, found.zone_id))


def categories_of(zone_id: int) -> list[Category]:
    return list(Category.objects.filter(zone=zone_id).order_by("position", "pk"))


def rows_before(actor: Account, filters: Filters, in_force: Policy, before: int) -> queries.Page:
    """The way back of `queries.rows`: the rows just above the key `before`, the nearest first."""
    found = filtered(actor, filters, in_force).filter(pk__gt=before)
    return queries.page(found.order_by("pk"), actor, in_force, queries.PAGE)
