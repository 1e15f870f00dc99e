"""Every request in exactly one cell, and rates that nobody is judged by chance with."""

from itertools import product

import pytest

from liaison.rules.counting import CELLS, Standing, cell_of, rate
from liaison.rules.lifecycle import OPEN, ClosedAs, Outcome, Status


@pytest.mark.parametrize(
    ("case", "cell"),
    [
        (Standing("closed", "resolved", "confirmed", False), "solved"),
        (Standing("closed", "resolved", "silent", False), "solved"),
        (Standing("closed", "resolved", "by_phone", True), "solved"),  # opened again, and closed again since
        (Standing("closed", "explained", "disputed_final", False), "explained"),
        (Standing("closed", "resolved", "duplicate", False), "duplicate"),
        (Standing("closed", None, "duplicate", True), "duplicate"),
        (Standing("out_of_scope", None, "out_of_scope", False), "out_of_scope"),
        (Standing("withdrawn", None, "withdrawn", True), "withdrawn"),
        (Standing("in_hand", None, None, True), "reopened"),
        (Standing("answered", "resolved", None, True), "reopened"),
        (Standing("answered", "resolved", None, False), "open"),  # solved only once it is closed
        (Standing("planned", None, None, False), "open"),
    ],
)
def test_R25_R54_the_cell_of_a_request(case: Standing, cell: str) -> None:
    assert cell_of(case) == cell


def test_whatever_a_request_is_it_has_one_cell() -> None:
    every = product(Status, [None, *Outcome], [None, *ClosedAs], [False, True])
    cells = {(status, cell_of(Standing(status, outcome, how, was))) for status, outcome, how, was in every}
    assert {cell for _status, cell in cells} == set(CELLS)
    assert {cell for status, cell in cells if status in OPEN} == {"open", "reopened", "duplicate"}


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(4, 4, None), (0, 0, None), (5, 5, 1.0), (56, 58, 0.9655), (0, 7, 0.0)]
)
def test_a_rate_needs_five_cases(part: int, whole: int, share: float | None) -> None:
    assert rate(part, whole) == share
