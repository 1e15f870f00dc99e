"""The clock proof of a request: as a page, printable, and as the API's JSON for whoever is signed in (N1, N2)."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import proof

from . import clock_page
from .who import signed_in


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    seen = proof.seen(signed_in(request), number, now=clock.now())
    return render(request, "requests/clock.html", clock_page.build(seen, request.GET.get("leg", "")))


@require_safe
def as_json(request: HttpRequest, number: str) -> HttpResponse:
    seen = proof.seen(signed_in(request), number, now=clock.now())
    return JsonResponse(seen.answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
