"""Doing a write once, however often it is sent: the same key gets the first answer again."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from liaison import record
from liaison.rules.refusals import Refused

from .models import Account, IdempotencyKey

KEPT = timedelta(hours=24)


def forget(machine_now: datetime) -> int:
    """Drop the answers that nobody may ask for again; return how many."""
    return IdempotencyKey.objects.filter(created_at__lt=machine_now - KEPT).delete()[0]


def once(account: Account, key: str, body: bytes, run: Callable[[], Any], *, machine_now: datetime) -> tuple[Any, bool]:
    """Run a write once per account and key; return its answer (JSON values) and whether it is a replay.

    The key is stored in the transaction of the write itself: a killed process leaves both or neither.
    Raises Refused: key_reused (the same key with another body), and whatever `run` refuses (the key stays free then).
    """
    digest = hashlib.sha256(body).hexdigest()
    with record.transaction():
        IdempotencyKey.objects.filter(account=account, key=key, created_at__lt=machine_now - KEPT).delete()
        row, fresh = IdempotencyKey.objects.select_for_update().get_or_create(
            account=account, key=key, defaults={"body_hash": digest, "created_at": machine_now}
        )
        if not fresh:
            if row.body_hash != digest:
                raise Refused("key_reused")
            return row.answer, True
        row.answer = run()
        row.save(update_fields=["answer"])
        return row.answer, False
