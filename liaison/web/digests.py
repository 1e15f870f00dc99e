"""The daily digest on a page: the same lines as in the mail, for whoever reads it here, at any hour."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework.digest import digest
from liaison.registry.access import posts
from liaison.registry.policy import policy
from liaison.rules.routing import digest_time
from liaison.speech import digests

from .who import signed_in


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if account.enterprise_id is not None or digest_time(posts(account)) is None:
        raise PermissionDenied
    told = digest(account, policy(account.zone, clock.now()))
    return render(request, "digest.html", {"title": digests.title(told), "lines": digests.lines(told)})
