"""Two people at a group at once: somebody joins once, leaves once, and a message becomes one request (R-30)."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import Http404

from liaison.casework import inputs as i
from liaison.casework.actions import grouping, leave_zone
from liaison.casework.models import Membership, Post, ServiceRequest
from liaison.record import happenings
from liaison.registry.inputs import LeaveZoneInput
from liaison.registry.models import Account
from liaison.rules.refusals import Refused
from tests.cast import Cast, assemble, at
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
NOW = at("2020-09-28 11:00")


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return assemble()


def again(account: Account) -> Account:
    return get_user_model().objects.select_related("zone", "department", "enterprise").get(pk=account.pk)


def outcome(answer: object) -> str:
    if isinstance(answer, Refused):
        return answer.code
    return "absent" if isinstance(answer, Http404) else "done" if not isinstance(answer, Exception) else repr(answer)


def kinds() -> Counter[str]:
    return Counter(entry.kind for entry in happenings("QJ", "group/liaison"))


def test_R30_two_add_the_same_one_and_two_take_him_out(cast: Cast) -> None:
    def add(by: Account, **who: str) -> Callable[[], Any]:
        return lambda: grouping.add_member("liaison", i.MemberInput(**who), by=again(by), now=NOW)

    for who in ({"login": "zhoumin"}, {"called": "老李", "enterprise": "E0001"}):
        answers = race([add(cast.office, **who), add(cast.chief, **who), add(cast.office, **who)])
        assert Counter(map(outcome, answers)) == {"done": 1, "member_already": 2}
    assert (Membership.objects.filter(left_at=None).count(), kinds()["group.joined"]) == (2, 2)
    row = Membership.objects.get(account__login="zhoumin")

    def remove(by: Account) -> Callable[[], Any]:
        return lambda: grouping.remove_member(row.pk, by=again(by), now=NOW)

    answers = race([remove(cast.office), remove(cast.chief)])
    assert Counter(map(outcome, answers)) == {"done": 1, "absent": 1}
    assert kinds()["group.left"] == 1


def test_R30_who_joins_while_his_firm_leaves_the_zone_is_not_left_in_it(cast: Cast) -> None:
    leaves = LeaveZoneInput(reason="迁往邻区")
    answers = race([
        lambda: grouping.add_member("liaison", i.MemberInput(login="zhoumin"), by=again(cast.chief), now=NOW),
        lambda: leave_zone("E0001", leaves, by=again(cast.office), now=NOW),
    ])  # fmt: skip
    assert outcome(answers[1]) == "done" and outcome(answers[0]) in ("done", "firm_left")
    assert not Membership.objects.filter(account__login="zhoumin", left_at=None).exists()


def test_R30_one_message_and_two_who_make_it_a_request(cast: Cast) -> None:
    for login in ("zhoumin", "chenliqun"):
        grouping.add_member("liaison", i.MemberInput(login=login), by=cast.office, now=NOW)
    words = i.NotedInput(login="zhoumin", text="门口停水，消防栓也没水")
    post = grouping.note_down("liaison", words, by=cast.office, now=NOW)

    def tap(by: Account) -> Callable[[], Any]:
        return lambda: grouping.raise_from(post.pk, i.FromPostInput(), by=again(by), now=NOW)

    answers = race([tap(one) for one in (cast.principal, cast.specialist, cast.office, cast.chief)])
    assert list(map(outcome, answers)) == ["done"] * 4
    [made] = ServiceRequest.objects.all()
    assert {one.pk for one in answers} == {made.pk} == {Post.objects.get().service_request_id}
    assert Counter(one.kind for one in happenings("QJ", made.number))["request.raised"] == 1
