"""外部协调, the read side: who sees which matter and how much of it, and the lists of them (R-23)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from liaison.record.reading import Happening
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Department, Post
from liaison.rules import outside
from liaison.rules.audiences import may_see
from liaison.rules.lifecycle import OPEN
from liaison.rules.outside import CLERK, SPECIALIST, Keeper

from . import access
from .models import OutsideContact, OutsideMatter, OutsideParty, ServiceRequest

PAGE = 25
READERS = (Post.SPECIALIST, Post.CHIEF, Post.LEADER, Post.OFFICE)


def readable(entries: Sequence[Happening], how: access.Standing, login: str) -> list[Happening]:
    """The entries of a request that are for this reader. Who keeps a matter stands in the last entry about it."""
    keepers = {
        one.facts["matter"]: Keeper(one.facts["keeper"], one.facts["liaison"])
        for one in entries
        if one.kind.startswith("outside.")
    }
    return [
        one for one in entries
        if may_see(one.kind, how.audience)
        or (one.kind in CONFIDED and outside.may_read(one.kind, keepers[one.facts["matter"]], how.held, login))
    ]  # fmt: skip


CONFIDED = outside.CLOSE | outside.FOR_OFFICE


def with_outside(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """`outside` is the state of the newest matter of a request; None where there is none. Only the newest can be open."""
    newest = OutsideMatter.objects.filter(service_request=OuterRef("pk")).order_by("-pk").values("state")
    return found.annotate(outside=Subquery(newest[:1]))


# --- the matters of one request


@dataclass(frozen=True)
class Matter:
    """One matter as a reader may see it."""

    row: OutsideMatter
    liaison: Account | None  # None: the office holds it
    talks: bool  # parties by name, contacts and papers are for him
    keeps: bool  # it is his to go on with
    parties: Sequence[OutsideParty]
    contacts: Sequence[OutsideContact]

    @property
    def open(self) -> bool:
        return self.row.ended_at is None and self.row.service_request.status in OPEN


def of_request(
    r: ServiceRequest, how: access.Standing, actor: Account, specialist: Account | None
) -> list[Matter]:  # fmt: skip
    """Newest first; three statements, two for who does not read what was talked."""
    found = OutsideMatter.objects.filter(service_request=r).order_by("-pk")
    rows = list(found.select_related("what", "result", "liaison__department", "evidence__names"))
    parties = OutsideParty.objects.filter(matter__in=rows).select_related("department", "named").order_by("pk")
    by_matter: dict[int, list[OutsideParty]] = {row.pk: [] for row in rows}
    for party in parties if rows else ():
        by_matter[party.matter_id].append(party)
    reads = {row.pk for row in rows if outside.reads_talks(row.keeper, how.held, actor.login)}
    contacts = _contacts([party for pk in reads for party in by_matter[pk]])
    for row in rows:
        row.service_request = r
    return [_matter(row, by_matter[row.pk], contacts, how, actor, specialist) for row in rows]


def _contacts(parties: Sequence[OutsideParty]) -> list[OutsideContact]:
    if not parties:
        return []
    by_key = {party.pk: party for party in parties}
    rows = OutsideContact.objects.filter(party__in=by_key).select_related("text", "logged_by")
    found = list(rows.order_by("at", "pk"))
    for one in found:
        one.party = by_key[one.party_id]
    return found


def _matter(
    row: OutsideMatter, parties: list[OutsideParty], contacts: list[OutsideContact], how: access.Standing, actor: Account,
    specialist: Account | None,
) -> Matter:  # fmt: skip
    talks = outside.reads_talks(row.keeper, how.held, actor.login)
    return Matter(
        row, liaison_of(row, specialist), talks,
        keeps=outside.keeps(row.keeper, how.held, actor.login, served=specialist is not None),
        parties=[party for party in parties if talks or party.department_id],
        contacts=[one for one in contacts if one.party.matter_id == row.pk],
    )  # fmt: skip


def liaison_of(row: OutsideMatter, specialist: Account | None) -> Account | None:
    """The person who talks now; None: the office."""
    if row.keeper.kind == CLERK:
        return row.liaison
    return specialist if row.keeper.kind == SPECIALIST else None


def refused_outside(r: ServiceRequest) -> str:
    """What was said of the newest refusal: with it the explanation to the firm begins."""
    rows = OutsideMatter.objects.filter(service_request=r, state=OutsideMatter.REFUSED).order_by("-pk")
    return rows.values_list("result__text", flat=True).first() or ""


# --- who may be named


def agencies(zone_id: int) -> list[Department]:
    """The agencies of the register outside the zone."""
    return list(Department.objects.filter(zone=zone_id, external=True).order_by("code"))


def clerks(zone_id: int) -> QuerySet[Account]:
    """Who may be named besides the specialist: clerks and heads of the zone's own departments."""
    held = Q(appointments__post__in=(Post.CLERK, Post.HEAD), appointments__until=None)
    own = Account.objects.filter(held, zone=zone_id, is_active=True, department__external=False)
    return own.select_related("department").order_by("department__code", "pk").distinct()


# --- the lists


def reads(actor: Account) -> bool:
    """Whether the list concerns this person at all."""
    return bool(registry.posts(actor) & set(READERS)) or registry.acts_for_department(actor)


def visible(actor: Account) -> QuerySet[OutsideMatter]:
    """All for those who see all requests; otherwise those whose liaison he is. A firm sees its own on its request."""
    rows, how = OutsideMatter.objects.filter(zone=actor.zone_id), access.sight(actor)
    if how.all_rows:
        return rows
    mine = Q(liaison=actor, conflict_at=None) if how.department else Q(pk=None)
    if how.specialist:
        served = Assignment.objects.filter(registry.serving(actor))
        mine |= Q(liaison=None, conflict_at=None, service_request__enterprise__in=served.values("enterprise"))
    return rows.filter(mine)


SHOWN = (
    "state", "next_progress_at", "conflict_at", "missed_at", "ended_at", "what__text", "liaison__login", "liaison__name_zh",
    "liaison__name_en", "service_request__number", "service_request__status", "service_request__enterprise__code",
    "service_request__enterprise__name_zh", "service_request__enterprise__name_en",
)  # fmt: skip


def listing(actor: Account, *, ended: bool = False) -> list[OutsideMatter]:
    """What is open: where the office is to name somebody first, then by the day of the next news; or what has ended, newest first."""
    running = Q(ended_at=None, service_request__status__in=sorted(OPEN))
    rows = visible(actor).select_related("what", "liaison", "service_request__enterprise").only(*SHOWN)
    if ended:
        return list(rows.exclude(running).order_by("-pk")[:PAGE])
    first = Case(When(conflict_at__isnull=False, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(rows.filter(running).order_by(first, "next_progress_at", "pk")[: PAGE * 2])
