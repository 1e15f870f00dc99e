"""撤换: a firm asks for another specialist, and the office carries out what is owed (R-44)."""

from datetime import datetime

from liaison import record
from liaison.casework.actions import replace_specialist
from liaison.registry import access as registry
from liaison.registry.models import Account, Enterprise, Post
from liaison.registry.policy import hold, policy
from liaison.rules.chain import closes_circle
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .. import replacing, watching
from ..models import Replacement
from ..replacing_inputs import CarryOutInput, ChangeInput


def ask_change(code: str, given: ChangeInput, *, by: Account, now: datetime) -> Replacement:
    """申请更换专员: at any time, by the principal alone; the same duty as after a vote, within 5 working days (Q-08).

    Nobody approves it. The reason, if there is one, reaches neither specialist nor office. Raises Refused: wrong_role, firm_left,
    change_asked, nobody_to_replace, unknown_specialist.
    """
    if by.enterprise is None or by.enterprise.code != code or Post.PRINCIPAL not in registry.posts(by):
        raise Refused("wrong_role")
    with record.transaction():
        hold(by.zone_id)  # a date is counted
        if registry.hold(by.enterprise.pk) == Enterprise.Status.LEFT:
            raise Refused("firm_left", firm=by.enterprise.name)
        if replacing.open_for(by.enterprise.pk):
            raise Refused("change_asked")
        held = registry.assignment_of(by.enterprise.pk)
        if held is None:
            raise Refused("nobody_to_replace")
        in_force = policy(by.zone, now)
        row = Replacement.objects.create(
            zone=by.zone, enterprise=by.enterprise, cause=Replacement.ASKED, old=held.specialist, asked_by=by,
            reason=record.content(given.reason) if given.reason else None, wished=_wished(given, by.enterprise),
            owed_at=now, due_on=replacing.due_on_from(now, in_force),
        )  # fmt: skip
        replacing.enter("replacement.asked", row, by, "enterprise", now, due_on=row.due_on.isoformat())
        replacing.propose_all(by.zone, in_force)
        replacing.tell_due(row, in_force, "replacement_due", by=by)
        return row


def _wished(given: ChangeInput, firm: Enterprise) -> Account | None:
    if given.wish is None:
        return None
    known = {one.login: one for one in replacing.served_before(firm.pk)}
    if given.wish not in known:
        raise Refused("unknown_specialist", field="wish", given=given.wish)
    return known[given.wish]


def carry_out(pk: int, given: CarryOutInput, *, by: Account, now: datetime) -> Replacement:
    """撤换: from this instant the new specialist serves the firm; all that is open goes over in the same transaction (R-05, R-44).

    Requests keep numbers, due times and clocks; the one before sees nothing of the firm from his next click on. Firm, old and new
    are told in the words of any transfer. If somebody else serves the firm by now, nothing is left to do but to say so. The first
    one of a round sets the day for the others: all of a round change hands on one date.

    Raises Http404, also for one's own; Refused: replaced_already, same_person, swap_in_circle, unknown_specialist, specialist_away,
    barred, firm_left.
    """
    replacing.one(by, pk)  # whether it is there for him at all
    with record.transaction():
        row = replacing.locked(pk)
        in_force = policy(row.zone, now)
        if row.done_at is not None:
            raise Refused("replaced_already", who=row.new.name if row.new else "")
        if replacing.settled(row, in_force):
            return row
        if given.specialist == row.old.login:
            raise Refused("same_person", field="specialist", who=row.old.name)
        if closes_circle(row.old.login, given.specialist, replacing.passed_on(row)):
            raise Refused("swap_in_circle", field="specialist")
        asked_for = row.wished is not None and row.wished.login == given.specialist
        served = replace_specialist(row.enterprise.code, given.specialist, asked_for=asked_for, by=by, now=now)
        row.new, row.done_at, row.done_by = served.specialist, now, by
        row.save(update_fields=["new", "done_at", "done_by"])
        if row.round_id:
            others = Replacement.objects.filter(round=row.round_id, done_at=None, due_on__gt=day_of(now))
            others.update(due_on=day_of(now))
        replacing.enter("replacement.carried_out", row, by, Post.OFFICE, now)
        watching.begin(row, now=now)
        return row
