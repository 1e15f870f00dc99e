"""值班 and visits through the API: the same actions, the same refusals (R-07, R-08)."""

from typing import Any

import pytest

from tests.api.program import Call, NowIs, raised
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_R08_planned_swapped_rung_and_accepted(call: Call, cast: Cast, now_is: NowIs) -> None:
    now_is("2020-09-25 10:24")
    office, zhao, chen = call(cast.office), call(cast.outside_specialist), call(cast.specialist)
    assert office.get("/duty").json["officer"] is None and office.get("/duty").json["gaps"]
    shifts = office.post("/duty", {"people": ["zhaolei", "chenliqun"], "weeks": 2}).json["shifts"]
    assert (
        len(shifts) == 14
        and shifts[0]["ends_at"] == "2020-09-26T08:00:00+08:00"
        and not office.get("/duty").json["gaps"]
    )
    seen = call(cast.principal).get("/duty").json
    assert (seen["phone"], seen["officer"], seen["shifts"]) == ("02388880000", "赵磊", [])
    mine, theirs = shifts[2]["id"], shifts[3]["id"]
    assert zhao.post(f"/duty/{mine}/swap", {"shift": theirs}).json["swap_with"] == theirs
    assert chen.post(f"/duty/{mine}/swap-agree").json["officer"]["login"] == "chenliqun"
    assert chen.post(f"/duty/{mine}/swap-off").json["code"] == "swap_gone"
    assert (
        office.post(f"/duty/{mine}/change", {"officer": "zhaolei", "deputy": "zhaolei"}).json["code"] == "two_on_duty"
    )
    number = raised(call, cast, urgent=True)
    now_is("2020-09-25 10:31")
    taken = zhao.post(f"/requests/{number}/accept").json
    assert (taken["status"], taken["elapsed_minutes"]) == ("in_hand", 7)
    assert [one.json["code"] for one in (zhao.post(f"/requests/{number}/accept"),)] == ["wrong_status"]
    second = raised(call, cast, urgent=True)
    chen.post(f"/requests/{second}/take")
    assert (zhao.post(f"/requests/{second}/accept").status, zhao.get(f"/requests/{second}").status) == (409, 404)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"enterprise": "E0001"}, 422, "result_needed"),
        ({"result": "看过"}, 422, "visit_of_what"),
        ({"enterprise": "E9999", "result": "看过"}, 422, "unknown_enterprise"),
        ({"enterprise": "E0001", "promised_at": "2020-09-24T10:00"}, 422, "date_passed"),
        ({"request": "2020-9999", "promised_at": "2020-09-25T14:00"}, 404, "not_found"),
    ],
)
def test_R07_what_a_visit_needs(call: Call, cast: Cast, body: dict[str, Any], status: int, code: str) -> None:
    reply = call(cast.specialist).post("/visits", body)
    assert (reply.status, reply.json["code"]) == (status, code)


def test_R07_a_visit_from_promise_to_result(call: Call, cast: Cast) -> None:
    chen, number = call(cast.specialist), raised(call, cast)
    visit = chen.post("/visits", {"request": number, "promised_at": "2020-09-25T14:00"}).json
    assert (visit["state"], visit["due_at"]) == ("promised", "2020-09-27T17:30:00+08:00")
    assert chen.post(f"/visits/{visit['id']}/leave", {"result": "看过"}).json["code"] == "not_arrived"
    assert chen.post(f"/visits/{visit['id']}/arrive").json["state"] == "arrived"
    assert chen.post(f"/visits/{visit['id']}/leave", {"result": "看过"}).json["state"] == "done"
    assert chen.post(f"/visits/{visit['id']}/no-show", {"who": "visitor"}).json["code"] == "visit_over"
    assert [one["result"] for one in call(cast.principal).get("/visits").json["items"]] == ["看过"]
