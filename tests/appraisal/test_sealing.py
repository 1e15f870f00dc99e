"""Votes in boxes: what a box gives away, who opens it, what binds a vote. No database."""

import hashlib
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liaison.appraisal import sealing
from liaison.appraisal.sealing import SATISFIED, UNSATISFIED, Tampered

NONCE = bytes(range(16))
PARTS = ("first", "second", "paper")


def test_a_commitment_is_the_hash_that_the_decision_describes() -> None:
    said = b"\x03" + b"\x00\x09QJ-2020-1" + b"\x00\x05E0001" + b"\x00\x09satisfied" + b"\x00\x10" + NONCE
    found = sealing.commitment("QJ-2020-1", "E0001", SATISFIED, NONCE)
    assert found == hashlib.sha256(said).hexdigest()
    assert found == "ea00d7115909eef401ce37e0ffac00cd7ca8ca70393f074f26f075ea019c6798"
    others = {
        sealing.commitment("QJ-2020-2", "E0001", SATISFIED, NONCE),
        sealing.commitment("QJ-2020-1", "E0002", SATISFIED, NONCE),
        sealing.commitment("QJ-2020-1", "E0001", UNSATISFIED, NONCE),
        sealing.commitment("QJ-2020-1", "E0001", SATISFIED, bytes(16)),
        sealing.commitment("QJ-2020-1E", "0001", SATISFIED, NONCE),  # no two readings of the same bytes
    }
    assert len(others | {found}) == 6


def test_a_root_stands_for_the_set_of_commitments_whatever_their_order() -> None:
    one, two, three = (hashlib.sha256(bytes([n])).hexdigest() for n in range(3))
    assert sealing.root([]) == hashlib.sha256(b"\x04").hexdigest()
    assert sealing.root([one, two]) == sealing.root([two, one])
    assert (
        len({sealing.root(some) for some in ([], [one], [one, two], [one, three], [one, one], [one, two, three])}) == 6
    )


@settings(max_examples=40)
@given(
    st.sampled_from(sealing.VERDICTS), st.text(max_size=sealing.REASON_CHARACTERS), st.binary(min_size=16, max_size=16)
)
def test_every_vote_is_of_one_length_and_comes_back_as_it_was(verdict: str, reason: str, nonce: bytes) -> None:
    try:
        reason.encode()
    except UnicodeEncodeError:
        return  # half a character: no form lets it through
    body = sealing.ballot(verdict, reason, nonce)
    assert len(body) == len(sealing.ballot(SATISFIED, "", NONCE))
    assert sealing.read_ballot(body) == (verdict, reason, nonce)


def test_what_is_no_vote_is_neither_written_nor_read() -> None:
    wrong = [("unrated", "", NONCE), (SATISFIED, "字" * 1001, NONCE), (SATISFIED, "", NONCE[:-1])]
    for verdict, reason, nonce in wrong:
        with pytest.raises(ValueError, match="not a vote"):
            sealing.ballot(verdict, reason, nonce)
    body = bytearray(sealing.ballot(UNSATISFIED, "字" * 1000, NONCE))
    for spoiled in (bytes(body[:-1]), b"\x02" + bytes(body[1:]), bytes(body[:1]) + b"\x02" + bytes(body[2:])):
        with pytest.raises(Tampered):
            sealing.read_ballot(spoiled)


def test_a_box_opens_with_its_key_only_and_only_as_it_was_sealed() -> None:
    private, public = sealing.new_key()
    box = sealing.seal(public, b"body")
    assert sealing.unseal(private, box) == b"body"
    assert box != sealing.seal(public, b"body")
    spoiled = [box[:at] + bytes([box[at] ^ 1]) + box[at + 1 :] for at in range(len(box))]
    for other in (*spoiled, box[:-1], box + b"\0", b""):
        with pytest.raises(Tampered):
            sealing.unseal(private, other)
    with pytest.raises(Tampered):
        sealing.unseal(sealing.new_key()[0], box)


def test_any_two_of_three_keepers_open_and_none_alone() -> None:
    private, _public = sealing.new_key()
    keys = {part: sealing.new_key() for part in PARTS}
    wrapped = sealing.wrap(private, {part: public for part, (_private, public) in keys.items()})
    assert {(one.outer, one.inner) for one in wrapped} == set(permutations(PARTS, 2))
    for pair in combinations(PARTS, 2):
        for first, second in permutations(pair):
            (box,) = [one.box for one in wrapped if (one.outer, one.inner) == (first, second)]
            assert sealing.peel(keys[second][0], sealing.peel(keys[first][0], box)) == private
    for part in PARTS:
        for one in wrapped:
            try:
                inside = sealing.peel(keys[part][0], one.box)
            except Tampered:
                continue
            assert private not in inside
            with pytest.raises(Tampered):
                sealing.peel(keys[part][0], inside)


def test_a_phrase_is_the_same_key_however_it_was_typed() -> None:
    key = sealing.keeper_key("青江 round 2020", b"salt" * 4, cost=2)
    assert key == sealing.keeper_key("  青江　ｒｏｕｎｄ  2020 ", b"salt" * 4, cost=2)
    assert key[1] == sealing.public_of(key[0])
    for other in (
        ("青江 round 2021", b"salt" * 4, 2),
        ("青江 round 2020", b"tlas" * 4, 2),
        ("青江 round 2020", b"salt" * 4, 4),
    ):
        assert sealing.keeper_key(other[0], other[1], cost=other[2]) != key


def test_the_code_on_the_paper_survives_being_copied_by_hand() -> None:
    code = sealing.new_code()
    assert len(code.replace("-", "")) == 25
    assert sealing.read_code(code) == code
    assert sealing.read_code(" " + code.lower().replace("-", "  ")) == code
    assert sealing.read_code("O0Il1-" + code[6:]) == "00111-" + code[6:]
    for wrong in ("", code[:-1], code + "7", "U" + code[1:], "一条自己的口令，不是代码"):
        assert sealing.read_code(wrong) is None
    assert len({sealing.new_code() for _n in range(20)}) == 20


def test_nonces_repeat_only_for_whoever_asks_for_it() -> None:
    with sealing.seeded("a"):
        one = [sealing.new_nonce(), sealing.new_nonce()]
    with sealing.seeded("a"):
        assert [sealing.new_nonce(), sealing.new_nonce()] == one
    assert one[0] != one[1]
    assert sealing.new_nonce() != sealing.new_nonce()
