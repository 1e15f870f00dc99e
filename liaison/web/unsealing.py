"""开启选票与结果: two persons open the votes after the close; evaluation and personnel read what came of it, each look entered."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.appraisal import access
from liaison.appraisal import results as read
from liaison.appraisal.actions import unsealing
from liaison.appraisal.models import Keeper, Opening, Round
from liaison.appraisal.round_inputs import UnsealInput
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy
from liaison.rules.refusals import Refused
from liaison.speech import rounds as words
from liaison.speech import votes
from liaison.speech.refusals import refusal

from .forms import InputForm
from .keepers import opener, secret
from .who import signed_in

PAGE = 60


class UnsealForm(InputForm):
    input_class = UnsealInput
    phrase = secret(_lazy("Opening phrase, or the code on the sealed paper"))


# --- on the desk


@dataclass(frozen=True)
class Todo:
    """A round about which a keeper has something to do or to read."""

    title: str
    state: str
    lamp: str
    what: str
    url: str


def block(account: Account, in_force: Policy) -> list[Todo]:
    """The last rounds, with what this person can do about their keys and votes. Two statements."""
    rounds = list(access.rounds(account).order_by("-year", "-half")[:3])
    kept = list(Keeper.objects.filter(round__in=rounds).values_list("round", "part", "account"))
    found = [_todo(account, of, [(part, who) for pk, part, who in kept if pk == of.pk]) for of in rounds]
    return [one for one in found if one]


def _todo(account: Account, of: Round, kept: list[tuple[str, int]]) -> Todo | None:
    name, state = words.half_word(of.year, of.half), words.state_word(of.state)
    if of.state == Round.PLANNED:
        mine = any(who == account.pk for _part, who in kept)
        missing = len(Keeper.PARTS) - len(kept)
        if not missing:
            return Todo(
                name, state, "normal", _("All three parts of the key are there"), reverse("round-keepers", args=[of.pk])
            )
        told = ngettext("{n} part of the key is missing", "{n} parts of the key are missing", missing).format(n=missing)
        return Todo(name, state, "normal" if mine else "overdue", told, reverse("round-keepers", args=[of.pk]))
    if of.state == Round.OPEN:
        return None
    if of.state == Round.CLOSED:
        return Todo(
            name, state, "due_soon", _("Votes to be opened by two persons"), reverse("round-unseal", args=[of.pk])
        )
    if posts(account) & set(read.READERS):
        return Todo(name, state, "done", _("See the results"), reverse("round-results", args=[of.pk]))
    return None


# --- opening


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unseal(request: HttpRequest, pk: int) -> HttpResponse:
    account, now = opener(request), clock.now()
    of = access.round_for(account, pk)
    form = UnsealForm(request.POST if request.method == "POST" else None)

    def act(given: UnsealInput) -> Round:
        with unsealing.noted(pk, by=account, now=now):
            return unsealing.unseal(pk, given.phrase, by=account, now=now)

    done = form.attempt(act) if form.is_bound else None
    if done is None:
        return _unseal_page(request, account, of, form)
    if done.state == Round.CLOSED:
        messages.success(request, _("Your envelope is off. Now the second person opens with another part."))
        return redirect("round-unseal", pk)
    messages.success(request, _("The votes are open and counted. Replacements that are due stand with the office."))
    return redirect(
        "round-results" if posts(account) & set(read.READERS) else "appraisal",
        *([pk] if posts(account) & set(read.READERS) else []),
    )


def _unseal_page(request: HttpRequest, account: Account, of: Round, form: UnsealForm) -> HttpResponse:
    opened = list(Opening.objects.filter(round=of).select_related("account"))
    shown = {
        "of": of, "title": words.half_word(of.year, of.half), "form": form, "early": of.state in (Round.PLANNED, Round.OPEN),
        "over": of.state not in (Round.PLANNED, Round.OPEN, Round.CLOSED), "reads": bool(posts(account) & set(read.READERS)),
        "opened": [(votes.part_word(one.part), one.account.name, one.at) for one in opened],
        "mine": any(one.account_id == account.pk for one in opened),
    }  # fmt: skip
    return render(request, "votes/unseal.html", shown, status=form.status)


# --- what came of it


@require_safe
@never_cache
def results(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & set(read.READERS):
        raise PermissionDenied
    return _results(request, account, pk)


def _results(request: HttpRequest, account: Account, pk: int, error: str = "", status: int = 200) -> HttpResponse:
    try:
        found = unsealing.look(pk, by=account, now=clock.now())
    except Refused as no:
        of = access.round_for(account, pk)
        shown: dict[str, Any] = {"title": words.half_word(of.year, of.half), "refusal": refusal(no)}
        return render(request, "votes/no_results.html", shown, status=no.status)
    of, after = found.of, request.GET.get("after", "0")
    begin = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    page = found.lines[begin : begin + PAGE]
    percent = read.percent(of)
    shown = {
        "of": of, "title": words.half_word(of.year, of.half), "refusal": error, "found": found, "percent": percent,
        "counts": [(votes.result_word(one), found.count(one)) for one in ("satisfied", "unsatisfied", "not_rated")],
        "damaged": found.count(read.DAMAGED), "rows": [(one, votes.result_word(one.verdict)) for one in page],
        "may_release": of.state == Round.UNSEALED and percent is not None and Post.EVALUATION in posts(account),
        "next_url": f"?after={begin + PAGE}" if len(found.lines) > begin + PAGE else "",
    }  # fmt: skip
    return render(request, "votes/results.html", shown, status=status)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    access.round_for(account, pk)
    if Post.EVALUATION not in posts(account):
        raise PermissionDenied
    try:
        unsealing.release(pk, by=account, now=clock.now())
    except Refused as no:
        return _results(request, account, pk, refusal(no), no.status)
    messages.success(request, _("Released. The leadership sees the rate of the whole zone, and nothing else of it."))
    return redirect("round-results", pk)
