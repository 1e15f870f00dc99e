"""The outbox: rows written with the act, claimed by a lease, sent once (repeating is harmless).

Here are the rows and the inbox's own; what leaves the house by another channel is sent by that channel.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from liaison import record
from liaison.record.models import Entry
from liaison.registry.models import Account
from liaison.rules import routing

from . import letters
from .channels import mail
from .models import Notice

LEASE = timedelta(seconds=60)
BATCH = 100
PAGE = 25


def queue(
    entry: Entry, kind: str, to: Iterable[Account], *, now: datetime, urgent: bool = False, **params: Any
) -> None:
    """One row per person and channel, in the act's own transaction. The key is the entry, the kind, the person, the channel."""
    told = {"entry": entry, "kind": kind, "params": params, "urgent": urgent}
    for person in to:
        record.after_entries(_store, Notice(recipient=person, not_before=now, **told))
        if routing.mailed_at_once(kind, for_enterprise=person.enterprise_id is not None) and mail.goes_to(person):
            from_then = routing.send_from(now, urgent=urgent)
            record.after_entries(_store, Notice(recipient=person, not_before=from_then, channel=Notice.MAIL, **told))


def tell_elsewhere(entry: Entry, kind: str, person: Account, address: str, *, now: datetime) -> None:
    """A mail to an address that is not the person's any more, so that a change does not pass unnoticed."""
    told = Notice(entry=entry, recipient=person, kind=kind, params={"to": address}, not_before=now, channel=Notice.MAIL)
    if mail.is_on():
        record.after_entries(_store, told)


def invite(entry: Entry, kind: str, by: Account, address: str, *, now: datetime, **params: Any) -> None:
    """A mail to somebody without an account, in the name of who invites him; kept apart by the address."""
    told = Notice(entry=entry, recipient=by, kind=kind, params={**params, "to": address}, channel=Notice.MAIL)
    told.not_before = routing.send_from(now, urgent=False)
    if mail.is_on():
        record.after_entries(_store, told)


def mail_is_on() -> bool:
    return mail.is_on()


def mailed(person: Account) -> bool:
    """Whether mail is on and goes to this person."""
    return mail.goes_to(person)


def queue_digest(person: Account, day: date, told: dict[str, Any], *, now: datetime) -> bool:
    """One a person and day, whoever queues it first."""
    key = f"digest/{day.isoformat()}/{person.login}"
    if not mail.goes_to(person) or Notice.objects.filter(key=key).exists():
        return False
    digest = Notice(key=key, recipient=person, kind=letters.DIGEST, params=told, not_before=now, channel=Notice.MAIL)
    Notice.objects.bulk_create([digest], ignore_conflicts=True)
    return True


def _store(told: list[Notice]) -> None:
    for notice in told:
        entry: Any = notice.entry
        notice.entry_id = entry.pk  # the entry has its number only now
        notice.key = f"{entry.chain}/{entry.seq}/{notice.kind}/{notice.recipient_id}/{notice.channel}"
        if letters.own_address(notice):  # several of one act may go to several addresses
            notice.key += f"/{blake2b(letters.own_address(notice).encode(), digest_size=8).hexdigest()}"
    Notice.objects.bulk_create(told)


def send_due(now: datetime, *, machine_now: datetime, batch: int = BATCH) -> int:
    """Bring what is due into the inboxes; return how many. Two workers never send the same row, a killed one's come back."""
    claimed = _claim(now, machine_now, batch)
    _send([notice.pk for notice in claimed], now)
    return len(claimed)


def _claim(now: datetime, machine_now: datetime, batch: int) -> list[Notice]:
    with transaction.atomic():
        free = Q(leased_until=None) | Q(leased_until__lt=machine_now)
        due = Notice.objects.filter(free, channel=Notice.IN_APP, state=Notice.QUEUED, not_before__lte=now)
        due = due.order_by("not_before", "id")
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


def with_unread(people: QuerySet[Account]) -> QuerySet[Account]:
    """People with the number of their unread notices: whoever signs every page is read with it in one statement."""
    mine = Notice.objects.filter(recipient=OuterRef("pk"), channel=Notice.IN_APP, state=Notice.SENT, read_at=None)
    number = Subquery(mine.order_by().values("recipient").annotate(n=Count("pk")).values("n"))
    return people.annotate(unread_notices=Coalesce(number, 0))


def unread_at_hand(account: Account) -> int:
    """The number that came with the person; asked for where he was read without it."""
    kept: int | None = getattr(account, "unread_notices", None)
    return unread(account) if kept is None else kept


def unread(account: Account) -> int:
    return Notice.objects.filter(recipient=account, channel=Notice.IN_APP, state=Notice.SENT, read_at=None).count()


# --- what is on its way, and what was given up


def on_its_way(keeper: Account) -> int:
    """How many mails of the zone are queued and not sent yet."""
    return Notice.objects.filter(channel=Notice.MAIL, state=Notice.QUEUED, recipient__zone=keeper.zone_id).count()


def undelivered(keeper: Account, *, after: int | None = None) -> tuple[list[Notice], int | None]:
    """What could not be delivered in the zone, newest first, and the key to go on from. One statement."""
    found = Notice.objects.filter(state=Notice.FAILED, recipient__zone=keeper.zone_id).select_related("recipient")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def chain(zone_code: str) -> str:
    """The chain of the record that notices are about."""
    return f"{zone_code}/{record.BUSINESS}"


def _failed_about(chain: Any, number: Any) -> QuerySet[Notice]:
    return Notice.objects.filter(state=Notice.FAILED, entry__chain=chain, entry__subject=number)


def not_reached(chain: Any) -> Exists:
    """For a query of requests: whether somebody was not reached about it, so that only then it is asked who."""
    return Exists(_failed_about(chain, OuterRef("number")))


def undelivered_about(zone_code: str, number: str) -> list[str]:
    """Who was not reached about one request, so that somebody telephones. One statement."""
    failed = _failed_about(chain(zone_code), number)
    return list(dict.fromkeys(row.recipient.name for row in failed.select_related("recipient").order_by("pk")))


def try_again(keeper: Account, pk: int, now: datetime) -> int:
    """Queue once more what went in the same mail. Raises Http404 for what is not there."""
    mine = Notice.objects.filter(state=Notice.FAILED, recipient__zone=keeper.zone_id)
    failed = mine.filter(pk=pk).first()
    if failed is None:
        raise Http404
    same = mine.filter(bundle=failed.bundle) if failed.bundle else mine.filter(pk=pk)
    pks = list(same.values_list("pk", flat=True))
    return Notice.objects.filter(pk__in=pks).update(state=Notice.QUEUED, attempts=0, not_before=now)
