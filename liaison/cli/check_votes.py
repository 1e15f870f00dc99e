"""`liaison check votes`: does any page tell a vote? Worlds that differ in one vote are asked for every address, byte by byte (N12)."""

import difflib
import json
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from liaison.cli import common
from liaison.cli.common import Stop
from liaison.cli.two_worlds import ROLES, STAGES, VOTES, Page

SMALL = (sys.executable, "-m", "liaison.cli.small_world")
WORLD = (sys.executable, "-m", "liaison.cli.two_worlds")
LEFT_OUT = (
    "the instant at which an Excel workbook was written, inside of it (docProps/core.xml)",
    "the rate of a round once it is released: one public figure for the whole zone",
    "the office after the unsealing: it has to replace the specialist, so it is told at which firm and by when",
)
SHOWN = 20  # differences on the terminal; --json prints all


@dataclass(frozen=True)
class Difference:
    against: str  # the vote of the other world
    stage: str
    role: str
    address: str
    what: str


def main(argv: list[str]) -> int:
    parser = common.parser(
        "check votes",
        "Play the same zone with one vote changed, and compare every page of those who must not learn it.",
    )
    parser.add_argument("--json", action="store_true", help="print the verdict as JSON")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="liaison-two-worlds-") as folder:
        base = build(Path(folder) / "base")
        pages, found = compare(base)
    if args.json:
        print(json.dumps({
            "pages": pages, "roles": list(ROLES), "stages": list(STAGES), "votes": list(VOTES), "not_compared": LEFT_OUT,
            "differences": [asdict(one) for one in found],
        }, ensure_ascii=False))  # fmt: skip
    else:
        _say(pages, found)
    return 1 if found else 0


def _say(pages: int, found: Sequence[Difference]) -> None:
    print(f"{pages} pages of {', '.join(ROLES)}, in each of {len(VOTES)} worlds: satisfied, not satisfied, not voted.")
    print("\n".join(f"not compared: {one}" for one in LEFT_OUT))
    for one in found[:SHOWN]:
        print(f"differs from {one.against}: {one.stage}, {one.role}, {one.address}: {one.what}")
    if len(found) > SHOWN:
        print(f"and {len(found) - SHOWN} more")
    print(f"{len(found)} differences" if found else "0 differences: nobody of them can tell the vote")


def build(folder: Path) -> Path:
    """A small zone, played once; each world plays on in a copy of it. Raises Stop."""
    print("opening a small zone", file=sys.stderr, flush=True)
    _run(SMALL, folder)
    return folder


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of this installation: neither its database nor its settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    return {
        **kept,
        "PYTHONHASHSEED": "0",
        "LIAISON_DATA_DIR": str(folder),
        "LIAISON_SECRET_KEY": "two worlds, one key, no secret" * 2,
    }


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(
        command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise Stop(f"The small zone cannot be played: {done.stderr.strip()[-300:]}")


def compare(
    base: Path, *, world: Sequence[str] = WORLD, stages: Sequence[str] = STAGES, roles: Sequence[str] = tuple(ROLES)
) -> tuple[int, list[Difference]]:
    """Play three worlds, two at a time, and return how many pages each has and where they differ from the first. Raises Stop."""
    with tempfile.TemporaryDirectory(prefix="worlds-", dir=base.parent) as folder:
        outs = _played(base, Path(folder), [*world], [",".join(stages), ",".join(roles)])
        one, *others = ({page[:3]: page for page in _pages(outs[vote])} for vote in VOTES)
    found = [each for vote, other in zip(VOTES[1:], others, strict=True) for each in _differences(vote, one, other)]
    return len(one), found


def _played(base: Path, work: Path, world: list[str], what: list[str]) -> dict[str, Path]:
    """The pages of each world, as many worlds at a time as there are processors."""
    outs = {vote: work / f"{vote}.pages" for vote in VOTES}
    waiting, running = list(VOTES), dict[str, subprocess.Popen[bytes]]()
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            vote = waiting.pop(0)
            shutil.copytree(base, work / vote)
            words = [*world, vote, str(outs[vote]), *what]
            running[vote] = subprocess.Popen(words, env=_environment(work / vote), stdout=subprocess.DEVNULL)
        vote = next(iter(running))
        if running.pop(vote).wait():
            for other in running.values():
                other.kill()
            raise Stop(f"The world in which the vote is {vote} could not be played.")
    return outs


def _pages(file: Path) -> Iterator[Page]:
    with file.open("rb") as pages:
        while True:
            try:
                yield _plain(Page(*pickle.load(pages)))
            except EOFError:
                return


def _plain(page: Page) -> Page:
    """A workbook as what is in it: when it was packed is the machine's clock, not the zone's."""
    if not page.body.startswith(b"PK\x03\x04"):
        return page
    with zipfile.ZipFile(BytesIO(page.body)) as packed:
        inside = [
            name.encode() + b"\n" + packed.read(name) for name in packed.namelist() if name != "docProps/core.xml"
        ]
    return page._replace(body=b"\n".join(inside), headers=[one for one in page.headers if one[0] != "Content-Length"])


Key = tuple[str, str, str]


def _differences(vote: str, one: dict[Key, Page], other: dict[Key, Page]) -> Iterator[Difference]:
    for key in sorted(one.keys() | other.keys()):
        if key[:2] == ("unsealed", "office"):
            continue
        if what := _what(one.get(key), other.get(key)):
            yield Difference(vote, *key, what)


def _what(one: Page | None, other: Page | None) -> str:
    if one is None or other is None:
        return "asked for in one world only"
    if one.status != other.status:
        return f"answers {one.status} and {other.status}"
    if one.headers != other.headers:
        return f"headers {sorted(set(one.headers) ^ set(other.headers))}"
    if one.body == other.body:
        return ""
    was, became = (page.body.decode(errors="replace").splitlines() for page in (one, other))
    lines = difflib.ndiff(was, became)
    return " | ".join(line.strip()[:120] for line in lines if line.startswith(("- ", "+ ")))[:300] or "bytes differ"
