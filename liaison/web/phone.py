"""电话速记: a call or a visit becomes a request within a minute; solved on the spot, it is answered in the same act.

The office logs here too what came by letter or on a sheet of the hotline: raised, with the day on which it came and its number.
"""

import json
import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from liaison import clock
from liaison.casework import actions, desk_queries, inputs, roster
from liaison.casework.files import PHOTO, VOICE
from liaison.registry import idempotency
from liaison.registry.access import posts
from liaison.registry.models import Account, Enterprise, Post
from liaison.rules import deadlines
from liaison.rules.lifecycle import Channel
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal
from liaison.speech.statuses import channel_word

from .attaching import FilesForm
from .handling import words
from .who import signed_in

LOGGERS = {Post.SPECIALIST, Post.CHIEF, Post.OFFICE}
ALL_AT_ONCE = 8  # so many firms are offered side by side; of more, one is looked for
FOUND = 20
LAST_NIGHT = time(21)
NAMED = ("text", "enterprise", "urgent", "channel", "category", "need_by", "reference")  # taken over as they are typed
SPECIALISTS_DOORS = (Channel.PHONE, Channel.VISIT)
OFFICE_DOORS = (Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.HOTLINE)


class OneOf(forms.ChoiceField):
    def valid_value(self, value: Any) -> bool:
        return True  # judged once, where the rule is


class PhoneForm(FilesForm):
    """What was said first; when, how and what kind are preset."""

    input_class = inputs.RaiseInput
    file_kinds = (VOICE, PHOTO)
    enterprise = OneOf(label=_("Which enterprise"), widget=forms.RadioSelect)
    text = words(_("What it is about"), 4)
    solved = OneOf(label=_("And now"), widget=forms.RadioSelect, initial="no")
    result = words(_("How it was solved"), 2, _("Only if it is solved already. Left empty, the words above count."))
    urgent = forms.BooleanField(label=_("Very urgent, somebody has to come today"))
    when = OneOf(label=_("When the call came"), widget=forms.RadioSelect, initial="now")
    occurred_at = forms.CharField(
        label=_("At another time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    channel = OneOf(label=_("How it came"), widget=forms.RadioSelect, initial=Channel.PHONE.value)
    reference = forms.CharField(
        label=_("Number of the letter or the hotline sheet"),
        help_text=_("As it stands on the sheet; it is needed for the answer to the hotline."),
    )
    category = OneOf(label=_("What kind"), widget=forms.RadioSelect)
    need_by = forms.CharField(label=_("Needed by"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))

    def __init__(self, account: Account, firms: list[Enterprise], now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.page_key = str(self.data.get("key") or uuid.uuid4().hex)
        self._offer("enterprise", [(firm.code, firm.name) for firm in firms])
        self._offer("solved", [("no", _("To be handled")), ("yes", _("Solved on the spot"))])
        self._offer("when", [(code, word) for code, word, _instant in moments(now)])
        self.for_office = Post.OFFICE in posts(account)
        doors = OFFICE_DOORS if self.for_office else SPECIALISTS_DOORS
        self._offer("channel", [(door.value, channel_word(door)) for door in doors])
        self._offer("category", [(kind.code, kind.name) for kind in desk_queries.categories_of(account.zone_id)])
        if Post.SPECIALIST not in posts(account):  # nobody else answers by himself
            del self.fields["solved"], self.fields["result"]
        if self.for_office:
            self.fields["occurred_at"].label = _("At another time: when the letter or the sheet came")
        else:
            del self.fields["reference"]

    @property
    def answers(self) -> bool:
        return "solved" in self.fields

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def unfolded(self) -> bool:
        """The fold stands open when something in it was changed or is wrong."""
        inside = {"category", "need_by"} if self.for_office else {"channel", "category", "need_by"}
        return bool(self.errors.keys() & inside) or bool(self["category"].value() or self["need_by"].value())

    def values(self) -> dict[str, Any]:
        typed = super().values()
        named: dict[str, Any] = {name: typed[name] for name in NAMED if name in typed}
        return {**named, "occurred_at": typed.get("occurred_at") or self._preset(typed.get("when"))}

    def _post_clean(self) -> None:
        super()._post_clean()
        if "enterprise" not in self.errors and not self.cleaned_data.get("enterprise"):
            self._say("enterprise", refusal(Refused("enterprise_needed")))  # said together with what else is missing

    def _preset(self, code: str | None) -> datetime | None:
        return next((instant for known, _word, instant in moments(self.now) if known == code), None)

    @property
    def solution(self) -> str:
        """What to answer with; empty when the request is still to be handled."""
        typed = self.cleaned_data
        return (typed.get("result") or typed["text"]) if typed.get("solved") == "yes" else ""


def moments(now: datetime) -> list[tuple[str, Any, datetime | None]]:
    """Just now, an hour ago, last night: a call at night is logged next morning, its clock runs from the call."""
    night = datetime.combine(deadlines.day_of(now) - timedelta(days=1), LAST_NIGHT, deadlines.SHANGHAI)
    found: list[tuple[str, Any, datetime | None]] = [
        ("now", _("Just now"), None),
        ("hour", _("1 hour ago"), (now - timedelta(hours=1)).replace(microsecond=0)),
    ]
    if now - night <= timedelta(hours=24):
        found.append(("night", _("Last night, 21:00"), night))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & LOGGERS:
        raise PermissionDenied
    sent = request.method == "POST"
    now, q = clock.now(), "" if sent else request.GET.get("q", "").strip()[:60]
    code = (request.POST if sent else request.GET).get("enterprise", "")[:20]
    on_duty = roster.is_on_duty(account, now)
    firms = desk_queries.firms_like(account, q, FOUND if q else ALL_AT_ONCE + 1, on_duty=on_duty)
    many = len(firms) > ALL_AT_ONCE or bool(q)
    chosen = desk_queries.firm_to_log(account, code, on_duty=on_duty) if many and code else None
    form = _form(request, account, firms, code, now)
    if sent and (number := form.attempt(lambda given: _log(form, given, account, now))):
        messages.success(request, _done(form, number))
        # The page of the request forgets what this device kept of the form.
        return redirect(reverse("request-detail", args=[number]) + "?logged=1")
    page = {"form": form, "firms": firms if q else [], "q": q, "many": many, "chosen": chosen}
    looking = many and not sent and chosen is None
    return render(request, "phone/find.html" if looking else "phone/log.html", page, status=form.status)


def _form(request: HttpRequest, account: Account, firms: list[Enterprise], code: str, now: datetime) -> PhoneForm:
    if request.method == "POST":
        return PhoneForm(account, firms, now, request.POST, request.FILES)
    preset = code or (firms[0].code if len(firms) == 1 else "")
    return PhoneForm(account, firms, now, initial={"enterprise": preset})


def _log(form: PhoneForm, given: inputs.RaiseInput, account: Account, now: datetime) -> str:
    """Raise, and answer when it is solved: both or neither, and once for all clicks on one page."""
    solution = form.solution

    def run() -> str:
        r = actions.raise_request(given, by=account, now=now, files=form.safe)
        if solution:
            actions.answer(r.pk, inputs.OutcomeInput(outcome="resolved", text=solution, cites=[]), by=account, now=now)
        return r.number

    return _once(form, account, run)


def _once(form: PhoneForm, account: Account, run: Callable[[], str]) -> str:
    key = f"phone:{form.page_key[:64]}"
    body = json.dumps([form.cleaned_data, form.digests], sort_keys=True, default=str).encode()
    try:
        number, _replayed = idempotency.once(account, key, body, run, machine_now=clock.machine_now())
    except Refused as no:
        if no.code == "key_reused":  # the page was sent before with other words: this is another call
            form.page_key = uuid.uuid4().hex
        raise
    return str(number)


def _done(form: PhoneForm, number: str) -> str:
    if form.solution:
        return gettext("Logged and answered, number {number}. The enterprise was told.").format(number=number)
    return gettext("Logged, number {number}. The enterprise has its receipt.").format(number=number)
