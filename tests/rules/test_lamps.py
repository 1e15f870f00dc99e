"""Lamps: overdue > due soon > consulting > normal > done (R-22)."""

from datetime import datetime

import pytest

from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.lamps import LAMPS, Horizon, earliest, horizon, lamp_of

CALENDAR = calendar_from(NOTICES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


MONDAY = horizon(at("2020-09-28 10:24"), CALENDAR)


@pytest.mark.parametrize(
    ("status", "due", "lamp"),
    [
        ("whistled", "2020-09-28 10:23:59", "overdue"),
        ("whistled", "2020-09-28 10:24:00", "due_soon"),
        ("whistled", "2020-09-28 17:30", "due_soon"),
        ("planned", "2020-09-29 23:59:59", "due_soon"),
        ("in_hand", "2020-09-30 00:00", "normal"),
        ("consulting", "2020-09-28 09:00", "overdue"),
        ("consulting", "2020-09-29 17:30", "due_soon"),
        ("consulting", "2020-10-09 17:30", "consulting"),
        ("consulting", None, "consulting"),
        ("raised", None, "normal"),
        ("sent", "2020-09-29 17:30", "due_soon"),
        ("declining", "2020-09-25 17:30", "overdue"),
        *[(settled, "2020-09-25 17:30", "done") for settled in ("answered", "closed", "withdrawn", "out_of_scope")],
        *[(settled, "2020-09-25 17:30", "done") for settled in ("replied", "released", "declined")],
    ],
)
def test_R22_the_lamp_of_a_row(status, due, lamp):
    assert lamp_of(status, due and at(due), MONDAY) == lamp
    assert lamp in LAMPS


@pytest.mark.parametrize(
    ("now", "soon"),
    [
        ("2020-09-28 10:24", "2020-09-29 23:59:59"),
        ("2020-09-30 18:00", "2020-10-09 23:59:59"),  # before the holidays the next working day is far
        ("2020-10-09 09:00", "2020-10-10 23:59:59"),  # a made-up Saturday
        ("2026-12-31 09:00", "2027-01-01 23:59:59"),  # unknown year: Monday to Friday
    ],
)
def test_R22_soon_is_the_end_of_the_next_working_day(now, soon):
    assert horizon(at(now), CALENDAR) == Horizon(at(now), at(soon))


def test_R22_fractions_of_a_second_do_not_turn_a_lamp():
    due = at("2020-09-28 17:30:00")
    assert lamp_of("whistled", due, horizon(at("2020-09-28 17:30:00.9"), CALENDAR)) == "due_soon"
    assert lamp_of("whistled", due, horizon(at("2020-09-28 17:30:01"), CALENDAR)) == "overdue"


def test_R22_the_earliest_open_promise_leads():
    need_by, reply = at("2020-10-16 09:00"), at("2020-10-20 17:30")
    assert earliest([reply, None, need_by]) == need_by
    assert earliest([None]) is None
