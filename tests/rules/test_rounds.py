"""The half-yearly rating: its days, whom an enterprise rates, its reminders, and who has no voice (R-42)."""

from datetime import date, datetime, time

import pytest

from liaison.rules import rounds
from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.rounds import Held, Rated

CALENDAR = calendar_from(NOTICES)
CLOSING = time(17, 30)
ANN, BEN, CAI = 1, 2, 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("year", "half", "opens", "closes"),
    [
        (2020, 1, date(2020, 7, 1), "2020-07-15 17:30"),  # SC-13
        (2020, 2, date(2021, 1, 4), "2021-01-18 17:30"),  # after New Year
        (2021, 1, date(2021, 7, 1), "2021-07-15 17:30"),
    ],
)
def test_R42_opens_on_the_first_working_day_after_the_half_year_for_ten(year, half, opens, closes) -> None:
    assert rounds.opening_day(year, half, CALENDAR) == opens
    assert rounds.closing_at(opens, 10, CALENDAR, CLOSING) == at(closes)


def test_an_unknown_year_gives_no_day() -> None:
    assert rounds.opening_day(2050, 1, CALENDAR) is None
    assert rounds.closing_at(date(2050, 7, 1), 10, CALENDAR, CLOSING) is None


def test_R42_a_round_that_opens_late_runs_as_long_as_planned() -> None:
    opens_on, closes_at = date(2020, 7, 1), at("2020-07-15 17:30")
    assert rounds.closing_if_opened(opens_on, closes_at, opens_on, CALENDAR, CLOSING) == closes_at
    assert rounds.closing_if_opened(opens_on, closes_at, date(2020, 7, 3), CALENDAR, CLOSING) == at("2020-07-17 17:30")


def test_R42_reminders_on_the_third_day_and_the_last_but_one() -> None:
    def counted(opens: str, closes: str) -> list[datetime]:
        hours = {"after": 3, "before": 1, "at": time(8, 45)}
        return list(rounds.reminders(date.fromisoformat(opens), at(closes), CALENDAR, **hours))  # type: ignore[arg-type]

    assert counted("2020-07-01", "2020-07-15 17:30") == [at("2020-07-06 08:45"), at("2020-07-14 08:45")]
    assert counted("2020-07-01", "2020-07-03 17:30") == [at("2020-07-02 08:45")]  # a short one: T+3 lies after its end
    assert counted("2020-07-01", "2020-07-02 17:30") == []
    both = counted("2020-07-01", "2020-07-15 17:30")
    instants = ("2020-07-06 08:44", "2020-07-06 08:45", "2020-07-20 00:00")
    assert [rounds.due_reminders(both, at(instant)) for instant in instants] == [0, 1, 2]


H1 = (2020, 1, 60)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ([Held(ANN, at("2019-01-01"), None)], Rated(ANN, 182)),
        # the holder of the last day with exactly 60 days, and with 59: the other one held longer
        (
            [Held(ANN, at("2019-01-01"), at("2020-05-02 10:00")), Held(BEN, at("2020-05-02 10:00"), None)],
            Rated(BEN, 60),
        ),
        (
            [Held(ANN, at("2019-01-01"), at("2020-05-03 10:00")), Held(BEN, at("2020-05-03 10:00"), None)],
            Rated(ANN, 123),
        ),
        # the last day belongs to whoever holds the firm when it ends
        (
            [Held(ANN, at("2019-01-01"), at("2020-06-30 23:00")), Held(BEN, at("2020-06-30 23:00"), None)],
            Rated(ANN, 181),
        ),
        (
            [Held(ANN, at("2019-01-01"), at("2020-07-01 09:00")), Held(BEN, at("2020-07-01 09:00"), None)],
            Rated(ANN, 182),
        ),
        # two times of one person count together
        (
            [
                Held(BEN, at("2020-01-01"), at("2020-02-10")),
                Held(ANN, at("2020-02-10"), at("2020-06-10")),
                Held(BEN, at("2020-06-10"), None),
            ],
            Rated(BEN, 61),
        ),
        # nobody with 60 days at the end: the longest; of two alike the later one
        (
            [
                Held(ANN, at("2020-01-01"), at("2020-01-31")),
                Held(BEN, at("2020-01-31"), at("2020-03-01")),
                Held(CAI, at("2020-06-25"), None),
            ],
            Rated(BEN, 30),
        ),
        ([Held(ANN, at("2020-01-01"), at("2020-03-01"))], Rated(ANN, 60)),  # nobody since, and nobody on the last day
        ([Held(ANN, at("2020-06-29 12:00"), None)], Rated(ANN, 2)),
        ([Held(ANN, at("2020-07-01"), None)], None),
        ([Held(ANN, at("2020-05-05 09:00"), at("2020-05-05 17:00"))], None),
        ([], None),
    ],
)
def test_R42_who_is_rated_when_the_specialist_changed(held, expected) -> None:
    assert rounds.rated(held, *H1) == expected


def test_who_has_no_voice() -> None:
    statuses = ("operating", "settling", "suspended", "left")
    assert [rounds.void_of(status) for status in statuses] == ["", "", "closed", "left"]


def test_R43_exactly_two_values() -> None:
    assert rounds.VERDICTS == ("satisfied", "unsatisfied")
