"""The demo's clock: resumed at each start where the story stands, shared by web and worker through the environment."""

import os
from datetime import datetime

from liaison import clock
from liaison.cli.common import Stop

DEFAULT_AS_OF = clock.instant("2021-05-25T09:00+08:00")


def is_demo() -> bool:
    from liaison.registry.models import Zone

    return Zone.objects.filter(is_demo=True).exists()


def configured(option: str | None = None) -> datetime | None:
    """The instant of --as-of or LIAISON_AS_OF, if one is given."""
    from django.conf import settings

    text = option or settings.AS_OF
    try:
        return clock.instant(text) if text else None
    except ValueError as error:
        raise Stop(f"{text} is not a date; write it as 2021-05-25 or 2021-05-25T09:00+08:00.") from error


def resume(option: str | None = None) -> datetime | None:
    """Set the clock of the processes about to start; None: they show the real time.

    A demo resumes at the later of as-of and its last entry. Its password is public, so it is refused on an address
    that others can reach.
    """
    from django.conf import settings
    from django.db.models import Max

    from config.environment import LOOPBACK
    from liaison.record.models import Entry

    shown = configured(option)
    if is_demo():
        if settings.LISTEN_HOST not in LOOPBACK:
            raise Stop("The demo's password is public: it is served on 127.0.0.1 only, not on this LIAISON_HOST.")
        last = Entry.objects.aggregate(last=Max("at"))["last"]
        shown = max(shown or DEFAULT_AS_OF, last) if last else shown or DEFAULT_AS_OF
    if shown:
        os.environ["LIAISON_AS_OF"] = shown.astimezone(clock.ZONE).isoformat()
        os.environ["LIAISON_CLOCK_ANCHOR"] = clock.machine_now().isoformat()
    return shown
