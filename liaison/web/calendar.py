"""工作日历: the years with their notices as versions, a notice brought in, a day freed; each looked at before it counts (N3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import calendars
from liaison.casework.calendars import Moved
from liaison.registry import rulebook
from liaison.registry.access import posts
from liaison.registry.inputs import ZoneDayInput
from liaison.registry.models import Account, Post, ZoneDay
from liaison.registry.policy import Basis, basis, calendar_of, notices_of
from liaison.rules import notice_file, yearstrip
from liaison.rules.calendar import Calendar, Notice, calendar_from
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.rules.yearstrip import Span, YearStrip
from liaison.speech import dates, holidays
from liaison.speech.lists import listed
from liaison.speech.notice_faults import fault_sentence
from liaison.speech.refusals import refusal

from .forms import InputForm
from .who import signed_in

READERS = frozenset({Post.OFFICE, Post.CHIEF, Post.LEADER})
SHOWN = 100  # of the promises that would move; their number is always true


class ZoneDayForm(InputForm):
    input_class = ZoneDayInput
    given: ZoneDayInput
    day = forms.CharField(label=_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_lazy("Reason"), help_text=_lazy("Such as a typhoon or a power cut; everybody may read it.")
    )


@dataclass(frozen=True)
class Version:
    """One notice of a year, with the year as it was known from then on."""

    title: str
    source: str
    published: date
    strip: YearStrip
    months: Sequence[tuple[str, int]]
    days: Sequence[str]


@dataclass(frozen=True)
class MovedLine:
    number: str
    firm: str
    what: str
    before: str
    after: str
    url: str


def may_read(account: Account) -> bool:
    return bool(posts(account) & READERS)


def for_office(request: HttpRequest) -> Account:
    account = signed_in(request)
    if Post.OFFICE not in posts(account):
        raise PermissionDenied
    return account


# --- the years


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not may_read(account):
        raise PermissionDenied
    today = day_of(clock.now())
    known, year = basis(account.zone), _year(request, today.year)
    calendar = calendar_of(known)
    versions = _versions(known, year)
    context = {
        "finding": _finding(year, calendar), "year": year, "years": _years(known, year, today.year), "versions": versions,
        "freed": ZoneDay.objects.filter(zone=account.zone, date__year=year).order_by("date"), "may_change": Post.OFFICE in posts(account),
    }  # fmt: skip
    return render(request, "calendar/page.html", context)


def _year(request: HttpRequest, this_year: int) -> int:
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdigit() and len(given) == len("2020") else this_year
    return year if year in notice_file.YEARS else this_year


def _years(known: Basis, year: int, this_year: int) -> list[int]:
    return sorted({row.year for row in known.notices} | {year, this_year, this_year + 1})


def _finding(year: int, calendar: Calendar) -> str:
    if year not in calendar.years:
        return _("The working days of {year} are not published yet").format(year=year)
    off, made_up = yearstrip.days_off(year, calendar)
    return _("{year}: {off} working days off, {made_up} weekend days worked").format(
        year=year, off=off, made_up=made_up
    )


def _versions(known: Basis, year: int) -> list[Version]:
    """Every notice of the year; the last one is drawn with the days that the zone freed."""
    rows = [row for row in known.notices if row.year == year]
    found: list[Version] = []
    before: Calendar | None = None
    for place, (row, notice) in enumerate(zip(rows, notices_of(rows), strict=True), start=1):
        calendar = calendar_of(known if place == len(rows) else Basis(known.up_to(row.key).notices, ()))
        found.append(_version(_("Version {n}").format(n=place), notice, calendar, before))
        before = calendar
    return found


def _version(title: str, notice: Notice, calendar: Calendar, before: Calendar | None) -> Version:
    strip = yearstrip.year_strip(notice.year, calendar, before)
    months = [(dates.month(date(notice.year, month, 1)), y) for month, y in strip.months]
    return Version(title, notice.source, notice.published_on, strip, months, _holidays(notice))


def _holidays(notice: Notice) -> list[str]:
    """One line for each holiday: 春节：放假 1月24日至1月30日；补班 1月19日、2月1日 / Spring Festival: off 24 Jan to 30 Jan; worked …"""
    by_name: dict[str, list[Span]] = {}
    for one in yearstrip.spans(notice.days, notice.names):
        by_name.setdefault(one.name, []).append(one)
    return [_holiday(name, found) for name, found in by_name.items()]


def _holiday(name: str, found: Sequence[Span]) -> str:
    off, worked = (listed(_when(one) for one in found if one.working == working) for working in (False, True))
    pattern = (
        _("{name}: off {off}; worked {worked}") if off and worked
        else _("{name}: off {off}") if off
        else _("{name}: worked {worked}")
    )  # fmt: skip
    return pattern.format(name=holidays.full(name), off=off, worked=worked)


def _when(span: Span) -> str:
    first = dates.day(span.first, span.first)
    return (
        first
        if span.first == span.last
        else _("{first} to {last}").format(first=first, last=dates.day(span.last, span.first))
    )


# --- a notice is brought in


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest) -> HttpResponse:
    """The file, then what it would do; nothing is written here."""
    account = for_office(request)
    if request.method != "POST":
        return _asked_for(request, [])
    text, now = _sent(request), clock.now()
    reading = notice_file.read(text, today=day_of(now), published=rulebook.published_days())
    if reading.notice is None:
        return _asked_for(request, [fault_sentence(fault) for fault in reading.faults], text or "", status=422)
    known = basis(account.zone, now)
    before = calendar_of(Basis(known.notices, ()))
    after = calendar_from([*notices_of(known.notices), reading.notice])
    moved = calendars.if_accepted(reading.notice, account.zone, now)
    context = {
        "finding": _moving(len(moved)), "lines": _lines(moved, now), "left_out": max(0, len(moved) - SHOWN),
        "version": _version(_("The notice"), reading.notice, after, before if reading.notice.year in before.years else None),
        "kept": {"text": text}, "act_url": reverse("calendar-accept"), "button": _("Accept the notice"),
        "title": _("Before the notice counts"), "back_url": reverse("calendar-notice"),
    }  # fmt: skip
    return render(request, "calendar/preview.html", context)


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    account, now = for_office(request), clock.now()
    text = _sent(request)
    reading = notice_file.read(text, today=day_of(now), published=rulebook.published_days())
    if reading.notice is None:
        return _asked_for(request, [fault_sentence(fault) for fault in reading.faults], text or "", status=422)
    try:
        moved = calendars.accept_notice(reading.notice, account, now)
    except Refused as no:
        return _asked_for(request, [refusal(no)], text or "", status=no.status)
    messages.success(request, _("The notice counts now.") + " " + _moved(moved))
    return redirect(f"{reverse('calendar')}?year={reading.notice.year}")


def _asked_for(request: HttpRequest, faults: list[str], text: str = "", status: int = 200) -> HttpResponse:
    context = {"faults": faults, "text": text[: notice_file.SIZE_MAX_BYTES], "back_url": reverse("calendar")}
    return render(request, "calendar/notice.html", context, status=status)


def _sent(request: HttpRequest) -> str | None:
    """The file, or the words typed instead. Of a file far too large only the beginning is read: enough to say so."""
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        return request.POST.get("text", "")
    return notice_file.decoded(file.read(notice_file.SIZE_MAX_BYTES + 4))


# --- a day is freed


@require_http_methods(["GET", "POST"])
def free_day(request: HttpRequest) -> HttpResponse:
    """The day, then what freeing it would do; nothing is written here."""
    account, now = for_office(request), clock.now()
    form = ZoneDayForm(request.POST if request.method == "POST" else None)
    moved = (
        form.attempt(lambda given: calendars.if_freed(given, by=account, now=now)) if request.method == "POST" else None
    )
    if moved is None:
        return _day_form(request, form)
    given = form.given
    context = {
        "finding": _moving(len(moved)), "lines": _lines(moved, now), "left_out": max(0, len(moved) - SHOWN), "version": None,
        "kept": {"day": given.day.isoformat(), "reason": given.reason}, "act_url": reverse("calendar-free-day-accept"),
        "button": _("Free this day"), "title": _("Before {day} is free").format(day=dates.day_with_weekday(given.day)),
        "back_url": reverse("calendar-free-day"),
    }  # fmt: skip
    return render(request, "calendar/preview.html", context)


@require_POST
def free_day_accept(request: HttpRequest) -> HttpResponse:
    account = for_office(request)
    form = ZoneDayForm(request.POST)
    done = form.attempt(lambda given: calendars.free_day(given, by=account, now=clock.now()))
    if done is None:
        return _day_form(request, form)
    made, moved = done
    messages.success(
        request,
        _("{day} is free for the whole zone.").format(day=dates.day_with_weekday(made.date)) + " " + _moved(moved),
    )
    return redirect(f"{reverse('calendar')}?year={made.date.year}")


def _day_form(request: HttpRequest, form: ZoneDayForm) -> HttpResponse:
    return render(
        request, "calendar/free_day.html", {"form": form, "back_url": reverse("calendar")}, status=form.status
    )


# --- what moves


def _moving(count: int) -> str:
    if not count:
        return _("No open promise would move")
    return ngettext("%(n)s open promise would move later", "%(n)s open promises would move later", count) % {"n": count}


def _moved(count: int) -> str:
    if not count:
        return _("No open promise had to move.")
    said = ngettext(
        "%(n)s open promise moved later, and everybody in it was told.",
        "%(n)s open promises moved later, and everybody in them was told.",
        count,
    )
    return said % {"n": count}


def _lines(moved: Sequence[Moved], now: datetime) -> list[MovedLine]:
    return [_line(one, now) for one in moved[:SHOWN]]


def _line(one: Moved, now: datetime) -> MovedLine:
    what = {calendars.REPLY: _("Reply to the enterprise"), calendars.CONFIRM: _("Confirm a result")}.get(
        one.promise, ""
    )
    return MovedLine(
        one.request.number, one.request.enterprise.short_name, one.summons.department.name if one.summons else what,
        dates.deadline(one.before, now) if one.before else _("no day yet"), dates.deadline(one.after, now),
        reverse("request-detail", args=[one.request.number]),
    )  # fmt: skip
