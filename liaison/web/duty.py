"""值班: who answers now, the roster, one's own shifts and swaps; and the one tap with which an urgent request is accepted (R-08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, inputs, roster
from liaison.casework.actions import rostering
from liaison.casework.models import DutyShift
from liaison.registry import queries
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import policy
from liaison.rules import duty
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.refusals import refusal

from . import request_page
from .forms import InputForm
from .who import signed_in


class RosterForm(InputForm):
    input_class = inputs.RosterInput
    people = forms.CharField(
        label=_lazy("On duty in turn"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_lazy("One name a line. A day each, in this order; the next one is the deputy."),
    )  # fmt: skip
    weeks = forms.CharField(label=_lazy("For how many weeks"), widget=forms.NumberInput(attrs={"min": 1, "max": 26}))
    handover_hour = forms.CharField(
        label=_lazy("Hour of handing over"), widget=forms.NumberInput(attrs={"min": 0, "max": 23})
    )
    logins: Mapping[str, str] = {}  # of everybody who may be on duty, by name

    def values(self) -> dict[str, Any]:
        typed = super().values()
        names = [line.strip() for line in str(typed.get("people", "")).splitlines() if line.strip()]
        return {**typed, "people": [self.logins.get(name, name) for name in names]}

    def clean_people(self) -> str:
        typed = str(self.cleaned_data.get("people", ""))
        for name in filter(None, map(str.strip, typed.splitlines())):
            if name not in self.logins and name not in self.logins.values():
                raise forms.ValidationError(refusal(Refused("unknown_specialist", given=name)))
        return typed


class ShiftForm(InputForm):
    input_class = inputs.ShiftInput
    officer = forms.CharField(label=_lazy("Officer on duty"), widget=forms.Select())
    deputy = forms.CharField(label=_lazy("Deputy"), widget=forms.Select())

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say("officer" if field == "people" else field, sentence)


class SwapForm(InputForm):
    input_class = inputs.SwapInput
    shift = forms.CharField(label=_lazy("Instead I take the shift of"), widget=forms.Select())


@dataclass(frozen=True)
class Line:
    """A shift as a list shows it."""

    pk: int
    when: str
    officer: str
    deputy: str
    running: bool
    as_deputy: bool = False  # of one's own: as deputy
    may_swap: bool = False
    asked: str = ""  # with whom a swap is asked for


@dataclass(frozen=True)
class Asked:
    """A swap for which one is asked: theirs for one's own."""

    pk: int
    who: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Now:
    officer: str
    place: str
    phone: str
    deputy: str
    deputy_phone: str
    until: str


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & rostering.READERS:
        raise PermissionDenied
    form = _roster_form(request, account)
    if request.method == "POST":
        planned = form.attempt(lambda given: actions.plan_shifts(given, by=account, now=clock.now()))
        if planned:
            until = dates.deadline(planned[-1].ends_at, clock.now())
            messages.success(request, _("The roster is complete until {until}.").format(until=until))
            return redirect("duty")
    return _page(request, account, form, status=form.status)


def _roster_form(request: HttpRequest, account: Account) -> RosterForm:
    office = Post.OFFICE in posts(account)
    turn = "\n".join(roster.last_turn(account.zone_id)) if office else ""
    sent = request.POST if request.method == "POST" and "people" in request.POST else None
    form = RosterForm(sent, initial={"weeks": 4, "handover_hour": 8, "people": turn})
    form.logins = {name: one.login for one in _able(account) for name in (one.name_zh, one.name_en)} if sent else {}
    return form


def _able(account: Account) -> list[Account]:
    """Who may be put on the roster: the specialists, and who plans it."""
    return [account, *(one for one in queries.specialists(account) if one != account)]


def _choices(account: Account) -> list[tuple[str, str]]:
    return [(one.login, _called(one)) for one in _able(account)]


def _called(one: Account) -> str:
    return " · ".join(part for part in (one.name, one.department.name if one.department else "") if part)


def _page(
    request: HttpRequest, account: Account, form: RosterForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    in_force = policy(account.zone, clock.now())
    now, held = in_force.now, posts(account)
    shifts = roster.ahead(account.zone_id, now)
    running = duty.on_duty(shifts, now)
    mine = [one for one in shifts if account.pk in (one.officer_id, one.deputy_id)]
    gaps = roster.gaps_of(shifts, in_force)
    page = {
        "running": _now(running, now) if running else None, "duty_phone": account.zone.duty_phone,
        "finding": _("{who} is on duty").format(who=running.officer.name) if running else _("Nobody is on duty"),
        "gaps": [span(gap.since, gap.until, now) for gap in gaps], "shifts": [_line(one, account, now) for one in shifts],
        "mine": [_line(one, account, now) for one in mine], "asked": _asked(shifts, account, now),
        "office": Post.OFFICE in held, "on_roster": Post.SPECIALIST in held, "form": form, "refusal": error,
    }  # fmt: skip
    return render(request, "duty/page.html", page, status=status)


def _now(shift: DutyShift, now: datetime) -> Now:
    officer, deputy = shift.officer, shift.deputy
    place = officer.department.name if officer.department else ""
    return Now(officer.name, place, officer.phone, deputy.name, deputy.phone, dates.deadline(shift.ends_at, now))


def span(since: datetime, until: datetime, now: datetime) -> str:
    return _("{since} to {until}").format(since=dates.deadline(since, now), until=dates.deadline(until, now))


def _line(one: DutyShift, reader: Account, now: datetime) -> Line:
    own = one.officer_id == reader.pk
    return Line(
        one.pk, span(one.begins_at, one.ends_at, now), one.officer.name, one.deputy.name, one.begins_at <= now,
        as_deputy=not own, may_swap=own and one.begins_at > now and one.swap_with is None,
        asked=dates.deadline(one.swap_with.begins_at, now) if own and one.swap_with else "",
    )  # fmt: skip


def _asked(shifts: Sequence[DutyShift], reader: Account, now: datetime) -> list[Asked]:
    return [
        Asked(
            one.pk, one.officer.name, span(one.begins_at, one.ends_at, now),
            span(one.swap_with.begins_at, one.swap_with.ends_at, now),
        )
        for one in shifts
        if one.swap_with and one.swap_with.officer_id == reader.pk
    ]  # fmt: skip


# --- changing and swapping a shift


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """换人, by the office."""
    account, shift = signed_in(request), _shift(request, pk)
    if Post.OFFICE not in posts(account):
        raise PermissionDenied
    initial = {"officer": shift.officer.login, "deputy": shift.deputy.login}
    form = ShiftForm(request.POST if request.method == "POST" else None, initial=initial)
    for field in ("officer", "deputy"):
        form.fields[field].widget.choices = _choices(account)
    done = (
        form.attempt(lambda given: actions.change_shift(pk, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, _("The shift is changed, and all of them are told."))
        return redirect("duty")
    return _act(request, form, shift, "duty/change.html")


@require_http_methods(["GET", "POST"])
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """申请换班, by the officer of the shift."""
    account, shift = signed_in(request), _shift(request, pk)
    if shift.officer_id != account.pk:
        raise PermissionDenied
    now = clock.now()
    form = SwapForm(request.POST if request.method == "POST" else None)
    others = [one for one in roster.ahead(account.zone_id, now) if one.officer_id != account.pk and one.begins_at > now]
    form.fields["shift"].widget.choices = [
        (str(one.pk), f"{one.officer.name} · {span(one.begins_at, one.ends_at, now)}") for one in others
    ]
    done = form.attempt(lambda given: actions.ask_swap(pk, given, by=account, now=now)) if form.is_bound else None
    if done:
        messages.success(request, _("Asked. Nothing changes until the other one agrees."))
        return redirect("duty")
    return _act(request, form, shift, "duty/swap.html", others=bool(others))


def _shift(request: HttpRequest, pk: int) -> DutyShift:
    found = rostering.visible(signed_in(request)).select_related("officer", "deputy").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _act(request: HttpRequest, form: InputForm, shift: DutyShift, template: str, **more: Any) -> HttpResponse:
    when = span(shift.begins_at, shift.ends_at, clock.now())
    return render(request, template, {"form": form, "shift": shift, "when": when, **more}, status=form.status)


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(request, pk, actions.agree_swap, _("Swapped. You have the other shift now."))


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    return _answered(request, pk, actions.decline_swap, _("There is no swap; the roster stays as it is."))


def _answered(request: HttpRequest, pk: int, act: Any, said: str) -> HttpResponse:
    account = signed_in(request)
    try:
        act(pk, inputs.Nothing(), by=account, now=clock.now())
    except Refused as no:
        return _page(request, account, _roster_form(request, account), error=refusal(no), status=no.status)
    messages.success(request, said)
    return redirect("duty")


# --- an urgent request


@require_POST
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """接单, one tap from the card and from the notice."""
    account = signed_in(request)
    try:
        actions.accept(number, inputs.TextInput(), by=account, now=clock.now())
    except Refused as no:
        if no.code == "ring_answered":  # somebody was faster: there is no page to show it on any more
            messages.info(request, refusal(no))
            return redirect("home")
        return request_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, _("It is yours. Please call the enterprise now; it was told that you have it."))
    return redirect("request-detail", number)
