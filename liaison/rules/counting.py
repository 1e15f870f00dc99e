"""How requests are counted, in one place (R-25, R-29, R-54, N15): every request is in exactly one cell.

Solved and explained never mix; out of scope, withdrawn and duplicates are no result. What was closed and is open again leaves
the cell of its former closing and stands under `reopened`, dated by that closing: the correction is seen where the count fell.
Cells of a period go by the date of closing. The cells add up to the total, because each request is looked up here once.
"""

from dataclasses import dataclass

from .lifecycle import OPEN, ClosedAs, Outcome, Status

CELLS = ("solved", "explained", "out_of_scope", "reopened", "withdrawn", "duplicate", "open")
SOLVED, EXPLAINED, OUT_OF_SCOPE, REOPENED, WITHDRAWN, DUPLICATE, STILL_OPEN = CELLS
# 办结: what was brought to one of the two results that there are.
SETTLED = (SOLVED, EXPLAINED)
UNDER_WAY = (STILL_OPEN, REOPENED)

MIN_FOR_RATE = 5  # a rate of fewer cases says more about chance than about a department


@dataclass(frozen=True)
class Standing:
    """What decides the cell of a request; `was_closed`: an earlier closing of it was undone."""

    status: str
    outcome: str | None
    closed_as: str | None
    was_closed: bool


def cell_of(case: Standing) -> str:
    """The one cell in which a request counts.

    A closing without an outcome (none is made today) would stay open rather than flatter a result.
    """
    if case.closed_as == ClosedAs.DUPLICATE:
        return DUPLICATE
    if case.status == Status.OUT_OF_SCOPE:
        return OUT_OF_SCOPE
    if case.status == Status.WITHDRAWN:
        return WITHDRAWN
    if case.status == Status.CLOSED and case.outcome == Outcome.RESOLVED:
        return SOLVED
    if case.status == Status.CLOSED and case.outcome == Outcome.EXPLAINED:
        return EXPLAINED
    return REOPENED if case.was_closed and case.status in OPEN else STILL_OPEN


def rate(part: int, whole: int) -> float | None:
    """Share of `part` in `whole`, to four places; None below MIN_FOR_RATE, so that nobody is judged by chance."""
    return round(part / whole, 4) if whole >= MIN_FOR_RATE else None
