"""电话速记: from a call to a numbered request within a minute, once however often it is sent."""

import pytest

from liaison.casework.models import ServiceRequest
from liaison.record.models import Entry
from liaison.registry.models import Assignment, Enterprise
from tests.cast import at

pytestmark = pytest.mark.django_db
CALL = {
    "enterprise": "E0001",
    "text": "38 名工人还在县外，明天要开工",
    "key": "k1",
    "when": "now",
    "channel": "phone",
    "solved": "no",
}


@pytest.fixture
def page(cast, client, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.specialist)
    return "/phone-log"


def html(response):
    return response.content.decode()


def test_the_page_asks_for_little_and_presets_the_rest(client, page):
    first = html(client.get(page))
    assert 'value="E0001"' in first and "checked" in first  # her only firm
    assert first.index("说了什么事") < first.index("需要办") < first.index("刚才") < first.index("类别、需要日期、来源")
    english = html(client.get(page, headers={"accept-language": "en"}))
    for words in ("What it is about", "Solved on the spot", "1 hour ago", "Schooling"):
        assert words in english


def test_a_call_becomes_a_request_in_hand_with_its_number_told(client, page):
    sent = client.post(page, {**CALL, "category": "roads", "urgent": "on", "need_by": "2020-09-29"}, follow=True)
    r = ServiceRequest.objects.get()
    assert sent.redirect_chain[-1][0] == f"/requests/{r.number}?logged=1" and r.number in html(sent)
    assert 'data-draft-clear="phone:chenliqun"' in html(sent)
    assert (r.status, r.channel, r.urgent, r.category.code) == ("in_hand", "phone", True, "roads")
    assert r.occurred_at == at("2020-09-28 10:24")


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ({"when": "hour"}, "2020-09-28 09:24"),
        ({"when": "night"}, "2020-09-27 21:00"),
        ({"when": "now", "occurred_at": "2020-09-27T21:40"}, "2020-09-27 21:40"),
    ],
)
def test_R15_the_clock_runs_from_the_call(client, page, given, instant):
    client.post(page, {**CALL, **given})
    assert ServiceRequest.objects.get().occurred_at == at(instant)


def test_solved_on_the_spot_is_raised_and_answered_together(client, page):
    client.post(page, {**CALL, "solved": "yes", "result": "包车已安排，明早 6 点发车"})
    r = ServiceRequest.objects.get()
    assert (r.status, r.outcome) == ("answered", "resolved")
    kinds = list(Entry.objects.filter(subject=r.number).order_by("seq").values_list("kind", flat=True))
    assert kinds == ["request.raised", "request.taken", "request.answered"]


def test_a_double_click_makes_one_request(client, page):
    first, second = client.post(page, CALL), client.post(page, CALL)
    assert first["location"] == second["location"]
    assert ServiceRequest.objects.count() == 1
    other = client.post(page, {**CALL, "text": "另一件事"})  # the same page sent again with other words
    assert other.status_code == 422 and "另一件事" in html(other) and 'value="k1"' not in html(other)
    assert ServiceRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"enterprise": ""}, "enterprise"),
        ({"enterprise": "E0002"}, "enterprise"),  # another specialist's firm
        ({"enterprise": "E9999"}, "enterprise"),
        ({"occurred_at": "2020-09-27T09:00"}, "occurred_at"),  # more than 24 hours back
        ({"occurred_at": "2020-09-28T12:00"}, "occurred_at"),  # not yet
        ({"occurred_at": "neulich"}, "occurred_at"),
        ({"category": "nonsense"}, "category"),
        ({"channel": "gripe"}, "channel"),
        ({"need_by": "2020-09-01"}, "need_by"),
    ],
)
def test_what_cannot_be_logged_is_said_at_its_field_and_nothing_is_written(client, page, given, field):
    answer = client.post(page, {**CALL, **given})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert {**CALL, **given}["text"][:200] in html(answer)
    assert not ServiceRequest.objects.exists()


def test_a_refused_answer_takes_the_request_back_too(client, cast, page):
    client.force_login(cast.chief)  # logs for a firm without a specialist, but does not answer for it
    answer = client.post(page, {**CALL, "enterprise": "E0003", "solved": "yes"})
    assert answer.status_code == 403 and CALL["text"] in html(answer)
    assert not ServiceRequest.objects.exists()


def test_the_office_logs_for_every_firm_later_and_through_more_doors(client, cast, page):
    client.force_login(cast.office)
    client.post(page, {**CALL, "enterprise": "E0002", "channel": "letter", "occurred_at": "2020-09-21T09:00"})
    r = ServiceRequest.objects.get()
    assert (r.status, r.channel, r.occurred_at) == ("raised", "letter", at("2020-09-21 09:00"))
    assert "已当场解决" not in html(client.get(page))


def test_of_many_firms_one_is_looked_for_by_name_or_initials(client, cast, page):
    for n in range(4, 14):
        firm = Enterprise.objects.create(
            zone=cast.zone, code=f"E{n:04}", name_zh=f"第{n}机械有限公司", initials=f"d{n}jx"
        )
        Assignment.objects.create(enterprise=firm, specialist=cast.specialist, since=at("2020-01-02 09:00"))
    assert "哪家企业打来的" in html(client.get(page))
    for q in ("jljz", "江岭", "E0001"):
        found = html(client.get(page, {"q": q}))
        assert "江岭精铸有限公司" in found and "?enterprise=E0001" in found and "第4机械" not in found
    assert "渝禾食品" not in html(client.get(page, {"q": "yhsp"}))  # not hers
    assert "没有找到企业" in html(client.get(page, {"q": "zzz"}))
    chosen = html(client.get(page, {"enterprise": "E0001"}))
    assert 'name="enterprise" value="E0001"' in chosen and "换一家" in chosen
    assert client.post(page, {**CALL, "enterprise": ""}).status_code == 422
    assert client.post(page, CALL).status_code == 302


def test_only_those_who_take_calls_log_them(client, cast, page):
    for who in (cast.leader, cast.principal, cast.clerk, cast.audit, cast.system):
        client.force_login(who)
        assert client.get(page).status_code == 403
        assert client.post(page, CALL).status_code == 403
    assert not ServiceRequest.objects.exists()


def test_the_number_of_statements_is_fixed(client, cast, page, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        client.get(page)


def test_R11_the_office_logs_letters_and_hotline_sheets(client, cast, page):
    client.force_login(cast.office)
    first = html(client.get(page))
    assert first.index("热线") < first.index("说了什么事") and "来信或热线工单的编号" in first
    sheet = {**CALL, "channel": "hotline", "occurred_at": "2020-09-24T16:10", "reference": "渝12345-20200924-0117"}
    shown = html(client.post(page, sheet, follow=True))
    r = ServiceRequest.objects.get()
    assert (r.status, r.channel, r.occurred_at) == (
        "raised",
        "hotline",
        at("2020-09-24 16:10"),
    )  # nobody has called the firm yet
    assert r.text.parts == {"reference": "渝12345-20200924-0117"} and "来件编号 渝12345-20200924-0117" in shown
    assert "渝12345" not in Entry.objects.get(subject=r.number, kind="request.raised").body
    assert client.post(page, {**sheet, "key": "k2", "reference": "9" * 61}).status_code == 422


def test_the_number_of_a_sheet_is_the_offices_to_log(client, page):
    assert "来信或热线工单的编号" not in html(client.get(page))
    client.post(page, {**CALL, "reference": "渝12345-1"})
    assert ServiceRequest.objects.get().text.parts == {}
