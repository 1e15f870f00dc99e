"""N4: other limits tried on what has happened give what a full recomputation gives."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.deadlines import due_after, is_late
from liaison.rules.whatif import Late, Shifted, Stretch, Terms, late_under, shifted_by
from tests.cast import at

CALENDAR = calendar_from(NOTICES)
THREE, TWO = Terms(3, time(17, 30)), Terms(2, time(17, 30))
NOW = at("2020-10-31 12:00")
KEPT = [
    Stretch(at("2020-09-21 09:00"), at("2020-09-23 17:30")),  # the last second of two days
    Stretch(at("2020-09-21 09:00"), at("2020-09-23 17:31")),
    Stretch(at("2020-09-25 23:00"), at("2020-09-28 09:00")),  # over the made-up Sunday: one day and the next
    Stretch(at("2020-09-30 15:00"), at("2020-10-12 17:30")),  # over the holidays, on the third day
    Stretch(at("2020-10-29 09:00"), None),  # still runs
]
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2020, 12, 20), timezones=st.just(UTC))


def test_N4_how_many_would_have_been_late():
    assert late_under(KEPT, THREE, CALENDAR, NOW) == Late(5, 0)
    assert late_under(KEPT, TWO, CALENDAR, NOW) == Late(5, 2)
    assert late_under(KEPT, Terms(2, time(17)), CALENDAR, NOW) == Late(5, 3)
    assert late_under(KEPT, Terms(1, time(17)), CALENDAR, at("2020-10-30 17:01")) == Late(5, 5)
    assert late_under([], TWO, CALENDAR, NOW) == Late(0, 0)


def test_N4_an_unknown_year_is_never_late():
    assert late_under([Stretch(at("2026-12-31 09:00"), None)], THREE, CALENDAR, at("2027-02-01 09:00")) == Late(1, 0)


def test_N4_what_would_end_earlier_or_later():
    starts = [one.since for one in KEPT]
    assert shifted_by(starts, THREE, TWO, CALENDAR) == Shifted(5, 0)
    assert shifted_by(starts, TWO, Terms(2, time(18)), CALENDAR) == Shifted(0, 5)
    assert shifted_by([*starts, at("2026-12-31 09:00")], THREE, THREE, CALENDAR) == Shifted(0, 0)


@given(st.lists(st.tuples(INSTANTS, st.integers(0, 20 * 24 * 60))), st.integers(1, 9), st.times())
def test_N4_the_count_equals_a_full_recomputation(runs, days, closing):
    kept = [Stretch(since, since + timedelta(minutes=minutes)) for since, minutes in runs]
    late = [
        is_late(until, due) for since, until in kept if (due := due_after(since, days, CALENDAR, closing)) and until
    ]
    assert late_under(kept, Terms(days, closing), CALENDAR, NOW) == Late(len(kept), sum(late))
