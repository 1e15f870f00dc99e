"""撤换: what the office has to carry out, and the principal's own word (R-44)."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.appraisal import replacing
from liaison.appraisal.actions.replacing import ask_change, carry_out
from liaison.appraisal.models import Replacement
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.registry.access import posts, visible_enterprises
from liaison.registry.inputs import Input
from liaison.registry.models import Post
from liaison.rules.refusals import Refused

from . import calls
from .auth import caller
from .schemas import ChangeAsked, ReplacementPage, ReplacementRow

router = Router(tags=["replacements"])
SHAPES: dict[str, type[Input]] = {shape.__name__: shape for shape in (CarryOutInput, ChangeInput)}


@router.get(
    "/replacements", summary="Firms whose specialist is replaced, newest first (office)",
    response=calls.answers(ReplacementPage, 403, 422), openapi_extra=calls.takes_query(calls.Paging),
)  # fmt: skip
def listing(request: HttpRequest) -> HttpResponse:
    asked, reader = calls.query(request, calls.Paging), caller(request)
    if Post.OFFICE not in posts(reader):
        raise Refused("wrong_role")
    rows = replacing.visible(reader).select_related("enterprise", "old", "new").order_by("-pk")
    page = list((rows.filter(pk__lt=asked.cursor) if asked.cursor else rows)[: asked.limit + 1])
    following = str(page[asked.limit - 1].pk) if len(page) > asked.limit else None
    return calls.answer(ReplacementPage(items=[_row(one) for one in page[: asked.limit]], next=following))


@router.post(
    "/replacements/{id}/carry-out", summary="Another specialist serves the firm from this instant (office)",
    response=calls.answers(ReplacementRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(CarryOutInput),
)  # fmt: skip
def carry(request: HttpRequest, id: str) -> HttpResponse:  # noqa: A002 - the name in the contract
    by, now = caller(request), clock.now()
    pk = int(id) if id.isascii() and id.isdigit() and len(id) < 19 else 0
    replacing.one(by, pk)
    return calls.write(request, CarryOutInput, lambda given: _row(carry_out(pk, given, by=by, now=now)))


@router.post(
    "/enterprises/{code}/change-specialist", summary="The principal asks for another specialist; no reason is needed",
    response=calls.answers(ChangeAsked, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(ChangeInput),
)  # fmt: skip
def change(request: HttpRequest, code: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    if not visible_enterprises(by).filter(code=code).exists():
        raise Http404

    def act(given: ChangeInput) -> ChangeAsked:
        made = ask_change(code, given, by=by, now=now)
        return ChangeAsked(enterprise=code, due_on=made.due_on)

    return calls.write(request, ChangeInput, act)


def _row(one: Replacement) -> ReplacementRow:
    return ReplacementRow(
        id=one.pk, enterprise=one.enterprise.code, old=one.old.login, due_on=one.due_on,
        new=one.new.login if one.new else None, done_at=one.done_at,
    )  # fmt: skip
