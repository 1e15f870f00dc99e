"""Write what the zone keeps as a file, for `liaison recompute` and other programs."""

import json
import sys
from pathlib import Path
from typing import Any

from liaison.cli import common
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser("export", "Write what the zone keeps as a file.")
    parser.add_argument(
        "kind", choices=["calendar", "measures"],
        help="calendar: every notice and zone day that the site counts with; measures: the policy library, as CSV if the name of the "
        "file ends so, otherwise as JSON",
    )  # fmt: skip
    parser.add_argument("file", help="where to write; - for standard output")
    parser.add_argument("--zone", help="measures: the code of the zone, where there are several")
    args = parser.parse_args(argv)
    common.start_django()
    with common.database():
        text, told = _measures(args.zone, args.file) if args.kind == "measures" else _calendar()
    try:
        if args.file == "-":
            sys.stdout.write(text)
        else:
            Path(args.file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"{args.file} cannot be written: {error.strerror}.") from error
    print(told, file=sys.stderr)
    return 0


def _calendar() -> tuple[str, str]:
    from liaison.registry import exports

    said = exports.calendar()
    return _as_json(said), f"{len(said['notices'])} notices, {len(said['zone_days'])} zone days"


def _measures(zone: str | None, file: str) -> tuple[str, str]:
    from liaison.casework import measure_sheet
    from liaison.papers.measure_sheet import as_csv

    rows = list(measure_sheet.rows(common.zone(zone)))
    text = as_csv(rows) if file.lower().endswith(".csv") else _as_json(rows)
    return text, f"{len({row['number'] for row in rows})} policies, {len(rows)} versions"


def _as_json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
