"""Who is invited to the meeting of a consultation, and how it is called off: by the same ways, for the same calendars (R-20)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from liaison.notices import outbox
from liaison.registry import access as registry
from liaison.registry.models import Account, Department
from liaison.rules.deadlines import local

from .models import Consultation, Member

if TYPE_CHECKING:
    from .acting import Act


def departments_of(held: Consultation) -> list[Department]:
    """Those that sit in it now."""
    seats = Member.objects.filter(consultation=held, department__isnull=False, left_at=None)
    return [one.department for one in seats.select_related("department").order_by("pk") if one.department]


def people_of(departments: Iterable[Department]) -> list[Account]:
    return [person for one in departments for person in registry.people_of(one.pk)]


@dataclass(frozen=True)
class _Event:
    """What a calendar knows it by, and what is said of it."""

    department: str
    starts: str
    uid: str
    sequence: int


def invite(act: Act, held: Consultation) -> None:
    """One invitation for each who has a mail address; without one the notice alone. Set anew, it moves."""
    one, people = _event(act, held, held.arranged - 1), _inside(act, held)
    act.tell("meeting_set", people, department=one.department, starts=one.starts, uid=one.uid, sequence=one.sequence)
    _mail(act, "meeting_set", one, people, _outside(held))


def call_off(act: Act, held: Consultation) -> None:
    """It does not come to the meeting: what still stands in the calendars of those invited is taken out."""
    if held.meets_at is None or held.meets_at <= act.now or held.met_at:
        return
    one, people = _event(act, held, held.arranged), _inside(act, held)
    act.tell("meeting_off", people, department=one.department, starts=one.starts, uid=one.uid, sequence=one.sequence)
    _mail(act, "meeting_off", one, people, _outside(held))


def let_go(act: Act, held: Consultation, left: Iterable[Department]) -> None:
    """The same for those alone who have left it; it is arranged anew already."""
    one, people = _event(act, held, held.arranged - 1), people_of(left)
    act.tell("meeting_left", people, department=one.department, starts=one.starts, uid=one.uid, sequence=one.sequence)
    _mail(act, "meeting_left", one, people, [])


def _event(act: Act, held: Consultation, sequence: int) -> _Event:
    starts = local(held.meets_at).isoformat() if held.meets_at else ""
    uid = f"{act.request.zone.code}-{act.request.number}-{held.pk}"
    return _Event(held.summons.department.code, starts, uid, sequence)


def _inside(act: Act, held: Consultation) -> list[Account]:
    return [*registry.people_of(held.summons.department_id), *act.holder(), *people_of(departments_of(held))]


def _outside(held: Consultation) -> list[str]:
    seats = Member.objects.filter(consultation=held, outside__isnull=False, left_at=None).select_related("outside")
    found = [one.outside.parts.get("email", "") for one in seats.order_by("pk") if one.outside]
    return [address for address in found if address]


def _mail(act: Act, kind: str, one: _Event, people: list[Account], addresses: list[str]) -> None:
    """To those without an account; and to who did it, whom no notice tells what he did himself, only his calendar."""
    if act.last is None or act.by is None:
        return
    if act.by in people and outbox.mailed(act.by):
        addresses = [*addresses, act.by.email]
    for address in dict.fromkeys(addresses):
        outbox.invite(
            act.last, kind, act.by, address, now=act.now, number=act.request.number, department=one.department,
            starts=one.starts, uid=one.uid, sequence=one.sequence,
        )  # fmt: skip
