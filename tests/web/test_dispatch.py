"""The office's desk: what waits for it and why, and its decision on a decline."""

import re
from datetime import datetime

import pytest
from django.utils import translation

from liaison.casework import actions
from liaison.casework.inputs import DeclineInput, OutcomeInput, RaiseInput, ReasonInput, TextInput, WhistleInput
from liaison.casework.models import ServiceRequest, Summons
from liaison.casework.queries import PAGE
from liaison.registry.models import Account
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
CALL, WHISTLE = at("2020-09-25 16:40"), at("2020-09-25 16:58")


LISTS = {
    "decline": {"路灯不亮"},
    "no-specialist": {"扩建厂房"},
    "untouched": {"扩建厂房", "没人接手的事"},
    "overdue": {"没人接手的事"},
    "disputed": set(),
}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def raised(cast: Cast, text: str, *, by: Account | None = None, when: datetime = CALL) -> ServiceRequest:
    return actions.raise_request(RaiseInput(text=text), by=by or cast.principal, now=when)


def whistled(cast: Cast, text: str, *departments: str) -> ServiceRequest:
    r = raised(cast, text)
    actions.take(r.pk, TextInput(), by=cast.specialist, now=WHISTLE)
    given = WhistleInput(departments=departments or ["SZJ"], ask="请尽快查明。")
    return actions.whistle(r.pk, given, by=cast.specialist, now=WHISTLE)


def declined(cast: Cast, text: str) -> Summons:
    r = whistled(cast, text)
    summons = Summons.objects.get(service_request=r)
    suggestion = DeclineInput(reason="电缆属供电所。", suggest="JSJ")
    actions.decline(summons.pk, suggestion, by=cast.clerk, now=at("2020-09-27 09:00"))
    return summons


@pytest.fixture
def office(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.office)
    return client


def test_the_desk_says_what_waits_and_why(office, cast):
    summons = declined(cast, "厂区门口路灯不亮")
    actions.raise_request(RaiseInput(text="要扩建厂房", enterprise="E0003", channel="letter"), by=cast.office, now=CALL)
    raised(cast, "没人接手的事", when=at("2020-09-21 09:00"))
    html = office.get("/dispatch").content.decode()
    assert "<h1" in html and "1 件待裁定" in html and "2 件没人接手" in html and "1 件没有专员" in html
    assert f'href="/summonses/{summons.pk}/decide"' in html and 'href="/enterprises/E0003/assign"' in html
    assert "1 家企业没有专员" in html
    everything = {"路灯不亮", "扩建厂房", "没人接手的事"}
    for chosen, shown in LISTS.items():
        page = words(office.get(f"/dispatch?list={chosen}").content.decode())
        assert {text for text in everything if text in page} == shown, chosen


def test_the_desk_speaks_english(office, cast):
    declined(cast, "路灯不亮")
    with translation.override("en"):
        office.cookies["django_language"] = "en"
        page = words(office.get("/dispatch").content.decode())
    assert "1 to decide" in page and "Municipal Works" in page and "Why here" in page


def test_an_empty_desk_says_so(office):
    page = words(office.get("/dispatch").content.decode())
    assert "没有事等办公室" in page and "1 家企业没有专员" in page
    assert "这个列表是空的" in words(office.get("/dispatch?list=overdue").content.decode())


def test_overdue_is_told_by_department(office, cast, now_is):
    for text in ("一", "二"):
        whistled(cast, text)
    whistled(cast, "三", "JSJ")
    now_is("2020-10-12 10:00")
    page = words(office.get("/dispatch?list=overdue").content.decode())
    assert "3 件超期" in page and page.index("市政管护科 2") < page.index("建设局 1")


def test_disputes_again_and_again_reach_the_office(office, cast):
    r = raised(cast, "总也修不好的门")
    actions.take(r.pk, TextInput(), by=cast.specialist, now=CALL)
    for _time in range(3):
        actions.answer(r.pk, OutcomeInput(outcome="resolved", text="修好了。"), by=cast.specialist, now=WHISTLE)
        actions.dispute(r.pk, ReasonInput(text="又坏了。"), by=cast.principal, now=WHISTLE)
    assert "总也修不好的门" in words(office.get("/dispatch?list=disputed").content.decode())


def test_pages_follow_each_other_by_key_with_as_many_statements(office, cast, now_is, django_assert_max_num_queries):
    for number in range(PAGE):
        whistled(cast, f"第{number}件")
    now_is("2020-10-12 10:00")
    office.get("/dispatch")
    with django_assert_max_num_queries(12) as few:
        html = office.get("/dispatch").content.decode()
    assert "after=" not in html
    for number in range(PAGE):
        whistled(cast, f"又第{number}件", "JSJ")
    with django_assert_max_num_queries(12) as many:
        html = office.get("/dispatch").content.decode()
    assert len(few) == len(many)
    following = re.search(r'rel="next" href="([^"]+)"', html)[1].replace("&amp;", "&")
    second = office.get(following).content.decode()
    numbers = [set(re.findall(r"2020-\d{4}", page)) for page in (html, second)]
    assert not numbers[0] & numbers[1] and len(numbers[0] | numbers[1]) == 2 * PAGE


@pytest.mark.parametrize("who", ["clerk", "specialist", "leader", "security", "principal"])
def test_the_desk_is_the_offices(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/dispatch").status_code == 403


def test_deciding_a_decline(office, cast):
    summons = declined(cast, "路灯不亮")
    page = words(office.get(f"/summonses/{summons.pk}/decide").content.decode())
    assert "市政管护科退回" in page and "电缆属供电所" in page and "建议交建设局" in page
    answer = office.post(
        f"/summonses/{summons.pk}/decide", {"accept": "true", "next_department": "JSJ", "reason": "有理"}
    )
    assert answer.status_code == 302 and answer.url == "/dispatch"
    assert Summons.objects.get(department=cast.d.JSJ).part == "lead"
    answer = office.post(f"/summonses/{summons.pk}/decide", {"accept": "false", "reason": "再想想"})
    assert answer.status_code == 409 and "再想想" in answer.content.decode()


def test_a_decision_needs_a_choice_and_keeps_what_was_typed(office, cast):
    summons = declined(cast, "路灯不亮")
    answer = office.post(f"/summonses/{summons.pk}/decide", {"reason": "写了一半"})
    assert answer.status_code == 422 and "写了一半" in answer.content.decode()
    answer = office.post(f"/summonses/{summons.pk}/decide", {"accept": "true", "next_department": "HGS"})
    assert answer.status_code == 422 and "海关" in answer.content.decode()
    summons.refresh_from_db()
    assert summons.status == "declining"


def test_only_the_office_decides(client, cast, now_is):
    now_is("2020-09-28 10:24")
    summons = declined(cast, "路灯不亮")
    for who, status in (("specialist", 403), ("clerk", 403), ("outsider", 404), ("yjj_clerk", 404), ("security", 404)):
        client.force_login(getattr(cast, who))
        assert client.get(f"/summonses/{summons.pk}/decide").status_code == status, who
        assert client.post(f"/summonses/{summons.pk}/decide", {"accept": "true"}).status_code == status, who
