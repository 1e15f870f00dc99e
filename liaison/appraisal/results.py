"""What a round came to, from its unsealing on: the lines for those who must act, the one figure for everybody."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from liaison.registry.models import Account, Post, Zone

from . import sealing
from .models import Ballot, OpenedBallot, RollLine, Round

READERS = (Post.EVALUATION, Post.PERSONNEL)
DAMAGED, NOT_RATED = "damaged", "not_rated"


def root_holds(of: Round) -> bool:
    """Whether the store still holds exactly the votes whose root was recorded at the close. One statement."""
    found = Ballot.objects.filter(line__round=of).values_list("commitment", flat=True)
    return sealing.root(found) == of.commitment_root


def percent(of: Round) -> int | None:
    """The share of the satisfied among those who voted, in whole percent; 100 only if all are, 0 only if none is. None: nobody voted.

    Who did not vote is in neither part (R-43).
    """
    satisfied, unsatisfied = of.satisfied or 0, of.unsatisfied or 0
    rated = satisfied + unsatisfied
    if not rated:
        return None
    rounded = (200 * satisfied + rated) // (2 * rated)
    if unsatisfied:
        rounded = min(rounded, 99)
    return max(rounded, 1) if satisfied else rounded


# --- the released figure


@dataclass(frozen=True)
class Rate:
    """The share of the satisfied in one round, for the whole zone; all that is public of it."""

    year: int
    half: int
    percent: int


def with_rate(people: QuerySet[Account]) -> QuerySet[Account]:
    """People with the rate that was released last in their zone: whoever signs a page is read with it in one statement."""
    released = Round.objects.filter(zone=OuterRef("zone"), state=Round.RELEASED).order_by("-year", "-half")
    parts = [Cast(name, CharField()) for name in ("year", "half", "satisfied", "unsatisfied")]
    said = Concat(parts[0], Value(" "), parts[1], Value(" "), parts[2], Value(" "), parts[3], output_field=CharField())
    return people.annotate(rate_said=Subquery(released.values(said=said)[:1]))


def last_rate(account: Account) -> Rate | None:
    """None before the first release. No statement."""
    said: str = getattr(account, "rate_said", None) or ""
    if not said:
        return None
    year, half, satisfied, unsatisfied = (int(one) for one in said.split())
    share = percent(Round(satisfied=satisfied, unsatisfied=unsatisfied))
    return Rate(year, half, share) if share is not None else None


@dataclass(frozen=True)
class ResultLine:
    enterprise: str
    enterprise_name: str
    specialist: str
    specialist_name: str
    verdict: str  # satisfied, unsatisfied, not_rated; damaged: it is not what was recorded, and counts for neither
    reason: str


@dataclass(frozen=True)
class Results:
    """Without the lines on which the reader himself is rated: they are neither shown to him nor counted here (own-matter rule)."""

    of: Round
    lines: list[ResultLine]
    own: int  # so many lines are left out
    whole: bool  # the store holds exactly the votes that were recorded at the close

    def count(self, verdict: str) -> int:
        return sum(one.verdict == verdict for one in self.lines)


def read(by: Account, of: Round) -> Results:
    """The unsatisfied first, then by the firms' codes. Three statements whatever the size of the roll."""
    rows = RollLine.objects.filter(round=of).select_related("enterprise", "specialist").order_by("enterprise__code")
    opened = {one.line_id: one for one in OpenedBallot.objects.filter(line__round=of).select_related("reason")}
    voted = dict(Ballot.objects.filter(line__round=of).values_list("line", "commitment"))
    every = list(rows)
    lines = [
        _line(row, opened.get(row.pk), row.pk in voted)
        for row in every
        if row.specialist_id != by.pk and (row.void == "" or row.pk in voted)
    ]
    first = (sealing.UNSATISFIED, DAMAGED, sealing.SATISFIED, NOT_RATED)
    lines.sort(key=lambda one: first.index(one.verdict))
    whole = sealing.root(voted.values()) == of.commitment_root
    return Results(of, lines, sum(row.specialist_id == by.pk for row in every), whole)


def _line(row: RollLine, opened: OpenedBallot | None, voted: bool) -> ResultLine:
    verdict = opened.verdict if opened else DAMAGED if voted else NOT_RATED
    reason = opened.reason.text if opened and opened.reason else ""
    firm, person = row.enterprise, row.specialist
    return ResultLine(firm.code, firm.name, person.login, person.name, verdict, reason)


# --- the voter's own line

NONE, IN_STORE, UNCHANGED = "none", "in_store", "unchanged"


def own_line(line: RollLine) -> str:
    """What a firm may know of its own vote: that none is there, that it is in the store, that it is unchanged, or that it is damaged.

    Never what it says: whoever looks over a shoulder learns no more than that there is one. Until the close a vote can still be
    changed; then its commitment is one of those in the recorded root; once opened it is counted again from choice and nonce.
    """
    of = line.round
    ballot = Ballot.objects.filter(line=line).first()
    if ballot is None:
        return NONE
    if of.state == Round.OPEN:
        return IN_STORE
    if of.state != Round.CLOSED:
        opened = OpenedBallot.objects.filter(line=line).first()
        if opened is None or ballot.commitment != sealing.commitment(
            of.key, line.enterprise.code, opened.verdict, bytes.fromhex(opened.nonce)
        ):
            return DAMAGED
    return UNCHANGED if root_holds(of) else DAMAGED


# --- for whoever verifies


def lines_to_verify(zone: Zone) -> list[dict[str, Any]]:
    """Every opened vote as `record.votes` reads it, a line for each round before its votes: what it says, its nonce and its commitment."""
    found: list[dict[str, Any]] = []
    for of in (
        Round.objects.filter(zone=zone, unsealed_at__isnull=False).select_related("zone").order_by("year", "half")
    ):
        found.append({"round": of.key})
        opened = {one.line_id: one for one in OpenedBallot.objects.filter(line__round=of)}
        ballots = Ballot.objects.filter(line__round=of).order_by("line__enterprise__code")
        for line, firm, own in ballots.values_list("line", "line__enterprise__code", "commitment"):
            said: dict[str, Any] = {"round": of.key, "enterprise": firm, "commitment": own}
            vote = opened.get(line)
            found.append(said | ({"verdict": vote.verdict, "nonce": vote.nonce} if vote else {"damaged": True}))
    return found
