"""A table of measures, read line by line: what is wrong in which line, and nothing of a file with a fault (R-41)."""

import json

import pytest

from liaison.rules.measure_file import COLUMNS, NEEDED, Fault, read

HEAD = "number,department,document,issuer,title_zh,issued_on,valid_from,sizes,points_zh"
GOOD = "ZC2020-001,SZJ,1号,管委会,补贴,2020-01-01,2020-02-01,S | XS,补三成|先到先得"


def test_a_csv_is_read_with_its_lines_lists_and_quotes() -> None:
    text = f'\ufeff{HEAD}\r\n{GOOD}\r\n\r\n,SZJ,2号,"管委会,办公室",\'=补贴,2020-01-01,2020-02-01,,"一条\n两条"\r\n'
    first, second = read(text).rows
    assert (first.line, first.values["sizes"], first.values["points_zh"]) == (2, ["S", "XS"], ["补三成", "先到先得"])
    assert (second.line, second.values["issuer"], second.values["title_zh"]) == (4, "管委会,办公室", "=补贴")
    assert second.values["points_zh"] == ["一条", "两条"] and "number" not in second.values


def test_json_is_read_entry_by_entry() -> None:
    rows = read(json.dumps([{"number": "ZC2020-001", "sizes": ["S"], "phone": None}])).rows
    assert rows == ((1, {"number": "ZC2020-001", "sizes": ["S"]}),)


@pytest.mark.parametrize(("text", "faults"), [
    (None, [Fault(0, "not_text")]),
    ("", [Fault(1, "missing_column", name) for name in NEEDED]),
    (HEAD, [Fault(0, "no_rows")]),
    (f"{HEAD},colour", [Fault(1, "unknown_column", "colour")]),
    (f"{HEAD},sizes", [Fault(1, "column_twice", "sizes")]),
    (f"{HEAD}\n{GOOD}\n{GOOD},more", [Fault(3, "too_many_cells")]),
    ("[1, {}", [Fault(0, "not_json")]),
    ('{"number": 1}', [Fault(0, "not_a_list")]),
    ('[{}, 3, {"colour": 1}]', [Fault(2, "not_an_object"), Fault(3, "unknown_column", "colour")]),
    ("x" * 2_100_000, [Fault(0, "too_long")]),
    ("[" * 100_000, [Fault(0, "not_json")]),
    (json.dumps([{"number": "x"}] * 2001), [Fault(0, "too_many_rows")]),
])  # fmt: skip
def test_every_fault_has_its_line_and_nothing_is_taken(text: str | None, faults: list[Fault]) -> None:
    assert read(text) == ((), tuple(faults))


def test_what_is_needed_are_columns() -> None:
    assert set(HEAD.split(",")) < set(COLUMNS)
