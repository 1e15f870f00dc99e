"""会商: what of it is at hand with the summonses of a request, and all that a page shows of one (R-18, R-20)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.models import Account
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import OPEN_SUMMONS, ClosedAs, Status

from .access import Standing, visible
from .models import Consultation, Member, ServiceRequest, Summons


def consultation_of_leg(summonses: Sequence[Summons], r: ServiceRequest) -> Consultation | None:
    """The newest one of this leg, whatever became of it."""
    found = [one for row in summonses if row.leg == r.leg and (one := getattr(row, "consultation", None))]
    return found[-1] if found else None


def open_consultation(summonses: Sequence[Summons], r: ServiceRequest) -> Consultation | None:
    """The one that is proposed or agreed."""
    found = consultation_of_leg(summonses, r)
    return found if found and found.state in Consultation.OPEN else None


def toggled(summonses: Sequence[Summons], r: ServiceRequest) -> bool:
    """One was cancelled in this leg: what comes next is the chief's."""
    found = (getattr(row, "consultation", None) for row in summonses if row.leg == r.leg)
    return any(one is not None and one.state == Consultation.CANCELLED for one in found)


def awaited_side(held: Consultation | None) -> str:
    """Whose agreement a proposal waits for: the specialist's, then the office's; empty where none is wanted."""
    if held is None or held.state != Consultation.PROPOSED:
        return ""
    return "office" if held.agreed_by_specialist_at else "specialist"


def side_of(how: Standing, r: ServiceRequest) -> str:
    """For which side somebody agrees; who serves the firm, as its specialist alone. The chief where the firm has nobody."""
    if "specialist" in how.held:
        return "specialist"
    if "office" in how.held:
        return "office"
    unserved = "chief" in how.held and registry.specialist_of(r.enterprise_id) is None
    return "specialist" if unserved else ""


def why_not_agree(held: Consultation | None, side: str, person: int) -> str:
    """Each side agrees once, and who has proposed does not agree for the office too; empty: his agreement is wanted."""
    if held is None or held.state != Consultation.PROPOSED:
        return "nothing_to_agree"
    if not side:
        return "other_side"
    if getattr(held, f"agreed_by_{side}_at"):
        return "agreed_before"
    return "own_matter" if side == "office" and held.proposed_by_id == person else ""


def awaits(side: str) -> Q:
    """For a query of requests: a consultation is proposed to which specialist or office has not agreed."""
    proposed = Consultation.objects.filter(service_request=OuterRef("pk"), state=Consultation.PROPOSED)
    return Q(Exists(proposed.filter(**{f"agreed_by_{side}_at": None})))


def word_overdue(held: Consultation | None, side: str, now: datetime) -> bool:
    """Whether this side owes its word on a proposal and the day on which it was to be given is over (R-18)."""
    if held is None or held.state != Consultation.PROPOSED or held.decide_due_at is None:
        return False
    return getattr(held, f"agreed_by_{side}_at") is None and is_late(now, held.decide_due_at)


def outlives(held: Consultation, row: Summons, r: ServiceRequest) -> bool:
    """Whether an open consultation still is about something; of a duplicate it waits for the day on which that is undone."""
    if row.leg != r.leg:
        return False
    if held.state == Consultation.PROPOSED:
        return r.status == Status.WHISTLED and row.status in OPEN_SUMMONS
    return r.status == Status.CONSULTING or r.closed_as == ClosedAs.DUPLICATE


# --- all of it


@dataclass(frozen=True)
class Seat:
    """One that sits in it: a department, or somebody from outside with what is known of him."""

    member: Member

    @property
    def name(self) -> str:
        if self.member.department:
            return self.member.department.name
        return (self.member.outside.text or "") if self.member.outside else ""

    def part(self, name: str) -> str:
        return self.member.outside.parts.get(name, "") if self.member.outside else ""


def seats(held: Consultation) -> list[Seat]:
    return [Seat(one) for one in held.seats]


def codes(held: Consultation) -> list[str]:
    """The departments that sit in it."""
    return [one.department.code for one in held.seats if one.department]


def request_of_duty(actor: Account, pk: int) -> str:
    """The number of the request to which a duty belongs. Raises Http404 if that does not exist for this person."""
    number = visible(actor).filter(consultations__duties=pk).values_list("number", flat=True).first()
    if number is None:
        raise Http404
    return number


def duty_open(held: Consultation | None, how: Standing) -> bool:
    """Whether there is a duty that this person may tick: his department's, for lead and specialist any."""
    if held is None or held.state != Consultation.AGREED or not how.held & {"specialist", "department", "member"}:
        return False
    any_ = how.leads or "specialist" in how.held
    return any(one.done_at is None and (any_ or one.department_id == how.home) for one in held.split)
