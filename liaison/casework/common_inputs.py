"""The shape of what comes in about common works, typical cases and "me too"."""

from typing import Annotated, Literal

from pydantic import Field

from liaison.registry.inputs import Input, Optional_, Tidy, filled

from .inputs import ReplyInput, Words

Title = Annotated[str, Tidy, filled(60)]
Number = Annotated[str, Tidy, filled(20)]
MOST = 100  # requests in one work


class CommonInput(Input):
    """N6: the requests that are one work, by their numbers, and who does it."""

    title: Title
    requests: list[Number] = Field(max_length=MOST)
    department: Annotated[str | None, Optional_] = None


class PartInput(Input):
    """One request of the zone, by its number."""

    request: Number


class DifferentInput(Input):
    """N6: a request, and those from which it differs."""

    request: Number
    others: list[Number] = Field(max_length=MOST)


class CommonAnswerInput(ReplyInput):
    """One answer for all: what a reply holds (R-16); each request takes it by its own act."""


class AlsoInput(Input):
    """N6: what a session brought up becomes one work with those firms that said so too."""

    title: Title
    enterprises: list[Number] = Field(max_length=MOST)
    department: Annotated[str | None, Optional_] = None


class CaseInput(Input):
    """R-55: a case as it is to be told."""

    title: Title
    text: Words


class ConsentInput(Input):
    """R-55: the firm's word on a case about it."""

    answer: Literal["with_name", "without_name", "no"]
