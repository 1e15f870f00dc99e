"""The frame of every act on a finding: lock, judge, change, append to the audit chain, tell (R-46).

The readers of its entries are the person concerned, personnel and discipline; nothing of it stands in the business chain.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404

from liaison import record
from liaison.notices import outbox
from liaison.record.models import Content, Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy, policy
from liaison.rules import findings as rules
from liaison.rules.refusals import Refused

from . import findings
from .models import EffortFinding, PanelSeat

CLOCK = "system"
CONCERNED = "concerned"  # the capacity of the person whom it is about
POSTS = {rules.PERSONNEL: Post.PERSONNEL, rules.DISCIPLINE: Post.DISCIPLINE}


@dataclass
class FindingAct:
    found: EffortFinding
    by: Account | None
    capacity: str
    in_force: Policy

    @property
    def now(self) -> datetime:
        return self.in_force.now

    def others(self, people: Iterable[Account]) -> list[Account]:
        """Who is told of it: nobody of what he did himself, and never the person whom it is about."""
        told = {one.pk: one for one in people if one.is_active and one not in (self.by, self.found.specialist)}
        return list(told.values())

    def about(self, **params: Any) -> dict[str, Any]:
        """What every notice of it carries."""
        return {"now": self.now, "finding": self.found.pk, **params}

    def seats(self) -> list[PanelSeat]:
        rows = PanelSeat.objects.filter(finding=self.found, stepped_out_at=None).select_related("account")
        return list(rows.select_related("reasons").order_by("-part"))


def _enter(kind: str, act: FindingAct, content: Content | None = None, **facts: Any) -> Entry:
    return record.append(
        kind, chain=record.AUDIT, zone=act.found.zone.code, subject=f"finding-{act.found.pk}",
        actor=act.by.login if act.by else "", capacity=act.capacity, at=act.now, facts=facts, content=content,
    )  # fmt: skip


def tell_person(act: FindingAct, entry: Entry) -> None:
    """The one notice the person ever gets of it: please come and take a paper."""
    if act.found.specialist.is_active:
        outbox.queue(entry, "finding_paper", [act.found.specialist], now=act.now, own_finding=act.found.pk)


@contextmanager
def acting_on(pk: int, *parts: str, by: Account, now: datetime) -> Iterator[FindingAct]:
    """Locked first, judged second: by a member of one of these posts who has not stepped out, or by the person concerned.

    Raises Http404, Refused: own_matter, wrong_role, in_conflict, passed_up.
    """
    with record.transaction():
        rows = findings.visible(by).select_for_update(of=("self",)).select_related("zone", "specialist", "replacement")
        found = rows.filter(pk=pk).first()
        if found is None:
            raise Http404
        capacity = _capacity(found, by, parts)
        if found.passed_up_at:
            raise Refused("passed_up")
        yield FindingAct(found, by, capacity, policy(found.zone, now))
        found.save()


def _capacity(found: EffortFinding, by: Account, parts: tuple[str, ...]) -> str:
    held = registry.posts(by)
    if CONCERNED in parts:
        if found.specialist_id != by.pk:
            raise Refused("wrong_role")
        return CONCERNED
    part = next((one for one in parts if POSTS[one] in held), None)
    if part is None:
        raise Refused("wrong_role")
    if found.specialist_id == by.pk:
        raise Refused("own_matter")
    if PanelSeat.objects.filter(finding=found, account=by, conflict__isnull=False).exists():
        raise Refused("in_conflict")
    return part


def must_be_open(act: FindingAct) -> None:
    if act.found.decided_at:
        raise Refused("finding_decided")
