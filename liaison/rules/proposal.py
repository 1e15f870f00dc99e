"""Who could serve a firm: hard constraints first, then a score with its reasons (N5). A proposal only; a human decides."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BEST = 5  # as many are shown

# What each reason is worth. A free hand outweighs everything: the cadre without a firm is a gap of its own.
SECTOR, SITE, LANGUAGE = 3, 2, 1
IDLE = SECTOR + SITE + LANGUAGE


@dataclass(frozen=True)
class Candidate:
    """A person as the proposal sees him."""

    login: str
    load: int  # firms he serves
    holds_post: bool = True
    away: bool = False
    exempt: bool = False
    departments: frozenset[str] = frozenset()  # for which he acts as clerk or head
    industries: frozenset[str] = frozenset()  # of the firms he serves
    areas: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Need:
    """What the firm brings along."""

    industry: str = ""
    area: str = ""
    language: str = ""  # that its people asked for, other than Chinese
    now: str | None = None  # its present specialist
    replaced: frozenset[str] = frozenset()  # specialists it once had replaced: none of them comes back by himself
    involved: frozenset[str] = frozenset()  # departments at work on its open requests


@dataclass(frozen=True)
class Reason:
    """`code` is worded by `speech.proposals`; `points` make the order."""

    code: str  # idle, load, sector, site, language, no_conflict
    points: int
    count: int = 0


@dataclass(frozen=True)
class Proposal:
    login: str
    score: int
    reasons: tuple[Reason, ...]


def obstacle(one: Candidate, need: Need, load_max: int) -> str | None:
    """The first hard constraint that stands in the way, None if nothing does."""
    if not one.holds_post:
        return "no_post"
    if one.login == need.now:
        return "serves_it_now"
    if one.login in need.replaced:
        return "replaced_before"
    if one.away:
        return "away"
    if one.exempt:
        return "exempt"
    if one.load >= load_max:
        return "full"
    return "conflict" if one.departments & need.involved else None


def propose(candidates: Iterable[Candidate], need: Need, *, load_max: int, best: int = BEST) -> list[Proposal]:
    """The best who may, highest score first; equal scores by login, so that the same input gives the same order."""
    able = [one for one in candidates if obstacle(one, need, load_max) is None]
    made = [_proposal(one, need, load_max) for one in able]
    return sorted(made, key=lambda one: (-one.score, one.login))[:best]


def _proposal(one: Candidate, need: Need, load_max: int) -> Proposal:
    reasons = [Reason("load", load_max - one.load, one.load) if one.load else Reason("idle", load_max + IDLE)]
    if need.industry and need.industry in one.industries:
        reasons.append(Reason("sector", SECTOR))
    if need.area and need.area in one.areas:
        reasons.append(Reason("site", SITE))
    if need.language and need.language in one.languages:
        reasons.append(Reason("language", LANGUAGE))
    reasons.append(Reason("no_conflict", 0))
    return Proposal(one.login, sum(reason.points for reason in reasons), tuple(reasons))


def area_of(address: str) -> str:
    """The part of an address that neighbours share: what stands before the first number (青江高新区创新路12号 -> 青江高新区创新路)."""
    return re.split(r"\d", address, maxsplit=1)[0].strip(" ,，第")
