"""Invented people: a fixed shuffle of surnames and given names, each pair used once."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[list[str]]:
    """The lines of a data file, cut at tabs."""
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


@cache
def _halves(name: str) -> list[tuple[str, str]]:
    pairs = [line[0].split(" ", 1) for line in rows(name)]
    return [(zh, en) for zh, en in pairs]


def people(random: Random, taken: set[str]) -> Iterator[tuple[str, str]]:
    """Chinese and English names without end of practical use (some 9,000), none of them in `taken`."""
    pairs = [(family, given) for family in _halves("surnames.txt") for given in _halves("givennames.txt")]
    random.shuffle(pairs)
    for family, given in pairs:
        zh = family[0] + given[0]
        if zh not in taken:
            yield zh, f"{family[1]} {given[1]}"


def login_of(en: str) -> str:
    """Zhang Bo'an -> zhangboan."""
    return "".join(letter for letter in en.lower().replace("ü", "v") if letter.isascii() and letter.isalnum())
