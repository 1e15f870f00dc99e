"""A request's page: what it shows to everybody, worded once; each audience has its own template around it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liaison import clock
from liaison.casework.queries import Dossier, Row, dossier
from liaison.registry.models import Account
from liaison.rules.audiences import Audience
from liaison.rules.daystrip import Cell

from .parts import Happening, Person

TEMPLATES = {
    Audience.ENTERPRISE: "requests/progress.html",
    Audience.STAFF: "requests/handle.html",
    Audience.DEPARTMENT: "requests/department.html",
}


def show(request: HttpRequest, number: str, *, error: str | None = None, status: int = 200, **extra: Any) -> HttpResponse:
    """The page of a request as this reader sees it; `error` is a refusal's sentence, shown on top.

    Raises Http404 for what the reader may not see.
    """
    page = build(request, number, error=error, **extra)
    return render(request, TEMPLATES[page["seen"].standing.audience], page, status=status)


def build(request: HttpRequest, number: str, *, error: str | None = None, **extra: Any) -> dict[str, Any]:
    """What every request page shows:

    seen (Dossier) · r · number · title, text · lamp, lamp_text · step (Card: lamp, what, due_at, left, by, cells, why) ·
    people (parts.Person) · timeline (parts.Happening, newest first) · moves (codes of possible acts) · refusal · back_url
    """
    raise NotImplementedError
