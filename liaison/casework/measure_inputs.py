"""The shape and bounds of what comes in about a measure of the policy library (R-41); forms and table files build these."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from liaison.registry.inputs import Code, Day, Input, Login, Optional_, Phone, Tidy, a_day, filled, up_to

from .inputs import Words

Number = Annotated[str, Tidy, StringConstraints(pattern=r"^ZC[0-9]{4}-[0-9]{3,5}$")]
MaybeDay = Annotated[date | None, BeforeValidator(a_day)]


class VersionInput(Input):
    """What a version says; `contact` and `phone` are of the measure itself."""

    contact: Annotated[Login | None, Optional_] = None
    phone: Phone = ""
    document: Annotated[str, Tidy, filled(60)]
    issuer: Annotated[str, Tidy, filled(100)]
    title_zh: Annotated[str, Tidy, filled(120)]
    title_en: Annotated[str, Tidy, up_to(200)] = ""
    issued_on: Day
    valid_from: Day
    valid_until: MaybeDay = None
    # An address is shown as a link: nothing but the web's own schemes; anything else stands there as words.
    source: Annotated[str, Tidy, up_to(300)] = ""
    industries: list[Annotated[str, Tidy, filled(40)]] = Field(default_factory=list, max_length=40)
    sizes: list[Literal["L", "M", "S", "XS"]] = Field(default_factory=list, max_length=4)
    statuses: list[Literal["settling", "operating", "suspended"]] = Field(default_factory=list, max_length=3)
    categories: list[Code] = Field(default_factory=list, max_length=20)
    points_zh: list[Annotated[str, Tidy, filled(500)]] = Field(min_length=1, max_length=30)
    points_en: list[Annotated[str, Tidy, filled(800)]] = Field(default_factory=list, max_length=30)


class MeasureInput(VersionInput):
    department: Code


class RepealInput(Input):
    """From which day on it counts no more, and by what."""

    repealed_on: Day
    reason: Words


class MeasureRow(MeasureInput):
    """One version as a line of a table file; lines of one number are one measure, a line without a number a new one."""

    number: Annotated[Number | None, Optional_] = None
    repealed_on: MaybeDay = None
    repealed_by: Annotated[str, Tidy, up_to(500)] = ""
