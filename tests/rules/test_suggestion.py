"""Which department a whistle probably needs: by the category's rule, else by what was done; always with the reason."""

import pytest

from liaison.rules.suggestion import Reason, Suggested, suggest

JSJ, SZJ, YJJ, ZHF = 1, 2, 3, 4
ALL = (JSJ, SZJ, YJJ, ZHF)
CASES = [
    # rule, led, offered -> lead, why, ticked
    (SZJ, {JSJ: 9}, ALL, Suggested(SZJ, Reason.CATEGORY, 0), SZJ),
    (SZJ, {SZJ: 12, JSJ: 9}, ALL, Suggested(SZJ, Reason.CATEGORY, 12), SZJ),
    (SZJ, {JSJ: 9}, (JSJ, YJJ), Suggested(JSJ, Reason.LED, 9), None),  # called already: the next by habit, never ticked
    (None, {YJJ: 2, JSJ: 2, ZHF: 1}, ALL, Suggested(JSJ, Reason.LED, 2), None),  # a tie always ends alike
    (None, {YJJ: 5}, (JSJ,), None, None),
    (None, {}, ALL, None, None),
]


@pytest.mark.parametrize(("rule", "led", "offered", "lead", "ticked"), CASES)
def test_the_lead_by_rule_then_by_habit(
    rule: int, led: dict[int, int], offered: tuple[int, ...], lead: Suggested, ticked: int
) -> None:
    found = suggest(offered, has_category=True, category_lead=rule, led=led, joined={})
    assert (found.lead, found.ticked) == (lead, ticked)
    assert found.why == (lead.reason if lead else Reason.UNKNOWN)


def test_without_a_category_it_says_so() -> None:
    found = suggest(ALL, has_category=False, category_lead=None, led={}, joined={})
    assert (found.lead, found.why, found.co) == (None, Reason.NO_CATEGORY, [])


def test_who_joins_by_rule_first_then_by_habit_and_never_the_lead() -> None:
    found = suggest(
        ALL, has_category=True, category_lead=SZJ, category_co=(YJJ,), led={}, joined={JSJ: 3, SZJ: 8, YJJ: 1, ZHF: 5}
    )
    assert found.co == [
        Suggested(YJJ, Reason.CATEGORY, 1), Suggested(ZHF, Reason.JOINED, 5), Suggested(JSJ, Reason.JOINED, 3),
    ]  # fmt: skip
