"""批示 and 督办单: numbered, owed by a date, answered, asked again, closed; the firm sees none of it (R-22)."""

import pytest

from liaison.casework import actions, instructions, queries
from liaison.casework import inputs as i
from liaison.casework.models import Instruction
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
FRIDAY, SUNDAY = "2020-09-25 18:00", at("2020-09-27 17:30")  # the Sunday is made up


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")


def instructed(story: Story, when: str = FRIDAY, *, by: object = None, **given: object) -> Instruction:
    words = i.InstructInput(text="请三日内办结", **given)
    actions.instruct(story.r.pk, words, by=by or story.cast.leader, now=at(when))
    return Instruction.objects.latest("pk")


def answered(order: Instruction, by: object, when: str = "2020-09-27 09:00") -> None:
    actions.answer_instruction(order.pk, i.ReasonInput(text="电缆今晚换好"), by=by, now=at(when))
    order.refresh_from_db()


def test_R22_an_instruction_is_numbered_owed_and_unseen_by_the_firm(story: Story) -> None:
    cast, before = story.cast, story.fresh().r.moved_at
    order = instructed(story)
    assert (order.number, order.department, order.due_at, order.state) == ("DD2020-0001", cast.d.SZJ, SUNDAY, "open")
    assert story.told("instructed") == {"luochuan", "hejing", "mayuan"}
    assert story.told("instruction_noted") == {"chenliqun"}
    seen = {
        who: [one.kind for one in queries.dossier(getattr(cast, who), story.r.number, now=SUNDAY).happenings]
        for who in ("principal", "clerk", "jsj_clerk", "specialist")
    }
    assert [who for who, kinds in seen.items() if "instruction.given" in kinds] == ["clerk", "jsj_clerk", "specialist"]
    assert (story.fresh().r.moved_at, story.r.status) == (before, "whistled")
    to_specialist = instructed(story, addressee="specialist")
    assert (to_specialist.number, to_specialist.department) == ("DD2020-0002", None)
    read = instructed(story, answer=False)
    assert (read.number, read.state, read.due_at) == ("", "closed", None)
    assert instructed(story, "2021-01-04 09:00").number == "DD2021-0001"
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_who_may_instruct_whom_and_by_when(story: Story) -> None:
    cast = story.cast
    for nobody in (cast.office, cast.specialist, cast.clerk, cast.principal):
        with refused("wrong_role"):
            instructed(story, by=nobody)
    with refused("date_passed"):
        instructed(story, answer_by="2020-09-25")  # half an hour after close of business
    unled = Story(cast).raised()
    with refused("nobody_leads"):
        instructed(unled, addressee="lead")
    assert instructed(unled).department is None
    own = Story(cast).raised(
        by=cast.office, enterprise="E0003", channel="phone"
    )  # without a specialist the chief holds it
    answered(instructed(own), cast.chief)
    unled.did("withdraw", i.TextInput(), FRIDAY, by=cast.principal)
    with refused("wrong_status"):
        instructed(unled)
    assert Instruction.objects.count() == 2


def test_only_whoever_owes_it_answers_also_after_the_summons_has_ended(story: Story) -> None:
    cast, order = story.cast, instructed(story)
    story.replied("2020-09-25 18:30")
    assert [one.pk for one in instructions.owed(cast.clerk)] == [order.pk]
    assert instructions.owed(cast.jsj_clerk) == instructions.owed(cast.specialist) == []
    for other in (cast.jsj_clerk, cast.specialist, cast.leader):
        with refused("wrong_role"):
            answered(order, other)
    answered(order, cast.clerk)
    assert (order.state, order.answered_by) == ("answered", cast.clerk)
    assert story.entries()[-1].facts == {
        "instruction": order.pk, "order": order.number, "department": "SZJ", "late": False,
    }  # fmt: skip
    assert story.told("instruction_answered") == {"gaoyuan"}
    with refused("instruction_moved_on"):
        answered(order, cast.head)
    assert instructions.owed(cast.clerk) == []


def test_asked_again_keeps_the_number_and_closed_is_the_end(story: Story) -> None:
    cast, order = story.cast, instructed(story)
    with refused("instruction_moved_on"):
        actions.ask_again(order.pk, i.AskAgainInput(text="原因呢"), by=cast.leader, now=at(FRIDAY))
    answered(order, cast.clerk)
    for nobody in (cast.office, cast.clerk):
        with refused("wrong_role"):
            actions.close_instruction(order.pk, i.TextInput(), by=nobody, now=at("2020-09-27 10:00"))
    actions.ask_again(
        order.pk, i.AskAgainInput(text="原因呢", answer_by="2020-09-29"), by=cast.chief, now=at("2020-09-27 10:00")
    )
    order.refresh_from_db()
    assert (order.number, order.state, order.due_at, order.answer) == (
        "DD2020-0001",
        "open",
        at("2020-09-29 17:30"),
        None,
    )
    answered(order, cast.head, "2020-09-30 09:00")
    assert story.entries()[-1].facts["late"] is True
    actions.close_instruction(order.pk, i.TextInput(), by=cast.leader, now=at("2020-09-30 10:00"))
    assert story.told("instruction_closed") == {"luochuan", "hejing", "mayuan"}
    with refused("instruction_moved_on"):
        actions.close_instruction(order.pk, i.TextInput(), by=cast.chief, now=at("2020-09-30 11:00"))


def test_R22_the_clock_says_once_that_no_answer_came(story: Story) -> None:
    order = instructed(story)
    story.ticked("2020-09-27 17:30")
    assert "instruction.overdue" not in story.kinds()
    story.ticked("2020-09-27 17:31", "2020-09-27 17:32")
    assert story.kinds().count("instruction.overdue") == 1
    assert story.told("instruction_overdue") == {"luochuan", "hejing", "mayuan", "chenliqun", "gaoyuan"}
    answered(order, story.cast.clerk)
    actions.ask_again(order.pk, i.AskAgainInput(text="原因呢"), by=story.cast.leader, now=at("2020-09-28 10:00"))
    story.ticked("2020-09-29 17:31")  # a new date is missed anew
    assert story.kinds().count("instruction.overdue") == 2


def test_the_list_is_by_date_and_narrowed_by_department_and_lamp(story: Story) -> None:
    cast, now = story.cast, at("2020-09-28 10:00")
    late, soon, later = (instructed(story, answer_by=day) for day in ("2020-09-27", "2020-09-29", "2020-10-15"))
    to_specialist = instructed(story, addressee="specialist", answer_by="2020-09-28")
    instructed(story, answer=False)  # owes nothing, is in no list

    def listed(who: object, **by: str) -> list[int]:
        return [one.pk for one in instructions.listing(who, "open", policy(cast.zone, now), **by).rows]

    assert listed(cast.leader) == [late.pk, to_specialist.pk, soon.pk, later.pk]
    assert listed(cast.leader, lamp="overdue") == [late.pk]
    assert listed(cast.leader, lamp="due_soon", department="SZJ") == [soon.pk]
    assert listed(cast.leader, lamp="normal") == [later.pk]
    assert listed(cast.leader, department="specialist") == [to_specialist.pk]
    assert listed(cast.clerk) == [late.pk, soon.pk, later.pk] and listed(cast.specialist) == listed(cast.leader)
    assert listed(cast.jsj_clerk) == listed(cast.principal) == listed(cast.outside_specialist) == []
    seen = instructions.listing(cast.leader, "open", policy(cast.zone, now))
    assert seen.counts == {"open": 4, "answered": 0, "closed": 0, "all": 4}
    assert seen.departments == [("SZJ", "市政管护科", 3), ("specialist", "", 1)]
