"""Agency files as pages and answers read them: a list of them, and one with its plan; each with a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from liaison import record
from liaison.record import Happening
from liaison.registry.models import Account, Assignment
from liaison.registry.names import Names
from liaison.registry.policy import Policy, policy
from liaison.rules import agency_plan, lamps
from liaison.rules.agency_plan import Line, Plan, Work
from liaison.rules.audiences import Audience, may_see
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from . import agency_access, agency_acting
from .models import AgencyFile, AgencyStep, StepMove

PAGE = 25
OPEN = (AgencyFile.WAITING, AgencyFile.OPEN)


@dataclass(frozen=True)
class Row:
    """One file of a list."""

    file: AgencyFile
    steps: Sequence[AgencyStep]
    lamp: str
    projected_end: date | None

    @property
    def done(self) -> int:
        return sum(step.state == AgencyStep.DONE for step in self.steps)


@dataclass(frozen=True)
class Dossier:
    """One file as one person sees it."""

    file: AgencyFile
    steps: Sequence[AgencyStep]
    plan: Plan
    lamp: str
    held: frozenset[str]
    audience: Audience
    assignment: Assignment | None
    policy: Policy
    reader: Account

    @property
    def specialist(self) -> Account | None:
        return self.assignment.holder if self.assignment else None

    def line(self, step: AgencyStep) -> Line:
        return self.plan.lines[step.code]

    def lamp_of(self, step: AgencyStep) -> str:
        """Of a file that is over nothing is owed any more."""
        return self.line(step).lamp if self.file.state in OPEN else lamps.DONE

    def may(self, move: str, step: AgencyStep | None = None) -> bool:
        """Whether this person may do it now; the action decides again under its lock."""
        try:
            agency_acting.capacity_for(move, self.held, self.reader, step)
        except Refused:
            return False
        return agency_acting.barred(move, self.file, self.policy.now) is None

    def used_days(self, step: AgencyStep, holder: str = StepMove.DEPARTMENT) -> int:
        return agency_acting.used_days(step, self.file.stopped_at or self.policy.now, self.policy, holder)

    def is_ready(self, step: AgencyStep) -> bool:
        """Whether it can begin: nothing that comes first is open."""
        done = {one.code for one in self.steps if one.state == AgencyStep.DONE}
        return step.state in (AgencyStep.WAITING, AgencyStep.REFUSED) and done.issuperset(step.after)


def files(
    actor: Account, in_force: Policy, *, over: bool = False, after: int | None = None, limit: int = PAGE
) -> tuple[list[Row], int | None]:
    """A page of the files that this person sees, newest first, and the key to go on from; four statements."""
    states = (AgencyFile.DONE, AgencyFile.STOPPED) if over else OPEN
    found = agency_access.visible(actor).filter(state__in=states).select_related("enterprise").order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = list(found[: limit + 1])
    steps: dict[int, list[AgencyStep]] = {file.pk: [] for file in rows[:limit]}
    of_all = list(AgencyStep.objects.filter(file__in=steps).order_by("position").select_related("department"))
    agency_access.attach_parts(of_all)
    for step in of_all:
        steps[step.file_id].append(step)
    return (
        [_row(file, steps[file.pk], in_force) for file in rows[:limit]],
        rows[limit - 1].pk if len(rows) > limit else None,
    )


def _row(file: AgencyFile, steps: Sequence[AgencyStep], in_force: Policy) -> Row:
    if file.state not in OPEN:
        return Row(file, steps, lamps.DONE, None)
    drawn = plan_of(file, steps, in_force)
    return Row(file, steps, drawn.lamp, drawn.projected_end)


def open_count(actor: Account) -> int:
    return agency_access.visible(actor).filter(state__in=OPEN).count()


def dossier(actor: Account, number: str, *, now: datetime) -> Dossier:
    """Raises Http404 for what the person cannot see."""
    return dossier_of(actor, agency_access.found(actor, number), now=now)


def dossier_of(actor: Account, file: AgencyFile, *, now: datetime) -> Dossier:
    steps, in_force = agency_access.steps_of(file), policy(file.zone, now)
    assignment = agency_access.assignment_of(file)
    held = agency_access.held(actor, file, steps, assignment)
    drawn = plan_of(file, steps, in_force)
    lamp = drawn.lamp if file.state in OPEN else lamps.DONE
    return Dossier(file, steps, drawn, lamp, held, _audience(held), assignment, in_force, actor)


def _audience(held: frozenset[str]) -> Audience:
    if held & {"specialist", "chief", "office", "leader"}:
        return Audience.STAFF
    return Audience.ENTERPRISE if "enterprise" in held else Audience.DEPARTMENT


def plan_of(file: AgencyFile, steps: Sequence[AgencyStep], in_force: Policy) -> Plan:
    """N8: backwards from the day on which all must be done, forwards from today."""
    today = day_of(file.finished_at or file.stopped_at or in_force.now)
    starts = {step.code: step.latest_start_on for step in steps}
    works = [_work(step, in_force) for step in steps]
    return agency_plan.plan(works, starts, file.plan_end_on, today, in_force.calendar)


def _work(step: AgencyStep, in_force: Policy) -> Work:
    return Work(
        step.code, step.promised_days, step.minimum_days, tuple(step.after), step.state,
        day_of(step.started_at) if step.started_at else None, agency_acting.used_days(step, in_force.now, in_force),
    )  # fmt: skip


def timeline(seen: Dossier) -> tuple[list[Happening], Names]:
    """What this reader may know of what happened, oldest first, and the names in it; two statements."""
    zone = seen.file.zone
    told = [one for one in record.happenings(zone.code, seen.file.number) if may_see(one.kind, seen.audience)]
    departments = {step.department.code: step.department for step in seen.steps}
    people = Account.objects.filter(login__in=_logins(told))
    return told, Names({one.login: one for one in people}, departments, {})


def _logins(told: Iterable[Happening]) -> set[str]:
    return {one.actor for one in told if one.actor}
