"""Policy values: what an office may change, with the value it starts from.

The numbers the report itself gives (R-15) and all decisions of ours (D) stand in one table; a zone's own values are
rows (key, value, effective_from) on top of it and hold from that instant on, never backwards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, NamedTuple

Unit = Literal["working_days", "days", "months", "hours", "minutes", "time_of_day", "times", "times_a_day", "firms"]


@dataclass(frozen=True)
class Limit:
    """One policy value: `source` is S (the report), C (another office's rule), D (our decision), L (law)."""

    key: str
    value: int | str
    unit: Unit
    rule: str
    source: str


class Change(NamedTuple):
    """A zone's own value for `key`, in force from `effective_from` on."""

    key: str
    value: int | str
    effective_from: datetime


LIMITS: dict[str, Limit] = {
    limit.key: limit
    for limit in (
        # the enterprise's and the department's clock
        Limit("reply", 3, "working_days", "R-15", "S"),
        Limit("closing_time", "17:30", "time_of_day", "R-15", "D"),
        Limit("progress", 3, "working_days", "R-19", "D"),
        Limit("minutes", 1, "working_days", "R-20", "D"),  # of a consultation, after it was held
        Limit("plan_days_max", 30, "working_days", "R-16", "D"),  # a later plan needs the office's word
        Limit("extend_before", 1, "working_days", "R-21", "C"),  # a later date is asked for so long before the old one
        # the specialist's and the department's own limits
        Limit("whistle_cutoff", "15:30", "time_of_day", "R-13", "D"),
        Limit("report_in", 1, "working_days", "R-14", "D"),
        Limit("decline", 1, "working_days", "R-14", "C"),
        Limit(
            "claim", 1, "working_days", "R-33", "D"
        ),  # what a session brings up is claimed until then, or the office assigns it
        Limit("claim_days", 10, "working_days", "R-34", "D"),  # the date of a claim, unless another one is given
        Limit("backdate_hours", 24, "hours", "R-07", "D"),  # logging a call later than this needs the office
        Limit("duty_accept", 15, "minutes", "R-08", "D"),  # an urgent request rings so long, then the next one is rung
        Limit("duty_ahead", 168, "hours", "R-08", "D"),  # so far ahead somebody is named for every hour
        Limit("visit", 1, "working_days", "R-07", "D"),  # somebody comes; of an urgent request the same day
        Limit("assign", 1, "working_days", "R-01", "D"),
        Limit("first_enterprise", 5, "working_days", "R-02", "D"),
        Limit("load_max", 6, "firms", "R-03", "D"),  # one who serves more is shown with a warning, and not proposed
        # the enterprise's answers
        Limit("confirm", 5, "working_days", "R-27", "D"),  # silence closes, never as satisfied
        Limit("confirm_reminder", 4, "working_days", "R-27", "D"),
        Limit("contest", 5, "working_days", "R-26", "D"),
        Limit("reopen_months", 6, "months", "R-28", "D"),
        Limit("disputes_to_office", 3, "times", "R-27", "D"),  # from this dispute on the office is told
        Limit("nudge_per_day", 1, "times_a_day", "R-22", "D"),
        # reminders and the ladder
        Limit("remind_before", 1, "working_days", "R-22", "D"),
        Limit("escalate_head", 1, "working_days", "R-22", "D"),
        Limit("escalate_chief", 2, "working_days", "R-22", "D"),
        Limit("escalation_time", "08:45", "time_of_day", "R-22", "D"),
        Limit("instruction", 1, "working_days", "R-22", "D"),  # a leader's instruction is answered within
        Limit("measure_ending", 1, "months", "R-41", "D"),  # so long before its end a measure is shown as ending
        Limit("common_recent", 1, "months", "N6", "D"),  # what ended so lately is still compared with what is open
        Limit("quiet_days", 2, "working_days", "N10", "D"),  # after these the page says whom we wait for
        # the half-yearly rating
        Limit("round_days", 10, "working_days", "R-42", "D"),  # a round runs so long after its opening day
        Limit("held_days", 60, "days", "R-42", "D"),  # the last day's holder is rated if he held the firm so long
        Limit(
            "round_remind", 3, "working_days", "R-42", "D"
        ),  # who has not voted is reminded so long after the opening
        Limit("round_remind_before", 1, "working_days", "R-42", "D"),  # and once more before the close
        Limit("replace", 5, "working_days", "R-44", "D"),  # after the close of a round, or after the firm asked for it
        Limit("barred", 24, "months", "R-44", "D"),  # so long who was replaced does not come back, unless the firm asks
        # 认定: findings, and what stands open to the person concerned
        Limit("finding", 20, "working_days", "R-46", "D"),  # after the close of the round, or what else began it
        Limit("statement", 5, "working_days", "R-46", "D"),  # the person's own statement, from the opening on
        Limit("review", 30, "days", "R-48", "L"),  # asked for so long after the decision was served
        Limit("review_answer", 30, "days", "R-48", "L"),
        Limit("appeal", 15, "days", "R-48", "L"),  # after the answer to the review
        Limit("appeal_answer", 60, "days", "R-48", "L"),
        # how a firm is kept from harm that has its specialist replaced
        Limit("watch", 180, "days", "R-45", "D"),  # retaliation watch after a replacement
        Limit(
            "complaint", 5, "working_days", "R-45", "D"
        ),  # discipline answers a firm that says it is retaliated against
    )
}


def value_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> int | str:
    """The value of `key` in force at `instant`: the latest change effective by then, else the default.

    A change holds from `effective_from` on, that instant included; of two for one instant the later given holds.
    Raises KeyError for an unknown key.
    """
    in_force = [(since, value) for changed, value, since in changes if changed == key and since <= instant]
    return sorted(in_force, key=lambda pair: pair[0])[-1][1] if in_force else LIMITS[key].value


def number_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> int:
    """As `value_at`, for limits counted in days, months, hours, minutes or times."""
    return int(value_at(key, changes, instant))


def time_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> time:
    """As `value_at`, for a time of day, read in the zone's own time."""
    return time.fromisoformat(str(value_at(key, changes, instant)))


# The most that a unit may count: beyond it a limit is no promise any more, or a slip of the hand.
MOST: dict[str, int] = {
    "working_days": 250, "days": 730, "months": 60, "hours": 720, "minutes": 1440, "times": 20, "times_a_day": 20, "firms": 500,
}  # fmt: skip
# Pairs of which the first never exceeds the second.
IN_ORDER = (
    ("confirm_reminder", "confirm"), ("escalate_head", "escalate_chief"), ("whistle_cutoff", "closing_time"),
    ("escalation_time", "closing_time"),
)  # fmt: skip


def is_valid(key: str, value: int | str) -> bool:
    """Whether `value` can stand for `key`: a time of day "HH:MM", or a whole number from 1 to the most of its unit."""
    if key not in LIMITS:
        return False
    try:
        if LIMITS[key].unit == "time_of_day":
            return time.fromisoformat(str(value)).strftime("%H:%M") == str(value)
        return 1 <= int(value) <= MOST[LIMITS[key].unit]
    except ValueError:
        return False


def tidy(key: str, value: int | str) -> str:
    """A valid value as it is kept: "3" for " 03"."""
    return str(value) if LIMITS[key].unit == "time_of_day" else str(int(value))


def clash(values: Mapping[str, str]) -> tuple[str, str] | None:
    """The first pair of limits that contradict each other, None if all go together; `values` are valid and complete."""
    for low, high in IN_ORDER:
        if _size(low, values[low]) > _size(high, values[high]):
            return low, high
    return None


def _size(key: str, value: str) -> tuple[int, str]:
    return (0, value) if LIMITS[key].unit == "time_of_day" else (int(value), "")
