"""The day strip draws the promise: the strips of the look, cell by cell (R-15)."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.daystrip import CELLS_MAX, Cell, aligned, strip
from liaison.rules.deadlines import SHANGHAI, close_of, due_after

CALENDAR = calendar_from(NOTICES)
CLOSING = time(17, 30)


def day(text: str) -> date:
    return date.fromisoformat(text)


def drawn(received: str, due: str, today: str, replied: str | None = None) -> list[str]:
    """Each cell in short: kind, days of the month, count, then * made up, + past, ! today, and why it is off."""
    cells = strip(day(received), close_of(day(due), CLOSING), day(today), CALENDAR, replied and day(replied))
    return [in_short(cell) for cell in cells]


def in_short(cell: Cell) -> str:
    days = str(cell.first.day) if cell.first == cell.last else f"{cell.first.day}-{cell.last.day}"
    marks = "*" * cell.made_up + "+" * cell.past + "!" * cell.now
    count = f"#{cell.count}" if cell.count is not None and cell.kind != "off" else ""
    return " ".join(filter(None, [cell.kind, days, count, marks, cell.reason]))


@pytest.mark.parametrize(
    ("received", "due", "today", "replied", "cells"),
    [
        # receipt
        ("2020-09-25", "2020-09-29", "2020-09-25", None,
         ["got 25 !", "off 26 weekend", "on 27 #1 *", "on 28 #2", "due 29 #3"]),
        # progress, and the preview of the inbox
        ("2020-09-25", "2020-09-29", "2020-09-28", None,
         ["got 25", "off 26 weekend", "on 27 #1 *+", "on 28 #2 +!", "due 29 #3"]),
        # handle, whistle
        ("2020-09-28", "2020-10-09", "2020-09-28", None,
         ["got 28 !", "on 29 #1", "on 30 #2", "off 1-8 national_and_mid_autumn", "due 9 #3"]),
        # clock proof, the enterprise's clock
        ("2020-09-30", "2020-10-12", "2020-10-15", "2020-10-13",
         ["got 30", "off 1-8 national_and_mid_autumn", "on 9 #1 +", "on 10 #2 *+", "off 11 weekend", "due 12 #3",
          "over 13 #1 replied"]),
        # clock proof, the department's clock
        ("2020-10-09", "2020-10-13", "2020-10-15", "2020-10-13",
         ["got 9", "on 10 #1 *+", "off 11 weekend", "on 12 #2 +", "due 13 #3"]),
        # the sample of the index: due on a made-up Saturday
        ("2020-09-29", "2020-10-10", "2020-10-09", None,
         ["got 29", "on 30 #1 +", "off 1-8 national_and_mid_autumn", "on 9 #2 +!", "due 10 #3 *"]),
        # open and overdue: over until today
        ("2020-10-09", "2020-10-13", "2020-10-19", None,
         ["got 9", "on 10 #1 *+", "off 11 weekend", "on 12 #2 +", "due 13 #3", "over 14-19 #4 !"]),
        # answered in time: nothing after the due day, however late one looks
        ("2020-10-09", "2020-10-13", "2021-05-25", "2020-10-12",
         ["got 9", "on 10 #1 *+", "off 11 weekend", "on 12 #2 +", "due 13 #3"]),
        # due the same day; due on a day off
        ("2020-10-09", "2020-10-09", "2020-10-09", None, ["due 9 !"]),
        ("2020-10-16", "2020-10-18", "2020-10-16", None, ["got 16 !", "off 17 weekend", "due 18"]),
        # a plan of thirty working days: what is past and what is ahead fold up around today
        ("2021-03-01", "2021-04-13", "2021-03-15", None,
         ["got 1", "on 2-14 #9 +", "on 15 #10 +!", "on 16-12 #29", "due 13 #30"]),
        # the days ahead stay single where the past makes room enough
        ("2021-03-01", "2021-03-12", "2021-03-11", None,
         ["got 1", "on 2-10 #7 +", "on 11 #8 +!", "due 12 #9"]),
    ],
)  # fmt: skip
def test_R15_the_strips_of_the_look(received, due, today, replied, cells):
    assert drawn(received, due, today, replied) == cells


@pytest.mark.parametrize(
    ("received", "due", "today", "marks"),
    [
        ("2020-09-25", "2020-09-29", "2020-09-28", "goppd"),  # 1-home, 4-today
        ("2020-09-28", "2020-10-09", "2020-09-28", "gnnod"),
        ("2020-09-24", "2020-09-28", "2020-09-28", "gpopd"),
        ("2020-09-30", "2020-10-12", "2020-10-13", "goppodv"),
    ],
)
def test_R15_the_small_strip_uses_the_same_cells(received, due, today, marks):
    assert "".join(c.mark for c in strip(day(received), close_of(day(due), CLOSING), day(today), CALENDAR)) == marks


@pytest.mark.parametrize(
    ("received", "due", "whistled", "lower_due", "replied", "upper_cells", "lower_cells"),
    [
        # the look: whistled after the holiday
        ("2020-09-30", "2020-10-12", "2020-10-09", "2020-10-13", "2020-10-13",
         ["got 30", "off 1-8 national_and_mid_autumn", "on 9 #1 +", "on 10 #2 *+", "off 11 weekend", "due 12 #3",
          "over 13 #1 replied"],
         ["blank 30", "blank 1-8", "got 9", "on 10 #1 *+", "off 11 weekend", "on 12 #2 +", "due 13 #3"]),
        # whistled within the holiday: it is cut where the department's clock begins
        ("2020-09-30", "2020-10-12", "2020-10-07", "2020-10-12", "2020-10-12",
         ["got 30", "off 1-6 national_and_mid_autumn", "off 7 national_and_mid_autumn", "off 8 national_and_mid_autumn",
          "on 9 #1 +", "on 10 #2 *+", "off 11 weekend", "due 12 #3"],
         ["blank 30", "blank 1-6", "got 7", "off 8 national_and_mid_autumn", "on 9 #1 +", "on 10 #2 *+", "off 11 weekend",
          "due 12 #3"]),
        # late on both clocks: what is over is cut at the department's due day, the reply stands at its end
        ("2020-09-21", "2020-09-24", "2020-09-22", "2020-09-25", "2020-09-27",
         ["got 21", "on 22 #1 +", "on 23 #2 +", "due 24 #3", "over 25", "over 26-27 #2 replied"],
         ["blank 21", "got 22", "on 23 #1 +", "on 24 #2 +", "due 25 #3", "over 26-27 #1 replied"]),
    ],
)  # fmt: skip
def test_N1_two_clocks_on_one_scale(received, due, whistled, lower_due, replied, upper_cells, lower_cells):
    today = day("2020-12-01")
    upper = strip(day(received), close_of(day(due), CLOSING), today, CALENDAR, day(replied))
    lower = strip(day(whistled), close_of(day(lower_due), CLOSING), today, CALENDAR, day(replied))
    first, second = aligned(upper, lower)
    assert [in_short(cell) for cell in first] == upper_cells
    assert [in_short(cell) for cell in second] == lower_cells


@given(st.dates(date(2020, 1, 1), date(2021, 9, 1)), st.integers(0, 12), st.integers(0, 40))
def test_N1_aligned_strips_lose_no_day(received_on, whistled_after, replied_after):
    def drawn_from(start):
        due = due_after(datetime.combine(start, time(9), SHANGHAI), 3, CALENDAR, CLOSING)
        return strip(start, due, date(2022, 1, 1), CALENDAR, max(replied_on, due.date()))

    replied_on = received_on + timedelta(days=whistled_after + replied_after)
    strips = drawn_from(received_on), drawn_from(received_on + timedelta(days=whistled_after))
    for before, after in zip(strips, aligned(*strips), strict=True):
        told = [cell for cell in after if cell.kind != "blank"]
        assert (told[0].first, told[-1].last) == (before[0].first, before[-1].last)
        assert [cell.kind for cell in told if cell.kind in ("got", "due")] == ["got", "due"]
        assert all(left.last + timedelta(days=1) == right.first for left, right in pairwise(told))


def test_R15_a_far_off_date_still_draws():
    end = datetime(9999, 12, 31, 17, 30, tzinfo=SHANGHAI)
    assert [cell.kind for cell in strip(day("2021-03-01"), end, day("2021-03-01"), CALENDAR)] == ["got", "due"]
    unknown = strip(day("2026-12-30"), close_of(day("2027-01-04"), CLOSING), day("2026-12-30"), CALENDAR)
    assert [in_short(cell) for cell in unknown] == [
        "got 30 !", "on 31 #1", "on 1 #2", "off 2 weekend", "off 3 weekend", "due 4 #3",
    ]  # fmt: skip


received_days = st.dates(date(2020, 1, 1), date(2026, 9, 1))


@given(received_days, st.integers(0, 30), st.integers(-3, 60), st.none() | st.integers(0, 60))
def test_R15_a_strip_covers_each_day_once_in_few_cells(received_on, days, today_after, replied_after):
    due_at = due_after(datetime.combine(received_on, time(9), SHANGHAI), days, CALENDAR, CLOSING)
    assert due_at is not None
    today = received_on + timedelta(days=today_after)
    replied_on = None if replied_after is None else received_on + timedelta(days=replied_after)
    cells = strip(received_on, due_at, today, CALENDAR, replied_on)
    assert len(cells) <= CELLS_MAX
    assert cells[0].first == received_on
    assert cells[-1].last == max(due_at.date(), replied_on or today)
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(cells))
    assert [cell.count for cell in cells if cell.kind == "due"] == [days or None]
    assert all(cell.now == (cell.first <= today <= cell.last) for cell in cells)
