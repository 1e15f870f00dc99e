"""Write what the zone keeps as a file, for `liaison recompute` and other programs."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from liaison.cli import common
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser("export", "Write what the zone keeps as a file.")
    parser.add_argument(
        "kind", choices=["calendar"], help="calendar: every notice and zone day that the site counts with"
    )
    parser.add_argument("file", help="where to write; - for standard output")
    args = parser.parse_args(argv)
    common.start_django()
    from liaison.registry import exports

    kinds: dict[str, Callable[[], Any]] = {"calendar": exports.calendar}
    with common.database():
        said = kinds[args.kind]()
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    try:
        if args.file == "-":
            sys.stdout.write(text)
        else:
            Path(args.file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"{args.file} cannot be written: {error.strerror}.") from error
    print(f"{len(said['notices'])} notices, {len(said['zone_days'])} zone days", file=sys.stderr)
    return 0
