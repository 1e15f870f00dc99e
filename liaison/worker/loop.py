"""The worker: a door like the web. It sends what is due and lets the clock tick; any number may run side by side."""

import logging
import os
import socket
import threading
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from liaison import clock
from liaison.casework.clock import tick
from liaison.notices import outbox
from liaison.notices.models import WorkerBeat
from liaison.registry import idempotency

log = logging.getLogger(__name__)
SEND_SECONDS = 0.5  # a notice is in sight well inside two seconds
TICK_SECONDS = 5.0
BEAT_SECONDS = 10.0
TIDY_SECONDS = 3600.0


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. A database that goes away is waited for; anything else is logged and tried again."""
    name = f"{socket.gethostname()[:40]}/{os.getpid()}"[-60:]
    ticked = beaten = tidied = float("-inf")
    while not stop.is_set():
        turn = time.monotonic()
        try:
            if turn - beaten >= BEAT_SECONDS:
                WorkerBeat.objects.update_or_create(name=name, defaults={"at": clock.machine_now()})
                beaten = turn
            if turn - tidied >= TIDY_SECONDS:
                idempotency.forget(clock.machine_now())
                tidied = turn
            if turn - ticked >= TICK_SECONDS:
                tick(clock.now())
                ticked = turn
            while outbox.send_due(clock.now(), machine_now=clock.machine_now()) and not stop.is_set():
                pass
        except (OperationalError, InterfaceError) as error:
            log.warning("the database is away, trying again: %s", error)
            connection.close()
            stop.wait(2)
        except Exception:
            log.exception("a turn of the worker failed; the next one tries again")
            stop.wait(TICK_SECONDS)
        close_old_connections()
        stop.wait(SEND_SECONDS)
    WorkerBeat.objects.filter(name=name).delete()
