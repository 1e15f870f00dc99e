"""What a person chooses for himself; it concerns nobody else, so the record does not keep it."""

from django.conf import settings

from .models import Account


def set_language(account: Account, code: str) -> bool:
    """Remember the language of the screens and of what is sent; an unknown one changes nothing."""
    if code not in dict(settings.LANGUAGES):
        return False
    account.language = code
    account.save(update_fields=["language"])
    return True
