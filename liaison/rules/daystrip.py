"""The day strip: how a deadline came about, one cell a day (R-15). It draws; the promise itself is in `deadlines`.

A day of an unknown year is presumed Monday to Friday, so a page with a far-off date still opens.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Literal

from liaison.rules.calendar import WEEKEND, Calendar, days_after
from liaison.rules.deadlines import day_of

CELLS_MAX = 8
COLUMNS_MAX = 9  # of two strips, one above the other
SPAN_DAYS_MIN = 3  # so many days off in a row become one cell
DRAWN_DAYS_MAX = 400  # of a longer promise only both ends are drawn

Kind = Literal["got", "off", "on", "due", "over", "blank"]


@dataclass(frozen=True)
class Cell:
    """One cell, of one day or of several (`first` to `last`).

    `count`: on, due = which counted day (the last one of several; None for a due day that is a day off);
    off = how many days; over = working days after the due day; got = None. A blank cell only keeps the place of other days.
    `past`: a counted day reached by today. `reason`: off = "weekend" or the holiday's code; over = "replied" or None.
    """

    kind: Kind
    first: date
    last: date
    count: int | None = None
    made_up: bool = False
    past: bool = False
    now: bool = False
    reason: str | None = None

    @property
    def mark(self) -> str:
        """The letter of the small strip: g got, o off, p counted and reached, n counted and ahead, d due, v over."""
        return {"got": "g", "on": "p" if self.past else "n", "due": "d", "over": "v"}.get(self.kind, "o")


def strip(
    received_on: date, due_at: datetime, today: date, calendar: Calendar, replied_on: date | None = None
) -> tuple[Cell, ...]:
    """Return the cells from the day of receipt to the due day, and one more for all days after it.

    The last cell, `over`, ends on the day of the reply (reason "replied"), or today while there is none. Three or
    more days off in a row are one cell; are there still more than eight, the days before today, then those ahead,
    become one.
    """
    due_on = day_of(due_at)
    cells = [_got(received_on, today, calendar)] if received_on < due_on else []
    if (due_on - received_on).days <= DRAWN_DAYS_MAX:
        cells += _join_days_off(_between(received_on, due_on, today, calendar))
    cells.append(_due(received_on, due_on, today, calendar))
    end = replied_on or today
    if end > due_on:
        cells.append(_over(due_on, end, today, calendar, "replied" if replied_on else None))
    if len(cells) > CELLS_MAX:
        cells = _collapse(cells, lambda cell: cell.last < today)
    if len(cells) > CELLS_MAX:
        cells = _collapse(cells, lambda cell: cell.first > today)
    return tuple(cells)


def aligned(upper: Sequence[Cell], lower: Sequence[Cell]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Two strips on one scale: each day stands above the same day, and where one has no day it is blank.

    A cell of several days is cut where the other strip begins or ends one. Where that gives more columns than fit, or cuts
    counted days apart, both stay as they are.
    """
    both = [*upper, *lower]
    edges = sorted({cell.first for cell in both} | {cell.last + timedelta(days=1) for cell in both})
    columns = [(first, after - timedelta(days=1)) for first, after in pairwise(edges)]
    cut = [[_piece(strip, *column) for column in columns] for strip in (upper, lower)]
    if len(columns) > COLUMNS_MAX or any(cell is None for strip in cut for cell in strip):
        return tuple(upper), tuple(lower)
    first, second = (tuple(cell for cell in strip if cell) for strip in cut)
    return first, second


def _piece(strip: Sequence[Cell], first: date, last: date) -> Cell | None:
    """What `strip` shows in a column; None when its days are counted together and cannot be told apart."""
    cell = next((cell for cell in strip if cell.first <= first and last <= cell.last), None)
    if cell is None:
        return Cell("blank", first, last)
    if (cell.first, cell.last) == (first, last):
        return cell
    if cell.kind not in ("off", "over"):
        return None
    ends = cell.last == last  # the reply, or today, is on the last day of what is over
    days = (last - first).days + 1
    return replace(
        cell, first=first, last=last, count=days if cell.kind == "off" else cell.count if ends else None,
        now=cell.now and ends, reason=cell.reason if cell.kind == "off" or ends else None,
    )  # fmt: skip


def _got(day: date, today: date, calendar: Calendar) -> Cell:
    return Cell("got", day, day, made_up=calendar.is_made_up(day), now=day == today)


def _due(received_on: date, day: date, today: date, calendar: Calendar) -> Cell:
    counts = calendar.presumed_working(day) and 0 < (day - received_on).days <= DRAWN_DAYS_MAX
    count = _working_days(received_on, day, calendar) if counts else None
    return Cell("due", day, day, count=count, made_up=calendar.is_made_up(day), now=day == today)


def _over(due_on: date, end: date, today: date, calendar: Calendar, reason: str | None) -> Cell:
    first = due_on + timedelta(days=1)
    count = _working_days(due_on, end, calendar)
    return Cell("over", first, end, count, now=first <= today <= end, reason=reason)


def _working_days(start: date, end: date, calendar: Calendar) -> int:
    return sum(calendar.presumed_working(day) for day in days_after(start, end))


def _between(received_on: date, due_on: date, today: date, calendar: Calendar) -> Iterable[Cell]:
    counted = 0
    for day in days_after(received_on, due_on - timedelta(days=1)):
        if calendar.presumed_working(day):
            counted += 1
            made_up = calendar.is_made_up(day)
            yield Cell("on", day, day, counted, made_up, past=day <= today, now=day == today)
        else:
            yield Cell("off", day, day, 1, now=day == today, reason=calendar.reason_off(day))


def _join_days_off(cells: Iterable[Cell]) -> list[Cell]:
    joined: list[Cell] = []
    for kind, group in groupby(cells, key=lambda cell: cell.kind):
        run = list(group)
        joined += [_join_off(run)] if kind == "off" and len(run) >= SPAN_DAYS_MIN else run
    return joined


def _join_off(run: Sequence[Cell]) -> Cell:
    holiday = next((cell.reason for cell in run if cell.reason != WEEKEND), WEEKEND)
    return Cell("off", run[0].first, run[-1].last, len(run), now=any(cell.now for cell in run), reason=holiday)


def _collapse(cells: Sequence[Cell], foldable: Callable[[Cell], bool]) -> list[Cell]:
    """Make one cell of each run of foldable counted days and the days off among them."""
    folded: list[Cell] = []
    for fold, group in groupby(cells, key=lambda cell: cell.kind in ("on", "off") and foldable(cell)):
        run = list(group)
        counted = [cell for cell in run if cell.kind == "on"]
        if fold and len(run) > 1 and counted:
            run = [replace(counted[-1], first=run[0].first, last=run[-1].last, made_up=False)]
        folded += run
    return folded
