"""我也是: for the host, which firms have the trouble too, and the common work that may be made of it (N6)."""

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
from liaison.casework import actions, common, gripes
from liaison.casework.common_inputs import AlsoInput

from .forms import InputForm
from .who import signed_in


class AlsoForm(InputForm):
    input_class = AlsoInput
    title = forms.CharField(label=_lazy("Name of the work"), widget=forms.TextInput(attrs={"maxlength": 60}))
    department = forms.ChoiceField(label=_lazy("Who does it"))

    def __init__(self, zone: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = [(one.code, one.name) for one in common.departments(zone)]
        self.fields["department"].choices = [("", _("Not settled yet")), *there]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        sent: Any = self.data
        return {**super().values(), "enterprises": sent.getlist("enterprises")}


@require_http_methods(["GET", "HEAD", "POST"])
def firms(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    gripe = gripes.item(account, pk)
    if not gripes.is_host(account):
        raise PermissionDenied
    found, sent = gripes.said_so_too(gripe), request.method == "POST"
    form = AlsoForm(account.zone_id, request.POST if sent else None)
    made = (
        form.attempt(lambda given: actions.common_from_gripe(pk, given, by=account, now=clock.now())) if sent else None
    )
    if made is not None:
        messages.success(
            request, _("{number} is made. Each enterprise keeps its own date and reply.").format(number=made.number)
        )
        return redirect("common-work", made.number)
    ticked = request.POST.getlist("enterprises") if sent else [one.code for one in found]
    page = {"gripe": gripe, "firms": found, "form": form, "ticked": ticked}
    return render(request, "gripes/too.html", page, status=form.status)
