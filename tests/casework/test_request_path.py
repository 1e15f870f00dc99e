"""The path of a request, rule by rule, through the real actions."""

import pytest
from django.http import Http404

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Summons
from liaison.notices.models import Notice
from liaison.record import export_lines
from liaison.record.models import Entry
from liaison.record.verify import check
from liaison.rules.refusals import Refused
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


class TestRaising:
    def test_R15_the_firm_gets_number_clock_and_holder(self, story: Story) -> None:
        r = story.raised("2020-09-25 16:40").r
        assert (r.number, r.status, r.channel) == ("2020-0001", "raised", "api")
        assert r.reply_due_at == at("2020-09-29 17:30")
        assert story.told("receipt") == {"zhoumin", "liuqi"} - {"zhoumin"}
        assert story.told("new_request") == {"chenliqun"}

    def test_R07_a_logged_call_runs_from_the_call(self, story: Story) -> None:
        given = {"enterprise": "E0001", "channel": "phone", "occurred_at": "2020-02-10T21:40", "urgent": True}
        r = story.raised("2020-02-10 21:46", by=story.cast.specialist, **given).r
        assert (r.status, r.occurred_at, r.raised_at) == ("in_hand", at("2020-02-10 21:40"), at("2020-02-10 21:46"))
        assert r.reply_due_at == at("2020-02-13 17:30")
        assert story.kinds() == ["request.raised", "request.taken"]
        assert story.told("receipt") == {"zhoumin", "liuqi"}
        assert story.told("new_request") == {"tangyi"}  # urgent: the chief hears of it too

    def test_R07_backdating_beyond_a_day_needs_the_office(self, story: Story) -> None:
        given = {"enterprise": "E0001", "channel": "phone", "occurred_at": "2020-02-09T21:00"}
        with refused("backdate_needs_office"):
            story.raised("2020-02-10 21:46", by=story.cast.specialist, **given)
        assert story.raised("2020-02-10 21:46", by=story.cast.office, **given).r.status == "raised"

    def test_R29_numbers_start_anew_each_year_and_never_repeat(self, story: Story) -> None:
        numbers = [story.raised(when).r.number for when in ("2020-12-30 09:00", "2020-12-31 23:59", "2021-01-01 00:00")]
        assert numbers == ["2020-0001", "2020-0002", "2021-0001"]

    def test_a_missing_calendar_year_never_refuses(self, story: Story) -> None:
        r = story.raised("2026-12-31 10:00").r
        assert (r.reply_due_at, r.status) == (None, "raised")

    def test_SC16_a_firm_without_specialist_is_held_by_the_chief(self, story: Story) -> None:
        contact = story.cast.outsider
        contact.enterprise = story.cast.unserved
        contact.save()
        story.raised(by=contact)
        assert story.told("new_request") == {"tangyi"}
        assert story.entries()[0].facts["holder"] == {"kind": "chief", "code": "tangyi"}

    @pytest.mark.parametrize(("who", "given", "code"), [
        ("leader", {}, "wrong_role"),
        ("clerk", {}, "wrong_role"),
        ("audit", {}, "wrong_role"),
        ("specialist", {}, "enterprise_needed"),
        ("specialist", {"enterprise": "E0002"}, "unknown_enterprise"),
        ("specialist", {"enterprise": "E9999"}, "unknown_enterprise"),
        ("principal", {"enterprise": "E0002"}, "unknown_enterprise"),
        ("principal", {"category": "moon"}, "unknown_category"),
        ("principal", {"channel": "phone"}, "channel_has_own_door"),
        ("principal", {"channel": "gripe"}, "channel_has_own_door"),
        ("principal", {"occurred_at": "2020-09-25T16:41"}, "in_the_future"),
        ("principal", {"need_by": "2020-09-25T08:00"}, "need_by_passed"),
    ])  # fmt: skip
    def test_refusals_write_nothing(self, story: Story, who: str, given: dict[str, object], code: str) -> None:
        with refused(code):
            story.raised("2020-09-25 16:40", by=getattr(story.cast, who), **given)
        assert (ServiceRequest.objects.count(), Entry.objects.count(), Notice.objects.count()) == (0, 0, 0)

    def test_R07_an_urgent_one_owes_its_first_contact_the_same_day(self, story: Story) -> None:
        r = story.raised("2020-09-22 10:00", urgent=True).r
        assert (r.reply_due_at, r.lamp_due_at) == (at("2020-09-25 17:30"), at("2020-09-22 17:30"))
        story.did("take", i.TextInput(), "2020-09-22 10:05", by=story.cast.specialist)
        assert story.r.lamp_due_at == at("2020-09-25 17:30")

    def test_need_by_drives_the_lamp(self, story: Story) -> None:
        r = story.raised("2020-10-15 18:40", need_by="2020-10-16T09:00").r
        assert (r.reply_due_at, r.lamp_due_at) == (at("2020-10-20 17:30"), at("2020-10-16 09:00"))


class TestWhistling:
    def test_R13_one_lead_and_co_departments_each_with_its_ask(self, story: Story) -> None:
        given = i.WhistleInput(departments=["ZHF", "YJJ"], ask="请派车", asks={"YJJ": "请备口罩"})
        story.raised().did("whistle", given, "2020-09-25 16:58", by=story.cast.specialist)
        rows = Summons.objects.order_by("pk")
        assert [(row.department.code, row.part, row.ask.text) for row in rows if row.ask] == [
            ("ZHF", "lead", "请派车"), ("YJJ", "co", "请备口罩"),
        ]  # fmt: skip
        assert {row.due_at for row in rows} == {at("2020-09-29 17:30")}
        assert story.r.status == "whistled"
        assert story.told("summoned") == {"sunlan"}

    @pytest.mark.parametrize(("departments", "code"), [
        ([], "no_department"), (["NOPE"], "unknown_department"), (["HGS"], "external_department"), (["SZJ", "SZJ"], "department_twice"),
    ])  # fmt: skip
    def test_R13_refusals(self, story: Story, departments: list[str], code: str) -> None:
        story.raised()
        with refused(code):
            story.did(
                "whistle",
                i.WhistleInput(departments=departments, ask="x"),
                "2020-09-25 17:00",
                by=story.cast.specialist,
            )
        with refused("ask_needed"):
            story.did("whistle", i.WhistleInput(departments=["SZJ"]), "2020-09-25 17:00", by=story.cast.specialist)
        assert story.fresh().r.status == "raised"

    def test_while_a_lead_works_only_co_departments_join(self, story: Story) -> None:
        story.raised().whistled().whistled("2020-09-25 17:10", "JSJ")
        assert story.summons("JSJ").part == "co"
        with refused("already_summoned"):
            story.whistled("2020-09-25 17:11", "JSJ")

    def test_the_invisible_looks_absent_and_the_visible_forbids(self, story: Story) -> None:
        story.raised()
        for stranger in (story.cast.outsider, story.cast.outside_specialist, story.cast.clerk, story.cast.audit):
            with pytest.raises(Http404):
                story.whistled(by=stranger)
        for reader in (story.cast.principal, story.cast.leader):
            with refused("wrong_role"):
                story.whistled(by=reader)


class TestDepartments:
    def test_R14_one_winner_and_the_loser_is_told_who(self, story: Story) -> None:
        story.raised().whistled().reported_in()
        with pytest.raises(Refused) as no:
            story.reported_in("2020-09-25 17:21", by=story.cast.second_clerk)
        assert (no.value.code, no.value.status, no.value.params["who"]) == ("already_reported_in", 409, "罗川")
        assert story.summons().clerk == story.cast.clerk

    def test_R14_another_departments_summons_is_not_theirs(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")
        with refused("wrong_role"):
            story.reported_in(by=story.cast.jsj_clerk)

    def test_R14_decline_goes_to_the_office_which_names_the_next(self, story: Story) -> None:
        story.raised().whistled()
        no = i.DeclineInput(reason="路灯归建设局", suggest="JSJ")
        actions.decline(story.summons().pk, no, by=story.cast.clerk, now=at("2020-09-27 10:00"))
        assert story.summons().status == "declining"
        assert story.summons().decide_due_at == at("2020-09-27 17:30")  # a make-up Sunday
        assert story.told("declined") == {"linxia", "chenliqun"}
        decision = i.DecideInput(accept=True, next_department="JSJ", reason="归建设局")
        actions.decide(story.summons().pk, decision, by=story.cast.office, now=at("2020-09-27 15:00"))
        following = story.fresh().summons("JSJ")
        assert (following.part, following.status, following.due_at) == ("lead", "sent", at("2020-09-30 17:30"))
        assert story.r.status == "whistled"

    def test_R14_decline_without_a_next_gives_it_back(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")
        actions.decline(
            story.summons().pk, i.DeclineInput(reason="不归我们"), by=story.cast.clerk, now=at("2020-09-27 10:00")
        )
        actions.decide(story.summons().pk, i.DecideInput(accept=True), by=story.cast.office, now=at("2020-09-27 11:00"))
        assert story.fresh().r.status == "in_hand"
        assert story.summons("JSJ").status == "released"

    def test_R14_refused_is_final_and_late_is_late(self, story: Story) -> None:
        story.raised().whistled().reported_in()
        actions.decline(
            story.summons().pk, i.DeclineInput(reason="不归我们"), by=story.cast.clerk, now=at("2020-09-27 10:00")
        )
        actions.decide(
            story.summons().pk, i.DecideInput(accept=False), by=story.cast.office, now=at("2020-09-27 11:00")
        )
        assert (story.summons().status, story.summons().clerk) == ("reported_in", story.cast.clerk)
        with refused("decline_refused_before"):
            actions.decline(
                story.summons().pk, i.DeclineInput(reason="还是不归"), by=story.cast.clerk, now=at("2020-09-27 12:00")
            )
        story.raised("2020-09-25 16:40").whistled()
        with refused("decline_too_late"):
            actions.decline(
                story.summons().pk, i.DeclineInput(reason="晚了"), by=story.cast.clerk, now=at("2020-09-27 17:30:01")
            )

    def test_R17_the_department_answers_the_firm(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ").replied("2020-09-28 10:00")
        assert (story.r.status, story.r.outcome, story.r.replied_at) == ("answered", "resolved", at("2020-09-28 10:00"))
        assert story.r.confirm_due_at == at("2020-10-12 17:30")
        assert story.told("replied") == {"zhoumin", "liuqi", "chenliqun"}
        assert story.summons("JSJ").status == "released"
        assert story.told("released") == {"wubin"}

    def test_R15_a_cos_reply_never_stops_the_firms_clock(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ").replied(
            "2020-09-28 10:00", by=story.cast.jsj_clerk, department="JSJ"
        )
        assert (story.r.status, story.r.replied_at) == ("whistled", None)
        assert story.told("replied") == {"chenliqun"}

    @pytest.mark.parametrize("missing", ["reason", "basis", "alternative", "contact"])
    def test_R26_an_explanation_needs_all_four(self, story: Story, missing: str) -> None:
        story.raised().whistled()
        with pytest.raises(Refused) as no:
            story.replied("2020-09-28 10:00", "explained", **{missing: ""})
        assert (no.value.code, no.value.fields) == ("explanation_incomplete", (missing,))
        assert story.summons().status == "sent"

    def test_R16_a_plan_has_a_date_ahead_and_not_too_far(self, story: Story) -> None:
        story.raised().whistled()
        for given, code in (
            ({}, "plan_needs_date"),
            ({"resolve_by": "2020-09-25"}, "date_passed"),
            ({"resolve_by": "2020-12-31"}, "plan_needs_office"),
        ):
            with refused(code):
                story.replied("2020-09-28 10:00", "planned", **given)
        story.replied("2020-09-28 10:00", "planned", resolve_by="2020-10-10")
        assert (story.r.status, story.r.outcome, story.r.resolve_by) == ("planned", None, at("2020-10-10 17:30"))
        assert story.r.lamp_due_at == at("2020-10-10 17:30")

    def test_R19_progress_by_lead_only_and_it_stops_no_clock(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ")
        note = i.ProgressInput(text="等供电公司勘察", next_progress_on="2020-09-29")
        with refused("wrong_role"):
            story.did("progress", note, "2020-09-27 10:00", by=story.cast.jsj_clerk)
        story.did("progress", note, "2020-09-27 10:00", by=story.cast.clerk)
        assert (story.r.replied_at, story.r.next_progress_at) == (None, at("2020-09-29 17:30"))
        with refused("date_passed"):
            story.did("progress", note, "2020-09-29 17:30", by=story.cast.specialist)


class TestClosing:
    def answered(self, story: Story, outcome: str = "resolved") -> Story:
        return story.raised().whistled().replied("2020-09-28 10:00", outcome)

    def test_R27_only_the_firm_confirms(self, story: Story) -> None:
        self.answered(story)
        for other in (story.cast.specialist, story.cast.office, story.cast.chief, story.cast.leader):
            with refused("wrong_role"):
                story.did("confirm", i.TextInput(), "2020-09-28 11:00", by=other)
        story.did("confirm", i.TextInput(), "2020-09-28 11:00", by=story.cast.contact)
        assert (story.r.status, story.r.closed_as, story.r.outcome) == ("closed", "confirmed", "resolved")
        with refused("wrong_status"):
            story.did("confirm", i.TextInput(), "2020-09-28 11:01", by=story.cast.contact)

    def test_R27_a_logged_call_back_is_shown_apart(self, story: Story) -> None:
        self.answered(story).did(
            "call_back", i.CallBackInput(answer="confirm"), "2020-09-28 11:00", by=story.cast.specialist
        )
        assert (story.r.status, story.r.closed_as) == ("closed", "by_phone")
        assert story.told("logged_for_you") == {"zhoumin", "liuqi"}
        story.did("dispute", i.ReasonInput(text="没有说过"), "2020-09-29 09:00", by=story.cast.principal)
        assert (story.r.status, story.r.leg) == ("in_hand", 2)

    def test_R27_silence_closes_after_the_fifth_day_never_as_satisfied(self, story: Story) -> None:
        self.answered(story).ticked("2020-10-10 08:44")
        assert "request.confirm_reminded" not in story.kinds()
        story.ticked("2020-10-10 08:45", "2020-10-10 08:50")
        assert story.kinds().count("request.confirm_reminded") == 1
        story.ticked("2020-10-12 17:30")
        assert story.r.status == "answered"
        story.ticked("2020-10-12 17:30:01", "2020-10-12 17:31")
        assert (story.r.status, story.r.closed_as) == ("closed", "silent")
        assert story.kinds().count("request.closed_silent") == 1

    def test_R28_dispute_opens_a_leg_with_a_new_limit(self, story: Story) -> None:
        self.answered(story).did("dispute", i.ReasonInput(text="还有一盏"), "2020-09-29 09:00", by=story.cast.principal)
        r = story.r
        assert (r.status, r.leg, r.outcome, r.replied_at) == ("in_hand", 2, None, None)
        assert r.reply_due_at == at("2020-10-10 17:30")
        assert r.occurred_at == at("2020-09-25 16:40")  # the first start is kept

    def test_R26_a_second_no_to_an_explanation_is_final(self, story: Story) -> None:
        self.answered(story, "explained").did(
            "dispute", i.ReasonInput(text="不同意"), "2020-09-29 09:00", by=story.cast.principal
        )
        story.did("answer", i.OutcomeInput(**EXPLAINED), "2020-09-29 10:00", by=story.cast.specialist)
        story.did("dispute", i.ReasonInput(text="仍不同意"), "2020-09-29 11:00", by=story.cast.principal)
        assert (story.r.status, story.r.closed_as, story.r.outcome) == ("closed", "disputed_final", "explained")
        with refused("final"):
            story.did("reopen", i.ReasonInput(text="再来"), "2020-09-30 09:00", by=story.cast.principal)

    def test_R27_from_the_third_dispute_on_the_office_is_told(self, story: Story) -> None:
        story.raised("2020-09-25 09:00", by=story.cast.principal).did(
            "take", i.TextInput(), "2020-09-25 09:05", by=story.cast.specialist
        )
        for turn, day in enumerate(("09-25 10", "09-25 11", "09-25 12")):
            story.did(
                "answer", i.OutcomeInput(outcome="resolved", text="好了"), f"2020-{day}:00", by=story.cast.specialist
            )
            story.did("dispute", i.ReasonInput(text="没有"), f"2020-{day}:30", by=story.cast.principal)
            assert ("linxia" in story.told("disputed")) == (turn == 2)

    def test_a_plan_is_disputed_once_and_confirmed_as_resolved(self, story: Story) -> None:
        story.raised().whistled().replied("2020-09-28 10:00", "planned", resolve_by="2020-10-10")
        story.did("dispute", i.ReasonInput(text="太晚"), "2020-09-28 11:00", by=story.cast.principal)
        story.whistled("2020-09-28 12:00").replied("2020-09-28 13:00", "planned", resolve_by="2020-10-09")
        with refused("disputed_before"):
            story.did("dispute", i.ReasonInput(text="还是晚"), "2020-09-28 14:00", by=story.cast.principal)
        story.fresh().did("confirm", i.TextInput(), "2020-09-28 15:00", by=story.cast.principal)
        assert (story.r.status, story.r.outcome) == ("closed", "resolved")

    def test_the_department_that_leads_is_not_called_again_beside_itself(self, story: Story) -> None:
        story.raised().whistled().replied("2020-09-28 10:00", "planned", resolve_by="2020-10-10")
        with refused("already_summoned"):
            story.whistled("2020-09-28 11:00", "SZJ")

    def test_conclude_ends_a_plan(self, story: Story) -> None:
        story.raised().whistled("2020-09-25 16:58", "SZJ", "JSJ").replied(
            "2020-09-28 10:00", "planned", resolve_by="2020-10-10"
        )
        done = i.OutcomeInput(outcome="resolved", text="补好了")
        with refused("wrong_role"):
            story.did("conclude", done, "2020-10-09 10:00", by=story.cast.jsj_clerk)
        story.did("conclude", done, "2020-10-09 10:00", by=story.cast.clerk)
        assert (story.r.status, story.r.outcome, story.r.replied_at) == ("answered", "resolved", at("2020-09-28 10:00"))
        assert story.summons("JSJ").status == "released"

    def test_R10_out_of_scope_is_contested_once(self, story: Story) -> None:
        no = i.DeclineScopeInput(reason="属劳动仲裁", where="区仲裁院")
        story.raised().did("decline_scope", no, "2020-09-25 17:00", by=story.cast.specialist)
        assert (story.r.status, story.r.closed_as) == ("out_of_scope", "out_of_scope")
        story.did("dispute", i.ReasonInput(text="不是仲裁"), "2020-09-28 09:00", by=story.cast.principal)
        assert (story.r.status, story.r.leg, story.r.contested) == ("in_hand", 2, True)
        with refused("final"):
            story.did("decline_scope", no, "2020-09-28 10:00", by=story.cast.specialist)

    def test_R10_the_contest_has_five_days(self, story: Story) -> None:
        no = i.DeclineScopeInput(reason="属劳动仲裁", where="区仲裁院")
        story.raised("2020-09-01 09:00").did("decline_scope", no, "2020-09-01 10:00", by=story.cast.office)
        with refused("contest_too_late"):
            story.did("dispute", i.ReasonInput(text="晚了"), "2020-09-08 17:30:01", by=story.cast.principal)

    def test_R28_reopen_within_six_months(self, story: Story) -> None:
        self.answered(story).did("confirm", i.TextInput(), "2020-09-30 11:00", by=story.cast.principal)
        with refused("reopen_too_late"):
            story.did("reopen", i.ReasonInput(text="又坏了"), "2021-03-31 00:00", by=story.cast.principal)
        story.fresh().did("reopen", i.ReasonInput(text="又坏了"), "2021-03-30 23:59", by=story.cast.principal)
        assert (story.r.number, story.r.leg, story.r.status) == ("2020-0001", 2, "in_hand")

    def test_withdraw_releases_everybody(self, story: Story) -> None:
        story.raised().whistled().did("withdraw", i.TextInput(text="好了"), "2020-09-27 09:00", by=story.cast.principal)
        assert (story.r.status, story.r.closed_as, story.summons().status) == ("withdrawn", "withdrawn", "released")
        with refused("wrong_status"):
            story.replied("2020-09-27 10:00")

    def test_R24_answered_without_a_whistle(self, story: Story) -> None:
        given = {"enterprise": "E0001", "channel": "phone", "urgent": True}
        story.raised("2021-02-18 10:05", by=story.cast.specialist, **given)
        assert story.r.reply_due_at == at("2021-02-22 17:30")  # 02-20 is a make-up Saturday
        story.did(
            "answer", i.OutcomeInput(outcome="resolved", text="已办妥"), "2021-02-18 11:20", by=story.cast.specialist
        )
        assert (story.r.status, story.r.outcome) == ("answered", "resolved")


class TestTalking:
    def test_messages_go_to_the_other_side_and_notes_stay_inside(self, story: Story) -> None:
        story.raised().whistled()
        story.did("message", i.MessageInput(text="什么时候来？"), "2020-09-27 09:00", by=story.cast.contact)
        assert story.told("message") == {"chenliqun"}
        story.did(
            "message", i.MessageInput(text="老板着急", internal=True), "2020-09-27 09:10", by=story.cast.specialist
        )
        with refused("wrong_role"):
            story.did(
                "message", i.MessageInput(text="我也说", internal=True), "2020-09-27 09:20", by=story.cast.principal
            )
        with refused("wrong_role"):
            story.did("message", i.MessageInput(text="我也说"), "2020-09-27 09:20", by=story.cast.clerk)

    def test_nudge_once_a_day(self, story: Story) -> None:
        story.raised().whistled().did("nudge", i.Nothing(), "2020-09-27 09:00", by=story.cast.principal)
        assert story.told("nudged") == {"chenliqun", "luochuan", "hejing", "mayuan"}
        with pytest.raises(Refused) as no:
            story.did("nudge", i.Nothing(), "2020-09-27 23:59", by=story.cast.contact)
        assert (no.value.code, no.value.status) == ("nudged_today", 429)
        story.fresh().did("nudge", i.Nothing(), "2020-09-28 00:00", by=story.cast.contact)


def test_every_act_leaves_entries_and_the_record_is_whole(story: Story) -> None:
    story.raised().whistled().reported_in().replied("2020-09-28 10:00")
    story.did("confirm", i.TextInput(), "2020-09-28 11:00", by=story.cast.principal)
    assert story.kinds() == [
        "request.raised",
        "request.whistled",
        "summons.reported_in",
        "summons.replied",
        "request.confirmed",
    ]
    assert check(export_lines())[1] is None
    assert "路灯" not in "".join(export_lines())
