"""认定 of 主观不努力: opened, answered, heard, signed by two (R-46, R-47).

Nothing is ever filled in beforehand, and a replacement neither waits for it nor leads to it.
"""

from datetime import datetime

from django.db.models import Q

from liaison import record
from liaison.casework.acting import iso
from liaison.notices import outbox
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import hold, policy
from liaison.rules import findings as rules
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .. import evidence, findings
from ..finding_acting import CONCERNED, POSTS, FindingAct, _enter, acting_on, must_be_open, tell_person
from ..finding_inputs import (
    FindingInput,
    HeardInput,
    HearingInput,
    SeatInput,
    SignInput,
    StatementInput,
    StepOutInput,
)
from ..models import EffortFinding, MeritExclusion, PanelSeat, Replacement

# --- opening


def open_finding(given: FindingInput, *, by: Account, now: datetime) -> EffortFinding:
    """启动认定: about one person and one service year, with the evidence as the record has it at this moment (R-46).

    Of the two seats the opener takes personnel's and the first of discipline the other; both can be named anew. About the chief
    it goes up to the level above the zone and leaves the zone's hands (R-04). Raises Refused: wrong_role, own_matter,
    unknown_specialist, year_ahead, finding_there, unknown_replacement, wrong_year.
    """
    with record.transaction():
        registry.require(by, Post.PERSONNEL)
        hold(by.zone_id)  # two clicks: the second one finds what the first has opened
        in_force = policy(by.zone, now)
        person = _person(given.specialist, by)
        if given.year > day_of(now).year:
            raise Refused("year_ahead", field="year")
        cause = _cause(given, person)
        _once(person, given.year, cause)
        began = (cause.round.closed_at if cause.round else None) or cause.owed_at if cause else now
        statement_due = rules.working_days_on(day_of(now), in_force.days("statement"), in_force.calendar)
        found = EffortFinding.objects.create(
            zone=by.zone, specialist=person, replacement=cause, year=given.year, opened_by=by, opened_at=now,
            due_on=rules.working_days_on(day_of(began), in_force.days("finding"), in_force.calendar),
            statement_due_on=statement_due, evidence=record.content(evidence.frozen(person, given.year, in_force)),
            passed_up_at=now if Post.CHIEF in registry.posts(person) else None,
        )  # fmt: skip
        _begin(FindingAct(found, by, rules.PERSONNEL, in_force))
        return found


def _begin(act: FindingAct) -> None:
    found, facts = act.found, {"year": act.found.year, "due_on": act.found.due_on.isoformat()}
    if found.passed_up_at:
        _enter("finding.passed_up", act, found.evidence, **facts)
        return
    entry = _enter("finding.opened", act, found.evidence, statement_due_on=found.statement_due_on.isoformat(), **facts)
    for part in rules.PARTS:
        _seat_first(act, part)
    outbox.queue(
        entry,
        "finding_seat",
        act.others([seat.account for seat in act.seats()]),
        **act.about(last_day=found.due_on.isoformat()),
    )
    tell_person(act, entry)


def _seat_first(act: FindingAct, part: str) -> PanelSeat | None:
    """Whoever acts if he may sit there, otherwise the first who may; nobody: the seat stays empty and the page says so."""
    able = findings.candidates(act.found, part)
    who = next((one for one in able if one == act.by), None) or next(iter(able), None)
    return PanelSeat.objects.create(finding=act.found, part=part, account=who, since=act.now) if who else None


def _person(login: str, by: Account) -> Account:
    if login == by.login:
        raise Refused("own_matter", field="specialist")
    served = Account.objects.filter(zone=by.zone_id, appointments__post__in=findings.ON_ROSTER)
    person = served.filter(login=login).distinct().first()
    if person is None:
        raise Refused("unknown_specialist", field="specialist", given=login)
    return person


def _cause(given: FindingInput, person: Account) -> Replacement | None:
    """The replacement it hangs on: the one named, else the last of that person and year; there need not be one."""
    rows = Replacement.objects.filter(old=person).select_related("round").order_by("-pk")
    if given.replacement is None:
        return next((one for one in rows if _year_of(one) == given.year), None)
    named = rows.filter(pk=given.replacement).first()
    if named is None:
        raise Refused("unknown_replacement", field="replacement")
    if _year_of(named) != given.year:
        raise Refused("wrong_year", field="year", year=_year_of(named))
    return named


def _year_of(cause: Replacement) -> int:
    return rules.service_year(cause.round.year if cause.round else None, cause.owed_at)


def _once(person: Account, year: int, cause: Replacement | None) -> None:
    """One at a time; what has been decided is not opened again for the same cause."""
    running = Q(decided_at=None) | Q(exclusions__lifted_at=None, exclusions__isnull=False)
    same = Q(replacement=cause) if cause else Q(replacement=None)
    if EffortFinding.objects.filter(running | same, specialist=person, year=year).exists():
        raise Refused("finding_there", field="year")


# --- being heard


def state_own(pk: int, given: StatementInput, *, by: Account, now: datetime) -> EffortFinding:
    """本人说明: once, by the person himself; late is still heard until the decision. Raises Refused: wrong_role,
    finding_decided, statement_given."""
    with acting_on(pk, CONCERNED, by=by, now=now) as act:
        must_be_open(act)
        if act.found.statement_at:
            raise Refused("statement_given")
        act.found.statement, act.found.statement_at = record.content(given.text), now
        late = day_of(now) > act.found.statement_due_on
        entry = _enter("finding.stated", act, act.found.statement, late=late)
        outbox.queue(entry, "finding_stated", act.others([seat.account for seat in act.seats()]), **act.about())
        return act.found


def set_hearing(pk: int, given: HearingInput, *, by: Account, now: datetime) -> EffortFinding:
    """听取意见: a day, an hour and a place, which can be moved until it was held. Raises Refused: wrong_role, in_conflict,
    finding_decided, heard_before, date_passed."""
    with acting_on(pk, rules.PERSONNEL, by=by, now=now) as act:
        must_be_open(act)
        if act.found.heard_at:
            raise Refused("heard_before")
        if given.hearing_at <= now:
            raise Refused("date_passed", field="hearing_at")
        act.found.hearing_at, act.found.hearing_place = given.hearing_at, given.place
        entry = _enter("finding.hearing_set", act, record.content(given.place), hearing_at=iso(given.hearing_at))
        panel = [seat.account for seat in act.seats()]
        outbox.queue(entry, "finding_hearing", act.others(panel), **act.about(starts=iso(given.hearing_at)))
        tell_person(act, entry)
        return act.found


def note_heard(pk: int, given: HeardInput, *, by: Account, now: datetime) -> EffortFinding:
    """What was said at the hearing, or that nobody came. Raises Refused: wrong_role, in_conflict, finding_decided, no_hearing,
    hearing_ahead, heard_before."""
    with acting_on(pk, *rules.PARTS, by=by, now=now) as act:
        must_be_open(act)
        if act.found.hearing_at is None:
            raise Refused("no_hearing")
        if act.found.hearing_at > now:
            raise Refused("hearing_ahead")
        if act.found.heard_at:
            raise Refused("heard_before")
        act.found.heard_at = now
        _enter("finding.heard", act, record.content(given.text))
        return act.found


# --- who decides


def step_out(pk: int, given: StepOutInput, *, by: Account, now: datetime) -> EffortFinding:
    """回避: a member in conflict leaves with his reason, has no further part in it, and another one sits. Raises Refused:
    wrong_role, in_conflict, finding_decided, signed_before."""
    with acting_on(pk, *rules.PARTS, by=by, now=now) as act:
        seat = _own_seat(act)
        seat.stepped_out_at, seat.conflict = now, record.content(given.reason)
        seat.save(update_fields=["stepped_out_at", "conflict"])
        entry = _enter("finding.stepped_out", act, seat.conflict, part=seat.part)
        successor = _seat_first(act, seat.part)
        told = [successor.account] if successor else registry.holders_of(Post.PERSONNEL, act.found.zone_id)
        outbox.queue(entry, "finding_seat", act.others(told), **act.about(last_day=act.found.due_on.isoformat()))
        return act.found


def name_member(pk: int, given: SeatInput, *, by: Account, now: datetime) -> EffortFinding:
    """Another one sits: each post names its own; an empty seat is filled by either. Raises Refused: wrong_role, in_conflict,
    finding_decided, signed_before, not_for_seat."""
    with acting_on(pk, *rules.PARTS, by=by, now=now) as act:
        must_be_open(act)
        sits = next((seat for seat in act.seats() if seat.part == given.part), None)
        if sits and POSTS[given.part] not in registry.posts(by):
            raise Refused("wrong_role")
        if sits and sits.signed_at:
            raise Refused("signed_before")
        able = {one.login: one for one in findings.candidates(act.found, given.part)}
        if given.login not in able:
            raise Refused("not_for_seat", field="login")
        if sits:
            sits.stepped_out_at = now
            sits.save(update_fields=["stepped_out_at"])
        PanelSeat.objects.create(finding=act.found, part=given.part, account=able[given.login], since=now)
        entry = _enter("finding.member_named", act, part=given.part, member=given.login)
        outbox.queue(
            entry, "finding_seat", act.others([able[given.login]]), **act.about(last_day=act.found.due_on.isoformat())
        )
        return act.found


def _own_seat(act: FindingAct) -> PanelSeat:
    must_be_open(act)
    seat = next((one for one in act.seats() if one.account == act.by), None)
    if seat is None:
        raise Refused("wrong_role")
    if seat.signed_at:
        raise Refused("signed_before")
    act.capacity = seat.part
    return seat


def sign(pk: int, given: SignInput, *, by: Account, now: datetime) -> EffortFinding:
    """签署: each of the two for himself, with reasons; the second signature decides (R-46, Q-12).

    Neither sees what the other has signed. Both 认定: found, and both eligibilities of that year are gone from this moment (R-47).
    Anything else: 不予认定. Raises Refused: wrong_role, own_matter, in_conflict, finding_decided, signed_before, statement_runs,
    hearing_ahead, passed_up.
    """
    with acting_on(pk, *rules.PARTS, by=by, now=now) as act:
        seat = _own_seat(act)
        if early := findings.too_early(act.found, now):
            raise Refused(early)
        seat.decision, seat.reasons, seat.signed_at = given.decision, record.content(given.reasons), now
        seat.save(update_fields=["decision", "reasons", "signed_at"])
        _enter("finding.signed", act, part=seat.part)  # how he signed is no fact of the chain: the row has it
        _decide(act)
        return act.found


def _decide(act: FindingAct) -> None:
    seats = act.seats()
    made = rules.decision(rules.Signature(seat.part, seat.decision) for seat in seats)
    if made is None:
        return
    found = act.found
    # The reasons of those who carry the decision, personnel's first; the same words once.
    carrying = [seat.reasons.text for seat in seats if seat.reasons and seat.decision == made]
    found.decision, found.decided_at = made, act.now
    found.reasons = record.content("\n\n".join(dict.fromkeys(carrying)))
    entry = _enter("finding.decided", act, found.reasons, decision=made, year=found.year)
    if made == EffortFinding.FOUND:
        MeritExclusion.objects.bulk_create(
            MeritExclusion(finding=found, account=found.specialist, year=found.year, kind=kind, since=act.now)
            for kind in MeritExclusion.KINDS
        )
    everybody = registry.holders_of(Post.PERSONNEL, found.zone_id)
    outbox.queue(entry, "finding_decided", act.others([*everybody, *(seat.account for seat in seats)]), **act.about())
    tell_person(act, entry)
