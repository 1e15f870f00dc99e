"""Reading requests: rows for lists and one dossier for a page or an API answer, each with a fixed number of statements."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from liaison import record
from liaison.notices import outbox
from liaison.prepared import OneOf, Prepared, PreparedMany, Slot
from liaison.record.reading import Happening
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Department
from liaison.registry.names import Names, names_of
from liaison.registry.policy import Policy, policy
from liaison.rules import deadlines, lamps, permitted
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import UNANSWERED, Status, SummonsStatus
from liaison.rules.next_step import NextStep, Situation, next_step

from . import access
from .beside import OfCase, OfWork, case_of, with_beside, work_of
from .consultations import awaited_side, consultation_of_leg, open_consultation
from .filters import Filters, filtered
from .following import Links, links_of, with_followers, with_lead
from .models import Consultation, Extension, ServiceRequest, Summons, Visit
from .moves import facts_of, lead_of_leg, pending_extension
from .outside import readable, with_outside

PAGE = 25


@dataclass
class Row:
    """One request with what a list shows beside it."""

    r: ServiceRequest
    summonses: Sequence[Summons]
    specialist: Account | None  # who answers for the firm now: its specialist, or who stands in
    chief: Account | None
    policy: Policy
    away: Account | None = field(default=None, kw_only=True)  # the specialist for whom somebody stands in
    extension: Extension | None = field(
        init=False
    )  # a later date asked for, on which the office has not decided
    consultation: Consultation | None = field(init=False)  # proposed or agreed
    lead: Summons | None = field(init=False)
    lamp: str = field(init=False)
    step: NextStep = field(init=False)

    def __post_init__(self) -> None:
        self.extension = pending_extension(self.summonses, self.r, self.policy.now)
        self.consultation = open_consultation(self.summonses, self.r)
        self.lead = lead_of_leg(self.summonses, self.r)
        self.lamp = lamps.lamp_of(self.r.status, self.r.lamp_due_at, self.policy.horizon)
        self.step = next_step(_situation(self))

    @property
    def holder_name(self) -> str:
        """The name of whoever the next step waits for, in the reader's language; empty for the office and nobody."""
        if self.step.who in ("specialist", "chief"):
            person = self.specialist or self.chief
            return person.name if person else ""
        if self.step.who == "department":
            return self.lead.department.name if self.lead else ""
        return self.r.enterprise.name if self.step.who == "enterprise" else ""

    @property
    def text(self) -> str:
        return self.r.text.text if self.r.text else ""

    @property
    def lead_request(self) -> str | None:
        """The number of the request that leads this one."""
        return getattr(self.r, "lead_number", None)


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    next: int | None  # the key to go on from; None at the end


@dataclass
class Dossier(Row):
    """Everything one page or one API answer shows about a request, as this reader may see it."""

    standing: access.Standing
    facts: permitted.Facts  # what the moves depend on
    moves: list[str]
    happenings: list[Happening]
    names: Names
    links: Links  # the request that leads this one, and those that it leads

    @property
    def common(self) -> OfWork | None:
        """The common work to which it belongs (N6)."""
        return work_of(self.r, self.standing.audience)

    @property
    def case(self) -> OfCase | None:
        """The case that is told about it, or is to be (R-55)."""
        return case_of(self.r, self.standing.audience)

    @property
    def contacts(self) -> list[Account]:
        """The firm's people, whoever raised it first."""
        found = [
            one for one in self.names.people.values() if one.enterprise_id == self.r.enterprise_id and one.is_active
        ]
        return sorted(found, key=lambda one: one.pk != self.r.raised_by_id)

    @property
    def caller(self) -> tuple[str, str] | None:
        """Name and number of whoever raised it at a door without an account; for staff only, the firm need not learn who spoke."""
        if self.r.caller is None or self.standing.audience != Audience.STAFF:
            return None
        return self.r.caller.text, self.r.caller.parts.get("phone", "")

    @property
    def quiet(self) -> bool:
        """N10: nothing the firm could see for some working days, so the page says whom we wait for."""
        until = self.policy.due("quiet_days", self.r.moved_at)
        return self.r.status in UNANSWERED and until is not None and deadlines.is_late(self.policy.now, until)


def rows(actor: Account, filters: Filters, in_force: Policy, *, after: int | None = None, limit: int = PAGE) -> Page:
    """A page of visible requests, newest first, by key and never by offset."""
    if filters == Filters():
        before = {} if after is None else {"after": after}
        keys = _newest(access.sight(actor), bool(before), limit + 1)(**access.who(actor), **before)
        return _page(_by_key(keys), actor, in_force, limit)
    found = filtered(actor, filters, in_force)
    if after is not None:
        found = found.filter(pk__lt=after)
    return page(found.order_by("-pk"), actor, in_force, limit)


def page(found: QuerySet[ServiceRequest], actor: Account, in_force: Policy, limit: int) -> Page:
    """Dress a query of requests; one row more than asked tells whether there is a next page."""
    return _page(_read(found, limit + 1), actor, in_force, limit)


def _page(read: list[ServiceRequest], actor: Account, in_force: Policy, limit: int) -> Page:
    shown = read[:limit]
    dressed = dress(shown, actor, in_force, _summonses(shown), _assignments(r.enterprise_id for r in shown))
    return Page(dressed, shown[-1].pk if len(read) > limit else None)


def dress(
    found: Sequence[ServiceRequest],
    actor: Account,
    in_force: Policy,
    summonses: Mapping[int, Sequence[Summons]],
    serving: Mapping[int, Assignment],
) -> list[Row]:
    """Rows for requests already read, with their summonses and who serves their firms; one statement if a firm has nobody."""
    chiefs = [] if all(r.enterprise_id in serving for r in found) else registry.holders_of("chief", actor.zone_id)
    chief = chiefs[0] if chiefs else None
    rows = []
    for r in found:
        held = serving.get(r.enterprise_id)
        away = held.specialist if held and held.stand_in else None
        rows.append(Row(r, summonses[r.pk], held.holder if held else None, chief, in_force, away=away))
    return rows


def row_of(r: ServiceRequest, actor: Account, in_force: Policy) -> Row:
    """One request with all that a page shows beside it; two statements."""
    held = registry.assignment_of(r.enterprise_id)
    return dress([r], actor, in_force, {r.pk: _summonses_of_one(r)}, {held.enterprise_id: held} if held else {})[0]


def dossier(actor: Account, number: str, *, now: datetime) -> Dossier:
    """One request as `actor` may see it. Raises Http404 if it does not exist for him."""
    found = _one(access.sight(actor))(number=number, chain=outbox.chain(actor.zone.code), **access.who(actor))
    if not found:
        raise Http404
    return dossier_of(found[0], actor, policy(actor.zone, now))


@cache
def _one(how: access.Sight) -> Prepared[ServiceRequest]:
    def build() -> QuerySet[ServiceRequest]:
        seen = access.seen_by(how, **access.WHO)
        found = with_lead(with_followers(seen.select_related(*OF_A_PAGE)), access.seen_by(how, **access.WHO))
        reached = outbox.not_reached(Slot("chain", CharField()))
        visits = Visit.objects.filter(service_request=OuterRef("pk"), left_at=None, no_show_at=None)
        found = found.annotate(not_reached=reached, visits_open=Exists(visits))
        return with_outside(with_beside(found)).filter(number=Slot("number", CharField()))

    return Prepared(build)


def dossier_of(r: ServiceRequest, actor: Account, in_force: Policy) -> Dossier:
    row = row_of(r, actor, in_force)
    how = access.standing(actor, r, row.summonses, serves=actor in (row.specialist, row.away))
    seen = readable(record.happenings(actor.zone.code, r.number), how, actor.login)
    facts = facts_of(r, row.summonses, how, in_force)
    if how.audience == Audience.ENTERPRISE:
        seen = _without_early_co_replies(seen)
    return Dossier(
        r, row.summonses, row.specialist, row.chief, in_force, standing=how, facts=facts, moves=permitted.possible(facts),
        happenings=seen, names=_names_around(row, seen), away=row.away,
        links=links_of(r, actor),
    )  # fmt: skip


@dataclass(frozen=True)
class Attached:
    """A file as its entry tells of it; whoever may read the entry may open the file (`access.attachment`)."""

    pk: int
    kind: str
    media_type: str
    size_bytes: int
    name: str  # empty once erased
    at: datetime
    internal: bool


def attached(one: Happening) -> list[Attached]:
    """The files of one entry, without a statement."""
    return [
        Attached(
            file["id"], file["kind"], file["media_type"], file["size_bytes"], one.parts.get(str(file["id"]), ""), one.at,
            internal=one.kind == "request.attached_inside",
        )
        for file in one.facts.get("files", ())
    ]  # fmt: skip


def asks_seen(seen: Dossier) -> set[int]:
    """The summonses whose ask this reader may read: his own department's; all of them for staff."""
    if seen.standing.audience == Audience.STAFF:
        return {row.pk for row in seen.summonses}
    return {row.pk for row in seen.summonses if row.department_id == seen.standing.department_id}


def names_for(seen: Iterable[Happening], actor: Account) -> Names:
    return names_of(actor.zone_id, _logins_in(seen))


def _logins_in(seen: Iterable[Happening]) -> set[str]:
    logins = {one.actor for one in seen if one.actor}
    for one in seen:
        logins |= {
            one.facts[key]
            for key in ("clerk", "specialist", "before", "officer", "liaison")
            if isinstance(one.facts.get(key), str)
        }
    return logins


def _others_in(one: Happening) -> list[str]:
    outsider = one.facts.get("department") if one.kind.startswith("outside.") else None
    return [*one.facts.get("members", ()), *([outsider] if outsider else [])]


def _names_around(row: Row, seen: Iterable[Happening]) -> Names:
    """The names of one request: its departments are at hand, its people and the firm's contacts are one statement."""
    called = [one.department for one in row.summonses] + [one.suggested for one in row.summonses if one.suggested]
    if held := consultation_of_leg(row.summonses, row.r):
        called += [seat.department for seat in held.seats if seat.department]
    known = {one.code: one for one in called}
    # Who sat in a consultation need not have been called, and nobody outside the zone is: then one statement more.
    if sits := {code for one in seen for code in _others_in(one) if code not in known}:
        known |= {one.code: one for one in Department.objects.filter(zone=row.r.zone_id, code__in=sits)}
    return Names(
        people={one.login: one for one in _people_around(_logins_in(seen) or {""}, enterprise=row.r.enterprise_id)},
        departments=known, enterprises={row.r.enterprise.code: row.r.enterprise},
    )  # fmt: skip


def _around(logins: Sequence[Slot]) -> QuerySet[Account]:
    contacts = Q(enterprise=Slot("enterprise", BigIntegerField()), is_active=True)
    return Account.objects.filter(Q(OneOf("login", logins)) | contacts).order_by("pk")


_people_around = PreparedMany(_around, CharField)


# The columns of a line, its summonses and its people: reading the others of 25 rows costs more than the page around them.
LINE = (
    "number", "enterprise__code", "enterprise__name_zh", "enterprise__name_en", "category__code", "category__name_zh",
    "category__name_en", "channel", "text__text", "urgent", "need_by", "verified", "raised_by", "caller", "status", "outcome",
    "closed_as", "leg", "occurred_at", "raised_at", "leg_began_at", "whistle_due_at", "reply_due_at", "replied_at", "answered_at",
    "resolve_by", "next_progress_at", "confirm_due_at", "closed_at", "lamp_due_at",
)  # fmt: skip
SUMMONS_OF_LINE = (
    "service_request", "department__code", "department__name_zh", "department__name_en", "part", "status", "leg", "sent_at",
    "due_at", "clerk", "reported_in_at", "replied_at", "outcome", "origin", "decide_due_at", "extension__state", "extension__before",
    "consultation__state", "consultation__decide_due_at", "consultation__agreed_by_specialist_at", "consultation__agreed_by_office_at",
)  # fmt: skip


def _read(found: QuerySet[ServiceRequest], most: int) -> list[ServiceRequest]:
    """The first rows of a query: its keys, which are cheap to ask for, and then the rows by a prepared query."""
    if found.query.annotations:  # columns that only this query knows
        return list(_for_lists(found)[:most])
    return _by_key(list(found.values_list("pk", flat=True)[:most]))


@cache
def _newest(how: access.Sight, bounded: bool, most: int) -> Prepared[int]:
    """The keys of the list that everybody begins with: all that he may see, before one of them or from the newest on."""

    def build() -> QuerySet[ServiceRequest, int]:
        found = access.seen_by(how, **access.WHO)
        if bounded:
            found = found.filter(pk__lt=Slot("after", BigIntegerField()))
        return found.order_by("-pk").values_list("pk", flat=True)[:most]

    return Prepared(build)


def _by_key(keys: Sequence[int]) -> list[ServiceRequest]:
    by_key = {r.pk: r for r in _by_keys(keys)}
    return [by_key[key] for key in keys if key in by_key]


@PreparedMany
def _by_keys(keys: Sequence[Slot]) -> QuerySet[ServiceRequest]:
    return _for_lists(ServiceRequest.objects.filter(OneOf("id", keys)))


def _for_lists(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """What a line of a list shows, and no more."""
    read = found.select_related("enterprise", "category", "text").only(*LINE)
    return read.annotate(lead_number=F("lead_request__number"))


def _summonses(found: Sequence[ServiceRequest]) -> dict[int, list[Summons]]:
    """Those of the rows of a list, oldest first; one statement."""
    by_request: dict[int, list[Summons]] = {r.pk: [] for r in found}
    for one in _summonses_of(by_request):
        by_request[one.service_request_id].append(one)
    return by_request


@PreparedMany
def _summonses_of(requests: Sequence[Slot]) -> QuerySet[Summons]:
    called = Summons.objects.filter(OneOf("service_request", requests))
    return called.select_related("department", "extension", "consultation").only(*SUMMONS_OF_LINE).order_by("pk")


OF_A_PAGE = ("zone", "enterprise", "category", "text", "caller", "raised_by")


def _summonses_of_one(r: ServiceRequest) -> list[Summons]:
    """Those of one request with all that a page shows of them, oldest first; one statement."""
    found = _all_of_summonses(service_request=r.pk)
    for one in found:
        one.service_request = r
    return found


@Prepared
def _all_of_summonses() -> QuerySet[Summons]:
    found = Summons.objects.filter(service_request=Slot("service_request", BigIntegerField())).order_by("pk")
    return found.select_related(
        "department", "clerk", "ask", "suggested", "extension", "consultation__why", "consultation__minutes"
    )


def _assignments(enterprises: Iterable[int]) -> dict[int, Assignment]:
    """Who serves each of the firms, with what is shown of a person; one statement."""
    return {one.enterprise_id: one for one in _serving(sorted(set(enterprises)))}


@PreparedMany
def _serving(enterprises: Sequence[Slot]) -> QuerySet[Assignment]:
    people = [
        f"{who}__{column}" for who in ("specialist", "stand_in") for column in ("login", "name_zh", "name_en", "phone")
    ]
    found = Assignment.objects.filter(OneOf("enterprise", enterprises), until=None)
    return found.select_related("specialist", "stand_in").only("enterprise", *people)


def _situation(row: Row) -> Situation:
    r, lead = row.r, row.lead
    whistled = r.status == Status.WHISTLED and lead is not None
    return Situation(
        status=r.status, has_specialist=row.specialist is not None,
        declining=lead is not None and lead.status == SummonsStatus.DECLINING,
        contact_by=r.whistle_due_at,
        reply_by=lead.due_at if whistled and lead else r.reply_due_at,
        decide_by=lead.decide_due_at if lead else None,
        resolve_by=r.resolve_by, progress_by=r.next_progress_at, confirm_by=r.confirm_due_at, verified=r.verified,
        extension_by=row.extension.before if row.extension else None,
        agree_first=awaited_side(row.consultation), agree_by=row.consultation.decide_due_at if row.consultation else None,
    )  # fmt: skip


def _without_early_co_replies(seen: list[Happening]) -> list[Happening]:
    """The firm reads a co's reply, and what came with it, with the lead's, or at once when the lead has already replied."""
    answered = {
        one.facts.get("leg")
        for one in seen
        if one.kind in ("request.answered", "request.concluded")
        or (one.kind == "summons.replied" and one.facts["part"] == "lead")
    }
    return [
        one for one in seen
        if one.kind not in ("summons.replied", "request.attached")
        or one.facts.get("part", "lead") == "lead" or one.facts.get("leg") in answered
    ]  # fmt: skip
