"""Signing in: by login name, no sign-up, and guessing held up without locking the rightful owner out."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db.models import BigIntegerField, QuerySet
from django.http import HttpRequest, HttpResponse

from liaison.appraisal import results, voters
from liaison.casework import ringing
from liaison.notices import outbox
from liaison.prepared import Prepared, Slot
from liaison.registry.models import Account
from liaison.web import language
from liaison.web.sessions import ENTERPRISE_ABSOLUTE

DEVICE_COOKIE = "liaison_device"


@Prepared
def _person() -> QuerySet[Account]:
    people = ringing.with_rung(outbox.with_unread(Account.objects.select_related("zone", "department", "enterprise")))
    return results.with_rate(voters.with_ballot(people)).filter(pk=Slot("pk", BigIntegerField()))


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Account | None:
        """The account with what every page shows of it, in one statement."""
        account = next(iter(_person(pk=user_id)), None)
        return account if account and self.user_can_authenticate(account) else None


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Allauth's "signed in as" adds nothing to a page that shows the name."""

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        name = user.get_username().lower()
        device = _device(request, name) or secrets.token_urlsafe(16)
        response.set_cookie(
            DEVICE_COOKIE,
            signing.dumps([name, device], salt=DEVICE_COOKIE),
            max_age=ENTERPRISE_ABSOLUTE,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
        if isinstance(user, Account):
            language.remember(response, user)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Failures are counted per account, and apart for a device that has signed in to it before.

        A stranger's guesses then cannot lock the owner out at his own desk.
        """
        name = str(credentials.get("username", "")).lower()
        return f"{name}:{_device(request, name) or ''}"


def _device(request: HttpRequest, name: str) -> str | None:
    try:
        known = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_COOKIE, max_age=ENTERPRISE_ABSOLUTE)
    except signing.BadSignature:
        return None
    return known[1] if known[0] == name else None
