"""扫码: the page behind a poster, for anybody. A form without an account, its slip, and what an old code leads to."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.casework import actions, desk_queries
from liaison.casework.files import PHOTO
from liaison.casework.inputs import VisitorInput
from liaison.registry import doors, idempotency
from liaison.registry.access import acts_for_enterprise
from liaison.registry.models import Account, Door, Zone
from liaison.rules import daystrip
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.refusals import refusal

from .attaching import FilesForm
from .desk_enterprise import Serving, serving_as
from .parts import Step

KEY_LENGTH = 64
SLIP = "liaison.door.slip"  # what a slip's address is signed for
SLIP_SECONDS = 7 * 24 * 3600
GONE, NOT_HERE, TOO_MANY = 410, 404, 429


class VisitorForm(FilesForm):
    """The form of a firm's own people, and besides who they are; at a gate also of which firm."""

    input_class = VisitorInput
    file_kinds, most_files = (PHOTO,), 3
    firm = forms.CharField(
        label=_lazy("Which enterprise is it about?"), widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    which = forms.CharField(label=_lazy("Which of these?"))  # the whole name of one that was offered
    text = forms.CharField(label=_lazy("What is the difficulty?"), widget=forms.Textarea(attrs={"rows": 5}))
    category = forms.CharField(label=_lazy("Which kind is it?"))
    urgent = forms.BooleanField(label=_lazy("Very urgent, somebody has to come today"))
    name = forms.CharField(label=_lazy("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_lazy("Your telephone number"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    key = forms.CharField(widget=forms.HiddenInput)  # one key for each page sent out: a double click raises one request

    def __init__(self, door: Door, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.door = door
        if door.enterprise:
            del self.fields["firm"], self.fields["which"]

    def values(self) -> dict[str, Any]:
        typed = super().values()
        typed.pop("key", None)
        chosen = typed.pop("which", None)
        return {**typed, "firm": chosen} if chosen else typed

    def _say(self, field: str | None, sentence: str) -> None:
        if field == "text" and not self.cleaned_data.get("text"):
            sentence = _("Please write what the difficulty is; a few words will do.")
        super()._say(field, sentence)

    def offered(self) -> list[str]:
        """The names of the firms that what was typed may mean, when it means more than one."""
        if "firm" not in self.fields or not self.errors.get("firm"):
            return []
        try:
            found = doors.firms_named(self.door.zone_id, str(self["firm"].value() or "")[:100])
        except Refused:
            return []
        return [firm.name for firm in found] if len(found) > 1 else []

    def raised(self) -> str | None:
        """The number of the request, the same one for the same page sent twice."""
        return self.attempt(self._once)

    def _once(self, given: VisitorInput) -> str:
        body = " ".join([given.model_dump_json(), *self.digests]).encode()
        page = self.cleaned_data.get("key", "")[:KEY_LENGTH] or uuid.uuid4().hex
        key = f"qr/{self.door.code}/{page}/{hashlib.sha256(body).hexdigest()}"
        # A visitor has no account: his door's keys lie with the one who made the door.
        answer, _again = idempotency.once(
            self.door.made_by, key, body,
            lambda: actions.raise_at_door(self.door.code, given, now=clock.now(), files=self.safe).number,
            machine_now=clock.machine_now(),
        )  # fmt: skip
        return str(answer)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, code: str) -> HttpResponse:
    found = doors.door_at(code[:20])
    if found is None or not found.is_live:
        return _search(request, found)
    _at_home(request, found.zone)
    if request.method == "POST":
        return _sent(request, found)
    if request.method == "GET":
        doors.count_scan(found)
    if _is_own(request, found):
        return redirect("raise")  # known and verified: his own form is the shorter one
    return _page(request, found, VisitorForm(found, initial={"key": uuid.uuid4().hex}))


def _at_home(request: HttpRequest, zone: Zone | None) -> None:
    """A stranger's page shows the zone whose door it is (`context.Shell`)."""
    request.zone_at_hand = zone  # type: ignore[attr-defined]


def _is_own(request: HttpRequest, at: Door) -> bool:
    user = request.user
    if not isinstance(user, Account) or not acts_for_enterprise(user) or user.zone_id != at.zone_id:
        return False
    return at.enterprise_id in (None, user.enterprise_id)


def _sent(request: HttpRequest, at: Door) -> HttpResponse:
    form = VisitorForm(at, request.POST, request.FILES)
    if not ratelimit.consume(request, action="door", key=at.code):
        form = VisitorForm(at, request.POST)  # no picture is drawn anew for whoever sends too many
        form.is_valid()
        form.add_error(
            None,
            _("Too many requests came from here in a short time. Please wait a while, or call: that always works."),
        )
        form.status = TOO_MANY
        return _page(request, at, form)
    number = form.raised()
    return redirect("door-slip", signing.dumps([at.code, number], salt=SLIP)) if number else _page(request, at, form)


def _page(request: HttpRequest, at: Door, form: VisitorForm) -> HttpResponse:
    return render(request, "door/form.html", {
        "form": form, "door": at, "serving": _serving(at), "duty_phone": at.zone.duty_phone,
        "categories": desk_queries.categories_of(at.zone_id), "chosen": form["category"].value() or "",
        "offered": form.offered() if form.is_bound else [], "draft": f"qr:{at.code}",
    }, status=form.status)  # fmt: skip


def _serving(at: Door) -> Serving | None:
    """Who will ring back, with the number to call: what the poster promises. Nothing else of the firm is shown to a stranger."""
    if at.enterprise_id is None:
        return None
    return _as_card(desk_queries.serving_firm(at.enterprise_id, at.zone_id))


def _as_card(found: desk_queries.Serving) -> Serving | None:
    return serving_as(found.specialist or found.chief, gap=found.specialist is None, away=found.away)


# --- the slip ---


@login_not_required
@never_cache
@require_safe
def slip(request: HttpRequest, seal: str) -> HttpResponse:
    """What the visitor has in hand. Only whoever was sent here has the address; the words themselves are not on it."""
    try:
        code, number = signing.loads(seal, salt=SLIP, max_age=SLIP_SECONDS)
    except signing.BadSignature:
        return _search(request, None)
    now = clock.now()
    found = desk_queries.slip(code, number, now=now)
    _at_home(request, found.r.zone)
    due, r = found.r.reply_due_at, found.r
    shown = _as_card(found.serving)
    return render(request, "door/slip.html", {
        "r": r, "number": number, "due": due, "now": now, "serving": shown, "draft": f"qr:{code}",
        "cells": daystrip.strip(day_of(r.leg_began_at), due, day_of(now), found.policy.calendar) if due else (),
        "steps": _steps(found, shown), "again_url": reverse("door", args=[code]),
    })  # fmt: skip


def _steps(found: desk_queries.Slip, shown: Serving | None) -> list[Step]:
    who, r, now = shown.name if shown else _("We"), found.r, found.policy.now
    by = _("by {when}")
    steps = [Step(_("{who} rings you back on the number you left").format(who=who),
                  by.format(when=dates.deadline(r.whistle_due_at, now)) if r.whistle_due_at and not r.verified else "")]  # fmt: skip
    steps.append(Step(_("Verified, it goes its way"), _("you need not look for departments")))
    if r.reply_due_at:
        steps.append(Step(_("You get your reply"), by.format(when=dates.deadline(r.reply_due_at, now))))
    return steps


# --- an old or a mistyped code ---


@dataclass(frozen=True)
class Found:
    name: str
    url: str  # empty: this firm has no door


def _search(request: HttpRequest, closed: Door | None) -> HttpResponse:
    """Never a dead end: look for the firm by name, call, or sign in."""
    zone = closed.zone if closed else doors.first_zone()
    _at_home(request, zone)
    words, status = request.POST.get("firm", "").strip()[:100], GONE if closed else NOT_HERE
    found: list[Found] = []
    no = ""
    if request.method == "POST" and zone:
        if ratelimit.consume(request, action="door_search"):
            found, no = _looked_up(zone, words)
        else:
            no, status = (
                _("Too many searches in a short time. Please wait a while, or call: that always works."),
                TOO_MANY,
            )
    return render(request, "door/search.html", {
        "closed": closed is not None, "words": words, "found": found, "refusal": no,
        "duty_phone": zone.duty_phone if zone else "",
    }, status=status)  # fmt: skip


def _looked_up(zone: Zone, words: str) -> tuple[list[Found], str]:
    try:
        firms = doors.firms_named(zone.pk, words)
    except Refused as no:
        return [], refusal(no)
    live = doors.live_doors_of(firms)
    return [
        Found(firm.name, reverse("door", args=[live[firm.pk].code]) if firm.pk in live else "") for firm in firms
    ], ""
