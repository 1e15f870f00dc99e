"""外部协调 in words: entries, notices, refusals, kinds of contact and states (R-23)."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from liaison.rules.outside import CLERK, OFFICE, Keeper

SENTENCES = {
    "outside.opened": _lazy(
        "%(who)s brought in somebody outside the zone; %(liaison)s talks to them. The next news comes on %(next_on)s."
    ),
    "outside.agency_added": _lazy("%(who)s noted whom we talk to outside the zone: %(party)s."),
    "outside.party_added": _lazy("%(who)s noted whom we talk to outside the zone: %(party)s."),
    "outside.contacted/call": _lazy("%(who)s telephoned with %(party)s on %(on)s."),
    "outside.contacted/meeting": _lazy("%(who)s met %(party)s on %(on)s."),
    "outside.contacted/letter": _lazy("%(who)s wrote to %(party)s on %(on)s."),
    "outside.contacted/quote": _lazy("%(who)s got a quote from %(party)s on %(on)s, valid until %(valid_until)s."),
    "outside.contacted/answer": _lazy("%(who)s got an answer from %(party)s on %(on)s."),
    "outside.attached": _lazy("%(who)s added %(files)s of the talks outside the zone."),
    "outside.handed_over": _lazy("%(who)s stepped back as liaison. The office holds it until it has named another."),
    "outside.liaison_named": _lazy("%(who)s named who talks to them outside the zone from now on: %(liaison)s."),
    "outside.progress": _lazy("%(who)s reported how it stands outside the zone. The next news comes on %(next_on)s."),
    "outside.progress_missed": _lazy(
        "News of what is talked over outside the zone were due %(due_at)s and did not come."
    ),
    "outside.ended/agreed": _lazy("%(who)s came to an agreement outside the zone."),
    "outside.ended/refused": _lazy("%(who)s noted that they refused outside the zone. It is explained to %(firm)s."),
    "outside.ended/called_off": _lazy("%(who)s called off the talks outside the zone."),
    "outside.lapsed": _lazy("The request has ended, and with it the talks outside the zone."),
}
VARIANTS: dict[str, Callable[[Any, Any], str]] = {
    "outside.contacted": lambda h, reader: f"/{h.facts['contact']}",
    "outside.ended": lambda h, reader: f"/{h.facts['outcome']}",
}
WE_SPEAK = frozenset({"outside.contacted"})  # to the firm it is "we", whoever took the telephone
WORDS = frozenset({"liaison", "party"})

HEADLINES = {
    "outside_opened": _lazy("%(number)s: somebody outside the zone is needed for it. The enterprise hears next by %(until)s."),
    "outside_opened/firm": _lazy("%(number)s: we are talking to those outside the zone who can settle it. You hear from us by %(until)s."),
    "outside_named": _lazy("%(number)s: you are now the liaison to those outside the zone. The enterprise hears next by %(until)s."),
    "outside_named/firm": _lazy("%(number)s: a colleague now talks to those outside the zone. You hear from us by %(until)s."),
    "outside_overdue": _lazy("%(number)s: the enterprise should have heard by %(due)s how it stands outside the zone. Please tell it."),
    "outside_handed_over": _lazy("%(number)s: the liaison to those outside the zone stepped back. Please name another."),
    "outside_ended/agreed": _lazy("%(number)s: there is an agreement outside the zone. Please answer the enterprise."),
    "outside_ended/agreed/firm": _lazy("%(number)s: there is an agreement outside the zone. Please have a look."),
    "outside_ended/refused": _lazy("%(number)s: they refused outside the zone. Please explain it to the enterprise."),
    "outside_ended/refused/firm": _lazy("%(number)s: they refused outside the zone. We will explain it to you."),
    "outside_ended": _lazy("%(number)s: the talks outside the zone were called off."),
}  # fmt: skip

REFUSALS = {
    "outside_already": (
        _lazy("Under way already"),
        _lazy("Somebody outside the zone is talked to about it already. Please add whom you need there."),
    ),
    "no_outside_matter": (
        _lazy("Nothing under way"),
        _lazy("There are no talks outside the zone about this request, or they have ended. Please reload the page."),
    ),
    "unknown_liaison": (
        _lazy("Not possible as liaison"),
        _lazy("The liaison is the firm's specialist, or a clerk of one of the zone's departments. Please choose one of them."),
    ),
    "liaison_stays": (
        _lazy("No change"),
        _lazy("This is who has it, or who has stepped back. Please name somebody else."),
    ),
    "party_needed": (
        _lazy("Who outside the zone"),
        _lazy("Please choose an agency, or write who it is: one of the two."),
    ),
    "party_there": (_lazy("There already"), _lazy("They are among those we talk to already.")),
    "not_external": (
        _lazy("Not outside the zone"),
        _lazy("%(department)s is a department of the zone. Please whistle it; its limits then run."),
    ),
    "which_party": (_lazy("With whom"), _lazy("Please choose with whom of them it was.")),
    "validity_needed": (_lazy("Until when it is valid"), _lazy("Please say until which day the quote is valid.")),
    "evidence_needed": (
        _lazy("Paper missing"),
        _lazy("Please add the agreement or the letter that shows it, or choose a file of this request."),
    ),
}  # fmt: skip

CONTACTS = {
    "call": pgettext_lazy("contact", "Call"),
    "meeting": pgettext_lazy("contact", "Meeting"),
    "letter": pgettext_lazy("contact", "Letter"),
    "quote": pgettext_lazy("contact", "Quote"),
    "answer": pgettext_lazy("contact", "Answer"),
}
STATES = {
    "open": pgettext_lazy("talks", "Under way"),
    "agreed": pgettext_lazy("talks", "Agreed"),
    "refused": pgettext_lazy("talks", "Refused"),
    "called_off": pgettext_lazy("talks", "Called off"),
    "lapsed": pgettext_lazy("talks", "Ended with the request"),
}


def word(name: str, facts: Mapping[str, Any], parts: Mapping[str, str], text: str | None, names: Any) -> str:
    """Who talks, and to whom: an agency by its code; the name of a supplier stands with the words."""
    if name == "party":
        if facts["department"]:
            return str(names.department(facts["department"]))
        # Of a party itself its name is the text; once erased it is nobody in particular.
        return parts.get("party") or (text if "contact" not in facts else "") or _("a supplier")
    return liaison_word(Keeper(facts["keeper"], facts["liaison"]), names)


def liaison_word(keeper: Keeper, names: Any) -> str:
    if keeper.kind == CLERK:
        return str(names.person(keeper.login))
    return _("the committee office") if keeper.kind == OFFICE else _("the specialist")
