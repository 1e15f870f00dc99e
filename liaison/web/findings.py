"""认定 (ux H2): the list and the page for personnel and discipline, what they do there, and the page of the person concerned.

For everybody else these pages are not there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.appraisal import finding_inputs as inputs
from liaison.appraisal import findings as read
from liaison.appraisal.actions import finding, finding_after
from liaison.appraisal.models import EffortFinding
from liaison.casework.inputs import Nothing
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, policy
from liaison.rules import findings as rules
from liaison.rules import lamps
from liaison.speech.findings import part_word

from .finding_page import Sheet
from .forms import InputForm
from .who import signed_in

ON_DESK = 5
SAFE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True)
class Line:
    url: str
    title: str
    state: str
    lamp: str
    due: Any  # the day of the decision, while it is open


def _keeper(request: HttpRequest) -> Account:
    reader = signed_in(request)
    if not read.keeps(reader):
        raise Http404
    return reader


def _lines(reader: Account, in_force: Policy) -> list[Line]:
    found = []
    for one in read.listed(reader):
        sheet = Sheet(one, reader, in_force)
        due = one.due_on if sheet.state == read.OPEN else None
        found.append(Line(reverse("finding", args=[one.pk]), sheet.title, sheet.word, sheet.lamp, due))
    return found


def block(reader: Account, in_force: Policy) -> dict[str, Any]:
    """For the desk of personnel and discipline, `findings/_block.html`: what is open, or waits for an answer."""
    waiting = [one for one in _lines(reader, in_force) if one.due or one.lamp not in (lamps.DONE, lamps.NORMAL)]
    return {"lines": waiting[:ON_DESK], "opens": Post.PERSONNEL in registry.posts(reader)}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = _keeper(request)
    lines = _lines(reader, policy(reader.zone, clock.now()))
    opens = Post.PERSONNEL in registry.posts(reader)
    return render(request, "findings/list.html", {"lines": lines, "opens": opens})


class OpenForm(InputForm):
    input_class = inputs.FindingInput
    specialist = forms.CharField(
        label=_lazy("Specialist"), widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_lazy("The login of the person."),
    )  # fmt: skip
    year = forms.CharField(
        label=_lazy("Service year"), widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        help_text=_lazy("The year of the half that was rated, also if it was rated in January."),
    )  # fmt: skip


@require_http_methods(SAFE)
def create(request: HttpRequest) -> HttpResponse:
    reader, now = _keeper(request), clock.now()
    if Post.PERSONNEL not in registry.posts(reader):
        raise PermissionDenied
    form = OpenForm(
        request.POST if request.method == "POST" else None, initial={"specialist": request.GET.get("of", "")}
    )
    made = form.attempt(lambda given: finding.open_finding(given, by=reader, now=now)) if form.is_bound else None
    if made:
        messages.success(
            request, _("Opened, with the evidence as it stands now. The person concerned is told to come for a paper.")
        )
        return redirect("finding", made.pk)
    shown = {
        "form": form,
        "title": _("Open a finding"),
        "button": _("Open it"),
        "back_url": reverse("findings"),
        "warning": OPENING,
    }
    return render(request, "findings/act.html", shown, status=form.status)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


def _page(request: HttpRequest, pk: int, *, error: str = "", status: int = 200) -> HttpResponse:
    reader = _keeper(request)
    found = read.one(reader, pk)
    if found.specialist_id == reader.pk:
        raise Http404
    sheet = Sheet(found, reader, policy(found.zone, clock.now()))
    shown = {"sheet": sheet, "steps": list(sheet.steps()), "refusal": error}
    return render(request, "findings/detail.html", shown, status=status)


# --- what is done on a page of its own

OPENING = _lazy(
    "A finding is apart from the replacement: that one needs no reasons and waits for nothing. Open one only for facts of work."
)


def words(label: Any, rows: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text)


class ActForm(InputForm):
    """`found` is what it is about, for forms that offer a choice."""

    def __init__(self, found: EffortFinding, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class NothingForm(ActForm):
    input_class = Nothing


class HearingForm(ActForm):
    input_class = inputs.HearingInput
    hearing_at = forms.CharField(label=_lazy("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    place = forms.CharField(label=_lazy("Where"))


class HeardForm(ActForm):
    input_class = inputs.HeardInput
    text = words(_lazy("What was said, or that nobody came"), 8)


class StepOutForm(ActForm):
    input_class = inputs.StepOutInput
    reason = words(_lazy("What the conflict is"), 3)


class MemberForm(ActForm):
    input_class = inputs.SeatInput
    part = forms.ChoiceField(label=_lazy("Seat"), widget=forms.RadioSelect)
    login = forms.ChoiceField(label=_lazy("Who sits"))

    def __init__(self, found: EffortFinding, *args: Any, **kwargs: Any) -> None:
        super().__init__(found, *args, **kwargs)
        self.fields["part"].choices = [(one, part_word(one)) for one in rules.PARTS]  # type: ignore[attr-defined]
        able = {one.login: one.name for part in rules.PARTS for one in read.candidates(found, part)}
        self.fields["login"].choices = [("", "—"), *able.items()]  # type: ignore[attr-defined]


class SignForm(ActForm):
    """Two values alike, none chosen beforehand (R-46)."""

    input_class = inputs.SignInput
    decision = forms.ChoiceField(
        label=_lazy("Decision"), widget=forms.RadioSelect,
        choices=[(rules.FOUND, pgettext_lazy("finding", "Found")), (rules.NOT_FOUND, pgettext_lazy("finding", "Not found"))],
    )  # fmt: skip
    reasons = words(_lazy("Reasons"), 6, _lazy("From the evidence, the statement and the hearing."))


class StatementForm(ActForm):
    input_class = inputs.StatementInput
    text = words(_lazy("My statement"), 10, _lazy("Personnel and discipline read it before they decide."))


class RemedyForm(ActForm):
    input_class = inputs.RemedyInput
    text = words(_lazy("Why"), 8)


class AnswerForm(ActForm):
    input_class = inputs.RemedyAnswerInput
    outcome = forms.ChoiceField(
        label=_lazy("Result"), widget=forms.RadioSelect,
        choices=[(rules.UPHELD, _lazy("The decision stands")), (rules.REVERSED, _lazy("The decision is reversed"))],
    )  # fmt: skip
    reasons = words(_lazy("Reasons"), 6)


Text = str | Promise


@dataclass(frozen=True)
class Act:
    form: type[ActForm]
    run: Callable[..., EffortFinding]
    title: Text
    button: Text
    done: Text
    warning: Text = ""
    personnel: bool = False  # discipline has no part in it


KEEPING = {
    "hearing": Act(
        HearingForm, finding.set_hearing, _lazy("Set a hearing"), _lazy("Set it"), _lazy("Set. The panel is told."), personnel=True,
    ),
    "heard": Act(HeardForm, finding.note_heard, _lazy("What was heard"), _lazy("Save"), _lazy("Saved.")),
    "member": Act(MemberForm, finding.name_member, _lazy("Name who sits"), _lazy("Save"), _lazy("Saved.")),
    "step-out": Act(
        StepOutForm, finding.step_out, _lazy("Step out"), _lazy("Step out"), _lazy("You have stepped out. Somebody else sits."),
        _lazy("After that you have no part in this finding any more."),
    ),
    "sign": Act(
        SignForm, finding.sign, _lazy("Decide and sign"), _lazy("Sign"), _lazy("Signed."),
        _lazy("Each of the two signs alone and does not see what the other signed. Found needs both; otherwise it is not found. "
              "Found takes the award and the promotion of that one service year. A signature cannot be taken back."),
    ),
    "serve": Act(
        NothingForm, finding_after.serve, _lazy("Served"), _lazy("Served today"), _lazy("Entered. The days run from today."),
        personnel=True,
    ),
    "answer": Act(
        AnswerForm, finding_after.answer_remedy, _lazy("Answer"), _lazy("Enter it"), _lazy("Entered. The person concerned is told."),
        _lazy("Of an appeal you enter what the level above has decided."), personnel=True,
    ),
}  # fmt: skip
OWN = {
    "statement": Act(
        StatementForm, finding.state_own, _lazy("My statement"), _lazy("Send it"), _lazy("Sent. It is read before anybody signs."),
        _lazy("It is given once; what you add, you say at the hearing."),
    ),
    "review": Act(RemedyForm, finding_after.ask_review, _lazy("Ask for a review"), _lazy("Ask for it"), _lazy("Asked.")),
    "appeal": Act(RemedyForm, finding_after.ask_appeal, _lazy("Appeal"), _lazy("Appeal"), _lazy("Asked.")),
}  # fmt: skip


@require_http_methods(SAFE)
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    reader = _keeper(request)
    found = read.one(reader, pk)
    if act not in KEEPING or found.specialist_id == reader.pk:
        raise Http404
    if KEEPING[act].personnel and Post.PERSONNEL not in registry.posts(reader):
        raise PermissionDenied
    return _perform(request, found, KEEPING[act], reverse("finding", args=[pk]))


def _perform(request: HttpRequest, found: EffortFinding, chosen: Act, back_url: str) -> HttpResponse:
    posted = request.method == "POST"
    form = chosen.form(found, request.POST if posted else None)
    if posted:
        by, now = signed_in(request), clock.now()
        if form.attempt(lambda given: chosen.run(found.pk, given, by=by, now=now)):
            messages.success(request, str(chosen.done))
            return redirect(back_url)
    shown = {
        "form": form, "title": chosen.title, "button": chosen.button, "warning": chosen.warning, "back_url": back_url,
        "lead": Sheet(found, signed_in(request), policy(found.zone, clock.now())).title,
    }  # fmt: skip
    return render(request, "findings/act.html", shown, status=form.status)


# --- the person concerned


def _concerned(request: HttpRequest) -> list[EffortFinding]:
    """His own, newest first. Who is on the roster has this page, whether there is anything on it or not."""
    person = signed_in(request)
    found = read.own(person)
    if not found and not read.may_have(person):
        raise Http404
    return found


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    found, person = _concerned(request), signed_in(request)
    in_force = policy(person.zone, clock.now())
    sheets = [Sheet(one, person, in_force) for one in found]
    return render(request, "findings/mine.html", {"sheets": [(one, list(one.steps())) for one in sheets]})


@require_http_methods(SAFE)
def my_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    found = next((one for one in read.own(signed_in(request)) if one.pk == pk), None)
    if found is None or act not in OWN:
        raise Http404
    return _perform(request, found, OWN[act], reverse("my-finding"))
