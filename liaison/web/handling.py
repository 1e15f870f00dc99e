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

from liaison import clock, record
from liaison.casework import actions, inputs
from liaison.casework.desk_queries import Glance, glance
from liaison.casework.models import ServiceRequest
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import lifecycle
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import request_page
from .attaching import FilesForm
from .cited import CitingForm
from .desk_today import lamp_text
from .forms import InputForm
from .taking_over import from_lead
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

    @property
    def with_it(self) -> dict[str, Any]:
        """What the action takes beside the words."""
        return {}


class ActFilesForm(ActForm, FilesForm):
    """The same for an act with which photos and papers may go."""

    @property
    def with_it(self) -> dict[str, Any]:
        return {"files": self.safe}


class OutcomeForm(ActFilesForm, CitingForm):
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


class ProgressForm(ActFilesForm):
    input_class = inputs.ProgressInput
    text = words(_("What has been done, what is awaited"))
    next_progress_on = day(_("Next news on"), _("The enterprise hears from us again by the end of this day."))

    def __init__(self, seen: Glance, *args: Any, **kwargs: Any) -> None:
        super().__init__(seen, *args, **kwargs)
        due = seen.policy.due("progress", seen.policy.now)  # news in a cycle; another day may be given
        self.fields["next_progress_on"].initial = due and day_of(due).isoformat()


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
        sayable = [code for code in ANSWERS if seen.r.status in _said_in(code)]
        if not self.is_bound:  # what was sent is judged by the action, which knows the present state
            self.fields["answer"].choices = [(code, ANSWERS[code]) for code in sayable]  # type: ignore[attr-defined]


def _said_in(answer: str) -> frozenset[lifecycle.Status]:
    """In which states a firm may say so: that it is not settled also of what was declined as out of scope (R-10)."""
    contest = lifecycle.MOVES["contest"].of if answer == "dispute" else frozenset()
    return lifecycle.MOVES[answer].of | contest


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
    return perform(request, number, ANSWER)


def conclude(request: HttpRequest, number: str) -> HttpResponse:
    return perform(request, number, CONCLUDE)


def progress(request: HttpRequest, number: str) -> HttpResponse:
    return perform(request, number, PROGRESS)


def decline_scope(request: HttpRequest, number: str) -> HttpResponse:
    return perform(request, number, DECLINE_SCOPE)


def call_back(request: HttpRequest, number: str) -> HttpResponse:
    return perform(request, number, CALL_BACK)


@require_http_methods(["GET", "HEAD", "POST"])
def perform(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := barred(request, seen, act.move):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = (
        act.form(seen, request.POST, request.FILES)
        if request.method == "POST"
        else act.form(seen, initial=from_lead(request, seen.r, seen.standing))
    )
    done = (
        form.attempt(lambda given: act.run(seen.r.pk, given, by=account, now=clock.now(), **form.with_it))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, str(act.done))
        return redirect("request-detail", number)
    if isinstance(form, CitingForm):
        form.offer(account, seen)
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


class VerifyForm(InputForm):
    input_class = inputs.TextInput
    text = forms.CharField(label=_("Whom you spoke to"))


@require_POST
def verify(request: HttpRequest, number: str) -> HttpResponse:
    """打过电话，核实了: for the specialist that call is the first contact too, so both are done, or neither."""
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := barred(request, seen, "verify"):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = VerifyForm(request.POST, auto_id="verify_%s")
    if form.attempt(lambda given: _verified(seen, given, account)):
        messages.success(request, _("Verified. It now goes its way like any other request."))
        return redirect("request-detail", number)
    wrong = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
    return request_page.show(request, number, error=wrong, status=form.status)


def _verified(seen: Glance, given: inputs.TextInput, by: Account) -> ServiceRequest:
    now = clock.now()
    with record.transaction():
        r = actions.verify(seen.r.pk, given, by=by, now=now)
        take = lifecycle.MOVES["take"]
        if r.status in take.of and take.by & seen.standing.held:
            r = actions.take(seen.r.pk, inputs.TextInput(), by=by, now=now)
        return r


class NoteForm(FilesForm):
    """An internal note, with what only staff is to see."""

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
    form = NoteForm(request.POST, request.FILES, auto_id="note_%s")
    if form.attempt(lambda given: actions.message(seen.r.pk, given, by=account, now=clock.now(), files=form.safe)):
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
        if request.method != "POST" and not lifecycle.fits(move, seen.r.verified):
            return Refused("unverified")
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
