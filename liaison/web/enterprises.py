"""企业: the list with its gaps, a firm's file, and the office's hand in it: enter, change, assign the specialist."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.casework.queries import Filters, Row, rows
from liaison.registry import actions, queries
from liaison.registry.access import ALL_ROWS, posts, visible_enterprises
from liaison.registry.inputs import AssignInput, EnterpriseInput
from liaison.registry.models import Account, Enterprise, Post
from liaison.speech import statuses
from liaison.speech.lists import listed

from . import request_rows
from .forms import InputForm
from .parts import Person, RequestRow
from .who import signed_in, title_of

LAST_REQUESTS = 5


class FirmForm(InputForm):
    input_class = EnterpriseInput
    name_zh = forms.CharField(label=_lazy("Name"))
    name_en = forms.CharField(label=_lazy("English name"))
    credit_code = forms.CharField(
        label=_lazy("Credit code"),
        help_text=_lazy("18 digits and capital letters; leave it empty until the firm is registered."),
    )
    status: Any = forms.CharField(
        label=_lazy("Status"), widget=forms.Select(choices=statuses.ENTERPRISE_STATUSES.items())
    )
    industry = forms.CharField(label=_lazy("Industry"))
    size: Any = forms.CharField(label=_lazy("Size"), widget=forms.Select())
    group = forms.CharField(label=_lazy("Company group"))
    address = forms.CharField(label=_lazy("Address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known, kept = dict(statuses.SIZES), str(self.initial.get("size") or "")
        others = [(kept, kept)] if kept and kept not in known else []
        self.fields["size"].widget.choices = [("", _("Not known")), *known.items(), *others]

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return {**typed, "industry": statuses.industry_code(typed["industry"])} if "industry" in typed else typed


class NewFirmForm(FirmForm):
    specialist = forms.CharField(label=_lazy("Specialist"), widget=forms.Select())


class AssignForm(InputForm):
    input_class = AssignInput
    specialist = forms.CharField(label=_lazy("Specialist"), widget=forms.Select())
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class Line:
    """A firm in the list."""

    code: str
    name: str
    status: str
    industry: str
    specialist: str
    department: str
    gap: bool
    url: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    words, status = request.GET.get("q", "").strip()[:100], request.GET.get("status", "")
    status, gaps = status if status in statuses.ENTERPRISE_STATUSES else "", bool(request.GET.get("gaps"))
    found, after = queries.firms(
        account, words=words, status=status, gaps=gaps, after=request.GET.get("after", "")[:10]
    )
    coverage = queries.coverage(account)
    kept = {"q": words, "status": status, "gaps": "1" if gaps else "", "after": after}
    context = {
        "finding": _finding(coverage), "coverage": coverage, "lines": [_line(row) for row in found],
        "words": words, "status": status, "gaps": gaps,
        "statuses": [(code, statuses.enterprise_status_word(code)) for code in Enterprise.Status.values],
        "may_enter": Post.OFFICE in posts(account), "older_url": _listing_url(kept) if after else "",
        "gaps_url": _listing_url({"gaps": "1"}), "filtered": bool(words or status or gaps),
    }  # fmt: skip
    return render(request, "enterprises/list.html", context)


def _line(row: queries.FirmRow) -> Line:
    firm, department = row.firm, row.specialist.department if row.specialist else None
    return Line(
        firm.code, firm.name, statuses.enterprise_status_word(firm.status), statuses.industry_word(firm.industry),
        row.specialist.name if row.specialist else "", department.name if department else "",
        row.gap, reverse("enterprise-detail", args=[firm.code]),
    )  # fmt: skip


def _listing_url(wanted: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in wanted.items() if value})
    return reverse("enterprises") + (f"?{query}" if query else "")


def _finding(coverage: queries.Coverage) -> str:
    """177 家企业，还有 1 家没有专员."""
    firms = ngettext("%(n)s firm", "%(n)s firms", coverage.firms) % {"n": coverage.firms}
    if not coverage.firms:
        return _("No firm yet")
    if not coverage.gaps:
        return _("{firms}, all with a specialist").format(firms=firms)
    return ngettext(
        "{firms}, {gaps} still without a specialist", "{firms}, {gaps} still without a specialist", coverage.gaps
    ).format(firms=firms, gaps=coverage.gaps)


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    account = signed_in(request)
    firm = _firm(request, code)
    served = queries.assignments(firm)
    specialist = served[0].specialist if served and served[0].until is None else None
    phones = _sees_phones(account, firm, specialist)
    page = rows(account, Filters(enterprise=firm.code), now=clock.now(), limit=LAST_REQUESTS)
    own = account.enterprise_id == firm.pk
    context = {
        "firm": firm, "specialist": specialist, "own": own, "served": served, "status": statuses.enterprise_status_word(firm.status),
        "industry": statuses.industry_word(firm.industry), "size": statuses.size_word(firm.size),
        "gap": specialist is None and firm.status != Enterprise.Status.LEFT,
        "holder": [_person(specialist)] if specialist else [],
        "people": [_contact(one, phones) for one in queries.contacts(firm)],
        "requests": [_request(row, account, own) for row in page.rows], "more": page.next is not None,
        "sees_requests": own or bool(posts(account) & (ALL_ROWS | {Post.SPECIALIST})),
        "may_change": Post.OFFICE in posts(account),
    }  # fmt: skip
    return render(request, "enterprises/detail.html", context)


def _request(row: Row, reader: Account, own: bool) -> RequestRow:
    """On the firm's own page its name need not be said again."""
    if own:
        return request_rows.for_enterprise(row, reader)
    line = request_rows.for_staff(row, reader)
    return replace(line, title=line.detail, detail="")


def _person(specialist: Account) -> Person:
    return Person(specialist.name, specialist.department.name if specialist.department else "", specialist.phone)


def _contact(one: queries.Contact, phones: bool) -> Person:
    role = listed(statuses.post_word(post) for post in one.posts) or _("contact")
    return Person(
        one.person.name,
        " · ".join(part for part in (role, title_of(one.person)) if part),
        one.person.phone if phones else "",
    )


def _sees_phones(reader: Account, firm: Enterprise, specialist: Account | None) -> bool:
    """Telephone numbers of a firm's people: for the firm itself, its specialist, the office, the chief and the leaders."""
    return reader.enterprise_id == firm.pk or reader == specialist or bool(posts(reader) & ALL_ROWS)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    _office_only(request)
    form = NewFirmForm(
        request.POST if request.method == "POST" else None, initial={"status": Enterprise.Status.OPERATING}
    )
    form.fields["specialist"].widget.choices = _specialists(request, _("Not yet"))
    firm = _attempt(
        request, form, lambda given: actions.create_enterprise(given, by=signed_in(request), now=clock.now())
    )
    if firm is None:
        context = {"form": form, "firm": None, "back_url": reverse("enterprises")}
        return render(request, "enterprises/form.html", context, status=form.status)
    messages.success(request, _("{firm} is entered with the code {code}.").format(firm=firm.name, code=firm.code))
    return redirect("enterprise-detail", firm.code)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    firm = _firm(request, code)
    _office_only(request)
    known = {name: getattr(firm, name) or "" for name in FirmForm.base_fields}
    known["industry"] = statuses.industry_word(firm.industry)
    form = FirmForm(request.POST if request.method == "POST" else None, initial=known)
    changed = _attempt(
        request, form, lambda given: actions.change_enterprise(code, given, by=signed_in(request), now=clock.now())
    )
    if changed is None:
        context = {"form": form, "firm": firm, "back_url": reverse("enterprise-detail", args=[code])}
        return render(request, "enterprises/form.html", context, status=form.status)
    messages.success(request, _("The file of {firm} is changed.").format(firm=changed.name))
    return redirect("enterprise-detail", code)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, code: str) -> HttpResponse:
    firm = _firm(request, code)
    _office_only(request)
    form = AssignForm(request.POST if request.method == "POST" else None)
    form.fields["specialist"].widget.choices = _specialists(request, _("Please choose"))
    made = _attempt(request, form, lambda given: actions.assign(code, given, by=signed_in(request), now=clock.now()))
    if made is None:
        served = queries.assignments(firm)
        now = served[0].specialist if served and served[0].until is None else None
        context = {"form": form, "firm": firm, "specialist": now, "back_url": reverse("enterprise-detail", args=[code])}
        return render(request, "enterprises/assign.html", context, status=form.status)
    sentence = _("{who} is now the specialist of {firm}.").format(who=made.specialist.name, firm=firm.name)
    messages.success(request, sentence)
    return redirect("enterprise-detail", code)


def _attempt(request: HttpRequest, form: InputForm, run: Any) -> Any:
    return form.attempt(run) if request.method == "POST" else None


def _firm(request: HttpRequest, code: str) -> Enterprise:
    found = visible_enterprises(signed_in(request)).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _office_only(request: HttpRequest) -> None:
    if Post.OFFICE not in posts(signed_in(request)):
        raise PermissionDenied


def _specialists(request: HttpRequest, none: str) -> list[tuple[str, str]]:
    """陈立群（经发局），联系 3 家: those with room first."""
    offered = [("", none)]
    one: Any  # with `load`
    for one in queries.specialists(signed_in(request)):
        load = ngettext("serves %(n)s firm", "serves %(n)s firms", one.load) % {"n": one.load}
        place = one.department.name if one.department else ""
        offered.append((one.login, " · ".join(part for part in (one.name, place, load) if part)))
    return offered
