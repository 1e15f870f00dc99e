"""Mail over SMTP: rows queued with the act, claimed person by person, written when they go, repeated with the same key.

Nothing here runs inside a transaction that holds locks while the server is spoken to: claim, commit, send, mark.
"""

import contextlib
import logging
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from config.environment import Smtp
from liaison.notices import letters
from liaison.notices.models import Notice
from liaison.registry.models import Account
from liaison.rules import routing

log = logging.getLogger(__name__)
TIMEOUT_SECONDS = 15.0  # for each answer of the server
LEASE = timedelta(minutes=5)  # longer than the dozen answers of one mail can take: a slow server never makes two of one
PERMANENT = 500


def outgoing() -> Smtp | None:
    """Where mail goes; None while it is off. Nothing leaves a demo or a rehearsal, whose clock is not the world's."""
    return None if settings.AS_OF else settings.SMTP


def is_on() -> bool:
    return outgoing() is not None


def goes_to(person: Account) -> bool:
    return bool(is_on() and person.by_mail and person.email)


@dataclass(frozen=True)
class Outcome:
    """What became of one mail; `away`: the server could not be spoken to at all, so another mail need not try now."""

    sent: bool
    away: bool = False


class _Away(Exception):
    """The server is not there, or does not let us in: no fault of the mail."""


def send_next(now: datetime, *, machine_now: datetime) -> Outcome | None:
    """Send one mail that is due; None: there is none. A killed worker's mail comes back with the same Message-ID."""
    smtp = outgoing()
    rows = _claim(now, machine_now) if smtp else []
    if smtp is None or not rows:
        return None
    try:
        message = letters.message(rows, smtp.sender, now=now, message_id=_message_id(rows[0].bundle))
    except Exception as error:  # whatever is wrong with it, it must not hold up the others
        log.exception("the mail %s cannot be written", rows[0].bundle)
        return _given_up(rows, f"{type(error).__name__}: {error}")
    try:
        _deliver(smtp, message)
    except _Away as error:
        return _tried(rows, str(error), now, away=True)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _answered(rows, code, said, now)
    except smtplib.SMTPResponseException as error:
        return _answered(rows, error.smtp_code, error.smtp_error, now)
    except (smtplib.SMTPException, OSError) as error:
        return _tried(rows, str(error) or type(error).__name__, now, away=True)
    _mark(rows, state=Notice.SENT, sent_at=now, last_error="")
    return Outcome(sent=True)


def forget_queued() -> int:
    """While mail is off nothing is sent and nothing is kept for later: the inbox has it all."""
    return 0 if is_on() else Notice.objects.filter(channel=Notice.MAIL, state=Notice.QUEUED).delete()[0]


# --- claiming


def _claim(now: datetime, machine_now: datetime) -> Sequence[Notice]:
    """The notices of one mail, leased. What nobody wants any more is dropped, what has to wait is put off, on the way."""
    while True:
        recipient = _due(now, machine_now).values_list("recipient", flat=True).first()
        if recipient is None:
            return []
        with transaction.atomic():
            # All of this person's at once: two workers then never merge the same person's notices differently.
            due = _due(now, machine_now).filter(recipient=recipient).select_for_update(of=("self",))
            rows = _next_mail(list(due.select_related("recipient__zone", "entry")), now)
            if rows:
                bundle, until = rows[0].bundle or rows[0].key, machine_now + LEASE
                Notice.objects.filter(pk__in=[row.pk for row in rows]).update(leased_until=until, bundle=bundle)
                for row in rows:
                    row.bundle = bundle
                return rows


def _due(now: datetime, machine_now: datetime) -> QuerySet[Notice]:
    free = Q(leased_until=None) | Q(leased_until__lt=machine_now)
    due = Notice.objects.filter(free, channel=Notice.MAIL, state=Notice.QUEUED, not_before__lte=now)
    return due.order_by("not_before", "id")


def _next_mail(due: Sequence[Notice], now: datetime) -> Sequence[Notice]:
    if not due:
        return []
    if elsewhere := [row for row in due if letters.own_address(row)]:
        return elsewhere[:1]  # to another address: never together with what is the person's own
    if not goes_to(due[0].recipient):
        Notice.objects.filter(pk__in=[row.pk for row in due]).delete()  # switched off meanwhile
        return []
    again = next((row.bundle for row in due if row.bundle), "")
    if again:
        return [row for row in due if row.bundle == again]
    since = now - routing.MERGE_WINDOW
    sent = Notice.objects.filter(recipient=due[0].recipient_id, channel=Notice.MAIL, sent_at__gt=since)
    mails = [instant for _bundle, instant in sent.values_list("bundle", "sent_at").distinct() if instant]
    how = routing.sending(len(due), any(row.urgent for row in due), mails, now)
    if how.not_before:
        Notice.objects.filter(pk__in=[row.pk for row in due]).update(not_before=how.not_before)
        return []
    return due if how.together else due[:1]


# --- speaking to the server


def _message_id(key: str) -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{key.replace('/', '.')}@{host}>"


def _deliver(smtp: Smtp, message: EmailMessage) -> None:
    """Raises _Away, or what the server says of this mail."""
    try:
        server = _entered(smtp)
    except (smtplib.SMTPException, OSError) as error:
        raise _Away(str(error) or type(error).__name__) from error
    try:
        server.send_message(message)
        with contextlib.suppress(smtplib.SMTPException, OSError):
            server.quit()  # it has accepted the mail: whatever it says now changes nothing
    finally:
        server.close()


def _entered(smtp: Smtp) -> smtplib.SMTP:
    """A connection that is protected and let in."""
    who = {"local_hostname": urlsplit(settings.BASE_URL).hostname, "timeout": TIMEOUT_SECONDS}
    if smtp.tls:
        server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, context=ssl.create_default_context(), **who)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, **who)
    try:
        if not smtp.tls and not smtp.may_be_plain:
            server.starttls(context=ssl.create_default_context())
        if smtp.user:
            server.login(smtp.user, smtp.password)
    except BaseException:
        server.close()
        raise
    return server


# --- marking


def _answered(rows: Sequence[Notice], code: int, said: bytes | str, now: datetime) -> Outcome:
    """4xx is tried again, 5xx is the end of it."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    error = f"{code} {words}"
    return _given_up(rows, error) if code >= PERMANENT else _tried(rows, error, now)


def _tried(rows: Sequence[Notice], error: str, now: datetime, *, away: bool = False) -> Outcome:
    again = routing.next_try(rows[0].attempts + 1, now)
    if again is None:
        return _given_up(rows, error)
    _mark(rows, not_before=again, last_error=_short(error))
    return Outcome(sent=False, away=away)


def _given_up(rows: Sequence[Notice], error: str) -> Outcome:
    log.warning("the mail %s was given up: %s", rows[0].bundle, _short(error))
    _mark(rows, state=Notice.FAILED, last_error=_short(error))
    return Outcome(sent=False)


def _mark(rows: Sequence[Notice], **fields: object) -> None:
    mine = Notice.objects.filter(pk__in=[row.pk for row in rows], state=Notice.QUEUED)
    mine.update(**fields, attempts=F("attempts") + 1, leased_until=None)


def _short(error: str) -> str:
    return " ".join(error.split())[:200]
