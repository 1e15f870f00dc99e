"""The shape and bounds of what comes in about people and enterprises, once; forms and API build on it."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from .models import Enterprise, Post


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


Tidy = BeforeValidator(_tidy)
Optional_ = BeforeValidator(_empty_is_none)
Name = Annotated[str, Tidy, filled(100)]
Phone = Annotated[str, Tidy, StringConstraints(max_length=20, pattern=r"^[0-9+\- ]*$")]
Login = Annotated[str, Tidy, StringConstraints(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Code = Annotated[str, Tidy, filled(20)]
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


class AppointInput(Input):
    post: Annotated[str, _one_of(set(Post.values))]


class AssignInput(Input):
    specialist: Code
    reason: Annotated[str, Tidy, up_to(500)] = ""
