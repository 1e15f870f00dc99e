"""Whose an overrun is: the parts always sum to the total (N2)."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.deadlines import SHANGHAI
from liaison.rules.holders import Holder, Turn, overrun, spans

SPECIALIST = Holder("specialist", "chenliqun")
OFFICE = Holder("office", "office")
POWER, ROADS = Holder("department", "GDS"), Holder("department", "JSJ")
FIRM = Holder("enterprise", "E0001")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2020-{text}").replace(tzinfo=SHANGHAI)


DUE = at("10-12 17:30")


def test_N2_a_late_whistle_is_the_specialists_even_while_the_department_is_in_time():
    turns = [Turn(at("09-30 15:12"), SPECIALIST, at("09-30 17:30")), Turn(at("10-09 16:40"), POWER, at("10-13 17:30"))]
    replied_at = at("10-13 09:50")
    assert overrun(turns, DUE, replied_at) == {"minutes": 980, "parts": [(SPECIALIST, 980)]}
    assert [(span.holder, span.minutes) for span in spans(turns, replied_at)] == [
        (SPECIALIST, (9 * 24 + 1) * 60 + 28),
        (POWER, (3 * 24 + 17) * 60 + 10),
    ]


@pytest.mark.parametrize(
    ("turns", "end", "parts"),
    [
        # nothing over
        ([Turn(at("09-30 15:12"), SPECIALIST)], "10-12 17:30", []),
        # no limit of his own: his minutes
        ([Turn(at("09-30 15:12"), SPECIALIST)], "10-12 18:30", [(SPECIALIST, 60)]),
        # inside his limit and nobody before him was late: the holder after all
        ([Turn(at("09-30 15:12"), POWER, at("10-13 17:30"))], "10-12 18:30", [(POWER, 60)]),
        # late from his own limit on; the minutes before it are the earlier culprit's
        (
            [
                Turn(at("09-30 15:12"), SPECIALIST, at("09-30 17:30")),
                Turn(at("10-09 16:40"), POWER, at("10-13 17:30")),
            ],
            "10-13 18:00",
            [(SPECIALIST, 24 * 60), (POWER, 30)],
        ),
        # the latest earlier one who was late, not the first
        (
            [
                Turn(at("09-30 15:12"), SPECIALIST, at("09-30 17:30")),
                Turn(at("10-09 16:40"), POWER, at("10-10 17:30")),
                Turn(at("10-12 09:00"), OFFICE, at("10-12 17:30")),
                Turn(at("10-12 16:00"), ROADS, at("10-15 17:30")),
            ],
            "10-12 18:00",
            [(POWER, 30)],
        ),
        # the office that has not decided by its own limit; a holder twice is merged
        (
            [
                Turn(at("10-09 09:00"), POWER, at("10-13 17:30")),
                Turn(at("10-12 17:00"), OFFICE, at("10-12 17:30")),
                Turn(at("10-12 18:30"), POWER, at("10-12 19:00")),
            ],
            "10-12 19:10",
            [(OFFICE, 90), (POWER, 10)],
        ),
        # the firm's own time is the firm's
        (
            [Turn(at("09-30 15:12"), SPECIALIST, at("09-30 17:30")), Turn(at("10-12 17:00"), FIRM)],
            "10-12 17:40",
            [(FIRM, 10)],
        ),
        # seconds: 17:30:59 is late by no full minute
        ([Turn(at("09-30 15:12"), SPECIALIST)], "10-12 17:30:59", []),
    ],
)
def test_N2_whose_an_overrun_is(turns, end, parts):
    total = sum(minutes for _holder, minutes in parts)
    assert overrun(turns, DUE, at(end)) == {"minutes": total, "parts": parts}


def test_N2_a_limit_holds_up_to_and_including_its_instant():
    on_the_dot = [
        Turn(at("10-12 09:00"), SPECIALIST, at("10-12 17:00")),
        Turn(at("10-12 17:00"), POWER, at("10-15 17:30")),
    ]
    assert overrun(on_the_dot, DUE, at("10-12 18:30"))["parts"] == [(POWER, 60)]
    a_second_later = [on_the_dot[0], Turn(at("10-12 17:00:01"), POWER, at("10-15 17:30"))]
    assert overrun(a_second_later, DUE, at("10-12 18:30"))["parts"] == [(SPECIALIST, 60)]


def test_N2_one_holder_at_any_instant():
    turns = [
        Turn(at("10-12 09:00"), SPECIALIST, at("10-12 17:30")),
        Turn(at("10-12 09:00"), POWER, at("10-15 17:30")),  # at the same instant: the later word counts
        Turn(at("10-12 10:00"), POWER, at("10-15 17:30")),  # nothing new
        Turn(at("10-14 10:00"), OFFICE),  # after the end
    ]
    [only] = spans(turns, at("10-12 12:00"))
    assert (only.holder, only.since, only.until, only.minutes) == (POWER, at("10-12 09:00"), at("10-12 12:00"), 180)
    assert spans([], DUE) == []


def test_N2_an_overrun_needs_a_holder():
    with pytest.raises(ValueError, match="holder"):
        overrun([], DUE, at("10-13 09:00"))


START = at("10-09 08:00")
instants = st.integers(0, 9 * 24 * 3600).map(
    lambda seconds: START + timedelta(seconds=seconds, microseconds=seconds % 7)
)
turns_of = st.builds(Turn, instants, st.sampled_from([SPECIALIST, OFFICE, POWER, ROADS, FIRM]), st.none() | instants)
histories = st.lists(turns_of, min_size=1, max_size=12).map(lambda turns: sorted(turns, key=lambda turn: turn.at))


def culprit_at(instant: datetime, turns: list[Turn], end: datetime) -> Holder:
    """The rule of the report, asked instant by instant."""
    in_order = {turn.at.replace(microsecond=0): turn for turn in turns}  # of two at one second the later counts
    starts = [start for start in sorted(in_order) if start < end]
    until = dict(zip(starts, [*starts[1:], end], strict=True))
    held = max((start for start in starts if start <= instant), default=starts[0] if starts else None)
    if held is None:
        return turns[0].holder
    holder, limit_at = in_order[held].holder, in_order[held].limit_at
    if limit_at is None or instant >= limit_at.replace(microsecond=0):
        return holder
    late = [
        in_order[start].holder
        for start in starts
        if start < held and (limit := in_order[start].limit_at) and until[start] > limit.replace(microsecond=0)
    ]
    return late[-1] if late else holder


@given(histories, instants, instants)
def test_N2_the_parts_sum_to_the_total_in_any_history(turns, due, end):
    result = overrun(turns, due, end)
    seconds = (end.replace(microsecond=0) - due.replace(microsecond=0)).total_seconds()
    assert result["minutes"] == max(0, int(seconds) // 60)
    assert sum(minutes for _holder, minutes in result["parts"]) == result["minutes"]
    assert all(minutes > 0 for _holder, minutes in result["parts"])
    assert len({holder for holder, _minutes in result["parts"]}) == len(result["parts"])


minute = st.integers(0, 600).map(lambda minutes: START + timedelta(minutes=minutes))
minute_turns = st.builds(Turn, minute, st.sampled_from([SPECIALIST, OFFICE, POWER]), st.none() | minute)
minute_histories = st.lists(minute_turns, min_size=1, max_size=6).map(
    lambda turns: sorted(turns, key=lambda turn: turn.at)
)


@given(minute_histories, minute, minute)
def test_N2_each_minute_goes_to_whom_the_rule_names(turns, due, end):
    expected: dict[Holder, int] = {}
    if due < turns[0].at:  # before the first turn it is the first holder's
        turns = [Turn(due, turns[0].holder, turns[0].limit_at), *turns[1:]]
    instant = due
    while instant < end:
        culprit = culprit_at(instant, turns, end)
        expected[culprit] = expected.get(culprit, 0) + 1
        instant += timedelta(minutes=1)
    assert dict(overrun(turns, due, end)["parts"]) == expected


@given(histories, instants)
def test_N2_stretches_follow_each_other_without_gap(turns, end):
    stretches = spans(turns, end)
    assert all(one.until == other.since for one, other in pairwise(stretches))
    if stretches:
        assert stretches[-1].until == end.replace(microsecond=0)
        whole = stretches[-1].until - stretches[0].since
        assert sum(span.minutes for span in stretches) == int(whole.total_seconds()) // 60
