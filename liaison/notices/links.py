"""The address of a ballot: derived from the installation's secret, so that it is stored nowhere and nobody makes one up.

It names one line of one round and nothing else. Alone it opens nothing: whoever follows it shows again that it is he.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "liaison.ballot.link"
SEAL = 32  # hex digits


def ballot_token(line: int) -> str:
    return f"{line}-{_seal(line)}"


def line_of(token: str) -> int | None:
    """The line that a token was made for; None for one that nobody made."""
    number, _dash, seal = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return int(number) if constant_time_compare(seal, _seal(int(number))) else None


def _seal(line: int) -> str:
    return salted_hmac(SALT, str(line), algorithm="sha256").hexdigest()[:SEAL]
