"""Pieces of two characters, by which a text is found without reading it: Chinese is written without spaces between words.

One function makes the pieces of what is stored and of what is asked, so that the two always fit. A piece is two neighbouring
letters or digits; the last one of a run stands alone as well, so that every character begins a piece.
"""

import re
from dataclasses import dataclass

RUN = re.compile(r"[^\W_]+")  # letters and digits of any script
ERASABLE = "|"  # what follows it goes when the text is erased; the database does that by itself


def pieces(text: str) -> list[str]:
    """The pieces of a text, each once, in the order of the text: 停电了 → 停电 电了 了."""
    runs = (run.group() for run in RUN.finditer(text.lower()))
    return list(dict.fromkeys(run[at : at + 2] for run in runs for at in range(len(run))))


def grams(number: str, text: str) -> str:
    """What is stored beside a request: the pieces of its number, which stay, and those of its text."""
    return " ".join([*pieces(number), ERASABLE, *pieces(text)])


@dataclass(frozen=True)
class Asked:
    """How to look for one word: whole pieces, beginnings of pieces, and whether those alone prove that it stands there."""

    whole: tuple[str, ...]
    beginnings: tuple[str, ...]
    proves: bool


def asked(word: str) -> Asked:
    """How to look for `word`. A longer word's pieces may stand apart, so only one or two characters prove themselves."""
    runs = [run.group() for run in RUN.finditer(word.lower())]
    whole = [run[at : at + 2] for run in runs for at in range(len(run) - 1)]
    single = [run for run in runs if len(run) == 1]
    return Asked(tuple(dict.fromkeys(whole)), tuple(dict.fromkeys(single)), runs == [word.lower()] and len(word) <= 2)
