"""共性事项 (N6): proposed by likeness, decided by people; one text for all reaches each firm by its own act, and nobody reads another's."""

import pytest

from liaison.casework import actions, common, queries
from liaison.casework import inputs as i
from liaison.casework.common_inputs import CommonAnswerInput, CommonInput, DifferentInput, PartInput
from liaison.casework.models import CommonWork
from liaison.record import export_lines, happenings
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at
from tests.rules.test_common import LANE

pytestmark = pytest.mark.django_db
NOW = at("2020-09-25 16:00")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def lane(cast: Cast) -> list[Story]:
    """The same trouble of three firms: with a department, in hand, and raised only."""
    first = Story(cast).raised("2020-09-25 09:00", text=LANE[0]).whistled("2020-09-25 10:00", "SZJ", "JSJ")
    second = Story(cast).raised("2020-09-25 09:10", text=LANE[1], by=cast.outsider)
    second.did("take", i.TextInput(), "2020-09-25 09:20", by=cast.outside_specialist)
    third = Story(cast).raised("2020-09-25 09:30", text=LANE[2], by=cast.office, enterprise="E0003", channel="phone")
    return [first, second, third]


def made(lane: list[Story], *, by: object = None, when: str = "2020-09-25 15:00", **given: object) -> CommonWork:
    numbers = [one.r.number for one in lane]
    wanted = CommonInput(**{"title": "园区大道重车专用道", "requests": numbers, **given})
    return actions.make_common(wanted, by=by or lane[0].cast.office, now=at(when))


def proposed(cast: Cast) -> list[tuple[set[str], str | None]]:
    return [
        ({one.number for one in found.members}, found.work)
        for found in common.proposals(cast.zone.pk, policy(cast.zone, NOW))
    ]


def test_N6_alike_requests_of_different_firms_are_proposed_until_somebody_says_no(
    lane: list[Story], django_assert_num_queries: object
) -> None:
    cast, numbers = lane[0].cast, [one.r.number for one in lane]
    for n, text in enumerate(("员工子女秋季入学名额不够", "厂区停水", "三号路积水严重")):
        Story(cast).raised(f"2020-09-25 11:0{n}", text=text)
    ended = Story(cast).raised("2020-07-01 09:00", text=LANE[3], by=cast.outsider)
    ended.did("withdraw", i.TextInput(), "2020-07-02 09:00", by=cast.outsider)
    assert proposed(cast) == [(set(numbers), None)]
    in_force = policy(cast.zone, NOW)
    _ = in_force.days("common_recent")
    with django_assert_num_queries(3):  # type: ignore[operator]
        common.proposals(cast.zone.pk, in_force)
    with refused("wrong_role"):
        actions.call_different(DifferentInput(request=numbers[2], others=numbers[:2]), by=cast.leader, now=NOW)
    with refused("same_request"):
        actions.call_different(DifferentInput(request=numbers[2], others=numbers[2:]), by=cast.office, now=NOW)
    for _twice in range(2):
        actions.call_different(DifferentInput(request=numbers[2], others=numbers[:2]), by=cast.chief, now=NOW)
    assert proposed(cast) == [(set(numbers[:2]), None)]
    work = made(lane[:2])
    assert proposed(cast) == []
    later = Story(cast).raised("2020-09-25 15:30", text=LANE[3], by=cast.outsider)
    assert proposed(cast) == [({later.r.number}, work.number)]  # to be added to what is there


def test_N6_a_person_makes_one_work_of_them_and_each_keeps_its_clock(lane: list[Story]) -> None:
    cast, numbers = lane[0].cast, [one.r.number for one in lane]
    before = [(one.r.status, one.r.reply_due_at, one.r.lamp_due_at) for one in (story.fresh() for story in lane)]
    own = Story(cast).raised("2020-09-25 09:40", text=LANE[3])
    gone = (
        Story(cast)
        .raised("2020-09-25 09:50", text=LANE[3])
        .did("withdraw", i.TextInput(), "2020-09-25 10:00", by=cast.principal)
    )
    for by, given, code in (
        (cast.leader, numbers, "wrong_role"),
        (cast.specialist, numbers, "wrong_role"),
        (cast.office, ["2020-9999"], "unknown_request"),
        (cast.office, [numbers[0], own.r.number], "too_few_firms"),
        (cast.office, [numbers[1], gone.r.number], "not_for_common"),
    ):
        with refused(code):
            made(lane, by=by, requests=given)
    with refused("external_department"):
        made(lane, department="HGS")
    work = made(lane, department="SZJ")
    assert (work.number, work.state, work.department) == ("GX2020-0001", "open", cast.d.SZJ)
    assert before == [
        (one.r.status, one.r.reply_due_at, one.r.lamp_due_at) for one in (story.fresh() for story in lane)
    ]
    assert lane[0].told("common_joined") == {"chenliqun"} and lane[2].told("common_joined") == {"tangyi"}
    with refused("in_common_work"):
        made(lane)
    actions.add_part(work.number, PartInput(request=own.r.number), by=cast.chief, now=NOW)
    with refused("not_in_work"):
        actions.remove_part(work.number, PartInput(request=gone.r.number), by=cast.office, now=NOW)
    actions.remove_part(work.number, PartInput(request=own.r.number), by=cast.office, now=NOW)
    with refused("common_waits"):
        actions.finish_common(work.number, i.Nothing(), by=cast.office, now=NOW)
    actions.dissolve_common(work.number, i.Nothing(), by=cast.office, now=NOW)
    with refused("common_over"):
        actions.add_part(work.number, PartInput(request=own.r.number), by=cast.office, now=NOW)
    assert made(lane, when="2020-09-25 15:10").number == "GX2020-0002"
    assert [one.kind for one in happenings("QJ", "GX2020-0001")] == [
        "common.made", "common.added", "common.removed", "common.dissolved",
    ]  # fmt: skip
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_N6_who_reads_what_of_it(lane: list[Story]) -> None:
    cast, work = lane[0].cast, made(lane)
    read = {
        name: [part.row.r.number for part in common.parts(one, common.number_for(one, work.number), policy(cast.zone, NOW))]
        for name, one in cast.everybody().items()
        if common.visible(one).exists()
    }  # fmt: skip
    every, first = [one.r.number for one in lane], [lane[0].r.number]
    assert read == {
        "chief": every, "leader": every, "office": every, "specialist": first, "outside_specialist": [lane[1].r.number],
        "clerk": first, "second_clerk": first, "head": first, "jsj_clerk": first,
    }  # fmt: skip
    for name, seen in (
        ("principal", ("", "")),
        ("clerk", ("", "")),
        ("specialist", (work.number, "园区大道重车专用道")),
    ):
        found = queries.dossier(getattr(cast, name), lane[0].r.number, now=NOW)
        assert found.common is not None and (found.common.firms, found.common.number, found.common.title) == (3, *seen)
    assert not {"common.joined"} & {
        one.kind for one in queries.dossier(cast.principal, lane[0].r.number, now=NOW).happenings
    }


def test_N6_one_text_for_all_is_each_firms_own_progress_note(lane: list[Story]) -> None:
    cast, work = lane[0].cast, made(lane)
    lane[1].whistled("2020-09-25 15:10", "SZJ", by=cast.outside_specialist)
    note = i.ProgressInput(text="设计已定，下周三前划线", next_progress_on="2020-09-28")
    told = actions.tell_common(work.number, note, by=cast.office, now=NOW)
    assert told.done == [lane[0].r.number, lane[1].r.number]
    assert [(number, no.code) for number, no in told.left] == [(lane[2].r.number, "wrong_status")]
    for story in lane[:2]:
        assert story.entries()[-1].kind == "request.progress" and story.entries()[-1].text == note.text
        assert story.fresh().r.next_progress_at == at("2020-09-28 17:30")
    assert lane[0].told("progress") == {"zhoumin", "liuqi", "chenliqun"} and lane[1].told("progress") == {
        "wuhe",
        "zhaolei",
    }
    own = actions.tell_common(work.number, note, by=cast.specialist, now=NOW)  # of the requests that are his
    assert (own.done, own.left) == ([lane[0].r.number], [])
    for by, text, code in ((cast.leader, note, "wrong_role"), (cast.jsj_clerk, note, "wrong_role")):
        with refused(code):
            actions.tell_common(work.number, text, by=by, now=NOW)
    with refused("date_passed"):
        actions.tell_common(
            work.number, note.model_copy(update={"next_progress_on": NOW.date().replace(day=1)}), by=cast.chief, now=NOW
        )
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_N6_one_answer_for_all_goes_by_each_requests_own_act(lane: list[Story]) -> None:
    cast, work = lane[0].cast, made(lane)
    lane[1].whistled("2020-09-25 15:10", "SZJ", by=cast.outside_specialist)
    plan = CommonAnswerInput(outcome="planned", text="外侧车道改重车专用", resolve_by="2020-10-15")
    told = actions.answer_common(work.number, plan, by=cast.clerk, now=NOW)
    assert (told.done, told.left) == ([lane[0].r.number, lane[1].r.number], [])
    with refused("no_common_plan"):
        actions.answer_common(work.number, plan, by=cast.clerk, now=NOW)
    with refused("wrong_role"):
        actions.answer_common(work.number, plan, by=cast.office, now=NOW)
    lane[1].did("conclude", i.OutcomeInput(outcome="resolved", text="已划线"), "2020-09-25 16:10", by=cast.clerk)
    done = CommonAnswerInput(outcome="resolved", text="重车专用道已开通")
    later = at("2020-09-27 10:00")
    told = actions.answer_common(work.number, done, by=cast.clerk, now=later)
    assert told.done == [lane[0].r.number] and [(one, no.code) for one, no in told.left] == [
        (lane[1].r.number, "wrong_status")
    ]
    assert [story.kinds()[-1] for story in lane[:2]] == ["request.concluded"] * 2
    assert lane[0].fresh().r.confirm_due_at != lane[1].fresh().r.confirm_due_at  # each its own confirmation
    lane[0].did("confirm", i.TextInput(), "2020-09-27 11:00", by=cast.principal)
    assert (lane[0].r.status, lane[1].fresh().r.status) == ("closed", "answered")
    actions.remove_part(work.number, PartInput(request=lane[2].r.number), by=cast.office, now=later)
    assert actions.finish_common(work.number, i.Nothing(), by=cast.office, now=later).state == "done"
    assert recompute(export_lines(), exports.calendar()).differences == []
