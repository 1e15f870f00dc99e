"""外部协调: opened, talked over, told to the firm in a cycle, handed on, ended; and who reads what of it (R-23, SC-09, SC-10)."""

from typing import Any

import pytest
from django.http import Http404

from liaison.casework import access, outside, queries
from liaison.casework import inputs as i
from liaison.casework.models import OutsideMatter, OutsideParty, ProgressNote
from liaison.record import export_lines
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at
from tests.pictures import safe

pytestmark = pytest.mark.django_db
DAY = "2020-09-28"  # a Monday; three working days on is 9 October, after the holidays


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised("2020-09-25 16:40").whistled("2020-09-25 16:58").reported_in("2020-09-25 17:20")


def opened(story: Story, when: str = f"{DAY} 09:00", *, by: Any = None, **more: Any) -> Story:
    given = {"what": "请海关延长夜间查验", "parties": [{"department": "HGS"}, {"name": "川渝燃气"}], **more}
    return story.did("open_outside", i.OutsideInput(**given), when, by=by or story.cast.specialist)


def log(story: Story, when: str = f"{DAY} 10:00", *, by: Any = None, **given: Any) -> Story:
    words = {"kind": "call", "text": "单价三元一", "party": party("HGS").pk, **given}
    return story.did("log_contact", i.ContactInput(**words), when, by=by or story.cast.specialist)


def party(code: str = "") -> OutsideParty:
    rows = OutsideParty.objects.filter(department__code=code) if code else OutsideParty.objects.filter(department=None)
    return rows.latest("pk")


def matter() -> OutsideMatter:
    return OutsideMatter.objects.select_related("liaison").latest("pk")


def read(story: Story, who: Any) -> set[str]:
    seen = queries.dossier(who, story.r.number, now=at(f"{DAY} 18:00"))
    return {one.kind.removeprefix("outside.") for one in seen.happenings if one.kind.startswith("outside.")}


def refuses(code: str, act: Any, *args: Any, **more: Any) -> None:
    with pytest.raises(Refused, match=f"^{code}$"):
        act(*args, **more)


def test_R23_opened_by_those_who_handle_it_with_a_liaison_inside(story: Story) -> None:
    c = story.cast
    refuses("wrong_role", opened, story, by=c.principal)
    refuses("wrong_role", opened, story, by=c.leader)
    refuses("unknown_liaison", opened, story, liaison="zhoumin")
    refuses("not_external", opened, story, parties=[{"department": "JSJ"}])
    refuses("party_needed", opened, story, parties=[{}])
    refuses("party_there", opened, story, parties=[{"department": "HGS"}, {"department": "HGS"}])
    refuses("progress_too_far", opened, story, next_progress_on="2020-10-12")
    with pytest.raises(Http404):
        opened(story, by=c.yjj_clerk)
    before = story.r.lamp_due_at, story.r.status
    opened(story, by=c.clerk, liaison="sunlan")  # the lead department, a clerk of another one talks
    refuses("outside_already", opened, story)
    assert (story.fresh().r.lamp_due_at, story.r.status) == before  # no clock stops, and none is added
    assert matter().next_progress_at == at("2020-10-09 17:30")
    assert story.told("outside_opened") >= {"zhoumin", "chenliqun", "sunlan"}
    refuses("wrong_role", log, story)  # the specialist is not the liaison
    log(story, by=c.yjj_clerk)
    assert access.visible(c.yjj_clerk).filter(pk=story.r.pk).exists()
    assert not recompute(export_lines(), exports.calendar()).differences
    refuses("external_department", story.whistled, f"{DAY} 11:00", "HGS")


def test_R23_talks_are_for_firm_office_and_liaison_alone(story: Story) -> None:
    c = story.cast
    opened(story, by=c.clerk, liaison="sunlan")
    refuses("in_the_future", log, story, by=c.yjj_clerk, at=f"{DAY} 10:30")
    refuses("validity_needed", log, story, by=c.yjj_clerk, kind="quote")
    refuses("date_passed", log, story, by=c.yjj_clerk, kind="quote", valid_until="2020-09-27")
    refuses("which_party", log, story, by=c.yjj_clerk, party=None)
    paper = [safe()]
    story.did("log_contact", i.ContactInput(kind="quote", text="三元一", party=party().pk, valid_until="2020-10-31"),
              f"{DAY} 10:10", by=c.yjj_clerk, files=paper)  # fmt: skip
    close = {"party_added", "contacted", "attached"}
    for who in (c.principal, c.contact, c.office, c.yjj_clerk):
        assert close <= read(story, who), who.login
    file = story.r.attachments.get()
    for who in (c.specialist, c.chief, c.leader, c.clerk, c.head):
        assert read(story, who) == {"opened", "agency_added"}, who.login
        with pytest.raises(Http404):
            access.attachment(who, file.pk)
        seen = queries.dossier(who, story.r.number, now=at(f"{DAY} 18:00"))
        mine = outside.of_request(seen.r, seen.standing, who, seen.specialist)[0]
        assert not mine.contacts and [one.name for one in mine.parties] == ["海关"]
        assert file.pk not in {one.pk for one in access.attachments(seen.r, seen.standing, who)}
    assert access.attachment(c.yjj_clerk, file.pk) == file
    for stranger in (c.outsider, c.jsj_clerk, c.outside_specialist):
        with pytest.raises(Http404):
            read(story, stranger)
    assert not {"三元一", "川渝燃气"} & {str(value) for one in story.entries() for value in one.facts.values()}


def test_R23_the_firm_hears_in_the_cycle_and_a_miss_is_said_once(story: Story) -> None:
    c = story.cast
    opened(story)
    story.ticked("2020-10-09 17:31", "2020-10-09 17:32", "2020-10-10 08:45")
    assert story.kinds().count("outside.progress_missed") == 1
    assert story.told("outside_overdue") == {"chenliqun", "linxia"}
    note = i.ProgressInput(text="等海关回函", next_progress_on="2020-10-14")
    refuses("wrong_role", story.did, "outside_progress", note, "2020-10-10 09:00", by=c.office)
    far = i.ProgressInput(text="等海关回函", next_progress_on="2020-10-20")
    refuses("progress_too_far", story.did, "outside_progress", far, "2020-10-10 09:00", by=c.specialist)
    story.did("outside_progress", note, "2020-10-10 09:00", by=c.specialist)
    last = story.entries()[-1]
    assert (last.kind, last.facts["late"], last.facts["next_on"]) == ("outside.progress", True, "2020-10-14")
    assert ProgressNote.objects.get().due_at == at("2020-10-09 17:30")
    assert "zhoumin" in story.told("progress") and "outside.progress" in story.fresh().kinds()
    assert not recompute(export_lines(), exports.calendar()).differences


def test_R23_a_liaison_with_an_interest_of_his_own_steps_back_and_the_office_names_another(story: Story) -> None:
    c = story.cast
    opened(story, liaison="sunlan")
    why = i.ReasonInput(text="我爱人在燃气公司")
    refuses("wrong_role", story.did, "hand_over_outside", why, f"{DAY} 10:00", by=c.specialist)
    story.did("hand_over_outside", why, f"{DAY} 10:00", by=c.yjj_clerk)
    assert story.told("outside_handed_over") == {"linxia"}
    for who, sees in ((c.office, True), (c.principal, False), (c.specialist, False), (c.chief, False)):
        assert ("handed_over" in read(story, who)) is sees, who.login
    with pytest.raises(Http404):
        log(story, f"{DAY} 10:20", by=c.yjj_clerk)
    log(story, f"{DAY} 10:30", by=c.office)  # until it has named another it talks itself
    again = i.LiaisonInput(liaison="sunlan")
    refuses("liaison_stays", story.did, "name_liaison", again, f"{DAY} 11:00", by=c.office)
    refuses("wrong_role", story.did, "name_liaison", i.LiaisonInput(), f"{DAY} 11:00", by=c.specialist)
    story.did("name_liaison", i.LiaisonInput(), f"{DAY} 11:00", by=c.office)
    assert (matter().liaison, story.told("outside_named") >= {"chenliqun", "zhoumin"}) == (None, True)
    refuses("wrong_role", log, story, f"{DAY} 11:10", by=c.office)
    log(story, f"{DAY} 11:20")
    assert "contacted" in read(story, c.specialist)  # also what was talked before him


def test_R23_an_agreement_has_its_paper_and_a_refusal_is_explained(story: Story) -> None:
    c = story.cast
    opened(story)

    def end(outcome: str, when: str, **more: Any) -> Story:
        files = more.pop("files", ())
        given = i.EndOutsideInput(outcome=outcome, text="海关已复函", **more)
        return story.did("end_outside", given, when, by=c.specialist, files=files)

    refuses("evidence_needed", end, "agreed", f"{DAY} 14:00")
    refuses("evidence_needed", end, "agreed", f"{DAY} 14:00", evidence=999)
    end("agreed", f"{DAY} 14:10", files=[safe()])
    done = matter()
    assert (done.state, done.evidence.outside_id if done.evidence else None) == ("agreed", done.pk)
    assert story.told("outside_ended") >= {"zhoumin", "luochuan"} and story.r.status == "whistled"
    refuses("no_outside_matter", log, story, f"{DAY} 14:20")
    opened(story, f"{DAY} 15:00")
    end("refused", f"{DAY} 16:00")
    assert (matter().state, story.entries()[-1].facts["outcome"]) == ("refused", "refused")
    opened(story, f"{DAY} 16:30")
    story.replied(f"{DAY} 16:40")
    log(story, f"{DAY} 16:50")  # goes on until the request has ended
    story.did("confirm", i.TextInput(), f"{DAY} 17:00", by=c.principal).ticked(f"{DAY} 17:01", f"{DAY} 17:02")
    assert (matter().state, story.kinds().count("outside.lapsed")) == ("lapsed", 1)
    refuses("no_outside_matter", log, story, f"{DAY} 17:10")
