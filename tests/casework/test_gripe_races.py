"""A full room: two departments claim at once, a line is sent twice, many speak at the same moment (R-32, R-33)."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from liaison import clock
from liaison.casework import actions, gripes
from liaison.casework import inputs as i
from liaison.casework.models import Gripe, GripeSession, Post, ServiceRequest
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.actions import issue_token
from liaison.registry.models import Account
from liaison.rules.refusals import Refused
from tests.casework.sessions import Hall, claimed
from tests.cast import assemble, at
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)
NOW = "2021-04-16 15:06"


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    return Hall(assemble()).opened()


def again(account: Account) -> Account:
    return get_user_model().objects.select_related("zone", "department", "enterprise").get(pk=account.pk)


def outcome(answer: object) -> str:
    return answer.code if isinstance(answer, Refused) else repr(answer) if isinstance(answer, Exception) else "done"


@pytest.mark.parametrize("turn", range(3))
def test_R33_of_departments_that_claim_at_once_one_leads(hall: Hall, turn: int) -> None:
    cast, story = hall.cast, hall.said()

    def claim(clerk: Account) -> Callable[[], Any]:
        given = i.ClaimInput(resolve_by="2021-04-29")
        return lambda: actions.claim(story.r.pk, given, by=again(clerk), now=at(NOW))

    answers = race([claim(one) for one in (cast.clerk, cast.jsj_clerk, cast.yjj_clerk)])
    assert Counter(map(outcome, answers)) == {"done": 1, "already_led": 2}
    leader = hall.gripe(story.r).claimed_by
    assert leader and {no.params["department"] for no in answers if isinstance(no, Refused)} == {leader.name_zh}
    assert (story.kinds().count("request.claimed"), story.r.summonses.count()) == (1, 1)


def test_R33_claim_and_whistle_at_once_have_one_lead(hall: Hall) -> None:
    cast, story = hall.cast, hall.said()
    whistle = i.WhistleInput(departments=["JSJ"], ask="请办理")
    answers = race([
        lambda: actions.claim(story.r.pk, i.ClaimInput(resolve_by="2021-04-29"), by=again(cast.clerk), now=at(NOW)),
        lambda: actions.whistle(story.r.pk, whistle, by=again(cast.office), now=at(NOW)),
    ])  # fmt: skip
    # The whistle that comes second finds a lead at work, and what it calls joins.
    assert outcome(answers[1]) == "done" and outcome(answers[0]) in ("done", "already_led")
    assert story.r.summonses.filter(part="lead").count() == 1
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_R32_many_at_once_are_all_on_the_list_once_each(hall: Hall) -> None:
    cast, before = hall.cast, hall.version()

    def say(n: int) -> Callable[[], Any]:
        given = i.ItemInput(text=f"第{n}件事", enterprise="E0001")
        return lambda: actions.add_item(hall.session.pk, given, by=again(cast.office), now=at(NOW))

    def hand_in(n: int) -> Callable[[], Any]:
        return lambda: actions.add_item(
            hall.session.pk, i.ItemInput(text=f"第{n}件"), by=again(cast.outsider), now=at(NOW)
        )

    answers = race([*map(say, range(3)), *map(hand_in, range(3))])
    assert list(map(outcome, answers)) == ["done"] * 6
    assert sorted(Gripe.objects.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert (Post.objects.count(), hall.version()) == (6, before + 6)
    assert len({one.r.number for one in gripes.seen(GripeSession.objects.get()).items}) == 6


def test_R32_a_line_sent_twice_with_one_key_is_one_item(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at(NOW))
    headers = {"Authorization": f"Bearer {issue_token(hall.cast.office, now=at(NOW))}", "Idempotency-Key": "line-1"}
    body = json.dumps({"text": "重车抢道", "enterprise": "E0001"})

    def send() -> Any:
        address = f"/api/v1/gripe-sessions/{hall.session.pk}/items"
        return Client().post(address, body, content_type="application/json", headers=headers)

    answers = race([send] * 3)
    assert [one.status_code for one in answers] == [201] * 3
    assert len({one.content for one in answers}) == 1
    assert (ServiceRequest.objects.count(), Gripe.objects.count(), Post.objects.count()) == (1, 1, 1)


def test_R35_opening_while_what_is_left_is_claimed(hall: Hall) -> None:
    cast, story = hall.cast, hall.said()
    hall.closed("2021-04-16 16:30")
    following = Hall(cast, "五月", "2021-05-14 15:00")
    answers = race([
        lambda: actions.open_session(following.session.pk, i.Nothing(), by=again(cast.office), now=at("2021-05-14 15:00")),
        lambda: claimed(story, "2021-05-14 15:00", "2021-05-28", by=again(cast.clerk)),
    ])  # fmt: skip
    assert list(map(outcome, answers)) == ["done", "done"]
    assert {one.claimed_by for one in Gripe.objects.select_related("claimed_by")} == {cast.d.SZJ}
