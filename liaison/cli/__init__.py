"""The `liaison` command: one file per sub-command, imported only when it is called.

Exit codes: 0 done, 1 something was found, 2 could not run (with one sentence on stderr).
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from liaison import __version__
from liaison.cli.common import Stop

COMMANDS = {
    "demo": "load the sample zone and serve it on this machine",
    "serve": "serve the site: web and worker together",
    "worker": "the worker alone: sends notices, watches deadlines",
    "bootstrap": "create the first zone and its administrator",
    "token": "issue an API token for a login and print it",
    "check": "look for holes: coverage, calendar, record, worker, configuration; check votes: does any page tell a vote",
    "import": "bring in a State Council notice from a file",
    "export-record": "write the record as JSON lines",
    "verify-record": "verify an exported record; needs no database",
    "recompute": "count every deadline of an exported record again; needs no database",
    "export": "write what the zone keeps as a file: calendar, measures, votes",
    "migrate": "bring the database up to this release",
}


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] in (["-h"], ["--help"]):
        print(_overview())
        return 0
    if words[:1] == ["--version"]:
        print(__version__)
        return 0
    if not words or words[0] not in COMMANDS:
        print(f"liaison: unknown command {words[0]}" if words else "liaison: no command given", file=sys.stderr)
        print(_overview(), file=sys.stderr)
        return 2
    name, rest = words[0], words[1:]
    try:
        return int(import_module(f"liaison.cli.{_module(name)}").main(rest))
    except Stop as stop:
        print(f"liaison {name}: {stop}", file=sys.stderr)
        return stop.code
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _module(name: str) -> str:
    """The file of a command; `import` is a word of Python, so its file has a stroke behind it."""
    return name.replace("-", "_") + ("_" if iskeyword(name) else "")


def _overview() -> str:
    lines = [f"  {name:<14} {what}" for name, what in COMMANDS.items()]
    return "usage: liaison COMMAND [options]\n\n" + "\n".join(lines) + "\n\n`liaison COMMAND --help` explains one."
