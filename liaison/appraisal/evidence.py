"""证据清单: what the record says of a person's work in one year, in facts with their numbers (R-46).

All the firms he served, never narrowed to one: nothing here tells which of them rated him, or how. Votes, tallies and causes of a
replacement are not read. The pack is made once, when the finding opens, and stays as it was.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from liaison import record
from liaison.casework.acting import iso
from liaison.casework.models import Ring, ServiceRequest, Visit
from liaison.record.models import Entry
from liaison.registry.models import Account, Assignment
from liaison.registry.policy import Policy
from liaison.rules import findings as rules
from liaison.rules.audiences import SEEN_BY, Audience
from liaison.rules.deadlines import SHANGHAI, is_late

FIRST_HANDLED = frozenset({"request.whistled", "request.answered", "request.scope_declined"})
TO_FIRM = frozenset(kind for kind, seen in SEEN_BY.items() if Audience.ENTERPRISE in seen)
OVERDUE = frozenset(
    {"clock.overdue", "clock.head_told", "clock.chief_told"}
)  # a clock that stood still enters the highest alone
READ = FIRST_HANDLED | TO_FIRM | OVERDUE
SERVED = ("number", "enterprise", "raised_at", "leg_began_at", "replied_at", "closed_at", "leg")


@dataclass(frozen=True)
class _Seen:
    at: datetime
    kind: str
    facts: dict[str, Any]


def pack(person: Account, year: int, in_force: Policy) -> dict[str, Any]:
    """Four statements, whatever he served. Instants as ISO 8601, requests by their numbers."""
    first = datetime.combine(date(year, 1, 1), time(0), SHANGHAI)
    until = min(in_force.now, datetime.combine(date(year + 1, 1, 1), time(0), SHANGHAI))
    requests = _served(person, first, until)
    seen = _entries(in_force.zone.code, [one.number for one in requests])
    told: dict[str, Any] = {
        "from": first.date().isoformat(), "until": iso(until), "requests": len(requests),
        "firms": len({one.enterprise_id for one in requests}),
        "handled_late": _handled_late(requests, seen, until, in_force),
        "replies": _replies(requests, until, in_force),
        "missed": _missed(requests, seen, until),
        "gaps": _gaps(requests, seen, until, in_force),
        "visits": _visits(person, first, until),
        "rings_missed": _rings(person, first, until),
    }  # fmt: skip
    return told


def frozen(person: Account, year: int, in_force: Policy) -> str:
    """The same as the text that is kept; one order of its parts, so that the same facts are the same text."""
    return json.dumps(pack(person, year, in_force), ensure_ascii=False, sort_keys=True)


def _served(person: Account, first: datetime, until: datetime) -> list[ServiceRequest]:
    """The requests raised while the firm was his; one who only stood in for somebody is not asked about them."""
    span = Q(since__lt=until) & (Q(until=None) | Q(until__gt=first))
    held: dict[int, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for firm, since, end in Assignment.objects.filter(span, specialist=person).values_list(
        "enterprise", "since", "until"
    ):
        held[firm].append((since, end))
    rows = ServiceRequest.objects.filter(
        enterprise__in=held, raised_at__gte=first, raised_at__lt=until, lead_request=None
    )
    return [
        one
        for one in rows.only(*SERVED).order_by("pk")
        if any(
            since <= one.raised_at and (end is None or one.raised_at < end) for since, end in held[one.enterprise_id]
        )
    ]


def _entries(zone: str, numbers: Sequence[str]) -> dict[str, list[_Seen]]:
    rows = Entry.objects.filter(chain=f"{zone}/{record.BUSINESS}", subject__in=numbers, kind__in=READ).order_by("seq")
    found: dict[str, list[_Seen]] = defaultdict(list)
    for subject, at, kind, body in rows.values_list("subject", "at", "kind", "body"):
        found[subject].append(_Seen(at, kind, json.loads(body)["facts"]))
    return found


def _handled_late(
    requests: Iterable[ServiceRequest], seen: dict[str, list[_Seen]], until: datetime, in_force: Policy
) -> list[dict[str, Any]]:  # fmt: skip
    """R-13: his own limit, from the receipt to the whistle or the answer."""
    late = []
    for one in requests:
        told = seen[one.number]
        due = next((row.facts["whistle_due_at"] for row in told if row.facts.get("whistle_due_at")), None)
        done = next((row.at for row in told if row.kind in FIRST_HANDLED and row.at <= until), None)
        ended = done or min(one.closed_at or until, until)
        if due and is_late(ended, datetime.fromisoformat(due)):
            days = rules.working_days(one.raised_at, ended, in_force.calendar)
            late.append({"number": one.number, "due_at": due, "done_at": iso(done), "working_days": days})
    return late


def _replies(requests: Sequence[ServiceRequest], until: datetime, in_force: Policy) -> dict[str, Any]:
    """How long the firms waited for their reply, of the last leg of each request."""
    days = sorted(
        rules.working_days(one.leg_began_at, one.replied_at, in_force.calendar)
        for one in requests
        if one.replied_at and one.replied_at <= until
    )
    return {
        "replied": len(days), "median_days": days[len(days) // 2] if days else None, "most_days": days[-1] if days else None,
    }  # fmt: skip


def _missed(
    requests: Iterable[ServiceRequest], seen: dict[str, list[_Seen]], until: datetime
) -> list[dict[str, Any]]:  # fmt: skip
    """Every promise to a firm (reply, progress, date given) that ran out, as the clock noted it at the time."""
    found = [
        (one.number, row.facts["due_at"])
        for one in requests
        for row in seen[one.number]
        if row.kind in OVERDUE and row.facts.get("promise") == "enterprise" and row.at <= until
    ]
    return [{"number": number, "due_at": due_at} for number, due_at in dict.fromkeys(found)]


def _gaps(
    requests: Iterable[ServiceRequest], seen: dict[str, list[_Seen]], until: datetime, in_force: Policy
) -> list[dict[str, Any]]:  # fmt: skip
    """The longest time of each open request in which its firm saw nothing, where it is longer than the limit of progress notes."""
    found = []
    for one in requests:
        told = [row.at for row in seen[one.number] if row.kind in TO_FIRM and row.at <= until]
        end = min(one.replied_at or one.closed_at or until, until)
        gap = rules.longest_gap([at for at in told if at <= end], end, in_force.days("progress"), in_force.calendar)
        if gap:
            found.append({
                "number": one.number, "from": iso(gap.since), "until": iso(gap.until), "working_days": gap.working_days,
            })  # fmt: skip
    return found


def _visits(person: Account, first: datetime, until: datetime) -> dict[str, Any]:
    rows = Visit.objects.filter(visitor=person, made_at__gte=first, made_at__lt=until).order_by("pk")
    done, missed = 0, []
    for no_show, promised_at, left_at in rows.values_list("no_show", "promised_at", "left_at"):
        done += left_at is not None and not no_show
        if no_show == "visitor":
            missed.append(iso(promised_at))
    return {"done": done, "missed": missed}


def _rings(person: Account, first: datetime, until: datetime) -> list[dict[str, Any]]:
    rows = Ring.objects.filter(account=person, missed_at__gte=first, missed_at__lt=until).order_by("pk")
    return [
        {"number": number, "at": iso(rang_at)}
        for number, rang_at in rows.values_list("service_request__number", "rang_at")
    ]
