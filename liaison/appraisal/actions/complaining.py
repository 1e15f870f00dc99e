"""遭打击报复: a firm's word past specialist and department, straight to discipline, and the answer to it (security 7.6)."""

from datetime import datetime

from liaison import record
from liaison.casework.acting import iso
from liaison.casework.inputs import ReasonInput
from liaison.notices import outbox
from liaison.record.models import Content, Entry
from liaison.registry import access as registry
from liaison.registry.models import Account
from liaison.registry.policy import hold, policy
from liaison.rules.refusals import Refused

from .. import complaints, watching
from ..models import Complaint


def complain(given: ReasonInput, *, by: Account, now: datetime) -> Complaint:
    """By anybody of the firm; discipline alone is told, and answers within 5 working days (policy value).

    The same words while they wait for their answer are the same complaint. Raises Refused: wrong_role.
    """
    if by.enterprise_id is None or not registry.acts_for_enterprise(by):
        raise Refused("wrong_role")
    with record.transaction():
        hold(by.zone_id)  # a date is counted, and a second click waits here
        open_ones = Complaint.objects.filter(enterprise=by.enterprise_id, answered_at=None)
        if same := open_ones.filter(text__text=given.text).first():
            return same
        words = record.content(given.text)
        made = Complaint.objects.create(
            zone=by.zone, enterprise_id=by.enterprise_id, by=by, at=now, text=words,
            due_at=policy(by.zone, now).due("complaint", now),
        )  # fmt: skip
        entry = _enter("complaint.filed", made, words, by, "enterprise", now)
        told = watching.to_tell(by.enterprise_id, by.zone_id)
        outbox.queue(entry, "complaint_filed", told, now=now, due=iso(made.due_at), complaint=made.pk)
        return made


def answer_complaint(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> Complaint:
    """Discipline says what it found; only the firm reads it. Raises Http404, Refused: wrong_role, complaint_answered."""
    with record.transaction():
        complaints.one(by, pk)
        made = Complaint.objects.select_for_update(of=("self",)).select_related("zone").get(pk=pk)
        if not watching.reads(by):
            raise Refused("wrong_role")
        if made.answered_at is not None:
            raise Refused("complaint_answered")
        made.answer, made.answered_by, made.answered_at = record.content(given.text), by, now
        made.save(update_fields=["answer", "answered_by", "answered_at"])
        entry = _enter("complaint.answered", made, made.answer, by, "discipline", now)
        outbox.queue(entry, "complaint_answered", registry.contacts_of(made.enterprise_id), now=now, complaint=made.pk)
        return made


def _enter(kind: str, made: Complaint, words: Content, by: Account, capacity: str, now: datetime) -> Entry:
    return record.append(
        kind, chain=record.AUDIT, zone=made.zone.code, subject=f"complaint-{made.pk}", actor=by.login, capacity=capacity,
        at=now, facts={}, content=words,
    )  # fmt: skip
