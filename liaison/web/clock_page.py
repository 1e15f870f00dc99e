"""The page of a clock proof: a leg of it, told to whoever reads."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from liaison.casework.proof import Seen
from liaison.registry.names import names_of
from liaison.rules.audiences import Audience
from liaison.speech import proofs

from .clock_telling import LAMPS, STAFF, Telling, maybe, pairs
from .request_rows import headline


def build(seen: Seen, asked_leg: str) -> dict[str, Any]:
    """The values of `requests/clock.html`; an unknown leg is the last one."""
    legs = seen.answer["legs"]
    leg = next((one for one in legs if str(one["leg"]) == asked_leg), legs[-1])
    told = Telling(seen, leg, names_of(seen.r.zone_id, _logins(leg)))
    number, own = seen.r.number, told.own
    return {
        "number": number, "firm": seen.r.enterprise.name, "title": headline(seen.r.text.text if seen.r.text else ""),
        "began": told.received_at, "heading": told.heading(), "verdicts": told.verdicts(), "clocks": told.clocks(), "bar": told.bar(),
        "holders": told.holders(), "total": pairs(proofs.duration(sum(one["minutes"] for one in told.stretches))),
        "lamp": LAMPS[leg["verdict"]], "days": told.day_rows(leg["days"], told.due_at),
        "own_name": told.names.department(own["department"]) if own else "", "own_lamp": LAMPS[own["verdict"]] if own else "",
        "own_days": told.day_rows(own["days"], maybe(own["due_at"])) if own else [],
        "departments": told.departments() if len(leg["summonses"]) > 1 else [],
        "calendar": told.calendar_words(), "sources": leg["inputs"]["calendar_source"], "moves": told.moves(),
        "working_days": leg["inputs"]["working_days"], "closing": leg["inputs"]["closing_time"],
        "first_entry": seen.answer["first_entry"], "last_entry": seen.answer["last_entry"],
        "legs": _legs(legs, leg, number), "mine": seen.how.audience == Audience.DEPARTMENT,
        "back_url": reverse("request-detail", args=[number]), "json_url": reverse("clock-json", args=[number]),
    }  # fmt: skip


def _legs(legs: Sequence[dict[str, Any]], shown: dict[str, Any], number: str) -> list[tuple[str, str, bool]]:
    """Word, address and whether it is this one; nothing to choose from when there is one only."""
    if len(legs) < 2:
        return []
    word = _("Round {n}: {verdict}")
    return [
        (
            word.format(n=one["leg"], verdict=proofs.verdict_word(one["verdict"])),
            f"{reverse('clock', args=[number])}?leg={one['leg']}", one is shown,
        )
        for one in legs
    ]  # fmt: skip


def _logins(leg: dict[str, Any]) -> set[str]:
    held: Iterable[dict[str, Any]] = [*leg["holders"], *leg["overrun_parts"]]
    return {one["code"] for one in held if one["kind"] in STAFF and one["code"]}
