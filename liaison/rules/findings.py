"""认定 of 主观不努力: its days, its service year, what a decision needs, and what the record says of a person's work (R-46, R-47, R-48).

A finding is made by two persons who have each read the evidence; nothing here suggests one. Days are days in Asia/Shanghai.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from .calendar import Calendar, days_after
from .deadlines import day_of

FOUND, NOT_FOUND = "found", "not_found"
DECISIONS = (FOUND, NOT_FOUND)
PERSONNEL, DISCIPLINE = "personnel", "discipline"
PARTS = (PERSONNEL, DISCIPLINE)  # one of each, two signatures
REASONS_CHARACTERS = 6  # fewer are a stamp ("属实", "同意"), no reasons
UPHELD, REVERSED = "upheld", "reversed"
OUTCOMES = (UPHELD, REVERSED)


# --- days


def ends_on(start: date, days: int, calendar: Calendar) -> date:
    """The last day of a limit of calendar days; the day itself is not counted (民法典 201), an end on a day off moves on (203).

    A year whose holidays are not published is presumed Monday to Friday.
    """
    last = start + timedelta(days=days)
    while not calendar.presumed_working(last):
        last += timedelta(days=1)
    return last


def working_days_on(start: date, working_days: int, calendar: Calendar) -> date:
    """The last day of a limit of working days: twenty after the close of the round or the cause, five for the statement (R-46).

    A year whose holidays are not published is presumed Monday to Friday: a person is heard all the same.
    """
    day = start
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= calendar.presumed_working(day)
    return day


def service_year(round_year: int | None, since: datetime) -> int:
    """Q-11: the year of the half-year that was rated, also when it is rated in January; without a round the year of the cause."""
    return round_year if round_year is not None else day_of(since).year


# --- the decision


class Signature(NamedTuple):
    """What one of the two has signed; `decision` is empty until then."""

    part: str
    decision: str


def decision(signed: Iterable[Signature]) -> str | None:
    """What the two signatures make: 认定 only if both say so; differing ones end it as 不予认定. None: one is missing.

    The doubt is the person's gain (R-46), and neither of the two is asked again until he agrees.
    """
    said = {one.part: one.decision for one in signed if one.decision}
    if any(part not in said for part in PARTS):
        return None
    return FOUND if all(said[part] == FOUND for part in PARTS) else NOT_FOUND


def too_early(
    today: date, *, statement_given: bool, statement_due: date, hearing_set: bool, heard: bool
) -> str | None:  # fmt: skip
    """Why nobody may sign yet, as a code: the person is heard first, in writing or at the hearing that was set for it."""
    if hearing_set and not heard:
        return "hearing_ahead"
    if not statement_given and not heard and today <= statement_due:
        return "statement_runs"
    return None


# --- what the record says


class Gap(NamedTuple):
    """A time in which the firm saw nothing happen."""

    since: datetime
    until: datetime
    working_days: int


def working_days(since: datetime, until: datetime, calendar: Calendar) -> int:
    """How many working days passed, the first day not counted."""
    return sum(calendar.presumed_working(day) for day in days_after(day_of(since), day_of(until)))


def longest_gap(seen: Sequence[datetime], until: datetime, more_than: int, calendar: Calendar) -> Gap | None:
    """The longest time without news for the firm, if it is longer than so many working days; `seen` in order of time."""
    ends = [*seen[1:], until][: len(seen)]
    gaps = [Gap(a, b, working_days(a, b, calendar)) for a, b in zip(seen, ends, strict=True) if b > a]
    longest = max(gaps, key=lambda gap: gap.working_days, default=None)
    return longest if longest and longest.working_days > more_than else None
