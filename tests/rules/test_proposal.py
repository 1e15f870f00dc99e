"""Proposals of a specialist: constraints that never bend, reasons that can be read, an order that is always the same (N5)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.proposal import Candidate, Need, area_of, obstacle, propose

LOGINS = [f"p{number}" for number in range(12)]
WORDS = st.sets(st.sampled_from(["JSJ", "SZJ", "YJJ"])).map(frozenset)
CANDIDATES = st.lists(
    st.builds(
        Candidate, st.sampled_from(LOGINS), st.integers(0, 9), st.booleans(), st.booleans(), st.booleans(), WORDS, WORDS,
        WORDS, st.just(frozenset({"en"})),
    ),
    unique_by=lambda one: one.login,
)  # fmt: skip
NEEDS = st.builds(
    Need, st.sampled_from(["", "JSJ"]), st.sampled_from(["", "SZJ"]), st.sampled_from(["", "en"]),
    st.none() | st.sampled_from(LOGINS), st.sets(st.sampled_from(LOGINS)).map(frozenset), WORDS,
)  # fmt: skip


@given(CANDIDATES, NEEDS, st.integers(1, 9), st.randoms())
def test_N5_no_constraint_is_ever_violated_and_the_same_input_gives_the_same_order(candidates, need, load_max, random):
    found = propose(candidates, need, load_max=load_max)
    by_login = {one.login: one for one in candidates}
    for made in found:
        one = by_login[made.login]
        assert one.holds_post and not one.away and not one.exempt and one.load < load_max
        assert one.login != need.now and one.login not in need.replaced
        assert not one.departments & need.involved
        assert made.score == sum(reason.points for reason in made.reasons)
    shuffled = candidates[:]
    random.shuffle(shuffled)
    assert propose(shuffled, need, load_max=load_max) == found
    able = [one for one in candidates if obstacle(one, need, load_max) is None]
    assert len(found) == min(5, len(able))  # nobody who could is left out while there is room


@pytest.mark.parametrize(
    ("one", "need", "said"),
    [
        (Candidate("li", 0), Need(), None),
        (Candidate("li", 0, holds_post=False), Need(), "no_post"),
        (Candidate("li", 1), Need(now="li"), "serves_it_now"),
        (Candidate("li", 0), Need(replaced=frozenset({"li"})), "replaced_before"),
        (Candidate("li", 0, away=True), Need(), "away"),
        (Candidate("li", 0, exempt=True), Need(), "exempt"),
        (Candidate("li", 6), Need(), "full"),
        (Candidate("li", 0, departments=frozenset({"SZJ"})), Need(involved=frozenset({"SZJ"})), "conflict"),
    ],
)  # fmt: skip
def test_N5_each_constraint_by_name(one: Candidate, need: Need, said: str | None) -> None:
    assert obstacle(one, need, 6) == said
    assert bool(propose([one], need, load_max=6)) == (said is None)


def test_N5_who_serves_nobody_comes_first_then_who_knows_industry_and_street() -> None:
    need = Need(industry="equipment", area="创新路", language="en")
    idle = Candidate("li", 0)
    knows = Candidate("chen", 1, industries=frozenset({"equipment"}), areas=frozenset({"创新路"}))
    plain = Candidate("ma", 1)
    found = propose([plain, knows, idle], need, load_max=6)
    assert [one.login for one in found] == ["li", "chen", "ma"]
    assert [[reason.code for reason in one.reasons] for one in found] == [
        ["idle", "no_conflict"], ["load", "sector", "site", "no_conflict"], ["load", "no_conflict"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "area"),
    [("青江高新区创新路12号", "青江高新区创新路"), ("园区大道第3栋", "园区大道"), ("", ""), ("12 Gate Road", "")],
)  # fmt: skip
def test_neighbours_share_what_stands_before_the_number(address: str, area: str) -> None:
    assert area_of(address) == area
