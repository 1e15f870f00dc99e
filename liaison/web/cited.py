"""Policies under an answer: what it cites and what has become of that since, and the field to name them with (R-41)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.casework import guidance
from liaison.casework.guidance import Cited
from liaison.casework.queries import Row
from liaison.record.reading import Happening
from liaison.registry.models import Account
from liaison.rules.deadlines import day_of
from liaison.speech import guidance as words

from .attaching import FilesForm

BETWEEN = re.compile(r"[,，、;；\s]+")
ByName = Mapping[tuple[str, int], Cited]


@dataclass(frozen=True)
class Cite:
    """One policy that was named, as it stood that day; `stale` says what has become of that version, empty while it counts."""

    title: str
    document: str
    edition: str
    url: str
    stale: str

    @property
    def line(self) -> str:
        """All of it in one line, for timelines and paper."""
        said = f"{self.title}{self.document}（{self.edition}）"
        return _("{cite}, {stale}").format(cite=said, stale=self.stale) if self.stale else said


def cites(one: Happening, known: ByName) -> list[Cite]:
    """The policies that an entry names."""
    return [
        _cite(known[key]) for fact in guidance.cites_of(one) if (key := (fact["measure"], fact["version"])) in known
    ]


def _cite(one: Cited) -> Cite:
    version = one.version
    number = version.measure.number
    # What was replaced leads to what has changed since.
    changed = f"?from={version.n}" if one.since else ""
    return Cite(
        title=words.title_of({"zh": version.title_zh, "en": version.title_en}), document=version.document,
        edition=_("{number}, version {n}").format(number=number, n=version.n),
        url=reverse("measure-detail", args=[number]) + changed, stale=words.stale(one.state, one.since) if one.since else "",
    )  # fmt: skip


# --- the field


class Ticked(forms.MultipleChoiceField):
    """Only carries what was ticked; whether it can be cited is for the action to say."""

    def valid_value(self, value: str) -> bool:
        return True


class CitingForm(FilesForm):
    """A form of an answer that may rest on policies: some to tick, any other by number or document."""

    cites = Ticked(label=_lazy("Policies it rests on"), widget=forms.CheckboxSelectMultiple)
    cite = forms.CharField(
        label=_lazy("Another policy"), help_text=_lazy("Number or document number; several with commas."),
        widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"}),
    )  # fmt: skip
    known: list[tuple[str, str]] = []

    def offer(self, reader: Account, seen: Row) -> None:
        """What may be cited today: the nearest to tick, all of them by name. One statement, two for a question about policies."""
        found = guidance.in_force_now(reader.zone_id, day_of(seen.policy.now))
        category = seen.r.category.code if seen.r.category else ""
        near = guidance.nearest(found, guidance.question_about(seen.r), category, seen.r.enterprise)
        ticks: Any = self.fields["cites"]
        ticks.choices = [(one.measure.number, f"{one.title} {one.document}") for one in near]
        self.known = [(one.measure.number, f"{one.title} {one.document}") for one in found]

    def values(self) -> dict[str, Any]:
        typed = super().values()
        named = [one for one in BETWEEN.split(typed.pop("cite", "")) if one]
        ticked = typed.pop("cites", [])
        return {**typed, "cites": [*ticked, *named]} if ticked or named else typed

    @property
    def cites_open(self) -> bool:
        """The field stands open where somebody has used it, or something is near enough to be ticked."""
        ticks: Any = self.fields["cites"]
        return bool(self["cite"].value() or self["cites"].value() or self["cites"].errors or ticks.choices)
