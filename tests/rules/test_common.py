"""共性事项 (N6): planted groups are found, what is unlike or called different stays apart, and who answers by which act."""

import pytest

from liaison.rules.common import Place, Told, groups, may_tell, teller, way
from liaison.rules.refusals import Refused

LANE = (
    "园区大道重车和小车混行，我们的大件车每天要堵半小时，能不能划一条重车专用道？",
    "大件运输车出厂只能走园区大道，早高峰和班车抢道，希望有重车专用道。",
    "重型车在园区大道转弯很险，上月刮了两次，请考虑重车专用车道。",
    "我们的起重机部件超宽，园区大道混行不安全，请划出重车专用道。",
)
LIGHTS = ("厂区门口三盏路灯不亮，夜班员工走路看不见", "厂门口路灯坏了三盏，夜班员工看不见路")
GAS = ("天然气价格上涨太多，请协调燃气价格", "燃气涨价，天然气价格比去年高两成")
ALONE = (
    "员工子女秋季入学名额不够", "厂区停水", "厂区停电", "申请办理环评手续，需要哪些材料", "三号路积水严重，叉车过不去",
    "我们公司希望尽快解决招工问题，请帮忙协调相关部门", "我们公司希望尽快解决用电问题，请帮忙协调相关部门",
)  # fmt: skip


def told(*texts: str, firm: int = 0) -> list[Told]:
    return [Told(key, firm or key, text) for key, text in enumerate(texts, 1)]


def test_N6_planted_groups_are_found_and_what_is_unlike_is_not_merged() -> None:
    assert groups(told(*ALONE, *LANE, *LIGHTS, *GAS)) == [[8, 9, 10, 11], [14, 15], [12, 13]]


def test_N6_one_firm_alone_has_no_common_matter() -> None:
    assert groups(told(*LANE, firm=7)) == []


def test_N6_what_somebody_called_different_is_not_proposed_together() -> None:
    assert groups(told(*LIGHTS), {(1, 2)}) == []
    assert groups(told(*LANE), {(1, 2), (1, 3), (1, 4)}) == [[2, 3, 4]]


def test_N6_the_same_words_of_very_many_are_one_group() -> None:
    """However many: only neighbours are compared, and still nobody is left out."""
    (found,) = groups(told(*["主管网爆裂，整个园区停水，生产线全部停了"] * 300))
    assert len(found) == 300


LEAD, SPECIALIST, OFFICE = frozenset({"department"}), frozenset({"specialist"}), frozenset({"office"})
WAYS = [
    (Place("whistled", LEAD, leads=True, own="reported_in"), "resolved", "reply"),
    (Place("whistled", LEAD, leads=True, own="sent"), "planned", "reply"),
    (Place("planned", LEAD, leads=True, own="replied"), "resolved", "conclude"),
    (Place("consulting", SPECIALIST), "explained", "conclude"),
    (Place("in_hand", SPECIALIST), "resolved", "answer"),
    (Place("whistled", LEAD, leads=True, own="declining"), "resolved", "wrong_role"),
    (Place("whistled", LEAD, own="sent"), "resolved", "wrong_role"),  # a co
    (Place("whistled", SPECIALIST), "resolved", "wrong_role"),
    (Place("in_hand", OFFICE), "resolved", "wrong_role"),
    (Place("raised", SPECIALIST), "resolved", "wrong_role"),
    (Place("answered", SPECIALIST), "resolved", "wrong_status"),
    (Place("planned", LEAD, leads=True, own="replied"), "planned", "no_common_plan"),
]


@pytest.mark.parametrize(("at", "outcome", "expected"), WAYS)
def test_N6_each_request_is_answered_by_its_own_act_or_not_and_why(at: Place, outcome: str, expected: str) -> None:
    try:
        found = way(at, outcome)
    except Refused as no:
        found = no.code
    assert found == expected


def test_N6_who_tells_all_firms_how_it_goes() -> None:
    assert teller(Place("planned", frozenset({"office"}))) == "office"
    assert teller(Place("planned", frozenset({"specialist", "chief"}))) == "specialist"
    assert teller(Place("whistled", LEAD, leads=True)) == "department"
    for at, code in ((Place("whistled", LEAD), "wrong_role"), (Place("in_hand", OFFICE), "wrong_status")):
        with pytest.raises(Refused, match=code):
            teller(at)
        assert not may_tell(at)
