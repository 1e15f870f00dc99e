"""The language of the screens: a cookie for this device, and kept with the person for the next one."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import LANGUAGE_QUERY_PARAMETER
from django.views.i18n import set_language as on_this_device

from liaison.registry import preferences
from liaison.registry.models import Account


def switch(request: HttpRequest) -> HttpResponse:
    """The button in the header and on the account's page; a stranger has the cookie only."""
    response = on_this_device(request)
    if request.method == "POST" and isinstance(request.user, Account):
        preferences.set_language(request.user, request.POST.get(LANGUAGE_QUERY_PARAMETER, ""))
    return response


def remember(response: HttpResponse, account: Account) -> None:
    """On signing in, this device takes over what the person chose elsewhere."""
    if account.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, account.language, max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE, httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )  # fmt: skip
