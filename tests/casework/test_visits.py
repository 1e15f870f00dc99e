"""上门服务 and 走访: promised, arrived, left, result; or it did not take place (R-07)."""

import pytest
from django.http import Http404

from liaison.casework import actions, visiting_desk
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Visit
from liaison.notices.models import Notice
from liaison.record.reading import happenings
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW, LATER = "2020-09-25 10:00", "2020-09-25 14:00"


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def promised(cast: Cast, story: Story, when: str = LATER, **more: object) -> Visit:
    given = i.VisitInput(request=story.r.number, promised_at=at(when), **more)
    return actions.promise_visit(given, by=cast.specialist, now=at(NOW))


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast).raised("2020-09-25 09:00")


@pytest.mark.parametrize(
    ("urgent", "now", "due"),
    [
        (False, "2020-09-25 10:00", "2020-09-27 17:30"),  # Friday: the Sunday after is worked
        (True, "2020-09-25 10:00", "2020-09-25 17:30"),  # urgent: the same day
        (True, "2020-09-25 18:00", "2020-09-27 17:30"),  # after hours, the next working day
    ],
)
def test_R07_within_a_working_day_urgent_the_same_day(cast: Cast, urgent: bool, now: str, due: str) -> None:
    story = Story(cast).raised("2020-09-25 09:00", urgent=urgent)
    given = i.VisitInput(request=story.r.number, promised_at=at("2020-09-25 19:00"))
    visit = actions.promise_visit(given, by=cast.specialist, now=at(now))
    assert visit.due_at == at(due)


def test_R07_from_the_promise_to_the_result(cast: Cast, story: Story) -> None:
    visit = promised(cast, story)
    assert story.told("visit_promised") == {"zhoumin", "liuqi"}
    with refused("not_arrived"):
        actions.leave_visit(visit.pk, i.VisitResultInput(result="好了"), by=cast.specialist, now=at(LATER))
    actions.arrive(visit.pk, i.Nothing(), by=cast.specialist, now=at("2020-09-25 14:05"))
    with refused("arrived_before"):
        actions.arrive(visit.pk, i.Nothing(), by=cast.specialist, now=at("2020-09-25 14:06"))
    done = actions.leave_visit(
        visit.pk, i.VisitResultInput(result="看过现场"), by=cast.specialist, now=at("2020-09-25 15:00")
    )
    assert done.state == "done"
    kinds = [(one.kind, one.facts.get("late")) for one in story.entries() if one.kind.startswith("visit.")]
    assert kinds == [("visit.promised", None), ("visit.arrived", True), ("visit.left", None)]
    assert story.entries()[-1].text == "看过现场" and story.fresh().r.moved_at == at("2020-09-25 15:00")
    with refused("visit_over"):
        actions.no_show(visit.pk, i.NoShowInput(who="called_off"), by=cast.specialist, now=at("2020-09-25 16:00"))


def test_R07_nobody_came_nobody_was_there_called_off(cast: Cast, story: Story) -> None:
    first, second, third = (promised(cast, story) for _each in range(3))
    with refused("visit_to_come"):
        actions.no_show(first.pk, i.NoShowInput(who="visitor"), by=cast.principal, now=at(NOW))
    with refused("wrong_role"):  # that it was not there itself is not the firm's to say
        actions.no_show(first.pk, i.NoShowInput(who="enterprise"), by=cast.principal, now=at("2020-09-25 15:00"))
    actions.no_show(
        first.pk, i.NoShowInput(who="visitor", reason="等了半天"), by=cast.principal, now=at("2020-09-25 15:00")
    )
    actions.no_show(second.pk, i.NoShowInput(who="enterprise"), by=cast.specialist, now=at("2020-09-25 15:00"))
    actions.no_show(third.pk, i.NoShowInput(who="called_off"), by=cast.specialist, now=at(NOW))
    assert [one.facts["missing"] for one in story.entries() if one.kind == "visit.no_show"] == [
        "visitor",
        "enterprise",
        "called_off",
    ]
    assert story.told("visit_no_show") == {"chenliqun", "zhoumin", "liuqi"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "visit_time_needed"),
        ({"promised_at": "2020-09-25 09:59"}, "date_passed"),
        ({"promised_at": LATER, "request": None}, "visit_of_what"),
    ],
)
def test_R07_a_promise_needs_a_time_to_come_and_a_place(
    cast: Cast, story: Story, given: dict[str, str], code: str
) -> None:
    with refused(code):
        actions.promise_visit(i.VisitInput(**{"request": story.r.number, **given}), by=cast.specialist, now=at(NOW))


def test_R07_who_may(cast: Cast, story: Story) -> None:
    given = i.VisitInput(request=story.r.number, promised_at=at(LATER))
    for who, error in ((cast.principal, Refused), (cast.leader, Refused), (cast.outside_specialist, Http404)):
        with pytest.raises(error):
            actions.promise_visit(given, by=who, now=at(NOW))
    visit = actions.promise_visit(given, by=cast.office, now=at(NOW))
    assert visit.visitor == cast.specialist  # the office promises for the specialist
    for who, error in ((cast.outside_specialist, Http404), (cast.leader, Refused), (cast.principal, Refused)):
        with pytest.raises(error):
            actions.arrive(visit.pk, i.Nothing(), by=who, now=at(LATER))
    with refused("unknown_enterprise"):
        actions.log_visit(i.VisitInput(enterprise="E0002", result="看看"), by=cast.specialist, now=at(NOW))


def test_R07_logged_as_it_was_and_raised_in_the_same_act(cast: Cast) -> None:
    visit = actions.log_visit(
        i.VisitInput(enterprise="E0001", result="想招二十个工人", raises=True, arrived_at="2020-09-25 09:30"),
        by=cast.specialist, now=at(NOW),
    )  # fmt: skip
    r = ServiceRequest.objects.get()
    assert (r.channel, r.status, r.occurred_at, visit.service_request) == (
        "visit",
        "in_hand",
        at("2020-09-25 09:30"),
        r,
    )
    assert [one.kind for one in happenings("QJ", "E0001")] == ["visit.logged"]
    assert (
        visiting_desk.of_firm(cast.specialist, cast.firm) == visiting_desk.of_firm(cast.principal, cast.firm) == [visit]
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({}, "result_needed"),
        ({"result": "看看", "arrived_at": "2020-09-25 10:01"}, "in_the_future"),
        ({"result": "看看", "arrived_at": "2020-09-23 10:00"}, "backdate_needs_office"),
    ],
)
def test_R07_what_a_log_needs(cast: Cast, given: dict[str, str], code: str) -> None:
    with refused(code):
        actions.log_visit(i.VisitInput(**{"enterprise": "E0001", **given}), by=cast.specialist, now=at(NOW))
    assert not Visit.objects.exists() and not ServiceRequest.objects.exists()


def test_R07_a_visit_to_a_firm_without_any_request(cast: Cast) -> None:
    given = i.VisitInput(enterprise="E0001", promised_at=at(LATER))
    visit = actions.promise_visit(given, by=cast.specialist, now=at(NOW))
    assert visiting_desk.of_day(cast.specialist, at(NOW)) == [visit]
    actions.no_show(visit.pk, i.NoShowInput(who="called_off", reason="企业停产"), by=cast.specialist, now=at(NOW))
    assert visiting_desk.of_day(cast.specialist, at(NOW)) == []
    told = Notice.objects.filter(kind__in=["visit_announced", "visit_off"]).order_by("pk")
    assert [one.kind for one in told.filter(recipient=cast.principal)] == ["visit_announced", "visit_off"]
    assert [one.kind for one in happenings("QJ", "E0001")] == ["visit.promised", "visit.no_show"]
