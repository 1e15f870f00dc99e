"""Rows of casework as answers, in the reader's language and no more than this reader may see."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse

from liaison.casework import access, queries, ringing
from liaison.casework.consultations import codes, consultation_of_leg
from liaison.casework.guidance import cites_of
from liaison.casework.models import Attachment, Duty, Summons
from liaison.casework.queries import Dossier, Row
from liaison.record.models import Content
from liaison.registry.access import acts_for_enterprise, posts
from liaison.registry.models import Account, Post
from liaison.rules import lamps
from liaison.rules.audiences import Audience
from liaison.rules.deadlines import day_of
from liaison.speech.next_steps import step_sentence
from liaison.speech.statuses import capacity_word
from liaison.speech.timeline import Reader, sentence

from .schemas import (
    AttachmentRow,
    CiteRow,
    ConsultationAnswer,
    DutyRow,
    NextStep,
    RequestAnswer,
    RequestRow,
    SpecialistCard,
    SummonsAnswer,
    TimelineRow,
)


def row(seen: Row, reader: Account) -> RequestRow:
    return RequestRow(**_fields(seen, reader))


def request_answer(seen: Dossier, reader: Account) -> RequestAnswer:
    asks = queries.asks_seen(seen)
    return RequestAnswer(
        **_fields(seen, reader), confirm_due_at=seen.r.confirm_due_at, moves=seen.moves,
        summonses=[_summons(one, seen, one.pk in asks) for one in seen.summonses],
        consultation=_consultation(seen),
        # From their rows: an answer belongs to the act's own transaction, whose entries are written at its end.
        attachments=[_attachment(one) for one in access.attachments(seen.r, seen.standing, reader)],
    )  # fmt: skip


def timeline(seen: Dossier, reader: Account) -> list[TimelineRow]:
    how = Reader(reader.login, seen.standing.audience)
    return [
        TimelineRow(
            seq=one.seq, at=one.at, kind=one.kind, actor=seen.names.person(one.actor) if one.actor else "",
            capacity=one.capacity, sentence=sentence(one, seen.names, how), text=one.text, parts=one.parts,
            cites=[CiteRow(**fact) for fact in cites_of(one)],
        )
        for one in seen.happenings
    ]  # fmt: skip


def card(person: Account | None) -> SpecialistCard | None:
    return card_of(person) if person else None


def card_of(person: Account) -> SpecialistCard:
    return SpecialistCard(name=person.name, phone=person.phone, login=person.login)


def _fields(seen: Row, reader: Account) -> dict[str, Any]:
    r = seen.r
    return {
        "number": r.number, "status": r.status, "outcome": r.outcome, "lamp": seen.lamp,
        "enterprise": r.enterprise.code, "enterprise_name": r.enterprise.name, "specialist": card(seen.specialist),
        "category": r.category.code if r.category else None, "urgent": r.urgent,
        "elapsed_minutes": ringing.elapsed(r, seen.policy.now),
        "need_by": r.need_by, "channel": r.channel,
        "verified": r.verified, "text": seen.text, "leg": r.leg,
        "lead_request": seen.lead_request,
        "lead_department": seen.lead.department.code if seen.lead else None,
        "occurred_at": r.occurred_at, "raised_at": r.raised_at, "reply_due_at": r.reply_due_at,
        "reply_due_on": _day(r.reply_due_at), "replied_at": r.replied_at, "resolve_by": _day(r.resolve_by),
        "next_progress_on": _day(r.next_progress_at), "next_step": _next_step(seen, reader),
        "closed_as": r.closed_as, "closed_at": r.closed_at,
    }  # fmt: skip


def _next_step(seen: Row, reader: Account) -> NextStep:
    step = seen.step
    # The office, and a chief who is not appointed yet, are known by their post.
    who = seen.holder_name or ("" if step.who == "nobody" else capacity_word(step.who))
    audience = Audience.ENTERPRISE if acts_for_enterprise(reader) else Audience.STAFF
    return NextStep(
        who=who, what=step_sentence(step, who, _is_turn_of(reader, seen), audience), by=step.by, holder=step.who
    )


def _is_turn_of(reader: Account, seen: Row) -> bool:
    match seen.step.who:
        case "specialist" | "chief":
            return (seen.specialist or seen.chief) == reader
        case "department":
            return seen.lead is not None and seen.lead.department_id == reader.department_id
        case "office":
            return Post.OFFICE in posts(reader)
        case "enterprise":
            return acts_for_enterprise(reader)
    return False


def _summons(one: Summons, seen: Dossier, with_ask: bool) -> SummonsAnswer:
    return SummonsAnswer(
        id=one.pk, department=one.department.code, department_name=one.department.name, part=one.part, status=one.status,
        lamp=lamps.lamp_of(one.status, one.due_at, seen.policy.horizon),
        ask=one.ask.text if with_ask and one.ask else None, clerk=one.clerk.name if one.clerk else None,
        sent_at=one.sent_at, report_in_due_at=one.report_in_due_at, reported_in_at=one.reported_in_at,
        due_at=one.due_at, due_on=_day(one.due_at), replied_at=one.replied_at, outcome=one.outcome,
    )  # fmt: skip


def _consultation(seen: Dossier) -> ConsultationAnswer | None:
    held = consultation_of_leg(seen.summonses, seen.r)
    firm = seen.standing.audience == Audience.ENTERPRISE
    if held is None or (firm and held.decided_at is None) or (firm and held.state == held.REFUSED):
        return None
    lead = next(one for one in seen.summonses if one.pk == held.summons_id).department.code
    return ConsultationAnswer(
        state=held.state, lead=lead, members=codes(held), proposed_at=held.proposed_at, late=held.late,
        agreed_by_specialist_at=held.agreed_by_specialist_at, agreed_by_office_at=held.agreed_by_office_at,
        meets_at=held.meets_at, place="" if firm else held.place, why=None if firm else _text(held.why),
        minutes=None if firm else _text(held.minutes), minutes_due_at=held.minutes_due_at, minutes_at=held.minutes_at,
        duties=[] if firm else [_duty(one) for one in held.split],
    )  # fmt: skip


def _text(content: Content | None) -> str | None:
    return content.text if content else None


def _duty(one: Duty) -> DutyRow:
    return DutyRow(
        id=one.pk, department=one.department.code, what=_text(one.what) or "", due_on=one.due_on, done_at=one.done_at
    )


def _attachment(file: Attachment) -> AttachmentRow:
    return AttachmentRow(
        id=file.pk, kind=file.kind, name=file.name, media_type=file.media_type, size=file.size_bytes,
        url=reverse("api-v1:attachment", args=[file.pk]), added_at=file.added_at, internal=file.for_staff,
    )  # fmt: skip


def _day(instant: datetime | None) -> date | None:
    return day_of(instant) if instant else None
