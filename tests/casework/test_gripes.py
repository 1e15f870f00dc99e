"""Gripe sessions: planned, opened, said, mirrored, claimed with a date, handed to the office, carried over (R-31…R-35, SC-12)."""

from typing import Any

import pytest
from django.http import Http404

from liaison.casework import actions, dispatch_desk, gripes, queries
from liaison.casework import inputs as i
from liaison.casework.models import GripeSession, Membership, Post, ServiceRequest
from liaison.casework.posting import group_of
from liaison.notices import outbox
from liaison.notices.models import Notice
from liaison.record import export_lines, happenings
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.sessions import WORDS, Hall, claimed
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.fixture
def hall(cast: Cast) -> Hall:
    return Hall(cast).opened()


def counted_again() -> list[Any]:
    return recompute(export_lines(), exports.calendar()).differences


def test_SC12_a_claim_leads_with_a_date_and_the_second_lead_loses(hall: Hall) -> None:
    story, cast = hall.said(), hall.cast
    r = story.r
    assert (r.channel, r.status, r.number[:4], hall.session.pk) == ("gripe", "raised", "2021", hall.gripe(r).session_id)
    default = gripes.default_date(hall.session, policy(cast.zone, at("2021-04-16 15:06")))
    assert str(default) == "2021-04-29"  # ten working days, a made-up Sunday among them
    with pytest.raises(ValueError, match="resolve_by"):
        i.ClaimInput()
    before = hall.version()
    claimed(story)
    assert (story.r.status, story.r.resolve_by, story.r.lamp_due_at) == (
        "planned", at("2021-04-29 17:30"), at("2021-04-29 17:30"),
    )  # fmt: skip
    assert story.r.replied_at == at("2021-04-16 15:06") and hall.version() == before + 1
    row = story.summons()
    assert (row.part, row.origin, row.status, row.outcome, row.clerk) == (
        "lead",
        "claim",
        "replied",
        "planned",
        cast.clerk,
    )
    with pytest.raises(Refused) as lost:
        claimed(story, by=cast.jsj_clerk)
    assert (lost.value.code, lost.value.status, lost.value.params) == ("already_led", 409, {"department": "市政管护科"})
    with refused("already_claimed"):
        claimed(story, by=cast.head)
    claimed(story, "2021-04-16 15:08", part="co", by=cast.jsj_clerk)
    assert story.r.status == "planned"
    [item] = gripes.seen(hall.session).items
    assert (item.lead, [one.code for one in item.joins]) == (cast.d.SZJ, ["JSJ"])
    assert story.told("claimed") >= {"zhoumin", "liuqi", "chenliqun"}
    assert counted_again() == []
    actions.conclude(
        r.pk, i.OutcomeInput(outcome="resolved", text="平台已开通。"), by=cast.clerk, now=at("2021-04-28 10:00")
    )
    assert counted_again() == []
    assert story.fresh().r.status == "answered"


def test_R32_each_item_is_mirrored_word_for_word_and_delivery_is_provable(hall: Hall) -> None:
    cast, group = hall.cast, group_of(hall.cast.zone, "leaders", at("2021-04-16 09:00"))
    for one in (cast.leader, cast.chief):
        Membership.objects.create(group=group, account=one, role="leader", joined_at=at("2021-04-16 09:00"))
    stories = [hall.said(by=cast.principal), hall.said(firm="E0002"), hall.said()]
    posts = list(Post.objects.filter(group=group).order_by("pk"))
    assert [one.text_id for one in posts] == [story.r.text_id for story in stories]  # the very words, none left out
    mirrored = next(one for one in stories[0].entries() if one.kind == "request.mirrored")
    assert mirrored.text == WORDS and mirrored.facts["told"] == 2
    assert stories[0].told("gripe_mirrored") == {"gaoyuan", "tangyi"}
    assert stories[0].told("gripe_to_claim") >= {"luochuan", "mayuan", "wubin", "sunlan"}
    found = gripes.delivery(hall.session)
    assert (found.told, found.arrived, found.read) == (2, 0, 0)
    outbox.send_due(at("2021-04-16 15:06"), machine_now=at("2021-04-16 15:06"))
    Notice.objects.filter(kind="gripe_mirrored", recipient=cast.leader).update(read_at=at("2021-04-16 15:07"))
    found = gripes.delivery(hall.session)
    assert (found.told, found.arrived, found.read, found.at) == (2, 2, 1, at("2021-04-16 15:05"))


def test_R31_who_brings_up_what_and_what_is_being_said(hall: Hall) -> None:
    cast, session = hall.cast, hall.session
    own = hall.said(by=cast.contact)
    typed = hall.said(text="食堂太远", firm="E0002")
    seen = gripes.seen(GripeSession.objects.get(pk=session.pk))
    assert [one.stand for one in seen.items] == ["waiting", "speaking"]
    assert seen.following and seen.following.r == own.r
    actions.speaking(session.pk, i.SpeakingInput(item=hall.gripe(own.r).pk), by=cast.chief, now=at("2021-04-16 15:09"))
    seen = gripes.seen(GripeSession.objects.get(pk=session.pk))
    assert [one.stand for one in seen.items] == ["speaking", "unclaimed"] and seen.following is None
    assert typed.entries()[0].capacity == "office" and own.entries()[0].capacity == "enterprise"
    for code, who, given in (
        ("unknown_enterprise", cast.principal, {"text": "x", "enterprise": "E0002"}),
        ("enterprise_needed", cast.office, {"text": "x"}),
        ("unknown_enterprise", cast.office, {"text": "x", "enterprise": "E9999"}),
        ("wrong_role", cast.leader, {"text": "x", "enterprise": "E0001"}),
        ("wrong_role", cast.clerk, {"text": "x", "enterprise": "E0001"}),
    ):
        with refused(code):
            actions.add_item(session.pk, i.ItemInput(**given), by=who, now=at("2021-04-16 15:10"))
    with pytest.raises(Http404):
        actions.add_item(session.pk, i.ItemInput(text="x"), by=cast.audit, now=at("2021-04-16 15:10"))
    hall.closed("2021-04-16 16:30")
    with refused("session_closed"):
        hall.said("2021-04-16 16:31")
    assert ServiceRequest.objects.count() == 2  # what was refused is not there
    assert [one["number"] for one in happenings("QJ", f"session-{session.pk}")[-1].facts["items"]] == [
        own.r.number, typed.r.number,
    ]  # fmt: skip


def test_R31_sessions_one_at_a_time_and_a_month_without_one_is_missed(cast: Cast) -> None:
    hall = Hall(cast)
    other = Hall(cast, "又一场", "2021-04-20 15:00")
    hall.opened()
    with refused("session_runs"):
        other.opened()
    with refused("session_not_planned"):
        hall.opened()
    with refused("wrong_role"):
        actions.close_session(hall.session.pk, i.Nothing(), by=cast.leader, now=at("2021-04-16 15:30"))
    hall.closed("2021-04-16 16:00")
    with refused("session_not_open"):
        hall.closed("2021-04-16 16:01")
    assert gripes.calendar(cast.contact, at("2021-05-31 12:00")).missed == []
    assert [f"{one:%Y-%m}" for one in gripes.calendar(cast.contact, at("2021-07-01 09:00")).missed] == [
        "2021-05",
        "2021-06",
    ]
    assert gripes.calendar(cast.audit, at("2021-07-01 09:00")).sessions == []
    with refused("date_passed"):
        Hall(cast, begins="2021-03-31 15:00")
    with refused("wrong_role"):
        actions.plan_session(
            i.SessionInput(title="x", starts_at="2021-05-01 15:00"), by=cast.leader, now=at("2021-04-20 09:00")
        )


def test_R33_unclaimed_by_the_end_of_the_next_working_day_it_is_the_offices(hall: Hall) -> None:
    story, cast = hall.said(), hall.cast
    story.ticked("2021-04-19 17:30")
    assert "request.unclaimed" not in story.kinds()
    story.ticked("2021-04-19 17:31", "2021-04-19 17:32")
    assert story.kinds().count("request.unclaimed") == 1
    assert story.told("gripe_unclaimed") == {"linxia", "gaoyuan"}
    in_force = policy(cast.zone, at("2021-04-20 09:00"))
    assert dispatch_desk.dispatch_desk(cast.office, "unclaimed", in_force).counts["unclaimed"] == 1
    story.whistled("2021-04-20 09:10", "SZJ", by=cast.office)
    assert dispatch_desk.dispatch_desk(cast.office, "unclaimed", in_force).counts["unclaimed"] == 0
    assert hall.gripe(story.r).claimed_by == cast.d.SZJ
    with refused("already_led"):
        claimed(story, "2021-04-20 09:20", by=cast.jsj_clerk)
    assert counted_again() == []


@pytest.mark.parametrize("to", ["JSJ", None])
def test_R33_a_wrong_claim_goes_back_as_a_decline(hall: Hall, to: str | None) -> None:
    story, cast = claimed(hall.said()), hall.cast
    seen = queries.dossier(cast.clerk, story.r.number, now=at("2021-04-19 09:00"))
    assert {"decline", "conclude"} <= set(seen.moves) and "reply" not in seen.moves
    given = i.DeclineInput(reason="是人社局的事", suggest="JSJ")
    actions.decline(story.summons().pk, given, by=cast.clerk, now=at("2021-04-19 09:10"))
    assert story.fresh().r.status == "planned"
    decision = i.DecideInput(accept=True, next_department=to)
    actions.decide(story.summons().pk, decision, by=cast.office, now=at("2021-04-19 10:00"))
    story.fresh()
    # The date that the firm was given stands until somebody gives another one.
    assert (story.r.status, story.r.resolve_by) == ("whistled" if to else "in_hand", at("2021-04-29 17:30"))
    assert hall.gripe(story.r).claimed_by == (cast.d.JSJ if to else None)
    assert counted_again() == []
    if to is None:
        claimed(story, "2021-04-19 11:00", until="2021-04-28", by=cast.yjj_clerk)
        assert (story.r.status, hall.gripe(story.r).claimed_by) == ("planned", cast.d.YJJ)
        assert counted_again() == []


def test_R33_a_decline_refused_leaves_the_claim_and_comes_in_time(hall: Hall) -> None:
    story, cast = claimed(hall.said()), hall.cast
    pk, given = story.summons().pk, i.DeclineInput(reason="看错了")
    actions.decline(pk, given, by=cast.clerk, now=at("2021-04-19 09:10"))
    actions.decide(pk, i.DecideInput(accept=False), by=cast.office, now=at("2021-04-19 10:00"))
    assert (story.summons().status, story.fresh().r.status) == ("replied", "planned")
    with refused("decline_refused_before"):
        actions.decline(pk, given, by=cast.clerk, now=at("2021-04-19 11:00"))
    late = claimed(hall.said(text="路灯"))
    with refused("decline_too_late"):
        actions.decline(late.summons().pk, given, by=cast.clerk, now=at("2021-04-19 17:31"))
    plain = hall.said(text="井盖").whistled("2021-04-16 15:20", "SZJ", by=cast.office)
    plain.replied("2021-04-16 15:30", "planned", resolve_by="2021-04-23")
    with refused("wrong_status"):  # a plan that answers a whistle is no claim
        actions.decline(plain.summons().pk, given, by=cast.clerk, now=at("2021-04-16 15:40"))
    assert counted_again() == []


def test_R34_who_may_claim_and_by_when(hall: Hall) -> None:
    story, cast = hall.said(), hall.cast
    for code, until in (("date_passed", "2021-04-15"), ("plan_needs_office", "2021-07-01")):
        with refused(code):
            claimed(story, until=until)
    for who in (cast.principal, cast.specialist, cast.chief, cast.office, cast.leader):
        with refused("wrong_role"):
            claimed(story, by=who)
    for who in (cast.outsider, cast.outside_specialist, cast.audit):
        with pytest.raises(Http404):
            claimed(story, by=who)
    other = Hall(cast, "五月", "2021-05-14 15:00", claim_days=5)
    assert str(gripes.default_date(other.session, policy(cast.zone, at("2021-04-16 15:06")))) == "2021-04-23"


def test_R35_the_next_session_opens_with_what_is_unfinished(hall: Hall) -> None:
    cast = hall.cast
    done, planned, free = hall.said(), hall.said(text="污水接管费用"), hall.said(text="早餐点")
    claimed(done)
    claimed(planned)
    actions.conclude(
        done.r.pk, i.OutcomeInput(outcome="resolved", text="办好了"), by=cast.clerk, now=at("2021-04-20 10:00")
    )
    hall.closed("2021-04-16 16:30")
    following = Hall(cast, "五月吐槽大会", "2021-05-14 15:00")
    early = following.said("2021-05-10 09:00", "跨省通行证", "E0002", by=cast.outsider)  # handed in before
    assert following.gripe(early.r).claim_due_at == at("2021-05-17 17:30")
    following.opened("2021-05-14 15:01")
    items = gripes.seen(GripeSession.objects.get(pk=following.session.pk)).items
    assert [one.r.number for one in items] == [planned.r.number, free.r.number, early.r.number]
    assert [one.gripe.carried_from_id is not None for one in items] == [True, True, False]
    assert [one.stand for one in items] == ["claimed", "unclaimed", "waiting"]
    claimed(free, "2021-05-14 15:10", "2021-05-28")
    assert [one.stand for one in gripes.seen(following.session).items] == ["claimed", "claimed", "waiting"]
    assert Post.objects.filter(service_request=free.r).count() == 1  # carried over, not mirrored again
