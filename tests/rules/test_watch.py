"""防打击报复: when figures after a replacement look worse than before (R-45, security 7.6)."""

import pytest

from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.watch import Asked, Pace, days_taken, is_slower, is_stalled, pace, split
from tests.cast import at

NONE = Pace()


def of(days: float, replies: int = 3) -> Pace:
    return Pace(replies, days)


@pytest.mark.parametrize(
    ("before", "after", "others", "slower"),
    [
        (of(1), of(3), NONE, True),
        (of(1), of(3), of(1), True),
        (of(1), of(3), of(3), False),  # as slow with everybody
        (of(1), of(1.5), NONE, False),  # less than a working day more
        (of(3), of(4), NONE, False),  # a day more, but not half as long again
        (of(2), of(3), NONE, True),  # both, exactly
        (of(0), of(1), NONE, True),
        (of(1), of(3, 1), NONE, False),  # one reply says nothing
        (of(1, 1), of(3), NONE, False),  # nor does one before, where there are no others
        (of(9, 1), of(3), of(1), True),  # then it is measured by the others
        (NONE, of(3), of(1), True),
        (NONE, of(3), NONE, False),
        (of(3), of(1), of(1), False),  # faster
    ],
)
def test_slower(before: Pace, after: Pace, others: Pace, slower: bool) -> None:
    assert is_slower(before, after, others) is slower


@pytest.mark.parametrize(
    ("moved", "due", "stalled"),
    [
        ("2020-09-21 10:00", None, True),  # Monday to the next: five working days
        ("2020-09-22 10:00", None, True),  # the Sunday in between is worked
        ("2020-09-23 10:00", None, False),
        ("2020-09-25 10:00", "2020-09-27 17:30", True),  # two of them, and the promise is broken
        ("2020-09-25 10:00", "2020-09-29 17:30", False),
        ("2020-09-27 10:00", "2020-09-27 17:30", False),
    ],
)
def test_stalled(moved: str, due: str | None, stalled: bool) -> None:
    calendar = calendar_from(NOTICES)
    assert is_stalled(at(moved), at(due) if due else None, at("2020-09-28 10:24"), calendar) is stalled


def test_pace_and_the_days_it_counts() -> None:
    calendar = calendar_from(NOTICES)
    taken = [days_taken(at("2020-09-25 16:58"), at(end), calendar) for end in ("2020-09-25 17:20", "2020-09-28 09:00")]
    assert taken == [0, 2]
    asked = [
        Asked("SZJ", at(f"2020-09-{day} 09:00"), days, days > 3) for day, days in (("01", 1), ("15", 2), ("20", 6))
    ]
    before, after = split(asked, at("2020-09-15 09:00"))
    assert (pace(before), pace(after), pace([])) == (Pace(1, 1.0, 0), Pace(2, 4.0, 1), NONE)
