"""A later date for a plan: asked once a leg, in time, decided by the office; the old date stays in the record (R-21)."""

import pytest

from liaison.casework import actions, dispatch_desk, queries
from liaison.casework import inputs as i
from liaison.casework.models import Extension
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
OLD, NEW = at("2020-10-15 17:30"), at("2020-10-30 17:30")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def story(cast: Cast) -> Story:
    """SZJ leads, JSJ joins; the plan runs until Thursday 15 October."""
    told = Story(cast).raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")
    return told.replied("2020-09-28 10:00", "planned", resolve_by="2020-10-15")


def ask(story: Story, when: str = "2020-10-12 09:00", until: str = "2020-10-30", *, by: object = None) -> Story:
    given = i.ExtendInput(until=until, reason="电缆要等厂家排产")
    actions.extend(story.summons("SZJ").pk, given, by=by or story.cast.clerk, now=at(when))
    return story.fresh()


def decide(story: Story, accept: bool, when: str = "2020-10-12 11:00", *, by: object = None, reason: str = "") -> Story:
    given = i.DecideInput(accept=accept, reason=reason)
    actions.decide(story.summons("SZJ").pk, given, by=by or story.cast.office, now=at(when))
    return story.fresh()


def seen(story: Story, who: object, when: str) -> queries.Dossier:
    return queries.dossier(who, story.r.number, now=at(when))


def test_R21_agreed_moves_the_plan_and_tells_the_firm_both_dates(story: Story) -> None:
    reply_due = story.r.reply_due_at
    ask(story)
    assert (story.r.resolve_by, story.r.status) == (OLD, "planned")  # until the office agrees
    step = seen(story, story.cast.principal, "2020-10-12 10:00").step
    assert (step.who, step.what, step.by) == ("office", "decide_extension", OLD)
    assert story.told("extension_asked") == {"linxia", "chenliqun"}
    assert seen(story, story.cast.office, "2020-10-12 10:00").moves.count("decide") == 1
    decide(story, True)
    assert (story.r.resolve_by, story.r.lamp_due_at, story.r.reply_due_at) == (NEW, NEW, reply_due)
    assert story.told("extension_agreed") == {"zhoumin", "liuqi", "luochuan", "hejing", "mayuan", "chenliqun"}
    agreed = story.entries()[-1]
    assert (agreed.kind, agreed.facts["before"], agreed.facts["until"]) == (
        "summons.extension_agreed", OLD.isoformat(), NEW.isoformat(),
    )  # fmt: skip
    assert agreed.text == "电缆要等厂家排产"
    told = [one.kind for one in seen(story, story.cast.principal, "2020-10-12 12:00").happenings]
    assert told[-1] == "summons.extension_agreed" and "summons.extension_asked" not in told
    with refused("extended_before"):
        ask(story, until="2020-11-10")
    assert recompute(export_lines(), exports.calendar()).differences == []  # no clock of the firm has moved


def test_R21_refused_leaves_the_old_date_and_is_final(story: Story) -> None:
    decide(ask(story), False, reason="企业等不起")
    assert story.r.resolve_by == OLD
    assert story.told("extension_refused") == {"luochuan", "hejing", "mayuan", "chenliqun"}
    assert story.kinds()[-1] == "summons.extension_refused"
    with refused("extended_before"):
        ask(story)
    with refused("wrong_status"):
        decide(story, True)


def test_R21_undecided_at_the_old_date_is_refused(story: Story) -> None:
    ask(story)
    story.ticked("2020-10-15 17:30")
    assert Extension.objects.get().state == "asked"  # on time until the last second
    with refused("extension_lapsed"):
        decide(story, True, "2020-10-15 17:31")
    story.ticked("2020-10-15 17:31", "2020-10-15 17:32")
    assert (Extension.objects.get().state, story.r.resolve_by) == ("lapsed", OLD)
    assert story.kinds().count("summons.extension_lapsed") == 1
    assert story.told("extension_lapsed") == {"luochuan", "hejing", "mayuan", "chenliqun", "linxia"}
    assert seen(story, story.cast.office, "2020-10-15 17:33").step.who == "department"
    with refused("wrong_status"):
        decide(story, True, "2020-10-15 17:33")


@pytest.mark.parametrize(("when", "until", "code"), [
    ("2020-10-14 17:30", "2020-10-30", None),  # a working day before, to the second
    ("2020-10-14 17:31", "2020-10-30", "extend_too_late"),
    ("2020-10-15 18:00", "2020-10-30", "extend_too_late"),
    ("2020-10-12 09:00", "2020-10-15", "extend_not_later"),
    ("2020-10-12 09:00", "2020-11-26", None),  # the 30th working day after the old date
    ("2020-10-12 09:00", "2020-11-27", "extend_too_far"),
])  # fmt: skip
def test_R21_asked_in_time_and_not_too_far(story: Story, when: str, until: str, code: str | None) -> None:
    if code is None:
        assert ask(story, when, until).kinds()[-1] == "summons.extension_asked"
        return
    with refused(code):
        ask(story, when, until)
    assert not Extension.objects.exists()
    assert ("extend" in seen(story, story.cast.clerk, when).moves) == (code != "extend_too_late")


def test_R21_only_the_lead_asks_and_only_the_office_decides(story: Story) -> None:
    with refused("wrong_role"):
        ask(story, by=story.cast.jsj_clerk)
    with refused("wrong_role"):
        ask(story, by=story.cast.specialist)
    story.replied("2020-10-09 10:00", "resolved", by=story.cast.jsj_clerk, department="JSJ")
    given = i.ExtendInput(until="2020-10-30", reason="我们也要")
    with refused("wrong_role"):
        actions.extend(story.summons("JSJ").pk, given, by=story.cast.jsj_clerk, now=at("2020-10-12 09:00"))
    ask(story)
    for somebody in (story.cast.specialist, story.cast.clerk, story.cast.chief, story.cast.principal):
        with refused("wrong_role"):
            decide(story, True, by=somebody)


def test_R16_a_long_plan_is_a_plan_and_a_later_date_that_the_office_decides(cast: Cast) -> None:
    story = Story(cast).raised().whistled()
    with refused("plan_needs_office"):
        story.replied("2020-09-28 10:00", "planned", resolve_by="2020-12-18")
    story.replied("2020-09-28 10:00", "planned", resolve_by="2020-11-12")
    decide(ask(story, "2020-09-28 10:05", "2020-12-18"), True, "2020-09-28 11:00")
    assert story.r.resolve_by == at("2020-12-18 17:30")


def test_what_was_asked_ends_with_its_plan_and_a_new_leg_may_ask_again(story: Story) -> None:
    ask(story)
    story.did("dispute", i.ReasonInput(text="太久了"), "2020-10-12 10:00", by=story.cast.principal)
    with refused("wrong_status"):
        decide(story, True)
    story.ticked("2020-10-16 09:00")
    assert Extension.objects.get().state == "lapsed"
    assert "summons.extension_lapsed" not in story.kinds()
    story.whistled("2020-10-16 10:00").replied("2020-10-16 11:00", "planned", resolve_by="2020-10-29")
    assert ask(story, "2020-10-16 12:00", "2020-11-05").kinds()[-1] == "summons.extension_asked"


def test_the_office_finds_it_on_its_desk(story: Story) -> None:
    in_force = policy(story.cast.zone, at("2020-10-12 10:00"))
    desk = dispatch_desk.dispatch_desk(story.cast.office, "decline", in_force)
    assert (desk.counts["decline"], desk.rows) == (0, [])
    ask(story)
    desk = dispatch_desk.dispatch_desk(story.cast.office, "decline", in_force)
    assert desk.counts["decline"] == 1 and desk.rows[0].row.extension is not None
    decide(story, False)
    assert dispatch_desk.dispatch_desk(story.cast.office, "decline", in_force).counts["decline"] == 0
