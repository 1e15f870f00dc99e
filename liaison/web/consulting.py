"""会商: proposed, agreed to, cancelled, called together, written down; each act a sheet with its own page (R-18, R-20)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework.consultations import codes, consultation_of_leg, request_of_duty, seats
from liaison.casework.desk_queries import Glance
from liaison.casework.models import Consultation, ServiceRequest
from liaison.casework.moves import facts_of
from liaison.registry.models import Department
from liaison.registry.queries import departments
from liaison.rules import lifecycle, permitted, refusals
from liaison.rules.deadlines import day_of, local
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused
from liaison.speech.lists import listed
from liaison.speech.refusals import refusal

from . import request_page
from .handling import ActForm, about, at_hand, day, words
from .whistles import Codes, OneCode
from .who import signed_in

OUTSIDERS, DUTIES = 3, 5  # rows offered at a time
OUTSIDER = {
    "name": pgettext_lazy("of a person", "Name"),
    "unit": _("Organisation"),
    "phone": _("Phone"),
    "email": _("Mail address"),
}


def moment(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


# --- the forms ---


class SheetForm(ActForm):
    """`held` is the consultation at hand, `known` the departments of the zone."""

    def __init__(
        self, seen: Glance, held: Consultation | None, known: Sequence[Department], *args: Any, **kwargs: Any
    ) -> None:
        self.held, self.known = held, known
        super().__init__(seen, *args, **kwargs)
        self.prepare()
        for field in self.fields.values():
            field.required = False

    def prepare(self) -> None:
        """What depends on the request at hand."""

    def choices(self, *, inside: bool = False) -> list[tuple[str, str]]:
        """Departments that may sit in it: all but the lead."""
        lead = self.seen.lead.department_id if self.seen.lead else None
        return [(one.code, one.name) for one in self.known if one.pk != lead and not (inside and one.external)]

    def add_rows(self, prefix: str, count: int, made: Callable[[], dict[str, forms.Field]]) -> None:
        for number in range(1, count + 1):
            for name, field in made().items():
                self.fields[f"{prefix}{number}_{name}"] = field

    def rows(self, prefix: str) -> list[list[forms.BoundField]]:
        """The rows of small fields, as the page draws them."""
        names = [name for name in self.fields if name.startswith(prefix) and "_" in name]
        numbers = sorted({name.removeprefix(prefix).split("_")[0] for name in names})
        return [[self[name] for name in names if name.startswith(f"{prefix}{number}_")] for number in numbers]

    def take_rows(self, prefix: str, typed: dict[str, Any], needed: str) -> list[dict[str, Any]]:
        """The rows in which something was written; `typed` keeps the rest."""
        found: dict[str, dict[str, Any]] = {}
        for key in [key for key in typed if key.startswith(prefix) and "_" in key]:
            number, name = key.removeprefix(prefix).split("_", 1)
            found.setdefault(number, {})[name] = typed.pop(key)
        return [{needed: "", **row} for _number, row in sorted(found.items())]


def _outsider() -> dict[str, forms.Field]:
    return {name: forms.CharField(label=label) for name, label in OUTSIDER.items()}


class ConsultForm(SheetForm):
    input_class = inputs.ConsultInput
    why = words(_("Why one department cannot answer it alone"), 4, _("Once it is agreed, the enterprise reads this."))
    lead = OneCode(label=_("Lead department"), widget=forms.Select)
    members = Codes(label=_("Who sits in it"), widget=forms.CheckboxSelectMultiple)
    next_progress_on = day(
        _("First news on"), _("The enterprise hears from us by the end of this day, and then in each cycle.")
    )

    def prepare(self) -> None:
        self.fields["members"].choices = self.choices()  # type: ignore[attr-defined]
        if self.seen.r.status == Status.IN_HAND:
            self.fields["lead"].choices = [("", _("Please choose")), *self.choices(inside=True)]  # type: ignore[attr-defined]
        else:
            del self.fields["lead"]
        due = self.seen.policy.due("progress", self.seen.policy.now)
        self.fields["next_progress_on"].initial = due and day_of(due).isoformat()
        self.add_rows("outside", OUTSIDERS, _outsider)

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return {"outside": self.take_rows("outside", typed, "name"), **typed}

    @property
    def outsiders(self) -> list[list[forms.BoundField]]:
        return self.rows("outside")


class AgreeForm(SheetForm):
    input_class = inputs.AgreeInput
    agree = forms.CharField(
        label=_("Your answer"),
        widget=forms.RadioSelect(choices=[("true", _("Agree to the consultation")), ("false", _("Do not agree"))]),
    )
    reason = words(_("Reason"), 3)

    @property
    def sits(self) -> str:
        return listed(seat.name for seat in seats(self.held)) if self.held else ""


class CancelForm(SheetForm):
    input_class = inputs.CancelInput
    reason = words(_("Why it ends"), 3)


class ArrangeForm(SheetForm):
    input_class = inputs.ArrangeInput
    meets_at = moment(_("Day and time"))
    place = forms.CharField(label=_("Place"))
    members = Codes(label=_("Who sits in it"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        self.fields["members"].choices = self.choices()  # type: ignore[attr-defined]
        if self.held:
            self.fields["members"].initial = codes(self.held)
            self.fields["place"].initial = self.held.place
            self.fields["meets_at"].initial = _typed(self.held.meets_at)
        self.add_rows("outside", OUTSIDERS, _outsider)

    def values(self) -> dict[str, Any]:
        typed = super().values()
        # What is ticked is everybody: nothing ticked means that all have left.
        return {"outside": self.take_rows("outside", typed, "name"), "members": [], **typed}

    @property
    def outsiders(self) -> list[list[forms.BoundField]]:
        return self.rows("outside")


class MinutesForm(SheetForm):
    input_class = inputs.MinutesInput
    met_at = moment(_("Held on"))
    text = words(_("What was agreed"), 6)

    def prepare(self) -> None:
        lead = [(self.seen.lead.department.code, self.seen.lead.department.name)] if self.seen.lead else []
        inside = [one.department for one in self.held.seats if one.department] if self.held else []
        sits = [(one.code, one.name) for one in inside]
        owners = [("", _("Nobody")), *lead, *sits]
        met = self.held.meets_at if self.held else None
        self.fields["met_at"].initial = _typed(met if met and met <= self.seen.policy.now else None)
        self.add_rows("duty", DUTIES, lambda: _duty(owners))

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return {"duties": self.take_rows("duty", typed, "department"), **typed}

    @property
    def duties(self) -> list[list[forms.BoundField]]:
        return self.rows("duty")


def _duty(owners: Sequence[tuple[str, Any]]) -> dict[str, forms.Field]:
    return {
        "department": OneCode(label=_("Department"), choices=owners, widget=forms.Select),
        "what": forms.CharField(label=_("What it does")),
        "due_on": day(_("By which day")),
    }


def _typed(instant: Any) -> str | None:
    """As a field for day and time holds it."""
    return local(instant).strftime("%Y-%m-%dT%H:%M") if instant else None


# --- the acts ---


@dataclass(frozen=True)
class Act:
    move: str
    form: type[SheetForm]
    run: Callable[..., ServiceRequest]
    fields: str
    title: Any
    button: Any
    done: Any


ACTS = {
    act.move: act
    for act in (
        Act(
            "consult", ConsultForm, actions.consult, "consulting/_consult.html", _("Propose a consultation"),
            _("Propose it"), _("Proposed. Until specialist and office agree, the limits run on."),
        ),
        Act(
            "consult_agree", AgreeForm, actions.agree_consultation, "consulting/_agree.html", _("A consultation is proposed"),
            _("Send my answer"), _("Your decision is noted; those concerned were told."),
        ),
        Act(
            "consult_cancel", CancelForm, actions.cancel_consultation, "consulting/_cancel.html", _("End the consultation"),
            _("End it and whistle again"), _("The consultation has ended. The lead has a new limit; the enterprise was told."),
        ),
        Act(
            "arrange", ArrangeForm, actions.arrange, "consulting/_arrange.html", _("Call the consultation together"),
            _("Send the invitations"), _("Everybody who sits in it was told, with an invitation for the calendar by mail."),
        ),
        Act(
            "minutes", MinutesForm, actions.minutes, "consulting/_minutes.html", _("Minutes of the consultation"),
            _("Keep the minutes"), _("The minutes are kept; everybody who sits in it was told."),
        ),
    )
}  # fmt: skip


def consult(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ACTS["consult"])


def agree(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ACTS["consult_agree"])


def cancel(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ACTS["consult_cancel"])


def arrange(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ACTS["arrange"])


def minutes(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, ACTS["minutes"])


@require_http_methods(["GET", "HEAD", "POST"])
def _act(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    if no := _barred(request, seen, act.move):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    held, known = consultation_of_leg(seen.summonses, seen.r), departments(account)
    form = act.form(seen, held, known, request.POST if request.method == "POST" else None)
    done = form.attempt(lambda given: act.run(seen.r.pk, given, by=account, now=clock.now())) if form.is_bound else None
    if done:
        messages.success(request, str(act.done))
        return redirect("request-detail", number)
    return render(request, "handling/act.html", {"act": act, "form": form, **about(seen)}, status=form.status)


def _barred(request: HttpRequest, seen: Glance, move: str) -> Refused | None:
    """Why this sheet is not offered; what was sent is judged by the action, under its lock."""
    try:
        lifecycle.capacity_for(move, seen.standing.held)
    except Refused as no:
        return no
    if request.method == "POST" or move in seen.moves:
        return None
    why = permitted.why_not(move, facts_of(seen.r, seen.summonses, seen.standing, seen.policy))
    if why == permitted.NOT_NOW:
        return Refused("wrong_status", status=seen.r.status)
    return Refused(why if why in refusals.STATUS else "wrong_role")


@require_POST
def duty_done(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    number = request_of_duty(account, pk)
    seen = at_hand(account, number)
    try:
        actions.duty_done(seen.r.pk, inputs.DutyDoneInput(duty=pk), by=account, now=clock.now())
    except Refused as no:
        return request_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, _("Noted as done. The lead was told."))
    return redirect("request-detail", number)
