from datetime import datetime, timedelta

from django.db.models import F

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Category, Enterprise, Post
from liaison.registry.policy import policy
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.lifecycle import CAPACITIES, Channel, Status
from liaison.rules.refusals import Refused

from ..acting import Act, iso, leg_facts, save, start_clock
from ..inputs import RaiseInput
from ..models import RequestCounter, ServiceRequest

# Doors through which each capacity brings a request; group, gripe and QR have doors of their own.
OWN_DOORS = frozenset({Channel.WEB, Channel.API})
STAFF_DOORS = frozenset({Channel.PHONE, Channel.VISIT, Channel.LETTER, Channel.HOTLINE, Channel.API})
FIRST_CONTACT = frozenset({Channel.PHONE, Channel.VISIT})  # logging a call is raise + take


def raise_request(given: RaiseInput, *, by: Account, now: datetime) -> ServiceRequest:
    """提诉求: a firm's need gets its number, its clock and its holder (R-07, R-11, R-15, R-29).

    The clock runs from the call itself (`occurred_at`), not from its logging. A missing calendar year never refuses: the due
    time stays open. Raises Refused: wrong_role, enterprise_needed, unknown_enterprise, unknown_category, channel_has_own_door,
    in_the_future, backdate_needs_office, need_by_passed.
    """
    with record.transaction():
        enterprise, capacity = _for_whom(given, by)
        channel = _door(given, capacity)
        in_force = policy(by.zone, now)
        occurred_at = _occurred(given, capacity, in_force.days("backdate_hours"), now)
        if given.need_by and given.need_by < occurred_at:
            raise Refused("need_by_passed", field="need_by")
        in_hand = capacity in ("specialist", "chief") and channel in FIRST_CONTACT
        category = _category(given, by)
        r = ServiceRequest(
            zone=by.zone, enterprise=enterprise, category=category, channel=channel, text=record.content(given.text),
            urgent=given.urgent, need_by=given.need_by, raised_by=by, status=Status.IN_HAND if in_hand else Status.RAISED,
            occurred_at=occurred_at, raised_at=now, moved_at=now, number=_next_number(by.zone_id, now),
        )  # fmt: skip
        act = Act(r, by, capacity, now, in_force)
        start_clock(act, occurred_at)
        save(r)
        _enter(act)
        return r


def _for_whom(given: RaiseInput, by: Account) -> tuple[Enterprise, str]:
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
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=given.enterprise[:20])
    serves = Post.SPECIALIST in held and by == registry.specialist_of(found.pk)
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


def _category(given: RaiseInput, by: Account) -> Category | None:
    if not given.category:
        return None
    found = Category.objects.filter(zone=by.zone_id, code=given.category).first()
    if found is None:
        raise Refused("unknown_category", field="category", given=given.category[:20])
    return found


def _next_number(zone_id: int, now: datetime) -> str:
    year = now.astimezone(SHANGHAI).year
    counter = RequestCounter.objects.filter(zone=zone_id, year=year)
    if not counter.update(last=F("last") + 1):
        RequestCounter.objects.get_or_create(zone_id=zone_id, year=year)
        counter.update(last=F("last") + 1)
    return f"{year}-{counter.get().last:04d}"


def _enter(act: Act) -> None:
    r = act.request
    act.enter(
        "request.raised", content=r.text, channel=r.channel, enterprise=r.enterprise.code,
        category=r.category.code if r.category else None, urgent=r.urgent,
        need_by=iso(r.need_by),
        occurred_at=iso(r.occurred_at),
        **leg_facts(act),
    )  # fmt: skip
    holder = act.holder()
    act.tell("receipt", act.contacts(), specialist=holder[0].login if holder else None, due=iso(r.reply_due_at))
    chief = registry.holders_of(Post.CHIEF, r.zone_id) if r.urgent else []
    act.tell("new_request", [*holder, *chief], enterprise=r.enterprise.code)
    if r.status == Status.IN_HAND:
        act.enter("request.taken")
