from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import OperationalError, connections
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from liaison import clock
from liaison.api import health
from liaison.notices.models import WorkerBeat
from tests.api.program import Call
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def beat(db):
    return WorkerBeat.objects.create(name="worker", at=clock.machine_now())


def test_alive(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready(beat: WorkerBeat, client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok", "checks": {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"},
    }  # fmt: skip
    assert "no-store" in response["Cache-Control"]


def red(client):
    response = client.get("/readyz")
    assert response.status_code == 503
    return {name for name, state in response.json()["checks"].items() if state != "ok"}


def test_no_worker(db: None, client: Client) -> None:
    assert red(client) == {"worker"}


def test_a_worker_that_is_silent_for_a_minute(beat: WorkerBeat, client: Client) -> None:
    WorkerBeat.objects.update(at=clock.machine_now() - timedelta(seconds=61))
    assert red(client) == {"worker"}


def test_a_migration_that_was_not_applied(beat: WorkerBeat, client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="casework").delete()
    assert red(client) == {"migrations"}


def test_a_full_disk(beat: WorkerBeat, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.shutil, "disk_usage", lambda folder: Disk(10**11, 10**11 - 10**7, 10**7))
    assert red(client) == {"disk"}


def test_a_database_that_does_not_answer(beat: WorkerBeat, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args, **kwargs):
        raise OperationalError("connection refused at 10.0.0.1")

    monkeypatch.setattr(connections["default"], "cursor", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["checks"] == {"database": "failed", "migrations": "failed", "worker": "failed", "disk": "ok"}
    assert b"10.0.0.1" not in response.content
    assert client.get("/healthz").status_code == 200


def test_what_fails_inside_is_told_without_its_inside(cast: Cast, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    program = call(cast.office)

    def broken(error):
        def run(*args, **kwargs):
            raise error

        return run

    for error, status, code in (
        (RuntimeError("secret detail"), 500, "failed"),
        (OperationalError("secret detail"), 503, "unavailable"),
    ):
        monkeypatch.setattr("liaison.casework.queries.rows", broken(error))
        reply = program.get("/requests")
        assert (reply.status, reply.json["code"]) == (status, code)
        assert b"secret" not in reply.bytes
    assert reply.headers["Retry-After"] == "5"
