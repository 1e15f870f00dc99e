"""评价周期与投票: rounds for programs of the evaluation post, and the ballot, which only a ballot's own token opens (R-42, R-43)."""

from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from ninja.security import HttpBearer
from pydantic import BaseModel, Field

from liaison import clock
from liaison.appraisal import access, voters
from liaison.appraisal import rounds as read
from liaison.appraisal.actions import planning, voting
from liaison.appraisal.models import RollLine, Round
from liaison.appraisal.round_inputs import BallotInput, RoundInput
from liaison.registry.inputs import Input
from liaison.registry.models import Account
from liaison.rules.deadlines import local
from liaison.rules.refusals import Refused

from . import calls
from .auth import Bearer, caller

router = Router(tags=["rounds"])
SHAPES: dict[str, type[Input]] = {"RoundInput": RoundInput, "BallotInput": BallotInput}


class TurnoutRow(BaseModel):
    lines: int
    voted: int
    not_voted: int
    void: int


class RoundRow(BaseModel):
    id: int
    year: int
    half: int
    state: str = Field(description="planned, open, closed, unsealed or released")
    opens_on: date
    closes_at: datetime
    closes_on: date
    roll_hash: str | None
    commitment_root: str | None
    turnout: TurnoutRow | None = Field(description="for evaluation alone, once the roll is frozen")


class BallotRow(BaseModel):
    """Whether the enterprise's vote is in the box. What it says nobody can read."""

    cast: bool
    cast_at: datetime | None
    commitment: str | None


def _row(of: Round, reader: Account) -> RoundRow:
    counted = access.runs(reader) and of.state != Round.PLANNED
    seen = read.turnout(reader, of) if counted else None
    return RoundRow(
        id=of.pk, year=of.year, half=of.half, state=of.state, opens_on=of.opens_on, closes_at=local(of.closes_at),
        closes_on=local(of.closes_at).date(), roll_hash=of.roll_hash or None,
        commitment_root=(of.commitment_root or None) if counted else None,
        turnout=TurnoutRow(lines=seen.lines, voted=seen.voted, not_voted=seen.not_voted, void=seen.void) if seen else None,
    )  # fmt: skip


def _key(id: str) -> int:  # noqa: A002 - the name in the contract
    return int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0


@router.post(
    "/rounds", summary="Evaluation plans the rating of a half-year", response=calls.answers(RoundRow, 403, 409, 413, 422, status=201),
    openapi_extra=calls.takes_body(RoundInput),
)  # fmt: skip
def plan(request: HttpRequest) -> HttpResponse:
    by, now = caller(request), clock.now()
    return calls.write(
        request, RoundInput, lambda given: _row(planning.plan_round(given, by=by, now=now), by), status=201
    )


@router.get(
    "/rounds/{id}",
    summary="A round's days and state; its turnout for evaluation",
    response=calls.answers(RoundRow, 404),
)
def one(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    by = caller(request)
    return calls.answer(_row(access.round_for(by, _key(id)), by))


# --- the ballot


class BallotBearer(HttpBearer):
    """A ballot's own token. One of an account is known and has nothing to do here."""

    def authenticate(self, request: HttpRequest, token: str) -> RollLine | None:
        if token.startswith(voting.PREFIX):
            return voting.at_the_ballot(token, clock.now())
        if Bearer().authenticate(request, token):
            raise Refused("ballot_token_needed")
        return None


def _line(request: HttpRequest, id: str) -> RollLine:  # noqa: A002
    line: RollLine = request.auth  # type: ignore[attr-defined]
    if line.round_id != _key(id):
        raise Http404
    return line


def _ballot(line: RollLine) -> BallotRow:
    found = voters.own(line)
    return BallotRow(
        cast=found is not None, cast_at=local(found.cast_at) if found else None, commitment=found.commitment if found else None
    )  # fmt: skip


@router.put(
    "/rounds/{id}/ballot", summary="Give the vote, or another one before the close", auth=BallotBearer(),
    response=calls.answers(BallotRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(BallotInput),
)  # fmt: skip
def put(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    """Put twice, the last one counts: no key is needed to repeat it safely."""
    line = _line(request, id)
    given = calls.body(request, BallotInput)
    voting.cast(request.headers["Authorization"].partition(" ")[2], given, now=clock.now())
    return calls.answer(_ballot(line))


@router.get(
    "/rounds/{id}/ballot", summary="Whether the vote is in the box; never what it says", auth=BallotBearer(),
    response=calls.answers(BallotRow, 403, 404),
)  # fmt: skip
def ballot(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002
    return calls.answer(_ballot(_line(request, id)))
