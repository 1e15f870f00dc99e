"""撤换 in words. Entries of the audit chain name neither firm nor person; notices to the office never a cause."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules import chain

from .lists import listed

SENTENCES = {
    "replacement.owed": _lazy("A specialist is to be replaced: %(subject)s."),
    "replacement.asked": _lazy("%(who)s asked for another specialist: %(subject)s."),
    "replacement.told": _lazy("The office was told of %(subject)s."),
    "replacement.gone": _lazy("%(subject)s is done: somebody else serves the firm already."),
    "replacement.carried_out": _lazy("%(who)s carried out %(subject)s."),
}
HEADLINES = {
    "replacement_due": _lazy("%(enterprise)s: please replace its specialist by %(due)s."),
    "replacement_soon": _lazy("%(enterprise)s: its specialist is to be replaced by %(due)s. Please do it now."),
    "replacement_overdue": _lazy(
        "%(enterprise)s: its specialist should have been replaced by %(due)s. Please do it at once."
    ),
}
SUBJECTS = {
    "replacement_due": _lazy("An enterprise gets another specialist by %(due)s. Please see to it."),
    "replacement_soon": _lazy("An enterprise gets another specialist by %(due)s. Please do it now."),
    "replacement_overdue": _lazy("An enterprise should have had another specialist by %(due)s. Please do it at once."),
}
REFUSALS = {
    "barred": (
        _lazy("Was replaced here"),
        _lazy("%(who)s was replaced at this firm and comes back only if the firm itself asks for it. Please choose somebody else."),
    ),
    "change_asked": (
        _lazy("Already asked"),
        _lazy("You have another specialist coming already. We will name him to you here."),
    ),
    "nobody_to_replace": (
        _lazy("No specialist yet"),
        _lazy("You have no specialist at the moment. One is being named for you."),
    ),
    "replaced_already": (_lazy("Already done"), _lazy("The firm has its new specialist already: %(who)s.")),
    "same_person": (_lazy("The same person"), _lazy("%(who)s is the one who is replaced. Please choose somebody else.")),
    "swap_in_circle": (
        _lazy("A swap in a circle"),
        _lazy("Those who are replaced would only pass their firms round. Please choose somebody else."),
    ),
}  # fmt: skip
OBSTACLES = {
    "no_post": _lazy("%(n)s no longer specialist"),
    "serves_it_now": _lazy("%(n)s serving it now"),
    "replaced_before": _lazy("%(n)s replaced here before"),
    "away": _lazy("%(n)s on leave"),
    "exempt": _lazy("%(n)s exempt"),
    "full": _lazy("%(n)s with as many firms as allowed"),
    "conflict": _lazy("%(n)s at work on its requests for a department"),
}


def why_none(one: chain.Unsolved) -> str:
    """能接手的人都已安排给别的企业 / who could is needed elsewhere."""
    if one.why == chain.TAKEN:
        return _("Whoever could take it is needed for another firm.")
    if one.why == chain.CIRCLE:
        return _("It could only be given to somebody who would pass a firm round in a circle.")
    said = listed(str(OBSTACLES[code]) % {"n": count} for code, count in one.obstacles)
    return _("Nobody can take it: {why}.").format(why=said) if said else _("Nobody is on the roster.")
