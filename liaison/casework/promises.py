"""The promises open towards the enterprise."""

from datetime import datetime

from liaison.rules.lifecycle import UNANSWERED, Status

from .models import ServiceRequest


def open_promises(r: ServiceRequest) -> list[datetime]:
    """Reply due (until replied), a plan's date, the next progress, the day the enterprise needs it by.

    An urgent request also owes its first contact, by the limit of R-13, until somebody has taken it (R-07: urgent, same day).
    """
    if r.status not in UNANSWERED:
        return []
    reply = r.reply_due_at if r.replied_at is None else None
    contact = r.whistle_due_at if r.urgent and r.status == Status.RAISED else None
    return [promise for promise in (reply, contact, r.resolve_by, r.next_progress_at, r.need_by) if promise]


def earliest_promise(r: ServiceRequest) -> datetime | None:
    """The one that drives the lamp."""
    return min(open_promises(r), default=None)
