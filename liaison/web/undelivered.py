"""未送达: what could not be delivered, for the system administrator: who, by which channel, why; never what about."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.notices import outbox
from liaison.registry.access import posts
from liaison.registry.models import Account, Post

from .who import signed_in

KEY_DIGITS = 15


def _keeper(request: HttpRequest) -> Account:
    account = signed_in(request)
    if Post.SYSTEM not in posts(account):
        raise PermissionDenied
    return account


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account, given = _keeper(request), request.GET.get("after", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) <= KEY_DIGITS else None
    rows, older = outbox.undelivered(account, after=after)
    mail_is_on = outbox.mail_is_on()
    return render(request, "undelivered.html", {
        "rows": rows, "older_url": f"{reverse('outbox')}?after={older}" if older else "", "mail_is_on": mail_is_on,
        "waiting": outbox.on_its_way(account) if mail_is_on else 0,
    })  # fmt: skip


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try once more, after the address or the server was put right."""
    sent = outbox.try_again(_keeper(request), pk, clock.now())
    messages.success(
        request, ngettext("%(n)s notice is tried again.", "%(n)s notices are tried again.", sent) % {"n": sent}
    )
    return redirect("outbox")
