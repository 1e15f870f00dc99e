"""What a firm is told before it confirms, sends back, reopens, withdraws or asks: what will happen, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liaison.casework.queries import Dossier
from liaison.rules.lifecycle import OPEN_SUMMONS, Outcome, Status


@dataclass(frozen=True)
class Words:
    title: str
    happens: Sequence[str]  # one sentence each
    ask: str  # label of the field
    button: str
    done: str  # said on the next page


def confirm(seen: Dossier) -> Words:
    months = seen.policy.days("reopen_months")
    again = _("If it comes back, you can reopen it within {months} months.").format(months=months)
    if seen.r.outcome == Outcome.EXPLAINED:
        return Words(
            _("Accept the explanation"), [_("The request is closed as explained, not as solved."), again],
            _("Anything to add?"), _("Accept and close"), _("Thank you. The request is closed."),
        )  # fmt: skip
    happens = [_("The request is closed as solved."), again]
    if any(row.status in OPEN_SUMMONS for row in seen.summonses):
        happens.insert(1, _("Departments still at work on it are told to stop."))
    return Words(
        _("It is solved"),
        happens,
        _("Anything to add?"),
        _("Confirm, it is solved"),
        _("Thank you. The request is closed."),
    )


def dispute(seen: Dossier) -> Words:
    if seen.r.status == Status.OUT_OF_SCOPE:
        return Words(
            _("You disagree"),
            [_("You can contest once that it is out of scope."), _after_that(seen), _("The committee office is told too.")],
            _("Why should we handle it?"), _("Contest"), _("Your words have arrived. It is handled again."),
        )  # fmt: skip
    if seen.r.outcome == Outcome.EXPLAINED and seen.r.explained_disputed:
        return Words(
            _("You still disagree"),
            [
                _("You have sent the explanation back once already."),
                _("With a second no the request is closed; your words stay with it."),
                _("If there is something new, please raise a new request."),
            ],
            _("What do you disagree with?"), _("Disagree and close"), _("Your words have arrived. The request is closed."),
        )  # fmt: skip
    happens = [_after_that(seen)]
    if seen.r.outcome == Outcome.EXPLAINED:
        happens.append(_("An explanation can be sent back once."))
    if seen.r.status == Status.PLANNED:
        happens.append(_("A date can be sent back once."))
    return Words(
        _("Not solved, handle it again"), happens, _("What is still missing?"), _("Send back"),
        _("Sent back. It is handled again."),
    )  # fmt: skip


def reopen(seen: Dossier) -> Words:
    return Words(
        _("Reopen"), [_("The number stays the same, all that was said stays with it."), _after_that(seen)],
        _("What has come up again?"), _("Reopen"), _("Reopened. It is handled again."),
    )  # fmt: skip


def withdraw(seen: Dossier) -> Words:
    happens = [_("The request is closed; it can not be reopened.")]
    if any(row.status in OPEN_SUMMONS for row in seen.summonses):
        happens.append(_("Departments at work on it are told to stop."))
    return Words(
        _("Withdraw"), happens, _("Why do you no longer need it?"), _("Withdraw"), _("The request is withdrawn.")
    )


def message(seen: Dossier) -> Words:
    if "enterprise" in seen.standing.held:
        happens = [_("{who} gets it at once and answers here or by phone.").format(who=_holder(seen))]
        return Words(
            _("Ask"),
            happens,
            _("What would you like to ask or add?"),
            _("Send"),
            _("Sent to {who}.").format(who=_holder(seen)),
        )
    return Words(
        _("Message to the enterprise"), [_("The enterprise reads it at once; departments do not see it.")],
        _("What do you write?"), _("Send"), _("Sent to the enterprise."),
    )  # fmt: skip


def _holder(seen: Dossier) -> str:
    person = seen.specialist or seen.chief
    return person.name if person else _("The committee office")


def _after_that(seen: Dossier) -> str:
    """Who has it next, with a new limit."""
    days = seen.policy.days("reply")
    return ngettext(
        "It goes back to {who}; you have a reply within {n} working day.",
        "It goes back to {who}; you have a reply within {n} working days.",
        days,
    ).format(who=_holder(seen), n=days)
