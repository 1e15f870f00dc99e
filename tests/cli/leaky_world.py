"""A world whose build tells a vote: with each one the zone's name, which stands on every page, grows by as many dots as its word has
letters. The comparison must turn red on it."""

import sys
from typing import Any

from liaison.cli import common, two_worlds

honest_start = common.start_django


def start_leaking() -> None:
    honest_start()
    from liaison.appraisal.actions import voting
    from liaison.registry.models import Zone

    honest_cast = voting.cast

    def cast(token: str, given: Any, *, now: Any) -> Any:
        zone = Zone.objects.get()
        zone.name_zh += "·" * len(given.verdict)
        zone.save(update_fields=["name_zh"])
        return honest_cast(token, given, now=now)

    voting.cast = cast


if __name__ == "__main__":
    common.start_django = start_leaking
    sys.exit(two_worlds.main(sys.argv[1:]))
