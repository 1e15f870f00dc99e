"""认定 in words: entries, notices, refusals, states, and the facts of the evidence."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext, pgettext_lazy

from . import dates

# No entry names the person: the audit chain has other readers too.
SENTENCES = {
    "finding.opened": _lazy("%(who)s opened the finding %(subject)s, to be decided by %(due_on)s."),
    "finding.passed_up": _lazy("%(who)s entered the finding %(subject)s, which goes to the level above the zone."),
    "finding.stated": _lazy("%(who)s gave an own statement on the finding %(subject)s."),
    "finding.hearing_set": _lazy("%(who)s set the hearing of the finding %(subject)s for %(hearing_at)s."),
    "finding.heard": _lazy("%(who)s wrote down what was heard on the finding %(subject)s."),
    "finding.stepped_out": _lazy("%(who)s stepped out of the finding %(subject)s because of a conflict."),
    "finding.member_named": _lazy("%(who)s named who decides on the finding %(subject)s."),
    "finding.signed": _lazy("%(who)s signed the finding %(subject)s."),
    "finding.decided": _lazy("%(who)s gave the signature with which the finding %(subject)s is decided."),
    "finding.served": _lazy("%(who)s served the decision on the finding %(subject)s."),
    "finding.review_asked": _lazy("%(who)s asked for a review of the finding %(subject)s."),
    "finding.appeal_asked": _lazy("%(who)s appealed against the finding %(subject)s."),
    "finding.review_answered": _lazy("%(who)s answered the review of the finding %(subject)s."),
    "finding.appeal_answered": _lazy("%(who)s entered the decision on the appeal against the finding %(subject)s."),
    "finding.reversed": _lazy("%(who)s entered that the finding %(subject)s is reversed; what it took is given back."),
    "finding.due_soon": _lazy("The finding %(subject)s is to be decided by %(due_on)s."),
    "finding.overdue": _lazy("The finding %(subject)s should have been decided by %(due_on)s."),
    "finding.answer_overdue": _lazy("What was asked about the finding %(subject)s should have been answered by %(due_on)s."),
}  # fmt: skip
HEADLINES = {
    "finding_paper": _lazy("The personnel office has a paper for you. Please collect it there."),
    "finding_seat": _lazy("You sit in a finding, to be decided by %(last_day)s. Please read the evidence."),
    "finding_stated": _lazy("The person concerned has given an own statement. Please read it before you sign."),
    "finding_hearing": _lazy("A hearing is set for %(starts)s. Please be there."),
    "finding_decided": _lazy("A finding is decided. Its paper is to be served on the person concerned."),
    "finding_due": _lazy("A finding is to be decided by %(last_day)s, and your signature is missing."),
    "finding_overdue": _lazy("A finding or the answer to a review was due on %(last_day)s. Please see to it today."),
    "finding_remedy": _lazy("A review or an appeal was asked for. Please answer by %(last_day)s."),
}  # fmt: skip
REFUSALS = {
    "in_conflict": (_lazy("Stepped out"), _lazy("You stepped out of this finding because of a conflict, so you have no part in it.")),
    "passed_up": (_lazy("With the level above"), _lazy("A finding about the chief is not the zone's to make. The level above decides.")),
    "finding_there": (_lazy("There already"), _lazy("There is a finding about this person and year already. Please open that one.")),
    "finding_decided": (_lazy("Decided already"), _lazy("This finding is decided. What can still be done is a review or an appeal.")),
    "unknown_replacement": (
        _lazy("No such replacement"), _lazy("There is no such replacement of this person. Please check it, or leave it empty."),
    ),
    "wrong_year": (_lazy("Another year"), _lazy("This replacement belongs to the service year %(year)s. Please give that year.")),
    "year_ahead": (_lazy("Year to come"), _lazy("That year has not begun yet. Please give a service year that has.")),
    "statement_given": (_lazy("Already given"), _lazy("Your statement is there. What you have to add you can say at the hearing.")),
    "statement_runs": (
        _lazy("Too early"), _lazy("The person concerned can still give an own statement. Please wait for it, or until its time is over."),
    ),
    "heard_before": (_lazy("Heard already"), _lazy("The hearing was held, and what was said is written down.")),
    "no_hearing": (_lazy("No hearing set"), _lazy("Please set a day and a place for the hearing first.")),
    "hearing_ahead": (_lazy("Hearing still ahead"), _lazy("It was not held yet. Please wait for it and write down what was said.")),
    "signed_before": (_lazy("Signed already"), _lazy("This signature was given. It can be neither changed nor given twice.")),
    "not_for_seat": (
        _lazy("Cannot sit here"),
        _lazy("This person cannot decide here: not of that post, in conflict, or in the other seat. Please choose from the list."),
    ),
    "not_decided": (_lazy("Not decided yet"), _lazy("There is no decision to serve yet.")),
    "served_before": (_lazy("Served already"), _lazy("The decision was served. The days run from then.")),
    "nothing_found": (_lazy("Nothing to review"), _lazy("This finding takes nothing from you, so there is nothing to review.")),
    "not_served": (_lazy("Not served yet"), _lazy("The decision was not served on you yet. Your days run only from then.")),
    "remedy_asked_before": (_lazy("Asked already"), _lazy("You have asked for this already. It can be asked once.")),
    "remedy_too_late": (_lazy("Too late"), _lazy("The days in which it could be asked for are over.")),
    "review_first": (_lazy("Review first"), _lazy("Please ask for a review first. With its answer, or when that is late, you can appeal.")),
    "nothing_to_answer": (_lazy("Nothing is asked"), _lazy("There is no review and no appeal that waits for an answer.")),
}  # fmt: skip
STATES = {
    "open": pgettext_lazy("finding", "Under way"),
    "found": pgettext_lazy("finding", "Found"),
    "not_found": pgettext_lazy("finding", "Not found"),
    "reversed": pgettext_lazy("finding", "Reversed"),
    "passed_up": pgettext_lazy("finding", "With the level above"),
}
PARTS = {"personnel": _lazy("Personnel"), "discipline": _lazy("Discipline")}
REMEDIES = {"review": _lazy("Review"), "appeal": _lazy("Appeal")}
OUTCOMES = {"upheld": _lazy("The decision stands"), "reversed": _lazy("The decision is reversed")}


def state_word(state: str) -> str:
    return str(STATES[state])


def part_word(part: str) -> str:
    return str(PARTS[part])


def remedy_word(kind: str) -> str:
    return str(REMEDIES[kind])


def outcome_word(outcome: str) -> str:
    return str(OUTCOMES[outcome])


# --- the evidence


def evidence_lines(pack: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Each kind of fact with its count in words, and its cases one a line; what there is none of is said too."""
    yield _("Period"), [_("%(first)s to %(last)s") % {"first": _day(pack["from"]), "last": _day(pack["until"])}]
    yield _("Requests in that time"), [_count(pack)]
    yield _("Replies to the firms"), [_replies(pack["replies"])]
    yield _("Handled after the own limit"), [_late(one) for one in pack["handled_late"]] or [_("none")]
    yield _("Promises to firms that ran out"), _missed(pack["missed"]) or [_("none")]
    yield _("Without news for the firm"), [_gap(one) for one in pack["gaps"]] or [_("none")]
    yield _("Visits"), [_visits(pack["visits"])]
    yield (
        _("Rings not accepted"),
        [f"{one['number']} · {_when(one['at'])}" for one in pack["rings_missed"]] or [_("none")],
    )


def _count(pack: Mapping[str, Any]) -> str:
    n = pack["requests"]
    asked = ngettext("%(n)s request", "%(n)s requests", n) % {"n": n}
    of = ngettext("of %(n)s firm", "of %(n)s firms", pack["firms"]) % {"n": pack["firms"]}
    return _("{first} {second}").format(first=asked, second=of)


def _replies(facts: Mapping[str, Any]) -> str:
    if not facts["replied"]:
        return _("none")
    return _("%(n)s; median %(median)s working days, longest %(most)s") % {
        "n": facts["replied"], "median": facts["median_days"], "most": facts["most_days"],
    }  # fmt: skip


def _late(one: Mapping[str, Any]) -> str:
    told = {
        "number": one["number"],
        "due": _when(one["due_at"]),
        "done": _when(one["done_at"]) if one["done_at"] else "",
    }
    if not one["done_at"]:
        return _("%(number)s: due %(due)s, not done") % told
    return _("%(number)s: due %(due)s, done %(done)s") % told


def _missed(rows: list[Mapping[str, Any]]) -> list[str]:
    return [
        _("%(number)s: due %(due)s") % {"number": one["number"], "due": _when(one["due_at"]) if one["due_at"] else ""}
        for one in rows
    ]


def _gap(one: Mapping[str, Any]) -> str:
    days = ngettext("%(n)s working day", "%(n)s working days", one["working_days"]) % {"n": one["working_days"]}
    since, until = _when(one["from"]), _when(one["until"])
    return _("%(number)s: %(days)s, from %(since)s to %(until)s") % {
        "number": one["number"], "days": days, "since": since, "until": until,
    }  # fmt: skip


def _visits(facts: Mapping[str, Any]) -> str:
    done = ngettext("%(n)s made", "%(n)s made", facts["done"]) % {"n": facts["done"]}
    n = len(facts["missed"])
    missed = ngettext("%(n)s promised and not kept", "%(n)s promised and not kept", n) % {"n": n}
    return _("{first}, {second}").format(first=done, second=missed)


def _day(text: str) -> str:
    return dates.day(date.fromisoformat(text[:10]))


def _when(text: str) -> str:
    return dates.stamp(datetime.fromisoformat(text))
