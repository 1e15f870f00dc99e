"""The shape and bounds of what comes in about a request, once; web forms and API bodies both build these."""

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from liaison.registry.inputs import Code, Day, Input, Optional_, Tidy, a_day, an_instant, filled, up_to

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


class OutcomeInput(Explanation):
    outcome: Literal["resolved", "explained"]
    text: Words


class ProgressInput(Input):
    """R-19: what is awaited, and when the enterprise hears again."""

    text: Words
    next_progress_on: Day


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
