"""Check opened votes against the record: standard library only, no database, no network.

A commitment is H(0x03 ‖ round ‖ enterprise ‖ verdict ‖ nonce), every part preceded by its length in two bytes; the root that the
record keeps from the close of a round on is H(0x04 ‖ all its commitments, sorted) - a plain hash, checked whole or not at all.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("satisfied", "unsatisfied")
CAST = frozenset({"ballot.cast", "ballot.slip_entered"})


def commitment(round_key: str, enterprise_code: str, verdict: str, nonce: bytes) -> str:
    """Return in hex what binds a vote without telling it: nobody guesses 128 random bits, nobody finds another vote with this hash."""
    hashed = hashlib.sha256(b"\x03")
    for part in (round_key.encode(), enterprise_code.encode(), verdict.encode(), nonce):
        hashed.update(len(part).to_bytes(2, "big") + part)
    return hashed.hexdigest()


def root(commitments: Iterable[str]) -> str:
    """Return in hex the one hash over all commitments of a round, in whatever order they come."""
    return hashlib.sha256(b"\x04" + b"".join(bytes.fromhex(one) for one in sorted(commitments))).hexdigest()


class CannotRead(Exception):
    """The file holds no votes that can be judged, or not all that the record says were opened."""


@dataclass
class Recorded:
    """What the record says of one round."""

    root: str | None = None
    opened: bool = False
    cast: set[str] = field(default_factory=set)


def recorded(lines: Iterable[str]) -> dict[str, Recorded]:
    """Every round that an exported record speaks of, by its key; the record itself has been verified before."""
    found: dict[str, Recorded] = defaultdict(Recorded)
    for line in lines:
        said = json.loads(json.loads(line)["body"])
        kind = said["kind"]
        if kind not in {"round.closed", "votes.opened", *CAST}:
            continue
        one = found[f"{said['chain'].split('/')[0]}/{said['subject']}"]
        if kind == "round.closed":
            one.root = said["facts"]["root"]
        elif kind == "votes.opened":
            one.opened = True
        else:
            one.cast.add(said["facts"]["commitment"])
    return found


def faults(votes: Iterable[str], rounds: dict[str, Recorded]) -> tuple[list[str], list[str]]:
    """What was altered, each as a sentence, and what holds. Raises CannotRead rather than leave anything out."""
    by_round = _read(votes)
    if missing := sorted(key for key, one in rounds.items() if one.opened and key not in by_round):
        raise CannotRead(f"the votes of {', '.join(missing)} were opened, but are not in the file")
    wrong: list[str] = []
    whole: list[str] = []
    for key, rows in sorted(by_round.items()):
        said = rounds.get(key, Recorded())
        if said.root is None:
            raise CannotRead(f"the record holds no close of {key}")
        found = _of_round(key, rows, said)
        wrong += found
        if not found:
            whole.append(f"{key}: {len(rows)} votes, each as it was put in, root {said.root}")
    return wrong, whole


def _of_round(key: str, rows: list[dict[str, Any]], said: Recorded) -> list[str]:
    found = []
    firms = [row["enterprise"] for row in rows]
    found += [f"{key}: {firm} stands there twice" for firm in sorted({one for one in firms if firms.count(one) > 1})]
    for row in rows:
        firm, own = row["enterprise"], row["commitment"]
        if row.get("damaged"):
            found.append(f"{key}: the vote of {firm} could not be opened")
        elif commitment(key, firm, row["verdict"], bytes.fromhex(row["nonce"])) != own:
            found.append(f"{key}: the vote of {firm} is not the one that was put in")
        elif own not in said.cast:
            found.append(f"{key}: the record does not know that the vote of {firm} was put in")
    if root(row["commitment"] for row in rows) != said.root:
        found.append(
            f"{key}: the root differs from the one recorded at the close: a vote was changed, added or dropped"
        )
    return found


def _read(lines: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(lines, 1):
        row = _row(line, number)
        if "enterprise" in row:
            if row["round"] not in found:
                raise CannotRead(f"line {number} comes before the line of its round")
            found[row["round"]].append(row)
        elif row["round"] in found:
            raise CannotRead(f"line {number} begins {row['round']} a second time")
        else:
            found[row["round"]] = []
    if not found:
        raise CannotRead("the file holds no round")
    return found


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if not isinstance(row["round"], str):
            raise TypeError
        if "enterprise" in row:
            wanted = (
                ("enterprise", "commitment") if row.get("damaged") else ("enterprise", "commitment", "verdict", "nonce")
            )
            if not all(isinstance(row[name], str) for name in wanted):
                raise TypeError
            bytes.fromhex(row["commitment"] + row.get("nonce", ""))
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRead(f"line {number} is not a vote") from error
    return dict(row)
