"""Where a department takes part without leading: consultations in which it sits, gripe items that it joined. Three statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import F

from liaison.registry.models import Account
from liaison.rules.lifecycle import UNANSWERED, Outcome, SummonsStatus

from .models import Consultation, Duty, Member, ServiceRequest, Summons

SHOWN = 60  # of each: a department that sits in more has other troubles


@dataclass
class Sitting:
    """A consultation in which the department sits, with what of the split duties is its own and not done."""

    held: Consultation
    duties: list[Duty] = field(default_factory=list)

    @property
    def r(self) -> ServiceRequest:
        return self.held.service_request


@dataclass(frozen=True)
class Joined:
    sittings: Sequence[Sitting]
    claims: Sequence[Summons]


def joined(actor: Account) -> Joined:
    seats = Member.objects.filter(
        department=actor.department_id, left_at=None, since__isnull=False, consultation__zone=actor.zone_id,
        consultation__state=Consultation.AGREED,
    ).select_related(
        "consultation__service_request__enterprise", "consultation__service_request__text", "consultation__summons__department"
    )  # fmt: skip
    rows = seats.order_by(F("consultation__meets_at").asc(nulls_last=True), "consultation__pk")[:SHOWN]
    sittings = {one.consultation_id: Sitting(one.consultation) for one in rows}
    own = Duty.objects.filter(consultation__in=list(sittings), department=actor.department_id, done_at=None)
    for duty in own.select_related("what").order_by("due_on", "pk"):
        sittings[duty.consultation_id].duties.append(duty)
    return Joined(list(sittings.values()), _claims(actor))


def _claims(actor: Account) -> Sequence[Summons]:
    """What it joined of its own accord and nobody has answered yet (R-33)."""
    rows = Summons.objects.filter(
        zone=actor.zone_id, department=actor.department_id, part=Summons.CO, origin=Summons.CLAIM, status=SummonsStatus.REPLIED,
        outcome=Outcome.PLANNED, leg=F("service_request__leg"), service_request__status__in=sorted(UNANSWERED),
    )  # fmt: skip
    with_all = rows.select_related("clerk", "service_request__enterprise", "service_request__text")
    return list(with_all.order_by(F("service_request__lamp_due_at").asc(nulls_last=True), "pk")[:SHOWN])
