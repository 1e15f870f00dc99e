"""我的专员: the person to call, and what is open."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liaison import clock
from liaison.appraisal import voters
from liaison.casework import desk_queries
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import policy
from liaison.rules.lifecycle import Status

from . import request_rows
from .who import signed_in, title_of


@dataclass(frozen=True)
class Serving:
    """Who is there for the firm, as the call cards show it; `gap`: no specialist yet, the chief stands in; `away`: for whom."""

    name: str
    post: str
    phone: str
    gap: bool
    away: str = ""


def enterprise(request: HttpRequest) -> HttpResponse:
    reader = signed_in(request)
    in_force = policy(reader.zone, clock.now())
    open_ones = desk_queries.open_of_firm(reader, in_force)
    waiting = sum(row.r.status == Status.ANSWERED for row in open_ones.rows)
    return render(request, "enterprise/home.html", {
        "firm": reader.enterprise, "serving": serving(reader), "duty_phone": reader.zone.duty_phone,
        "rows": [request_rows.for_enterprise(row, reader) for row in open_ones.rows],
        "finding": _finding(waiting, len(open_ones.rows) - waiting), "more": open_ones.next is not None,
        "principal": Post.PRINCIPAL in posts(reader), "rate_until": voters.until(reader, in_force.now),
    })  # fmt: skip


def serving(account: Account) -> Serving | None:
    """The specialist of the person's firm, else the chief; None in a zone that has neither."""
    found = desk_queries.serving(account)
    return serving_as(found.specialist or found.chief, gap=found.specialist is None, away=found.away)


def serving_as(person: Account | None, *, gap: bool, away: Account | None = None) -> Serving | None:
    if person is None:
        return None
    where = person.department.name if person.department else ""
    what = _("Chief specialist") if gap else title_of(person)
    return Serving(
        person.name, " · ".join(word for word in (where, what) if word), person.phone, gap, away.name if away else ""
    )


def _finding(waiting: int, running: int) -> str:
    """正在办 3 件；1 件等您确认."""
    if not waiting and not running:
        return _("Open requests")
    if not waiting:
        return ngettext("{n} request in progress", "{n} requests in progress", running).format(n=running)
    to_confirm = ngettext("{n} waits for your word", "{n} wait for your word", waiting).format(n=waiting)
    if not running:
        return to_confirm
    in_progress = ngettext("{n} in progress", "{n} in progress", running).format(n=running)
    return _("{first}, {second}").format(first=to_confirm, second=in_progress)
