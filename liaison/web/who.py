"""Who is at the screen."""

from django.http import HttpRequest
from django.utils.translation import get_language

from liaison.registry.models import Account


def signed_in(request: HttpRequest) -> Account:
    """The account of a page that strangers do not reach (LoginRequiredMiddleware sees to that)."""
    assert isinstance(request.user, Account)
    return request.user


def title_of(person: Account) -> str:
    """A title is kept in the language it was given in: it stands only where that one is read."""
    return person.title if person.title.isascii() or not (get_language() or "").startswith("en") else ""
