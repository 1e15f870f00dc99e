import argparse
import json
import sys
from pathlib import Path

from . import __doc__ as about
from .recount import Recount, recompute
from .state import CannotRecompute


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="liaison recompute", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", help="an export made by export-record")
    parser.add_argument("--calendar", help="notices for a record that has none, made by `liaison export calendar`")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    args = parser.parse_args(argv)
    try:
        calendar = json.loads(Path(args.calendar).read_text(encoding="utf-8")) if args.calendar else None
        with Path(args.file).open(encoding="utf-8", newline="\n") as lines:
            recount = recompute(lines, calendar)
    except (OSError, ValueError, CannotRecompute) as error:
        if args.json:
            print(json.dumps({"verdict": "cannot_recompute", "reason": str(error)}, ensure_ascii=False))
        else:
            print(f"cannot recompute: {error}", file=sys.stderr)
        return 2
    _say(recount, args.json)
    return 1 if recount.differences else 0


def _say(recount: Recount, as_json: bool) -> None:
    if as_json:
        found = [one._asdict() for one in recount.differences]
        verdict = "different" if found else "same"
        said = {"verdict": verdict, "compared": dict(recount.compared), "beyond": recount.beyond, "differences": found}
        print(json.dumps(said, ensure_ascii=False))
        return
    for sort, count in sorted(recount.compared.items()):
        print(f"{sort + ':':<14}{count:>9,} compared")
    if recount.beyond:
        print(f"{recount.beyond:,} entries belong to requests that begin outside this file")
    for one in recount.differences:
        print(one)
    print(f"{len(recount.differences)} difference{'' if len(recount.differences) == 1 else 's'}")


if __name__ == "__main__":
    sys.exit(main())
