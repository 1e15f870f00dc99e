"""全程代办 on screen: the list, opening a file, the authorisation, each step and each document (ux E9, S8)."""

import logging
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from pydantic import ValidationError

from liaison import clock
from liaison.casework import actions, agency_access, agency_queries, files, shelf
from liaison.casework.agency_inputs import AgencyInput, AuthoriseInput, FinishStepInput
from liaison.casework.inputs import Nothing, ReasonInput
from liaison.casework.models import AgencyFile
from liaison.registry import access as registry
from liaison.registry import queries
from liaison.registry.access import acts_for_department, acts_for_enterprise, posts
from liaison.registry.inputs import Input
from liaison.registry.models import Account, Post
from liaison.registry.policy import policy
from liaison.rules import agency
from liaison.rules.deadlines import add_months, day_of
from liaison.rules.refusals import Refused
from liaison.speech import agency as words
from liaison.speech import dates
from liaison.speech.refusals import refusal
from liaison.speech.shapes import shape_errors

from . import agency_page
from .attaching import as_sent
from .forms import InputForm
from .parts import RequestRow
from .who import signed_in

log = logging.getLogger(__name__)
OPENERS = frozenset({Post.SPECIALIST, Post.CHIEF, Post.OFFICE})
ON_FORM = {"baseline.months": "months", "baseline.source": "source", "baseline": "months", "departments": None}
STEP = "step_"  # begins the name of a field that chooses a step's department


class OpenForm(InputForm):
    input_class = AgencyInput
    enterprise = forms.CharField(label=_lazy("Enterprise"), widget=forms.Select())
    months = forms.CharField(
        label=_lazy("Months it usually takes"), widget=forms.NumberInput(attrs={"step": "0.5", "min": "0.5"})
    )
    source = forms.CharField(
        label=_lazy("Who says so"), help_text=_lazy("For example the average of last year's files.")
    )
    target_on = forms.CharField(label=_lazy("Target"), widget=forms.DateInput(attrs={"type": "date"}))
    need_by = forms.CharField(label=_lazy("Needed by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, template: agency.Template, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        for step in template.steps:
            label = words.step_word(template.code, step.code)
            self.fields[STEP + step.code] = forms.CharField(label=label, widget=forms.Select(), required=False)

    @property
    def steps(self) -> list[Any]:
        return [self[STEP + step.code] for step in self.template.steps]

    def values(self) -> dict[str, Any]:
        given = super().values()
        baseline = {name: given.pop(name) for name in ("months", "source") if name in given}
        departments = {name.removeprefix(STEP): given.pop(name) for name in list(given) if name.startswith(STEP)}
        return {**given, "template": self.template.code, "baseline": baseline, "departments": departments}

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            self.given = AgencyInput.model_validate(self.values())
        except ValidationError as error:
            for found in shape_errors(error):
                field = ON_FORM.get(found.field, found.field)
                self._say(field, self._missing(field or "") if found.code == "missing" else found.sentence)


class AuthoriseForm(InputForm):
    input_class = AuthoriseInput
    last_day = forms.CharField(label=_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    text = forms.CharField(label=_lazy("Your authorisation"), widget=forms.Textarea(attrs={"rows": 3}))


# --- the list and opening


def is_for(account: Account) -> bool:
    """Whether agency files can concern this person at all."""
    staff = bool(posts(account) & (OPENERS | {Post.LEADER}))
    return staff or acts_for_enterprise(account) or acts_for_department(account)


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    able = bool(posts(account) & OPENERS)
    if not is_for(account):
        raise PermissionDenied
    given, over = request.GET.get("after", ""), request.GET.get("show") == "over"
    after = int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None
    rows, older = agency_queries.files(account, policy(account.zone, now), over=over, after=after)
    address = reverse("agency-files") + ("?show=over" if over else "")
    older_url = f"{address}{'&' if over else '?'}after={older}" if older else ""
    return render(request, "agency/list.html", {
        "rows": [_row(row, account) for row in rows], "over": over, "may_open": able, "own": acts_for_enterprise(account),
        "newer_url": address if after else "", "older_url": older_url,
    })  # fmt: skip


def _row(row: agency_queries.Row, reader: Account) -> RequestRow:
    file, today = row.file, day_of(clock.now())
    name, own = words.formalities(file.template), acts_for_enterprise(reader)
    said = _("{done} of {all} steps done, target {day}").format(
        done=row.done, all=len(row.steps), day=dates.day(file.target_on, today)
    )
    late = row.projected_end if row.projected_end and row.projected_end > file.plan_end_on else None
    step = _("{said}, as it stands {day}").format(said=said, day=dates.day(late, today)) if late else said
    if file.state == AgencyFile.DONE and file.started_at and file.finished_at:
        step = words.took_line(file.baseline_months, day_of(file.started_at), day_of(file.finished_at))
    return RequestRow(
        number=file.number, title=name if own else file.enterprise.short_name, detail="" if own else name, lamp=row.lamp,
        lamp_text=words.file_state_word(file.state) if file.state != AgencyFile.OPEN else "", step=step,
        url=reverse("agency-file", args=[file.number]),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """First which formalities, then by when and by whom."""
    account, now = signed_in(request), clock.now()
    if not posts(account) & OPENERS:
        raise PermissionDenied
    firm = request.GET.get("enterprise", "")[:20]
    template = agency.TEMPLATES.get(request.POST.get("template", request.GET.get("template", "")))
    if template is None:
        choices = [(one, words.formalities(one.code)) for one in agency.TEMPLATES.values()]
        status = 422 if request.method == "POST" else 200
        return render(request, "agency/choose.html", {"choices": choices, "enterprise": firm}, status=status)
    form = _open_form(request, template, account, firm)
    if request.method == "POST":
        opened = form.attempt(lambda given: actions.open_agency_file(given, by=account, now=now))
        if opened is not None:
            messages.success(
                request, _("{number} is open. The enterprise is asked to authorise it.").format(number=opened.number)
            )
            return redirect("agency-file", opened.number)
    context = {"form": form, "template": template, "heading": words.formalities(template.code)}
    return render(request, "agency/open.html", context, status=form.status)


def _open_form(request: HttpRequest, template: agency.Template, account: Account, firm: str) -> OpenForm:
    initial = {"enterprise": firm, "target_on": add_months(day_of(clock.now()), 1).isoformat()}
    initial |= {STEP + step.code: step.department for step in template.steps}
    form = OpenForm(template, request.POST if request.method == "POST" else None, initial=initial)
    firms = _firms(account)
    form.fields["enterprise"].widget.choices = [("", _("Please choose")), *firms]
    departments = [(one.code, one.name) for one in queries.departments(account, inside=True)]
    for step in template.steps:
        known = any(code == step.department for code, _name in departments)
        empty = [] if known else [("", _("Please choose"))]
        form.fields[STEP + step.code].widget.choices = [*empty, *departments]
    return form


def _firms(account: Account) -> list[tuple[str, str]]:
    """Those he serves; chief and office for every firm."""
    rows = registry.visible_enterprises(account).exclude(status="left").order_by("code")
    return [(one.code, one.short_name) for one in rows]


# --- one file


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return agency_page.show(request, number)


@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    return agency_page.report(request, number)


@require_http_methods(["GET", "HEAD", "POST"])
def authorise(request: HttpRequest, number: str) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    seen = agency_queries.dossier(account, number, now=now)
    if not seen.may("authorise"):
        no = _why_not(seen, account)
        return agency_page.show(request, number, error=refusal(no), status=no.status)
    name = words.formalities(seen.file.template)
    said = _("We authorise the zone to carry out for us: {formalities}.").format(formalities=name)
    initial = {"last_day": add_months(seen.file.target_on, 1).isoformat(), "text": said}
    form = AuthoriseForm(request.POST if request.method == "POST" else None, initial=initial)
    done = None
    if request.method == "POST":
        done = form.attempt(lambda given: actions.authorise(seen.file.pk, given, by=account, now=now))
    if done is not None:
        messages.success(request, _("Authorised. Everybody who works on it has been told."))
        return redirect("agency-file", number)
    back = reverse("agency-file", args=[number])
    context = {"form": form, "heading": name, "number": number, "back_url": back}
    return render(request, "agency/authorise.html", context, status=form.status)


def _why_not(seen: agency_queries.Dossier, account: Account) -> Refused:
    if "enterprise" not in seen.held:
        return Refused("wrong_role")
    if not agency_access.is_principal(account):
        return Refused("principal_needed")
    return Refused("agency_over", number=seen.file.number)


@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    return _on_file(request, number, Nothing, actions.withdraw_authorisation, _("Withdrawn. The work has stopped."))


@require_POST
def stop(request: HttpRequest, number: str) -> HttpResponse:
    return _on_file(request, number, ReasonInput, actions.stop_agency_file, _("Stopped. Everybody has been told."))


def _on_file(
    request: HttpRequest, number: str, shape: type[Input], action: Callable[..., AgencyFile], said: str
) -> HttpResponse:  # fmt: skip
    file = get_object_or_404(agency_access.visible(signed_in(request)), number=number)
    return _act(request, number, shape, lambda given, **who: action(file.pk, given, **who), said)


# --- steps and documents


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_part(request, pk, "steps", Nothing, actions.start_step, _("Begun."))


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_part(
        request, pk, "steps", FinishStepInput, actions.finish_step, _("Done. Whoever comes next has been told.")
    )


@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_part(
        request, pk, "steps", ReasonInput, actions.refuse_step, _("Turned down. The enterprise has been told why.")
    )


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    def run(pk: int, given: Nothing, **who: Any) -> AgencyFile:
        sent = [as_sent(one) for one in request.FILES.getlist("file")]
        return actions.give_material(
            pk, given, files=files.accept(sent, kinds=(files.PHOTO, files.PAPER), most=1), **who
        )

    return _on_part(request, pk, "steps__materials", Nothing, run, _("Handed in. The department has been told."))


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    return _on_part(request, pk, "steps__materials", Nothing, actions.take_material, _("Marked as in order."))


@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    said = _("Returned. The enterprise has been told why.")
    return _on_part(request, pk, "steps__materials", ReasonInput, actions.return_material, said)


def _on_part(
    request: HttpRequest, pk: int, way: str, shape: type[Input], action: Callable[..., AgencyFile], said: str
) -> HttpResponse:  # fmt: skip
    """An act on a step or a document: what is no part of a file that he sees is not there."""
    file = get_object_or_404(agency_access.visible(signed_in(request)), **{way: pk})
    return _act(request, file.number, shape, lambda given, **who: action(pk, given, **who), said)


def _act(request: HttpRequest, number: str, shape: type[Input], run: Callable[..., Any], said: str) -> HttpResponse:
    """Run an act and come back to the file; what stands in the way is said on top of it."""
    sent: dict[str, Any] = {}
    if shape is ReasonInput:
        sent["text"] = request.POST.get("text", "")
    if shape is FinishStepInput:
        sent["documents"] = request.POST.getlist("documents")
    try:
        run(shape.model_validate(sent), by=signed_in(request), now=clock.now())
    except ValidationError as error:
        return agency_page.show(request, number, error=shape_errors(error)[0].sentence, status=422)
    except Refused as no:
        return agency_page.show(request, number, error=refusal(no), status=no.status)
    messages.success(request, said)
    return redirect("agency-file", number)


@require_safe
def paper(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """Through access each time: what a person may no longer see, no old address opens."""
    found = agency_access.material(signed_in(request), pk)
    extension = files.EXTENSIONS.get(found.media_type, "")
    if slug != f"paper.{extension}":
        raise Http404
    try:
        response = FileResponse(shelf.path_of(found.stored).open("rb"))
    except FileNotFoundError:
        log.error("document %s: its file is not on the shelf", found.pk)
        raise Http404 from None
    kind = files.PHOTO if found.media_type == "image/jpeg" else files.PAPER
    for name, value in files.headers(kind, found.media_type, f"{found.name}.{extension}").items():
        response[name] = value
    return response
