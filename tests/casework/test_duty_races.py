"""Two at once on the roster and at an urgent request: one winner, no gap (R-08)."""

import itertools
from collections import Counter
from collections.abc import Callable

import pytest
from django.http import Http404

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import DutyShift, Ring
from liaison.registry.models import Account
from liaison.rules import duty
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, assemble, at
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
NOW = "2020-09-21 10:24"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def outcome(answer: object) -> str:
    if isinstance(answer, Refused):
        return answer.code
    return "absent" if isinstance(answer, Http404) else "done" if not isinstance(answer, Exception) else repr(answer)


def again(account: Account) -> Account:
    return Account.objects.get_by_natural_key(account.login)


def test_R08_two_agree_to_swap_the_same_shift(cast: Cast) -> None:
    """Both Chen Liqun and Lin Xia were asked for a swap with shifts of Zhao Lei, one of them with a shift of both askings."""
    people = ["zhaolei", "chenliqun", "linxia"]
    shifts = actions.plan_shifts(i.RosterInput(people=people), by=cast.office, now=at(NOW))
    wanted = shifts[4]  # Chen Liqun's
    for asked, by in ((shifts[3], cast.outside_specialist), (shifts[5], cast.office)):
        actions.ask_swap(asked.pk, i.SwapInput(shift=wanted.pk), by=by, now=at(NOW))

    def agree(pk: int) -> Callable[[], object]:
        return lambda: actions.agree_swap(pk, i.Nothing(), by=again(cast.specialist), now=at(NOW))

    answers = race([agree(shifts[3].pk), agree(shifts[5].pk)] * 2)
    said = Counter(map(outcome, answers))
    assert said["done"] == 1 and said["done"] + said["swap_gone"] + said["wrong_role"] == 4
    rows = list(DutyShift.objects.order_by("begins_at"))
    assert Counter(one.officer_id for one in rows[3:6]) == Counter(
        [cast.specialist.pk, cast.outside_specialist.pk, cast.office.pk]
    )
    assert duty.gaps(rows, rows[0].begins_at, rows[-1].ends_at) == [] and not DutyShift.objects.exclude(swap_with=None)


def test_R08_officer_and_specialist_accept_at_once(cast: Cast) -> None:
    actions.plan_shifts(i.RosterInput(people=["zhaolei", "linxia"]), by=cast.office, now=at(NOW))
    story = Story(cast).raised(NOW, urgent=True)

    def accept(who: Account) -> Callable[[], object]:
        return lambda: actions.accept(story.r.number, i.TextInput(), by=again(who), now=at("2020-09-21 10:30"))

    answers = Counter(map(outcome, race([accept(cast.outside_specialist), accept(cast.specialist)] * 2)))
    assert answers["done"] == 1 and answers["wrong_status"] + answers["ring_answered"] == 3
    assert story.kinds().count("request.taken") == 1 and Ring.objects.filter(missed_at=None).count() == 1


def test_R08_two_plans_at_once_join(cast: Cast) -> None:
    def plan() -> object:
        return actions.plan_shifts(
            i.RosterInput(people=["zhaolei", "chenliqun"], weeks=1), by=again(cast.office), now=at(NOW)
        )

    assert Counter(map(outcome, race([plan] * 3))) == {"done": 3}
    rows = list(DutyShift.objects.order_by("begins_at"))
    assert len(rows) == 21 and all(one.ends_at == other.begins_at for one, other in itertools.pairwise(rows))
