"""台账 on the screen: cells that add up, saved lists with their counters, one page of lines, the sheet."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from urllib.parse import parse_qsl

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import actions
from liaison.casework.counts import CAP, cells
from liaison.casework.filters import Filters, cells_are, filtered
from liaison.casework.ledger import Line, lengths, page
from liaison.casework.models import ServiceRequest
from liaison.casework.search import FirmsNamed, words_of
from liaison.papers import ledger_sheet
from liaison.registry import saved_lists
from liaison.registry.models import SavedList
from liaison.registry.policy import Policy, policy
from liaison.rules import counting, lamps
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import UNANSWERED, Status
from liaison.speech import dates, statuses
from liaison.speech.lists import listed

from . import ledger_filters
from .hits import marked, snippet
from .parts import RequestRow
from .who import signed_in

PAGE = 25
KEY_DIGITS = 15
UNDER_WAY = ",".join(counting.UNDER_WAY)


@dataclass(frozen=True)
class Counter:
    """A number with the list behind it."""

    label: str
    count: str
    url: str
    current: bool
    late: bool = False
    zero: bool = False


@dataclass(frozen=True)
class LedgerLine:
    """One row of the table."""

    number: str
    firm: str
    need: str
    lamp: str
    lamp_text: str
    raised_at: datetime
    specialist: str
    lead: str
    joins: str
    left: str
    late: bool
    url: str


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    account, asked = signed_in(request), ledger_filters.read(request.GET)
    in_force = policy(account.zone, clock.now())
    own = saved_lists.of(account)
    firms = FirmsNamed(account.zone_id, [asked.q, *(ledger_filters.of_query(one.query).q for one in own)])
    every = filtered(account, replace(asked, counted=""), in_force, firms)
    counts = cells(every)
    lines, newer, older = _page(request, every, asked, in_force)
    lists = _Lists(asked, own, in_force)
    n = sum(counts[cell] for cell in asked.counted.split(",") if cell) if asked.counted else sum(counts.values())
    words = words_of(asked.q)
    return render(request, "ledger/ledger.html", {
        "finding": _finding(asked, n), "n": n, "asked": asked, "cells": _cells(asked, counts), "lists": lists.counters(request, firms),
        "lines": [_line(one, in_force, words) for one in lines], "cards": [_card(one, in_force, words) for one in lines],
        "chips": _chips(asked, lines, day_of(in_force.now)), "narrowed": bool(ledger_filters.query_of(asked)),
        "newer_url": newer, "older_url": older, "sheet_url": _url("ledger-csv", asked), "workbook_url": _url("ledger-xlsx", asked),
        "filter_url": _url("ledger-filter", asked),
        "save_url": _url("saved-lists", asked), "kept": parse_qsl(ledger_filters.query_of(replace(asked, q=""))),
    })  # fmt: skip


@require_safe
def sheet(request: HttpRequest) -> StreamingHttpResponse:
    account, asked, now = signed_in(request), ledger_filters.read(request.GET), clock.now()
    actions.export_ledger(asked, by=account, now=now)
    in_force = policy(account.zone, now)
    found = filtered(account, asked, in_force)
    return StreamingHttpResponse(ledger_sheet.stream(found, in_force), headers=ledger_sheet.headers(day_of(now)))


@require_safe
def workbook(request: HttpRequest) -> FileResponse:
    account, asked, now = signed_in(request), ledger_filters.read(request.GET), clock.now()
    actions.export_ledger(asked, by=account, now=now)
    in_force = policy(account.zone, now)
    found = filtered(account, asked, in_force)
    return FileResponse(ledger_sheet.workbook(found, in_force), **ledger_sheet.named(day_of(now)))


def _url(name: str, filters: Filters, **more: object) -> str:
    query = ledger_filters.query_of(filters, **more)
    return reverse(name) + (f"?{query}" if query else "")


def _page(
    request: HttpRequest, every: QuerySet[ServiceRequest], asked: Filters, in_force: Policy
) -> tuple[list[Line], str, str]:  # fmt: skip
    """The lines that were asked for, and the addresses of the pages beside them."""
    found = every.filter(cells_are(asked.counted.split(","))) if asked.counted else every
    before, after = _key(request, "before"), _key(request, "after")
    lines, more = page(found, in_force, PAGE, after=None if before is not None else after, before=before)
    is_newer, is_older = (more, True) if before is not None else (after is not None, more)
    newer = _url("ledger", asked, before=lines[0].r.pk) if lines and is_newer else ""
    older = _url("ledger", asked, after=lines[-1].r.pk) if lines and is_older else ""
    return lines, newer, older


def _key(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= KEY_DIGITS else None


def _finding(asked: Filters, n: int) -> str:
    """431 件 / 431 requests; of a search, how many hits there are."""
    if asked.q:
        return ngettext("{n} hit for “{words}”", "{n} hits for “{words}”", n).format(n=n, words=asked.q)
    return ngettext("Ledger: {n} request", "Ledger: {n} requests", n).format(n=n)


def _cells(asked: Filters, counts: dict[str, int]) -> list[Counter]:
    """Every cell with its number; together they are all the requests of the other filters."""
    chosen = asked.counted.split(",") if asked.counted else []
    total = Counter(_("All"), str(sum(counts.values())), _url("ledger", replace(asked, counted="")), not chosen)
    return [total] + [
        Counter(
            statuses.cell_word(cell), str(n), _url("ledger", replace(asked, counted=cell)), cell in chosen, zero=not n
        )
        for cell, n in counts.items()
    ]


OVERDUE = Filters(lamp=lamps.OVERDUE)


class _Lists:
    """The lists beside the ledger: ready-made ones and the reader's own, all counted in one statement, each up to a cap."""

    def __init__(self, asked: Filters, own: Sequence[SavedList], in_force: Policy) -> None:
        self._asked, self._in_force = asked, in_force
        first = day_of(in_force.now).replace(month=1, day=1)
        self._groups: list[tuple[str, dict[str, Filters]]] = [
            (_("Under way"), {
                _("All under way"): Filters(counted=UNDER_WAY), _("Overdue"): OVERDUE,
                _("Due soon"): Filters(lamp=lamps.DUE_SOON), _("Urgent"): Filters(counted=UNDER_WAY, urgent=True),
                pgettext("desk list", "To confirm"): Filters(status=Status.ANSWERED),
                _("Opened again"): Filters(counted=counting.REOPENED),
            }),
            (_("This year"), {
                pgettext("ledger list", "Raised"): Filters(raised_from=first),
                _("Resolved"): Filters(counted=counting.SOLVED, closed_from=first),
                _("Explained"): Filters(counted=counting.EXPLAINED, closed_from=first),
            }),
            (_("My lists"), {one.name: ledger_filters.of_query(one.query) for one in own}),
        ]  # fmt: skip

    def counters(self, request: HttpRequest, firms: FirmsNamed) -> list[tuple[str, list[Counter]]]:
        every = [each for _group, lists in self._groups for each in lists.values()]
        found = lengths(signed_in(request), every, self._in_force, firms, CAP)
        if found[OVERDUE] < CAP:
            request.overdue_at_hand = found[OVERDUE]  # type: ignore[attr-defined]  # a leader's badge says the same
        return [
            (group, [self._counter(label, each, found[each]) for label, each in lists.items()])
            for group, lists in self._groups if lists
        ]  # fmt: skip

    def _counter(self, label: str, each: Filters, n: int) -> Counter:
        shown = f"{CAP - 1}+" if n >= CAP else str(n)
        return Counter(
            label,
            shown,
            _url("ledger", each),
            each == self._asked,
            late=each.lamp == lamps.OVERDUE and n > 0,
            zero=not n,
        )


def _chips(asked: Filters, lines: Sequence[Line], today: date) -> list[tuple[str, str]]:
    """Each filter in words, with the address of the list without it. Names are those of the lines at hand."""
    names = {}
    if lines:
        first = lines[0]
        names = {"enterprise": first.firm.name, "specialist": first.firm.specialist}
        names["department"] = first.departments.get(asked.department, asked.department)
        if first.r.category:
            names["category"] = first.r.category.name
    bare = Filters()
    return [
        (words, _url("ledger", replace(asked, **{name: getattr(bare, name)})))
        for name, words in ledger_filters.said(asked, names, today)
    ]


def _line(line: Line, in_force: Policy, words: Sequence[str]) -> LedgerLine:
    r = line.r
    return LedgerLine(
        number=marked(r.number, words), firm=marked(line.firm.short, words), need=snippet(line.text, words), lamp=line.lamp,
        lamp_text=_lamp_text(line), raised_at=r.raised_at, specialist=line.firm.specialist, lead=line.lead,
        joins=listed(line.joins), left=_left(line, in_force), late=line.lamp == lamps.OVERDUE,
        url=reverse("request-detail", args=[r.number]),
    )  # fmt: skip


def _lamp_text(line: Line) -> str:
    """What is closed says how; what waits for the firm says so."""
    if line.cell in (counting.STILL_OPEN, counting.REOPENED):
        return statuses.status_word(Status.ANSWERED) if line.r.status == Status.ANSWERED else ""
    return statuses.cell_word(line.cell)


def _left(line: Line, in_force: Policy) -> str:
    """What is left of the promise; once closed, the day of closing."""
    r = line.r
    if r.closed_at:
        return dates.day(day_of(r.closed_at), day_of(in_force.now))
    if r.status in UNANSWERED and r.lamp_due_at:
        return dates.left_short(r.lamp_due_at, in_force.now, in_force.calendar)
    return "—"


def _card(line: Line, in_force: Policy, words: Sequence[str]) -> RequestRow:
    """The same line on a phone."""
    raised = _("Raised {day}").format(day=dates.day(day_of(line.r.raised_at), day_of(in_force.now)))
    return RequestRow(
        number=marked(line.r.number, words), title=marked(line.firm.short, words), detail=snippet(line.text, words), lamp=line.lamp,
        lamp_text=_lamp_text(line),
        step=" · ".join(part for part in (line.lead or line.firm.specialist, raised) if part),
        url=reverse("request-detail", args=[line.r.number]),
    )  # fmt: skip
