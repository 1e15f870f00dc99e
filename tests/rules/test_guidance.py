"""R-41, N17: which version counts on a day, for which firm it is, what a new one changes, who is told, as tables."""

from dataclasses import dataclass
from datetime import date

import pytest

from liaison.rules.guidance import (
    Conditions,
    Firm,
    Met,
    News,
    Terms,
    begins_as,
    changes,
    concerns,
    ends_as,
    in_force,
    judged,
    matches,
    named,
    since_when,
    state_of,
)


@dataclass(frozen=True)
class Version:
    n: int
    valid_from: date
    valid_until: date | None = None
    repealed_on: date | None = None


def day(text: str) -> date:
    return date.fromisoformat(text)


FIRST = Version(1, day("2020-01-01"), day("2020-12-31"))
SECOND = Version(2, day("2020-10-01"), day("2020-11-30"))
OPEN = Version(1, day("2020-01-01"))
REPEALED = Version(1, day("2020-01-01"), None, day("2020-09-01"))


@pytest.mark.parametrize(("versions", "on", "n"), [
    ([FIRST], "2019-12-31", None),
    ([FIRST], "2020-01-01", 1),
    ([FIRST], "2020-12-31", 1),  # the last day counts
    ([FIRST], "2021-01-01", None),
    ([FIRST, SECOND], "2020-09-30", 1),
    ([FIRST, SECOND], "2020-10-01", 2),
    ([FIRST, SECOND], "2020-12-01", None),  # what was replaced does not come back
    ([OPEN], "2030-01-01", 1),
    ([REPEALED], "2020-08-31", 1),
    ([REPEALED], "2020-09-01", None),  # the day of the repeal is the first without it
])  # fmt: skip
def test_R41_the_version_in_force_on_a_day(versions: list[Version], on: str, n: int | None) -> None:
    found = in_force(versions, day(on))
    assert (found.n if found else None) == n


@pytest.mark.parametrize(("version", "versions", "on", "state", "since"), [
    (SECOND, [FIRST, SECOND], "2020-09-30", "upcoming", None),
    (FIRST, [FIRST, SECOND], "2020-09-30", "in_force", None),
    (FIRST, [FIRST, SECOND], "2020-10-01", "replaced", "2020-10-01"),
    (FIRST, [FIRST, SECOND], "2021-02-01", "replaced", "2020-10-01"),
    (SECOND, [FIRST, SECOND], "2020-11-15", "ending", None),
    (SECOND, [FIRST, SECOND], "2020-12-01", "expired", "2020-12-01"),
    (REPEALED, [REPEALED], "2020-08-15", "ending", None),
    (REPEALED, [REPEALED], "2020-09-01", "repealed", "2020-09-01"),
    (OPEN, [OPEN], "2020-08-15", "in_force", None),
])  # fmt: skip
def test_what_a_version_is_on_a_day(version, versions, on: str, state: str, since: str | None) -> None:
    soon = date.fromordinal(day(on).toordinal() + 31)
    assert state_of(version, versions, day(on), soon) == state
    found = since_when(version, versions, day(on))
    assert (found.isoformat() if found else None) == since


SMALL_FOOD = Conditions(frozenset({"food"}), frozenset({"S", "XS"}))


@pytest.mark.parametrize(("firm", "fits", "verdicts"), [
    (Firm("food", "S", "operating"), True, [Met.MET, Met.MET]),
    (Firm("Food", "XS", "settling"), True, [Met.MET, Met.MET]),  # written by hand
    (Firm("food", "L", "operating"), False, [Met.MET, Met.NOT_MET]),
    (Firm("food", "", "operating"), False, [Met.MET, Met.UNKNOWN]),
    (Firm("food", "S", "left"), False, [Met.MET, Met.MET]),  # has left the zone
])  # fmt: skip
def test_R41_for_which_firm_a_measure_is(firm: Firm, fits: bool, verdicts: list[Met]) -> None:
    assert matches(SMALL_FOOD, firm) is fits
    assert [one.verdict for one in judged(SMALL_FOOD, firm)] == verdicts


def test_a_measure_without_conditions_is_for_every_firm_that_is_here() -> None:
    assert matches(Conditions(), Firm("", "", "operating")) and not matches(Conditions(), Firm("", "", "left"))
    assert judged(Conditions(), Firm("", "", "operating")) == []
    stopped = Conditions(statuses=frozenset({"suspended"}))
    assert not matches(stopped, Firm("food", "S", "operating"))


def test_N17_whom_a_new_version_concerns() -> None:
    small, all_sizes = Conditions(sizes=frozenset({"S"})), Conditions()
    large, little = Firm("food", "L", "operating"), Firm("food", "S", "operating")
    assert concerns(large, all_sizes, small)  # it is for them now
    assert concerns(large, small, all_sizes)  # it is no longer for them
    assert concerns(little, small, None) and not concerns(large, small, None)


def test_N17_what_a_new_version_changes() -> None:
    before = Terms("1号", "管委会", "补贴", day("2020-01-01"), day("2020-12-31"), SMALL_FOOD, ("补三成", "先到先得"))
    after = Terms(
        "2号", "管委会", "补贴", day("2020-10-01"), None, Conditions(frozenset({"food", "toys"}), frozenset({"S", "XS"})),
        ("补五成", "先到先得"),
    )  # fmt: skip
    assert changes(before, after) == [
        ("points", ("补三成",), ("补五成",)),
        ("industries", (), ("toys",)),
        ("valid_until", ("2020-12-31",), ("",)),
        ("document", ("1号",), ("2号",)),
    ]
    assert changes(before, before) == []


@pytest.mark.parametrize(("version", "entered", "known_since", "news"), [
    (OPEN, "2019-12-20", "2019-12-20", News.NEW),
    (OPEN, "2020-01-01", "2020-01-01", News.NEW),
    (OPEN, "2020-03-01", "2020-03-01", None),  # an old paper comes into the library
    (SECOND, "2020-09-20", "2020-01-01", News.VERSION),
    (SECOND, "2020-10-20", "2020-01-01", News.VERSION),  # entered late, and news all the same
    (SECOND, "2020-10-20", "2020-10-20", None),  # came with its measure
])  # fmt: skip
def test_what_a_first_day_is_to_those_it_concerns(version, entered: str, known_since: str, news: News | None) -> None:
    assert begins_as(version, day(entered), day(known_since)) == news


@pytest.mark.parametrize(("version", "versions", "entered", "on", "news"), [
    (FIRST, [FIRST], "2020-01-01", "2020-12-31", None),
    (FIRST, [FIRST], "2020-01-01", "2021-01-01", News.EXPIRED),
    (FIRST, [FIRST], "2021-03-01", "2021-03-01", None),  # over before it came in
    (FIRST, [FIRST, SECOND], "2020-01-01", "2021-01-01", None),  # the new version was the news
    (REPEALED, [REPEALED], "2020-01-01", "2020-09-01", News.REPEALED),
])  # fmt: skip
def test_what_an_end_is_to_those_it_concerns(version, versions, entered: str, on: str, news: News | None) -> None:
    assert ends_as(version, versions, day(entered), day(on)) == news


@pytest.mark.parametrize(("text", "name", "n"), [
    ("ZC2020-001", "ZC2020-001", None),
    (" zc2020-001/2 ", "ZC2020-001", 2),
    ("ＺＣ２０２０－００１", "ZC2020-001", None),
    ("青高新发〔2020〕4号", "青高新发〔2020〕4号", None),
    ("ZC2020-001/x", "ZC2020-001/x", None),
])  # fmt: skip
def test_how_a_measure_is_named(text: str, name: str, n: int | None) -> None:
    assert named(text) == (name, n)
