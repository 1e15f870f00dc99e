"""R-46, R-47, R-48: days, service year, what two signatures make, when nobody may sign yet."""

from datetime import date

import pytest

from liaison.rules import findings
from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.findings import Signature
from tests.cast import at

CALENDAR = calendar_from(NOTICES)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (date(2020, 8, 10), 30, date(2020, 9, 9)),
        (
            date(2020, 9, 4),
            30,
            date(2020, 10, 9),
        ),  # ends on 4 Oct, inside the holidays: the first working day after them
        (date(2020, 9, 12), 15, date(2020, 9, 27)),  # a Sunday that is worked is a day to end on
        (date(2020, 9, 10), 30, date(2020, 10, 10)),  # a Saturday that is worked too
        (date(2020, 8, 7), 15, date(2020, 8, 24)),  # a plain Saturday is not
    ],
)
def test_R48_a_limit_of_days_ends_on_a_working_day(start, days, last):
    assert findings.ends_on(start, days, CALENDAR) == last


@pytest.mark.parametrize(
    ("closed", "days", "last"),
    [
        (date(2020, 7, 15), 20, date(2020, 8, 12)),  # SC-13: the round closes on the 15th
        (date(2021, 1, 18), 20, date(2021, 2, 19)),  # across the Spring Festival; Sunday 7 February is worked
    ],
)
def test_R46_decided_within_twenty_working_days(closed, days, last):
    assert findings.working_days_on(closed, days, CALENDAR) == last


def test_Q11_the_service_year_is_that_of_the_half_that_was_rated():
    assert findings.service_year(2020, at("2021-01-20 10:00")) == 2020
    assert findings.service_year(None, at("2021-01-20 10:00")) == 2021


@pytest.mark.parametrize(
    ("personnel", "discipline", "made"),
    [
        ("found", "found", "found"),
        ("found", "not_found", "not_found"),
        ("not_found", "found", "not_found"),
        ("not_found", "not_found", "not_found"),
        ("found", "", None),
        ("", "found", None),
        ("", "", None),
    ],
)
def test_R46_only_two_signatures_find(personnel, discipline, made):
    assert findings.decision([Signature("personnel", personnel), Signature("discipline", discipline)]) == made


def test_R46_two_signatures_of_one_part_are_one():
    assert findings.decision([Signature("personnel", "found"), Signature("personnel", "found")]) is None


@pytest.mark.parametrize(
    ("today", "given", "hearing", "heard", "code"),
    [
        (date(2020, 7, 27), False, False, False, "statement_runs"),  # its last day still belongs to the person
        (date(2020, 7, 28), False, False, False, None),
        (date(2020, 7, 21), True, False, False, None),
        (date(2020, 7, 21), True, True, False, "hearing_ahead"),
        (date(2020, 7, 28), False, True, False, "hearing_ahead"),
        (date(2020, 7, 21), False, True, True, None),
    ],
)
def test_R46_the_person_is_heard_before_anybody_signs(today, given, hearing, heard, code):
    found = findings.too_early(
        today, statement_given=given, statement_due=date(2020, 7, 27), hearing_set=hearing, heard=heard
    )
    assert found == code


@pytest.mark.parametrize(
    ("seen", "until", "days"),
    [
        (["2020-09-25 17:00"], "2020-09-28 09:00", None),  # Friday, then a worked Sunday: two days are no gap
        (["2020-09-25 17:00"], "2020-10-10 09:00", 6),  # 27 to 30 Sep, 9 and 10 Oct
        (["2020-09-21 09:00", "2020-09-23 09:00", "2020-09-30 09:00"], "2020-09-30 18:00", 6),
        ([], "2020-10-10 09:00", None),
    ],
)
def test_the_longest_time_without_news(seen, until, days):
    gap = findings.longest_gap([at(one) for one in seen], at(until), 3, CALENDAR)
    assert (gap.working_days if gap else None) == days
