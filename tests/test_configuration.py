"""Every variable is explained, and unsafe values are refused."""

import re
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parent.parent


def test_every_variable_is_in_the_document_and_none_is_invented():
    source = "".join(path.read_text() for folder in ("config", "liaison") for path in (ROOT / folder).rglob("*.py"))
    used = set(re.findall(r'"(LIAISON_[A-Z_]+)"', source))
    explained = set(re.findall(r"^\| `(LIAISON_[A-Z_]+)`", (ROOT / "docs/configuration.md").read_text(), re.MULTILINE))
    assert explained == used


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgres://u:p@h1:5433/name", "h1", 5433),
        ("postgres://u:p@h1:5433,h2:5434/name", "h1,h2", "5433,5434"),
        ("postgres://u@h1,h2/name?sslmode=require", "h1,h2", "5432,5432"),
    ],
)
def test_postgresql_with_one_host_or_several(url, host, port):
    entry = environment.database(url)
    assert (entry["HOST"], entry["PORT"], entry["NAME"], entry["USER"]) == (host, port, "name", "u")
    assert entry["OPTIONS"].get("target_session_attrs") == ("read-write" if "," in host else None)
    assert entry["CONN_MAX_AGE"] is None


def test_sqlite_takes_the_write_lock_at_the_start():
    entry = environment.database("sqlite:////tmp/somewhere.sqlite3")
    assert entry["NAME"] == "/tmp/somewhere.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize("url", ["mysql://u@h/name", "nonsense", ""])
def test_another_engine_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="must begin with"):
        environment.database(url)


def test_P23_an_own_random_key_readable_by_its_owner_only(tmp_path):
    first = environment.secret_key("", "", tmp_path)
    assert len(first) >= 50
    assert environment.secret_key("", "", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert environment.secret_key("", "", tmp_path / "other") != first
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["secret-key"]


def test_a_given_key_or_file_comes_first(tmp_path):
    (tmp_path / "file").write_text("from-file\n")
    assert environment.secret_key("given", str(tmp_path / "file"), tmp_path) == "given"
    assert environment.secret_key("", str(tmp_path / "file"), tmp_path) == "from-file"
    (tmp_path / "file").write_text("")
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        environment.secret_key("", str(tmp_path / "file"), tmp_path)
    with pytest.raises(ImproperlyConfigured, match="cannot be used"):
        environment.secret_key("", str(tmp_path / "absent"), tmp_path)


def test_P23_debug_on_loopback_only():
    assert environment.debug(True, "127.0.0.1")
    assert not environment.debug(False, "0.0.0.0")
    with pytest.raises(ImproperlyConfigured):
        environment.debug(True, "0.0.0.0")


def test_P23_hosts_are_named():
    own = {"localhost", "127.0.0.1", "[::1]"}
    assert set(environment.allowed_hosts([], "https://qj.example:8443")) == {"qj.example", *own}
    assert set(environment.allowed_hosts(["a.example"], "")) == {"a.example", *own}
    for given in ("*", "*.example"):
        with pytest.raises(ImproperlyConfigured, match="refused"):
            environment.allowed_hosts([given], "")
