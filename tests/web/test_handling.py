"""办理: the staff's page of a request and its acts; a button is there only when the act is possible now."""

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
from liaison.record.models import Entry
from tests.cast import at

pytestmark = pytest.mark.django_db
EXPLANATION = {
    "reason": "编制已满",
    "basis": "人社〔2020〕3号",
    "alternative": "可走人才引进",
    "contact": "人社局 02388880033",
}


@pytest.fixture
def new(cast, client, now_is):
    """Raised on the web this morning; the specialist has not called yet."""
    now_is("2020-09-28 10:24")
    client.force_login(cast.specialist)
    given = RaiseInput(text="外地员工子女转学手续\n6 名技工的孩子要从外省转来。", category="schooling", channel="web")
    return actions.raise_request(given, by=cast.principal, now=at("2020-09-28 08:52"))


@pytest.fixture
def in_hand(cast, new):
    return actions.take(new.pk, TextInput(text="通过电话"), by=cast.specialist, now=at("2020-09-28 09:10"))


@pytest.fixture
def whistled(cast, in_hand):
    given = WhistleInput(departments=["SZJ", "JSJ"], ask="请办转学", asks={"JSJ": "请出证明"})
    return actions.whistle(in_hand.pk, given, by=cast.specialist, now=at("2020-09-28 09:30"))


@pytest.fixture
def planned(cast, whistled):
    lead = Summons.objects.get(service_request=whistled, part="lead")
    given = ReplyInput(outcome="planned", text="10 月中旬办完", resolve_by="2020-10-16")
    return actions.reply(lead.pk, given, by=cast.clerk, now=at("2020-09-28 10:00"))


@pytest.fixture
def answered(cast, in_hand):
    given = OutcomeInput(outcome="explained", text="目前办不了", **EXPLANATION)
    return actions.answer(in_hand.pk, given, by=cast.specialist, now=at("2020-09-28 10:00"))


def html(response):
    return response.content.decode()


def fresh(r):
    return ServiceRequest.objects.get(pk=r.pk)


# --- the page ---


def test_the_page_says_who_what_by_which_door_and_until_when(client, new):
    page = client.get(f"/requests/{new.number}")
    assert page.status_code == 200
    for words in (
        "江岭精铸有限公司",
        "周敏",
        "今天 08:52 · 网上提交 · 周敏",
        "子女读书",
        "10月9日（周五）17:30",
        "还剩 3 个工作日",
    ):
        assert words in html(page)
    assert 'href="tel:02388880012"' in html(page)
    assert 'aria-current="date"' in html(page)
    english = html(client.get(f"/requests/{new.number}", headers={"accept-language": "en"}))
    for words in ("Call now", "Contacted, take it", "Schooling", "3 working days left"):
        assert words in english


def test_buttons_stand_only_for_what_is_possible_now(client, cast, new):
    address = f"/requests/{new.number}"
    page = html(client.get(address))
    for act in ("take", "whistle", "decline-scope", "call-back"):
        assert f'"{address}/{act}"' in page
    for act in ("answer", "conclude", "progress"):
        assert f'"{address}/{act}"' not in page
    client.force_login(cast.leader)  # reads all, does nothing
    page = html(client.get(address))
    for act in ("take", "whistle", "decline-scope", "call-back", "note", "message"):
        assert f'"{address}/{act}"' not in page


def test_linking_is_never_among_the_large_buttons(client, cast, in_hand):
    given = OutcomeInput(outcome="resolved", text="办好了")
    actions.answer(in_hand.pk, given, by=cast.specialist, now=at("2020-09-28 09:30"))
    page = html(client.get(f"/requests/{in_hand.number}"))
    large, more = (re.search(pattern, page) for pattern in (r'btn--big"[^>]*/call-back"', r'btn--plain"[^>]*/merge"'))
    assert large and more and not re.search(r'btn--big"[^>]*/merge"', page)


def test_each_department_has_its_ask_clerk_and_own_clock(client, cast, whistled):
    actions.report_in(
        Summons.objects.get(service_request=whistled, part="lead").pk,
        Nothing(),
        by=cast.clerk,
        now=at("2020-09-28 09:40"),
    )
    page = html(client.get(f"/requests/{whistled.number}"))
    for words in ("市政管护科", "牵头", "罗川", "请办转学", "建设局", "协办", "请出证明", "待报到", "加协办部门"):
        assert words in page


def test_an_explanation_is_shown_with_its_four_parts(client, answered):
    page = html(client.get(f"/requests/{answered.number}"))
    assert "已解释说明" in page
    for words in EXPLANATION.values():
        assert page.count(words) == 1


def test_the_office_finds_the_decision_on_a_decline(client, cast, whistled):
    lead = Summons.objects.get(service_request=whistled, part="lead")
    actions.decline(
        lead.pk, DeclineInput(reason="不归我们管", suggest="ZHF"), by=cast.clerk, now=at("2020-09-28 10:00")
    )
    assert f"/summonses/{lead.pk}/decide" not in html(client.get(f"/requests/{whistled.number}"))
    client.force_login(cast.office)
    page = html(client.get(f"/requests/{whistled.number}"))
    assert f"/summonses/{lead.pk}/decide" in page and "建议由综合服务中心办" in page


def test_notes_are_marked_internal_and_stay_inside(client, cast, new):
    actions.message(
        new.pk, MessageInput(text="负责人很急", internal=True), by=cast.specialist, now=at("2020-09-28 09:00")
    )
    page = html(client.get(f"/requests/{new.number}"))
    assert "负责人很急" in page and "is-internal" in page
    client.force_login(cast.principal)
    assert "负责人很急" not in html(client.get(f"/requests/{new.number}"))


def test_the_number_of_statements_does_not_grow(client, cast, whistled, django_assert_max_num_queries):
    with django_assert_max_num_queries(12) as few:
        client.get(f"/requests/{whistled.number}")
    for n in range(20):
        actions.message(whistled.pk, MessageInput(text=f"第{n}句"), by=cast.specialist, now=at("2020-09-28 10:10"))
    with django_assert_max_num_queries(12) as many:
        client.get(f"/requests/{whistled.number}")
    assert len(many) == len(few)


# --- the acts ---


def test_take_is_one_click(client, new):
    answer = client.post(f"/requests/{new.number}/take", follow=True)
    assert fresh(new).status == "in_hand"
    assert "已接手" in html(answer)
    assert client.get(f"/requests/{new.number}/take").status_code == 405


def test_a_second_take_is_told_how_things_stand(client, in_hand):
    answer = client.post(f"/requests/{in_hand.number}/take")
    assert answer.status_code == 409
    assert 'role="alert"' in html(answer) and "请看看现在的情况再定" in html(answer)


def test_what_is_not_theirs_looks_absent_and_what_is_not_their_turn_is_refused(client, cast, new):
    for who, status in (
        (cast.outside_specialist, 404),
        (cast.outsider, 404),
        (cast.jsj_clerk, 404),
        (cast.leader, 403),
    ):
        client.force_login(who)
        assert client.post(f"/requests/{new.number}/take").status_code == status
        for act in ("answer", "conclude", "progress", "decline-scope", "call-back"):
            assert client.get(f"/requests/{new.number}/{act}").status_code == status
            assert client.post(f"/requests/{new.number}/{act}", {"text": "试试"}).status_code == status
        assert client.post(f"/requests/{new.number}/note", {"text": "试试"}).status_code == status
    assert fresh(new).status == "raised"


def test_answer_puts_the_result_first_and_explains_in_four_parts(client, in_hand):
    address = f"/requests/{in_hand.number}/answer"
    page = html(client.get(address))
    assert page.index("已解决") < page.index("已解释说明") < page.index("企业会看到的内容")
    refused = client.post(address, {"outcome": "explained", "text": "目前办不了", "reason": "编制已满"})
    assert refused.status_code == 422
    assert (
        "目前办不了" in html(refused) and "编制已满" in html(refused) and '<details class="fold" open>' in html(refused)
    )
    assert fresh(in_hand).status == "in_hand"
    done = client.post(address, {"outcome": "explained", "text": "目前办不了", **EXPLANATION})
    assert done.status_code == 302 and done["location"] == f"/requests/{in_hand.number}"
    assert (fresh(in_hand).status, fresh(in_hand).outcome) == ("answered", "explained")


@pytest.mark.parametrize(
    "given", [{}, {"outcome": "resolved", "text": " "}, {"outcome": "done", "text": "好"}, {"text": "x" * 6000}]
)
def test_a_bad_answer_is_said_at_its_field(client, in_hand, given):
    answer = client.post(f"/requests/{in_hand.number}/answer", given)
    assert answer.status_code == 422
    assert 'role="alert"' in html(answer) and 'class="wrong"' in html(answer)


def test_a_stale_page_keeps_what_was_typed(client, cast, in_hand):
    actions.withdraw(in_hand.pk, TextInput(), by=cast.principal, now=at("2020-09-28 10:20"))
    assert client.get(f"/requests/{in_hand.number}/answer").status_code == 409
    late = client.post(f"/requests/{in_hand.number}/answer", {"outcome": "resolved", "text": "学校都联系好了"})
    assert late.status_code == 409
    assert "学校都联系好了" in html(late) and "已撤回" in html(late)


def test_progress_and_conclusion_of_a_plan(client, planned):
    address = f"/requests/{planned.number}"
    assert 'value="2020-10-09"' in html(client.get(f"{address}/progress"))  # the third working day is proposed
    past = client.post(f"{address}/progress", {"text": "学校已同意", "next_progress_on": "2020-09-25"})
    assert past.status_code == 422 and "学校已同意" in html(past) and 'value="2020-09-25"' in html(past)
    client.post(f"{address}/progress", {"text": "学校已同意", "next_progress_on": "2020-10-10"})
    assert fresh(planned).next_progress_at == at("2020-10-10 17:30")
    client.post(f"{address}/conclude", {"outcome": "resolved", "text": "6 名孩子都入学了"})
    assert fresh(planned).status == "answered"


def test_R10_out_of_scope_needs_reason_and_the_right_address(client, new):
    address = f"/requests/{new.number}/decline-scope"
    half = client.post(address, {"reason": "不在园区职责内"})
    assert half.status_code == 422 and "不在园区职责内" in html(half)
    client.post(address, {"reason": "不在园区职责内", "where": "区教委 02312345678"})
    assert fresh(new).status == "out_of_scope"


def test_a_call_back_offers_what_can_be_said_and_closes_by_phone(client, answered):
    address = f"/requests/{answered.number}/call-back"
    page = html(client.get(address))
    assert 'value="confirm"' in page and 'value="dispute"' in page and 'value="reopen"' not in page
    silent = client.post(address, {"answer": "dispute"})
    assert silent.status_code == 422
    client.post(address, {"answer": "confirm", "text": "理解，谢谢"})
    assert (fresh(answered).status, fresh(answered).closed_as) == ("closed", "by_phone")


def test_a_note_is_kept_inside_and_an_empty_one_is_refused(client, new):
    address = f"/requests/{new.number}/note"
    empty = client.post(address, {"text": "  "})
    assert empty.status_code == 422 and '<details class="fold" open>' in html(empty)
    done = client.post(address, {"text": "去年办过一次"})
    assert done.status_code == 302
    assert Entry.objects.filter(subject=new.number, kind="request.note").count() == 1


def test_a_firm_without_a_specialist_costs_no_more(client, cast, new, django_assert_max_num_queries):
    given = RaiseInput(text="没有专员的企业", enterprise="E0003", channel="letter")
    lost = actions.raise_request(given, by=cast.office, now=at("2020-09-28 09:00"))
    pages = ((cast.chief, "/today"), (cast.office, f"/requests/{lost.number}/whistle"), (cast.chief, "/phone-log"))
    for who, address in pages:
        client.force_login(who)
        with django_assert_max_num_queries(13):
            assert client.get(address).status_code == 200
