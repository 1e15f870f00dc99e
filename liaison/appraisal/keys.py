"""The key of a round: who holds its three parts, how it is made at the opening and put together again at the unsealing."""

from django.conf import settings

from . import sealing
from .models import Keeper, Round, WrappedKey


def ready(of: Round) -> bool:
    """Whether all three parts are there: without them a round does not open."""
    return set(Keeper.objects.filter(round=of).values_list("part", flat=True)) == set(Keeper.PARTS)


def make(of: Round) -> None:
    """Make the key that this round's votes are sealed to; of its private half only the envelopes remain.

    Called once, in the transaction in which the round opens, with the round locked and `ready`.
    """
    keepers = {one.part: bytes(one.public_key) for one in Keeper.objects.filter(round=of)}
    if set(keepers) != set(Keeper.PARTS) or of.public_key is not None:
        raise RuntimeError("a round's key is made once, for three keepers")
    private, of.public_key = sealing.new_key()
    WrappedKey.objects.bulk_create(
        WrappedKey(round=of, outer=one.outer, inner=one.inner, box=one.box) for one in sealing.wrap(private, keepers)
    )
    of.save(update_fields=["public_key"])


def from_phrase(phrase: str, salt: bytes) -> tuple[bytes, bytes]:
    """The key pair that follows from what a keeper types, at the cost this installation asks for."""
    return sealing.keeper_key(phrase, salt, cost=settings.OPENING_PHRASE_COST)
