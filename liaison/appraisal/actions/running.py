"""What the clock does with rounds: opens, follows, reminds and closes them. Safe to run twice and from two workers (R-42)."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from liaison import record
from liaison.notices import outbox
from liaison.record.models import Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy, hold
from liaison.rules import rounds
from liaison.rules.deadlines import day_of, is_late, local

from .. import keys, rolls, sealing
from ..access import can_sign_in
from ..entering import CLOCK, audit, enter
from ..models import Ballot, BallotToken, RollLine, Round


def turn(zone: Zone, in_force: Policy) -> None:
    """One statement while no round is planned or open."""
    alive = Round.objects.filter(zone=zone, state__in=(Round.PLANNED, Round.OPEN)).order_by("pk")
    for one in list(alive):
        if one.state == Round.PLANNED:
            if rounds.opening_at(one.opens_on) <= in_force.now:
                open_round(one.pk, in_force)
        elif is_late(in_force.now, one.closes_at):
            close_round(one.pk, in_force)
        else:
            follow_firms(one, in_force)
            remind(one, in_force)


def _locked(pk: int) -> Round:
    return Round.objects.select_for_update(of=("self",), no_key=True).select_related("zone").get(pk=pk)


# --- opening


def open_round(pk: int, in_force: Policy) -> None:
    """开始评价: the roll is frozen and its hash entered, the key made, and every principal who can sign in is asked.

    Nothing while a keeper is missing, except that evaluation is told once. A round that opens late runs as long as planned.
    """
    with record.transaction():
        hold(in_force.zone.pk)
        of = _locked(pk)
        if of.state != Round.PLANNED:
            return
        if not keys.ready(of):
            _tell_not_ready(of, in_force.now)
            return
        RollLine.objects.bulk_create(rolls.draw_up(of, in_force))
        lines = list(RollLine.objects.filter(round=of).select_related("enterprise", "specialist"))
        of.state, of.opened_at, of.roll_hash = Round.OPEN, in_force.now, rolls.digest(of, lines)
        of.closes_at = rounds.closing_if_opened(
            of.opens_on, of.closes_at, day_of(in_force.now), in_force.calendar, in_force.closing
        )
        of.save()
        keys.make(of)
        entry = enter(
            "round.opened", of, None, CLOCK, in_force.now, roll=of.roll_hash, firms=len(lines),
            closes_at=_iso(of.closes_at),
        )  # fmt: skip
        for heads, told in _asked(of, lines):
            outbox.queue(entry, "round_opened", heads, now=in_force.now, **told)


def _iso(instant: datetime) -> str:
    return local(instant).isoformat()


def _tell_not_ready(of: Round, now: datetime) -> None:
    chain = f"{of.zone.code}/{record.AUDIT}"
    if not Entry.objects.filter(chain=chain, kind="round.not_ready", subject=of.code).exists():
        entry = audit("round.not_ready", of, None, CLOCK, now)
        told = registry.holders_of(Post.EVALUATION, of.zone_id)
        outbox.queue(entry, "round_not_ready", told, now=now, round=of.pk, year=of.year, half=of.half)


def _asked(of: Round, lines: Iterable[RollLine]) -> Iterator[tuple[list[Account], dict[str, Any]]]:
    """To the principals themselves, never through a specialist; each gets the way to the ballot of his own firm."""
    asked = {line.enterprise_id: line for line in lines}
    for firm, heads in rolls.principals(asked).items():
        told = {"round": of.pk, "line": asked[firm].pk, "year": of.year, "half": of.half, "until": _iso(of.closes_at)}
        yield [one for one in heads if can_sign_in(one)], told


# --- while it runs


def follow_firms(of: Round, in_force: Policy) -> None:
    """A firm that leaves or closes loses its voice, one with a new principal keeps it. One statement if nothing moved."""
    if not rolls.moved_on(of).exists():
        return
    with record.transaction():
        if _locked(of.pk).state != Round.OPEN:
            return
        _follow(of, in_force.now)


def _follow(of: Round, now: datetime) -> None:
    lines = list(rolls.moved_on(of).select_related("enterprise"))
    heads = rolls.principals(line.enterprise_id for line in lines)
    for line in lines:
        changed = rolls.follow(line, heads.get(line.enterprise_id, []))
        if changed:
            line.save(update_fields=["void", "rater", "voice", "code_hash"])
            audit("round.line_followed", of, None, CLOCK, now, enterprise=line.enterprise.code, **changed)


def not_voted(of: Round) -> QuerySet[RollLine]:
    """Who has a voice and has not used it: 未评价."""
    voted = Ballot.objects.filter(line=OuterRef("pk"))
    return RollLine.objects.filter(~Exists(voted), round=of, void="")


def remind(of: Round, in_force: Policy) -> None:
    """提醒: on T+3 and T-1 those who have not voted, each time once. By the clock alone: nobody can send one to a chosen firm."""
    times = rounds.reminders(
        of.opens_on, of.closes_at, in_force.calendar, after=in_force.days("round_remind"),
        before=in_force.days("round_remind_before"), at=in_force.at("escalation_time"),
    )  # fmt: skip
    if rounds.due_reminders(times, in_force.now) <= of.reminded:
        return
    with record.transaction():
        of = _locked(of.pk)
        due = rounds.due_reminders(times, in_force.now)
        if of.state != Round.OPEN or due <= of.reminded:
            return
        of.reminded = due
        of.save(update_fields=["reminded"])
        entry = audit("round.reminded", of, None, CLOCK, in_force.now, reminder=due)
        for heads, told in _asked(of, not_voted(of).filter(voice=RollLine.ACCOUNT)):
            outbox.queue(entry, "round_reminder", heads, now=in_force.now, **told)


# --- closing


def close_round(pk: int, in_force: Policy) -> None:
    """截止: no vote comes in any more; the root of all commitments goes into the record, and the one date of all replacements is set.

    How many voted stands nowhere in the business chain. Links, one-time codes and visits to the ballot are dead.
    """
    with record.transaction():
        of = _locked(pk)
        if of.state != Round.OPEN or not is_late(in_force.now, of.closes_at):
            return
        _follow(of, in_force.now)
        commitments = Ballot.objects.filter(line__round=of).values_list("commitment", flat=True)
        of.state, of.closed_at, of.commitment_root = Round.CLOSED, in_force.now, sealing.root(commitments)
        due = in_force.due("replace", of.closes_at)
        of.replace_by = day_of(due) if due else None
        of.save()
        RollLine.objects.filter(round=of).exclude(code_hash="").update(code_hash="")
        BallotToken.objects.filter(line__round=of).delete()
        entry = enter(
            "round.closed", of, None, CLOCK, in_force.now, root=of.commitment_root,
            replace_by=of.replace_by.isoformat() if of.replace_by else None,
        )  # fmt: skip
        told = registry.holders_of(Post.EVALUATION, of.zone_id)
        outbox.queue(entry, "round_closed", told, now=in_force.now, round=of.pk, year=of.year, half=of.half)
