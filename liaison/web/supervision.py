"""督办: what is overdue, with whom, and who has been told. Instructions come on top of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework.keyset import Key
from liaison.casework.overview import READERS
from liaison.casework.supervision import DEPARTMENTS, FIRM, LISTS, RUNGS, Supervised
from liaison.casework.supervision import supervision as read
from liaison.record.reading import Happening
from liaison.registry.access import posts
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import ladder
from liaison.speech import dates
from liaison.speech.lists import joined, listed

from .late_cards import LateCard, Rung, card
from .who import signed_in


@dataclass(frozen=True)
class Choice:
    label: str
    count: int
    url: str
    current: bool


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & set(READERS):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    chosen = request.GET.get("list", FIRM)
    chosen = chosen if chosen in LISTS else FIRM
    department = request.GET.get("department", "")[:10]
    seen = read(account, chosen, in_force, department=department, after=Key.read(request.GET.get("after", "")))
    request.overdue_at_hand = seen.counts[FIRM]  # type: ignore[attr-defined]
    return render(request, "overview/supervision.html", {
        "finding": _finding(seen.counts), "chosen": chosen, "cards": [_card(one, account) for one in seen.rows],
        "lists": [Choice(label, seen.counts[key], _url(key), key == chosen and not department) for key, label in _labels().items()],
        "departments": [Choice(name, n, _url(FIRM, code), code == department) for code, name, n in seen.departments],
        "older_url": _url(chosen, department, str(seen.next)) if seen.next else "", "department": department,
    })  # fmt: skip


def _labels() -> dict[str, str]:
    return {FIRM: _("Promises to firms"), DEPARTMENTS: _("Late departments")}


def _url(chosen: str, department: str = "", after: str = "") -> str:
    given = {"list": chosen if chosen != FIRM else "", "department": department, "after": after}
    query = urlencode({name: value for name, value in given.items() if value})
    return reverse("supervision") + (f"?{query}" if query else "")


def _finding(counts: dict[str, int]) -> str:
    n = counts[FIRM]
    return ngettext("%(n)s overdue", "%(n)s overdue", n) % {"n": n} if n else _("Nothing is overdue")


def _card(one: Supervised, reader: Account) -> LateCard:
    in_force = one.row.policy
    names = {summons.department.code: summons.department.name for summons in one.row.summonses}
    whose = [
        _("{department}: {left}").format(
            department=late.department.name, left=dates.left(late.due_at, in_force.now, in_force.calendar)
        )
        for late in one.late if late.due_at
    ]  # fmt: skip
    return card(one.row, one.since, one.said, reader=reader, whose=whose, rungs=_rungs(one.rungs, names))


def _rungs(told: Sequence[Happening], names: dict[str, str]) -> list[Rung]:
    """What was told in one minute is one step, however many departments it was about."""
    in_order = sorted(told, key=lambda one: (_minute(one), RUNGS.index(one.kind)))
    return [
        Rung(minute, joined(_told(kind, list(same), names) for kind, same in groupby(at_once, lambda one: one.kind)))
        for minute, at_once in groupby(in_order, _minute)
    ]


def _minute(one: Happening) -> datetime:
    return one.at.replace(second=0, microsecond=0)


def _told(kind: str, same: Sequence[Happening], names: dict[str, str]) -> str:
    """科长已知: who was told at this step of the ladder, as `casework.clock` tells it."""
    codes = [str(one.facts.get("department", "")) for one in same]
    departments = listed(dict.fromkeys(names[code] for code in codes if code in names))
    if kind == ladder.KINDS[ladder.CHIEF_TOLD]:
        return _("the chief specialist was told")
    if kind == ladder.KINDS[ladder.HEAD_TOLD]:
        head = _("the head of {department} was told").format(department=departments) if departments else ""
        return joined([head, "" if all(code in names for code in codes) else _("the office was told again")])
    if departments:
        return _("{department}, the specialist and the office were told").format(department=departments)
    return _("the specialist and the office were told")
