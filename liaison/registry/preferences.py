"""What a person chooses for himself; it concerns nobody else, so the record does not keep it."""

from django.conf import settings

from .models import Account


def set_large_type(account: Account, large: bool) -> None:
    """大字: every page in large type, on every device."""
    account.large_type = large
    account.save(update_fields=["large_type"])


def set_language(account: Account, code: str) -> bool:
    """Remember the language of the screens and of what is sent; an unknown one changes nothing."""
    if code not in dict(settings.LANGUAGES):
        return False
    account.language = code
    account.save(update_fields=["language"])
    return True
