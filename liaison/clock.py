"""The two clocks. Only the doors (web, api, cli, worker, demo) read them; everything below is handed `now`."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo("Asia/Shanghai")
_imported_at = datetime.now(UTC)


def now() -> datetime:
    """The business clock: Beijing time; in demo and rehearsal it starts at LIAISON_AS_OF and runs on from there."""
    return (machine_now() + _offset(settings.AS_OF, settings.CLOCK_ANCHOR)).astimezone(ZONE)


def machine_now() -> datetime:
    """The machine's clock, for leases, sessions, rate limits and idempotency."""
    return datetime.now(UTC)


@cache
def _offset(as_of: str, anchor: str) -> timedelta:
    if not as_of:
        return timedelta(0)
    return instant(as_of) - (instant(anchor) if anchor else _imported_at)


def instant(text: str) -> datetime:
    """ISO 8601 into an aware instant; without an offset it is Beijing time, without a time 09:00.

    Raises ValueError.
    """
    given = datetime.fromisoformat(text)
    if len(text) == len("2021-05-25"):
        given = given.replace(hour=9)
    return given if given.tzinfo else given.replace(tzinfo=ZONE)
