"""The outbox: rows written with the act, claimed by a lease, sent once (repeating is harmless)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from liaison import record
from liaison.record.models import Entry
from liaison.registry.models import Account

from .models import Notice

LEASE = timedelta(seconds=60)
BATCH = 100


def queue(
    entry: Entry, kind: str, to: Iterable[Account], *, now: datetime, urgent: bool = False, **params: Any
) -> None:
    """One row per person, in the act's own transaction. The key is the entry, the kind and the person."""
    for person in to:
        told = Notice(entry=entry, recipient=person, kind=kind, params=params, urgent=urgent, not_before=now)
        record.after_entries(_store, told)


def _store(told: list[Notice]) -> None:
    for notice in told:
        entry = notice.entry
        notice.entry_id = entry.pk  # the entry has its number only now
        notice.key = f"{entry.chain}/{entry.seq}/{notice.kind}/{notice.recipient_id}/{notice.channel}"
    Notice.objects.bulk_create(told)


def send_due(now: datetime, *, machine_now: datetime, batch: int = BATCH) -> int:
    """Send what is due; return how many went out. Two workers never send the same row; a killed one's rows come back."""
    claimed = _claim(now, machine_now, batch)
    _send([notice.pk for notice in claimed], now)
    return len(claimed)


def _claim(now: datetime, machine_now: datetime, batch: int) -> list[Notice]:
    with transaction.atomic():
        free = Q(leased_until=None) | Q(leased_until__lt=machine_now)
        due = Notice.objects.filter(free, state=Notice.QUEUED, not_before__lte=now).order_by("not_before", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        rows = list(due[:batch])
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=machine_now + LEASE)
        return rows


def _send(claimed: list[int], now: datetime) -> None:
    # In the app, sending is the row itself coming into sight: doing it twice changes nothing.
    Notice.objects.filter(pk__in=claimed, state=Notice.QUEUED).update(
        state=Notice.SENT, sent_at=now, attempts=F("attempts") + 1, leased_until=None
    )


def unread(account: Account) -> int:
    return Notice.objects.filter(recipient=account, state=Notice.SENT, read_at=None).count()
