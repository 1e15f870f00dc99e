"""认定, the read side: who sees which finding, how it stands, and what a year has left of a person's eligibility (R-46, R-47).

Personnel and discipline see those of others, the person concerned his own; for everybody else there is none. What goes up to the
level above the zone (R-04) is seen by personnel and discipline alone until that level speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy
from liaison.rules import findings as rules
from liaison.rules import lamps
from liaison.rules.deadlines import close_of, day_of

from .models import EffortFinding, MeritExclusion, PanelSeat, Review

KEEPERS = frozenset({Post.PERSONNEL, Post.DISCIPLINE})
ON_ROSTER = frozenset({Post.SPECIALIST, Post.CHIEF})
OPEN, FOUND, NOT_FOUND, REVERSED, PASSED_UP = STATES = ("open", "found", "not_found", "reversed", "passed_up")
SHOWN = 50


def keeps(actor: Account) -> bool:
    return bool(registry.posts(actor) & KEEPERS)


def may_have(actor: Account) -> bool:
    """Whether the page of one's own finding is for this person at all; it says nothing while there is none."""
    return bool(registry.posts(actor) & ON_ROSTER)


def visible(actor: Account) -> QuerySet[EffortFinding]:
    """Nobody sees a finding about himself in any capacity but that of the person concerned."""
    own = Q(specialist=actor, passed_up_at=None)
    others = ~Q(specialist=actor) if keeps(actor) else Q(pk=None)
    return EffortFinding.objects.filter(own | others, zone=actor.zone_id)


def dressed(rows: QuerySet[EffortFinding]) -> QuerySet[EffortFinding]:
    """With all that a page or an answer shows; two statements more, however many there are."""
    seats = PanelSeat.objects.filter(stepped_out_at=None).select_related("account", "reasons").order_by("-part")
    reviews = Review.objects.select_related("text", "reasons", "decided_by").order_by("pk")
    beside = rows.select_related("zone", "specialist", "evidence", "statement", "reasons")
    return beside.prefetch_related(
        Prefetch("seats", seats, to_attr="sitting"), Prefetch("reviews", reviews, to_attr="remedies")
    )


def one(actor: Account, pk: int) -> EffortFinding:
    """Raises Http404 for what this person may not see."""
    found = dressed(visible(actor)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listed(actor: Account) -> list[EffortFinding]:
    """Of others, what is open first, then the newest; for personnel and discipline."""
    rows = dressed(visible(actor).exclude(specialist=actor)).order_by("-pk")[:SHOWN]
    return sorted(rows, key=lambda one: (state_of(one) != OPEN, -one.pk))


def own(actor: Account) -> list[EffortFinding]:
    return list(dressed(visible(actor).filter(specialist=actor)).order_by("-pk"))


def state_of(one: EffortFinding) -> str:
    if one.passed_up_at:
        return PASSED_UP
    if one.decided_at is None:
        return OPEN
    if any(remedy.outcome == Review.REVERSED for remedy in remedies(one)):
        return REVERSED
    return FOUND if one.decision == EffortFinding.FOUND else NOT_FOUND


def remedies(one: EffortFinding) -> Sequence[Review]:
    """复核 and 申诉, oldest first; as they were read with it."""
    kept: list[Review] | None = getattr(one, "remedies", None)
    return list(one.reviews.order_by("pk")) if kept is None else kept


def remedy(one: EffortFinding, kind: str) -> Review | None:
    return next((row for row in remedies(one) if row.kind == kind), None)


def lamp_of(one: EffortFinding, in_force: Policy) -> str:
    """Open: by its date; a remedy that waits for its answer: by that one's."""
    waiting = next((row.answer_due_on for row in remedies(one) if row.decided_at is None), None)
    due = one.due_on if state_of(one) == OPEN else waiting
    if due is None:
        return lamps.DONE
    at = close_of(due, in_force.closing)
    if at < in_force.now:
        return lamps.OVERDUE
    return lamps.DUE_SOON if at <= in_force.horizon.soon else lamps.NORMAL


# --- what may be done now, for the page; the actions judge again under the lock


def too_early(one: EffortFinding, now: datetime) -> str | None:
    return rules.too_early(
        day_of(now), statement_given=one.statement_at is not None, statement_due=one.statement_due_on,
        hearing_set=one.hearing_at is not None, heard=one.heard_at is not None,
    )  # fmt: skip


def remedy_until(one: EffortFinding, kind: str, in_force: Policy) -> date | None:
    """The last day to ask for it; None: its time has not begun (R-48)."""
    if state_of(one) != FOUND or one.served_at is None:
        return None
    if kind == Review.REVIEW:
        return rules.ends_on(day_of(one.served_at), in_force.days_at("review", one.served_at), in_force.calendar)
    review = remedy(one, Review.REVIEW)
    if review is None or (review.decided_at is None and day_of(in_force.now) <= review.answer_due_on):
        return None
    answered = day_of(review.decided_at) if review.decided_at else day_of(in_force.now)  # unanswered, the way is open
    return rules.ends_on(answered, in_force.days("appeal"), in_force.calendar)


def candidates(one: EffortFinding, part: str) -> list[Account]:
    """Who could sit for personnel or discipline: neither the person himself, nor his successor, nor one who stepped out."""
    seats = list(PanelSeat.objects.filter(finding=one))
    out = {seat.account_id for seat in seats if seat.stepped_out_at and seat.conflict_id}
    other = {seat.account_id for seat in seats if seat.stepped_out_at is None and seat.part != part}
    near = {one.specialist_id, one.replacement.new_id if one.replacement else None}
    return [who for who in registry.holders_of(part, one.zone_id) if who.pk not in out | other | near]


# --- eligibility


@dataclass(frozen=True)
class Eligibility:
    awards: bool
    promotion: bool
    finding: EffortFinding | None  # the last one decided about that year


def eligibility(actor: Account, login: str, year: int) -> Eligibility:
    """Personnel, discipline and the person himself; for everybody else the person has none to ask for. Raises Http404."""
    if login != actor.login and not keeps(actor):
        raise Http404
    person = Account.objects.filter(zone=actor.zone_id, login=login).first()
    if person is None or not person.appointments.filter(post__in=ON_ROSTER).exists():
        raise Http404
    taken = set(MeritExclusion.objects.filter(account=person, year=year, lifted_at=None).values_list("kind", flat=True))
    rows = dressed(EffortFinding.objects.filter(specialist=person, year=year, decided_at__isnull=False))
    return Eligibility(
        awards=MeritExclusion.AWARDS not in taken, promotion=MeritExclusion.PROMOTION not in taken,
        finding=rows.order_by("-decided_at").first(),
    )  # fmt: skip


# --- for `liaison check`


def overdue(today: date) -> list[EffortFinding]:
    """Decisions that are late; a person waits under them."""
    waiting = EffortFinding.objects.filter(decided_at=None, passed_up_at=None, due_on__lt=today)
    return list(waiting.select_related("zone").order_by("due_on", "pk"))


def overdue_remedies(today: date) -> list[Review]:
    waiting = Review.objects.filter(decided_at=None, answer_due_on__lt=today)
    return list(waiting.select_related("finding").order_by("answer_due_on", "pk"))
