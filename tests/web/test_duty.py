"""值班 on screen: who answers now, the roster with its gap, swaps, and the one tap that accepts (R-08, R-39)."""

import re
from typing import Any

import pytest
from django.urls import reverse

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import DutyShift, Ring
from liaison.notices import outbox
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2020-09-25 10:24"
PEOPLE = "赵磊\n陈立群\n\n Lin Xia"


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).strip()


@pytest.fixture
def office(client: Any, cast: Cast, now_is: Any) -> Any:
    now_is(NOW)
    client.force_login(cast.office)
    return client


def planned(cast: Cast, weeks: int = 2) -> None:
    given = i.RosterInput(people=["zhaolei", "chenliqun", "linxia"], weeks=weeks)
    actions.plan_shifts(given, by=cast.office, now=at("2020-09-25 10:00"))


def test_the_office_plans_by_names_and_the_gap_is_red_before_it_comes(office: Any, cast: Cast) -> None:
    page = words(office.get("/duty"))
    assert (
        "现在无人值班" in page
        and "无人值班：9月25日（周五）10:24 至 10月2日（周五）10:24" in page
        and "还没有排班" in page
    )
    wrong = office.post("/duty", {"people": "赵磊\n不认识", "weeks": "2", "handover_hour": "8"})
    assert wrong.status_code == 422 and "不认识" in words(wrong)
    assert office.post("/duty", {"people": "赵磊", "weeks": "2", "handover_hour": "8"}).status_code == 422
    page = words(office.post("/duty", {"people": PEOPLE, "weeks": "1", "handover_hour": "8"}, follow=True))
    assert "值班表已排到 10月2日（周五）08:00" in page and "赵磊在值班" in page
    assert "无人值班：10月2日（周五）08:00 至 10月2日（周五）10:24" in page  # eight days ahead would be fine
    office.post("/duty", {"people": PEOPLE, "weeks": "1", "handover_hour": "8"})
    assert "无人值班" not in words(office.get("/duty")) and DutyShift.objects.count() == 14


def test_the_dispatch_desk_says_so_too(office: Any, cast: Cast) -> None:
    assert "无人值班：9月25日（周五）10:24" in words(office.get("/"))
    planned(cast)
    assert "无人值班" not in words(office.get("/"))


def test_two_swap_and_the_office_puts_somebody_else_on(office: Any, cast: Cast) -> None:
    planned(cast)
    mine, theirs = DutyShift.objects.order_by("begins_at")[3:5]  # Zhao Lei's, Chen Liqun's
    office.force_login(cast.outside_specialist)
    assert "换班" in words(office.get("/duty"))
    assert "我改值" in words(office.get(f"/duty/{mine.pk}/swap"))
    page = words(office.post(f"/duty/{mine.pk}/swap", {"shift": theirs.pk}, follow=True))
    assert "已申请" in page and "撤回" in page
    assert office.get(f"/duty/{theirs.pk}/swap").status_code == 403
    office.force_login(cast.specialist)
    assert "有人想与您换班" in words(office.get("/duty"))
    assert "已换班" in words(office.post(f"/duty/{mine.pk}/agree", follow=True))
    again = office.post(f"/duty/{mine.pk}/agree")
    assert again.status_code == 409 and "换班已经不在申请中" in words(again)
    office.force_login(cast.office)
    assert "换人" in words(office.get(f"/duty/{mine.pk}/change"))
    assert office.post(f"/duty/{mine.pk}/change", {"officer": "linxia", "deputy": "linxia"}).status_code == 422
    assert office.post(f"/duty/{mine.pk}/change", {"officer": "linxia", "deputy": "zhaolei"}).status_code == 302


def test_R08_one_tap_accepts_from_the_card_and_from_the_notice(office: Any, cast: Cast, now_is: Any) -> None:
    planned(cast)
    stories = [Story(cast).raised("2020-09-25 10:20", urgent=True, text=f"第{n}件急事") for n in (1, 2)]
    outbox.send_due(at(NOW), machine_now=at(NOW))
    office.force_login(cast.outside_specialist)
    page = office.get("/today")
    assert "紧急：江岭精铸" in words(page) and "接单还剩 11 分" in words(page)
    assert page.content.decode().count('/accept"') == office.get("/inbox").content.decode().count('/accept"') == 2
    answer = office.post(f"/requests/{stories[0].r.number}/accept", follow=True)
    assert "已接单" in words(answer) and "来电至今 4 分" in words(answer)
    assert office.get("/inbox").content.decode().count('/accept"') == 1
    twice = office.post(f"/requests/{stories[0].r.number}/accept")
    assert twice.status_code == 409
    actions.take(stories[1].r.pk, i.TextInput(), by=cast.specialist, now=at(NOW))
    late = office.post(f"/requests/{stories[1].r.number}/accept", follow=True)
    assert "别人已经接单" in words(late) and office.get(f"/requests/{stories[1].r.number}").status_code == 404


def test_R08_what_nobody_accepted_lies_on_the_dispatch_desk(office: Any, cast: Cast, now_is: Any) -> None:
    planned(cast)
    Story(cast).raised(NOW, urgent=True).ticked("2020-09-25 10:40")
    now_is("2020-09-25 10:41")
    assert "1 件紧急、无人接单" in words(office.get("/"))
    assert "紧急，逾时无人接单" in words(office.get("/dispatch?list=ringing"))


def test_R39_real_minutes_stand_on_the_page_of_an_urgent_request(office: Any, cast: Cast, now_is: Any) -> None:
    story = Story(cast).raised("2021-02-18 10:05", urgent=True, text="招聘摊位被要求撤离")
    story.did("take", i.TextInput(), "2021-02-18 10:09", by=cast.specialist)
    story.did("answer", i.OutcomeInput(outcome="resolved", text="办好了"), "2021-02-18 11:20", by=cast.specialist)
    now_is("2021-02-18 16:00")
    for who in (cast.principal, cast.specialist):
        office.force_login(who)
        assert "从来电到办结 1 小时 15 分" in words(office.get(f"/requests/{story.r.number}"))


def test_who_is_on_duty_stands_where_the_telephone_stands(office: Any, cast: Cast) -> None:
    planned(cast)
    office.force_login(cast.principal)
    assert "值班 赵磊" in words(office.get("/"))
    office.logout()
    assert "现在值班：赵磊" in words(office.get(reverse("account_login")))


def test_as_many_statements_with_a_long_roster(office: Any, cast: Cast, django_assert_max_num_queries: Any) -> None:
    planned(cast, weeks=1)
    for grown in (0, 12):
        if grown:
            planned(cast, weeks=grown)
        for address in ("/duty", "/"):
            with django_assert_max_num_queries(12):
                assert office.get(address).status_code == 200
    office.force_login(cast.outside_specialist)
    for n in range(6):
        Story(cast).raised(NOW, urgent=True, text=f"第{n}件")
    assert Ring.objects.count() == 6
    with django_assert_max_num_queries(12):
        assert words(office.get("/today")).count("紧急：江岭精铸") == 6


def test_R07_whoever_is_on_duty_logs_the_call_of_any_firm(office: Any, cast: Cast) -> None:
    given = {"text": "半夜停水", "enterprise": "E0001", "when": "now", "channel": "phone"}
    office.force_login(cast.outside_specialist)
    assert office.post("/phone-log", given).status_code == 422
    planned(cast)
    assert "江岭精铸" in words(office.get("/phone-log"))
    answer = office.post("/phone-log", given, follow=True)
    assert "编号 2020-0001" in words(answer) and answer.status_code == 200
