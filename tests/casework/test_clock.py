"""What happens by itself: the ladder, late calendar notices, and that none of it happens twice."""

import pytest

from liaison.casework import actions, proof
from liaison.casework import inputs as i
from liaison.casework.calendars import accept_notice
from liaison.casework.clock import tick
from liaison.casework.models import ServiceRequest, Summons
from liaison.record.models import Entry
from liaison.registry.models import CalendarDay, CalendarNotice
from liaison.registry.policy import policy
from liaison.rules.calendar import NOTICES
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(cast: Cast) -> Story:
    return Story(cast)


def proved(story: Story, now: str) -> dict[str, object]:
    rows = Summons.objects.filter(service_request=story.r).select_related("department")
    return proof.prove(story.fresh().r, rows, policy(story.cast.zone, at(now)))


def test_R22_the_ladder_climbs_one_rung_at_a_time_by_day(story: Story) -> None:
    story.raised("2020-09-21 09:00").whistled("2020-09-21 09:10").reported_in("2020-09-21 09:20")  # due Thu 09-24 17:30
    rungs = [
        ("2020-09-23 08:44:59", None, set()),
        ("2020-09-23 08:45", "due_soon", {"luochuan"}),
        ("2020-09-24 17:30", None, set()),
        ("2020-09-24 17:30:01", "overdue", {"luochuan", "chenliqun", "linxia"}),
        ("2020-09-25 00:00", None, set()),
        ("2020-09-25 08:45", "head_told", {"mayuan"}),
        ("2020-09-27 08:45", "chief_told", {"tangyi"}),  # the make-up Sunday is a working day
        ("2020-10-09 08:45", None, set()),
    ]
    heard: dict[str, set[str]] = {}
    for when, kind, people in rungs:
        story.ticked(when, when)
        if kind:
            heard[kind] = people
        for name in ("due_soon", "overdue", "head_told", "chief_told"):
            assert story.told(name) - {"chenliqun", "linxia"} == heard.get(name, set()) - {"chenliqun", "linxia"}, (
                when,
                name,
            )
    assert [kind for kind in story.kinds() if kind.startswith("clock.") and "summons" in str(story.entries())] != []


def test_R22_a_specialist_who_sits_on_it_is_reminded_and_the_office_told(story: Story) -> None:
    story.raised("2020-09-21 09:00").ticked("2020-09-23 08:45")
    assert story.told("due_soon") == {"chenliqun"}
    story.ticked("2020-09-24 17:30:01")
    assert story.told("overdue") == {"chenliqun", "linxia"}
    story.ticked("2020-09-27 08:45")
    assert story.told("chief_told") == {"tangyi"}


def test_an_undecided_decline_is_the_offices_own_delay(story: Story) -> None:
    story.raised("2020-09-21 09:00").whistled("2020-09-21 09:10")
    actions.decline(
        story.summons().pk, i.DeclineInput(reason="不归我们"), by=story.cast.clerk, now=at("2020-09-21 10:00")
    )
    story.ticked("2020-09-21 17:30")
    assert story.told("undecided") == set()
    story.ticked("2020-09-21 17:30:01", "2020-09-22 08:45")
    assert story.told("undecided") == {"linxia"}


@pytest.fixture
def before_the_extension(cast: Cast) -> Cast:
    """The calendar as it was known before 2020-01-27: the first notice of 2020 alone."""
    later = CalendarNotice.objects.exclude(key="2019-11-21")
    CalendarDay.objects.filter(notice__in=later).delete()
    later.delete()
    return cast


def test_N3_the_2020_extension_moves_open_promises_later_and_says_so(before_the_extension: Cast) -> None:
    story = Story(before_the_extension).raised("2020-01-22 10:00").whistled("2020-01-22 10:30")
    assert story.r.reply_due_at == at("2020-02-01 17:30")  # 01-23, then the 31st and the make-up Saturday
    closed = (
        Story(before_the_extension).raised("2020-01-20 10:00").whistled("2020-01-20 10:30").replied("2020-01-21 10:00")
    )
    story.ticked("2020-01-26 23:59")
    assert story.r.reply_due_at == at("2020-02-01 17:30")
    story.ticked("2020-01-27 00:05", "2020-01-27 00:06")
    assert story.r.reply_due_at == at("2020-02-04 17:30")
    assert (story.summons().due_at, story.summons().calendar) == (at("2020-02-04 17:30"), "2020-01-27")
    moved = [entry.facts for entry in story.entries() if entry.kind == "promise.moved"]
    assert [(facts["promise"], facts["before"][:10], facts["after"][:10]) for facts in moved] == [
        ("reply", "2020-02-01", "2020-02-04"), ("summons", "2020-02-01", "2020-02-04"),
    ]  # fmt: skip
    assert story.told("promise_moved") == {"zhoumin", "liuqi", "chenliqun", "luochuan", "hejing", "mayuan"}
    assert closed.fresh().r.reply_due_at == at("2020-01-23 17:30")  # a kept promise is never rewritten


def test_N3_a_notice_never_makes_a_promise_shorter(before_the_extension: Cast) -> None:
    story = Story(before_the_extension).raised("2020-01-22 10:00")
    ServiceRequest.objects.filter(pk=story.r.pk).update(reply_due_at=at("2020-03-01 17:30"))
    accept_notice(next(notice for notice in NOTICES if notice.key == "2020-01-27"), None, at("2020-01-27 00:05"))
    assert story.fresh().r.reply_due_at == at("2020-03-01 17:30")


def test_N3_a_promise_left_open_gets_its_date_with_the_notice(before_the_extension: Cast) -> None:
    story = Story(before_the_extension).raised("2020-12-30 10:00")
    assert story.r.reply_due_at is None
    story.ticked("2020-12-30 10:05")  # the notice for 2021 was published in November, this house accepts it now
    assert story.r.reply_due_at == at("2021-01-05 17:30")


def test_ticking_twice_changes_nothing(story: Story) -> None:
    story.raised("2020-09-21 09:00").whistled("2020-09-21 09:10").ticked("2020-09-24 17:30:01")
    before = Entry.objects.count()
    tick(at("2020-09-24 17:30:02"))
    assert Entry.objects.count() == before


def test_N1_N2_a_late_whistle_is_the_specialists_not_the_departments(story: Story) -> None:
    """The case of the clock proof in the product's picture book: received 09-30, whistled 10-09, replied 10-13 09:50."""
    story.raised("2020-09-30 15:12").whistled("2020-10-09 16:40").reported_in("2020-10-09 16:50").replied(
        "2020-10-13 09:50"
    )
    said = proved(story, "2020-10-14 09:00")
    assert (said["verdict"], said["due_at"]) == ("late", "2020-10-12T17:30:00+08:00")
    assert said["overrun_minutes"] == 16 * 60 + 20
    assert said["overrun_parts"] == [{"kind": "specialist", "code": "chenliqun", "minutes": 16 * 60 + 20}]
    (summons,) = said["summonses"]
    assert (summons["verdict"], summons["due_at"]) == ("on_time", "2020-10-13T17:30:00+08:00")
    assert [(row["kind"], row["minutes"]) for row in said["holders"]] == [
        ("specialist", 9 * 1440 + 88), ("department", 3 * 1440 + 17 * 60 + 10),
    ]  # fmt: skip


def test_N2_the_offices_decision_takes_its_own_time(story: Story) -> None:
    story.raised("2020-09-21 09:00").whistled("2020-09-21 09:10")
    actions.decline(
        story.summons().pk, i.DeclineInput(reason="不归我们"), by=story.cast.clerk, now=at("2020-09-21 10:00")
    )
    actions.decide(
        story.summons().pk,
        i.DecideInput(accept=True, next_department="JSJ"),
        by=story.cast.office,
        now=at("2020-09-25 10:00"),
    )
    story.fresh().replied("2020-09-27 10:00", by=story.cast.jsj_clerk, department="JSJ")
    said = proved(story, "2020-09-28 09:00")
    assert [row["kind"] for row in said["holders"]] == ["specialist", "department", "office", "department"]
    assert {part["kind"] for part in said["overrun_parts"]} == {"office"}
    assert sum(part["minutes"] for part in said["overrun_parts"]) == said["overrun_minutes"]


def test_R28_the_verdict_of_a_closed_leg_is_frozen(story: Story) -> None:
    story.raised("2020-09-21 09:00").whistled("2020-09-21 09:10").replied("2020-09-25 10:00")
    story.did("dispute", i.ReasonInput(text="还没好"), "2020-09-25 11:00", by=story.cast.principal)
    first, second = proved(story, "2020-09-25 12:00")["legs"]
    assert (first["verdict"], second["verdict"]) == ("late", "open")
    assert proved(story, "2021-01-05 12:00")["legs"][0] | {"inputs": 0, "summonses": 0} == first | {
        "inputs": 0,
        "summonses": 0,
    }
