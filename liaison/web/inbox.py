"""The inbox: what one was told, newest first; opening a notice leads to its request."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.casework import ringing
from liaison.notices import inbox as notices
from liaison.notices import outbox
from liaison.notices.letters import names_around
from liaison.notices.links import ballot_token
from liaison.notices.models import Notice
from liaison.registry.models import Account
from liaison.speech.notices import headline

from .sessions import in_background
from .who import signed_in

KEY_DIGITS = 15


@dataclass(frozen=True)
class Line:
    url: str
    sentence: str
    at: datetime
    unread: bool
    urgent: bool
    accept_url: str = ""  # what rings this reader, to be accepted with one tap


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    given = request.GET.get("after", "")
    after = int(given) if given.isascii() and given.isdigit() and len(given) <= KEY_DIGITS else None
    rows, older = notices.page(signed_in(request), after=after)
    return render(request, "inbox/list.html", {
        "lines": _lines(rows, signed_in(request)), "unread": outbox.unread_at_hand(signed_in(request)),
        "newer_url": reverse("inbox") if after else "", "older_url": f"{reverse('inbox')}?after={older}" if older else "",
    })  # fmt: skip


def _lines(rows: list[Notice], reader: Account) -> list[Line]:
    names = names_around(reader.zone_id, [row.params for row in rows])
    rung = {row.params["number"] for row in rows if row.kind == "ring"}
    rung &= {one.service_request.number for one in ringing.ringing(reader)} if rung else set()
    return [
        Line(
            url=reverse("notice", args=[row.pk]), at=row.entry.at if row.entry else row.not_before,
            unread=row.read_at is None, urgent=row.urgent,
            sentence=headline(row.kind, row.params, names, for_enterprise=reader.enterprise_id is not None),
            accept_url=reverse("accept", args=[row.params["number"]])
            if row.kind == "ring" and row.params["number"] in rung
            else "",
        )
        for row in rows
    ]  # fmt: skip


@require_safe
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Following the link is reading it: a repeated or foretold visit changes nothing more."""
    notice = notices.mark_read(signed_in(request), pk, clock.now())
    return redirect(*_about(notice, signed_in(request)))


def _about(notice: Notice, reader: Account) -> tuple[str, ...]:
    """The page of what one was told of, by its name and what it takes."""
    if notice.params.get("session"):  # whoever is told of an item need not see the request behind it
        return "gripe-session", str(notice.params["session"])
    if notice.kind.startswith("agency_"):
        return "agency-file", notice.params["number"]
    if notice.params.get("complaint"):
        return ("complain",) if reader.enterprise_id else ("complaint", str(notice.params["complaint"]))
    if notice.params.get("line"):
        return "ballot-entry", ballot_token(int(notice.params["line"]))
    if notice.params.get("round"):
        return "round", str(notice.params["round"])
    if notice.params.get("replacement"):
        return "replacement", str(notice.params["replacement"])
    if notice.params.get("own_finding"):
        return ("my-finding",)
    if notice.params.get("finding"):
        return "finding", str(notice.params["finding"])
    if notice.params.get("watch"):
        return "watch", str(notice.params["watch"])
    if notice.params.get("number"):
        return "request-detail", notice.params["number"]
    if notice.params.get("measure"):
        return "measure-detail", notice.params["measure"]
    if notice.kind == "specialist_changed":
        return ("new-specialist",)
    if reader.enterprise_id:
        return ("home",)
    if notice.kind in ("firm_assigned", "firm_unserved"):
        return "enterprise-detail", notice.params["enterprise"]
    if notice.kind.startswith(("leave_", "stand_in_")):
        return ("leaves",)
    if notice.kind.startswith(("duty_", "shift_", "swap_")):
        return ("duty",)
    if notice.kind == "visit_announced":
        return "enterprise-detail", notice.params["enterprise"]
    return ("coverage",) if notice.kind == "cadre_unassigned" else ("inbox",)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    if notices.mark_all_read(signed_in(request), clock.now()):
        messages.success(request, _("All read."))
    return redirect("inbox")


STOP_ASKING = 286  # what htmx takes as the end of its polling


@login_not_required
@require_safe
@in_background
def count(request: HttpRequest) -> HttpResponse:
    """The number beside the bell; a page asks for it by itself while somebody looks at it.

    204 when it is the one that is shown; 286, and no more questions, once the person has signed out or his time is over.
    """
    if not isinstance(request.user, Account):
        return HttpResponse(status=STOP_ASKING)
    unread = outbox.unread_at_hand(request.user)
    if request.GET.get("shown") == str(unread):
        return HttpResponse(status=204)
    return render(request, "parts/_unread_count.html", {"unread": unread})
