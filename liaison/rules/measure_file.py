"""Reading a table of measures from a file (R-41): a CSV with its head, or a JSON list; every fault with its line.

One row is one version. Rows with the same number are one measure; a row without a number is a new one. Several codes or points
stand in one cell of a CSV with "|" or a new line between them. What the values mean is judged elsewhere, by the same input class
as the screens.
"""

import csv
import json
from collections.abc import Mapping
from io import StringIO
from typing import Any, NamedTuple

COLUMNS = (
    "number", "department", "contact", "phone", "document", "issuer", "title_zh", "title_en", "issued_on", "valid_from",
    "valid_until", "repealed_on", "repealed_by", "source", "industries", "sizes", "statuses", "categories", "points_zh", "points_en",
)  # fmt: skip
NEEDED = ("department", "document", "issuer", "title_zh", "issued_on", "valid_from", "points_zh")
LISTS = frozenset({"industries", "sizes", "statuses", "categories", "points_zh", "points_en"})
SIZE_MAX_BYTES = 2 * 1024 * 1024
ROWS_MAX = 2000
FORMULA = ("'=", "'+", "'-", "'@")  # as sheets are written so that no spreadsheet runs a cell
BETWEEN = " | "


class Fault(NamedTuple):
    """What keeps a row from being one (line 0: the file as a whole); in JSON the line is the number of the entry."""

    line: int
    code: str
    given: str = ""


class Row(NamedTuple):
    line: int
    values: Mapping[str, Any]


class Reading(NamedTuple):
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def read(text: str | None) -> Reading:
    """Return the rows, or every fault of the layout; with a fault there are no rows."""
    if text is None:
        return _faulty("not_text")
    if len(text.encode()) > SIZE_MAX_BYTES:
        return _faulty("too_long")
    reading = _json(text) if text.lstrip().startswith(("[", "{")) else _csv(text)
    if not reading.faults and not reading.rows:
        return _faulty("no_rows")
    return _faulty("too_many_rows") if len(reading.rows) > ROWS_MAX else reading


def _faulty(code: str, given: str = "") -> Reading:
    return Reading((), (Fault(0, code, given),))


def _json(text: str) -> Reading:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _faulty("not_json")
    if not isinstance(found, list):
        return _faulty("not_a_list")
    rows, faults = [], []
    for at, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            faults.append(Fault(at, "not_an_object"))
            continue
        faults += [Fault(at, "unknown_column", str(name)[:60]) for name in one if name not in COLUMNS]
        rows.append(Row(at, {name: value for name, value in one.items() if value not in (None, "")}))
    return Reading((), tuple(faults)) if faults else Reading(tuple(rows), ())


def _csv(text: str) -> Reading:
    lines = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        head = [name.strip() for name in next(lines, [])]
        wrong = [Fault(1, "unknown_column", name[:60]) for name in head if name not in COLUMNS]
        wrong += [Fault(1, "missing_column", name) for name in NEEDED if name not in head]
        wrong += [Fault(1, "column_twice", name) for name in COLUMNS if head.count(name) > 1]
        if wrong:
            return Reading((), tuple(wrong))
        rows, faults, began = [], [], lines.line_num + 1
        for cells in lines:
            if len(cells) > len(head):
                faults.append(Fault(began, "too_many_cells"))
            elif any(cell.strip() for cell in cells):
                rows.append(Row(began, _values(head, cells)))
            began = lines.line_num + 1
    except csv.Error as error:
        return Reading((), (Fault(lines.line_num, "not_csv", str(error)[:60]),))
    return Reading((), tuple(faults)) if faults else Reading(tuple(rows), ())


def _values(head: list[str], cells: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, cell in zip(head, cells, strict=False):
        plain = cell[1:] if cell.startswith(FORMULA) else cell
        if name in LISTS:
            found[name] = [part.strip() for line in plain.splitlines() for part in line.split("|") if part.strip()]
        else:
            found[name] = plain.strip()
    return {name: value for name, value in found.items() if value not in ("", [])}
