"""The policy library as a CSV that spreadsheets read and `liaison import measures` takes back."""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from liaison.rules.measure_file import BETWEEN, COLUMNS

from .cells import BOM, harmless


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    sheet = StringIO(newline="")
    lines = csv.writer(sheet)
    lines.writerow(COLUMNS)
    for row in rows:
        lines.writerow([harmless(_cell(row.get(name, ""))) for name in COLUMNS])
    return BOM + sheet.getvalue()


def _cell(value: Any) -> str:
    return BETWEEN.join(value) if isinstance(value, list) else str(value)
