"""Several replacements at once: nobody barred, overloaded or swapped in a circle, and what cannot be solved is named (N11, R-44)."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.rules.chain import CIRCLE, NOBODY, TAKEN, Plan, Vacancy, closes_circle, solve
from liaison.rules.proposal import Candidate, Need, obstacle

MAX = 2


def vacancy(firm: str, old: str, *barred: str, wish: str = "") -> Vacancy:
    return Vacancy(firm, old, Need(now=old, replaced=frozenset(barred)), wish)


def plan(vacancies: list[Vacancy], *people: Candidate) -> Plan:
    return solve(vacancies, people, load_max=MAX)


def test_N11_one_passes_a_firm_on_so_that_another_gets_it() -> None:
    """c serves neither firm; only c may take E1, and E2 would have liked c best."""
    found = plan([vacancy("E1", "x", "d"), vacancy("E2", "y")], Candidate("c", 1), Candidate("d", 1))
    assert found.chosen == {"E1": "c", "E2": "d"}


@pytest.mark.parametrize(("vacancies", "people", "chosen", "why"), [
    # the last free cadre
    ([vacancy("E1", "x"), vacancy("E2", "y")], [Candidate("c", 1)], {"E1": "c"}, {"E2": TAKEN}),
    # a mutual exchange of two who are replaced
    ([vacancy("E1", "x"), vacancy("E2", "y")], [Candidate("x", 1), Candidate("y", 1)], {"E1": "y"}, {"E2": CIRCLE}),
    # x loses E1 and may still take E2, as long as it goes one way only
    ([vacancy("E1", "x"), vacancy("E2", "y")], [Candidate("c", 1), Candidate("x", 1)], {"E1": "c", "E2": "x"}, {}),
    ([vacancy("E1", "x", "c")], [Candidate("c", 0), Candidate("x", 0), Candidate("d", 0, away=True)], {}, {"E1": NOBODY}),
    ([vacancy("E1", "x", wish="d")], [Candidate("c", 0), Candidate("d", 1)], {"E1": "d"}, {}),
    ([], [Candidate("c", 0)], {}, {}),
])  # fmt: skip
def test_N11_edges(
    vacancies: list[Vacancy], people: list[Candidate], chosen: dict[str, str], why: dict[str, str]
) -> None:
    found = plan(vacancies, *people)
    assert (dict(found.chosen), {one.firm: one.why for one in found.unsolved}) == (chosen, why)


def test_N11_it_says_what_stands_in_the_way() -> None:
    found = plan([vacancy("E1", "x", "c")], Candidate("c", 0), Candidate("x", 0), Candidate("d", MAX))
    assert found.unsolved[0].obstacles == (("full", 1), ("replaced_before", 1), ("serves_it_now", 1))


def test_closes_circle_over_several_hands() -> None:
    passed = {"a": ["b"], "b": ["c"]}
    assert closes_circle("c", "a", passed)
    assert not closes_circle("a", "c", passed)
    assert closes_circle("a", "a", {})


LOGINS = "abcdef"
rosters = st.lists(
    st.builds(
        Candidate, st.sampled_from(LOGINS), st.integers(0, MAX), away=st.booleans(),
        departments=st.sampled_from([frozenset(), frozenset({"JSJ"})]),
    ),
    max_size=6, unique_by=lambda one: one.login,
)  # fmt: skip


@st.composite
def rounds(draw: st.DrawFn) -> list[Vacancy]:
    count = draw(st.integers(0, 5))
    return [
        Vacancy(
            f"E{at}", old := draw(st.sampled_from(LOGINS)),
            Need(now=old, replaced=frozenset(draw(st.sets(st.sampled_from(LOGINS), max_size=2))),
                 involved=draw(st.sampled_from([frozenset(), frozenset({"JSJ"})]))),
        )
        for at in range(count)
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(rounds(), rosters)
def test_N11_no_plan_breaks_a_constraint_and_the_same_input_gives_the_same(
    vacancies: list[Vacancy], people: list[Candidate]
) -> None:
    found = solve(vacancies, people, load_max=MAX)
    assert found == solve(vacancies[::-1], people[::-1], load_max=MAX)
    by_login, by_firm = {one.login: one for one in people}, {one.firm: one for one in vacancies}
    assert set(found.chosen) | {one.firm for one in found.unsolved} == set(by_firm)
    for firm, login in found.chosen.items():
        assert login != by_firm[firm].old
        assert obstacle(by_login[login], by_firm[firm].need, MAX) is None
    for login, one in by_login.items():
        assert one.load + sum(chosen == login for chosen in found.chosen.values()) <= max(MAX, one.load)
    passed: dict[str, list[str]] = {}
    for firm, login in found.chosen.items():
        assert not closes_circle(by_firm[firm].old, login, passed)
        passed.setdefault(by_firm[firm].old, []).append(login)


@settings(max_examples=100, deadline=None)
@given(rounds(), rosters)
def test_N11_as_many_firms_as_possible_by_those_who_lose_none(
    vacancies: list[Vacancy], people: list[Candidate]
) -> None:
    losing = {one.old for one in vacancies}
    fresh = [one for one in people if one.login not in losing]
    found = solve(vacancies, fresh, load_max=MAX)
    options = [
        [None, *(one.login for one in fresh if obstacle(one, vacancy.need, MAX) is None)] for vacancy in vacancies
    ]
    room = {one.login: MAX - one.load for one in fresh}
    best = max(
        sum(login is not None for login in tried)
        for tried in product(*options)
        if all(tried.count(login) <= free for login, free in room.items() if login in tried)
    )
    assert len(found.chosen) == best
