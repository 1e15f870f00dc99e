"""The card of an urgent request that waits for somebody to accept it: on top of today's desk and of the dispatch desk."""

from dataclasses import dataclass
from datetime import datetime

from liaison.casework.models import Ring
from liaison.rules import deadlines, duty
from liaison.speech import dates

from . import request_rows

SHORT = 60  # characters


@dataclass(frozen=True)
class RingCard:
    number: str
    firm: str
    text: str
    since: str
    left: str
    late: bool


def card(one: Ring, now: datetime) -> RingCard:
    r, late = one.service_request, deadlines.is_late(now, one.due_at)
    text = request_rows.headline(r.text.text if r.text else "")
    return RingCard(
        r.number, r.enterprise.short_name, text if len(text) <= SHORT else f"{text[: SHORT - 1]}…", dates.moment(one.rang_at, now),
        "" if late else dates.minutes(duty.elapsed_minutes(now, one.due_at)), late,
    )  # fmt: skip
