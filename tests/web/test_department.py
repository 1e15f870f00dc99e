"""收件台 and the department's page of a request: what it shows, what it hides, how much it asks of the database."""

import re

import pytest

from liaison.casework import actions
from liaison.casework.inputs import (
    DeclineInput,
    MessageInput,
    Nothing,
    OutcomeInput,
    RaiseInput,
    ReplyInput,
    TextInput,
    WhistleInput,
)
from liaison.casework.models import ServiceRequest, Summons
from liaison.casework.queries import PAGE
from liaison.registry.models import Appointment, Assignment
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db
CALL, WHISTLE = at("2020-09-25 16:40"), at("2020-09-25 16:58")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def whistled(cast: Cast, text: str, *departments: str) -> ServiceRequest:
    r = actions.raise_request(RaiseInput(text=text), by=cast.principal, now=CALL)
    actions.take(r.pk, TextInput(), by=cast.specialist, now=CALL)
    asks = {code: f"请{code}查明。" for code in departments or ("SZJ",)}
    return actions.whistle(r.pk, WhistleInput(departments=list(asks), asks=asks), by=cast.specialist, now=WHISTLE)


def summons_of(r: ServiceRequest, code: str = "SZJ") -> Summons:
    return Summons.objects.get(service_request=r, department__code=code)


def replied(cast: Cast, r: ServiceRequest, **given: object) -> None:
    actions.reply(summons_of(r).pk, ReplyInput(text="办好了。", **given), by=cast.clerk, now=at("2020-09-27 09:00"))


@pytest.fixture
def clerk(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.clerk)
    return client


@pytest.fixture
def full_desk(clerk, cast: Cast):
    """One of each: new, reported in, declining, planned, to confirm; another department's; a closed one."""
    whistled(cast, "新来的事")
    taken = whistled(cast, "已报到的事")
    actions.report_in(summons_of(taken).pk, Nothing(), by=cast.second_clerk, now=WHISTLE)
    back = whistled(cast, "退回的事")
    actions.decline(summons_of(back).pk, DeclineInput(reason="不归我们。"), by=cast.clerk, now=WHISTLE)
    replied(cast, whistled(cast, "有方案的事"), outcome="planned", resolve_by="2020-10-10")
    replied(cast, whistled(cast, "等确认的事"), outcome="resolved")
    closed = whistled(cast, "办结的事")
    replied(cast, closed, outcome="resolved")
    actions.confirm(closed.pk, TextInput(), by=cast.principal, now=at("2020-09-27 10:00"))
    whistled(cast, "建设局的事", "JSJ")
    return clerk


LISTS = {
    "all": {"新来的事", "已报到的事", "退回的事", "有方案的事", "等确认的事"},
    "overdue": set(),
    "report-in": {"新来的事"},
    "soon": {"新来的事", "已报到的事"},
    "planned": {"有方案的事"},
    "to-confirm": {"等确认的事"},
    "declining": {"退回的事"},
}


@pytest.mark.parametrize("chosen", LISTS)
def test_each_list_holds_its_own_and_says_how_many(full_desk, chosen):
    html = full_desk.get(f"/desk?list={chosen}").content.decode()
    table = html.partition("<tbody")[2].partition("</tbody>")[0]
    assert {text for text in LISTS["all"] | {"办结的事", "建设局的事"} if text in table} == LISTS[chosen]
    current = re.search(r'aria-current="page">([^<]+)<b[^>]*>(\d+)</b>', html.partition('class="lists"')[2])
    assert int(current[2]) == len(LISTS[chosen])


def test_the_heading_says_the_finding(full_desk, now_is):
    assert "5 件在手，1 件待报到" in full_desk.get("/desk").content.decode()
    now_is("2020-10-12 10:00")
    html = full_desk.get("/desk").content.decode()
    assert "5 件在手，4 件超期，1 件待报到" in html and "−" in html


def test_english(full_desk):
    full_desk.cookies["django_language"] = "en"
    page = words(full_desk.get("/desk").content.decode())
    assert "5 in hand; 1 to report in" in page and "Municipal Works" in page and "Chen Liqun whistled" in page


def test_the_open_row_shows_ask_strip_and_acts(full_desk):
    html = full_desk.get("/desk").content.decode()
    opened = re.search(r"open=(2020-\d{4})[^>]*data-open[^>]*>新来的事", html)[1]
    pane = full_desk.get(f"/desk?open={opened}").content.decode().partition('id="preview"')[2]
    assert "请SZJ查明。" in pane and 'data-key="c"' in pane and 'data-key="t"' not in pane  # too late to decline
    assert "收到" in pane and "17:30" in pane
    taken = re.search(r"open=(2020-\d{4})[^>]*data-open[^>]*>已报到的事", html)[1]
    pane = full_desk.get(f"/desk?open={taken}").content.decode().partition('id="preview"')[2]
    assert 'name="outcome"' in pane and 'data-key="r"' in pane


def test_search_by_words_number_and_initials(full_desk):
    for words_, shown in (("退回", "退回的事"), ("jljz", "新来的事"), ("2020-0004", "有方案的事")):
        table = full_desk.get("/desk", {"q": words_}).content.decode().partition("<tbody")[2]
        assert shown in table
    assert "没有找到“无此事”" in words(full_desk.get("/desk?q=无此事").content.decode())


def test_an_empty_desk_says_what_will_come(clerk):
    page = words(clerk.get("/desk").content.decode())
    assert "手上没有诉求" in page and "专员吹哨后" in page
    assert "这个列表是空的" in words(clerk.get("/desk?list=planned").content.decode())


def test_nobody_sees_on_his_desk_what_he_serves_as_specialist(full_desk, cast):
    Appointment.objects.create(account=cast.clerk, post="specialist", since=BEGINNING)
    Assignment.objects.filter(enterprise=cast.firm).update(until=at("2020-09-26 09:00"))
    Assignment.objects.create(enterprise=cast.firm, specialist=cast.clerk, since=at("2020-09-26 09:00"))
    assert "手上没有诉求" in full_desk.get("/desk").content.decode()


@pytest.mark.parametrize("who", ["principal", "office", "leader", "security", "chief"])
def test_the_desk_is_the_departments(client, cast, who):
    client.force_login(getattr(cast, who))
    assert client.get("/desk").status_code == 403


def test_pages_follow_each_other_by_key_with_as_many_statements(clerk, cast, now_is, django_assert_max_num_queries):
    first = [whistled(cast, f"第{number}件") for number in range(PAGE)]
    for r in first[: PAGE // 2]:
        actions.report_in(summons_of(r).pk, Nothing(), by=cast.clerk, now=WHISTLE)
    clerk.get("/desk")
    with django_assert_max_num_queries(12) as few:
        clerk.get("/desk")
    for number in range(3 * PAGE):
        whistled(cast, f"又第{number}件")
    with django_assert_max_num_queries(12) as many:
        html = clerk.get("/desk").content.decode()
    assert len(few) == len(many)
    seen: set[str] = set()
    for _page in range(4):
        table = html.partition("<tbody")[2].partition("</tbody>")[0]
        numbers = set(re.findall(r'title="(2020-\d{4})"', table))
        assert len(numbers) == PAGE and not numbers & seen
        seen |= numbers
        more = re.search(r'rel="next" href="([^"]+)"', html)
        html = clerk.get(more[1].replace("&amp;", "&")).content.decode() if more else ""
    assert len(seen) == 4 * PAGE and not html
    assert clerk.get("/desk?after=nonsense").status_code == 200


# --- the request's page ---


def test_the_page_shows_own_ask_and_hides_what_is_not_for_departments(clerk, cast):
    r = whistled(cast, "厂区门口路灯不亮", "SZJ", "JSJ")
    actions.message(r.pk, MessageInput(text="企业私下说的话"), by=cast.principal, now=WHISTLE)
    actions.message(r.pk, MessageInput(text="内部记录的话", internal=True), by=cast.specialist, now=WHISTLE)
    cast.principal.phone = "13800000027"
    cast.principal.save()
    html = clerk.get("/requests/2020-0001").content.decode()
    assert "请SZJ查明。" in html and "本部门回复企业" in html and "牵头" in html
    for hidden in ("请JSJ查明", "企业私下说的话", "内部记录的话", "13800000027", "138 0000 0027"):
        assert hidden not in html
    assert f'action="/summonses/{summons_of(r).pk}/report-in"' in html


def test_the_page_follows_the_state(clerk, cast):
    r = whistled(cast, "厂区门口路灯不亮")
    summons = summons_of(r)
    actions.report_in(summons.pk, Nothing(), by=cast.clerk, now=WHISTLE)
    html = clerk.get("/requests/2020-0001").content.decode()
    assert f'action="/summonses/{summons.pk}/reply"' in html and "企业会看到" in html and "/report-in" not in html
    replied(cast, r, outcome="planned", resolve_by="2020-10-10")
    html = clerk.get("/requests/2020-0001").content.decode()
    assert "本部门办成" in html and 'href="/requests/2020-0001/conclude"' in html and "/reply" not in html
    actions.conclude(r.pk, OutcomeInput(outcome="resolved", text="灯亮了。"), by=cast.clerk, now=at("2020-09-27 11:00"))
    html = clerk.get("/requests/2020-0001").content.decode()
    assert "现在没有要办的" in html and "灯亮了。" in html and "/conclude" not in html


def test_the_page_in_english(clerk, cast):
    whistled(cast, "厂区门口路灯不亮")
    clerk.cookies["django_language"] = "en"
    page = words(clerk.get("/requests/2020-0001").content.decode())
    assert "Your department replies to the enterprise" in page and "Report in" in page


def test_the_page_costs_at_most_twelve_statements(clerk, cast, django_assert_max_num_queries):
    whistled(cast, "厂区门口路灯不亮", "SZJ", "JSJ", "YJJ")
    clerk.get("/requests/2020-0001")
    with django_assert_max_num_queries(12):
        clerk.get("/requests/2020-0001")
