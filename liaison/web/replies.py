"""A department's own summons: report in, reply, decline; and the office's decision on a decline."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, department_desk
from liaison.casework.desk_queries import glance
from liaison.casework.inputs import DecideInput, DeclineInput, Nothing, ReplyInput
from liaison.casework.models import ServiceRequest, Summons
from liaison.casework.moves import own_summons
from liaison.casework.queries import Dossier, dossier
from liaison.registry.models import Department
from liaison.registry.policy import Policy, policy
from liaison.registry.queries import departments
from liaison.rules import daystrip, deadlines
from liaison.rules.daystrip import Cell
from liaison.rules.lifecycle import OPEN_SUMMONS
from liaison.rules.refusals import Refused
from liaison.speech import dates, statuses
from liaison.speech.lists import joined, listed
from liaison.speech.refusals import refusal

from . import request_page, request_rows
from .cited import CitingForm
from .forms import InputForm
from .taking_over import from_lead
from .who import signed_in

PLAN_HINT_WORKING_DAYS = 5
MOST_AT_ONCE = 100


class ReplyForm(CitingForm):
    input_class = ReplyInput
    outcome = forms.CharField(label=_lazy("Result"), widget=forms.RadioSelect(choices=statuses.OUTCOMES.items()))
    resolve_by = forms.CharField(label=_lazy("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(
        label=_lazy("Reply to the enterprise"), widget=forms.Textarea(attrs={"rows": 3, "data-key": "r"})
    )
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))
    basis = forms.CharField(label=_lazy("Basis"), widget=forms.Textarea(attrs={"rows": 2}))
    alternative = forms.CharField(label=_lazy("Alternative"), widget=forms.Textarea(attrs={"rows": 2}))
    contact = forms.CharField(label=_lazy("Whom to ask"))

    @property
    def explains(self) -> bool:
        """The four parts of an explanation stand open where they are needed."""
        parts = ("reason", "basis", "alternative", "contact")
        return self["outcome"].value() == "explained" or any(self[name].value() or self[name].errors for name in parts)


class DeclineForm(InputForm):
    input_class = DeclineInput
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    suggest = forms.CharField(label=_lazy("Suggested department"), widget=forms.Select())


class DecideForm(InputForm):
    input_class = DecideInput
    accept = forms.CharField(
        label=_lazy("Decision"),
        widget=forms.RadioSelect(
            choices=[("true", _lazy("Accept the decline")), ("false", _lazy("It stays with the department"))]
        ),
    )
    next_department = forms.CharField(label=_lazy("Who takes it"), widget=forms.Select())
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


@require_http_methods(["GET", "POST"])
def report_in(request: HttpRequest, pk: int) -> HttpResponse:
    if request.method == "GET":
        return _page(request, pk, "report_in", Blank())
    try:
        done = actions.report_in(pk, Nothing(), by=signed_in(request), now=clock.now())
    except Refused as no:
        return request_page.show(request, number_of(request, pk), error=refusal(no), status=no.status)
    summons = Summons.objects.get(pk=pk)
    return finished(request, done, _reported_in(done, summons))


def _reported_in(done: ServiceRequest, summons: Summons) -> str:
    if summons.due_at is None:
        return _("You have reported in for {number}.").format(number=done.number)
    return _("You have reported in for {number}. The reply is due {when}.").format(
        number=done.number, when=dates.deadline(summons.due_at, clock.now())
    )


@require_POST
def report_in_many(request: HttpRequest) -> HttpResponse:
    """Each in its own action: what a colleague took meanwhile does not hold up the rest."""
    pks = [int(pk) for pk in request.POST.getlist("ids") if pk.isdecimal() and len(pk) < 18][:MOST_AT_ONCE]
    done, told = 0, []
    for summons in department_desk.summonses_of(signed_in(request), pks):
        try:
            actions.report_in(summons.pk, Nothing(), by=signed_in(request), now=clock.now())
            done += 1
        except Refused as no:
            told.append((no, summons.service_request.number))
    if not pks:
        messages.warning(request, _("Please tick what you report in for."))
    else:
        (messages.warning if told else messages.success)(request, _sum(done, told))
    return redirect(back_of(request) or "desk")


def _sum(done: int, told: Sequence[tuple[Refused, str]]) -> str:
    """3 件已报到，2020-0041 已由罗川报到: what a colleague was quicker with is named."""
    taken: dict[str, list[str]] = {}
    for no, number in told:
        if no.code == "already_reported_in":
            taken.setdefault(str(no.params["who"]), []).append(number)
    parts = [ngettext("%(n)s reported in", "%(n)s reported in", done) % {"n": done}]
    for who, numbers in taken.items():
        parts.append(_("{numbers} already taken by {who}").format(numbers=listed(numbers), who=who))
    parts += [f"{number}: {refusal(no)}" for no, number in told if no.code != "already_reported_in"]
    return joined(parts)


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    by, now = signed_in(request), clock.now()
    form = ReplyForm(*_typed(request), initial=request.GET.dict() | taken_over(request, pk))
    done = _attempt(request, form, lambda given: actions.reply(pk, given, by=by, now=now, files=form.safe))
    if done is None:
        return _page(request, pk, "reply", form)
    return finished(
        request, done, _("The reply to {number} is on its way to the enterprise.").format(number=done.number)
    )


@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    form = DeclineForm(request.POST if request.method == "POST" else None)
    form.fields["suggest"].widget.choices = _offered(request, _("No suggestion"), but=signed_in(request).department_id)
    done = _attempt(request, form, lambda given: actions.decline(pk, given, by=signed_in(request), now=clock.now()))
    if done is None:
        return _page(request, pk, "decline", form)
    return finished(request, done, _("{number} is declined. The office decides.").format(number=done.number))


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    form = DecideForm(request.POST if request.method == "POST" else None)
    done = _attempt(request, form, lambda given: actions.decide(pk, given, by=signed_in(request), now=clock.now()))
    if done is None:
        return _page(request, pk, "decide", form)
    return finished(
        request, done, _("{number} is decided; the departments are told.").format(number=done.number), home="dispatch"
    )


# --- what the four share ---


class Blank(InputForm):
    """A page with a button and nothing to fill in."""

    input_class = Nothing


def taken_over(request: HttpRequest, pk: int) -> dict[str, Any]:
    """A beginning: what this department has answered to the lead request (R-12), or that they refused outside the zone (R-23)."""
    if request.method != "GET" or request.GET.get("from") not in ("lead", "outside"):
        return {}
    seen = glance(signed_in(request), number_of(request, pk), policy(signed_in(request).zone, clock.now()))
    return from_lead(request, seen.r, seen.standing)


def _typed(request: HttpRequest) -> tuple[Any, Any]:
    """Words and files that were sent; without a post, none."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _attempt(request: HttpRequest, form: InputForm, run: Callable[[Any], ServiceRequest]) -> ServiceRequest | None:
    return form.attempt(run) if request.method == "POST" else None


def finished(request: HttpRequest, done: ServiceRequest, sentence: str, home: str = "") -> HttpResponse:
    messages.success(request, sentence)
    return redirect(back_of(request) or (reverse(home) if home else reverse("request-detail", args=[done.number])))


def back_of(request: HttpRequest) -> str:
    """The list one came from, if it is one of ours."""
    to = request.POST.get("back") or request.GET.get("back", "")
    ours = to.startswith("/") and url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()})
    return to if ours else ""


def number_of(request: HttpRequest, pk: int) -> str:
    number = department_desk.number_of(signed_in(request), pk)
    if number is None:
        raise Http404
    return number


@dataclass(frozen=True)
class Slip:
    """The summons as its own page shows it."""

    summons: Summons
    seen: Dossier
    title: str
    asked_by: str
    ask: str
    due_at: datetime | None
    left: str
    lamp: str
    cells: Sequence[Cell]
    url: str


def slip(seen: Dossier, summons: Summons) -> Slip:
    due, in_force = summons.due_at, seen.policy
    return Slip(
        summons, seen, request_rows.headline(seen.text), asked_by=_sender(seen, summons),
        ask=summons.ask.text if summons.ask else "", due_at=due,
        left=dates.left(due, in_force.now, in_force.calendar) if due else "",
        lamp=department_desk.summons_lamp(summons, in_force), cells=summons_cells(summons, in_force),
        url=reverse("request-detail", args=[seen.r.number]),
    )  # fmt: skip


def _sender(seen: Dossier, summons: Summons) -> str:
    """Who whistled: mostly among the names that the page has read anyway."""
    known = next((one for one in seen.names.people.values() if one.pk == summons.sent_by_id), None)
    return (known or summons.sent_by).name


def summons_cells(summons: Summons, in_force: Policy) -> Sequence[Cell]:
    """The days of the department's own promise while it runs."""
    if summons.due_at is None or summons.status not in OPEN_SUMMONS:
        return ()
    return daystrip.strip(
        deadlines.day_of(summons.sent_at), summons.due_at, deadlines.day_of(in_force.now), in_force.calendar
    )


def plan_hint(in_force: Policy) -> str:
    """Which day a date given may be: five working days on, and the last one without the office's word."""
    soon, last = (
        in_force.due_after(in_force.now, days) for days in (PLAN_HINT_WORKING_DAYS, in_force.days("plan_days_max"))
    )
    if soon is None or last is None:
        return ""
    return _("{n} working days from now is {soon}; a day after {last} needs the office's word.").format(
        n=PLAN_HINT_WORKING_DAYS,
        soon=dates.day_with_weekday(deadlines.day_of(soon)),
        last=dates.day_with_weekday(deadlines.day_of(last)),
    )


def plan_last(in_force: Policy) -> str:
    """The same for a narrow place: the last day alone."""
    last = in_force.due_after(in_force.now, in_force.days("plan_days_max"))
    if last is None:
        return ""
    return _("until {day}").format(day=dates.day(deadlines.day_of(last), deadlines.day_of(in_force.now)))


def _page(request: HttpRequest, pk: int, move: str, form: InputForm) -> HttpResponse:
    """The small page of one act, with what was typed; without the right to it, the request's page or nothing at all."""
    seen = dossier(signed_in(request), number_of(request, pk), now=clock.now())
    summons = next(row for row in seen.summonses if row.pk == pk)
    if move == "decide":
        allowed, possible = "office" in seen.standing.held, "decide" in seen.moves and summons.status == "declining"
    else:
        allowed = seen.standing.department_id == summons.department_id
        possible = move in seen.moves and own_summons(seen.summonses, seen.standing) == summons
    if not allowed:
        if request.method == "GET":
            raise PermissionDenied
        return request_page.show(request, seen.r.number, error=refusal(Refused("wrong_role")), status=403)
    if request.method == "GET" and not possible:
        return request_page.show(request, seen.r.number, error=refusal(_why_not(move, summons)), status=409)
    extra: dict[str, Any] = {"plan_hint": plan_hint(seen.policy)} if move == "reply" else {}
    if move == "decide":
        form.fields["next_department"].widget.choices = _offered(
            request, _("Back to the specialist"), but=summons.department_id
        )
        extra["declined"] = _last_decline(seen, summons)
    if isinstance(form, ReplyForm):
        form.offer(signed_in(request), seen)
    context = {"form": form, "act": _act(move, summons), "slip": slip(seen, summons), "back": back_of(request), **extra}
    return render(request, f"replies/{move}.html", context, status=form.status)


@dataclass(frozen=True)
class ActWords:
    title: str
    button: str


def _act(move: str, summons: Summons) -> ActWords:
    match move:
        case "report_in":
            return ActWords(_("Report in"), _("Report in"))
        case "reply":
            return ActWords(_("Reply to the enterprise"), _("Send the reply"))
        case "decline":
            return ActWords(_("Decline"), _("Decline"))
    return ActWords(_("{department} declines").format(department=summons.department.name), _("Decide"))


def _why_not(move: str, summons: Summons) -> Refused:
    if move == "report_in" and summons.status == "reported_in" and summons.clerk:
        return Refused("already_reported_in", who=summons.clerk.name)
    if move == "decline" and summons.status in OPEN_SUMMONS:
        return Refused("decline_refused_before" if summons.decline_refused else "decline_too_late")
    return Refused("wrong_status", status=summons.status)


def _last_decline(seen: Dossier, summons: Summons) -> str:
    """The reason the department gave."""
    said = [
        one.text for one in seen.happenings if one.kind == "summons.declined" and one.facts["summons"] == summons.pk
    ]
    return (said[-1] if said else "") or ""


def _offered(request: HttpRequest, none: str, but: int | None) -> list[tuple[str, str]]:
    """Departments that can be whistled, in the order of the zone."""
    found: list[Department] = departments(signed_in(request), inside=True)
    return [("", none), *((one.code, one.name) for one in found if one.pk != but)]
