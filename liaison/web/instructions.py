"""督办清单: every instruction with an answer owed, by department and by lamp; and each on paper (R-22)."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import instructions as read
from liaison.casework.keyset import Key
from liaison.casework.overview import READERS
from liaison.registry.access import posts
from liaison.registry.policy import policy
from liaison.rules import lamps
from liaison.speech import statuses

from . import orders
from .supervision import Choice
from .who import signed_in

LAMPS = (lamps.OVERDUE, lamps.DUE_SOON, lamps.NORMAL)


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    chosen: str
    department: str
    lamp: str

    def url(self, **changed: str) -> str:
        given = {"list": self.chosen, "department": self.department, "lamp": self.lamp, **changed}
        query = urlencode(
            {name: value for name, value in given.items() if value and (name, value) != ("list", read.OPEN)}
        )
        return reverse("instructions") + (f"?{query}" if query else "")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not read.reads(account):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    chosen, lamp = request.GET.get("list", read.OPEN), request.GET.get("lamp", "")
    asked = Asked(
        chosen if chosen in read.LISTS else read.OPEN, request.GET.get("department", "")[:10], lamp if lamp in LAMPS else ""
    )  # fmt: skip
    seen = read.listing(
        account, asked.chosen, in_force, department=asked.department, lamp=asked.lamp, after=Key.read(request.GET.get("after", ""))
    )  # fmt: skip
    return render(request, "instructions/list.html", {
        "finding": _finding(seen.counts), "lines": [orders.line(one, in_force) for one in seen.rows],
        "lists": [Choice(label, seen.counts[key], asked.url(list=key, lamp=""), key == asked.chosen) for key, label in _labels().items()],
        "departments": [_department(*each, asked) for each in seen.departments],
        "lamps": [(statuses.lamp_word(one), one, asked.url(lamp="" if one == asked.lamp else one), one == asked.lamp) for one in LAMPS],
        "open": asked.chosen == read.OPEN, "narrowed": bool(asked.department or asked.lamp),
        "older_url": asked.url(after=str(seen.next)) if seen.next else "", "overseer": bool(posts(account) & set(READERS)),
    })  # fmt: skip


def _department(code: str, name: str, n: int, asked: Asked) -> Choice:
    """Once more undoes it."""
    chosen = code == asked.department
    return Choice(name or _("Specialists"), n, asked.url(list=read.OPEN, department="" if chosen else code), chosen)


def _labels() -> dict[str, str]:
    return {
        read.OPEN: _("To be answered"), read.ANSWERED: pgettext("instructions", "Answered"),
        read.CLOSED: pgettext("instructions", "Closed"), read.EVERY: _("All"),
    }  # fmt: skip


def _finding(counts: dict[str, int]) -> str:
    n = counts[read.OPEN]
    if not n:
        return _("No instruction waits")
    return ngettext("%(n)s instruction to be answered", "%(n)s instructions to be answered", n) % {"n": n}


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """督办单 on paper: what was found, what is asked, by when, and room for the answer and for who signs."""
    account = signed_in(request)
    order = read.one(account, pk)
    return render(request, "instructions/sheet.html", {
        "order": order, "line": orders.line(order, policy(account.zone, clock.now())), "to": orders.to_word(order), "zone": account.zone,
    })  # fmt: skip
