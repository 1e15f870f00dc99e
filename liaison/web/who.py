"""Who is at the screen."""

from django.http import HttpRequest

from liaison.registry.models import Account


def signed_in(request: HttpRequest) -> Account:
    """The account of a page that strangers do not reach (LoginRequiredMiddleware sees to that)."""
    assert isinstance(request.user, Account)
    return request.user
