"""The forms of the policy library: a policy, a version, its repeal, and a firm's question."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison import clock
from liaison.casework import actions
from liaison.casework.inputs import RaiseInput
from liaison.casework.measure_inputs import MeasureInput, RepealInput, VersionInput
from liaison.casework.models import MeasureVersion
from liaison.registry import queries
from liaison.registry.access import posts
from liaison.registry.inputs import Input
from liaison.registry.models import Account, Category, Post
from liaison.rules import guidance
from liaison.speech import guidance as words
from liaison.speech import statuses

from .forms import InputForm
from .raising import RaiseForm

LISTS = ("industries", "sizes", "statuses", "categories")
POINTS = ("points_zh", "points_en")


def _day(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.DateInput(attrs={"type": "date"}))


def _ticks(label: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, widget=forms.CheckboxSelectMultiple)


def _lines(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=forms.Textarea(attrs={"rows": 6}))


class VersionForm(InputForm):
    input_class: ClassVar[type[Input]] = VersionInput
    title_zh = forms.CharField(label=_lazy("Policy title"))
    title_en = forms.CharField(label=_lazy("English title"))
    document = forms.CharField(label=_lazy("Document number"))
    issuer = forms.CharField(label=_lazy("Issuer"))
    issued_on = _day(_lazy("Issued on"))
    valid_from = _day(_lazy("Valid from"))
    valid_until = _day(_lazy("Last day in force"), _lazy("Leave it empty if it is open."))
    points_zh = _lines(_lazy("What it says"), _lazy("In plain words, one point a line."))
    points_en = _lines(_lazy("The same in English"), _lazy("One line for each point, in the same order."))
    industries = _ticks(_lazy("For which industries"))
    sizes = _ticks(_lazy("For which sizes"))
    statuses = _ticks(_lazy("For firms that are"))
    categories = _ticks(_lazy("Which kinds of requests it is about"))
    source = forms.CharField(label=_lazy("Source"), help_text=_lazy("Web address, or where the paper lies."))
    contact = forms.CharField(label=_lazy("Whom to ask"), widget=forms.Select())
    phone = forms.CharField(label=_lazy("Phone"), widget=forms.TextInput(attrs={"type": "tel"}))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("industries") or []
        industries = [*statuses.INDUSTRIES, *(code for code in kept if code not in statuses.INDUSTRIES)]
        kinds = Category.objects.filter(zone=account.zone_id).order_by("position", "pk")
        self._offer("industries", [(code, statuses.industry_word(code)) for code in industries])
        self._offer("sizes", [(code, statuses.size_word(code)) for code in guidance.SIZES])
        self._offer("statuses", [(code, statuses.enterprise_status_word(code)) for code in guidance.STATUSES])
        self._offer("categories", [(one.code, one.name) for one in kinds])
        contact: Any = self.fields["contact"].widget
        contact.choices = [("", _("The department")), *_people(account)]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def values(self) -> dict[str, Any]:
        typed = super().values()
        points = {
            name: [line.strip() for line in typed[name].splitlines() if line.strip()]
            for name in POINTS
            if name in typed
        }
        return {**typed, **points}


class CorrectForm(VersionForm):
    """The same for a version that is not in force yet."""


class MeasureForm(VersionForm):
    input_class = MeasureInput
    department = forms.CharField(label=_lazy("Department"), widget=forms.Select())

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(account, *args, **kwargs)
        offered = queries.departments(account, inside=Post.OFFICE not in posts(account))
        own = None if Post.OFFICE in posts(account) else account.department_id
        department: Any = self.fields["department"].widget
        choices = [(one.code, one.name) for one in offered if own in (None, one.pk)]
        department.choices = choices if own else [("", _("Please choose")), *choices]


def _people(account: Account) -> list[tuple[str, str]]:
    """Clerks and heads of the departments, with where they are."""
    people = Account.objects.filter(zone=account.zone_id, is_active=True, department__isnull=False)
    held = people.filter(appointments__post__in=(Post.CLERK, Post.HEAD), appointments__until=None).distinct()
    rows = held.select_related("department").order_by("department", "pk")
    return [(one.login, f"{one.name} · {one.department.name}" if one.department else one.name) for one in rows]


def known_of(version: MeasureVersion, *, again: bool = False) -> dict[str, Any]:
    """What a form about a version begins with; for the next version without its days and its document number."""
    points = list(version.points.all())
    english = [one.en for one in points if one.en]
    contact = version.measure.contact
    known = {
        "title_zh": version.title_zh, "title_en": version.title_en, "issuer": version.issuer, "source": version.source,
        "points_zh": "\n".join(one.zh for one in points), "points_en": "\n".join(english),
        "contact": contact.login if contact else "", "phone": version.measure.phone,
        **{name: getattr(version, name) for name in LISTS},
    }  # fmt: skip
    if again:
        return known
    days = {name: getattr(version, name) for name in ("issued_on", "valid_from", "valid_until")}
    return {
        **known,
        "document": version.document,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }


class RepealForm(InputForm):
    input_class = RepealInput
    repealed_on = _day(_lazy("Repealed from"), _lazy("The first day on which it no longer counts."))
    reason = forms.CharField(
        label=_lazy("By what"), help_text=_lazy("The document that repeals it, and why."), widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip


class AskForm(RaiseForm):
    """A question about one policy: without a word typed it asks what everybody asks."""

    file_kinds: ClassVar[Sequence[str]] = ()
    text = forms.CharField(label=_lazy("Your question"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, version: MeasureVersion | None, *args: Any, **kwargs: Any) -> None:
        self.version = version
        super().__init__(*args, **kwargs)

    @classmethod
    def blank(cls) -> "AskForm":
        return cls(None, initial={"key": uuid.uuid4().hex})

    def values(self) -> dict[str, Any]:
        typed = super().values()
        if self.version is None:
            return typed
        return {"text": _default(self.version), **typed, "measure": self.version.measure.number}

    def _raise(self, given: RaiseInput, account: Account) -> str:
        """Not compared with what the firm asked before: questions about one policy are worded alike."""
        return actions.raise_request(given, by=account, now=clock.now()).number


def _default(version: MeasureVersion) -> str:
    title = words.title_of({"zh": version.title_zh, "en": version.title_en})
    return _("We ask about {title} ({document}): does it apply to us, and how do we apply?").format(
        title=title, document=version.document
    )
