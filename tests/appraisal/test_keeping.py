"""Keepers of a round's key: who makes which part, until when, and that nothing of a phrase is kept."""

import pytest

from liaison.appraisal import keys
from liaison.appraisal.actions import keeping
from liaison.appraisal.models import Keeper, Round, WrappedKey
from liaison.appraisal.round_inputs import KeeperInput
from liaison.record.models import Entry
from liaison.registry.models import Account
from liaison.rules.refusals import Refused
from tests.appraisal.rating import Rating, named
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-06-20 11:00")


def phrase(text: str = "七只白鹤飞过青江的晚上", again: str | None = None) -> KeeperInput:
    return KeeperInput(phrase=text + "。", again=(text if again is None else again) + "。")


def refusal(run: object, *given: object, by: Account) -> str:
    with pytest.raises(Refused) as no:
        run(*given, by=by, now=NOW)  # type: ignore[operator]
    return no.value.code


def test_three_persons_keep_a_part_each_and_only_until_the_opening(cast: Cast) -> None:
    rating = Rating(cast)
    pk, personnel, discipline = rating.pk, named(cast, "renshi", "personnel"), named(cast, "jijian", "discipline")
    for by in (cast.specialist, cast.office, cast.leader, cast.system):
        assert refusal(keeping.set_phrase, pk, phrase(), by=by) == "wrong_role"
        assert refusal(keeping.print_paper, pk, by=by) == "wrong_role"
    assert (
        refusal(keeping.set_phrase, pk, phrase(again="不一样的另外一句话啊啊"), by=cast.evaluation) == "phrases_differ"
    )
    assert refusal(keeping.set_phrase, pk, phrase("啊" * 12), by=cast.evaluation) == "phrase_simple"

    keeping.set_phrase(pk, phrase(), by=cast.evaluation, now=NOW)
    assert refusal(keeping.print_paper, pk, by=cast.evaluation) == "one_part_each"
    code = keeping.print_paper(pk, by=discipline, now=NOW)
    assert refusal(keeping.set_phrase, pk, phrase(), by=discipline) == "one_part_each"
    assert not keys.ready(rating.round)
    keeping.set_phrase(pk, phrase(), by=personnel, now=NOW)
    first = Keeper.objects.get(part="first")
    keeping.set_phrase(pk, phrase("换了一句谁也不知道的长话"), by=cast.evaluation, now=NOW)
    assert Keeper.objects.get(part="first").public_key != first.public_key
    assert keys.ready(rating.round)

    kept = [bytes(value) for row in Keeper.objects.all() for value in (row.salt, row.public_key)]
    assert Keeper.objects.count() == 3 and code.encode() not in kept
    told = "\n".join(Entry.objects.values_list("body", flat=True))
    assert code not in told and "白鹤" not in told
    assert rating.kinds("audit") == ["keeper.made", "keeper.made", "keeper.made", "keeper.replaced"]

    Round.objects.update(state=Round.OPEN)
    assert refusal(keeping.set_phrase, pk, phrase(), by=cast.evaluation) == "keepers_fixed"
    assert refusal(keeping.print_paper, pk, by=discipline) == "keepers_fixed"


def test_the_key_is_made_once_and_nothing_but_envelopes_remains_of_it(cast: Cast) -> None:
    rating = Rating(cast)
    with pytest.raises(RuntimeError):
        keys.make(rating.round)
    of = rating.keyed().round
    keys.make(of)
    assert len(bytes(rating.round.public_key)) == 32
    assert WrappedKey.objects.count() == 6
    with pytest.raises(RuntimeError):
        keys.make(rating.round)
