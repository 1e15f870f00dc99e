import sys
from contextlib import ExitStack
from pathlib import Path

from liaison.cli import common
from liaison.cli.common import Stop


def main(argv: list[str]) -> int:
    parser = common.parser("export-record", "Write the record as JSON lines, ready for `liaison verify-record`.")
    parser.add_argument("file", help="where to write; - for standard output")
    args = parser.parse_args(argv)
    common.start_django()
    from django.db import transaction

    from liaison.record.reading import export_lines

    with common.database(), transaction.atomic(), ExitStack() as stack:
        try:
            out = sys.stdout
            if args.file != "-":
                out = stack.enter_context(Path(args.file).open("w", encoding="utf-8", newline="\n"))
            count = 0
            for line in export_lines():
                out.write(line + "\n")
                count += 1
        except OSError as error:
            raise Stop(f"{args.file} cannot be written: {error.strerror}.") from error
    print(f"{count} entries", file=sys.stderr)
    return 0
