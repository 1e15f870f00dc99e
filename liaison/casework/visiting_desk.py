"""Visits, read: of a firm, of one's own day, one by its key (R-07)."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404

from liaison.registry.models import Account, Enterprise

from .actions.visiting import visible
from .models import ServiceRequest, Visit

OF_FIRM, OF_DAY = 8, 12
AHEAD = timedelta(days=1)


def rows(actor: Account) -> QuerySet[Visit]:
    """Those this person may see, with all that a line shows."""
    return visible(actor).select_related("enterprise", "visitor", "service_request", "result")


def one(actor: Account, pk: int) -> Visit:
    found = rows(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def of_firm(actor: Account, firm: Enterprise) -> list[Visit]:
    """The newest first; one statement."""
    return list(rows(actor).filter(enterprise=firm).order_by("-pk")[:OF_FIRM])


def of_request(actor: Account, r: ServiceRequest) -> list[Visit]:
    """Those for a request that are not over; one statement."""
    return list(rows(actor).filter(service_request=r, left_at=None, no_show_at=None).order_by("pk"))


def of_day(actor: Account, now: datetime) -> list[Visit]:
    """His own that are not over, and due by tomorrow; one statement."""
    mine = rows(actor).filter(visitor=actor, left_at=None, no_show_at=None)
    return list(
        mine.filter(Q(promised_at__lte=now + AHEAD) | Q(promised_at=None)).order_by("promised_at", "pk")[:OF_DAY]
    )
