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
        "kind", choices=["calendar", "measures", "votes"],
        help="calendar: every notice and zone day that the site counts with; measures: the policy library, as CSV if the name of the "
        "file ends so, otherwise as JSON; votes: every opened vote as JSON lines, for `verify-record --votes`",
    )  # fmt: skip
    parser.add_argument("file", help="where to write; - for standard output")
    parser.add_argument("--zone", help="measures: the code of the zone, where there are several")
    parser.add_argument(
        "--by", metavar="LOGIN", help="votes: who of the evaluation post takes them out; it is entered in the record"
    )
    args = parser.parse_args(argv)
    common.start_django()
    with common.database():
        if args.kind == "votes":
            text, told = _votes(args.by)
        else:
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


def _votes(login: str | None) -> tuple[str, str]:
    from liaison import clock
    from liaison.appraisal.actions import unsealing
    from liaison.cli import demo_clock
    from liaison.registry.models import Account
    from liaison.rules.refusals import Refused
    from liaison.speech.refusals import refusal

    demo_clock.join()
    by = Account.objects.select_related("zone").filter(login=login, is_active=True).first()
    if by is None:
        raise Stop("Please say with --by which login of the evaluation post takes the votes out.")
    try:
        rows = unsealing.export(by, clock.now())
    except Refused as no:
        raise Stop(refusal(no)) from no
    rounds = sum("enterprise" not in row for row in rows)
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    return "\n".join(lines) + "\n", f"{rounds} rounds, {len(rows) - rounds} votes"


def _as_json(said: Any) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
