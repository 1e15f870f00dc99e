"""What happens by itself: calendar notices come in, reminders climb, silence closes. Safe to run twice and from two workers."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy, policy
from liaison.rules import ladder
from liaison.rules.deadlines import close_of, day_of, is_late
from liaison.rules.lifecycle import AWAITING_REPLY, UNANSWERED, ClosedAs, Status, SummonsStatus
from liaison.rules.refusals import Refused

from . import calendars, coverage
from .acting import Act, acting_by_clock, iso
from .actions import (
    agency,
    consulting,
    extending,
    gripe_sessions,
    guiding,
    instructing,
    leaves,
    outside,
    rostering,
    sitting,
)
from .models import Consultation, ServiceRequest, Summons


def tick(now: datetime) -> None:
    """Do everything that is due at `now`. Each act is a transaction of its own: a killed worker leaves whole acts only."""
    for notice in calendars.unknown_notices(now):
        with suppress(Refused):  # another worker was faster
            calendars.accept_notice(notice, None, now)
    for zone in Zone.objects.order_by("pk"):
        in_force = policy(zone, now)
        rostering.turn(zone, in_force)
        leaves.turn(zone, now)
        coverage.remind(zone, in_force)
        _remind_summonses(zone, in_force)
        _remind_requests(zone, in_force)
        _close_silent(zone, in_force)
        extending.turn(zone, in_force)
        agency.turn(zone, in_force)
        consulting.turn(zone, in_force)
        sitting.turn(zone, in_force)
        gripe_sessions.turn(zone, in_force)
        guiding.turn(zone, now)
        instructing.turn(zone, in_force)
        outside.turn(zone, in_force)


# --- reminders and the ladder


def _steps(in_force: Policy) -> ladder.Ladder:
    days, at = in_force.days, in_force.at("escalation_time")
    return ladder.Ladder(days("remind_before"), days("escalate_head"), days("escalate_chief"), at)


def _remind_summonses(zone: Zone, in_force: Policy) -> None:
    near = Summons.objects.filter(
        zone=zone, status__in=AWAITING_REPLY, due_at__lte=in_force.horizon.soon, ladder__lt=ladder.CHIEF_TOLD
    ).exclude(consultation__state=Consultation.PROPOSED, consultation__late=False)  # agreed, it was in time
    steps = _steps(in_force)
    for pk, request_pk, due_at, climbed in near.order_by("due_at", "pk").values_list(
        "pk", "service_request", "due_at", "ladder"
    ):
        # Judged once without a lock, so that a turn with nothing to do stays one statement; and again under it.
        if due_at and ladder.rung(due_at, in_force.now, in_force.calendar, steps) > climbed:
            _remind_summons(pk, request_pk, in_force, steps)
    undecided = Summons.objects.filter(zone=zone, status=SummonsStatus.DECLINING, decide_due_at__lt=in_force.now)
    for pk, request_pk in (
        undecided.filter(ladder__lt=ladder.OVERDUE).order_by("pk").values_list("pk", "service_request")
    ):
        _remind_office(pk, request_pk, in_force)


def _locked(request_pk: int) -> ServiceRequest:
    return (
        ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise").get(pk=request_pk)
    )


def _remind_summons(pk: int, request_pk: int, in_force: Policy, steps: ladder.Ladder) -> None:
    with record.transaction():
        r = _locked(request_pk)
        row = Summons.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)
        if row.status not in AWAITING_REPLY or row.due_at is None:
            return
        step = ladder.rung(row.due_at, in_force.now, in_force.calendar, steps)
        if step <= row.ladder:
            return
        Summons.objects.filter(pk=pk).update(ladder=step)
        with acting_by_clock(r, in_force) as act:
            act.enter(
                ladder.KINDS[step],
                promise="summons",
                summons=row.pk,
                department=row.department.code,
                due_at=iso(row.due_at),
            )
            act.tell(
                ladder.KINDS[step].removeprefix("clock."),
                _told_of(act, row, step),
                department=row.department.code,
                due=iso(row.due_at),
            )


def _told_of(act: Act, row: Summons, step: int) -> list[Account]:
    clerks = [row.clerk] if row.clerk else registry.people_of(row.department_id, Post.CLERK)
    zone = act.request.zone_id
    told: dict[int, Iterable[Account]] = {
        ladder.DUE_SOON: clerks,
        ladder.OVERDUE: [*clerks, *act.holder(), *registry.holders_of(Post.OFFICE, zone)],
        ladder.HEAD_TOLD: registry.people_of(row.department_id, Post.HEAD),
        ladder.CHIEF_TOLD: registry.holders_of(Post.CHIEF, zone),
    }
    return list(told[step])


def _remind_office(pk: int, request_pk: int, in_force: Policy) -> None:
    with record.transaction():
        r = _locked(request_pk)
        row = Summons.objects.select_for_update(of=("self",)).select_related("department").get(pk=pk)
        if row.status != SummonsStatus.DECLINING or row.ladder >= ladder.OVERDUE:
            return
        Summons.objects.filter(pk=pk).update(ladder=ladder.OVERDUE)
        with acting_by_clock(r, in_force) as act:
            act.enter(
                "clock.overdue",
                promise="decide",
                summons=row.pk,
                department=row.department.code,
                due_at=iso(row.decide_due_at),
            )
            act.tell("undecided", registry.holders_of(Post.OFFICE, r.zone_id), department=row.department.code)


def _remind_requests(zone: Zone, in_force: Policy) -> None:
    """The promise to the firm itself: while the specialist has it, while a plan runs, and under a late whistle."""
    near = ServiceRequest.objects.filter(zone=zone, status__in=UNANSWERED, lamp_due_at__lte=in_force.horizon.soon)
    near = near.filter(ladder__lt=ladder.CHIEF_TOLD).order_by("lamp_due_at", "pk")
    steps = _steps(in_force)
    for pk, status, due_at, climbed in near.values_list("pk", "status", "lamp_due_at", "ladder"):
        if _rung(status, due_at, in_force, steps) > climbed:
            with record.transaction():
                _remind_request(_locked(pk), in_force, steps)


def _rung(status: str, due_at: datetime | None, in_force: Policy, steps: ladder.Ladder) -> int:
    if status not in UNANSWERED or due_at is None:
        return 0
    step = ladder.rung(due_at, in_force.now, in_force.calendar, steps)
    if status == Status.WHISTLED:
        # The department's own summons climbs its ladder; here only the specialist learns that the firm's promise broke.
        return ladder.OVERDUE if step >= ladder.OVERDUE else 0
    return step


def _remind_request(r: ServiceRequest, in_force: Policy, steps: ladder.Ladder) -> None:
    step = _rung(r.status, r.lamp_due_at, in_force, steps)
    if step <= r.ladder:
        return
    with acting_by_clock(r, in_force) as act:
        r.ladder = step
        act.enter(ladder.KINDS[step], promise="enterprise", due_at=iso(r.lamp_due_at))
        act.tell(ladder.KINDS[step].removeprefix("clock."), _told_of_request(act, step), due=iso(r.lamp_due_at))


def _told_of_request(act: Act, step: int) -> list[Account]:
    r = act.request
    own = act.holder() + (act.lead_people() if r.status in (Status.PLANNED, Status.CONSULTING) else [])
    if step == ladder.DUE_SOON or r.status == Status.WHISTLED:
        return own
    if step == ladder.OVERDUE:
        return [*own, *registry.holders_of(Post.OFFICE, r.zone_id)]
    return registry.holders_of(Post.CHIEF if step == ladder.CHIEF_TOLD else Post.OFFICE, r.zone_id)


# --- silence: told at once and on the 4th day; closes after the 5th, never as satisfied


def _close_silent(zone: Zone, in_force: Policy) -> None:
    waiting = ServiceRequest.objects.filter(zone=zone, status=Status.ANSWERED, confirm_due_at__isnull=False)
    late = waiting.filter(confirm_due_at__lt=in_force.now)
    near = waiting.filter(ladder=0, answered_at__lt=in_force.now, confirm_due_at__lte=in_force.horizon.soon)
    for pk in (late | near).order_by("confirm_due_at", "pk").values_list("pk", flat=True):
        with record.transaction():
            _silence(_locked(pk), in_force)


def _silence(r: ServiceRequest, in_force: Policy) -> None:
    if r.status != Status.ANSWERED or r.confirm_due_at is None or r.answered_at is None:
        return
    if is_late(in_force.now, r.confirm_due_at):
        with acting_by_clock(r, in_force) as act:
            r.status, r.closed_as, r.closed_at, r.confirm_due_at = Status.CLOSED, ClosedAs.SILENT, in_force.now, None
            act.enter("request.closed_silent", outcome=r.outcome, leg=r.leg)
            act.tell("closed_silent", [*act.contacts(), *act.holder()])
        return
    reminder = in_force.due("confirm_reminder", r.answered_at)
    if r.ladder == 0 and reminder and in_force.now >= close_of(day_of(reminder), in_force.at("escalation_time")):
        with acting_by_clock(r, in_force) as act:
            r.ladder = ladder.DUE_SOON
            act.enter("request.confirm_reminded", confirm_until=iso(r.confirm_due_at))
            act.tell("confirm_reminder", act.contacts(), until=iso(r.confirm_due_at))
