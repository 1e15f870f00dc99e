"""Several words in one sentence, several findings in one line."""

from collections.abc import Iterable
from functools import reduce

from django.utils.translation import gettext as _


def listed(words: Iterable[str]) -> str:
    """市政管护科、建设局 / Municipal Works, Construction Bureau."""
    found = list(words)
    return (
        reduce(lambda first, second: _("%(first)s, %(second)s") % {"first": first, "second": second}, found)
        if found
        else ""
    )


def joined(parts: Iterable[str]) -> str:
    """12 件在手，1 件超期 / 12 in hand; 1 overdue."""
    found = [part for part in parts if part]
    return (
        reduce(lambda first, second: _("%(first)s; %(second)s") % {"first": first, "second": second}, found)
        if found
        else ""
    )
