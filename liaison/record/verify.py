"""Check an exported record: standard library only, no database, no network.

Exit codes: 0 whole, 1 altered (the first bad number is printed), 2 cannot check.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import votes
from .hashing import GENESIS, entry_hash

FIELDS = {"chain": str, "seq": int, "body": str, "alg": str, "content_digest": str, "prev": str, "hash": str}


class CannotCheck(Exception):
    """The file is not an export that can be judged."""


@dataclass(frozen=True)
class Fault:
    chain: str
    seq: int
    what: str


@dataclass
class Head:
    seq: int = 0
    hash: str = GENESIS


def check(lines: Iterable[str]) -> tuple[dict[str, Head], Fault | None]:
    """Recompute every chain; return the heads reached and the first fault, if any.

    Raises CannotCheck for what is no export at all: no line, no JSON, a field missing or of another type.
    """
    heads: dict[str, Head] = {}
    for number, line in enumerate(lines, 1):
        row = _row(line, number)
        head = heads.setdefault(row["chain"], Head())
        fault = _fault(row, head)
        if fault:
            return heads, Fault(row["chain"], head.seq + 1, fault)
        head.seq, head.hash = row["seq"], row["hash"]
    if not heads:
        raise CannotCheck("the file holds no entry")
    return heads, None


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise CannotCheck(f"line {number} is not JSON") from error
    if not isinstance(row, dict):
        raise CannotCheck(f"line {number} is not an entry")
    for name, kind in FIELDS.items():
        if not isinstance(row.get(name), kind) or isinstance(row.get(name), bool):
            raise CannotCheck(f"line {number}: field {name} is missing or of the wrong type")
    if row["alg"] not in hashlib.algorithms_available:
        raise CannotCheck(f"line {number}: unknown algorithm")
    return row


def _fault(row: dict[str, Any], head: Head) -> str | None:
    if row["seq"] != head.seq + 1:
        return f"expected number {head.seq + 1}, found {row['seq']}"
    if row["prev"] != head.hash:
        return "does not follow from the entry before it"
    if entry_hash(head.hash, row["body"], row["alg"]) != row["hash"]:
        return "its text does not give its hash"
    return _body_fault(row)


def _body_fault(row: dict[str, Any]) -> str | None:
    """The text names its own chain, number and digest: columns that say otherwise were changed beside it."""
    try:
        said = json.loads(row["body"])
    except ValueError:
        return None
    columns = {"chain": "chain", "seq": "seq", "alg": "alg", "content": "content_digest"}
    if isinstance(said, dict) and any(name in said and said[name] != row[column] for name, column in columns.items()):
        return "its columns differ from its text"
    return None


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="liaison verify-record", description=__doc__)
    parser.add_argument("file", help="an export made by export-record")
    parser.add_argument(
        "--votes", metavar="VOTES", help="opened votes made by `export votes`: counted again against the record"
    )
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    args = parser.parse_args(argv)
    try:
        with Path(args.file).open(encoding="utf-8", newline="\n") as lines:
            heads, fault = check(lines)
        wrong, right = _votes(args.file, args.votes) if args.votes and not fault else ([], [])
    except (OSError, UnicodeDecodeError, CannotCheck, votes.CannotRead) as error:
        return _say(args.json, 2, {"verdict": "cannot_check", "reason": str(error)}, f"cannot check: {error}")
    if fault:
        said = {"verdict": "altered", "chain": fault.chain, "first_bad_seq": fault.seq, "reason": fault.what}
        return _say(args.json, 1, said, f"altered: {fault.chain} number {fault.seq}: {fault.what}")
    if wrong:
        return _say(args.json, 1, {"verdict": "altered", "votes": wrong}, "\n".join(f"altered: {one}" for one in wrong))
    reached = {name: {"seq": head.seq, "hash": head.hash} for name, head in sorted(heads.items())}
    words = "\n".join(f"whole: {name}, {head['seq']} entries, head {head['hash']}" for name, head in reached.items())
    said = {"verdict": "whole", "chains": reached, **({"votes": right} if args.votes else {})}
    return _say(args.json, 0, said, "\n".join([words, *(f"whole: {one}" for one in right)]))


def _votes(record: str, file: str) -> tuple[list[str], list[str]]:
    with (
        Path(record).open(encoding="utf-8", newline="\n") as entries,
        Path(file).open(encoding="utf-8", newline="\n") as lines,
    ):
        return votes.faults(lines, votes.recorded(entries))


def _say(as_json: bool, code: int, said: dict[str, Any], words: str) -> int:
    print(
        json.dumps(said, ensure_ascii=False) if as_json else words,
        file=sys.stdout if code == 0 or as_json else sys.stderr,
    )
    return code


if __name__ == "__main__":
    sys.exit(main())
