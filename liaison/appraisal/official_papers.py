"""Formal papers of appraisal (H3): who may draw up which, its number, and who took it out when.

The replacement notice is the office's, hearing notice and decision are personnel's; nobody draws up a paper about himself.
The words are made of the rows each time by `papers.appraisal_papers`; nothing of a vote is read for them.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from liaison import record
from liaison.registry.access import posts, require
from liaison.registry.models import Account, Post
from liaison.registry.policy import hold
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from .models import EffortFinding, Paper, Replacement

REPLACEMENT, HEARING, DECISION = KINDS = ("replacement", "hearing", "decision")
# kind -> whose post it is, the letters of its series: 发文字号
OWNER = {REPLACEMENT: Post.OFFICE, HEARING: Post.PERSONNEL, DECISION: Post.PERSONNEL}
SERIES = {REPLACEMENT: "专调", HEARING: "听取", DECISION: "认定"}
SHOWN = 50


@dataclass(frozen=True)
class Drawn:
    paper: Paper
    about: Replacement | EffortFinding


def may(by: Account, kind: str) -> bool:
    return kind in OWNER and OWNER[kind] in posts(by)


def listed(by: Account) -> list[Paper]:
    """The newest of those that are his to draw up; one statement for each of his posts."""
    found: list[Paper] = []
    for kinds, post in (((REPLACEMENT,), Post.OFFICE), ((HEARING, DECISION), Post.PERSONNEL)):
        if post in posts(by):
            rows = Paper.objects.filter(zone=by.zone_id, kind__in=kinds).exclude(subject__in=_own(by, post))
            found += rows.select_related("drawn_by").order_by("-pk")[:SHOWN]
    return sorted(found, key=lambda one: -one.pk)[:SHOWN]


def _own(by: Account, post: str) -> list[str]:
    rows: QuerySet[Replacement] | QuerySet[EffortFinding] = (
        Replacement.objects.filter(old=by) if post == Post.OFFICE else EffortFinding.objects.filter(specialist=by)
    )
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def draw(kind: str, pk: int, *, by: Account, now: datetime) -> Drawn:
    """Take a paper out: the first time it gets its number, each time it is counted and entered.

    Raises Http404 for what this person may not know of, Refused: wrong_role, paper_not_ready.
    """
    if not may(by, kind):
        raise Http404
    with record.transaction():
        hold(by.zone_id)  # the number is the next of its series, and a second click waits here
        about = _about(kind, pk, by)
        if not _is_ready(kind, about):
            raise Refused("paper_not_ready")
        paper, is_new = Paper.objects.get_or_create(
            zone_id=by.zone_id, kind=kind, subject=str(pk),
            defaults={"number": _next_number(by.zone_id, kind, now), "drawn_by": by, "drawn_at": now},
        )  # fmt: skip
        paper.prints += 1
        paper.save(update_fields=["prints"])
        if is_new:
            _enter("paper.drawn", paper, by, now)
        _enter("paper.printed", paper, by, now)
        return Drawn(paper, about)


def _about(kind: str, pk: int, by: Account) -> Replacement | EffortFinding:
    found: Replacement | EffortFinding | None
    if kind == REPLACEMENT:
        served = Replacement.objects.filter(zone=by.zone_id, pk=pk).exclude(old=by)
        found = served.select_related("zone", "enterprise", "old__department", "new__department").first()
    else:
        findings = EffortFinding.objects.filter(zone=by.zone_id, pk=pk, passed_up_at=None).exclude(specialist=by)
        found = findings.select_related("zone", "specialist__department", "reasons").first()
    if found is None:
        raise Http404
    return found


def _is_ready(kind: str, about: Replacement | EffortFinding) -> bool:
    """A paper says what has been done or set, never what may come."""
    if isinstance(about, Replacement):
        return about.done_at is not None
    return (about.hearing_at if kind == HEARING else about.decided_at) is not None


def _next_number(zone_id: int, kind: str, now: datetime) -> str:
    """专调〔2020〕1号. Under the zone's lock; papers are never deleted, so the last one of the year is the highest."""
    begins = f"{SERIES[kind]}〔{day_of(now).year}〕"
    last = (
        Paper.objects.filter(zone=zone_id, number__startswith=begins)
        .order_by("-pk")
        .values_list("number", flat=True)
        .first()
    )
    return f"{begins}{int(last.removeprefix(begins).removesuffix('号')) + 1 if last else 1}号"


def _enter(kind: str, paper: Paper, by: Account, now: datetime) -> None:
    record.append(
        kind, chain=record.AUDIT, zone=by.zone.code, subject=paper.number, actor=by.login,
        capacity=require(by, OWNER[paper.kind]), at=now, facts={"kind": paper.kind, "print": paper.prints},
    )  # fmt: skip
