"""Requests like this one, and who handles its kind: what has been raised, open or past, that reads alike (R-12, N6). Shown, never decided.

The cost does not grow with the zone: the newest 400 of the category are read by their own index, with the departments called to
them, in one statement, and compared in Python: twenty milliseconds together at 100,000 requests. An older one is not found.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db.models import BooleanField, Exists, F, OuterRef, Value

from liaison.registry.access import ALL_ROWS, posts
from liaison.registry.models import Account, Enterprise, in_language
from liaison.rules import likeness
from liaison.rules.deadlines import SHANGHAI, day_of
from liaison.rules.lifecycle import OPEN, Status

from . import access
from .models import ServiceRequest, Summons

COMPARED, SHOWN = 400, 5
OWN_COMPARED, OWN_SHOWN = 100, 3


@dataclass(frozen=True)
class Similar:
    """One like it. Of a firm that the reader may not see neither name nor words: its number, who had it, how it ended."""

    number: str
    firm: str
    text: str
    seen: bool  # the reader may open it
    same_firm: bool
    department: str  # that leads, or led
    status: str
    outcome: str | None
    closed_as: str | None
    days: int | None  # calendar days from the call to the answer
    leads: bool  # it can be chosen as the lead


class _Candidate(NamedTuple):
    pk: int
    number: str
    enterprise: int
    firm_zh: str
    firm_en: str
    text: str | None
    status: str
    outcome: str | None
    closed_as: str | None
    occurred_at: datetime
    answered_at: datetime | None
    lead_request: int | None


COLUMNS = (
    "pk", "number", "enterprise", "enterprise__name_zh", "enterprise__name_en", "text__text", "status", "outcome", "closed_as",
    "occurred_at", "answered_at", "lead_request",
)  # fmt: skip
CALLED = (
    "summonses__department", "summonses__department__name_zh", "summonses__department__name_en", "summonses__part",
    "summonses__sent_at",
)  # fmt: skip


@dataclass
class Kind:
    """The newest requests of one kind: who led and who joined them this year, and which read like one that is at hand."""

    candidates: dict[int, _Candidate] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)  # of them those that the reader may open
    department: dict[int, str] = field(default_factory=dict)  # that leads each of them
    led: Counter[int] = field(default_factory=Counter)  # by department, how many requests
    joined: Counter[int] = field(default_factory=Counter)


def kind_of(r: ServiceRequest, actor: Account, now: datetime) -> Kind:
    """The newest of the request's category, of the whole zone without one. One statement."""
    newest = ServiceRequest.objects.filter(zone=r.zone_id).exclude(status=Status.WITHDRAWN)
    if r.category_id is not None:
        newest = newest.filter(category=r.category_id)
    rows = ServiceRequest.objects.filter(pk__in=newest.order_by("-pk").values("pk")[:COMPARED])
    year = datetime.combine(day_of(now).replace(month=1, day=1), time(0), SHANGHAI)
    found, counted = Kind(), set()
    read: Any = (
        rows.annotate(may_see=_may_see(actor))
        .order_by("-pk", F("summonses__pk"))
        .values_list(*COLUMNS, "may_see", *CALLED)
    )
    for row in read:
        one = _Candidate(*row[: len(COLUMNS)])
        may_see, department, zh, en, part, sent_at = row[len(COLUMNS) :]
        found.candidates[one.pk] = one
        if may_see:
            found.seen.add(one.pk)
        if department is None:
            continue
        if part == Summons.LEAD:
            found.department[one.pk] = in_language(zh, en)
        if sent_at >= year and (one.pk, department, part) not in counted:
            counted.add((one.pk, department, part))
            (found.led if part == Summons.LEAD else found.joined)[department] += 1
    return found


def _may_see(actor: Account) -> Any:
    if posts(actor) & ALL_ROWS:
        return Value(True, output_field=BooleanField())
    return Exists(access.visible(actor).filter(pk=OuterRef("pk")))


def similar_to(r: ServiceRequest, text: str, kind: Kind) -> list[Similar]:
    """Up to five that read like `r`, those of its own firm first. No statement."""
    found = [one for _score, one in _ranked(text, kind.candidates.values()) if one.pk != r.pk]
    found.sort(key=lambda one: one.enterprise != r.enterprise_id)  # stable: the likest first among each
    return [
        _similar(one, r.enterprise_id, one.pk in kind.seen, kind.department.get(one.pk, "")) for one in found[:SHOWN]
    ]


# --- before a firm raises the same again


def own_like(firm: Enterprise, text: str) -> list[Similar]:
    """What this firm has raised that reads like `text`, the likest first. One statement."""
    return [_similar(one, firm.pk, True, "") for _score, one in _ranked(text, _of_firm(firm))[:OWN_SHOWN]]


def raised_before(firm: Enterprise, text: str) -> str | None:
    """The number of an open request of this firm that is most likely the same matter. One statement."""
    ranked = _ranked(text, _of_firm(firm, status__in=sorted(OPEN)))
    return next((one.number for score, one in ranked if score >= likeness.SAME), None)


def _of_firm(firm: Enterprise, **narrowed: Any) -> list[_Candidate]:
    """Among the newest of this firm; what it withdrew does not count."""
    newest = (
        ServiceRequest.objects.filter(zone=firm.zone_id, enterprise=firm).order_by("-pk").values("pk")[:OWN_COMPARED]
    )
    found = ServiceRequest.objects.filter(pk__in=newest, **narrowed).exclude(status=Status.WITHDRAWN)
    rows: Any = found.order_by("-pk").values_list(*COLUMNS)
    return [_Candidate(*row) for row in rows]


def _ranked(text: str, candidates: Iterable[_Candidate]) -> list[tuple[float, _Candidate]]:
    mine = likeness.pieces(text)
    scored = [(likeness.likeness(mine, likeness.pieces(one.text)), one) for one in candidates if one.text]
    alike = [pair for pair in scored if pair[0] >= likeness.SHOWN]
    return sorted(alike, key=lambda pair: (-pair[0], -pair[1].pk))


def _similar(one: _Candidate, own_firm: int, seen: bool, department: str) -> Similar:
    days = (day_of(one.answered_at) - day_of(one.occurred_at)).days if one.answered_at else None
    firm = Enterprise(name_zh=one.firm_zh, name_en=one.firm_en).short_name if seen else ""
    return Similar(
        number=one.number, firm=firm, text=(one.text or "") if seen else "", seen=seen, same_firm=one.enterprise == own_firm,
        department=department, status=one.status, outcome=one.outcome, closed_as=one.closed_as, days=days,
        leads=one.status in OPEN and one.lead_request is None,
    )  # fmt: skip
