"""Transfers and leaves for programs: the same rights, the same refusals, and no sight of what is no longer one's own."""

import pytest

from liaison.registry.models import Assignment, Leave
from tests.api.program import Call, NowIs
from tests.casework.steps import Story
from tests.cast import Cast

pytestmark = pytest.mark.django_db
TO_ZHAO = {"specialist": "zhaolei", "reason": "调岗"}


def test_R05_a_transfer_and_the_old_holder_gets_404_on_the_next_request(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-27 10:00")
    story, old = Story(cast).raised(), call(cast.specialist)
    address = f"/requests/{story.r.number}"
    assert old.get(address).json["specialist"]["login"] == "chenliqun"
    answer = call(cast.office).post("/enterprises/E0001/transfer", TO_ZHAO)
    assert (answer.status, answer.json["specialist"]["login"], answer.json["stand_in"]) == (200, "zhaolei", None)
    assert [old.get(one).status for one in (address, f"{address}/timeline", f"{address}/clock")] == [404, 404, 404]
    assert old.post(f"{address}/take").status == 404
    assert old.get("/enterprises").json["items"] == []
    assert call(cast.outside_specialist).post(f"{address}/take").status == 200
    said = call(cast.principal).get(f"{address}/timeline", language="en").json
    assert "Lin Xia handed this over from Chen Liqun to Zhao Lei." in [one["sentence"] for one in said]


@pytest.mark.parametrize(
    ("who", "code", "sent", "status", "said"),
    [
        ("office", "E0001", {"specialist": "zhaolei"}, 422, "reason_needed"),
        ("office", "E0001", {"specialist": "nobody", "reason": "调岗"}, 422, "unknown_specialist"),
        ("office", "E0001", {"specialist": "chenliqun", "reason": "调岗"}, 409, "assigned_already"),
        ("chief", "E0001", TO_ZHAO, 403, "wrong_role"),
        ("outsider", "E0001", TO_ZHAO, 404, "not_found"),
        ("office", "E9999", TO_ZHAO, 404, "not_found"),
    ],
)  # fmt: skip
def test_what_is_refused(cast: Cast, call: Call, now_is: NowIs, who, code, sent, status: int, said: str) -> None:
    now_is("2020-09-27 10:00")
    answer = call(getattr(cast, who)).post(f"/enterprises/{code}/transfer", sent)
    assert (answer.status, answer.json["code"]) == (status, said)
    assert Assignment.objects.filter(until=None, enterprise=cast.firm).get().specialist == cast.specialist


def test_R06_a_leave_from_planning_to_coming_back(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-27 10:00")
    own, other = call(cast.specialist), call(cast.outside_specialist)
    planned = own.post("/leaves", {"substitute": "zhaolei", "from": "2020-09-27", "to": "2020-10-09"})
    assert planned.status == 201
    assert (planned.json["from"], planned.json["to"], planned.json["began_at"]) == (
        "2020-09-27", "2020-10-09", "2020-09-27T10:00:00+08:00",
    )  # fmt: skip
    assert (planned.json["specialist"]["login"], planned.json["substitute"]["login"]) == ("chenliqun", "zhaolei")
    assert [row["enterprise"] for row in other.get("/assignments").json["items"]] == ["E0001", "E0002"]
    assert other.get("/assignments").json["items"][0]["stand_in"]["login"] == "zhaolei"
    assert call(cast.principal).get("/enterprises").json["items"][0]["specialist"]["login"] == "zhaolei"
    assert call(cast.principal).get("/specialists").json["items"][0]["login"] == "zhaolei"
    counts = {
        who: len(call(getattr(cast, who)).get("/leaves").json["items"]) for who in ("office", "specialist", "clerk")
    }
    assert counts == {"office": 1, "specialist": 1, "clerk": 0}
    pk = Leave.objects.get().pk
    assert [one.post(f"/leaves/{pk}/end").status for one in (call(cast.clerk), other)] == [404, 403]
    assert own.post(f"/leaves/{pk}/end").json["ended_at"] == "2020-09-27T10:00:00+08:00"
    assert own.post(f"/leaves/{pk}/end").json["code"] == "leave_over"
    assert own.post("/leaves/x/end").status == 404
    faulty = own.post("/leaves", {"substitute": "zhaolei", "from": "2020-09-26", "to": "2020-10-09"})
    assert (faulty.status, faulty.json["errors"][0]["field"]) == (422, "from")
