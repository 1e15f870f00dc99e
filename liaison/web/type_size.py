"""大字: large type, a cookie for this device, and kept with the person for the next one. The server sets it; no script is needed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from liaison.registry import preferences
from liaison.registry.models import Account

COOKIE, LARGE, STANDARD = "liaison_type", "large", "standard"
A_YEAR_SECONDS = 365 * 24 * 3600


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """The button in the header and on the account's page; a stranger has the cookie only."""
    large = request.POST.get("type") == LARGE
    if isinstance(request.user, Account):
        preferences.set_large_type(request.user, large)
    to = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(to if ours else "/")
    response.set_cookie(
        COOKIE, LARGE if large else STANDARD, max_age=A_YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax",
    )  # fmt: skip
    return response


def is_large(request: HttpRequest) -> bool:
    """As the person chose, on whatever device; before he signs in, as it was chosen on this one."""
    user = getattr(request, "user", None)
    return user.large_type if isinstance(user, Account) else request.COOKIES.get(COOKIE) == LARGE
