"""Exemptions: why a cadre on the roster serves no firm for a time (R-02). They end by their date, nothing has to be done."""

from datetime import datetime

from django.db.models import Q

from liaison import record
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from . import access
from .inputs import ExemptionInput
from .models import Account, Appointment, Exemption, Post


def exempt(login: str, given: ExemptionInput, *, by: Account, now: datetime) -> Exemption:
    """Leave, secondment or probation: from today until its last day the cadre needs no firm, and gets none proposed.

    Raises Refused: wrong_role, not_on_roster, date_passed, exempt_already; Http404 for a person one does not see.
    """
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        person = access.locked_account(by, login)
        if not Appointment.objects.filter(account=person, post=Post.SPECIALIST, until=None).exists():
            raise Refused("not_on_roster", who=person.name)
        today = day_of(now)
        if given.last_day < today:
            raise Refused("date_passed", field="last_day")
        open_ones = Exemption.objects.filter(account=person, ended_at=None)
        open_ones.filter(last_day__lt=today).update(ended_at=now)  # it ended by its date; the row says so now
        if open_ones.exists():
            raise Refused("exempt_already", who=person.name)
        made = Exemption.objects.create(account=person, reason=given.reason, first_day=today, last_day=given.last_day)
        _enter("exemption.given", person, by, capacity, now, reason=given.reason, last_day=given.last_day.isoformat())
        return made


def end_exemption(login: str, *, by: Account, now: datetime) -> None:
    """Before its date. Raises Refused: wrong_role, not_exempt; Http404 for a person one does not see."""
    with record.transaction():
        capacity = access.require(by, Post.OFFICE)
        person = access.locked_account(by, login)
        if not in_force(person, now):
            raise Refused("not_exempt")
        Exemption.objects.filter(account=person, ended_at=None).update(ended_at=now)
        _enter("exemption.ended", person, by, capacity, now)


def in_force(person: Account, now: datetime) -> Exemption | None:
    today = day_of(now)
    open_ones = Exemption.objects.filter(account=person, ended_at=None, first_day__lte=today)
    return open_ones.filter(Q(last_day=None) | Q(last_day__gte=today)).first()


def _enter(kind: str, person: Account, by: Account, capacity: str, now: datetime, **facts: object) -> None:
    record.append(
        kind, zone=by.zone.code, subject=person.login, actor=by.login, capacity=capacity, at=now, facts=facts
    )  # fmt: skip
