"""The roster without gaps, the chain of rings, and real minutes (R-08, R-39)."""

import itertools
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from liaison.rules import duty
from tests.cast import at


def shift(begins: str, ends: str) -> Any:
    return SimpleNamespace(begins_at=at(begins), ends_at=at(ends))


MON, TUE, WED = "2020-09-28 08:00", "2020-09-29 08:00", "2020-09-30 08:00"


@pytest.mark.parametrize(
    ("shifts", "gaps"),
    [
        ([], [(MON, WED)]),
        ([(MON, TUE), (TUE, WED)], []),
        ([("2020-09-27 08:00", TUE)], [(TUE, WED)]),  # the running one counts, what follows it is missing
        ([(MON, "2020-09-28 20:00"), (TUE, WED)], [("2020-09-28 20:00", TUE)]),
        ([("2020-09-28 08:01", WED)], [(MON, "2020-09-28 08:01")]),  # a minute is a gap too
        ([(MON, WED), ("2020-09-28 10:00", "2020-09-28 12:00")], []),  # one inside another hides nothing
        ([(TUE, WED), (MON, TUE)], []),  # in whatever order they are read
        ([(MON, TUE), (TUE, "2020-10-20 08:00"), ("2020-10-21 08:00", "2020-10-22 08:00")], []),  # behind the horizon
    ],
)  # fmt: skip
def test_R08_a_gap_is_found_to_the_minute(shifts, gaps) -> None:
    found = duty.gaps([shift(*one) for one in shifts], at(MON), at(WED))
    assert [(one.since, one.until) for one in found] == [(at(since), at(until)) for since, until in gaps]


def test_R08_at_the_handover_the_next_one_is_on_duty() -> None:
    early, late = shift(MON, TUE), shift(TUE, WED)
    assert duty.on_duty([early, late], at(TUE)) is late
    assert duty.on_duty([early, late], at(TUE) - timedelta(seconds=1)) is early
    assert duty.on_duty([early, late], at(WED)) is None


@pytest.mark.parametrize(
    ("since", "first_ends"),
    [
        ("2020-09-28 10:24", TUE),  # begun in the middle of a day, joined at the next hour of handing over
        (MON, TUE),  # where the roster before ended
        ("2020-09-28 07:59", MON),
    ],
)
def test_R08_shifts_in_turn_leave_no_gap_and_the_next_one_is_the_deputy(since: str, first_ends: str) -> None:
    turns = list(duty.turns(["a", "b", "c"], at(since), 14, 8))
    assert turns[0].begins_at == at(since) and turns[0].ends_at == at(first_ends) and len(turns) == 14
    assert duty.gaps(turns, at(since), turns[-1].ends_at) == []
    assert all(one.ends_at == other.begins_at for one, other in itertools.pairwise(turns))
    assert [one.officer for one in turns[:4]] == ["a", "b", "c", "a"]
    assert all(one.deputy == other.officer for one, other in itertools.pairwise(turns))


def test_R08_officer_deputy_chief_and_then_nobody_more() -> None:
    assert [duty.next_rung(one) for one in (None, "officer", "deputy", "chief")] == ["officer", "deputy", "chief", None]


@pytest.mark.parametrize(
    ("called", "done", "minutes"),
    [
        ("2021-02-18 10:05", "2021-02-18 11:20", 75),  # SC-03
        ("2020-10-15 18:40", "2020-10-16 01:00", 380),  # SC-04: over midnight
        ("2020-10-01 10:00", "2020-10-09 10:00", 8 * 24 * 60),  # holidays count like any other day
        ("2020-10-01 10:00", "2020-10-01 10:00", 0),
    ],
)
def test_R39_minutes_are_real_ones(called: str, done: str, minutes: int) -> None:
    assert duty.elapsed_minutes(at(called), at(done)) == minutes
    assert duty.elapsed_minutes(at(called), at(done) + timedelta(seconds=59)) == minutes
