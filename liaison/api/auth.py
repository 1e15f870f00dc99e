"""Who calls: a bearer token, and the account behind it as it stands at this very request."""

from django.db.models import CharField, QuerySet
from django.http import HttpRequest
from ninja.security import HttpBearer

from liaison.prepared import Prepared, Slot
from liaison.registry.actions import token_digest
from liaison.registry.models import Account, ApiToken


class Bearer(HttpBearer):
    """No session and no cookie: a token can do what its owner can do on screen, nothing more."""

    def authenticate(self, request: HttpRequest, token: str) -> Account | None:
        found = _valid(digest=token_digest(token))
        return found[0].account if found else None


@Prepared
def _valid() -> QuerySet[ApiToken]:
    valid = ApiToken.objects.filter(digest=Slot("digest", CharField()), revoked_at=None, account__is_active=True)
    return valid.select_related("account__zone", "account__department", "account__enterprise")


def caller(request: HttpRequest) -> Account:
    """The account that `Bearer` found."""
    account: Account = request.auth  # type: ignore[attr-defined]
    return account
