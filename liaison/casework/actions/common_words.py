"""One text for all firms of a common work: told or answered request by request, each by the act and the right it needs anyway (N6)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account
from liaison.registry.policy import hold
from liaison.rules import common as rules
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused

from .. import access, common
from ..acting import Act, acting_beside, save
from ..common_inputs import CommonAnswerInput
from ..inputs import OutcomeInput, ProgressInput
from ..models import CommonWork, ServiceRequest
from ..moves import lead_of_leg
from .common_works import locked_parts
from .handling import answer, conclude, enter_progress
from .replying import reply


@dataclass
class Told:
    """Whom the text reached, and whom it did not, with the reason."""

    work: CommonWork
    done: list[str] = field(default_factory=list)
    left: list[tuple[str, Refused]] = field(default_factory=list)


def tell_common(number: str, given: ProgressInput, *, by: Account, now: datetime) -> Told:
    """一次告知各家: each firm gets it as its own progress note, with the day of the next one (R-19).

    By chief and office, or for their own requests the department that leads and the specialist. Raises Refused: common_over; and
    if it reaches nobody what stood in the way: wrong_role, wrong_status, date_passed, progress_too_far; Http404.
    """
    return _to_each(number, given.text, False, lambda r: _progress(r, given, by, now), by=by, now=now)


def answer_common(number: str, given: CommonAnswerInput, *, by: Account, now: datetime) -> Told:
    """一次答复各家: each request by its own act, `reply`, `conclude` or `answer`, with its own clock, verdict and confirmation.

    Raises Refused: common_over; and if it reaches nobody what stood in the way: wrong_role, wrong_status, no_common_plan,
    explanation_incomplete, plan_needs_date, date_passed, plan_needs_office, unknown_measure, measure_not_in_force; Http404.
    """
    return _to_each(number, given.text, True, lambda r: _answer(r, given, by, now), by=by, now=now)


def _to_each(
    number: str, text: str, answers: bool, speak: Callable[[ServiceRequest], None], *, by: Account, now: datetime
) -> Told:
    """All in one transaction; what is refused for one request leaves the others told."""
    with record.transaction():
        work = common.number_for(by, number)
        hold(by.zone_id)  # before its requests, as everywhere
        if work.state != CommonWork.OPEN:
            raise Refused("common_over", number=work.number)
        told = Told(work)
        seen = list(
            access.visible(by).filter(common_parts__work=work, common_parts__left_at=None).values_list("pk", flat=True)
        )
        for r in locked_parts(work, seen):
            try:
                with record.transaction():
                    speak(r)
                told.done.append(r.number)
            except Refused as no:
                told.left.append((r.number, no))
        if not told.done:
            raise told.left[0][1] if told.left else Refused("wrong_role")
        record.append(
            "common.answered" if answers else "common.told", zone=by.zone.code, subject=work.number, actor=by.login,
            capacity=_capacity(by), at=now, content=record.content(text),
            facts={"done": told.done, "left": [{"number": one, "code": no.code} for one, no in told.left]},
        )  # fmt: skip
        return told


def _capacity(by: Account) -> str:
    held = registry.posts(by) & set(common.DECIDERS)
    return min(held) if held else "department" if registry.acts_for_department(by) else "specialist"


def _progress(r: ServiceRequest, given: ProgressInput, by: Account, now: datetime) -> None:
    with acting_beside(r.pk, by=by, now=now) as act:
        act.capacity = rules.teller(_place(act))
        enter_progress(act, given, in_cycle=act.was == Status.CONSULTING)
        save(act.request)


def _answer(r: ServiceRequest, given: CommonAnswerInput, by: Account, now: datetime) -> None:
    with acting_beside(r.pk, by=by, now=now) as act:
        way, lead = rules.way(_place(act), given.outcome), lead_of_leg(act.summonses, act.request)
    if way == rules.REPLY and lead is not None:
        reply(lead.pk, given, by=by, now=now)
    else:
        words = OutcomeInput(**given.model_dump(exclude={"resolve_by"}))
        (conclude if way == rules.CONCLUDE else answer)(r.pk, words, by=by, now=now)


def _place(act: Act) -> rules.Place:
    if act.standing is None:
        raise Refused("wrong_role")
    return common.place_of(act.request, act.summonses, act.standing)
