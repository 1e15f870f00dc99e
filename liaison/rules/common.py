"""共性事项 (N6): which requests of different firms look like one work, and by which act one answer reaches each of them.

Proposed only, never done by itself: whoever decides sees every text that led to the proposal.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

from . import likeness
from .lifecycle import AWAITING_REPLY, UNANSWERED, Outcome, Status
from .refusals import Refused

FIRMS = 2  # fewer are no common matter
NEIGHBOURS = (
    40  # of those that share a piece, so many are compared: the cost grows with the requests, not with their square
)
SAMPLE = 8  # members of a group that a newcomer is compared with


@dataclass(frozen=True)
class Told:
    """One request as it was told."""

    key: int
    firm: int
    text: str


@dataclass
class _Group:
    members: list[int] = field(default_factory=list)


def groups(told: Sequence[Told], apart: Collection[tuple[int, int]] = ()) -> list[list[int]]:
    """Return groups of keys whose texts are alike on average, each of two firms at least: the one of most firms first.

    Average likeness, not a chain of neighbours: what is like one member only does not come in. Two that somebody has called
    different (`apart`, the smaller key first) never stand in one group.
    """
    bags = {one.key: likeness.pieces(one.text) for one in told}
    firms, parted = {one.key: one.firm for one in told}, frozenset(apart)
    home = {key: _Group([key]) for key in bags}
    for _score, one, other in sorted(_pairs(bags), key=lambda pair: (-pair[0], pair[1], pair[2])):
        mine, theirs = home[one], home[other]
        if mine is not theirs and _belong_together(mine.members, theirs.members, bags, parted):
            mine.members += theirs.members
            home.update(dict.fromkeys(theirs.members, mine))
    found = {id(group): sorted(group.members) for group in home.values()}
    common = [keys for keys in found.values() if len({firms[key] for key in keys}) >= FIRMS]
    return sorted(common, key=lambda keys: (-len({firms[key] for key in keys}), -keys[-1]))


def _pairs(bags: dict[int, frozenset[str]]) -> Iterable[tuple[float, int, int]]:
    """The pairs that are alike, among those that share a piece."""
    seen: defaultdict[str, deque[int]] = defaultdict(lambda: deque(maxlen=NEIGHBOURS))
    for key in sorted(bags):
        shared: defaultdict[int, int] = defaultdict(int)
        for piece in bags[key]:
            for other in seen[piece]:
                shared[other] += 1
            seen[piece].append(key)
        for other in shared:
            score = likeness.likeness(bags[other], bags[key])
            if score >= likeness.SHOWN:
                yield score, other, key


def _belong_together(
    mine: Sequence[int], theirs: Sequence[int], bags: dict[int, frozenset[str]], apart: frozenset[tuple[int, int]]
) -> bool:
    if apart and any((min(pair), max(pair)) in apart for pair in product(mine, theirs)):
        return False
    pairs = list(product(mine[:SAMPLE], theirs[:SAMPLE]))
    return sum(likeness.likeness(bags[one], bags[other]) for one, other in pairs) / len(pairs) >= likeness.SHOWN


# --- one answer for all: each request by its own act


REPLY, CONCLUDE, ANSWER = WAYS = ("reply", "conclude", "answer")


@dataclass(frozen=True)
class Place:
    """How somebody stands to one request of the work."""

    status: str
    held: frozenset[str]
    leads: bool = False  # his department leads it
    own: str = ""  # the state of that department's summons


def way(at: Place, outcome: str) -> str:
    """Return the act by which this person answers this request. Raises Refused: wrong_status, wrong_role, no_common_plan."""
    if at.status not in UNANSWERED:
        raise Refused("wrong_status", status=at.status)
    found = act_of(at)
    if not found:
        raise Refused("wrong_role")
    if outcome == Outcome.PLANNED and found != REPLY:
        raise Refused("no_common_plan")
    return found


def act_of(at: Place) -> str:
    """The act by which this person answers this request; empty: none of his."""
    specialist, department = "specialist" in at.held, "department" in at.held and at.leads
    if at.status == Status.IN_HAND and specialist:
        return ANSWER
    if at.status == Status.WHISTLED and department and at.own in AWAITING_REPLY:
        return REPLY
    if at.status in (Status.PLANNED, Status.CONSULTING) and (specialist or department):
        return CONCLUDE
    return ""


TELLERS = ("specialist", "department", "chief", "office")  # in this order: one of several capacities is chosen
TOLD_IN = frozenset({Status.WHISTLED, Status.CONSULTING, Status.PLANNED})  # as `progress`, R-19


def teller(at: Place) -> str:
    """Return the capacity in which this person reports progress of the work to this firm. Raises Refused: wrong_role, wrong_status."""
    capacity = _telling(at)
    if not capacity:
        raise Refused("wrong_role")
    if at.status not in TOLD_IN:
        raise Refused("wrong_status", status=at.status)
    return capacity


def may_tell(at: Place) -> bool:
    return bool(_telling(at)) and at.status in TOLD_IN


def _telling(at: Place) -> str:
    """Of departments the lead alone."""
    held = at.held if at.leads else at.held - {"department"}
    return next((one for one in TELLERS if one in held), "")
