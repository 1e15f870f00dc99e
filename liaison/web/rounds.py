"""评价周期 for evaluation: the rounds, planning one, its roll and turnout, one-time codes and paper slips (R-42).

Turnout and who has voted stand nowhere else, and nobody can remind a chosen firm from here.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as TooMany
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
from liaison.appraisal import rounds as read
from liaison.appraisal.actions import planning, voting
from liaison.appraisal.models import Ballot, RollLine, Round
from liaison.appraisal.round_inputs import LineInput, RoundInput, SlipInput
from liaison.registry.models import Account
from liaison.registry.policy import Policy, policy
from liaison.rules import rounds as rules
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import rounds as words
from liaison.speech.lists import listed

from .forms import InputForm
from .supervision import Choice
from .who import signed_in

LAMPS = {Round.PLANNED: "normal", Round.OPEN: "due_soon", Round.CLOSED: "consulting"}  # everything later is done


@dataclass(frozen=True)
class Line:
    """A round in a list."""

    url: str
    title: str
    state: str
    lamp: str
    opens_on: date
    closes_at: datetime
    keepers_missing: int  # of one that is still planned


def line(of: Round) -> Line:
    missing = 3 - of.keepers_there if of.state == Round.PLANNED else 0  # type: ignore[attr-defined]
    lamp = "overdue" if missing else LAMPS.get(of.state, "done")
    return Line(
        reverse("round", args=[of.pk]), words.half_word(of.year, of.half), words.state_word(of.state), lamp, of.opens_on,
        of.closes_at, missing,
    )  # fmt: skip


def block(account: Account, in_force: Policy) -> list[Line]:
    """On the desk: what is planned or runs, and the last one that is over. One statement."""
    return [line(of) for of in read.listed(account)[:3]]


def _evaluation(request: HttpRequest) -> Account:
    account = signed_in(request)
    if not access.runs(account):
        raise PermissionDenied
    return account


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    found = read.listed(_evaluation(request))
    return render(request, "rounds/list.html", {"lines": [line(of) for of in found]})


# --- planning


class RoundForm(InputForm):
    input_class = RoundInput
    year = forms.CharField(label=_lazy("Year"), widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}))
    half = forms.ChoiceField(
        label=_lazy("Half-year that is rated"), widget=forms.RadioSelect,
        choices=[("1", _lazy("January to June")), ("2", _lazy("July to December"))],
    )  # fmt: skip
    opens_on = forms.CharField(
        label=_lazy("Opens on"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("At 09:00. Left empty: the first working day after the half-year."),
    )  # fmt: skip
    closes_on = forms.CharField(
        label=_lazy("Closes on"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("At the close of business. Left empty: as many working days later as the limit says."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    account, now = _evaluation(request), clock.now()
    form = RoundForm(request.POST if request.method == "POST" else None, initial=_next_half(day_of(now)))
    made = form.attempt(lambda given: planning.plan_round(given, by=account, now=now)) if form.is_bound else None
    if made:
        messages.success(request, _("Planned. It opens by itself once the three keepers of its key are there."))
        return redirect("round", made.pk)
    return render(request, "rounds/new.html", {"form": form}, status=form.status)


def _next_half(today: date) -> dict[str, Any]:
    """The half-year that ends next, or has just ended."""
    year, half = (today.year, 1) if today.month < 8 else (today.year, 2)  # in July the first one is rated
    if today.month == 1:
        year, half = today.year - 1, 2
    return {"year": str(year), "half": str(half)}


# --- one round


class LineForm(InputForm):
    input_class = LineInput
    enterprise = forms.CharField(label=_lazy("Enterprise"), widget=forms.HiddenInput)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, error: str = "", status: int = 200) -> HttpResponse:
    account = _evaluation(request)
    of = access.round_for(account, pk)
    shown: dict[str, Any] = {
        "of": of, "title": words.half_word(of.year, of.half), "state": words.state_word(of.state), "lamp": LAMPS.get(of.state, "done"),
        "missing": listed([words.keeper_word(part) for part in read.missing_keepers(of)]) if of.state == Round.PLANNED else "",
        "refusal": error, "planned": of.state == Round.PLANNED, "open": of.state == Round.OPEN,
        "closed": of.state == Round.CLOSED, "late": _late(of),
    }  # fmt: skip
    if of.state == Round.PLANNED:
        shown["firms"], shown["left_out"] = read.preview(account, of)
    else:
        shown |= _roll(request, account, of)
    return render(request, "rounds/round.html", shown, status=status)


def _late(of: Round) -> bool:
    return of.state == Round.PLANNED and rules.opening_at(of.opens_on) <= clock.now()


@dataclass(frozen=True)
class RollRow:
    code: str
    firm: str
    specialist: str
    held_days: int
    rater: str
    note: str
    voted: bool
    may_code: bool


def _roll(request: HttpRequest, account: Account, of: Round) -> dict[str, Any]:
    chosen = request.GET.get("list", read.NOT_VOTED)
    chosen = chosen if chosen in read.LISTS else read.NOT_VOTED
    seen, (lines, following) = (
        read.turnout(account, of),
        read.roll(account, of, chosen, request.GET.get("after", "")[:10]),
    )
    counts = dict(zip(read.LISTS, (seen.not_voted, seen.no_account, seen.void, seen.lines), strict=True))
    url = reverse("round", args=[of.pk])
    return {
        "turnout": seen, "finding": _finding(of, seen), "rows": [_row(one, of) for one in lines],
        "lists": [Choice(label, counts[key], f"{url}?list={key}", key == chosen) for key, label in _labels().items()],
        "older_url": f"{url}?list={chosen}&after={following}" if following else "",
        "reminders": _reminders(account, of),
    }  # fmt: skip


def _labels() -> dict[str, str]:
    return {
        read.NOT_VOTED: _("Not rated yet"), read.NO_ACCOUNT: _("of these without an account"), read.VOID: _("Without a voice"),
        read.EVERY: _("The whole roll"),
    }  # fmt: skip


def _finding(of: Round, seen: read.Turnout) -> str:
    if of.state == Round.OPEN:
        told = ngettext("{n} enterprise has not rated yet", "{n} enterprises have not rated yet", seen.not_voted)
        return told.format(n=seen.not_voted) if seen.not_voted else _("Every enterprise has rated")
    return _("{voted} of {lines} enterprises rated").format(voted=seen.voted, lines=seen.voted + seen.not_voted)


def _row(one: RollLine, of: Round) -> RollRow:
    notes = [words.void_word(one.void)] if one.void else []
    if one.voice == RollLine.CODE and not one.void:
        notes.append(_("no account: by code or on paper"))
    if one.named_late:  # type: ignore[attr-defined]
        notes.append(_("principal named less than 15 days before the opening"))
    voted: bool = one.has_voted  # type: ignore[attr-defined]
    may_code = of.state == Round.OPEN and one.voice == RollLine.CODE and not one.void and not voted
    return RollRow(
        one.enterprise.code, one.enterprise.short_name, one.specialist.name, one.held_days,
        one.rater.name if one.rater else _("no principal named"), " · ".join(notes), voted, may_code,
    )  # fmt: skip


def _reminders(account: Account, of: Round) -> list[tuple[datetime, bool]]:
    """When the clock reminds, and whether it has. Nobody sends one by hand."""
    in_force = policy(account.zone, clock.now())
    times = rules.reminders(
        of.opens_on, of.closes_at, in_force.calendar, after=in_force.days("round_remind"),
        before=in_force.days("round_remind_before"), at=in_force.at("escalation_time"),
    )  # fmt: skip
    return [(at, place < of.reminded) for place, at in enumerate(times)]


# --- firms without an account


@require_POST
@never_cache
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """The code stands on this one answer and nowhere else: no message, no session, no cache."""
    account = _evaluation(request)
    of = access.round_for(account, pk)
    form = LineForm(request.POST)
    made = form.attempt(lambda given: voting.make_code(pk, given, by=account, now=clock.now()))
    if made is None:
        said = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return _page(request, pk, error=said, status=form.status)
    return render(request, "rounds/code.html", {
        "code": made, "of": of, "title": words.half_word(of.year, of.half), "enterprise": form.given.enterprise,  # type: ignore[attr-defined]
        "address": request.build_absolute_uri(reverse("ballot")), "zone": account.zone,
    })  # fmt: skip


class SlipForm(InputForm):
    """Nothing is chosen before: the two read the slip together."""

    input_class = SlipInput
    enterprise = forms.CharField(
        label=_lazy("Code of the enterprise"), help_text=_lazy("As on the slip, for example E0001.")
    )
    verdict = forms.ChoiceField(
        label=_lazy("What the slip says"), widget=forms.RadioSelect, choices=list(words.VERDICTS.items())
    )
    reason = forms.CharField(
        label=_lazy("Reason, if the slip gives one"), widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000})
    )
    second = forms.CharField(
        label=_lazy("Login of the second person"), widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_lazy("Somebody of personnel or discipline; the second person types both fields."),
    )  # fmt: skip
    password = forms.CharField(
        label=_lazy("Password of the second person"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def values(self) -> dict[str, Any]:
        given = super().values()
        given.pop("password", None)
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    account = _evaluation(request)
    of = access.round_for(account, pk)
    form = SlipForm(request.POST if request.method == "POST" else None)

    def enter(given: SlipInput) -> Ballot:
        second = _second(request, given.second, form.cleaned_data.get("password", ""))
        return voting.enter_slip(pk, given, by=account, second=second, now=clock.now())

    done = form.attempt(enter) if form.is_bound else None
    if done:
        messages.success(request, _("The slip is in the box. Both of you are entered in the audit log."))
        return redirect("round", pk)
    shown = {"form": form, "of": of, "title": words.half_word(of.year, of.half)}
    return render(request, "rounds/slip.html", shown, status=form.status)


def _second(request: HttpRequest, login: str, password: str) -> Account:
    """The second person by his own login and password; failures are counted as at the sign-in. Raises Refused: two_persons."""
    try:
        found = get_adapter().authenticate(request, username=login, password=password)
    except TooMany:
        found = None
    if not isinstance(found, Account):
        raise Refused("two_persons", field="second")
    return found
