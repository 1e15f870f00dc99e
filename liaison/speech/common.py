"""Words of common works (共性事项), of typical cases, and of "me too": what happened, what people are told, why not."""

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

# kind -> sentence, merged into those of `timeline`.
SENTENCES = {
    "common.made": _lazy("%(who)s made one work of these requests."),
    "common.added": _lazy("%(who)s added %(request)s."),
    "common.removed": _lazy("%(who)s took %(request)s out; it stands for itself again."),
    "common.told": _lazy("%(who)s told all at once: %(done)s."),
    "common.answered": _lazy("%(who)s replied to all at once: %(done)s."),
    "common.finished": _lazy("%(who)s closed this work."),
    "common.dissolved": _lazy("%(who)s undid it: each request stands for itself again."),
    "common.joined": _lazy("%(who)s made this part of the common work %(work)s. It keeps its own limit and gets its own reply."),
    "common.left": _lazy("%(who)s took this out of the common work %(work)s. It stands for itself again."),
    "common.different": _lazy("%(who)s said that this is not the same as %(others)s."),
    "gripe.me_too": _lazy("%(who)s said that %(request)s is their trouble too."),
    "gripe.me_too_back": _lazy("%(who)s took back that %(request)s is their trouble too."),
    "case.written": _lazy("%(who)s wrote a case about this."),
    "case.asked": _lazy("%(who)s asked %(firm)s whether this may be told as a case."),
    "case.published": _lazy("%(who)s agreed that this is told as a case."),
    "case.refused": _lazy("%(who)s did not want this to be told as a case."),
    "case.withdrawn": _lazy("%(who)s withdrew the case. Nobody reads it any more."),
}  # fmt: skip

# kind/variant -> headline, merged into those of `notices`.
HEADLINES = {
    "common_joined": _lazy("%(number)s: is now part of the common work %(work)s. It keeps its own limit and gets its own reply."),
    "case_asked": _lazy("%(number)s: the enterprise is asked whether this may be told as a case."),
    "case_asked/firm": _lazy("%(number)s: may we tell others how this was solved? Please read the text and say so."),
    "case_published": _lazy("%(number)s: the enterprise agreed, the case can be read by all."),
    "case_refused": _lazy("%(number)s: the enterprise does not want this to be told as a case."),
    "case_withdrawn": _lazy("%(number)s: the case was withdrawn. Nobody reads it any more."),
}  # fmt: skip

# code -> title, sentence, merged into those of `refusals`.
REFUSALS = {
    "too_few_firms": (
        _lazy("Too few enterprises"),
        _lazy("A common work needs requests of at least %(least)s enterprises. Please choose more."),
    ),
    "not_for_common": (
        _lazy("Not for a common work"),
        _lazy("%(number)s was withdrawn, is out of scope or a duplicate. Please leave it out."),
    ),
    "in_common_work": (
        _lazy("In another work"),
        _lazy("%(number)s is part of %(work)s already. Please take it out there first."),
    ),
    "common_over": (_lazy("It has ended"), _lazy("%(number)s is closed or was undone. Please reload the page.")),
    "not_in_work": (_lazy("Not part of it"), _lazy("%(given)s is not part of this work. Please reload the page.")),
    "common_waits": (
        _lazy("Not all have their reply"),
        _lazy("%(n)s requests of this work still wait for their reply. Please reply first."),
    ),
    "no_common_plan": (
        _lazy("A date does not fit here"),
        _lazy("A date is given only with the first reply of the department that leads. Please reply with a result."),
    ),
    "not_said_too": (
        _lazy("Did not say so"),
        _lazy("%(given)s has not said that it is its trouble too. Please reload the page."),
    ),
    "own_item": (_lazy("Your own item"), _lazy("You brought this up yourselves; it is counted already.")),
    "not_for_case": (
        _lazy("Not for a case"),
        _lazy("A case is told of a request that is closed and solved. Please wait until it is."),
    ),
    "case_over": (
        _lazy("The enterprise has spoken"),
        _lazy("The enterprise has agreed, declined or withdrawn. The text stays as it was; please do not ask again."),
    ),
    "case_moved_on": (_lazy("Things have moved on"), _lazy("This case stands otherwise now. Please reload the page.")),
    "case_names_firm": (
        _lazy("The text names you"),
        _lazy("The text itself names your enterprise. Please choose “With our name”, or ask your specialist to change it."),
    ),
    "nobody_to_ask": (
        _lazy("Nobody to ask"),
        _lazy("The enterprise has no principal with an account. Please let the office enter one first."),
    ),
}  # fmt: skip

STATES = {
    "open": pgettext_lazy("common work", "Under way"),
    "done": pgettext_lazy("common work", "Done"),
    "dissolved": pgettext_lazy("common work", "Undone"),
}
CASE_STATES = {
    "draft": pgettext_lazy("case", "Draft"),
    "asked": pgettext_lazy("case", "Waits for the enterprise"),
    "published": pgettext_lazy("case", "Published"),
    "refused": pgettext_lazy("case", "Not wanted"),
    "withdrawn": pgettext_lazy("case", "Withdrawn"),
}


def state_word(state: str) -> str:
    return str(STATES[state])


def case_word(state: str) -> str:
    return str(CASE_STATES[state])
