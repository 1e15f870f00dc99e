"""Telling people about a firm or a person, where no single request is meant (`acting` tells about a request)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from liaison.notices import outbox
from liaison.record.models import Entry
from liaison.registry.models import Account


def tell(
    entry: Entry, kind: str, to: Iterable[Account | None], *, by: Account | None, now: datetime, **params: Any
) -> None:
    """Queue a notice about an entry; nobody is told of what he did himself."""
    people = {person.pk: person for person in to if person and person.is_active and person != by}
    outbox.queue(entry, kind, people.values(), now=now, **params)


def contacts_of(enterprises: Iterable[int]) -> list[Account]:
    """The people of these firms, in one statement."""
    return list(Account.objects.filter(enterprise__in=set(enterprises), is_active=True).order_by("pk"))
