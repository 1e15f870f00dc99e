"""吐槽大会 (R-31…R-35): which months had none, how a typed line is read, how an item stands on the list."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from .lifecycle import OPEN, UNANSWERED

WAITING, SPEAKING, UNCLAIMED, CLAIMED, ENDED = "waiting", "speaking", "unclaimed", "claimed", "ended"


def missed_months(held: Collection[date], since: date, today: date) -> list[date]:
    """The whole months from that of `since` up to the last one that is over in which no session was held, oldest first (R-31).

    `held` are the days of the sessions that were opened; the month of `today` may still have one.
    """
    had = {(day.year, day.month) for day in held}
    month, found = since.replace(day=1), []
    while month < today.replace(day=1):
        if (month.year, month.month) not in had:
            found.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return found


def split_line(line: str) -> tuple[str, str]:
    """A typed line as firm and words: "htjm 重车抢道", "E0012：重车抢道" (R-31). Without a break the firm is missing.

    A full-width colon, a comma or space ends the firm's number, initials or name.
    """
    found = re.match(r"\s*([^\s:：,，、]+)[\s:：,，、]+(\S.*)", line, re.DOTALL)
    return (found[1], found[2].strip()) if found else ("", line.strip())


def stand(status: str, *, claimed: bool, speaking: bool, said: bool) -> str:
    """How an item stands on the list: what has ended says so, what is being said next, then whether a department has it."""
    if status not in OPEN or status not in UNANSWERED:
        return ENDED
    if speaking:
        return SPEAKING
    if claimed:
        return CLAIMED
    return UNCLAIMED if said else WAITING
