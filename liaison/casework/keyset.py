"""Lists ordered by an instant, with what is never due last, read on by key."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.functions import Coalesce

NEVER = datetime(2999, 1, 1, tzinfo=UTC)  # stands for "nothing is due", so that one key orders all rows


@dataclass(frozen=True)
class Key:
    """Where a list goes on: behind the row with this instant and this id."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC):%Y%m%dT%H%M%S.%f}-{self.pk}"

    @staticmethod
    def read(text: str) -> "Key | None":
        """The key in an address; None for anything else, which then shows the beginning."""
        at, _dash, pk = text.partition("-")
        try:
            return Key(datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), int(pk))
        except ValueError:
            return None


def or_never(due: Any) -> Coalesce:
    return Coalesce(due, Value(NEVER, output_field=DateTimeField()), output_field=DateTimeField())


def behind(found: QuerySet[Any], after: Key | None) -> QuerySet[Any]:
    if after is None:
        return found
    return found.filter(Q(key_at__gt=after.at) | Q(key_at=after.at, pk__gt=after.pk))


def behind_newest(found: QuerySet[Any], after: Key | None) -> QuerySet[Any]:
    """The same for a list with the latest instant first."""
    if after is None:
        return found
    return found.filter(Q(key_at__lt=after.at) | Q(key_at=after.at, pk__lt=after.pk))


def counter(key: str) -> str:
    """The name of a list's counter among the columns of a statement."""
    return f"n_{key.replace('-', '_')}"
