"""The worker: a door like the web. It sends what is due and lets the clock tick; any number may run side by side.

Mail has a thread of its own: however slow a mail server is, the inboxes and the clock do not wait for it.
"""

import logging
import os
import socket
import threading
import time

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from liaison import clock
from liaison.appraisal import clock as appraisal
from liaison.casework import digest, shelf
from liaison.casework.clock import tick
from liaison.notices import outbox
from liaison.notices.channels import mail
from liaison.notices.models import WorkerBeat
from liaison.registry import idempotency
from liaison.rules import routing

log = logging.getLogger(__name__)
SEND_SECONDS = 0.5  # a notice is in sight well inside two seconds
TICK_SECONDS = 5.0
BEAT_SECONDS = 10.0
TIDY_SECONDS = 3600.0
MAIL_SECONDS = 2.0
ROWS_LOOKED_AT = 400  # of each index: enough to choose the right one, done in a blink
AWAY_SECONDS = 30.0  # a mail server that is not there is asked again after this long
ENDING_SECONDS = 15.0  # what a mail under way may still take; one that is cut off comes back with the same key


def run(stop: threading.Event) -> None:
    """Work until `stop` is set. A database that goes away is waited for; anything else is logged and tried again."""
    name = f"{socket.gethostname()[:40]}/{os.getpid()}"[-60:]
    ticked = beaten = tidied = float("-inf")
    told = None  # the last digest this process has seen to
    postman = threading.Thread(target=send_mail, args=[stop], daemon=True)
    if mail.is_on():
        postman.start()
    while not stop.is_set():
        turn = time.monotonic()
        try:
            if turn - beaten >= BEAT_SECONDS:
                WorkerBeat.objects.update_or_create(name=name, defaults={"at": clock.machine_now()})
                beaten = turn
            if turn - tidied >= TIDY_SECONDS:
                idempotency.forget(clock.machine_now())
                mail.forget_queued()
                shelf.tidy(clock.machine_now())
                look_at_tables()
                tidied = turn
            if turn - ticked >= TICK_SECONDS:
                tick(clock.now())
                appraisal.tick(clock.now())
                ticked = turn
            slot = routing.digest_slot(clock.now())
            if slot and slot != told:
                digest.queue_due(clock.now())
                told = slot
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
    if postman.is_alive():
        postman.join(ENDING_SECONDS)


def look_at_tables() -> None:
    """SQLite learns how its indexes divide the rows (PostgreSQL does so by itself); it reads no more than a few of each."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


def send_mail(stop: threading.Event) -> None:
    """Send mails one by one until `stop` is set."""
    while not stop.is_set():
        pause = MAIL_SECONDS
        try:
            done = mail.send_next(clock.now(), machine_now=clock.machine_now())
            if done is not None:
                pause = AWAY_SECONDS if done.away else 0.0
        except Exception as error:
            log.warning("a turn of the mail failed; the next one tries again: %s", error)
            connection.close()
            pause = AWAY_SECONDS
        close_old_connections()
        stop.wait(pause)
    connection.close()
