"""撤换: the office's list and work page (H1), the principal's own word, and who serves the firm now (E11). R-44."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.appraisal import replacing
from liaison.appraisal.actions.replacing import ask_change, carry_out
from liaison.appraisal.models import Replacement
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.registry.access import acts_for_enterprise, posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, policy
from liaison.rules import lamps
from liaison.rules.proposal import Proposal
from liaison.speech import dates
from liaison.speech.lists import joined
from liaison.speech.proposals import why
from liaison.speech.replacing import why_none

from .desk_enterprise import Serving, serving_as
from .forms import InputForm
from .who import signed_in


class CarryOutForm(InputForm):
    input_class = CarryOutInput
    specialist = forms.CharField(label=_lazy("New specialist"), widget=forms.Select())


class ChangeForm(InputForm):
    input_class = ChangeInput
    wish = forms.CharField(label=_lazy("Would you like somebody you know?"), widget=forms.Select())
    reason = forms.CharField(label=_lazy("Why"), widget=forms.Textarea(attrs={"rows": 3}))


@dataclass(frozen=True)
class Line:
    """A firm whose specialist is, or was, replaced."""

    url: str
    firm: str
    old: str
    new: str  # who is proposed, or who it became
    lamp: str
    lamp_text: str
    due_at: datetime
    done_at: datetime | None


@dataclass(frozen=True)
class Step:
    what: str
    done: bool
    note: str = ""


@dataclass(frozen=True)
class Able:
    """Somebody who could take the firm over, and why."""

    login: str
    name: str
    place: str
    why: str
    wished: bool = False


# --- the office


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = _office(request)
    in_force = policy(reader.zone, clock.now())
    after = request.GET.get("after", "")
    rows, following = replacing.listed(
        reader, int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    )
    lines = [_line(row, in_force) for row in rows]
    waiting = [line for line in lines if line.done_at is None]
    return render(request, "replacing/list.html", {
        "finding": _finding(waiting), "waiting": waiting, "done": [line for line in lines if line.done_at],
        "older_url": f"{reverse('replacements')}?after={following}" if following else "",
    })  # fmt: skip


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, pk: int) -> HttpResponse:
    """撤换工作单: who, why he, what goes over; one button carries it out."""
    reader = signed_in(request)
    row = replacing.one(reader, pk)
    form = CarryOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = form.attempt(lambda given: carry_out(pk, given, by=reader, now=clock.now()))
        if done is not None:
            name = done.new.name if done.new else ""
            messages.success(
                request, _("{who} serves {firm} from now on.").format(who=name, firm=row.enterprise.short_name)
            )
            return redirect("replacement", pk)
    in_force = policy(reader.zone, clock.now())
    outlook = replacing.outlook(reader.zone, in_force) if row.done_at is None else None
    context = {
        "row": row, "line": _line(row, in_force), "form": form, "steps": _steps(row),
        **(_offered(request, row, outlook, form) if outlook else {}),
    }  # fmt: skip
    return render(request, "replacing/work.html", context, status=form.status)


def _offered(request: HttpRequest, row: Replacement, outlook: replacing.Outlook, form: CarryOutForm) -> dict[str, Any]:
    code, roster = row.enterprise.code, outlook.seen.roster
    chosen, none = outlook.plan.chosen.get(code, ""), outlook.why_none(code)
    wish = row.wished.login if row.wished else ""
    able = [_able(one, roster[one.login], wish) for one in outlook.best.get(code, [])]
    free = sorted(
        (outlook.seen.coverage.load[login], login)
        for login in roster
        if login not in outlook.seen.away and login != row.old.login
    )
    form.fields["specialist"].widget.choices = [("", "—"), *((login, roster[login].name) for _load, login in free)]
    form.initial["specialist"] = request.GET.get("specialist", "")[:60] or chosen
    return {
        "first": next((one for one in able if one.login == chosen), None), "others": [one for one in able if one.login != chosen],
        "why_none": why_none(none) if none else "", "wished": row.wished.name if row.wished else "",
    }  # fmt: skip


def _able(one: Proposal, person: Account, wish: str) -> Able:
    place = person.department.name if person.department else ""
    return Able(one.login, person.name, place, why(one.reasons), one.login == wish)


def _line(row: Replacement, in_force: Policy) -> Line:
    due_at, lamp = replacing.due_at(row, in_force), replacing.lamp_of(row, in_force)
    new = row.new if row.done_at else row.proposed
    said = _("Done") if row.done_at else dates.left_short(due_at, in_force.now, in_force.calendar)
    return Line(
        reverse("replacement", args=[row.pk]), row.enterprise.short_name, row.old.name, new.name if new else "", lamp, said,
        due_at, row.done_at,
    )  # fmt: skip


def _steps(row: Replacement) -> Sequence[Step]:
    done = row.done_at is not None
    return (
        Step(_("The specialist is to be replaced"), True, _("Nobody approves it, and nobody refuses it.")),
        Step(_("Choose the new specialist"), done, row.new.name if row.new else ""),
        Step(_("Hand over all that is open"), done, _("Numbers, dates and clocks stay as they are.")),
        Step(_("Firm, old and new specialist are told"), done),
    )


def _finding(waiting: Sequence[Line]) -> str:
    """2 家企业要更换专员，1 家已过期限."""
    if not waiting:
        return _("No firm waits for another specialist")
    said = to_be_done(len(waiting))
    late = sum(line.lamp == lamps.OVERDUE for line in waiting)
    if not late:
        return said
    over = ngettext("%(n)s is overdue", "%(n)s are overdue", late) % {"n": late}
    return joined([said, over])


def to_be_done(count: int) -> str:
    return ngettext("%(n)s firm gets another specialist", "%(n)s firms get another specialist", count) % {"n": count}


@dataclass(frozen=True)
class Waiting:
    """What the office's desk says of it: how many, and the lamp of the first."""

    count: int
    lamp: str
    by: datetime


def waiting(reader: Account, in_force: Policy) -> Waiting | None:
    """One statement."""
    rows = list(replacing.waiting(reader).order_by("due_on").only("due_on", "done_at"))
    return (
        Waiting(len(rows), replacing.lamp_of(rows[0], in_force), replacing.due_at(rows[0], in_force)) if rows else None
    )


def _office(request: HttpRequest) -> Account:
    reader = signed_in(request)
    if Post.OFFICE not in posts(reader):
        raise PermissionDenied
    return reader


# --- the firm


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """申请更换专员: one page, no reason needed; its one button is the confirmation."""
    reader = signed_in(request)
    if Post.PRINCIPAL not in posts(reader) or reader.enterprise is None:
        raise PermissionDenied
    form = ChangeForm(request.POST if request.method == "POST" else None)
    code = reader.enterprise.code
    asking = request.method == "POST"
    if asking and form.attempt(lambda given: ask_change(code, given, by=reader, now=clock.now())) is not None:
        return redirect("change-specialist")
    in_force, asked = policy(reader.zone, clock.now()), replacing.asked_open(reader.enterprise.pk)
    known = [] if asked else replacing.served_before(reader.enterprise.pk)
    form.fields["wish"].widget.choices = [("", _("No wish")), *((one.login, one.name) for one in known)]
    return render(request, "replacing/change.html", {
        "form": form, "known": known, "by": replacing.due_at(asked, in_force) if asked else None, "days": in_force.days("replace"),
        "wished": asked.wished.name if asked and asked.wished else "", "serving": _serving(replacing.last_change(reader.enterprise.pk)),
    }, status=form.status)  # fmt: skip


@require_safe
def new_specialist(request: HttpRequest) -> HttpResponse:
    """E11: who is there for the firm now, since when, and who was before; after any change, whatever its cause."""
    reader = signed_in(request)
    if not acts_for_enterprise(reader) or reader.enterprise is None:
        raise PermissionDenied
    found = replacing.last_change(reader.enterprise.pk)
    return render(request, "replacing/new_specialist.html", {
        "serving": _serving(found), "since": found.now.since if found.now else None, "before": found.before,
        "duty_phone": reader.zone.duty_phone,
    })  # fmt: skip


def _serving(found: replacing.Change) -> Serving | None:
    held = found.now
    return serving_as(held.holder, gap=False, away=held.specialist if held.stand_in else None) if held else None
