"""What a door's code looks like, and how much of a firm's name a stranger must know (R-11)."""

import re

# Read aloud and typed by hand: no letter that looks like a digit.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
FIRMS_SHOWN = 5

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTER = re.compile(r"[A-Za-z0-9]")
HAN_AT_LEAST, LETTERS_AT_LEAST = 2, 4


def enough_of_a_name(words: str) -> bool:
    """Whether somebody names a firm, and does not leaf through the register: two Chinese characters or four letters."""
    return len(_HAN.findall(words)) >= HAN_AT_LEAST or len(_LETTER.findall(words)) >= LETTERS_AT_LEAST
