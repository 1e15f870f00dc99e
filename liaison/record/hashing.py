"""How an entry is hashed. Standard library only: the verifier runs without database and without Django.

leaf = H(0x00 ‖ body), hash = H(0x02 ‖ prev ‖ leaf); `prev` of the first entry is 32 zero bytes (RFC 9162 style prefixes).
"""

import hashlib
import json
from typing import Any

ALG = "sha256"
GENESIS = "0" * 64


def canonical(value: Any) -> str:
    """Return `value` as canonical JSON: sorted keys, no spaces, UTF-8 characters kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def entry_hash(prev: str, body: str, alg: str = ALG) -> str:
    """Return the hex hash of an entry whose predecessor has the hex hash `prev`."""
    leaf = hashlib.new(alg, b"\x00" + body.encode()).digest()
    return hashlib.new(alg, b"\x02" + bytes.fromhex(prev) + leaf).hexdigest()


def content_digest(salt: bytes, text: str, parts: dict[str, str], alg: str = ALG) -> str:
    """Return the digest by which an entry names its text; erasing text and salt makes a guess impossible."""
    said = canonical({"text": text, **parts})
    return hashlib.new(alg, salt + said.encode()).hexdigest()
