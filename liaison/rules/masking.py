"""Telephone numbers in what people write into a group: others read the beginning and the end of them only (R-30)."""

import re

_NUMBER = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?[1１][3-9３-９]\d(?:[ -]?\d{4}){2}(?!\d)"  # a mobile
    r"|(?<!\d)[0０]\d{2,3}[ -]?\d{7,8}(?!\d)"  # with its area code
    r"|(?:电话|手机号?|座机|[Tt]el)[.:： ]*\d{7,8}(?!\d)"  # without one, where the words say so
)
SHOWN_FIRST, SHOWN_LAST = 3, 2


def masked(text: str) -> str:
    """Return `text` with every telephone number as 138******05; an amount or a request's number stays as it is."""
    return _NUMBER.sub(_hide, text)


def _hide(found: re.Match[str]) -> str:
    digits = [place for place, sign in enumerate(found[0]) if sign.isdigit()]
    hidden = set(digits[SHOWN_FIRST:-SHOWN_LAST])
    return "".join("*" if place in hidden else sign for place, sign in enumerate(found[0]))
