"""防打击报复 (security 7.6): the figures of a firm before and after its specialist was replaced, and what they set off.

Read by discipline alone, and never by one who serves or served the firm himself. The record keeps of it, in the audit chain,
that there is a watch and of what kind an alarm was: neither firm nor person, so that no reader of a log learns of a vote.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from liaison import record
from liaison.casework.models import ServiceRequest, Summons
from liaison.notices import outbox
from liaison.record.models import Entry
from liaison.record.reading import of_kinds
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Department, Post
from liaison.registry.policy import Policy, policy
from liaison.rules import watch as rules
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import UNANSWERED, Status

from .models import Alarm, Replacement, Watch

CLOCK = "system"
LOOK = "firm.look_refused"  # entered by `actions.knocking`
EVERY = timedelta(days=1)  # how often the clock looks at each of them
OTHERS_READ = 2000  # so many replies to other firms, the latest, say how a department answers others


def begin(replacement: Replacement, *, now: datetime) -> Watch:
    """A firm whose specialist was replaced is watched over for 180 days (policy value), whatever made it so.

    Called in the transaction of the replacement.
    """
    zone = replacement.zone
    days = policy(zone, now).days("watch")
    watch = Watch.objects.create(
        zone=zone, enterprise_id=replacement.enterprise_id, replacement=replacement, replaced_id=replacement.old_id,
        since=now, until=now + timedelta(days=days),
    )  # fmt: skip
    _enter("watch.began", watch, now, days=days)
    return watch


def _enter(kind: str, watch: Watch, now: datetime, **facts: Any) -> Entry:
    return record.append(
        kind, chain=record.AUDIT, zone=watch.zone.code, subject=f"watch-{watch.pk}", actor="", capacity=CLOCK, at=now,
        facts=facts,
    )  # fmt: skip


# --- who sees them ---


def reads(actor: Account) -> bool:
    return Post.DISCIPLINE in registry.posts(actor)


def not_own(actor: Account) -> Q:
    """Nobody sees a watch or a complaint of a firm that he serves or has ever served, the chief's own included."""
    served = Assignment.objects.filter(Q(specialist=actor) | Q(stand_in=actor), enterprise=OuterRef("enterprise"))
    return ~Q(Exists(served))


def visible(actor: Account) -> QuerySet[Watch]:
    rows = Watch.objects.filter(zone=actor.zone_id)
    return rows.filter(not_own(actor)).exclude(replaced=actor) if reads(actor) else rows.none()


def one(actor: Account, pk: int) -> Watch:
    """Raises Http404 for everybody whom it does not concern."""
    found = visible(actor).select_related("zone", "enterprise", "replaced").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def to_tell(enterprise_id: int, zone_id: int) -> list[Account]:
    """Discipline, without those whose own matter it would be."""
    own = Assignment.objects.filter(enterprise=enterprise_id).values_list("specialist", "stand_in")
    near = {pk for pair in own for pk in pair}
    return [one for one in registry.holders_of(Post.DISCIPLINE, zone_id) if one.pk not in near]


# --- the figures ---


@dataclass(frozen=True)
class OfDepartment:
    department: Department
    before: rules.Pace
    after: rules.Pace
    others: rules.Pace  # how it answers other firms, from the replacement on

    @property
    def slower(self) -> bool:
        return rules.is_slower(self.before, self.after, self.others)


@dataclass(frozen=True)
class Figures:
    """A watch as it stands: the time after the replacement beside as long a time before it."""

    departments: list[OfDepartment]
    raised: tuple[int, int]  # requests before and after
    refused: tuple[list[tuple[str, str]], list[tuple[str, str]]]  # number and how, before and after
    stalled: list[tuple[str, int]]  # number, working days without a move
    looks: dict[str, int]  # what the replaced one asked for and did not get


def figures(watch: Watch, in_force: Policy) -> Figures:
    """Count again from the rows; six statements whatever the firm has."""
    end = min(in_force.now, watch.until)
    first = watch.since - (watch.until - watch.since)
    summonses = _summonses(first, end).filter(service_request__enterprise=watch.enterprise_id)
    rows = list(summonses)
    requests = list(
        ServiceRequest.objects.filter(enterprise=watch.enterprise_id, moved_at__gte=first, raised_at__lt=end)
        .only("number", "status", "raised_at", "moved_at", "lamp_due_at").order_by("pk")
    )  # fmt: skip
    return Figures(
        departments=_departments(watch, rows, end, in_force),
        raised=(
            sum(first <= one.raised_at < watch.since for one in requests),
            sum(one.raised_at >= watch.since for one in requests),
        ),
        refused=_refused(watch, rows, [one.number for one in requests], first, end),
        stalled=_stalled(requests, end, in_force),
        looks=_looks(watch, [one.number for one in requests], end),
    )  # fmt: skip


def _summonses(first: datetime, end: datetime) -> QuerySet[Summons]:
    read = ("department", "service_request", "sent_at", "due_at", "replied_at", "released_at", "declined_at", "status", "department__code",
            "department__name_zh", "department__name_en", "service_request__number")  # fmt: skip
    return (
        Summons.objects.filter(sent_at__gte=first, sent_at__lt=end)
        .select_related("department", "service_request")
        .order_by("pk")
        .only(*read)
    )


def _departments(watch: Watch, rows: Sequence[Summons], end: datetime, in_force: Policy) -> list[OfDepartment]:
    called = {row.department_id: row.department for row in rows}
    elsewhere = _summonses(watch.since, end).filter(department__in=called, zone=watch.zone_id)
    elsewhere = elsewhere.exclude(service_request__enterprise=watch.enterprise_id)
    others = _by_department(elsewhere.order_by("-pk")[:OTHERS_READ], end, in_force)
    found = []
    for code, asked in sorted(_by_department(rows, end, in_force).items()):
        before, after = rules.split(asked, watch.since)
        department = next(one for one in called.values() if one.code == code)
        found.append(OfDepartment(department, rules.pace(before), rules.pace(after), rules.pace(others[code])))
    return found


def _by_department(rows: Iterable[Summons], end: datetime, in_force: Policy) -> dict[str, list[rules.Asked]]:
    """Replies, and what has been awaited beyond its date; what was declined or let go in time is neither."""
    found: dict[str, list[rules.Asked]] = defaultdict(list)
    for row in rows:
        over = next((at for at in (row.replied_at, row.released_at) if at and at <= end), end)
        late = row.due_at is not None and is_late(over, row.due_at)
        if late or (row.replied_at and row.replied_at <= end):
            days = rules.days_taken(row.sent_at, over, in_force.calendar)
            found[row.department.code].append(rules.Asked(row.department.code, row.sent_at, days, late))
    return found


Refusals = list[tuple[str, str]]


def _refused(
    watch: Watch, rows: Sequence[Summons], numbers: list[str], first: datetime, end: datetime
) -> tuple[Refusals, Refusals]:
    found = [(row.declined_at, row.service_request.number, "declined") for row in rows if row.declined_at]
    out = of_kinds(watch.zone.code, numbers, ["request.scope_declined"])
    found += [(one.at, one.subject, Status.OUT_OF_SCOPE.value) for one in out]
    before: Refusals = []
    after: Refusals = []
    for at, number, how in sorted(found):
        if first <= at < end:
            (before if at < watch.since else after).append((number, how))
    return before, after


def _stalled(requests: Sequence[ServiceRequest], end: datetime, in_force: Policy) -> list[tuple[str, int]]:
    return [
        (one.number, rules.days_taken(one.moved_at, end, in_force.calendar))
        for one in requests
        if one.status in UNANSWERED and rules.is_stalled(one.moved_at, one.lamp_due_at, end, in_force.calendar)
    ]


def _looks(watch: Watch, numbers: list[str], end: datetime) -> dict[str, int]:
    """What the one who was replaced asked for since then: he sees nothing of it, and the audit chain keeps that he asked."""
    tried = Entry.objects.filter(
        chain=f"{watch.zone.code}/{record.AUDIT}", subject__in=[watch.enterprise.code, *numbers], kind=LOOK,
        actor=watch.replaced.login, at__gte=watch.since, at__lt=end,
    )  # fmt: skip
    found: dict[str, int] = defaultdict(int)
    for subject in tried.order_by("seq").values_list("subject", flat=True):
        found[subject] += 1
    return dict(found)


# --- by the clock ---


def turn(now: datetime) -> None:
    """Once a day each watch is counted; what is new sets off an alarm, once, and discipline is told. The last look is at its end."""
    due = Watch.objects.filter(Q(looked_at=None) | Q(looked_at__lte=now - EVERY, looked_at__lt=F("until")))
    for pk in due.order_by("pk").values_list("pk", flat=True):
        with record.transaction():
            rows = Watch.objects.select_for_update(of=("self",)).select_related("zone", "enterprise", "replaced")
            watch = rows.get(pk=pk)
            if watch.looked_at is None or watch.looked_at <= now - EVERY:
                look(watch, now)


def look(watch: Watch, now: datetime) -> list[Alarm]:
    """Count one watch and keep what is new; the row is locked by the caller."""
    known = set(watch.alarms.values_list("kind", "subject"))
    seen = figures(watch, policy(watch.zone, now))
    fresh = [
        Alarm(watch=watch, kind=kind, subject=subject, facts=facts, at=now)
        for kind, subject, facts in _signs(seen)
        if (kind, subject) not in known
    ]
    Alarm.objects.bulk_create(fresh)
    watch.looked_at = now
    watch.save(update_fields=["looked_at"])
    if fresh:
        entry = _enter("watch.alarmed", watch, now, kinds=sorted(one.kind for one in fresh))
        told = to_tell(watch.enterprise_id, watch.zone_id)
        outbox.queue(entry, "watch_alarm", told, now=now, watch=watch.pk)
    return fresh


def _signs(seen: Figures) -> list[tuple[str, str, dict[str, object]]]:
    """What is worth an alarm, each under the name it is told once by."""
    signs: list[tuple[str, str, dict[str, object]]] = []
    for row in seen.departments:
        if row.slower:
            facts: dict[str, object] = {"before": row.before.median_days, "after": row.after.median_days}
            signs.append((rules.SLOWER, row.department.code, {**facts, "others": row.others.median_days}))
    signs += [(rules.LOOKED, subject, {"times": times}) for subject, times in seen.looks.items()]
    refused = dict(seen.refused[1])
    signs += [(rules.REFUSED, number, {"how": how}) for number, how in refused.items()]
    signs += [(rules.STALLED, number, {"quiet_days": days}) for number, days in seen.stalled]
    return signs
