"""The ledger as a file, and the figures of the leaders' page."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from liaison.record.models import Entry
from liaison.rules.counting import CELLS
from tests.api.program import Call, NowIs, Program
from tests.casework.population import populate
from tests.casework.steps import Story
from tests.cast import Cast

NOW = "2020-09-28 10:24"


def sheet(program: Program, language: str = "", **query: Any) -> list[dict[str, str]]:
    response = program.client.get("/api/v1/ledger.csv", query, **program._headers(language))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = response.getvalue().decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_the_workbook_says_what_the_sheet_says(cast: Cast, call: Call, now_is: NowIs) -> None:
    populate(cast)
    Story(cast).raised("2020-09-28 09:00", text="=1+1\x07 是公式吗")
    now_is(NOW)
    office = call(cast.office)
    for filters in ({}, {"status": "closed"}):
        response = office.client.get("/api/v1/ledger.xlsx", filters, **office._headers("zh-Hans"))
        assert response.status_code == 200 and response["Content-Type"].endswith("spreadsheetml.sheet")
        assert 'filename="ledger-2020-09-28.xlsx"' in response["Content-Disposition"]
        book = load_workbook(BytesIO(response.getvalue()))
        heading, *rows = book.active.iter_rows(values_only=True)
        said = [
            {name: "" if cell is None else str(cell) for name, cell in zip(heading, row, strict=True)} for row in rows
        ]
        assert said == [
            {name: cell.replace("\x07", "") for name, cell in row.items()}
            for row in sheet(office, "zh-Hans", **filters)
        ]
        assert book.active.freeze_panes == "A2" and book.active.print_title_rows == "$1:$1"
    assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)
    assert Entry.objects.filter(kind="ledger.exported").count() == 4


def test_R29_the_sheet_has_a_line_for_every_request_in_the_offices_layout(
    cast: Cast, call: Call, now_is: NowIs
) -> None:
    stories = populate(cast)
    now_is(NOW)
    rows = sheet(call(cast.office), "zh-Hans")
    assert list(rows[0]) == [
        "序号", "编号", "企业", "联系人", "来源", "类别", "诉求内容", "提出时间", "专员", "部门", "协办", "承诺时限", "首次回复", "会商",
        "进展", "结果", "办结时间", "企业评价", "灯", "备注",
    ]  # fmt: skip
    assert [row["序号"] for row in rows] == [str(n) for n in range(1, len(stories) + 1)]
    by_number = {row["编号"]: row for row in rows}
    late = by_number[stories["whistled"].r.number]
    assert (late["企业"], late["联系人"], late["专员"], late["部门"], late["协办"]) == (
        "江岭精铸有限公司", "周敏", "陈立群", "市政管护科", "建设局",
    )  # fmt: skip
    assert (late["提出时间"], late["承诺时限"], late["灯"], late["结果"]) == (
        "2020-09-21 09:00",
        "2020-09-24 17:30",
        "超期",
        "正在办",
    )
    solved = by_number[stories["by phone"].r.number]
    assert (solved["首次回复"], solved["办结时间"], solved["企业评价"]) == (
        "2020-09-21 11:00",
        "2020-09-21",
        "电话回访确认",
    )
    planned = by_number[stories["planned"].r.number]
    assert "2020-10-15" in planned["进展"]
    again = by_number[stories["reopened"].r.number]
    assert again["结果"] == "正在办" and "2020-09-22" in again["备注"] and "2020-09-23" in again["备注"]
    results = [row["结果"] for row in rows]
    assert (results.count("已解决"), results.count("已解释说明"), results.count("不予受理")) == (3, 1, 1)


def test_the_filters_of_the_list_are_those_of_the_sheet(cast: Cast, call: Call, now_is: NowIs) -> None:
    populate(cast)
    now_is(NOW)
    office = call(cast.office)
    for query in (
        {},
        {"q": "停电"},
        {"counted": "solved,explained"},
        {"lamp": "overdue"},
        {"department": "JSJ"},
        {"urgent": "true"},
    ):
        listed = [row["number"] for row in office.get("/requests", limit=100, **query).json["items"]]
        assert [row["Number"] for row in sheet(office, "en", **query)] == listed[::-1], query
    assert office.get("/ledger.csv", counted="green").status == 422
    assert [row["企业"] for row in sheet(call(cast.outsider))] == ["渝禾食品有限公司"]
    assert sheet(call(cast.evaluation)) == []


def test_the_export_is_on_the_audit_chain_with_its_filters_and_rows(cast: Cast, call: Call) -> None:
    for text in ("停电", "停水"):
        Story(cast).raised("2020-09-24 09:00", text=text)
    sheet(call(cast.office), q="停电", raised_from="2020-09-24", urgent="false")
    entry = Entry.objects.get(kind="ledger.exported")
    assert (entry.chain, entry.actor, entry.capacity) == ("QJ/audit", "linxia", "office")
    assert json.loads(entry.body)["facts"] == {"rows": 1, "filters": {"raised_from": "2020-09-24"}}
    assert "停电" not in entry.body and entry.content and entry.content.text == "停电"


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\tx", "平常的话, 有逗号", '有"引号"'])
def test_no_cell_is_a_formula(cast: Cast, call: Call, text: str) -> None:
    Story(cast).raised("2020-09-24 09:00", text="x" if text.strip() != text else text)
    row = sheet(call(cast.office))[0]
    assert row["诉求内容"] == (f"'{text}" if text[0] in "=+-@" else text if text.strip() == text else "x")


def test_a_long_ledger_is_sent_in_pieces(cast: Cast, call: Call, monkeypatch: Any) -> None:
    for n in range(7):
        Story(cast).raised("2020-09-24 09:00", text=f"第{n}件")
    monkeypatch.setattr("liaison.casework.ledger.CHUNK", 3)
    monkeypatch.setattr("liaison.casework.ledger.chunks.__defaults__", (3,))
    response = call(cast.office).client.get("/api/v1/ledger.csv", **call(cast.office)._headers(""))
    pieces = list(response.streaming_content)
    assert len(pieces) == 1 + 3
    assert [row["诉求内容"] for row in csv.DictReader(StringIO(b"".join(pieces).decode()[1:]))] == [
        f"第{n}件" for n in range(7)
    ]


def test_the_summary_counts_as_the_lists_do(
    cast: Cast, call: Call, now_is: NowIs, django_assert_max_num_queries: Any
) -> None:
    populate(cast)
    now_is(NOW)
    leader = call(cast.leader)
    with django_assert_max_num_queries(12):
        summary = leader.get("/metrics/summary").json
    assert (summary["from"], summary["to"], summary["as_of"]) == (
        "2020-09-01",
        "2020-09-28",
        "2020-09-28T10:24:00+08:00",
    )

    def length(**query: Any) -> int:
        return len(leader.get("/requests", limit=100, **query).json["items"])

    closed = {"closed_from": "2020-09-01", "closed_to": "2020-09-28"}
    for cell in set(CELLS) - {"open"}:
        assert summary[cell] == length(counted=cell, **closed), cell
    assert summary["closed"] == summary["solved"] + summary["explained"] == 4
    assert summary["raised"] == length(raised_from="2020-09-01", raised_to="2020-09-28")
    assert summary["overdue"] == length(lamp="overdue") > 0
    day = leader.get("/metrics/summary", **{"from": "2020-09-21", "to": "2020-09-21"}).json
    assert (day["solved"], day["raised"]) == (1, 15)
    assert leader.get("/metrics/summary", **{"from": "soon"}).status == 422


def test_a_rate_of_replies_needs_five(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-28 10:24")

    def on_time() -> tuple[int, int, float | None]:
        summary = call(cast.leader).get("/metrics/summary").json
        assert summary["min_replies"] == 5
        szj = next((one for one in summary["departments"] if one["department"] == "SZJ"), None)
        assert szj is None or szj["replies"] <= summary["replies"]
        return summary["replies_in_time"], summary["replies"], summary["on_time_rate"]

    def whistled() -> Story:
        return Story(cast).raised("2020-09-21 09:00").whistled("2020-09-21 10:00")

    assert on_time() == (0, 0, None)
    for moment in ("2020-09-22 09:00", "2020-09-24 17:30", "2020-09-24 17:31"):
        whistled().replied(moment)
    whistled()  # still owed: missed when it was due
    assert on_time() == (2, 4, None)
    Story(cast).raised("2020-09-27 09:00").whistled("2020-09-27 10:00")  # not yet due: no verdict
    assert on_time() == (2, 4, None)
    whistled().replied("2020-09-23 09:00")
    assert on_time() == (3, 5, 0.6)
