"""Several replacements at once (N11): who takes which firm, so that nobody is overloaded, barred, or swapped in a circle.

Pure and deterministic: the same firms and the same roster give the same plan, in whatever order they come.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from .proposal import Candidate, Need, obstacle, propose

TAKEN, CIRCLE, NOBODY = "taken", "circle", "nobody"


@dataclass(frozen=True)
class Vacancy:
    """A firm whose specialist `old` is replaced."""

    firm: str
    old: str
    need: Need
    wish: str = ""  # whom the firm asks for


@dataclass(frozen=True)
class Unsolved:
    """Nobody for this firm. `why`: `taken` (who could is needed elsewhere), `circle` (only by a swap in a circle), `nobody`;
    for the last, what stands in the way of how many."""

    firm: str
    why: str
    obstacles: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Plan:
    chosen: Mapping[str, str]  # firm -> login
    unsolved: tuple[Unsolved, ...]


def solve(vacancies: Iterable[Vacancy], candidates: Iterable[Candidate], *, load_max: int) -> Plan:
    """One person for each firm, all at once.

    Those who lose no firm themselves come first, as many firms as possible (augmenting paths, each firm trying its best first);
    only a firm that is left over gets somebody who is replaced elsewhere, and never so that the replaced pass their firms round in
    a circle. Nobody serves more than `load_max` firms afterwards; what he loses in the same plan is not counted as room.
    """
    rows = sorted(vacancies, key=lambda one: one.firm)
    people = sorted(candidates, key=lambda one: one.login)
    losing = {one.old for one in rows}
    wishes = {one.firm: _in_order(one, people, load_max) for one in rows}
    room = {one.login: load_max - one.load for one in people}
    held: dict[str, list[str]] = {}
    for one in rows:
        # What this plan has given somebody counts as his load, so that not everything goes to the same hand.
        busier = [replace(each, load=each.load + len(held.get(each.login, ()))) for each in people]
        wishes[one.firm] = list(dict.fromkeys([*_in_order(one, busier, load_max), *wishes[one.firm]]))
        _augment(one.firm, wishes, held, room, losing, set())
    chosen = {firm: login for login, firms in held.items() for firm in firms}
    for one in rows:
        if one.firm not in chosen:
            _last_resort(one, wishes[one.firm], rows, chosen, room, losing)
    left = (one for one in rows if one.firm not in chosen)
    return Plan(
        dict(sorted(chosen.items())), tuple(_why_not(one, wishes, chosen, room, people, load_max) for one in left)
    )


def closes_circle(old: str, new: str, replaced_by: Mapping[str, Iterable[str]]) -> bool:
    """Whether `new` taking over from `old` lets the replaced pass their firms round: `replaced_by` is old -> who takes over from him."""
    seen, ahead = set(), [new]
    while ahead:
        one = ahead.pop()
        if one == old:
            return True
        if one not in seen:
            seen.add(one)
            ahead += replaced_by.get(one, ())
    return False


def _in_order(one: Vacancy, people: Sequence[Candidate], load_max: int) -> list[str]:
    """All who may: whom the firm asks for, then the best first (N5); the one who is replaced is never among them."""
    able = (candidate for candidate in people if candidate.login != one.old)
    found = [proposal.login for proposal in propose(able, one.need, load_max=load_max, best=len(people))]
    return sorted(found, key=lambda login: login != one.wish)


def _augment(
    firm: str, wishes: Mapping[str, Sequence[str]], held: dict[str, list[str]], room: Mapping[str, int], losing: set[str],
    tried: set[str],
) -> bool:  # fmt: skip
    """Give the firm somebody with room, or let one who has none pass a firm on to somebody who has."""
    for login in wishes[firm]:
        if login in losing or login in tried:
            continue
        tried.add(login)
        his = held.setdefault(login, [])
        if len(his) < room[login]:
            his.append(firm)
            return True
        for at, other in enumerate(his):
            if _augment(other, wishes, held, room, losing, tried):
                his[at] = firm
                return True
    return False


def _last_resort(
    one: Vacancy, wishes: Sequence[str], rows: Sequence[Vacancy], chosen: dict[str, str], room: Mapping[str, int],
    losing: set[str],
) -> None:  # fmt: skip
    for login in wishes:
        free = room[login] - sum(taken == login for taken in chosen.values())
        if login in losing and free > 0 and not closes_circle(one.old, login, _passed_on(rows, chosen)):
            chosen[one.firm] = login
            return


def _passed_on(rows: Sequence[Vacancy], chosen: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in rows:
        if one.firm in chosen:
            found.setdefault(one.old, []).append(chosen[one.firm])
    return found


def _why_not(
    one: Vacancy, wishes: Mapping[str, Sequence[str]], chosen: Mapping[str, str], room: Mapping[str, int],
    people: Sequence[Candidate], load_max: int,
) -> Unsolved:  # fmt: skip
    able = wishes[one.firm]
    if able:
        free = any(room[login] > sum(taken == login for taken in chosen.values()) for login in able)
        return Unsolved(one.firm, CIRCLE if free else TAKEN)
    found = Counter(obstacle(candidate, one.need, load_max) or "serves_it_now" for candidate in people)
    return Unsolved(one.firm, NOBODY, tuple(sorted(found.items())))
