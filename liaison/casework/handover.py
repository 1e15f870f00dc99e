"""Who answers for a firm changes: what is open goes over with its number, its clocks and its duties (R-05, R-06)."""

from collections.abc import Collection
from datetime import datetime

from liaison.registry import access as registry
from liaison.registry import replaced
from liaison.registry.models import Account, Assignment, Enterprise, Leave, Post
from liaison.registry.policy import policy
from liaison.rules.lifecycle import OPEN

from .acting import Act, save
from .models import ServiceRequest, Visit

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


def hand_visits_over(firm: Enterprise, before: Collection[Account], after: Account) -> int:
    """Visits that those before had promised and that have not begun are kept by the new specialist, at the hour that was said."""
    waiting = Visit.objects.filter(enterprise=firm, visitor__in=before, arrived_at=None, left_at=None, no_show_at=None)
    return waiting.update(visitor=after)


def settle(
    specialist: Account, why: str, *, by: Account | None, capacity: str, now: datetime
) -> list[tuple[Enterprise, Account]]:
    """Put the right person in the place of a specialist who is away or is back; return each firm that changed hands, and whose.

    Safe to run twice; the caller has opened the transaction.
    """
    leave = registry.running_leave(specialist)
    served = Assignment.objects.filter(specialist=specialist, until=None)
    firms = Enterprise.objects.filter(pk__in=served.values("enterprise")).select_related("zone")
    stand_ins = _stand_ins(leave, list(served.values_list("enterprise", flat=True))) if leave else {}
    changed = []
    for firm in firms.select_for_update(of=("self",), no_key=True).order_by("pk"):
        row = registry.open_assignments().filter(specialist=specialist, enterprise=firm).first()
        stand_in = stand_ins.get(firm.pk)
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


def _stand_ins(leave: Leave, firms: Collection[int]) -> dict[int, Account | None]:
    """Who stands in at each of these firms: nobody there whom that firm once had replaced (R-44), so one of the office instead."""
    usual, gone = stand_in_of(leave), replaced.ended(firms)
    zone = leave.specialist.zone_id
    found: dict[int, Account | None] = {}
    for firm in firms:
        found[firm] = usual
        if usual and usual.login in gone.get(firm, {}):
            others = registry.holders_of(Post.OFFICE, zone) or registry.holders_of(Post.CHIEF, zone)
            barred = {leave.specialist.login, *gone[firm]}
            found[firm] = next((one for one in others if one.login not in barred), None)
    return found


def able_to_stand_in(person: Account) -> bool:
    held = person.appointments.filter(post=Post.SPECIALIST, until=None)
    return person.is_active and held.exists() and registry.running_leave(person) is None


def in_place(leave: Leave) -> bool:
    """Whether those who should answer for the firms of an absent specialist do; three or four statements, no lock."""
    rows = Assignment.objects.filter(specialist=leave.specialist, until=None).values_list("enterprise", "stand_in")
    now = dict(rows)
    wanted = _stand_ins(leave, list(now))
    return all(now[firm] == (one.pk if one else None) for firm, one in wanted.items())
