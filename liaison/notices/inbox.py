"""A person's own notices: read newest first, opened, marked as read."""

from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from liaison.registry.models import Account

from .models import Notice

PAGE = 25


def of(account: Account) -> QuerySet[Notice]:
    """What has reached this person; what is still queued is not there yet."""
    return Notice.objects.filter(recipient=account, channel=Notice.IN_APP, state=Notice.SENT)


def page(account: Account, *, after: int | None = None) -> tuple[list[Notice], int | None]:
    """Newest first, and the key to go on from; None at the end. One statement."""
    found = of(account).select_related("entry").order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def mark_read(account: Account, pk: int, now: datetime) -> Notice:
    """Open one: the first time it is read is kept. Raises Http404 for another person's notice."""
    notice = of(account).filter(pk=pk).first()
    if notice is None:
        raise Http404
    of(account).filter(pk=pk, read_at=None).update(read_at=now)
    return notice


def mark_all_read(account: Account, now: datetime) -> int:
    """Return how many were unread."""
    return of(account).filter(read_at=None).update(read_at=now)
