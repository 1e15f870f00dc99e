"""请假与交接: who is away, who stands in; planning, calling off and coming back early (ux S9, R-06)."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions
from liaison.casework.actions import leaves
from liaison.registry import queries
from liaison.registry.access import ALL_ROWS, posts
from liaison.registry.inputs import LeaveInput
from liaison.registry.models import Account, Leave, Post
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.refusals import refusal

from .forms import InputForm
from .who import signed_in

SHOWN = 60  # the newest; older ones are in the record
ON_FORM = {"from": "first_day", "to": "last_day"}


class LeaveForm(InputForm):
    input_class = LeaveInput
    specialist = forms.CharField(label=_lazy("Who is away"), widget=forms.Select())
    substitute = forms.CharField(label=_lazy("Stands in"), widget=forms.Select())
    first_day = forms.CharField(label=_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.CharField(label=_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say(ON_FORM.get(field or "", field), sentence)


@dataclass(frozen=True)
class Line:
    """A leave as a list shows it."""

    pk: int
    who: str
    place: str
    stands_in: str
    first_day: str
    last_day: str
    state: str
    lamp: str
    may_end: bool
    running: bool


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    held = posts(account)
    if not held & (ALL_ROWS | {Post.SPECIALIST}):
        raise PermissionDenied
    form = _form(request, account)
    if request.method == "POST":
        planned = form.attempt(lambda given: actions.plan_leave(given, by=account, now=clock.now()))
        if planned is not None:
            messages.success(request, _said(planned))
            return redirect("leaves")
    return _page(request, account, form, status=form.status)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    try:
        ended = actions.end_leave(pk, by=account, now=clock.now())
    except Refused as no:
        return _page(request, account, _form(request, account), error=refusal(no), status=no.status)
    who = ended.specialist.name
    messages.success(
        request, _("{who} is back.").format(who=who) if ended.began_at else _("The leave of {who} is called off.").format(who=who)
    )  # fmt: skip
    return redirect("leaves")


def _said(planned: Leave) -> str:
    who, stands_in = planned.specialist.name, planned.substitute.name
    if planned.began_at:
        return _("{stands_in} stands in for {who} from now on.").format(stands_in=stands_in, who=who)
    return _("{stands_in} will stand in for {who}.").format(stands_in=stands_in, who=who)


def _form(request: HttpRequest, account: Account) -> LeaveForm:
    sent = request.POST if request.method == "POST" and "substitute" in request.POST else None
    form = LeaveForm(sent, initial={"specialist": request.GET.get("specialist", "")[:60]})
    people = [(one.login, _called(one)) for one in queries.specialists(account)]
    form.fields["substitute"].widget.choices = [
        ("", _("Please choose")),
        *((login, name) for login, name in people if login != account.login or Post.OFFICE in posts(account)),
    ]
    form.fields["specialist"].widget.choices = [("", _("Please choose")), *people]
    return form


def _called(one: Account) -> str:
    return " · ".join(part for part in (one.name, one.department.name if one.department else "") if part)


def _page(
    request: HttpRequest, account: Account, form: LeaveForm, *, error: str = "", status: int = 200
) -> HttpResponse:
    now, held = clock.now(), posts(account)
    rows = list(leaves.visible(account).order_by("-first_day", "-pk")[:SHOWN])
    lines = [_line(one, account, now) for one in rows]
    context = {
        "open": [line for line, one in zip(lines, rows, strict=True) if one.ended_at is None][::-1],
        "past": [line for line, one in zip(lines, rows, strict=True) if one.ended_at],
        "form": form, "office": Post.OFFICE in held, "may_plan": bool(held & {Post.OFFICE, Post.SPECIALIST}),
        "today": day_of(now).isoformat(), "refusal": error, "finding": _finding(rows),
    }  # fmt: skip
    return render(request, "leaves/list.html", context, status=status)


def _finding(rows: list[Leave]) -> str:
    away = [one.specialist.name for one in rows if one.began_at and not one.ended_at]
    if not away:
        return _("Nobody is away")
    return _("{who} is away").format(who=away[0]) if len(away) == 1 else _("{n} people are away").format(n=len(away))


def _line(one: Leave, reader: Account, now: Any) -> Line:
    today, running = day_of(now), one.began_at is not None and one.ended_at is None
    states = {
        (True, False): (_("Away now"), "due_soon"), (False, False): (_("Planned"), "normal"),
        (True, True): (_("Over"), "done"), (False, True): (_("Called off"), "done"),
    }  # fmt: skip
    state, lamp = states[one.began_at is not None, one.ended_at is not None]
    own = one.specialist_id == reader.pk or Post.OFFICE in posts(reader)
    return Line(
        one.pk, one.specialist.name, one.specialist.department.name if one.specialist.department else "", one.substitute.name,
        dates.day(one.first_day, today), dates.day(one.last_day, today), state, lamp, own and one.ended_at is None, running,
    )  # fmt: skip
