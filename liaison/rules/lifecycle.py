"""The whole life of a 诉求 on one page: who may, from where, to where (R-10, R-13, R-14, R-16, R-19, R-24…R-28)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .refusals import Refused


class Status(StrEnum):
    RAISED = "raised"
    IN_HAND = "in_hand"
    WHISTLED = "whistled"
    CONSULTING = "consulting"
    PLANNED = "planned"
    ANSWERED = "answered"
    CLOSED = "closed"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"


class SummonsStatus(StrEnum):
    SENT = "sent"
    REPORTED_IN = "reported_in"
    DECLINING = "declining"
    DECLINED = "declined"
    REPLIED = "replied"
    RELEASED = "released"


class Outcome(StrEnum):
    RESOLVED = "resolved"  # 已解决
    EXPLAINED = "explained"  # 已解释说明
    PLANNED = "planned"  # a dated plan: a reply, not yet an outcome of the request


class ClosedAs(StrEnum):
    CONFIRMED = "confirmed"
    BY_PHONE = "by_phone"  # a logged call-back 电话回访, shown apart
    SILENT = "silent"  # never 满意
    DISPUTED_FINAL = "disputed_final"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"


class Channel(StrEnum):
    PHONE = "phone"
    VISIT = "visit"
    GROUP = "group"
    GRIPE = "gripe"
    WEB = "web"
    QR = "qr"
    LETTER = "letter"
    HOTLINE = "hotline"
    API = "api"


S = Status
OPEN = frozenset({S.RAISED, S.IN_HAND, S.WHISTLED, S.CONSULTING, S.PLANNED, S.ANSWERED})
UNANSWERED = OPEN - {S.ANSWERED}
OPEN_SUMMONS = frozenset({SummonsStatus.SENT, SummonsStatus.REPORTED_IN, SummonsStatus.DECLINING})
AWAITING_REPLY = frozenset({SummonsStatus.SENT, SummonsStatus.REPORTED_IN})

# In a person with several capacities the first that a move allows is the one he acts in.
CAPACITIES = (
    "enterprise", "specialist", "department", "member", "chief", "office", "leader", "duty_officer", "evaluation", "personnel",
    "discipline", "system", "security", "audit",
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """Who may, from which states, to which (None: the state stays, or depends on more than the state)."""

    by: frozenset[str]
    of: frozenset[Status]
    to: Status | None = None


def _move(by: str, of: Iterable[Status], to: Status | None = None) -> Move:
    return Move(frozenset(by.split()), frozenset(of), to)


MOVES: dict[str, Move] = {
    "take": _move(
        "specialist chief duty_officer", {S.RAISED}, S.IN_HAND
    ),  # first contact made; what rings is accepted so. R-08
    "verify": _move("specialist chief office duty_officer", {S.RAISED, S.IN_HAND}),  # a call has shown that it is real
    "decline_scope": _move("specialist office", {S.RAISED, S.IN_HAND}, S.OUT_OF_SCOPE),
    "whistle": _move("specialist chief office", {S.RAISED, S.IN_HAND}, S.WHISTLED),
    "whistle_more": _move("specialist chief office", {S.WHISTLED, S.PLANNED, S.CONSULTING}),  # co-departments only
    "claim": _move(
        "department", {S.RAISED, S.IN_HAND}, S.PLANNED
    ),  # 认领: leads what was said in a session, by a date. R-33
    "claim_as_co": _move("department", UNANSWERED),  # joins whoever leads it, or will
    "report_in": _move("department", {S.WHISTLED, S.PLANNED, S.CONSULTING}),
    "decline": _move("department", {S.WHISTLED, S.PLANNED, S.CONSULTING}),
    "decide": _move("office", {S.WHISTLED, S.PLANNED, S.CONSULTING}),
    "reply": _move("department", {S.WHISTLED, S.PLANNED, S.CONSULTING}),  # lead's: see REPLIED; co's: stays.
    "extend": _move("department", {S.PLANNED}),  # the lead asks for a later date, once a leg. R-21
    "decide_extension": _move("office", {S.PLANNED}),
    "consult": _move(
        "department specialist chief", {S.IN_HAND, S.WHISTLED}
    ),  # proposes 会商; a second time the chief. R-18
    "consult_agree": _move("specialist chief office", {S.WHISTLED}),  # specialist and office, each once
    "consult_cancel": _move(
        "specialist chief office", {S.CONSULTING}, S.WHISTLED
    ),  # a fresh limit; again only the chief
    "arrange": _move("department specialist", {S.CONSULTING}),  # when and where it meets, who sits in it. R-20
    "minutes": _move("department specialist", {S.CONSULTING}),  # what was agreed, and who does what by when
    "duty_done": _move("department specialist member", {S.CONSULTING}),
    "progress": _move("department specialist", {S.WHISTLED, S.CONSULTING, S.PLANNED}),
    "conclude": _move("department specialist", {S.CONSULTING, S.PLANNED}, S.ANSWERED),
    "answer": _move("specialist", {S.IN_HAND}, S.ANSWERED),
    "confirm": _move("enterprise", {S.ANSWERED, S.PLANNED}, S.CLOSED),
    "dispute": _move("enterprise", {S.ANSWERED, S.PLANNED}, S.IN_HAND),
    "contest": _move("enterprise", {S.OUT_OF_SCOPE}, S.IN_HAND),  # R-10, once
    "reopen": _move("enterprise", {S.CLOSED}, S.IN_HAND),
    "withdraw": _move("enterprise", OPEN, S.WITHDRAWN),
    "call_back": _move(
        "specialist office",
        {S.ANSWERED, S.PLANNED, S.CLOSED, S.RAISED, S.IN_HAND, S.WHISTLED, S.CONSULTING, S.OUT_OF_SCOPE},
    ),
    "link": _move("specialist office", OPEN),  # to a lead request: one work, each firm its own reply. R-12
    "unlink": _move("specialist office", set(Status)),
    "outside": _move(
        "specialist department chief office", UNANSWERED
    ),  # 外部协调: what somebody outside the zone has to do. R-23
    "visit": _move("specialist chief office duty_officer", OPEN),  # 上门服务: somebody comes, until a date. R-07
    "message": _move("enterprise specialist chief office duty_officer", set(Status)),
    "note": _move(
        "specialist chief office duty_officer", set(Status)
    ),  # internal: the enterprise and departments never see it
    "attach": _move(
        "enterprise specialist department chief office duty_officer", set(Status)
    ),  # photos, voice, papers, for all who handle it
    "nudge": _move("enterprise", UNANSWERED),
    "instruct": _move("leader chief", OPEN),  # 批示; what becomes of it: `casework.actions.instructing`. R-22
}

# What may be done with a request that came without an account, before a call has verified it: call and say so, end what is
# false, talk. No department is called, and nothing is answered that nobody may have asked.
WHILE_UNVERIFIED = frozenset(
    {"verify", "decline_scope", "contest", "withdraw", "call_back", "message", "note", "nudge", "attach", "instruct"}
)

# What a lead's reply makes of the request.
REPLIED = {Outcome.RESOLVED: S.ANSWERED, Outcome.EXPLAINED: S.ANSWERED, Outcome.PLANNED: S.PLANNED}

# What each own-summons act asks of the summons.
SUMMONS_MOVES: dict[str, frozenset[SummonsStatus]] = {
    "report_in": frozenset({SummonsStatus.SENT}),
    "decline": AWAITING_REPLY | {SummonsStatus.REPLIED},  # replied: a claim that was a mistake, `rules.permitted`
    "reply": AWAITING_REPLY,
    "decide": frozenset({SummonsStatus.DECLINING}),
    "extend": frozenset({SummonsStatus.REPLIED}),
    "decide_extension": frozenset({SummonsStatus.REPLIED}),
}


def capacity_for(move: str, held: Collection[str]) -> str:
    """Return the capacity in which somebody who holds `held` makes `move`. Raises Refused: wrong_role."""
    for capacity in CAPACITIES:
        if capacity in MOVES[move].by and capacity in held:
            return capacity
    raise Refused("wrong_role")


def next_status(status: str, move: str, held: Collection[str]) -> tuple[Status, str]:
    """Return the state after `move` and the capacity used. Raises Refused: wrong_role, wrong_status."""
    capacity = capacity_for(move, held)
    if status not in MOVES[move].of:
        raise Refused("wrong_status", status=status)
    return MOVES[move].to or Status(status), capacity


def fits(move: str, verified: bool) -> bool:
    """Whether `move` goes with the request being verified or not: what is verified is not verified again."""
    return move != "verify" if verified else move in WHILE_UNVERIFIED
