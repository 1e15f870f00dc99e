"""典型案例, the read side (R-55): who reads which case, and the list that everybody signed in reads.

A case says nothing of satisfaction, whatever the firm voted, and none is kept back for a vote: to leave out the cases of one firm
would tell how it voted. While its request is open again a case is not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.access import acts_for_enterprise, posts
from liaison.registry.models import Account, Assignment, Post
from liaison.rules.lifecycle import ClosedAs, Outcome, Status

from . import access
from .models import ServiceRequest, TypicalCase

DRAFT, ASKED, PUBLISHED, REFUSED, WITHDRAWN = TypicalCase.STATES
WRITERS = ("specialist", Post.OFFICE)  # as they stand to the request
READERS = (Post.OFFICE, Post.CHIEF, Post.LEADER)
GOING_ON = (DRAFT, ASKED)
PAGE = 20


def fit(r: ServiceRequest) -> bool:
    """Whether a case may be told of it: closed, and solved."""
    return r.status == Status.CLOSED and r.outcome == Outcome.RESOLVED and r.closed_as != ClosedAs.DUPLICATE


def _fit() -> Q:
    return Q(service_request__status=Status.CLOSED, service_request__outcome=Outcome.RESOLVED)


def published(zone_id: int) -> QuerySet[TypicalCase]:
    return TypicalCase.objects.filter(_fit(), zone=zone_id, state=PUBLISHED)


def in_hand(actor: Account) -> QuerySet[TypicalCase]:
    """Drafts and what waits for a firm's word: for office, chief and leaders, the firm's specialist, and once asked the firm."""
    rows = TypicalCase.objects.filter(zone=actor.zone_id, state__in=GOING_ON)
    held = posts(actor)
    if held & set(READERS):
        return rows
    mine = Q(pk=None)
    if acts_for_enterprise(actor):
        mine |= Q(enterprise=actor.enterprise_id, state=ASKED)
    if Post.SPECIALIST in held:
        mine |= Q(enterprise__in=Assignment.objects.filter(registry.serving(actor)).values("enterprise"))
    return rows.filter(mine)


def one(actor: Account, pk: int) -> TypicalCase:
    """Raises Http404 for what this person may not read, or nobody any more."""
    rows = published(actor.zone_id) | in_hand(actor)
    found = _dressed(rows, actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def request_pk(actor: Account, number: str) -> int:
    """Raises Http404 for a request that this person does not see."""
    pk = access.visible(actor).filter(number=number).values_list("pk", flat=True).first()
    if pk is None:
        raise Http404
    return pk


def _dressed(rows: QuerySet[TypicalCase], actor: Account) -> QuerySet[TypicalCase]:
    """With `evidence`: the number of its request for those who may open it."""
    seen = access.visible(actor).filter(pk=OuterRef("service_request")).values("number")
    return rows.annotate(evidence=Subquery(seen[:1])).select_related(
        "title", "text", "enterprise", "written_by", "service_request__category"
    )


@dataclass(frozen=True)
class Page:
    rows: Sequence[TypicalCase]
    next: int | None


def listing(actor: Account, after: int | None = None, limit: int = PAGE) -> Page:
    """What is published, the newest first; one statement."""
    found = _dressed(published(actor.zone_id), actor)
    if after:
        found = found.filter(pk__lt=after)
    rows = list(found.order_by("-pk")[: limit + 1])
    return Page(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def waiting(actor: Account) -> Sequence[TypicalCase]:
    """What is being written, or waits for a firm's word; one statement for those whom it concerns, none for others."""
    if not (posts(actor) & {*READERS, Post.SPECIALIST} or acts_for_enterprise(actor)):
        return []
    return list(_dressed(in_hand(actor), actor).order_by("-pk")[:PAGE])


def named(case: TypicalCase, actor: Account) -> bool:
    """Whether this reader is told which firm it is about: everybody if the firm said so, else who sees the request anyway."""
    evidence: Any = getattr(case, "evidence", None)
    return bool(evidence) or (case.state == PUBLISHED and case.with_name)
