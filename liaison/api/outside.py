"""外部协调: what somebody outside the zone has to do, as this caller may see it, and what the liaison does about it (R-23)."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from liaison import clock
from liaison.casework import actions, inputs, queries
from liaison.casework import outside as read
from liaison.casework.files import SafeFile
from liaison.casework.models import OutsideMatter
from liaison.casework.outside import Matter
from liaison.registry.access import posts
from liaison.registry.inputs import Input
from liaison.registry.models import Account, Post
from liaison.rules.deadlines import day_of

from . import calls
from .auth import caller
from .requests import Call, checked, visible_key
from .schemas import OutsideAnswer, OutsideContactRow, OutsideDone, OutsidePartyRow, OutsideRow

router = Router(tags=["outside"])


class OutsideQuery(calls.Query):
    ended: bool = Field(False, description="what has ended instead of what is under way")


@router.get(
    "/outside", summary="Matters outside the zone of which this caller is the liaison; all of them for chief, leaders and office",
    response=calls.answers(list[OutsideRow], 422), openapi_extra=calls.takes_query(OutsideQuery),
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, OutsideQuery), caller(request)
    return calls.answer([_row(one) for one in read.listing(reader, ended=asked.ended)] if read.reads(reader) else [])


@router.get(
    "/requests/{number}/outside", summary="The matters of one request, newest first", response=calls.answers(list[OutsideAnswer], 404)
)  # fmt: skip
def matters(request: HttpRequest, number: str) -> HttpResponse:
    return calls.answer(_matters(caller(request), checked(number)))


CALLS = (
    Call(
        "outside",
        inputs.OutsideInput,
        actions.open_outside,
        "Somebody outside the zone is needed: who, and who of us talks to them",
    ),
    Call("outside/parties", inputs.PartyInput, actions.add_party, "One more whom the liaison talks to"),
    Call("outside/contacts", inputs.ContactInput, actions.log_contact, "A call, meeting, letter, quote or answer"),
    Call(
        "outside/progress",
        inputs.ProgressInput,
        actions.outside_progress,
        "The liaison tells the enterprise how it stands",
    ),
    Call(
        "outside/hand-over",
        inputs.ReasonInput,
        actions.hand_over_outside,
        "The liaison has an interest of his own: the office holds it",
    ),
    Call("outside/liaison", inputs.LiaisonInput, actions.name_liaison, "The office names who talks from now on"),
    Call("outside/end", inputs.EndOutsideInput, actions.end_outside, "Agreed, with its paper; refused; or called off"),
)


def _view(call: Call) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, number: str) -> HttpResponse:
        by, now = caller(request), clock.now()
        pk = visible_key(by, number)

        def act(given: Input) -> OutsideDone:
            call.action(pk, given, by=by, now=now)
            return _newest(by, number)

        return calls.write(request, call.shape, act)

    return view


for _call in CALLS:
    router.add_api_operation(
        f"/requests/{{number}}/{_call.path}", ["POST"], _view(_call), summary=_call.summary,
        operation_id=f"requests_{_call.path.replace('-', '_').replace('/', '_')}",
        response=calls.answers(OutsideDone, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(_call.shape),
    )  # fmt: skip


@router.post(
    "/requests/{number}/outside/papers",
    summary="A contact with its papers; one of them may be the evidence of an agreement",
    response=calls.answers(OutsideDone, 403, 404, 409, 413, 422),
    openapi_extra=calls.takes_files(inputs.ContactInput),
)
def papers(request: HttpRequest, number: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    pk = visible_key(by, number)

    def act(given: inputs.ContactInput, safe: list[SafeFile]) -> OutsideDone:
        actions.log_contact(pk, given, by=by, now=now, files=safe)
        return _newest(by, number)

    return calls.write_with_files(request, inputs.ContactInput, act)


def _newest(by: Account, number: str) -> OutsideDone:
    """As it stands after an act; nothing for who has stepped back and no longer sees the request."""
    try:
        return OutsideDone(request=number, matter=_matters(by, number)[0])
    except Http404:
        return OutsideDone(request=number, matter=None)


def _matters(reader: Account, number: str) -> list[OutsideAnswer]:
    seen = queries.dossier(reader, number, now=clock.now())
    found = read.of_request(seen.r, seen.standing, reader, seen.specialist)
    return [_answer(one, office=Post.OFFICE in posts(reader)) for one in found]


def _answer(one: Matter, *, office: bool) -> OutsideAnswer:
    row = one.row
    return OutsideAnswer(
        **_row(row).model_dump(), result=row.result.text if row.result else None, ended_at=row.ended_at,
        evidence=row.evidence_id if one.talks else None,
        parties=[
            OutsidePartyRow(id=party.pk, department=party.department.code if party.department else None, name=party.name)
            for party in one.parties
        ],
        contacts=[
            OutsideContactRow(
                id=talk.pk, party=talk.party_id, kind=talk.kind, at=talk.at, text=talk.text.text if talk.text else "",
                by=talk.logged_by.name, valid_until=talk.valid_until,
            )
            for talk in one.contacts
        ],
        talks_shown=one.talks,
        can=[name for name, may in (("keep", one.open and one.keeps), ("name_liaison", one.open and office)) if may],
    )  # fmt: skip


def _row(row: OutsideMatter) -> OutsideRow:
    due = row.next_progress_at if row.ended_at is None else None
    return OutsideRow(
        request=row.service_request.number, enterprise=row.service_request.enterprise.code, state=row.state,
        what=(row.what.text or "") if row.what else "", keeper=row.keeper.kind, liaison=row.keeper.login or None,
        next_progress_at=due, next_progress_on=day_of(due) if due else None, missed=row.missed_at is not None and due is not None,
    )  # fmt: skip
