"""The commands as an operator runs them: processes of their own, on SQLite in a fresh directory."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from liaison.cli import COMMANDS


def directory(path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIAISON_", "DJANGO_"))}
    return {**kept, "LIAISON_DATA_DIR": str(path)}


@pytest.fixture
def own(tmp_path: Path) -> dict[str, str]:
    """An empty directory."""
    return directory(tmp_path)


def prepared(folder: Path, *words: str) -> Path:
    """A directory in which one command has run; it is made once and copied for each test."""
    done = liaison(directory(folder), *words)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def real_zone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("opened"), "bootstrap", "QJ", "青江高新区")


@pytest.fixture(scope="module")
def early_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return prepared(tmp_path_factory.mktemp("early"), "demo", "--no-serve", "--as-of", "2020-01-06")


@pytest.fixture
def opened(real_zone: Path, own: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A directory with a real zone that has just been opened."""
    shutil.copytree(real_zone, tmp_path, dirs_exist_ok=True)
    return own


@pytest.fixture
def sample(early_demo: Path, own: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A directory with the sample zone on its third working day."""
    shutil.copytree(early_demo, tmp_path, dirs_exist_ok=True)
    return own


def liaison(own: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "liaison", *words], env=own, capture_output=True, text=True, check=False, timeout=120
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that could not run said: one sentence, no traceback."""
    assert done.returncode == 2, done.stdout + done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(own, name):
    done = liaison(own, name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"liaison {name}" in done.stdout


def test_the_overview_and_an_unknown_command(own):
    done = liaison(own, "--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in COMMANDS)
    assert "unknown command nonsense" in liaison(own, "nonsense").stderr
    assert liaison(own, "nonsense").returncode == liaison(own).returncode == 2


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LIAISON_DATABASE_URL": "mysql://somewhere/name"}, "must begin with sqlite"),
        ({"LIAISON_ALLOWED_HOSTS": "*"}, "refused"),
        ({"LIAISON_DEBUG": "1", "LIAISON_HOST": "0.0.0.0"}, "refused unless LIAISON_HOST"),
        ({"LIAISON_LANGUAGE": "de"}, "zh-hans or en"),
        ({"LIAISON_PORT": "eighty"}, "LIAISON_PORT"),
        ({"LIAISON_DATA_DIR": "/proc/nowhere"}, "/proc/nowhere"),
        ({"LIAISON_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "database cannot be used"),
        ({}, "liaison migrate"),
    ],
)
def test_a_wrong_setting_is_one_sentence(own, variables, said):
    assert said in refused(liaison({**own, **variables}, "token", "anybody"))


def test_from_an_empty_directory_to_a_verified_record(own, tmp_path):
    opened = liaison(own, "bootstrap", "QJ", "青江高新区", "--login", "rights")
    assert opened.returncode == 0, opened.stderr
    assert "rights" in opened.stdout
    assert liaison(own, "bootstrap", "QJ", "青江高新区").returncode == 1
    token = liaison(own, "token", "rights")
    assert token.returncode == 0 and len(token.stdout.split()) == 1
    assert "no active account nobody" in refused(liaison(own, "token", "nobody"))

    file = tmp_path / "record.jsonl"
    assert liaison(own, "export-record", str(file)).returncode == 0
    assert liaison(own, "verify-record", str(file)).returncode == 0
    assert liaison(own, "export-record", "-").stdout == file.read_text()
    assert "cannot be written" in refused(liaison(own, "export-record", str(tmp_path / "absent" / "file")))
    file.write_text(file.read_text().replace("rights", "wrongs", 1))
    assert liaison(own, "verify-record", str(file)).returncode == 1
    assert liaison(own, "verify-record", str(tmp_path / "absent")).returncode == 2


def test_check_finds_the_missing_year_and_files_that_nobody_names(opened):
    done = liaison({**opened, "LIAISON_AS_OF": "2090-05-01"}, "check", "--json")
    assert done.returncode == 1
    assert [(row["kind"], "2090" in row["what"]) for row in json.loads(done.stdout)] == [("calendar", True)]
    opened["LIAISON_AS_OF"] = "2026-05-01"
    assert liaison(opened, "check").returncode == 0
    stray = Path(opened["LIAISON_DATA_DIR"], "attachments", "ab", "cd", "abcd")
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    assert [row["kind"] for row in json.loads(liaison(opened, "check", "--json").stdout)] == ["files"]


NOTICE = "year,2020\npublished_on,2020-02-01\nsource,国办发明电〔2020〕99号\ndate,working,name\n2020-03-06,no,妇女节\n"


def test_a_notice_is_looked_at_then_brought_in_once(own, tmp_path):
    """N3: exit 1 and the lines for a broken file, which changes nothing; 2 for a file that is not there."""
    own = {**own, "LIAISON_AS_OF": "2020-03-01"}
    liaison(own, "bootstrap", "QJ", "青江高新区")
    file, broken = tmp_path / "notice.csv", tmp_path / "broken.csv"
    file.write_text(NOTICE)
    broken.write_text(NOTICE.replace(",no,", ",yes,").replace("2020-02-01", "2020-04-01"))
    assert "cannot be read" in refused(liaison(own, "import", "calendar", str(tmp_path / "absent")))
    done = liaison(own, "import", "calendar", str(broken))
    assert done.returncode == 1 and "第 2 行" in done.stdout and "第 5 行" in done.stdout
    said = [liaison(own, "import", "calendar", str(file), *more) for more in (["--check"], ["--json"], ["--json"])]
    assert [one.returncode for one in said] == [0, 0, 1]
    assert "sound, not accepted yet; 0 open promises would move later" in said[0].stdout
    first, second = (json.loads(one.stdout) for one in said[1:])
    assert (first["accepted"], first["key"], first["days"], first["faults"]) == (True, "2020-02-01", 1, [])
    assert (second["accepted"], [one["code"] for one in second["faults"]]) == (False, ["accepted_before"])
    record = liaison(own, "export-record", "-").stdout
    assert record.count('\\"kind\\":\\"calendar.accepted\\"') == 3  # two of the product's own, and this one


def test_the_verifier_needs_neither_django_nor_a_database(opened, tmp_path):
    liaison(opened, "export-record", str(tmp_path / "record.jsonl"))
    program = (
        "import sys; sys.modules.update({name: None for name in ('django', 'sqlite3', 'psycopg', 'environ')});"
        "from liaison.cli import main; sys.exit(main(['verify-record', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "record.jsonl")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_demo_is_refused_where_a_real_zone_lives_and_where_others_reach_it(opened):
    assert "holds a real zone" in refused(liaison(opened, "demo", "--no-serve"))
    assert "holds a real zone" in refused(liaison(opened, "demo", "--no-serve", "--reset"))
    assert "not a date" in refused(liaison(opened, "demo", "--as-of", "yesterday"))


def test_the_demo_does_not_begin_before_its_story(own):
    assert "begins on 2020-01-02" in refused(liaison(own, "demo", "--no-serve", "--as-of", "2019-12-31"))


def test_the_demo_loads_once_and_anew_when_told(sample):
    first = liaison(sample, "export-record", "-").stdout
    assert liaison(sample, "demo", "--no-serve", "--as-of", "2020-01-06").returncode == 0
    assert liaison(sample, "export-record", "-").stdout == first
    assert liaison(sample, "demo", "--no-serve", "--as-of", "2020-01-06", "--reset").returncode == 0
    assert liaison(sample, "export-record", "-").stdout == first
    assert liaison({**sample, "LIAISON_AS_OF": "2020-01-06"}, "check").stdout == "nothing found\n"
    reachable = {**sample, "LIAISON_HOST": "0.0.0.0", "LIAISON_PORT": "0"}
    assert "served on 127.0.0.1 only" in refused(liaison(reachable, "serve"))


def test_a_token_beside_an_early_demo_leaves_its_clock_alone(sample):
    """An entry dated by the machine's own clock would pull the demo years ahead at its next start."""
    assert liaison(sample, "token", "specialist").stdout.startswith("lt_")
    issued = [line for line in liaison(sample, "export-record", "-").stdout.splitlines() if "token.issued" in line]
    assert [json.loads(json.loads(line)["body"])["at"][:10] for line in issued] == ["2020-01-06"]


def test_a_table_of_policies_with_a_bad_line_is_named_and_changes_nothing(opened, tmp_path):
    row = {"department": "XXX", "document": "1号", "issuer": "管委会", "title_zh": "补贴", "issued_on": "2020-01-01",
           "valid_from": "2020-02-01", "points_zh": ["补三成"]}  # fmt: skip
    file = tmp_path / "policies.json"
    file.write_text(json.dumps([row]))
    done = liaison(opened, "import", "measures", str(file), "--json")
    assert done.returncode == 1
    assert [(one["line"], one["code"]) for one in json.loads(done.stdout)["faults"]] == [(1, "unknown_department")]
    assert json.loads(liaison(opened, "export", "measures", "-").stdout) == []
