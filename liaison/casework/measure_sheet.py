"""The policy library as a table: taken in whole or not at all, and written out in the same shape (R-41)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from liaison import record
from liaison.registry.models import Zone
from liaison.rules import measure_file
from liaison.rules.measure_file import Row
from liaison.rules.refusals import Refused
from liaison.speech.measure_faults import fault_sentence, line_sentence
from liaison.speech.refusals import refusal
from liaison.speech.shapes import shape_errors

from .actions import guiding
from .measure_inputs import MeasureInput, MeasureRow, RepealInput, VersionInput
from .models import MeasureVersion


@dataclass(frozen=True)
class Fault:
    line: int
    code: str
    detail: str


@dataclass
class Outcome:
    measures: list[str] = field(default_factory=list)  # numbers, in the order of the file
    versions: int = 0  # new ones
    known: int = 0  # rows that say what is here already
    faults: list[Fault] = field(default_factory=list)


class _Undo(Exception):
    """The transaction of a check, or of a file with a fault, is rolled back."""


def take_in(text: str | None, zone: Zone, *, now: datetime, check: bool) -> Outcome:
    """Every row, or with a single fault none of them; a check does the same and takes it back."""
    reading = measure_file.read(text)
    outcome = Outcome(faults=[Fault(one.line, one.code, fault_sentence(one)) for one in reading.faults])
    try:
        with record.transaction():
            for row in reading.rows:
                _row(row, zone, now, outcome)
            if check or outcome.faults:
                raise _Undo
    except _Undo:
        pass
    return outcome


def _row(row: Row, zone: Zone, now: datetime, outcome: Outcome) -> None:
    try:
        given = MeasureRow.model_validate(row.values)
    except ValidationError as error:
        outcome.faults += [
            Fault(row.line, one.code, line_sentence(row.line, one.sentence)) for one in shape_errors(error)
        ]
        return
    try:
        with record.transaction():
            number, is_new = _version(given, zone, now)
    except Refused as no:
        outcome.faults.append(Fault(row.line, no.code, line_sentence(row.line, refusal(no))))
        return
    outcome.versions, outcome.known = outcome.versions + is_new, outcome.known + (not is_new)
    outcome.measures = list(dict.fromkeys([*outcome.measures, number]))


def _version(given: MeasureRow, zone: Zone, now: datetime) -> tuple[str, bool]:
    """The number of the measure, and whether its version is new. Raises Refused: version_stays and those of `guiding`."""
    said = given.model_dump(exclude={"number", "repealed_on", "repealed_by"})
    known = _known(given, zone)
    if known is not None and (same := known.filter(valid_from=given.valid_from).first()):
        if _terms(same) != {name: value for name, value in said.items() if name in _terms(same)}:
            raise Refused("version_stays", field="valid_from", number=same.measure.number, n=same.n)
        _repeal(same, given, zone, now)
        return same.measure.number, False
    first = known.first() if known is not None else None
    if first is None:
        made = guiding.enter_measure(MeasureInput(**said), by=None, now=now, zone=zone, number=given.number or "")
    else:
        version = VersionInput(**{name: value for name, value in said.items() if name != "department"})
        made = guiding.enter_version(first.measure.number, version, by=None, now=now, zone=zone)
    _repeal(made, given, zone, now)
    return made.measure.number, True


def _known(given: MeasureRow, zone: Zone) -> Any:
    """The versions of the measure that a row belongs to; None for a row without a number whose document is new here."""
    rows = MeasureVersion.objects.filter(measure__zone=zone).select_related("measure").order_by("n")
    if given.number:
        return rows.filter(measure__number=given.number)
    same = rows.filter(document=given.document).first()
    return rows.filter(measure=same.measure) if same else None


def _repeal(version: MeasureVersion, given: MeasureRow, zone: Zone, now: datetime) -> None:
    if given.repealed_on is None or version.repealed_on == given.repealed_on:
        return
    if version.repealed_on is not None:
        raise Refused("version_stays", field="repealed_on", number=version.measure.number, n=version.n)
    reason = RepealInput(repealed_on=given.repealed_on, reason=given.repealed_by or given.document)
    guiding.repeal(version.measure.number, reason, by=None, now=now, zone=zone)


# --- out


def rows(zone: Zone) -> Iterator[dict[str, Any]]:
    """Every version, the oldest measure first, in the shape that `take_in` reads; empty values are left out."""
    found = MeasureVersion.objects.filter(measure__zone=zone).select_related(
        "measure__department", "measure__contact", "repeal"
    )
    for version in found.prefetch_related("points").order_by("measure__number", "n"):
        measure = version.measure
        told = {
            "number": measure.number, "department": measure.department.code, "contact": measure.contact.login if measure.contact else "",
            "phone": measure.phone, **_terms(version), "repealed_on": version.repealed_on,
            "repealed_by": version.repeal.text if version.repeal else "",
        }  # fmt: skip
        plain = {
            name: told[name].isoformat() if hasattr(told[name], "isoformat") else told[name]
            for name in measure_file.COLUMNS
        }
        yield {name: value for name, value in plain.items() if value not in (None, "", [])}


def _terms(version: MeasureVersion) -> dict[str, Any]:
    """What a version says, as its input says it."""
    points = list(version.points.all())
    english = [one.en for one in points]
    return {
        "document": version.document, "issuer": version.issuer, "title_zh": version.title_zh, "title_en": version.title_en,
        "issued_on": version.issued_on, "valid_from": version.valid_from, "valid_until": version.valid_until, "source": version.source,
        "industries": version.industries, "sizes": version.sizes, "statuses": version.statuses, "categories": version.categories,
        "points_zh": [one.zh for one in points], "points_en": english if any(english) else [],
    }  # fmt: skip
