"""文书打印 (ux H3): the formal papers of appraisal, their numbers, and how often each was taken out."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from liaison import clock
from liaison.appraisal import official_papers
from liaison.papers import appraisal_papers
from liaison.registry.access import posts
from liaison.rules.refusals import Refused
from liaison.speech.refusals import refusal

from .who import signed_in

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Line:
    word: str
    number: str
    at: datetime
    by: str
    prints: int
    url: str


def words() -> dict[str, str]:
    return {
        official_papers.REPLACEMENT: _("Notice of a change of specialist"), official_papers.HEARING: _("Notice of a hearing"),
        official_papers.DECISION: _("Decision on a finding"),
    }  # fmt: skip


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    reader = signed_in(request)
    if not posts(reader) & set(official_papers.OWNER.values()):
        raise Http404
    called = words()
    lines = [
        Line(
            called[one.kind],
            one.number,
            one.drawn_at,
            one.drawn_by.name,
            one.prints,
            reverse("paper", args=[one.kind, one.subject]),
        )
        for one in official_papers.listed(reader)
    ]
    return render(request, "papers/list.html", {"lines": lines, "refusal": ""})


@require_POST
def draw(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The file itself; each time counts, so it is asked for by POST."""
    by = signed_in(request)
    try:
        drawn = official_papers.draw(kind, pk, by=by, now=clock.now())
    except Refused as no:
        return render(request, "papers/list.html", {"lines": [], "refusal": refusal(no)}, status=no.status)
    name = f"{kind}-{drawn.paper.drawn_at:%Y}-{pk}.docx"
    said = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(appraisal_papers.as_docx(drawn), content_type=DOCX, headers=said)
