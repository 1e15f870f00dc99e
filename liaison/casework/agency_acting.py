"""The frame of every act on an agency file: lock, judge, change, append, tell, commit. As `acting` for requests."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from liaison import record
from liaison.record.models import Content, Entry
from liaison.registry import access as registry
from liaison.registry.models import Account, Assignment
from liaison.registry.policy import Policy, policy
from liaison.rules import agency_plan
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from . import affairs, agency_access
from .models import AgencyFile, AgencyStep, Material, StepMove

# move -> who may; `department` means the one of the step.
MOVES = {
    "authorise": frozenset({"enterprise"}),
    "withdraw": frozenset({"enterprise"}),
    "stop": frozenset({"specialist", "office"}),
    "start": frozenset({"department", "specialist"}),
    "finish": frozenset({"department", "specialist"}),
    "refuse": frozenset({"department", "specialist"}),
    "give": frozenset({"enterprise", "specialist"}),
    "take": frozenset({"department", "specialist"}),
    "return": frozenset({"department", "specialist"}),
}
CAPACITIES = ("specialist", "department", "enterprise", "office")
WORK = frozenset({"start", "finish", "refuse", "take", "return"})  # what an authorisation is needed for


@dataclass
class AgencyAct:
    """One act on one file, while its transaction is open."""

    file: AgencyFile
    steps: list[AgencyStep]
    by: Account | None
    capacity: str
    now: datetime
    policy: Policy
    assignment: Assignment | None = None
    last: Entry | None = field(default=None, repr=False)

    def enter(self, kind: str, *, content: Content | None = None, **facts: Any) -> Entry:
        self.last = record.append(
            kind, zone=self.file.zone.code, subject=self.file.number, actor=self.by.login if self.by else "",
            capacity=self.capacity, at=self.now, facts={"template": self.file.template, **facts}, content=content,
        )  # fmt: skip
        return self.last

    def tell(self, kind: str, to: Iterable[Account | None], **params: Any) -> None:
        """Queue a notice about the last entry; it leads to this file."""
        if self.last is None:
            raise RuntimeError("enter comes before tell")
        about = {"number": self.file.number, "template": self.file.template}
        affairs.tell(self.last, kind, to, by=self.by, now=self.now, **about, **params)

    @property
    def specialist(self) -> Account | None:
        return self.assignment.holder if self.assignment else None

    def contacts(self) -> list[Account]:
        return registry.contacts_of(self.file.enterprise_id)

    def departments(self, steps: Iterable[AgencyStep] | None = None) -> list[Account]:
        """The people of the departments of these steps, or of all."""
        keys = dict.fromkeys(step.department_id for step in (self.steps if steps is None else steps))
        return [person for key in keys for person in registry.people_of(key)]

    def facts(self, step: AgencyStep) -> dict[str, Any]:
        return {"step": step.code, "department": step.department.code}

    def settle(self, step: AgencyStep) -> None:
        """Who has the ball: the firm while a document is lacking or nothing is authorised, else the department (R-36)."""
        if step.state not in agency_plan.BEGUN:
            return
        waits = self.file.state != AgencyFile.OPEN or bool(lacking(step))
        holder = StepMove.ENTERPRISE if waits else StepMove.DEPARTMENT
        self.pass_to(step, holder)
        step.state = AgencyStep.WITH_FIRM if waits else AgencyStep.RUNNING
        step.promised_on = None if waits else self.promised_on(step)
        step.save(update_fields=["state", "promised_on"])

    def pass_to(self, step: AgencyStep, holder: str) -> None:
        """The stretches of a step follow each other without a gap, so that they sum to the whole."""
        last = step.stretches[-1] if step.stretches and step.stretches[-1].until is None else None
        if last and last.holder == holder:
            return
        self.end_stretch(step)
        step.stretches.append(StepMove.objects.create(step=step, holder=holder, since=self.now))

    def end_stretch(self, step: AgencyStep) -> None:
        if step.stretches and step.stretches[-1].until is None:
            step.stretches[-1].until = self.now
            step.stretches[-1].save(update_fields=["until"])

    def promised_on(self, step: AgencyStep) -> date:
        used = used_days(step, self.now, self.policy)
        return agency_plan.promised_on(self.now, step.promised_days, used, self.policy.calendar)


def lacking(step: AgencyStep) -> list[Material]:
    return [one for one in step.documents if one.state in Material.LACKING]


def used_days(step: AgencyStep, now: datetime, in_force: Policy, holder: str = StepMove.DEPARTMENT) -> int:
    moves = ((one.holder, one.since, one.until) for one in step.stretches)
    return agency_plan.used_days(moves, holder, now, in_force.calendar)


@contextmanager
def acting(pk: int, move: str, *, by: Account, now: datetime) -> Iterator[AgencyAct]:
    """Lock the file and judge the move. Raises Http404, Refused: wrong_role, agency_over and those of the authorisation."""
    with record.transaction():
        act = _act(agency_access.locked(by, pk), by, now)
        _judge(act, move, None)
        yield act


@contextmanager
def acting_on_step(pk: int, move: str, *, by: Account, now: datetime) -> Iterator[tuple[AgencyAct, AgencyStep]]:
    """The same for one step: of departments only its own may act."""
    with record.transaction():
        act = _act(agency_access.locked(by, agency_access.file_of(pk)), by, now)
        step = next(one for one in act.steps if one.pk == pk)
        _judge(act, move, step)
        yield act, step


@contextmanager
def acting_on_material(
    pk: int, move: str, *, by: Account, now: datetime
) -> Iterator[tuple[AgencyAct, AgencyStep, Material]]:
    """The same for one document of a step."""
    with record.transaction():
        act = _act(agency_access.locked(by, agency_access.home_of(pk)), by, now)
        step, material = next((step, one) for step in act.steps for one in step.documents if one.pk == pk)
        _judge(act, move, step)
        yield act, step, material


def by_clock(file: AgencyFile, in_force: Policy) -> AgencyAct:
    """The frame for what the clock does by itself, inside the caller's transaction and lock."""
    steps = agency_access.steps_of(file)
    return AgencyAct(file, steps, None, "system", in_force.now, in_force, agency_access.assignment_of(file))


def _act(file: AgencyFile, by: Account, now: datetime) -> AgencyAct:
    steps = agency_access.steps_of(file)
    return AgencyAct(file, steps, by, "", now, policy(file.zone, now), agency_access.assignment_of(file))


def _judge(act: AgencyAct, move: str, step: AgencyStep | None) -> None:
    assert act.by is not None
    held = agency_access.held(act.by, act.file, act.steps, act.assignment)
    act.capacity = capacity_for(move, held, act.by, step)
    if no := barred(move, act.file, act.now):
        raise no


def capacity_for(move: str, held: frozenset[str], by: Account, step: AgencyStep | None) -> str:
    """The capacity in which a person may do this. Raises Refused: wrong_role, principal_needed."""
    able = held & MOVES[move]
    if step is not None and step.department_id != by.department_id:
        able -= {"department"}
    if not able:
        raise Refused("wrong_role")
    if move in ("authorise", "withdraw") and not agency_access.is_principal(by):
        raise Refused("principal_needed")
    return next(one for one in CAPACITIES if one in able)


def barred(move: str, file: AgencyFile, now: datetime) -> Refused | None:
    """Why the state of the file does not allow this move now; None when it does."""
    if file.state in (AgencyFile.DONE, AgencyFile.STOPPED):
        return Refused("agency_over", number=file.number)
    if move not in WORK and move != "withdraw":
        return None
    if file.withdrawn_at:
        return Refused("authorisation_withdrawn")
    if file.authorised_until is None:
        return Refused("not_authorised")
    if file.authorised_until < day_of(now):
        return Refused("authorisation_expired", last_day=file.authorised_until)
    return None
