"""Reference rows: who may see which firms and people, and the calendar as known today."""

from typing import Any

import pytest

from liaison.registry.models import Category, Enterprise, ZoneDay
from tests.api.program import Call, NowIs
from tests.cast import Cast, at

LISTS = ("enterprises", "departments", "specialists", "assignments", "categories")


def codes(program, noun, field="code"):
    reply = program.get(f"/{noun}")
    assert reply.status == 200, reply.json
    return [row[field] for row in reply.json["items"]]


def test_firms_are_seen_by_whom_they_concern(cast: Cast, call: Call) -> None:
    expected = {
        "principal": ["E0001"], "specialist": ["E0001"], "outsider": ["E0002"], "clerk": [], "office": ["E0001", "E0002", "E0003"],
        "chief": ["E0001", "E0002", "E0003"], "leader": ["E0001", "E0002", "E0003"], "evaluation": [], "audit": [],
    }  # fmt: skip
    assert {name: codes(call(getattr(cast, name)), "enterprises") for name in expected} == expected
    row = call(cast.principal).get("/enterprises").json["items"][0]
    assert (row["name"], row["name_en"], row["status"]) == (
        "江岭精铸有限公司",
        "Jiangling Precision Casting Co., Ltd",
        "operating",
    )
    assert row["specialist"]["login"] == "chenliqun"
    assert call(cast.office).get("/enterprises").json["items"][2]["specialist"] is None


def test_assignments_are_those_of_visible_firms(cast: Cast, call: Call) -> None:
    assert codes(call(cast.office), "assignments", "enterprise") == ["E0001", "E0002"]
    assert codes(call(cast.principal), "assignments", "enterprise") == ["E0001"]
    row = call(cast.office).get("/assignments", language="en").json["items"][0]
    assert row == {
        "enterprise": "E0001", "enterprise_name": "Jiangling Precision Casting Co., Ltd", "since": "2019-12-31T09:00:00+08:00",
        "stand_in": None,
        "specialist": {"name": "Chen Liqun", "phone": "02388880012", "login": "chenliqun"},
    }  # fmt: skip


def test_an_enterprise_sees_its_own_specialist_only(cast: Cast, call: Call) -> None:
    assert codes(call(cast.principal), "specialists", "login") == ["chenliqun"]
    assert codes(call(cast.office), "specialists", "login") == ["chenliqun", "tangyi", "zhaolei"]
    rows = {row["login"]: row for row in call(cast.clerk).get("/specialists").json["items"]}
    assert (rows["chenliqun"]["enterprises"], rows["chenliqun"]["department"], rows["chenliqun"]["chief"]) == (
        1,
        "JFJ",
        False,
    )
    assert (rows["tangyi"]["enterprises"], rows["tangyi"]["chief"]) == (0, True)


def test_departments_and_categories(cast: Cast, call: Call) -> None:
    rows = call(cast.principal).get("/departments").json["items"]
    assert {row["code"]: row["external"] for row in rows}["HGS"] is True
    assert rows[1] == {"code": "SZJ", "name": "市政管护科", "phone": "02388880100", "external": False}
    Category.objects.get(code="roads").co.set([cast.d.JSJ])
    assert call(cast.principal).get("/categories").json["items"][0] == {
        "code": "roads", "name": "道路", "group": "production", "department": "SZJ", "co": ["JSJ"],
    }  # fmt: skip


def test_lists_go_on_by_cursor(cast: Cast, call: Call) -> None:
    Enterprise.objects.bulk_create(
        Enterprise(zone=cast.zone, code=f"E{place:04d}", name_zh=f"企业{place}") for place in range(4, 131)
    )
    first = call(cast.office).get("/enterprises").json
    second = call(cast.office).get("/enterprises", cursor=first["next"]).json
    assert [row["code"] for row in first["items"] + second["items"]] == [f"E{place:04d}" for place in range(1, 131)]
    assert (len(first["items"]), second["next"]) == (100, None)


@pytest.mark.parametrize("noun", LISTS)
def test_a_reference_list_takes_few_statements(
    noun: Any, cast: Cast, call: Call, django_assert_max_num_queries: Any
) -> None:
    office = call(cast.office)
    with django_assert_max_num_queries(5):
        assert office.get(f"/{noun}", limit=2).status == 200
    assert office.get(f"/{noun}", limit=101).status == 422


def test_the_calendar_is_the_one_known_today(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-01-15 09:00")
    before = {row["date"]: row["is_working"] for row in call(cast.principal).get("/calendar", year=2020).json["items"]}
    now_is("2020-09-25 09:00")
    given = call(cast.principal).get("/calendar", year=2020).json
    after = {row["date"]: row["is_working"] for row in given["items"]}
    assert (before["2020-02-01"], after["2020-02-01"]) == (True, False)  # the extension of January 27
    assert after["2020-09-27"] is True
    assert after["2020-10-08"] is False
    assert (given["year"], given["known"], len(given["notices"])) == (2020, True, 2)
    assert [row["date"] for row in given["items"]] == sorted(row["date"] for row in given["items"])
    named = {row["date"]: row["name"] for row in call(cast.principal).get("/calendar", language="en").json["items"]}
    assert named["2020-10-01"] == "National Day and Mid-Autumn Festival"


def test_the_calendar_says_which_days_the_zone_freed(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-25 09:00")
    ZoneDay.objects.create(zone=cast.zone, seq=1, date="2020-09-28", reason="台风", decided_at=at("2020-09-24 10:00"))
    given = call(cast.principal).get("/calendar", year=2020).json
    assert given["zone_days"] == [
        {"seq": 1, "date": "2020-09-28", "reason": "台风", "decided_at": "2020-09-24T10:00:00+08:00"}
    ]
    freed = {"date": "2020-09-28", "is_working": False, "holiday": "zone_day", "name": "园区放假"}
    assert freed in given["items"]
    assert call(cast.principal).get("/calendar", year=2021).json["zone_days"] == []


@pytest.mark.parametrize(("year", "known"), [(2019, False), (2020, True), (2021, False), (2050, False)])
def test_a_year_may_be_unknown(year: Any, known: Any, cast: Cast, call: Call) -> None:
    given = call(cast.principal).get("/calendar", year=year).json
    assert (given["year"], given["known"], bool(given["notices"])) == (year, known, known)


@pytest.mark.parametrize("year", ["x", "0", "-1", "99999", "2020.5"])
def test_a_year_that_is_none(year: Any, cast: Cast, call: Call) -> None:
    assert call(cast.principal).get("/calendar", year=year).status == 422
