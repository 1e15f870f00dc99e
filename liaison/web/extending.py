"""申请延期: the lead department asks for a later date of its plan, the office decides (R-21)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from liaison import clock
from liaison.casework import actions
from liaison.casework.actions.extending import is_asked
from liaison.casework.inputs import DecideInput, ExtendInput
from liaison.casework.models import Summons
from liaison.casework.moves import lead_of_leg
from liaison.casework.queries import Dossier, dossier
from liaison.rules import permitted
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.refusals import refusal

from . import replies, request_page
from .forms import InputForm
from .who import signed_in


class ExtendForm(InputForm):
    input_class = ExtendInput
    until = forms.CharField(label=_lazy("Later date"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=_lazy("Why it takes longer"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_lazy("For the office; once it agrees, the enterprise reads it too."),
    )  # fmt: skip


class DecideLaterForm(InputForm):
    input_class = DecideInput
    accept = forms.CharField(
        label=_lazy("Decision"),
        widget=forms.RadioSelect(
            choices=[("true", _lazy("Agree to the later date")), ("false", _lazy("The date given stands"))]
        ),
    )
    reason = forms.CharField(
        label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_lazy("Left empty, the enterprise reads the department's reason."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    form = ExtendForm(request.POST if request.method == "POST" else None)
    by, now = signed_in(request), clock.now()
    done = form.attempt(lambda given: actions.extend(pk, given, by=by, now=now)) if form.is_bound else None
    if done:
        said = _("A later date is asked for. The office decides; until then the date given stands.")
        return replies.finished(request, done, said)
    seen, summons = _seen(request, pk)
    if seen.standing.department_id != summons.department_id:
        return _forbidden(request, seen)
    if request.method == "GET" and not ("extend" in seen.moves and lead_of_leg(seen.summonses, seen.r) == summons):
        return request_page.show(request, seen.r.number, error=refusal(_why_not(seen)), status=409)
    return _render(
        request, "replies/extend.html", form, seen, summons, title=_("Ask for a later date"), button=_("Ask the office")
    )


def _why_not(seen: Dossier) -> Refused:
    why = permitted.why_not("extend", seen.facts)
    if why == "extended_before":
        return Refused("extended_before")
    if why == "extend_too_late":
        return Refused("extend_too_late", days=seen.policy.days("extend_before"))
    return Refused("wrong_role" if why == "not_lead" else "wrong_status", status=seen.r.status)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The office's one address for what it decides: a later date where one was asked for, else a decline."""
    if not is_asked(pk):
        return replies.decide(request, pk)
    form = DecideLaterForm(request.POST if request.method == "POST" else None)
    by, now = signed_in(request), clock.now()
    done = form.attempt(lambda given: actions.decide(pk, given, by=by, now=now)) if form.is_bound else None
    if done:
        said = _("{number} is decided; the departments are told.").format(number=done.number)
        return replies.finished(request, done, said, home="dispatch")
    seen, summons = _seen(request, pk)
    if "office" not in seen.standing.held:
        return _forbidden(request, seen)
    if request.method == "GET" and seen.extension is None:
        no = Refused("wrong_status", status=seen.r.status)
        return request_page.show(request, seen.r.number, error=refusal(no), status=409)
    title = _("{department} asks for a later date").format(department=summons.department.name)
    return _render(
        request, "replies/decide_later.html", form, seen, summons, title=title, button=_("Decide"),
        asked=seen.extension, said=_reason(seen),
    )  # fmt: skip


def _seen(request: HttpRequest, pk: int) -> tuple[Dossier, Summons]:
    seen = dossier(signed_in(request), replies.number_of(request, pk), now=clock.now())
    return seen, next(row for row in seen.summonses if row.pk == pk)


def _forbidden(request: HttpRequest, seen: Dossier) -> HttpResponse:
    if request.method == "GET":
        raise PermissionDenied
    return request_page.show(request, seen.r.number, error=refusal(Refused("wrong_role")), status=403)


def _render(
    request: HttpRequest, template: str, form: InputForm, seen: Dossier, summons: Summons, *, title: str, button: str, **more: Any
) -> HttpResponse:  # fmt: skip
    act = replies.ActWords(title, button)
    due, in_force = seen.r.resolve_by, seen.policy
    left = dates.left(due, in_force.now, in_force.calendar) if due else ""
    slip = replace(
        replies.slip(seen, summons), due_at=None, left=left, lamp=seen.lamp
    )  # its reply is out, the plan runs
    page = {"form": form, "act": act, "slip": slip, "back": replies.back_of(request), "r": seen.r}
    return render(request, template, {**page, "last_day": _last_day(seen), **more}, status=form.status)


def _last_day(seen: Dossier) -> datetime | None:
    """The last day that can be asked for; none where the calendar of that year is still to come."""
    before = seen.r.resolve_by
    return seen.policy.due_after(before, seen.policy.days("plan_days_max")) if before else None


def _reason(seen: Dossier) -> str:
    said = [one.text for one in seen.happenings if one.kind == "summons.extension_asked"]
    return (said[-1] if said else "") or ""
