"""遭打击报复, the read side: what a firm has told discipline, and who sees it."""

from django.db.models import QuerySet
from django.http import Http404

from liaison.registry.access import acts_for_enterprise
from liaison.registry.models import Account

from . import watching
from .models import Complaint

BESIDE = ("enterprise", "by", "text", "answer", "answered_by")


def visible(actor: Account) -> QuerySet[Complaint]:
    """The firm's own people, and discipline where it is not its own matter. For everybody else there is none."""
    rows = Complaint.objects.filter(zone=actor.zone_id)
    if acts_for_enterprise(actor):
        return rows.filter(enterprise=actor.enterprise_id)
    return rows.filter(watching.not_own(actor)) if watching.reads(actor) else rows.none()


def one(actor: Account, pk: int) -> Complaint:
    """Raises Http404 for what this person may not see."""
    found = visible(actor).select_related(*BESIDE).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def newest(actor: Account, most: int) -> list[Complaint]:
    return list(visible(actor).select_related(*BESIDE).order_by("-pk")[:most])


def waiting(actor: Account, most: int) -> list[Complaint]:
    """What is to be answered, by its date."""
    found = visible(actor).filter(answered_at=None).select_related(*BESIDE)
    return list(found.order_by("due_at", "pk")[:most])
