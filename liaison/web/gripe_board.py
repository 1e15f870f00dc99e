"""The board of a gripe session: the projector's page, and the one snapshot that every screen in the room asks for (R-31, R-32).

A snapshot is made once for each version of the session and language, in each process; whoever has it already is told so by
its ETag. A poll carries no session but a ticket that its page was given: three hundred of them a second touch one row.
"""

import json
import threading
import time
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.db.models import BigIntegerField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import gripes
from liaison.casework.gripes import Delivery
from liaison.casework.models import GripeSession
from liaison.prepared import Prepared, Slot
from liaison.registry.models import Account

from . import gripe_page
from .sessions import in_background
from .who import signed_in

TICKET, TICKET_SECONDS = "liaison.gripes.board", 12 * 3600
ASKED_AGAIN_SECONDS = 2  # how old the number of those who have read may be


class Snapshot(NamedTuple):
    etag: str
    body: bytes


class Live(NamedTuple):
    """What decides whether a snapshot is still true."""

    pk: int
    version: int
    zone: int


_kept: dict[tuple[int, str], Snapshot] = {}
_read: dict[int, tuple[float, Delivery]] = {}
_making = threading.Lock()


@Prepared
def _live() -> QuerySet[GripeSession, Any]:
    found = GripeSession.objects.filter(pk=Slot("pk", BigIntegerField()))
    return found.values_list("pk", "version", "zone_id")


@require_safe
def board(request: HttpRequest, pk: int) -> HttpResponse:
    session = gripes.session_for(signed_in(request), pk)
    context = {**_context(session), "live_url": state_url(session), "now": clock.now()}
    return render(request, "gripes/board.html", context)


def state_url(session: GripeSession) -> str:
    """Where a page asks for the snapshot, with the ticket that lets it."""
    ticket = signing.dumps([session.pk, get_language()], salt=TICKET)
    return f"{reverse('gripe-board-state', args=[session.pk])}?ticket={ticket}"


@login_not_required
@require_safe
@in_background
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """The snapshot, or 304 for whoever has it. For holders of a ticket; for signed-in members without one too."""
    language = _language_of_ticket(request, pk)
    if not language:
        if not isinstance(request.user, Account):
            return redirect_to_login(request.get_full_path())
        gripes.session_for(request.user, pk)
    found = _live(pk=pk)
    if not found:
        raise Http404
    with override(language or get_language()):
        snapshot = _snapshot(Live(*found[0]))
    answer: HttpResponse = HttpResponseNotModified()
    if request.headers.get("If-None-Match", "").removeprefix("W/") != snapshot.etag:
        answer = HttpResponse(snapshot.body, content_type="application/json")
    answer["ETag"], answer["Cache-Control"] = snapshot.etag, "private, no-cache"
    return answer


def _language_of_ticket(request: HttpRequest, pk: int) -> str:
    """The language in which the page was drawn; empty without a ticket for this session."""
    try:
        session, language = signing.loads(request.GET.get("ticket", ""), salt=TICKET, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        return ""
    return str(language) if session == pk else ""


def _snapshot(live: Live) -> Snapshot:
    key, delivered = (live.pk, get_language() or ""), _delivered(live.pk)
    etag = f'"{live.version}-{delivered.arrived}-{delivered.read}"'
    kept = _kept.get(key)
    if kept is None or kept.etag != etag:
        with _making:  # of all who ask at once, one makes it
            kept = _kept.get(key)
            if kept is None or kept.etag != etag:
                kept = _kept[key] = Snapshot(etag, _made(live))
    return kept


def _made(live: Live) -> bytes:
    context = _context(GripeSession.objects.select_related("zone").get(pk=live.pk))
    drawn = {
        "board": render_to_string("gripes/_board.html", context),
        "list": render_to_string(
            "gripes/_items.html", {**context, "may_claim": True, "may_host": True, "may_too": True, "csrf": ""}
        ),
    }
    return json.dumps({"version": live.version, **drawn}, ensure_ascii=False).encode()


def forget() -> None:
    """Drop what is kept: for whoever takes another database in this process."""
    _kept.clear()
    _read.clear()


def _context(session: GripeSession) -> dict[str, Any]:
    return gripe_page.shown(session, _delivered(session.pk), clock.now())


def _delivered(pk: int) -> Delivery:
    """Asked for again every other second: arriving and reading change no version."""
    asked, found = _read.get(pk, (0.0, None))
    if found is None or time.monotonic() - asked > ASKED_AGAIN_SECONDS:
        found = gripes.delivery(GripeSession.objects.select_related("zone").get(pk=pk))
        _read[pk] = time.monotonic(), found
    return found
