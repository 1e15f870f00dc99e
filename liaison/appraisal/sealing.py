"""How a vote is sealed and by whom it can be opened: pure functions on bytes, no database, no clock, no settings.

A box is sealed to a public key (X25519, HKDF-SHA256, ChaCha20-Poly1305): who seals needs no secret, who holds the private half opens.
A round has one key pair. Its private half exists only in envelopes, each one inside another and sealed to two different keepers of
three, in both orders: whichever of the two comes first takes the outer envelope off, and nobody opens it alone.

What binds a vote is its commitment, and the root of them all (`record.votes`, where whoever verifies finds them without Django).
"""

import hmac
import secrets
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import permutations
from random import Random
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from liaison.record.votes import commitment, root
from liaison.rules.rounds import SATISFIED, UNSATISFIED, VERDICTS

__all__ = [
    "CODE_LETTERS", "SATISFIED", "UNSATISFIED", "VERDICTS", "Envelope", "Tampered", "Vote", "ballot", "commitment", "keeper_key",
    "new_code", "new_key", "new_nonce", "peel", "public_of", "read_ballot", "read_code", "root", "same", "seal", "seeded", "unseal", "wrap",
]  # fmt: skip
REASON_CHARACTERS = 1000
NONCE_BYTES = 16
KEY_BYTES = 32
PHRASE_CHARACTERS = 12  # the least an opening phrase has
PHRASE_DIFFERENT = 5  # of them, so many unlike each other
CODE_GROUPS, CODE_GROUP = 5, 5  # the paper part: 25 characters of 5 bits each
CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: nothing that a hand or an eye mixes up

_FORMAT = 1
_REASON_BYTES = REASON_CHARACTERS * 4  # the longest UTF-8 of one character
_ZERO_NONCE = bytes(12)  # a box's key is used once only
_random: ContextVar[Callable[[int], bytes]] = ContextVar("random", default=secrets.token_bytes)


class Tampered(ValueError):
    """A box that this key does not open: another key's, or not the bytes that were sealed."""


class Vote(NamedTuple):
    verdict: str
    reason: str
    nonce: bytes


class Envelope(NamedTuple):
    outer: str  # whose envelope is to be opened first
    inner: str
    box: bytes


@contextmanager
def seeded(seed: object) -> Iterator[None]:
    """Nonces that come out alike with the same seed: for the demo and for worlds that are compared, never for real votes."""
    token = _random.set(Random(f"ballots {seed}").randbytes)
    try:
        yield
    finally:
        _random.reset(token)


def new_nonce() -> bytes:
    return _random.get()(NONCE_BYTES)


# --- keys and boxes


def new_key() -> tuple[bytes, bytes]:
    """Return a private key and its public half, 32 bytes each."""
    private = secrets.token_bytes(KEY_BYTES)
    return private, public_of(private)


def public_of(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(public: bytes, body: bytes) -> bytes:
    """Return `body` sealed to `public`: 48 bytes longer. Two boxes of the same body have nothing in common."""
    once, once_public = new_key()
    return once_public + _cipher(once, public, once_public, public).encrypt(_ZERO_NONCE, body, None)


def unseal(private: bytes, box: bytes) -> bytes:
    """Return what was sealed. Raises Tampered."""
    once_public = box[:KEY_BYTES]
    try:
        cipher = _cipher(private, once_public, once_public, public_of(private))
        return cipher.decrypt(_ZERO_NONCE, box[KEY_BYTES:], None)
    except (InvalidTag, ValueError) as error:
        raise Tampered("a box that this key does not open") from error


def _cipher(private: bytes, public: bytes, once_public: bytes, for_public: bytes) -> ChaCha20Poly1305:
    shared = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    info = b"liaison ballot box 1" + once_public + for_public
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(shared))


# --- a vote


def ballot(verdict: str, reason: str, nonce: bytes) -> bytes:
    """Return a vote as bytes, always of the same length: neither the choice nor the reason can be told from the size of a box."""
    said = reason.encode()
    if verdict not in VERDICTS or len(reason) > REASON_CHARACTERS or len(nonce) != NONCE_BYTES:
        raise ValueError("not a vote")
    head = bytes([_FORMAT, VERDICTS.index(verdict)]) + nonce + len(said).to_bytes(2, "big")
    return head + said.ljust(_REASON_BYTES, b"\0")


def read_ballot(body: bytes) -> Vote:
    """Return what `ballot` was given. Raises Tampered: not a ballot."""
    end = 2 + NONCE_BYTES
    size = int.from_bytes(body[end : end + 2], "big")
    if len(body) != end + 2 + _REASON_BYTES or body[0] != _FORMAT or body[1] >= len(VERDICTS) or size > _REASON_BYTES:
        raise Tampered("not a ballot")
    reason = body[end + 2 : end + 2 + size].decode(errors="replace")
    return Vote(VERDICTS[body[1]], reason, body[2:end])


# --- keepers


def keeper_key(phrase: str, salt: bytes, *, cost: int) -> tuple[bytes, bytes]:
    """Return the key pair that follows from a phrase (scrypt, r 8, p 1, N = `cost`); the phrase and the private half are stored nowhere."""
    said = " ".join(unicodedata.normalize("NFKC", phrase).split())
    private = Scrypt(salt=salt, length=KEY_BYTES, n=cost, r=8, p=1).derive(said.encode())
    return private, public_of(private)


def same(one: bytes, other: bytes) -> bool:
    return hmac.compare_digest(bytes(one), bytes(other))


def new_code() -> str:
    """Return a fresh code for the paper part: 125 random bits in groups that can be read aloud."""
    letters = [secrets.choice(CODE_LETTERS) for _letter in range(CODE_GROUPS * CODE_GROUP)]
    return "-".join("".join(letters[at : at + CODE_GROUP]) for at in range(0, len(letters), CODE_GROUP))


def read_code(typed: str) -> str | None:
    """Return the code that was typed as it stands on the paper, or None if it cannot be one."""
    plain = "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one.isalnum())
    plain = plain.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(plain) != CODE_GROUPS * CODE_GROUP or set(plain) - set(CODE_LETTERS):
        return None
    return "-".join(plain[at : at + CODE_GROUP] for at in range(0, len(plain), CODE_GROUP))


def wrap(private: bytes, keepers: Mapping[str, bytes]) -> list[Envelope]:
    """Return the private key in two envelopes for every ordered pair of keepers (part: public key): any two open it, none alone."""
    return [
        Envelope(outer, inner, seal(keepers[outer], seal(keepers[inner], private)))
        for outer, inner in permutations(keepers, 2)
    ]


def peel(private: bytes, box: bytes) -> bytes:
    """Take one envelope off with the key of its keeper. Raises Tampered."""
    return unseal(private, box)
