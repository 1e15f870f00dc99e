"""What the voter sees: whether a round is open for his firm, its own line, and the facts of the half-year."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery

from liaison.casework.models import ServiceRequest
from liaison.registry.models import Account
from liaison.rules import rounds
from liaison.rules.deadlines import SHANGHAI, is_late

from . import access
from .models import Ballot, RollLine, Round


def with_ballot(people: QuerySet[Account]) -> QuerySet[Account]:
    """People with the close of the round that is open for their firm: whoever signs every page is read with it in one statement."""
    mine = RollLine.objects.filter(enterprise=OuterRef("enterprise"), round__state=Round.OPEN, void="")
    return people.annotate(ballot_until=Subquery(mine.order_by("pk").values("round__closes_at")[:1]))


def until(account: Account, now: datetime) -> datetime | None:
    """Until when this person may vote; None if no round is open for his firm, or it is not he who votes."""
    found: datetime | None = getattr(account, "ballot_until", None)
    return found if found and not is_late(now, found) and access.votes_for(account) else None


def open_line(account: Account) -> RollLine | None:
    """The line of his firm in the round that is open, for the principal."""
    firm = access.votes_for(account)
    rows = RollLine.objects.filter(enterprise=firm, round__state=Round.OPEN) if firm else RollLine.objects.none()
    return rows.order_by("pk").first()


def line(pk: int) -> RollLine | None:
    return RollLine.objects.filter(pk=pk).select_related("round__zone", "enterprise", "specialist").first()


def own(of: RollLine) -> Ballot | None:
    """Whether and when the firm's vote was put in; what it says nobody can read."""
    return Ballot.objects.filter(line=of).only("cast_at", "commitment", "line").first()


@dataclass(frozen=True)
class Facts:
    """What the half-year brought, from the firm's own requests."""

    requests: int
    first_reply_days: float | None  # on average; None while none was replied to
    late: int


def facts(of: RollLine, now: datetime) -> Facts:
    """One statement. A reply is late by the promise of its leg."""
    first, last = rounds.bounds(of.round.year, of.round.half)
    begin = datetime.combine(first, time(0), SHANGHAI)
    end = datetime.combine(last + timedelta(days=1), time(0), SHANGHAI)
    rows = ServiceRequest.objects.filter(
        Q(occurred_at__gte=begin, occurred_at__lt=end), zone=of.round.zone_id, enterprise=of.enterprise_id
    )
    times = list(rows.values_list("leg_began_at", "replied_at", "reply_due_at"))
    waited = [(replied - began) / timedelta(days=1) for began, replied, _due in times if replied]
    late = sum(bool(due) and is_late(replied or now, due) for _began, replied, due in times if due)
    return Facts(len(times), round(sum(waited) / len(waited), 1) if waited else None, late)
