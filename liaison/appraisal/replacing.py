"""撤换 (R-44, Q-07, Q-08): the duty, who could follow, and who may know of it.

A vote, or the word of a principal, alone creates the duty: nobody approves it, nobody refuses it. The office learns which firm
and until when, never the cause; the person himself learns nothing before it is done, in whatever capacity he asks.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404

from liaison import record
from liaison.casework.acting import CLOCK, iso
from liaison.casework.coverage import involved_in
from liaison.casework.models import AgencyFile, ServiceRequest, Visit
from liaison.notices import outbox
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry import coverage, replaced
from liaison.registry.models import Account, Assignment, Enterprise, Post, Zone
from liaison.registry.policy import Policy, policy
from liaison.rules import chain, lamps
from liaison.rules.deadlines import close_of, day_of
from liaison.rules.lifecycle import OPEN, Status
from liaison.rules.proposal import BEST, Proposal, propose

from . import watching
from .models import Replacement, RollLine, Round

PAGE = 50
A_WEEK = timedelta(days=7)  # five working days where the calendar of the year is not known yet
BESIDE = ("enterprise", "old", "new", "proposed", "wished")


# --- who may know


def visible(by: Account) -> QuerySet[Replacement]:
    """The office alone, and nobody his own."""
    rows = Replacement.objects.filter(zone=by.zone_id)
    return rows.exclude(old=by) if Post.OFFICE in registry.posts(by) else rows.none()


def one(by: Account, pk: int) -> Replacement:
    """With how much goes over (H1): `n_requests`, `n_files`, `n_visits`. One statement. Raises Http404."""
    visits = Visit.objects.filter(arrived_at=None, left_at=None, no_show_at=None, promised_at__isnull=False)
    files = AgencyFile.objects.filter(state__in=(AgencyFile.WAITING, AgencyFile.OPEN))
    requests = ServiceRequest.objects.filter(status__in=OPEN)
    rows = visible(by).annotate(n_requests=_count(requests), n_files=_count(files), n_visits=_count(visits))
    found: Any = rows.select_related("zone", *BESIDE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return cast(Replacement, found)


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_firm = rows.filter(enterprise=OuterRef("enterprise")).order_by().values("enterprise").annotate(n=Count("pk"))
    return Coalesce(Subquery(of_firm.values("n")), 0)


def locked(pk: int) -> Replacement:
    """The firm first, then the duty: one order for all. Raises Http404."""
    firm = Replacement.objects.filter(pk=pk).values_list("enterprise", flat=True).first()
    if firm is None:
        raise Http404
    registry.hold(firm)
    rows = Replacement.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("zone", "enterprise", "old", "wished").get(pk=pk)


def to_tell(row: Replacement) -> list[Account]:
    """The office, without the one it is about."""
    return [one for one in registry.holders_of(Post.OFFICE, row.zone_id) if one.pk != row.old_id]


def listed(by: Account, after: int | None = None) -> tuple[list[Replacement], int | None]:
    """What is owed by its date, then what is done, the newest first; and where to go on. One statement."""
    owed = Case(When(done_at=None, then=Value(0)), default=Value(1))
    rows: QuerySet[Any] = visible(by).annotate(done=owed).select_related(*BESIDE)
    if after is not None:
        found = list(rows.filter(done=1, pk__lt=after).order_by("-pk")[: PAGE + 1])
        return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None
    open_ones = list(rows.filter(done=0).order_by("due_on", "enterprise__code"))
    closed = list(rows.filter(done=1).order_by("-pk")[: PAGE + 1])
    return [*open_ones, *closed[:PAGE]], closed[PAGE - 1].pk if len(closed) > PAGE else None


def waiting(by: Account) -> QuerySet[Replacement]:
    return visible(by).filter(done_at=None)


def lamp_of(row: Replacement, in_force: Policy) -> str:
    return lamps.lamp_of(Status.CLOSED if row.done_at else Status.IN_HAND, due_at(row, in_force), in_force.horizon)


def due_at(row: Replacement, in_force: Policy) -> datetime:
    return close_of(row.due_on, in_force.closing)


# --- the duty


def owe(of: Round, lines: Iterable[RollLine], *, now: datetime) -> list[Replacement]:
    """One replacement for each line that said 不满意: all of a round by one date, each with its proposal at once (R-44, SC-13).

    Safe to run twice. In the transaction in which the votes are counted.
    """
    in_force = policy(of.zone, now)
    due_on = of.replace_by or due_on_from(of.closes_at, in_force)
    with record.transaction():
        made = [_owed(of, line, due_on, in_force) for line in sorted(lines, key=lambda line: line.enterprise.code)]
        fresh = [row for row in made if row.done_at is None and row.proposed_at is None]
        propose_all(of.zone, in_force)
        for row in fresh:
            tell_due(row, in_force, "replacement_due", by=None)
        return made


def due_on_from(start: datetime, in_force: Policy) -> date:
    due = in_force.due("replace", start)
    return day_of(due) if due else day_of(start) + A_WEEK


def _owed(of: Round, line: RollLine, due_on: date, in_force: Policy) -> Replacement:
    registry.hold(line.enterprise_id)
    before = Replacement.objects.filter(enterprise=line.enterprise_id).select_related("zone", "enterprise", "old")
    if known := before.filter(round=of).first():
        return known
    asked = before.filter(done_at=None, old=line.specialist_id).first()
    if asked:  # the firm has asked for it already: one duty, by the earlier date
        asked.round, asked.cause, asked.due_on = of, Replacement.VOTE, min(asked.due_on, due_on)
        asked.save(update_fields=["round", "cause", "due_on"])
        return asked
    row = Replacement(
        zone=of.zone, enterprise=line.enterprise, round=of, cause=Replacement.VOTE, old=line.specialist,
        owed_at=in_force.now, due_on=due_on,
    )  # fmt: skip
    held = registry.assignment_of(line.enterprise_id)
    if held is None or held.specialist_id != line.specialist_id:
        return _gone(row, held, in_force)
    row.save()
    enter("replacement.owed", row, None, CLOCK, in_force.now, due_on=due_on.isoformat())
    return row


def _gone(row: Replacement, held: Assignment | None, in_force: Policy) -> Replacement:
    """Whom the firm wants replaced does not serve it any more: nothing is left to do, and he does not come back either."""
    row.new, row.done_at = held.specialist if held else None, in_force.now
    row.save()
    replaced.mark(row.enterprise_id, row.old.login)
    enter("replacement.gone", row, None, CLOCK, in_force.now)
    watching.begin(row, now=in_force.now)
    return row


def settled(row: Replacement, in_force: Policy) -> bool:
    """Whether somebody else serves the firm already; the row is locked by the caller, and closed here if so."""
    held = registry.assignment_of(row.enterprise_id)
    if held is not None and held.specialist_id == row.old_id:
        return False
    _gone(row, held, in_force)
    return True


def enter(kind: str, row: Replacement, by: Account | None, capacity: str, now: datetime, **facts: Any) -> Entry:
    """Into the audit chain, without firm or person: the cause is nobody's to read."""
    return record.append(
        kind, chain=record.AUDIT, zone=row.zone.code, subject=f"replacement-{row.pk}", actor=by.login if by else "",
        capacity=capacity, at=now, facts=facts,
    )  # fmt: skip


def tell_due(row: Replacement, in_force: Policy, kind: str, *, by: Account | None) -> None:
    entry = enter("replacement.told", row, None, CLOCK, in_force.now, notice=kind)
    outbox.queue(
        entry, kind, [one for one in to_tell(row) if one != by], now=in_force.now, enterprise=row.enterprise.code,
        due=iso(due_at(row, in_force)), replacement=row.pk,
    )  # fmt: skip


# --- who could follow (N5, N11)


@dataclass(frozen=True)
class Outlook:
    """All that is open in a zone, solved together, with the best for each firm alone."""

    plan: chain.Plan
    best: Mapping[str, Sequence[Proposal]]  # firm -> who may, the best first
    seen: coverage.Zonewide

    def why_none(self, firm: str) -> chain.Unsolved | None:
        return next((one for one in self.plan.unsolved if one.firm == firm), None)


def outlook(zone: Zone, in_force: Policy) -> Outlook:
    """Six statements, whatever is open."""
    rows = list(Replacement.objects.filter(zone=zone, done_at=None).select_related("old", "wished"))
    seen = coverage.read(zone, in_force)
    firms = {row.enterprise_id: row for row in rows}
    known = [one for one in seen.firms.values() if one.pk in firms]
    needs = coverage.needs(known, seen, involved_in(known)) if known else {}
    able = coverage.candidates(seen)
    vacancies = [_vacancy(one, firms[one.pk], needs[one.code]) for one in known]
    plan = chain.solve(vacancies, able, load_max=seen.load_max)
    best = {
        one.firm: propose(
            [who for who in able if who.login != one.old], one.need, load_max=seen.load_max, best=2 * BEST
        )
        for one in vacancies
    }
    return Outlook(plan, best, seen)


def _vacancy(firm: Enterprise, row: Replacement, need: Any) -> chain.Vacancy:
    wish = row.wished.login if row.wished else ""
    return chain.Vacancy(firm.code, row.old.login, replace(need, replaced=need.replaced - {wish}), wish)


def propose_all(zone: Zone, in_force: Policy) -> None:
    """Write down who is proposed for each firm at this moment, for all that is open together."""
    rows = list(Replacement.objects.filter(zone=zone, done_at=None).select_related("enterprise"))
    if not rows:
        return
    found = outlook(zone, in_force)
    for row in rows:
        login = found.plan.chosen.get(row.enterprise.code)
        row.proposed, row.proposed_at = (found.seen.roster[login] if login else None), in_force.now
        row.save(update_fields=["proposed", "proposed_at"])


def passed_on(row: Replacement) -> dict[str, list[str]]:
    """Who took over from whom in the same round, or while this one was open: what must not become a circle."""
    beside = Q(done_at__gte=row.owed_at) | (Q(round=row.round_id) if row.round_id else Q(pk=None))
    done = Replacement.objects.filter(beside, zone=row.zone_id, done_at__isnull=False, new__isnull=False)
    found: dict[str, list[str]] = {}
    for old, new in done.values_list("old__login", "new__login"):
        found.setdefault(old, []).append(new)
    return found


# --- by the clock


DUE_SOON, OVERDUE = 1, 2


def turn(zone: Zone, in_force: Policy) -> None:
    """The office is reminded a working day before and once it is late; where somebody else serves the firm by now, it is done.

    One statement if nothing is due. Safe to run twice.
    """
    serves = Assignment.objects.filter(enterprise=OuterRef("enterprise"), specialist=OuterRef("old"), until=None)
    rows = Replacement.objects.filter(zone=zone, done_at=None).annotate(serves=Exists(serves))
    for row in rows.order_by("pk"):
        if not row.serves or _stage(row, in_force) > row.reminded:
            with record.transaction():
                _turn(locked(row.pk), in_force)


def _turn(row: Replacement, in_force: Policy) -> None:
    if row.done_at is not None or settled(row, in_force):
        return
    stage = _stage(row, in_force)
    if stage > row.reminded:
        row.reminded = stage
        row.save(update_fields=["reminded"])
        tell_due(row, in_force, "replacement_overdue" if stage == OVERDUE else "replacement_soon", by=None)


def _stage(row: Replacement, in_force: Policy) -> int:
    return {lamps.OVERDUE: OVERDUE, lamps.DUE_SOON: DUE_SOON}.get(lamp_of(row, in_force), 0)


def overdue(zone: Zone, in_force: Policy) -> list[Replacement]:
    """For `liaison check`; one statement."""
    rows = Replacement.objects.filter(zone=zone, done_at=None, due_on__lte=day_of(in_force.now)).select_related(
        "enterprise"
    )
    return [row for row in rows.order_by("due_on", "pk") if lamp_of(row, in_force) == lamps.OVERDUE]


# --- what the firm sees


@dataclass(frozen=True)
class Change:
    """E11: who served the firm, who does now, since when."""

    before: Account | None
    now: Assignment | None


def last_change(enterprise_id: int) -> Change:
    """One statement."""
    rows = Assignment.objects.filter(enterprise=enterprise_id).select_related(
        "specialist__department", "stand_in__department"
    )
    found = list(rows.order_by("-since", "-pk")[:2])
    now = found[0] if found and found[0].until is None else None
    return Change(found[1].specialist if now and len(found) > 1 else None, now)


def open_for(enterprise_id: int) -> Replacement | None:
    return Replacement.objects.filter(enterprise=enterprise_id, done_at=None).first()


def asked_open(enterprise_id: int) -> Replacement | None:
    """What the firm itself has asked for and waits for; a duty that came of a vote is not told of here."""
    return Replacement.objects.filter(enterprise=enterprise_id, done_at=None, asked_by__isnull=False).first()


def served_before(enterprise_id: int) -> list[Account]:
    """Whom the firm knows from before and who could serve it again, if it asks; one statement."""
    now = Assignment.objects.filter(enterprise=enterprise_id, until=None).values("specialist")
    known = Assignment.objects.filter(enterprise=enterprise_id, until__isnull=False).values("specialist")
    people = Account.objects.filter(pk__in=known, is_active=True).exclude(pk__in=now)
    held = people.filter(appointments__post=Post.SPECIALIST, appointments__until=None)
    return list(held.select_related("department").order_by("login"))
