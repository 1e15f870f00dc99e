"""What the pages of the policy library show, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from liaison.casework import guidance
from liaison.casework.models import Citation, Measure, MeasureVersion
from liaison.casework.search import words_of
from liaison.rules import guidance as rules
from liaison.rules.guidance import Change, Met, State
from liaison.speech import dates
from liaison.speech import guidance as words
from liaison.speech.lists import listed

from . import hits
from .parts import Person

KINDS = {
    State.IN_FORCE: "normal",
    State.ENDING: "due_soon",
    State.UPCOMING: "consulting",
}  # lamps; what is over is done
DONE = "done"


@dataclass(frozen=True)
class Line:
    """One policy in the list."""

    number: str
    title: str
    document: str
    issuer: str
    validity: str
    lamp: str
    state: str
    department: str
    for_us: bool
    url: str


def line(one: guidance.Line, typed: str) -> Line:
    version, found = one.version, words_of(typed)
    return Line(
        number=version.measure.number, title=hits.marked(version.title, found), document=hits.marked(version.document, found),
        issuer=version.issuer, validity=words.validity(version.valid_from, version.valid_until), lamp=KINDS.get(one.state, DONE),
        state=words.state_word(one.state), department=version.measure.department.name,
        for_us=bool(one.for_firm) and one.state in rules.ALIVE | {State.UPCOMING},
        url=reverse("measure-detail", args=[version.measure.number]),
    )  # fmt: skip


def url(**wanted: str) -> str:
    query = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("measures") + (f"?{query}" if query else "")


def facts(version: MeasureVersion) -> list[tuple[str, str]]:
    """Number, issuer and validity, and for whom it is."""
    found = [
        (_("Document number"), version.document), (_("Issuer"), version.issuer), (_("Issued on"), dates.day(version.issued_on)),
        (_("Validity"), words.validity(version.valid_from, version.valid_until)),
    ]  # fmt: skip
    if version.repealed_on:
        found.append((_("Repealed from"), dates.day(version.repealed_on)))
    return [*found, *_conditions(version)]


def _conditions(version: MeasureVersion) -> list[tuple[str, str]]:
    asked = [
        (_("For which industries"), words.wanted_words("industry", version.industries)),
        (_("For which sizes"), words.wanted_words("size", version.sizes)),
        (_("For firms that are"), words.wanted_words("status", version.statuses)),
    ]
    return [(label, codes) for label, codes in asked if codes]


@dataclass(frozen=True)
class Condition:
    what: str
    wanted: str
    verdict: str
    met: bool
    unknown: bool


@dataclass(frozen=True)
class ForUs:
    """Whether a policy is for the reader's firm, condition by condition."""

    fits: bool
    finding: str
    conditions: Sequence[Condition]


def for_us(seen: guidance.Dossier) -> ForUs | None:
    if seen.judged is None:
        return None
    said = [(words.condition(one), one.verdict) for one in seen.judged]
    found = [Condition(*three, met=verdict == Met.MET, unknown=verdict == Met.UNKNOWN) for three, verdict in said]
    if seen.fits:
        finding = _("As far as your file says, it is for you")
    elif any(not one.met and not one.unknown for one in found) or not found:
        finding = _("As far as your file says, it is not for you")
    else:
        finding = _("It may be for you; your file does not say everything")
    return ForUs(bool(seen.fits), finding, found)


def people(measure: Measure) -> list[Person]:
    """Whom to ask: the contact, otherwise the department."""
    place, one = measure.department, measure.contact
    phone = measure.phone or (one.phone if one else "") or place.phone
    return [Person(one.name, place.name, phone) if one else Person(place.name, _("explains this policy"), phone)]


# --- versions


@dataclass(frozen=True)
class EditionLine:
    n: int
    document: str
    validity: str
    state: str
    lamp: str
    correct_url: str  # while it is not in force yet, for whoever keeps it


def edition_line(one: guidance.Edition, keeps: bool) -> EditionLine:
    version = one.version
    correct = reverse("measure-correct", args=[version.pk]) if keeps and one.state == State.UPCOMING else ""
    return EditionLine(
        version.n, version.document, words.validity(version.valid_from, version.valid_until), words.state_word(one.state),
        KINDS.get(one.state, DONE), correct,
    )  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One of two versions side by side; `changed` and `moved` are what differs from the other one."""

    n: int
    state: str
    facts: Sequence[tuple[str, str, bool]]
    points: Sequence[tuple[str, bool]]


@dataclass(frozen=True)
class Compared:
    before: Column
    after: Column
    summary: str


def compared(seen: guidance.Dossier, first: str, second: str) -> Compared | None:
    """Two versions side by side: the ones asked for, otherwise the one shown and the one before; None where there is only one."""
    if len(seen.editions) < 2:
        return None
    shown = seen.shown.version.n
    to = _edition(seen, second) or seen.edition(max(shown, 2))
    before = _edition(seen, first) or seen.edition((to.version.n if to else 2) - 1)
    if to is None or before is None:
        return None
    if before.version.n >= to.version.n:  # asked from the newest one: there is nothing later to see
        before, to = seen.edition(to.version.n - 1) or before, to
    found = rules.changes(guidance.terms_of(before.version), guidance.terms_of(to.version))
    return Compared(_column(before, found), _column(to, found), listed(words.change_word(one.what) for one in found))


def _edition(seen: guidance.Dossier, n: str) -> guidance.Edition | None:
    return seen.edition(int(n)) if n.isascii() and n.isdigit() and len(n) < 5 else None


def _column(one: guidance.Edition, found: Sequence[Change]) -> Column:
    version, differs = one.version, {change.what for change in found}
    told = [
        (_("Policy title"), version.title, "title" in differs), (_("Document number"), version.document, "document" in differs),
        (_("Issuer"), version.issuer, "issuer" in differs),
        (_("Validity"), words.validity(version.valid_from, version.valid_until), "valid_until" in differs),
    ]  # fmt: skip
    for what, label in (
        ("industries", _("Industries")),
        ("sizes", _("Size of firms")),
        ("statuses", _("Status of firms")),
    ):
        codes = getattr(version, what)
        if codes or what in differs:
            told.append((label, words.wanted_words(what, codes) or _("any"), what in differs))
    moved = {text for change in found if change.what == "points" for text in (*change.gone, *change.new)}
    return Column(
        version.n, words.state_word(one.state), told, [(point.text, point.zh in moved) for point in version.points.all()]
    )  # fmt: skip


# --- answers that rest on it


@dataclass(frozen=True)
class AnswerLine:
    number: str
    firm: str
    n: int
    at: datetime
    stale: str
    url: str


def answers(rows: Sequence[Citation], seen: guidance.Dossier) -> list[AnswerLine]:
    found = []
    for row in rows:
        edition = seen.edition(row.version.n)
        stale = words.stale(edition.state, edition.since) if edition and edition.since else ""
        r = row.service_request
        found.append(AnswerLine(
            r.number, r.enterprise.short_name, row.version.n, row.cited_at, stale, reverse("request-detail", args=[r.number]),
        ))  # fmt: skip
    return found
