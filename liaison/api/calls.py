"""What every operation does alike: read a body or a query through its input class, write once per Idempotency-Key, answer."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from liaison import clock, record
from liaison.casework import files
from liaison.casework.files import SafeFile
from liaison.registry.idempotency import once
from liaison.registry.inputs import Input, Tidy

from .auth import caller
from .schemas import Problem, as_json

LARGEST_BODY = 1_500_000  # bytes; a text that is too long is still told so at its field up to here
KEY = "Idempotency-Key"
Given = TypeVar("Given", bound=BaseModel)


class Query(BaseModel):
    """What comes after the question mark; `limit` and `cursor` page every list."""

    model_config = ConfigDict(str_strip_whitespace=True)


class Paging(Query):
    limit: int = Field(25, ge=1, le=100)
    cursor: int | None = Field(None, ge=0, lt=2**63, description="`next` of the page before")


class KeyHeader(Input):
    key: Annotated[str, Tidy, StringConstraints(max_length=200)] = Field(alias="Idempotency-Key")


def query(request: HttpRequest, shape: type[Given]) -> Given:
    return shape.model_validate({name: value for name, value in request.GET.dict().items() if value})


def body(request: HttpRequest, shape: type[Given]) -> Given:
    """The body through its input class; no body at all is an empty one. Raises pydantic's ValidationError."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise RequestDataTooBig
    return shape.model_validate_json(request.body or b"{}")


def write(
    request: HttpRequest, shape: type[Input], act: Callable[[Any], BaseModel], *, status: int = 200
) -> HttpResponse:
    """Run an act with what was sent and answer; the same Idempotency-Key gets the first answer again, byte for byte."""
    given = body(request, shape)
    return _write(request, request.body, lambda: act(given), status)


def write_with_files(
    request: HttpRequest, shape: type[Input], act: Callable[[Any, list[SafeFile]], BaseModel]
) -> HttpResponse:  # fmt: skip
    """The same for a multipart form: its fields make the input, its parts named `file` the files."""
    unknown = {name: "file" for name in request.FILES if name != "file"}
    given = shape.model_validate({**request.POST.dict(), **unknown})
    uploads = request.FILES.getlist("file")
    safe = files.accept([files.Sent(one.name or "", one.size or 0, one.read) for one in uploads])
    # Boundaries differ each time a form is sent: what is in it tells whether it is the same.
    sent = "\n".join([given.model_dump_json(), *(one.sha256 for one in safe)]).encode()
    return _write(request, sent, lambda: act(given, safe), 200)


def _write(request: HttpRequest, sent: bytes, act: Callable[[], BaseModel], status: int) -> HttpResponse:
    key = KeyHeader.model_validate({KEY: request.headers.get(KEY, "")}).key
    with record.transaction():  # the answer belongs to it: whoever is told that it failed finds nothing done
        if not key:
            return _json(as_json(act()), status)
        kept, _replayed = once(
            caller(request), key, request.path.encode() + b"\n" + sent, lambda: as_json(act()).decode(),
            machine_now=clock.machine_now(),
        )  # fmt: skip
        return _json(kept.encode(), status)


def answer(found: BaseModel | list[Any]) -> HttpResponse:
    return _json(as_json(found), 200)


def _json(content: bytes, status: int) -> HttpResponse:
    return HttpResponse(content, status=status, content_type="application/json")


# --- what OpenAPI is told of it ---


def answers(shape: Any, *refusals: int, status: int = 200) -> dict[Any, Any]:
    """The answers of an operation: the one that was asked for, and the problems it may meet."""
    return {status: shape, frozenset({401, 500, 503, *refusals}): Problem}


def takes_query(shape: type[Query]) -> dict[str, Any]:
    schema = shape.model_json_schema()
    return {
        "parameters": [
            {"in": "query", "name": name, "required": name in schema.get("required", ()), "schema": details}
            for name, details in schema["properties"].items()
        ]
    }


def _takes_key() -> list[dict[str, Any]]:
    key = {"type": "string", "maxLength": 200}
    told = "Sent again within 24 hours with the same body, the first answer comes again and nothing is done twice."
    return [{"in": "header", "name": KEY, "required": False, "schema": key, "description": told}]


def takes_files(shape: type[Input]) -> dict[str, Any]:
    fields = shape.model_json_schema()["properties"]
    file = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1, "maxItems": files.MOST}
    form = {"schema": {"type": "object", "required": ["file"], "properties": {"file": file, **fields}}}
    return {"parameters": _takes_key(), "requestBody": {"required": True, "content": {"multipart/form-data": form}}}


def takes_body(shape: type[Input]) -> dict[str, Any]:
    return {
        "parameters": _takes_key(),
        "requestBody": {
            "required": bool(shape.model_json_schema().get("required")),
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape.__name__}"}}},
        },
    }


def with_bodies(schema: dict[str, Any], shapes: Mapping[str, type[BaseModel]]) -> None:
    """Add the input classes that bodies refer to, and name the media type of problems."""
    for name, shape in shapes.items():
        described = shape.model_json_schema(ref_template="#/components/schemas/{model}")
        schema["components"]["schemas"] |= described.pop("$defs", {}) | {name: described}
    for path in schema["paths"].values():
        for operation in path.values():
            for status, told in operation["responses"].items():
                if int(status) >= 400:
                    told["content"] = {"application/problem+json": told["content"]["application/json"]}
