"""Working days by notice, against two independent witnesses and a slow oracle (R-15, N3)."""

import random
from bisect import bisect_left, bisect_right
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.calendar import (
    NOTICES,
    Notice,
    UnknownYear,
    add_working_days,
    calendar_from,
    calendar_up_to,
    key_parts,
    next_working_day,
    subtract_working_days,
    working_days_between,
)

FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
DAYS = [FIRST + timedelta(days=offset) for offset in range((LAST - FIRST).days + 1)]
CALENDAR = calendar_from(NOTICES)

# The oracle: one long list of working days, made by a package that knows nothing of this code.
WORKING_DAYS = [day for day in DAYS if chinese_calendar.is_workday(day)]
MADE_UP = [day for day in WORKING_DAYS if day.weekday() >= 5]


def oracle(start: date, days: int) -> date:
    return WORKING_DAYS[bisect_right(WORKING_DAYS, start) + days - 1] if days else start


def calendar_on(day: str):
    return calendar_up_to(day, NOTICES)


@pytest.mark.parametrize("year", range(2020, 2027))
def test_N3_every_day_agrees_with_two_other_calendars(year):
    china = holidays.China(years=year)
    for day in (day for day in DAYS if day.year == year):
        assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day), day
        assert CALENDAR.is_working(day) == china.is_working_day(day), day


@pytest.mark.parametrize(
    ("key", "source", "year", "days_off", "made_up"),
    [
        ("2019-11-21", "国办发明电〔2019〕16号", 2020, 27, 7),
        ("2020-01-27", "国办发明电〔2020〕1号", 2020, 3, 0),
        ("2020-11-25", "国办发明电〔2020〕27号", 2021, 31, 7),
        ("2021-10-25", "国办发明电〔2021〕11号", 2022, 31, 7),
        ("2022-12-08", "国办发明电〔2022〕16号", 2023, 27, 7),
        ("2023-10-25", "国办发明电〔2023〕7号", 2024, 28, 8),
        ("2024-11-12", "国办发明电〔2024〕12号", 2025, 28, 5),
        ("2025-11-04", "国办发明电〔2025〕7号", 2026, 33, 6),
    ],
)
def test_N3_each_notice_with_its_number_and_date(key, source, year, days_off, made_up):
    [notice] = [notice for notice in NOTICES if notice.key == key]
    assert (notice.source, notice.year, notice.published_on.isoformat()) == (source, year, key)
    assert sum(not working for working in notice.days.values()) == days_off
    assert sum(notice.days.values()) == made_up
    assert set(notice.names) == set(notice.days)


def test_N3_a_notice_is_an_exception_only_and_never_made_up_on_a_weekday():
    assert [notice.key for notice in NOTICES] == sorted(notice.key for notice in NOTICES)
    for notice in NOTICES:
        assert all(day.weekday() >= 5 for day, working in notice.days.items() if working)
        assert {day.year for day in notice.days} <= {notice.year - 1, notice.year}


def test_N3_the_2020_extension_changes_three_days_and_nothing_before_its_publication():
    before, after = calendar_on("2020-01-26"), calendar_on("2020-01-27")
    assert (before.key, after.key) == ("2019-11-21", "2020-01-27")
    changed = [day for day in DAYS if day.year == 2020 and before.is_working(day) != after.is_working(day)]
    assert changed == [date(2020, 1, 31), date(2020, 2, 1)]  # 2 February was a Sunday anyway
    assert before.is_made_up(date(2020, 2, 1)) and not after.is_made_up(date(2020, 2, 1))
    assert after.is_working(date(2020, 2, 3))


def test_N3_sources_name_the_notices_behind_a_span():
    both = ("国办发明电〔2019〕16号", "国办发明电〔2020〕1号")
    assert CALENDAR.sources_between(date(2020, 3, 2), date(2020, 3, 5)) == both
    assert CALENDAR.sources_between(date(2020, 12, 30), date(2021, 1, 5)) == (*both, "国办发明电〔2020〕27号")


def test_N3_a_year_is_known_from_its_notice_on():
    november = calendar_on("2020-11-24")
    assert november.years == {2020}
    assert not november.knows(date(2021, 1, 1)) and november.presumed_working(date(2021, 1, 1))
    with pytest.raises(UnknownYear) as unknown:
        add_working_days(date(2020, 12, 30), 3, november)
    assert unknown.value.year == 2021
    assert add_working_days(date(2020, 12, 30), 3, calendar_on("2020-11-25")) == date(2021, 1, 5)
    assert calendar_from([]).key == "" and not calendar_from([]).knows(FIRST)


def test_N3_a_notice_may_list_days_of_the_year_before():
    assert CALENDAR.reason_off(date(2022, 12, 31)) == "new_year"
    assert calendar_on("2021-10-25").reason_off(date(2022, 12, 31)) == "weekend"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2020, 10, 3), "national_and_mid_autumn"),
        (date(2020, 10, 11), "weekend"),
        (date(2020, 10, 10), None),
        (date(2021, 6, 14), "dragon_boat"),
        (date(2024, 4, 4), "qingming"),
        (date(2026, 5, 5), "labour_day"),
        (date(2026, 9, 25), "mid_autumn"),
        (date(2021, 10, 7), "national_day"),
    ],
)
def test_R15_a_day_off_has_a_reason(day, reason):
    assert CALENDAR.reason_off(day) == reason


def starts():
    """Mostly random instants, with a fair share of made-up Saturdays and year ends."""
    corners = [*MADE_UP, *(date(year, 12, day) for year in range(2020, 2026) for day in (29, 30, 31))]
    chooser = random.Random(15)
    for _ in range(10_000):
        yield chooser.choice(corners if chooser.random() < 0.2 else DAYS[:-90]), chooser.randint(0, 30)


def test_R15_ten_thousand_limits_agree_with_the_oracle():
    for start, days in starts():
        due = add_working_days(start, days, CALENDAR)
        assert due == oracle(start, days), (start, days)
        if days:
            assert CALENDAR.is_working(due)


some_day = st.sampled_from(DAYS[:-90])
some_limit = st.integers(0, 30)


@given(some_day, some_limit)
def test_R15_a_limit_agrees_with_the_oracle_and_counts_back(start, days):
    due = add_working_days(start, days, CALENDAR)
    assert due == oracle(start, days)
    assert working_days_between(start, due, CALENDAR) == days
    assert working_days_between(due, start, CALENDAR) == -days


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2020, 12, 28), date(2020, 12, 31), 3),
        (date(2020, 12, 31), date(2020, 12, 31), 0),
        (date(2020, 12, 31), date(2021, 1, 1), None),
        (date(2021, 1, 1), date(2020, 12, 28), None),
        (date(2019, 12, 31), date(2020, 1, 2), 1),  # the first day itself is not counted, so its year need not be known
        (date(2020, 12, 28), date(2022, 1, 4), None),
    ],
)
def test_N3_working_days_in_a_year_without_a_notice_are_not_known(start, end, days):
    assert working_days_between(start, end, calendar_on("2020-11-24")) == days


@given(some_day, some_day, some_limit, some_limit)
def test_R15_later_starts_and_longer_limits_never_end_earlier(one, other, short, long):
    one, other = sorted((one, other))
    short, long = sorted((short, long))
    assert add_working_days(one, long, CALENDAR) <= add_working_days(other, long, CALENDAR)
    assert add_working_days(one, short, CALENDAR) <= add_working_days(one, long, CALENDAR)


@given(some_day)
def test_R15_the_next_working_day_is_working_and_later(day):
    following = next_working_day(day, CALENDAR)
    assert following > day and CALENDAR.is_working(following)


@given(st.sampled_from(DAYS[90:]), st.integers(1, 30))
def test_R21_counting_backwards_agrees_with_the_oracle(end, days):
    assert subtract_working_days(end, days, CALENDAR) == WORKING_DAYS[bisect_left(WORKING_DAYS, end) - days]


def test_R15_a_limit_is_not_negative():
    for count in (add_working_days, subtract_working_days):
        with pytest.raises(ValueError, match="negative"):
            count(FIRST, -1, CALENDAR)


def test_N3_days_that_the_zone_frees_are_numbered_behind_the_key():
    notices, freed = [one for one in NOTICES if one.year == 2020], [date(2020, 9, 29), date(2020, 9, 21)]
    both = calendar_from(notices, freed)
    assert (both.key, key_parts(both.key), key_parts("2020-01-27")) == (
        "2020-01-27+2",
        ("2020-01-27", 2),
        ("2020-01-27", 0),
    )
    assert [both.reason_off(day) for day in freed] == ["zone_day", "zone_day"]
    first = calendar_up_to("2020-01-27+1", NOTICES, freed)
    assert first.exceptions == calendar_from(notices, freed[:1]).exceptions and first.is_working(freed[1])
    before = calendar_up_to("2019-11-21+1", NOTICES, freed)
    assert before.is_working(date(2020, 1, 31)) and not before.is_working(freed[0])
    made_up = Notice("2020-09-01", 2020, date(2020, 9, 1), "x", {date(2020, 9, 29): True}, {})
    assert not calendar_from([*notices, made_up], freed).is_working(date(2020, 9, 29))  # people plan with a free day
