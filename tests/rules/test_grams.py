"""Pieces: what is stored and what is asked always fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.rules.grams import asked, grams, pieces


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("停电了", ["停电", "电了", "了"]),
        ("停电，又停电。", ["停电", "电", "又停"]),
        ("Gate 3号", ["ga", "at", "te", "e", "3号", "号"]),
        ("2020-0271", ["20", "02", "0", "27", "71", "1"]),
        ("，。! _", []),
        ("水", ["水"]),
    ],
)
def test_pieces(text: str, cut: list[str]) -> None:
    assert pieces(text) == cut


def test_the_text_stands_behind_what_is_erasable() -> None:
    assert grams("2020-01", "停电") == "20 02 0 01 1 | 停电 电"
    assert grams("2020-01", "") == "20 02 0 01 1 |"


@pytest.mark.parametrize(
    ("word", "whole", "beginnings", "proves"),
    [
        ("停电", ("停电",), (), True), ("水", (), ("水",), True), ("停电了", ("停电", "电了"), (), False), ("LED", ("le", "ed"), (), False),
        ("C-17", ("17",), ("c",), False), ("%_", (), (), False), ("a%", (), ("a",), False), ("", (), (), False),
    ],
)  # fmt: skip
def test_how_a_word_is_looked_for(word: str, whole: tuple[str, ...], beginnings: tuple[str, ...], proves: bool) -> None:
    how = asked(word)
    assert (how.whole, how.beginnings, how.proves) == (whole, beginnings, proves)


LETTERS = st.text(alphabet="停电路灯水a1-，%_ ", max_size=12)


@given(LETTERS, LETTERS)
def test_no_text_that_holds_the_word_is_missed(text: str, word: str) -> None:
    stored, how = pieces(text), asked(word)
    found = set(how.whole) <= set(stored) and all(
        any(one.startswith(begin) for one in stored) for begin in how.beginnings
    )
    if word in text:
        assert found
    elif how.proves:
        assert not found
