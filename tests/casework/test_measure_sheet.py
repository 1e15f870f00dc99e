"""The policy library as a table: in whole or not at all, and the same file comes back (R-41)."""

import json

import pytest

from liaison.casework import measure_sheet
from liaison.casework.models import Measure, MeasureVersion
from liaison.demo.measures import load_measures
from liaison.papers.measure_sheet import as_csv
from liaison.record.models import Entry
from liaison.registry.models import Category, Department
from liaison.rules.categories import CATEGORIES
from tests.casework.measures import SAID
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = at("2020-09-01 09:00")
ROW = {"department": "SZJ", **SAID}
SECOND = {
    **ROW,
    "document": "青高新发〔2020〕40号",
    "valid_from": "2020-10-01",
    "repealed_on": "2020-12-01",
    "repealed_by": "另有新规",
}


def take(cast: Cast, *rows: object, check: bool = False) -> measure_sheet.Outcome:
    return measure_sheet.take_in(json.dumps(list(rows)), cast.zone, now=NOW, check=check)


def test_a_table_is_taken_in_once_and_comes_back_the_same(cast: Cast) -> None:
    numbered = [{"number": "ZC2019-007", **one} for one in (ROW, SECOND)]
    assert (
        take(cast, *numbered, check=True).versions == 2 and not Measure.objects.exists() and not Entry.objects.exists()
    )
    done = take(cast, *numbered, {**ROW, "document": "青高新发〔2020〕5号"})
    assert (done.measures, done.versions, done.known, done.faults) == (["ZC2019-007", "ZC2020-001"], 3, 0, [])
    assert [one.n for one in MeasureVersion.objects.filter(measure__number="ZC2019-007")] == [1, 2]
    out = list(measure_sheet.rows(cast.zone))
    assert out[1] == {"number": "ZC2019-007", **SECOND} and out[2]["number"] == "ZC2020-001"
    entries = Entry.objects.count()
    for text in (json.dumps(out), as_csv(out)):
        again = measure_sheet.take_in(text, cast.zone, now=NOW, check=False)
        assert (again.versions, again.known, again.faults) == (0, 3, [])
    assert Entry.objects.count() == entries
    assert take(cast, {**ROW, "document": "青高新发〔2020〕5号"}).known == 1  # known by its document


def test_one_bad_line_and_nothing_is_changed(cast: Cast) -> None:
    take(cast, ROW)
    entries = Entry.objects.count()
    other = {**ROW, "number": "ZC2020-002"}
    done = take(
        cast, other, {**other, "issued_on": "gestern", "sizes": ["XXL"]}, {**other, "department": "XXX", "number": None, "document": "9号"},
        {**ROW, "number": "ZC2020-001", "issuer": "别人"}, {**other, "valid_from": "2020-01-31"}, {**other, "number": "7"},
    )  # fmt: skip
    assert [(one.line, one.code) for one in done.faults] == [
        (2, "not_an_instant"), (2, "not_a_choice"), (3, "unknown_department"), (4, "version_stays"), (5, "version_not_later"),
        (6, "wrong_form"),
    ]  # fmt: skip
    assert "第 4 行" in done.faults[3].detail
    assert Measure.objects.count() == 1 and Entry.objects.count() == entries


def test_the_sample_zone_fills_its_library_as_policies_are_issued(cast: Cast) -> None:
    for code in ("RSJ", "CZJ", "SJJ", "TCJ", "HBJ", "GDS"):
        Department.objects.create(zone=cast.zone, code=code, name_zh=code)
    there = set(Category.objects.values_list("code", flat=True))
    for one in CATEGORIES:
        if one.code not in there:
            Category.objects.create(zone=cast.zone, code=one.code, name_zh=one.name_zh, group=one.group)

    class Stage:
        def person(self, login: str):
            return cast.office

    assert load_measures(Stage(), at("2020-01-02 00:00")) == 5  # type: ignore[arg-type]
    assert load_measures(Stage(), at("2020-01-02 00:00")) == 0  # type: ignore[arg-type]
    assert load_measures(Stage(), at("2021-02-18 09:00")) == 8  # type: ignore[arg-type]
    assert Measure.objects.count() == 10 and MeasureVersion.objects.count() == 13
