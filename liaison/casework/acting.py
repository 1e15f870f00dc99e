"""The frame of every act on a request: lock, judge, change, append, tell, commit."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from liaison import record
from liaison.notices import outbox
from liaison.record.models import Content, Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, hold, policy
from liaison.rules import audiences, lifecycle
from liaison.rules.deadlines import local
from liaison.rules.lifecycle import OPEN_SUMMONS, Status, SummonsStatus
from liaison.rules.refusals import Refused

from . import access, ringing
from .consultations import outlives
from .meetings import call_off
from .models import Consultation, ServiceRequest, Summons
from .moves import lead_of_leg
from .promises import earliest_promise

CLOCK = "system"  # the capacity of the clock's own acts
# A calendar that changes looks for open requests only, so it does not wait for the row of one that is being opened again.
OPENS_AGAIN = frozenset({"reopen", "contest", "call_back", "unlink"})


def iso(instant: datetime | None) -> str | None:
    """An instant as entries and notices keep it: ISO 8601 with the zone's offset."""
    return local(instant).isoformat() if instant else None


@dataclass
class Act:
    """One act on one request, while its transaction is open."""

    request: ServiceRequest
    by: Account | None
    capacity: str
    now: datetime
    policy: Policy
    was: str = ""  # the state before the act
    standing: access.Standing | None = None
    last: Entry | None = field(default=None, repr=False)

    @property
    def held(self) -> frozenset[str]:
        return self.standing.held if self.standing else frozenset()

    def enter(self, kind: str, *, content: Content | None = None, **facts: Any) -> Entry:
        """Append an entry about this request."""
        self.last = record.append(
            kind, zone=self.request.zone.code, subject=self.request.number, actor=self.by.login if self.by else "",
            capacity=self.capacity, at=self.now, facts=facts, content=content,
        )  # fmt: skip
        if audiences.may_see(kind, audiences.Audience.ENTERPRISE):
            self.request.moved_at = self.now
        return self.last

    def tell(self, kind: str, to: Iterable[Account | None], **params: Any) -> None:
        """Queue a notice about the last entry; nobody is told of what he did himself.

        It leads to this request, or to the one whose `number` is given.
        """
        if self.last is None:
            raise RuntimeError("enter comes before tell")
        people = {person.pk: person for person in to if person and person.is_active and person != self.by}
        outbox.queue(
            self.last,
            kind,
            people.values(),
            now=self.now,
            urgent=self.request.urgent,
            **{"number": self.request.number, **params},
        )

    def contacts(self) -> list[Account]:
        return registry.contacts_of(self.request.enterprise_id)

    @cached_property
    def specialist(self) -> Account | None:
        return registry.specialist_of(self.request.enterprise_id)

    def holder(self) -> list[Account]:
        """The specialist; while there is none, the chief (SC-16)."""
        return [self.specialist] if self.specialist else registry.holders_of(Post.CHIEF, self.request.zone_id)

    @cached_property
    def summonses(self) -> list[Summons]:
        """Every summons of the request, locked; what an act adds it appends here."""
        return access.locked_summonses(self.request)

    def open_summonses(self) -> list[Summons]:
        return [row for row in self.summonses if row.status in OPEN_SUMMONS]

    def lead_people(self) -> list[Account]:
        """Clerks and heads of the department that leads this leg."""
        lead = lead_of_leg(self.summonses, self.request)
        return registry.people_of(lead.department_id) if lead else []


@contextmanager
def acting(pk: int, move: str | Callable[[str], str], *, by: Account, now: datetime) -> Iterator[Act]:
    """Lock the request and judge the move, then let the caller do it; the row is saved at the end.

    `move` may depend on the state found under the lock. Raises Http404 for what the person cannot see, Refused wrong_role or
    wrong_status for what he may not do.
    """
    with record.transaction():
        if move in OPENS_AGAIN:
            hold(by.zone_id)
        act = _act(access.locked(by, pk), by, now)
        _judge(act, move if isinstance(move, str) else move(act.was))
        yield act
        ringing.settle(act)
        _let_lapse(act)
        save(act.request)


@contextmanager
def acting_on_summons(pk: int, move: str, *, by: Account, now: datetime) -> Iterator[tuple[Act, Summons]]:
    """The same for one department's summons. Raises Refused wrong_role if it is another department's."""
    with record.transaction():
        act = _act(access.locked(by, access.request_of(pk)), by, now)
        summons = next(row for row in act.summonses if row.pk == pk)
        if "department" not in lifecycle.MOVES[move].by:
            lifecycle.capacity_for(move, act.held)
        elif act.standing is None or act.standing.department_id != summons.department_id:
            raise Refused("wrong_role")
        if summons.status not in lifecycle.SUMMONS_MOVES[move]:
            # A department whose summons has just ended is told what happened, not that it has no business here.
            raise _too_late(summons, move)
        _judge(act, move)
        yield act, summons
        summons.save()
        _let_lapse(act)
        save(act.request)


@contextmanager
def acting_beside(pk: int, *, by: Account, now: datetime) -> Iterator[Act]:
    """The same for what goes beside a request's course and leaves its row alone: the caller judges, and names the capacity."""
    with record.transaction():
        hold(by.zone_id)
        yield _act(access.locked(by, pk), by, now)


@contextmanager
def acting_by_clock(service_request: ServiceRequest, in_force: Policy) -> Iterator[Act]:
    """The frame for what the clock does by itself; the row must be locked by the caller's query."""
    yield Act(service_request, None, CLOCK, in_force.now, in_force, service_request.status)
    save(service_request)


def _act(service_request: ServiceRequest, by: Account, now: datetime) -> Act:
    act = Act(service_request, by, "", now, policy(service_request.zone, now), service_request.status)
    act.standing = access.standing(by, service_request, act.summonses)
    return act


def _judge(act: Act, move: str) -> None:
    status, act.capacity = lifecycle.next_status(act.was, move, act.held)
    if not lifecycle.fits(move, act.request.verified):
        raise Refused("verified_before" if act.request.verified else "unverified")
    act.request.status = status


def _let_lapse(act: Act) -> None:
    """A consultation ends with what it was about: its lead's summons, its leg, the request (R-18)."""
    for row in act.summonses:
        held = getattr(row, "consultation", None)
        if held and held.state in Consultation.OPEN and not outlives(held, row, act.request):
            held.state, held.ended_at = Consultation.LAPSED, act.now
            held.save(update_fields=["state", "ended_at"])
            call_off(act, held)


def _too_late(summons: Summons, move: str) -> Refused:
    if move == "report_in" and summons.status == SummonsStatus.REPORTED_IN and summons.clerk:
        return Refused("already_reported_in", who=summons.clerk.name)
    return Refused("wrong_status", status=summons.status)


def save(service_request: ServiceRequest) -> None:
    due = earliest_promise(service_request)
    if due != service_request.lamp_due_at:
        service_request.lamp_due_at, service_request.ladder = due, 0  # another promise, reminded of anew
    service_request.save()


def leg_facts(act: Act) -> dict[str, Any]:
    """What the entry that begins a leg keeps, so that its clock can be counted again from entries alone."""
    r, in_force = act.request, act.policy
    held_by = act.holder()
    return {
        "leg": r.leg, "reply_due_at": iso(r.reply_due_at), "calendar": r.reply_calendar, "whistle_due_at": iso(r.whistle_due_at),
        "working_days": in_force.days_at("reply", r.leg_began_at),
        "closing": in_force.closing_at(r.leg_began_at).isoformat("minutes"),
        "whistle_cutoff": in_force.time_at("whistle_cutoff", r.leg_began_at).isoformat("minutes"),
        "holder": {"kind": "specialist" if act.specialist else "chief", "code": held_by[0].login if held_by else ""},
    }  # fmt: skip


def release(act: Act, rows: Iterable[Summons], why: str) -> None:
    """Open summonses end without a reply; their departments are told. An overdue one keeps its breach (its due stands)."""
    for row in rows:
        row.status, row.released_at = SummonsStatus.RELEASED, act.now
        row.save(update_fields=["status", "released_at"])
        act.tell("released", registry.people_of(row.department_id), why=why)


def begin_leg(act: Act) -> None:
    """Dispute and reopen open a new leg with a new limit from this instant; the closed leg's verdict is frozen (R-28)."""
    r = act.request
    if r.closed_at is not None:  # the closing leaves the count it was in, and is kept as a correction
        r.reopened, r.reopened_at, r.undone_closing_at = r.reopened + 1, act.now, r.closed_at
    r.leg += 1
    r.status, r.outcome, r.closed_as = Status.IN_HAND, None, None
    r.replied_at = r.resolve_by = r.next_progress_at = r.answered_at = r.confirm_due_at = r.closed_at = None
    start_clock(act, act.now)


def start_clock(act: Act, start: datetime) -> None:
    """The enterprise's clock runs from `start` (R-15, Q-01); the due time is stored with the calendar that made it."""
    r = act.request
    r.leg_began_at = start
    r.whistle_due_at = act.policy.whistle_due(start)
    r.reply_due_at = act.policy.due("reply", start)
    r.reply_calendar = act.policy.calendar.key
