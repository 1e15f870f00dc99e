"""半年评价: the way to the ballot and the vote (R-43). Neither the choice nor the specialist ever stands in an address.

A principal comes by his link and shows once more that it is he; a firm without an account comes with its one-time code. Both
get a token for a quarter of an hour, in a cookie of its own. Staff has nothing to do here, whatever it has in hand.
"""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as TooMany
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.appraisal import access, results, voters
from liaison.appraisal.actions import voting
from liaison.appraisal.models import RollLine, Round
from liaison.appraisal.round_inputs import BallotInput, CodeInput
from liaison.notices.links import ballot_token, line_of
from liaison.registry import doors
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import rounds
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import dates, votes
from liaison.speech import rounds as words
from liaison.speech.refusals import refusal, title

from .forms import InputForm
from .parts import Step
from .who import signed_in

COOKIE = "liaison_ballot"


class CodeForm(InputForm):
    input_class = CodeInput
    enterprise = forms.CharField(
        label=_lazy("Code of the enterprise"), help_text=_lazy("It stands on the letter, for example E0001.")
    )
    code = forms.CharField(
        label=_lazy("One-time code"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


class BallotForm(InputForm):
    input_class = BallotInput
    verdict = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_lazy("If you like, tell us the reason"), widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        help_text=_lazy("Only those in charge of appraisal read it, after the close."),
    )  # fmt: skip


def _no_staff(request: HttpRequest) -> Account | None:
    """Who votes is the principal of a firm, or nobody who is signed in. Raises PermissionDenied."""
    user = request.user if isinstance(request.user, Account) else None
    if user and not access.votes_for(user):
        raise PermissionDenied
    return user


# --- by one-time code


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest) -> HttpResponse:
    user = _no_staff(request)
    if user:
        mine = voters.open_line(user)
        if mine:
            return redirect("ballot-entry", ballot_token(mine.pk))
        none = {
            "title": _("No rating is running"),
            "sentence": _("There is one every half-year. You are told when it begins."),
        }
        return render(request, "ballot/closed.html", none)
    request.zone_at_hand = doors.first_zone()  # type: ignore[attr-defined]
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        if not ratelimit.consume(request, action="ballot_code"):
            form.is_valid()
            form.add_error(None, _("Too many tries in a short time. Please wait a while, or call."))
            form.status = 429
        elif token := form.attempt(lambda given: voting.begin_with_code(given, now=clock.now())):
            return _admitted(request, token)
    return render(request, "ballot/code.html", {"form": form}, status=form.status)


def _admitted(request: HttpRequest, token: str) -> HttpResponse:
    response = redirect("ballot-rate")
    response.set_cookie(
        COOKIE, token, max_age=int(rounds.BALLOT_LASTS.total_seconds()), secure=request.is_secure(), httponly=True, samesite="Strict"
    )  # fmt: skip
    return response


# --- by link and password


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    account, pk = signed_in(request), line_of(token)
    line = voters.line(pk) if pk else None
    if line is None:
        raise Http404
    try:
        voting.may_vote(line, account)
    except Refused as no:
        raise PermissionDenied from no
    if line.round.state != Round.OPEN:
        return _own_line(request, line)
    error = ""
    if request.method == "POST":
        error = _wrong_password(request, account)
        if not error:
            try:
                return _admitted(request, voting.begin(line.pk, by=account, now=clock.now()))
            except Refused as no:
                return _closed(request, no.code, no.status)
    half = words.half_word(line.round.year, line.round.half)
    shown = {"error": error, "until": line.round.closes_at, "own": voters.own(line), "half": half}
    return render(request, "ballot/enter.html", shown, status=422 if error else 200)


def _wrong_password(request: HttpRequest, account: Account) -> str:
    """A fresh sign-in: whoever sits at a computer left open does not vote. Failures are counted as at the sign-in."""
    try:
        found = get_adapter().authenticate(request, username=account.login, password=request.POST.get("password", ""))
    except TooMany as many:
        return " ".join(many.messages)
    return "" if found == account else _("That is not the password. Please try once more.")


def _own_line(request: HttpRequest, line: RollLine) -> HttpResponse:
    """After the close: the firm checks that its vote is among those that were counted. It says nothing of the choice."""
    standing = results.own_line(line)
    return render(request, "ballot/own.html", {
        "own": voters.own(line), "half": words.half_word(line.round.year, line.round.half), "round": line.round,
        "standing": votes.own_word(standing), "damaged": standing == results.DAMAGED,
    })  # fmt: skip


# --- rating


def _seen(request: HttpRequest) -> RollLine | None:
    """The line that the cookie's token may vote for, if whoever is signed in has to do with it."""
    user = _no_staff(request)
    line = voting.at_the_ballot(request.COOKIES.get(COOKIE, ""), clock.now())
    if line and user and user.enterprise_id != line.enterprise_id:
        raise Http404
    if line:
        request.zone_at_hand = line.round.zone  # type: ignore[attr-defined]
    return line


@login_not_required
@never_cache
@require_safe
def rate(request: HttpRequest) -> HttpResponse:
    line = _seen(request)
    if line is None:
        return redirect("ballot")
    return render(request, "ballot/rate.html", {
        "specialist": line.specialist.name, "until": line.round.closes_at, "facts": voters.facts(line, clock.now()),
        "half": words.half_word(line.round.year, line.round.half), "own": voters.own(line), "firm": line.enterprise.name,
    })  # fmt: skip


@login_not_required
@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The chosen word and what will happen; it came in the body of the request and goes on in the form."""
    line = _seen(request)
    if line is None:
        return redirect("ballot")
    form = BallotForm({"verdict": request.POST.get("v", "")})
    if not form.is_valid():
        return redirect("ballot-rate")
    return _confirm(request, line, form)


def _confirm(request: HttpRequest, line: RollLine, form: BallotForm) -> HttpResponse:
    verdict = form["verdict"].value()
    return render(request, "ballot/confirm.html", {
        "form": form, "verdict": verdict, "word": words.verdict_word(verdict), "unsatisfied": verdict == rounds.UNSATISFIED,
        "steps": _steps(line.round, verdict),
    }, status=form.status)  # fmt: skip


def _steps(of: Round, verdict: str) -> list[Step]:
    now = clock.now()
    steps = [Step(_("The rating closes"), dates.deadline(of.closes_at, now))]
    if verdict == rounds.UNSATISFIED:
        steps.append(Step(_("You have a new specialist; name and telephone are sent to you"), _by(of, now)))
        steps.append(Step(_("Open requests go on: their numbers and dates stay")))
    return steps


def _by(of: Round, now: datetime) -> str:
    due = policy(of.zone, now).due("replace", of.closes_at)
    return _("by {when}").format(when=dates.day(day_of(due), day_of(now))) if due else ""


@login_not_required
@never_cache
@require_POST
def cast(request: HttpRequest) -> HttpResponse:
    line = _seen(request)
    if line is None:
        return _closed(request, "ballot_expired", 409)
    form = BallotForm(request.POST)
    if not form.is_valid():
        if form["verdict"].value() in rounds.VERDICTS:
            form.status = 422
            return _confirm(request, line, form)
        return redirect("ballot-rate")
    try:
        voting.cast(request.COOKIES.get(COOKIE, ""), form.given, now=clock.now())  # type: ignore[arg-type]
    except Refused as no:
        return _closed(request, no.code, no.status)
    response = redirect("ballot-done")
    response.delete_cookie(COOKIE, samesite="Strict")
    return response


@login_not_required
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What everybody sees after a vote: no choice, no time, no number. Nobody can ask for a receipt, because there is none."""
    _no_staff(request)
    return render(request, "ballot/done.html")


def _closed(request: HttpRequest, code: str, status: int) -> HttpResponse:
    no = Refused(code)
    shown: dict[str, Any] = {"title": title(code), "sentence": refusal(no)}
    return render(request, "ballot/closed.html", shown, status=status)
