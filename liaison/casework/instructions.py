"""批示与督办, the read side: who sees which, who owes an answer, and the list of them (R-22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment, Post, in_language
from liaison.registry.policy import Policy
from liaison.rules import lamps
from liaison.rules.lifecycle import Status
from liaison.rules.refusals import Refused

from . import access
from .keyset import Key, behind, counter, or_never
from .models import Instruction

OPEN, ANSWERED, CLOSED, EVERY = LISTS = (*Instruction.STATES, "all")
SPECIALIST = "specialist"  # stands where a department's code would: the answer is the specialist's to give
PAGE = 25
OWED_SHOWN = 5
BESIDE = ("text", "department", "by", "answer")
ON_DESK = (
    "number", "service_request__number", "service_request__enterprise__name_zh", "service_request__enterprise__name_en",
    "service_request__enterprise__code", "text__text", "department__code", "department__name_zh", "department__name_en",
    "by__name_zh", "by__name_en", "at", "due_at", "state", "answered_at", "answer__text",
)  # fmt: skip


def capacity_to_answer(order: Instruction, how: access.Standing | None, specialist: Account | None) -> str:
    """In which capacity a person who stands so to the request answers. Raises Refused: wrong_role.

    A department keeps owing it after its summons has ended; without a specialist the chief holds the request.
    """
    if how is not None:
        if order.department_id is not None:
            if how.department_id == order.department_id:
                return "department"
        elif "specialist" in how.held:
            return "specialist"
        elif specialist is None and Post.CHIEF in how.held:
            return str(Post.CHIEF)
    raise Refused("wrong_role")


def visible(actor: Account) -> QuerySet[Instruction]:
    """All for those who see all requests; otherwise those to one's department, and on the firms one serves. Firms see none."""
    rows, how = Instruction.objects.filter(zone=actor.zone_id), access.sight(actor)
    if how.all_rows:
        return rows
    mine = Q(department=actor.department_id) if how.department else Q(pk=None)
    if how.specialist:
        served = Assignment.objects.filter(registry.serving(actor))
        mine |= Q(service_request__enterprise__in=served.values("enterprise"))
    return rows.filter(mine)


def one(actor: Account, pk: int) -> Instruction:
    """Raises Http404 for what this person may not see."""
    rows = visible(actor).select_related("service_request__enterprise", "service_request__text", *BESIDE)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def dressed(found: QuerySet[Instruction]) -> QuerySet[Instruction]:
    return found.select_related("service_request__enterprise", *BESIDE).only(*ON_DESK)


def reads(actor: Account) -> bool:
    """Whether the list concerns this person at all."""
    how = access.sight(actor)
    return how.all_rows or how.department or how.specialist


def lamp_of(order: Instruction, horizon: lamps.Horizon) -> str:
    """Open: by its date, as any promise; once answered, done."""
    return lamps.lamp_of(Status.IN_HAND if order.state == OPEN else Status.CLOSED, order.due_at, horizon)


def lamp_is(lamp: str, horizon: lamps.Horizon) -> Q:
    """The same rule as a condition."""
    late, soon = Q(due_at__lt=horizon.now), Q(due_at__gte=horizon.now, due_at__lte=horizon.soon)
    if lamp == lamps.DONE:
        return ~Q(state=OPEN)
    beyond = Q(due_at=None) | Q(due_at__gt=horizon.soon)
    return Q(state=OPEN) & {lamps.OVERDUE: late, lamps.DUE_SOON: soon, lamps.NORMAL: beyond}.get(lamp, Q(pk=None))


# --- what a desk shows on top ---


def owed_by(actor: Account) -> QuerySet[Instruction]:
    """What waits for an answer of this person: of his department's, or as the specialist of a firm."""
    how = access.sight(actor)
    served = Assignment.objects.filter(registry.serving(actor)).values("enterprise")
    mine = Q(department=None, service_request__enterprise__in=served) if how.specialist else Q(pk=None)
    if how.department:  # nobody acts as department where he is the specialist
        mine |= Q(department=actor.department_id) & ~Q(service_request__enterprise__in=served)
    if Post.CHIEF in registry.posts(actor):
        somebody = Assignment.objects.filter(until=None, enterprise=OuterRef("service_request__enterprise"))
        mine |= Q(department=None) & ~Q(Exists(somebody))
    return Instruction.objects.filter(mine, zone=actor.zone_id, state=OPEN)


def owed(actor: Account) -> list[Instruction]:
    """The first of them by their dates; one statement."""
    found = dressed(owed_by(actor)).annotate(key_at=or_never("due_at"))
    return list(found.order_by("key_at", "pk")[:OWED_SHOWN])


# --- 督办清单 ---


@dataclass(frozen=True)
class Listing:
    counts: dict[str, int]  # by list
    departments: Sequence[tuple[str, str, int]]  # code or `SPECIALIST`, name, how many wait; most first
    rows: Sequence[Instruction]
    next: Key | None


def listing(
    actor: Account, chosen: str, in_force: Policy, *, department: str = "", lamp: str = "", after: Key | None = None
) -> Listing:  # fmt: skip
    """Three statements: what waits for an answer by its date, everything else newest first."""
    every = visible(actor).exclude(number="")
    counts = every.aggregate(**{counter(key): Count("pk", filter=_of_list(key)) for key in LISTS})
    found = narrowed(every, "" if chosen == EVERY else chosen, department, lamp, in_force)
    read = list(_in_order(dressed(found), chosen, after)[: PAGE + 1])
    following = Key(read[PAGE - 1].key_at, read[PAGE - 1].pk) if len(read) > PAGE else None  # type: ignore[attr-defined]
    return Listing(
        {key: counts[counter(key)] for key in LISTS}, _by_department(every.filter(state=OPEN)), read[:PAGE], following
    )


def narrowed(
    found: QuerySet[Instruction], state: str, department: str, lamp: str, in_force: Policy
) -> QuerySet[Instruction]:
    """Each of them empty for all; `SPECIALIST` stands where a department's code would."""
    if state:
        found = found.filter(state=state)
    if department:
        found = found.filter(department=None) if department == SPECIALIST else found.filter(department__code=department)
    return found.filter(lamp_is(lamp, in_force.horizon)) if lamp else found


def _of_list(chosen: str) -> Q:
    return Q() if chosen == EVERY else Q(state=chosen)


def _in_order(found: QuerySet[Instruction], chosen: str, after: Key | None) -> QuerySet[Instruction]:
    if chosen == OPEN:
        return behind(found.annotate(key_at=or_never("due_at")), after).order_by("key_at", "pk")
    older = found.filter(pk__lt=after.pk) if after else found
    return older.annotate(key_at=or_never("at")).order_by("-pk")


def _by_department(waiting: QuerySet[Instruction]) -> list[tuple[str, str, int]]:
    grouped = waiting.order_by().values_list("department__code", "department__name_zh", "department__name_en")
    counts = [
        (code or SPECIALIST, in_language(zh, en) if code else "", n)
        for code, zh, en, n in grouped.annotate(n=Count("pk"))
    ]
    return sorted(counts, key=lambda each: (-each[2], each[0]))
