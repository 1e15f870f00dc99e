"""A 404 for somebody who served the firm behind the address is kept in the audit chain, on screens and through the API."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from liaison import clock
from liaison.appraisal.actions.knocking import knock
from liaison.registry.models import Account

NAMED = ("number", "code")  # what routes call a request, a file, a firm
LONGEST = 20


class KnockingMiddleware:
    """Looks at answers of 404 only; every other one costs nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404:
            _keep(request)
        return response


def _keep(request: HttpRequest) -> None:
    who = getattr(request, "auth", None) or getattr(request, "user", None)
    given = request.resolver_match.kwargs if request.resolver_match else {}
    named = next((str(given[name]) for name in NAMED if name in given), "")
    plain = named.isascii() and named.isprintable() and 0 < len(named) <= LONGEST  # anything else names nothing
    if plain and isinstance(who, Account) and not who.enterprise_id:
        knock(named, by=who, now=clock.now())
