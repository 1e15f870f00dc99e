"""Who calls: a bearer token, and the account behind it as it stands at this very request."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from liaison.registry.actions import token_digest
from liaison.registry.models import Account, ApiToken


class Bearer(HttpBearer):
    """No session and no cookie: a token can do what its owner can do on screen, nothing more."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        valid = ApiToken.objects.filter(digest=token_digest(token), revoked_at=None, account__is_active=True)
        found = valid.select_related("account__zone", "account__department", "account__enterprise").first()
        return found.account if found else None


def caller(request: HttpRequest) -> Account:
    """The account that `Bearer` found."""
    account: Account = request.auth  # type: ignore[attr-defined]
    return account
