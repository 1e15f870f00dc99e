"""开启选票与结果 for programs: two persons open a round's votes; evaluation and personnel read what came of it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel

from liaison import clock
from liaison.appraisal import results as read
from liaison.appraisal.actions import unsealing
from liaison.appraisal.round_inputs import UnsealInput

from . import calls
from .auth import caller

router = Router(tags=["rounds"])
SHAPES = {"UnsealInput": UnsealInput}


class Unsealed(BaseModel):
    state: str  # closed: the second person is still to come; unsealed


class ResultRow(BaseModel):
    enterprise: str
    specialist: str
    verdict: str  # satisfied, unsatisfied, not_rated, damaged
    reason: str


class RoundResults(BaseModel):
    """Without the lines about the caller himself, which are not counted here either."""

    satisfied: int
    unsatisfied: int
    not_rated: int
    unchanged: bool  # the store holds exactly the votes whose root was recorded at the close
    lines: list[ResultRow]


def _pk(id: str) -> int:  # noqa: A002 - the name in the contract
    return int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0


@router.post(
    "/{id}/unseal", summary="One of two persons opens a part of the key; with the second the votes are open",
    response=calls.answers(Unsealed, 403, 404, 409, 413, 422, 429), openapi_extra=calls.takes_body(UnsealInput),
)  # fmt: skip
def unseal(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    by, now, pk = caller(request), clock.now(), _pk(id)

    def act(given: UnsealInput) -> Unsealed:
        return Unsealed(state=unsealing.unseal(pk, given.phrase, by=by, now=now).state)

    with unsealing.noted(pk, by=by, now=now):  # outside of the transaction that a refusal takes back
        return calls.write(request, UnsealInput, act)


@router.get(
    "/{id}/results", summary="What was voted, for evaluation and personnel; each call is entered in the audit log",
    response=calls.answers(RoundResults, 403, 404, 409),
)  # fmt: skip
def results(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    found = unsealing.look(_pk(id), by=caller(request), now=clock.now())
    rows = [
        ResultRow(enterprise=one.enterprise, specialist=one.specialist, verdict=one.verdict, reason=one.reason)
        for one in found.lines
    ]
    return calls.answer(RoundResults(
        satisfied=found.count("satisfied"), unsatisfied=found.count("unsatisfied"), not_rated=found.count(read.NOT_RATED),
        unchanged=found.whole, lines=rows,
    ))  # fmt: skip
