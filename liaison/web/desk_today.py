"""今日: what is on the specialist today, in piles; each counter narrows the page to its pile."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import desk_queries, ringing, visiting_desk
from liaison.casework.consultations import open_consultation, word_overdue
from liaison.casework.queries import Row
from liaison.registry.access import posts
from liaison.registry.models import Account, Enterprise, Post
from liaison.registry.policy import policy
from liaison.rules import daystrip, deadlines, lamps
from liaison.rules.audiences import Audience
from liaison.rules.calendar import working_days_between
from liaison.rules.daystrip import Cell
from liaison.rules.lifecycle import UNANSWERED
from liaison.speech import dates
from liaison.speech.next_steps import step_sentence

from . import orders, request_rows, ringing_card, visit_lines
from .parts import RequestRow

SHORT = 32  # characters


@dataclass(frozen=True)
class Pile:
    code: str
    title: str
    count: int
    rows: list[RequestRow]

    @property
    def more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True)
class QuietFirm:
    name: str
    url: str
    last: str
    phone: str


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    account = request.user
    if not isinstance(account, Account) or not posts(account) & {Post.SPECIALIST, Post.CHIEF}:
        raise PermissionDenied
    now = clock.now()
    shown = request.GET.get("show", "")
    shown = shown if shown in desk_queries.PILES else ""
    in_force = policy(account.zone, now)
    desk = desk_queries.today(account, in_force, shown)
    page = {
        "ringing": [ringing_card.card(one, now) for one in ringing.ringing(account)],
        "visits": [] if shown else [visit_lines.line(one, account, now) for one in visiting_desk.of_day(account, now)],
        "date": dates.day_with_weekday(dates.local(now).date()),
        "shown": shown,
        "counters": _piles(desk, account, every=True),
        "piles": [pile for pile in _piles(desk, account) if pile.rows],
        "nothing_due": desk.nothing_due,
        "owed": orders.owed(account, in_force),
        "quiet": [_quiet_firm(firm, desk, now) for firm in desk.quiet],
    }
    return render(request, "today/today.html", page)


def _piles(desk: desk_queries.Today, reader: Account, *, every: bool = False) -> list[Pile]:
    titles = {
        desk_queries.VERIFY: _("To verify"),
        desk_queries.AGREE: pgettext("pile", "To agree"),
        desk_queries.OVERDUE: pgettext("pile", "Overdue"),
        desk_queries.DUE: _("Due today"),
        desk_queries.NEW: _("New, in hand"),
        desk_queries.WAITING: pgettext("pile", "Waiting"),
        desk_queries.CALL_BACK: _("To call back"),
    }
    return [
        Pile(code, title, desk.counts[code], [] if every else [_card(row, reader, desk) for row in desk.piles[code]])
        for code, title in titles.items()
        if code not in (desk_queries.VERIFY, desk_queries.AGREE, desk_queries.OVERDUE)
        or desk.counts[code]  # no counter of what should not be
    ]


def _card(row: Row, reader: Account, desk: desk_queries.Today) -> RequestRow:
    contact, firm = desk.contacts.get(row.r.enterprise_id), row.r.enterprise.short_name
    name, phone = (contact.name, contact.phone) if contact else ("", "")
    if row.r.caller and not row.r.verified:  # the call that verifies goes to whoever scanned
        name, phone = row.r.caller.text, row.r.caller.parts.get("phone", "")
    owed = word_overdue(open_consultation(row.summonses, row.r), "specialist", row.policy.now)
    return RequestRow(
        number=row.r.number,
        title=firm,
        detail=_in_short(request_rows.headline(row.text)),
        lamp=lamps.OVERDUE if owed else row.lamp,
        lamp_text=_("Your word is overdue") if owed else lamp_text(row),
        step=_step(row, reader),
        url=reverse("request-detail", args=[row.r.number]),
        cells=cells(row) if row.r.verified else (),  # first the call; its tag stands where the strip would
        phone=phone,
        phone_name=f"{firm} {name}".strip(),
        unverified=not row.r.verified,
    )


def _step(row: Row, reader: Account) -> str:
    """您来回复，还剩 7 小时 06 分; 市政管护科 · 罗川，已报到."""
    step, lead, in_force = row.step, row.lead, row.policy
    if step.who == "department" and step.what == "reply" and lead:
        people = f"{lead.department.name} · {lead.clerk.name}" if lead.clerk else lead.department.name
        return (_("{who}, reported in") if lead.reported_in_at else _("{who}, not reported in yet")).format(who=people)
    own = step.who in ("specialist", "chief") and (row.specialist or row.chief) == reader
    sentence = step_sentence(step, row.holder_name, own, Audience.STAFF)
    if step.by is None:
        return sentence
    left = dates.left(step.by, in_force.now, in_force.calendar)
    return _("{sentence}, {left}").format(sentence=sentence, left=left)


def _in_short(text: str) -> str:
    """Two lines on a phone."""
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def lamp_text(row: Row) -> str:
    """还剩 3 天, 今天 17:30, 超期 2 天: the promise in the words of a lamp; without one the state, where it says more."""
    due, now, calendar = row.r.lamp_due_at, row.policy.now, row.policy.calendar
    if due is None or row.r.status not in UNANSWERED:
        return request_rows.lamp_text(row)
    if deadlines.is_late(now, due):
        days = working_days_between(dates.local(due).date(), dates.local(now).date(), calendar)
        return _("{n} d overdue").format(n=days) if days else ""
    if dates.local(due).date() == dates.local(now).date():
        return dates.moment(due, now)
    days = working_days_between(dates.local(now).date(), dates.local(due).date(), calendar)
    return _("{n} d left").format(n=days) if days else dates.day(due, dates.local(now).date())


def cells(row: Row) -> tuple[Cell, ...]:
    """The small strip of the promise that drives the lamp."""
    r, in_force = row.r, row.policy
    if r.lamp_due_at is None or r.status not in UNANSWERED:
        return ()
    start, today = deadlines.day_of(r.replied_at or r.leg_began_at), deadlines.day_of(in_force.now)
    return daystrip.strip(start, r.lamp_due_at, today, in_force.calendar)


def _quiet_firm(firm: Enterprise, desk: desk_queries.Today, now: datetime) -> QuietFirm:
    last: datetime | None = getattr(firm, "last", None)
    contact = desk.contacts.get(firm.pk)
    return QuietFirm(
        name=firm.short_name,
        url=reverse("enterprise-detail", args=[firm.code]),
        last=_("Last heard of {day}").format(day=dates.day(last, dates.local(now).date()))
        if last
        else _("No request yet"),
        phone=contact.phone if contact else "",
    )
