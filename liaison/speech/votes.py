"""Keepers, unsealing and results in words."""

from django.utils.translation import gettext_lazy as _lazy

# code -> title, sentence; merged into those of `refusals`.
REFUSALS = {
    "keepers_fixed": (
        _lazy("The keepers stay"),
        _lazy("The rating has opened, so its three keepers stay as they are. Two of the three parts are enough."),
    ),
    "one_part_each": (
        _lazy("You keep a part already"), _lazy("Three persons keep one part each. Please let another person do this one."),
    ),
    "phrases_differ": (_lazy("Not the same"), _lazy("The two differ. Please type the phrase once more, twice the same.")),
    "phrase_simple": (_lazy("Too simple"), _lazy("Please use at least five different characters, best a whole sentence.")),
    "round_not_closed": (
        _lazy("Not before the close"), _lazy("Votes are opened after the close, not a minute earlier. That you tried has been entered."),
    ),
    "unsealed_before": (_lazy("Opened already"), _lazy("The votes of this rating are open already. Please look at the results.")),
    "no_part": (
        _lazy("No part of yours"),
        _lazy("You keep no phrase of this rating. With the sealed paper, please type its code of 25 characters."),
    ),
    "part_used": (
        _lazy("This part is used"), _lazy("This part has been used. The second person opens with another one: a phrase or the paper."),
    ),
    "another_needed": (_lazy("Another person"), _lazy("You have opened your part. The second part takes a second person.")),
    "phrase_wrong": (
        _lazy("That does not fit"), _lazy("That does not fit. After five wrong tries in a row this part rests for half an hour."),
    ),
    "phrase_rests": (
        _lazy("Too many tries"), _lazy("Five tries were wrong. Please wait %(minutes)s minutes, or open with another part."),
    ),
    "not_unsealed": (_lazy("Not open yet"), _lazy("The votes have not been opened yet. That takes two persons, after the close.")),
    "released_before": (_lazy("Released already"), _lazy("The rate of this rating is public already.")),
    "nothing_rated": (_lazy("No rate"), _lazy("Nobody has rated, so there is no rate to release.")),
}  # fmt: skip
# What a line of the results says; the two values and what is neither.
RESULTS = {
    "satisfied": _lazy("Satisfied"),
    "unsatisfied": _lazy("Not satisfied"),
    "not_rated": _lazy("Not rated"),
    "damaged": _lazy("Damaged: not what was put in"),
}
# What a firm may know of its own vote, never what it says.
OWN = {
    "none": _lazy("There is no vote of your enterprise in this rating."),
    "in_store": _lazy("The vote of your enterprise is in the store, sealed. Until the close you can still change it."),
    "unchanged": _lazy(
        "The vote of your enterprise is in the store unchanged: counted again, it belongs to what was recorded at the close."
    ),
    "damaged": _lazy("The store is not what was recorded at the close. Please tell discipline; you need not say what you voted."),
}  # fmt: skip
PARTS = {
    "first": _lazy("Opening phrase of the evaluation post"),
    "second": _lazy("Opening phrase of personnel or discipline"),
    "paper": _lazy("Sealed paper"),
}


def result_word(verdict: str) -> str:
    return str(RESULTS[verdict])


def own_word(standing: str) -> str:
    return str(OWN[standing])


def part_word(part: str) -> str:
    return str(PARTS[part])
