"""Who answers for a firm changes: what is open goes over with its number, its clocks and its duties (R-05, R-06)."""

from datetime import datetime

from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Enterprise, Leave, Post
from liaison.registry.policy import policy
from liaison.rules.lifecycle import OPEN

from .acting import Act, save
from .models import ServiceRequest

TRANSFER, LEAVE, RETURN = "transfer", "leave", "return"


def hand_over(
    firm: Enterprise, before: Account | None, after: Account, why: str, *, by: Account | None, capacity: str, now: datetime
) -> int:  # fmt: skip
    """Enter it on every open request of the firm, in the caller's transaction; return how many there are.

    Nothing else of a request changes: due times stay, and in the proof the turn of the one before goes over with its limit.
    """
    own = ServiceRequest.objects.filter(enterprise=firm).order_by("pk")
    list(own.select_for_update(no_key=True).values_list("pk"))  # the closed ones too: one could be reopened this moment
    found = list(own.filter(status__in=OPEN).select_related("zone", "enterprise"))
    in_force = policy(firm.zone, now) if found else None
    for r in found:
        assert in_force is not None
        act = Act(r, by, capacity, now, in_force, r.status)
        act.enter(
            "request.handed_over", before=before.login if before else None, specialist=after.login, why=why,
            holder={"kind": "specialist", "code": after.login},
        )  # fmt: skip
        save(r)
    return len(found)


def settle(
    specialist: Account, why: str, *, by: Account | None, capacity: str, now: datetime
) -> list[tuple[Enterprise, Account]]:
    """Put the right person in the place of a specialist who is away or is back; return each firm that changed hands, and whose.

    Safe to run twice; the caller has opened the transaction.
    """
    leave = registry.running_leave(specialist)
    stand_in = stand_in_of(leave) if leave else None
    served = Assignment.objects.filter(specialist=specialist, until=None)
    firms = Enterprise.objects.filter(pk__in=served.values("enterprise")).select_related("zone")
    changed = []
    for firm in firms.select_for_update(of=("self",), no_key=True).order_by("pk"):
        row = registry.open_assignments().filter(specialist=specialist, enterprise=firm).first()
        if row is None or row.stand_in == stand_in:
            continue
        before = row.holder
        Assignment.objects.filter(pk=row.pk).update(stand_in=stand_in)
        after = stand_in or specialist
        hand_over(firm, before, after, why, by=by, capacity=capacity, now=now)
        changed.append((firm, after))
    return changed


def stand_in_of(leave: Leave) -> Account | None:
    """The substitute; if he is away too or has lost the post, one of the office: there is no chain, and never nobody (R-06).

    None leaves the firms with the specialist, in a zone that has neither office nor chief.
    """
    substitute, zone = leave.substitute, leave.specialist.zone_id
    if able_to_stand_in(substitute):
        return substitute
    others = registry.holders_of(Post.OFFICE, zone) or registry.holders_of(Post.CHIEF, zone)
    return next((one for one in others if one != leave.specialist), None)


def able_to_stand_in(person: Account) -> bool:
    held = person.appointments.filter(post=Post.SPECIALIST, until=None)
    return person.is_active and held.exists() and registry.running_leave(person) is None


def in_place(leave: Leave) -> bool:
    """Whether those who should answer for the firms of an absent specialist do; two or three statements, no lock."""
    stand_in = stand_in_of(leave)
    rows = Assignment.objects.filter(specialist=leave.specialist, until=None).values_list("stand_in", flat=True)
    return set(rows) <= {stand_in.pk if stand_in else None}
