"""The shape and bounds of what comes in about people and enterprises, once; forms and API build on it."""

import re
from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from liaison.rules.deadlines import SHANGHAI

from .models import Category, Enterprise, Post


def _tidy(value: Any) -> Any:
    """Surrounding space never counts, and characters that no database stores are dropped."""
    return (
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", value).strip() if isinstance(value, str) else value
    )


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


def filled(longest: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=longest)


def up_to(longest: int) -> StringConstraints:
    return StringConstraints(max_length=longest)


def _one_of(allowed: set[str]) -> AfterValidator:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError("not_a_choice")
        return value

    return AfterValidator(check)


def an_instant(value: Any) -> Any:
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


def a_day(value: Any) -> Any:
    """Accept a day or an instant (its day in Shanghai)."""
    found = an_instant(value)
    return found.astimezone(SHANGHAI).date() if isinstance(found, datetime) else found


Instant = Annotated[datetime, BeforeValidator(an_instant)]
Day = Annotated[date, BeforeValidator(a_day)]
Tidy = BeforeValidator(_tidy)
Optional_ = BeforeValidator(_empty_is_none)
Name = Annotated[str, Tidy, filled(100)]
Phone = Annotated[str, Tidy, StringConstraints(max_length=20, pattern=r"^[0-9+\- ]*$")]
Login = Annotated[str, Tidy, StringConstraints(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Code = Annotated[str, Tidy, filled(20)]
MailAddress = Annotated[
    str, Tidy, StringConstraints(max_length=254, pattern=r"^([!-?A-Z^-~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$")
]
CreditCode = Annotated[str, Tidy, StringConstraints(pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")]


class Input(BaseModel):
    """What comes in from outside. Fields nobody knows are refused: a misspelt name must not vanish silently."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class EnterpriseInput(Input):
    name_zh: Name
    name_en: Annotated[str, Tidy, up_to(160)] = ""
    credit_code: Annotated[CreditCode | None, Optional_] = None
    status: Annotated[str, _one_of(set(Enterprise.Status.values))] = Enterprise.Status.OPERATING
    group: Annotated[str, Tidy, up_to(60)] = ""
    industry: Annotated[str, Tidy, up_to(40)] = ""
    size: Annotated[str, Tidy, up_to(20)] = ""
    address: Annotated[str, Tidy, up_to(200)] = ""
    specialist: Annotated[str | None, Optional_] = None
    anyway: bool = False  # it is another firm, though one of the same name or group is here


class DepartmentInput(Input):
    code: Annotated[str, Tidy, StringConstraints(pattern=r"^[A-Z]{2,10}$")]
    name_zh: Name
    name_en: Annotated[str, Tidy, up_to(160)] = ""
    phone: Phone = ""
    external: bool = False


class AccountInput(Input):
    login: Login
    name_zh: Annotated[str, Tidy, filled(60)]
    name_en: Annotated[str, Tidy, up_to(80)] = ""
    phone: Phone = ""
    title: Annotated[str, Tidy, up_to(40)] = ""
    department: Annotated[str | None, Optional_] = None
    enterprise: Annotated[str | None, Optional_] = None
    posts: list[Annotated[str, _one_of(set(Post.values))]] = Field(default_factory=list, max_length=6)


class DoorInput(Input):
    """One of the two: the firm whose poster it is, or the gate at which it hangs."""

    enterprise: Annotated[str | None, Optional_] = None
    place: Annotated[str, Tidy, up_to(60)] = ""


class AppointInput(Input):
    post: Annotated[str, _one_of(set(Post.values))]


class AssignInput(Input):
    specialist: Login
    reason: Annotated[str, Tidy, up_to(500)] = ""


class LeaveZoneInput(Input):
    reason: Annotated[str, Tidy, filled(500)]


class LeaveInput(Input):
    """R-06: who is away from when to when, and the one who stands in; without `specialist` it is oneself."""

    model_config = ConfigDict(populate_by_name=True)

    specialist: Annotated[Login | None, Optional_] = None
    substitute: Login
    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")


class ExemptionInput(Input):
    """R-02: why a cadre on the roster serves no firm for a time, and until when."""

    reason: Annotated[str, _one_of({"leave", "secondment", "probation"})]
    last_day: Day


class ZoneDayInput(Input):
    day: Day
    reason: Annotated[str, Tidy, filled(60)]


class LimitsInput(Input):
    """New values by the key of their limit; `effective_on` is the first day on which they hold."""

    values: dict[Annotated[str, up_to(30)], Annotated[str, Tidy, up_to(20)]] = Field(min_length=1, max_length=40)
    effective_on: Day

    @property
    def effective_from(self) -> datetime:
        return datetime.combine(self.effective_on, time(0), SHANGHAI)


class CategoryInput(Input):
    name_zh: Name
    name_en: Annotated[str, Tidy, up_to(160)] = ""
    group: Annotated[str, _one_of(set(Category.Group.values))]
    position: Annotated[int, Field(ge=0, le=999)] = 0
    lead: Annotated[str | None, Optional_] = None
    co: list[Code] = Field(default_factory=list, max_length=20)


class NewCategoryInput(CategoryInput):
    code: Annotated[str, Tidy, StringConstraints(max_length=20, pattern=r"^[a-z][a-z0-9_-]*$")]


class PhraseInput(Input):
    """常用语. The short form is typed after "::" and ends with a space, so it holds neither."""

    short: Annotated[str, Tidy, StringConstraints(min_length=1, max_length=20, pattern=r"^[^\s:]+$")]
    text: Annotated[str, Tidy, filled(1000)]
    for_department: bool = False


class MailInput(Input):
    """Where a person's mail goes, and whether he wants any. A mail server takes plain addresses only."""

    email: MailAddress = ""
    by_mail: bool = False


class SavedListInput(Input):
    """A name for filters of the ledger; `query` is what stands behind the question mark."""

    name: Annotated[str, Tidy, filled(40)]
    query: Annotated[str, Tidy, up_to(500)] = ""
