"""常用语: one's own phrases and the department's, kept on one page and at hand under every larger text field."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST

from liaison.registry import phrases
from liaison.registry.inputs import PhraseInput
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from .forms import InputForm
from .who import signed_in


class PhraseForm(InputForm):
    input_class = PhraseInput
    short = forms.CharField(
        label=_lazy("Short form"), help_text=_lazy("Type :: and the short form, then a space, in any reply."),
        widget=forms.TextInput(attrs={"maxlength": 20, "autocapitalize": "none", "autocomplete": "off"}),
    )  # fmt: skip
    text = forms.CharField(label=_lazy("Text"), widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}))
    for_department = forms.BooleanField(label=_lazy("For my whole department"))


@require_http_methods(["GET", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The list, and the form that adds one."""
    account = signed_in(request)
    if account.enterprise_id is not None:
        raise PermissionDenied
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.attempt(lambda given: phrases.add(given, by=account)) is not None:
        messages.success(request, _("Kept. It is at hand under every text now."))
        return redirect("phrases")
    rows = [(one, phrases.may_change(account, one)) for one in phrases.at_hand(account)]
    context = {
        "form": form, "department": account.department if phrases.keeps_departments(account) else None,
        "groups": [
            (_("My own"), [(one, may) for one, may in rows if one.account_id]),
            (_("My department's"), [(one, may) for one, may in rows if not one.account_id]),
        ],
    }  # fmt: skip
    return render(request, "phrases/list.html", context, status=form.status)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    phrase = phrases.visible(account).filter(pk=pk).first()
    if phrase is None:
        raise Http404
    if not phrases.may_change(account, phrase):
        raise PermissionDenied
    form = PhraseForm(
        request.POST if request.method == "POST" else None, initial={"short": phrase.short, "text": phrase.text}
    )
    if form.is_bound and form.attempt(lambda given: phrases.change(pk, given, by=account)) is not None:
        messages.success(request, _("Changed."))
        return redirect("phrases")
    return render(request, "phrases/change.html", {"form": form, "phrase": phrase}, status=form.status)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        phrases.delete(pk, by=signed_in(request))
    except Refused as no:
        raise PermissionDenied(refusal(no)) from no
    messages.success(request, _("Deleted."))
    return redirect("phrases")
