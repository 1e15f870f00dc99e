"""Gripe sessions as their members see them: text, firm, claimant and date of each item; never the request behind it (R-31…R-35)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from liaison.notices import outbox
from liaison.notices.models import Notice
from liaison.registry import access as registry
from liaison.registry.access import acts_for_department, acts_for_enterprise, posts
from liaison.registry.models import Account, Department, Enterprise, Post
from liaison.registry.policy import Policy
from liaison.rules import deadlines, gripes
from liaison.rules.lifecycle import UNANSWERED, Channel, Status

from . import access
from .models import ChatGroup, Gripe, GripeSession, Membership, MeToo, ServiceRequest, Summons

HOSTS = (Post.CHIEF, Post.OFFICE)  # the chief's sessions, run by the office
MEMBERS = frozenset({Post.CHIEF, Post.OFFICE, Post.LEADER, Post.SPECIALIST})
SHOWN = 24  # two years of sessions; older ones are in the record
MIRRORED = "gripe_mirrored"  # the notice that brings an item to the leaders
FIRMS = 6  # that a typed word may mean before it means none


def is_member(actor: Account) -> bool:
    """All firms' contacts, departments, specialists, leaders, chief and office; no administrator and nobody of the appraisal."""
    return bool(posts(actor) & MEMBERS) or acts_for_enterprise(actor) or acts_for_department(actor)


def is_host(actor: Account) -> bool:
    return bool(posts(actor) & set(HOSTS))


def visible(actor: Account) -> QuerySet[GripeSession]:
    return GripeSession.objects.filter(zone=actor.zone_id) if is_member(actor) else GripeSession.objects.none()


def request_pk(actor: Account, number: str) -> int:
    """The request behind an item, for who may claim it; to everybody else it is there or not as ever. Raises Http404."""
    found = access.visible(actor)
    if acts_for_department(actor):
        found = found | ServiceRequest.objects.filter(zone=actor.zone_id, channel=Channel.GRIPE)
    pk = found.filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return pk


def session_for(actor: Account, pk: int) -> GripeSession:
    """Raises Http404 for whoever is not a member, as if there were none."""
    found = visible(actor).select_related("zone").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def item(actor: Account, pk: int) -> Gripe:
    """Raises Http404 for an item of a session that this person does not see."""
    found = Gripe.objects.filter(session__in=visible(actor), pk=pk)
    one = found.select_related(
        "session__zone", "enterprise", "service_request__text", "service_request__category"
    ).first()
    if one is None:
        raise Http404
    return one


def said_so_too(gripe: Gripe) -> list[Enterprise]:
    """Which firms say that it is their trouble too, on whatever list; for the host alone (N6)."""
    same = MeToo.objects.filter(gripe__service_request=gripe.service_request_id)
    return list(Enterprise.objects.filter(pk__in=same.values("enterprise")).order_by("pk"))


def coming(actor: Account) -> GripeSession | None:
    """The session that is open, else the next one planned. One statement."""
    ahead = visible(actor).filter(state__in=(GripeSession.OPEN, GripeSession.PLANNED))
    return ahead.order_by(F("opened_at").asc(nulls_last=True), "starts_at", "pk").first()


# --- the list of sessions


@dataclass(frozen=True)
class Calendar:
    """Every session, newest first, and the months without one (R-31)."""

    sessions: list[GripeSession]
    missed: list[date]


def calendar(actor: Account, now: datetime) -> Calendar:
    rows = list(visible(actor).order_by("-starts_at", "-pk")[:SHOWN])
    held = [deadlines.day_of(one.opened_at) for one in rows if one.opened_at]
    since = min((deadlines.day_of(one.starts_at) for one in rows), default=None)
    missed = gripes.missed_months(held, since, deadlines.day_of(now)) if since else []
    return Calendar(rows, missed)


# --- one session


@dataclass
class Item:
    """One item as every member sees it."""

    gripe: Gripe
    place: int  # on the list, from 1
    stand: str
    joins: list[Department]
    until: datetime | None  # the date that was given
    too: int = 0  # how many other firms say that it is their trouble too (N6)
    said_too: bool = False  # the firm that reads is among them

    @property
    def r(self) -> ServiceRequest:
        return self.gripe.service_request

    @property
    def text(self) -> str:
        return self.r.text.text if self.r.text else ""

    @property
    def lead(self) -> Department | None:
        return self.gripe.claimed_by


@dataclass(frozen=True)
class Delivery:
    """How far an item's copy has come: told to so many of the leaders' group, arrived at and read by so many (R-32)."""

    told: int
    arrived: int
    read: int
    at: datetime | None


@dataclass
class Seen:
    """A session with its items, in the order in which they are dealt with: what is left from the last time first (R-35)."""

    session: GripeSession
    items: list[Item]

    @property
    def current(self) -> Item | None:
        return next((one for one in self.items if one.gripe.pk == self.session.current_id), None)

    @property
    def following(self) -> Item | None:
        """What is said next: the first that nobody has spoken of yet."""
        return next((one for one in self.items if one.gripe.said_at is None and one.stand != gripes.ENDED), None)

    def count(self, *stands: str) -> int:
        return sum(one.stand in stands for one in self.items)


def seen(session: GripeSession, firm: int | None = None) -> Seen:
    """Two statements. `firm`: the one that reads, for whether it has said "me too"."""
    rows = _with_too(session.gripes.all(), firm).select_related(
        "service_request__text", "enterprise", "claimed_by", "mirrored"
    )
    found = sorted(rows, key=lambda one: (one.carried_from_id is None, one.position))
    called: dict[int, list[Summons]] = {}
    joining = Summons.objects.filter(service_request__in=[one.service_request_id for one in found], part=Summons.CO)
    for row in joining.select_related("department", "service_request").order_by("pk"):
        if row.leg == row.service_request.leg and row.status != "declined":
            called.setdefault(row.service_request_id, []).append(row)
    return Seen(session, [
        _item(one, place, session, [row.department for row in called.get(one.service_request_id, [])])
        for place, one in enumerate(found, 1)
    ])  # fmt: skip


def _item(one: Gripe, place: int, session: GripeSession, joins: list[Department]) -> Item:
    speaking = session.state == GripeSession.OPEN and session.current_id == one.pk
    said = one.said_at is not None or session.state == GripeSession.CLOSED or one.carried_from_id is not None
    stand = gripes.stand(
        one.service_request.status, claimed=one.claimed_by_id is not None, speaking=speaking, said=said
    )
    return Item(
        one,
        place,
        stand,
        joins,
        one.service_request.resolve_by,
        getattr(one, "too", 0),
        getattr(one, "said_too", False),
    )


def _with_too(rows: QuerySet[Gripe], firm: int | None) -> QuerySet[Gripe]:
    """Counted once for each firm, on whatever list it said so (R-35)."""
    same = MeToo.objects.filter(gripe__service_request=OuterRef("service_request")).order_by()
    firms = same.values("gripe__service_request").annotate(n=Count("enterprise", distinct=True)).values("n")
    rows = rows.annotate(too=Coalesce(Subquery(firms, output_field=IntegerField()), 0))
    return rows.annotate(said_too=Exists(same.filter(enterprise=firm))) if firm else rows


def leaders(group: ChatGroup) -> list[Account]:
    """Whom the mirror tells: the members of the leaders' group; while nobody was added to it, the leaders themselves."""
    rows = Membership.objects.filter(group=group, left_at=None, account__is_active=True).select_related("account")
    found = [row.account for row in rows.order_by("pk") if row.account]
    return found or registry.holders_of(Post.LEADER, group.zone_id)


def claimants(zone_id: int) -> list[Account]:
    """Clerks and heads of every department of the zone."""
    people = Account.objects.filter(zone=zone_id, is_active=True, department__external=False)
    held = Q(appointments__post__in=(Post.CLERK, Post.HEAD), appointments__until=None)
    return list(people.filter(held).order_by("pk").distinct())


def delivery(session: GripeSession) -> Delivery:
    """Of the newest item: whom its copy was told, at whom it has arrived, who has read it. Two statements."""
    newest = session.gripes.filter(carried_from=None).order_by("-pk").values_list("service_request__number", flat=True)
    rows = Notice.objects.filter(
        entry__chain=outbox.chain(session.zone.code),
        entry__subject=newest.first(),
        kind=MIRRORED,
        channel=Notice.IN_APP,
    )
    found = list(rows.order_by("pk").values_list("state", "read_at", "not_before"))
    arrived = sum(state == Notice.SENT for state, _read, _at in found)
    read = sum(read_at is not None for _state, read_at, _at in found)
    return Delivery(len(found), arrived, read, found[0][2] if found else None)


def default_date(session: GripeSession, in_force: Policy) -> date | None:
    """The date that a claim gives unless the department chooses another (R-34)."""
    due = in_force.due_after(in_force.now, session.claim_days or in_force.days("claim_days"))
    return deadlines.day_of(due) if due else None


# --- what acts on the request leave on the list; the request is locked by then


def touch(r: ServiceRequest) -> None:
    """The board of each session that shows it is out of date."""
    GripeSession.objects.filter(pk__in=Gripe.objects.filter(service_request=r).values("session")).update(
        version=F("version") + 1
    )


def led(r: ServiceRequest, departments: Sequence[Department], now: datetime) -> None:
    """Somebody leads it now, or nobody does any more; for what came of a session its list says so."""
    if r.channel != Channel.GRIPE:
        return
    lead = departments[0] if departments else None
    Gripe.objects.filter(service_request=r).update(claimed_by=lead, claimed_at=now if lead else None)
    touch(r)


def unfinished(zone_id: int, before: GripeSession) -> list[Gripe]:
    """What the last session that took place leaves to this one: whatever has no answer yet (R-35)."""
    last = GripeSession.objects.filter(zone=zone_id, state=GripeSession.CLOSED).exclude(pk=before.pk)
    newest = last.order_by("-closed_at", "-pk").first()
    if newest is None:
        return []
    rows = newest.gripes.filter(service_request__status__in=sorted(UNANSWERED))
    return sorted(rows.select_related("service_request"), key=lambda one: (one.carried_from_id is None, one.position))


def waits_for_office() -> Q:
    """A request that no department has claimed in time (R-33), as a condition on it."""
    late = Gripe.objects.filter(service_request=OuterRef("pk"), handed_to_office_at__isnull=False, claimed_by=None)
    return Q(status__in=(Status.RAISED, Status.IN_HAND), channel=Channel.GRIPE) & Q(Exists(late))


def firms_meant(actor: Account, words: str) -> list[Enterprise]:
    """The firms that a number, initials or a piece of the name may mean; an exact one alone. None when there are too many."""
    here = registry.visible_enterprises(actor).exclude(status=Enterprise.Status.LEFT)
    exact = Q(code__iexact=words) | Q(name_zh=words) | Q(name_en__iexact=words) | Q(initials__iexact=words)
    found = list(here.filter(exact).order_by("pk")[:FIRMS])
    if not found and words:
        like = Q(name_zh__contains=words) | Q(name_en__icontains=words) | Q(initials__istartswith=words)
        found = list(here.filter(like).order_by("pk")[: FIRMS + 1])
    return found if len(found) <= FIRMS else []
