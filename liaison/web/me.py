"""Account: who one is here, the language, large type, mail, the password, the devices, signing out."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.casework import groups
from liaison.casework.gripes import is_member
from liaison.notices import addresses, outbox
from liaison.registry.access import posts
from liaison.registry.inputs import MailInput
from liaison.registry.models import Account, Post
from liaison.rules.routing import digest_time
from liaison.speech.statuses import post_word

from . import agency
from .calendar import READERS
from .forms import InputForm
from .who import signed_in, title_of


class MailForm(InputForm):
    input_class = MailInput
    email = forms.CharField(
        label=_lazy("Mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"}),
    )
    by_mail = forms.BooleanField(label=_lazy("Notices by mail too"))

    @classmethod
    def of(cls, person: Account) -> "MailForm":
        return cls(initial={"email": person.email, "by_mail": person.by_mail})


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    return _page(request, MailForm.of(signed_in(request)))


def _page(request: HttpRequest, form: MailForm) -> HttpResponse:
    person = signed_in(request)
    held = posts(person)
    context: dict[str, Any] = {
        "person": person, "place": _place(person), "title": title_of(person), "form": form, "mail_is_on": outbox.mail_is_on(),
        "roles": [post_word(post) for post in Post.values if post in held],
        "languages": (("zh-hans", "中文"), ("en", "English")),
        "staff": person.enterprise_id is None, "keeps_outbox": Post.SYSTEM in held, "in_sessions": is_member(person),
        "keeps_rules": bool(held & READERS), "takes_leave": Post.SPECIALIST in held, "has_agency": agency.is_for(person),
        "groups": groups.seats(person),
        "has_work": bool(held & {Post.SPECIALIST, Post.CHIEF}),
        "has_digest": person.enterprise_id is None and digest_time(held) is not None,
    }  # fmt: skip
    return render(request, "me/me.html", context, status=form.status)


@require_POST
def mail(request: HttpRequest) -> HttpResponse:
    person, form = signed_in(request), MailForm(request.POST)
    before = person.email
    done = form.attempt(lambda given: addresses.change_mail(person.login, given, by=person, now=clock.now()))
    if done is None:
        return _page(request, form)
    messages.success(request, _("Saved. The old address is told.") if before not in ("", done.email) else _("Saved."))
    return redirect("me")


def _place(account: Account) -> str:
    place = account.enterprise or account.department
    return place.name if place else account.zone.name
