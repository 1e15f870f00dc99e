"""One work, many replies (R-12): the answer that the lead request got, as the beginning of the answer to this firm."""

from typing import Any

from django.http import HttpRequest

from liaison.casework.access import Standing
from liaison.casework.following import lead_answer
from liaison.casework.models import ServiceRequest
from liaison.casework.outside import refused_outside


def from_lead(request: HttpRequest, r: ServiceRequest, how: Standing) -> dict[str, Any]:
    """What a form begins with: the answer of the lead request, or a refusal outside the zone (R-23); changed before it goes out."""
    if request.GET.get("from") == "outside":
        return {"outcome": "explained", "reason": refused_outside(r)}
    found = lead_answer(r, how) if request.GET.get("from") == "lead" else None
    if found is None:
        return {}
    until = {"resolve_by": found.resolve_by.isoformat()} if found.resolve_by else {}
    return {"outcome": found.outcome, "text": found.text, **found.parts, **until}
