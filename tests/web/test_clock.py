"""The page of the clock proof: it heads with the finding, and each reader sees what concerns him (N1, N2)."""

import json
import re

import pytest

from liaison.casework import inputs as i
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def story(cast: Cast, now_is) -> Story:
    now_is("2020-10-20 10:00")
    return Story(cast)


def late(story: Story) -> Story:
    """The case of the look: a holiday between receipt and whistle."""
    story.raised("2020-09-30 15:12").whistled("2020-10-09 16:40", "SZJ", "JSJ").reported_in("2020-10-10 09:00")
    return story.replied("2020-10-13 09:50")


@pytest.fixture
def page(client, cast):
    def read(story, who="principal", **asked):
        client.force_login(getattr(cast, who))
        answer = client.get(f"/requests/{story.r.number}/clock", asked)
        assert answer.status_code == 200
        html = re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1])
        return re.sub(r"\s+", " ", html.replace("\u00a0", " "))

    return read


def test_N2_a_late_reply_heads_with_the_finding(page, story):
    seen = page(late(story))
    assert "回复晚了 16 小时 20 分，晚在吹哨，不在部门" in seen
    assert "对企业：超期 10月12日 17:30 到期 10月13日 09:50 回复" in seen
    assert "对市政管护科：按时 10月13日 17:30 到期 10月9日 16:40 吹哨 · 提前 7 小时 40 分回复" in seen
    assert "专员吹哨晚了 1 个工作日" in seen and "9月30日收到，应在 9月30日（周三）17:30 前吹哨" in seen
    assert "9月30日 15:12 10月9日 16:40 专员 陈立群 9 天 1 小时 28 分" in seen
    assert "10月9日 16:40 10月13日 09:50 市政管护科 罗川 3 天 17 小时 10 分" in seen
    assert "合计 12 天 18 小时 38 分" in seen


def test_N1_every_day_has_its_reason_and_the_record_its_numbers(page, story):
    seen = page(late(story))
    for row in (
        "9月30日 周三 收到当天不算（规则 R-15） —", "10月1日至8日 国庆节、中秋节放假，8 天 —", "10月9日 周五 工作日 1",
        "10月10日 周六 补班，算工作日 2", "10月11日 周日 周末 —", "10月12日 周一 工作日，17:30 下班时到期 3",
    ):  # fmt: skip
        assert row in seen
    assert "2020 年第 2 版，1月27日公布" in seen and "3 个工作日回复，下班时间 17:30" in seen
    first, last = story.entries()[0].seq, story.entries()[-1].seq
    assert f"第 {first} 至 {last} 条" in seen and "liaison recompute record.jsonl" in seen


def test_the_two_strips_stand_day_above_day(client, cast, story):
    client.force_login(cast.principal)
    html = client.get(f"/requests/{late(story).r.number}/clock").content.decode()
    upper, lower = re.findall(r"<ol class=\"days[^>]*>(.*?)</ol>", html, re.DOTALL)
    days = [re.findall(r"day--blank|<span class=\"dd\">([^<]*)</span>", one) for one in (upper, lower)]
    assert days[0] == ["30", "1–8", "9", "10", "11", "12", "13"] and days[1][-5:] == days[0][-5:]
    assert len(re.findall("day--blank", lower)) == 2
    assert 'style="' not in html


def test_the_clocks_that_are_not_late_have_their_page_too(page, story, now_is):
    now_is("2020-09-28 10:24")
    story.raised("2020-09-25 16:40")
    assert "还在时限内，还剩 1 个工作日" in (seen := page(story))
    assert "没有吹哨" in seen and "现在在谁手里 专员 陈立群 9月25日 16:40 起" in seen
    story.whistled().reported_in().replied("2020-09-28 09:00")
    assert "按时回复，提前 1 天 8 小时 30 分" in (seen := page(story)) and "一共用了 2 天 16 小时 20 分" in seen
    withdrawn = Story(story.cast).raised("2020-09-25 16:40")
    withdrawn.did("withdraw", i.TextInput(), "2020-09-28 09:10", by=story.cast.principal)
    assert "企业已撤回，撤回时没有超期" in page(withdrawn)
    now_is("2020-09-30 09:30")
    running = Story(story.cast).raised("2020-09-25 16:40").whistled("2020-09-25 17:00")
    assert "已经超期 16 小时，还没有回复，晚在市政管护科" in (seen := page(running))
    assert "晚在哪里 市政管护科：16 小时" in seen
    now_is("2026-12-30 15:00")
    unknown = Story(story.cast).raised("2026-12-30 10:00")
    assert "还没有到期时间，要等那一年的放假安排公布" in (seen := page(unknown))
    assert "日历公布后确定日期" in seen or "要等" in seen


def test_N3_a_moved_promise_shows_both_dates(page, story, now_is):
    from tests.casework.test_verdicts import free_day

    now_is("2020-10-14 09:00")
    story.raised("2020-10-13 10:00")
    free_day("2020-10-15", story, now_is("2020-10-14 08:00"))
    seen = page(story)
    assert "改期 10月16日（周五）17:30 → 10月19日（周一）17:30" in seen and "另加园区放假 1 天" in seen
    assert "10月15日 周四 园区放假" in seen


def test_a_department_sees_the_firms_clock_and_its_own(client, cast, page, story):
    seen = page(late(story), "jsj_clerk")
    assert "对建设局：未回复即结束" in seen and "建设局的钟：从吹哨算起" in seen
    assert "回复晚了 16 小时 20 分" in seen and "市政管护科的钟" not in seen
    shown = client.get(f"/requests/{story.r.number}/clock.json").json()
    assert [one["department"] for one in shown["summonses"]] == ["JSJ"] and shown["overrun_minutes"] == 980


def test_the_firm_learns_of_a_co_departments_reply_with_the_leads(client, cast, story):
    story.raised("2020-10-13 10:00").whistled("2020-10-13 11:00", "SZJ", "JSJ")
    story.replied("2020-10-14 09:00", department="JSJ", by=cast.jsj_clerk)
    shown = {}
    for who in ("principal", "specialist"):
        client.force_login(getattr(cast, who))
        answer = client.get(f"/requests/{story.r.number}/clock.json").json()
        shown[who] = [one["department"] for one in answer["summonses"]]
    assert shown == {"principal": ["SZJ"], "specialist": ["SZJ", "JSJ"]}


def test_an_earlier_round_can_be_chosen(page, story):
    late(story).did("dispute", i.ReasonInput(text="又灭了"), "2020-10-19 09:00", by=story.cast.principal)
    seen = page(story)
    assert "第 1 轮：超期 第 2 轮：还在计时" in seen and "还在时限内" in seen
    assert "回复晚了 16 小时 20 分" in page(story, leg="1") and "还在时限内" in page(story, leg="9")


def test_the_same_json_as_the_api_gives(client, cast, story):
    from liaison.registry.actions import issue_token

    late(story)
    client.force_login(cast.specialist)
    own = client.get(f"/requests/{story.r.number}/clock.json")
    assert own.headers["Content-Type"] == "application/json"
    token = issue_token(
        cast.specialist, now=cast.zone.created_at if hasattr(cast.zone, "created_at") else story.r.raised_at
    )
    api = client.get(f"/api/v1/requests/{story.r.number}/clock", headers={"Authorization": f"Bearer {token}"})
    assert json.loads(own.content) == api.json()


def test_the_request_pages_lead_to_it(client, cast, story, now_is):
    now_is("2020-10-14 09:00")
    story.raised("2020-10-13 10:00").whistled("2020-10-13 11:00")
    link = f'href="/requests/{story.r.number}/clock"'
    for who in ("principal", "specialist", "clerk"):
        client.force_login(getattr(cast, who))
        assert link in client.get(f"/requests/{story.r.number}").content.decode(), who
    story.replied("2020-10-14 08:00")
    for who in ("principal", "specialist", "clerk"):
        client.force_login(getattr(cast, who))
        assert link in client.get(f"/requests/{story.r.number}").content.decode(), who


def test_in_english_no_chinese_is_left_and_statements_stay_few(client, cast, story, django_assert_max_num_queries):
    late(story)
    client.force_login(cast.specialist)
    client.cookies["django_language"] = "en"
    with django_assert_max_num_queries(12) as few:
        html = client.get(f"/requests/{story.r.number}/clock").content.decode()
    assert "The reply came 16\u00a0h\u00a020\u00a0min late: the whistle was late, not the department" in html
    left = HAN.findall(
        re.sub(r"<button[^>]*lang=.*?</button>|国办发明电〔\d+〕\d+号|、|厂区门口三盏路灯不亮", "", html)
    )
    assert left == []
    for month in ("2020-10-14", "2020-10-15", "2020-10-16"):
        story.did("dispute", i.ReasonInput(text="又灭了"), f"{month} 09:00", by=cast.principal)
        story.whistled(f"{month} 09:10", "SZJ", "JSJ", "YJJ").replied(f"{month} 10:00")
    with django_assert_max_num_queries(len(few)):
        client.get(f"/requests/{story.r.number}/clock")
