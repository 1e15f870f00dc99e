"""评价周期: evaluation plans a round; opening, reminding and closing are the clock's (`running`, R-42)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, hold, policy
from liaison.rules import rounds
from liaison.rules.deadlines import close_of, day_of
from liaison.rules.refusals import Refused

from ..entering import enter
from ..models import Round
from ..round_inputs import RoundInput


def plan_round(given: RoundInput, *, by: Account, now: datetime) -> Round:
    """计划评价: one round for each half-year, after it is over; without days the first working day after it and ten more (R-42).

    It opens by itself at 09:00 of its day, once all three keepers of its key are there. Raises Refused: wrong_role, half_runs,
    date_passed, dates_crossed, calendar_missing, round_there.
    """
    with record.transaction():
        capacity = registry.require(by, Post.EVALUATION)
        hold(by.zone_id)
        opens_on, closes_at = days_of(given, policy(by.zone, now))
        try:
            with transaction.atomic():
                made = Round.objects.create(
                    zone=by.zone, year=given.year, half=given.half, opens_on=opens_on, closes_at=closes_at, planned_by=by,
                    planned_at=now,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused("round_there", field="half") from error
        enter(
            "round.planned", made, by, capacity, now, year=made.year, half=made.half, opens_on=opens_on.isoformat(),
            closes_at=closes_at.isoformat(),
        )  # fmt: skip
        return made


def days_of(given: RoundInput, in_force: Policy) -> tuple[date, datetime]:
    """The opening day and the close that were asked for, or the rule's own. Raises Refused as `plan_round`."""
    opens_on = given.opens_on or rounds.opening_day(given.year, given.half, in_force.calendar)
    if opens_on is None:
        raise Refused("calendar_missing", field="opens_on")
    if opens_on <= rounds.bounds(given.year, given.half)[1]:
        raise Refused("half_runs", field="opens_on")
    if opens_on < day_of(in_force.now):
        raise Refused("date_passed", field="opens_on")
    closes_at = (
        close_of(given.closes_on, in_force.closing)
        if given.closes_on
        else rounds.closing_at(opens_on, in_force.days("round_days"), in_force.calendar, in_force.closing)
    )
    if closes_at is None:
        raise Refused("calendar_missing", field="closes_on")
    if day_of(closes_at) <= opens_on:
        raise Refused("dates_crossed", field="closes_on")
    return opens_on, closes_at
