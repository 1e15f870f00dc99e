"""Where a person's mail goes. The address that is left hears of it: a change must not pass unnoticed."""

from datetime import datetime

from liaison import record
from liaison.registry import access
from liaison.registry.inputs import MailInput
from liaison.registry.models import Account, Post
from liaison.rules.refusals import Refused

from . import outbox

OWN = "self"  # the capacity in which a person changes what is his own


def change_mail(login: str, given: MailInput, *, by: Account, now: datetime) -> Account:
    """One's own; the office does it for the firms' contacts, security for everybody.

    Raises Http404, Refused: wrong_role, address_needed.
    """
    with record.transaction():
        own = login == by.login
        capacity = OWN if own else access.require(by, Post.SECURITY, Post.OFFICE)
        account = by if own else access.locked_account(by, login)
        if capacity == Post.OFFICE and account.enterprise_id is None:
            raise Refused("wrong_role")
        if given.by_mail and not given.email:
            raise Refused("address_needed", field="email")
        _change(account, given, by, capacity, now)
        return account


def _change(account: Account, given: MailInput, by: Account, capacity: str, now: datetime) -> None:
    before = account.email
    changed = [name for name in ("email", "by_mail") if getattr(account, name) != getattr(given, name)]
    if not changed:
        return
    account.email, account.by_mail = given.email, given.by_mail
    account.save(update_fields=changed)
    entry = record.append(
        "account.mail_changed", zone=by.zone.code, chain=record.AUDIT, subject=account.login, actor=by.login,
        capacity=capacity, at=now, facts={"fields": changed},
    )  # fmt: skip
    if before and "email" in changed:
        outbox.queue(entry, "mail_changed", [account], now=now)
        outbox.tell_elsewhere(entry, "mail_changed", account, before, now=now)
