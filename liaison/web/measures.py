"""政策库: the library for everybody, one policy with its versions, the question in one tap, and the hand that keeps it (R-41)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import actions, guidance
from liaison.casework.actions.guiding import may_keep
from liaison.casework.models import MeasureVersion
from liaison.registry.access import acts_for_department, acts_for_enterprise, posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import policy
from liaison.rules.deadlines import day_of
from liaison.rules.guidance import State
from liaison.speech import guidance as words

from . import measure_page
from .measure_forms import AskForm, CorrectForm, MeasureForm, RepealForm, VersionForm, known_of
from .who import signed_in

KEY_DIGITS = 15


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account, in_force = signed_in(request), policy(signed_in(request).zone, clock.now())
    typed, state, after = (
        request.GET.get("q", "").strip()[:100],
        request.GET.get("state", ""),
        request.GET.get("after", ""),
    )
    state = state if state in guidance.STATES else ""
    key = int(after) if after.isascii() and after.isdigit() and len(after) <= KEY_DIGITS else None
    page = guidance.library(account, in_force, words=typed, state=state, after=key)
    return render(request, "measures/list.html", {
        "lines": [measure_page.line(one, typed) for one in page.lines], "words": typed, "state": state,
        "filters": [(code, words.filter_word(code), measure_page.url(q=typed, state=code)) for code in guidance.STATES],
        "all_url": measure_page.url(q=typed), "filtered": bool(typed or state), "may_enter": _may_enter(account),
        "older_url": measure_page.url(q=typed, state=state, after=str(page.next)) if page.next else "",
    })  # fmt: skip


def _may_enter(account: Account) -> bool:
    return Post.OFFICE in posts(account) or acts_for_department(account)


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return _page(request, number)


def _page(request: HttpRequest, number: str, **forms: Any) -> HttpResponse:
    account, in_force = signed_in(request), policy(signed_in(request).zone, clock.now())
    seen = guidance.measure(account, number, in_force)
    keeps, asks = may_keep(account, seen.measure.department_id), acts_for_enterprise(account)
    latest = seen.editions[0]
    status = next((form.status for form in forms.values()), 200)
    return render(request, "measures/detail.html", {
        "seen": seen, "measure": seen.measure, "version": seen.shown.version, "number": number, "now": in_force.now,
        "state": words.state_word(seen.shown.state), "alive": seen.shown.since is None and seen.shown.state != State.UPCOMING,
        "stale": words.stale(seen.shown.state, seen.shown.since) if seen.shown.since else "",
        "facts": measure_page.facts(seen.shown.version), "for_us": measure_page.for_us(seen), "people": measure_page.people(seen.measure),
        "editions": [measure_page.edition_line(one, keeps) for one in seen.editions],
        "compared": measure_page.compared(seen, request.GET.get("from", ""), request.GET.get("to", "")),
        "answers": measure_page.answers(guidance.answers_citing(account, seen.measure), seen) if not asks else [],
        "ask_form": forms.get("ask_form") or (AskForm.blank() if asks else None), "keeps": keeps,
        "repeal_form": forms.get("repeal_form") or (RepealForm() if keeps and _repealable(latest) else None),
    }, status=status)  # fmt: skip


def _repealable(latest: guidance.Edition) -> bool:
    return latest.version.repealed_on is None and latest.since is None


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """问这条政策: one tap makes a request of the firm, due like any other (R-15, R-41)."""
    account = signed_in(request)
    if not acts_for_enterprise(account):
        raise PermissionDenied
    seen = guidance.measure(account, number, policy(account.zone, clock.now()))
    form = AskForm(seen.shown.version, request.POST)
    raised = form.raised_by(account)
    return redirect("receipt", raised) if raised else _page(request, number, ask_form=form)


# --- keeping it


@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not _may_enter(account):
        raise PermissionDenied
    form = MeasureForm(
        account, request.POST if request.method == "POST" else None, initial={"department": _own(account)}
    )
    if request.method == "POST":
        made = form.attempt(lambda given: actions.enter_measure(given, by=account, now=clock.now()))
        if made:
            messages.success(request, _("{number} is in the library.").format(number=made.measure.number))
            return redirect("measure-detail", made.measure.number)
    return _form(request, form, _("Enter a policy"), reverse("measures"))


def _own(account: Account) -> str:
    return account.department.code if account.department and acts_for_department(account) else ""


@require_http_methods(["GET", "POST"])
def new_version(request: HttpRequest, number: str) -> HttpResponse:
    seen = _kept(request, number)
    latest = seen.editions[0].version
    form = VersionForm(
        signed_in(request), request.POST if request.method == "POST" else None, initial=known_of(latest, again=True)
    )
    if request.method == "POST":
        made = form.attempt(lambda given: actions.enter_version(number, given, by=signed_in(request), now=clock.now()))
        if made:
            messages.success(
                request,
                _("Version {n} is entered. Enterprises it concerns are told on its first day.").format(n=made.n),
            )
            return redirect("measure-detail", number)
    return _form(
        request, form, _("New version of {number}").format(number=number), reverse("measure-detail", args=[number])
    )


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """更正: only while it is not in force yet."""
    version = (
        MeasureVersion.objects.filter(pk=pk, measure__zone=signed_in(request).zone_id)
        .select_related("measure__contact")
        .first()
    )
    if version is None:
        raise Http404
    number = version.measure.number
    _kept(request, number)
    form = CorrectForm(
        signed_in(request), request.POST if request.method == "POST" else None, initial=known_of(version)
    )
    if request.method == "POST":
        done = form.attempt(lambda given: actions.correct_version(pk, given, by=signed_in(request), now=clock.now()))
        if done:
            messages.success(request, _("Corrected."))
            return redirect("measure-detail", number)
    elif version.valid_from <= day_of(clock.now()):
        messages.warning(request, _("This version is in force and stays as it is. Please enter a new version."))
        return redirect("measure-detail", number)
    return _form(
        request,
        form,
        _("Correct version {n} of {number}").format(n=version.n, number=number),
        reverse("measure-detail", args=[number]),
    )


@require_POST
def repeal(request: HttpRequest, number: str) -> HttpResponse:
    _kept(request, number)
    form = RepealForm(request.POST)
    done = form.attempt(lambda given: actions.repeal(number, given, by=signed_in(request), now=clock.now()))
    if done is None:
        return _page(request, number, repeal_form=form)
    messages.success(request, _("Entered. Enterprises it concerns are told on that day."))
    return redirect("measure-detail", number)


def _kept(request: HttpRequest, number: str) -> guidance.Dossier:
    seen = guidance.measure(signed_in(request), number, policy(signed_in(request).zone, clock.now()))
    if not may_keep(signed_in(request), seen.measure.department_id):
        raise PermissionDenied
    return seen


def _form(request: HttpRequest, form: VersionForm, title: str, back_url: str) -> HttpResponse:
    return render(
        request, "measures/form.html", {"form": form, "title": title, "back_url": back_url}, status=form.status
    )
