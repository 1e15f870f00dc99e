"""When a limit ends: the cases of the report, the corners of a day and of a year, and both clocks (R-13…R-16, R-22)."""

import random
from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.calendar import NOTICES, calendar_from, calendar_up_to
from liaison.rules.deadlines import (
    SHANGHAI,
    add_months,
    before_due,
    close_of,
    day_of,
    due_after,
    is_beyond,
    is_late,
    moved_due,
    same_day_due,
    whistle_due,
)

CALENDAR = calendar_from(NOTICES)
CLOSING, CUT_OFF = time(17, 30), time(15, 30)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def closing_on(text: str) -> datetime:
    return at(f"{text} 17:30")


@pytest.mark.parametrize(
    ("received_at", "due_on"),
    [
        ("2020-02-10 21:40", "2020-02-13"),  # SC-01: Monday night
        ("2021-02-18 10:05", "2021-02-22"),  # SC-03: Saturday the 20th was made up
        ("2020-10-15 18:40", "2020-10-20"),  # SC-04: Thursday
        ("2021-03-05 23:00", "2021-03-10"),  # Friday 23:00 -> Wednesday
        ("2021-03-06 10:00", "2021-03-10"),  # Saturday -> Wednesday
        ("2020-09-25 16:58", "2020-09-29"),  # Sunday the 27th was made up
        ("2020-09-28 10:24", "2020-10-09"),
        ("2020-09-30 15:12", "2020-10-12"),  # eight holidays, then a made-up Saturday
        ("2020-12-30 09:00", "2021-01-05"),  # over the year's end
        ("2021-03-01 00:00:00", "2021-03-04"),
        ("2021-03-01 23:59:59", "2021-03-04"),
        ("2021-02-20 12:00", "2021-02-24"),  # received on a made-up Saturday: not counted either
    ],
)
def test_R15_reply_within_three_working_days(received_at, due_on):
    assert due_after(at(received_at), 3, CALENDAR, CLOSING) == closing_on(due_on)


def test_R15_a_calendar_without_made_up_days_would_say_the_23rd():
    weekdays_only = calendar_from([])
    received_at = at("2021-02-18 10:05")
    assert due_after(received_at, 3, weekdays_only, CLOSING) is None
    assert not is_beyond(date(2021, 2, 23), received_at, 3, weekdays_only)
    assert is_beyond(date(2021, 2, 24), received_at, 3, weekdays_only)


def test_R15_the_day_of_receipt_is_the_day_in_the_zone():
    assert due_after(datetime(2021, 2, 28, 16, 30, tzinfo=UTC), 3, CALENDAR, CLOSING) == closing_on("2021-03-04")
    assert day_of(datetime(2021, 2, 28, 15, 59, 59, tzinfo=UTC)) == date(2021, 2, 28)


@pytest.mark.parametrize(
    ("instant", "late"),
    [
        ("2021-03-04 17:29:59", False),
        ("2021-03-04 17:30:00", False),
        ("2021-03-04 17:30:00.999999", False),
        ("2021-03-04 17:30:01", True),
        ("2021-03-05 08:00:00", True),
    ],
)
def test_R15_on_time_until_the_last_second(instant, late):
    assert is_late(at(instant), closing_on("2021-03-04")) is late


def test_R15_an_unknown_year_makes_no_promise_and_no_error():
    known_2020 = calendar_up_to("2020-11-24", NOTICES)
    assert due_after(at("2020-12-30 09:00"), 3, known_2020, CLOSING) is None
    assert whistle_due(at("2020-12-31 16:00"), known_2020, CUT_OFF, CLOSING) is None
    assert same_day_due(at("2019-12-31 09:00"), known_2020, CLOSING) is None
    assert before_due(at("2020-01-02 17:30"), 2, known_2020) is None
    assert same_day_due(at("2020-12-31 09:00"), known_2020, CLOSING) == closing_on("2020-12-31")


OPEN_DAYS = [
    day
    for day in (date(2020, 1, 1) + timedelta(days=offset) for offset in range(2557))
    if chinese_calendar.is_workday(day)
]
MADE_UP = [day for day in OPEN_DAYS if day.weekday() >= 5]
YEAR_ENDS = [date(year, 12, 31) for year in range(2020, 2026)]


def test_R15_ten_thousand_instants_agree_with_the_oracle():
    chooser = random.Random(3)
    first, last = at("2020-01-01 00:00"), at("2026-11-30 00:00")
    for _ in range(10_000):
        received_at = first + timedelta(seconds=chooser.randrange(int((last - first).total_seconds())))
        if chooser.random() < 0.2:
            received_at = datetime.combine(chooser.choice(MADE_UP + YEAR_ENDS), received_at.time(), SHANGHAI)
        expected = OPEN_DAYS[bisect_right(OPEN_DAYS, received_at.date()) + 2]
        assert due_after(received_at.astimezone(UTC), 3, CALENDAR, CLOSING) == closing_on(expected.isoformat())


@pytest.mark.parametrize(
    ("received_at", "whistle_by"),
    [
        ("2020-09-30 15:12", "2020-09-30"),  # the clock proof of the look
        ("2020-09-30 15:29:59", "2020-09-30"),
        ("2020-09-30 15:30:00", "2020-10-09"),  # from 15:30 on: next working day, after the holidays
        ("2020-02-10 21:40", "2020-02-11"),
        ("2021-03-06 10:00", "2021-03-08"),  # Saturday
        ("2020-10-10 10:00", "2020-10-10"),  # a made-up Saturday is a working day
        ("2020-10-01 10:00", "2020-10-09"),
    ],
)
def test_R13_whistle_the_same_working_day_if_received_before_the_cut_off(received_at, whistle_by):
    assert whistle_due(at(received_at), CALENDAR, CUT_OFF, CLOSING) == closing_on(whistle_by)


@pytest.mark.parametrize(
    ("instant", "due_on"),
    [
        ("2021-03-05 00:00", "2021-03-05"),
        ("2021-03-05 17:29:59", "2021-03-05"),
        ("2021-03-05 17:30", "2021-03-08"),
        ("2021-03-06 09:00", "2021-03-08"),
    ],
)
def test_R14_the_office_decides_the_same_working_day(instant, due_on):
    assert same_day_due(at(instant), CALENDAR, CLOSING) == closing_on(due_on)


@pytest.mark.parametrize(
    ("due_at", "days", "before"),
    [
        ("2021-03-08 17:30", 1, "2021-03-05 17:30"),
        ("2020-10-09 17:30", 1, "2020-09-30 17:30"),
        ("2020-10-11 12:00", 1, "2020-10-10 12:00"),  # due on a Sunday: the made-up Saturday before
        ("2021-03-08 17:30", 3, "2021-03-03 17:30"),
    ],
)
def test_R21_working_days_before_a_due_time(due_at, days, before):
    assert before_due(at(due_at), days, CALENDAR) == at(before)


@pytest.mark.parametrize(("days", "told_at"), [(1, "2020-10-13 08:45"), (2, "2020-10-14 08:45")])
def test_R22_the_ladder_climbs_in_the_morning_of_working_days(days, told_at):
    assert due_after(closing_on("2020-10-12"), days, CALENDAR, time(8, 45)) == at(told_at)


def test_R27_silence_closes_after_five_working_days():
    assert due_after(at("2020-09-24 11:00"), 5, CALENDAR, CLOSING) == closing_on("2020-09-30")
    assert due_after(at("2020-09-25 11:00"), 5, CALENDAR, CLOSING) == closing_on("2020-10-09")


def test_N3_the_extension_of_2020_moves_an_open_promise_later():
    before, after = calendar_up_to("2020-01-26", NOTICES), calendar_up_to("2020-01-27", NOTICES)
    call = at("2020-01-22 10:00")
    due = due_after(call, 3, before, CLOSING)
    assert due == closing_on("2020-02-01")  # the made-up Saturday that was taken back
    assert moved_due(due, call, 3, after, CLOSING) == closing_on("2020-02-04")
    assert moved_due(closing_on("2020-02-04"), call, 3, after, CLOSING) is None


def test_N3_a_promise_without_an_end_gets_its_first_when_the_year_is_known():
    assert moved_due(None, at("2020-12-30 09:00"), 3, CALENDAR, CLOSING) == closing_on("2021-01-05")
    assert moved_due(None, at("2026-12-30 09:00"), 3, CALENDAR, CLOSING) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2025, 12, 1)),
    st.integers(1, 30),
    st.integers(0, len(NOTICES)),
    st.integers(0, len(NOTICES)),
)
def test_N3_a_later_notice_never_makes_a_promise_shorter(moment, days, one, other):
    call = moment.replace(tzinfo=SHANGHAI)
    known, more = sorted((one, other))
    due = due_after(call, days, calendar_from(NOTICES[:known]), CLOSING)
    moved = moved_due(due, call, days, calendar_from(NOTICES[:more]), CLOSING)
    assert moved is None or due is None or moved > due


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2020-03-02", 1, "2020-04-02"),  # SC-06
        ("2020-01-31", 1, "2020-02-29"),
        ("2021-01-31", 1, "2021-02-28"),
        ("2020-08-31", 6, "2021-02-28"),  # reopening, half a year
        ("2020-12-15", 1, "2021-01-15"),
        ("2020-11-30", 13, "2021-12-30"),
        ("2020-03-31", -1, "2020-02-29"),
    ],
)
def test_R28_months_end_on_the_corresponding_day(start, months, end):
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "beyond"),
    [("2021-04-13", False), ("2021-04-14", True), ("2021-03-01", False), ("9999-12-31", True), ("2020-01-01", False)],
)
def test_R16_a_plan_later_than_thirty_working_days(day, beyond):
    assert due_after(at("2021-03-01 09:00"), 30, CALENDAR, CLOSING) == closing_on("2021-04-13")
    assert is_beyond(date.fromisoformat(day), at("2021-03-01 09:00"), 30, CALENDAR) is beyond


def test_close_of_business_is_an_instant_in_the_zone():
    assert close_of(date(2021, 3, 4), CLOSING).isoformat() == "2021-03-04T17:30:00+08:00"
