"""评价周期, the read side for evaluation: the list, one round with its turnout, and who has not voted yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from liaison.registry.models import Account, Appointment, Enterprise, Post
from liaison.rules import rounds as rules

from . import access, rolls
from .models import Ballot, Keeper, RollLine, Round

PAGE = 50
LISTS = NOT_VOTED, NO_ACCOUNT, VOID, EVERY = ("not_voted", "no_account", "void", "all")


def listed(by: Account) -> list[Round]:
    """Newest first; a round every half-year, so all of them. One statement, with how many keepers each has."""
    rows = access.rounds(by).annotate(keepers_there=Count("keepers"))
    return list(rows.order_by("-year", "-half"))


@dataclass(frozen=True)
class Turnout:
    """For evaluation alone; without the lines on which the reader himself is rated."""

    lines: int
    voted: int
    not_voted: int  # 未评价: has a voice and has not used it
    no_account: int  # of these, how many vote by code or on paper
    void: int  # neither voted nor has a voice any more


def turnout(by: Account, of: Round) -> Turnout:
    """One statement."""
    voted, void = Q(has_voted=True), ~Q(void="")
    counts = _lines(by, of).aggregate(
        lines=Count("pk"), voted=Count("pk", filter=voted), not_voted=Count("pk", filter=~voted & ~void),
        no_account=Count("pk", filter=~voted & ~void & Q(voice=RollLine.CODE)), void=Count("pk", filter=~voted & void),
    )  # fmt: skip
    return Turnout(**counts)


def _lines(by: Account, of: Round) -> QuerySet[RollLine]:
    return access.lines_for(by, of).annotate(has_voted=Exists(Ballot.objects.filter(line=OuterRef("pk"))))


def roll(by: Account, of: Round, chosen: str, after: str = "") -> tuple[list[Any], str]:
    """A page of the roll by the firms' codes, and where to go on; each with `named_late`. One statement."""
    late = Appointment.objects.filter(
        account=OuterRef("rater"), post=Post.PRINCIPAL, until=None, since__gt=_named_before(of)
    )
    rows = _lines(by, of).filter(_of_list(chosen)).annotate(named_late=Exists(late))
    if after:
        rows = rows.filter(enterprise__code__gt=after)
    found = list(rows.select_related("enterprise", "specialist", "rater").order_by("enterprise__code")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].enterprise.code if len(found) > PAGE else ""


def _named_before(of: Round) -> datetime:
    return (of.opened_at or of.planned_at) - rules.NAMED_BEFORE


def _of_list(chosen: str) -> Q:
    return {
        NOT_VOTED: Q(has_voted=False, void=""), NO_ACCOUNT: Q(has_voted=False, void="", voice=RollLine.CODE),
        VOID: ~Q(void=""),
    }.get(chosen, Q())  # fmt: skip


def preview(by: Account, of: Round) -> tuple[int, list[Enterprise]]:
    """Before it opens: how many firms will be asked, and those that nobody served in that half-year. Two statements."""
    firms = Enterprise.objects.filter(zone=by.zone_id).exclude(status__in=rolls.VOID_STATUSES).count()
    left_out = list(rolls.unserved(of).order_by("code"))
    return firms - len(left_out), left_out


def missing_keepers(of: Round) -> list[str]:
    there = set(Keeper.objects.filter(round=of).values_list("part", flat=True))
    return [part for part in Keeper.PARTS if part not in there]
