"""全覆盖 as a pure rule: both gaps at once, their due times, exemptions and load (R-01, R-02, R-03)."""

from datetime import date, datetime, timedelta

import pytest

from liaison.rules.coverage import CADRE_GAP, FIRM_GAP, Cadre, Exempt, Firm, cover
from liaison.rules.deadlines import SHANGHAI

MONDAY = datetime(2020, 6, 1, 9, 20, tzinfo=SHANGHAI)
DAYS = {FIRM_GAP: 1, CADRE_GAP: 5}


def due(key: str, since: datetime) -> datetime:
    return since + timedelta(days=DAYS[key])


def covered(firms: list[Firm], cadres: list[Cadre], load_max: int = 6):
    return cover(firms, cadres, today=MONDAY.date(), load_max=load_max, due=due)


def test_SC16_both_gaps_show_at_once_each_with_its_own_limit() -> None:
    found = covered(
        [Firm("E0001", "chen"), Firm("E0174", since=MONDAY)], [Cadre("chen", MONDAY), Cadre("li", MONDAY)]
    )  # fmt: skip
    assert (found.firms, found.served, found.cadres) == (2, 1, 2)
    assert [(gap.kind, gap.who, gap.due) for gap in found.gaps] == [
        (FIRM_GAP, "E0174", MONDAY + timedelta(days=1)), (CADRE_GAP, "li", MONDAY + timedelta(days=5)),
    ]  # fmt: skip
    assert found.load == {"chen": 1, "li": 0}


def test_R01_the_firm_that_is_due_first_stands_on_top_and_one_without_a_date_last() -> None:
    later = MONDAY + timedelta(days=3)
    found = covered([Firm("E0001"), Firm("E0002", since=later), Firm("E0003", since=MONDAY)], [])
    assert [gap.who for gap in found.firms_without] == ["E0003", "E0002", "E0001"]
    assert found.firms_without[-1].due is None


@pytest.mark.parametrize(
    ("exempt", "gaps"),
    [
        (None, ["li"]),
        (Exempt("secondment", date(2020, 5, 1), date(2020, 6, 1)), []),  # its last day is the day itself
        (Exempt("secondment", date(2020, 5, 1), date(2020, 5, 31)), ["li"]),  # over: the rule holds again by itself
        (Exempt("probation", date(2020, 6, 2), date(2020, 7, 1)), ["li"]),  # not begun
        (Exempt("administrator", date(2020, 1, 1)), []),  # standing
    ],
)  # fmt: skip
def test_R02_an_exemption_holds_between_its_days_and_never_leaves_the_count(exempt, gaps) -> None:
    found = covered([], [Cadre("li", MONDAY, exempt)])
    assert [gap.who for gap in found.cadres_without] == gaps
    assert found.cadres == 1


def test_R03_a_warning_comes_above_the_policy_value_only() -> None:
    firms = [Firm(f"E{place:04}", "chen") for place in range(6)] + [Firm(f"E1{place:03}", "li") for place in range(7)]
    found = covered(firms, [Cadre("chen", MONDAY), Cadre("li", MONDAY)])
    assert (found.load, found.heavy) == ({"chen": 6, "li": 7}, ("li",))


def test_a_firm_served_from_outside_the_roster_is_served() -> None:
    assert covered([Firm("E0001", "someone")], []).gaps == ()
