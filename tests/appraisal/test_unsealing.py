"""Opening the votes: who, when, with what; what is counted; what a changed store looks like; who reads it (V5, V6, V8)."""

import json
from typing import Any

import pytest

from liaison.appraisal import results, sealing
from liaison.appraisal.actions import unsealing
from liaison.appraisal.models import Ballot, OpenedBallot, Opening, Peeled, Replacement, RollLine, Round
from liaison.record import votes
from liaison.record.models import Entry
from liaison.record.reading import export_lines
from liaison.registry.models import Account
from liaison.rules.refusals import Refused
from tests.appraisal.rating import PHRASES, Rating, named
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
REASON = "三次报修，没有一次回音"


@pytest.fixture
def rating(cast: Cast) -> Rating:
    """Two firms have voted, one of them twice; the round runs."""
    found = Rating(cast).opened()
    found.voted("satisfied", "2020-07-02 10:00")
    found.voted("satisfied", "2020-07-03 10:00", by=cast.outsider)
    found.voted("unsatisfied", "2020-07-09 10:00", reason=REASON)
    return found


def tried(rating: Rating, part: str, by: Account, when: str = "2020-07-16 09:30", phrase: str = "") -> str:
    """What came of an attempt: the state, or the code of the refusal."""
    try:
        with unsealing.noted(rating.pk, by=by, now=at(when)):
            return unsealing.unseal(rating.pk, phrase or PHRASES[part], by=by, now=at(when)).state
    except Refused as no:
        return no.code


def test_nobody_opens_early_or_alone_or_with_a_wrong_phrase_and_every_try_is_entered(
    rating: Rating, cast: Cast
) -> None:
    for by in (cast.specialist, cast.office, cast.leader, cast.chief, cast.system, cast.principal):
        assert tried(rating, "first", by) == "wrong_role"
    assert tried(rating, "first", cast.evaluation, "2020-07-15 17:30") == "round_not_closed"
    rating.closed()
    assert tried(rating, "second", cast.evaluation) == "phrase_wrong"
    assert tried(rating, "paper", cast.evaluation, phrase="X" * 25) == "phrase_wrong"
    stranger = named(cast, "renshi2", "personnel")
    assert tried(rating, "second", stranger) == "no_part"
    assert not Opening.objects.exists()

    assert tried(rating, "first", cast.evaluation) == "closed"
    assert tried(rating, "first", cast.evaluation) == "part_used"
    assert tried(rating, "paper", cast.evaluation) == "another_needed"
    assert not OpenedBallot.objects.exists() and not Replacement.objects.exists()
    assert rating.round.satisfied is None and Peeled.objects.count() == 2
    why = [
        json.loads(body)["facts"].get("why")
        for body in Entry.objects.filter(kind="votes.unseal_refused").order_by("seq").values_list("body", flat=True)
    ]
    assert why == ["round_not_closed", "phrase_wrong", "phrase_wrong", "no_part", "part_used", "another_needed"]

    for _n in range(4):
        assert tried(rating, "paper", rating.personnel, phrase="X" * 25) == "phrase_wrong"
    assert tried(rating, "paper", rating.personnel, phrase="X" * 25) == "phrase_rests"
    assert tried(rating, "paper", rating.personnel) == "phrase_rests"
    assert tried(rating, "second", rating.personnel) == "unsealed"
    assert tried(rating, "second", rating.personnel) == "unsealed_before"


@pytest.mark.parametrize("pair", [("first", "second"), ("second", "paper"), ("paper", "first")])
def test_any_two_persons_open_count_and_make_the_replacement_due(
    rating: Rating, cast: Cast, pair: tuple[str, str]
) -> None:
    rating.closed()
    keepers = {"first": rating.evaluation, "second": rating.personnel, "paper": rating.discipline}
    for part, state in zip(pair, ("closed", "unsealed"), strict=True):
        assert tried(rating, part, keepers[part]) == state
    of = rating.round
    assert (of.satisfied, of.unsatisfied, of.not_rated) == (1, 1, RollLine.objects.filter(round=of).count() - 2)
    said = OpenedBallot.objects.select_related("reason").get(line=rating.line())
    assert (said.verdict, said.reason.text) == ("unsatisfied", REASON)  # type: ignore[union-attr]
    assert [one.enterprise.code for one in Replacement.objects.all()] == ["E0001"]
    assert results.root_holds(of) and not Peeled.objects.exists()
    entries = [
        json.loads(body)["facts"] for body in Entry.objects.filter(kind="votes.opened").values_list("body", flat=True)
    ]
    assert entries == [{"parts": list(pair), "damaged": 0, "root_holds": True}]
    business = "\n".join(Entry.objects.filter(chain="QJ/business").values_list("body", flat=True))
    assert "satisfied" not in business


def test_a_store_that_was_tampered_with_is_found(rating: Rating, cast: Cast, tmp_path: Any) -> None:
    """V6: changed, added, dropped, exchanged - by the unsealing itself, and by whoever counts the export again."""
    rating.closed()
    mine, other = Ballot.objects.get(line=rating.line()), Ballot.objects.get(line=rating.line("E0002"))
    of = rating.round
    body = sealing.ballot("satisfied", "", bytes(16))
    forged = sealing.commitment(of.key, "E0001", "satisfied", bytes(16))
    Ballot.objects.filter(pk=mine.pk).update(sealed=sealing.seal(bytes(of.public_key), body), commitment=forged)
    Ballot.objects.filter(pk=other.pk).update(sealed=mine.sealed)
    rating.unsealed()
    found = unsealing.look(rating.pk, by=cast.evaluation, now=at("2020-07-16 10:00"))
    assert {one.enterprise: one.verdict for one in found.lines if one.verdict != "not_rated"} == {
        "E0001": "satisfied",
        "E0002": "damaged",
    }
    assert not found.whole and found.count("damaged") == 1
    assert results.own_line(rating.line()) == results.own_line(rating.line("E0002")) == results.DAMAGED
    wrong, _whole = counted_again(rating, cast)
    assert len(wrong) == 3 and any("was put in" in one and "E0001" in one for one in wrong)


def counted_again(rating: Rating, cast: Cast, change: Any = None) -> tuple[list[str], list[str]]:
    rows = unsealing.export(cast.evaluation, at("2020-07-16 11:00"))
    rows = change(rows) if change else rows
    return votes.faults([json.dumps(row) for row in rows], votes.recorded(export_lines()))


def test_whoever_counts_again_finds_every_change_and_nothing_else(rating: Rating, cast: Cast) -> None:
    """V6 on the exported file, as `verify-record --votes` does it."""
    with pytest.raises(Refused, match="not_unsealed"):
        unsealing.export(cast.evaluation, at("2020-07-16 09:00"))
    rating.closed().unsealed()
    with pytest.raises(Refused, match="wrong_role"):
        unsealing.export(rating.personnel, at("2020-07-16 11:00"))
    assert counted_again(rating, cast)[0] == []

    def flipped(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row | {"verdict": "satisfied"} if row.get("verdict") == "unsatisfied" else row for row in rows]

    def forged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        own = votes.commitment(rating.round.key, "E0001", "satisfied", bytes(16))
        return [rows[0], {**rows[1], "verdict": "satisfied", "nonce": "00" * 16, "commitment": own}, *rows[2:]]

    changes = [
        flipped,
        forged,
        lambda rows: rows[:-1],
        lambda rows: [*rows, rows[-1]],
        lambda rows: [*rows, {**rows[-1], "enterprise": "E0003"}],
    ]
    for change in changes:
        assert counted_again(rating, cast, change)[0]
    for change in (
        lambda rows: [],
        lambda rows: [{"round": "QJ/2019-H2"}],
        lambda rows: rows[1:],
        lambda rows: [{**rows[0], "round": 1}],
    ):
        with pytest.raises(votes.CannotRead):
            counted_again(rating, cast, change)


def test_results_are_for_evaluation_and_personnel_each_look_is_entered_and_own_lines_stay_unseen(
    rating: Rating, cast: Cast
) -> None:
    rating.closed().unsealed()
    RollLine.objects.filter(enterprise=cast.other_firm).update(specialist=rating.personnel)
    whole = unsealing.look(rating.pk, by=cast.evaluation, now=at("2020-07-16 10:00"))
    part = unsealing.look(rating.pk, by=rating.personnel, now=at("2020-07-16 10:01"))
    assert (whole.count("satisfied"), whole.own, whole.lines[0].verdict, whole.lines[0].reason) == (
        1,
        0,
        "unsatisfied",
        REASON,
    )
    assert (part.count("satisfied"), part.own) == (0, 1) and "E0002" not in {one.enterprise for one in part.lines}
    assert rating.kinds("audit").count("votes.read") == 2
    for by in (rating.discipline, cast.specialist, cast.clerk, cast.leader, cast.office, cast.chief, cast.audit):
        with pytest.raises(Refused, match="wrong_role"):
            unsealing.look(rating.pk, by=by, now=at("2020-07-16 10:02"))
    assert rating.kinds("audit").count("votes.read") == 2


def test_the_rate_is_released_once_and_says_nothing_else(rating: Rating, cast: Cast) -> None:
    def release(by: Account = cast.evaluation) -> str:
        try:
            return unsealing.release(rating.pk, by=by, now=at("2020-07-17 09:00")).state
        except Refused as no:
            return no.code

    assert release() == "not_unsealed"
    rating.closed().unsealed()
    assert release(rating.personnel) == "wrong_role"
    person = Account.objects.filter(pk=cast.leader.pk)
    assert results.last_rate(results.with_rate(person).get()) is None
    assert (release(), release()) == ("released", "released_before")
    assert results.last_rate(results.with_rate(person).get()) == results.Rate(2020, 1, 50)
    entry = Entry.objects.get(kind="round.released")
    assert entry.chain == "QJ/business" and json.loads(entry.body)["facts"] == {"satisfied_percent": 50}


@pytest.mark.parametrize(
    ("satisfied", "unsatisfied", "share"),
    [(0, 0, None), (1, 0, 100), (0, 1, 0), (999, 1, 99), (1, 999, 1), (176, 1, 99), (1, 1, 50), (2, 1, 67)],
)
def test_a_rate_is_whole_and_never_all_or_none_by_rounding(satisfied: int, unsatisfied: int, share: int | None) -> None:
    assert results.percent(Round(satisfied=satisfied, unsatisfied=unsatisfied)) == share


def test_a_firm_learns_of_its_own_vote_that_it_is_there_and_unchanged(rating: Rating, cast: Cast) -> None:
    silent = RollLine.objects.create(round=rating.round, enterprise=cast.unserved, specialist=cast.chief, held_days=90)
    assert (results.own_line(rating.line()), results.own_line(silent)) == (results.IN_STORE, results.NONE)
    rating.closed()
    assert results.own_line(rating.line()) == results.UNCHANGED
    rating.unsealed()
    assert results.own_line(rating.line()) == results.UNCHANGED
    OpenedBallot.objects.filter(line=rating.line()).update(verdict="satisfied")
    assert (results.own_line(rating.line()), results.own_line(rating.line("E0002"))) == (
        results.DAMAGED,
        results.UNCHANGED,
    )


def test_no_table_log_or_queue_knows_a_vote_before_it_is_opened(cast: Cast, caplog: Any) -> None:
    """V3, V4: whoever reads the whole database between the vote and the opening finds neither the choice nor the reason."""
    from django.core.cache import cache
    from django.db import connection

    caplog.set_level("DEBUG")
    rating = Rating(cast).opened()
    ballot = rating.voted("unsatisfied", "2020-07-09 10:00", reason=REASON)
    length = len(bytes(ballot.sealed))
    assert len(bytes(rating.voted("satisfied", "2020-07-09 10:01").sealed)) == length
    rating.voted("unsatisfied", "2020-07-09 10:02", reason=REASON)
    rating.closed()
    words, found = (b"unsatisfied", b"satisfied", REASON.encode()), []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                said = b"\n".join(
                    bytes(one) if isinstance(one, (bytes, memoryview)) else str(one).encode() for one in row
                )
                found += [(table, word) for word in words if word in said]
    assert found == []
    assert not any(word.decode() in caplog.text for word in words if word != b"satisfied")
    assert cache.get("unsatisfied") is None
