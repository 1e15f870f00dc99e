"""上门服务 and 走访: a visit is promised, somebody arrives and leaves, with what came of it; or it does not take place (R-07)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from liaison import record
from liaison.record.models import Content
from liaison.registry import access as registry
from liaison.registry.access import ALL_ROWS, posts
from liaison.registry.models import Account, Assignment, Enterprise, Post
from liaison.registry.policy import policy
from liaison.rules import lifecycle
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import Channel
from liaison.rules.refusals import Refused

from .. import access, affairs
from ..acting import Act, acting, acting_beside, iso, save
from ..inputs import NoShowInput, Nothing, RaiseInput, VisitInput, VisitResultInput
from ..models import Visit
from .raising import raise_request

VISITORS = (Post.SPECIALIST, Post.CHIEF, Post.OFFICE)


def visible(actor: Account) -> QuerySet[Visit]:
    """All for chief, leaders and office; his own and those at his firms for a specialist; a firm those at its door."""
    rows = Visit.objects.filter(zone=actor.zone_id)
    if posts(actor) & ALL_ROWS:
        return rows
    mine = Q(visitor=actor)
    if Post.SPECIALIST in posts(actor):
        mine |= Q(enterprise__in=Assignment.objects.filter(registry.serving(actor)).values("enterprise"))
    if registry.acts_for_enterprise(actor):
        mine |= Q(enterprise=actor.enterprise_id)
    return rows.filter(mine)


def promise_visit(given: VisitInput, *, by: Account, now: datetime) -> Visit:
    """约定上门: for a request within a working day, of an urgent one the same day; for a firm at any time to come.

    Until when one was owed is kept with the visit; a later one is possible and stays late. The firm is told.
    Raises Refused: wrong_role, wrong_status, unverified, visit_of_what, unknown_enterprise, visit_time_needed, date_passed;
    Http404.
    """
    with record.transaction():
        if given.promised_at is None:
            raise Refused("visit_time_needed", field="promised_at")
        if given.promised_at < now.replace(second=0, microsecond=0):
            raise Refused("date_passed", field="promised_at")
        if given.request:
            with acting(_request_of(given.request, by), "visit", by=by, now=now) as act:
                return _promised(_Doing(_at(act, by), act, by, now, act.capacity), given.promised_at)
        firm, capacity = _firm(given, by)
        visit = Visit(zone_id=by.zone_id, enterprise=firm, visitor=_visitor(firm, by), promised_by=by, made_at=now)
        return _promised(_Doing(visit, None, by, now, capacity), given.promised_at)


def log_visit(given: VisitInput, *, by: Account, now: datetime) -> Visit:
    """走访记录: a visit as it was, now or some hours ago, with what was found; with `raises` that becomes a request.

    Raises Refused: wrong_role, visit_of_what, unknown_enterprise, result_needed, in_the_future, backdate_needs_office, and those
    of raising; Http404.
    """
    with record.transaction():
        if not given.result:
            raise Refused("result_needed", field="result")
        arrived_at = _arrived(given, by, now)
        if given.request:
            with acting(_request_of(given.request, by), "visit", by=by, now=now) as act:
                return _logged(_Doing(_at(act, by), act, by, now, act.capacity), given.result, arrived_at)
        firm, capacity = _firm(given, by)
        visit = Visit(zone_id=by.zone_id, enterprise=firm, visitor=by, promised_by=by, made_at=now)
        _logged(_Doing(visit, None, by, now, capacity), given.result, arrived_at)
        if given.raises:
            raised = RaiseInput(
                text=given.result, enterprise=firm.code, channel=Channel.VISIT.value, occurred_at=arrived_at
            )
            visit.service_request = raise_request(raised, by=by, now=now)
            visit.save(update_fields=["service_request"])
        return visit


def arrive(pk: int, given: Nothing, *, by: Account, now: datetime) -> Visit:
    """到了. Raises Refused: wrong_role, visit_over, arrived_before; Http404."""
    with _doing(pk, by, now) as doing:
        visit = doing.visit
        if visit.arrived_at:
            raise Refused("arrived_before")
        visit.arrived_at = now
        late = any(is_late(now, until) for until in (visit.promised_at, visit.due_at) if until)
        doing.enter("visit.arrived", late=late)
        return visit


def leave_visit(pk: int, given: VisitResultInput, *, by: Account, now: datetime) -> Visit:
    """离开, with what came of it. Raises Refused: wrong_role, visit_over, not_arrived; Http404."""
    with _doing(pk, by, now) as doing:
        if doing.visit.arrived_at is None:
            raise Refused("not_arrived")
        doing.visit.left_at, doing.visit.result = now, record.content(given.result)
        doing.enter("visit.left", content=doing.visit.result)
        return doing.visit


def no_show(pk: int, given: NoShowInput, *, by: Account, now: datetime) -> Visit:
    """没有成行: the visitor did not come, nobody was there, or it is called off. That he did not come the firm may say too.

    Raises Refused: wrong_role, visit_over, arrived_before, visit_to_come; Http404.
    """
    with _doing(pk, by, now, firm_may=given.who == "visitor") as doing:
        visit = doing.visit
        if visit.arrived_at:
            raise Refused("arrived_before")
        if given.who != "called_off" and visit.promised_at and visit.promised_at > now:
            raise Refused("visit_to_come", field="who")
        visit.no_show, visit.no_show_at = given.who, now
        doing.enter("visit.no_show", content=record.content(given.reason) if given.reason else None, missing=given.who)
        doing.tell_of_no_show(given.who)
        return visit


def call_off_all(code: str, reason: str, *, by: Account, now: datetime) -> None:
    """The firm leaves the zone: visits still to come are called off. Raises Refused: visit_under_way, if somebody is there."""
    open_ones = Visit.objects.filter(zone=by.zone_id, enterprise__code=code, left_at=None, no_show="")
    for visit in open_ones.order_by("pk"):
        if visit.arrived_at:
            raise Refused("visit_under_way")
        no_show(visit.pk, NoShowInput(who="called_off", reason=reason), by=by, now=now)


# --- one thing that happens to a visit


@dataclass
class _Doing:
    visit: Visit
    act: Act | None  # of the request for which the visit is; without one it stands on the firm's page
    by: Account
    now: datetime
    capacity: str
    entry: Any = None

    def enter(self, kind: str, *, content: Content | None = None, **facts: Any) -> None:
        told = {"visit": self.visit.pk, "officer": self.visit.visitor.login, "at": iso(self.visit.promised_at), **facts}
        if self.act:
            self.entry = self.act.enter(kind, content=content, **told)
            return
        self.entry = record.append(
            kind, zone=self.by.zone.code, subject=self.visit.enterprise.code, actor=self.by.login, capacity=self.capacity,
            at=self.now, facts=told, content=content,
        )  # fmt: skip

    def tell_of_no_show(self, who: str) -> None:
        visitor, at = self.visit.visitor, iso(self.visit.promised_at)
        if act := self.act:
            people = [*act.contacts(), *act.holder(), visitor]
            act.tell("visit_no_show", people, cause=who, holder=visitor.login, after=at)
            return
        people = [*registry.contacts_of(self.visit.enterprise_id), visitor]
        affairs.tell(self.entry, "visit_off", people, by=self.by, now=self.now, holder=visitor.login, at=at)


@contextmanager
def _doing(pk: int, by: Account, now: datetime, *, firm_may: bool = False) -> Iterator[_Doing]:
    """Lock the visit, behind its request if it has one, and judge who acts; the row is saved at the end."""
    with record.transaction():
        home = visible(by).filter(pk=pk).values_list("service_request", flat=True)
        if not home:
            raise Http404
        if home[0] is None:
            yield from _kept(pk, None, by, now, firm_may)
            return
        with acting_beside(home[0], by=by, now=now) as act:
            yield from _kept(pk, act, by, now, firm_may)
            save(act.request)


def _kept(pk: int, act: Act | None, by: Account, now: datetime, firm_may: bool) -> Iterator[_Doing]:
    rows = Visit.objects.select_for_update(of=("self",)).select_related("visitor", "enterprise", "zone")
    visit = rows.get(pk=pk)
    capacity = _capacity(visit, act, by, firm_may)
    if act:
        act.capacity = capacity
    if visit.left_at or visit.no_show:
        raise Refused("visit_over")
    yield _Doing(visit, act, by, now, capacity)
    visit.save()


def _capacity(visit: Visit, act: Act | None, by: Account, firm_may: bool) -> str:
    if registry.acts_for_enterprise(by):
        if not firm_may:
            raise Refused("wrong_role")
        return "enterprise"
    if act:
        return lifecycle.capacity_for("visit", act.held)
    if visit.visitor_id == by.pk or registry.serves(by, visit.enterprise_id):
        return "specialist"
    return registry.require(by, Post.CHIEF, Post.OFFICE)


# --- shared


def _request_of(number: str, by: Account) -> int:
    found = access.visible(by).filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return found


def _at(act: Act, by: Account) -> Visit:
    r = act.request
    due_at = act.policy.same_day_due(act.now) if r.urgent else act.policy.due("visit", act.now)
    return Visit(
        zone_id=r.zone_id, enterprise=r.enterprise, service_request=r, promised_by=by, made_at=act.now, due_at=due_at,
        visitor=(act.specialist or by) if act.capacity == Post.OFFICE else by,
    )  # fmt: skip


def _firm(given: VisitInput, by: Account) -> tuple[Enterprise, str]:
    if not given.enterprise:
        raise Refused("visit_of_what", field="enterprise")
    held = posts(by)
    if not held & set(VISITORS):
        raise Refused("wrong_role")
    firm = registry.visible_enterprises(by).filter(code=given.enterprise).first()
    if firm is None:
        raise Refused("unknown_enterprise", field="enterprise", given=given.enterprise[:20])
    return firm, "specialist" if registry.serves(by, firm.pk) else registry.require(by, Post.CHIEF, Post.OFFICE)


def _visitor(firm: Enterprise, by: Account) -> Account:
    """Whoever promises comes himself; the office promises for the specialist."""
    return (registry.specialist_of(firm.pk) or by) if posts(by) & {Post.OFFICE} else by


def _arrived(given: VisitInput, by: Account, now: datetime) -> datetime:
    arrived_at = given.arrived_at or now
    if arrived_at > now:
        raise Refused("in_the_future", field="arrived_at")
    hours = policy(by.zone, now).days("backdate_hours")
    if now - arrived_at > timedelta(hours=hours) and Post.OFFICE not in posts(by):
        raise Refused("backdate_needs_office", field="arrived_at", hours=hours)
    return arrived_at


def _promised(doing: _Doing, promised_at: datetime) -> Visit:
    visit, act = doing.visit, doing.act
    visit.promised_at = promised_at
    visit.save()
    doing.enter("visit.promised", due_at=iso(visit.due_at))
    at = iso(promised_at)
    if act:
        act.tell("visit_promised", [*act.contacts(), visit.visitor], holder=visit.visitor.login, after=at)
    else:
        people = [*registry.contacts_of(visit.enterprise_id), visit.visitor]
        firm = visit.enterprise.code
        affairs.tell(
            doing.entry,
            "visit_announced",
            people,
            by=doing.by,
            now=doing.now,
            holder=visit.visitor.login,
            at=at,
            enterprise=firm,
        )
    return visit


def _logged(doing: _Doing, result: str, arrived_at: datetime) -> Visit:
    visit = doing.visit
    visit.visitor, visit.arrived_at, visit.left_at = doing.by, arrived_at, doing.now
    visit.result = record.content(result)
    visit.save()
    doing.enter("visit.logged", content=visit.result)
    return visit
