"""What an entry says of the clock that it ends: the verdict, frozen in the record (N1).

Whoever reads the record later need not believe it: `liaison recompute` counts each of these again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from . import proof
from .acting import Act, iso
from .models import Summons


def stop_clock(act: Act, *, replied: bool = True) -> dict[str, Any]:
    """The firm's clock of this leg stops, once; return what the entry says of it, nothing if it had stopped before.

    `replied` is false when the firm withdraws: then the clock ends without a reply. One statement more, and only when late.
    """
    r = act.request
    if r.replied_at is not None:
        return {}
    if replied:
        r.replied_at = act.now
    return {"clock": {"due_at": iso(r.reply_due_at), **proof.stopped(r, act.now, replied=replied)}}


def own_clock(row: Summons, at: datetime, *, replied: bool = False) -> dict[str, Any]:
    """How a department's clock ended: with its reply, or without one (released, its decline accepted)."""
    return {"due_at": iso(row.due_at), "verdict": proof.ended(row.due_at, at, replied=replied)}


def released(rows: Iterable[Summons], now: datetime) -> dict[str, Any]:
    """The summonses that end with this entry, each with its verdict; nothing when there are none."""
    ended = [{"summons": row.pk, "department": row.department.code, "own_clock": own_clock(row, now)} for row in rows]
    return {"released": ended} if ended else {}
