"""Common works, cases and "me too" for programs: the same acts, the same rights, refusals by code (N6, R-55)."""

import pytest

from liaison.casework import inputs as i
from tests.api.program import Call, NowIs
from tests.casework.sessions import Hall
from tests.casework.steps import Story
from tests.cast import Cast
from tests.rules.test_common import LANE

pytestmark = pytest.mark.django_db


def test_N6_one_work_for_programs(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-25 16:00")
    first = Story(cast).raised("2020-09-25 09:00", text=LANE[0]).whistled("2020-09-25 10:00", "SZJ")
    second = Story(cast).raised("2020-09-25 09:10", text=LANE[1], by=cast.outsider)
    office, clerk, numbers = call(cast.office), call(cast.clerk), [first.r.number, second.r.number]
    (found,) = office.get("/common-works/proposals").json
    assert found["firms"] == 2 and [one["number"] for one in found["requests"]] == numbers and found["work"] is None
    few = office.post("/common-works", {"title": "重车专用道", "requests": numbers[:1]})
    assert (few.status, few.json["code"], few.json["errors"][0]["field"]) == (422, "too_few_firms", "requests")
    made = office.post("/common-works", {"title": "重车专用道", "requests": numbers, "department": "SZJ"})
    assert (made.status, made.json["number"], made.json["firms"], made.json["open"]) == (201, "GX2020-0001", 2, 2)
    assert made.json["requests"] == numbers and clerk.get("/common-works/GX2020-0001").json["requests"] == numbers[:1]
    told = office.post("/common-works/GX2020-0001/progress", {"text": "在设计", "next_progress_on": "2020-09-28"}).json
    assert told["done"] == numbers[:1] and [(one["number"], one["code"]) for one in told["left"]] == [
        (numbers[1], "wrong_status")
    ]
    answered = clerk.post("/common-works/GX2020-0001/answer", {"outcome": "resolved", "text": "开通了"})
    assert (answered.status, answered.json["done"]) == (200, numbers[:1])
    assert (office.post("/common-works/GX2020-0001/finish").json["code"]) == "common_waits"
    assert [one["number"] for one in clerk.get("/common-works?state=open").json["items"]] == ["GX2020-0001"]
    assert office.post("/common-works/GX2020-0001/dissolve").json["state"] == "dissolved"
    assert (
        office.post("/common-works/different", {"request": numbers[0], "others": numbers[1:]}).json["others"]
        == numbers[1:]
    )
    assert office.get("/common-works/proposals").json == []


def test_R55_N6_a_case_and_me_too_for_programs(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-28 10:00")
    story = Story(cast).raised().whistled("2020-09-25 16:58").replied("2020-09-27 10:00")
    story.did("confirm", i.TextInput(), "2020-09-27 11:00", by=cast.principal)
    made = (
        call(cast.specialist).post(f"/requests/{story.r.number}/case", {"title": "三盏灯", "text": "换了电缆。"}).json
    )
    assert (made["state"], made["request"], made["enterprise_name"]) == ("draft", story.r.number, "江岭精铸有限公司")
    there = f"/cases/{made['id']}"
    assert call(cast.specialist).post(f"{there}/ask").json["state"] == "asked"
    early = call(cast.contact).post(f"{there}/consent", {"answer": "with_name"})
    assert (early.status, early.json["code"]) == (403, "principal_needed")
    assert call(cast.principal).post(f"{there}/consent", {"answer": "without_name"}).json["state"] == "published"
    (row,) = call(cast.outsider).get("/cases").json["items"]
    assert (row["request"], row["enterprise_name"], row["title"]) == (None, None, "三盏灯")
    assert call(cast.principal).post(f"{there}/withdraw").json["state"] == "withdrawn"
    assert call(cast.outsider).get(there).status == 404

    now_is("2021-04-16 15:10")
    hall = Hall(cast).opened()
    hall.said(text="重车抢道")
    outsider = call(cast.outsider)
    (item,) = outsider.get(f"/gripe-sessions/{hall.session.pk}").json["items"]
    assert item["me_too"] == 0
    assert outsider.post(f"/gripe-items/{item['id']}/me-too").json["items"][0]["me_too"] == 1
    assert call(cast.principal).post(f"/gripe-items/{item['id']}/me-too").json["code"] == "own_item"
    wrong = call(cast.office).post(f"/gripe-items/{item['id']}/common", {"title": "重车", "enterprises": ["E0003"]})
    assert wrong.json["code"] == "not_said_too"
    work = call(cast.office).post(f"/gripe-items/{item['id']}/common", {"title": "重车", "enterprises": ["E0002"]})
    assert (work.status, work.json["firms"]) == (201, 2)
    assert outsider.post(f"/gripe-items/{item['id']}/not-me-too").json["items"][0]["me_too"] == 0
