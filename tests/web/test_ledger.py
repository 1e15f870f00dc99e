"""The ledger on screen: every number opens its list, lists are kept, what was searched for is marked."""

import html
import re
from typing import Any

import pytest

from liaison.registry.models import SavedList
from liaison.registry.saved_lists import MOST
from liaison.web.hits import marked, snippet
from tests.casework.population import populate
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NOW = "2020-09-28 10:24"


@pytest.fixture
def office(client: Any, cast: Cast, now_is: Any) -> Any:
    now_is(NOW)
    client.force_login(cast.office)
    return client


def page(client: Any, address: str = "/ledger") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def numbers(text: str) -> list[str]:
    return re.findall(r'<td class="num">(\d{4}-\d{4})</td>', re.sub(r"</?mark>", "", text))


def counters(text: str, label: str) -> list[tuple[str, str]]:
    """Address and number of every counter in a part of the page."""
    part = re.search(rf'aria-label="{label}">.*?</nav>', text, re.S)
    assert part
    return [
        (html.unescape(url), n)
        for url, n in re.findall(r'href="(/ledger[^"]*)"[^>]*>[^<]*<b[^>]*>([\d+]+)</b>', part[0])
    ]


@pytest.mark.parametrize(
    "address", ["/ledger", "/ledger?q=灯", "/ledger?lamp=overdue", "/ledger?closed_from=2020-09-22"]
)
def test_N15_every_number_opens_the_list_behind_it(office: Any, cast: Cast, address: str) -> None:
    populate(cast)
    text = page(office, address)
    cells = counters(text, "结果")
    assert len(cells) == 8
    for url, n in [*cells, *counters(text, "保存的列表")]:
        assert len(numbers(page(office, url))) == int(n), url
    assert int(cells[0][1]) == sum(int(n) for _url, n in cells[1:]) == len(numbers(text))


def test_the_finding_is_the_number_of_hits_and_hits_are_marked(office: Any, cast: Cast) -> None:
    populate(cast)
    text = page(office, "/ledger?q=停电")
    assert "“停电”找到 2 件" in text
    assert "厂区<mark>停电</mark>" in text and "仓库<mark>停电</mark>" in text
    assert "<mark>江岭</mark>" in page(office, "/ledger?q=江岭")
    assert "没有找到" in page(office, "/ledger?q=没有这样的词")


def test_every_reader_sees_his_own(client: Any, cast: Cast, now_is: Any) -> None:
    populate(cast)
    now_is(NOW)
    seen = {}
    for name in ("principal", "outsider", "specialist", "clerk", "chief", "leader", "evaluation"):
        client.force_login(getattr(cast, name))
        seen[name] = len(numbers(page(client)))
    assert seen == {
        "principal": 16,
        "outsider": 1,
        "specialist": 16,
        "clerk": 2,
        "chief": 17,
        "leader": 17,
        "evaluation": 0,
    }


@pytest.mark.parametrize("actor", ["office", "leader", "specialist", "clerk", "principal"])
def test_it_takes_as_many_statements_for_few_and_for_many(
    client: Any, cast: Cast, now_is: Any, django_assert_max_num_queries: Any, actor: str
) -> None:
    now_is(NOW)
    reader = getattr(cast, actor)
    client.force_login(reader)
    address = "/ledger?q=灯&department=SZJ&counted=open"
    Story(cast).raised("2020-09-28 09:00").whistled("2020-09-28 10:00")
    page(client, address)
    with django_assert_max_num_queries(12) as few:
        page(client, address)
    for n in range(8):
        Story(cast).raised("2020-09-28 09:00").whistled("2020-09-28 10:00")
        SavedList.objects.create(account=reader, name=f"列表{n}", query=f"q=灯{n}", position=n)
    with django_assert_max_num_queries(12):  # the first one after something happened counts anew
        page(client, address)
    with django_assert_max_num_queries(12) as many:
        page(client, address)
    assert len(few) == len(many)


def test_counters_beside_it_are_those_of_now(office: Any, cast: Cast, now_is: Any) -> None:
    """They are kept while nothing happens: whatever does happen, and the passing of time, moves them."""

    def beside() -> dict[str, str]:
        return dict(counters(page(office), "保存的列表"))

    assert beside() == beside()
    before = beside()
    Story(cast).raised("2020-09-28 09:00")
    raised = beside()
    assert [int(raised[one]) - int(before[one]) for one in before].count(1) == 2, "under way, and raised this year"
    now_is("2020-10-28 10:24")
    assert beside() != raised, "it is late by now, though nobody did anything"


def test_pages_follow_each_other_both_ways(office: Any, cast: Cast) -> None:
    for _n in range(30):
        Story(cast).raised("2020-09-28 09:00")
    first = page(office)
    older = re.search(r'rel="next" href="([^"]+)"', first)
    assert older
    second = page(office, html.unescape(older[1]))
    newer = re.search(r'rel="prev" href="([^"]+)"', second)
    assert newer and 'rel="next"' not in second
    assert len(numbers(first)) == 25 and not set(numbers(first)) & set(numbers(second))
    assert numbers(page(office, html.unescape(newer[1]))) == numbers(first)


@pytest.mark.parametrize(
    "query", ["after=x", "counted=moon", "lamp=moon", "raised_from=soon", "q=%00", "channel=,,", "q=" + "y" * 2000, "urgent=2", "q=%25_'"]
)  # fmt: skip
def test_odd_addresses_still_open(office: Any, cast: Cast, query: str) -> None:
    Story(cast).raised()
    page(office, f"/ledger?{query}")
    page(office, f"/ledger/filter?{query}")


def test_filters_stand_as_chips_and_come_off_one_by_one(office: Any, cast: Cast) -> None:
    populate(cast)
    text = page(office, "/ledger?enterprise=E0001&urgent=1&raised_from=2020-09-28")
    chips = dict(re.findall(r'<li><a href="([^"]+)" aria-label="去掉：([^"]+)"', text))
    assert set(chips.values()) == {"江岭精铸有限公司", "紧急", "9月28日起提出"}
    off = next(html.unescape(url) for url, words in chips.items() if words == "紧急")
    assert len(numbers(page(office, off))) == 2
    form = page(office, "/ledger/filter?urgent=1&counted=open,reopened&department=SZJ")
    assert re.search(r'<option value="SZJ" selected', form) and re.search(
        r'<option value="open,reopened" selected', form
    )
    assert "今年办结" in form


def test_a_firms_filter_page_offers_no_other_firm_or_specialist(client: Any, cast: Cast, now_is: Any) -> None:
    now_is(NOW)
    client.force_login(cast.principal)
    assert "赵磊" not in page(client, "/ledger/filter") and 'name="enterprise"' not in page(client, "/ledger/filter")


def test_the_sheet_of_the_screen_is_that_of_the_filters(office: Any, cast: Cast) -> None:
    populate(cast)
    link = re.search(r'href="(/ledger\.csv[^"]*)"', page(office, "/ledger?q=停电"))
    assert link
    response = office.get(html.unescape(link[1]))
    text = response.getvalue().decode()
    assert response["Content-Disposition"] == 'attachment; filename="ledger-2020-09-28.csv"'
    assert text.startswith("\ufeff序号,") and text.count("停电") == 2 and len(text.splitlines()) == 3


# --- own lists


def test_a_list_is_kept_renamed_counted_and_deleted(office: Any, cast: Cast) -> None:
    populate(cast)
    form = page(office, "/ledger/lists?q=停电&counted=open&nonsense=1")
    assert "停电" in form and 'value="counted=open&amp;q=%E5%81%9C%E7%94%B5"' in form
    kept = office.post("/ledger/lists", {"name": " 停电的 ", "query": "q=停电&counted=open&nonsense=1"})
    assert kept.status_code == 302
    mine = SavedList.objects.get(account=cast.office)
    assert (mine.name, mine.query) == ("停电的", "counted=open&q=%E5%81%9C%E7%94%B5")
    assert ("停电的", "2") in re.findall(r">([^<>]+) <b[^>]*>(\d+)</b>", page(office, kept.url))
    office.post("/ledger/lists", {"name": "停电的", "query": "q=停水"})  # the same name again: the new filters
    assert SavedList.objects.get(account=cast.office).query == "q=%E5%81%9C%E6%B0%B4"
    office.post("/ledger/lists", {"name": "另一个", "query": "urgent=1"})
    taken = office.post(f"/ledger/lists/{mine.pk}/rename", {"name": "另一个"})
    assert taken.status_code == 409 and "同名" in taken.content.decode()
    assert office.post(f"/ledger/lists/{mine.pk}/rename", {"name": "停水的"}).status_code == 302
    assert office.post(f"/ledger/lists/{mine.pk}/rename", {"name": ""}).status_code == 422
    assert "停水的" in page(office, "/ledger/lists")
    office.post(f"/ledger/lists/{mine.pk}/delete")
    assert [one.name for one in SavedList.objects.all()] == ["另一个"]


def test_lists_are_ones_own_and_not_too_many(office: Any, cast: Cast) -> None:
    other = SavedList.objects.create(account=cast.leader, name="领导的", query="")
    assert office.post(f"/ledger/lists/{other.pk}/rename", {"name": "x"}).status_code == 404
    assert office.post(f"/ledger/lists/{other.pk}/delete").status_code == 404
    assert "领导的" not in page(office, "/ledger/lists") + page(office)
    for n in range(MOST):
        assert office.post("/ledger/lists", {"name": f"第{n}个", "query": ""}).status_code == 302
    full = office.post("/ledger/lists", {"name": "再一个", "query": "urgent=1"})
    assert full.status_code == 409 and "列表" in full.content.decode() and "再一个" in full.content.decode()


# --- hits


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("厂区停电", ["停电"], "厂区<mark>停电</mark>"),
        ("<b>停电</b>", ["停电"], "&lt;b&gt;<mark>停电</mark>&lt;/b&gt;"),
        ("led 与 LED", ["Led"], "<mark>led</mark> 与 <mark>LED</mark>"),
        ("停电停", ["停", "停电"], "<mark>停电</mark><mark>停</mark>"),
        ("a.c abc", ["a.c"], "<mark>a.c</mark> abc"),
    ],
)
def test_hits_are_marked_and_the_rest_is_escaped(text: str, words: list[str], shown: str) -> None:
    assert str(marked(text, words)) == shown


def test_a_hit_behind_the_headline_is_shown_with_what_stands_around_it() -> None:
    long = "我们厂最近的生产很紧张。" + "说来话长，" * 20 + "主要是<停电>太多，请帮忙。" + "谢谢。" * 20
    shown = str(snippet(long, ["停电"]))
    assert (
        "<mark>停电</mark>" in shown
        and "&lt;" in shown
        and shown.startswith("…")
        and shown.endswith("…")
        and len(shown) < 90
    )
    assert snippet(long, []) == "我们厂最近的生产很紧张"
    assert snippet(long, ["生产"]) == "我们厂最近的<mark>生产</mark>很紧张"
