"""How alike two texts are: planted pairs are found, what only shares manners or a topic is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.likeness import SAME, SHOWN, alike, likeness, pieces

LIKE = [
    ("园区三号路大货车车道坑洼，货车进不来，请修路", "三号路货车道坑洼严重，我们的货车不敢走"),
    ("重型货车夜间绕行，能否开一条货车专用道", "希望高新区开辟重型货车专用通道，货车绕行太远"),
    ("厂区门口三盏路灯不亮", "厂门口路灯坏了三盏，晚上看不见"),
    ("二号车间停电两小时，生产线停了", "车间昨晚停电，生产线全部停产两小时"),
    ("员工子女秋季入学名额不够", "子女入学：我们员工的孩子秋季没有入学名额"),
    ("天然气价格上涨太多，请协调燃气价格", "燃气涨价，天然气价格比去年高两成"),
    ("Heavy trucks cannot use the lane at Gate 3", "The truck lane at gate 3 is closed to heavy trucks"),
]
UNLIKE = [
    ("厂区门口三盏路灯不亮", "员工子女秋季入学名额不够"),
    ("厂区停水", "厂区停电"),
    ("我们公司希望尽快解决招工问题，请帮忙协调相关部门", "我们公司希望尽快解决用电问题，请帮忙协调相关部门"),
    ("申请办理环评手续，需要哪些材料", "申请办理消防验收手续，需要哪些材料"),
    ("三号路路灯不亮", "三号路积水严重"),
    ("天然气价格上涨太多", "电价峰谷时段调整了吗"),
    ("Please help us with the lease", "Please help us with the customs form"),
]


@pytest.mark.parametrize(("one", "other"), LIKE)
def test_planted_pairs_are_found(one: str, other: str) -> None:
    assert alike(one, other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_manners_and_a_common_topic_are_no_matter(one: str, other: str) -> None:
    assert not alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("厂区停水", "厂区停水两天了"), ("厂区门口三盏路灯不亮", "厂区门口路灯不亮")]
)
def test_the_same_again_is_taken_for_the_same(one: str, other: str) -> None:
    assert likeness(pieces(one), pieces(other)) >= SAME


def test_the_pieces_are_two_characters_and_whole_words() -> None:
    assert pieces("我们的厂区，停水了！") == {"厂区", "停水"}
    assert pieces("ＡＢ12 号门") == {"ab12", "号门"}
    assert pieces("请 和 x ！") == frozenset()


@given(
    st.text(alphabet="路灯停水电货车道厂区的了 abc", max_size=40),
    st.text(alphabet="路灯停水电货车道厂区的了 abc", max_size=40),
)
def test_it_is_a_share_and_the_same_from_both_sides(one: str, other: str) -> None:
    first, second = pieces(one), pieces(other)
    assert 0 <= likeness(first, second) == likeness(second, first) <= 1
    assert likeness(first, first) == (1 if first else 0)
    assert SHOWN < SAME
