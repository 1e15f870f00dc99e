"""值班: the roster, swaps, and the urgent request that rings until a human accepts (R-08, R-39, R-40)."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from liaison.casework import access, actions, clock, roster
from liaison.casework import inputs as i
from liaison.casework.models import DutyShift, Ring
from liaison.notices.models import Notice
from liaison.record.reading import export_lines, happenings
from liaison.record.recompute.recount import recompute
from liaison.registry import exports
from liaison.registry.models import Account, Appointment
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import BEGINNING, Cast, at
from tests.notices.sink import Sink

pytestmark = pytest.mark.django_db
PLANNED, NIGHT = "2020-09-21 10:24", "2020-09-25 02:10"


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def planned(cast: Cast, *people: str, when: str = PLANNED, **more: int) -> list[DutyShift]:
    """Zhao Lei, Chen Liqun and Lin Xia in turn: on the night to the 25th it is Zhao Lei, with Chen Liqun behind him."""
    given = i.RosterInput(people=list(people or ("zhaolei", "chenliqun", "linxia")), **more)
    return actions.plan_shifts(given, by=cast.office, now=at(when))


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__login", flat=True))


def shift_at(cast: Cast, when: str) -> DutyShift:
    found = roster.on_duty(cast.zone.pk, at(when))
    assert found is not None
    return found


class TestTheRoster:
    def test_R08_weeks_are_planned_at_once_and_the_next_plan_joins(self, cast: Cast) -> None:
        first = planned(cast, weeks=2)
        second = planned(cast, "chenliqun", "zhaolei", when="2020-09-22 09:00", weeks=1)
        assert (first[0].begins_at, second[0].begins_at) == (at(PLANNED), first[-1].ends_at)
        assert len(first) == 14 and second[-1].ends_at == at("2020-10-12 08:00")
        in_force = policy(cast.zone, at("2020-09-22 09:00"))
        assert roster.gaps(cast.zone, in_force) == []
        assert shift_at(cast, NIGHT).officer == cast.outside_specialist
        assert told("duty_planned") == {"zhaolei", "chenliqun"}  # the office knows what it did itself

    def test_R08_a_gap_is_red_before_it_comes_and_is_told_once_a_day(self, cast: Cast) -> None:
        planned(cast, weeks=1)  # until the 28th, 08:00
        ahead = roster.gaps(cast.zone, policy(cast.zone, at("2020-09-22 09:00")))
        assert [(one.since, one.until) for one in ahead] == [(at("2020-09-28 08:00"), at("2020-09-29 09:00"))]
        for instant in (
            "2020-09-21 10:30",
            "2020-09-22 08:00",
            "2020-09-22 09:00",
            "2020-09-22 09:01",
            "2020-09-23 08:45",
        ):
            clock.tick(at(instant))
        assert [one.kind for one in happenings("QJ", "QJ")] == ["duty.planned", *["duty.gap"] * 3]
        assert told("duty_gap") == {"linxia", "tangyi"}

    def test_R08_a_zone_without_a_roster_is_all_gap_and_is_not_reminded_of_what_it_never_began(
        self, cast: Cast
    ) -> None:
        assert len(roster.gaps(cast.zone, policy(cast.zone, at(PLANNED)))) == 1
        clock.tick(at(PLANNED))
        assert told("duty_gap") == set()

    @pytest.mark.parametrize(
        ("people", "code"),
        [
            (["zhaolei"], "two_on_duty"),
            (["zhaolei", "zhaolei"], "two_on_duty"),
            (["zhaolei", "luochuan"], "unknown_specialist"),
        ],
    )
    def test_R08_two_different_people_of_the_roster(self, cast: Cast, people: list[str], code: str) -> None:
        with refused(code):
            planned(cast, *people)
        assert not DutyShift.objects.exists()

    def test_R08_the_office_plans_and_changes_nobody_else(self, cast: Cast) -> None:
        pk = planned(cast)[0].pk
        for who in (cast.specialist, cast.chief, cast.leader):
            with refused("wrong_role"):
                actions.plan_shifts(i.RosterInput(people=["zhaolei", "linxia"]), by=who, now=at(PLANNED))
            with refused("wrong_role"):
                actions.change_shift(pk, i.ShiftInput(officer="zhaolei", deputy="linxia"), by=who, now=at(PLANNED))
        with pytest.raises(Http404):
            actions.change_shift(pk, i.ShiftInput(officer="zhaolei", deputy="linxia"), by=cast.clerk, now=at(PLANNED))

    def test_R08_a_running_shift_is_handed_on_from_now_and_what_was_stays(self, cast: Cast) -> None:
        shift = planned(cast)[0]
        given = i.ShiftInput(officer="linxia", deputy="chenliqun")
        actions.change_shift(shift.pk, given, by=cast.office, now=at("2020-09-21 15:00"))
        assert shift_at(cast, "2020-09-21 14:59").officer == cast.outside_specialist
        assert shift_at(cast, "2020-09-21 15:00").officer == cast.office
        assert roster.gaps(cast.zone, policy(cast.zone, at(PLANNED))) == []
        assert told("shift_changed") == {"zhaolei", "chenliqun"}
        with refused("shift_over"):
            actions.change_shift(shift.pk, given, by=cast.office, now=at("2020-09-21 15:01"))


class TestSwaps:
    def test_R08_asked_agreed_and_never_a_gap(self, cast: Cast) -> None:
        shifts = planned(cast)
        mine, theirs = shifts[3], shifts[4]  # zhaolei's, then chenliqun's, who is also deputy of the first
        actions.ask_swap(mine.pk, i.SwapInput(shift=theirs.pk), by=cast.outside_specialist, now=at(PLANNED))
        assert shift_at(cast, NIGHT).officer == cast.outside_specialist and told("swap_asked") == {"chenliqun"}
        with refused("wrong_role"):
            actions.agree_swap(mine.pk, i.Nothing(), by=cast.outside_specialist, now=at(PLANNED))
        actions.agree_swap(mine.pk, i.Nothing(), by=cast.specialist, now=at(PLANNED))
        mine.refresh_from_db()
        theirs.refresh_from_db()
        assert (mine.officer, mine.deputy) == (cast.specialist, cast.outside_specialist)  # officer and deputy stay two
        assert (theirs.officer, theirs.deputy) == (cast.outside_specialist, cast.office)
        assert roster.gaps(cast.zone, policy(cast.zone, at(PLANNED))) == [] and told("swap_agreed") == {"zhaolei"}
        with refused("swap_gone"):
            actions.agree_swap(mine.pk, i.Nothing(), by=cast.specialist, now=at(PLANNED))

    def test_R08_what_cannot_be_swapped(self, cast: Cast) -> None:
        shifts = planned(cast)
        running, mine, theirs = shifts[0], shifts[3], shifts[4]
        for pk, other, by, code in (
            (running.pk, theirs.pk, cast.outside_specialist, "shift_begun"),
            (mine.pk, theirs.pk, cast.specialist, "wrong_role"),
            (mine.pk, shifts[6].pk, cast.outside_specialist, "own_shift"),
            (mine.pk, 987654, cast.outside_specialist, "unknown_shift"),
        ):
            with refused(code):
                actions.ask_swap(pk, i.SwapInput(shift=other), by=by, now=at(PLANNED))
        with refused("swap_gone"):
            actions.decline_swap(mine.pk, i.Nothing(), by=cast.specialist, now=at(PLANNED))

    def test_R08_declined_or_taken_back_nothing_changes(self, cast: Cast) -> None:
        mine, theirs = planned(cast)[3:5]
        for by in (cast.specialist, cast.outside_specialist):
            actions.ask_swap(mine.pk, i.SwapInput(shift=theirs.pk), by=cast.outside_specialist, now=at(PLANNED))
            with refused("wrong_role"):
                actions.decline_swap(mine.pk, i.Nothing(), by=cast.chief, now=at(PLANNED))
            actions.decline_swap(mine.pk, i.Nothing(), by=by, now=at(PLANNED))
            mine.refresh_from_db()
            assert (mine.officer, mine.swap_with) == (cast.outside_specialist, None)

    def test_R08_a_shift_given_to_another_leaves_no_swap_behind(self, cast: Cast) -> None:
        mine, theirs = planned(cast)[3:5]
        actions.ask_swap(mine.pk, i.SwapInput(shift=theirs.pk), by=cast.outside_specialist, now=at(PLANNED))
        given = i.ShiftInput(officer="linxia", deputy="zhaolei")
        actions.change_shift(theirs.pk, given, by=cast.office, now=at(PLANNED))
        with refused("swap_gone"):
            actions.agree_swap(mine.pk, i.Nothing(), by=cast.office, now=at(PLANNED))


def fresh(person: Account) -> Account:
    return Account.objects.get_by_natural_key(person.login)


class TestRinging:
    """The firm is Chen Liqun's; the other specialist, Zhao Lei, is on duty."""

    @pytest.fixture
    def urgent(self, cast: Cast) -> Story:
        planned(cast)
        return Story(cast).raised(NIGHT, urgent=True, text="半夜停电，冷库要化")

    def test_R08_rings_officer_deputy_chief_a_quarter_of_an_hour_each_and_each_miss_stays(
        self, cast: Cast, urgent: Story
    ) -> None:
        rung = []
        for instant in (
            NIGHT,
            "2020-09-25 02:25",
            "2020-09-25 02:26",
            "2020-09-25 02:41",
            "2020-09-25 02:42",
            "2020-09-25 02:58",
        ):
            urgent.ticked(instant, instant)  # twice: a second turn changes nothing
            rung.append(Ring.objects.filter(missed_at=None).values_list("account__login", flat=True).first())
        assert rung == ["zhaolei", "zhaolei", "chenliqun", "chenliqun", "tangyi", None]
        assert [kind for kind in urgent.kinds() if kind.startswith("duty.")] == [
            "duty.rang", "duty.missed", "duty.rang", "duty.missed", "duty.rang", "duty.missed", "duty.unanswered",
        ]  # fmt: skip
        assert urgent.told("ring") == {"zhaolei", "chenliqun", "tangyi"}
        assert urgent.told("ring_missed") == urgent.told("ring_unanswered") == {"linxia"}

    def test_R08_whoever_is_on_duty_accepts_for_the_specialist_and_the_ringing_ends(
        self, cast: Cast, urgent: Story
    ) -> None:
        officer = fresh(cast.outside_specialist)
        assert access.visible(officer).get() == urgent.r
        actions.accept(urgent.r.number, i.TextInput(), by=officer, now=at("2020-09-25 02:17"))
        urgent.ticked("2020-09-25 03:00")
        assert urgent.r.status == "in_hand" and urgent.entries()[-1].capacity == "duty_officer"
        assert Ring.objects.get().accepted_at == at("2020-09-25 02:17")
        assert urgent.told("duty_accepted") == {"chenliqun"} and urgent.told("taken") == {"zhoumin", "liuqi"}
        assert access.visible(officer).get() == urgent.r  # what he accepted stays in his sight
        actions.message(urgent.r.pk, i.MessageInput(text="已联系供电所"), by=officer, now=at("2020-09-25 02:20"))
        with refused("wrong_role"):
            actions.whistle(
                urgent.r.pk, i.WhistleInput(departments=["SZJ"], ask="看"), by=officer, now=at("2020-09-25 02:21")
            )

    def test_R08_a_late_accept_is_one_too_and_the_miss_stays(self, cast: Cast, urgent: Story) -> None:
        urgent.ticked("2020-09-25 02:26")
        actions.accept(urgent.r.number, i.TextInput(), by=fresh(cast.outside_specialist), now=at("2020-09-25 02:30"))
        late, stopped = Ring.objects.order_by("pk")
        assert late.missed_at and late.accepted_at and stopped.stopped_at and not stopped.accepted_at

    def test_R08_the_specialist_himself_is_as_good_and_the_officer_learns_that_he_is_not_needed(
        self, cast: Cast, urgent: Story
    ) -> None:
        urgent.did("take", i.TextInput(), "2020-09-25 02:12", by=cast.specialist)
        officer = fresh(cast.outside_specialist)
        assert not access.visible(officer).exists()
        with refused("ring_answered"):
            actions.accept(urgent.r.number, i.TextInput(), by=officer, now=at("2020-09-25 02:13"))
        with pytest.raises(Http404):  # who was never rung learns nothing
            actions.accept(urgent.r.number, i.TextInput(), by=cast.yjj_clerk, now=at("2020-09-25 02:13"))
        urgent.ticked("2020-09-25 03:00")
        assert urgent.kinds() == ["request.raised", "duty.rang", "request.taken"]

    def test_R08_only_what_rings_is_seen_by_the_one_on_duty(self, cast: Cast, urgent: Story) -> None:
        Story(cast).raised("2020-09-25 02:30", text="不急的事")
        assert access.visible(fresh(cast.outside_specialist)).get() == urgent.r

    def test_R08_with_nobody_on_duty_the_chief_is_rung_at_once_and_it_is_said(self, cast: Cast) -> None:
        story = Story(cast).raised(NIGHT, urgent=True)
        assert story.told("ring") == {"tangyi"} and story.told("nobody_on_duty") == {"linxia"}
        assert story.kinds() == ["request.raised", "duty.missed", "duty.rang"]
        story.ticked("2020-09-25 02:26")
        assert story.told("ring_unanswered") == {"linxia"}
        with_chief = actions.accept(story.r.number, i.TextInput(), by=cast.chief, now=at("2020-09-25 02:27"))
        assert with_chief.status == "in_hand"

    def test_R08_without_a_chief_the_office_is_told(self, cast: Cast) -> None:
        Appointment.objects.filter(account=cast.chief).update(until=BEGINNING + timedelta(days=1))
        story = Story(cast).raised(NIGHT, urgent=True)
        assert story.kinds() == ["request.raised", "duty.missed", "duty.unanswered"]
        assert story.told("ring_unanswered") == {"linxia"}

    def test_R08_what_is_not_urgent_or_taken_on_the_phone_rings_nobody(self, cast: Cast) -> None:
        planned(cast)
        Story(cast).raised(NIGHT)
        Story(cast).raised(NIGHT, urgent=True, by=cast.specialist, enterprise="E0001", channel="phone")
        assert not Ring.objects.exists()

    def test_R08_withdrawn_or_whistled_at_once_nothing_rings_on(self, cast: Cast, urgent: Story) -> None:
        urgent.did("withdraw", i.TextInput(), "2020-09-25 02:12", by=cast.principal)
        assert Ring.objects.get().stopped_at == at("2020-09-25 02:12")

    def test_R07_whoever_is_on_duty_logs_the_call_of_any_firm(self, cast: Cast) -> None:
        planned(cast)
        given = i.RaiseInput(text="来电", enterprise="E0001", channel="phone", urgent=True)
        r = actions.raise_request(given, by=fresh(cast.outside_specialist), now=at(NIGHT))
        story = Story(cast)
        story.r = r
        assert (r.status, [one.capacity for one in story.entries()]) == ("in_hand", ["duty_officer"] * 2)
        assert access.visible(fresh(cast.outside_specialist)).get() == r
        with refused("unknown_enterprise"):  # the next morning he is off duty
            actions.raise_request(given, by=fresh(cast.outside_specialist), now=at("2020-09-25 12:00"))

    def test_R40_quiet_hours_never_hold_an_urgent_notice(self, cast: Cast, settings: Any) -> None:
        settings.SMTP = Sink().settings
        Account.objects.filter(pk__in=[cast.outside_specialist.pk, cast.specialist.pk]).update(
            by_mail=True, email="a@b.example"
        )
        planned(cast)
        Notice.objects.all().delete()
        Story(cast).raised(NIGHT, urgent=True)
        Story(cast).raised(NIGHT)
        mails = Notice.objects.filter(channel=Notice.MAIL).order_by("pk")
        held = {(one.kind, one.urgent): one.not_before for one in mails}
        assert held["ring", True] == held["new_request", True] == at(NIGHT)
        assert held["new_request", False] == at("2020-09-25 07:00")  # the same hour, not urgent

    def test_N1_rings_and_duty_leave_every_clock_as_it_counts(self, cast: Cast, urgent: Story) -> None:
        urgent.ticked("2020-09-25 02:26")
        actions.accept(urgent.r.number, i.TextInput(), by=fresh(cast.specialist), now=at("2020-09-25 02:30"))
        urgent.did("answer", i.OutcomeInput(outcome="resolved", text="来电了"), "2020-09-25 04:00", by=cast.specialist)
        found = recompute(export_lines(), exports.calendar())
        assert found.differences == [] and found.compared["verdicts"]


def test_SC04_need_by_leads_the_lamp_over_midnight(cast: Cast) -> None:
    """Ceremony on Friday at nine; called on Thursday 18:40, done at one in the night."""
    story = Story(cast).raised("2020-10-15 18:40", need_by="2020-10-16 09:00", urgent=True, text="绿化带今晚要补好")
    assert (story.r.reply_due_at, story.r.lamp_due_at) == (at("2020-10-20 17:30"), at("2020-10-16 09:00"))
    story.whistled("2020-10-15 18:44").reported_in("2020-10-15 18:50")
    assert story.r.lamp_due_at == at("2020-10-16 09:00")
    assert not Ring.objects.filter(accepted_at=None, stopped_at=None, missed_at=None).exists()
    story.replied("2020-10-16 01:00")
    assert story.r.answered_at == at("2020-10-16 01:00") and story.r.lamp_due_at is None
