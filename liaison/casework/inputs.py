"""The shape and bounds of what comes in about a request, once; web forms and API bodies both build these."""

from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from liaison.registry.inputs import Code, Input, Optional_, Tidy, filled, up_to
from liaison.rules.deadlines import SHANGHAI

LONGEST = 5000  # characters: three screens; a letter goes into an attachment
SHORT = 500

Words = Annotated[str, Tidy, filled(LONGEST)]
MaybeWords = Annotated[str, Tidy, up_to(LONGEST)]
MaybeLine = Annotated[str, Tidy, up_to(SHORT)]


def _instant(value: Any) -> Any:
    """Accept an instant or a day (its end); without an offset it is Shanghai time."""
    if value == "":
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(23, 59, 59), SHANGHAI)
    if isinstance(value, str):
        try:
            found = datetime.fromisoformat(value.strip())
        except ValueError as error:
            raise ValueError("not_an_instant") from error
        if len(value.strip()) == 10:
            found = datetime.combine(found.date(), time(23, 59, 59))
        value = found
    if isinstance(value, datetime):
        if not 1990 < value.year < 2100:
            raise ValueError("not_an_instant")
        return value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    if value is None:
        return None
    raise ValueError("not_an_instant")


def _day(value: Any) -> Any:
    """Accept a day or an instant (its day in Shanghai)."""
    found = _instant(value)
    return found.astimezone(SHANGHAI).date() if isinstance(found, datetime) else found


Instant = Annotated[datetime, BeforeValidator(_instant)]
Day = Annotated[date, BeforeValidator(_day)]


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
    need_by: Annotated[datetime | None, BeforeValidator(_instant)] = None
    enterprise: Annotated[str | None, Optional_] = None
    channel: Annotated[
        Literal["phone", "visit", "group", "gripe", "web", "qr", "letter", "hotline", "api"] | None, Optional_
    ] = None
    occurred_at: Annotated[datetime | None, BeforeValidator(_instant)] = None


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
    resolve_by: Annotated[date | None, BeforeValidator(_day)] = None


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
