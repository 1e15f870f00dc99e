"""What somebody may do with a request now, and for every other move why not (R-12, R-14, R-21, R-26…R-28).

One table of hindrances serves buttons, `moves[]` and the sentence "what may I do here and why"; an action judges again under its lock.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .lifecycle import MOVES, SUMMONS_MOVES, ClosedAs, Status, SummonsStatus, fits

NOT_YOURS, NOT_NOW = "not_yours", "not_now"
# Moves that a reader knows by one name: which of the two it is depends on the state alone.
NAMES = {"whistle_more": "whistle", "claim_as_co": "claim", "decide_extension": "decide"}
SAYABLE = ("confirm", "dispute", "contest", "reopen", "withdraw")  # what a firm can say on the phone


@dataclass(frozen=True)
class Facts:
    """What, beside state and capacity, a move depends on; lateness is judged where the calendar is at hand."""

    status: str
    held: frozenset[str]
    verified: bool = True
    own: str = ""  # state of the newest summons of the department for which he acts
    leads: bool = False  # that department leads this leg
    gripe: bool = False  # said in a gripe session: departments claim it
    claimed: bool = False  # that newest summons came of its own claim, whose plan runs
    decline_refused: bool = False
    decline_late: bool = False
    declining_lead: bool = False  # the lead is among those that have declined
    declining: bool = False  # a department has declined and the office has not decided
    extended: bool = False  # a later date was asked for in this leg, whatever became of it
    extension_pending: bool = False  # the office may still decide on it
    extension_late: bool = False
    consultation: str = ""  # proposed or agreed, while one is open in this leg
    toggled: bool = False  # one was cancelled in this leg: only the chief has another one, or cancels again
    agree: str = "nothing_to_agree"  # why his agreement is not wanted; empty: it is
    duty_open: bool = False  # of his department, for lead and specialist of any
    contested: bool = False
    contest_late: bool = False
    plan_disputed: bool = False
    closed_as: str = ""
    reopen_late: bool = False
    nudged_today: bool = False
    outside: bool = False  # somebody outside the zone is talked to about it already
    linked: bool = False
    leads_others: bool = False


@dataclass(frozen=True)
class Explained:
    """Every move under its name: possible now, not possible now and why, and those of others."""

    can: list[str]
    cannot: list[tuple[str, str]]
    others: list[str]


Hindrance = tuple[str, Callable[[Facts], bool]]


def _not_lead(now: Facts) -> bool:
    return not now.leads and "specialist" not in now.held


def _second(now: Facts) -> bool:
    """A second toggle in one leg is the chief's (R-18)."""
    return now.toggled and "chief" not in now.held


def _own(move: str) -> tuple[Hindrance, ...]:
    return (
        ("not_called", lambda now: not now.own),
        (NOT_NOW, lambda now: now.own not in SUMMONS_MOVES[move]),
    )


# move -> what may stand in its way, in the order in which it is said
HINDRANCES: dict[str, tuple[Hindrance, ...]] = {
    "report_in": _own("report_in"),
    "reply": _own("reply"),
    "claim": (("called_already", lambda now: bool(now.own)),),
    "claim_as_co": (("called_already", lambda now: bool(now.own)),),
    "decline": (
        *_own("decline"),
        (NOT_NOW, lambda now: now.own == SummonsStatus.REPLIED and not now.claimed),
        ("decline_refused_before", lambda now: now.decline_refused),
        ("decline_too_late", lambda now: now.decline_late),
    ),
    "decide": (("nothing_to_decide", lambda now: not now.declining),),
    "decide_extension": (("nothing_to_decide", lambda now: not now.extension_pending),),
    "extend": (
        ("not_lead", lambda now: not now.leads),
        ("extended_before", lambda now: now.extended),
        ("extend_too_late", lambda now: now.extension_late),
    ),
    "consult": (
        ("chief_only", _second),
        ("not_lead", lambda now: not now.toggled and _not_lead(now)),
        ("consulting_already", lambda now: bool(now.consultation)),
        ("declining", lambda now: now.declining_lead),
    ),
    "consult_agree": tuple(
        (code, lambda now, code=code: now.agree == code)  # type: ignore[misc]
        for code in ("nothing_to_agree", "other_side", "agreed_before", "own_matter")
    ),
    "consult_cancel": (
        ("chief_only", _second),
        ("chief_second", lambda now: not (now.toggled or now.held & {"specialist", "office"})),
    ),
    "arrange": (("not_lead", _not_lead),),
    "minutes": (("not_lead", _not_lead),),
    "duty_done": (("no_duty", lambda now: not now.duty_open),),
    "progress": (("not_lead", _not_lead),),
    "conclude": (("not_lead", _not_lead),),
    "outside": (
        ("not_lead", lambda now: not now.held & {"specialist", "chief", "office"} and not now.leads),
        ("outside_already", lambda now: now.outside),
    ),
    "decline_scope": (("final", lambda now: now.contested),),
    "contest": (("contested_before", lambda now: now.contested), ("contest_too_late", lambda now: now.contest_late)),
    "dispute": (("disputed_before", lambda now: now.status == Status.PLANNED and now.plan_disputed),),
    "reopen": (
        ("final", lambda now: now.closed_as == ClosedAs.DISPUTED_FINAL),
        ("reopen_too_late", lambda now: now.reopen_late),
    ),
    "call_back": (("nothing_to_say", lambda now: not sayable(now)),),
    "nudge": (("nudged_today", lambda now: now.nudged_today),),
    "link": (("linked_already", lambda now: now.linked), ("leads_others", lambda now: now.leads_others)),
    "unlink": (("not_linked", lambda now: not now.linked),),
}


def why_not(move: str, now: Facts) -> str | None:
    """Return None if the move is possible, else the code of what stands in its way: the first that does.

    What was only logged from a call may still be disputed for some days, although the request is closed (R-27).
    """
    if not MOVES[move].by & now.held:
        return NOT_YOURS
    if move == "dispute" and now.closed_as == ClosedAs.BY_PHONE and not now.contest_late:
        return None
    if now.status not in MOVES[move].of:
        return NOT_NOW
    if not fits(move, now.verified):
        return "verified_before" if now.verified else "unverified"
    return next((code for code, stands in HINDRANCES.get(move, ()) if stands(now)), None)


def sayable(now: Facts) -> list[str]:
    """What the firm could say now, if it had an account at hand: what a call-back may log."""
    firm = replace(now, held=frozenset({"enterprise"}))
    return [move for move in SAYABLE if now.status in MOVES[move].of and why_not(move, firm) is None]


def possible(now: Facts) -> list[str]:
    """The names of the moves that are possible, in the order of the table."""
    return _names(move for move in _moves(now) if why_not(move, now) is None)


def explained(now: Facts) -> Explained:
    """Every move once. Of two moves with one name the nearer one speaks: what is possible, else what is only not possible now."""
    found: dict[str, str | None] = {}
    for move in _moves(now):
        name, why = NAMES.get(move, move), why_not(move, now)
        if name not in found or (found[name] is not None and (why is None or found[name] == NOT_NOW)):
            found[name] = why
    return Explained(
        can=[name for name, why in found.items() if why is None],
        cannot=[(name, why) for name, why in found.items() if why not in (None, NOT_YOURS) and why],
        others=[name for name, why in found.items() if why == NOT_YOURS],
    )


def _moves(now: Facts) -> list[str]:
    """The moves that there are for such a request: only what was said in a session is claimed."""
    return [move for move in MOVES if now.gripe or NAMES.get(move, move) != "claim"]


def _names(moves: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(NAMES.get(move, move) for move in moves))
