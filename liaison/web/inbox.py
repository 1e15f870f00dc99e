"""The inbox: what one was told, newest first; opening a notice leads to its request."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.casework.queries import names_of
from liaison.notices import inbox as notices
from liaison.notices import outbox
from liaison.notices.models import Notice
from liaison.registry.models import Account
from liaison.speech.notices import headline

from .sessions import in_background
from .who import signed_in

KEY_DIGITS = 15


@dataclass(frozen=True)
class Line:
    url: str
    sentence: str
    at: datetime
    unread: bool
    urgent: bool


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("after", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) <= KEY_DIGITS else None
    rows, older = notices.page(signed_in(request), after=after)
    return render(request, "inbox/list.html", {
        "lines": _lines(rows, signed_in(request)), "unread": outbox.unread(signed_in(request)),
        "newer_url": reverse("inbox") if after else "", "older_url": f"{reverse('inbox')}?after={older}" if older else "",
    })  # fmt: skip


def _lines(rows: list[Notice], reader: Account) -> list[Line]:
    params = [row.params for row in rows]
    people = {one[key] for one in params for key in ("specialist", "clerk") if one.get(key)}
    names = names_of(reader.zone_id, people, {one["enterprise"] for one in params if one.get("enterprise")})
    return [
        Line(
            url=reverse("notice", args=[row.pk]), at=row.entry.at, unread=row.read_at is None, urgent=row.urgent,
            sentence=headline(row.kind, row.params, names, for_enterprise=reader.enterprise_id is not None),
        )
        for row in rows
    ]  # fmt: skip


@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Following the link is reading it: a repeated or foretold visit changes nothing more."""
    notice = notices.mark_read(signed_in(request), pk, clock.now())
    number = notice.params.get("number")
    return redirect("request-detail", number) if number else redirect("inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    if notices.mark_all_read(signed_in(request), clock.now()):
        messages.success(request, _("All read."))
    return redirect("inbox")


@require_safe
@in_background
def count(request: HttpRequest) -> HttpResponse:
    """The number beside the bell; a page asks for it by itself."""
    return render(request, "parts/_unread.html", {"unread": outbox.unread(signed_in(request))})
