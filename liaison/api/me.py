from django.http import HttpRequest, HttpResponse
from ninja import Router

from liaison.registry.access import capacities

from . import calls
from .auth import caller
from .schemas import Me

router = Router(tags=["me"])


@router.get("", summary="Who this token speaks for", response=calls.answers(Me))
def me(request: HttpRequest) -> HttpResponse:
    account = caller(request)
    firm, department = account.enterprise, account.department
    return calls.answer(
        Me(
            login=account.login, name=account.name, capacities=capacities(account),
            zone=account.zone.code, zone_name=account.zone.name,
            enterprise=firm.code if firm else None, enterprise_name=firm.name if firm else None,
            department=department.code if department else None, department_name=department.name if department else None,
        )
    )  # fmt: skip
