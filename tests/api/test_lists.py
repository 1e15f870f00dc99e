"""Lists: every filter, paging by key, and a fixed number of statements."""

from typing import Any

import pytest

from liaison.api.schemas import RequestRow
from liaison.casework import actions
from liaison.casework.inputs import RaiseInput, TextInput
from liaison.rules.lamps import LAMPS
from tests.api.program import STATES, Call, NowIs, answered, in_hand, planned, raised, whistled
from tests.cast import Cast, at


def numbers(program, **query):
    reply = program.get("/requests", **query)
    assert reply.status == 200, reply.json
    return [row["number"] for row in reply.json["items"]]


def many(cast, count):
    now = at("2020-09-25 09:00")
    for place in range(count):
        firm = (cast.principal, cast.outsider)[place % 2]
        r = actions.raise_request(RaiseInput(text=f"诉求 {place}"), by=firm, now=now)
        if place % 3 == 0:
            actions.take(
                r.pk, TextInput(), by=cast.specialist if firm == cast.principal else cast.outside_specialist, now=now
            )


def test_pages_have_no_gap_and_no_repeat(cast: Cast, call: Call) -> None:
    many(cast, 23)
    office, seen, cursor = call(cast.office), [], {}
    while True:
        page = office.get("/requests", limit=5, **cursor).json
        assert len(page["items"]) <= 5
        seen += [row["number"] for row in page["items"]]
        if page["next"] is None:
            break
        if len(seen) == 5:
            raised(call, cast)  # what arrives meanwhile moves nothing
        cursor = {"cursor": page["next"]}
    assert seen == [f"2020-{place:04d}" for place in range(23, 0, -1)]
    assert numbers(office, limit=100, cursor="0") == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "101"}, "limit"), ({"limit": "0"}, "limit"), ({"limit": "x"}, "limit"), ({"cursor": "x"}, "cursor"),
        ({"cursor": str(2**70)}, "cursor"), ({"status": "opened"}, "status"), ({"lamp": "green"}, "lamp"),
        ({"raised_from": "yesterday"}, "raised_from"), ({"q": "x" * 101}, "q"),
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_said_so(query: Any, field: Any, cast: Cast, call: Call) -> None:
    reply = call(cast.office).get("/requests", **query)
    assert (reply.status, reply.json["code"], [one["field"] for one in reply.json["errors"]]) == (
        422,
        "invalid",
        [field],
    )


def test_filters(cast: Cast, call: Call, now_is: NowIs) -> None:
    one, two, three = raised(call, cast, category="roads"), whistled(call, cast), answered(call, cast)
    now_is("2020-09-28 09:00")
    four = planned(call, cast)
    other = call(cast.outsider).post("/requests", {"text": "仓库停电"}).json["number"]
    office = call(cast.office)
    assert numbers(office) == [other, four, three, two, one]
    assert numbers(office, status="raised") == [other, one]
    assert numbers(office, status="whistled,planned") == [four, two]
    assert numbers(office, department="SZJ") == [four, three, two]
    assert numbers(office, department="NOPE") == []
    assert numbers(office, enterprise="E0002") == [other]
    assert numbers(office, category="roads") == [one]
    assert numbers(office, q="停电") == [other]
    assert numbers(office, q="jljz") == [four, three, two, one]
    assert numbers(office, q=two) == [two]
    assert numbers(office, q="没有这样的词") == []
    assert numbers(office, q="\x00'%_") == []
    assert numbers(office, raised_from="2020-09-26") == [other, four]
    assert numbers(office, raised_to="2020-09-25", status="raised") == [one]
    assert numbers(office, raised_from="2020-09-25", raised_to="2020-09-25") == [three, two, one]
    assert numbers(office, enterprise="", status="") == [other, four, three, two, one]


def test_the_lamp_filter_is_the_lamp_shown(cast: Cast, call: Call, now_is: NowIs) -> None:
    for builder in STATES.values():
        builder(call, cast)
    now_is("2020-09-28 09:00")
    raised(call, cast)
    for when in ("2020-09-25 09:00", "2020-09-28 10:00", "2020-09-29 17:30", "2020-09-30 08:00", "2020-10-29 10:00"):
        now_is(when)
        office = call(cast.office)
        shown = {row["number"]: row["lamp"] for row in office.get("/requests", limit=100).json["items"]}
        for lamp in LAMPS:
            assert set(numbers(office, lamp=lamp, limit=100)) == {number for number, on in shown.items() if on == lamp}


def test_everybody_lists_what_is_his(cast: Cast, call: Call) -> None:
    mine, other = whistled(call, cast), call(cast.outsider).post("/requests", {"text": "停电"}).json["number"]
    expected = {
        "principal": [mine], "contact": [mine], "specialist": [mine], "clerk": [mine], "jsj_clerk": [mine], "yjj_clerk": [],
        "outsider": [other], "outside_specialist": [other], "chief": [other, mine], "leader": [other, mine],
        "office": [other, mine], "security": [], "system": [], "audit": [], "evaluation": [],
    }  # fmt: skip
    assert {name: numbers(call(getattr(cast, name))) for name in expected} == expected


def test_a_row_has_the_fields_of_the_request(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    row = call(cast.specialist).get("/requests").json["items"][0]
    whole = call(cast.specialist).get(f"/requests/{number}").json
    assert set(row) == set(RequestRow.model_fields)
    assert row == {name: whole[name] for name in row}


@pytest.mark.parametrize("actor", ["principal", "specialist", "chief", "office", "clerk"])
def test_a_list_takes_twelve_statements_at_most(
    actor: Any, cast: Cast, call: Call, django_assert_max_num_queries: Any
) -> None:
    program = call(getattr(cast, actor))
    whistled(call, cast)
    many(cast, 104)
    counts = []
    for limit in (25, 100):
        with django_assert_max_num_queries(12) as asked:
            assert program.get("/requests", limit=limit).status == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("actor", ["principal", "specialist", "chief", "office", "clerk"])
def test_a_request_takes_twelve_statements_at_most(
    actor: Any, cast: Cast, call: Call, django_assert_max_num_queries: Any
) -> None:
    number, program = answered(call, cast), call(getattr(cast, actor))
    for place in range(20):
        call(cast.principal).post(f"/requests/{number}/messages", {"text": f"补充 {place}"})
    for path in ("", "/timeline", "/clock"):
        with django_assert_max_num_queries(12):
            assert program.get(f"/requests/{number}{path}").status == 200
