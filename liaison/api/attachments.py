"""One attached file, for whoever may see it; `web.attachments` serves the same to browsers."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from ninja import Router

from liaison.casework import access, files, shelf

from .auth import caller
from .schemas import Problem

router = Router(tags=["requests"])
BYTES: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.get(
    "/{id}", summary="One attached file", url_name="attachment", response={frozenset({401, 404, 500, 503}): Problem},
    openapi_extra={"responses": {200: {"description": "The file, with the type that we found in it", **BYTES}}},
)  # fmt: skip
def attachment(request: HttpRequest, id: str) -> HttpResponseBase:  # noqa: A002 - the name in the contract
    if not (id.isascii() and id.isdigit() and len(id) < 19):
        raise Http404
    found = access.attachment(caller(request), int(id))
    try:
        file = shelf.path_of(found.stored).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(file)
    for name, value in files.headers(found.kind, found.media_type, found.name).items():
        response[name] = value
    return response
