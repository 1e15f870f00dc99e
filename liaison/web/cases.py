"""典型案例: the list for everybody, one case, and the way from a draft to the firm's word (R-55)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import actions, cases
from liaison.casework.common_inputs import CaseInput, ConsentInput
from liaison.casework.desk_queries import Glance
from liaison.casework.inputs import Nothing
from liaison.casework.models import TypicalCase
from liaison.registry.access import acts_for_enterprise, posts
from liaison.registry.models import Account, Post
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import common as words_of
from liaison.speech import dates
from liaison.speech.refusals import refusal

from . import handling, request_page
from .forms import InputForm
from .handling import words
from .who import signed_in

KEY_DIGITS = 15


class CaseForm(InputForm):
    input_class = CaseInput
    title = forms.CharField(label=_lazy("Title"), widget=forms.TextInput(attrs={"maxlength": 60}))
    text = words(
        _lazy("How it was solved"),
        8,
        _lazy("The trouble, who did what, what it is like now. Leave out the enterprise's name."),
    )


class ConsentForm(InputForm):
    input_class = ConsentInput
    answer = forms.ChoiceField(
        label=_lazy("May it be told?"), widget=forms.RadioSelect,
        choices=[
            ("with_name", _lazy("Yes, with our name")), ("without_name", _lazy("Yes, without our name")),
            ("no", _lazy("No, please do not tell it")),
        ],
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A case as this reader may read it."""

    pk: int
    url: str
    title: str
    text: str
    firm: str  # empty: it is not named
    state: str
    waits: bool
    about: str
    evidence: str  # address of the request, for those who may open it
    number: str


def _line(case: TypicalCase, account: Account) -> Line:
    row: Any = case
    today = day_of(clock.now())
    category = case.service_request.category
    when = dates.day(day_of(case.published_at), today) if case.published_at else ""
    return Line(
        pk=case.pk, url=reverse("case", args=[case.pk]), title=case.title.text if case.title else "",
        text=case.text.text if case.text else "", firm=case.enterprise.name if cases.named(case, account) else "",
        state="" if case.state == cases.PUBLISHED else words_of.case_word(case.state), waits=case.state in cases.GOING_ON,
        about=" · ".join(one for one in (category.name if category else "", when) if one), number=row.evidence or "",
        evidence=reverse("request-detail", args=[row.evidence]) if row.evidence else "",
    )  # fmt: skip


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account, after = signed_in(request), request.GET.get("after", "")
    key = int(after) if after.isascii() and after.isdigit() and len(after) <= KEY_DIGITS else None
    page = cases.listing(account, key)
    waiting = [] if key else cases.waiting(account)
    return render(request, "cases/list.html", {
        "lines": [_line(one, account) for one in page.rows], "waiting": [_line(one, account) for one in waiting],
        "older_url": f"{reverse('cases')}?after={page.next}" if page.next else "",
    })  # fmt: skip


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, pk)


def _show(
    request: HttpRequest, pk: int, form: ConsentForm | None = None, error: str = "", status: int = 200
) -> HttpResponse:
    account = signed_in(request)
    case = cases.one(account, pk)
    row: Any = case
    principal = (
        acts_for_enterprise(account)
        and account.enterprise_id == case.enterprise_id
        and Post.PRINCIPAL in posts(account)
    )
    seen = handling.at_hand(account, row.evidence) if row.evidence else None
    writes = seen is not None and bool(seen.standing.held & set(cases.WRITERS))
    return render(request, "cases/case.html", {
        "line": _line(case, account), "zone": account.zone, "now": clock.now(), "refusal": error,
        "form": (form or ConsentForm()) if principal and case.state == cases.ASKED else None,
        "may_write": writes and case.state in cases.GOING_ON, "may_ask": writes and case.state == cases.DRAFT,
        "may_withdraw": writes or principal, "own": principal, "by": case.written_by.name,
    }, status=form.status if form else status)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: str) -> HttpResponse:
    account = signed_in(request)
    seen = handling.at_hand(account, number)
    if no := _barred(request, seen):
        return request_page.show(request, number, error=refusal(no), status=no.status)
    form = CaseForm(request.POST if request.method == "POST" else None, initial=_before(account, seen))
    done = (
        form.attempt(lambda given: actions.write_case(seen.r.pk, given, by=account, now=clock.now()))
        if form.is_bound
        else None
    )
    if done:
        messages.success(request, _("Kept. Now ask the enterprise."))
        return redirect("case", done.pk)
    return render(request, "cases/write.html", {"form": form, **handling.about(seen)}, status=form.status)


def _barred(request: HttpRequest, seen: Glance) -> Refused | None:
    """Why its page is not offered; what is sent is judged under the lock."""
    if not seen.standing.held & set(cases.WRITERS):
        return Refused("wrong_role")
    return Refused("not_for_case") if request.method != "POST" and not cases.fit(seen.r) else None


def _before(account: Account, seen: Glance) -> dict[str, str]:
    """The draft that is there."""
    draft = cases.in_hand(account).filter(service_request=seen.r).select_related("title", "text").first()
    if draft is None:
        return {}
    return {"title": draft.title.text if draft.title else "", "text": draft.text.text if draft.text else ""}


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Asked. The principal reads the text and decides.")
    return _done(request, pk, lambda by: actions.ask_case(pk, Nothing(), by=by, now=clock.now()), said)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Withdrawn. Nobody reads it any more.")
    return _done(request, pk, lambda by: actions.withdraw_case(pk, Nothing(), by=by, now=clock.now()), said, to="cases")


def _done(
    request: HttpRequest, pk: int, act: Callable[[Account], TypicalCase], said: str, to: str = ""
) -> HttpResponse:
    account = signed_in(request)
    cases.one(account, pk)
    try:
        act(account)
    except Refused as no:
        return _show(request, pk, error=refusal(no), status=no.status)
    messages.success(request, said)
    return redirect(to) if to else redirect("case", pk)


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    account = signed_in(request)
    cases.one(account, pk)
    form = ConsentForm(request.POST)
    done = form.attempt(lambda given: actions.consent_case(pk, given, by=account, now=clock.now()))
    if done is None and form.status in (403, 409) and not form.has_error("answer"):
        return _show(request, pk, error=" ".join(str(one) for one in form.non_field_errors()), status=form.status)
    if done is None:
        return _show(request, pk, form)
    published = done.state == cases.PUBLISHED
    messages.success(
        request, _("Thank you. You can withdraw it at any time.") if published else _("Noted. It is not told.")
    )
    return redirect("case", pk) if published else redirect("cases")
