"""The clock proof of a request, read from its entries (N1, N2): who held it when, each day counted, each verdict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from liaison import record
from liaison.record.reading import Happening
from liaison.registry.policy import Policy, calendars_by_name
from liaison.rules import clockproof
from liaison.rules.calendar import Calendar
from liaison.rules.holders import Holder, Turn

from .models import ServiceRequest, Summons

BEGINS_LEG = ("request.raised", "request.disputed", "request.contested", "request.reopened")
ENDS_CLOCK = ("request.answered", "request.concluded", "request.scope_declined")
OFFICE = Holder("office", "")
Named = Callable[[str], Calendar]


@dataclass
class Leg:
    """One run of the enterprise's clock while its entries are read."""

    number: int
    received_at: datetime
    due_at: datetime | None
    calendar: str
    holder: Holder  # the specialist, or the chief
    turns: list[Turn] = field(default_factory=list)
    replied_at: datetime | None = None
    released_at: datetime | None = None
    lead: int | None = None
    lead_turn: Turn | None = None
    summonses: list[int] = field(default_factory=list)


def prove(r: ServiceRequest, summonses: Iterable[Summons], in_force: Policy) -> dict[str, Any]:
    """The proof of the current leg; earlier legs stand under `legs`, each with its own frozen verdict."""
    rows = {row.pk: row for row in summonses}
    legs = legs_of(record.happenings(r.zone.code, r.number, texts=False))
    named = calendars_by_name()
    proofs = [
        {"leg": leg.number, **clockproof.prove(_frozen(leg, rows, in_force, named), in_force.now)} for leg in legs
    ]
    return {"number": r.number, **proofs[-1], "legs": proofs}


def legs_of(entries: Iterable[Happening]) -> list[Leg]:
    """Read the legs of a request from its entries, oldest first."""
    legs: list[Leg] = []
    for entry in entries:
        if entry.kind in BEGINS_LEG:
            legs.append(_begun(entry))
        elif legs:
            _continue(legs[-1], entry)
    return legs


def _begun(entry: Happening) -> Leg:
    facts = entry.facts
    at = datetime.fromisoformat(facts["occurred_at"]) if "occurred_at" in facts else entry.at
    holder = Holder(facts["holder"]["kind"], facts["holder"]["code"])
    leg = Leg(facts["leg"], at, _instant(facts["reply_due_at"]), facts["calendar"], holder)
    leg.turns.append(Turn(at, holder, _instant(facts["whistle_due_at"])))
    return leg


def _continue(leg: Leg, entry: Happening) -> None:
    kind, facts = entry.kind, entry.facts
    if kind == "request.whistled":
        for summons in facts["summonses"]:
            _summoned(leg, entry.at, summons)
    elif kind == "summons.declined" and facts["part"] == Summons.LEAD:
        leg.turns.append(Turn(entry.at, OFFICE, _instant(facts["decide_by"])))
    elif kind == "summons.decline_refused" and facts["part"] == Summons.LEAD and leg.lead_turn:
        leg.turns.append(Turn(entry.at, leg.lead_turn.holder, leg.lead_turn.limit_at))
    elif kind == "summons.decline_accepted":
        _handed_on(leg, entry)
    elif kind == "promise.moved":
        _moved(leg, entry)
    elif kind in ENDS_CLOCK or (kind == "summons.replied" and facts["part"] == Summons.LEAD):
        leg.replied_at = leg.replied_at or entry.at
    elif kind == "request.withdrawn":
        leg.released_at = entry.at


def _summoned(leg: Leg, at: datetime, summons: dict[str, Any]) -> None:
    leg.summonses.append(summons["id"])
    if summons["part"] == Summons.LEAD:
        leg.lead = summons["id"]
        leg.lead_turn = Turn(at, Holder("department", summons["department"]), _instant(summons["due_at"]))
        leg.turns.append(leg.lead_turn)


def _handed_on(leg: Leg, entry: Happening) -> None:
    following = entry.facts["next"]
    if following:
        _summoned(leg, entry.at, following)
    elif entry.facts["part"] == Summons.LEAD:
        leg.turns.append(Turn(entry.at, leg.holder))


def _moved(leg: Leg, entry: Happening) -> None:
    facts, after = entry.facts, _instant(entry.facts["after"])
    if facts["promise"] == "reply":
        leg.due_at, leg.calendar = after, facts["calendar"]
        if leg.lead is None:
            leg.turns.append(Turn(entry.at, leg.holder, _instant(facts["whistle_due_at"])))
    elif facts["promise"] == "summons" and facts["summons"] == leg.lead and leg.lead_turn:
        leg.lead_turn = Turn(entry.at, leg.lead_turn.holder, after)
        leg.turns.append(leg.lead_turn)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _frozen(leg: Leg, rows: dict[int, Summons], in_force: Policy, named: Named) -> clockproof.Leg:
    return clockproof.Leg(
        received_at=leg.received_at, due_at=leg.due_at, working_days=in_force.days_at("reply", leg.received_at),
        closing=in_force.closing, calendar=named(leg.calendar), turns=leg.turns, replied_at=leg.replied_at,
        released_at=leg.released_at,
        summonses=[_summons_clock(rows[pk], in_force, named) for pk in leg.summonses if pk in rows],
    )  # fmt: skip


def _summons_clock(row: Summons, in_force: Policy, named: Named) -> clockproof.SummonsClock:
    ended = row.released_at or (row.declined_at if row.status == "declined" else None)
    return clockproof.SummonsClock(
        id=row.pk, department=row.department.code, part=row.part, sent_at=row.sent_at, due_at=row.due_at,
        working_days=in_force.days_at("reply", row.sent_at), calendar=named(row.calendar), replied_at=row.replied_at,
        released_at=ended,
    )  # fmt: skip
