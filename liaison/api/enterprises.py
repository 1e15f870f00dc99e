"""企业 and 对口联系: the firms a caller may see, and who serves them."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from liaison import clock
from liaison.casework import actions
from liaison.registry import access as registry
from liaison.registry.access import visible_enterprises
from liaison.registry.inputs import AssignInput
from liaison.registry.models import Assignment, Enterprise

from . import answers, calls
from .auth import caller
from .reference import ListQuery, page
from .schemas import AssignmentPage, AssignmentRow, EnterprisePage, EnterpriseRow, SpecialistCard

router = Router(tags=["reference"])
LISTED = calls.takes_query(ListQuery)


@router.get("/enterprises", summary="Enterprises", response=calls.answers(EnterprisePage, 422), openapi_extra=LISTED)
def enterprises(request: HttpRequest) -> HttpResponse:
    found, following = page(request, visible_enterprises(caller(request)))
    held = registry.open_assignments().filter(enterprise__in=[one.pk for one in found])
    serving = {one.enterprise_id: one.holder for one in held}
    items = [
        EnterpriseRow(
            code=one.code, name=one.name, name_zh=one.name_zh, name_en=one.name_en, credit_code=one.credit_code,
            status=one.status, group=one.group, industry=one.industry, size=one.size, address=one.address,
            specialist=answers.card(serving.get(one.pk)),
        )
        for one in found
    ]  # fmt: skip
    return calls.answer(EnterprisePage(items=items, next=following))


@router.get(
    "/assignments", summary="Who serves whom now", response=calls.answers(AssignmentPage, 422), openapi_extra=LISTED
)
def assignments(request: HttpRequest) -> HttpResponse:
    firms = visible_enterprises(caller(request)).values("pk")
    open_ones = registry.open_assignments().filter(enterprise__in=firms).select_related("enterprise")
    found, following = page(request, open_ones)
    return calls.answer(AssignmentPage(items=[_assignment(one) for one in found], next=following))


@router.post(
    "/enterprises/{code}/transfer", summary="Another specialist serves the firm from now on",
    response=calls.answers(AssignmentRow, 403, 404, 409, 413, 422), openapi_extra=calls.takes_body(AssignInput),
)  # fmt: skip
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    by, now = caller(request), clock.now()
    if not visible_enterprises(by).filter(code=code).exists():
        raise Http404
    return calls.write(
        request, AssignInput, lambda given: _assignment(actions.transfer(code, given, by=by, now=now))
    )  # fmt: skip


def _assignment(one: Assignment) -> AssignmentRow:
    firm: Enterprise = one.enterprise
    who = one.specialist
    return AssignmentRow(
        enterprise=firm.code, enterprise_name=firm.name, since=one.since,
        specialist=SpecialistCard(name=who.name, phone=who.phone, login=who.login), stand_in=answers.card(one.stand_in),
    )  # fmt: skip
