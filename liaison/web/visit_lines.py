"""A visit as lists show it: on the firm's page, on today's desk, on the page of its request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from liaison.casework.models import Visit
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.rules.deadlines import is_late
from liaison.speech import dates

VISITORS = {Post.SPECIALIST, Post.CHIEF, Post.OFFICE}


@dataclass(frozen=True)
class Line:
    """A visit as a list shows it: on the firm's page, on today's desk."""

    pk: int
    firm: str
    firm_code: str
    number: str  # of the request for which it is
    who: str
    when: str
    state: str
    lamp: str
    text: str
    may_arrive: bool
    may_leave: bool
    open: bool


def line(one: Visit, reader: Account, now: datetime, *, own: bool = False) -> Line:
    acts = posts(reader) & VISITORS and one.state in ("promised", "arrived")
    return Line(
        one.pk, one.enterprise.short_name, one.enterprise.code, one.service_request.number if one.service_request else "",
        one.visitor.name, _when(one, now), *_state(one, now), one.result.text if one.result else "",
        may_arrive=bool(acts) and one.arrived_at is None, may_leave=bool(acts) and one.arrived_at is not None,
        open=bool(acts) or (own and one.state == "promised" and _passed(one, now)),
    )  # fmt: skip


def _when(one: Visit, now: datetime) -> str:
    if one.arrived_at:
        return dates.moment(one.arrived_at, now)
    return dates.deadline(one.promised_at, now) if one.promised_at else ""


def _passed(one: Visit, now: datetime) -> bool:
    return one.promised_at is not None and is_late(now, one.promised_at)


def _state(one: Visit, now: datetime) -> tuple[str, str]:
    if one.state == "promised":
        return (pgettext("visit", "Late"), "overdue") if _passed(one, now) else (_("Promised"), "due_soon")
    return {
        "arrived": (_("On the spot"), "normal"), "done": (_("Visited"), "done"), "no_show": (NO_SHOW[one.no_show or "visitor"], "done"),
    }[one.state]  # fmt: skip


NO_SHOW: dict[str, Any] = {
    "visitor": _lazy("Did not come"), "enterprise": _lazy("Nobody was there"), "called_off": _lazy("Called off"),
}  # fmt: skip
