"""今日 as the specialist meets it: four piles, cards with the promise drawn, and an empty day that suggests a visit."""

import pytest
from django.utils import translation

from liaison.casework import actions
from liaison.casework.inputs import OutcomeInput, RaiseInput, TextInput, WhistleInput
from liaison.registry.models import Assignment
from tests.cast import at

pytestmark = pytest.mark.django_db


def raised(cast, text="厂区门口路灯不亮", when="2020-09-25 16:40", by=None, **more):
    return actions.raise_request(RaiseInput(text=text, **more), by=by or cast.principal, now=at(when))


def taken(cast, **more):
    r = raised(cast, **more)
    return actions.take(r.pk, TextInput(), by=cast.specialist, now=at("2020-09-25 16:50"))


@pytest.fixture
def desk(cast, client, now_is):
    """One of each pile; the one that falls due today is also with a department."""
    now_is("2020-09-28 10:24")
    due = taken(cast, text="环评变更要补哪些材料", when="2020-09-24 09:00")
    waiting = taken(cast)
    actions.whistle(
        waiting.pk, WhistleInput(departments=["SZJ"], ask="看一下"), by=cast.specialist, now=at("2020-09-25 16:58")
    )
    answered = taken(cast, text="高新企业复审材料")
    actions.answer(
        answered.pk, OutcomeInput(outcome="resolved", text="清单已发"), by=cast.specialist, now=at("2020-09-25 17:00")
    )
    new = raised(cast, text="外地员工子女转学手续", when="2020-09-28 08:52")
    client.force_login(cast.specialist)
    return {"due": due, "waiting": waiting, "call_back": answered, "new": new}


def counts(response):
    return {pile.code: pile.count for pile in response.context["counters"]}


def piles(response):
    return {pile.code: [row.number for row in pile.rows] for pile in response.context["piles"]}


def test_each_request_lies_in_one_pile_and_the_counters_count_whole_piles(client, desk):
    page = client.get("/today")
    assert page.status_code == 200
    assert counts(page) == {"due": 1, "new": 2, "waiting": 1, "call_back": 1}
    assert piles(page) == {code: [r.number] for code, r in desk.items()}


def test_a_counter_narrows_the_page_to_its_whole_pile(client, desk):
    page = client.get("/today?show=new")
    assert set(piles(page)["new"]) == {desk["new"].number, desk["due"].number}
    assert list(piles(page)) == ["new"]
    assert 'aria-current="true"' in page.content.decode()
    assert piles(client.get("/today?show=nonsense")).keys() == desk.keys()


def test_a_card_says_firm_need_promise_and_whose_turn(client, desk):
    html = client.get("/today").content.decode()
    for words in (
        "江岭精铸",
        "环评变更要补哪些材料",
        "今天 17:30",
        "还剩 7 小时 06 分",
        "市政管护科，还没报到",
        "电话速记",
    ):
        assert words in html
    assert 'href="tel:02388880012"' in html
    assert 'class="mini' in html
    with translation.override("en"):
        html = client.get("/today", headers={"accept-language": "en"}).content.decode()
    for words in ("Jiangling Precision Casting", "Due today", "Municipal Works, not reported in yet", "Log a call"):
        assert words in html


def test_nothing_of_other_firms_lies_here(client, cast, desk, now_is):
    raised(cast, by=cast.outsider, text="货车通行证", when="2020-09-28 08:00")
    assert "货车通行证" not in client.get("/today").content.decode()


def test_SC16_the_chief_holds_what_firms_without_a_specialist_raise(client, cast, desk):
    lost = actions.raise_request(
        RaiseInput(text="没有专员的企业", enterprise="E0003", channel="letter"),
        by=cast.office,
        now=at("2020-09-28 09:00"),
    )
    client.force_login(cast.chief)
    assert piles(client.get("/today")) == {"new": [lost.number]}


def test_an_empty_day_names_the_firms_not_heard_of(client, cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.specialist)
    html = client.get("/today").content.decode()
    assert "今天没有到期事项" in html
    assert "江岭精铸" in html and "还没有提过诉求" in html
    client.force_login(cast.outside_specialist)
    raised(cast, by=cast.outsider, when="2020-09-27 09:00")
    assert client.get("/today").context["quiet"] == []


def test_only_specialists_and_the_chief_have_this_desk(client, cast):
    for who in (cast.office, cast.leader, cast.principal, cast.clerk, cast.audit):
        client.force_login(who)
        assert client.get("/today").status_code == 403
    assert client.post("/today").status_code == 405


def test_home_of_a_specialist_is_today(client, desk):
    assert piles(client.get("/")).keys() == desk.keys()


def test_the_number_of_statements_does_not_grow(client, cast, desk, django_assert_max_num_queries):
    for firm in (cast.other_firm, cast.unserved):
        Assignment.objects.filter(enterprise=firm, until=None).delete()
        Assignment.objects.create(enterprise=firm, specialist=cast.specialist, since=at("2020-01-02 09:00"))
    with django_assert_max_num_queries(12) as few:
        client.get("/today")
    for n in range(12):
        taken(cast, text=f"第{n}件")
    with django_assert_max_num_queries(12) as many:
        client.get("/today")
    assert len(many) == len(few)
    with django_assert_max_num_queries(12):
        client.get("/today?show=new")
