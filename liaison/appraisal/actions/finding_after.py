"""认定 after its decision: served, reviewed, appealed against (R-48); and what the clock does of it."""

from datetime import datetime

from django.db.models import Q

from liaison import record
from liaison.casework.inputs import Nothing
from liaison.notices import outbox
from liaison.registry import access as registry
from liaison.registry.models import Account, Post, Zone
from liaison.registry.policy import Policy
from liaison.rules import findings as rules
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .. import findings
from ..finding_acting import CLOCK, CONCERNED, FindingAct, _enter, acting_on, tell_person
from ..finding_inputs import RemedyAnswerInput, RemedyInput
from ..models import EffortFinding, MeritExclusion, Review


def serve(pk: int, given: Nothing, *, by: Account, now: datetime) -> EffortFinding:
    """送达: the paper has reached the person; his days run from here (R-48). Raises Refused: wrong_role, in_conflict,
    not_decided, served_before."""
    with acting_on(pk, rules.PERSONNEL, by=by, now=now) as act:
        if act.found.decided_at is None:
            raise Refused("not_decided")
        if act.found.served_at:
            raise Refused("served_before")
        act.found.served_at = now
        _enter("finding.served", act)
        return act.found


def ask_review(pk: int, given: RemedyInput, *, by: Account, now: datetime) -> EffortFinding:
    """复核: within 30 days of service; the effect is not suspended (R-48). Raises Refused: wrong_role, nothing_found,
    not_served, remedy_asked_before, remedy_too_late."""
    return _ask(pk, Review.REVIEW, given, by=by, now=now)


def ask_appeal(pk: int, given: RemedyInput, *, by: Account, now: datetime) -> EffortFinding:
    """申诉: within 15 days of the answer to the review, or when that answer is overdue (R-48). Raises Refused as `ask_review`,
    and review_first."""
    return _ask(pk, Review.APPEAL, given, by=by, now=now)


def _ask(pk: int, kind: str, given: RemedyInput, *, by: Account, now: datetime) -> EffortFinding:
    with acting_on(pk, CONCERNED, by=by, now=now) as act:
        found, in_force = act.found, act.in_force
        if findings.state_of(found) != findings.FOUND:
            raise Refused("nothing_found")
        if found.served_at is None:
            raise Refused("not_served")
        if findings.remedy(found, kind):
            raise Refused("remedy_asked_before")
        until = findings.remedy_until(found, kind, in_force)
        if until is None:
            raise Refused("review_first")
        if day_of(now) > until:
            raise Refused("remedy_too_late")
        words = record.content(given.text)
        days = in_force.days("review_answer") if kind == Review.REVIEW else in_force.days("appeal_answer")
        due = rules.ends_on(day_of(now), days, in_force.calendar)
        Review.objects.create(finding=found, kind=kind, asked_at=now, text=words, answer_due_on=due)
        entry = _enter(
            "finding.review_asked" if kind == Review.REVIEW else "finding.appeal_asked",
            act,
            words,
            due_on=due.isoformat(),
        )
        personnel = registry.holders_of(Post.PERSONNEL, found.zone_id)
        outbox.queue(entry, "finding_remedy", act.others(personnel), **act.about(last_day=due.isoformat()))
        return found


def answer_remedy(pk: int, given: RemedyAnswerInput, *, by: Account, now: datetime) -> EffortFinding:
    """The answer to what was asked last: a review is the personnel office's own, an appeal's comes from the level above.

    Upheld: everything stays. Reversed: a new entry lifts both exclusions; nothing that stands in the record is changed. Raises
    Refused: wrong_role, own_matter, in_conflict, nothing_to_answer.
    """
    with acting_on(pk, rules.PERSONNEL, by=by, now=now) as act:
        asked = Review.objects.filter(finding=act.found, decided_at=None).order_by("-pk").first()
        if asked is None:
            raise Refused("nothing_to_answer")
        asked.outcome, asked.decided_by, asked.decided_at = given.outcome, by, now
        asked.reasons = record.content(given.reasons)
        asked.save()
        entry = _enter(
            "finding.review_answered" if asked.kind == Review.REVIEW else "finding.appeal_answered", act, asked.reasons,
            outcome=given.outcome,
        )  # fmt: skip
        if given.outcome == Review.REVERSED:
            lifted = MeritExclusion.objects.filter(finding=act.found, lifted_at=None)
            entry = _enter(
                "finding.reversed", act, year=act.found.year, kinds=sorted(lifted.values_list("kind", flat=True))
            )
            lifted.update(lifted_at=now)
            # What the review's silence let through to the appeal is answered with it.
            Review.objects.filter(finding=act.found, decided_at=None).update(
                outcome=Review.REVERSED, decided_by=by, decided_at=now, reasons=asked.reasons
            )
        tell_person(act, entry)
        return act.found


# --- by the clock

SOON, LATE = 1, 2


def turn(zone: Zone, in_force: Policy) -> None:
    """Before its day a decision is called to mind, after it everybody of the two posts is told, each once; late answers too."""
    today, soon = day_of(in_force.now), day_of(in_force.horizon.soon)
    waiting = EffortFinding.objects.filter(zone=zone, decided_at=None, passed_up_at=None)
    near = Q(due_on__lte=soon, reminded__lt=SOON) | Q(due_on__lt=today, reminded__lt=LATE)
    for pk in waiting.filter(near).order_by("due_on", "pk").values_list("pk", flat=True):
        with record.transaction():
            rows = EffortFinding.objects.select_for_update(of=("self",)).select_related("zone", "specialist")
            found = rows.get(pk=pk)
            step = LATE if found.due_on < today else SOON
            if found.decided_at is None and found.reminded < step:
                found.reminded = step
                found.save(update_fields=["reminded"])
                _remind(FindingAct(found, None, CLOCK, in_force), step)
    _remind_of_answers(zone, in_force)


def _remind(act: FindingAct, step: int) -> None:
    told = [seat.account for seat in act.seats() if seat.signed_at is None]
    if step == LATE:
        told += registry.holders_of(Post.PERSONNEL, act.found.zone_id)
        told += registry.holders_of(Post.DISCIPLINE, act.found.zone_id)
    due = act.found.due_on.isoformat()
    entry = _enter("finding.overdue" if step == LATE else "finding.due_soon", act, due_on=due)
    outbox.queue(
        entry, "finding_overdue" if step == LATE else "finding_due", act.others(told), **act.about(last_day=due)
    )


def _remind_of_answers(zone: Zone, in_force: Policy) -> None:
    late = Review.objects.filter(
        finding__zone=zone, decided_at=None, reminded_at=None, answer_due_on__lt=day_of(in_force.now)
    )
    for pk in late.order_by("answer_due_on", "pk").values_list("pk", flat=True):
        with record.transaction():
            rows = Review.objects.select_for_update(of=("self",))
            asked = rows.select_related("finding__zone", "finding__specialist").get(pk=pk)
            if asked.decided_at is None and asked.reminded_at is None:
                asked.reminded_at = in_force.now
                asked.save(update_fields=["reminded_at"])
                act = FindingAct(asked.finding, None, CLOCK, in_force)
                entry = _enter("finding.answer_overdue", act, due_on=asked.answer_due_on.isoformat())
                told = registry.holders_of(Post.PERSONNEL, zone.pk)
                outbox.queue(
                    entry, "finding_overdue", act.others(told), **act.about(last_day=asked.answer_due_on.isoformat())
                )
