"""全程代办: authorised in writing, step by step, whose time it is, and what it took (R-36…R-38, SC-05, SC-06)."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from liaison.casework import actions, agency_access, agency_queries, clock, shelf
from liaison.casework.agency_inputs import AgencyInput, AuthoriseInput
from liaison.casework.inputs import Nothing, ReasonInput
from liaison.casework.models import AgencyFile, AgencyStep, Material, StepMove
from liaison.registry import actions as register
from liaison.registry.inputs import EnterpriseInput
from liaison.registry.models import Enterprise
from liaison.registry.policy import policy
from liaison.rules import lamps
from liaison.rules.refusals import Refused
from tests.casework.agency_steps import Formalities
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture(autouse=True)
def _shelf(settings, tmp_path) -> None:
    settings.UPLOADS_DIR = tmp_path


# --- opening


def test_R37_baseline_target_and_plan_are_fixed_when_it_is_opened(cast: Cast) -> None:
    story = Formalities(cast).opened(template="factory")
    file = story.file
    assert (file.number, file.state, str(file.baseline_months)) == ("DB2020-0001", AgencyFile.WAITING, "6")
    assert file.plan_end_on == date(2020, 4, 2) and file.started_at is None
    story.authorised()
    assert story.fresh().started_at == at("2020-03-02 10:00") and file.baseline_months == 6
    opened = story.entries()[0].facts
    assert (opened["baseline_months"], opened["target_on"]) == ("6", "2020-04-02")
    assert {one["step"]: one["latest_start_on"] for one in opened["steps"]}["permit"] == "2020-04-01"
    assert {"zhoumin", "liuqi", "wubin", "luochuan", "sunlan"} <= story.told("agency_opened")
    again = Formalities(cast).opened("2020-05-06 09:00", target="2020-06-30", by=cast.office).file
    next_year = Formalities(cast).opened("2021-01-04 09:00", target="2021-03-01", by=cast.chief).file
    assert (again.number, next_year.number) == ("DB2020-0002", "DB2021-0001")


def test_R37_a_target_that_skips_a_period_of_the_law_is_refused(cast: Cast) -> None:
    # 5 working days of notice alone; on the way that is longest 7
    with refused("target_too_early"):
        Formalities(cast).opened(template="factory", target="2020-03-10")
    with refused("target_too_early"):
        Formalities(cast).opened(need_by=at("2020-03-10 23:59"), template="factory")
    assert Formalities(cast).opened(template="factory", target="2020-03-11").file.plan_end_on == date(2020, 3, 11)


@pytest.mark.parametrize(
    ("who", "given", "code"),
    [
        ("specialist", {"template": "castle"}, "unknown_template"),
        ("specialist", {"enterprise": "E0002"}, "unknown_enterprise"),
        ("outside_specialist", {}, "unknown_enterprise"),
        ("office", {"departments": {"site": "XXX"}}, "unknown_department"),
        ("office", {"departments": {"site": "HGS"}}, "external_department"),
        ("principal", {}, "wrong_role"),
        ("clerk", {}, "wrong_role"),
    ],
)
def test_what_cannot_be_opened(cast: Cast, who: str, given: dict, code: str) -> None:
    rest = {
        "enterprise": "E0001",
        "template": "stall",
        "target_on": "2020-04-02",
        "baseline": {"months": 1, "source": "往年"},
    }
    with refused(code):
        actions.open_agency_file(AgencyInput(**{**rest, **given}), by=getattr(cast, who), now=at("2020-03-02 09:00"))
    assert not AgencyFile.objects.exists()


# --- the authorisation


def test_R36_nothing_goes_without_the_principals_authorisation(cast: Cast) -> None:
    story = Formalities(cast).opened()
    with refused("not_authorised"):
        story.started("site", "2020-03-02 09:30")
    words = AuthoriseInput(last_day=date(2020, 3, 31))
    for person, code in (
        (cast.contact, "principal_needed"),
        (cast.specialist, "wrong_role"),
        (cast.clerk, "wrong_role"),
    ):
        with refused(code):
            actions.authorise(story.file.pk, words, by=person, now=at("2020-03-02 10:00"))
    with refused("date_passed"):
        story.authorised(until="2020-03-01")
    story.authorised(until="2020-03-31").started("site", "2020-03-02 10:30")
    assert story.fresh().state == AgencyFile.OPEN and "chenliqun" in story.told("agency_authorised")


def test_R36_a_withdrawn_authorisation_stops_the_work_and_the_time_is_the_firms(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised().given("site", "licence", "2020-03-02 10:10")
    story.started("site", "2020-03-02 11:00")
    assert story.step("site").state == AgencyStep.RUNNING
    actions.withdraw_authorisation(story.file.pk, Nothing(), by=cast.principal, now=at("2020-03-03 09:00"))
    for act in (story.finished, story.refused):
        with refused("authorisation_withdrawn"):
            act("site", "2020-03-03 10:00")
    with refused("authorisation_withdrawn"):
        story.started("safety", "2020-03-03 10:00")
    assert story.step("site").state == AgencyStep.WITH_FIRM
    story.authorised("2020-03-05 09:00").finished("site", "2020-03-05 16:00")
    moves = StepMove.objects.filter(step=story.step("site")).order_by("pk")
    assert [(one.holder, one.since.day, one.until and one.until.day) for one in moves] == [
        ("department", 2, 3), ("enterprise", 3, 5), ("department", 5, 5),
    ]  # fmt: skip


def test_R36_an_expired_one_stops_it_too_and_is_told_once(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised(until="2020-03-03").started("site", "2020-03-02 11:00")
    clock.tick(at("2020-03-03 23:59"))
    assert "lapsed" not in story.kinds()
    with refused("authorisation_expired"):
        story.started("safety", "2020-03-04 00:00")
    for instant in ("2020-03-04 00:01", "2020-03-04 00:01", "2020-03-05 09:00"):
        clock.tick(at(instant))
    assert story.kinds().count("lapsed") == 1 and story.fresh().state == AgencyFile.WAITING
    assert {"zhoumin", "liuqi", "chenliqun", "luochuan"} <= story.told("agency_lapsed")
    with refused("authorisation_expired"):
        story.started("safety", "2020-03-05 10:00")


# --- steps


def test_R36_a_step_without_its_papers_waits_for_the_firm_and_cannot_be_finished(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised().started("site", "2020-03-02 11:00", by=cast.clerk)
    assert story.step("site").state == AgencyStep.WITH_FIRM and story.told("agency_documents") == {"zhoumin", "liuqi"}
    with refused("documents_missing"):
        story.finished("site", "2020-03-02 12:00", by=cast.clerk)
    story.given("site", "licence", "2020-03-04 11:00")
    step = story.step("site")
    assert (step.state, step.promised_on) == (AgencyStep.RUNNING, date(2020, 3, 5))
    story.returned("site", "licence", "2020-03-04 15:00")
    assert story.step("site").state == AgencyStep.WITH_FIRM and "zhoumin" in story.told("agency_material_returned")
    with refused("documents_missing"):
        story.finished("site", "2020-03-04 16:00", by=cast.clerk)
    story.given("site", "licence", "2020-03-06 09:00").finished("site", "2020-03-06 10:00", by=cast.clerk)
    spent = {who: timedelta() for who in ("department", "enterprise")}
    for one in StepMove.objects.filter(step=step):
        spent[one.holder] += one.until - one.since
    step = story.step("site")
    assert spent["department"] + spent["enterprise"] == step.finished_at - step.started_at
    assert spent["department"] == timedelta(hours=5)  # 11 to 15 o'clock, 9 to 10 o'clock
    assert story.material("site", "licence").state == Material.TAKEN
    assert shelf.path_of(story.material("site", "licence").stored).exists()


def test_R36_papers_on_paper_are_ticked_when_the_step_is_finished(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised().started("site", "2020-03-02 11:00")
    with refused("unknown_document"):
        story.finished("site", "2020-03-02 12:00", "passport")
    story.finished("site", "2020-03-02 12:00", "licence")
    with refused("step_not_begun"):
        story.finished("site", "2020-03-02 12:10", "licence")
    with refused("step_begun"):
        story.started("site", "2020-03-02 12:10")
    with refused("document_taken"):
        story.given("site", "licence", "2020-03-02 12:10")
    with refused("step_over"):
        story.returned("site", "licence", "2020-03-02 12:10")


def test_R36_what_comes_first_is_done_first_and_parallel_steps_run_side_by_side(cast: Cast) -> None:
    story = (
        Formalities(cast)
        .opened()
        .authorised()
        .started("site", "2020-03-02 11:00")
        .started("safety", "2020-03-02 11:00")
    )
    with refused("step_not_ready"):
        story.started("notice", "2020-03-02 11:00")
    story.finished("site", "2020-03-02 12:00", "licence")
    assert not story.told("agency_step_ready")
    story.finished("safety", "2020-03-02 14:00", "layout")
    story.started("notice", "2020-03-02 15:00")
    with refused("notice_period_runs"):
        story.finished("notice", "2020-03-02 16:00")
    story.finished("notice", "2020-03-03 09:00")
    assert story.fresh().state == AgencyFile.DONE


def test_R36_a_refused_step_says_why_and_begins_again(cast: Cast) -> None:
    story = (
        Formalities(cast).opened().authorised().started("site", "2020-03-02 11:00").refused("site", "2020-03-03 11:00")
    )
    step = story.step("site")
    assert step.state == AgencyStep.REFUSED and step.refusal.text == "图纸不全"
    assert story.seen("2020-03-03 12:00").lamp_of(step) == lamps.DUE_SOON
    assert {"zhoumin", "luochuan"} <= story.told("agency_step_refused")
    story.started("site", "2020-03-04 09:00").finished("site", "2020-03-04 10:00", "licence")
    step = story.step("site")
    moves = list(StepMove.objects.filter(step=step).order_by("pk"))
    assert sum((one.until - one.since for one in moves), timedelta()) == step.finished_at - step.started_at
    assert step.started_at == at("2020-03-02 11:00")


def test_R36_of_departments_only_the_one_of_the_step_acts(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised()
    for person in (cast.yjj_clerk, cast.office, cast.principal, cast.leader, cast.chief):
        with refused("wrong_role"):
            story.started("site", "2020-03-02 11:00", by=person)
    for person in (cast.jsj_clerk, cast.outsider, cast.outside_specialist, cast.audit):
        with pytest.raises(Http404):
            story.started("site", "2020-03-02 11:00", by=person)
        assert not agency_access.visible(person).exists()
    story.started("site", "2020-03-02 11:00", by=cast.head)
    for person in (cast.contact, cast.yjj_clerk, cast.office, cast.chief, cast.leader):
        assert agency_access.visible(person).count() == 1


def test_stopped_is_stopped(cast: Cast) -> None:
    story = Formalities(cast).opened().authorised().started("site", "2020-03-02 11:00")
    with refused("wrong_role"):
        actions.stop_agency_file(
            story.file.pk, ReasonInput(text="不办了"), by=cast.principal, now=at("2020-03-03 09:00")
        )
    actions.stop_agency_file(story.file.pk, ReasonInput(text="企业不办了"), by=cast.office, now=at("2020-03-03 09:00"))
    assert not StepMove.objects.filter(until=None).exists() and "zhoumin" in story.told("agency_stopped")
    for act in (
        lambda: story.started("safety", "2020-03-03 10:00"), lambda: story.authorised("2020-03-03 10:00"),
        lambda: story.given("site", "licence", "2020-03-03 10:00"),
    ):  # fmt: skip
        with refused("agency_over"):
            act()
    assert story.seen("2020-04-30 10:00").lamp == lamps.DONE


# --- the clock, the plan, the cases


def test_N8_a_step_past_its_latest_start_is_red_and_told_once(cast: Cast) -> None:
    story = Formalities(cast).opened(target="2020-03-06").authorised()
    assert story.step("site").latest_start_on == date(2020, 3, 4)
    seen = {day: story.seen(f"2020-03-{day} 09:00").lamp_of(story.step("site")) for day in ("02", "03", "04", "05")}
    assert list(seen.values()) == [lamps.NORMAL, lamps.DUE_SOON, lamps.DUE_SOON, lamps.OVERDUE]
    for instant in ("2020-03-04 23:59", "2020-03-05 00:01", "2020-03-05 00:01", "2020-03-06 09:00"):
        clock.tick(at(instant))
    late = [one.facts["step"] for one in story.entries() if one.kind == "agency.step_late"]
    assert late == ["site", "safety", "notice"]
    assert {"luochuan", "mayuan", "chenliqun", "linxia"} <= story.told("agency_step_late")


def test_SC06_half_a_year_becomes_one_month(cast: Cast) -> None:
    story = Formalities(cast).opened(template="factory").authorised()
    papers = {step.code: [one.code for one in Material.objects.filter(step=step)] for step in story.file.steps.all()}

    def done(code: str, began: str, ended: str) -> None:
        story.started(code, f"2020-{began} 09:30").finished(code, f"2020-{ended} 16:00", *papers[code])

    done("filing", "03-03", "03-04")
    for code, began, ended in (
        ("land", "03-04", "03-09"),
        ("environment", "03-04", "03-16"),
        ("power", "03-04", "03-12"),
    ):
        done(code, began, ended)
    with refused("step_not_ready"):
        story.started("permit", "2020-03-16 17:00")
    done("planning", "03-10", "03-20")
    assert story.seen("2020-03-20 17:00").lamp == lamps.NORMAL
    slipping = story.seen("2020-03-26 09:00")
    assert slipping.plan.projected_end > date(2020, 4, 2) and slipping.lamp in (lamps.DUE_SOON, lamps.OVERDUE)
    done("drawings", "03-23", "03-31")
    done("fire", "03-23", "03-27")
    done("permit", "04-01", "04-02")
    assert (story.fresh().state, story.file.finished_at) == (AgencyFile.DONE, at("2020-04-02 16:00"))
    finished = story.entries()[-1]
    assert (finished.kind, finished.facts["started_on"], finished.facts["finished_on"]) == (
        "agency.finished", "2020-03-02", "2020-04-02",
    )  # fmt: skip
    assert "zhoumin" in story.told("agency_finished")


def test_SC05_a_licence_in_a_day_for_a_firm_that_does_not_exist_yet(cast: Cast) -> None:
    firm = register.create_enterprise(
        EnterpriseInput(name_zh="涪江玩具", status="settling", specialist="chenliqun"),
        by=cast.office,
        now=at("2020-12-09 09:00"),
    )
    need_by = {"enterprise": firm.code, "need_by": at("2020-12-11 23:59")}
    story = Formalities(cast).opened("2020-12-10 09:00", "start_up", target="2020-12-11", **need_by)
    cast.principal.enterprise = firm
    cast.principal.save(update_fields=["enterprise"])
    story.authorised("2020-12-10 09:20")
    plan = story.seen("2020-12-10 09:30").plan
    assert {line.latest_start for line in plan.lines.values()} == {date(2020, 12, 10)}
    for step in AgencyStep.objects.filter(file=story.file):
        story.started(step.code, "2020-12-10 10:00")
    assert len({step.department_id for step in story.file.steps.all()}) == 4
    for step in list(story.file.steps.all()):
        story.finished(step.code, "2020-12-10 17:00", *(one.code for one in Material.objects.filter(step=step)))
    assert story.fresh().finished_at == at("2020-12-10 17:00")
    change = EnterpriseInput(name_zh="涪江玩具", status="operating", credit_code="91500102MA5U000A1X")
    register.change_enterprise(firm.code, change, by=cast.office, now=at("2020-12-11 09:00"))
    assert Enterprise.objects.filter(name_zh="涪江玩具").count() == 1
    assert story.fresh().enterprise.credit_code == "91500102MA5U000A1X"


def test_lists_and_files_cost_the_same_however_much_there_is(cast: Cast, django_assert_num_queries) -> None:
    now, in_force = "2020-03-03 09:00", policy(cast.zone, at("2020-03-03 09:00"))
    counted = []
    for much in (1, 6):
        for _each in range(much):
            Formalities(cast).opened(template="factory").authorised().started("filing", "2020-03-02 11:00")
        agency_queries.files(cast.office, in_force)
        with django_assert_num_queries(4):
            rows, _key = agency_queries.files(cast.office, in_force)
        counted.append(len(rows))
        number = rows[0].file.number
        agency_queries.dossier(cast.office, number, now=at(now))
        with django_assert_num_queries(8):
            agency_queries.timeline(agency_queries.dossier(cast.office, number, now=at(now)))
    assert counted == [1, 7]


def test_a_handed_in_file_is_no_orphan(cast: Cast) -> None:
    story = Formalities(cast).opened().given("site", "licence", "2020-03-02 10:00")
    assert list(shelf.orphans(at("2036-03-02 10:00"))) == []
    assert list(shelf.missing_papers()) == []
    one = agency_access.material(cast.clerk, story.material("site", "licence").pk)
    assert one.media_type == "image/jpeg"
    with pytest.raises(Http404):
        agency_access.material(cast.jsj_clerk, one.pk)
    shelf.path_of(one.stored).unlink()
    assert [paper.pk for paper in shelf.missing_papers()] == [one.pk]
