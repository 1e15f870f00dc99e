"""工作日历, 时限, 类别 on screen: looked at first, then accepted; a broken file says which line and changes nothing."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liaison.casework.models import ServiceRequest
from liaison.record.models import Entry
from liaison.registry.models import CalendarNotice, Category, TimeLimit, ZoneDay
from liaison.rules.limits import LIMITS
from liaison.rules.notice_file import SIZE_MAX_BYTES
from liaison.speech.limits import RULES
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2020-09-28 10:00"
TABLE = "year,2020\npublished_on,2020-09-25\nsource,国办发明电〔2020〕99号\ndate,working,name\n2020-09-29,no,国庆节\n"


@pytest.fixture
def office(cast: Cast, client: Client, now_is: Callable[[str], datetime]) -> Client:
    now_is(NOW)
    client.force_login(cast.office, backend="liaison.web.signin.Backend")
    return client


def said(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def file(text: str | bytes, name: str = "2020.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode())}


def test_a_year_shows_its_notices_side_by_side(office: Client, cast: Cast) -> None:
    page = said(office.get("/calendar?year=2020"))
    assert "2020年：工作日放假 19 天，周末补班 6 天" in page
    assert (
        "第 1 版" in page
        and "国办发明电〔2019〕16号" in page
        and "春节：放假 1月24日至1月30日，补班 1月19日、2月1日" in page
    )
    first, second = page.split("第 2 版")
    assert "国办发明电〔2020〕1号" in second and 'class="y-changed"' in second and 'class="y-changed"' not in first
    assert "2031年的工作日还没有公布" in said(office.get("/calendar?year=2031"))
    assert "2020年：" in said(office.get("/calendar?year=20x0"))


def test_a_notice_is_looked_at_then_accepted_and_the_firm_reads_both_dates(office: Client, cast: Cast) -> None:
    story = Story(cast).raised("2020-09-25 10:00").whistled("2020-09-25 10:30")
    before, entries = story.r.reply_due_at, Entry.objects.count()
    preview = office.post("/calendar/notice", file(TABLE))
    page = said(preview)
    assert (
        "2 项时限会顺延" in page
        and "9月29日（周二）17:30" in page
        and "9月30日（周三）17:30" in page
        and story.r.number in page
    )
    assert (Entry.objects.count(), story.fresh().r.reply_due_at) == (entries, before)
    kept = {"text": preview.context["kept"]["text"]}
    done = office.post("/calendar/notice/accept", kept, follow=True)
    assert "2 项时限已顺延，有关的人都已告知" in said(done) and "第 3 版" in said(done)
    assert story.fresh().r.reply_due_at == at("2020-09-30 17:30")
    again = office.post("/calendar/notice/accept", kept)
    assert again.status_code == 422 and "2020-09-25 公布的通知已经采用过" in said(again)
    office.force_login(cast.principal, backend="liaison.web.signin.Backend")
    assert "由9月29日（周二）17:30顺延到9月30日（周三）17:30" in said(office.get(f"/requests/{story.r.number}"))


@pytest.mark.parametrize(("sent", "sentences"), [
    (TABLE.replace("2020-09-29", "2020-09-31").replace("year", "yaer"),
     ["缺少 year", "第 1 行：不认识“yaer”", "第 5 行：“2020-09-31”不是日期"]),
    (b"\x89PNG\r\n\x1a\n\0\0\0", ["这不是文本文件"]),
    (b"\xff\xd8\xff\xe1" + b"\x00" * 70_000, ["这不是文本文件"]),
    (b"year,2020\n" + b"#" * (SIZE_MAX_BYTES + 5), ["文件超过 64 KB"]),
    ("", ["里面没有通知"]),
])  # fmt: skip
def test_a_broken_notice_says_which_line_and_changes_nothing(
    office: Client, sent: str | bytes, sentences: list[str]
) -> None:
    notices = CalendarNotice.objects.count()
    for address in ("/calendar/notice", "/calendar/notice/accept"):
        response = office.post(address, file(sent))
        assert response.status_code == 422
        assert all(one in said(response) for one in sentences)
    assert (CalendarNotice.objects.count(), Entry.objects.count()) == (notices, 0)


def test_the_sentences_are_english_too(office: Client) -> None:
    office.cookies["django_language"] = "en"
    page = said(office.post("/calendar/notice", {"text": TABLE.replace(",no,", ",yes,")}))
    assert "Line 5: 2020-09-29 is no Saturday or Sunday: it cannot be made up." in page


def test_a_day_is_looked_at_then_freed(office: Client, cast: Cast) -> None:
    story = Story(cast).raised("2020-09-25 10:00")
    given = {"day": "2020-09-29", "reason": "台风"}
    assert "1 项时限会顺延" in said(office.post("/calendar/free-day", given)) and not ZoneDay.objects.exists()
    page = said(office.post("/calendar/free-day/accept", given, follow=True))
    assert "1 项时限已顺延" in page and "台风" in page and 'class="y-zone_day"' in page
    assert story.fresh().r.reply_calendar == "2020-01-27+1"
    refused = office.post("/calendar/free-day/accept", given)
    assert refused.status_code == 422 and "这一天本来就不是工作日" in said(refused)
    assert office.post("/calendar/free-day", {"day": "soon", "reason": ""}).status_code == 422
    assert ZoneDay.objects.count() == 1


def test_each_limit_names_its_rule_in_words(office: Client) -> None:
    assert "三个工作日回复（R-15）" in said(office.get("/limits"))
    assert {limit.rule for limit in LIMITS.values()} == set(RULES)


def test_limits_are_tried_on_the_last_year_before_they_are_set(office: Client, cast: Cast) -> None:
    """R-15, N4: due in two days instead of three; what is open stays, and nothing is written by looking."""
    Story(cast).raised("2020-09-14 10:00").whistled("2020-09-14 10:30").reported_in("2020-09-14 11:00").replied(
        "2020-09-17 09:00"
    )
    open_one = Story(cast).raised("2020-09-27 10:00")
    entries = Entry.objects.count()
    form = said(office.get("/limits/zaozhuang/change"))
    assert (
        'name="reply" value="2"' in form and 'name="plan_days_max" value="25"' in form and 'value="2020-09-29"' in form
    )
    given = {"reply": "2", "report_in": "1", "plan_days_max": "25", "effective_on": "2020-10-09"}
    preview = office.post("/limits/preview", given)
    page = said(preview)
    assert "像现在在办的 1 件，新提的话有 1 件会提前到期" in page and "3 个工作日</span> → <b>2 个工作日" in page
    assert preview.context["found"].rows == [("回复企业", 2, 0, 1), ("部门回复", 1, 0, 1)]
    assert (Entry.objects.count(), TimeLimit.objects.count()) == (entries, 0)
    before = ServiceRequest.objects.get(pk=open_one.r.pk).reply_due_at
    done = said(office.post("/limits/set", given, follow=True))
    assert "2 项时限已调整，10月9日起用" in done and "10月9日起 2 个工作日" in done
    assert (TimeLimit.objects.count(), ServiceRequest.objects.get(pk=open_one.r.pk).reply_due_at) == (2, before)


def test_a_limit_that_cannot_be_is_said_at_its_field(office: Client) -> None:
    response = office.post("/limits/preview", {"confirm": "3", "effective_on": "2020-10-09"})
    assert response.status_code == 422 and "“提醒企业确认”会晚于“企业确认结果”" in said(response)
    assert "confirm" in response.context["form"].errors
    assert "请填 1 到 250 之间的整数" in said(
        office.post("/limits/set", {"reply": "none", "effective_on": "2020-10-09"})
    )
    assert office.post("/limits/set", {"effective_on": "2020-10-09"}).status_code == 422
    assert office.get("/limits/beijing/change").status_code == 404  # nothing of it has a counterpart
    assert not TimeLimit.objects.exists()


def test_a_category_is_entered_and_changed(office: Client, cast: Cast) -> None:
    office.post(
        "/categories/new", {"code": "noise", "name_zh": "噪声", "group": "life", "lead": "JSJ", "co": ["SZJ", "YJJ"]}
    )
    page = said(office.get("/categories"))
    assert "噪声" in page and "建设局牵头" in page and "协办：市政管护科、应急局" in page
    form = said(office.get("/categories/noise"))
    assert form.count("checked") == 2 and "HGS" not in form
    assert office.post("/categories/new", {"code": "noise", "name_zh": "噪声", "group": "life"}).status_code == 409
    assert office.post("/categories/noise", {"name_zh": "", "group": "life"}).status_code == 422
    assert Category.objects.get(code="noise").name_zh == "噪声"


@pytest.mark.parametrize("address", ["/calendar?year=2020", "/limits", "/categories", "/calendar/notice"])
def test_pages_cost_a_fixed_number_of_statements(
    office: Client, cast: Cast, django_assert_max_num_queries: Any, address: str
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(12) as counted:
            office.get(address)
        return len(counted)

    office.get(address)
    few = count()
    for number in range(5):
        made = Category.objects.create(zone=cast.zone, code=f"c{number}", name_zh="类", group="life", lead=cast.d.JSJ)
        made.co.set([cast.d.SZJ, cast.d.YJJ])
        TimeLimit.objects.create(
            zone=cast.zone,
            key="reply",
            value="2",
            unit="working_days",
            effective_from=at(f"2020-06-0{number + 1} 00:00"),
        )
        Story(cast).raised("2020-09-25 10:00")
    assert count() == few
    ZoneDay.objects.create(zone=cast.zone, seq=1, date="2020-09-30", reason="台风", decided_at=at("2020-09-28 09:00"))
    office.get(address)  # a new calendar is read once and kept
    assert count() == few
