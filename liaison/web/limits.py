"""时限: what the zone goes by, since when and by which rule; a new value is looked at before it is set (R-15, mission §5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.casework import whatif
from liaison.registry import rulebook
from liaison.registry.access import posts
from liaison.registry.inputs import LimitsInput
from liaison.registry.models import Account, Post
from liaison.registry.policy import BEGINNING, Policy, policy
from liaison.rules import limits
from liaison.rules.deadlines import day_of
from liaison.rules.presets import PRESETS
from liaison.speech import dates
from liaison.speech import limits as words
from liaison.speech import presets as preset_words

from .calendar import READERS, for_office
from .forms import InputForm
from .who import signed_in


class LimitsForm(InputForm):
    """One field for each limit that is to change, and the day from which the values hold."""

    input_class = LimitsInput
    given: LimitsInput
    effective_on = forms.CharField(
        label=_lazy("In force from"), widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_lazy("Tomorrow at the earliest. What began before keeps its limit."),
    )  # fmt: skip

    def __init__(self, keys: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = keys
        for key in keys:
            self.fields[key] = _field(key)

    def values(self) -> dict[str, Any]:
        given = {key: self.cleaned_data[key] for key in self.keys if self.cleaned_data[key]}
        return {"values": given, "effective_on": self.cleaned_data["effective_on"]}

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[key] for key in self.keys]


def _field(key: str) -> forms.CharField:
    unit = limits.LIMITS[key].unit
    clocked = unit == "time_of_day"
    widget = forms.TimeInput(attrs={"type": "time"}) if clocked else forms.TextInput(attrs={"inputmode": "numeric"})
    hint = "" if clocked else words.unit_word(unit)
    return forms.CharField(label=words.limit_word(key), help_text=hint, widget=widget, required=False)


@dataclass(frozen=True)
class Line:
    """One limit as the page shows it."""

    key: str
    name: str
    value: str
    rule: str
    source: str
    since: str
    coming: str  # what is set for a later day
    history: Sequence[str]
    url: str


@dataclass(frozen=True)
class PresetLine:
    name: str
    values: Sequence[str]
    rest: Sequence[str]
    url: str


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & READERS:
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    groups = [(title, [_line(key, in_force) for key in keys]) for _code, title, keys in words.GROUPS]
    own = sum(1 for _title, lines in groups for line in lines if line.since)
    return render(request, "limits/page.html", {
        "finding": _finding(len(limits.LIMITS), own), "groups": groups, "presets": [_preset(key) for key in PRESETS],
        "may_change": Post.OFFICE in posts(account),
    })  # fmt: skip


def _finding(count: int, own: int) -> str:
    if not own:
        return _("{n} limits, all as they came").format(n=count)
    return ngettext("{n} limits, {own} of them set here", "{n} limits, {own} of them set here", own).format(
        n=count, own=own
    )


def _line(key: str, in_force: Policy) -> Line:
    limit, now = limits.LIMITS[key], in_force.now
    changes = sorted(
        (since, value) for changed, value, since in in_force.changes if changed == key and since > BEGINNING
    )
    past, coming = [one for one in changes if one[0] <= now], [one for one in changes if one[0] > now]
    return Line(
        key, words.limit_word(key), words.limit_value(key, limits.value_at(key, in_force.changes, now)),
        words.rule_word(limit.rule),
        words.source_word(limit.source), dates.day(day_of(past[-1][0]), day_of(now)) if past else "",
        _from(key, *coming[0], now) if coming else "", [_from(key, *one, now) for one in past[:-1]] if past else [],
        reverse("limits-change", args=[key]),
    )  # fmt: skip


def _from(key: str, since: datetime, value: str, now: datetime) -> str:
    return _("{value} from {day} on").format(
        value=words.limit_value(key, value), day=dates.day(day_of(since), day_of(now))
    )


def _preset(key: str) -> PresetLine:
    preset = PRESETS[key]
    values = [f"{words.limit_word(one)} {words.limit_value(one, value)}" for one, value in preset.values.items()]
    url = reverse("limits-change", args=[key]) if values else ""
    return PresetLine(preset_words.preset_word(key), values, [preset_words.rest_words(one) for one in preset.rest], url)


# --- changing


@require_safe
def change(request: HttpRequest, what: str) -> HttpResponse:
    """The form for one limit, or for all that a preset says."""
    account = for_office(request)
    in_force = policy(account.zone, clock.now())
    initial = _initial(what, in_force)
    tomorrow = day_of(in_force.now) + timedelta(days=1)
    return _form_page(request, LimitsForm(list(initial), initial={**initial, "effective_on": tomorrow.isoformat()}))


def _initial(what: str, in_force: Policy) -> Mapping[str, str]:
    if what in PRESETS and PRESETS[what].values:
        return PRESETS[what].values
    if what not in limits.LIMITS:
        raise Http404
    return {what: str(limits.value_at(what, in_force.changes, in_force.now))}


def _form_page(request: HttpRequest, form: LimitsForm) -> HttpResponse:
    return render(request, "limits/form.html", {"form": form, "back_url": reverse("limits")}, status=form.status)


def _typed(request: HttpRequest) -> LimitsForm:
    return LimitsForm([key for key in limits.LIMITS if key in request.POST], request.POST)


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What the values would mean; nothing is written here."""
    account = for_office(request)
    in_force, form = policy(account.zone, clock.now()), _typed(request)
    changes = form.attempt(lambda given: rulebook.judge_limits(given, in_force))
    if changes is None:
        return _form_page(request, form)
    given = form.given
    return render(request, "limits/preview.html", {
        "changes": [_change(key, value, in_force) for key, value in changes.items()],
        "day": dates.day(given.effective_on, day_of(in_force.now)), "found": _found(whatif.preview(changes, in_force)),
        "kept": {**given.values, "effective_on": given.effective_on.isoformat()}, "back_url": reverse("limits"),
    })  # fmt: skip


def _change(key: str, value: str, in_force: Policy) -> tuple[str, str, str]:
    old = limits.value_at(key, in_force.changes, in_force.now)
    return words.limit_word(key), words.limit_value(key, old), words.limit_value(key, value)


@dataclass(frozen=True)
class Found:
    """What a preview says, in words."""

    new_ones: str
    rows: Sequence[tuple[str, int, int, int]]  # what, of how many, late as it is, late under the new values


def _found(seen: whatif.Preview) -> Found:
    names = {
        "firm": _("Replies to enterprises"), "departments": _("Replies of departments"), "report_in": _("Reporting in"),
    }  # fmt: skip
    rows = [(names[one.what], one.now.of, one.now.late, one.then.late) for one in seen.tried]
    return Found(_shift(seen), rows)


def _shift(seen: whatif.Preview) -> str:
    earlier, later = seen.shifted.earlier, seen.shifted.later
    if not earlier and not later:
        return _("New requests would get the same due time as today's.")
    pattern = (
        _("Of requests like the {n} open ones, {earlier} would be due earlier.") if not later
        else _("Of requests like the {n} open ones, {later} would be due later.") if not earlier
        else _("Of requests like the {n} open ones, {earlier} would be due earlier and {later} later.")
    )  # fmt: skip
    return pattern.format(n=seen.open_requests, earlier=earlier, later=later)


@require_POST
def put(request: HttpRequest) -> HttpResponse:
    account: Account = for_office(request)
    form = _typed(request)
    changed = form.attempt(lambda given: rulebook.set_limits(given, by=account, now=clock.now()))
    if changed is None:
        return _form_page(request, form)
    said = ngettext("%(n)s limit is set, from %(day)s on.", "%(n)s limits are set, from %(day)s on.", len(changed))
    messages.success(
        request, said % {"n": len(changed), "day": dates.day(form.given.effective_on, day_of(clock.now()))}
    )
    return redirect("limits")
