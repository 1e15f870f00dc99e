"""履职记录 (R-45, S10): what a cadre did in a year, as facts counted from rows and entries. No score, no rank, no formula.

He reads his own, personnel reads everybody's. It never holds a vote, a tally or why a firm changed hands: for himself every
firm that went over to somebody else is a 服务对象调整, whatever led to it. What was served on him stands in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison import record
from liaison.casework.models import DutyShift, ProgressNote, Ring, ServiceRequest, Visit
from liaison.record.reading import Happening, of_kinds
from liaison.registry.access import capacities, posts
from liaison.registry.models import Account, Assignment, Post
from liaison.rules.deadlines import SHANGHAI, is_late
from liaison.rules.lifecycle import UNANSWERED

from .models import EffortFinding, MeritExclusion, Replacement

FIRST_STEPS = (
    "request.whistled",
    "request.answered",
    "request.scope_declined",
    "request.claimed",
    "consultation.proposed",
)
ENDS = (
    "request.answered", "request.concluded", "summons.replied", "consultation.agreed", "request.withdrawn",
    "request.scope_declined", "request.claimed",
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """So many in time, of all that had a date."""

    on_time: int = 0
    of: int = 0


@dataclass(frozen=True)
class Served:
    enterprise: str
    name: str
    since: datetime
    until: datetime | None
    replaced: bool = False  # said to personnel only


@dataclass(frozen=True)
class ServedPaper:
    """What was served on him: a finding with its year and decision; lifted when a review reversed it."""

    year: int
    decision: str
    served_at: datetime
    excluded: bool


@dataclass(frozen=True)
class YearRecord:
    person: Account
    year: int
    firms: list[Served] = field(default_factory=list)
    requests: int = 0
    still_open: int = 0
    first_contact_minutes: float | None = None  # median, from the call to the first word with the firm
    own_limit: Share = Share()  # the first step within the specialist's own limit
    replies: Share = Share()  # replies to these firms within the promise
    progress: Share = Share()  # progress notes within their cycle
    visits: int = 0
    visits_missed: int = 0
    shifts: int = 0
    rings_accepted: int = 0
    rings_missed: int = 0
    findings: list[ServedPaper] = field(default_factory=list)


def subject(reader: Account, login: str) -> Account:
    """Whose record it is: his own, or for personnel that of anybody who has served. Raises Http404."""
    if login == reader.login:
        return reader
    people = Account.objects.filter(zone=reader.zone_id, enterprise=None, login=login)
    found = people.select_related("zone", "department").first() if Post.PERSONNEL in posts(reader) else None
    if found is None:
        raise Http404
    return found


def has_one(person: Account) -> bool:
    return bool(posts(person) & {Post.SPECIALIST, Post.CHIEF})


def cadres(reader: Account) -> QuerySet[Account]:
    """Everybody on the specialists' roster, for personnel."""
    rows = Account.objects.filter(zone=reader.zone_id, appointments__post=Post.SPECIALIST).distinct()
    rows = rows.select_related("department").order_by("department__code", "login")
    return rows if Post.PERSONNEL in posts(reader) else rows.none()


def of(person: Account, year: int, now: datetime, *, for_personnel: bool = False) -> YearRecord:
    """Count again from what is there; eight statements, nine for personnel, however much it was."""
    first, end = datetime(year, 1, 1, tzinfo=SHANGHAI), datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    held = list(
        Assignment.objects.filter(Q(until=None) | Q(until__gte=first), specialist=person, since__lt=end)
        .select_related("enterprise").order_by("since", "pk")
    )  # fmt: skip
    mine = _requests(held, first, end)
    entries = of_kinds(
        person.zone.code, [one.number for one in mine], ["request.taken", "request.raised", *FIRST_STEPS, *ENDS]
    )
    came, missed = _visits(person, first, end)
    accepted, let_go = _rings(person, first, end)
    return YearRecord(
        person, year, firms=_firms(person, held, end, for_personnel), requests=len(mine),
        still_open=sum(one.status in UNANSWERED for one in mine),
        **_counted(entries), progress=_progress([one.pk for one in mine], now), visits=came, visits_missed=missed,
        shifts=DutyShift.objects.filter(officer=person, begins_at__gte=first, begins_at__lt=min(end, now)).count(),
        rings_accepted=accepted, rings_missed=let_go, findings=_findings(person, year),
    )  # fmt: skip


def _requests(held: Iterable[Assignment], first: datetime, end: datetime) -> list[ServiceRequest]:
    """What his firms raised while they were his."""
    spans = defaultdict(list)
    for one in held:
        spans[one.enterprise_id].append((max(one.since, first), min(one.until or end, end)))
    rows = ServiceRequest.objects.filter(enterprise__in=spans, raised_at__gte=first, raised_at__lt=end, verified=True)
    found = rows.only("number", "enterprise", "status", "raised_at").order_by("pk")
    return [one for one in found if any(since <= one.raised_at < until for since, until in spans[one.enterprise_id])]


def _counted(entries: Iterable[Happening]) -> dict[str, Any]:
    """First contact, the own limit and the promise to the firm, of every leg, as the record has them."""
    contact: list[float] = []
    own = late = ended = 0
    raised: dict[str, Happening] = {}
    stepped: set[str] = set()
    in_time = 0
    for entry in entries:
        begun = raised.get(entry.subject)
        if entry.kind == "request.raised":
            raised[entry.subject] = entry
        elif begun and entry.kind == "request.taken":
            called = datetime.fromisoformat(begun.facts["occurred_at"])
            contact.append(max((entry.at - called).total_seconds() / 60, 0))
        if begun and entry.kind in FIRST_STEPS and entry.subject not in stepped:
            stepped.add(entry.subject)
            if due := begun.facts.get("whistle_due_at"):
                own += 1
                in_time += not is_late(entry.at, datetime.fromisoformat(due))
        if verdict := (entry.facts.get("clock") or {}).get("verdict"):
            ended += verdict in ("on_time", "late")
            late += verdict == "late"
    return {
        "first_contact_minutes": median(contact) if contact else None, "own_limit": Share(in_time, own),
        "replies": Share(ended - late, ended),
    }  # fmt: skip


def _progress(requests: list[int], now: datetime) -> Share:
    """Notes of these requests that were owed; what is owed now and has not come is missed too."""
    notes = ProgressNote.objects.filter(service_request__in=requests, due_at__isnull=False)
    dates = list(notes.values_list("at", "due_at"))
    return Share(sum(not is_late(at, due) for at, due in dates if due), len(dates))


def _visits(person: Account, first: datetime, end: datetime) -> tuple[int, int]:
    rows = Visit.objects.filter(visitor=person, made_at__lt=end)
    found = rows.aggregate(
        came=Count("pk", filter=Q(arrived_at__gte=first, arrived_at__lt=end)),
        missed=Count("pk", filter=Q(no_show="visitor", no_show_at__gte=first, no_show_at__lt=end)),
    )
    return found["came"], found["missed"]


def _rings(person: Account, first: datetime, end: datetime) -> tuple[int, int]:
    found = Ring.objects.filter(account=person, rang_at__gte=first, rang_at__lt=end).aggregate(
        accepted=Count("pk", filter=Q(accepted_at__isnull=False, missed_at=None)),
        missed=Count("pk", filter=Q(missed_at__isnull=False)),
    )
    return found["accepted"], found["missed"]


def _firms(person: Account, held: Iterable[Assignment], end: datetime, for_personnel: bool) -> list[Served]:
    done: set[tuple[int, datetime]] = set()
    if for_personnel:
        rows = Replacement.objects.filter(old=person, done_at__isnull=False, done_at__lt=end)
        done = {(firm, at) for firm, at in rows.values_list("enterprise", "done_at") if at}
    return [
        Served(
            one.enterprise.code, one.enterprise.name, one.since, one.until if one.until and one.until < end else None,
            replaced=one.until is not None and (one.enterprise_id, one.until) in done,
        )
        for one in held
    ]  # fmt: skip


def _findings(person: Account, year: int) -> list[ServedPaper]:
    """Only what has reached him: until then it is not his to read, and nobody reads it here."""
    lifted = MeritExclusion.objects.filter(finding=OuterRef("pk"), lifted_at=None)
    served = EffortFinding.objects.filter(specialist=person, year=year, served_at__isnull=False)
    rows = (
        served.annotate(excludes=Exists(lifted)).order_by("pk").values_list("year", "decision", "served_at", "excludes")
    )
    return [ServedPaper(year, decision, at, excludes) for year, decision, at, excludes in rows if at]


def took_out(person: Account, year: int, *, by: Account, now: datetime) -> None:
    """The export is entered before the first byte goes out."""
    with record.transaction():
        record.append(
            "work.exported", chain=record.AUDIT, zone=by.zone.code, subject=person.login, actor=by.login,
            capacity=next(iter(capacities(by)), "none"), at=now, facts={"year": year},
        )  # fmt: skip
