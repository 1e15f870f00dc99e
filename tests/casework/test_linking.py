"""One work, many replies: requests handled together with a lead, and undone; each keeps its own clock, reply and confirmation (R-12)."""

import pytest
from django.forms.models import model_to_dict

from liaison.casework import following, proof, queries
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Summons
from liaison.notices.models import Notice
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.models import Assignment
from liaison.rules.refusals import Refused
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
LANE = "三号路大货车道坑洼，货车进不来"
SAME_LANE = "三号路货车道坑洼严重，大货车不敢走"


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def lead(cast: Cast) -> Story:
    """The other firm's, served by another specialist, SZJ at work on it."""
    told = Story(cast).raised("2020-09-25 09:00", by=cast.outsider, text=LANE)
    return told.whistled("2020-09-25 10:00", by=cast.outside_specialist)


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised("2020-09-25 14:00", text=SAME_LANE)


def link(story: Story, into: Story | str, *, by: object = None, when: str = "2020-09-25 15:00") -> Story:
    number = into if isinstance(into, str) else into.r.number
    return story.did("link", i.LinkInput(into=number), when, by=by or story.cast.specialist).fresh()


def unlink(story: Story, *, by: object = None, when: str = "2020-09-25 16:00") -> Story:
    return story.did("unlink", i.Nothing(), when, by=by or story.cast.specialist).fresh()


def seen(story: Story, who: object, when: str = "2020-09-25 15:30") -> queries.Dossier:
    return queries.dossier(who, story.r.number, now=at(when))


def state(story: Story) -> dict[str, object]:
    kept = model_to_dict(ServiceRequest.objects.get(pk=story.r.pk))
    return {name: value for name, value in kept.items() if name != "moved_at"}


def test_R12_a_linked_request_keeps_everything_of_its_own_and_undoing_leaves_no_trace(
    lead: Story, story: Story
) -> None:
    before, other = state(story), state(lead)
    link(story, lead)
    assert state(story) == {**before, "lead_request": lead.r.pk}
    assert story.told("linked") == {"zhoumin", "liuqi"}
    assert seen(story, story.cast.specialist).lead_request == lead.r.number
    unlink(story)
    assert (state(story), state(lead)) == (before, other)
    assert [one for one in story.kinds() if "link" in one] == ["request.linked", "request.unlinked"]
    assert ServiceRequest.objects.count() == 2
    with refused("not_linked"):
        unlink(story)


def test_R12_who_reads_what_of_it(lead: Story, story: Story) -> None:
    link(story, lead)
    cast = story.cast
    for reader, opens in ((cast.office, True), (cast.chief, True), (cast.specialist, False), (cast.principal, False)):
        of_lead = seen(story, reader).links.lead
        assert of_lead is not None and (of_lead.seen, of_lead.same_firm) == (opens, False)
    for reader, listed in (
        (cast.office, [story.r.number]),
        (cast.outside_specialist, []),
        (cast.outsider, []),
        (cast.clerk, []),
    ):
        links = seen(lead, reader).links
        assert ([one.number for one in links.followers], links.count) == (listed, 1)


def test_R12_a_specialist_links_what_he_sees_or_what_reads_alike(lead: Story, story: Story, cast: Cast) -> None:
    other = Story(cast).raised("2020-09-25 14:10", text="员工子女秋季入学名额不够")
    for number in (lead.r.number, "2020-9999"):  # unlike and out of sight is as if it were not there
        with refused("unknown_request"):
            link(other, number)
    assert link(other, lead, by=cast.office).r.lead_request == lead.r
    assert link(story, lead).r.lead_request == lead.r


@pytest.mark.parametrize("who", ["principal", "chief", "leader", "clerk"])
def test_R12_only_the_specialist_and_the_office_link(lead: Story, story: Story, who: str) -> None:
    story.whistled("2020-09-25 14:30")
    with refused("wrong_role"):
        link(story, lead, by=getattr(story.cast, who))
    link(story, lead)
    with refused("wrong_role"):
        unlink(story, by=getattr(story.cast, who))


def test_R12_no_chains(lead: Story, story: Story, cast: Cast) -> None:
    third = Story(cast).raised("2020-09-25 14:20", text=SAME_LANE, by=cast.outsider)
    link(story, lead)
    assert link(third, story, by=cast.office).r.lead_request == lead.r  # a linked one gives its own lead
    fourth = Story(cast).raised("2020-09-25 14:40", text=LANE)
    for one, into, code in (
        (lead, fourth, "leads_others"), (story, fourth, "linked_already"), (fourth, fourth, "same_request"),
        (lead, story, "leads_others"),
    ):  # fmt: skip
        with refused(code):
            link(one, into, by=cast.office)
    assert "link" not in seen(lead, cast.office).moves and "link" in seen(fourth, cast.office).moves
    lead.did("withdraw", i.TextInput(), "2020-09-25 15:10", by=cast.outsider)
    with refused("lead_closed"):
        link(fourth, story, by=cast.office)
    assert "link" not in seen(story, cast.office).moves and "unlink" in seen(story, cast.office).moves


def test_R12_of_the_same_firm_it_is_a_duplicate_until_undone(cast: Cast) -> None:
    first = Story(cast).raised("2020-09-25 09:00", text=LANE)
    again = (
        Story(cast)
        .raised("2020-09-25 14:00", text=SAME_LANE)
        .did("take", i.TextInput(), "2020-09-25 14:05", by=cast.specialist)
    )
    before, numbers = state(again), ServiceRequest.objects.count()
    link(again, first)
    assert (again.r.status, again.r.closed_as, again.r.lamp_due_at) == ("closed", "duplicate", None)
    assert again.told("linked_as_duplicate") == {"zhoumin", "liuqi"}
    assert seen(again, cast.principal).step.who == "nobody"
    again.ticked("2020-09-30 09:00", "2020-10-20 09:00")
    assert again.r.status == "closed"
    unlink(again, when="2020-10-20 10:00")
    assert state(again) == before
    assert ServiceRequest.objects.count() == numbers
    proved = proof.seen(cast.specialist, again.r.number, now=at("2020-10-20 10:30")).answer
    assert (
        proved["verdict"] == "late"
        and sum(one["minutes"] for one in proved["overrun_parts"]) == proved["overrun_minutes"]
    )
    assert {one["kind"] for one in proved["overrun_parts"]} == {"specialist"}
    again.whistled("2020-10-20 11:00").replied("2020-10-20 12:00")
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_R12_released_departments_are_not_called_back(cast: Cast) -> None:
    first = Story(cast).raised("2020-09-25 09:00", text=LANE)
    again = Story(cast).raised("2020-09-25 14:00", text=SAME_LANE).whistled("2020-09-25 14:10", "SZJ", "JSJ")
    due = again.r.reply_due_at
    link(again, first)
    assert set(Summons.objects.filter(service_request=again.r).values_list("status", flat=True)) == {"released"}
    assert again.told("released") == {"luochuan", "hejing", "mayuan", "wubin"}
    unlink(again)
    assert (again.r.status, again.r.reply_due_at, again.r.replied_at) == ("in_hand", due, None)
    again.whistled("2020-09-25 16:30")
    assert again.r.status == "whistled" and again.summons().due_at == at("2020-09-29 17:30")
    again.replied("2020-09-29 17:31")
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_R12_an_answered_duplicate_comes_back_with_its_answer_and_days_to_confirm(cast: Cast) -> None:
    first = Story(cast).raised("2020-09-25 09:00", text=LANE)
    again = (
        Story(cast).raised("2020-09-25 14:00", text=SAME_LANE).whistled("2020-09-25 14:10").replied("2020-09-25 14:20")
    )
    link(again, first)
    assert again.r.outcome is None  # counted where it is handled
    unlink(again, when="2020-10-20 10:00")
    assert (again.r.status, again.r.outcome, again.r.closed_at) == ("answered", "resolved", None)
    assert again.r.confirm_due_at == at("2020-10-27 17:30")  # its days had run out while it could not answer
    assert recompute(export_lines(), exports.calendar()).differences == []


def test_R12_the_firm_may_say_that_it_is_no_duplicate(cast: Cast) -> None:
    first = Story(cast).raised("2020-09-25 09:00", text=LANE)
    again = link(Story(cast).raised("2020-09-25 14:00", text=SAME_LANE), first)
    again.did("reopen", i.ReasonInput(text="是另一条路"), "2020-09-25 15:30", by=cast.principal).fresh()
    assert (again.r.status, again.r.leg, again.r.lead_request) == ("in_hand", 2, None)


def test_R12_the_leads_reply_is_told_and_taken_over(lead: Story, story: Story, cast: Cast) -> None:
    second = Story(cast).raised("2020-09-25 14:20", text=LANE)
    for one in (story, second):
        link(one, lead)
    lead.replied("2020-09-28 10:00", "explained")
    told = Notice.objects.get(kind="lead_answered")
    assert told.recipient == cast.specialist
    assert (told.params["number"], told.params["numbers"]) == (story.r.number, [story.r.number, second.r.number])
    found = following.lead_answer(story.fresh().r, seen(story, cast.specialist).standing)
    assert found is not None
    assert (found.outcome, found.text, found.parts["reason"]) == ("explained", EXPLAINED["text"], EXPLAINED["reason"])
    assert story.r.replied_at is None  # each firm still gets its own reply
    assert following.lead_answer(story.r, seen(story, cast.principal).standing) is None


def test_R12_a_department_takes_over_only_its_own_answer(lead: Story, story: Story, cast: Cast) -> None:
    story.whistled("2020-09-25 14:30", "SZJ", "JSJ")
    link(story, lead)
    lead.replied("2020-09-28 10:00", "planned", resolve_by="2020-10-15")
    own = following.lead_answer(story.fresh().r, seen(story, cast.clerk).standing)
    assert own is not None and own.resolve_by is not None and own.outcome == "planned"
    assert following.lead_answer(story.r, seen(story, cast.jsj_clerk).standing) is None


def test_R12_the_chief_hears_it_for_a_firm_that_nobody_serves(lead: Story, story: Story, cast: Cast) -> None:
    link(story, lead)
    Assignment.objects.filter(enterprise=cast.firm).update(until=at("2020-09-26 09:00"))
    lead.replied("2020-09-28 10:00")
    assert Notice.objects.get(kind="lead_answered").recipient == cast.chief
