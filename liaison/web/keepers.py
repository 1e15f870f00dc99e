"""开启口令: three persons keep the parts of a round's key; two of them are needed to open its votes (security 7.3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.appraisal import access
from liaison.appraisal.actions import keeping, unsealing
from liaison.appraisal.models import Keeper, Round
from liaison.appraisal.round_inputs import KeeperInput
from liaison.registry.access import posts
from liaison.registry.models import Account
from liaison.rules.refusals import Refused
from liaison.speech import rounds as words
from liaison.speech import votes
from liaison.speech.refusals import refusal

from .forms import InputForm
from .who import signed_in


def secret(label: Any, help_text: Any = "") -> forms.CharField:
    """Shown to nobody, kept by no browser."""
    typed = forms.PasswordInput(attrs={"autocomplete": "off", "maxlength": 200})
    return forms.CharField(label=label, help_text=help_text, widget=typed, strip=False)


class KeeperForm(InputForm):
    input_class = KeeperInput
    phrase = secret(
        _lazy("Opening phrase"),
        _lazy("At least 12 characters, best a sentence that only you know. It is stored nowhere and cannot be reset."),
    )
    again = secret(_lazy("Once more"))


@dataclass(frozen=True)
class Part:
    word: str
    who: str
    at: datetime | None
    mine: bool


def opener(request: HttpRequest) -> Account:
    """Evaluation, personnel or discipline. Raises PermissionDenied."""
    account = signed_in(request)
    if not posts(account) & set(unsealing.OPENERS):
        raise PermissionDenied
    return account


def parts(account: Account, of: Round) -> list[Part]:
    """One statement."""
    there = {one.part: one for one in Keeper.objects.filter(round=of).select_related("account")}
    return [_part(part, there.get(part), account) for part in Keeper.PARTS]


def _part(part: str, kept: Keeper | None, account: Account) -> Part:
    who, at = (kept.account.name, kept.made_at) if kept else ("", None)
    return Part(votes.part_word(part), who, at, bool(kept) and kept.account_id == account.pk)  # type: ignore[union-attr]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def page(request: HttpRequest, pk: int) -> HttpResponse:
    account = opener(request)
    of = access.round_for(account, pk)
    form = KeeperForm(request.POST if request.method == "POST" else None)
    made = (
        form.attempt(lambda given: keeping.set_phrase(pk, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if made:
        messages.success(request, _("Kept. Remember the phrase: nobody can read it to you."))
        return redirect("round-keepers", pk)
    return _page(request, account, of, form)


def _page(
    request: HttpRequest, account: Account, of: Round, form: KeeperForm, error: str = "", status: int = 0
) -> HttpResponse:
    held = parts(account, of)
    shown = {
        "of": of, "title": words.half_word(of.year, of.half), "parts": held, "form": form, "refusal": error,
        "planned": of.state == Round.PLANNED, "has_paper": held[-1].at is not None,
        "mine": any(one.mine for one in held), "my_paper": held[-1].mine,
    }  # fmt: skip
    return render(request, "votes/keepers.html", shown, status=status or form.status)


@require_POST
@never_cache
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The code stands on this one answer, to be printed and sealed, and nowhere else."""
    account, now = opener(request), clock.now()
    of = access.round_for(account, pk)
    try:
        code = keeping.print_paper(pk, by=account, now=now)
    except Refused as no:
        return _page(request, account, of, KeeperForm(), refusal(no), no.status)
    shown = {
        "of": of,
        "title": words.half_word(of.year, of.half),
        "code": code,
        "zone": account.zone,
        "who": account.name,
        "at": now,
    }
    return render(request, "votes/paper.html", shown)
