"""The page on which files are added to a request, and the one address under which each file is served."""

import logging
import re

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from liaison import clock
from liaison.casework import access, actions, files, queries, shelf
from liaison.casework.files import PAPER, PHOTO, VOICE
from liaison.casework.inputs import AttachInput
from liaison.casework.models import Attachment, ServiceRequest
from liaison.rules.audiences import Audience
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from . import request_page, request_rows
from .attached import SMALL
from .attaching import FilesForm
from .who import signed_in

log = logging.getLogger(__name__)
RANGE = re.compile(r"bytes=(\d{1,9})-(\d{0,9})", re.ASCII)


# --- adding some ---


class AttachForm(FilesForm):
    input_class = AttachInput
    file_kinds = (VOICE, PHOTO, PAPER)
    text = forms.CharField(label=_lazy("What it shows"), widget=forms.Textarea(attrs={"rows": 2}))

    def _say(self, field: str | None, sentence: str) -> None:
        super()._say("photos" if field == "file" else field, sentence)


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """补充材料: for all who handle the request, and for the firm."""
    seen = queries.dossier(signed_in(request), number, now=clock.now())
    if "attach" not in seen.moves:
        return request_page.show(request, number, error=refusal(Refused("wrong_role")), status=403)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    by, now = signed_in(request), clock.now()

    def act(given: AttachInput) -> ServiceRequest:
        return actions.attach(seen.r.pk, given, files=form.safe, by=by, now=now)

    if form.is_bound and form.attempt(act) is not None:
        messages.success(request, _("Added. Everybody who handles it has been told."))
        return redirect("request-detail", number)
    return render(request, "requests/attach.html", {
        "number": number, "title": request_rows.headline(seen.text), "form": form,
        "own": seen.standing.audience == Audience.ENTERPRISE, "back_url": reverse("request-detail", args=[number]),
    }, status=form.status)  # fmt: skip


# --- serving one ---


@require_safe
def serve(request: HttpRequest, pk: int, slug: str) -> HttpResponseBase:
    """Through access each time: what a person may no longer see, no old address opens."""
    found = access.attachment(signed_in(request), pk)
    small = slug == SMALL and found.kind == PHOTO
    if not small and slug != f"{found.kind}.{files.EXTENSIONS.get(found.media_type)}":
        raise Http404
    etag = f'"{found.sha256}{"-s" if small else ""}"'
    response = get_conditional_response(request, etag=etag) or _body(request, found, small)
    for name, value in {**files.headers(found.kind, found.media_type, found.name), "ETag": etag}.items():
        response[name] = value
    return response


def _body(request: HttpRequest, found: Attachment, small: bool) -> HttpResponseBase:
    try:
        file = shelf.path_of(found.stored, small=small).open("rb")
    except FileNotFoundError:
        log.error("attachment %s: its file is not on the shelf", found.pk)
        raise Http404 from None
    asked = RANGE.fullmatch(request.headers.get("Range", "")) if found.kind == VOICE else None
    return _part(file.read(), asked) if asked else FileResponse(file)


def _part(whole: bytes, asked: "re.Match[str]") -> HttpResponse:
    """One range, as players ask for it; some play nothing without."""
    first, last = int(asked[1]), min(int(asked[2] or len(whole)), len(whole) - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(whole)}"})
    return HttpResponse(
        whole[first : last + 1], status=206, headers={"Content-Range": f"bytes {first}-{last}/{len(whole)}"}
    )
