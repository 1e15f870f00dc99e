"""认领: in one tap from the list with the date that goes without saying, or on a page of its own with another one (R-33, R-34)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods

from liaison import clock
from liaison.casework import actions, gripes
from liaison.casework.inputs import ClaimInput
from liaison.casework.models import Gripe
from liaison.registry.access import acts_for_department
from liaison.registry.policy import policy

from .forms import InputForm
from .who import signed_in


class ClaimForm(InputForm):
    input_class = ClaimInput
    resolve_by = forms.CharField(label=_lazy("Done by"), widget=forms.DateInput(attrs={"type": "date"}))
    part = forms.CharField(
        label=_lazy("Part"), widget=forms.RadioSelect(choices=[("lead", _lazy("We lead")), ("co", _lazy("We join"))])
    )


@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, number: str) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    pk = gripes.request_pk(account, number)
    if not acts_for_department(account):
        raise PermissionDenied
    gripe = Gripe.objects.filter(service_request=pk).select_related(
        "session__zone", "enterprise", "service_request__text"
    )
    said = gripe.order_by("-pk").first()
    if said is None:  # no item of a session: there is nothing to claim about it
        raise PermissionDenied
    in_force = policy(account.zone, now)
    default = gripes.default_date(said.session, in_force)
    first: dict[str, Any] = {
        "resolve_by": default.isoformat() if default else "",
        "part": request.GET.get("part", "lead"),
    }
    form = ClaimForm(request.POST if request.method == "POST" else None, initial=first)
    done = form.attempt(lambda given: actions.claim(pk, given, by=account, now=now)) if form.is_bound else None
    if done:
        messages.success(request, _("Claimed. Everybody in the session sees it."))
        return redirect("gripe-session", said.session_id)
    words = said.service_request.text
    return render(request, "gripes/claim.html", {
        "form": form, "gripe": said, "number": number, "text": words.text if words else "",
        "latest": in_force.due_after(now, in_force.days("plan_days_max")),
    }, status=form.status)  # fmt: skip
