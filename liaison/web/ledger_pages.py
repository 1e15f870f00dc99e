"""Beside the ledger: the page on which it is narrowed, and the page of the reader's own lists. Sheets where there is script."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework.filters import Filters
from liaison.registry import queries, saved_lists
from liaison.registry.access import acts_for_enterprise
from liaison.registry.inputs import SavedListInput
from liaison.registry.models import Account, Category, Department
from liaison.rules.counting import CELLS
from liaison.rules.deadlines import day_of
from liaison.speech import statuses

from . import ledger_filters
from .forms import InputForm
from .who import signed_in

# --- narrowing it


class NarrowForm(forms.Form):
    """Fields are those of `Filters`; the ledger reads them from its address."""

    q = forms.CharField(max_length=ledger_filters.LONGEST, widget=forms.TextInput(attrs={"type": "search"}))
    counted = forms.ChoiceField()
    lamp = forms.ChoiceField()
    status = forms.ChoiceField()
    closed_as = forms.ChoiceField()
    channel = forms.ChoiceField()
    group = forms.ChoiceField()
    category = forms.ChoiceField()
    department = forms.ChoiceField()
    specialist = forms.ChoiceField()
    enterprise = forms.CharField(max_length=20)
    urgent = forms.BooleanField()
    raised_from = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    raised_to = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    closed_from = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    closed_to = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, asked: Filters, reader: Account) -> None:
        super().__init__(initial={name: getattr(asked, name) for name in ledger_filters.NAMES}, label_suffix="")
        for name, label in _labels().items():
            self.fields[name].label = label
            self.fields[name].required = False
        for name, words in _choices(reader).items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            kept = getattr(asked, name)
            # Several codes at once come from a saved list; they stay one choice here.
            several = {kept: _("as before")} if kept and kept not in words else {}
            field.choices = [("", _("All")), *several.items(), *words.items()]
        if acts_for_enterprise(reader):
            for name in ("enterprise", "specialist"):
                del self.fields[name]


def _labels() -> dict[str, str]:
    return {
        "q": _("Words"), "counted": _("Counts as"), "lamp": _("Lamp"), "status": _("Status"), "closed_as": _("Said by the enterprise"),
        "channel": _("Source"), "group": _("Kind"), "category": _("Category"), "department": _("Department"),
        "specialist": _("Specialist"), "enterprise": _("Code of the enterprise"), "urgent": _("Urgent only"),
        "raised_from": _("Raised from"), "raised_to": _("Raised to"), "closed_from": _("Closed from"), "closed_to": _("Closed to"),
    }  # fmt: skip


def _choices(reader: Account) -> dict[str, Mapping[str, str]]:
    def words(table: Mapping[str, object]) -> dict[str, str]:
        return {str(code): str(word) for code, word in table.items()}

    found: dict[str, Mapping[str, str]] = {
        "counted": {cell: statuses.cell_word(cell) for cell in CELLS}, "lamp": words(statuses.LAMPS),
        "status": words(statuses.STATUSES), "closed_as": words(statuses.ENDINGS), "channel": words(statuses.CHANNELS),
        "group": words(statuses.GROUPS),
        "category": {one.code: one.name for one in Category.objects.filter(zone=reader.zone_id).order_by("position", "pk")},
        "department": {one.code: one.name for one in Department.objects.filter(zone=reader.zone_id).order_by("external", "pk")},
    }  # fmt: skip
    found["specialist"] = (
        {} if acts_for_enterprise(reader) else {one.login: one.name for one in queries.specialists(reader)}
    )
    return found


@require_safe
def narrow(request: HttpRequest) -> HttpResponse:
    account, asked = signed_in(request), ledger_filters.read(request.GET)
    today = day_of(clock.now())
    back = ledger_filters.query_of(asked)
    return render(request, "ledger/narrow.html", {
        "form": NarrowForm(asked, account), "presets": _presets(asked, today),
        "back_url": reverse("ledger") + (f"?{back}" if back else ""),
    })  # fmt: skip


def _presets(asked: Filters, today: date) -> list[tuple[str, str]]:
    """Periods that are asked for again and again."""
    year, month = today.replace(month=1, day=1), today.replace(day=1)
    last_month, last_december = month - timedelta(days=1), year - timedelta(days=1)
    bare = replace(asked, raised_from=None, raised_to=None, closed_from=None, closed_to=None)
    periods = {
        _("Raised this year"): replace(bare, raised_from=year), _("Closed this year"): replace(bare, closed_from=year),
        _("Raised this month"): replace(bare, raised_from=month), _("Closed this month"): replace(bare, closed_from=month),
        _("Closed last month"): replace(bare, closed_from=last_month.replace(day=1), closed_to=last_month),
        _("Closed last year"): replace(bare, closed_from=last_december.replace(month=1, day=1), closed_to=last_december),
    }  # fmt: skip
    return [(words, f"{reverse('ledger')}?{ledger_filters.query_of(filters)}") for words, filters in periods.items()]


# --- own lists


class SavedListForm(InputForm):
    input_class = SavedListInput
    name = forms.CharField(widget=forms.TextInput(attrs={"maxlength": 40}))
    query = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the list")


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """The reader's own lists; with filters in the address, these can be kept as one more."""
    account = signed_in(request)
    query = ledger_filters.query_of(ledger_filters.read(request.GET))
    form = SavedListForm(request.POST if request.method == "POST" else None, initial={"query": query})
    if request.method == "POST":
        kept = form.attempt(lambda given: saved_lists.save(_tidied(given), by=account))
        if kept is not None:
            messages.success(request, _("The list is kept."))
            return redirect(f"{reverse('ledger')}?{kept.query}")
        query = form["query"].value() or ""
    return _lists_page(request, form, query)


@require_POST
def rename_list(request: HttpRequest, pk: int) -> HttpResponse:
    account, form = signed_in(request), SavedListForm(request.POST)
    if form.attempt(lambda given: saved_lists.rename(pk, given, by=account)) is None:
        return _lists_page(request, form, "", renaming=pk)
    return redirect("saved-lists")


@require_POST
def delete_list(request: HttpRequest, pk: int) -> HttpResponse:
    saved_lists.delete(pk, by=signed_in(request))
    messages.success(request, _("The list is gone; the requests are untouched."))
    return redirect("saved-lists")


def _tidied(given: SavedListInput) -> SavedListInput:
    """Only filters are kept, whatever came in."""
    return given.model_copy(update={"query": ledger_filters.query_of(ledger_filters.of_query(given.query))})


def _lists_page(request: HttpRequest, form: SavedListForm, query: str, renaming: int = 0) -> HttpResponse:
    account = signed_in(request)
    filters = ledger_filters.of_query(query)
    chips = [words for _name, words in ledger_filters.said(filters, {}, day_of(clock.now()))]
    counted = [statuses.cell_word(cell) for cell in filters.counted.split(",") if cell]
    return render(request, "ledger/lists.html", {
        "form": form, "query": query, "own": saved_lists.of(account), "renaming": renaming, "most": saved_lists.MOST,
        "narrowed": [*([f"“{filters.q}”"] if filters.q else []), *counted, *chips],
    }, status=form.status)  # fmt: skip
