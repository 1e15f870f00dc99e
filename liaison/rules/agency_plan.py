"""N8, the plan backwards from the day on which all must be done: latest start of each step, its lamp, the projected end.

Pure: days in, days out. A plan is drawn and no promise, so a year without a notice is presumed Monday to Friday.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from liaison.rules import lamps
from liaison.rules.calendar import Calendar, days_after
from liaison.rules.deadlines import day_of, local

WAITING, RUNNING, WITH_FIRM, DONE, REFUSED = "waiting", "running", "with_firm", "done", "refused"
BEGUN = frozenset({RUNNING, WITH_FIRM})
DEPARTMENT, ENTERPRISE = (
    "department",
    "enterprise",
)  # who holds a step; only the working days of a department use up its promise


@dataclass(frozen=True)
class Work:
    """One step as it stands: what it takes, what comes first, how far it is."""

    code: str
    promised_days: int
    minimum_days: int = 0
    after: tuple[str, ...] = ()
    state: str = WAITING
    started_on: date | None = None
    used_days: int = 0  # working days that the department has had it

    @property
    def days(self) -> int:
        """The working days it takes from its start: never less than what must pass by law."""
        return max(self.promised_days, self.minimum_days)


@dataclass(frozen=True)
class Line:
    """What the plan says of one step."""

    latest_start: date
    latest_finish: date
    projected_start: date
    projected_finish: date
    lamp: str


@dataclass(frozen=True)
class Plan:
    lines: Mapping[str, Line]
    end: date
    projected_end: date
    lamp: str


def forward(day: date, working_days: int, calendar: Calendar) -> date:
    """The last day of so many working days after `day`, which is not counted itself."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= calendar.presumed_working(day)
    return day


def backward(day: date, working_days: int, calendar: Calendar) -> date:
    """The latest day from which `forward` ends on `day` or before; a day off at the end is no day to finish on."""
    day = last_working(day, calendar)
    while working_days > 0:
        day -= timedelta(days=1)
        working_days -= calendar.presumed_working(day)
    return day


def last_working(day: date, calendar: Calendar) -> date:
    """`day`, or the last working day before it."""
    while not calendar.presumed_working(day):
        day -= timedelta(days=1)
    return day


def end_on(target_on: date, need_by: datetime | None, closing: time, calendar: Calendar) -> date:
    """The last day to work on: of the target and the need-by instant the earlier one.

    Needed before close of business, the work has to be done on the working day before.
    """
    last = target_on
    if need_by is not None:
        needed = day_of(need_by)
        last = min(last, needed if local(need_by).time() >= closing else needed - timedelta(days=1))
    return last_working(last, calendar)


def latest_starts(steps: Sequence[Work], end: date, calendar: Calendar) -> dict[str, tuple[date, date]]:
    """Latest start and latest finish of each step, so that all is done on `end`; parallel steps do not wait for each other."""
    found: dict[str, tuple[date, date]] = {}
    for step in reversed(in_order(steps)):
        followers = [found[other.code][0] for other in steps if step.code in other.after]
        finish = last_working(min(followers, default=end), calendar)
        found[step.code] = backward(finish, step.days, calendar), finish
    return found


def earliest_end(steps: Sequence[Work], start: date, calendar: Calendar) -> date:
    """The first day on which all can be done if nothing took longer than the law's minimum periods."""
    ends: dict[str, date] = {}
    for step in in_order(steps):
        begin = max((ends[code] for code in step.after), default=start)
        ends[step.code] = forward(begin, step.minimum_days, calendar)
    return max(ends.values(), default=start)


def in_order(steps: Sequence[Work]) -> list[Work]:
    """Each step behind those that come first; ValueError where two wait for each other."""
    left, placed = list(steps), list[Work]()
    while left:
        known = {one.code for one in placed}
        ready = [one for one in left if known.issuperset(one.after)]
        if not ready:
            raise ValueError("these steps wait for each other")
        placed += ready
        left = [one for one in left if one not in ready]
    return placed


def plan(steps: Sequence[Work], starts: Mapping[str, date], end: date, today: date, calendar: Calendar) -> Plan:
    """The plan as it stands today: no step past its latest start is green, a projected end past `end` is amber at once.

    `starts` are the latest starts as they were planned when the file was opened.
    """
    lines = dict[str, Line]()
    soon = forward(today, 1, calendar)
    for step in in_order(steps):
        start = starts[step.code]
        finish = min((starts[other.code] for other in steps if step.code in other.after), default=end)
        begin = max([today, *(lines[code].projected_finish for code in step.after)])
        done = _projected(step, begin, today, calendar)
        lines[step.code] = Line(start, finish, begin, done, _lamp(step, start, finish, done, today, soon))
    projected = max([today, *(line.projected_finish for line in lines.values())])
    return Plan(
        lines, end, projected, _worst([*(line.lamp for line in lines.values()), _end_lamp(projected, end, today)])
    )


def _projected(step: Work, begin: date, today: date, calendar: Calendar) -> date:
    if step.state == DONE:
        return date.min
    if step.state not in BEGUN or step.started_on is None:
        return forward(begin, step.days, calendar)
    left = forward(today, max(step.promised_days - step.used_days, 0), calendar)
    return max(left, forward(step.started_on, step.minimum_days, calendar))


def _lamp(step: Work, start: date, finish: date, projected: date, today: date, soon: date) -> str:
    if step.state == DONE:
        return lamps.DONE
    if step.state in BEGUN:
        broken = step.state == RUNNING and step.used_days > step.promised_days
        if today > finish or broken:
            return lamps.OVERDUE
        near = step.state == RUNNING and step.promised_days - step.used_days <= 1
        return lamps.DUE_SOON if near or projected > finish or today > start else lamps.NORMAL
    if today > start:
        return lamps.OVERDUE
    near = soon >= start or projected > finish or step.state == REFUSED
    return lamps.DUE_SOON if near else lamps.NORMAL


def _end_lamp(projected: date, end: date, today: date) -> str:
    if today > end:
        return lamps.OVERDUE
    return lamps.DUE_SOON if projected > end else lamps.DONE


def _worst(found: Iterable[str]) -> str:
    return min(found, key=lamps.LAMPS.index)


def used_days(
    moves: Iterable[tuple[str, datetime, datetime | None]], holder: str, now: datetime, calendar: Calendar
) -> int:
    """The working days that `holder` has had a step: of each stretch those after its first day, up to its last."""
    return sum(
        calendar.presumed_working(day)
        for who, since, until in moves
        if who == holder
        for day in days_after(day_of(since), day_of(until or now))
    )


def promised_on(since: datetime, promised_days: int, used: int, calendar: Calendar) -> date:
    """The day the department promises, from when it has the ball: what it has used is gone, the firm's time is not its own."""
    return forward(day_of(since), max(promised_days - used, 0), calendar)
