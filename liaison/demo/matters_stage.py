"""Plays what happens beside the requests through its actions: policies, agency files, groups, sessions, instructions, visits."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from liaison.casework import actions
from liaison.casework.actions import grouping
from liaison.casework.agency_inputs import AgencyInput, AuthoriseInput, FinishStepInput
from liaison.casework.inputs import (
    DutyDoneInput,
    ItemInput,
    MemberInput,
    Nothing,
    PastedInput,
    ReasonInput,
    RosterInput,
    SessionInput,
    TextInput,
    VisitInput,
    VisitResultInput,
)
from liaison.casework.models import AgencyStep, Duty, Instruction, Material, ServiceRequest, Visit
from liaison.registry.models import Account

from . import afterwards, common_scenes, detours, outside_scenes, rounds
from .measures import load_measures
from .thread import Step

if TYPE_CHECKING:
    from .stage import Stage

Play = Callable[["Stage", Step, Account], Any]


def _agency(stage: "Stage", step: Step, by: Account) -> None:
    stage.keys[step.key] = actions.open_agency_file(AgencyInput(**step.given), by=by, now=step.at).pk


def _authorise(stage: "Stage", step: Step, by: Account) -> None:
    actions.authorise(stage.keys[step.key], AuthoriseInput(**step.given), by=by, now=step.at)


def _start(stage: "Stage", step: Step, by: Account) -> None:
    actions.start_step(_step_of(stage, step), Nothing(), by=by, now=step.at)
    if not step.given.get("lacking"):
        _hand_in(stage, step, by)


def _hand_in(stage: "Stage", step: Step, by: Account) -> None:
    """What the step needs lies there on paper: from then on the time is the department's."""
    for pk in Material.objects.filter(step=_step_of(stage, step)).order_by("pk").values_list("pk", flat=True):
        actions.take_material(pk, Nothing(), by=by, now=step.at)


def _finish(stage: "Stage", step: Step, by: Account) -> None:
    pk = _step_of(stage, step)
    actions.finish_step(pk, FinishStepInput(), by=by, now=step.at)


def _step_of(stage: "Stage", step: Step) -> int:
    return AgencyStep.objects.get(file=stage.keys[step.key], code=step.given["step"]).pk


def _plan_session(stage: "Stage", step: Step, by: Account) -> None:
    stage.keys[step.key] = actions.plan_session(SessionInput(**step.given), by=by, now=step.at).pk


def _open_session(stage: "Stage", step: Step, by: Account) -> None:
    actions.open_session(stage.keys[step.key], Nothing(), by=by, now=step.at)


def _close_session(stage: "Stage", step: Step, by: Account) -> None:
    actions.close_session(stage.keys[step.key], Nothing(), by=by, now=step.at)


def _item(stage: "Stage", step: Step, by: Account) -> None:
    given = dict(step.given)
    session = stage.keys[given.pop("session")]
    stage.keys[step.key] = actions.add_item(session, ItemInput(**given), by=by, now=step.at).pk


def _answer_instruction(stage: "Stage", step: Step, by: Account) -> None:
    actions.answer_instruction(_instruction(stage, step), ReasonInput(**step.given), by=by, now=step.at)


def _close_instruction(stage: "Stage", step: Step, by: Account) -> None:
    actions.close_instruction(_instruction(stage, step), TextInput(**step.given), by=by, now=step.at)


def _instruction(stage: "Stage", step: Step) -> int:
    rows = Instruction.objects.filter(service_request=stage.keys[step.key])
    return rows.values_list("pk", flat=True).latest("pk")


def _promise_visit(stage: "Stage", step: Step, by: Account) -> None:
    number = ServiceRequest.objects.get(pk=stage.keys[step.key]).number
    actions.promise_visit(VisitInput(request=number, **step.given), by=by, now=step.at)


def _visit(stage: "Stage", step: Step) -> int:
    return Visit.objects.filter(service_request=stage.keys[step.key]).values_list("pk", flat=True).latest("pk")


def _arrive(stage: "Stage", step: Step, by: Account) -> None:
    actions.arrive(_visit(stage, step), Nothing(), by=by, now=step.at)


def _leave_visit(stage: "Stage", step: Step, by: Account) -> None:
    actions.leave_visit(_visit(stage, step), VisitResultInput(**step.given), by=by, now=step.at)


def _duty_done(stage: "Stage", step: Step, by: Account) -> None:
    pk = stage.keys[step.key]
    mine = Duty.objects.get(consultation__service_request=pk, department__code=step.department)
    actions.duty_done(pk, DutyDoneInput(duty=mine.pk), by=by, now=step.at)


VERBS: dict[str, Play] = {
    **common_scenes.VERBS,
    **detours.VERBS,
    **outside_scenes.VERBS,
    **rounds.VERBS,
    **afterwards.VERBS,
    "measures": lambda stage, step, by: load_measures(stage, step.at),
    "join": lambda stage, step, by: grouping.add_member(step.key, MemberInput(**step.given), by=by, now=step.at),
    "paste": lambda stage, step, by: grouping.paste(step.key, PastedInput(**step.given), by=by, now=step.at),
    "agency": _agency, "authorise": _authorise, "start_step": _start, "hand_in": _hand_in, "finish_step": _finish,
    "plan_session": _plan_session, "open_session": _open_session, "close_session": _close_session, "item": _item,
    "answer_instruction": _answer_instruction, "close_instruction": _close_instruction,
    "roster": lambda stage, step, by: actions.plan_shifts(RosterInput(**step.given), by=by, now=step.at),
    "promise_visit": _promise_visit, "arrive": _arrive, "leave_visit": _leave_visit, "duty_done": _duty_done,
}  # fmt: skip
