"""The calendar of a zone changes: a State Council notice is accepted, the zone frees a day (N3).

Open promises move later only, each by an entry, and who waits for them is told the old and the new date. What would move
can be looked at before: the same function says it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from liaison import record
from liaison.registry import access as registry
from liaison.registry import rulebook
from liaison.registry.inputs import ZoneDayInput
from liaison.registry.models import Account, Post, Zone, ZoneDay
from liaison.registry.policy import Policy, basis, notices_of, policy
from liaison.rules.calendar import NOTICES, Notice, calendar_from, key_parts
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import OPEN, OPEN_SUMMONS, Status

from .acting import CLOCK, Act, acting_by_clock, iso
from .models import ServiceRequest, Summons

NOTICE, ZONE_DAY = "notice", "zone_day"  # why a promise moves
REPLY, CONFIRM, SUMMONS = "reply", "confirm", "summons"  # which one


@dataclass(frozen=True)
class Moved:
    """An open promise that a calendar lengthens."""

    request: ServiceRequest
    promise: str
    before: datetime | None  # None: its year was unknown
    after: datetime
    summons: Summons | None = None


def unknown_notices(now: datetime) -> list[Notice]:
    """Bundled State Council notices published by now that this installation has not accepted yet."""
    published = [notice for notice in NOTICES if notice.published_on <= day_of(now)]
    kept = rulebook.published_days() if published else set()
    return [notice for notice in published if notice.published_on not in kept]


def accept_notice(notice: Notice, by: Account | None, now: datetime) -> int:
    """A notice comes into force in every zone; without `by` the clock itself takes it in. Returns how many promises moved.

    Raises Refused: wrong_role, notice_accepted_before.
    """
    capacity = registry.require(by, Post.OFFICE) if by else CLOCK
    with record.transaction():
        zones = list(Zone.objects.select_for_update(no_key=True).order_by("pk"))  # `policy.hold`, of every zone
        rulebook.store_notice(notice, by=by, capacity=capacity, now=now)
        return sum(_move_all(policy(zone, now), NOTICE) for zone in zones)


def free_day(given: ZoneDayInput, *, by: Account, now: datetime) -> tuple[ZoneDay, int]:
    """The zone frees a working day (a typhoon, a power cut). Returns it and how many promises moved.

    Raises Refused: wrong_role, zone_day_passed, zone_day_unknown, zone_day_free.
    """
    capacity = registry.require(by, Post.OFFICE)
    with record.transaction():
        made = rulebook.store_zone_day(given, by=by, capacity=capacity, now=now)
        return made, _move_all(policy(made.zone, now), ZONE_DAY)


def if_accepted(notice: Notice, zone: Zone, now: datetime) -> list[Moved]:
    """What accepting the notice would move in this zone; nothing is written."""
    known = basis(zone, now)
    calendar = calendar_from([*notices_of(known.notices), notice], known.zone_days)
    return list(_moves_in(policy(zone, now).counting_with(calendar), _open_requests(zone)))


def if_freed(given: ZoneDayInput, *, by: Account, now: datetime) -> list[Moved]:
    """What freeing the day would move; nothing is written. Raises Refused as `free_day`."""
    registry.require(by, Post.OFFICE)
    in_force, known = policy(by.zone, now), basis(by.zone, now)
    rulebook.judge_zone_day(given.day, in_force)
    calendar = calendar_from(notices_of(known.notices), (*known.zone_days, given.day))
    return list(_moves_in(in_force.counting_with(calendar), _open_requests(by.zone)))


def moves_of(r: ServiceRequest, open_ones: Iterable[Summons], in_force: Policy) -> list[Moved]:
    """The open promises of one request that the calendar of `in_force` lengthens; the firm's first."""
    found: list[Moved] = []
    if r.replied_at is None and (later := in_force.moved("reply", r.leg_began_at, r.reply_due_at)):
        found.append(Moved(r, REPLY, r.reply_due_at, later))
    if (
        r.status == Status.ANSWERED
        and r.answered_at
        and (later := in_force.moved("confirm", r.answered_at, r.confirm_due_at))
    ):
        found.append(Moved(r, CONFIRM, r.confirm_due_at, later))
    for row in open_ones:
        if later := in_force.moved("reply", row.sent_at, row.due_at):
            found.append(Moved(r, SUMMONS, row.due_at, later, row))
    return found


def _open_requests(zone: Zone) -> QuerySet[ServiceRequest]:
    summonses = Summons.objects.filter(status__in=OPEN_SUMMONS).select_related("department").order_by("pk")
    rows = ServiceRequest.objects.filter(zone=zone, status__in=OPEN).select_related("zone", "enterprise")
    return rows.prefetch_related(Prefetch("summonses", queryset=summonses, to_attr="open_ones")).order_by("pk")


def _moves_in(in_force: Policy, rows: Iterable[ServiceRequest]) -> Iterator[Moved]:
    for r in rows:
        yield from moves_of(r, r.open_ones, in_force)  # type: ignore[attr-defined]


def _move_all(in_force: Policy, why: str) -> int:
    rows = _open_requests(in_force.zone).select_for_update(of=("self",))
    return sum(_move(r, in_force, why) for r in rows if any(_moves_in(in_force, [r])))


def _move(r: ServiceRequest, in_force: Policy, why: str) -> int:
    with acting_by_clock(r, in_force) as act:
        return _move_promises(act, why)


def catch_up(act: Act) -> None:
    """What was closed while the calendar changed is open again: its promises move as they would have moved then."""
    then, now = (key_parts(key)[0] for key in (act.request.reply_calendar, act.policy.calendar.key))
    _move_promises(act, ZONE_DAY if then == now else NOTICE)


def _move_promises(act: Act, why: str) -> int:
    found = moves_of(act.request, act.open_summonses(), act.policy)
    for moved in found:
        _MOVE[moved.promise](act, moved, why)
    return len(found)


def _move_reply(act: Act, moved: Moved, why: str) -> None:
    r, in_force = act.request, act.policy
    r.whistle_due_at = _later(r.whistle_due_at, in_force.whistle_due(r.leg_began_at))
    r.reply_due_at = moved.after
    _enter(act, moved, why, r.reply_calendar, whistle_due_at=iso(r.whistle_due_at))
    r.reply_calendar = in_force.calendar.key
    _tell(act, moved, why, [*act.contacts(), *act.holder()])


def _move_confirm(act: Act, moved: Moved, why: str) -> None:
    _enter(act, moved, why, "")
    act.request.confirm_due_at = moved.after
    _tell(act, moved, why, act.contacts())


def _move_summons(act: Act, moved: Moved, why: str) -> None:
    row, in_force = moved.summons, act.policy
    if row is None:
        raise ValueError("a department's promise has a summons")
    row.report_in_due_at = _later(row.report_in_due_at, in_force.due("report_in", row.sent_at))
    _enter(act, moved, why, row.calendar, summons=row.pk, report_in_due_at=iso(row.report_in_due_at))
    row.due_at, row.calendar, row.ladder = moved.after, in_force.calendar.key, 0
    row.save(update_fields=["due_at", "report_in_due_at", "calendar", "ladder"])
    _tell(act, moved, why, registry.people_of(row.department_id))


_MOVE = {REPLY: _move_reply, CONFIRM: _move_confirm, SUMMONS: _move_summons}


def _later(before: datetime | None, after: datetime | None) -> datetime | None:
    return after if after and (before is None or after > before) else before


def _enter(act: Act, moved: Moved, why: str, was: str, **facts: Any) -> None:
    act.enter(
        "promise.moved", promise=moved.promise, cause=why, before=iso(moved.before), after=iso(moved.after),
        was_calendar=was, calendar=act.policy.calendar.key, **facts,
    )  # fmt: skip


def _tell(act: Act, moved: Moved, why: str, to: Sequence[Account]) -> None:
    act.tell("promise_moved", to, before=iso(moved.before), after=iso(moved.after), cause=why)
