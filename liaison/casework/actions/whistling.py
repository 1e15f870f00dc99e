from collections.abc import Mapping
from datetime import datetime
from typing import Any

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Department
from liaison.registry.policy import Policy
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused

from .. import gripes
from ..acting import Act, acting, iso
from ..inputs import WhistleInput
from ..models import ServiceRequest, Summons
from ..moves import lead_of_leg

# While a lead is at work: only co-departments join.
LED = frozenset({Status.WHISTLED, Status.PLANNED, Status.CONSULTING})


def whistle(pk: int, given: WhistleInput, *, by: Account, now: datetime) -> ServiceRequest:
    """吹哨: summon departments, the first as lead, each with its own ask and limit (R-13, R-15).

    While a lead is at work only co-departments join: changing the lead is the office's decision on a decline.
    Raises Refused: no_department, unknown_department, external_department, department_twice, ask_needed, already_summoned,
    wrong_role, wrong_status.
    """
    with acting(pk, _first_or_more, by=by, now=now) as act:
        departments = _called(given, act)
        asks = _asks(given, departments)
        more = act.was in LED
        made = [summon(act, one, asks[one.code], co=more or place > 0) for place, one in enumerate(departments)]
        act.enter("request.whistled", summonses=[as_facts(row, act.policy) for row in made], leg=act.request.leg)
        gripes.led(act.request, [row.department for row in made if row.part == Summons.LEAD], now)
        tell_summoned(act, made)
        act.tell("whistled", act.contacts(), departments=[row.department.code for row in made])
        return act.request


def _first_or_more(status: str) -> str:
    return "whistle_more" if status in LED else "whistle"


def _called(given: WhistleInput, act: Act) -> list[Department]:
    if not given.departments:
        raise Refused("no_department", field="departments")
    if len(set(given.departments)) < len(given.departments):
        raise Refused("department_twice", field="departments")
    found = registry.departments(act.request.zone_id, given.departments, field="departments")
    busy = {row.department_id for row in act.open_summonses()}
    lead = lead_of_leg(act.summonses, act.request) if act.was in LED else None
    if lead:
        busy.add(lead.department_id)  # it leads already, even while its plan runs and its summons is answered
    for one in found:
        if one.external:
            raise Refused("external_department", field="departments", department=one.name)
        if one.pk in busy:
            raise Refused("already_summoned", field="departments", department=one.name)
    return found


def _asks(given: WhistleInput, departments: list[Department]) -> Mapping[str, str]:
    stray = set(given.asks) - {one.code for one in departments}
    if stray:
        raise Refused("unknown_department", field="asks", given=sorted(stray)[0])
    asks = {one.code: given.asks.get(one.code, given.ask) for one in departments}
    if not all(asks.values()):
        raise Refused("ask_needed", field="ask")
    return asks


def summon(act: Act, department: Department, ask: str, *, co: bool, **more: Any) -> Summons:
    """One department's summons with its promise, made from the calendar in force. The caller has looked for an open one."""
    row = Summons(
        zone_id=act.request.zone_id, service_request=act.request, department=department, leg=act.request.leg,
        part=Summons.CO if co else Summons.LEAD, ask=record.content(ask) if ask else None, sent_by=act.by, sent_at=act.now,
        report_in_due_at=act.policy.due("report_in", act.now), due_at=act.policy.due("reply", act.now),
        calendar=act.policy.calendar.key, **more,
    )  # fmt: skip
    row.save()
    act.summonses.append(row)
    return row


def as_facts(row: Summons, in_force: Policy) -> dict[str, object]:
    """What an entry keeps of a new summons, with all that its due times were counted from."""
    return {
        "id": row.pk, "department": row.department.code, "part": row.part,
        "due_at": iso(row.due_at), "calendar": row.calendar, "working_days": in_force.days_at("reply", row.sent_at),
        "closing": in_force.closing_at(row.sent_at).isoformat("minutes"), "report_in_due_at": iso(row.report_in_due_at),
    }  # fmt: skip


def tell_summoned(act: Act, rows: list[Summons]) -> None:
    for row in rows:
        people = registry.people_of(row.department_id)
        act.tell("summoned", people, part=row.part, due=iso(row.due_at), enterprise=act.request.enterprise.code)
