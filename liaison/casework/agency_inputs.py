"""The shape and bounds of what comes in about agency files, once; screens and API both build these."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field

from liaison.registry.inputs import Code, Day, Input, Tidy, an_instant, filled

from .inputs import MaybeWords


class BaselineInput(Input):
    """R-37: what it usually takes, and who says so."""

    months: Annotated[Decimal, Field(gt=0, le=120, max_digits=4, decimal_places=1)]
    source: Annotated[str, Tidy, filled(200)]


class AgencyInput(Input):
    """R-36: for whom, which formalities, by when; `departments` replaces the template's for a step."""

    enterprise: Code
    template: Annotated[str, Tidy, filled(30)]
    need_by: Annotated[datetime | None, BeforeValidator(an_instant)] = None
    baseline: BaselineInput
    target_on: Day
    departments: dict[Annotated[str, Tidy, filled(30)], Code] = Field(default_factory=dict, max_length=20)


class AuthoriseInput(Input):
    """R-36: the principal's written authorisation and its last day."""

    last_day: Day
    text: MaybeWords = ""


class FinishStepInput(Input):
    """`documents`: those that the department has on paper."""

    documents: list[Annotated[str, Tidy, filled(30)]] = Field(default_factory=list, max_length=20)
