"""会商: proposed, agreed by two, held with members and duties, cancelled; what it does to both clocks (R-18, R-19, R-20)."""

from typing import Any

import pytest

from liaison.casework import access, proof, queries
from liaison.casework import inputs as i
from liaison.casework.models import Consultation, Duty, Member, ProgressNote
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
PROPOSED, AGREED = "2020-09-28 09:00", "2020-09-28 11:00"  # a Monday; the reply is due on Tuesday 29 September, 17:30


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58").reported_in("2020-09-25 17:20")


def propose(story: Story, when: str = PROPOSED, *, by: Any = None, **more: Any) -> Story:
    given = {"why": "涉及供电和市政两家", "members": ["JSJ", "ZHF"], "next_progress_on": "2020-09-30", **more}
    return story.did("consult", i.ConsultInput(**given), when, by=by or story.cast.clerk)


def agree(story: Story, when: str = AGREED, *, by: Any, agree: bool = True, reason: str = "") -> Story:
    return story.did("agree_consultation", i.AgreeInput(agree=agree, reason=reason), when, by=by)


def agreed(story: Story, **more: Any) -> Story:
    propose(story, **more)
    agree(story, by=story.cast.specialist)
    return agree(story, "2020-09-28 11:30", by=story.cast.office).fresh()


def cancel(story: Story, when: str, *, by: Any) -> Story:
    return story.did("cancel_consultation", i.CancelInput(reason="一家就能办"), when, by=by).fresh()


def seen(story: Story, who: Any, when: str) -> queries.Dossier:
    return queries.dossier(who, story.r.number, now=at(when))


def counted_again() -> list[Any]:
    return list(recompute(export_lines(), exports.calendar()).differences)


def test_R18_two_agree_and_the_firms_clock_stops_with_the_department_in_time(story: Story) -> None:
    c = story.cast
    propose(story)
    assert (story.r.status, story.r.replied_at) == ("whistled", None)  # nothing stops until both have agreed
    assert story.told("consultation_proposed") == {"chenliqun", "linxia"}
    step = seen(story, c.principal, "2020-09-28 10:00").step
    assert (step.who, step.what, step.by) == ("specialist", "agree", at("2020-09-28 17:30"))
    agree(story, by=c.specialist)
    assert (story.r.status, seen(story, c.office, "2020-09-28 11:10").step.who) == ("whistled", "office")
    agree(story, "2020-09-29 10:00", by=c.office).fresh()
    assert (story.r.status, story.r.replied_at, story.r.next_progress_at) == (
        "consulting", at("2020-09-29 10:00"), at("2020-09-30 17:30"),
    )  # fmt: skip
    summons, entry = story.summons(), story.entries()[-1]
    assert (summons.status, summons.replied_at) == ("replied", at(PROPOSED))
    assert entry.facts["clock"]["verdict"] == "on_time" and entry.facts["own_clock"]["verdict"] == "on_time"
    told = story.told("consultation_agreed")
    assert {"zhoumin", "liuqi", "luochuan", "wubin", "chenliqun"} <= told  # the firm the same day, members too
    lead = seen(story, c.clerk, "2020-09-29 11:00")
    assert (lead.lamp, lead.step.what) == ("due_soon", "progress")
    assert {"progress", "conclude", "arrange", "minutes"} <= set(lead.moves) and "reply" not in lead.moves
    firm = [one.kind for one in seen(story, c.principal, "2020-09-29 11:00").happenings]
    assert "consultation.agreed" in firm and "consultation.proposed" not in firm
    assert counted_again() == []


def test_R18_proposed_late_is_allowed_and_the_breach_stands(story: Story) -> None:
    propose(story, "2020-09-29 17:31", next_progress_on="2020-10-09")
    agree(story, "2020-09-30 09:00", by=story.cast.specialist)
    agree(story, "2020-09-30 12:00", by=story.cast.office).fresh()
    entry = story.entries()[-1]
    assert (entry.facts["own_clock"]["verdict"], entry.facts["clock"]["verdict"]) == ("late", "late")
    # Until the deciders' own limit passes, the wait is of whoever was late before them.
    assert entry.facts["clock"]["parts"] == [{"kind": "department", "code": "SZJ", "minutes": 1110}]
    assert counted_again() == []


def test_R18_agreed_late_is_the_wait_of_those_who_had_to_agree(story: Story) -> None:
    propose(story, "2020-09-28 09:00", next_progress_on="2020-09-30")
    story.ticked("2020-09-29 18:00", "2020-09-30 09:00")
    assert not [one for one in story.entries() if one.kind == "clock.overdue" and one.facts["promise"] == "summons"]
    agree(story, "2020-09-29 18:00", by=story.cast.specialist)
    agree(story, "2020-09-30 09:00", by=story.cast.office).fresh()
    clock = story.entries()[-1].facts["clock"]
    assert (clock["verdict"], clock["overrun_minutes"]) == ("late", 930)
    assert clock["parts"] == [
        {"kind": "specialist", "code": "chenliqun", "minutes": 30}, {"kind": "office", "code": "", "minutes": 900},
    ]  # fmt: skip
    assert story.entries()[-1].facts["own_clock"]["verdict"] == "on_time"
    page = proof.seen(story.cast.specialist, story.r.number, now=at("2020-09-30 10:00")).answer
    assert sum(part["minutes"] for part in page["overrun_parts"]) == 930
    assert counted_again() == []


def test_R18_a_word_that_does_not_come_is_said_once_to_those_who_owe_it(story: Story) -> None:
    c = story.cast
    propose(story)
    story.ticked("2020-09-28 17:30")
    assert "consultation.undecided" not in story.kinds()
    story.ticked("2020-09-28 17:31", "2020-09-28 17:32", "2020-09-29 08:50")
    [said] = [one for one in story.entries() if one.kind == "consultation.undecided"]
    assert (said.facts["awaits"], said.facts["decide_by"]) == ("specialist", at("2020-09-28 17:30").isoformat())
    assert story.told("consultation_undecided") == {"chenliqun", "linxia"}
    assert "consultation.undecided" not in [one.kind for one in seen(story, c.principal, "2020-09-29 09:00").happenings]
    # Proposed anew after a refusal, it is owed anew.
    agree(story, "2020-09-29 09:00", by=c.office, agree=False, reason="先请供电说清楚")
    propose(story, "2020-09-29 09:30")
    agree(story, "2020-09-29 10:00", by=c.specialist)
    story.ticked("2020-09-29 17:31", "2020-09-29 17:32")
    said = [one.facts["awaits"] for one in story.entries() if one.kind == "consultation.undecided"]
    assert said == ["specialist", "office"]
    assert counted_again() == []


def test_R18_refused_by_either_and_the_old_due_stands(story: Story) -> None:
    due = story.summons().due_at
    propose(story)
    agree(story, by=story.cast.office, agree=False, reason="供电一家就能定").fresh()
    assert (story.r.status, story.summons().due_at, story.summons().status) == ("whistled", due, "reported_in")
    assert story.told("consultation_refused") == {"luochuan", "hejing", "mayuan", "chenliqun"}
    with refused("nothing_to_agree"):
        agree(story, by=story.cast.specialist)
    propose(story, "2020-09-28 15:00", members=["YJJ"])  # with better reasons it may be proposed again
    assert [one.department.code for one in Member.objects.select_related("department")] == ["YJJ"]
    story.replied("2020-09-29 09:00")
    assert Consultation.objects.get().state == "lapsed"
    assert counted_again() == []


def test_R18_a_specialist_who_proposes_has_agreed_and_calls_the_lead(cast: Cast) -> None:
    story = Story(cast).raised("2020-09-25 16:40").did("take", i.TextInput(), "2020-09-25 16:45", by=cast.specialist)
    with refused("no_department"):
        propose(story, by=cast.specialist)
    with refused("external_department"):
        propose(story, by=cast.specialist, lead="HGS")
    propose(story, by=cast.specialist, lead="SZJ")
    assert (story.r.status, story.summons().part) == ("whistled", "lead")
    assert story.told("summoned") == {"luochuan", "hejing", "mayuan"}
    with refused("agreed_before"):
        agree(story, by=cast.specialist)
    agree(story, by=cast.office)
    assert story.r.status == "consulting"
    assert counted_again() == []


def test_R18_who_may_and_when(story: Story) -> None:
    c = story.cast
    for nobody in (c.office, c.principal, c.leader):
        with refused("wrong_role"):
            propose(story, by=nobody)
    with refused("wrong_role"):
        propose(story, by=c.chief)  # the chief only the second time
    for more, code in (
        ({"members": ["JSJ", "JSJ"]}, "department_twice"), ({"members": ["XXX"]}, "unknown_department"),
        ({"lead": "JSJ"}, "lead_stays"), ({"next_progress_on": "2020-09-27"}, "date_passed"),
        ({"next_progress_on": "2020-10-12"}, "progress_too_far"),
    ):  # fmt: skip
        with refused(code):
            propose(story, **more)
    propose(story)
    with refused("consulting_already"):
        propose(story, by=c.specialist)
    for nobody in (c.chief, c.clerk, c.principal):
        with refused("wrong_role"):
            agree(story, by=nobody)
    with refused("wrong_status"):
        cancel(story, AGREED, by=c.office)


def test_R18_cancelled_is_a_fresh_limit_and_the_second_toggle_is_the_chiefs(story: Story) -> None:
    c = story.cast
    agreed(story)
    with refused("wrong_role"):
        cancel(story, "2020-09-29 09:00", by=c.chief)
    cancel(story, "2020-09-29 09:00", by=c.office)
    again = story.summons()
    assert (story.r.status, again.status, again.due_at) == ("whistled", "sent", at("2020-10-10 17:30"))
    assert story.r.lamp_due_at == again.due_at  # by then the firm hears, though its clock of this leg has stopped
    assert seen(story, c.principal, "2020-09-29 09:10").step.what == "reply"
    story.reported_in("2020-09-29 09:30")
    for somebody in (c.clerk, c.specialist):
        with refused("chief_only"):
            propose(story, "2020-09-29 10:00", by=somebody, next_progress_on="2020-09-30")
    assert "consult" not in seen(story, c.clerk, "2020-09-29 10:00").moves
    propose(story, "2020-09-29 10:00", by=c.chief, next_progress_on="2020-09-30")
    agree(story, "2020-09-29 10:10", by=c.specialist)
    agree(story, "2020-09-29 10:20", by=c.office)
    for somebody in (c.office, c.specialist):
        with refused("chief_only"):
            cancel(story, "2020-09-30 09:00", by=somebody)
    cancel(story, "2020-09-30 09:00", by=c.chief)
    story.replied("2020-10-09 09:00", "planned", resolve_by="2020-10-30")
    assert story.r.lamp_due_at == at("2020-10-30 17:30")
    assert counted_again() == []


def test_R19_the_cycle_and_its_miss(story: Story) -> None:
    agreed(story)
    given = i.ProgressInput(text="等供电公司图纸", next_progress_on="2020-10-13")
    with refused("progress_too_far"):
        story.did("progress", given, "2020-09-30 09:00", by=story.cast.clerk)
    given = i.ProgressInput(text="等供电公司图纸", next_progress_on="2020-10-10")
    story.did("progress", given, "2020-09-30 09:00", by=story.cast.clerk).fresh()
    note = ProgressNote.objects.get()
    assert (note.due_at, story.r.lamp_due_at) == (at("2020-09-30 17:30"), at("2020-10-10 17:30"))
    story.ticked("2020-10-10 17:31", "2020-10-10 17:32")
    missed = [one for one in story.entries() if one.kind == "clock.overdue"]
    assert [one.facts["due_at"] for one in missed] == [at("2020-10-10 17:30").isoformat()]
    assert seen(story, story.cast.office, "2020-10-10 17:33").lamp == "overdue"


def test_R20_held_with_members_minutes_and_duties(story: Story) -> None:
    c = story.cast
    agreed(story, outside=[{"name": "秦工", "unit": "供电公司", "phone": "023-88880055", "email": "qin@power.example"}])
    assert access.visible(c.jsj_clerk).filter(pk=story.r.pk).exists()  # a member reads
    assert not access.visible(c.yjj_clerk).filter(pk=story.r.pk).exists()
    reads = seen(story, c.jsj_clerk, "2020-09-28 12:00")
    assert reads.standing.audience == "department" and reads.moves == []
    place = {"place": "管委会三楼会议室", "meets_at": "2020-09-29 14:00"}
    with refused("date_passed"):
        story.did(
            "arrange", i.ArrangeInput(**{**place, "meets_at": "2020-09-28 11:00"}), "2020-09-28 12:00", by=c.clerk
        )
    story.did("arrange", i.ArrangeInput(**place, members=["JSJ", "YJJ"]), "2020-09-28 12:00", by=c.clerk)
    assert story.entries()[-1].facts["joined"] == ["YJJ"] and story.entries()[-1].facts["left"] == ["ZHF"]
    assert {"wubin", "sunlan", "chenliqun"} <= story.told("meeting_set")
    story.ticked("2020-09-30 17:30", "2020-09-30 17:31", "2020-09-30 17:32")
    assert story.kinds().count("consultation.minutes_missed") == 1  # a working day after it was to be held
    given = {"text": "供电公司十月底前换缆", "met_at": "2020-09-29 14:05"}
    with refused("not_member"):
        duty = {"department": "ZHF", "what": "协调", "due_on": "2020-10-20"}
        story.did("minutes", i.MinutesInput(**given, duties=[duty]), "2020-09-30 17:40", by=c.clerk)
    duties = [{"department": "JSJ", "what": "出开挖许可", "due_on": "2020-10-20"}]
    story.did("minutes", i.MinutesInput(**given, duties=duties), "2020-09-30 17:40", by=c.clerk)
    assert story.entries()[-1].facts["late"] is True
    with refused("wrong_role"):
        story.did("duty_done", i.DutyDoneInput(duty=Duty.objects.get().pk), "2020-10-09 10:00", by=c.yjj_clerk)
    assert "duty_done" in seen(story, c.jsj_clerk, "2020-10-09 10:00").moves
    story.did("duty_done", i.DutyDoneInput(duty=Duty.objects.get().pk), "2020-10-09 10:00", by=c.jsj_clerk)
    with refused("duty_done_before"):
        story.did("duty_done", i.DutyDoneInput(duty=Duty.objects.get().pk), "2020-10-09 10:01", by=c.clerk)
    done = i.OutcomeInput(outcome="resolved", text="电缆换好了")
    story.did("conclude", done, "2020-10-09 11:00", by=c.clerk).fresh()
    assert (story.r.status, Consultation.objects.get().state) == ("answered", "concluded")
    assert access.visible(c.jsj_clerk).filter(pk=story.r.pk).exists()  # and reads afterwards
    assert counted_again() == []


def test_R18_a_duplicate_undone_is_in_consultation_still(story: Story) -> None:
    agreed(story)
    other = Story(story.cast).raised("2020-09-25 16:41")
    story.did("link", i.LinkInput(into=other.r.number), "2020-09-28 12:00", by=story.cast.office)
    story.did("unlink", i.Nothing(), "2020-09-28 13:00", by=story.cast.office).fresh()
    assert (story.r.status, Consultation.objects.get().state) == ("consulting", "agreed")
    story.did("withdraw", i.TextInput(), "2020-09-28 14:00", by=story.cast.principal)
    assert Consultation.objects.get().state == "lapsed"
    assert counted_again() == []
