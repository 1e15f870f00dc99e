"""The papers of appraisal in words (N13): the same number and the same facts in Chinese and in English; the Chinese text prevails.

Each paper is worded once and said in both languages. None reads a vote: a replacement notice tells that the specialist changed,
whatever led to it.
"""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from liaison.appraisal.models import EffortFinding, Replacement
from liaison.appraisal.official_papers import DECISION, HEARING, REPLACEMENT, Drawn
from liaison.registry.models import Account
from liaison.rules.deadlines import day_of
from liaison.speech import dates

from .official import Draft, document

LANGUAGES = ("zh-hans", "en")


def as_docx(drawn: Drawn) -> bytes:
    return document(*drafts(drawn))


def drafts(drawn: Drawn) -> list[Draft]:
    """One for each language, the Chinese one first."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found.append(_draft(drawn))
    return found


def facts(drawn: Drawn) -> dict[str, str]:
    """What the paper states, each as it stands in the active language."""
    about = drawn.about
    found = {"number": drawn.paper.number, "issuer": about.zone.name, "on": _day(drawn.paper.drawn_at)}
    if isinstance(about, Replacement):
        return found | _of_replacement(about)
    return found | _of_finding(about, drawn.paper.kind)


def _of_replacement(about: Replacement) -> dict[str, str]:
    assert about.new is not None and about.done_at is not None  # only what is carried out is drawn up
    return {
        "firm": about.enterprise.name, "old": about.old.name, "new": about.new.name, "department": _place(about.new),
        "phone": about.new.phone or "—", "from": _day(about.done_at),
    }  # fmt: skip


def _of_finding(about: EffortFinding, kind: str) -> dict[str, str]:
    found = {"person": about.specialist.name, "department": _place(about.specialist), "year": str(about.year)}
    if kind == HEARING and about.hearing_at:
        when = f"{_day(about.hearing_at)} {dates.local(about.hearing_at):%H:%M}"
        return found | {"when": when, "where": about.hearing_place or "—", "until": _day(about.statement_due_on)}
    return found | {
        "decision": _("want of effort is found") if about.decision == about.FOUND else _("want of effort is not found"),
        "reasons": about.reasons.text if about.reasons else "—", "decided_on": _day(about.decided_at),
    }  # fmt: skip


def _draft(drawn: Drawn) -> Draft:
    said = facts(drawn)
    title, to, paragraphs, signs = WORDED[drawn.paper.kind](drawn, said)
    return Draft(
        number=said["number"], title=title, to=to, paragraphs=paragraphs, issuer=said["issuer"], on=said["on"], signs=signs,
        note=_("This paper is drawn up in Chinese and in English; the Chinese text prevails."),
    )  # fmt: skip


Words = tuple[str, str, list[str], list[str]]


def _replacement(_drawn: Drawn, said: dict[str, str]) -> Words:
    return _("Notice of a change of specialist"), _("%(firm)s:") % said, [
        _(
            "From %(from)s on, %(new)s (%(department)s, telephone %(phone)s) is the specialist of your enterprise in place of %(old)s."
        ) % said,
        _("What is open goes over with its number and its dates: requests, agency files and visits. You need not tell anything again."),
        _("If anybody makes it hard for you because of it, you can write to discipline in confidence."),
    ], [_("Received by (signature):")]  # fmt: skip


def _hearing(_drawn: Drawn, said: dict[str, str]) -> Words:
    return _("Notice of a hearing"), _("%(person)s (%(department)s):") % said, [
        _("Your work in the service year %(year)s is being looked into. Before anything is decided, you are heard.") % said,
        _("Time: %(when)s. Place: %(where)s.") % said,
        _("You may read the evidence, and write a statement until %(until)s. What you say is kept and weighed.") % said,
        _("Nothing is decided by this notice."),
    ], [_("Received by (signature):")]  # fmt: skip


def _decision(drawn: Drawn, said: dict[str, str]) -> Words:
    about = drawn.about
    assert isinstance(about, EffortFinding)
    if about.decision == about.FOUND:
        effect = _("Awards and promotion are excluded for the service year %(year)s, and for that year alone.")
    else:
        effect = _("Nothing follows from it for awards and promotion in the service year %(year)s.")
    return _("Decision on a finding"), _("%(person)s (%(department)s):") % said, [
        _("On %(decided_on)s it was decided about your work in the service year %(year)s: %(decision)s.") % said,
        _("Reasons: %(reasons)s") % said, effect % said,
        _(
            "You may ask for a review within 30 days of receiving this paper, and appeal within 15 days of its answer. "
            "The effect is not suspended meanwhile."
        ),
    ], [_("Personnel (signature):"), _("Discipline (signature):"), _("Received by (signature):")]  # fmt: skip


WORDED = {REPLACEMENT: _replacement, HEARING: _hearing, DECISION: _decision}


def _place(person: Account) -> str:
    return person.department.name if person.department else person.zone.name


def _day(at: datetime | date | None) -> str:
    return dates.day(day_of(at) if isinstance(at, datetime) else at) if at else "—"
