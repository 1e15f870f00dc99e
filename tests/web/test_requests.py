"""The firm's pages of its requests: what they say, what can be done from them, and what is refused."""

import re

import pytest

from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest
from liaison.web.request_rows import headline
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(autouse=True)
def _monday(now_is):
    now_is("2020-09-28 10:24")


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


@pytest.fixture
def firm(client, cast):
    client.force_login(cast.principal)
    return client


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def path(story: Story, act: str = "") -> str:
    return f"/requests/{story.r.number}" + (f"/{act}" if act else "")


# --- the page ---


def test_the_page_says_who_does_what_by_when(firm, story):
    story.raised().whistled().reported_in()
    html = firm.get(path(story)).content.decode()
    assert "市政管护科给您回复" in html
    assert "9月29日（周二）17:30" in html and "还剩 1 个工作日" in html
    assert "27日周日补班，算工作日" in html
    assert "tel:02388880012" in html and "罗川" in html
    assert html.index("已报到") < html.index("提交了诉求")  # newest first


def test_N10_after_two_quiet_days_the_page_says_whom_we_wait_for(firm, story, now_is):
    story.raised("2020-09-22 09:00").whistled("2020-09-22 10:00")
    now_is("2020-09-24 10:00")
    assert "还在等" not in words(firm.get(path(story)))
    now_is("2020-09-25 10:00")
    assert "还在等市政管护科回复，最迟 9月25日（周五）17:30。" in words(firm.get(path(story)))
    now_is("2020-09-28 10:24")
    assert "市政管护科还没有回复，原定 9月25日（周五）17:30。" in words(firm.get(path(story)))


def test_R15_a_later_promise_of_the_department_does_not_move_that_to_the_firm(firm, story):
    story.raised("2020-09-25 16:40").whistled("2020-09-27 10:00")
    assert "9月29日（周二）17:30" in words(firm.get(path(story))).split("谁在办")[0]


def test_a_department_sees_neither_telephone_of_the_firm_nor_what_it_writes_its_specialist(client, cast, story):
    """SC-03."""
    cast.principal.phone = "13800000027"
    cast.principal.save()
    story.raised().whistled().did("message", i.MessageInput(text="只给专员看"), "2020-09-25 17:00", by=cast.principal)
    story.did("message", i.MessageInput(text="内部备注在此", internal=True), "2020-09-25 17:01", by=cast.specialist)
    client.force_login(cast.clerk)
    seen = client.get(path(story)).content.decode()
    assert "13800000027" not in seen.replace(" ", "") and "只给专员看" not in seen and "内部备注在此" not in seen
    client.force_login(cast.principal)
    seen = client.get(path(story)).content.decode()
    assert "只给专员看" in seen and "内部备注在此" not in seen


def test_an_explanation_is_shown_with_its_four_parts_and_both_answers(firm, story):
    story.raised().whistled().replied("2020-09-28 09:00", "explained")
    html = firm.get(path(story)).content.decode()
    for word in (
        "已解释说明",
        "线路归供电公司",
        "供用电合同第三条",
        "可先用临时照明",
        "023-8888 0031",
        "这件事解决了吗",
    ):
        assert word in html
    assert f'href="{path(story, "confirm")}"' in html and f'href="{path(story, "dispute")}"' in html


def test_out_of_scope_is_shown_with_where_to_go_and_can_be_contested(firm, cast, story):
    given = i.DeclineScopeInput(reason="合同由双方约定", where="人民银行 12363")
    story.raised().did("decline_scope", given, "2020-09-28 09:00", by=cast.specialist)
    html = firm.get(path(story)).content.decode()
    assert "合同由双方约定" in html and "人民银行 12363" in html
    assert firm.post(path(story, "dispute"), {"text": "是园区的路"}).status_code == 302
    assert story.fresh().r.status == "in_hand"


# --- what can be done ---


@pytest.fixture
def answered(story: Story) -> Story:
    return story.raised().whistled().replied("2020-09-28 09:00")


def test_confirming_is_two_steps_and_ends_it(firm, answered):
    page = firm.get(path(answered, "confirm"))
    assert "按已解决办结" in words(page)
    answer = firm.post(path(answered, "confirm"), {"text": ""})
    assert (answer.status_code, answer["Location"]) == (302, path(answered))
    assert answered.fresh().r.closed_as == "confirmed"
    assert "您已确认" in words(firm.get(path(answered)))


def test_sending_back_needs_a_reason_and_begins_anew(firm, answered):
    answer = firm.post(path(answered, "dispute"), {"text": ""})
    assert answer.status_code == 422 and answered.fresh().r.status == "answered"
    assert firm.post(path(answered, "dispute"), {"text": "还有一盏不亮"}).status_code == 302
    assert (answered.fresh().r.status, answered.r.leg) == ("in_hand", 2)
    assert "还有一盏不亮" in words(firm.get(path(answered)))


def test_a_stale_page_is_told_so_and_keeps_the_words(firm, cast, answered):
    answered.did("confirm", i.TextInput(), "2020-09-28 10:00", by=cast.contact)
    answer = firm.post(path(answered, "dispute"), {"text": "还有一盏不亮"})
    assert answer.status_code == 409
    assert "情况已经变了，现在是“已办结”" in words(answer) and "还差什么没解决" in words(answer)
    assert "还有一盏不亮" in answer.content.decode()
    # an old link leads to how things stand
    assert firm.get(path(answered, "confirm"))["Location"] == path(answered)


def test_reopening_within_six_months(firm, cast, answered):
    answered.did("confirm", i.TextInput(), "2020-09-28 10:00", by=cast.principal)
    assert "重新打开" in words(firm.get(path(answered)))
    assert firm.post(path(answered, "reopen"), {"text": ""}).status_code == 422
    assert firm.post(path(answered, "reopen"), {"text": "又坏了"}).status_code == 302
    assert answered.fresh().r.leg == 2


def test_what_was_logged_on_the_phone_can_be_denied(firm, cast, answered):
    answered.did("call_back", i.CallBackInput(answer="confirm"), "2020-09-28 10:00", by=cast.specialist)
    assert "电话里您是这样说的吗" in words(firm.get(path(answered)))
    assert firm.post(path(answered, "dispute"), {"text": "我没这么说"}).status_code == 302
    assert answered.fresh().r.disputes == 1


def test_withdrawing_tells_what_will_happen(firm, story):
    story.raised().whistled()
    assert "部门会收到通知" in words(firm.get(path(story, "withdraw")))
    assert firm.post(path(story, "withdraw"), {}).status_code == 302
    assert story.fresh().r.status == "withdrawn"


def test_asking_reaches_the_specialist(firm, story):
    story.raised()
    assert "陈立群" in words(firm.get(path(story, "message")))
    assert firm.post(path(story, "message"), {"text": "  "}).status_code == 422
    assert firm.post(path(story, "message"), {"text": "什么时候来？"}).status_code == 302
    assert "什么时候来？" in words(firm.get(path(story)))


def test_words_that_are_too_long_come_back(firm, story):
    story.raised()
    answer = firm.post(path(story, "message"), {"text": "x" * 1_000_000})
    assert answer.status_code == 422 and "x" * 1_000_000 in answer.content.decode()


def test_R22_nudging_once_a_day(firm, story):
    story.raised().whistled()
    assert 'form="nudge"' in firm.get(path(story)).content.decode()
    assert firm.post(path(story, "nudge")).status_code == 302
    page = firm.get(path(story))
    assert "今天已催" in words(page)
    again = firm.post(path(story, "nudge"))
    assert again.status_code == 429 and 'role="alert"' in again.content.decode()
    assert firm.get(path(story, "nudge")).status_code == 405


def test_every_form_of_the_pages_carries_its_token(firm, cast, answered):
    running = Story(cast).raised("2020-09-28 09:00")
    addresses = ["/", "/raise", "/requests", "/inbox", "/me", path(running), path(answered)]
    addresses += [path(answered, act) for act in ("confirm", "dispute", "withdraw", "message")]
    for address in addresses:
        html = firm.get(address).content.decode()
        for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL):
            assert "csrfmiddlewaretoken" in form, (address, form[:120])


# --- whose it is not ---

ACTS = ("confirm", "dispute", "reopen", "withdraw", "message", "nudge")


@pytest.mark.parametrize("who", ["outsider", "jsj_clerk", "outside_specialist", "security", "audit"])
def test_the_request_of_another_looks_absent(client, cast, answered, who):
    client.force_login(getattr(cast, who))
    absent = client.get("/requests/2020-9999")
    for address in (path(answered), path(answered, "receipt"), *(path(answered, act) for act in ACTS[:-1])):
        answer = client.get(address)
        assert answer.status_code == 404
        assert words(answer).replace(answered.r.number, "2020-9999") == words(absent)
    for act in ACTS:
        assert client.post(path(answered, act), {"text": "x"}).status_code == 404
    assert answered.fresh().r.status == "answered"


@pytest.mark.parametrize("act", ["confirm", "dispute", "withdraw", "message"])
def test_a_department_may_not_speak_for_the_firm(client, cast, answered, act):
    client.force_login(cast.clerk)
    answer = client.post(path(answered, act), {"text": "解决了"})
    assert answer.status_code == 403
    assert "解决了" in answer.content.decode()
    assert answered.fresh().r.status == "answered"


# --- the list ---


def test_the_list_shows_own_requests_only_newest_first(firm, cast, story):
    story.raised(text="第一件").raised("2020-09-28 09:00", text="第二件")
    Story(cast).raised(by=cast.outsider, text="别家的事")
    seen = words(firm.get("/requests"))
    assert seen.index("第二件") < seen.index("第一件") and "别家的事" not in seen


def test_the_list_is_searched_and_narrowed(firm, story):
    story.raised("2020-09-21 09:00", text="班车晚点").whistled("2020-09-21 10:00").raised(
        "2020-09-28 09:00", text="路灯不亮"
    )
    for query, found, missing in (
        ("q=班车", "找到 1 件", "路灯不亮"), ("show=overdue", "班车晚点", "路灯不亮"), ("show=running", "路灯不亮", "待确认 2020"),
    ):  # fmt: skip
        seen = words(firm.get(f"/requests?{query}"))
        assert found in seen and missing not in seen, query
    assert "没有找到" in words(firm.get("/requests?show=closed"))


@pytest.mark.parametrize(
    "query", ["q=%00", "after=x", "after=99999999999999999999", "before=-1", "show=moon", "q=" + "y" * 3000, "before=²"]
)
def test_odd_addresses_still_open(firm, story, query):
    story.raised()
    assert firm.get(f"/requests?{query}").status_code == 200


def test_paging_goes_both_ways_by_key(firm, cast):
    for n in range(60):
        Story(cast).raised(f"2020-09-01 {9 + n // 60:02}:{n % 60:02}", text=f"事项{n:02}。")

    def step(html: str, rel: str) -> str:
        return re.search(rf'rel="{rel}" href="([^"]+)"', html).group(1).replace("&amp;", "&")

    def texts(html: str) -> list[str]:
        return re.findall(r"事项\d\d", html)

    first = firm.get("/requests").content.decode()
    second = firm.get(step(first, "next")).content.decode()
    third = firm.get(step(second, "next")).content.decode()
    assert texts(first)[0] == "事项59" and len(texts(first)) == 25
    assert texts(third)[-1] == "事项00" and len(texts(third)) == 10 and 'rel="next"' not in third
    back = firm.get(step(third, "prev")).content.decode()
    assert texts(back) == texts(second)
    top = firm.get(step(back, "prev")).content.decode()
    assert texts(top) == texts(first) and 'rel="prev"' not in top


def test_an_empty_list_says_what_to_do(firm):
    assert "还没有诉求" in words(firm.get("/requests"))


# --- language, statements ---


def test_english_pages_have_no_chinese_chrome(firm, cast, settings):
    firm.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    story = Story(cast).raised(text="The lights are off.").whistled().reported_in()
    story.did(
        "progress",
        i.ProgressInput(text="Cable is broken.", next_progress_on="2020-09-29"),
        "2020-09-28 09:00",
        by=cast.clerk,
    )
    pages = [path(story), path(story, "withdraw"), path(story, "message"), "/requests", "/requests?show=closed"]
    for address in pages:
        assert not HAN.search(firm.get(address).content.decode().replace("中文", "")), address
    assert "Municipal Works replies to you" in words(firm.get(path(story)))


def test_pages_cost_the_same_for_one_and_for_many(firm, cast, django_assert_max_num_queries):
    story = Story(cast).raised().whistled("2020-09-25 16:58", "SZJ", "YJJ").reported_in()
    for minute in range(20):
        story.did("message", i.MessageInput(text=f"消息{minute}"), f"2020-09-28 09:{minute:02}", by=cast.principal)
    for n in range(30):
        Story(cast).raised("2020-09-28 09:30", text=f"事项{n}").whistled("2020-09-28 09:31")
    for address in (path(story), "/requests", "/requests?q=事项&show=running"):
        with django_assert_max_num_queries(12):
            firm.get(address)
    firm.force_login(cast.office)
    with django_assert_max_num_queries(12):
        firm.get("/requests")
    assert ServiceRequest.objects.count() == 31


# --- how a request is called ---


@pytest.mark.parametrize(
    ("text", "title", "whole"),
    [
        ("路灯坏了。", "路灯坏了", True),
        ("能不能先开工打桩？", "能不能先开工打桩？", True),
        ("能不能先开工打桩？急。", "能不能先开工打桩？", False),
        ("您好。厂区门口路灯坏了。", "您好。厂区门口路灯坏了", True),
        ("", "（内容已清除）", False),
    ],
)
def test_a_question_keeps_its_mark_and_is_said_once(firm, story, text, title, whole):
    assert headline(text) == title
    if text:
        story.raised(text=text)
        page = firm.get(path(story))
        assert (page.context["title"], page.context["whole"]) == (title, whole)


def test_what_is_missing_is_called_as_on_the_screen(firm, story):
    story.raised().whistled().reported_in().replied("2020-09-28 10:00")
    page = firm.post(path(story, "dispute"), {"text": ""})
    assert page.status_code == 422 and "请填写“还差什么没解决”。" in words(page)
