"""What was acknowledged survives a kill; what was not can be sent again; ending is orderly."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.faults.site import Site, site, until

pytestmark = pytest.mark.uses_db  # on both engines, each time in a database of its own
TOLD = {("liuqi", "receipt"), ("chenliqun", "new_request")}  # who raised it has the answer itself


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("faults")) as made:
        yield made


@pytest.fixture
def served(prepared: Site) -> Iterator[Site]:
    """Nothing of one test goes on running in the next."""
    yield prepared
    prepared.end()


def test_F06_a_request_acknowledged_with_201_survives_the_kill_with_its_entry_and_its_notices(
    served: Site, tmp_path: Path
) -> None:
    served.start()
    status, answer = served.raise_request("门口三盏路灯不亮")
    served.kill()
    number = answer["number"]
    assert status == 201
    found = served.state()
    assert found["requests"][number] == "门口三盏路灯不亮"
    assert found["entries"][number] == "request.raised"
    assert {(login, kind) for subject, login, kind, _state, _tries in found["notices"] if subject == number} == TOLD
    _record_is_whole(served, tmp_path)

    served.start()
    assert until(lambda: _sent_once(served, number)), served.state()
    served.kill()


def _sent_once(served: Site, number: str) -> bool:
    rows = [(state, tries) for subject, _login, _kind, state, tries in served.state()["notices"] if subject == number]
    assert all(tries <= 1 for _state, tries in rows), rows
    return bool(rows) and all(state == "sent" for state, _tries in rows)


def test_F01_F06_killed_under_fire_nothing_acknowledged_is_lost_and_a_retry_finds_its_number(
    served: Site, tmp_path: Path
) -> None:
    """Three writers; the whole group is killed in the middle. Every 201 is there; what got no answer is sent again by its key."""
    served.start()
    acknowledged: dict[str, str] = {}
    unanswered: list[str] = []
    refused: list[tuple[str, int, bytes]] = []
    stop = threading.Event()

    def write(name: str) -> None:
        for turn in range(1000):
            if stop.is_set():
                return
            key = f"{name}-{turn}"
            try:
                acknowledged[key] = served.raise_request(f"诉求 {key}", key)[1]["number"]
            except HTTPError as error:
                refused.append((key, error.code, error.read()))
                return
            except (OSError, HTTPException):
                unanswered.append(key)
                return

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two", "three")]
    for one in writers:
        one.start()
    until(lambda: refused or len(acknowledged) >= 12)
    served.kill()
    stop.set()
    for one in writers:
        one.join()
    assert not refused
    assert len(acknowledged) >= 12
    found = served.state()
    lost = {key for key, number in acknowledged.items() if found["requests"].get(number) != f"诉求 {key}"}
    assert not lost
    assert set(found["requests"]) == set(found["entries"])  # no row without its entry, no entry without its row
    _record_is_whole(served, tmp_path)

    served.start()
    before = {text: number for number, text in found["requests"].items()}
    for key in unanswered:
        number = served.raise_request(f"诉求 {key}", key)[1]["number"]
        assert number == before.get(f"诉求 {key}", number)
    texts = list(served.state()["requests"].values())
    assert len(texts) == len(set(texts))
    served.kill()


def test_F01_F06_killed_while_files_come_in_each_row_has_its_file_and_what_was_acknowledged_has_both(
    served: Site, tmp_path: Path
) -> None:
    served.start()
    number = served.raise_request("附材料的一件")[1]["number"]
    acknowledged: list[bytes] = []
    refused: list[tuple[int, bytes]] = []

    def write(name: str) -> None:
        for turn in range(100):
            body = f"%PDF-1.4 {name} {turn} ".encode() * 3000
            try:
                served.attach(number, body, f"file-{name}-{turn}")
            except HTTPError as error:
                refused.append((error.code, error.read()))
                return
            except (OSError, HTTPException):
                return
            acknowledged.append(body)

    writers = [threading.Thread(target=write, args=(name,)) for name in ("one", "two", "three")]
    for one in writers:
        one.start()
    until(lambda: refused or len(acknowledged) >= 8)
    served.kill()
    for one in writers:
        one.join()
    assert not refused
    found = served.state()
    assert len(acknowledged) >= 8 and {sha256(body).hexdigest() for body in acknowledged} <= set(found["files"])
    assert all(told == kept for told, kept in found["files"].items()), "a row whose file is missing or cut"
    assert found["attached"] == len(found["files"])
    _record_is_whole(served, tmp_path)


def test_sigterm_ends_everything_within_fifteen_seconds_and_leaves_the_record_whole(
    served: Site, tmp_path: Path
) -> None:
    served.start()
    served.raise_request("最后一件")
    children = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children").read_text().split()
    began = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=15) == 0
    assert time.monotonic() - began < 15
    assert children and not any(Path(f"/proc/{pid}").exists() for pid in children)
    _record_is_whole(served, tmp_path)


def test_a_taken_port_is_one_sentence_and_exit_2(served: Site) -> None:
    served.start()
    done = subprocess.run(
        [sys.executable, "-m", "liaison", "serve"], env=served.variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert served.variables["LIAISON_PORT"] in done.stderr
    assert served.raise_request("还在")[0] == 201
    served.kill()


def _record_is_whole(served: Site, folder: Path) -> None:
    file = str(folder / "record.jsonl")
    served.run("-m", "liaison", "export-record", file)
    served.run("-m", "liaison", "verify-record", file)
