"""响铃: an urgent request rings the officer on duty, then the deputy, then the chief, until a human accepts (R-08).

A ring is a notice that no quiet hours hold, with minutes in which to accept; a miss stays as an entry. To accept is to take the
request. When the chief has let it pass too, the office is told, and the request stays on its desk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules import duty
from liaison.rules.deadlines import local
from liaison.rules.lifecycle import Status

from . import roster
from .models import DutyShift, Ring, ServiceRequest

if TYPE_CHECKING:
    from .acting import Act

WAITING = Q(accepted_at=None, missed_at=None, stopped_at=None)


def begin(act: Act) -> None:
    """The first ring, with the request's own entry; while nobody is on duty the chief is rung at once, and it is said."""
    _ring_on(act, None)


def answered_call(act: Act) -> None:
    """Whoever is on duty has taken the call himself: the request is in his sight from now on."""
    given = {"zone_id": act.request.zone_id, "service_request": act.request, "account": act.by}
    Ring.objects.create(rung=duty.OFFICER, rang_at=act.now, due_at=act.now, accepted_at=act.now, **given)


def settle(act: Act) -> None:
    """Once somebody has it in hand nothing rings any more; his own ring is accepted, a late one too."""
    r = act.request
    if not r.urgent or act.was != Status.RAISED or r.status == Status.RAISED:
        return
    Ring.objects.filter(service_request=r, account=act.by, account__isnull=False).update(accepted_at=act.now)
    Ring.objects.filter(WAITING, service_request=r).update(stopped_at=act.now)


def miss(act: Act, ring: Ring) -> None:
    """By the clock: he has not accepted in time. The miss is entered, the next one is rung."""
    ring.missed_at = act.now
    ring.save(update_fields=["missed_at"])
    who = ring.account.login if ring.account else None
    act.enter("duty.missed", rung=ring.rung, officer=who, until=_iso(ring.due_at))
    act.tell("ring_missed", _office(act), holder=who)
    _ring_on(act, ring.rung)


def _ring_on(act: Act, after: str | None) -> None:
    """Ring the next one who has not been rung; after the last one the office is told."""
    shift = roster.on_duty(act.request.zone_id, act.now)
    before = set(Ring.objects.filter(service_request=act.request).values_list("account", flat=True))
    nobody = after is None and shift is None
    if nobody:
        _enter_nobody(act)
    rung = duty.next_rung(after)
    while rung is not None:
        person = _who(act, rung, shift)
        if person is not None and person.is_active and person.pk not in before:
            _ring(act, rung, person, nobody=nobody)
            return
        rung = duty.next_rung(rung)
    act.enter("duty.unanswered")
    act.tell("ring_unanswered", _office(act))


def _who(act: Act, rung: str, shift: DutyShift | None) -> Account | None:
    if rung == duty.CHIEF:
        return next(iter(registry.holders_of(Post.CHIEF, act.request.zone_id)), None)
    return getattr(shift, rung) if shift else None


def _ring(act: Act, rung: str, person: Account, *, nobody: bool) -> None:
    due_at = act.now + timedelta(minutes=act.policy.days("duty_accept"))
    Ring.objects.create(
        zone_id=act.request.zone_id, service_request=act.request, rung=rung, account=person, rang_at=act.now, due_at=due_at
    )  # fmt: skip
    act.enter("duty.rang", rung=rung, officer=person.login, until=_iso(due_at))
    why = "nobody" if nobody else ""
    act.tell("ring", [person], enterprise=act.request.enterprise.code, until=_iso(due_at), cause=why)


def _enter_nobody(act: Act) -> None:
    """A ring of nobody is a miss from the start."""
    Ring.objects.create(
        zone_id=act.request.zone_id, service_request=act.request, rung=duty.OFFICER, account=None, rang_at=act.now,
        due_at=act.now, missed_at=act.now,
    )  # fmt: skip
    act.enter("duty.missed", rung=duty.OFFICER, officer=None, until=_iso(act.now))
    act.tell("nobody_on_duty", _office(act))


def _office(act: Act) -> list[Account]:
    return registry.holders_of(Post.OFFICE, act.request.zone_id)


def _iso(instant: datetime) -> str:
    return local(instant).isoformat()


# --- whom a ring gives sight of a request


def rung_for(person: Any) -> QuerySet[Ring]:
    """The requests that ring this person until somebody accepts, and those that he accepted."""
    open_to = Q(accepted_at__isnull=False) | Q(stopped_at=None, service_request__status=Status.RAISED)
    return Ring.objects.filter(open_to, account=person)


def stands(person: Account, request_pk: int) -> bool:
    """Whether he stands to this request as the one on duty."""
    return bool(_stands(person=person.pk, request=request_pk))


@Prepared
def _stands() -> QuerySet[Ring, int]:
    found = rung_for(Slot("person", BigIntegerField())).filter(service_request=Slot("request", BigIntegerField()))
    return found.values_list("pk", flat=True)


def was_rung(person: Account, number: str) -> bool:
    return Ring.objects.filter(account=person, service_request__number=number, zone=person.zone_id).exists()


def rung_at(person: Account, number: str) -> int:
    """The request for which he was rung, whoever accepted it meanwhile. Raises Http404."""
    rows = Ring.objects.filter(account=person, service_request__number=number, zone=person.zone_id)
    found = rows.values_list("service_request", flat=True).first()
    if found is None:
        raise Http404
    return found


UNANSWERED = Q(accepted_at=None, stopped_at=None, service_request__status=Status.RAISED)


def with_rung(people: QuerySet[Account]) -> QuerySet[Account]:
    """People with whether something rings them: whoever signs every page is read with it in one statement."""
    return people.annotate(is_rung=Exists(Ring.objects.filter(UNANSWERED, account=OuterRef("pk"))))


def ringing(person: Account) -> list[Ring]:
    """What rings him now, or has rung him and nobody has accepted yet; the oldest first. One statement if anything does."""
    if not getattr(person, "is_rung", True):
        return []
    rows = Ring.objects.filter(UNANSWERED, account=person)
    return list(rows.select_related("service_request__enterprise", "service_request__text").order_by("rang_at", "pk"))


def elapsed(r: ServiceRequest, now: datetime) -> int | None:
    """Real minutes from the call of an urgent request to its result, to its end, or until now (R-39)."""
    return duty.elapsed_minutes(r.occurred_at, r.answered_at or r.closed_at or now) if r.urgent else None
