"""开启选票: two persons together, after the close; then every vote is checked against what was recorded, and counted (security 7.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.rules.refusals import Refused

from .. import access, keys, replacing, results, sealing
from ..entering import audit, enter
from ..models import Ballot, Keeper, OpenedBallot, Opening, Peeled, RollLine, Round, WrappedKey

OPENERS = (Post.EVALUATION, *access.SECONDS)
TRIES = 5  # in a row; then the part rests
RESTS = timedelta(minutes=30)


def unseal(pk: int, phrase: str, *, by: Account, now: datetime) -> Round:
    """开启: the first of two persons takes his envelope off, the second opens all votes, counts them and makes replacements due.

    The part is his own, or the paper's if what he typed is its code. Doors call it inside `noted`. Raises Refused: wrong_role,
    round_not_closed, unsealed_before, no_part, part_used, another_needed, phrase_rests, phrase_wrong; Http404.
    """
    with record.transaction():
        of = access.locked_round(by, pk)
        capacity = registry.require(by, *OPENERS)
        if of.state in (Round.PLANNED, Round.OPEN):
            raise Refused("round_not_closed")
        if of.state != Round.CLOSED:
            raise Refused("unsealed_before")
        keeper, private = _part(of, phrase, by, now)
        first = Opening.objects.filter(round=of).first()
        opening = Opening.objects.create(round=of, part=keeper.part, account=by, at=now)
        audit("votes.envelope_opened", of, by, capacity, now, part=keeper.part)
        if first is None:
            _take_off(of, opening, private)
        else:
            box = Peeled.objects.get(opening=first, inner=keeper.part).box
            _open_all(of, sealing.peel(private, bytes(box)), [first.part, keeper.part], by, capacity, now)
            Peeled.objects.filter(opening=first).delete()
        return of


def _part(of: Round, phrase: str, by: Account, now: datetime) -> tuple[Keeper, bytes]:
    """The part that was tried and its private key, if the phrase is its own."""
    code = sealing.read_code(phrase)
    kept = Keeper.objects.filter(round=of)
    found = (kept.filter(part=Keeper.PAPER) if code else kept.exclude(part=Keeper.PAPER).filter(account=by)).first()
    if found is None:
        raise Refused("no_part")
    done = list(Opening.objects.filter(round=of))
    if any(one.part == found.part for one in done):
        raise Refused("part_used")
    if any(one.account_id == by.pk for one in done):
        raise Refused("another_needed")
    if found.wrong >= TRIES and found.wrong_at and now < found.wrong_at + RESTS:
        raise Refused("phrase_rests", minutes=int(RESTS / timedelta(minutes=1)))
    private, public = keys.from_phrase(code or phrase, bytes(found.salt))
    if not sealing.same(public, bytes(found.public_key)):
        raise Refused("phrase_wrong", field="phrase", part=found.part)
    return found, private


def _take_off(of: Round, opening: Opening, private: bytes) -> None:
    wrapped = WrappedKey.objects.filter(round=of, outer=opening.part)
    Peeled.objects.bulk_create(
        Peeled(opening=opening, inner=one.inner, box=sealing.peel(private, bytes(one.box))) for one in wrapped
    )


# --- the second person


def _open_all(of: Round, private: bytes, parts: list[str], by: Account, capacity: str, now: datetime) -> None:
    """Every vote that is what was recorded is written down and counted; one that is not is shown as damaged, never guessed."""
    ballots = list(
        Ballot.objects.filter(line__round=of).select_related("line__enterprise").order_by("line__enterprise__code")
    )
    opened = [found for one in ballots if (found := _opened(of, private, one))]
    OpenedBallot.objects.bulk_create(opened)
    unsatisfied = [one.line for one in opened if one.verdict == sealing.UNSATISFIED]
    silent = RollLine.objects.filter(round=of, void="").exclude(
        pk__in=Ballot.objects.filter(line__round=of).values("line")
    )
    of.state, of.unsealed_at = Round.UNSEALED, now
    of.satisfied, of.unsatisfied, of.not_rated = len(opened) - len(unsatisfied), len(unsatisfied), silent.count()
    of.save()
    whole = results.root_holds(of)
    audit("votes.opened", of, by, capacity, now, parts=parts, damaged=len(ballots) - len(opened), root_holds=whole)
    replacing.owe(of, unsatisfied, now=now)


def _opened(of: Round, private: bytes, ballot: Ballot) -> OpenedBallot | None:
    try:
        vote = sealing.read_ballot(sealing.unseal(private, bytes(ballot.sealed)))
    except sealing.Tampered:
        return None
    if sealing.commitment(of.key, ballot.line.enterprise.code, vote.verdict, vote.nonce) != ballot.commitment:
        return None
    return OpenedBallot(
        line=ballot.line, verdict=vote.verdict, nonce=vote.nonce.hex(),
        reason=record.content(vote.reason) if vote.reason else None,
    )  # fmt: skip


# --- what was refused


@contextmanager
def noted(pk: int, *, by: Account, now: datetime) -> Iterator[None]:
    """Around an attempt to unseal: what is refused to a keeper is entered all the same, and a wrong phrase is counted."""
    try:
        yield
    except Refused as no:
        _note(pk, no, by, now)
        raise


def _note(pk: int, no: Refused, by: Account, now: datetime) -> None:
    capacity = next((post for post in OPENERS if post in registry.posts(by)), None)
    if capacity is None:
        return
    with record.transaction():
        of = access.locked_round(by, pk)
        audit("votes.unseal_refused", of, by, capacity, now, why=no.code)
        if no.code == "phrase_wrong":
            tried = Keeper.objects.get(round=of, part=str(no.params["part"]))
            rested = tried.wrong_at and now >= tried.wrong_at + RESTS
            tried.wrong, tried.wrong_at = 1 if rested else tried.wrong + 1, now
            tried.save(update_fields=["wrong", "wrong_at"])


# --- afterwards


def release(pk: int, *, by: Account, now: datetime) -> Round:
    """公布满意率: the one figure of a round that is public, for the whole zone and in whole percent; no list, no name.

    Raises Refused: wrong_role, not_unsealed, released_before, nothing_rated; Http404.
    """
    with record.transaction():
        of = access.locked_round(by, pk)
        capacity = registry.require(by, Post.EVALUATION)
        if of.state == Round.RELEASED:
            raise Refused("released_before")
        if of.state != Round.UNSEALED:
            raise Refused("not_unsealed")
        percent = results.percent(of)
        if percent is None:
            raise Refused("nothing_rated")
        of.state, of.released_at = Round.RELEASED, now
        of.save(update_fields=["state", "released_at"])
        enter("round.released", of, by, capacity, now, satisfied_percent=percent)
        return of


def look(pk: int, *, by: Account, now: datetime) -> results.Results:
    """查看结果: what was voted, for evaluation and personnel; each look is entered. Raises Refused: wrong_role, not_unsealed; Http404."""
    with record.transaction():
        of = access.round_for(by, pk)
        capacity = registry.require(by, *results.READERS)
        if of.state not in (Round.UNSEALED, Round.RELEASED):
            raise Refused("not_unsealed")
        audit("votes.read", of, by, capacity, now)
        return results.read(by, of)


def export(by: Account, now: datetime) -> list[dict[str, Any]]:
    """导出选票: the opened votes for whoever verifies them against the record; entered. Raises Refused: wrong_role, not_unsealed."""
    with record.transaction():
        capacity = registry.require(by, Post.EVALUATION)
        found = results.lines_to_verify(by.zone)
        if not found:
            raise Refused("not_unsealed")
        for of in Round.objects.filter(zone=by.zone, unsealed_at__isnull=False).select_related("zone").order_by("pk"):
            audit("votes.exported", of, by, capacity, now)
        return found
