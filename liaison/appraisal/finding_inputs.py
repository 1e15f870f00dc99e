"""The shape and bounds of what comes in about findings, once; forms and API build on it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from liaison.registry.inputs import Input, Instant, Login, Optional_, Tidy, filled
from liaison.rules.findings import REASONS_CHARACTERS

Words = Annotated[str, Tidy, filled(4000)]
# a decision needs reasons; a stamp like "属实" is none.
Reasons = Annotated[str, Tidy, StringConstraints(min_length=REASONS_CHARACTERS, max_length=4000)]


class FindingInput(Input):
    """About whom and which service year; without a replacement it hangs on the last one of that person and year."""

    specialist: Login
    year: Annotated[int, Field(ge=2000, le=2099)]
    replacement: Annotated[Annotated[int, Field(ge=1, lt=2**63)] | None, Optional_] = None


class StatementInput(Input):
    text: Words


class HearingInput(Input):
    """When and where the person is heard."""

    hearing_at: Instant
    place: Annotated[str, Tidy, filled(100)]


class HeardInput(Input):
    """What was said, or that nobody came."""

    text: Words


class SeatInput(Input):
    """Who sits for personnel or for discipline."""

    part: Literal["personnel", "discipline"]
    login: Login


class StepOutInput(Input):
    reason: Annotated[str, Tidy, filled(500)]


class SignInput(Input):
    """No value stands there before a person gives it."""

    decision: Literal["found", "not_found"]
    reasons: Reasons


class RemedyInput(Input):
    """复核 or 申诉: why."""

    text: Words


class RemedyAnswerInput(Input):
    outcome: Literal["upheld", "reversed"]
    reasons: Reasons
