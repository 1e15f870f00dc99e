"""Instructions for programs: given, answered, asked again, closed, and listed for whom they concern (R-22)."""

import pytest

from tests.api.program import Call, NowIs
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_R22_the_whole_way_of_an_instruction(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-28 10:00")
    story = Story(cast).raised().whistled("2020-09-25 16:58")
    leader, clerk = call(cast.leader), call(cast.clerk)
    address = f"/requests/{story.r.number}/instruct"
    assert "instruct" in leader.get(f"/requests/{story.r.number}").json["moves"]
    refused = leader.post(address, {"text": "请办", "answer_by": "2020-09-01"})
    assert (refused.status, refused.json["code"], refused.json["errors"][0]["field"]) == (
        422,
        "date_passed",
        "answer_by",
    )
    assert leader.post(address, {"text": "请三日内办结", "answer_by": "2020-09-30"}).status == 200
    (order,) = clerk.get("/instructions?state=open").json["items"]
    assert {key: order[key] for key in ("number", "request", "department", "lamp", "due_on", "answer")} == {
        "number": "DD2020-0001", "request": story.r.number, "department": "SZJ", "lamp": "normal", "due_on": "2020-09-30",
        "answer": None,
    }  # fmt: skip
    told = clerk.post(f"/instructions/{order['id']}/answer", {"text": "今晚换好"})
    assert (told.status, told.json["state"], told.json["lamp"], told.json["answer"]) == (
        200,
        "answered",
        "done",
        "今晚换好",
    )
    assert (
        leader.post(f"/instructions/{order['id']}/again", {"text": "原因呢", "answer_by": "2020-10-09"}).json["state"]
        == "open"
    )
    assert leader.post(f"/instructions/{order['id']}/close").json["state"] == "closed"
    late = clerk.post(f"/instructions/{order['id']}/answer", {"text": "还有"})
    assert (late.status, late.json["code"]) == (409, "instruction_moved_on")
    for one in range(3):
        leader.post(address, {"text": f"第{one}条", "addressee": "specialist"})
    first = leader.get("/instructions?department=specialist&limit=2").json
    rest = leader.get(f"/instructions?department=specialist&limit=2&cursor={first['next']}").json
    assert [one["text"] for one in first["items"] + rest["items"]] == ["第2条", "第1条", "第0条"] and rest[
        "next"
    ] is None
    assert call(cast.principal).get("/instructions").json["items"] == []
    assert "instruction.given" not in [
        one["kind"] for one in call(cast.principal).get(f"/requests/{story.r.number}/timeline").json
    ]
