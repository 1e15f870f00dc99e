"""代办件 as a page: for the firm a task list, for staff steps × departments with the plan (ux E9, S8, R-36…R-38)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liaison import clock
from liaison.casework import agency_queries, files
from liaison.casework.agency_acting import lacking
from liaison.casework.agency_queries import Dossier
from liaison.casework.models import AgencyFile, AgencyStep, Material, StepMove
from liaison.record import Happening as Entry
from liaison.registry.access import acts_for_enterprise
from liaison.registry.names import Names
from liaison.rules import agency_plan
from liaison.rules.audiences import Audience
from liaison.rules.deadlines import day_of
from liaison.speech import agency as words
from liaison.speech import dates
from liaison.speech.lists import listed
from liaison.speech.timeline import Reader, told

from .agency_drawn import drawing
from .attaching import ACCEPTED
from .parts import Happening
from .who import signed_in

LAMPS = {"missing": "due_soon", "given": "normal", "taken": "done", "returned": "overdue"}
ACCEPT = f"{ACCEPTED[files.PHOTO]},{ACCEPTED[files.PAPER]}"


@dataclass(frozen=True)
class Paper:
    """A document as a line: what it is called, how it stands, what may be done with it."""

    pk: int
    name: str
    step: str
    state: str
    lamp: str
    url: str
    remark: str
    lacking: bool
    wanted_now: bool  # its step is under way or can begin
    may_give: bool
    may_take: bool
    may_return: bool


@dataclass(frozen=True)
class StepCard:
    pk: int
    name: str
    department: str
    lamp: str
    state: str
    turn: str
    statutory: str
    promised: str
    actual: str
    firm_days: str
    refusal: str
    fee: str
    latest: str
    papers: Sequence[Paper]
    on_paper: Sequence[tuple[str, str]]  # what can be ticked when it is finished
    may_start: bool
    may_finish: bool
    may_refuse: bool


def show(request: HttpRequest, number: str, *, error: str = "", status: int = 200) -> HttpResponse:
    account, now = signed_in(request), clock.now()
    seen = agency_queries.dossier(account, number, now=now)
    own = seen.audience == Audience.ENTERPRISE
    cards = [_card(step, seen, own) for step in seen.steps]
    papers = [paper for card in cards for paper in card.papers]
    happenings, names = agency_queries.timeline(seen)
    reader = Reader(account.login, seen.audience)
    context: dict[str, Any] = {
        "seen": seen, "file": seen.file, "own": own, "cards": cards, "refusal": error, "back_url": reverse("agency-files"),
        "heading": words.formalities(seen.file.template), "finding": finding(seen, own), "state": _state(seen),
        "facts": facts(seen), "needed": [one for one in papers if one.wanted_now],
        "later": [one for one in papers if one.lacking and one.may_give and not one.wanted_now],
        "given": [one for one in papers if not one.lacking],
        "may_authorise": seen.may("authorise"), "may_withdraw": seen.may("withdraw"), "may_stop": seen.may("stop"),
        "drawing": None if own else drawing(seen), "accept": ACCEPT, "over": seen.file.state not in agency_queries.OPEN,
        "items": [_happening(one, names, reader) for one in reversed(happenings)],
    }  # fmt: skip
    return render(request, "agency/file.html", context, status=status)


def _happening(one: Entry, names: Names, reader: Reader) -> Happening:
    who, rest = told(one, names, reader)
    return Happening(at=one.at, sentence=rest, who=who, text=one.text or "", kind=one.kind)


def report(request: HttpRequest, number: str) -> HttpResponse:
    """On paper: what it usually takes, what it took, and each step's days beside those of the law and the promise."""
    account, now = signed_in(request), clock.now()
    seen = agency_queries.dossier(account, number, now=now)
    context = {
        "seen": seen, "file": seen.file, "heading": words.formalities(seen.file.template), "facts": facts(seen),
        "finding": finding(seen, acts_for_enterprise(account)), "now": now, "drawing": drawing(seen),
        "cards": [_card(step, seen, own=False) for step in seen.steps],
    }  # fmt: skip
    return render(request, "agency/report.html", context)


def finding(seen: Dossier, own: bool) -> str:
    """The one sentence on top: whose turn it is, or what it took."""
    file = seen.file
    if file.state == AgencyFile.DONE and file.started_at and file.finished_at:
        return words.took_line(file.baseline_months, day_of(file.started_at), day_of(file.finished_at))
    if file.state == AgencyFile.STOPPED:
        return _("Stopped")
    if file.state == AgencyFile.WAITING:
        return _("Please authorise us in writing") if own else _("Waits for the written authorisation")
    papers = sum(len(lacking(step)) for step in seen.steps if step.state == AgencyStep.WITH_FIRM)
    if papers:
        return (
            ngettext("%(n)s paper is needed from you", "%(n)s papers are needed from you", papers) if own
            else ngettext("%(n)s paper is missing", "%(n)s papers are missing", papers)
        ) % {"n": papers}  # fmt: skip
    running = [step.department.name for step in seen.steps if step.state == AgencyStep.RUNNING]
    if running:
        return _("Now with {departments}").format(departments=listed(dict.fromkeys(running)))
    ready = [step.department.name for step in seen.steps if seen.is_ready(step)]
    return _("To begin: {departments}").format(departments=listed(dict.fromkeys(ready)))


def facts(seen: Dossier) -> list[tuple[str, str]]:
    file, now = seen.file, seen.policy.now
    today = day_of(now)
    usual = _("{months} ({source})").format(months=words.months_word(file.baseline_months), source=file.baseline_source)
    found = [(_("Usually takes"), usual), (_("Target"), dates.day(file.target_on, today))]
    if file.need_by:
        found.append((_("Needed by"), dates.deadline(file.need_by, now)))
    if file.state in agency_queries.OPEN:
        found.append((_("As it stands, done on"), dates.day(seen.plan.projected_end, today)))
    if file.started_at and file.finished_at:
        began, ended = day_of(file.started_at), day_of(file.finished_at)
        took = _("{duration}, {first} to {last}").format(
            duration=words.duration_word(began, ended), first=dates.day(began, ended), last=dates.day(ended)
        )
        found.append((_("It took"), took))
        if file.need_by:
            allowed = (day_of(file.need_by) - began).days + 1
            found.append((_("Allowed"), ngettext("%(n)s day", "%(n)s days", allowed) % {"n": allowed}))
    return [*found, (_("Authorised"), _authorised(seen, today))]


def _authorised(seen: Dossier, today: Any) -> str:
    file = seen.file
    if file.authorised_until is None:
        return _("not yet")
    if file.withdrawn_at:
        return _("withdrawn on {day}").format(day=dates.day(day_of(file.withdrawn_at), today))
    who = file.authorised_by.name if file.authorised_by else ""
    return _("until {day}, by {who}").format(day=dates.day(file.authorised_until, today), who=who)


def _state(seen: Dossier) -> str:
    """Beside the number: the lamp's own word while it runs."""
    file = seen.file
    return words.file_state_word(file.state) if file.state != AgencyFile.OPEN else ""


def _card(step: AgencyStep, seen: Dossier, own: bool) -> StepCard:
    today = day_of(seen.policy.now)
    begun = step.state in agency_plan.BEGUN
    spent = bool(step.stretches)
    return StepCard(
        pk=step.pk, name=step.name, department=step.department.name, lamp=seen.lamp_of(step),
        state=words.step_state_word(step.state), turn=_turn(step, seen, own), statutory=_days(step.statutory_days),
        promised=_days(step.promised_days), actual=_days(seen.used_days(step)) if spent else "—",
        firm_days=_days(seen.used_days(step, StepMove.ENTERPRISE)) if spent else "—",
        refusal=step.refusal.text if step.refusal and step.state == AgencyStep.REFUSED else "",
        fee=_("no fee") if step.fee_yuan == 0 else _("{n} yuan").format(n=step.fee_yuan) if step.fee_yuan else "",
        latest=dates.day(step.latest_start_on, today), papers=[_paper(one, step, seen) for one in step.documents],
        on_paper=[(one.code, one.name) for one in lacking(step)],
        may_start=seen.is_ready(step) and seen.may("start", step), may_finish=begun and seen.may("finish", step),
        may_refuse=begun and seen.may("refuse", step),
    )  # fmt: skip


def _days(count: int) -> str:
    return ngettext("%(n)s day", "%(n)s days", count) % {"n": count}


def _turn(step: AgencyStep, seen: Dossier, own: bool) -> str:
    """Whose ball it is and by when."""
    today, department = day_of(seen.policy.now), step.department.name
    latest = dates.day(step.latest_start_on, today)
    match step.state:
        case AgencyStep.DONE if step.finished_at:
            return _("Done on {day}").format(day=dates.day(day_of(step.finished_at), today))
        case AgencyStep.RUNNING if step.promised_on:
            return _("{department} is on it, promised for {day}").format(
                department=department, day=dates.day(step.promised_on, today)
            )
        case AgencyStep.WITH_FIRM:
            papers = listed(one.name for one in lacking(step))
            if not papers:
                return _("Waits for the authorisation")
            said = _("Waits for you: {papers}") if own else _("Waits for the enterprise: {papers}")
            return said.format(papers=papers)
        case AgencyStep.REFUSED:
            return _("Turned down. To begin again by {day}").format(day=latest)
    first = [other.name for other in seen.steps if other.code in step.after and other.state != AgencyStep.DONE]
    if first:
        return _("After: {steps}. To begin by {day}").format(steps=listed(first), day=latest)
    return _("To begin by {day}").format(day=latest)


def _paper(one: Material, step: AgencyStep, seen: Dossier) -> Paper:
    extension = files.EXTENSIONS.get(one.media_type, "")
    open_still = step.state != AgencyStep.DONE
    return Paper(
        pk=one.pk, name=one.name, step=step.name, state=words.material_state_word(one.state), lamp=LAMPS[one.state],
        url=reverse("agency-paper", args=[one.pk, f"paper.{extension}"]) if one.stored else "",
        remark=one.remark.text if one.remark else "", lacking=one.state in Material.LACKING,
        wanted_now=one.state in Material.LACKING and seen.may("give") and (step.state in agency_plan.BEGUN or seen.is_ready(step)),
        may_give=one.state != Material.TAKEN and seen.may("give"),
        may_take=open_still and one.state != Material.TAKEN and seen.may("take", step),
        may_return=open_still and one.state not in Material.LACKING and seen.may("return", step),
    )  # fmt: skip
