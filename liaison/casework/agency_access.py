"""The only way in to agency files: who sees which, and in what capacities a person stands to one (R-36)."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from liaison.prepared import Prepared, Slot
from liaison.registry import access as registry
from liaison.registry.access import acts_for_department, acts_for_enterprise, posts, serving
from liaison.registry.models import Account, Assignment, Post

from .access import WHO, Sight, sight, who
from .models import AgencyFile, AgencyStep, Material, StepMove


def visible(actor: Account) -> QuerySet[AgencyFile]:
    """The files of his firm, of the firms he serves, of his department's steps; all for chief, leaders and office."""
    return _seen_by(sight(actor), **who(actor))


def _seen_by(how: Sight, *, zone: Any, person: Any, enterprise: Any, department: Any) -> QuerySet[AgencyFile]:
    rows = AgencyFile.objects.filter(zone=zone)
    if how.all_rows:
        return rows
    mine = Q(enterprise=enterprise) if how.enterprise else Q(pk=None)
    if how.specialist:
        mine |= Q(enterprise__in=Assignment.objects.filter(serving(person)).values("enterprise"))
    if how.department:
        mine |= Q(Exists(AgencyStep.objects.filter(file=OuterRef("pk"), department=department)))
    return rows.filter(mine)


def found(actor: Account, number: str) -> AgencyFile:
    """Raises Http404 for what the person cannot see."""
    return _one(_named(sight(actor))(number=number, **who(actor)))


def locked(actor: Account, pk: int) -> AgencyFile:
    """The row, locked and fresh; its steps, stretches and documents are only changed under this lock."""
    return _one(_locked(sight(actor))(pk=pk, **who(actor)))


def _one(rows: list[AgencyFile]) -> AgencyFile:
    if not rows:
        raise Http404
    return rows[0]


@cache
def _named(how: Sight) -> Prepared[AgencyFile]:
    related = ("zone", "enterprise", "opened_by", "authorised_by")
    return Prepared(lambda: _seen_by(how, **WHO).filter(number=Slot("number", CharField())).select_related(*related))


@cache
def _locked(how: Sight) -> Prepared[AgencyFile]:
    def build() -> QuerySet[AgencyFile]:
        rows = _seen_by(how, **WHO).select_for_update(of=("self",)).select_related("zone", "enterprise")
        return rows.filter(pk=Slot("pk", BigIntegerField()))

    return Prepared(build)


def file_of(step_pk: int) -> int:
    """The file a step belongs to; whether the person may know of either is for `locked` to say."""
    return _home(AgencyStep.objects.filter(pk=step_pk).values_list("file_id", flat=True))


def home_of(material_pk: int) -> int:
    """The same for a document."""
    return _home(Material.objects.filter(pk=material_pk).values_list("step__file_id", flat=True))


def _home(keys: QuerySet[Any, int]) -> int:
    key = keys.first()
    if key is None:
        raise Http404
    return key


def steps_of(file: AgencyFile) -> list[AgencyStep]:
    """Every step in its order, with its stretches and documents at hand; three statements."""
    steps = _steps(file=file.pk)
    attach_parts(steps)
    for step in steps:
        step.file = file
    return steps


def attach_parts(steps: Iterable[AgencyStep]) -> None:
    """Read the stretches and documents of these steps, in two statements, to where `moves.all()` and `materials.all()` look."""
    by_pk = {step.pk: step for step in steps}
    moves: dict[int, list[StepMove]] = {pk: [] for pk in by_pk}
    materials: dict[int, list[Material]] = {pk: [] for pk in by_pk}
    for move in StepMove.objects.filter(step__in=by_pk).order_by("pk"):
        moves[move.step_id].append(move)
    for material in Material.objects.filter(step__in=by_pk).order_by("pk").select_related("remark"):
        materials[material.step_id].append(material)
    for pk, step in by_pk.items():
        step.stretches, step.documents = moves[pk], materials[pk]


@Prepared
def _steps() -> QuerySet[AgencyStep]:
    rows = AgencyStep.objects.filter(file=Slot("file", BigIntegerField())).order_by("position")
    return rows.select_related("department", "refusal")


def held(
    actor: Account, file: AgencyFile, steps: Iterable[AgencyStep], assignment: Assignment | None
) -> frozenset[str]:
    """The capacities of a person towards a file: enterprise, specialist, department (of a step), chief, leader, office."""
    found = set(posts(actor)) & {Post.CHIEF, Post.LEADER, Post.OFFICE}
    if acts_for_enterprise(actor) and actor.enterprise_id == file.enterprise_id:
        found.add("enterprise")
    if assignment and actor.pk in (assignment.specialist_id, assignment.stand_in_id):
        found.add("specialist")
        found.discard(Post.CHIEF)  # the chief on his own firms counts as specialist only
    # Nobody acts as department where he is the specialist.
    elif acts_for_department(actor) and any(step.department_id == actor.department_id for step in steps):
        found.add("department")
    return frozenset(found)


def is_principal(actor: Account) -> bool:
    return acts_for_enterprise(actor) and Post.PRINCIPAL in posts(actor)


def material(actor: Account, pk: int) -> Material:
    """One document with its file, for those who see the agency file. Raises Http404 as if it were not there."""
    one = Material.objects.filter(pk=pk, step__file__in=visible(actor)).exclude(stored="").first()
    if one is None:
        raise Http404
    return one


def assignment_of(file: AgencyFile) -> Assignment | None:
    return registry.assignment_of(file.enterprise_id)
