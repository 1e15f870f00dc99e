"""Whom firms have had replaced: they do not come back by themselves (R-44).

Read from the assignments: one that began as a replacement bars whoever served the firm before it, counted from his last day there.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from liaison.rules.deadlines import add_months, day_of

from .models import Assignment, Enterprise
from .policy import Policy, policy

REPLACEMENT = "replacement"  # `Assignment.why` when a firm has had its specialist replaced


def ended(firms: Collection[int]) -> dict[int, dict[str, datetime]]:
    """For each firm whom it ever had replaced, by login, and when that person ended there last; one statement."""
    rows = Assignment.objects.filter(enterprise__in=firms).order_by("enterprise", "since", "pk")
    read = rows.values_list("enterprise", "specialist__login", "until", "why")
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for (firm, login, until, _why), (next_firm, _login, _until, why) in pairwise(read):
        if firm == next_firm and why == REPLACEMENT and until is not None:
            found[firm][login] = until
    return found


def barred(firms: Collection[int], in_force: Policy) -> dict[int, frozenset[str]]:
    """Who may not come back to each of these firms at `in_force.now`, by login; one statement, and the policy's."""
    found = ended(firms)
    return {
        firm: frozenset(login for login, until in found.get(firm, {}).items() if _holds(until, in_force))
        for firm in firms
    }


def is_barred(firm: Enterprise, login: str, now: datetime) -> bool:
    """The same for one person; one statement for firms that never had anybody replaced."""
    until = ended([firm.pk]).get(firm.pk, {}).get(login)
    return until is not None and _holds(until, policy(firm.zone, now))


def _holds(until: datetime, in_force: Policy) -> bool:
    return day_of(in_force.now) < add_months(day_of(until), in_force.days("barred"))


def mark(enterprise_id: int, login: str) -> None:
    """He was to be replaced, and had gone before it came to that: whoever followed him is taken for his replacement."""
    rows = Assignment.objects.filter(enterprise=enterprise_id).order_by("since", "pk")
    at = [one.pk for one in rows]
    last = max((place for place, one in enumerate(rows) if one.specialist.login == login), default=-1)
    if 0 <= last < len(at) - 1:
        Assignment.objects.filter(pk=at[last + 1]).update(why=REPLACEMENT)
