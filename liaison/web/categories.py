"""类别: how requests are sorted, who usually leads and who joins; kept by the office (R-09)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.registry import queries, rulebook
from liaison.registry.access import posts
from liaison.registry.inputs import CategoryInput, Input, NewCategoryInput
from liaison.registry.models import Account, Category, Post
from liaison.speech import statuses
from liaison.speech.lists import listed

from .calendar import READERS, for_office
from .forms import InputForm
from .who import signed_in


class CategoryForm(InputForm):
    input_class: ClassVar[type[Input]] = CategoryInput
    name_zh = forms.CharField(label=_lazy("Name"))
    name_en = forms.CharField(label=_lazy("English name"))
    group = forms.CharField(label=_lazy("Group"), widget=forms.Select())
    position = forms.CharField(
        label=_lazy("Place in the list"), help_text=_lazy("Small numbers stand first."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    lead = forms.CharField(label=_lazy("Who usually leads"), widget=forms.Select())
    co = forms.MultipleChoiceField(label=_lazy("Who usually joins"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, one.name) for one in queries.departments(account, inside=True)]
        groups: Any = self.fields["group"].widget
        groups.choices = [(code, statuses.group_word(code)) for code in Category.Group.values]
        lead: Any = self.fields["lead"].widget
        lead.choices = [("", _("Nobody in particular")), *offered]
        co: Any = self.fields["co"]
        co.choices = offered


class NewCategoryForm(CategoryForm):
    input_class = NewCategoryInput
    code = forms.CharField(
        label=_lazy("Code"), help_text=_lazy("Small letters; it never changes."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    code: str
    name: str
    lead: str
    co: str
    url: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not posts(account) & READERS:
        raise PermissionDenied
    found = list(queries.categories(account.zone_id))
    groups = [
        (statuses.group_word(code), [_line(one) for one in found if one.group == code])
        for code in Category.Group.values
    ]
    context = {"groups": groups, "count": len(found), "may_change": Post.OFFICE in posts(account)}
    return render(request, "categories/list.html", context)


def _line(row: Category) -> Line:
    joins = listed(one.name for one in row.co.all())
    return Line(
        row.code, row.name, row.lead.name if row.lead else "", joins, reverse("category-change", args=[row.code])
    )


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    account = for_office(request)
    form = NewCategoryForm(account, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = form.attempt(lambda given: rulebook.enter_category(given, by=account, now=clock.now()))
        if made:
            return _saved(request, made)
    return _page(request, form, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    account = for_office(request)
    row = queries.categories(account.zone_id).filter(code=code).first()
    if row is None:
        raise Http404
    form = CategoryForm(account, request.POST if request.method == "POST" else None, initial=_known(row))
    if request.method == "POST":
        done = form.attempt(lambda given: rulebook.change_category(code, given, by=account, now=clock.now()))
        if done:
            return _saved(request, done)
    return _page(request, form, row)


def _known(row: Category) -> dict[str, Any]:
    return {
        "name_zh": row.name_zh, "name_en": row.name_en, "group": row.group, "position": row.position,
        "lead": row.lead.code if row.lead else "", "co": [one.code for one in row.co.all()],
    }  # fmt: skip


def _saved(request: HttpRequest, row: Category) -> HttpResponse:
    messages.success(request, _("The category {name} is saved.").format(name=row.name))
    return redirect("categories")


def _page(request: HttpRequest, form: CategoryForm, row: Category | None) -> HttpResponse:
    context = {"form": form, "row": row, "back_url": reverse("categories")}
    return render(request, "categories/form.html", context, status=form.status)
