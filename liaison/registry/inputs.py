"""The shape and bounds of what comes in about people and enterprises, once; forms and API build on it."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from .models import Enterprise, Post


def _tidy(value: Any) -> Any:
    """Surrounding space never counts, and characters that no database stores are dropped."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "", value).strip() if isinstance(value, str) else value


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


def text(*, longest: int, shortest: int = 1) -> Any:
    return Annotated[str, BeforeValidator(_tidy), StringConstraints(min_length=shortest, max_length=longest)]


def _one_of(allowed: set[str]) -> Any:
    def check(value: str) -> str:
        if value not in allowed:
            raise ValueError("not_a_choice")
        return value

    return AfterValidator(check)


Tidy = BeforeValidator(_tidy)
Optional_ = BeforeValidator(_empty_is_none)
Name = text(longest=100)
Phone = Annotated[str, Tidy, StringConstraints(max_length=20, pattern=r"^[0-9+\- ]*$")]
Login = Annotated[str, Tidy, StringConstraints(min_length=2, max_length=60, pattern=r"^[a-z0-9][a-z0-9._-]*$")]
Code = text(longest=20)


class Input(BaseModel):
    """What comes in from outside. Fields nobody knows are refused: a misspelt name must not vanish silently."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class EnterpriseInput(Input):
    name_zh: Name
    name_en: text(longest=160, shortest=0) = ""
    credit_code: Annotated[
        str | None, Optional_, Field(default=None, pattern=r"^[0-9A-HJ-NPQRTUWXY]{18}$")
    ] = None
    status: Annotated[str, _one_of(set(Enterprise.Status.values))] = Enterprise.Status.OPERATING
    group: text(longest=60, shortest=0) = ""
    industry: text(longest=40, shortest=0) = ""
    size: text(longest=20, shortest=0) = ""
    address: text(longest=200, shortest=0) = ""
    specialist: Annotated[str | None, Optional_] = None


class AccountInput(Input):
    login: Login
    name_zh: text(longest=60)
    name_en: text(longest=80, shortest=0) = ""
    phone: Phone = ""
    title: text(longest=40, shortest=0) = ""
    department: Annotated[str | None, Optional_] = None
    enterprise: Annotated[str | None, Optional_] = None
    posts: list[Annotated[str, _one_of(set(Post.values))]] = Field(default_factory=list, max_length=6)


class AppointInput(Input):
    post: Annotated[str, _one_of(set(Post.values))]


class AssignInput(Input):
    specialist: Code
    reason: text(longest=500, shortest=0) = ""
