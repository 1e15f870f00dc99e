"""上门服务 and 走访 on the phone: a visit promised for a request, one logged as it was, and what becomes of it (R-07, ux S7)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, desk_queries, inputs, visiting_desk
from liaison.casework.models import Visit
from liaison.registry.access import posts
from liaison.registry.models import Enterprise
from liaison.rules.deadlines import local
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import request_page
from .forms import InputForm
from .handling import about, at_hand, barred, words
from .phone import ALL_AT_ONCE, FOUND, LOGGERS, OneOf
from .visit_lines import NO_SHOW, line
from .who import signed_in

# --- a visit as it was


class LogForm(InputForm):
    """Firm and what was found; place and time are the firm and now."""

    input_class = inputs.VisitInput
    enterprise = OneOf(label=_lazy("Which enterprise"), widget=forms.RadioSelect)
    result = words(_lazy("What you found"), 4)
    raises = forms.BooleanField(label=_lazy("Raise it as a request"))
    arrived_at = forms.CharField(
        label=_lazy("Another time than now"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, firms: list[Enterprise], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprise"].choices = [(firm.code, firm.name) for firm in firms]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """走访记录: firm, findings, save; one tap more makes a request of it."""
    account = signed_in(request)
    if not posts(account) & LOGGERS:
        raise PermissionDenied
    sent, q = request.method == "POST", request.GET.get("q", "").strip()[:60]
    code = (request.POST if sent else request.GET).get("enterprise", "")[:20]
    chosen = desk_queries.firm_to_log(account, code) if code else None
    firms = [chosen] if chosen else desk_queries.firms_like(account, q, FOUND if q else ALL_AT_ONCE + 1)
    form = LogForm(firms, request.POST) if sent else LogForm(firms, initial={"enterprise": code})
    if sent and (done := form.attempt(lambda given: actions.log_visit(given, by=account, now=clock.now()))):
        return _logged(request, done)
    looking = not sent and chosen is None and (len(firms) > ALL_AT_ONCE or bool(q))
    page = {"form": form, "firms": firms if q else [], "q": q, "chosen": chosen}
    return render(request, "visits/find.html" if looking else "visits/log.html", page, status=form.status)


def _logged(request: HttpRequest, done: Visit) -> HttpResponse:
    if done.service_request:
        number = done.service_request.number
        messages.success(request, _("Logged, and raised as {number}.").format(number=number))
        return redirect("request-detail", number)
    messages.success(request, _("The visit is logged."))
    return redirect("enterprise-detail", done.enterprise.code)


# --- a visit for a request


class PromiseForm(InputForm):
    input_class = inputs.VisitInput
    promised_at = forms.CharField(
        label=_lazy("When somebody comes"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, number: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number

    def values(self) -> dict[str, Any]:
        return {**super().values(), "request": self.number}


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, number: str) -> HttpResponse:
    """约定上门."""
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := barred(request, seen, "visit"):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    due = seen.policy.same_day_due(seen.policy.now) if seen.r.urgent else seen.policy.due("visit", seen.policy.now)
    preset = {"promised_at": f"{local(due):%Y-%m-%dT%H:%M}"} if due else {}
    form = PromiseForm(number, request.POST) if request.method == "POST" else PromiseForm(number, initial=preset)
    promised = (
        form.attempt(lambda given: actions.promise_visit(given, by=account, now=clock.now())) if form.is_bound else None
    )
    if promised:
        messages.success(request, _("Promised. The enterprise was told."))
        return redirect("request-detail", number)
    return render(request, "visits/promise.html", {"form": form, "due": due, **about(seen)}, status=form.status)


# --- what becomes of it


@require_POST
def arrive(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    try:
        done = actions.arrive(pk, inputs.Nothing(), by=account, now=clock.now())
    except Refused as no:
        return render(request, "visits/refused.html", {"refusal": refusal(no)}, status=no.status)
    messages.success(request, _("Arrived. Afterwards please write what came of it."))
    return redirect("visit-leave", done.pk)


class ResultForm(InputForm):
    input_class = inputs.VisitResultInput
    result = words(_lazy("What came of it"), 4)


class NoShowForm(InputForm):
    input_class = inputs.NoShowInput
    who = OneOf(label=_lazy("What happened"), widget=forms.RadioSelect, choices=list(NO_SHOW.items()))
    reason = words(_lazy("Why"), 2)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    return _sheet(request, pk, ResultForm, actions.leave_visit, "visits/leave.html", _("The visit is logged."))


@require_http_methods(["GET", "HEAD", "POST"])
def no_show(request: HttpRequest, pk: int) -> HttpResponse:
    return _sheet(
        request, pk, NoShowForm, actions.no_show, "visits/no_show.html", _("Entered, and all of them are told.")
    )


def _sheet(
    request: HttpRequest, pk: int, form_class: type[InputForm], act: Any, template: str, said: str
) -> HttpResponse:
    account = signed_in(request)
    visit = visiting_desk.one(account, pk)
    if not posts(account) & LOGGERS and (not account.enterprise_id or form_class is ResultForm):
        raise PermissionDenied
    initial = {"who": "visitor" if account.enterprise_id else None}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if account.enterprise_id and "who" in form.fields:
        form.fields["who"].choices = [("visitor", NO_SHOW["visitor"])]  # type: ignore[attr-defined]
    if form.is_bound and form.attempt(lambda given: act(pk, given, by=account, now=clock.now())):
        messages.success(request, said)
        return redirect(*_home_of(visit))
    page = {"form": form, "line": line(visit, account, clock.now()), "back_url": _back(visit)}
    return render(request, template, page, status=form.status)


def _home_of(visit: Visit) -> tuple[str, str]:
    if visit.service_request:
        return "request-detail", visit.service_request.number
    return "enterprise-detail", visit.enterprise.code


def _back(visit: Visit) -> str:
    name, key = _home_of(visit)
    return reverse(name, args=[key])
