import pytest

from liaison.rules.doors import ALPHABET, enough_of_a_name
from liaison.rules.lifecycle import MOVES, Status
from liaison.rules.permitted import Facts, possible


@pytest.mark.parametrize(
    ("words", "enough"),
    [
        ("江岭", True), ("江岭精铸有限公司", True), ("Yuhe", True), ("A 江 B 岭", True), ("3505厂 研究", True),
        ("", False), ("江", False), ("Yu", False), ("江 ", False), ("。。。。", False), ("%%%%", False),
    ],
)  # fmt: skip
def test_R11_a_stranger_names_a_firm_by_two_characters_or_four_letters(words: str, enough: bool) -> None:
    assert enough_of_a_name(words) is enough


def test_a_code_is_read_aloud_without_doubt() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set("01ILO") & set(ALPHABET)


# Everybody's hats together: what remains is what the state and being verified leave.
ALL_HATS = frozenset[str]().union(*(move.by for move in MOVES.values()))


@pytest.mark.parametrize("status", [Status.RAISED, Status.IN_HAND])
def test_no_department_hears_of_what_nobody_has_verified(status: Status) -> None:
    able = set(possible(Facts(status, ALL_HATS, verified=False)))
    assert able == {
        "verify",
        "decline_scope",
        "withdraw",
        "call_back",
        "message",
        "note",
        "nudge",
        "attach",
        "instruct",
    }
    then = set(possible(Facts(status, ALL_HATS)))
    assert "verify" not in then and {"whistle", "decline_scope"} <= then


def test_who_may_verify() -> None:
    assert MOVES["verify"].by == {"specialist", "chief", "office", "duty_officer"}
    assert "verify" not in possible(Facts(Status.ANSWERED, ALL_HATS, verified=False))
