"""The steps of an agency file and their documents: begun, finished, refused; handed in, accepted, returned (R-36)."""

from collections.abc import Sequence
from datetime import datetime

from liaison import record
from liaison.registry.models import Account
from liaison.rules import agency_plan
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .. import shelf
from ..agency_acting import AgencyAct, acting_on_material, acting_on_step, lacking
from ..agency_inputs import FinishStepInput
from ..files import SafeFile
from ..inputs import Nothing, ReasonInput
from ..models import AgencyFile, AgencyStep, Material, StepMove
from .agency import finish_if_done


def start_step(pk: int, given: Nothing, *, by: Account, now: datetime) -> AgencyFile:
    """启动一步: by its department, or the specialist who carries it; what comes first has to be done (R-36).

    While a document is lacking the ball is with the firm. Raises Refused: wrong_role, agency_over, not_authorised,
    authorisation_withdrawn, authorisation_expired, step_begun, step_not_ready.
    """
    with acting_on_step(pk, "start", by=by, now=now) as (act, step):
        if step.state not in (AgencyStep.WAITING, AgencyStep.REFUSED):
            raise Refused("step_begun", name=step.name)
        _ready(act, step)
        step.state, step.started_at = AgencyStep.RUNNING, step.started_at or now
        step.save(update_fields=["state", "started_at"])
        act.settle(step)
        missing = [one.code for one in lacking(step)]
        act.enter("agency.step_started", documents=missing, **act.facts(step))
        if missing:
            act.tell("agency_documents", act.contacts(), step=step.code, documents=missing)
        act.tell("agency_step_started", [act.specialist, *act.departments([step])], step=step.code)
        return act.file


def _ready(act: AgencyAct, step: AgencyStep) -> None:
    for other in act.steps:
        if other.code in step.after and other.state != AgencyStep.DONE:
            raise Refused("step_not_ready", name=other.name)


def finish_step(pk: int, given: FinishStepInput, *, by: Account, now: datetime) -> AgencyFile:
    """办结一步: with all its documents, and not before the period that must pass by law (R-36, R-37).

    `documents` came on paper. With the last step the file is done. Raises Refused: wrong_role, agency_over, step_not_begun,
    unknown_document, documents_missing, notice_period_runs and those of the authorisation.
    """
    with acting_on_step(pk, "finish", by=by, now=now) as (act, step):
        _begun(step)
        _complete(step, given.documents)
        _period(act, step)
        step.state, step.finished_at, step.promised_on = AgencyStep.DONE, now, None
        step.save(update_fields=["state", "finished_at", "promised_on"])
        act.end_stretch(step)
        act.enter("agency.step_finished", documents=[one.code for one in step.documents], **act.facts(step))
        act.tell("agency_step_finished", [*act.contacts(), act.specialist], step=step.code)
        _whose_turn(act, step)
        finish_if_done(act)
        return act.file


def _begun(step: AgencyStep) -> None:
    if step.state not in agency_plan.BEGUN:
        raise Refused("step_not_begun", name=step.name)


def _complete(step: AgencyStep, on_paper: Sequence[str]) -> None:
    known = {one.code for one in step.documents}
    for code in on_paper:
        if code not in known:
            raise Refused("unknown_document", field="documents", given=code)
    if missing := [one.name for one in lacking(step) if one.code not in on_paper]:
        raise Refused("documents_missing", field="documents", names=missing)
    for one in step.documents:
        one.state = Material.TAKEN
    Material.objects.bulk_update(step.documents, ["state"])


def _period(act: AgencyAct, step: AgencyStep) -> None:
    began = day_of(step.started_at or act.now)
    until = agency_plan.forward(began, step.minimum_days, act.policy.calendar)
    if day_of(act.now) < until:
        raise Refused("notice_period_runs", days=step.minimum_days, last_day=until)


def _whose_turn(act: AgencyAct, step: AgencyStep) -> None:
    done = {one.code for one in act.steps if one.state == AgencyStep.DONE}
    for other in act.steps:
        if step.code in other.after and done.issuperset(other.after):
            latest = other.latest_start_on.isoformat()
            act.tell("agency_step_ready", act.departments([other]), step=other.code, latest_start_on=latest)


def refuse_step(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> AgencyFile:
    """不予通过: with the reason; it may begin again once that is mended, and until then the ball is with the firm.

    Raises Refused: wrong_role, agency_over, step_not_begun and those of the authorisation.
    """
    with acting_on_step(pk, "refuse", by=by, now=now) as (act, step):
        _begun(step)
        words = record.content(given.text)
        act.pass_to(step, StepMove.ENTERPRISE)
        step.state, step.refusal, step.promised_on = AgencyStep.REFUSED, words, None
        step.save(update_fields=["state", "refusal", "promised_on"])
        act.enter("agency.step_refused", content=words, **act.facts(step))
        act.tell("agency_step_refused", [*act.contacts(), act.specialist, *act.departments([step])], step=step.code)
        return act.file


# --- documents


def give_material(
    pk: int, given: Nothing, *, files: Sequence[SafeFile], by: Account, now: datetime
) -> AgencyFile:  # fmt: skip
    """交材料: the firm, or its specialist for it, hands in a document as one file; another one replaces it until it is accepted.

    With the last that was lacking the ball is the department's again. Raises Refused: wrong_role, agency_over, file_needed,
    document_taken, not_stored.
    """
    with acting_on_material(pk, "give", by=by, now=now) as (act, step, one):
        if one.state == Material.TAKEN:
            raise Refused("document_taken", name=one.name)
        if not files:
            raise Refused("file_needed", field="file")
        file = files[0]
        one.stored, one.media_type, one.size_bytes, one.sha256 = (
            shelf.keep(file), file.media_type, len(file.body), file.sha256,
        )  # fmt: skip
        one.state, one.given_by, one.given_at, one.remark = Material.GIVEN, by, now, None
        one.save()
        act.settle(step)
        act.enter(
            "agency.material_given", document=one.code, sha256=file.sha256, size_bytes=len(file.body), **act.facts(step)
        )
        people = [act.specialist, *act.departments([step])]
        act.tell("agency_material_given", people, step=step.code, document=one.code)
        return act.file


def take_material(pk: int, given: Nothing, *, by: Account, now: datetime) -> AgencyFile:
    """收下材料: it is as it should be; what came on paper is accepted without a file.

    Raises Refused: document_taken and as `start_step`.
    """
    with acting_on_material(pk, "take", by=by, now=now) as (act, step, one):
        if one.state == Material.TAKEN:
            raise Refused("document_taken", name=one.name)
        one.state, one.remark = Material.TAKEN, None
        one.save(update_fields=["state", "remark"])
        act.settle(step)
        act.enter("agency.material_taken", document=one.code, **act.facts(step))
        return act.file


def return_material(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> AgencyFile:
    """退回材料: and what is wrong with it; the ball is with the firm.

    Raises Refused: document_lacking, step_over and as `start_step`.
    """
    with acting_on_material(pk, "return", by=by, now=now) as (act, step, one):
        if one.state in Material.LACKING:
            raise Refused("document_lacking", name=one.name)
        if step.state == AgencyStep.DONE:
            raise Refused("step_over", name=step.name)
        one.state, one.remark = Material.RETURNED, record.content(given.text)
        one.save(update_fields=["state", "remark"])
        act.settle(step)
        act.enter("agency.material_returned", content=one.remark, document=one.code, **act.facts(step))
        act.tell("agency_material_returned", act.contacts(), step=step.code, document=one.code)
        return act.file
