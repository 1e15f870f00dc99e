"""What a department has in hand: its summonses by what is left, in saved lists, with a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, Q, QuerySet, When

from liaison import record
from liaison.record.reading import Happening
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Post
from liaison.registry.names import Names
from liaison.registry.policy import Policy
from liaison.rules import lamps
from liaison.rules.audiences import Audience, may_see
from liaison.rules.lifecycle import AWAITING_REPLY, OPEN_SUMMONS, UNANSWERED, Outcome, Status, SummonsStatus

from . import access, queries, search
from .keyset import Key, behind, counter, or_never
from .models import ServiceRequest, Summons
from .moves import moves

_OPEN = Q(status__in=sorted(OPEN_SUMMONS))
_LED = Q(part=Summons.LEAD, status=SummonsStatus.REPLIED, leg=F("service_request__leg"))
_PLANNED = _LED & Q(outcome=Outcome.PLANNED, service_request__status__in=(Status.PLANNED, Status.CONSULTING))
_TO_CONFIRM = _LED & Q(service_request__status=Status.ANSWERED)
SOON_WORKING_DAYS = 3


def desk_lists(in_force: Policy) -> dict[str, Q]:
    """The saved lists of a department's desk, as conditions on a summons."""
    now = in_force.horizon.now
    soon = in_force.due_after(now, SOON_WORKING_DAYS) or in_force.horizon.soon
    awaiting = Q(status__in=sorted(AWAITING_REPLY))
    return {
        "all": _OPEN | _PLANNED | _TO_CONFIRM,
        "overdue": (_OPEN & Q(due_at__lt=now)) | (_PLANNED & Q(service_request__lamp_due_at__lt=now)),
        "report-in": Q(status=SummonsStatus.SENT),
        "soon": awaiting & Q(due_at__gte=now, due_at__lte=soon),
        "planned": _PLANNED,
        "to-confirm": _TO_CONFIRM,
        "declining": Q(status=SummonsStatus.DECLINING),
    }


@dataclass
class DeskRow:
    """One summons of the department, with the promise it now owes."""

    summons: Summons
    policy: Policy

    @property
    def r(self) -> ServiceRequest:
        return self.summons.service_request

    @property
    def text(self) -> str:
        return self.r.text.text if self.r.text else ""

    @property
    def is_open(self) -> bool:
        return self.summons.status in OPEN_SUMMONS

    @property
    def leads(self) -> bool:
        """The department has the request: as its open lead, or while its dated plan runs."""
        planned = self.summons.outcome == Outcome.PLANNED and self.r.status in (Status.PLANNED, Status.CONSULTING)
        return self.summons.part == Summons.LEAD and self.summons.leg == self.r.leg and (self.is_open or planned)

    @property
    def due_at(self) -> datetime | None:
        """Its reply; after a dated plan the next promise to the firm; nothing while the firm is to confirm."""
        if self.is_open:
            return self.summons.due_at
        return self.r.lamp_due_at if self.r.status in UNANSWERED else None

    @property
    def lamp(self) -> str:
        return lamps.lamp_of(self.summons.status if self.is_open else self.r.status, self.due_at, self.policy.horizon)


@dataclass(frozen=True)
class Desk:
    counts: dict[str, int]
    rows: list[DeskRow]
    next: Key | None


def department_desk(actor: Account, chosen: str, words: str, in_force: Policy, after: Key | None = None) -> Desk:
    """The department's desk: counters in one statement, one page of `chosen` in another."""
    lists = desk_lists(in_force)
    mine = summonses_in_hand(actor)
    counts = mine.aggregate(**{counter(key): Count("pk", filter=condition) for key, condition in lists.items()})
    found = mine.filter(lists.get(chosen, lists["all"]))
    if words:
        matching = search.matching(ServiceRequest.objects.filter(zone=actor.zone_id), words, actor.zone_id)
        found = found.filter(service_request__in=matching.values("pk"))
    read = list(behind(_by_what_is_left(found), after)[: queries.PAGE + 1])
    rows = [DeskRow(row, in_force) for row in read[: queries.PAGE]]
    more = Key(read[queries.PAGE - 1].key_at, read[queries.PAGE - 1].pk) if len(read) > queries.PAGE else None
    return Desk({key: counts[counter(key)] for key in lists}, rows, more)


def summonses_in_hand(actor: Account) -> QuerySet[Summons]:
    """Of his department, but of no firm he serves: nobody acts as department where he is the specialist, a colleague does."""
    mine = Summons.objects.filter(zone=actor.zone_id, department=actor.department_id)
    if Post.SPECIALIST in registry.posts(actor):
        served = Assignment.objects.filter(registry.serving(actor))
        mine = mine.exclude(service_request__enterprise__in=served.values("enterprise"))
    return mine


def _by_what_is_left(found: QuerySet[Summons]) -> QuerySet[Any]:
    due = Case(
        When(_OPEN, then=F("due_at")),
        When(service_request__status__in=sorted(UNANSWERED), then=F("service_request__lamp_due_at")),
        output_field=DateTimeField(),
    )
    with_all = found.select_related(
        "clerk",
        "ask",
        "extension",
        "consultation",
        "sent_by",
        "department",
        "service_request__enterprise",
        "service_request__text",
        "service_request__category",
    )
    return with_all.annotate(key_at=or_never(due)).order_by("key_at", "pk")


@dataclass(frozen=True)
class Preview:
    """One row opened beside the list: what its department may read and do."""

    row: DeskRow
    moves: list[str]
    happenings: list[Happening]
    names: Names


def preview(row: DeskRow, actor: Account) -> Preview:
    """Four statements. The desk leaves out firms that he serves, so he stands to this row as department alone."""
    held = frozenset({"department"} if row.is_open or row.leads else ())
    how = access.Standing(held, Audience.DEPARTMENT, actor.department_id, row.leads)
    happenings = record.happenings(actor.zone.code, row.r.number)
    seen = [one for one in happenings if may_see(one.kind, Audience.DEPARTMENT)]
    return Preview(row, moves(row.r, [row.summons], how, row.policy), seen, queries.names_for(seen, actor))


def summons_lamp(summons: Summons, in_force: Policy) -> str:
    """The lamp of one summons by its own promise."""
    return lamps.lamp_of(summons.status, summons.due_at, in_force.horizon)


def number_of(actor: Account, pk: int) -> str | None:
    """The number of the request that a summons belongs to, if it exists for this person."""
    return access.visible(actor).filter(summonses=pk).values_list("number", flat=True).first()


def summonses_of(actor: Account, pks: Iterable[int]) -> Sequence[Summons]:
    """Those of the named summonses that are on this person's desk, in a fixed order."""
    if not registry.acts_for_department(actor):
        return []
    rows = Summons.objects.filter(zone=actor.zone_id, department=actor.department_id, pk__in=list(pks))
    return list(rows.select_related("service_request", "clerk").order_by("pk"))
