"""值班表, read: who is on duty, what lies ahead, and where nobody is (R-08)."""

from datetime import datetime, timedelta

from django.db.models import BigIntegerField, DateTimeField, Q, QuerySet

from liaison.prepared import Prepared, Slot
from liaison.registry.models import Account, Zone
from liaison.registry.policy import Policy
from liaison.rules import duty
from liaison.rules.duty import Gap

from .models import DutyShift

AHEAD = timedelta(days=45)  # of the roster that a page shows
LATELY = 28  # shifts


def on_duty(zone_id: int, now: datetime) -> DutyShift | None:
    """The shift of this instant; None is a gap that the office sees in red."""
    return next(iter(_now(zone=zone_id, now=now)), None)


@Prepared
def _now() -> QuerySet[DutyShift]:
    now = Slot("now", DateTimeField())
    rows = DutyShift.objects.filter(zone=Slot("zone", BigIntegerField()), begins_at__lte=now, ends_at__gt=now)
    return rows.select_related("officer__department", "deputy__department")


def is_on_duty(account: Account, now: datetime) -> bool:
    """Whether this person answers now, as officer or as deputy."""
    shift = on_duty(account.zone_id, now)
    return shift is not None and account.pk in (shift.officer_id, shift.deputy_id)


def ahead(zone_id: int, now: datetime, until: datetime | None = None) -> list[DutyShift]:
    """The running shift and those to come, in order; one statement."""
    rows = DutyShift.objects.filter(zone=zone_id, ends_at__gt=now, begins_at__lt=until or now + AHEAD)
    return list(rows.select_related("officer__department", "deputy__department", "swap_with").order_by("begins_at"))


def of_person(account: Account, now: datetime) -> list[DutyShift]:
    """His own shifts to come, as officer or deputy; one statement."""
    rows = DutyShift.objects.filter(Q(officer=account) | Q(deputy=account), zone=account.zone_id, ends_at__gt=now)
    return list(
        rows.select_related("officer__department", "deputy__department", "swap_with__officer").order_by("begins_at")
    )


def horizon(in_force: Policy) -> datetime:
    """Until when somebody has to be named by now."""
    return in_force.now + timedelta(hours=in_force.days("duty_ahead"))


def gaps_of(shifts: list[DutyShift], in_force: Policy) -> list[Gap]:
    """Where nobody is on duty between now and the horizon, of shifts read already."""
    return duty.gaps(shifts, in_force.now.replace(second=0, microsecond=0), horizon(in_force))


def gaps(zone: Zone, in_force: Policy) -> list[Gap]:
    """The same, read; one statement."""
    return gaps_of(ahead(zone.pk, in_force.now, horizon(in_force)), in_force)


def end_of(zone_id: int) -> datetime | None:
    """When the roster ends."""
    return DutyShift.objects.filter(zone=zone_id).order_by("-ends_at").values_list("ends_at", flat=True).first()


def last_turn(zone_id: int) -> list[str]:
    """The names of those who took turns lately, in turn: what the next plan begins with."""
    rows = DutyShift.objects.filter(zone=zone_id).select_related("officer").order_by("-begins_at")[:LATELY]
    return list(dict.fromkeys(one.officer.name for one in reversed(rows)))
