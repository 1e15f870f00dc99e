"""共性事项: what looks like one work, the works there are, and one of them with what may be done for all its firms (N6)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.casework import actions, common, queries
from liaison.casework.common import Candidate, Part, Proposal
from liaison.casework.common_inputs import CommonAnswerInput, CommonInput, DifferentInput, PartInput
from liaison.casework.inputs import Nothing, ProgressInput
from liaison.casework.models import CommonWork
from liaison.registry.models import Account
from liaison.registry.policy import Policy, policy
from liaison.rules.audiences import Audience
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused
from liaison.speech import common as words_of
from liaison.speech import dates, statuses, timeline
from liaison.speech.refusals import refusal

from . import request_rows
from .forms import InputForm
from .handling import day, words
from .parts import Happening, RequestRow
from .who import signed_in

KEY_DIGITS = 15
Do = Callable[..., CommonWork]


class MakeForm(InputForm):
    """One group that may become a work; its requests are ticked, and can be left out."""

    input_class = CommonInput
    title = forms.CharField(label=_lazy("Name of the work"), widget=forms.TextInput(attrs={"maxlength": 60}))
    department = forms.ChoiceField(label=_lazy("Who does it"))

    def __init__(self, departments: Sequence[tuple[str, str]], number: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{number}_%s", **kwargs)
        self.fields["department"].choices = [("", _("Not settled yet")), *departments]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        asked: Any = self.data
        return {**super().values(), "requests": asked.getlist("requests")}


@dataclass(frozen=True)
class Member:
    number: str
    url: str
    firm: str
    title: str
    about: str
    ticked: bool


@dataclass(frozen=True)
class Group:
    """A proposal as it is drawn."""

    heading: str
    members: list[Member]
    work: str
    form: MakeForm | None


@dataclass(frozen=True)
class WorkLine:
    number: str
    url: str
    title: str
    state: str
    open: bool
    about: str


# --- what there is, and what might be one work


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not common.reads(account):
        raise PermissionDenied
    if request.method == "POST":
        return _make(request, account)
    return _list(request, account)


def _make(request: HttpRequest, account: Account) -> HttpResponse:
    form = MakeForm(_departments(account), "", request.POST)
    made = form.attempt(lambda given: actions.make_common(given, by=account, now=clock.now()))
    if made is None:
        return _list(request, account, form)
    messages.success(
        request, _("{number} is made. Each enterprise keeps its own date and reply.").format(number=made.number)
    )
    return redirect("common-work", made.number)


def _list(
    request: HttpRequest, account: Account, tried: MakeForm | None = None, error: str = "", status: int = 0
) -> HttpResponse:
    in_force, decides = policy(account.zone, clock.now()), common.decides(account)
    after = request.GET.get("after", "")
    page = common.listing(
        account, after=int(after) if after.isascii() and after.isdigit() and len(after) <= KEY_DIGITS else None
    )
    found: list[Proposal] = []
    if decides and not after:
        found = [*_around(request, account, in_force), *common.proposals(account.zone_id, in_force)]
    departments = _departments(account) if decides else []
    groups = [_group(one, departments, in_force, tried) for one in found]
    lost = (
        tried if tried is not None and all(group.form is None or not group.form.is_bound for group in groups) else None
    )
    return render(request, "common/list.html", {
        "groups": groups, "decides": decides, "works": [_line(one, in_force) for one in page.rows], "lost": lost, "refusal": error,
        "older_url": f"{reverse('common')}?after={page.next}" if page.next else "",
    }, status=status or (tried.status if tried else 200))  # fmt: skip


def _departments(account: Account) -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in common.departments(account.zone_id)]


def _around(request: HttpRequest, account: Account, in_force: Policy) -> list[Proposal]:
    """What reads like the request that the address names, if there is any."""
    number = request.GET.get("request", "")[:20]
    if not number:
        return []
    seen = queries.dossier(account, number, now=in_force.now)
    found = common.like_it(account, seen.r, seen.text, in_force)
    return [Proposal(found, None, len({one.enterprise for one in found}))] if len(found) > 1 else []


def _group(one: Proposal, departments: list[tuple[str, str]], in_force: Policy, tried: MakeForm | None) -> Group:
    numbers = [member.number for member in one.members]
    data: Any = tried.data if tried else {}
    mine = tried is not None and data.getlist("all") == numbers
    ticked = set(data.getlist("requests")) if mine else set(numbers)
    form = None if one.work else MakeForm(departments, numbers[0])
    if mine and tried is not None:
        form = tried
    heading = ngettext("{n} enterprise", "{n} enterprises", one.firms).format(n=one.firms)
    return Group(heading, [_member(member, in_force, ticked) for member in one.members], one.work or "", form)


def _member(one: Candidate, in_force: Policy, ticked: set[str]) -> Member:
    about = " · ".join((statuses.status_word(one.status), dates.moment(one.raised_at, in_force.now)))
    return Member(
        one.number, reverse("request-detail", args=[one.number]), one.firm, request_rows.headline(one.text), about,
        one.number in ticked,
    )  # fmt: skip


def _line(work: CommonWork, in_force: Policy) -> WorkLine:
    row: Any = work
    said = [
        ngettext("{n} enterprise", "{n} enterprises", row.firms).format(n=row.firms),
        ngettext("{n} open", "{n} open", row.waiting).format(n=row.waiting) if row.waiting else "",
        work.department.name if work.department else "", dates.day(day_of(work.made_at), day_of(in_force.now)),
    ]  # fmt: skip
    return WorkLine(
        work.number, reverse("common-work", args=[work.number]), work.title.text if work.title else "", words_of.state_word(work.state),
        work.state == CommonWork.OPEN, " · ".join(one for one in said if one),
    )  # fmt: skip


@require_POST
def different(request: HttpRequest) -> HttpResponse:
    """不是一回事: this one differs from the others of its group."""
    account = signed_in(request)
    if not common.reads(account):
        raise PermissionDenied
    one = request.POST.get("request", "")[:20]
    others = [number for number in request.POST.getlist("all")[:100] if number != one]
    try:
        actions.call_different(DifferentInput(request=one or "-", others=others), by=account, now=clock.now())
    except Refused as no:
        return _list(request, account, error=refusal(no), status=no.status)
    messages.success(request, _("Noted: {number} is not proposed with these again.").format(number=one))
    return redirect("common")


# --- one work


@require_safe
def detail(request: HttpRequest, number: str) -> HttpResponse:
    return show(request, number)


def show(request: HttpRequest, number: str, *, error: str = "", status: int = 200) -> HttpResponse:
    account = signed_in(request)
    work, in_force = common.number_for(account, number), policy(account.zone, clock.now())
    found = common.parts(account, work, in_force)
    row: Any = work
    running, decides = work.state == CommonWork.OPEN, common.decides(account)
    return render(request, "common/work.html", {
        "work": work, "line": _line(work, in_force), "rows": [(_row(one, account), one.row.r.number) for one in found],
        "others": max(0, row.firms - len({one.row.r.enterprise_id for one in found})), "decides": decides and running,
        "may_tell": running and any(one.may_tell for one in found), "may_answer": running and any(one.may_answer for one in found),
        "finished": row.waiting == 0, "timeline": _history(account, work), "refusal": error, "running": running,
    }, status=status)  # fmt: skip


def _row(one: Part, account: Account) -> RequestRow:
    return request_rows.for_staff(one.row, account)


def _history(account: Account, work: CommonWork) -> list[Happening]:
    found, names = common.history(account, work)
    reader = timeline.Reader(account.login, Audience.STAFF)
    told = [(one, timeline.told(one, names, reader)) for one in reversed(found)]
    return [
        Happening(at=one.at, who=said.who, sentence=said.rest, text="" if one.kind == "common.made" else one.text or "", kind=one.kind)
        for one, said in told
    ]  # fmt: skip


def _decided(request: HttpRequest, number: str, do: Callable[[Account], CommonWork], said: str) -> HttpResponse:
    account = signed_in(request)
    common.number_for(account, number)
    try:
        do(account)
    except Refused as no:
        return show(request, number, error=refusal(no), status=no.status)
    messages.success(request, said)
    return redirect("common-work", number)


def _part(request: HttpRequest) -> PartInput:
    return PartInput(request=request.POST.get("request", "").strip()[:20] or "-")


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    return _decided(
        request, number, lambda by: actions.add_part(number, _part(request), by=by, now=clock.now()), _("Added.")
    )


@require_POST
def remove(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Taken out. It stands for itself again.")
    return _decided(
        request, number, lambda by: actions.remove_part(number, _part(request), by=by, now=clock.now()), said
    )


@require_POST
def finish(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Closed. Every enterprise has its own reply.")
    return _decided(request, number, lambda by: actions.finish_common(number, Nothing(), by=by, now=clock.now()), said)


@require_POST
def dissolve(request: HttpRequest, number: str) -> HttpResponse:
    said = _("Undone. Each request stands for itself again.")
    return _decided(
        request, number, lambda by: actions.dissolve_common(number, Nothing(), by=by, now=clock.now()), said
    )


# --- one text for all


class TellForm(InputForm):
    input_class = ProgressInput
    text = words(_lazy("What has been done, what is awaited"), 4, _lazy("Each enterprise reads it in its own request."))
    next_progress_on = day(_lazy("Next news on"), _lazy("Each enterprise hears again by the end of this day."))


class AnswerForm(InputForm):
    input_class = CommonAnswerInput
    outcome = forms.ChoiceField(
        label=_lazy("Result"), widget=forms.RadioSelect, initial="resolved",
        choices=[("resolved", _lazy("Resolved")), ("planned", _lazy("Done by a date")), ("explained", _lazy("Explained"))],
    )  # fmt: skip
    text = words(_lazy("What each enterprise reads"), 4, _lazy("Name no other enterprise in it."))
    resolve_by = day(_lazy("Done by"), _lazy("Only for a date that is promised."))
    reason = words(_lazy("Why it cannot be done"), 2)
    basis = words(_lazy("On what basis"), 2, _lazy("The rule or document, with its number."))
    alternative = words(_lazy("What they can do instead"), 2)
    contact = forms.CharField(label=_lazy("Whom to ask"), help_text=_lazy("Name and telephone number."))

    @property
    def explains(self) -> bool:
        return self["outcome"].value() == "explained" or bool(
            self.errors.keys() & {"reason", "basis", "alternative", "contact"}
        )


@dataclass(frozen=True)
class Speech:
    form: type[InputForm]
    run: Callable[..., Any]
    may: Callable[[Part], bool]
    title: Any
    button: Any


TELL = Speech(TellForm, actions.tell_common, lambda one: one.may_tell, _lazy("Tell all how it goes"), _lazy("Tell all"))
ANSWER = Speech(
    AnswerForm, actions.answer_common, lambda one: one.may_answer, _lazy("Reply to all"), _lazy("Send the replies")
)


@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, number, TELL)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: str) -> HttpResponse:
    return _speak(request, number, ANSWER)


def _speak(request: HttpRequest, number: str, speech: Speech) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    work, in_force = common.number_for(account, number), policy(account.zone, now)
    found = common.parts(account, work, in_force)
    reached = [one for one in found if speech.may(one)]
    if not reached and request.method != "POST":
        raise PermissionDenied
    form = speech.form(request.POST) if request.method == "POST" else speech.form()
    told = form.attempt(lambda given: speech.run(number, given, by=account, now=now)) if form.is_bound else None
    if told is not None:
        messages.success(
            request, ngettext("Sent to {n} request.", "Sent to {n} requests.", len(told.done)).format(n=len(told.done))
        )
        for left, no in told.left:
            messages.warning(request, _("Not to {number}: {why}").format(number=left, why=refusal(no)))
        return redirect("common-work", number)
    if form.status == 403:
        return show(request, number, error=" ".join(str(one) for one in form.non_field_errors()), status=403)
    if isinstance(form, TellForm) and not form.is_bound:
        due = in_force.due("progress", now)
        form.fields["next_progress_on"].initial = due and day_of(due).isoformat()
    return render(request, "common/speak.html", {
        "work": work, "line": _line(work, in_force), "form": form, "speech": speech, "answers": speech is ANSWER,
        "reached": [_row(one, account) for one in reached],
        "not_reached": [_row(one, account) for one in found if one not in reached],
    }, status=form.status)  # fmt: skip
