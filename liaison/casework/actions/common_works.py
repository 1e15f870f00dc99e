"""共性事项: what several firms ask for becomes one work by somebody's decision, and stops being one (N6)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Department
from liaison.registry.policy import hold, policy
from liaison.rules import common as rules
from liaison.rules.deadlines import SHANGHAI
from liaison.rules.lifecycle import UNANSWERED, Channel, ClosedAs, Status
from liaison.rules.refusals import Refused

from .. import common, gripes
from ..acting import Act, acting_beside
from ..common_inputs import AlsoInput, CommonInput, DifferentInput, PartInput
from ..inputs import Nothing
from ..models import CommonPart, CommonWork, NotCommon, ServiceRequest
from .raising import begin

SERIES = "GX"  # 共性事项


def make_common(given: CommonInput, *, by: Account, now: datetime) -> CommonWork:
    """并为共性事项: one work, many replies; every request keeps its own state, clock, reply and confirmation.

    By chief or office, of two firms at least. Raises Refused: wrong_role, unknown_request, too_few_firms, in_common_work,
    not_for_common, unverified, unknown_department, external_department.
    """
    with record.transaction():
        capacity = registry.require(by, *common.DECIDERS)
        hold(by.zone_id)  # the number is the next of the zone, and no request comes into two works
        found = [_request(by, number) for number in dict.fromkeys(given.requests)]
        if len({one.enterprise_id for one in found}) < rules.FIRMS:
            raise Refused("too_few_firms", field="requests", least=rules.FIRMS)
        department = _department(by, given.department)
        work = CommonWork.objects.create(
            zone=by.zone, number=_next_number(by.zone_id, now), title=record.content(given.title), department=department,
            made_by=by, made_at=now,
        )  # fmt: skip
        for one in found:
            _join(work, one, by=by, now=now)
        _enter("common.made", work, by, capacity, now, content=work.title, requests=[one.number for one in found],
               for_department=department.code if department else None)  # fmt: skip
        return work


def add_part(number: str, given: PartInput, *, by: Account, now: datetime) -> CommonWork:
    """加一件. Raises Refused: wrong_role, common_over, unknown_request, in_common_work, not_for_common, unverified."""
    with _deciding(number, by=by, now=now) as (work, capacity):
        r = _request(by, given.request, field="request")
        _join(work, r, by=by, now=now)
        _enter("common.added", work, by, capacity, now, request=r.number)
    return work


def remove_part(number: str, given: PartInput, *, by: Account, now: datetime) -> CommonWork:
    """移出一件: it stands for itself again, as it is. Raises Refused: wrong_role, common_over, not_in_work."""
    with _deciding(number, by=by, now=now) as (work, capacity):
        part = _parts(work).filter(service_request__number=given.request).first()
        if part is None:
            raise Refused("not_in_work", field="request", given=given.request)
        _leave(part, work, by=by, now=now)
        _enter("common.removed", work, by, capacity, now, request=part.service_request.number)
    return work


def finish_common(number: str, given: Nothing, *, by: Account, now: datetime) -> CommonWork:
    """办结: every firm has its answer. Raises Refused: wrong_role, common_over, common_waits (how many have none)."""
    with _deciding(number, by=by, now=now) as (work, capacity):
        waiting = _parts(work).filter(service_request__status__in=sorted(UNANSWERED)).count()
        if waiting:
            raise Refused("common_waits", n=waiting)
        work.state, work.ended_at = CommonWork.DONE, now
        _enter("common.finished", work, by, capacity, now)
    return work


def dissolve_common(number: str, given: Nothing, *, by: Account, now: datetime) -> CommonWork:
    """拆开: it was no common matter; each request stands for itself again, as it is. Raises Refused: wrong_role, common_over."""
    with _deciding(number, by=by, now=now) as (work, capacity):
        for part in _parts(work):
            _leave(part, work, by=by, now=now)
        work.state, work.ended_at = CommonWork.DISSOLVED, now
        _enter("common.dissolved", work, by, capacity, now)
    return work


def call_different(given: DifferentInput, *, by: Account, now: datetime) -> list[str]:
    """不是一回事: not proposed together again; said twice it is said once. Returns the numbers from which it differs.

    Raises Refused: wrong_role, unknown_request, same_request.
    """
    with record.transaction():
        capacity = registry.require(by, *common.DECIDERS)
        hold(by.zone_id)
        one = _found(by, given.request, "request")
        others = [_found(by, number, "others") for number in dict.fromkeys(given.others)]
        if not others or one in others:
            raise Refused("same_request", field="others")
        for other in others:
            first, second = sorted((one, other), key=lambda r: r.pk)
            NotCommon.objects.get_or_create(one=first, other=second, defaults={"said_by": by, "said_at": now})
        record.append(
            "common.different", zone=by.zone.code, subject=one.number, actor=by.login, capacity=capacity, at=now,
            facts={"others": [other.number for other in others]},
        )  # fmt: skip
        return [other.number for other in others]


def common_from_gripe(pk: int, given: AlsoInput, *, by: Account, now: datetime) -> CommonWork:
    """An item of a session and the firms that said so too become one work: for each of them its words are raised as a request of
    its own, with its own clock. By chief or office. Raises Refused as `make_common`, and not_said_too; Http404.
    """
    with record.transaction():
        gripe = gripes.item(by, pk)
        capacity = registry.require(by, *common.DECIDERS)
        hold(by.zone_id)
        there = {one.code: one for one in gripes.said_so_too(gripe)}
        if strangers := [code for code in given.enterprises if code not in there]:
            raise Refused("not_said_too", field="enterprises", given=strangers[0])
        said, in_force = gripe.service_request, policy(by.zone, now)
        numbers = [said.number]
        for code in dict.fromkeys(given.enterprises):
            r = ServiceRequest(
                enterprise=there[code], category=said.category, channel=Channel.GROUP, raised_by=by, status=Status.RAISED,
                occurred_at=now,
            )  # fmt: skip
            begin(Act(r, by, capacity, now, in_force), said.text.text if said.text else "")
            numbers.append(r.number)
        wanted = CommonInput(title=given.title, requests=numbers, department=given.department)
        return make_common(wanted, by=by, now=now)


# --- what they share


@contextmanager
def _deciding(number: str, *, by: Account, now: datetime) -> Iterator[tuple[CommonWork, str]]:
    """The work, locked and open; saved at the end. The zone is held first: one decision on works at a time."""
    with record.transaction():
        common.number_for(by, number)
        capacity = registry.require(by, *common.DECIDERS)
        hold(by.zone_id)
        rows = CommonWork.objects.select_for_update(of=("self",)).select_related("zone", "title", "department")
        work = rows.get(zone=by.zone_id, number=number)
        if work.state != CommonWork.OPEN:
            raise Refused("common_over", number=work.number)
        yield work, capacity
        work.save(update_fields=["state", "ended_at"])


def _parts(work: CommonWork) -> Any:
    """Its requests in the order of their keys, the order in which all lock them."""
    return (
        CommonPart.objects.filter(work=work, left_at=None).select_related("service_request").order_by("service_request")
    )


def _found(by: Account, number: str, field: str) -> ServiceRequest:
    found = ServiceRequest.objects.filter(zone=by.zone_id, number=number).first()
    if found is None:
        raise Refused("unknown_request", field=field, given=number)
    return found


def _request(by: Account, number: str, field: str = "requests") -> ServiceRequest:
    """One that may come into a work."""
    r = _found(by, number, field)
    if not r.verified:
        raise Refused("unverified", field=field)
    if r.status in common.OUT or r.closed_as == ClosedAs.DUPLICATE:
        raise Refused("not_for_common", field=field, number=r.number)
    held = CommonPart.objects.filter(service_request=r, left_at=None).values_list("work__number", flat=True).first()
    if held:
        raise Refused("in_common_work", field=field, number=r.number, work=held)
    return r


def _department(by: Account, code: str | None) -> Department | None:
    if not code:
        return None
    found = registry.department(by.zone_id, code, field="department")
    if found.external:
        raise Refused("external_department", field="department", department=found.name)
    return found


def _join(work: CommonWork, r: ServiceRequest, *, by: Account, now: datetime) -> None:
    CommonPart.objects.create(work=work, service_request=r, joined_at=now)
    with acting_beside(r.pk, by=by, now=now) as act:
        act.capacity = registry.require(by, *common.DECIDERS)
        act.enter("common.joined", work=work.number)
        act.tell("common_joined", act.holder(), work=work.number)


def _leave(part: CommonPart, work: CommonWork, *, by: Account, now: datetime) -> None:
    part.left_at = now
    part.save(update_fields=["left_at"])
    with acting_beside(part.service_request_id, by=by, now=now) as act:
        act.capacity = registry.require(by, *common.DECIDERS)
        act.enter("common.left", work=work.number)


def _next_number(zone_id: int, now: datetime) -> str:
    """Under the zone's lock, and rows are never deleted: the last one of the year is the highest."""
    year = now.astimezone(SHANGHAI).year
    made = CommonWork.objects.filter(zone=zone_id, number__startswith=f"{SERIES}{year}-").order_by("-pk")
    last = made.values_list("number", flat=True).first()
    return f"{SERIES}{year}-{int(last.partition('-')[2]) + 1 if last else 1:04d}"


def _enter(kind: str, work: CommonWork, by: Account, capacity: str, now: datetime, **facts: Any) -> None:
    content = facts.pop("content", None)
    record.append(
        kind, zone=work.zone.code, subject=work.number, actor=by.login, capacity=capacity, at=now, facts=facts, content=content,
    )  # fmt: skip


def locked_parts(work: CommonWork, seen: Sequence[int]) -> list[ServiceRequest]:
    """Of its requests those that are seen, locked in the order of their keys: two who speak at once never wait crosswise."""
    keys = _parts(work).values("service_request")
    rows = ServiceRequest.objects.select_for_update(of=("self",)).filter(pk__in=keys).filter(pk__in=seen)
    return list(rows.order_by("pk"))
