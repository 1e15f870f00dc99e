"""A department's acts through its screens: report in, reply, decline; who is refused, and in which words."""

import re

import pytest

from liaison.casework import actions
from liaison.casework.inputs import Nothing, RaiseInput, TextInput, WhistleInput
from liaison.casework.models import ServiceRequest, Summons
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
CALL, WHISTLE = at("2020-09-25 16:40"), at("2020-09-25 16:58")
FULL = {
    "reason": "路面归交通局。",
    "basis": "公路管理条例第三条。",
    "alternative": "可向交通局申报。",
    "contact": "李工 023-8888 0199",
}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def whistled(cast: Cast, *departments: str, text: str = "厂区门口路灯不亮") -> ServiceRequest:
    r = actions.raise_request(RaiseInput(text=text), by=cast.principal, now=CALL)
    actions.take(r.pk, TextInput(), by=cast.specialist, now=CALL)
    asks = {code: f"请{code}查明。" for code in departments}
    return actions.whistle(
        r.pk, WhistleInput(departments=list(departments), asks=asks), by=cast.specialist, now=WHISTLE
    )


def summons_of(r: ServiceRequest, code: str = "SZJ") -> Summons:
    return Summons.objects.get(service_request=r, department__code=code)


@pytest.fixture
def clerk(client, cast: Cast, now_is):
    now_is("2020-09-27 10:24")  # a Sunday that is worked
    client.force_login(cast.clerk)
    return client


# --- report in ---


def test_reporting_in_by_button_and_by_page(clerk, cast):
    summons = summons_of(whistled(cast, "SZJ"))
    page = words(clerk.get(f"/summonses/{summons.pk}/report-in").content.decode())
    assert "罗川" in page and "请SZJ查明。" in page
    answer = clerk.post(f"/summonses/{summons.pk}/report-in", {"back": "/desk?list=report-in"})
    assert answer.status_code == 302 and answer.url == "/desk?list=report-in"
    summons.refresh_from_db()
    assert (summons.status, summons.clerk) == ("reported_in", cast.clerk)
    assert "2020-0001，9月29日（周二）17:30 前回复企业" in words(clerk.get("/desk").content.decode())


def test_a_foreign_address_to_come_back_to_is_not_followed(clerk, cast):
    summons = summons_of(whistled(cast, "SZJ"))
    answer = clerk.post(f"/summonses/{summons.pk}/report-in", {"back": "//elsewhere.example/"})
    assert answer.url == "/requests/2020-0001"


def test_of_two_clerks_the_second_is_told_who_was_first(clerk, cast):
    summons = summons_of(whistled(cast, "SZJ"))
    actions.report_in(summons.pk, Nothing(), by=cast.second_clerk, now=WHISTLE)
    answer = clerk.post(f"/summonses/{summons.pk}/report-in")
    assert answer.status_code == 409 and "何静" in words(answer.content.decode())
    answer = clerk.get(f"/summonses/{summons.pk}/report-in")
    assert answer.status_code == 409 and "何静" in words(answer.content.decode())


def test_many_at_once_each_in_its_own_act(clerk, cast):
    summonses = [summons_of(whistled(cast, "SZJ")) for _number in range(4)]
    actions.report_in(summonses[3].pk, Nothing(), by=cast.second_clerk, now=WHISTLE)
    foreign = summons_of(whistled(cast, "JSJ"), "JSJ")
    ids = [*(one.pk for one in summonses), foreign.pk, "x", 999999, 10**30]
    answer = clerk.post("/summonses/report-in", {"ids": ids}, follow=True)
    assert f"3 件已报到，{summonses[3].service_request.number} 已由何静报到" in words(answer.content.decode())
    foreign.refresh_from_db()
    assert foreign.status == "sent"
    assert Summons.objects.filter(clerk=cast.clerk, status="reported_in").count() == 3


def test_nothing_ticked_is_said(clerk):
    assert "请先勾选" in words(clerk.post("/summonses/report-in", follow=True).content.decode())
    assert clerk.get("/summonses/report-in").status_code == 405


# --- reply ---


def test_a_result_answers_the_request(clerk, cast):
    r = whistled(cast, "SZJ")
    answer = clerk.post(f"/summonses/{summons_of(r).pk}/reply", {"outcome": "resolved", "text": "已换新灯。"})
    assert answer.status_code == 302 and answer.url == "/requests/2020-0001"
    r.refresh_from_db()
    assert (r.status, r.outcome) == ("answered", "resolved")


def test_a_plan_without_a_date_is_refused_at_the_field(clerk, cast):
    r = whistled(cast, "SZJ")
    answer = clerk.post(f"/summonses/{summons_of(r).pk}/reply", {"outcome": "planned", "text": "电缆断了，要开挖。"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "电缆断了，要开挖。" in html and 'id="id_resolve_by_error"' in html
    r.refresh_from_db()
    assert r.status == "whistled"


@pytest.mark.parametrize(("day", "said"), [("2020-09-24", "已经过"), ("2021-02-28", "30"), ("soon", "日期")])
def test_a_date_that_cannot_be_promised(clerk, cast, day, said):
    given = {"outcome": "planned", "text": "要开挖。", "resolve_by": day}
    answer = clerk.post(f"/summonses/{summons_of(whistled(cast, 'SZJ')).pk}/reply", given)
    assert answer.status_code == 422 and said in words(answer.content.decode())


def test_a_dated_plan_is_a_reply(clerk, cast):
    r = whistled(cast, "SZJ")
    page = words(clerk.get(f"/summonses/{summons_of(r).pk}/reply").content.decode())
    assert "5 个工作日后是" in page and "要先问办公室" in page and "企业会看到" in page
    clerk.post(
        f"/summonses/{summons_of(r).pk}/reply", {"outcome": "planned", "text": "要开挖。", "resolve_by": "2020-10-10"}
    )
    r.refresh_from_db()
    assert r.status == "planned" and r.resolve_by == at("2020-10-10 17:30")


def test_an_explanation_names_every_part_it_lacks(clerk, cast):
    pk = summons_of(whistled(cast, "SZJ")).pk
    answer = clerk.post(
        f"/summonses/{pk}/reply", {"outcome": "explained", "text": "不归我们。", "reason": "路面归交通局。"}
    )
    page = words(answer.content.decode())
    assert answer.status_code == 422 and '<details class="fold" open>' in answer.content.decode()
    assert "解释说明还缺：依据、替代办法、联系谁。" in page
    answer = clerk.post(f"/summonses/{pk}/reply", {"outcome": "explained", "text": "不归我们。", **FULL})
    assert answer.status_code == 302


@pytest.mark.parametrize("text", ["", "灯" * 5001, "x" * 1_000_000])
def test_a_reply_of_the_wrong_shape_keeps_what_was_typed(clerk, cast, text):
    given = {"outcome": "resolved", "text": text, "contact": "李工"}
    answer = clerk.post(f"/summonses/{summons_of(whistled(cast, 'SZJ')).pk}/reply", given)
    assert answer.status_code == 422 and "李工" in answer.content.decode()


def test_a_reply_after_a_colleagues_is_told_and_kept(clerk, cast):
    pk = summons_of(whistled(cast, "SZJ")).pk
    clerk.post(f"/summonses/{pk}/reply", {"outcome": "resolved", "text": "已换新灯。"})
    clerk.force_login(cast.second_clerk)
    answer = clerk.post(f"/summonses/{pk}/reply", {"outcome": "resolved", "text": "我也写了一段。"})
    assert answer.status_code == 409 and "我也写了一段。" in answer.content.decode()
    assert clerk.get(f"/summonses/{pk}/reply").status_code == 409


# --- decline ---


def test_declining_within_a_working_day(clerk, cast):
    summons = summons_of(whistled(cast, "SZJ"))
    page = words(clerk.get(f"/summonses/{summons.pk}/decline").content.decode())
    assert "建设局" in page and "海关" not in page and "建议承办部门" in page
    answer = clerk.post(
        f"/summonses/{summons.pk}/decline", {"reason": "电缆属供电所。", "suggest": "JSJ", "back": "/desk"}
    )
    assert answer.url == "/desk"
    summons.refresh_from_db()
    assert summons.status == "declining" and summons.suggested == cast.d.JSJ


def test_declining_needs_a_reason(clerk, cast):
    answer = clerk.post(f"/summonses/{summons_of(whistled(cast, 'SZJ')).pk}/decline", {"suggest": "JSJ"})
    assert answer.status_code == 422 and '<option value="JSJ" selected>' in answer.content.decode()


def test_declining_too_late(clerk, cast, now_is):
    summons = summons_of(whistled(cast, "SZJ"))
    now_is("2020-09-28 09:00")
    assert clerk.get(f"/summonses/{summons.pk}/decline").status_code == 409
    answer = clerk.post(f"/summonses/{summons.pk}/decline", {"reason": "写好的理由"})
    assert answer.status_code == 409 and "写好的理由" in answer.content.decode()


# --- who may ---

ACTS = ("report-in", "reply", "decline")


@pytest.mark.parametrize("act", ACTS)
def test_another_departments_summons(clerk, cast, act):
    r = whistled(cast, "SZJ", "JSJ")
    theirs, only_theirs = summons_of(r, "JSJ"), summons_of(whistled(cast, "JSJ"), "JSJ")
    given = {"outcome": "resolved", "text": "代答", "reason": "代退"}
    for method in (clerk.get, clerk.post):
        answer = method(f"/summonses/{theirs.pk}/{act}", given)
        assert answer.status_code == 403 and "请JSJ查明" not in answer.content.decode()
        assert method(f"/summonses/{only_theirs.pk}/{act}", given).status_code == 404
        assert method(f"/summonses/999999/{act}", given).status_code == 404
    theirs.refresh_from_db()
    assert theirs.status == "sent"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("who", "status"), [("specialist", 403), ("office", 403), ("principal", 403), ("outsider", 404), ("security", 404)]
)
def test_only_the_department_acts_on_its_summons(client, cast, now_is, act, who, status):
    now_is("2020-09-27 10:24")
    summons = summons_of(whistled(cast, "SZJ"))
    client.force_login(getattr(cast, who))
    given = {"outcome": "resolved", "text": "代答", "reason": "代退"}
    assert client.get(f"/summonses/{summons.pk}/{act}").status_code == status
    assert client.post(f"/summonses/{summons.pk}/{act}", given).status_code == status


def test_a_stranger_is_sent_to_sign_in(client, cast):
    summons = summons_of(whistled(cast, "SZJ"))
    for act in ACTS:
        assert client.post(f"/summonses/{summons.pk}/{act}").url.startswith("/account/sign-in")
