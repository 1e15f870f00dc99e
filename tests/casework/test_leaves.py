"""请假与替补: one named substitute, who is then the holder; no chain, and never nobody (R-06)."""

from datetime import date

import pytest
from django.http import Http404

from liaison.casework import access, actions, clock, desk_queries, proof, queries
from liaison.casework import inputs as i
from liaison.casework.actions import leaves
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.record.reading import happenings
from liaison.registry import access as registry
from liaison.registry import actions as register
from liaison.registry.inputs import AppointInput, AssignInput, LeaveInput
from liaison.registry.models import Account, Appointment, Leave
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db
BEFORE, DAY, LAST, AFTER = "2020-09-21 10:00", "2020-09-23 00:00", "2020-09-25 23:59", "2020-09-26 00:00"


def given(first: int = 23, last: int = 25, **more: str) -> LeaveInput:
    return LeaveInput(**{"substitute": "zhaolei", "from": date(2020, 9, first), "to": date(2020, 9, last), **more})


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def fresh(person: Account) -> Account:
    """As after the next HTTP request: posts are looked up anew."""
    return Account.objects.get_by_natural_key(person.login)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__login", flat=True))


@pytest.fixture
def away(cast: Cast) -> Leave:
    """Chen Liqun from the 23rd to the 25th, with Zhao Lei."""
    return actions.plan_leave(given(), by=cast.specialist, now=at(BEFORE))


def answers_for(cast: Cast) -> str:
    found = registry.specialist_of(cast.firm.pk)
    assert found is not None
    return found.login


class TestTheSubstitute:
    def test_R06_holds_the_firm_from_the_first_minute_of_the_first_day_to_the_end_of_the_last(self, cast, away) -> None:
        seen = []
        for instant in (BEFORE, "2020-09-22 23:59", DAY, LAST, AFTER):
            clock.tick(at(instant))
            seen.append(answers_for(cast))
        assert seen == ["chenliqun", "chenliqun", "zhaolei", "zhaolei", "chenliqun"]
        kinds = [one.kind for one in happenings("QJ", "chenliqun")]
        assert kinds == ["leave.planned", "leave.began", "leave.ended"]

    def test_R06_todays_leave_begins_at_once(self, cast: Cast) -> None:
        actions.plan_leave(given(21, 21), by=cast.specialist, now=at(BEFORE))
        assert answers_for(cast) == "zhaolei"

    def test_R06_acts_in_all_as_the_specialist_and_the_absent_one_still_sees_his_rows(self, cast, away) -> None:
        story = Story(cast).raised(BEFORE)
        clock.tick(at(DAY))
        in_force = policy(cast.zone, at("2020-09-23 09:00"))
        substitute, absent = fresh(cast.outside_specialist), fresh(cast.specialist)
        seen = queries.dossier(substitute, story.r.number, now=in_force.now)
        assert (seen.specialist, seen.away, "specialist" in seen.standing.held) == (substitute, absent, True)
        assert seen.holder_name == "赵磊"
        assert desk_queries.today(substitute, in_force).counts["new"] == 1
        assert registry.visible_enterprises(substitute).filter(code="E0001").exists()
        assert "specialist" in queries.dossier(absent, story.r.number, now=in_force.now).standing.held
        assert desk_queries.serving(cast.principal).away == absent
        actions.take(story.r.pk, i.TextInput(), by=substitute, now=at("2020-09-23 09:10"))
        assert Entry.objects.latest("pk").capacity == "specialist"
        newer = Story(cast).raised("2020-09-23 10:00")
        assert newer.told("new_request") == {"zhaolei"}
        clock.tick(at(AFTER))
        with pytest.raises(Http404):
            access.locked(fresh(cast.outside_specialist), story.r.pk)

    def test_R06_firms_and_both_people_are_told_at_both_ends(self, cast, away) -> None:
        assert told("leave_planned") == {"zhaolei", "linxia"}
        clock.tick(at(DAY))
        assert told("leave_began") == {"zhoumin", "liuqi", "chenliqun", "zhaolei"}
        clock.tick(at(AFTER))
        assert told("leave_ended") == {"zhoumin", "liuqi", "chenliqun", "zhaolei"}
        assert told("stand_in_missing") == set()

    def test_R06_clocks_never_pause_and_the_turns_go_over_and_back(self, cast, away) -> None:
        story = Story(cast).raised(BEFORE)
        due = story.r.reply_due_at
        story.ticked(DAY, AFTER)
        assert story.r.reply_due_at == due
        said = [(one.facts["before"], one.facts["specialist"], one.facts["why"]) for one in story.entries() if
                one.kind == "request.handed_over"]  # fmt: skip
        assert said == [("chenliqun", "zhaolei", "leave"), ("zhaolei", "chenliqun", "return")]
        proved = proof.prove(story.r, [], policy(cast.zone, at("2020-09-28 10:00")))
        assert [one["code"] for one in proved["holders"]] == ["chenliqun", "zhaolei", "chenliqun"]
        assert len({one["limit_at"] for one in proved["holders"]}) == 1
        assert sum(part["minutes"] for part in proved["overrun_parts"]) == proved["overrun_minutes"]

    def test_a_transfer_ends_the_standing_in_for_that_firm(self, cast, away) -> None:
        clock.tick(at(DAY))
        to = AssignInput(specialist="tangyi", reason="调岗")
        actions.transfer("E0001", to, by=cast.office, now=at("2020-09-23 11:00"))
        assert answers_for(cast) == "tangyi"
        assert told("firm_handed_on") == {"chenliqun", "zhaolei"}
        assert not access.visible(fresh(cast.outside_specialist)).filter(enterprise=cast.firm).exists()
        with refused("specialist_away"):
            back = AssignInput(specialist="chenliqun", reason="再调")
            actions.transfer("E0001", back, by=cast.office, now=at("2020-09-23 12:00"))


class TestNoChain:
    @pytest.mark.parametrize(
        ("more", "code"),
        [
            ({"substitute": "chenliqun"}, "own_substitute"),
            ({"substitute": "luochuan"}, "unknown_specialist"),
            ({"substitute": "nobody"}, "unknown_specialist"),
            ({"first": 25, "last": 24}, "dates_crossed"),
            ({"first": 20}, "date_passed"),
        ],
    )  # fmt: skip
    def test_R06_what_is_no_leave(self, cast: Cast, more, code: str) -> None:
        with refused(code):
            actions.plan_leave(given(**more), by=cast.specialist, now=at(BEFORE))
        assert not Leave.objects.exists()

    @pytest.mark.parametrize(
        ("first", "last", "free"), [(20, 22, True), (25, 28, False), (21, 30, False), (26, 27, True)]
    )
    def test_R06_a_substitute_may_not_be_away_in_that_time(self, cast, away, first: int, last: int, free: bool) -> None:
        asked = given(max(first, 21), last, specialist="zhaolei", substitute="chenliqun")
        if free:
            actions.plan_leave(asked, by=cast.office, now=at(BEFORE))
        else:
            with refused("substitute_away"):  # and so nobody stands in for the one who stands in for him
                actions.plan_leave(asked, by=cast.office, now=at(BEFORE))

    def test_a_second_leave_in_the_same_time(self, cast, away) -> None:
        with refused("leave_overlaps"):
            actions.plan_leave(given(25, 28, substitute="tangyi"), by=cast.specialist, now=at(BEFORE))

    def test_R06_the_substitute_goes_away_too_then_the_office_holds_and_is_told(self, cast, away) -> None:
        story = Story(cast).raised(BEFORE)
        clock.tick(at(DAY))
        ill = given(24, 24, specialist="zhaolei", substitute="tangyi")
        actions.plan_leave(ill, by=cast.office, now=at("2020-09-24 08:00"))
        assert (answers_for(cast), told("stand_in_missing")) == ("linxia", {"linxia"})
        office = fresh(cast.office)
        assert "specialist" in queries.dossier(office, story.r.number, now=at("2020-09-24 09:00")).standing.held
        actions.take(story.r.pk, i.TextInput(), by=office, now=at("2020-09-24 09:00"))
        clock.tick(at("2020-09-25 00:00"))  # he is back, and stands in again
        assert answers_for(cast) == "zhaolei"

    def test_R06_the_substitute_loses_the_post(self, cast, away) -> None:
        clock.tick(at(DAY))
        Appointment.objects.filter(account=cast.outside_specialist, post="specialist").update(until=at(DAY))
        assert not access.visible(fresh(cast.outside_specialist)).exists()
        clock.tick(at("2020-09-23 00:01"))
        entries = Entry.objects.count()
        clock.tick(at("2020-09-23 00:02"))
        assert (answers_for(cast), Entry.objects.count()) == ("linxia", entries)
        assert told("stand_in_missing") == {"linxia"}

    def test_in_a_zone_without_office_the_chief_holds(self, cast, away) -> None:
        Appointment.objects.filter(post="office").update(until=BEGINNING)
        Account.objects.filter(pk=cast.outside_specialist.pk).update(is_active=False)
        clock.tick(at(DAY))
        assert answers_for(cast) == "tangyi"


class TestEnding:
    def test_back_early_and_called_off(self, cast, away) -> None:
        clock.tick(at(DAY))
        actions.end_leave(away.pk, by=cast.specialist, now=at("2020-09-24 08:00"))
        assert answers_for(cast) == "chenliqun"
        with refused("leave_over"):
            actions.end_leave(away.pk, by=cast.office, now=at("2020-09-24 08:01"))
        planned = actions.plan_leave(given(28, 29), by=cast.specialist, now=at("2020-09-24 09:00"))
        actions.end_leave(planned.pk, by=cast.office, now=at("2020-09-24 09:10"))
        clock.tick(at("2020-09-28 09:00"))
        assert (answers_for(cast), told("leave_called_off")) == ("chenliqun", {"chenliqun", "zhaolei"})

    def test_only_the_specialist_and_the_office_plan_and_end(self, cast, away) -> None:
        with refused("wrong_role"):
            actions.plan_leave(given(28, 29, specialist="chenliqun"), by=cast.outside_specialist, now=at(BEFORE))
        with refused("wrong_role"):
            actions.end_leave(away.pk, by=cast.outside_specialist, now=at(BEFORE))
        for who in ("principal", "clerk", "evaluation"):
            with pytest.raises(Http404):
                actions.end_leave(away.pk, by=getattr(cast, who), now=at(BEFORE))
        with refused("specialist_needed"):
            actions.plan_leave(given(28, 29), by=cast.office, now=at(BEFORE))
        assert [leaves.visible(who).count() for who in (cast.leader, cast.outside_specialist, cast.clerk)] == [1, 1, 0]

    def test_a_worker_that_slept_leaves_nobody_in_the_wrong_place(self, cast, away) -> None:
        clock.tick(at("2020-10-12 09:00"))
        assert answers_for(cast) == "chenliqun"
        assert Leave.objects.get().ended_at == at("2020-10-12 09:00")

    def test_who_is_away_cannot_lose_the_post_while_he_has_firms(self, cast, away) -> None:
        clock.tick(at(DAY))
        with refused("still_assigned"):
            register.end_appointment("chenliqun", AppointInput(post="specialist"), by=cast.security, now=at(DAY))
