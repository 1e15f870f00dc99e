"""吐槽大会: a session is planned, opened, spoken in and closed; what is said becomes a request at once (R-31…R-35)."""

from datetime import datetime

from django.http import Http404

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Enterprise, Post, Zone
from liaison.registry.policy import Policy, hold, policy
from liaison.rules import deadlines
from liaison.rules.lifecycle import Channel, Status
from liaison.rules.refusals import Refused

from .. import gripes
from ..acting import Act, acting_by_clock, iso
from ..inputs import ItemInput, Nothing, SessionInput, SpeakingInput
from ..models import ChatGroup, Gripe, GripeSession, ServiceRequest
from ..posting import group_of, post
from .raising import begin


def plan_session(given: SessionInput, *, by: Account, now: datetime) -> GripeSession:
    """定一场吐槽大会: by chief or office; a month without one is shown as missed (R-31). Raises Refused: wrong_role, date_passed."""
    with record.transaction():
        capacity = registry.require(by, *gripes.HOSTS)
        if deadlines.day_of(given.starts_at) < deadlines.day_of(now):
            raise Refused("date_passed", field="starts_at")
        row = GripeSession.objects.create(
            zone=by.zone, title=given.title, place=given.place, starts_at=given.starts_at, claim_days=given.claim_days,
            made_by=by,
        )  # fmt: skip
        _enter("session.planned", row, by, capacity, now, starts_at=iso(given.starts_at), claim_days=given.claim_days)
        return row


def open_session(pk: int, given: Nothing, *, by: Account, now: datetime) -> GripeSession:
    """开会: one at a time; what the last one left unfinished comes first (R-35), and the time to claim begins (R-33).

    Raises Refused: wrong_role, session_not_planned, session_runs (naming the one that is open).
    """
    with record.transaction():
        before = gripes.session_for(by, pk)
        capacity = registry.require(by, *gripes.HOSTS)
        hold(by.zone_id)
        # Requests before sessions: the order in which a claim locks them. Read again once nobody can claim them meanwhile.
        keys = [one.service_request_id for one in gripes.unfinished(by.zone_id, before)]
        list(
            ServiceRequest.objects.select_for_update(of=("self",)).order_by("pk").filter(pk__in=keys).values_list("pk")
        )
        left = gripes.unfinished(by.zone_id, before)
        session = _locked(pk, GripeSession.PLANNED, "session_not_planned")
        running = GripeSession.objects.filter(zone=by.zone_id, state=GripeSession.OPEN).first()
        if running:
            raise Refused("session_runs", title=running.title)
        session.gripes.filter(claimed_by=None).update(claim_due_at=policy(by.zone, now).due("claim", now))
        carried = _carry(session, left)
        session.state, session.opened_at = GripeSession.OPEN, now
        _changed(session)
        _enter("session.opened", session, by, capacity, now, carried=carried)
        return session


def _carry(session: GripeSession, left: list[Gripe]) -> list[str]:
    place, there = _last_place(session), set(session.gripes.values_list("service_request", flat=True))
    rows = [
        Gripe(
            session=session, position=place + n, service_request=one.service_request, enterprise_id=one.enterprise_id,
            carried_from=one, mirrored_id=one.mirrored_id, claimed_by_id=one.claimed_by_id, claimed_at=one.claimed_at,
            claim_due_at=one.claim_due_at, handed_to_office_at=one.handed_to_office_at,
        )
        for n, one in enumerate((one for one in left if one.service_request_id not in there), 1)
    ]  # fmt: skip
    Gripe.objects.bulk_create(rows)
    return [row.service_request.number for row in rows]


def add_item(pk: int, given: ItemInput, *, by: Account, now: datetime) -> ServiceRequest:
    """提一条: a firm's own contact, or chief and office for a firm; an absent one may hand in before it opens (R-31, R-32).

    It becomes a request of channel gripe and is mirrored, unedited, to the leaders' group in this transaction. What the host types
    while the session is open is what is being said. Raises Refused: wrong_role, session_closed, enterprise_needed,
    unknown_enterprise, firm_left.
    """
    with record.transaction():
        gripes.session_for(by, pk)
        firm, capacity = _for_whom(given, by)
        hold(by.zone_id)
        r = ServiceRequest(enterprise=firm, channel=Channel.GRIPE, raised_by=by, status=Status.RAISED, occurred_at=now)
        act = Act(r, by, capacity, now, policy(by.zone, now))
        begin(act, given.text)
        session = _locked(pk)
        if session.state == GripeSession.CLOSED:
            raise Refused("session_closed")
        running = session.state == GripeSession.OPEN
        gripe = Gripe.objects.create(
            session=session, position=_last_place(session) + 1, service_request=r, enterprise=firm,
            claim_due_at=act.policy.due("claim", now if running else max(now, session.starts_at)),
        )  # fmt: skip
        _mirror(act, session, gripe)
        if running and capacity != "enterprise":
            _speaks(session, gripe, now)
        _changed(session)
        return r


def _for_whom(given: ItemInput, by: Account) -> tuple[Enterprise, str]:
    if registry.acts_for_enterprise(by):
        if by.enterprise is None or (given.enterprise and given.enterprise != by.enterprise.code):
            raise Refused("unknown_enterprise", field="enterprise", given=(given.enterprise or "")[:20])
        return by.enterprise, "enterprise"
    capacity = registry.require(by, *gripes.HOSTS)
    if not given.enterprise:
        raise Refused("enterprise_needed", field="enterprise")
    found = registry.visible_enterprises(by).filter(code=given.enterprise).first()
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=given.enterprise[:20])
    return found, capacity


def _mirror(act: Act, session: GripeSession, gripe: Gripe) -> None:
    """同步到领导班子群: the very words, not a copy of them; whom they were told stands under this entry (R-32)."""
    r, group = act.request, group_of(act.policy.zone, ChatGroup.LEADERS, act.now)
    assert r.text is not None
    gripe.mirrored = post(
        group, author=act.by, enterprise=r.enterprise, text_content=r.text, said_at=act.now, added_by=act.by, now=act.now,
        mirrors=r,
    )  # fmt: skip
    gripe.save(update_fields=["mirrored"])
    told = gripes.leaders(group)
    act.enter("request.mirrored", content=r.text, session=session.pk, post=gripe.mirrored.pk, told=len(told))
    act.tell("gripe_mirrored", told, session=session.pk, enterprise=r.enterprise.code)
    departments, due = gripes.claimants(r.zone_id), iso(gripe.claim_due_at)
    act.tell("gripe_to_claim", departments, session=session.pk, enterprise=r.enterprise.code, due=due)


def speaking(pk: int, given: SpeakingInput, *, by: Account, now: datetime) -> GripeSession:
    """轮到下一条: what is being said now, with its timer.

    Raises Http404 for an item of another session, Refused: wrong_role, session_not_open.
    """
    with record.transaction():
        gripes.session_for(by, pk)
        registry.require(by, *gripes.HOSTS)
        session = _locked(pk, GripeSession.OPEN, "session_not_open")
        gripe = session.gripes.filter(pk=given.item).first() if given.item else None
        if given.item and gripe is None:
            raise Http404
        _speaks(session, gripe, now)
        _changed(session)
        return session


def _speaks(session: GripeSession, gripe: Gripe | None, now: datetime) -> None:
    session.current, session.current_since = gripe, now if gripe else None
    if gripe and gripe.said_at is None:
        gripe.said_at = now
        gripe.save(update_fields=["said_at"])


def close_session(pk: int, given: Nothing, *, by: Account, now: datetime) -> GripeSession:
    """散会: nothing more is taken; minutes and ledger extract read the same rows. Claims go on (R-33).

    Raises Refused: wrong_role, session_not_open.
    """
    with record.transaction():
        gripes.session_for(by, pk)
        capacity = registry.require(by, *gripes.HOSTS)
        session = _locked(pk, GripeSession.OPEN, "session_not_open")
        session.state, session.closed_at = GripeSession.CLOSED, now
        _speaks(session, None, now)
        _changed(session)
        items = session.gripes.order_by("position").select_related("service_request", "claimed_by")
        said = [
            {"number": one.service_request.number, "claimed_by": one.claimed_by.code if one.claimed_by else None,
             "resolve_by": iso(one.service_request.resolve_by), "carried": one.carried_from_id is not None}
            for one in items
        ]  # fmt: skip
        _enter("session.closed", session, by, capacity, now, items=said)
        return session


def _locked(pk: int, state: str = "", otherwise: str = "") -> GripeSession:
    session = GripeSession.objects.select_for_update(no_key=True, of=("self",)).select_related("zone").get(pk=pk)
    if state and session.state != state:
        raise Refused(otherwise)
    return session


def _last_place(session: GripeSession) -> int:
    return session.gripes.order_by("-position").values_list("position", flat=True).first() or 0


def _changed(session: GripeSession) -> None:
    session.version += 1  # the row is locked
    session.save()


def _enter(kind: str, session: GripeSession, by: Account, capacity: str, now: datetime, **facts: object) -> None:
    words = record.content(session.title, **({"place": session.place} if session.place else {}))
    record.append(
        kind, zone=session.zone.code, subject=f"session-{session.pk}", actor=by.login, capacity=capacity, at=now,
        facts=facts, content=words if kind == "session.planned" else None,
    )  # fmt: skip


def turn(zone: Zone, in_force: Policy) -> None:
    """By the clock: nobody has claimed it by the end of the next working day, so it is the office's to assign (R-33)."""
    late = Gripe.objects.filter(
        session__zone=zone, claimed_at=None, handed_to_office_at=None, claim_due_at__lt=in_force.horizon.now
    )
    for pk, request_pk in late.order_by("claim_due_at", "pk").values_list("pk", "service_request"):
        with record.transaction():
            rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("zone", "enterprise")
            with acting_by_clock(rows.get(pk=request_pk), in_force) as act:
                # One that was carried over stands on two lists and is handed on once.
                mine = Gripe.objects.filter(service_request=request_pk, claimed_at=None, handed_to_office_at=None)
                if mine.update(handed_to_office_at=in_force.now):
                    _hand_to_office(act, pk)


def _hand_to_office(act: Act, pk: int) -> None:
    """What was called in, answered or ended without a claim is put away without a word."""
    if act.request.status not in (Status.RAISED, Status.IN_HAND):
        return
    gripe = Gripe.objects.select_related("session").get(pk=pk)
    act.enter("request.unclaimed", session=gripe.session_id, claim_due_at=iso(gripe.claim_due_at))
    office = registry.holders_of(Post.OFFICE, act.request.zone_id)
    act.tell("gripe_unclaimed", [*office, *registry.holders_of(Post.LEADER, act.request.zone_id)],
             enterprise=act.request.enterprise.code)  # fmt: skip
    gripes.touch(act.request)
