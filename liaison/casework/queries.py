"""Reading requests: rows for lists and one dossier for a page or an API answer, each with a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404

from liaison import record
from liaison.record.reading import Happening
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Department, Enterprise
from liaison.registry.policy import Policy, policy
from liaison.rules import deadlines, lamps
from liaison.rules.audiences import Audience, may_see
from liaison.rules.lifecycle import UNANSWERED, Status, SummonsStatus
from liaison.rules.next_step import NextStep, Situation, next_step

from . import access
from .models import ServiceRequest, Summons
from .moves import lead_of_leg, moves

PAGE = 25


@dataclass(frozen=True)
class Filters:
    """What a list may be narrowed by; codes as in the API."""

    status: str = ""
    lamp: str = ""
    department: str = ""
    enterprise: str = ""
    category: str = ""
    q: str = ""
    raised_from: date | None = None
    raised_to: date | None = None


@dataclass
class Row:
    """One request with what a list shows beside it."""

    r: ServiceRequest
    summonses: Sequence[Summons]
    specialist: Account | None
    chief: Account | None
    policy: Policy
    lead: Summons | None = field(init=False)
    lamp: str = field(init=False)
    step: NextStep = field(init=False)

    def __post_init__(self) -> None:
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


@dataclass(frozen=True)
class Page:
    rows: list[Row]
    next: int | None  # the key to go on from; None at the end


@dataclass
class Dossier(Row):
    """Everything one page or one API answer shows about a request, as this reader may see it."""

    standing: access.Standing
    moves: list[str]
    happenings: list[Happening]
    names: "Names"

    @property
    def contacts(self) -> list[Account]:
        """The firm's people, whoever raised it first."""
        found = [
            one for one in self.names.people.values() if one.enterprise_id == self.r.enterprise_id and one.is_active
        ]
        return sorted(found, key=lambda one: one.pk != self.r.raised_by_id)

    @property
    def quiet(self) -> bool:
        """N10: nothing the firm could see for some working days, so the page says whom we wait for."""
        until = self.policy.due("quiet_days", self.r.moved_at)
        return self.r.status in UNANSWERED and until is not None and deadlines.is_late(self.policy.now, until)


def rows(actor: Account, filters: Filters, *, now: datetime, after: int | None = None, limit: int = PAGE) -> Page:
    """A page of visible requests, newest first, by key and never by offset."""
    in_force = policy(actor.zone, now)
    found = filtered(access.visible(actor), filters, in_force)
    if after is not None:
        found = found.filter(pk__lt=after)
    return page(found.order_by("-pk"), actor, in_force, limit)


def page(found: QuerySet[ServiceRequest], actor: Account, in_force: Policy, limit: int) -> Page:
    """Dress a query of requests; one row more than asked tells whether there is a next page."""
    read = list(_for_lists(found)[: limit + 1])
    dressed = dress(read[:limit], actor, in_force)
    return Page(dressed, read[limit - 1].pk if len(read) > limit else None)


def dress(found: Sequence[ServiceRequest], actor: Account, in_force: Policy) -> list[Row]:
    """Rows for requests already read; one statement for the specialists, one more for the chief if a firm has none."""
    serving = _specialists(r.enterprise_id for r in found)
    chiefs = [] if all(r.enterprise_id in serving for r in found) else registry.holders_of("chief", actor.zone_id)
    chief = chiefs[0] if chiefs else None
    return [Row(r, list(r.summonses.all()), serving.get(r.enterprise_id), chief, in_force) for r in found]


def dossier(actor: Account, number: str, *, now: datetime) -> Dossier:
    """One request as `actor` may see it. Raises Http404 if it does not exist for him."""
    r = with_all(access.visible(actor)).filter(number=number).first()
    if r is None:
        raise Http404
    return dossier_of(r, actor, policy(actor.zone, now))


def dossier_of(r: ServiceRequest, actor: Account, in_force: Policy) -> Dossier:
    row = dress([r], actor, in_force)[0]
    how = access.standing(actor, r, row.summonses, serves=actor == row.specialist)
    seen = [one for one in record.happenings(actor.zone.code, r.number) if may_see(one.kind, how.audience)]
    if how.audience == Audience.ENTERPRISE:
        seen = _without_early_co_replies(seen)
    return Dossier(
        r, row.summonses, row.specialist, row.chief, in_force, standing=how, moves=moves(r, row.summonses, how, in_force),
        happenings=seen, names=_names_around(row, seen),
    )  # fmt: skip


def asks_seen(seen: Dossier) -> set[int]:
    """The summonses whose ask this reader may read: his own department's; all of them for staff."""
    if seen.standing.audience == Audience.STAFF:
        return {row.pk for row in seen.summonses}
    return {row.pk for row in seen.summonses if row.department_id == seen.standing.department_id}


@dataclass(frozen=True)
class Names:
    """Names for the codes in entries, in the reader's language, read in three statements at most."""

    people: dict[str, Account]
    departments: dict[str, Department]
    enterprises: dict[str, Enterprise]

    def person(self, login: str) -> str:
        return self.people[login].name if login in self.people else login

    def department(self, code: str) -> str:
        return self.departments[code].name if code in self.departments else code

    def enterprise(self, code: str) -> str:
        return self.enterprises[code].name if code in self.enterprises else code


def names_for(seen: Iterable[Happening], actor: Account) -> Names:
    return names_of(actor.zone_id, _logins_in(seen))


def _logins_in(seen: Iterable[Happening]) -> set[str]:
    logins = {one.actor for one in seen if one.actor}
    for one in seen:
        logins |= {one.facts[key] for key in ("clerk", "specialist", "before") if isinstance(one.facts.get(key), str)}
    return logins


def _names_around(row: Row, seen: Iterable[Happening]) -> Names:
    """The names of one request: its departments are at hand, its people and the firm's contacts are one statement."""
    around = Q(login__in=_logins_in(seen)) | Q(enterprise=row.r.enterprise_id, is_active=True)
    called = [one.department for one in row.summonses] + [one.suggested for one in row.summonses if one.suggested]
    return Names(
        people={one.login: one for one in Account.objects.filter(around).order_by("pk")},
        departments={one.code: one for one in called}, enterprises={row.r.enterprise.code: row.r.enterprise},
    )  # fmt: skip


def names_of(zone_id: int, logins: Iterable[str], enterprises: Iterable[str] = ()) -> Names:
    codes = set(enterprises)
    return Names(
        people={one.login: one for one in Account.objects.filter(login__in=set(logins))},
        departments={one.code: one for one in Department.objects.filter(zone=zone_id)},
        enterprises={one.code: one for one in Enterprise.objects.filter(zone=zone_id, code__in=codes)} if codes else {},
    )


def _for_lists(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    """What a line of a list shows, and no more: 25 rows are dressed for every page."""
    summonses = Summons.objects.select_related("department", "clerk").order_by("pk")
    read = found.select_related("enterprise", "category", "text")
    return read.prefetch_related(Prefetch("summonses", queryset=summonses))


def with_all(found: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    summonses = Summons.objects.select_related("department", "clerk", "ask", "suggested").order_by("pk")
    read = found.select_related("zone", "enterprise", "category", "text", "raised_by")
    return read.prefetch_related(Prefetch("summonses", queryset=summonses))


def _specialists(enterprises: Iterable[int]) -> dict[int, Account]:
    held = Assignment.objects.filter(enterprise__in=set(enterprises), until=None).select_related(
        "specialist__department"
    )
    return {one.enterprise_id: one.specialist for one in held}


def _situation(row: Row) -> Situation:
    r, lead = row.r, row.lead
    whistled = r.status == Status.WHISTLED and lead is not None
    return Situation(
        status=r.status, has_specialist=row.specialist is not None,
        declining=lead is not None and lead.status == SummonsStatus.DECLINING,
        contact_by=r.whistle_due_at,
        reply_by=lead.due_at if whistled and lead else r.reply_due_at,
        decide_by=lead.decide_due_at if lead else None,
        resolve_by=r.resolve_by, progress_by=r.next_progress_at, confirm_by=r.confirm_due_at,
    )  # fmt: skip


def _without_early_co_replies(seen: list[Happening]) -> list[Happening]:
    """The firm reads a co's reply with the lead's, or at once when the lead has already replied."""
    answered = {
        one.facts.get("leg")
        for one in seen
        if one.kind in ("request.answered", "request.concluded")
        or (one.kind == "summons.replied" and one.facts["part"] == "lead")
    }
    return [
        one for one in seen
        if one.kind != "summons.replied" or one.facts["part"] == "lead" or one.facts.get("leg") in answered
    ]  # fmt: skip


def filtered(found: QuerySet[ServiceRequest], filters: Filters, in_force: Policy) -> QuerySet[ServiceRequest]:
    if filters.status:
        found = found.filter(status__in=[code for code in filters.status.split(",") if code])
    if filters.enterprise:
        found = found.filter(enterprise__code=filters.enterprise)
    if filters.category:
        found = found.filter(category__code=filters.category)
    if filters.department:
        summoned = Summons.objects.filter(service_request=OuterRef("pk"), department__code=filters.department)
        found = found.filter(Exists(summoned))
    if filters.raised_from:
        found = found.filter(raised_at__gte=datetime.combine(filters.raised_from, time(0), deadlines.SHANGHAI))
    if filters.raised_to:
        last = filters.raised_to + timedelta(days=1)
        found = found.filter(raised_at__lt=datetime.combine(last, time(0), deadlines.SHANGHAI))
    if filters.lamp:
        found = found.filter(lamp_is(filters.lamp, in_force.horizon))
    return matching(found, filters.q)


def lamp_is(lamp: str, horizon: lamps.Horizon) -> Q:
    """The rows that show `lamp`: `lamps.lamp_of` as a condition (a test holds the two together)."""
    late, soon = Q(lamp_due_at__lt=horizon.now), Q(lamp_due_at__gte=horizon.now, lamp_due_at__lte=horizon.soon)
    running = Q(status__in=UNANSWERED)
    calm = running & (Q(lamp_due_at=None) | Q(lamp_due_at__gt=horizon.soon))
    return {
        lamps.OVERDUE: running & late,
        lamps.DUE_SOON: running & soon,
        lamps.CONSULTING: calm & Q(status=Status.CONSULTING),
        lamps.NORMAL: calm & ~Q(status=Status.CONSULTING),
        lamps.DONE: ~running,
    }.get(lamp, Q(pk=None))


def matching(found: QuerySet[ServiceRequest], words: str) -> QuerySet[ServiceRequest]:
    """Rows that hold every word in number, firm, its pinyin initials or the text; two Chinese characters are enough."""
    for word in words.split()[:5]:
        firm = (
            Q(enterprise__name_zh__icontains=word)
            | Q(enterprise__name_en__icontains=word)
            | Q(enterprise__initials__istartswith=word)
        )
        found = found.filter(Q(number__icontains=word) | firm | Q(text__text__icontains=word))
    return found
