"""Why somebody is proposed for a firm, in words (N5)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liaison.rules.proposal import Reason

from .lists import listed


def reason_word(reason: Reason) -> str:
    """手上没有企业 / serves no firm yet."""
    if reason.code == "load":
        return ngettext("serves %(n)s firm", "serves %(n)s firms", reason.count) % {"n": reason.count}
    words = {
        "idle": _("serves no firm yet"), "sector": _("knows the industry"), "site": _("has a firm in the same street"),
        "language": _("reads English, as the firm does"), "no_conflict": _("no conflict"),
    }  # fmt: skip
    return words[reason.code]


def why(reasons: Iterable[Reason]) -> str:
    """手上没有企业、熟悉行业、无需回避."""
    return listed(reason_word(reason) for reason in reasons)
