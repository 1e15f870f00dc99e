"""`/api/v1`: every operation behind one door that needs no session and answers problems as documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Swagger
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from liaison import __version__
from liaison.casework import inputs
from liaison.casework.agency_inputs import AgencyInput, BaselineInput, FinishStepInput
from liaison.registry.inputs import AssignInput, LeaveInput

from . import (
    agency,
    attachments,
    calls,
    cases,
    common,
    duty,
    enterprises,
    findings,
    gripes,
    instructions,
    leaves,
    ledger,
    me,
    measures,
    outside,
    problems,
    reference,
    replacements,
    requests,
    rounds,
    summonses,
    unsealing,
)
from .auth import Bearer

CALLS = [call.shape for call in (*requests.CALLS, *summonses.CALLS, *instructions.CALLS, *outside.CALLS)]
NAMED: list[type[BaseModel]] = [*CALLS, *gripes.SHAPES, *common.SHAPES, *cases.SHAPES]
SHAPES: dict[str, type[BaseModel]] = {
    "RaiseInput": inputs.RaiseInput,
    "AgencyInput": AgencyInput,
    "BaselineInput": BaselineInput,
    "FinishStepInput": FinishStepInput,
    "AssignInput": AssignInput,
    **{shape.__name__: shape for shape in NAMED},
    "LeaveInput": LeaveInput,
    **duty.SHAPES,
    **unsealing.SHAPES,
    **findings.SHAPES,
    **replacements.SHAPES,
    **rounds.SHAPES,
}


SCHEMAS: dict[str, OpenAPISchema] = {}  # by what was asked for with it


class Api(NinjaAPI):
    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        """Drawn up once in a process: it says the same to everybody, and takes seconds."""
        key = repr(given)
        if key not in SCHEMAS:
            schema = super().get_openapi_schema(**given)
            calls.with_bodies(schema, SHAPES)
            SCHEMAS[key] = schema
        return SCHEMAS[key]


api = Api(
    title="Enterprise Liaison", version=__version__, urls_namespace="api-v1", auth=Bearer(),
    description="The same actions and the same rights as on screen. Tokens come from `liaison token LOGIN`.",
    docs=Swagger({"validatorUrl": None}),
)  # fmt: skip
problems.register(api)
api.add_router("/me", me.router)
api.add_router("/requests", requests.router)
api.add_router("/summonses", summonses.router)
api.add_router("/duties", requests.duties)
api.add_router("/attachments", attachments.router)
api.add_router("/measures", measures.router)
api.add_router("/instructions", instructions.router)
api.add_router("/common-works", common.router)
api.add_router("", cases.router)
api.add_router("", outside.router)
api.add_router("", duty.router)
api.add_router("", enterprises.router)
api.add_router("", replacements.router)
api.add_router("", leaves.router)
api.add_router("", gripes.router)
api.add_router("", agency.router)
api.add_router("", findings.router)
api.add_router("", rounds.router)
api.add_router("/rounds", unsealing.router)
api.add_router("", ledger.router)
api.add_router("", reference.router)


def door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code == 405:
            response = problems.method_not_allowed(response["Allow"])
        response["Cache-Control"] = "no-store"
        return response

    return opened


def behind_the_door() -> tuple[list[Any], str, str]:
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = door(pattern.callback)
    return patterns, app, namespace


nothing_here = door(problems.not_found)
urlpatterns = [path("", nothing_here), path("", behind_the_door()), re_path("", nothing_here)]
