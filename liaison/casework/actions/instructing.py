"""批示与督办: a leader's word on a request, the answer owed to it, and its end (R-22)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.http import Http404

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Zone
from liaison.registry.policy import Policy, hold
from liaison.rules import deadlines, lifecycle
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.refusals import Refused

from .. import instructions
from ..acting import Act, acting, acting_beside, acting_by_clock, iso
from ..inputs import AskAgainInput, InstructInput, ReasonInput, TextInput
from ..models import Instruction, ServiceRequest, Summons
from ..moves import lead_of_leg

SERIES = "DD"  # 督办单, so that its number is never taken for a request's


def instruct(pk: int, given: InstructInput, *, by: Account, now: datetime) -> ServiceRequest:
    """批示: to the department that leads, or to the specialist; with an answer owed it is a numbered 督办单 with its date.

    Neither state nor clocks of the request change, and the firm does not see it. Who leads is asked first; where nobody
    does, it goes to the specialist. Raises Refused: wrong_role, wrong_status, nobody_leads, date_passed.
    """
    with record.transaction():
        hold(by.zone_id)  # a date is counted, and the number is the next of the zone
        with acting(pk, "instruct", by=by, now=now) as act:
            lead, words = _addressed(act, given.addressee), record.content(given.text)
            order = Instruction.objects.create(
                zone_id=by.zone_id, number=_next_number(by.zone_id, now) if given.answer else "", service_request=act.request,
                summons=lead, department=lead.department if lead else None, text=words, by=by, at=now,
                due_at=_due(act, given.answer_by) if given.answer else None,
                state=Instruction.OPEN if given.answer else Instruction.CLOSED, closed_at=None if given.answer else now,
            )  # fmt: skip
            act.enter("instruction.given", content=words, **_facts(order), due_at=iso(order.due_at))
            told = _owing(act, order)
            if given.answer:
                act.tell("instructed", told, order=order.number, due=iso(order.due_at))
            others = [one for one in act.holder() if one not in told]
            act.tell("instruction_noted", others if given.answer else [*told, *others])
            return act.request


def answer_instruction(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> ServiceRequest:
    """答复批示: whoever owes it tells the leadership how it stands. Raises Refused: wrong_role, instruction_moved_on."""
    with _acting_on(pk, by=by, now=now) as (act, order):
        act.capacity = instructions.capacity_to_answer(order, act.standing, act.specialist)
        if order.state != Instruction.OPEN:
            raise Refused("instruction_moved_on")
        order.state, order.answer, order.answered_by, order.answered_at = (
            Instruction.ANSWERED, record.content(given.text), by, now,
        )  # fmt: skip
        late = order.due_at is not None and deadlines.is_late(now, order.due_at)
        act.enter("instruction.answered", content=order.answer, **_facts(order), late=late)
        act.tell("instruction_answered", [order.by], order=order.number)
        return act.request


def ask_again(pk: int, given: AskAgainInput, *, by: Account, now: datetime) -> ServiceRequest:
    """退回重答: the answer is not enough; under the same number, by a new date. Raises Refused: wrong_role, instruction_moved_on,
    date_passed."""
    with _acting_on(pk, by=by, now=now) as (act, order):
        act.capacity = lifecycle.capacity_for("instruct", act.held)
        if order.state != Instruction.ANSWERED:
            raise Refused("instruction_moved_on")
        order.state, order.due_at, order.reminded_at = Instruction.OPEN, _due(act, given.answer_by), None
        order.answer = order.answered_by = order.answered_at = None  # what was said stands in the record
        act.enter("instruction.again", content=record.content(given.text), **_facts(order), due_at=iso(order.due_at))
        act.tell("instruction_again", _owing(act, order), order=order.number, due=iso(order.due_at))
        return act.request


def close_instruction(pk: int, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """销号: the answer is enough, or none is needed any more. Raises Refused: wrong_role, instruction_moved_on."""
    with _acting_on(pk, by=by, now=now) as (act, order):
        act.capacity = lifecycle.capacity_for("instruct", act.held)
        if order.state == Instruction.CLOSED:
            raise Refused("instruction_moved_on")
        order.state, order.closed_at = Instruction.CLOSED, now
        act.enter("instruction.closed", content=record.content(given.text) if given.text else None, **_facts(order))
        act.tell("instruction_closed", _owing(act, order), order=order.number)
        return act.request


@contextmanager
def _acting_on(pk: int, *, by: Account, now: datetime) -> Iterator[tuple[Act, Instruction]]:
    """The request is locked first, through what this person may see, and then its instruction: one order for all."""
    home = Instruction.objects.filter(pk=pk).values_list("service_request", flat=True).first()
    if home is None:
        raise Http404
    with acting_beside(home, by=by, now=now) as act:
        order = _locked(pk)
        yield act, order
        order.save()


def _locked(pk: int) -> Instruction:
    rows = Instruction.objects.select_for_update(of=("self",)).select_related("department", "by")
    return rows.get(pk=pk)


def _addressed(act: Act, to: str | None) -> Summons | None:
    lead = lead_of_leg(act.summonses, act.request) if to != "specialist" else None
    if to == "lead" and lead is None:
        raise Refused("nobody_leads", field="addressee")
    return lead


def _owing(act: Act, order: Instruction) -> list[Account]:
    return registry.people_of(order.department_id) if order.department_id else act.holder()


def _due(act: Act, day: date | None) -> datetime | None:
    """The end of the day given; else as the zone's limit says, and no date while the calendar of that year is unknown."""
    if day is None:
        return act.policy.due("instruction", act.now)
    due = deadlines.close_of(day, act.policy.closing)
    if deadlines.is_late(act.now, due):
        raise Refused("date_passed", field="answer_by")
    return due


def _next_number(zone_id: int, now: datetime) -> str:
    """Under the zone's lock, and rows are never deleted: the last one of the year is the highest."""
    year = now.astimezone(SHANGHAI).year
    given = Instruction.objects.filter(zone=zone_id, number__startswith=f"{SERIES}{year}-").order_by("-pk")
    last = given.values_list("number", flat=True).first()
    return f"{SERIES}{year}-{int(last.partition('-')[2]) + 1 if last else 1:04d}"


def _facts(order: Instruction) -> dict[str, Any]:
    department = order.department.code if order.department else None
    return {"instruction": order.pk, "order": order.number, "department": department}


def turn(zone: Zone, in_force: Policy) -> None:
    """By the clock: its date has passed without an answer; that is entered once, and whoever owes or waits is told."""
    late = Instruction.objects.filter(
        zone=zone, state=Instruction.OPEN, reminded_at=None, due_at__lt=in_force.horizon.now
    )
    for pk, request_pk in late.order_by("due_at", "pk").values_list("pk", "service_request"):
        with record.transaction():
            rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
            r = rows.get(pk=request_pk)
            order = _locked(pk)
            if order.state == Instruction.OPEN and order.reminded_at is None:
                order.reminded_at = in_force.now
                order.save(update_fields=["reminded_at"])
                with acting_by_clock(r, in_force) as act:
                    act.enter("instruction.overdue", **_facts(order), due_at=iso(order.due_at))
                    told = [*_owing(act, order), *act.holder(), order.by]
                    act.tell("instruction_overdue", told, order=order.number, due=iso(order.due_at))
