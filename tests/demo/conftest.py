"""The whole story is played once a session, by the command itself, into a database of its own; an early end of it too."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest


def liaison(directory: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "liaison", *words],
        env={**kept, "LIAISON_DATA_DIR": str(directory)}, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done


class Played:
    """A loaded sample zone: its database and its exported record."""

    def __init__(self, directory: Path, as_of: str = "") -> None:
        self.directory = directory
        liaison(directory, "demo", "--no-serve", *(["--as-of", as_of] if as_of else []))
        self.export = directory / "record.jsonl"
        liaison(directory, "export-record", str(self.export))

    def rows(self, statement: str, *values: object) -> list[sqlite3.Row]:
        with sqlite3.connect(self.directory / "liaison.sqlite3") as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(statement, values).fetchall()

    def lines(self, chain: str) -> list[str]:
        """The exported lines of one chain, as bytes would be compared."""
        return [
            line for line in self.export.read_text(encoding="utf-8").splitlines() if json.loads(line)["chain"] == chain
        ]

    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(json.loads(line)["body"]) for line in self.lines("QJ/business")]


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="session")
def early(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return Played(tmp_path_factory.mktemp("early"), "2020-02-05")


@pytest.fixture(scope="session")
def number_of(story: Played) -> Iterator[Callable[[str], str]]:
    """The number of the request whose story has this key, found by the instant of its raising."""
    from liaison.demo.script import threads

    raised = {entry["at"]: entry["subject"] for entry in story.entries() if entry["kind"] == "request.raised"}

    def find(key: str) -> str:
        first = next(one.steps[0].at for one in threads() if one.key == key)
        return str(raised[first.astimezone(first.tzinfo).isoformat(timespec="milliseconds")])

    yield find


def moment(text: str) -> datetime:
    """A stored instant, in the zone's time."""
    from liaison.demo.cast import SHANGHAI

    found = datetime.fromisoformat(text)
    return (
        found if found.tzinfo else found.replace(tzinfo=datetime.fromisoformat("2020-01-01T00:00+00:00").tzinfo)
    ).astimezone(SHANGHAI)
