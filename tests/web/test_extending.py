"""申请延期 on screen: the lead's sheet, the office's decision, and what each side reads of it (R-21)."""

import pytest

from tests.casework.steps import Story

pytestmark = pytest.mark.django_db
ASKED = {"until": "2020-10-30", "reason": "电缆要等厂家排产"}


def html(response):
    return response.content.decode()


@pytest.fixture
def story(cast, now_is):
    now_is("2020-10-12 09:00")
    return (
        Story(cast)
        .raised()
        .whistled("2020-09-25 16:58")
        .replied("2020-09-28 10:00", "planned", resolve_by="2020-10-15")
    )


@pytest.fixture
def sheet(story):
    return f"/summonses/{story.summons().pk}"


def test_from_asking_to_the_firms_new_date(client, cast, story, sheet):
    page = f"/requests/{story.r.number}"
    client.force_login(cast.clerk)
    assert f"{sheet}/extend" in html(client.get(page))
    form = html(client.get(f"{sheet}/extend"))
    assert "10月15日（周四）17:30" in form and "最晚 11月26日（周四）17:30" in form
    wrong = client.post(f"{sheet}/extend", {"until": "2020-10-15", "reason": "等"})
    assert wrong.status_code == 422 and "不晚于原定日期" in html(wrong)
    asked = html(client.post(f"{sheet}/extend", ASKED, follow=True))
    assert "申请延期到 10月30日" in asked and f"{sheet}/extend" not in asked
    again = client.get(f"{sheet}/extend")
    assert again.status_code == 409 and f'href="{page}">看现在的情况' in html(again)  # no dead end
    client.force_login(cast.principal)
    firm = html(client.get(page))
    assert "管委会办公室裁定能否晚些办成" in firm and ASKED["reason"] not in firm
    client.force_login(cast.office)
    desk = html(client.get("/dispatch?list=decline"))
    assert f"{sheet}/decide" in desk and "市政管护科申请延期" in desk
    assert f"{sheet}/decide" in html(client.get(page))
    decide = html(client.get(f"{sheet}/decide"))
    assert ASKED["reason"] in decide and "next_department" not in decide
    assert client.post(f"{sheet}/decide", {}).status_code == 422
    client.post(f"{sheet}/decide", {"accept": "true"})
    assert client.get(f"{sheet}/decide").status_code == 409
    client.force_login(cast.principal)
    firm = html(client.get(page))
    assert "10月30日（周五）17:30 前办成，原定 10月15日（周四）17:30" in firm and ASKED["reason"] in firm


def test_refused_is_said_to_the_department(client, cast, story, sheet):
    client.force_login(cast.clerk)
    client.post(f"{sheet}/extend", ASKED)
    client.force_login(cast.office)
    client.post(f"{sheet}/decide", {"accept": "false", "reason": "企业等不起"})
    client.force_login(cast.clerk)
    page = html(client.get(f"/requests/{story.r.number}"))
    assert "没有同意延期到 10月30日，仍按 10月15日" in page and "企业等不起" in page


def test_too_late_says_so(client, cast, story, sheet, now_is):
    now_is("2020-10-15 09:00")
    client.force_login(cast.clerk)
    page = client.get(f"{sheet}/extend")
    assert page.status_code == 409 and "至少 1 个工作日提出" in html(page)
    late = client.post(f"{sheet}/extend", ASKED)
    assert late.status_code == 409 and ASKED["reason"] in html(late)
    assert "要在原定日期前至少一个工作日提出" in html(client.get(f"/requests/{story.r.number}"))  # under what may I do


def test_a_plan_too_far_away_is_told_the_way(client, cast, now_is):
    now_is("2020-09-28 10:00")
    story = Story(cast).raised().whistled("2020-09-25 16:58")
    client.force_login(cast.clerk)
    given = {"outcome": "planned", "text": "明年换", "resolve_by": "2020-12-18"}
    page = client.post(f"/summonses/{story.summons().pk}/reply", given)
    assert page.status_code == 422 and "再申请延期，由办公室裁定" in html(page)
