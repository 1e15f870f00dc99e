"""外部协调: begun, talked over, told to the firm, handed on, ended; each act a sheet with its own page (R-23). And the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.casework import actions, inputs
from liaison.casework import outside as read
from liaison.casework.desk_queries import Glance
from liaison.casework.models import OutsideMatter, ServiceRequest
from liaison.casework.outside import Matter
from liaison.registry.models import Post
from liaison.registry.policy import Policy, policy
from liaison.rules.deadlines import day_of, local
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.outside import CONTACTS, STATES
from liaison.speech.refusals import refusal

from . import request_page, request_rows
from .consulting import moment
from .handling import ActFilesForm, ActForm, about, at_hand, barred, day, words
from .outside_block import lamp_of
from .parts import RequestRow
from .whistles import Codes
from .who import signed_in


class SheetForm(ActForm):
    """`matter` is the one under way."""

    def __init__(self, seen: Glance, matter: Matter | None, *args: Any, **kwargs: Any) -> None:
        self.matter = matter
        super().__init__(seen, *args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """What depends on the request at hand."""


def _liaisons(seen: Glance) -> list[tuple[str, Any]]:
    own = (
        _("{name}, the firm's specialist").format(name=seen.specialist.name) if seen.specialist else _("The specialist")
    )
    found = read.clerks(seen.r.zone_id)
    return [("", own), *((one.login, f"{one.department.name} · {one.name}") for one in found if one.department)]


class WhoField(forms.ChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True  # the action knows who may be named, and says so


class OpenForm(SheetForm):
    input_class = inputs.OutsideInput
    what = words(_("What they are to do"), 3, _("Whoever reads the request reads this."))
    agencies = Codes(label=_("Agencies outside the zone"), widget=forms.CheckboxSelectMultiple)
    others = words(
        _("Others, one on each line"),
        2,
        _("Suppliers, for example. Only the enterprise, the office and the liaison read it."),
    )
    liaison = WhoField(label=_("Who of us talks to them"), widget=forms.Select)
    next_progress_on = day(
        _("First news on"), _("The enterprise hears from the liaison by the end of this day, and then in each cycle.")
    )

    def prepare(self) -> None:
        zone = self.seen.r.zone_id
        self.fields["agencies"].choices = [(one.code, one.name) for one in read.agencies(zone)]  # type: ignore[attr-defined]
        self.fields["liaison"].choices = _liaisons(self.seen)  # type: ignore[attr-defined]
        due = self.seen.policy.due("progress", self.seen.policy.now)
        self.fields["next_progress_on"].initial = due and day_of(due).isoformat()

    def values(self) -> dict[str, Any]:
        typed = super().values()
        named = [line.strip() for line in typed.pop("others", "").splitlines() if line.strip()]
        parties = [{"department": code} for code in typed.pop("agencies", [])] + [{"name": name} for name in named]
        return {**typed, "parties": parties}

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say("agencies" if field == "parties" else field, sentence)


class PartyForm(SheetForm):
    input_class = inputs.PartyInput
    department = WhoField(label=_("An agency outside the zone"), widget=forms.Select)
    name = forms.CharField(label=_("Or somebody by name"), help_text=_("A supplier, for example."))

    def prepare(self) -> None:
        known = [(one.code, one.name) for one in read.agencies(self.seen.r.zone_id)]
        self.fields["department"].choices = [("", _("None of them")), *known]  # type: ignore[attr-defined]

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say("name" if field == "parties" else field, sentence)


class ContactForm(SheetForm, ActFilesForm):
    """With one outsider and a call of just now: kind, words, send."""

    input_class = inputs.ContactInput
    party = WhoField(label=_("With whom"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What it was"), choices=list(CONTACTS.items()), widget=forms.RadioSelect, initial="call"
    )
    text = words(_("What was said"), 4, _("The enterprise and the office read it; no other firm and no department."))
    at = moment(_("When"))
    valid_until = day(_("Valid until"), _("For a quote."))

    def prepare(self) -> None:
        parties = self.matter.parties if self.matter else ()
        self.fields["party"].choices = [(str(one.pk), one.name) for one in parties]  # type: ignore[attr-defined]
        self.fields["party"].initial = str(parties[0].pk) if len(parties) == 1 else None
        self.fields["at"].initial = f"{local(self.seen.policy.now):%Y-%m-%dT%H:%M}"


class NewsForm(SheetForm):
    input_class = inputs.ProgressInput
    text = words(_("How it stands, and what is awaited"), 4, _("Whoever reads the request reads this: no prices here."))
    next_progress_on = day(_("Next news on"), _("The enterprise hears from us again by the end of this day."))

    def prepare(self) -> None:
        due = self.seen.policy.due("progress", self.seen.policy.now)
        self.fields["next_progress_on"].initial = due and day_of(due).isoformat()


class HandOverForm(SheetForm):
    input_class = inputs.ReasonInput
    text = words(_("What your interest in it is"), 3, _("Only the office reads it."))


class LiaisonForm(SheetForm):
    input_class = inputs.LiaisonInput
    liaison = WhoField(label=_("Who talks from now on"), widget=forms.Select)

    def prepare(self) -> None:
        self.fields["liaison"].choices = _liaisons(self.seen)  # type: ignore[attr-defined]


class EndForm(SheetForm, ActFilesForm):
    input_class = inputs.EndOutsideInput
    outcome = forms.ChoiceField(
        label=_("How it ended"), widget=forms.RadioSelect, initial="agreed",
        choices=[(one, STATES[one]) for one in ("agreed", "refused", "called_off")],
    )  # fmt: skip
    text = words(_("The outcome in words"), 3, _("Whoever reads the request reads this: no prices here."))

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say("papers" if field in ("file", "evidence") else field, sentence)


# --- the acts


@dataclass(frozen=True)
class Act:
    form: type[SheetForm]
    run: Callable[..., ServiceRequest]
    fields: str
    title: Any
    button: Any
    done: Any


OPEN = Act(
    OpenForm, actions.open_outside, "outside/_open.html", _("Talk to somebody outside the zone"),
    _("Begin"), _("Begun. The enterprise and the liaison were told."),
)  # fmt: skip
PARTY = Act(
    PartyForm, actions.add_party, "outside/_party.html", _("Add somebody outside"), _("Add"), _("Added."),
)  # fmt: skip
CONTACT = Act(
    ContactForm, actions.log_contact, "outside/_contact.html", _("Log a contact"), _("Keep this contact"),
    _("Kept. The enterprise and the office can read it."),
)  # fmt: skip
NEWS = Act(
    NewsForm, actions.outside_progress, "outside/_news.html", _("Tell the enterprise how it stands"),
    _("Tell the enterprise"), _("The enterprise was told."),
)  # fmt: skip
HAND_OVER = Act(
    HandOverForm, actions.hand_over_outside, "outside/_hand_over.html", _("Step back as liaison"),
    _("Hand it to the office"), _("The office holds it now and names another."),
)  # fmt: skip
LIAISON = Act(
    LiaisonForm, actions.name_liaison, "outside/_liaison.html", _("Name another liaison"), _("Name the liaison"),
    _("Named. The liaison and the enterprise were told."),
)  # fmt: skip
END = Act(
    EndForm, actions.end_outside, "outside/_end.html", _("End the talks outside the zone"), _("End the talks"),
    _("Ended. The enterprise and whoever answers it were told."),
)  # fmt: skip


def open_matter(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, OPEN)


def party(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, PARTY)


def contact(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, CONTACT)


def news(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, NEWS)


def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, HAND_OVER)


def liaison(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, LIAISON)


def end(request: HttpRequest, number: str) -> HttpResponse:
    return _act(request, number, END)


@require_http_methods(["GET", "HEAD", "POST"])
def _act(request: HttpRequest, number: str, act: Act) -> HttpResponse:
    account = signed_in(request)
    seen = at_hand(account, number)
    found = read.of_request(seen.r, seen.standing, account, seen.specialist)
    matter = next((one for one in found if one.open), None)
    if no := _barred(request, seen, act, matter):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = act.form(seen, matter, request.POST, request.FILES) if request.method == "POST" else act.form(seen, matter)
    done = (
        form.attempt(lambda given: act.run(seen.r.pk, given, by=account, now=clock.now(), **form.with_it))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, str(act.done))
        # Who has stepped back, called or not, need not see the request any more.
        return redirect("outside" if act is HAND_OVER else reverse("request-detail", args=[number]) + "#outside")
    return render(request, "handling/act.html", {"act": act, "form": form, **about(seen)}, status=form.status)


def _barred(request: HttpRequest, seen: Glance, act: Act, matter: Matter | None) -> Refused | None:
    """Why this sheet is not offered; what was sent is judged by the action, under its lock."""
    if act is OPEN:
        return barred(request, seen, "outside") or (Refused("outside_already") if matter else None)
    may = matter is not None and matter.keeps and (act is not HAND_OVER or matter.liaison is not None)
    if act is LIAISON:
        may = Post.OFFICE in seen.standing.held
    if matter is None:
        return Refused("no_outside_matter")
    return None if may else Refused("wrong_role")


# --- what is mine, or the office's


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not read.reads(account):
        raise PermissionDenied
    in_force, ended = policy(account.zone, clock.now()), "ended" in request.GET
    lines = [_line(one, in_force) for one in read.listing(account, ended=ended)]
    return render(request, "outside/list.html", {"finding": _finding(lines, ended), "lines": lines, "ended": ended})


def _line(one: OutsideMatter, in_force: Policy) -> RequestRow:
    r, due = one.service_request, one.next_progress_at
    left = dates.left(due, in_force.now, in_force.calendar) if due else ""
    words = str(STATES[one.state]) if one.ended_at else left
    who = one.liaison.name if one.liaison else str(_("Specialist"))
    to_name = one.conflict_at is not None
    return RequestRow(
        number=r.number, title=r.enterprise.short_name, detail=request_rows.headline((one.what.text or "") if one.what else ""),
        step=str(_("The office is to name a liaison")) if to_name else str(_("Liaison: {name}").format(name=who)),
        lamp=lamp_of(one, in_force), lamp_text=words, url=reverse("request-detail", args=[r.number]) + "#outside",
    )  # fmt: skip


def _finding(lines: Sequence[RequestRow], ended: bool) -> str:
    if ended:
        return str(_("What has ended outside the zone"))
    if not lines:
        return str(_("Nothing under way outside the zone"))
    n = len(lines)
    return ngettext("%(n)s matter under way outside the zone", "%(n)s matters under way outside the zone", n) % {"n": n}
