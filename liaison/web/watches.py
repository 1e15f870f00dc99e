"""防打击报复 for discipline alone: what is watched, the figures before and after, and what firms say themselves (security 7.6).

For everybody else these pages are not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.appraisal import complaints, watching
from liaison.appraisal.actions import complaining, minding
from liaison.appraisal.models import Complaint, Watch
from liaison.casework.inputs import ReasonInput
from liaison.registry.models import Account
from liaison.registry.policy import Policy, policy
from liaison.rules import lamps
from liaison.rules.watch import SLOWER, Pace
from liaison.speech import watching as words

from .forms import InputForm
from .who import signed_in

SHOWN = 50  # the newest of each; what is older has ended long ago
ON_DESK = 5
WIDE = 200  # units of a drawn bar


@dataclass(frozen=True)
class WatchLine:
    url: str
    firm: str
    since: datetime
    until: datetime
    alarms: int
    fresh: int  # of them not seen yet
    over: bool


@dataclass(frozen=True)
class ComplaintLine:
    url: str
    firm: str
    at: datetime
    due_at: datetime | None
    lamp: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = _discipline(request)
    in_force = policy(reader.zone, clock.now())
    lines = _watches(reader, in_force.now, SHOWN)
    told = [_complaint(one, in_force) for one in complaints.newest(reader, SHOWN)]
    return render(request, "watches/list.html", {
        "finding": _finding(sum(not one.over for one in lines), sum(one.fresh for one in lines)),
        "lines": lines, "complaints": told,
    })  # fmt: skip


def block(reader: Account, in_force: Policy) -> dict[str, Any]:
    """For discipline's desk, `appraisal/_watch_block.html`: what nobody has looked at, and what waits for an answer."""
    lines = [one for one in _watches(reader, in_force.now, SHOWN) if one.fresh or not one.over]
    found = complaints.waiting(reader, ON_DESK)
    return {
        "watches": lines[:ON_DESK],
        "running": len(lines),
        "complaints": [_complaint(one, in_force) for one in found],
    }


def _discipline(request: HttpRequest) -> Account:
    reader = signed_in(request)
    if not watching.reads(reader):
        raise Http404
    return reader


def _watches(reader: Account, now: datetime, most: int) -> list[WatchLine]:
    counted = watching.visible(reader).annotate(
        all_alarms=Count("alarms"), fresh_alarms=Count("alarms", filter=Q(alarms__seen_at=None))
    )
    rows = counted.select_related("enterprise").order_by("-until", "-pk")[:most]
    lines = [
        WatchLine(
            reverse("watch", args=[one.pk]), one.enterprise.name, one.since, one.until, one.all_alarms, one.fresh_alarms, one.until <= now
        )
        for one in rows
    ]  # fmt: skip
    return sorted(lines, key=lambda one: (not one.fresh, one.over))


def _complaint(one: Complaint, in_force: Policy) -> ComplaintLine:
    lamp = lamps.DONE if one.answered_at else _lamp(one.due_at, in_force)
    return ComplaintLine(reverse("complaint", args=[one.pk]), one.enterprise.name, one.at, one.due_at, lamp)


def _lamp(due_at: datetime | None, in_force: Policy) -> str:
    if due_at is None or due_at > in_force.horizon.soon:
        return lamps.NORMAL
    return lamps.OVERDUE if due_at < in_force.now else lamps.DUE_SOON


def _finding(running: int, fresh: int) -> str:
    watched = ngettext("%(n)s firm is watched over", "%(n)s firms are watched over", running) % {"n": running}
    if not fresh:
        return watched
    seen = ngettext("%(n)s sign not seen yet", "%(n)s signs not seen yet", fresh) % {"n": fresh}
    return _("{first}, {second}").format(first=watched, second=seen)


# --- one watch ---


@dataclass(frozen=True)
class Bar:
    """A department before and after, drawn to one scale; `others` is how it answers other firms now."""

    name: str
    before: Pace
    after: Pace
    others: Pace
    before_width: int
    after_width: int
    slower: bool


@dataclass(frozen=True)
class AlarmLine:
    word: str
    about: str
    says: str
    at: datetime
    fresh: bool


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    watch = watching.one(_discipline(request), pk)
    in_force = policy(watch.zone, clock.now())
    seen = watching.figures(watch, in_force)
    alarms = list(watch.alarms.order_by("-at", "pk"))
    names = {row.department.code: row.department.name for row in seen.departments}
    return render(request, "watches/watch.html", {
        "watch": watch, "over": watch.until <= in_force.now, "days": (watch.until - watch.since).days, "bars": _bars(seen.departments),
        "alarms": [_alarm(one, names) for one in alarms], "fresh": any(one.seen_at is None for one in alarms),
        "raised": seen.raised, "refused": [len(one) for one in seen.refused],
        "refusals": [(number, words.refused_word(how)) for number, how in seen.refused[1]],
        "stalled": seen.stalled, "looks": sum(seen.looks.values()),
    })  # fmt: skip


def _bars(departments: Sequence[watching.OfDepartment]) -> list[Bar]:
    most = max((pace.median_days or 0 for row in departments for pace in (row.before, row.after)), default=0)

    def width(pace: Pace) -> int:
        return round(WIDE * (pace.median_days or 0) / most) if most else 0

    return [
        Bar(row.department.name, row.before, row.after, row.others, width(row.before), width(row.after), row.slower)
        for row in departments
    ]


def _alarm(one: Any, names: dict[str, str]) -> AlarmLine:
    about = names.get(one.subject, one.subject) if one.kind == SLOWER else one.subject
    return AlarmLine(
        words.alarm_word(one.kind), about, words.alarm_says(one.kind, one.facts), one.at, one.seen_at is None
    )


@require_POST
def mark_seen(request: HttpRequest, pk: int) -> HttpResponse:
    minding.mark_seen(pk, by=_discipline(request), now=clock.now())
    messages.success(request, _("Marked as seen."))
    return redirect("watch", pk)


# --- what a firm says itself ---


class AnswerForm(InputForm):
    input_class = ReasonInput
    text = forms.CharField(
        label=_lazy("Answer to the firm"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_lazy("Only the firm's own people read it. It leads to no specialist and no department."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    reader = _discipline(request)
    found = complaints.one(reader, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        done = form.attempt(lambda given: complaining.answer_complaint(pk, given, by=reader, now=clock.now()))
        if done:
            messages.success(request, _("Answered. The firm was told."))
            return redirect("complaint", pk)
    in_force = policy(reader.zone, clock.now())
    running = (
        Watch.objects.filter(pk__in=watching.visible(reader).values("pk"), enterprise=found.enterprise_id)
        .order_by("-pk")
        .first()
    )
    return render(request, "watches/complaint.html", {
        "found": found, "form": form, "lamp": _complaint(found, in_force).lamp, "watch": running,
    }, status=form.status)  # fmt: skip


class ComplainForm(InputForm):
    input_class = ReasonInput
    text = forms.CharField(label=_lazy("What happened"), widget=forms.Textarea(attrs={"rows": 6}))


@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The firm's own side: what it wrote and the answers; for staff this page is not there."""
    reader = signed_in(request)
    if not reader.enterprise_id:
        raise Http404
    form = ComplainForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        done = form.attempt(lambda given: complaining.complain(given, by=reader, now=clock.now()))
        if done:
            messages.success(request, _("Received. Only discipline reads it."))
            return redirect("complain")
    return render(request, "watches/complain.html", {
        "form": form, "told": complaints.newest(reader, SHOWN), "days": policy(reader.zone, clock.now()).days("complaint"),
    }, status=form.status)  # fmt: skip
