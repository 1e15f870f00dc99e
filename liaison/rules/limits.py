"""Policy values: what an office may change, with the value it starts from.

The numbers the report itself gives (R-15) and all decisions of ours (D) stand in one table; a zone's own values are
rows (key, value, effective_from) on top of it and hold from that instant on, never backwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal, NamedTuple

Unit = Literal["working_days", "months", "hours", "minutes", "time_of_day", "times", "times_a_day"]


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
        Limit("plan_days_max", 30, "working_days", "R-16", "D"),  # a later plan needs the office's word
        # the specialist's and the department's own limits
        Limit("whistle_cutoff", "15:30", "time_of_day", "R-13", "D"),
        Limit("report_in", 1, "working_days", "R-14", "D"),
        Limit("decline", 1, "working_days", "R-14", "C"),
        Limit("backdate_hours", 24, "hours", "R-07", "D"),  # logging a call later than this needs the office
        Limit("assign", 1, "working_days", "R-01", "D"),
        Limit("first_enterprise", 5, "working_days", "R-02", "D"),
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
        Limit("quiet_days", 2, "working_days", "N10", "D"),  # after these the page says whom we wait for
    )
}


def value_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> int | str:
    """The value of `key` in force at `instant`: the latest change effective by then, else the default.

    A change holds from `effective_from` on, that instant included. Raises KeyError for an unknown key.
    """
    in_force = [(since, value) for changed, value, since in changes if changed == key and since <= instant]
    return max(in_force, key=lambda pair: pair[0])[1] if in_force else LIMITS[key].value


def number_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> int:
    """As `value_at`, for limits counted in days, months, hours, minutes or times."""
    return int(value_at(key, changes, instant))


def time_at(key: str, changes: Iterable[tuple[str, int | str, datetime]], instant: datetime) -> time:
    """As `value_at`, for a time of day, read in the zone's own time."""
    return time.fromisoformat(str(value_at(key, changes, instant)))


def is_valid(key: str, value: int | str) -> bool:
    """Whether `value` can stand for `key`: a time of day "HH:MM", or a whole number of at least 1."""
    if key not in LIMITS:
        return False
    try:
        if LIMITS[key].unit == "time_of_day":
            return time.fromisoformat(str(value)).strftime("%H:%M") == str(value)
        return int(value) >= 1
    except ValueError:
        return False
