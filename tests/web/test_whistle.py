"""吹哨 from the screen: a suggested lead with its reason, others to join, each its ask, and the due time in words."""

import re

import pytest

from liaison.casework import actions
from liaison.casework.inputs import RaiseInput, TextInput, WhistleInput
from liaison.casework.models import ServiceRequest, Summons
from tests.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def r(cast, client, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.specialist)
    given = RaiseInput(text="厂区门口路灯不亮", category="roads")
    raised = actions.raise_request(given, by=cast.principal, now=at("2020-09-28 08:52"))
    return actions.take(raised.pk, TextInput(), by=cast.specialist, now=at("2020-09-28 09:00"))


@pytest.fixture
def address(r):
    return f"/requests/{r.number}/whistle"


def html(response):
    return response.content.decode()


def calls(r):
    return [
        (row.department.code, row.part, row.ask.text)
        for row in Summons.objects.filter(service_request=r).order_by("pk")
    ]


def test_the_lead_is_suggested_with_its_reason_and_the_due_time_is_said(client, cast, r, address):
    page = client.get(address)
    assert page.status_code == 200
    assert 'name="lead" value="SZJ" checked' in html(page)
    assert "这一类由其牵头" in html(page)
    assert "3 个工作日" in html(page) and "10月9日（周五）17:30" in html(page)
    earlier = actions.raise_request(
        RaiseInput(text="修路", category="roads"), by=cast.principal, now=at("2020-03-02 09:00")
    )
    given = WhistleInput(departments=["SZJ", "JSJ"], ask="修")
    actions.whistle(earlier.pk, given, by=cast.specialist, now=at("2020-03-02 10:00"))
    assert "今年同类 1 件由其牵头" in html(client.get(address))
    english = html(client.get(address, headers={"accept-language": "en"}))
    for words in (
        "Lead department",
        "Municipal Works",
        "Led 1 of this kind this year",
        "3 working days",
        "Fri\xa09\xa0Oct, 17:30",
    ):
        assert words in english


def test_outside_bodies_are_named_but_not_offered(client, address):
    page = html(client.get(address))
    assert "海关" in page and 'value="HGS"' not in page


def boxes(page):
    return re.findall(r'data-own="(\w+)">', html(page))


def test_only_departments_that_are_chosen_have_a_box_for_their_own_task(client, r, address):
    assert boxes(client.get(address)) == ["SZJ"]
    asked_for = client.post(address, {"lead": "JSJ", "co": ["YJJ"], "ask": "请抢修", "boxes": "1"})
    assert asked_for.status_code == 200 and sorted(boxes(asked_for)) == ["JSJ", "YJJ"]
    assert (
        "请抢修" in html(asked_for)
        and 'value="JSJ" checked' in html(asked_for)
        and 'id="errors"' not in html(asked_for)
    )
    assert calls(r) == []
    refused = client.post(address, {"lead": "SZJ", "ask_JSJ": "顺便看看", "ask": "请抢修"})
    assert sorted(boxes(refused)) == ["JSJ", "SZJ"]  # words are never hidden


def test_one_lead_two_others_and_an_ask_of_their_own(client, r, address):
    sent = client.post(
        address, {"lead": "SZJ", "co": ["JSJ", "YJJ", "SZJ"], "ask": "请抢修", "ask_YJJ": "请先拉警戒线"}, follow=True
    )
    assert sent.redirect_chain[-1][0] == f"/requests/{r.number}"
    assert "已向市政管护科、建设局、应急局吹哨" in html(sent)
    assert calls(r) == [("SZJ", "lead", "请抢修"), ("JSJ", "co", "请抢修"), ("YJJ", "co", "请先拉警戒线")]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"lead": "HGS"}, "海关"),
        ({"lead": "SZJ", "co": ["HGS"]}, "海关"),
        ({"lead": "NOPE"}, "NOPE"),
        ({}, "请至少选一个部门"),
        ({"co": ["JSJ"]}, "请至少选一个部门"),
        ({"lead": "SZJ", "ask": ""}, "请"),
        ({"lead": "SZJ", "ask_JSJ": "顺便看看"}, "请在上面选上这个部门"),
    ],
)
def test_a_whistle_that_cannot_be_sent_says_why_and_keeps_the_words(client, r, address, given, words):
    page = client.post(address, {"ask": "请三天内抢修路灯", **given})
    assert page.status_code == 422
    assert words in html(page) and 'role="alert"' in html(page)
    assert given.get("ask", "请三天内抢修路灯") in html(page)
    assert not calls(r)
    assert ServiceRequest.objects.get(pk=r.pk).status == "in_hand"


def test_with_a_lead_at_work_only_others_join(client, cast, r, address):
    actions.whistle(
        r.pk, WhistleInput(departments=["SZJ"], ask="请抢修"), by=cast.specialist, now=at("2020-09-28 10:00")
    )
    page = html(client.get(address))
    assert 'name="lead"' not in page and "市政管护科牵头" in page
    assert 'name="co" value="SZJ"' not in page
    assert client.post(address, {"ask": "配合"}).status_code == 422
    client.post(address, {"co": ["JSJ"], "ask": "配合"})
    assert [row[:2] for row in calls(r)] == [("SZJ", "lead"), ("JSJ", "co")]
    again = client.post(address, {"co": ["JSJ"], "ask": "再催一下建设局"})
    assert again.status_code == 409 and "再催一下建设局" in html(again)


def test_who_may_whistle(client, cast, r, address):
    for who, status in (
        (cast.outside_specialist, 404),
        (cast.clerk, 404),
        (cast.outsider, 404),
        (cast.leader, 403),
        (cast.principal, 403),
    ):
        client.force_login(who)
        assert client.get(address).status_code == status
        assert client.post(address, {"lead": "SZJ", "ask": "试试"}).status_code == status
    for who in (cast.office, cast.chief):
        client.force_login(who)
        assert client.get(address).status_code == 200


def test_a_request_that_has_ended_is_a_conflict(client, cast, r, address):
    actions.withdraw(r.pk, TextInput(), by=cast.principal, now=at("2020-09-28 10:20"))
    assert client.get(address).status_code == 409
    late = client.post(address, {"lead": "SZJ", "ask": "请三天内抢修路灯"})
    assert late.status_code == 409 and "请三天内抢修路灯" in html(late)


def test_the_number_of_statements_is_fixed(client, cast, r, address, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        client.get(address)
    actions.whistle(
        r.pk,
        WhistleInput(departments=["SZJ", "JSJ", "YJJ"], ask="请抢修"),
        by=cast.specialist,
        now=at("2020-09-28 10:00"),
    )
    with django_assert_max_num_queries(12) as many:
        client.get(address)
    assert len(many) == len(few)
