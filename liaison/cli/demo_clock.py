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


def join() -> None:
    """Let a single command on a demo see the demo's day: from its last entry on, never the machine's own date.

    Otherwise an entry made by `liaison token` would pull the demo's clock years ahead at its next start.
    """
    from django.conf import settings
    from django.db.models import Max

    from liaison.record.models import Entry

    if settings.AS_OF or not is_demo():
        return
    last = Entry.objects.aggregate(last=Max("at"))["last"]
    settings.AS_OF = (last or DEFAULT_AS_OF).astimezone(clock.ZONE).isoformat()
    settings.CLOCK_ANCHOR = clock.machine_now().isoformat()


def resume(option: str | None = None) -> datetime | None:
    """Set the clock of this process and of those it starts; None: they show the real time.

    A demo resumes at the later of as-of and its last entry. A clock that a parent has set already is kept.
    """
    from django.conf import settings
    from django.db.models import Max

    from liaison.record.models import Entry

    shown = configured(option)
    if settings.CLOCK_ANCHOR:
        return shown
    if is_demo():
        last = Entry.objects.aggregate(last=Max("at"))["last"]
        shown = max(shown or DEFAULT_AS_OF, last) if last else shown or DEFAULT_AS_OF
    if shown:
        settings.AS_OF = shown.astimezone(clock.ZONE).isoformat()
        settings.CLOCK_ANCHOR = clock.machine_now().isoformat()
        os.environ["LIAISON_AS_OF"], os.environ["LIAISON_CLOCK_ANCHOR"] = settings.AS_OF, settings.CLOCK_ANCHOR
    return shown


def refuse_others() -> None:
    """The demo's password is public, so a demo is refused on an address that others can reach."""
    from django.conf import settings

    from config.environment import LOOPBACK

    if settings.LISTEN_HOST not in LOOPBACK and is_demo():
        raise Stop("The demo's password is public: it is served on 127.0.0.1 only, not on this LIAISON_HOST.")
