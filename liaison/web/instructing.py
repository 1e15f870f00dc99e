"""批示 and what becomes of it: written in two taps, answered by whoever owes it, closed or asked again (R-22)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, instructions
from liaison.casework.desk_queries import Glance
from liaison.casework.inputs import AskAgainInput, InstructInput, ReasonInput, TextInput
from liaison.casework.models import Instruction
from liaison.rules import lifecycle
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import request_page
from .handling import Act, ActForm, about, at_hand, day, perform, words
from .who import signed_in

# What leaders write again and again; the last one owes no answer.
READY = {
    "finish": _("Please finish this within three working days and report."),
    "explain": _("Please say why it is late, and when it will be done."),
    "consult": _("Please call the departments together and settle it."),
    "read": _("Read."),
}
NO_ANSWER = "read"


class InstructForm(ActForm):
    """Everything is chosen before the page opens: the second tap sends it."""

    input_class = InstructInput
    ready = forms.ChoiceField(
        label=_("Instruction"), choices=list(READY.items()), widget=forms.RadioSelect, initial="finish"
    )
    text = words(_("In your own words"), 2, _("Added to what is chosen above."))
    addressee = forms.ChoiceField(label=_("Who answers"), widget=forms.RadioSelect)
    answer_by = day(_("Answer by"), _("To the end of that day; the order gets its number."))
    no_answer = forms.BooleanField(label=_("No answer needed"), widget=forms.CheckboxInput)

    def __init__(self, seen: Glance, *args: Any, **kwargs: Any) -> None:
        super().__init__(seen, *args, **kwargs)
        who = [("lead", seen.lead.department.name)] if seen.lead else []
        holder = seen.specialist or seen.chief
        named = _("Specialist {name}").format(name=holder.name) if holder else _("The specialist")
        who.append(("specialist", str(named)))
        self.fields["addressee"].choices = who  # type: ignore[attr-defined]
        self.fields["addressee"].initial = who[0][0]
        due = seen.policy.due("instruction", seen.policy.now)
        self.fields["answer_by"].initial = due and day_of(due).isoformat()

    def values(self) -> dict[str, Any]:
        given = super().values()
        ready = given.pop("ready", "")
        given["answer"] = not given.pop("no_answer", False) and ready != NO_ANSWER
        said = [str(READY[ready])] if ready in READY else []
        return {**given, "text": "\n".join([*said, *([given["text"]] if given.get("text") else [])])}


INSTRUCT = Act(
    "instruct", InstructForm, actions.instruct, "instructions/_instruct.html",
    _("Instruction"), _("Send the instruction"), _("Sent. Whoever owes the answer has it on the desk."),
)  # fmt: skip


def instruct(request: HttpRequest, number: str) -> HttpResponse:
    return perform(request, number, INSTRUCT)


# --- what becomes of it ---


class OrderForm(ActForm):
    """A form about one instruction: what was asked stands above it."""

    order: Instruction


class AnswerForm(OrderForm):
    input_class = ReasonInput
    text = words(_("How it stands"), 4, _("The leadership reads it; the enterprise does not."))


class AgainForm(OrderForm):
    input_class = AskAgainInput
    text = words(_("What the answer lacks"))
    answer_by = day(_("Answer by"))

    def __init__(self, seen: Glance, *args: Any, **kwargs: Any) -> None:
        super().__init__(seen, *args, **kwargs)
        due = seen.policy.due("instruction", seen.policy.now)
        self.fields["answer_by"].initial = due and day_of(due).isoformat()


ANSWER = Act(
    "answer", AnswerForm, actions.answer_instruction, "instructions/_answer.html",
    _("Answer the instruction"), _("Send the answer"), _("Answered. Whoever gave the instruction was told."),
)  # fmt: skip
AGAIN = Act(
    "again", AgainForm, actions.ask_again, "instructions/_again.html",
    _("Ask again"), _("Send it back"), _("Asked again, under the same number."),
)  # fmt: skip


def _may_answer(order: Instruction, seen: Glance) -> None:
    instructions.capacity_to_answer(order, seen.standing, seen.specialist)


def _may_lead(order: Instruction, seen: Glance) -> None:
    lifecycle.capacity_for("instruct", seen.standing.held)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_order(request, pk, ANSWER, Instruction.OPEN, _may_answer)


@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_order(request, pk, AGAIN, Instruction.ANSWERED, _may_lead)


def _on_order(
    request: HttpRequest, pk: int, act: Act, state: str, may: Callable[[Instruction, Glance], None]
) -> HttpResponse:  # fmt: skip
    """A sheet about one instruction; judged here for what is shown, and again under the lock for what is done."""
    account = signed_in(request)
    order = instructions.one(account, pk)
    seen = at_hand(account, order.service_request.number)
    try:
        may(order, seen)
    except Refused as no:
        if request.method != "POST":
            raise PermissionDenied from no
        return request_page.show(request, seen.r.number, error=refusal(no), status=no.status)
    if request.method != "POST" and order.state != state:
        gone = Refused("instruction_moved_on")
        return request_page.show(request, seen.r.number, error=refusal(gone), status=gone.status)
    form = act.form(seen, request.POST if request.method == "POST" else None)
    form.order = order  # type: ignore[attr-defined]
    done = form.attempt(lambda given: act.run(pk, given, by=account, now=clock.now())) if form.is_bound else None
    if done:
        messages.success(request, str(act.done))
        return redirect(reverse("request-detail", args=[done.number]) + "#orders")
    return render(request, "handling/act.html", {"act": act, "form": form, **about(seen)}, status=form.status)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    order = instructions.one(account, pk)
    try:
        done = actions.close_instruction(pk, TextInput(), by=account, now=clock.now())
    except Refused as no:
        return request_page.show(request, order.service_request.number, error=refusal(no), status=no.status)
    messages.success(request, _("Closed. Whoever answered was told."))
    return redirect(reverse("request-detail", args=[done.number]) + "#orders")
