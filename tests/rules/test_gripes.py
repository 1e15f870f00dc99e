"""Gripe sessions without a database: missed months, typed lines, how an item stands (R-31, R-33)."""

from datetime import date

import pytest

from liaison.rules.gripes import missed_months, split_line, stand

APRIL, MAY, JUNE = date(2021, 4, 16), date(2021, 5, 14), date(2021, 6, 18)


@pytest.mark.parametrize(("held", "today", "missed"), [
    ([APRIL], date(2021, 5, 31), []),  # May may still have one
    ([APRIL], date(2021, 6, 1), ["2021-05"]),
    ([APRIL, JUNE], date(2021, 7, 1), ["2021-05"]),
    ([APRIL, MAY, JUNE], date(2021, 7, 31), []),
    ([], date(2021, 5, 1), ["2021-04"]),  # planned and never opened
    ([APRIL], date(2022, 1, 1), ["2021-05", "2021-06", "2021-07", "2021-08", "2021-09", "2021-10", "2021-11", "2021-12"]),
])  # fmt: skip
def test_R31_a_month_without_a_session_is_missed_once_it_is_over(
    held: list[date], today: date, missed: list[str]
) -> None:
    assert [f"{one:%Y-%m}" for one in missed_months(held, date(2021, 4, 1), today)] == missed


@pytest.mark.parametrize(("line", "firm", "words"), [
    ("E0012 重车抢道", "E0012", "重车抢道"), ("htjm：重车抢道，要绕路", "htjm", "重车抢道，要绕路"),
    ("恒泰精密，班车没有站 ", "恒泰精密", "班车没有站"), ("  E1: a: b", "E1", "a: b"), ("重车抢道", "", "重车抢道"), ("E0012 ", "",
    "E0012"),
])  # fmt: skip
def test_R31_a_line_begins_with_the_firm(line: str, firm: str, words: str) -> None:
    assert split_line(line) == (firm, words)


@pytest.mark.parametrize(("status", "claimed", "speaking", "said", "expected"), [
    ("raised", False, False, False, "waiting"), ("raised", False, True, True, "speaking"), ("raised", False, False, True, "unclaimed"),
    ("planned", True, False, True, "claimed"), ("planned", True, True, True, "speaking"), ("whistled", True, False, False, "claimed"),
    ("answered", True, True, True, "ended"), ("withdrawn", False, False, False, "ended"), ("closed", True, False, True, "ended"),
])  # fmt: skip
def test_R33_how_an_item_stands(status: str, claimed: bool, speaking: bool, said: bool, expected: str) -> None:
    assert stand(status, claimed=claimed, speaking=speaking, said=said) == expected
