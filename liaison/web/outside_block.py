"""外部协调 as the page of its request shows it, from the request's own entries: so nobody finds more here than in the timeline (R-23)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liaison.casework.models import OutsideContact, OutsideMatter
from liaison.casework.queries import Dossier
from liaison.record.reading import Happening
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy
from liaison.rules import lamps
from liaison.rules.deadlines import close_of, day_of
from liaison.rules.lifecycle import OPEN, Status
from liaison.rules.outside import CLERK, OFFICE, Keeper, keeps
from liaison.speech.lists import listed
from liaison.speech.outside import CONTACTS, STATES, word

from . import attached
from .consultation_block import ActLink
from .parts import File


@dataclass(frozen=True)
class QuoteLine:
    party: str
    text: str
    valid_until: date
    over: bool


@dataclass(frozen=True)
class Block:
    """One matter; of `parties` the agencies only, and no talks, for those to whom they are not told."""

    keeper: Keeper
    what: str = ""
    outcome: str = OutsideMatter.OPEN
    parties: Sequence[str] = ()
    next_at: datetime | None = None
    result: str = ""
    talks: int = 0
    last: str = ""  # the last talk; the words of each stand in the timeline
    quotes: Sequence[QuoteLine] = ()
    papers: Sequence[File] = ()
    # worded at the end
    state: str = ""
    lamp: str = ""
    liaison: str = ""
    phone: str = ""
    whom: str = ""
    acts: Sequence[ActLink] = field(default_factory=list)


def blocks_of(seen: Dossier, reader: Account) -> list[Block]:
    """Newest first; no statement."""
    found: dict[int, Block] = {}
    for one in seen.happenings:
        if one.kind.startswith("outside."):
            key = one.facts["matter"]
            block = found.get(key) or Block(Keeper(OFFICE))
            block = replace(block, keeper=Keeper(one.facts["keeper"], one.facts["liaison"]))
            found[key] = _after(block, one, seen)
    return [_worded(one, seen, reader) for one in reversed(found.values())]


def _after(block: Block, one: Happening, seen: Dossier) -> Block:
    match one.kind:
        case "outside.opened":
            return replace(block, what=one.text or "", next_at=_due(one.facts, seen.policy))
        case "outside.progress":
            return replace(block, next_at=_due(one.facts, seen.policy))
        case "outside.agency_added" | "outside.party_added":
            return replace(block, parties=[*block.parties, _party(one, seen)])
        case "outside.contacted":
            return _talked(block, one, seen)
        case "outside.attached":
            return replace(block, papers=[*block.papers, *attached.shown(one)])
        case "outside.ended":
            return replace(block, outcome=one.facts["outcome"], result=one.text or "", next_at=None)
        case "outside.lapsed":
            return replace(block, outcome=OutsideMatter.LAPSED, next_at=None)
    return block


def _due(facts: dict[str, Any], in_force: Policy) -> datetime | None:
    return close_of(date.fromisoformat(facts["next_on"]), in_force.closing) if facts["next_on"] else None


def _party(one: Happening, seen: Dossier) -> str:
    return word("party", one.facts, one.parts, one.text, seen.names)


def _talked(block: Block, one: Happening, seen: Dossier) -> Block:
    party, kind = _party(one, seen), one.facts["contact"]
    said = replace(block, talks=block.talks + 1, last=_("{kind}, {party}").format(kind=CONTACTS[kind], party=party))
    if kind != OutsideContact.QUOTE:
        return said
    until = date.fromisoformat(one.facts["valid_until"])
    quote = QuoteLine(party, one.text or "", until, over=until < day_of(seen.policy.now))
    return replace(said, quotes=[*block.quotes, quote])


def _worded(block: Block, seen: Dossier, reader: Account) -> Block:
    going = block.outcome == OutsideMatter.OPEN and seen.r.status in OPEN
    who = _who(block.keeper, seen)
    return replace(
        block, state=str(STATES[block.outcome]), liaison=who.name if who else _("Committee office"), phone=who.phone if who else "",
        lamp=lamps.lamp_of(Status.IN_HAND if going else Status.CLOSED, block.next_at, seen.policy.horizon),
        next_at=block.next_at if going else None, whom=listed(block.parties),
        acts=_acts(block.keeper, seen, reader) if going else _to_explain(block, seen),
    )  # fmt: skip


def _who(keeper: Keeper, seen: Dossier) -> Account | None:
    if keeper.kind == CLERK:
        return seen.names.people.get(keeper.login)
    return None if keeper.kind == OFFICE else seen.specialist


def lamp_of(row: OutsideMatter, in_force: Policy) -> str:
    """In a list. By the day of the next news, which is the liaison's; the one outside has no date."""
    return lamps.lamp_of(
        Status.IN_HAND if row.ended_at is None else Status.CLOSED, row.next_progress_at, in_force.horizon
    )


def _acts(keeper: Keeper, seen: Dossier, reader: Account) -> list[ActLink]:
    held, offered = seen.standing.held, []
    if keeps(keeper, held, reader.login, served=seen.specialist is not None):
        offered = [
            (_("Log a contact"), "outside-contact", True), (_("Tell the enterprise how it stands"), "outside-progress", False),
            (_("Add somebody outside"), "outside-party", False), (_("End the talks"), "outside-end", False),
        ]  # fmt: skip
        if keeper.kind == CLERK or "specialist" in held:
            offered.append((_("Step back: own interest"), "outside-hand-over", False))
    if Post.OFFICE in held:
        offered.append((_("Name another liaison"), "outside-liaison", False))
    return [ActLink(label, reverse(name, args=[seen.r.number]), main) for label, name, main in offered]


def _to_explain(block: Block, seen: Dossier) -> list[ActLink]:
    """They refused: the request ends with an explanation (R-26), whoever answers it."""
    if block.outcome != OutsideMatter.REFUSED:
        return []
    move = next((move for move in ("answer", "conclude") if move in seen.moves), None)
    mine = [row.pk for row in seen.summonses if row.department_id == seen.standing.department_id]
    if move:
        url = reverse(move, args=[seen.r.number])
    elif "reply" in seen.moves and mine:
        url = reverse("reply", args=[mine[-1]])
    else:
        return []
    return [ActLink(_("Explain it to the enterprise"), f"{url}?from=outside", main=True)]
