"""The daily digest: what lies before a person, as counts and numbers; by mail once a day to whoever asked for mail."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from liaison.notices import outbox
from liaison.registry import access as registry
from liaison.registry.models import Account, Appointment, Post, Zone
from liaison.registry.policy import Policy, policy
from liaison.rules import counting, deadlines, lamps, routing
from liaison.rules.lifecycle import OPEN

from .access import visible
from .department_desk import desk_lists, summonses_in_hand
from .desk_queries import in_care_of, piles_of
from .dispatch_desk import waiting_lists
from .filters import cells_are, lamp_is, period
from .keyset import counter

PRESSING = ("overdue", "due", "soon")
NUMBERS = 8  # so many are named; the list behind the link has them all


def digest(actor: Account, in_force: Policy) -> dict[str, Any]:
    """What `speech.digests` words: for each hat its piles that are not empty. Two statements a hat.

    Every pile is counted by the condition of the list that its line opens (N15).
    """
    return {
        "day": deadlines.day_of(in_force.now).isoformat(),
        "unread": outbox.unread(actor),
        "piles": list(_piles(actor, in_force)),
    }


def _piles(actor: Account, in_force: Policy) -> Iterator[list[Any]]:
    held = registry.posts(actor)
    if held & {Post.SPECIALIST, Post.CHIEF}:
        yield from _counted("specialist", in_care_of(actor), piles_of(in_force), "lamp_due_at", "number")
    if registry.acts_for_department(actor):
        found = summonses_in_hand(actor)
        yield from _counted("department", found, _of_department(in_force), "due_at", "service_request__number")
    if Post.OFFICE in held:
        running = visible(actor).filter(status__in=sorted(OPEN))
        yield from _counted("office", running, waiting_lists(in_force), "lamp_due_at", "number")
    if Post.LEADER in held:
        yield from _counted("leader", visible(actor), _of_leader(in_force), "lamp_due_at", "number")


def _counted(
    hat: str, found: QuerySet[Any], piles: dict[str, Q], due: str, number: str
) -> Iterator[list[Any]]:  # fmt: skip
    """[specialist/overdue, 2, ["2020-0012", "2020-0031"]] for every pile; only what presses is named."""
    counts = found.aggregate(**{counter(key): Count("pk", filter=pile, distinct=True) for key, pile in piles.items()})
    named: dict[str, list[str]] = {key: [] for key in piles}
    for key in [key for key in PRESSING if counts.get(counter(key))]:
        named[key] = list(found.filter(piles[key]).order_by(due, "pk").values_list(number, flat=True)[:NUMBERS])
    for key in piles:
        if counts[counter(key)]:
            yield [f"{hat}/{key}", counts[counter(key)], named[key]]


def _of_department(in_force: Policy) -> dict[str, Q]:
    lists = desk_lists(in_force)
    return {key: lists[key] for key in ("overdue", "soon", "report-in", "planned")}


def _of_leader(in_force: Policy) -> dict[str, Q]:
    today = deadlines.day_of(in_force.now)
    return {
        "overdue": lamp_is(lamps.OVERDUE, in_force.horizon),
        "raised": Q(**period("raised_at", today, today)),
        "closed": cells_are(counting.SETTLED) & Q(**period("closed_at", today, today)),
        "open": cells_are((counting.STILL_OPEN, counting.REOPENED)),
    }


def queue_due(now: datetime) -> int:
    """Queue the digests of the hour, on working days; safe to run twice: each has one key a day. Return how many are new."""
    slot = routing.digest_slot(now)
    if slot is None or not outbox.mail_is_on():
        return 0
    queued = 0
    for zone in Zone.objects.order_by("pk"):
        in_force = policy(zone, now)
        if in_force.calendar.presumed_working(slot.date()):
            queued += sum(_queue(person, in_force, slot.date()) for person in _readers(zone, slot.time()))
    return queued


def _readers(zone: Zone, at: time) -> list[Account]:
    """Staff who asked for mail and whose hour it is. A firm's people have what they need by mail already."""
    held = Prefetch("appointments", Appointment.objects.filter(until=None), to_attr="held")
    people: Any = Account.objects.filter(zone=zone, enterprise=None, is_active=True, by_mail=True).exclude(email="")
    people = people.select_related("zone").prefetch_related(held).order_by("pk")
    return [one for one in people if routing.digest_time(post.post for post in one.held) == at]


def _queue(person: Account, in_force: Policy, day: date) -> bool:
    told = digest(person, in_force)
    return bool(told["piles"]) and outbox.queue_digest(person, day, told, now=in_force.now)
