"""办理: what specialist and office do with a request, each act a sheet with its own page, so that it works without script."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework.desk_queries import Glance, glance
from liaison.casework.models import ServiceRequest
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import lifecycle
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import request_page
from .desk_today import lamp_text
from .forms import InputForm
from .who import signed_in


def words(label: Any, rows: int = 4, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


def day(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}))


# --- the forms ---


class ActForm(InputForm):
    """A form about one request; `seen` is what its page knows of it."""

    def __init__(self, seen: Glance, *args: Any, **kwargs: Any) -> None:
        self.seen = seen
        super().__init__(*args, auto_id="act_%s", **kwargs)


class OutcomeForm(ActForm):
    """Result first, then the words; an explanation owes four parts (R-26)."""

    input_class = inputs.OutcomeInput
    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[("resolved", _("Resolved")), ("explained", _("Explained"))],
        widget=forms.RadioSelect,
        initial="resolved",
    )
    text = words(_("What the enterprise reads"), 5)
    reason = words(_("Why it cannot be done"), 2)
    basis = words(_("On what basis"), 2, _("The rule or document, with its number."))
    alternative = words(_("What they can do instead"), 2)
    contact = forms.CharField(label=_("Whom to ask"), help_text=_("Name and telephone number."))

    @property
    def explains(self) -> bool:
        return self["outcome"].value() == "explained" or bool(
            self.errors.keys() & {"reason", "basis", "alternative", "contact"}
        )


class ProgressForm(ActForm):
    input_class = inputs.ProgressInput
    text = words(_("What has been done, what is awaited"))
    next_progress_on = day(_("Next news on"), _("The enterprise hears from us again by the end of this day."))


class DeclineScopeForm(ActForm):
    input_class = inputs.DeclineScopeInput
    reason = words(_("Why it is out of scope"))
    where = words(_("Where to go instead"), 2, _("Who is responsible, and how to reach them."))


ANSWERS = {
    "confirm": _("It is solved"),
    "dispute": _("Not solved, handle it again"),
    "reopen": _("It came back, reopen it"),
    "withdraw": _("No longer needed, withdraw it"),
}


class CallBackForm(ActForm):
    """电话回访: only what can be said in the present state is offered."""

    input_class = inputs.CallBackInput
    answer = forms.ChoiceField(
        label=_("What the enterprise said"), choices=list(ANSWERS.items()), widget=forms.RadioSelect
    )
    text = words(_("In its words"), 3, _("Needed when it is not solved or came back."))

    def __init__(self, seen: Glance, *args: Any, **kwargs: Any) -> None:
        super().__init__(seen, *args, **kwargs)
        sayable = [code for code in ANSWERS if seen.r.status in lifecycle.MOVES[code].of]
        if not self.is_bound:  # what was sent is judged by the action, which knows the present state
            self.fields["answer"].choices = [(code, ANSWERS[code]) for code in sayable]  # type: ignore[attr-defined]


# --- the acts ---


@dataclass(frozen=True)
class Act:
    move: str
    form: type[ActForm]
    run: Callable[..., ServiceRequest]
    fields: str  # the partial with its fields
    title: Any
    button: Any
    done: Any


ANSWER = Act(
    "answer", OutcomeForm, actions.answer, "handling/_outcome.html",
    _("Reply to the enterprise"), _("Send the reply"), _("The enterprise has your reply and is asked to confirm."),
)  # fmt: skip
CONCLUDE = Act(
    "conclude", OutcomeForm, actions.conclude, "handling/_outcome.html",
    _("It is done"), _("Tell the enterprise"), _("The enterprise was told and is asked to confirm."),
)  # fmt: skip
PROGRESS = Act(
    "progress", ProgressForm, actions.progress, "handling/_progress.html",
    _("Report progress"), _("Tell the enterprise"), _("The enterprise was told."),
)  # fmt: skip
DECLINE_SCOPE = Act(
    "decline_scope", DeclineScopeForm, actions.decline_scope, "handling/_decline_scope.html",
    _("Out of scope"), _("Decline and tell why"), _("The enterprise was told why, and where to go."),
)  # fmt: skip
CALL_BACK = Act(
    "call_back", CallBackForm, actions.call_back, "handling/_call_back.html",
    _("Call-back"), _("Log what was said"), _("Logged. The enterprise was told what was noted for it."),
)  # fmt: skip


def answer(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ANSWER)


def conclude(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, CONCLUDE)


def progress(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, PROGRESS)


def decline_scope(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, DECLINE_SCOPE)


def call_back(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, CALL_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def _act(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := barred(request, seen, act.move):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = act.form(seen, request.POST) if request.method == "POST" else act.form(seen)
    done = form.attempt(lambda given: act.run(seen.r.pk, given, by=account, now=clock.now())) if form.is_bound else None
    if done:
        messages.success(request, str(act.done))
        return redirect("request-detail", number)
    return render(request, "handling/act.html", {"act": act, "form": form, **about(seen)}, status=form.status)


@require_POST
def take(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    try:
        actions.take(seen.r.pk, inputs.TextInput(), by=account, now=clock.now())
    except Refused as no:
        return request_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, _("It is in your hands. The enterprise was told."))
    return redirect("request-detail", number)


class NoteForm(InputForm):
    input_class = inputs.MessageInput
    text = words(_("Internal note"), 2)

    def values(self) -> dict[str, Any]:
        return {**super().values(), "internal": True}


@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := barred(request, seen, "note"):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = NoteForm(request.POST, auto_id="note_%s")
    if form.attempt(lambda given: actions.message(seen.r.pk, given, by=account, now=clock.now())):
        messages.success(request, _("Noted. Only staff can read it."))
        return redirect(reverse("request-detail", args=[number]) + "#talk")
    return request_page.show(request, number, status=form.status, note_form=form)


# --- shared with the whistle ---


def at_hand(account: Account, number: str) -> Glance:
    return glance(account, number, policy(account.zone, clock.now()))


def barred(request: HttpRequest, seen: Glance, move: str) -> Refused | None:
    """Why this act's page is not offered. Of what is sent only the capacity is judged here, the state under the action's lock."""
    try:
        lifecycle.capacity_for(move, seen.standing.held)
        if request.method != "POST" and move not in seen.moves:
            lifecycle.next_status(seen.r.status, move, seen.standing.held)
            return Refused("final" if move == "decline_scope" else "wrong_role")
    except Refused as no:
        return no
    return None


def about(seen: Glance) -> dict[str, Any]:
    """What every act's page says of its request."""
    return {
        "r": seen.r,
        "number": seen.r.number,
        "text": seen.text,
        "lamp": seen.lamp,
        "lamp_text": lamp_text(seen),
        "back_url": reverse("request-detail", args=[seen.r.number]),
    }
