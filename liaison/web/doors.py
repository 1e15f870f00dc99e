"""海报与二维码: the office's list of doors, new ones, revoked ones, and the posters to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liaison import clock
from liaison.papers.posters import qr_svg
from liaison.registry import doors
from liaison.registry.access import posts
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Account, Door, Post
from liaison.rules.refusals import Refused
from liaison.speech import dates
from liaison.speech.refusals import refusal

from .forms import InputForm
from .who import signed_in

SIZES = ("a4", "a5")
KEY_DIGITS = 18


class DoorForm(InputForm):
    """A firm by its code, or a gate by its place."""

    input_class = DoorInput
    enterprise = forms.CharField(
        label=_lazy("Code of the enterprise"), help_text=_lazy("As in the list of enterprises, such as E0001.")
    )
    place = forms.CharField(
        label=_lazy("Or a gate: its place"), help_text=_lazy("As people call it: south gate, canteen.")
    )


@dataclass(frozen=True)
class Line:
    """A door in the list."""

    code: str
    name: str
    gate: bool
    scans: int
    made: str
    revoked: str  # the day; empty while it is live
    live: bool
    poster_url: str
    revoke_url: str


@dataclass(frozen=True)
class Poster:
    code: str
    name_zh: str
    name_en: str
    zone_zh: str
    zone_en: str
    duty_phone: str
    svg: SafeString


def _office(request: HttpRequest) -> Account:
    account = signed_in(request)
    if Post.OFFICE not in posts(account):
        raise PermissionDenied
    return account


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    account = _office(request)
    if request.method != "POST":
        return _list(request, account, DoorForm(initial={"enterprise": request.GET.get("for", "")[:10]}))
    form = DoorForm(request.POST)
    made = form.attempt(lambda given: doors.make_door(given, by=account, now=clock.now()))
    if made is None:
        return _list(request, account, form)
    messages.success(request, _("Made. Print the poster and hang it up."))
    return redirect("door-poster", made.code)


def _list(request: HttpRequest, account: Account, form: DoorForm) -> HttpResponse:
    words, after = request.GET.get("q", "").strip()[:60], request.GET.get("after", "")
    known = int(after) if after.isascii() and after.isdigit() and len(after) <= KEY_DIGITS else None
    found, older = doors.doors(account, words=words, after=known)
    figures = doors.figures(account)
    kept = urlencode({"q": words, "after": older} if words else {"after": older})
    return render(request, "doors/list.html", {
        "form": form, "lines": [_line(one) for one in found], "figures": figures, "finding": _finding(figures),
        "words": words, "older_url": f"{reverse('doors')}?{kept}" if older else "",
    }, status=form.status)  # fmt: skip


def _line(door: Door) -> Line:
    today = dates.local(clock.now()).date()
    return Line(
        code=door.code, name=door.enterprise.name if door.enterprise else door.place, gate=door.enterprise is None,
        scans=door.scans, made=dates.day(dates.local(door.made_at).date(), today),
        revoked=dates.day(dates.local(door.revoked_at).date(), today) if door.revoked_at else "", live=door.is_live,
        poster_url=reverse("door-poster", args=[door.code]), revoke_url=reverse("door-revoke", args=[door.code]),
    )  # fmt: skip


def _finding(figures: dict[str, int]) -> str:
    """178 个二维码，累计扫码 412 次."""
    if not figures["live"]:
        return _("No QR code yet")
    live = ngettext("%(n)s QR code", "%(n)s QR codes", figures["live"]) % {"n": figures["live"]}
    scans = ngettext("scanned %(n)s time", "scanned %(n)s times", figures["scans"]) % {"n": figures["scans"]}
    return _("{first}, {second}").format(first=live, second=scans)


@require_POST
def make_missing(request: HttpRequest) -> HttpResponse:
    made = len(doors.make_missing_doors(by=_office(request), now=clock.now()))
    messages.success(request, ngettext("%(n)s QR code made.", "%(n)s QR codes made.", made) % {"n": made})
    return redirect("doors")


@require_POST
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    account = _office(request)
    _door(account, code)
    try:
        doors.revoke_door(code, by=account, now=clock.now())
    except Refused as no:
        messages.error(request, refusal(no))
    else:
        messages.success(request, _("Revoked. Whoever scans it is led to the search page."))
    return redirect("doors")


# --- paper ---


@require_safe
def poster(request: HttpRequest, code: str) -> HttpResponse:
    found = _door(_office(request), code)
    if not found.is_live:
        raise Http404  # nobody hangs up what leads nowhere
    return _posters(request, [found])


@require_safe
def posters(request: HttpRequest) -> HttpResponse:
    """All live ones, a page each."""
    return _posters(request, doors.to_print(_office(request)))


def _door(account: Account, code: str) -> Door:
    found = doors.door_at(code[:20])
    if found is None or found.zone_id != account.zone_id:
        raise Http404
    return found


def _posters(request: HttpRequest, found: Sequence[Door]) -> HttpResponse:
    size = request.GET.get("size", "")
    context: dict[str, Any] = {"posters": [_poster(one) for one in found], "size": size if size in SIZES else SIZES[0]}
    return render(request, "doors/posters.html", context)


def _poster(door: Door) -> Poster:
    firm, zone = door.enterprise, door.zone
    return Poster(
        code=door.code, name_zh=firm.name_zh if firm else door.place, name_en=firm.name_en if firm else "",
        zone_zh=zone.name_zh, zone_en=zone.name_en, duty_phone=zone.duty_phone,
        svg=mark_safe(qr_svg(address(door))),  # drawn by ourselves from our own address
    )  # fmt: skip


def address(door: Door) -> str:
    """What the poster's code says: short, and without anything secret."""
    return f"{settings.BASE_URL}{reverse('door', args=[door.code])}"
