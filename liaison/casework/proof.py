"""The clock proof of a request, read from its entries (N1, N2): who held it when, each day counted, each verdict."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db.models import Prefetch
from django.http import Http404

from liaison import record
from liaison.record.reading import Happening
from liaison.registry.models import Account
from liaison.registry.policy import Basis, Policy, basis, calendar_of, policy
from liaison.rules import clockproof
from liaison.rules.audiences import Audience
from liaison.rules.calendar import Calendar
from liaison.rules.deadlines import local
from liaison.rules.holders import Holder, Turn, overrun

from . import access
from .models import ServiceRequest, Summons

BEGINS_LEG = ("request.raised", "request.disputed", "request.contested", "request.reopened")
ENDS_CLOCK = ("consultation.agreed", "request.answered", "request.concluded", "request.scope_declined")
CONSULTS = (
    "consultation.proposed", "consultation.side_agreed", "consultation.refused", "consultation.cancelled",
)  # fmt: skip
OFFICE = Holder("office", "")
Named = Callable[[str], Calendar]


@dataclass
class Leg:
    """One run of the enterprise's clock while its entries are read."""

    number: int
    received_at: datetime
    due_at: datetime | None
    calendar: str
    limit: "Limit"
    holder: Holder  # the specialist, or the chief
    turns: list[Turn] = field(default_factory=list)
    replied_at: datetime | None = None
    released_at: datetime | None = None
    lead: int | None = None
    lead_turn: Turn | None = None
    agree_by: datetime | None = None
    summonses: dict[int, "Limit"] = field(default_factory=dict)
    moves: list[dict[str, Any]] = field(default_factory=list)


class Limit(NamedTuple):
    """The limit that a promise was made with, as its entry keeps it; None in entries of earlier releases."""

    working_days: int | None
    closing: time | None


@dataclass(frozen=True)
class Seen:
    """The proof as one reader may see it, and what a page words it with."""

    r: ServiceRequest
    how: access.Standing
    summonses: list[Summons]  # those whose clock this reader sees
    in_force: Policy
    known: Basis
    answer: dict[str, Any]


def seen(actor: Account, number: str, *, now: datetime) -> Seen:
    """The proof for a reader: a department sees the firm's clock and its own. Raises Http404 for what does not exist for him."""
    summonses = Summons.objects.select_related("department", "clerk", "consultation").order_by("pk")
    found = access.visible(actor).select_related("zone", "enterprise", "text")
    r = found.prefetch_related(Prefetch("summonses", queryset=summonses)).filter(number=number).first()
    if r is None:
        raise Http404
    rows = list(r.summonses.all())
    how = access.standing(actor, r, rows)
    in_force, known = policy(r.zone, now), basis(r.zone)
    shown = [row for row in rows if _shows(row, r, how)]
    return Seen(r, how, shown, in_force, known, prove(r, shown, in_force, known))


def _shows(row: Summons, r: ServiceRequest, how: access.Standing) -> bool:
    if how.audience == Audience.DEPARTMENT:
        return row.department_id == how.department_id
    if how.audience == Audience.ENTERPRISE and row.part == Summons.CO and row.leg == r.leg and row.replied_at:
        return r.replied_at is not None  # the firm learns of a co-department's reply with the lead's
    return True


def prove(
    r: ServiceRequest, summonses: Iterable[Summons], in_force: Policy, known: Basis | None = None
) -> dict[str, Any]:
    """The proof of the current leg; earlier legs stand under `legs`, each with its own frozen verdict."""
    rows = {row.pk: row for row in summonses}
    entries = record.happenings(r.zone.code, r.number, texts=False)
    made_of = known or basis(r.zone)
    proofs = [_proof(leg, rows, in_force, made_of) for leg in legs_of(entries)]
    numbers = {"first_entry": entries[0].seq, "last_entry": entries[-1].seq}
    return {"number": r.number, **numbers, **proofs[-1], "legs": proofs}


def _proof(leg: Leg, rows: dict[int, Summons], in_force: Policy, made_of: Basis) -> dict[str, Any]:
    def named(key: str) -> Calendar:
        return calendar_of(made_of.up_to(key))

    # Of the departments whose clock the reader does not see, he is not told that it moved either.
    moves = [one for one in leg.moves if one["promise"] == "reply" or one["summons"] in rows]
    proof = clockproof.prove(_frozen(leg, rows, in_force, named), in_force.now)
    return {"leg": leg.number, **proof, "moves": moves}


def stopped(r: ServiceRequest, at: datetime, *, replied: bool) -> dict[str, Any]:
    """How the firm's clock of the current leg ends at `at`: verdict, minutes over, whose they are.

    The holders are read from the entries written so far, one statement, and only when there is something to share out.
    """
    verdict, due_at = ended(r.reply_due_at, at, replied=replied), r.reply_due_at
    if verdict != "late" or due_at is None:
        return {"verdict": verdict, "overrun_minutes": 0, "parts": []}
    leg = legs_of(record.happenings(r.zone.code, r.number, texts=False))[-1]
    over = overrun(leg.turns, due_at, at)
    parts = [{"kind": holder.kind, "code": holder.code, "minutes": minutes} for holder, minutes in over["parts"]]
    return {"verdict": verdict, "overrun_minutes": over["minutes"], "parts": parts}


def ended(due_at: datetime | None, at: datetime, *, replied: bool) -> str:
    """The verdict on a clock that ends at `at`, with a reply or without one."""
    return clockproof.verdict(due_at, at if replied else None, None if replied else at, at)


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
    leg = Leg(facts["leg"], at, _instant(facts["reply_due_at"]), facts["calendar"], _limit(facts), holder)
    leg.turns.append(Turn(at, holder, _instant(facts["whistle_due_at"])))
    return leg


def _continue(leg: Leg, entry: Happening) -> None:
    kind, facts = entry.kind, entry.facts
    if kind in ("request.whistled", "request.claimed"):
        for summons in facts["summonses"]:
            _summoned(leg, entry.at, summons)
        if kind == "request.claimed" and facts["part"] == Summons.LEAD:  # a date is a reply
            leg.replied_at = leg.replied_at or entry.at
    elif kind == "summons.declined" and facts["part"] == Summons.LEAD:
        leg.turns.append(Turn(entry.at, OFFICE, _instant(facts["decide_by"])))
    elif kind == "summons.decline_refused" and facts["part"] == Summons.LEAD and leg.lead_turn:
        leg.turns.append(Turn(entry.at, leg.lead_turn.holder, leg.lead_turn.limit_at))
    elif kind == "summons.decline_accepted":
        _handed_on(leg, entry)
    elif kind == "promise.moved":
        _moved(leg, entry)
    elif kind in CONSULTS:
        _consulted(leg, entry)
    elif kind == "request.handed_over":
        _handed_over(leg, entry)
    elif kind in ENDS_CLOCK or (kind == "summons.replied" and facts["part"] == Summons.LEAD):
        leg.replied_at = leg.replied_at or entry.at
    elif kind == "request.withdrawn":
        leg.released_at = entry.at
    elif kind == "request.linked" and facts["duplicate"]:
        _set_aside(leg, entry.at)
    elif kind == "request.unlinked" and facts["duplicate"]:
        leg.released_at = None


def _summoned(leg: Leg, at: datetime, summons: dict[str, Any]) -> None:
    leg.summonses[summons["id"]] = _limit(summons)
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


def _consulted(leg: Leg, entry: Happening) -> None:
    """While a consultation is proposed, those hold the matter who have to agree: the specialist, then the office (R-18)."""
    facts = entry.facts
    if entry.kind == "consultation.cancelled":
        _summoned(leg, entry.at, facts["next"])
    elif entry.kind == "consultation.refused":
        if leg.lead_turn:
            leg.turns.append(Turn(entry.at, leg.lead_turn.holder, leg.lead_turn.limit_at))
    else:
        if entry.kind == "consultation.proposed":
            leg.agree_by = _instant(facts["decide_by"])
        leg.turns.append(Turn(entry.at, OFFICE if facts["awaits"] == "office" else leg.holder, leg.agree_by))


def _handed_over(leg: Leg, entry: Happening) -> None:
    """The specialist's turn goes to the new one with its limit; a department's turn stays, and comes back to the new one."""
    before, leg.holder = leg.holder, Holder(entry.facts["holder"]["kind"], entry.facts["holder"]["code"])
    if leg.turns[-1].holder == before:
        leg.turns.append(Turn(entry.at, leg.holder, leg.turns[-1].limit_at))


def _set_aside(leg: Leg, at: datetime) -> None:
    """Closed as a duplicate: the clock ends without a reply. Should it run on one day, the specialist had it all the while."""
    leg.released_at = at
    if leg.turns[-1].holder != leg.holder:
        leg.turns.append(Turn(at, leg.holder))


def _moved(leg: Leg, entry: Happening) -> None:
    facts, after = entry.facts, _instant(entry.facts["after"])
    if facts["promise"] in ("reply", "summons"):
        told = {key: facts[key] for key in ("promise", "before", "after", "calendar")}
        leg.moves.append({"at": local(entry.at).isoformat(timespec="seconds"), **told, "summons": facts.get("summons")})
    if facts["promise"] == "reply":
        leg.due_at, leg.calendar = after, facts["calendar"]
        if leg.lead is None:
            leg.turns.append(Turn(entry.at, leg.holder, _instant(facts["whistle_due_at"])))
    elif facts["promise"] == "summons" and facts["summons"] == leg.lead and leg.lead_turn:
        leg.lead_turn = Turn(entry.at, leg.lead_turn.holder, after)
        if (
            leg.turns[-1].holder == leg.lead_turn.holder
        ):  # while the office decides on a decline, it is the office's turn
            leg.turns.append(leg.lead_turn)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _limit(facts: dict[str, Any]) -> Limit:
    closing = facts.get("closing")
    return Limit(facts.get("working_days"), time.fromisoformat(closing) if closing else None)


def _frozen(leg: Leg, rows: dict[int, Summons], in_force: Policy, named: Named) -> clockproof.Leg:
    return clockproof.Leg(
        received_at=leg.received_at, due_at=leg.due_at,
        working_days=leg.limit.working_days or in_force.days_at("reply", leg.received_at),
        closing=leg.limit.closing or in_force.closing_at(leg.received_at), calendar=named(leg.calendar), turns=leg.turns,
        replied_at=leg.replied_at, released_at=leg.released_at,
        summonses=[_summons_clock(rows[pk], limit, in_force, named) for pk, limit in leg.summonses.items() if pk in rows],
    )  # fmt: skip


def _summons_clock(row: Summons, limit: Limit, in_force: Policy, named: Named) -> clockproof.SummonsClock:
    ended = row.released_at or (row.declined_at if row.status == "declined" else None)
    return clockproof.SummonsClock(
        id=row.pk, department=row.department.code, part=row.part, sent_at=row.sent_at, due_at=row.due_at,
        working_days=limit.working_days or in_force.days_at("reply", row.sent_at), calendar=named(row.calendar),
        replied_at=row.replied_at, released_at=ended,
    )  # fmt: skip
