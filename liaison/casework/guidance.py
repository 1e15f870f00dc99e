"""Reading the policy library (R-41): lines for its list, one measure for its page, what answers cite, and whom a change concerns."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.record import Happening, reading
from liaison.registry.models import Account, Enterprise
from liaison.registry.policy import Policy
from liaison.rules import guidance
from liaison.rules.deadlines import add_months, day_of
from liaison.rules.guidance import Conditions, Firm, Judged, State, Terms
from liaison.rules.refusals import Refused

from . import access
from .acting import Act
from .models import Citation, Measure, MeasureVersion, Point, ServiceRequest
from .search import words_of

PAGE = 25
OFFERED = 200  # measures in force that the field of an answer knows by name
NEAREST = 6  # of them to tick without typing
LAST_ANSWERS = 20


def conditions_of(version: MeasureVersion) -> Conditions:
    return Conditions(frozenset(version.industries), frozenset(version.sizes), frozenset(version.statuses))


def firm_of(enterprise: Enterprise) -> Firm:
    return Firm(enterprise.industry, enterprise.size, enterprise.status)


def terms_of(version: MeasureVersion) -> Terms:
    """Its points should be prefetched."""
    return Terms(
        version.document, version.issuer, version.title_zh, version.valid_from, version.valid_until, conditions_of(version),
        tuple(point.zh for point in version.points.all()),
    )  # fmt: skip


def firms_concerned(version: MeasureVersion, before: MeasureVersion | None) -> list[Account]:
    """The people of the firms for which the version is, or the one that it replaces was (N17); one statement."""
    people = Account.objects.filter(enterprise__zone=version.measure.zone_id, is_active=True).select_related(
        "enterprise"
    )
    asked, asked_before = conditions_of(version), conditions_of(before) if before else None
    return [
        one for one in people.order_by("pk")
        if one.enterprise and guidance.concerns(firm_of(one.enterprise), asked, asked_before)
    ]  # fmt: skip


# --- the library


def soon_of(in_force: Policy) -> date:
    """Until when an end counts as near."""
    return add_months(day_of(in_force.now), in_force.days("measure_ending"))


@dataclass(frozen=True)
class Line:
    """One measure in the list, by the version that counts now; of one that has not begun, by its first."""

    version: MeasureVersion
    state: State
    for_firm: bool | None  # whether it is for the reader's firm; None for others


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    next: int | None


def _shown(zone_id: int, today: date) -> QuerySet[MeasureVersion]:
    """Of each measure the last version that has begun, or the first one."""
    begun_later = MeasureVersion.objects.filter(measure=OuterRef("measure"), n__gt=OuterRef("n"), valid_from__lte=today)
    rows = MeasureVersion.objects.filter(~Exists(begun_later), measure__zone=zone_id)
    return rows.filter(Q(valid_from__lte=today) | Q(n=1)).select_related("measure__department")


def _state_is(state: str, today: date, soon: date) -> Q:
    """`guidance.state_of` for the versions of `_shown` as a condition (a test holds the two together)."""
    over = Q(valid_until__isnull=False, valid_until__lt=today) | Q(repealed_on__isnull=False, repealed_on__lte=today)
    near = Q(valid_until__isnull=False, valid_until__lte=soon) | Q(repealed_on__isnull=False, repealed_on__lte=soon)
    begun = Q(valid_from__lte=today)
    return {
        "in_force": begun & ~over, "ending": begun & ~over & near, "over": begun & over, "upcoming": ~begun,
    }.get(state, Q())  # fmt: skip


STATES = ("in_force", "ending", "over", "upcoming")  # as the list can be narrowed


def library(
    reader: Account, in_force: Policy, *, words: str = "", state: str = "", after: int | None = None, limit: int = PAGE
) -> Page:  # fmt: skip
    """The measures of the zone, the newest first, by key; every word in number, document, title, issuer or points. One statement."""
    today, soon = day_of(in_force.now), soon_of(in_force)
    found = _shown(reader.zone_id, today).filter(_state_is(state, today, soon))
    for word in words_of(words):
        found = found.filter(
            Q(measure__number__icontains=word) | Q(document__icontains=word) | Q(title_zh__icontains=word)
            | Q(title_en__icontains=word) | Q(issuer__icontains=word) | Exists(_point_with(word))
        )  # fmt: skip
    if after is not None:
        found = found.filter(measure__lt=after)
    read = list(found.order_by("-measure")[: limit + 1])
    lines = [_line(one, reader, today, soon) for one in read[:limit]]
    return Page(lines, read[limit - 1].measure_id if len(read) > limit else None)


def _point_with(word: str) -> QuerySet[Point]:
    return Point.objects.filter(Q(zh__icontains=word) | Q(en__icontains=word), version=OuterRef("pk"))


def _line(version: MeasureVersion, reader: Account, today: date, soon: date) -> Line:
    firm = reader.enterprise
    fits = guidance.matches(conditions_of(version), firm_of(firm)) if firm else None
    return Line(version, guidance.state_of(version, [version], today, soon), fits)


@dataclass(frozen=True)
class Edition:
    """One version with its state today."""

    version: MeasureVersion
    state: State
    since: date | None  # from when on it no longer counts


@dataclass(frozen=True)
class Dossier:
    measure: Measure
    editions: list[Edition]  # newest first
    shown: Edition  # the one in force; otherwise the last that was, or the first one to come
    judged: list[Judged] | None  # its conditions for the reader's firm
    fits: bool | None

    def edition(self, n: int) -> Edition | None:
        return next((one for one in self.editions if one.version.n == n), None)


def measure(reader: Account, number: str, in_force: Policy) -> Dossier:
    """One measure with all its versions; three statements. Raises Http404."""
    rows = Measure.objects.select_related("department", "contact")
    found = rows.filter(zone=reader.zone_id, number=number).first()
    if found is None:
        raise Http404
    versions = list(found.versions.order_by("n").prefetch_related("points"))
    today, soon = day_of(in_force.now), soon_of(in_force)
    editions = [
        Edition(one, guidance.state_of(one, versions, today, soon), guidance.since_when(one, versions, today)) for one in versions
    ]  # fmt: skip
    now = guidance.newest(versions, today) or versions[0]
    shown = next(one for one in editions if one.version is now)
    firm = firm_of(reader.enterprise) if reader.enterprise else None
    asked = conditions_of(now)
    return Dossier(
        found, editions[::-1], shown, judged=guidance.judged(asked, firm) if firm else None,
        fits=guidance.matches(asked, firm) if firm else None,
    )  # fmt: skip


def answers_citing(reader: Account, found: Measure) -> list[Citation]:
    """The newest answers that rest on a measure, of the requests that this reader may see; one statement."""
    rows = Citation.objects.filter(version__measure=found, service_request__in=access.visible(reader))
    read = rows.select_related("service_request__enterprise", "version").order_by("-cited_at", "-pk")
    return list(read[:LAST_ANSWERS])


def in_force_now(zone_id: int, today: date) -> list[MeasureVersion]:
    """What an answer may cite today, for the field that offers it; one statement."""
    rows = _shown(zone_id, today).filter(_state_is("in_force", today, today))
    return list(rows.order_by("-measure")[:OFFERED])


def question_about(r: ServiceRequest) -> str:
    """The number of the measure that a request asks about, empty for none; no statement unless it is a question of policy."""
    if r.category is None or r.category.code != guidance.CATEGORY:
        return ""
    raised = reading.latest(r.zone.code, "request.raised", [r.number]).get(r.number)
    return str(raised.facts.get("asks", {}).get("measure", "")) if raised else ""


def nearest(
    found: Iterable[MeasureVersion], asked_about: str, category: str, enterprise: Enterprise
) -> list[MeasureVersion]:
    """Those to tick without typing: the one that was asked about, then those of the request's kind that are for the firm."""
    firm = firm_of(enterprise)
    about = [one for one in found if one.measure.number == asked_about]
    kind = [
        one for one in found if category and category in one.categories and guidance.matches(conditions_of(one), firm)
    ]
    return list(dict.fromkeys([*about, *kind]))[:NEAREST]


# --- citing


def cite(act: Act, wanted: Sequence[str]) -> dict[str, Any]:
    """What the entry of an answer says of the measures it rests on; kept in rows besides (R-41).

    Raises Refused: unknown_measure, measure_not_in_force.
    """
    if not wanted:
        return {}
    found = list({one.pk: one for one in (version_in_force(act, name) for name in wanted)}.values())
    Citation.objects.bulk_create(Citation(service_request=act.request, version=one, cited_at=act.now) for one in found)
    return {"cites": [as_fact(one) for one in found]}


def version_in_force(act: Act, name: str) -> MeasureVersion:
    """The version that counts today, by number or document; one that is named with its version must be that one."""
    wanted, today = guidance.named(name), day_of(act.now)
    versions = _versions_of(act.policy.zone.pk, wanted.name, field="cites")
    now = guidance.in_force(versions, today)
    if (
        now is None
        or wanted.n not in (None, now.n)
        or (now.document != wanted.name and now.measure.number != wanted.name)
    ):
        raise Refused("measure_not_in_force", field="cites", given=name[:60])
    return now


def asked_about(zone_id: int, name: str, today: date) -> MeasureVersion:
    """The version a question is about: the one in force, otherwise the last that was. Raises Refused: unknown_measure."""
    versions = _versions_of(zone_id, guidance.named(name).name, field="measure")
    return guidance.newest(versions, today) or versions[0]


def _versions_of(zone_id: int, name: str, *, field: str) -> list[MeasureVersion]:
    meant = Measure.objects.filter(Q(number=name) | Q(versions__document=name), zone=zone_id)
    found = list(
        MeasureVersion.objects.filter(measure__in=meant).select_related("measure__zone").order_by("measure", "n")
    )
    if not found or len({one.measure_id for one in found}) > 1:
        raise Refused("unknown_measure", field=field, given=name[:60])
    return found


def as_fact(version: MeasureVersion) -> dict[str, Any]:
    return {"measure": version.measure.number, "version": version.n, "document": version.document}


# --- what a request cites


@dataclass(frozen=True)
class Cited:
    """A measure that an entry names, as of the day of the entry, and what has become of that version since."""

    version: MeasureVersion
    state: State
    since: date | None  # it no longer counts from this day on

    @property
    def is_stale(self) -> bool:
        return self.since is not None


def cites_of(one: Happening) -> list[dict[str, Any]]:
    """The measures that an entry names: those an answer cites, and the one a question is about."""
    asked = one.facts.get("asks")
    return [*([asked] if asked else []), *one.facts.get("cites", ())]


def cited_in(seen: Iterable[Happening], zone_id: int, in_force: Policy) -> Mapping[tuple[str, int], Cited]:
    """All that a request's entries cite, by number and version; one statement, and none where nothing is cited."""
    numbers = {fact["measure"] for one in seen for fact in cites_of(one)}
    if not numbers:
        return {}
    rows = MeasureVersion.objects.filter(measure__zone=zone_id, measure__number__in=numbers).select_related("measure")
    versions: dict[int, list[MeasureVersion]] = {}
    for row in rows.order_by("measure", "n"):
        versions.setdefault(row.measure_id, []).append(row)
    today, soon = day_of(in_force.now), soon_of(in_force)
    return {
        (row.measure.number, row.n): Cited(row, guidance.state_of(row, group, today, soon), guidance.since_when(row, group, today))
        for group in versions.values() for row in group
    }  # fmt: skip
