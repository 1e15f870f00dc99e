"""我的履职 (ux S10): a cadre's own work facts of a year, to read and to take out; for personnel those of anybody. Never a rating."""

import csv
from dataclasses import dataclass
from io import StringIO
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.appraisal import year_record
from liaison.appraisal.year_record import Share, YearRecord
from liaison.papers.cells import BOM, harmless
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.rules.deadlines import day_of
from liaison.speech import dates

from .who import signed_in

FIRST_YEAR = 2019


@dataclass(frozen=True)
class Fact:
    name: str
    value: str


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    person = _own(request)
    return _page(request, person, own=True)


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    return _sheet(request, _own(request), own=True)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = _personnel(request)
    rows = [(one, reverse("year-record", args=[one.login])) for one in year_record.cadres(reader)]
    return render(request, "year_records/people.html", {"rows": rows, "year": _year(request)})


@require_safe
def of_person(request: HttpRequest, login: str) -> HttpResponse:
    return _page(request, year_record.subject(_personnel(request), login), own=False)


@require_safe
def export_of(request: HttpRequest, login: str) -> HttpResponse:
    return _sheet(request, year_record.subject(_personnel(request), login), own=False)


def _own(request: HttpRequest) -> Account:
    person = signed_in(request)
    if not year_record.has_one(person):
        raise PermissionDenied
    return person


def _personnel(request: HttpRequest) -> Account:
    reader = signed_in(request)
    if Post.PERSONNEL not in posts(reader):
        raise Http404
    return reader


def _year(request: HttpRequest) -> int:
    """The year asked for, within what can be; otherwise this one."""
    this, given = day_of(clock.now()).year, request.GET.get("year", "")
    asked = int(given) if given.isascii() and given.isdigit() and len(given) == 4 else this
    return asked if FIRST_YEAR <= asked <= this else this


def _record(request: HttpRequest, person: Account, own: bool) -> YearRecord:
    """Who reads about himself reads it as everybody reads his own, personnel or not."""
    myself = own or person.pk == signed_in(request).pk
    return year_record.of(person, _year(request), clock.now(), for_personnel=not myself)


def _page(request: HttpRequest, person: Account, *, own: bool) -> HttpResponse:
    found = _record(request, person, own)
    here = reverse("my-work") if own else reverse("year-record", args=[person.login])
    sheet = reverse("my-work-csv") if own else reverse("year-record-csv", args=[person.login])
    this = day_of(clock.now()).year
    return render(request, "year_records/record.html", {
        "person": person, "own": own, "year": found.year, "facts": _facts(found), "firms": found.firms, "findings": _findings(found),
        "sheet_url": f"{sheet}?year={found.year}", "back_url": reverse("me") if own else reverse("year-records"),
        "years": [(year, f"{here}?year={year}", year == found.year) for year in range(this, max(this - 3, FIRST_YEAR) - 1, -1)],
    })  # fmt: skip


def _facts(found: YearRecord) -> list[Fact]:
    contact = found.first_contact_minutes
    return [
        Fact(_("Requests of my firms"), _items(found.requests)),
        Fact(_("Of them not answered yet"), _items(found.still_open)),
        Fact(_("From the call to the first contact, median"), "—" if contact is None else _minutes(contact)),
        Fact(_("First step within the own limit"), _share(found.own_limit)),
        Fact(_("Replies to the firms within the promise"), _share(found.replies)),
        Fact(_("Progress told within its cycle"), _share(found.progress)),
        Fact(_("Visits"), _items(found.visits)),
        Fact(_("Visits promised and missed"), _items(found.visits_missed)),
        Fact(_("Duty shifts"), _items(found.shifts)),
        Fact(_("Urgent rings accepted"), _items(found.rings_accepted)),
        Fact(_("Urgent rings missed"), _items(found.rings_missed)),
    ]


def _items(n: int) -> str:
    return str(n)


def _share(share: Share) -> str:
    return _("%(n)s of %(all)s") % {"n": share.on_time, "all": share.of} if share.of else "—"


def _minutes(minutes: float) -> str:
    whole = round(minutes)
    if whole < 60:
        return ngettext("%(n)s minute", "%(n)s minutes", whole) % {"n": whole}
    return _("%(n)s hours") % {"n": f"{minutes / 60:.1f}"}


def _findings(found: YearRecord) -> list[Fact]:
    words = {"found": _("Found: want of effort"), "not_found": _("Not found")}
    return [
        Fact(
            _("Service year %(year)s, served on %(day)s") % {"year": one.year, "day": dates.day(day_of(one.served_at))},
            words.get(one.decision, "—") + (_("; no award and no promotion for that year") if one.excluded else ""),
        )
        for one in found.findings
    ]


def _sheet(request: HttpRequest, person: Account, *, own: bool) -> HttpResponse:
    found = _record(request, person, own)
    year_record.took_out(person, found.year, by=signed_in(request), now=clock.now())
    lines = StringIO(newline="")
    out = csv.writer(lines)
    out.writerow([_("What"), _("Figure")])
    rows: list[tuple[str, Any]] = [(_("Full name"), person.name), (_("Login"), person.login), (_("Year"), found.year)]
    rows += [(fact.name, fact.value) for fact in (*_facts(found), *_findings(found))]
    for firm in found.firms:
        rows.append((f"{firm.enterprise} {firm.name}", _span(firm)))
    for row in rows:
        out.writerow([harmless(str(cell)) for cell in row])
    name = f"work-{person.login}-{found.year}.csv"
    return HttpResponse(
        BOM + lines.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )  # fmt: skip


def _span(firm: year_record.Served) -> str:
    said = _("since %(day)s") % {"day": day_of(firm.since)}
    if firm.until is None:
        return said
    ended = _("replaced on %(day)s") if firm.replaced else _("service adjusted on %(day)s")
    return f"{said}, " + ended % {"day": day_of(firm.until)}
