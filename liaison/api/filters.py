"""The filters of requests as they stand in an address: the same for the list and for the ledger's files."""

from collections.abc import Collection
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from liaison.casework.filters import Filters
from liaison.registry.inputs import Code, Day, Tidy
from liaison.rules.counting import CELLS
from liaison.rules.lamps import LAMPS
from liaison.rules.lifecycle import Channel, ClosedAs, Status

from . import calls

SEVERAL = "one code, or several with commas"


def _each_of(allowed: Collection[str]) -> Any:
    def check(value: str) -> str:
        if set(value.split(",")) - set(allowed):
            raise ValueError("not_a_choice")
        return value

    return AfterValidator(check)


class RequestFilters(calls.Query):
    status: Annotated[str, _each_of(Status), Field(description=SEVERAL)] = ""
    lamp: Annotated[str, _each_of(LAMPS)] = ""
    counted: Annotated[str, _each_of(CELLS), Field(description=f"what it counts as in the ledger; {SEVERAL}")] = ""
    closed_as: Annotated[str, _each_of(ClosedAs), Field(description=SEVERAL)] = ""
    channel: Annotated[str, _each_of(Channel), Field(description=SEVERAL)] = ""
    department: Code | None = None
    enterprise: Code | None = None
    specialist: Annotated[str, Tidy, StringConstraints(max_length=60), Field(description="login")] = ""
    category: Code | None = None
    session: Annotated[str, StringConstraints(max_length=18), Field(description="a gripe session")] = ""
    group: Annotated[str, _each_of(("production", "life"))] = ""
    urgent: bool = False
    q: Annotated[str, Tidy, StringConstraints(max_length=100)] = Field(
        "", description="words in number, enterprise or text"
    )
    raised_from: Day | None = None
    raised_to: Day | None = None
    closed_from: Day | None = Field(None, description="a closing that was undone counts by its own day")
    closed_to: Day | None = None

    def filters(self) -> Filters:
        given = self.model_dump(include=set(RequestFilters.model_fields))
        return Filters(**{name: value for name, value in given.items() if value is not None})
