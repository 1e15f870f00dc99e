"""全程代办: opening a file, the firm's written authorisation, and its end (R-36…R-38)."""

from datetime import date, datetime

from liaison import record
from liaison.registry import access as registry
from liaison.registry.models import Account, Department, Enterprise, Post, Zone
from liaison.registry.policy import Policy, hold, policy
from liaison.rules import agency, agency_plan
from liaison.rules.agency_plan import Work
from liaison.rules.deadlines import day_of, local
from liaison.rules.refusals import Refused

from .. import agency_access
from ..acting import iso
from ..agency_acting import AgencyAct, acting, by_clock
from ..agency_inputs import AgencyInput, AuthoriseInput
from ..inputs import Nothing, ReasonInput
from ..models import AgencyFile, AgencyStep, Material


def open_agency_file(given: AgencyInput, *, by: Account, now: datetime) -> AgencyFile:
    """开代办件: by the firm's specialist or the office, for a settling firm too (R-38).

    Baseline with its source, target and plan are fixed here, before the work begins, and never change (R-37). Raises Refused:
    wrong_role, unknown_enterprise, unknown_template, unknown_department, external_department, firm_left, target_too_early.
    """
    with record.transaction():
        capacity = _may_open(by)
        hold(by.zone_id)  # one number after the other
        in_force = policy(by.zone, now)
        enterprise = _enterprise(given.enterprise, by)
        template = agency.TEMPLATES.get(given.template)
        if template is None:
            raise Refused("unknown_template", field="template", given=given.template)
        assignment = registry.assignment_of(enterprise.pk)
        if assignment and by.pk in (assignment.specialist_id, assignment.stand_in_id):
            capacity = "specialist"
        departments = _departments(template, given.departments, by.zone_id)
        end = _end(template, given, in_force)
        file = AgencyFile.objects.create(
            zone=by.zone, number=_next_number(by.zone_id, now), enterprise=enterprise, template=template.code, opened_by=by,
            opened_at=now, baseline_months=given.baseline.months, baseline_source=given.baseline.source,
            target_on=given.target_on, need_by=given.need_by, plan_end_on=end,
        )  # fmt: skip
        _steps(file, template, departments, end, in_force)
        act = AgencyAct(file, agency_access.steps_of(file), by, capacity, now, in_force, assignment)
        _enter_opened(act)
        return file


def _may_open(by: Account) -> str:
    return registry.require(by, Post.SPECIALIST, Post.CHIEF, Post.OFFICE)


def _enterprise(code: str, by: Account) -> Enterprise:
    """Chief and office open for every firm, a specialist for those he serves."""
    found = registry.visible_enterprises(by).filter(code=code).first()
    if found is None:
        raise Refused("unknown_enterprise", field="enterprise", given=code[:20])
    if registry.hold(found.pk) == Enterprise.Status.LEFT:
        raise Refused("firm_left", field="enterprise", firm=found.name)
    if not registry.posts(by) & {Post.CHIEF, Post.OFFICE} and not registry.serves(by, found.pk):
        raise Refused("unknown_enterprise", field="enterprise", given=code[:20])
    return found


def _departments(template: agency.Template, named: dict[str, str], zone_id: int) -> dict[str, Department]:
    """The department of each step. Raises Refused: unknown_department, external_department."""
    codes = {step.code: named.get(step.code, step.department) for step in template.steps}
    found = {one.code: one for one in Department.objects.filter(zone=zone_id, code__in=codes.values())}
    for code in codes.values():
        if code not in found:
            raise Refused("unknown_department", field="departments", given=code)
        if found[code].external:
            raise Refused("external_department", field="departments", department=found[code].name)
    return {step: found[code] for step, code in codes.items()}


def _end(template: agency.Template, given: AgencyInput, in_force: Policy) -> date:
    """The last day to work on; minimum periods of the law cannot be skipped (R-37)."""
    today, calendar = day_of(in_force.now), in_force.calendar
    end = agency_plan.end_on(given.target_on, given.need_by, in_force.closing, calendar)
    earliest = agency_plan.earliest_end(works_of(template), today, calendar)
    if end < earliest:
        field = "need_by" if given.need_by and end < given.target_on else "target_on"
        raise Refused("target_too_early", field=field, earliest=earliest)
    return end


def works_of(template: agency.Template) -> list[Work]:
    return [Work(one.code, one.promised_days, one.minimum_days, one.after) for one in template.steps]


def _next_number(zone_id: int, now: datetime) -> str:
    """A series of its own for each year. No file is ever deleted, so the last number says which comes next."""
    year = f"DB{local(now).year}-"
    rows = AgencyFile.objects.filter(zone=zone_id, number__startswith=year).order_by("-pk")
    last = rows.values_list("number", flat=True).first()
    return f"{year}{int(last.removeprefix(year)) + 1 if last else 1:04d}"


def _steps(
    file: AgencyFile, template: agency.Template, departments: dict[str, Department], end: date, in_force: Policy
) -> None:  # fmt: skip
    latest = agency_plan.latest_starts(works_of(template), end, in_force.calendar)
    rows = [
        AgencyStep.objects.create(
            file=file, position=at, code=one.code, name_zh=one.zh, name_en=one.en, department=departments[one.code],
            after=list(one.after), statutory_days=one.statutory_days, minimum_days=one.minimum_days,
            promised_days=one.promised_days, fee_yuan=one.fee_yuan, latest_start_on=latest[one.code][0],
        )
        for at, one in enumerate(template.steps)
    ]  # fmt: skip
    Material.objects.bulk_create(
        Material(step=row, code=document.code, name_zh=document.zh, name_en=document.en)
        for row, one in zip(rows, template.steps, strict=True)
        for document in one.documents
    )


def _enter_opened(act: AgencyAct) -> None:
    file = act.file
    act.enter(
        "agency.opened", enterprise=file.enterprise.code, baseline_months=str(file.baseline_months),
        baseline_source=file.baseline_source, target_on=file.target_on.isoformat(), need_by=iso(file.need_by),
        plan_end_on=file.plan_end_on.isoformat(),
        steps=[
            {"step": one.code, "department": one.department.code, "latest_start_on": one.latest_start_on.isoformat()}
            for one in act.steps
        ],
    )  # fmt: skip
    people = [*act.contacts(), act.specialist, *act.departments()]
    act.tell("agency_opened", people, target_on=file.target_on.isoformat())


# --- the authorisation


def authorise(pk: int, given: AuthoriseInput, *, by: Account, now: datetime) -> AgencyFile:
    """书面授权: by the firm's principal, until a day; with the first one the work begins (R-36).

    A longer one may be given while one runs. Raises Refused: wrong_role, principal_needed, agency_over, date_passed.
    """
    with acting(pk, "authorise", by=by, now=now) as act:
        if given.last_day < day_of(now):
            raise Refused("date_passed", field="last_day")
        file = act.file
        file.state, file.authorised_by, file.authorised_at = AgencyFile.OPEN, by, now
        file.authorised_until, file.withdrawn_at = given.last_day, None
        file.started_at = file.started_at or now
        file.save()
        words = record.content(given.text) if given.text else None
        act.enter("agency.authorised", content=words, last_day=given.last_day.isoformat())
        for step in act.steps:
            act.settle(step)
        people = [act.specialist, *act.departments()]
        act.tell("agency_authorised", people, last_day=given.last_day.isoformat())
        return file


def withdraw_authorisation(pk: int, given: Nothing, *, by: Account, now: datetime) -> AgencyFile:
    """撤回授权: the work stops at once, and the time until another one is the firm's own (R-36).

    Raises Refused: wrong_role, principal_needed, agency_over, not_authorised, authorisation_withdrawn, authorisation_expired.
    """
    with acting(pk, "withdraw", by=by, now=now) as act:
        act.file.withdrawn_at = now
        _pause(act)
        act.enter("agency.withdrawn")
        act.tell("agency_withdrawn", [act.specialist, *act.departments()])
        return act.file


def _pause(act: AgencyAct) -> None:
    act.file.state = AgencyFile.WAITING
    act.file.save()
    for step in act.steps:
        act.settle(step)


def stop_agency_file(pk: int, given: ReasonInput, *, by: Account, now: datetime) -> AgencyFile:
    """终止: it will not be carried further, and why. Raises Refused: wrong_role, agency_over."""
    with acting(pk, "stop", by=by, now=now) as act:
        act.file.state, act.file.stopped_at = AgencyFile.STOPPED, now
        act.file.save()
        for step in act.steps:
            act.end_stretch(step)
        act.enter("agency.stopped", content=record.content(given.text))
        act.tell("agency_stopped", [*act.contacts(), act.specialist, *act.departments()])
        return act.file


def finish_if_done(act: AgencyAct) -> None:
    """With the last step the file is done: what it took stands beside what it usually takes (R-37)."""
    if any(step.state != AgencyStep.DONE for step in act.steps):
        return
    file = act.file
    file.state, file.finished_at = AgencyFile.DONE, act.now
    file.save()
    usual, began, ended = (
        str(file.baseline_months),
        day_of(file.started_at or act.now).isoformat(),
        day_of(act.now).isoformat(),
    )
    act.enter(
        "agency.finished",
        target_on=file.target_on.isoformat(),
        baseline_months=usual,
        started_on=began,
        finished_on=ended,
    )
    people = [*act.contacts(), act.specialist, *act.departments()]
    act.tell("agency_finished", people, baseline_months=usual, started_on=began, finished_on=ended)


# --- what the clock does


def turn(zone: Zone, in_force: Policy) -> None:
    """Authorisations that have ended stop the work; a step that should have begun is told once. Two statements if idle."""
    today = day_of(in_force.now)
    ended = AgencyFile.objects.filter(zone=zone, state=AgencyFile.OPEN, authorised_until__lt=today)
    for pk in ended.order_by("pk").values_list("pk", flat=True):
        with record.transaction():
            act = by_clock(_locked(pk), in_force)
            until = act.file.authorised_until
            if act.file.state == AgencyFile.OPEN and until and until < today:
                _lapse(act, until)
    late = AgencyStep.objects.filter(
        file__zone=zone, file__state__in=(AgencyFile.OPEN, AgencyFile.WAITING), latest_start_on__lt=today,
        state__in=(AgencyStep.WAITING, AgencyStep.REFUSED), told_late_at=None,
    )  # fmt: skip
    for pk in sorted(set(late.values_list("file", flat=True))):
        with record.transaction():
            act = by_clock(_locked(pk), in_force)
            _tell_late(act, today)


def _locked(pk: int) -> AgencyFile:
    return AgencyFile.objects.select_for_update(of=("self",)).select_related("zone", "enterprise").get(pk=pk)


def _lapse(act: AgencyAct, until: date) -> None:
    _pause(act)
    act.enter("agency.lapsed", last_day=until.isoformat())
    act.tell("agency_lapsed", [*act.contacts(), act.specialist, *act.departments()], last_day=until.isoformat())


def _tell_late(act: AgencyAct, today: date) -> None:
    if act.file.state not in (AgencyFile.OPEN, AgencyFile.WAITING):
        return
    for step in act.steps:
        waits = step.state in (AgencyStep.WAITING, AgencyStep.REFUSED)
        if not waits or step.told_late_at or step.latest_start_on >= today:
            continue
        step.told_late_at = act.now
        step.save(update_fields=["told_late_at"])
        latest = step.latest_start_on.isoformat()
        act.enter("agency.step_late", latest_start_on=latest, **act.facts(step))
        office = registry.holders_of(Post.OFFICE, act.file.zone_id)
        people = [*act.departments([step]), act.specialist, *office]
        act.tell("agency_step_late", people, step=step.code, latest_start_on=latest)
