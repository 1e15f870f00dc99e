"""Several words in one sentence."""

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
