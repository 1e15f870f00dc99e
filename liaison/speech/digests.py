"""The daily digest in words: counts first, the numbers that press, and where to go on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from liaison.rules import counting

from . import dates
from .lists import joined, listed

# hat/pile -> words, the page with the list behind the count, its query
PILES: dict[str, tuple[Any, str, str]] = {
    "specialist/verify": (ngettext_lazy("%(n)s to be verified by a call", "%(n)s to be verified by a call", "n"), "today", "show=verify"),
    "specialist/agree": (
        ngettext_lazy("%(n)s consultation to agree to", "%(n)s consultations to agree to", "n"), "today", "show=agree",
    ),
    "specialist/overdue": (ngettext_lazy("%(n)s of your firms overdue", "%(n)s of your firms overdue", "n"), "today", "show=overdue"),
    "specialist/due": (ngettext_lazy("%(n)s due today", "%(n)s due today", "n"), "today", "show=due"),
    "specialist/new": (ngettext_lazy("%(n)s new or in hand", "%(n)s new or in hand", "n"), "today", "show=new"),
    "specialist/waiting": (ngettext_lazy("%(n)s with the departments", "%(n)s with the departments", "n"), "today", "show=waiting"),
    "specialist/call_back": (
        ngettext_lazy("%(n)s for the firm to confirm", "%(n)s for the firm to confirm", "n"), "today", "show=call_back",
    ),
    "department/overdue": (
        ngettext_lazy("%(n)s of your department overdue", "%(n)s of your department overdue", "n"), "desk", "list=overdue",
    ),
    "department/soon": (
        ngettext_lazy("%(n)s to be replied to within 3 days", "%(n)s to be replied to within 3 days", "n"), "desk", "list=soon",
    ),
    "department/report-in": (ngettext_lazy("%(n)s to report in for", "%(n)s to report in for", "n"), "desk", "list=report-in"),
    "department/planned": (ngettext_lazy("%(n)s planned with a date", "%(n)s planned with a date", "n"), "desk", "list=planned"),
    "office/decline": (ngettext_lazy("%(n)s for the office to decide", "%(n)s for the office to decide", "n"), "dispatch", "list=decline"),
    "office/consultation": (
        ngettext_lazy("%(n)s consultation to agree to", "%(n)s consultations to agree to", "n"), "dispatch", "list=consultation",
    ),
    "office/unclaimed": (
        ngettext_lazy("%(n)s of a session nobody has claimed", "%(n)s of a session nobody has claimed", "n"), "dispatch", "list=unclaimed",
    ),
    "office/ringing": (
        ngettext_lazy("%(n)s urgent and not accepted", "%(n)s urgent and not accepted", "n"), "dispatch", "list=ringing",
    ),
    "office/no-specialist": (
        ngettext_lazy("%(n)s without a specialist", "%(n)s without a specialist", "n"), "dispatch", "list=no-specialist",
    ),
    "office/unverified": (
        ngettext_lazy("%(n)s to be verified by a call", "%(n)s to be verified by a call", "n"), "dispatch", "list=unverified",
    ),
    "office/untouched": (ngettext_lazy("%(n)s nobody has taken", "%(n)s nobody has taken", "n"), "dispatch", "list=untouched"),
    "office/overdue": (ngettext_lazy("%(n)s overdue in the zone", "%(n)s overdue in the zone", "n"), "dispatch", "list=overdue"),
    "office/contested": (
        ngettext_lazy("%(n)s contested as in scope", "%(n)s contested as in scope", "n"), "dispatch", "list=contested",
    ),
    "office/disputed": (
        ngettext_lazy("%(n)s sent back again and again", "%(n)s sent back again and again", "n"), "dispatch", "list=disputed",
    ),
    "leader/overdue": (ngettext_lazy("%(n)s overdue in the zone", "%(n)s overdue in the zone", "n"), "requests", "show=overdue"),
    "leader/raised": (
        ngettext_lazy("%(n)s raised today", "%(n)s raised today", "n"), "ledger", "raised_from={day}&raised_to={day}",
    ),
    "leader/closed": (
        ngettext_lazy("%(n)s closed today", "%(n)s closed today", "n"),
        "ledger", "counted=" + ",".join(counting.SETTLED) + "&closed_from={day}&closed_to={day}",
    ),
    "leader/open": (
        ngettext_lazy("%(n)s open in all", "%(n)s open in all", "n"),
        "ledger", f"counted={counting.STILL_OPEN},{counting.REOPENED}",
    ),
}  # fmt: skip

_UNIT = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]) (?=[0-9])")  # 超期 1 件 stays on one line


@dataclass(frozen=True)
class Line:
    text: str
    path: str


def title(told: Mapping[str, Any]) -> str:
    """9月28日（周一）：2 件超期，1 件今天到期 / Mon 28 Sep: …"""
    day = dates.day_with_weekday(date.fromisoformat(told["day"]))
    if not told["piles"]:
        return _("{day}: nothing waits for you").format(day=day)
    found = _("{day}: {what}").format(day=day, what=joined(_count(what, n) for what, n, _numbers in told["piles"][:2]))
    return _UNIT.sub("\u00a0", found)


def lines(told: Mapping[str, Any]) -> list[Line]:
    found = [Line(_line(what, n, numbers), _path(what, told["day"])) for what, n, numbers in told["piles"]]
    if told["unread"]:
        unread = ngettext("%(n)s unread notice", "%(n)s unread notices", told["unread"]) % {"n": told["unread"]}
        found.append(Line(unread, reverse("inbox")))
    return found


def _line(what: str, n: int, numbers: Sequence[str]) -> str:
    if not numbers:
        return _count(what, n)
    shown = listed([*numbers, *(["…"] if n > len(numbers) else [])])
    return _("{what}: {numbers}").format(what=_count(what, n), numbers=shown)


def _count(what: str, n: int) -> str:
    return str(PILES[what][0] % {"n": n})


def _path(what: str, day: str) -> str:
    _words, page, query = PILES[what]
    return f"{reverse(page)}?{query.format(day=day)}"
