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
from liaison.casework import actions, visiting_desk
from liaison.casework.coverage import proposals
from liaison.casework.filters import Filters
from liaison.casework.queries import Row, rows
from liaison.registry import actions as register
from liaison.registry import coverage as zonewide
from liaison.registry import queries
from liaison.registry.access import ALL_ROWS, posts, visible_enterprises
from liaison.registry.inputs import AssignInput, EnterpriseInput, LeaveZoneInput
from liaison.registry.models import Account, Assignment, Enterprise, Post
from liaison.registry.policy import policy
from liaison.speech import statuses
from liaison.speech.lists import listed
from liaison.speech.proposals import why

from . import agency, request_rows, visit_lines
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

    def offer(self, left: bool) -> None:
        """迁出 is a step of its own: it is offered only where it stands already."""
        kept = [
            (code, word)
            for code, word in statuses.ENTERPRISE_STATUSES.items()
            if left or code != Enterprise.Status.LEFT
        ]
        self.fields["status"].widget.choices = kept

    def values(self) -> dict[str, Any]:
        typed = super().values()
        return {**typed, "industry": statuses.industry_code(typed["industry"])} if "industry" in typed else typed


class NewFirmForm(FirmForm):
    specialist = forms.CharField(label=_lazy("Specialist"), widget=forms.Select())
    anyway = forms.BooleanField(label=_lazy("It is another enterprise, please enter it"))


class AssignForm(InputForm):
    input_class = AssignInput
    specialist = forms.CharField(label=_lazy("Specialist"), widget=forms.Select())
    reason = forms.CharField(label=_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class LeaveZoneForm(InputForm):
    input_class = LeaveZoneInput
    reason = forms.CharField(label=_lazy("Where to and why"), widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True)
class Proposed:
    """Somebody who could serve the firm, and why."""

    login: str
    name: str
    place: str
    why: str


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
        "may_enter": Post.OFFICE in posts(account), "sees_coverage": bool(posts(account) & ALL_ROWS),
        "sees_leaves": bool(posts(account) & {*ALL_ROWS, Post.SPECIALIST}), "older_url": _listing_url(kept) if after else "",
        "gaps_url": _listing_url({"gaps": "1"}), "filtered": bool(words or status or gaps),
    }  # fmt: skip
    return render(request, "enterprises/list.html", context)


def _line(row: queries.FirmRow) -> Line:
    firm, department = row.firm, row.specialist.department if row.specialist else None
    name = row.specialist.name if row.specialist else ""
    return Line(
        firm.code, firm.name, statuses.enterprise_status_word(firm.status), statuses.industry_word(firm.industry),
        f"{name} ({row.stand_in.name})" if row.stand_in else name, department.name if department else "",
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
    now = served[0] if served and served[0].until is None else None
    specialist = now.holder if now else None
    phones = _sees_phones(account, firm, now)
    page = rows(account, Filters(enterprise=firm.code), policy(account.zone, clock.now()), limit=LAST_REQUESTS)
    own = account.enterprise_id == firm.pk
    context = {
        "firm": firm, "specialist": specialist, "own": own, "served": served, "status": statuses.enterprise_status_word(firm.status),
        "industry": statuses.industry_word(firm.industry), "size": statuses.size_word(firm.size),
        "gap": specialist is None and firm.status != Enterprise.Status.LEFT,
        "holder": [_person(specialist)] if specialist else [],
        "people": [_contact(one, phones) for one in queries.contacts(firm)],
        "requests": [_request(row, account, own) for row in page.rows], "more": page.next is not None,
        "sees_requests": own or bool(posts(account) & (ALL_ROWS | {Post.SPECIALIST})),
        "away": now.specialist if now and now.stand_in else None,
        "visits": [visit_lines.line(one, account, clock.now(), own=own) for one in visiting_desk.of_firm(account, firm)],
        "may_visit": not own and bool(posts(account) & visit_lines.VISITORS),
        "may_open_agency": bool(posts(account) & agency.OPENERS) and firm.status != Enterprise.Status.LEFT,
        "may_change": Post.OFFICE in posts(account), "left": firm.status == Enterprise.Status.LEFT,
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


def _sees_phones(reader: Account, firm: Enterprise, now: Assignment | None) -> bool:
    """Telephone numbers of a firm's people: for the firm itself, who serves it, the office, the chief and the leaders."""
    serves = now is not None and reader in (now.specialist, now.stand_in)
    return reader.enterprise_id == firm.pk or serves or bool(posts(reader) & ALL_ROWS)


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    _office_only(request)
    form = NewFirmForm(
        request.POST if request.method == "POST" else None, initial={"status": Enterprise.Status.OPERATING}
    )
    form.fields["specialist"].widget.choices = _specialists(request, _("Not yet"))
    form.offer(left=False)
    firm = _attempt(
        request, form, lambda given: actions.enter_enterprise(given, by=signed_in(request), now=clock.now())
    )
    if firm is None:
        given = getattr(form, "given", None)
        alike = queries.look_alikes(signed_in(request), given) if isinstance(given, EnterpriseInput) else []
        context = {"form": form, "firm": None, "back_url": reverse("enterprises"), "alike": alike}
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
    form.offer(left=firm.status == Enterprise.Status.LEFT)
    changed = _attempt(
        request, form, lambda given: register.change_enterprise(code, given, by=signed_in(request), now=clock.now())
    )
    if changed is None:
        context = {"form": form, "firm": firm, "back_url": reverse("enterprise-detail", args=[code])}
        return render(request, "enterprises/form.html", context, status=form.status)
    messages.success(request, _("The file of {firm} is changed.").format(firm=changed.name))
    return redirect("enterprise-detail", code)


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """换专员: with the five who fit best and why; a person decides (R-05, N5)."""
    if Post.OFFICE not in posts(signed_in(request)):
        _firm(request, code)  # first whether it is there for him at all
        raise PermissionDenied
    initial = {"specialist": request.GET.get("specialist", "")[:60]}
    form = AssignForm(request.POST if request.method == "POST" else None, initial=initial)
    made = _attempt(request, form, lambda given: actions.transfer(code, given, by=signed_in(request), now=clock.now()))
    if made is None:
        zone = signed_in(request).zone
        seen = zonewide.read(zone, policy(zone, clock.now()))
        firm, now = seen.firms.get(code) or _firm(request, code), seen.serving.get(code)
        form.fields["specialist"].widget.choices = _roster(seen)
        context = {
            "form": form, "firm": firm, "specialist": now.specialist if now else None, "stand_in": now.stand_in if now else None,
            "proposed": _proposed(firm, seen), "back_url": reverse("enterprise-detail", args=[code]),
        }  # fmt: skip
        return render(request, "enterprises/assign.html", context, status=form.status)
    sentence = _("{who} is now the specialist of {firm}.").format(who=made.specialist.name, firm=made.enterprise.name)
    messages.success(request, sentence)
    return redirect("enterprise-detail", code)


def _proposed(firm: Enterprise, seen: zonewide.Zonewide) -> list[Proposed]:
    if firm.code not in seen.firms:  # it has left
        return []
    people = [(seen.roster[one.login], one) for one in proposals([firm], seen)[firm.code]]
    return [
        Proposed(one.login, person.name, person.department.name if person.department else "", why(one.reasons))
        for person, one in people
    ]


@require_http_methods(["GET", "POST"])
def leave_zone(request: HttpRequest, code: str) -> HttpResponse:
    """迁出: once nothing is open any more (R-01)."""
    firm = _firm(request, code)
    _office_only(request)
    form = LeaveZoneForm(request.POST if request.method == "POST" else None)
    left = _attempt(
        request, form, lambda given: actions.leave_zone(code, given, by=signed_in(request), now=clock.now())
    )
    if left is None:
        context = {"form": form, "firm": firm, "back_url": reverse("enterprise-detail", args=[code])}
        return render(request, "enterprises/leave_zone.html", context, status=form.status)
    messages.success(request, _("{firm} has left the zone.").format(firm=left.name))
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
    found: list[Any] = queries.specialists(signed_in(request))  # with `load`
    return [("", none), *((one.login, _offered(one, one.load)) for one in found)]


def _roster(seen: zonewide.Zonewide) -> list[tuple[str, str]]:
    """Those with room first, and nobody who is away."""
    able = sorted((seen.coverage.load[login], login) for login in seen.roster if login not in seen.away)
    return [("", _("Please choose")), *((login, _offered(seen.roster[login], load)) for load, login in able)]


def _offered(one: Account, load: int) -> str:
    """陈立群 · 经发局 · 联系 3 家."""
    firms = ngettext("serves %(n)s firm", "serves %(n)s firms", load) % {"n": load}
    return " · ".join(part for part in (one.name, one.department.name if one.department else "", firms) if part)
