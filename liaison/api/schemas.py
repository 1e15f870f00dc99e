"""The shapes of answers; times leave as ISO 8601 with +08:00, days as YYYY-MM-DD."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema

from liaison.rules.deadlines import local

Instant = Annotated[
    datetime,
    PlainSerializer(lambda instant: local(instant).isoformat(timespec="seconds"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2020-09-29T17:30:00+08:00"]}),
]


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


def as_json(answer: BaseModel | list[Any]) -> bytes:
    if isinstance(answer, BaseModel):
        return answer.model_dump_json(by_alias=True).encode()
    return b"[" + b",".join(as_json(one) for one in answer) + b"]"


class Fault(Answer):
    field: str = Field(
        description="the field at fault, with dots for what lies inside another; empty for the whole body"
    )
    code: str
    detail: str


class Problem(Answer):
    """Why nothing was done (RFC 9457). `code` is stable; title and detail follow Accept-Language."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]


class SpecialistCard(Answer):
    name: str
    phone: str
    login: str


class NextStep(Answer):
    """What happens next, by whom, until when."""

    who: str = Field(description="name of the person, department or enterprise; empty when nothing is left to do")
    what: str
    by: Instant | None
    holder: str = Field(description="specialist, chief, department, office, enterprise or nobody")


class RequestRow(Answer):
    number: str
    status: str
    outcome: str | None
    lamp: str
    enterprise: str
    enterprise_name: str
    specialist: SpecialistCard | None
    category: str | None
    urgent: bool
    elapsed_minutes: int | None = Field(
        description="of an urgent request: real minutes from the call to the result, or until now"
    )
    need_by: Instant | None
    channel: str
    verified: bool
    text: str
    leg: int
    lead_request: str | None
    lead_department: str | None
    occurred_at: Instant
    raised_at: Instant
    reply_due_at: Instant | None
    reply_due_on: date | None
    replied_at: Instant | None
    resolve_by: date | None
    next_progress_on: date | None
    next_step: NextStep
    closed_as: str | None
    closed_at: Instant | None


class SummonsAnswer(Answer):
    id: int
    department: str
    department_name: str
    part: str
    status: str
    lamp: str
    ask: str | None = Field(description="for the own department and for staff; null for others")
    clerk: str | None
    sent_at: Instant
    report_in_due_at: Instant | None
    reported_in_at: Instant | None
    due_at: Instant | None
    due_on: date | None
    replied_at: Instant | None
    outcome: str | None


class InstructionRow(Answer):
    """An instruction of the leadership; `number` is that of its supervision order, empty where no answer is owed."""

    id: int
    number: str
    request: str
    enterprise: str
    department: str | None = Field(description="who owes the answer; null for the specialist")
    state: str = Field(description="open, answered or closed")
    lamp: str
    text: str
    by: str
    at: Instant
    due_at: Instant | None
    due_on: date | None
    answer: str | None
    answered_at: Instant | None


class ReplacementRow(Answer):
    """A firm that gets another specialist; `new` and `done_at` are null until it is carried out."""

    id: int
    enterprise: str
    old: str = Field(description="login")
    due_on: date
    new: str | None = Field(description="login")
    done_at: Instant | None


class ReplacementPage(Answer):
    items: list[ReplacementRow]
    next: str | None


class ChangeAsked(Answer):
    """Until when the firm has another specialist."""

    enterprise: str
    due_on: date


class InstructionPage(Answer):
    items: list[InstructionRow]
    next: str | None


class OutsideRow(Answer):
    """What somebody outside the zone has to do for a request (R-23)."""

    request: str
    enterprise: str
    state: str = Field(description="open, agreed, refused, called_off or lapsed")
    what: str
    keeper: str = Field(
        description="who talks: specialist (whoever serves the firm), clerk, or office until it has named one"
    )
    liaison: str | None = Field(description="the login of a clerk who is the liaison")
    next_progress_at: Instant | None = Field(description="when the enterprise hears from the liaison at the latest")
    next_progress_on: date | None
    missed: bool


class OutsidePartyRow(Answer):
    """An agency of the register, or somebody by name."""

    id: int
    department: str | None
    name: str


class OutsideContactRow(Answer):
    id: int
    party: int
    kind: str = Field(description="call, meeting, letter, quote or answer")
    at: Instant
    text: str
    by: str
    valid_until: date | None = Field(description="of a quote")


class OutsideAnswer(OutsideRow):
    """All of it. Named parties, contacts and the evidence only for the asking firm, the office and the liaison (`talks_shown`)."""

    result: str | None
    ended_at: Instant | None
    evidence: int | None = Field(description="the file that shows an agreement")
    parties: list[OutsidePartyRow]
    contacts: list[OutsideContactRow]
    talks_shown: bool
    can: list[str] = Field(description="keep: log, tell, add, end; name_liaison")


class OutsideDone(Answer):
    """`matter` is null for who has stepped back and no longer sees the request."""

    request: str
    matter: OutsideAnswer | None


class AttachmentRow(Answer):
    """A photo, a voice note or a paper; `url` answers to the same token."""

    id: int
    kind: str = Field(description="photo, voice or paper")
    name: str
    media_type: str
    size: int = Field(description="bytes")
    url: str
    added_at: Instant
    internal: bool = Field(description="for staff alone")


class DutyRow(Answer):
    id: int
    department: str
    what: str
    due_on: date
    done_at: Instant | None


class ConsultationAnswer(Answer):
    """The consultation of this leg. The enterprise is shown one that was agreed, without reason, minutes and duties."""

    state: str = Field(description="proposed, agreed, refused, cancelled, concluded or lapsed")
    lead: str
    members: list[str]
    proposed_at: Instant
    late: bool = Field(description="proposed after the department's limit: the breach stands")
    agreed_by_specialist_at: Instant | None
    agreed_by_office_at: Instant | None
    meets_at: Instant | None
    place: str
    why: str | None
    minutes: str | None
    minutes_due_at: Instant | None
    minutes_at: Instant | None
    duties: list[DutyRow]


class RequestAnswer(RequestRow):
    confirm_due_at: Instant | None
    attachments: list[AttachmentRow]
    summonses: list[SummonsAnswer]
    consultation: ConsultationAnswer | None
    moves: list[str] = Field(description="what this caller may do now")


class RequestPage(Answer):
    items: list[RequestRow]
    next: str | None


class CiteRow(Answer):
    """A policy that an entry names, as it stood on that day; what has become of it says `/measures/{number}`."""

    measure: str
    version: int
    document: str


class TimelineRow(Answer):
    seq: int
    at: Instant
    kind: str
    actor: str = Field(description="name of who acted; empty for the clock")
    capacity: str
    sentence: str
    text: str | None
    parts: Mapping[str, str] = Field(
        description="reason, basis, alternative and contact of an explanation; where, of a scope decline"
    )
    cites: list[CiteRow] = Field(description="policies: those an answer rests on, or the one a question is about")


class ProofDay(Answer):
    """One day: why it counts or not (received, working_day, made_up, weekend, holiday, after_limit); `n`: which counted day."""

    date: str
    counts: bool
    why: str
    holiday: str | None
    n: int | None


class ProofInputs(Answer):
    received_at: str
    calendar: str
    calendar_source: str
    working_days: int
    closing_time: str
    timezone: str
    as_of: str


class ProofPart(Answer):
    """Minutes of the overrun that belong to one holder; the parts sum to the whole."""

    kind: str
    code: str
    minutes: int


class ProofHolder(ProofPart):
    since: str
    until: str
    limit_at: str | None


class ProofSummons(Answer):
    id: int
    department: str
    part: str
    sent_at: str
    calendar: str
    calendar_source: str
    working_days: int
    days: list[ProofDay]
    due_at: str | None
    replied_at: str | None
    released_at: str | None
    verdict: str


class ProofMove(Answer):
    """A due time that a later calendar moved: of the reply to the enterprise, or of one summons."""

    at: str
    promise: str
    summons: int | None
    before: str | None
    after: str
    calendar: str


class LegProof(Answer):
    """One run of the enterprise's clock; verdict: on_time, late, open or released."""

    leg: int
    inputs: ProofInputs
    days: list[ProofDay]
    due_at: str | None
    replied_at: str | None
    released_at: str | None
    verdict: str
    overrun_minutes: int
    overrun_parts: list[ProofPart]
    holders: list[ProofHolder]
    summonses: list[ProofSummons] = Field(description="a department sees its own")
    moves: list[ProofMove]


class ClockProof(LegProof):
    """The proof of the current leg; all legs stand under `legs`, each with its own verdict."""

    number: str
    first_entry: int = Field(description="number of the request's first entry in the record")
    last_entry: int
    legs: list[LegProof]


class Me(Answer):
    login: str
    name: str
    capacities: list[str]
    zone: str
    zone_name: str
    enterprise: str | None
    enterprise_name: str | None
    department: str | None
    department_name: str | None


class EnterpriseRow(Answer):
    code: str
    name: str
    name_zh: str
    name_en: str
    credit_code: str | None
    status: str
    group: str
    industry: str
    size: str
    address: str
    specialist: SpecialistCard | None


class DepartmentRow(Answer):
    code: str
    name: str
    phone: str
    external: bool = Field(description="outside the zone: it cannot be whistled")


class SpecialistRow(SpecialistCard):
    department: str | None
    chief: bool
    enterprises: int = Field(description="how many enterprises the specialist serves now")


class AssignmentRow(Answer):
    enterprise: str
    enterprise_name: str
    specialist: SpecialistCard
    stand_in: SpecialistCard | None = Field(description="who answers for the firm while the specialist is away")
    since: Instant


class LeaveRow(Answer):
    """One named substitute while a specialist is away; neither begun nor ended: planned, ended without having begun: called off."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)

    id: int
    specialist: SpecialistCard
    substitute: SpecialistCard
    first_day: date = Field(alias="from")
    last_day: date = Field(alias="to")
    began_at: Instant | None
    ended_at: Instant | None


class ShiftRow(Answer):
    id: int
    begins_at: Instant
    ends_at: Instant
    officer: SpecialistCard
    deputy: SpecialistCard
    swap_with: int | None = Field(description="the shift for which its officer asks to swap")


class ShiftPlan(Answer):
    shifts: list[ShiftRow]


class GapRow(Answer):
    since: Instant
    until: Instant


class DutyAnswer(Answer):
    """Who answers now; the roster and its gaps only for those who may be on it."""

    phone: str = Field(description="the duty telephone of the zone")
    officer: str | None = Field(description="name of the one on duty; null while nobody is")
    until: Instant | None
    shifts: list[ShiftRow]
    gaps: list[GapRow]


class VisitRow(Answer):
    id: int
    state: str = Field(description="promised, arrived, done or no_show")
    enterprise: str
    request: str | None
    visitor: SpecialistCard
    promised_at: Instant | None
    due_at: Instant | None = Field(description="until when a visit was owed (R-07)")
    arrived_at: Instant | None
    left_at: Instant | None
    result: str | None
    no_show: str | None = Field(description="visitor, enterprise or called_off")


class VisitPage(Answer):
    items: list[VisitRow]
    next: str | None


class CategoryRow(Answer):
    code: str
    name: str
    group: str
    department: str | None = Field(description="the department that usually leads")
    co: list[str] = Field(description="the departments that usually join")


class CalendarDayRow(Answer):
    date: date
    is_working: bool
    holiday: str | None
    name: str


class CalendarNoticeRow(Answer):
    key: str
    source: str
    published_on: date


class ZoneDayRow(Answer):
    """A working day that the zone itself freed; `seq` counts its decisions and stands behind the "+" of a calendar's key."""

    seq: int
    date: date
    reason: str
    decided_at: Instant


class CalendarAnswer(Answer):
    """The days of a year that differ from Monday to Friday, as known now; `holiday` of a zone day is `zone_day`."""

    year: int
    known: bool = Field(description="whether a notice for the year has been published")
    notices: list[CalendarNoticeRow]
    zone_days: list[ZoneDayRow]
    items: list[CalendarDayRow]
    next: None = None


class DepartmentRate(Answer):
    department: str
    name: str
    replies: int
    replies_in_time: int
    on_time_rate: float | None = Field(description="null below `min_replies`")


class Summary(Answer):
    """A period by its dates: raised by the day it was logged, everything else by the day it was closed."""

    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="to")
    as_of: Instant
    raised: int
    closed: int = Field(description="solved or explained; both stand apart below")
    solved: int
    explained: int
    out_of_scope: int
    reopened: int = Field(description="closed in the period and open again now: no longer among the others")
    withdrawn: int
    duplicate: int
    overdue: int = Field(description="now, whatever the period")
    replies: int = Field(
        description="of departments, judged in the period: by the reply, or without one by its due time"
    )
    replies_in_time: int
    on_time_rate: float | None = Field(description="null below `min_replies`: a rate of few says little")
    min_replies: int
    departments: list[DepartmentRate]


class MeasureRow(Answer):
    """A policy by the version that counts now; of one that has not begun, by its first."""

    number: str
    version: int
    state: str = Field(description="upcoming, in_force, ending, expired or repealed")
    document: str
    issuer: str
    title: str
    department: str
    issued_on: date
    valid_from: date
    valid_until: date | None = Field(description="the last day; null: open")
    repealed_on: date | None = Field(description="the first day without it")
    for_us: bool | None = Field(description="whether the caller's firm meets all conditions; null for staff")


class MeasurePage(Answer):
    items: list[MeasureRow]
    next: str | None


class MeasureContact(Answer):
    name: str
    phone: str


class ConditionRow(Answer):
    what: str = Field(description="industry, size or status")
    wanted: list[str]
    has: str
    verdict: str = Field(description="met, not_met or unknown")


class PointRow(Answer):
    zh: str
    en: str


class VersionRow(Answer):
    version: int
    state: str = Field(description="as of a policy, or replaced")
    ended_on: date | None = Field(description="the first day on which it no longer counts, once that has come")
    document: str
    issuer: str
    title: str
    title_zh: str
    title_en: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    repealed_on: date | None
    source: str
    industries: list[str]
    sizes: list[str]
    statuses: list[str]
    categories: list[str]
    points: list[PointRow]


class MeasureAnswer(Answer):
    number: str
    version: int = Field(description="the one that counts now")
    state: str
    department: str
    contact: MeasureContact
    for_us: bool | None
    conditions: list[ConditionRow] | None = Field(description="for the caller's firm; null for staff")
    versions: list[VersionRow] = Field(description="newest first")


class EnterprisePage(Answer):
    items: list[EnterpriseRow]
    next: str | None


class DepartmentPage(Answer):
    items: list[DepartmentRow]
    next: str | None


class SpecialistPage(Answer):
    items: list[SpecialistRow]
    next: str | None


class AssignmentPage(Answer):
    items: list[AssignmentRow]
    next: str | None


class LeavePage(Answer):
    items: list[LeaveRow]
    next: str | None


class CategoryPage(Answer):
    items: list[CategoryRow]
    next: str | None


class GripeRow(Answer):
    """An item of a session as every member sees it; the request behind it is seen as ever."""

    id: int
    number: str
    text: str
    enterprise: str
    enterprise_name: str
    claimed_by: str | None = Field(description="the department that leads it")
    claimed_by_name: str | None
    co: list[str] = Field(description="the departments that join")
    resolve_by: date | None
    status: str
    outcome: str | None
    carried: bool = Field(description="left from the session before")
    current: bool = Field(description="it is being said")
    me_too: int = Field(description="how many other firms say that it is their trouble too; never which")


class Delivery(Answer):
    """Of the newest item: to so many of the leaders' group, arrived at and read by so many."""

    told: int
    arrived: int
    read: int


class SessionAnswer(Answer):
    id: int
    title: str
    place: str
    state: str = Field(description="planned, open or closed")
    starts_at: Instant
    opened_at: Instant | None
    closed_at: Instant | None
    version: int = Field(description="rises with every change of what the board shows")
    items: list[GripeRow]
    delivery: Delivery


class CommonCandidate(Answer):
    number: str
    enterprise_name: str
    text: str
    status: str
    raised_at: Instant


class CommonProposal(Answer):
    """Requests that read alike; `work` names the one that they are like, if there is any."""

    work: str | None
    firms: int
    requests: list[CommonCandidate]


class CommonRow(Answer):
    number: str
    title: str
    state: str = Field(description="open, done or dissolved")
    department: str | None
    firms: int = Field(description="how many firms are in it, also of those that this caller does not see")
    open: int = Field(description="how many of its requests are open")
    made_at: Instant
    ended_at: Instant | None
    requests: list[str] | None = Field(description="those that this caller sees; null in lists")


class CommonPage(Answer):
    items: list[CommonRow]
    next: str | None


class CommonLeft(Answer):
    number: str
    code: str
    detail: str


class CommonTold(Answer):
    """Whom one text reached, and whom not and why."""

    work: str
    done: list[str]
    left: list[CommonLeft]


class DifferentAnswer(Answer):
    request: str
    others: list[str]


class CaseRow(Answer):
    id: int
    title: str
    text: str
    state: str = Field(description="draft, asked, published, refused or withdrawn")
    enterprise_name: str | None = Field(
        description="only if the firm allowed it, or the caller sees the request anyway"
    )
    request: str | None = Field(description="its evidence, for those who may open it")
    published_at: Instant | None


class CasePage(Answer):
    items: list[CaseRow]
    next: str | None
