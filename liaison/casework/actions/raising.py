from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db.models import F

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Category, Enterprise, Post
from liaison.registry.policy import hold, policy
from liaison.rules.deadlines import SHANGHAI, day_of
from liaison.rules.grams import grams
from liaison.rules.guidance import CATEGORY
from liaison.rules.lifecycle import CAPACITIES, Channel, Status
from liaison.rules.refusals import Refused

from .. import ringing, roster
from ..acting import Act, iso, leg_facts, save, start_clock
from ..files import SafeFile
from ..guidance import as_fact, asked_about
from ..inputs import RaiseInput
from ..models import RequestCounter, ServiceRequest
from . import attaching

# Doors through which each capacity brings a request; group, gripe and QR have doors of their own.
OWN_DOORS = frozenset({Channel.WEB, Channel.API})
STAFF_DOORS = frozenset({Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.HOTLINE, Channel.API})
FIRST_CONTACT = frozenset({Channel.PHONE, Channel.VISIT})  # logging a call is raise + take


def raise_request(
    given: RaiseInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """提诉求: a firm's need gets its number, its clock and its holder (R-07, R-11, R-15, R-29).

    The clock runs from the call itself (`occurred_at`), not from its logging. A missing calendar year never refuses: the due
    time stays open. Raises Refused: wrong_role, enterprise_needed, unknown_enterprise, unknown_category, channel_has_own_door,
    unknown_measure, in_the_future, backdate_needs_office, need_by_passed, firm_left.
    """
    with record.transaction():
        enterprise, capacity = _for_whom(given, by, now)
        channel = _door(given, capacity)
        hold(by.zone_id)
        in_force = policy(by.zone, now)
        occurred_at = _occurred(given, capacity, in_force.days("backdate_hours"), now)
        if given.need_by and given.need_by < occurred_at:
            raise Refused("need_by_passed", field="need_by")
        in_hand = capacity in ("specialist", "chief", "duty_officer") and channel in FIRST_CONTACT
        r = ServiceRequest(
            enterprise=enterprise, category=category_of(by.zone_id, given.category), channel=channel, urgent=given.urgent,
            need_by=given.need_by, raised_by=by, status=Status.IN_HAND if in_hand else Status.RAISED, occurred_at=occurred_at,
        )  # fmt: skip
        # The number of a hotline's sheet stays with the words: whoever answers the hotline needs it again.
        parts = {"reference": given.reference} if given.reference else {}
        facts = _about(r, given.measure, by.zone_id, now) if given.measure else {}
        act = Act(r, by, capacity, now, in_force)
        begin(act, given.text, facts, **parts)
        attaching.add(act, files)
        return r


def begin(act: Act, text: str, facts: Mapping[str, Any] = MappingProxyType({}), /, **parts: str) -> None:
    """By whatever door it came: the request gets its number, its clock, its row and its first entry.

    `facts` is what the entry says besides. The firm is held meanwhile: a transfer finds the request or the request its new
    specialist. Raises Refused: firm_left.
    """
    r = act.request
    if registry.hold(r.enterprise_id) == Enterprise.Status.LEFT:
        raise Refused("firm_left", field="enterprise", firm=r.enterprise.name)
    r.zone, r.text, r.number = act.policy.zone, record.content(text, **parts), _next_number(act.policy.zone.pk, act.now)
    r.raised_at = r.moved_at = act.now
    r.grams = grams(r.number, text)
    start_clock(act, r.occurred_at)
    save(r)
    _enter(act, facts)


def _for_whom(given: RaiseInput, by: Account, now: datetime) -> tuple[Enterprise, str]:
    if registry.acts_for_enterprise(by):
        if by.enterprise is None or (given.enterprise and given.enterprise != by.enterprise.code):
            raise Refused("unknown_enterprise", field="enterprise", given=(given.enterprise or "")[:20])
        return by.enterprise, "enterprise"
    held = registry.posts(by)
    if not held & {Post.SPECIALIST, Post.CHIEF, Post.OFFICE}:
        raise Refused("wrong_role")
    if not given.enterprise:
        raise Refused("enterprise_needed", field="enterprise")
    found = registry.visible_enterprises(by).filter(code=given.enterprise).first()
    if found is None and roster.is_on_duty(by, now):  # who answers the night's calls logs them for every firm
        found = Enterprise.objects.filter(zone=by.zone_id, code=given.enterprise).first()
        if found is not None:
            return found, "duty_officer"
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=given.enterprise[:20])
    serves = registry.serves(by, found.pk)
    return found, "specialist" if serves else next(name for name in CAPACITIES if name in held - {Post.SPECIALIST})


def _door(given: RaiseInput, capacity: str) -> str:
    own = capacity == "enterprise"
    channel = given.channel or (Channel.API if own else Channel.PHONE)
    if channel not in (OWN_DOORS if own else STAFF_DOORS):
        raise Refused("channel_has_own_door", field="channel")
    return channel


def _occurred(given: RaiseInput, capacity: str, hours: int, now: datetime) -> datetime:
    occurred_at = given.occurred_at or now
    if occurred_at > now:
        raise Refused("in_the_future", field="occurred_at")
    if now - occurred_at > timedelta(hours=hours) and capacity != Post.OFFICE:
        raise Refused("backdate_needs_office", field="occurred_at", hours=hours)
    return occurred_at


def category_of(zone_id: int, code: str | None) -> Category | None:
    if not code:
        return None
    found = Category.objects.filter(zone=zone_id, code=code).first()
    if found is None:
        raise Refused("unknown_category", field="category", given=code[:20])
    return found


def _about(r: ServiceRequest, measure: str, zone_id: int, now: datetime) -> dict[str, Any]:
    """A question about a measure names it as it stands today, and is one of policy if nothing else is said (R-41)."""
    version = asked_about(zone_id, measure, day_of(now))
    r.category = r.category or Category.objects.filter(zone=zone_id, code=CATEGORY).first()
    return {"asks": as_fact(version)}


def _next_number(zone_id: int, now: datetime) -> str:
    year = now.astimezone(SHANGHAI).year
    counter = RequestCounter.objects.filter(zone=zone_id, year=year)
    if not counter.update(last=F("last") + 1):
        RequestCounter.objects.get_or_create(zone_id=zone_id, year=year)
        counter.update(last=F("last") + 1)
    return f"{year}-{counter.get().last:04d}"


def _enter(act: Act, facts: Mapping[str, Any]) -> None:
    r = act.request
    act.enter(
        "request.raised", content=r.text, channel=r.channel, enterprise=r.enterprise.code,
        category=r.category.code if r.category else None, urgent=r.urgent,
        need_by=iso(r.need_by),
        occurred_at=iso(r.occurred_at),
        **({"door": r.door_id} if r.door_id else {}),
        **leg_facts(act),
        **facts,
    )  # fmt: skip
    holder = act.holder()
    chief = registry.holders_of(Post.CHIEF, r.zone_id) if r.urgent else []
    if r.verified:
        act.tell("receipt", act.contacts(), specialist=holder[0].login if holder else None, due=iso(r.reply_due_at))
        act.tell("new_request", [*holder, *chief], enterprise=r.enterprise.code)
    else:  # a stranger must not be able to ring at every contact of a firm: they are told once a call has verified it
        act.tell("to_verify", [*holder, *chief], enterprise=r.enterprise.code)
    if r.status == Status.IN_HAND:
        act.enter("request.taken")
        if act.capacity == "duty_officer":
            ringing.answered_call(act)
    elif r.urgent:
        ringing.begin(act)
