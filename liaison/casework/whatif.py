"""New limits tried on the zone's own requests: what the open ones would get, what the last twelve months would have looked like.

Only reading: open promises never change by a limit, and the past never does.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from liaison.registry.policy import Policy
from liaison.rules import limits
from liaison.rules.lifecycle import UNANSWERED
from liaison.rules.whatif import Late, Shifted, Stretch, Terms, late_under, shifted_by

from .models import ServiceRequest, Summons

LOOKED_BACK = timedelta(days=365)
# The limits that can be tried, each with the promises it bounds; `closing_time` is tried with all of them.
TRIED = ("reply", "report_in")


@dataclass(frozen=True)
class Tried:
    """One promise under the values of today and under the new ones."""

    what: str  # firm: the reply to the enterprise, departments: theirs, report_in
    now: Late
    then: Late


@dataclass(frozen=True)
class Preview:
    open_requests: int
    shifted: Shifted  # the reply to the firm of the open requests, were they raised under the new values
    tried: tuple[Tried, ...]


def preview(changes: Mapping[str, str], in_force: Policy) -> Preview:
    """What the changed values would mean; four statements at most."""
    old, new = _terms("reply", {}, in_force), _terms("reply", changes, in_force)
    running = ServiceRequest.objects.filter(zone=in_force.zone, status__in=UNANSWERED)
    starts = list(running.values_list("leg_began_at", flat=True))
    shifted = shifted_by(starts, old, new, in_force.calendar) if old != new else Shifted(0, 0)
    return Preview(len(starts), shifted, tuple(_tried(changes, in_force)))


def _tried(changes: Mapping[str, str], in_force: Policy) -> Iterator[Tried]:
    for what, key, stretches in (
        ("firm", "reply", _firm), ("departments", "reply", _departments), ("report_in", "report_in", _report_in)
    ):  # fmt: skip
        old, new = _terms(key, {}, in_force), _terms(key, changes, in_force)
        if old != new:
            kept = list(stretches(in_force))
            counted = (late_under(kept, terms, in_force.calendar, in_force.now) for terms in (old, new))
            yield Tried(what, *counted)


def _terms(key: str, changes: Mapping[str, str], in_force: Policy) -> Terms:
    closing = changes.get("closing_time")
    return Terms(
        int(changes.get(key, in_force.days(key))),
        limits.time_at("closing_time", [("closing_time", closing, in_force.now)], in_force.now)
        if closing
        else in_force.closing,
    )


def _firm(in_force: Policy) -> Iterator[Stretch]:
    """The firm's clock of the last leg; what was withdrawn or never had to be answered is left out."""
    rows = ServiceRequest.objects.filter(zone=in_force.zone, raised_at__gte=in_force.now - LOOKED_BACK)
    answered = rows.exclude(replied_at=None).values_list("leg_began_at", "replied_at")
    running = rows.filter(replied_at=None, status__in=UNANSWERED).values_list("leg_began_at", "replied_at")
    return _read(answered.union(running, all=True))


def _departments(in_force: Policy) -> Iterator[Stretch]:
    return _read(_summonses(in_force).exclude(replied_at=None).values_list("sent_at", "replied_at"))


def _report_in(in_force: Policy) -> Iterator[Stretch]:
    return _read(_summonses(in_force).exclude(reported_in_at=None).values_list("sent_at", "reported_in_at"))


def _summonses(in_force: Policy) -> "QuerySet[Summons]":
    return Summons.objects.filter(zone=in_force.zone, sent_at__gte=in_force.now - LOOKED_BACK)


def _read(rows: Iterable[tuple[datetime, datetime | None]]) -> Iterator[Stretch]:
    return (Stretch(since, until) for since, until in rows)
