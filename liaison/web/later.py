"""What pages say of a later date that was asked for (R-21)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from liaison.casework.models import Extension
from liaison.casework.moves import extension_of_leg
from liaison.casework.queries import Dossier
from liaison.rules.deadlines import day_of
from liaison.speech import dates


@dataclass(frozen=True)
class Later:
    """What became of the later date in this leg, in words; `open`: the office has not decided."""

    words: str
    open: bool
    summons: int


def later_of(seen: Dossier) -> Later | None:
    asked = extension_of_leg(seen.summonses, seen.r)
    if asked is None:
        return None
    today = day_of(seen.policy.now)
    until, before = dates.day(day_of(asked.until), today), dates.day(day_of(asked.before), today)
    words = {
        Extension.AGREED: _("Later date agreed: {until} instead of {before}."),
        Extension.REFUSED: _("Later date {until} not agreed: {before} stands."),
        Extension.LAPSED: _("Nobody decided on the later date {until} in time: {before} stands."),
    }.get(asked.state, _("Asks for a later date, {until} instead of {before}; the office decides."))
    return Later(words.format(until=until, before=before), seen.extension is not None, asked.summons_id)
