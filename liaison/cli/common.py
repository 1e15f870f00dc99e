"""What the commands share: stopping with a sentence, and starting Django."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Stop(Exception):
    """The command cannot go on; the text is one sentence for the person at the terminal."""

    def __init__(self, sentence: str, code: int = 2) -> None:
        super().__init__(sentence)
        self.code = code


def parser(name: str, description: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"liaison {name}", description=description)


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"The data directory cannot be used: {error}.") from error
    from django.conf import settings

    translation.activate(settings.LANGUAGE_CODE)


@contextmanager
def database() -> Iterator[None]:
    """Turn an unreachable, unmigrated or locked database into a sentence."""
    from django.db import DatabaseError, OperationalError, ProgrammingError

    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise Stop(f"The database cannot be used: {first}. (A new database needs `liaison migrate` first.)") from error
    except DatabaseError as error:
        raise Stop(f"The database refused: {error}") from error


def zone(code: str | None) -> Any:
    """The zone of that code; without one the only zone there is."""
    from liaison.registry.models import Zone

    found = list(Zone.objects.filter(code=code) if code else Zone.objects.order_by("pk"))
    if not found:
        raise Stop(f"There is no zone {code}." if code else "There is no zone yet; `liaison bootstrap` opens one.")
    if len(found) > 1:
        raise Stop(
            f"There are {len(found)} zones; please name one with --zone: {', '.join(one.code for one in found)}."
        )
    return found[0]


def migrate() -> None:
    """Bring the database up to this release, with the table that processes share for rate limits."""
    from django.conf import settings
    from django.core.management import call_command

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    with database():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
