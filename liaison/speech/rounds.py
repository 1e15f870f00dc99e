"""The half-yearly rating in words: its notices, its states, the two values, and why a firm has no voice."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

HEADLINES = {
    "round_opened/firm": _lazy("Are you satisfied with your specialist? Please rate the %(half)s by %(until)s."),
    "round_reminder/firm": _lazy("Your rating of the %(half)s is still missing. It can be given until %(until)s."),
    "round_not_ready": _lazy(
        "The rating of the %(half)s cannot open: a keeper of its key is missing. Please see to it today."
    ),
    "round_closed": _lazy("The rating of the %(half)s is closed. Its votes can now be opened by two persons."),
}
# kind -> sentence of the timeline; none of them tells who voted, let alone what.
SENTENCES = {
    "round.planned": _lazy("%(who)s planned the rating %(subject)s."),
    "round.opened": _lazy("The rating %(subject)s opened; its roll is frozen."),
    "round.closed": _lazy("The rating %(subject)s closed; no vote comes in any more."),
    "round.not_ready": _lazy("The rating %(subject)s could not open: a keeper of its key was missing."),
    "round.line_followed": _lazy("A firm on the roll of the rating %(subject)s changed."),
    "round.reminded": _lazy("Firms that had not rated in %(subject)s were reminded."),
    "round.released": _lazy("%(who)s released the rate of the rating %(subject)s."),
    "ballot.entered": _lazy("A ballot of the rating %(subject)s was entered."),
    "ballot.cast": _lazy("A vote was put into the box of the rating %(subject)s."),
    "ballot.code_made": _lazy("%(who)s made a one-time code in the rating %(subject)s."),
    "ballot.slip_entered": _lazy("%(who)s entered a paper slip in the rating %(subject)s with a second person."),
    "keeper.made": _lazy("%(who)s took a part of the key of the rating %(subject)s."),
    "keeper.replaced": _lazy("%(who)s made a part of the key of the rating %(subject)s anew."),
    "votes.envelope_opened": _lazy("%(who)s opened the first envelope of the votes of %(subject)s."),
    "votes.opened": _lazy("%(who)s opened the votes of %(subject)s with a second person."),
    "votes.unseal_refused": _lazy("%(who)s tried to open the votes of %(subject)s and was refused."),
    "votes.read": _lazy("%(who)s read votes of %(subject)s."),
    "votes.exported": _lazy("%(who)s took out the evidence of the votes of %(subject)s."),
}
# code -> title, sentence; merged into those of `refusals`.
REFUSALS = {
    "round_there": (_lazy("Planned already"), _lazy("That half-year has its rating already. There is one for each.")),
    "half_runs": (_lazy("Too early"), _lazy("A half-year is rated after it is over. Please choose a later day.")),
    "calendar_missing": (
        _lazy("Calendar missing"), _lazy("The holidays of that year are not published yet. Please give both days yourself."),
    ),
    "round_not_open": (_lazy("Not open yet"), _lazy("This rating has not begun yet.")),
    "round_over": (pgettext_lazy("rating", "Closed"), _lazy("This rating is closed. The last vote before the close counts.")),
    "no_voice": (
        _lazy("No voice any more"), _lazy("Your enterprise has left the zone or stopped its business, so it rates nobody."),
    ),
    "votes_by_account": (
        _lazy("It votes itself"), _lazy("This enterprise has an account, so only its principal votes, after signing in."),
    ),
    "not_on_roll": (
        _lazy("Not on the roll"), _lazy("This enterprise is not on the roll of this rating. Please check the code."),
    ),
    "code_wrong": (
        _lazy("That does not fit"),
        _lazy("Enterprise and code do not fit together, or the code is used up. Please check both, or ask for a new code."),
    ),
    "ballot_expired": (
        _lazy("The time is over"),
        _lazy("For your safety the ballot stays open for fifteen minutes. Nothing was sent. Please begin once more."),
    ),
    "principal_votes": (
        _lazy("The principal rates"),
        _lazy("Only the principal of the enterprise rates the specialist. Please ask the principal to do it."),
    ),
    "ballot_token_needed": (
        _lazy("Only from the ballot"),
        _lazy("A vote is given with the token from the one-time link, never with the token of an account."),
    ),
    "two_persons": (
        _lazy("A second person is needed"),
        _lazy("A paper slip is entered by two: evaluation, and somebody of personnel or discipline with his own login and password."),
    ),
}  # fmt: skip
STATES = {
    "planned": pgettext_lazy("rating", "Planned"),
    "open": pgettext_lazy("rating", "Open"),
    "closed": pgettext_lazy("rating", "Closed"),
    "unsealed": pgettext_lazy("rating", "Opened and counted"),
    "released": pgettext_lazy("rating", "Released"),
}
VERDICTS = {"satisfied": _lazy("Satisfied"), "unsatisfied": _lazy("Not satisfied")}
VOIDS = {"left": _lazy("has left the zone"), "closed": _lazy("has stopped its business")}
KEEPERS = {"first": _lazy("evaluation"), "second": _lazy("second person"), "paper": _lazy("sealed paper")}


def half_word(year: int, half: int) -> str:
    """2020年上半年 / first half of 2020."""
    words = _("first half of {year}") if half == 1 else _("second half of {year}")
    return words.format(year=year)


def state_word(state: str) -> str:
    return str(STATES[state])


def verdict_word(verdict: str) -> str:
    """满意 / 不满意: the two values and no other."""
    return str(VERDICTS[verdict])


def void_word(void: str) -> str:
    return str(VOIDS[void])


def keeper_word(part: str) -> str:
    return str(KEEPERS[part])
