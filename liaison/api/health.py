"""Signs of life for whoever runs the site: `/healthz` (this process answers), `/readyz` (work can be done)."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from liaison.clock import machine_now
from liaison.notices.models import WorkerBeat

BEAT_AT_LEAST = timedelta(seconds=60)
FREE_BYTES, FREE_SHARE = 500_000_000, 0.05  # the smaller of the two has to be free


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """503 as soon as one check is red; no check says more than its name, since nobody has to sign in here."""
    checks = {name: "ok" if _holds(check) else "failed" for name, check in CHECKS.items()}
    ready = set(checks.values()) == {"ok"}
    return JsonResponse({"status": "ok" if ready else "failed", "checks": checks}, status=200 if ready else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, InterfaceError, OSError):
        return False


def _database() -> bool:
    """A plain SELECT still works when the database's procedural language cannot be loaded any more; appending would not."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DO $$ BEGIN PERFORM 1; END $$")
        cursor.execute("SELECT abs(-1)")
        return bool(cursor.fetchone() == (1,))


def _migrations() -> bool:
    return not _shipped() - set(MigrationRecorder(connection).applied_migrations())


@cache
def _shipped() -> set[tuple[str, str]]:
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _worker() -> bool:
    return WorkerBeat.objects.filter(at__gte=machine_now() - BEAT_AT_LEAST).exists()


def _disk() -> bool:
    disk = shutil.disk_usage(settings.DATA_DIR)
    return disk.free >= min(FREE_BYTES, disk.total * FREE_SHARE)


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "disk": _disk,
}
