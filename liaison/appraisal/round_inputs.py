"""The shape and bounds of what comes in about rounds and votes, once; forms and API build on it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from liaison.registry.inputs import Code, Day, Input, Login, Optional_, Tidy, up_to

from .sealing import PHRASE_CHARACTERS, REASON_CHARACTERS

# two values. Numbers, scales and other words are refused by the shape itself.
Verdict = Literal["satisfied", "unsatisfied"]
Reason = Annotated[str, Tidy, up_to(REASON_CHARACTERS)]
OneTimeCode = Annotated[str, Tidy, StringConstraints(min_length=1, max_length=20)]


class RoundInput(Input):
    """Which half-year, and from when until when; without days the rule's own (R-42)."""

    year: Annotated[int, Field(ge=2000, le=2099)]
    half: Annotated[int, Field(ge=1, le=2)]
    opens_on: Annotated[Day | None, Optional_] = None
    closes_on: Annotated[Day | None, Optional_] = None


class BallotInput(Input):
    verdict: Verdict
    reason: Reason = ""


class LineInput(Input):
    """The firm of a round's roll that is meant."""

    enterprise: Code


class CodeInput(LineInput):
    code: OneTimeCode


class SlipInput(BallotInput):
    """A sealed paper slip, opened and entered by two persons: the second one signs with his own login (the door checks his password)."""

    enterprise: Code
    second: Login


class KeeperInput(Input):
    """A new opening phrase, typed twice: nobody can read it to its keeper again."""

    phrase: Annotated[str, Tidy, StringConstraints(min_length=PHRASE_CHARACTERS, max_length=200)]
    again: Annotated[str, Tidy, up_to(200)] = ""


class UnsealInput(Input):
    """The opening phrase of a keeper, or the code on the paper."""

    phrase: Annotated[str, Tidy, StringConstraints(min_length=1, max_length=200)]
