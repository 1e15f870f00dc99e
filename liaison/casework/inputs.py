"""The shape and bounds of what comes in about a request, once; web forms and API bodies both build these."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from liaison.registry.inputs import (
    Code,
    Day,
    Input,
    Instant,
    Login,
    MailAddress,
    Optional_,
    Phone,
    Tidy,
    a_day,
    an_instant,
    filled,
    up_to,
)

LONGEST = 5000  # characters: three screens; a letter goes into an attachment
SHORT = 500

Words = Annotated[str, Tidy, filled(LONGEST)]
MaybeWords = Annotated[str, Tidy, up_to(LONGEST)]
MaybeLine = Annotated[str, Tidy, up_to(SHORT)]


def _plain_width(value: Any) -> Any:
    """A Chinese keyboard may write ０２３ for 023."""
    return unicodedata.normalize("NFKC", value) if isinstance(value, str) else value


class Nothing(Input):
    """An act that needs no words."""


class TextInput(Input):
    text: MaybeWords = ""


class ReasonInput(Input):
    text: Words


MeasureName = Annotated[str, Tidy, filled(60)]  # its number, or its document's
Cites = Annotated[list[MeasureName], Field(default_factory=list, max_length=5)]


class RaiseInput(Input):
    text: Words
    category: Annotated[str | None, Optional_] = None
    urgent: bool = False
    need_by: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    enterprise: Annotated[str | None, Optional_] = None
    channel: Annotated[
        Literal["phone", "visit", "group", "gripe", "web", "qr", "letter", "hotline", "api"] | None, Optional_
    ] = None
    occurred_at: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    reference: Annotated[str, Tidy, up_to(60)] = ""  # the number of the hotline's sheet, of the letter
    measure: Annotated[MeasureName | None, Optional_] = None  # a question about it


class VisitorInput(Input):
    """What somebody without an account writes at a door; of a gate also for which firm."""

    text: Words
    category: Annotated[str | None, Optional_] = None
    urgent: bool = False
    name: Annotated[str, Tidy, filled(60)]
    phone: Annotated[
        str, BeforeValidator(_plain_width), Tidy, StringConstraints(max_length=20, pattern=r"^\+?[0-9][0-9 \-]{6,}$")
    ]
    firm: Annotated[str, Tidy, up_to(100)] = ""


class DeclineScopeInput(Input):
    """R-10: why it is out of scope, and the right address."""

    reason: Words
    where: Words


class WhistleInput(Input):
    """R-13: the first department is the lead; `asks` replaces `ask` for a department."""

    departments: list[Code] = Field(max_length=20)
    ask: MaybeWords = ""
    asks: dict[Code, Words] = Field(default_factory=dict, max_length=20)


class DeclineInput(Input):
    reason: Words
    suggest: Annotated[str | None, Optional_] = None


class DecideInput(Input):
    accept: bool
    next_department: Annotated[str | None, Optional_] = None
    reason: MaybeWords = ""


class ExtendInput(Input):
    """R-21: a later date for a plan, and why."""

    until: Day
    reason: Words


class InstructInput(Input):
    """R-22: a leader's word; with an answer owed (`answer`) by its date, the next working day unless told otherwise."""

    text: Words
    addressee: Annotated[Literal["lead", "specialist"] | None, Optional_] = None
    answer: bool = True
    answer_by: Annotated[date | None, BeforeValidator(a_day)] = None


class AskAgainInput(Input):
    """R-22: what the answer to an instruction lacks, and until when it is answered again."""

    text: Words
    answer_by: Annotated[date | None, BeforeValidator(a_day)] = None


class MemberInput(Input):
    """R-30: who joins a group, by his login; or the name of somebody without an account, and perhaps his firm."""

    login: Annotated[str | None, Optional_] = None
    called: Annotated[str, Tidy, up_to(60)] = ""
    enterprise: Annotated[str | None, Optional_] = None
    role: Annotated[Literal["host", "enterprise", "specialist", "department", "leader"] | None, Optional_] = None


class NotedInput(Input):
    """R-30: one message, noted down by hand: who said it (a login, or the name in the messenger), when, and the words."""

    text: Words
    login: Annotated[str | None, Optional_] = None
    called: Annotated[str, Tidy, up_to(60)] = ""
    enterprise: Annotated[str | None, Optional_] = None
    said_at: Annotated[datetime | None, BeforeValidator(an_instant)] = None


class PastedInput(Input):
    """R-30: a piece of a chat as the messenger lets it be copied: `rules.pasted_chat`."""

    text: Annotated[str, Tidy, filled(50_000)]


class FromPostInput(Input):
    """R-30: a message becomes a request; the firm is the author's unless one is chosen."""

    enterprise: Annotated[str | None, Optional_] = None
    category: Annotated[str | None, Optional_] = None


class LinkInput(Input):
    """R-12: the number of the request that leads."""

    into: Annotated[str, Tidy, filled(20)]


class Explanation(Input):
    """R-26: an explanation carries all four; a result or a plan may leave them out."""

    reason: MaybeWords = ""
    basis: MaybeWords = ""
    alternative: MaybeWords = ""
    contact: MaybeLine = ""

    def missing(self) -> list[str]:
        return [name for name in ("reason", "basis", "alternative", "contact") if not getattr(self, name)]

    def parts(self) -> dict[str, str]:
        return {
            name: getattr(self, name) for name in ("reason", "basis", "alternative", "contact") if getattr(self, name)
        }


class ReplyInput(Explanation):
    """R-16: a reply is a result, an explanation or a dated plan; "received" is none."""

    outcome: Literal["resolved", "explained", "planned"]
    text: Words
    resolve_by: Annotated[date | None, BeforeValidator(a_day)] = None
    cites: Cites  # the measures on which the reply rests, by number


class OutcomeInput(Explanation):
    outcome: Literal["resolved", "explained"]
    text: Words
    cites: Cites


class ProgressInput(Input):
    """R-19: what is awaited, and when the enterprise hears again."""

    text: Words
    next_progress_on: Day


class OutsiderInput(Input):
    """R-20: somebody from outside the zone, without an account."""

    name: Annotated[str, Tidy, filled(60)]
    unit: Annotated[str, Tidy, up_to(100)] = ""
    phone: Phone = ""
    email: MailAddress = ""


class ConsultInput(Input):
    """R-18: why one department cannot answer it alone, who sits in it, and when the enterprise hears first."""

    why: Words
    lead: Annotated[str | None, Optional_] = None  # from in_hand: who leads; afterwards it is the lead's already
    members: list[Code] = Field(default_factory=list, max_length=20)
    outside: list[OutsiderInput] = Field(default_factory=list, max_length=10)
    next_progress_on: Day


class AgreeInput(Input):
    agree: bool
    reason: MaybeWords = ""


class CancelInput(Input):
    reason: Words


class ArrangeInput(Input):
    """R-20: when and where it meets. `members` are all departments that sit in it from now on; left out, they stay."""

    meets_at: Instant
    place: Annotated[str, Tidy, filled(100)]
    members: list[Code] | None = Field(None, max_length=20)
    outside: list[OutsiderInput] = Field(default_factory=list, max_length=10)  # who joins besides


class DutyInput(Input):
    department: Code
    what: Annotated[str, Tidy, filled(SHORT)]
    due_on: Day


class MinutesInput(Input):
    """R-20: what was agreed, and who does what by when."""

    text: Words
    met_at: Instant
    duties: list[DutyInput] = Field(default_factory=list, max_length=20)


class DutyDoneInput(Input):
    duty: int


class PartyInput(Input):
    """R-23: somebody outside the zone: an agency of the register by its code, or a supplier by name."""

    department: Annotated[Code | None, Optional_] = None
    name: Annotated[str, Tidy, up_to(100)] = ""


class OutsideInput(Input):
    """R-23: what they have to do, who of us talks to them, whom, and when the enterprise hears first.

    `liaison` is the login of a department's clerk; left out, it is whoever serves the firm. The day of the first news is the end
    of the cycle unless another one is given.
    """

    what: Words
    liaison: Annotated[Login | None, Optional_] = None
    parties: list[PartyInput] = Field(min_length=1, max_length=10)
    next_progress_on: Annotated[date | None, BeforeValidator(a_day)] = None


class ContactInput(Input):
    """R-23: one talk, letter or quote; `party` may be left out while there is one only. A quote says until when it is valid."""

    kind: Literal["call", "meeting", "letter", "quote", "answer"]
    text: Words
    party: Annotated[Annotated[int, Field(ge=1, lt=2**63)] | None, Optional_] = None
    at: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    valid_until: Annotated[date | None, BeforeValidator(a_day)] = None


class LiaisonInput(Input):
    """R-23: who talks from now on; left out, it is whoever serves the firm."""

    liaison: Annotated[Login | None, Optional_] = None


class EndOutsideInput(Input):
    """R-23: how it ended. An agreement has its paper: a file sent with it, or one of the request's, by its key."""

    outcome: Literal["agreed", "refused", "called_off"]
    text: Words
    evidence: Annotated[Annotated[int, Field(ge=1, lt=2**63)] | None, Optional_] = None


class CallBackInput(Input):
    answer: Literal["confirm", "dispute", "reopen", "withdraw"]
    text: MaybeWords = ""


class MessageInput(Input):
    text: Words
    internal: bool = False


class AttachInput(Input):
    """Words that go with photos, voice or papers; the files themselves come beside it (`files.accept`)."""

    text: MaybeWords = ""
    internal: bool = False


class RosterInput(Input):
    """R-08: who is on duty in turn, for how many weeks, and at which hour one hands over to the next."""

    people: list[Login] = Field(max_length=60)
    weeks: Annotated[int, Field(ge=1, le=26)] = 4
    handover_hour: Annotated[int, Field(ge=0, le=23)] = 8


class ShiftInput(Input):
    officer: Login
    deputy: Login


class SwapInput(Input):
    """The shift that one would take instead."""

    shift: Annotated[int, Field(ge=1, lt=2**63)]


class VisitInput(Input):
    """R-07: a visit promised for a time, or logged as it was; of a request, or of a firm nobody has heard of for long."""

    request: Annotated[str | None, Optional_] = None
    enterprise: Annotated[str | None, Optional_] = None
    promised_at: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    arrived_at: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    result: MaybeWords = ""
    raises: bool = False  # what was found becomes a request in the same act


class VisitResultInput(Input):
    """What came of a visit."""

    result: Words


class NoShowInput(Input):
    """Who did not come, or that the visit is called off."""

    who: Literal["visitor", "enterprise", "called_off"]
    reason: MaybeWords = ""


class SessionInput(Input):
    """R-31: a gripe session; `claim_days` is the chief's own default for the date of a claim (R-34)."""

    title: Annotated[str, Tidy, filled(80)]
    starts_at: Instant
    place: Annotated[str, Tidy, up_to(100)] = ""
    claim_days: Annotated[Annotated[int, Field(ge=1, le=60)] | None, Optional_] = None


class ItemInput(Input):
    """What a firm says in a session; who types for it names the firm."""

    text: Words
    enterprise: Annotated[str | None, Optional_] = None


class SpeakingInput(Input):
    """Which item is being said; none while nobody speaks."""

    item: Annotated[Annotated[int, Field(ge=1, lt=2**63)] | None, Optional_] = None


class ClaimInput(Input):
    """R-34: no claim without a date."""

    resolve_by: Day
    part: Literal["lead", "co"] = "lead"
