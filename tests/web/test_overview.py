"""The leaders' page and the list of what is overdue: every number is the length of the list behind it."""

import html
import re
from typing import Any

import pytest
from django.utils import translation

from liaison.casework import inputs as i
from liaison.casework.overview import last_days
from liaison.registry.policy import policy
from tests.casework.population import populate
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2020-09-28 10:24"


def words(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.unescape(text))).strip()


@pytest.fixture
def leader(client: Any, cast: Cast, now_is: Any) -> Any:
    now_is(NOW)
    client.force_login(cast.leader)
    return client


def page(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def rows(text: str) -> int:
    return len(re.findall(r'<article class="next is-late">|<tr aria-selected="false">', text))


def test_N15_each_tile_opens_a_list_of_its_length(leader: Any, cast: Cast) -> None:
    populate(cast)
    text = page(leader, "/")
    tiles = re.findall(r'<a class="stat[^"]*" href="([^"]+)"><b>(\d+)', text)
    assert [int(n) for _url, n in tiles] == [17, 4, 6, 2]
    for url, n in tiles:
        assert rows(page(leader, html.unescape(url))) == int(n), url
    assert "已解决 3，已解释说明 1" in words(text)
    assert re.search(r'督办<b class="badge badge--late">6</b>', text)


def test_who_is_late_with_days_and_the_reason_said_last(leader: Any, cast: Cast, now_is: Any) -> None:
    story = Story(cast).raised("2020-09-21 09:00", text="南门雨污井盖破损").whistled("2020-09-21 10:00")
    for text in ("等报价。", "井盖缺货，预计 30 日到货。"):
        note = i.ProgressInput(text=text, next_progress_on="2020-10-15")
        story.did("progress", note, "2020-09-23 10:00", by=cast.clerk)
    shown = words(page(leader, "/"))
    assert "市政管护科：南门雨污井盖破损" in shown and "江岭精铸，9月21日提出。" in shown and "已超 3 个工作日" in shown
    assert "井盖缺货，预计 30 日到货。" in shown and "等报价" not in shown
    assert "截至 10:24" in shown
    now_is("2020-09-21 11:00")
    assert "没有超期的事" in words(page(leader, "/overview"))


def test_the_rate_is_in_the_heading_once_there_are_five(leader: Any, cast: Cast) -> None:
    for n in range(5):
        Story(cast).raised("2020-09-21 09:00").whistled("2020-09-21 10:00").replied(
            "2020-09-22 09:00" if n else "2020-09-25 09:00"
        )
        assert ("回复太少" in words(page(leader, "/"))) == (n < 4)
    shown = words(page(leader, "/"))
    assert "9月，按时率 80%" in shown and "市政管护科 4 / 5 80%" in shown


def test_the_chart_counts_ten_working_days_and_forgets_none(cast: Cast) -> None:
    populate(cast)
    Story(cast).raised(
        "2020-09-26 23:59", text="周六夜里"
    )  # with Friday, the working day before; the Sunday is made up
    days = last_days(cast.leader, policy(cast.zone, at(NOW)))
    assert [day.on.isoformat()[5:] for day in days] == [
        "09-16", "09-17", "09-18", "09-21", "09-22", "09-23", "09-24", "09-25", "09-27", "09-28",
    ]  # fmt: skip
    assert [day.raised for day in days] == [0, 0, 0, 15, 0, 0, 0, 1, 0, 2]
    assert [day.closed for day in days] == [0, 0, 0, 1, 2, 0, 1, 0, 0, 0]


def test_the_chart_is_read_out_as_a_table(leader: Any, cast: Cast) -> None:
    populate(cast)
    text = page(leader, "/")
    assert 'aria-label="近十个工作日，提出 17 件，办结 4 件"' in text
    assert re.search(r'<table>.*<th scope="row">9月21日</th><td>15</td><td>1</td>', text, re.S)


def test_R22_supervision_names_whose_it_is_and_who_was_told(leader: Any, cast: Cast, now_is: Any) -> None:
    story = Story(cast).raised("2020-09-21 09:00", text="路灯不亮").whistled("2020-09-21 10:00")
    story.ticked("2020-09-23 09:00", "2020-09-24 17:31", "2020-09-25 08:45", "2020-09-27 08:45")
    text = page(leader, "/supervision")
    shown = words(text)
    assert "1 件超期" in shown and "市政管护科：路灯不亮" in shown and "市政管护科：已超 3 个工作日" in shown
    told = ["已告知市政管护科、专员和办公室", "已告知市政管护科负责人", "已告知总专员"]
    places = [shown.index(each) for each in told]
    assert places == sorted(places) and "9月25日 08:45" in shown
    assert (
        rows(page(leader, "/supervision?department=SZJ")) == 1
        and rows(page(leader, "/supervision?department=JSJ")) == 0
    )
    assert ("市政管护科", "1") in re.findall(r'department=\w+"[^>]*>([^<]+) <b>(\d+)</b>', text)


def test_what_was_told_in_one_minute_is_one_step(leader: Any, cast: Cast) -> None:
    story = Story(cast).raised("2020-09-21 09:00", text="路灯不亮").whistled("2020-09-21 10:00", "SZJ", "JSJ")
    story.ticked("2020-09-24 17:31", "2020-09-25 08:45")
    text = page(leader, "/supervision")
    assert text.count("<time>") == 2
    shown = words(text)
    assert "已告知市政管护科、建设局、专员和办公室" in shown and "已告知市政管护科、建设局负责人" in shown


def test_a_late_department_whose_plan_holds_stands_apart(leader: Any, cast: Cast) -> None:
    story = Story(cast).raised("2020-09-21 09:00", text="路灯不亮").whistled("2020-09-21 10:00", "SZJ", "JSJ")
    story.replied("2020-09-22 09:00", "planned", resolve_by="2020-10-15")
    text = page(leader, "/supervision")
    assert "没有超期" in words(text) and "badge--late" not in text
    apart = page(leader, "/supervision?list=departments")
    assert rows(apart) == 1 and "建设局：已超 3 个工作日" in words(apart)


def test_statements_stay_the_same(leader: Any, cast: Cast, django_assert_max_num_queries: Any) -> None:
    def late() -> None:
        Story(cast).raised("2020-09-21 09:00").whistled("2020-09-21 10:00").ticked("2020-09-24 17:31")

    late()
    for address, most, anew in (("/overview", 14, 3), ("/supervision", 12, 0)):
        page(leader, address)
        with django_assert_max_num_queries(most) as few:
            page(leader, address)
        for _n in range(4):
            late()
        with django_assert_max_num_queries(most + anew):  # the first reader after an act: figures are counted anew
            page(leader, address)
        with django_assert_max_num_queries(most) as many:
            page(leader, address)
        assert len(few) == len(many)


def test_supervision_goes_on_by_key(leader: Any, cast: Cast) -> None:
    for _n in range(26):
        Story(cast).raised("2020-09-21 09:00").whistled("2020-09-21 10:00")
    first = page(leader, "/supervision")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following and rows(first) == 25
    assert rows(page(leader, html.unescape(following[1]))) == 1


def test_both_pages_speak_english(leader: Any, cast: Cast) -> None:
    populate(cast)
    with translation.override("en"):
        leader.cookies["django_language"] = "en"
        seen = words(page(leader, "/overview")) + words(page(leader, "/supervision"))
    assert "raised this month" in seen and "working days late" in seen and "Municipal Works" in seen
