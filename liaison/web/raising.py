"""提诉求 and its receipt."""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.casework import actions, desk_queries, similar
from liaison.casework.files import PHOTO, VOICE
from liaison.casework.inputs import RaiseInput
from liaison.casework.queries import Dossier
from liaison.registry import idempotency
from liaison.registry.access import acts_for_enterprise, posts
from liaison.registry.models import Account, Post
from liaison.rules import daystrip
from liaison.rules.audiences import Audience
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import Channel, Status
from liaison.rules.refusals import Refused
from liaison.speech import dates

from . import request_page
from .attaching import FilesForm
from .desk_enterprise import serving, serving_as
from .linking import own_lines
from .parts import Step
from .who import signed_in

KEY_LENGTH = 64


class RaiseForm(FilesForm):
    input_class = RaiseInput
    file_kinds: ClassVar[Sequence[str]] = (VOICE, PHOTO)

    text = forms.CharField(label=_lazy("What is the difficulty?"), widget=forms.Textarea(attrs={"rows": 5}))
    category = forms.CharField(label=_lazy("Which kind is it?"))
    urgent = forms.BooleanField(label=_lazy("Very urgent, somebody has to come today"))
    need_by = forms.CharField(
        label=_lazy("When do you need it by?"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    key = forms.CharField(widget=forms.HiddenInput)  # one key for each page sent out: a double click raises one request

    anyway = forms.BooleanField(widget=forms.HiddenInput)  # asked whether it is the same again, the firm says no
    again = False  # something very like it is still open

    def values(self) -> dict[str, Any]:
        typed = super().values()
        typed.pop("key", None)
        typed.pop("anyway", None)
        return {**typed, "channel": Channel.WEB}

    def _say(self, field: str | None, sentence: str) -> None:
        if field == "text" and not self.cleaned_data.get("text"):
            sentence = _("Please write what the difficulty is; a few words will do.")
        super()._say(field, sentence)

    def raised_by(self, account: Account) -> str | None:
        """The number of the request, the same one for the same words sent twice."""
        return self.attempt(lambda given: self._once(given, account))

    def _once(self, given: RaiseInput, account: Account) -> str:
        body = " ".join([given.model_dump_json(), *self.digests]).encode()
        # The words are part of the key: whoever goes back and writes something else raises something else.
        page = self.cleaned_data.get("key", "")[:KEY_LENGTH] or uuid.uuid4().hex
        key = f"web/{page}/{hashlib.sha256(body).hexdigest()}"
        answer, _again = idempotency.once(
            account, key, body,
            lambda: self._raise(given, account),
            machine_now=clock.machine_now(),
        )  # fmt: skip
        return str(answer)

    def _raise(self, given: RaiseInput, account: Account) -> str:
        """Asked once whether it is not the same again; what is urgent is not held up."""
        if account.enterprise and not given.urgent and not self.cleaned_data.get("anyway"):
            before = similar.raised_before(account.enterprise, given.text)
            if before:
                self.again = True
                raise Refused("raised_before", number=before)
        return actions.raise_request(given, by=account, now=clock.now(), files=self.safe).number


@require_http_methods(["GET", "HEAD", "POST"])
def raise_request(request: HttpRequest) -> HttpResponse:
    if not acts_for_enterprise(signed_in(request)):
        return _elsewhere(request)
    if request.method != "POST":
        return _page(request, RaiseForm(initial={"key": uuid.uuid4().hex}))
    form = RaiseForm(request.POST, request.FILES)
    number = form.raised_by(signed_in(request))
    return redirect("receipt", number) if number else _page(request, form)


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Staff logs a call instead; nobody else brings requests."""
    if request.method != "POST" and posts(signed_in(request)) & {Post.SPECIALIST, Post.CHIEF, Post.OFFICE}:
        return redirect("phone-log")
    raise PermissionDenied


def _page(request: HttpRequest, form: RaiseForm) -> HttpResponse:
    firm = signed_in(request).enterprise
    alike = own_lines(similar.own_like(firm, form.cleaned_data["text"])) if form.again and firm else []
    return render(request, "enterprise/raise.html", {
        "form": form, "alike": alike, "serving": serving(signed_in(request)),
        "categories": desk_queries.categories_of(signed_in(request).zone_id),
        "chosen": form["category"].value() or "", "draft": f"raise:{signed_in(request).login}",
    }, status=form.status)  # fmt: skip


@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What the firm has in hand: number, who, by when. Staff may print it for a firm that phoned."""
    page = request_page.build(request, number)
    seen: Dossier = page["seen"]
    if seen.standing.audience == Audience.DEPARTMENT:
        return redirect("request-detail", number)
    own = seen.standing.audience == Audience.ENTERPRISE
    due, calendar = seen.r.reply_due_at, seen.policy.calendar
    # A receipt shows what was promised, not what became of it: read again later, the strip still ends with the due day.
    today = min(day_of(seen.policy.now), day_of(due)) if due else day_of(seen.policy.now)
    return render(request, "enterprise/receipt.html", {
        **page, "own": own, "due": due, "draft": f"raise:{signed_in(request).login}",
        "serving": serving_as(seen.specialist or seen.chief, gap=seen.specialist is None, away=seen.away),
        "cells": daystrip.strip(day_of(seen.r.leg_began_at), due, today, calendar) if due else (),
        "days": seen.policy.days_at("reply", seen.r.leg_began_at), "steps": _steps(seen),
    })  # fmt: skip


def _steps(seen: Dossier) -> list[Step]:
    """接下来: what the firm may expect."""
    holder = seen.specialist or seen.chief
    who = holder.name if holder else _("We")
    now, r = seen.policy.now, seen.r
    found = []
    if r.status == Status.RAISED and r.whistle_due_at:
        found.append(
            Step(
                _("{who} calls you").format(who=who), _("by {when}").format(when=dates.deadline(r.whistle_due_at, now))
            )
        )
    found.append(
        Step(_("Where a department is needed, {who} whistles").format(who=who), _("you need not look for departments"))
    )
    if r.reply_due_at:
        found.append(Step(_("You get your reply"), _("by {when}").format(when=dates.deadline(r.reply_due_at, now))))
    return found
