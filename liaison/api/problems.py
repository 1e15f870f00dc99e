"""Everything that is answered instead of what was asked: problem documents (RFC 9457) in the caller's language."""

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError
from pydantic import ValidationError

from liaison.rules.refusals import Refused
from liaison.speech import refusals
from liaison.speech.shapes import shape_errors

from .schemas import Fault, Problem, as_json

log = logging.getLogger(__name__)

# What the door itself says; the codes of `Refused` have their words in `speech.refusals`.
WORDS = {
    "unauthorized": (401, _lazy("Not signed in"), _lazy("A valid token is needed: send it as “Authorization: Bearer …”.")),
    "not_found": (404, _lazy("Not found"), _lazy("There is nothing at this address that you can see.")),
    "method_not_allowed": (405, _lazy("Not possible here"), _lazy("This address does not answer to that method.")),
    "too_large": (413, _lazy("Too large"), _lazy("This is more than can be taken at once. Please send less.")),
    "invalid": (422, _lazy("Please check what was sent"), _lazy("Nothing was written. The list of errors names each field.")),
    "failed": (500, _lazy("Something went wrong"), _lazy("Nothing was written. Please try again later, or call the office.")),
    "unavailable": (503, _lazy("Not taken"), _lazy("The database is not available. Nothing was accepted; please send it again shortly.")),
}  # fmt: skip


def problem(status: int, code: str, title: str, detail: str, errors: Iterable[Fault] = ()) -> HttpResponse:
    body = Problem(title=title, status=status, detail=detail, code=code, errors=list(errors))
    return HttpResponse(as_json(body), status=status, content_type="application/problem+json")


def own_problem(code: str, errors: Iterable[Fault] = (), headers: Mapping[str, str] | None = None) -> HttpResponse:
    status, title, detail = WORDS[code]
    response = problem(status, code, str(title), str(detail), errors)
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """The same bytes for what does not exist and for what this caller may not see."""
    return own_problem("not_found")


def method_not_allowed(allowed: str) -> HttpResponse:
    return own_problem("method_not_allowed", headers={"Allow": allowed})


def register(api: NinjaAPI) -> None:
    """Tell the API what to answer to each exception that leaves an operation."""
    handlers: dict[type[Exception], Any] = {
        AuthenticationError: _unauthorized,
        Http404: not_found,
        Refused: _refused,
        ValidationError: _invalid,
        RequestDataTooBig: lambda request, error: own_problem("too_large"),
        MultiPartParserError: lambda request, error: own_problem("invalid"),
        SuspiciousOperation: lambda request, error: own_problem("invalid"),  # too many fields or files
        OperationalError: _unavailable,
        InterfaceError: _unavailable,
        Exception: _failed,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _unauthorized(request: HttpRequest, error: Exception) -> HttpResponse:
    return own_problem("unauthorized", headers={"WWW-Authenticate": 'Bearer realm="liaison"'})


def _refused(request: HttpRequest, no: Refused) -> HttpResponse:
    sentence = refusals.refusal(no)
    errors = [Fault(field=field, code=no.code, detail=sentence) for field in no.fields]
    return problem(no.status, no.code, refusals.title(no.code), sentence, errors)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    found = shape_errors(error)
    return own_problem("invalid", [Fault(field=one.field, code=one.code, detail=one.sentence) for one in found])


def _unavailable(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("the database failed at %s %s", request.method, request.path, exc_info=error)
    return own_problem("unavailable", headers={"Retry-After": "5"})


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    return own_problem("failed")
