"""Several at one replacement at once: one winner, nobody waits for ever, and one duty at a firm (R-44)."""

from collections import Counter

import pytest

from liaison.appraisal import replacing
from liaison.appraisal.actions.replacing import ask_change, carry_out
from liaison.appraisal.models import Replacement
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.registry.models import Account, Assignment
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.cast import assemble, at
from tests.racing import race

NOW = at("2020-09-28 11:00")


@pytest.mark.django_db(transaction=True)
def test_R44_two_ask_and_two_carry_out_at_once() -> None:
    cast = assemble()

    def again(account: Account) -> Account:
        return Account.objects.select_related("zone", "enterprise").get(pk=account.pk)

    def ask() -> Replacement:
        return ask_change("E0001", ChangeInput(), by=again(cast.principal), now=NOW)

    def said(answers: list[object]) -> Counter[str]:
        return Counter(one.code if isinstance(one, Refused) else type(one).__name__ for one in answers)

    assert said(race([ask, ask])) == {"Replacement": 1, "change_asked": 1}
    pk = Replacement.objects.get().pk
    answers = race([
        lambda: carry_out(pk, CarryOutInput(specialist="zhaolei"), by=again(cast.office), now=NOW),
        lambda: carry_out(pk, CarryOutInput(specialist="tangyi"), by=again(cast.office), now=NOW),
        lambda: replacing.turn(cast.zone, policy(cast.zone, NOW)),
    ])  # fmt: skip
    assert said(answers) == {"Replacement": 1, "replaced_already": 1, "NoneType": 1}
    row, serving = Replacement.objects.get(), Assignment.objects.get(enterprise=cast.firm, until=None)
    assert row.new == serving.specialist and Assignment.objects.filter(enterprise=cast.firm).count() == 2
