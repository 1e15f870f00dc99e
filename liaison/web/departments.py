"""部门: the departments that can be whistled, and the agencies outside the zone; entered by the office or by security."""

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
from liaison.registry import actions, queries
from liaison.registry.access import posts
from liaison.registry.inputs import DepartmentInput
from liaison.registry.models import Post

from .forms import InputForm
from .who import signed_in


class DepartmentForm(InputForm):
    input_class = DepartmentInput
    code = forms.CharField(
        label=_lazy("Code"),
        help_text=_lazy("Two to ten capital letters; it never changes."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}),
    )
    name_zh = forms.CharField(label=_lazy("Name"))
    name_en = forms.CharField(label=_lazy("English name"))
    phone = forms.CharField(label=_lazy("Phone"), widget=forms.TextInput(attrs={"inputmode": "tel"}))
    external = forms.BooleanField(label=_lazy("Outside the zone: reached through an inside liaison, never whistled"))

    def values(self) -> dict[str, Any]:
        return {**super().values(), "code": self.cleaned_data["code"].strip().upper()}


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & {Post.OFFICE, Post.SECURITY}:
        raise PermissionDenied
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = form.attempt(lambda given: actions.create_department(given, by=account, now=clock.now()))
        if made:
            messages.success(
                request, _("%(name)s is entered. Its people are entered by security.") % {"name": made.name}
            )
            return redirect("departments")
    context = {"form": form, "departments": queries.departments(account)}
    return render(request, "departments/list.html", context, status=form.status)
