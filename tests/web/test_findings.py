"""认定 on screen and through the API: the panel's page, the person's own, and what each may see (ux H2)."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from liaison.appraisal import finding_inputs as i
from liaison.appraisal.actions import finding
from liaison.appraisal.models import EffortFinding
from liaison.registry.actions import issue_token
from tests.appraisal.people import discipline, personnel, replaced
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_two_sign_on_screen_and_the_person_follows_on_his_own_page(
    client: Client, cast: Cast, now_is: Any, django_assert_max_num_queries: Any
) -> None:  # fmt: skip
    hr, judge = personnel(cast), discipline(cast)
    for day in ("06", "07", "08"):
        Story(cast).raised(f"2020-07-{day} 09:00").whistled("2020-07-14 10:00").replied("2020-07-15 10:00")
    replaced(cast)
    now_is("2020-07-23 09:00")
    client.force_login(hr)
    with django_assert_max_num_queries(12):
        desk = client.get("/appraisal").content.decode()
    assert "没有进行中的认定" in words(desk)
    wrong = client.post("/findings/new", {"specialist": "luochuan", "year": "2020"})
    assert wrong.status_code == 422 and "luochuan" in wrong.content.decode()
    made = client.post("/findings/new", {"specialist": "chenliqun", "year": "2020"})
    one = EffortFinding.objects.get()
    assert made["Location"] == f"/findings/{one.pk}"
    with django_assert_max_num_queries(12):
        page = client.get(f"/findings/{one.pk}").content.decode()
    said = words(page)
    assert all(step in said for step in ("证据清单", "本人说明", "听取意见", "认定", "影响", "送达与申诉"))
    assert "2020-0001：应在" in said and "作出决定并签署" not in said
    assert "满意" not in said.replace("企业满意", "")  # no vote is part of it
    with django_assert_max_num_queries(12):
        assert "陈立群" in words(client.get("/findings").content.decode())
    form = client.get(f"/findings/{one.pk}/sign").content.decode()
    assert 'type="radio"' in form and "checked" not in form

    own = Client()
    own.force_login(cast.specialist)
    with django_assert_max_num_queries(12):
        mine = words(own.get("/my/finding").content.decode())
    assert "写本人说明" in mine and "证据清单" in mine and "作出决定并签署" not in mine
    assert own.post(f"/my/finding/{one.pk}/statement", {"text": "设备在外地"}).status_code == 302
    for person in (hr, judge):
        panel = Client()
        panel.force_login(person)
        assert panel.post(f"/findings/{one.pk}/sign", {"decision": "found", "reasons": "属实"}).status_code == 422
        given = {"decision": "found", "reasons": "多次超期，没有反馈"}
        assert panel.post(f"/findings/{one.pk}/sign", given).status_code == 302
        assert panel.post(f"/findings/{one.pk}/sign", given).status_code == 409
        if person == hr:
            mine = words(own.get("/my/finding").content.decode())
            assert "任诗，2020年7月23日已签署" in mine and "予以认定" not in mine and "多次超期" not in mine
    assert panel.get(f"/findings/{one.pk}/serve").status_code == 403  # personnel serves
    assert client.post(f"/findings/{one.pk}/serve").status_code == 302
    mine = words(own.get("/my/finding").content.decode())
    assert "取消2020年度两项资格" in mine and "申请复核（2020年8月24日前）" in mine
    assert own.post(f"/my/finding/{one.pk}/review", {"text": "请再看证据"}).status_code == 302
    assert own.get(f"/findings/{one.pk}").status_code == 404
    client.get("/findings", headers={"accept-language": "en"})


def test_through_the_api(cast: Cast, now_is: Any) -> None:
    hr, judge, who = personnel(cast), discipline(cast), cast.specialist
    bearer = {
        one.pk: {"Authorization": f"Bearer {issue_token(one, now=at('2020-07-01 09:00'))}"} for one in (hr, judge, who)
    }

    def call(by: Any, path: str, **given: Any) -> Any:
        address, headers = f"/api/v1{path}", bearer[by.pk]
        if not given:
            return Client().get(address, headers=headers)
        return Client().post(address, json.dumps(given), content_type="application/json", headers=headers)

    now_is("2020-07-23 09:00")
    made = call(hr, "/findings", specialist="chenliqun", year=2020)
    assert made.status_code == 201
    at_first = made.json()
    assert (
        at_first["state"] == "open"
        and at_first["decision"] is None
        and at_first["panel"] == {"personnel": "renshi", "discipline": "jijian"}
    )
    here = f"/findings/{at_first['id']}"
    early = call(hr, f"{here}/sign", decision="found", reasons="多次超期，没有反馈")
    assert (early.status_code, early.json()["code"]) == (409, "statement_runs")
    assert call(who, f"{here}/statement", text="设备在外地").json()["statement"] == "设备在外地"
    assert call(hr, f"{here}/sign", decision="maybe", reasons="多次超期，没有反馈").status_code == 422
    assert call(hr, f"{here}/sign", decision="found", reasons="").status_code == 422
    first = call(hr, f"{here}/sign", decision="found", reasons="多次超期，没有反馈").json()
    assert (first["signed"], first["decision"], first["reasons"]) == (["personnel"], None, None)
    assert call(who, "/specialists/chenliqun/eligibility?year=2020").json() == {
        "awards": True,
        "promotion": True,
        "finding": None,
    }
    assert call(judge, f"{here}/sign", decision="found", reasons="企业没有得到进度").json()["state"] == "found"
    now_is("2020-07-24 09:00")
    for by in (hr, judge, who):
        gone = call(by, "/specialists/chenliqun/eligibility?year=2020").json()
        assert (gone["awards"], gone["promotion"], gone["finding"]["decision"]) == (False, False, "found")
        assert call(by, "/specialists/chenliqun/eligibility?year=2019").json()["awards"] is True
        assert [one["id"] for one in call(by, "/findings").json()["items"]] == [at_first["id"]]
    assert call(who, "/specialists/zhaolei/eligibility?year=2020").status_code == 404


def test_the_pages_cost_the_same_for_many(
    client: Client, cast: Cast, now_is: Any, django_assert_max_num_queries: Any
) -> None:
    """As many statements for one finding as for several, of several years."""
    hr, _judge = personnel(cast), discipline(cast)
    now_is("2020-07-23 09:00")
    client.force_login(hr)
    for year in (2018, 2019, 2020):
        for login in ("chenliqun", "zhaolei"):
            finding.open_finding(i.FindingInput(specialist=login, year=year), by=hr, now=at("2020-07-23 09:00"))
    for address in ("/findings", "/appraisal"):
        with django_assert_max_num_queries(12):
            assert client.get(address).content.decode().count("/findings/") >= 5
    own = Client()
    own.force_login(cast.specialist)
    with django_assert_max_num_queries(12):
        own.get("/my/finding")
