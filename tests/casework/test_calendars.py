"""A notice is accepted, a day is freed: what was looked at before is what happens, later only, and the record can count it again (N3)."""

from dataclasses import replace
from datetime import date

import pytest

from liaison.casework import calendars, proof
from liaison.casework.calendars import Moved, accept_notice, free_day, if_accepted, if_freed
from liaison.casework.models import ServiceRequest, Summons
from liaison.notices.models import Notice as Told
from liaison.record import happenings
from liaison.record.models import Entry
from liaison.registry import rulebook
from liaison.registry.actions import bootstrap
from liaison.registry.inputs import LimitsInput, ZoneDayInput
from liaison.registry.models import CalendarDay, CalendarNotice, TimeLimit, Zone, ZoneDay
from liaison.registry.policy import basis, calendar_in_force, calendar_of, policy
from liaison.rules.calendar import NOTICES, Notice, calendar_from, calendar_up_to
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
EXTENSION = next(notice for notice in NOTICES if notice.key == "2020-01-27")
MORNING = at("2020-01-27 09:00")
TYPHOON = ZoneDayInput(day=date(2020, 2, 4), reason="台风")


@pytest.fixture
def first_notice(cast: Cast) -> Cast:
    """The calendar as it was known before 2020-01-27."""
    later = CalendarNotice.objects.exclude(key="2019-11-21")
    CalendarDay.objects.filter(notice__in=later).delete()
    later.delete()
    return cast


def stories(cast: Cast) -> list[Story]:
    """One in each state: with the specialist, with two departments, answered, closed."""
    raised = Story(cast).raised("2020-01-22 09:00")
    whistled = Story(cast).raised("2020-01-22 10:00").whistled("2020-01-22 10:30", "SZJ", "JSJ")
    answered = Story(cast).raised("2020-01-20 10:00").whistled("2020-01-20 10:30").replied("2020-01-23 10:00")
    return [raised, whistled, answered]


def dues() -> dict[tuple[str, str, str], object]:
    """Every due time that is kept, by whose it is."""
    found: dict[tuple[str, str, str], object] = {}
    for r in ServiceRequest.objects.all():
        found[r.number, "reply", ""], found[r.number, "confirm", ""] = r.reply_due_at, r.confirm_due_at
    for row in Summons.objects.select_related("department", "service_request"):
        found[row.service_request.number, "summons", row.department.code] = row.due_at
    return found


def foretold(moved: list[Moved]) -> dict[tuple[str, str, str], object]:
    whose = {
        (one.request.number, one.promise, one.summons.department.code if one.summons else ""): one for one in moved
    }
    assert all(one.before is None or one.after > one.before for one in moved) and len(whose) == len(moved)
    return {key: one.after for key, one in whose.items()}


def changed(before: dict[tuple[str, str, str], object]) -> dict[tuple[str, str, str], object]:
    return {key: due for key, due in dues().items() if due != before[key]}


def test_N3_the_preview_of_a_notice_is_what_happens_and_writes_nothing(first_notice: Cast) -> None:
    raised, whistled, answered = stories(first_notice)
    before, entries = dues(), Entry.objects.count()
    moved = if_accepted(EXTENSION, first_notice.zone, MORNING)
    assert (dues(), Entry.objects.count(), CalendarNotice.objects.count()) == (before, entries, 1)
    assert accept_notice(EXTENSION, first_notice.office, MORNING) == len(moved) == 5
    assert changed(before) == foretold(moved)
    assert foretold(moved)[answered.r.number, "confirm", ""] == at("2020-02-07 17:30")
    assert answered.fresh().r.reply_due_at == at("2020-01-23 17:30")  # kept in time: it stays
    assert raised.fresh().r.whistle_due_at == at("2020-01-22 17:30") and raised.r.reply_calendar == "2020-01-27"
    told = Told.objects.filter(kind="promise_moved", params__number=whistled.r.number)
    assert {(one.params["before"][:10], one.params["after"][:10], one.params["cause"]) for one in told} == {
        ("2020-02-01", "2020-02-04", "notice")
    }
    assert whistled.told("promise_moved") == {"zhoumin", "liuqi", "chenliqun", "luochuan", "hejing", "mayuan", "wubin"}
    with pytest.raises(Refused, match=r"^notice_accepted_before$"):
        accept_notice(EXTENSION, first_notice.office, MORNING)
    assert changed(before) == foretold(moved)


def test_N3_the_preview_of_a_zone_day_is_what_happens_in_this_zone_alone(first_notice: Cast) -> None:
    stories(first_notice)
    bootstrap("BX", "北溪园区", "", "anquan2", now=at("2020-01-02 09:00"))
    accept_notice(EXTENSION, None, MORNING)
    before, entries = dues(), Entry.objects.count()
    moved = if_freed(TYPHOON, by=first_notice.office, now=MORNING)
    assert (dues(), Entry.objects.count(), ZoneDay.objects.count()) == (before, entries, 0)
    made, count = free_day(TYPHOON, by=first_notice.office, now=MORNING)
    assert count == len(moved) == 5 and changed(before) == foretold(moved)
    assert set(foretold(moved).values()) == {at("2020-02-05 17:30"), at("2020-02-10 17:30")}
    assert {one.params["cause"] for one in Told.objects.filter(kind="promise_moved").order_by("-pk")[:5]} == {
        "zone_day"
    }
    here, there = (calendar_in_force(zone, MORNING) for zone in Zone.objects.order_by("pk"))
    assert (here.key, here.reason_off(made.date)) == ("2020-01-27+1", "zone_day")
    assert (there.key, there.is_working(made.date)) == ("2020-01-27", True)


def test_N3_a_freed_day_of_receipt_moves_neither_limit(cast: Cast) -> None:
    story = Story(cast).raised("2020-02-04 08:30")
    before = story.r.whistle_due_at, story.r.reply_due_at
    assert before == (at("2020-02-04 17:30"), at("2020-02-07 17:30"))
    assert free_day(TYPHOON, by=cast.office, now=at("2020-02-04 09:00"))[1] == 0
    assert (story.fresh().r.whistle_due_at, story.r.reply_due_at) == before


def test_N3_a_promise_is_counted_again_by_the_name_of_its_calendar(first_notice: Cast) -> None:
    story = Story(first_notice).raised("2020-01-22 10:00").whistled("2020-01-22 10:30")
    old = Story(first_notice).raised("2020-01-21 10:00").whistled("2020-01-21 10:30").replied("2020-01-22 10:00")
    accept_notice(EXTENSION, None, MORNING)
    free_day(TYPHOON, by=first_notice.office, now=MORNING)
    free_day(ZoneDayInput(day=date(2020, 2, 6), reason="停电"), by=first_notice.office, now=at("2020-01-28 09:00"))
    known = basis(first_notice.zone)
    keys = [old.fresh().r.reply_calendar, story.fresh().r.reply_calendar]
    assert keys == ["2019-11-21", "2020-01-27+1"]  # the second free day lies behind its due day
    calendars_then = [calendar_of(known.up_to(key)) for key in keys]
    assert [one.key for one in calendars_then] == keys
    assert not calendars_then[1].is_working(date(2020, 2, 4)) and calendars_then[1].is_working(date(2020, 2, 6))
    rows = Summons.objects.filter(service_request=story.r).select_related("department")
    said = proof.prove(story.r, rows, policy(first_notice.zone, at("2020-02-03 09:00")))
    assert (said["inputs"]["calendar"], said["due_at"]) == ("2020-01-27+1", "2020-02-05T17:30:00+08:00")
    assert [day["date"] for day in said["days"] if day["counts"]] == ["2020-01-23", "2020-02-03", "2020-02-05"]
    assert next(day["holiday"] for day in said["days"] if day["date"] == "2020-02-04") == "zone_day"


def test_N3_the_record_alone_carries_the_calendars(first_notice: Cast) -> None:
    zone, office = first_notice.zone, first_notice.office
    accept_notice(EXTENSION, office, MORNING)
    free_day(TYPHOON, by=office, now=MORNING)
    opened, _account, _password = bootstrap("BX", "北溪园区", "", "anquan2", now=at("2020-01-28 09:00"))
    [entry] = happenings("QJ", "2020-01-27")
    assert (entry.kind, entry.actor, entry.capacity) == ("calendar.accepted", "linxia", "office")
    assert entry.facts == {
        "key": "2020-01-27", "year": 2020, "source": EXTENSION.source, "published_on": "2020-01-27",
        "days": {"2020-01-31": False, "2020-02-01": False, "2020-02-02": False},
    }  # fmt: skip
    [freed] = happenings("QJ", "2020-01-27+1")
    assert (freed.kind, freed.facts, freed.text) == ("calendar.zone_day", {"seq": 1, "date": "2020-02-04"}, "台风")
    entries = Entry.objects.filter(chain="BX/business", kind="calendar.accepted").values_list("subject", flat=True)
    assert sorted(entries) == ["2019-11-21", "2020-01-27"] and not happenings("BX", "2020-01-27+1")
    notices = [
        Notice(one.facts["key"], one.facts["year"], date.fromisoformat(one.facts["published_on"]), one.facts["source"],
               {date.fromisoformat(day): working for day, working in one.facts["days"].items()}, {})
        for key in entries for one in happenings("BX", key)
    ]  # fmt: skip
    counted = calendar_up_to("2020-01-27+1", notices, [date.fromisoformat(freed.facts["date"])])
    assert counted.exceptions == calendar_in_force(zone, MORNING).exceptions
    assert calendar_from(notices).exceptions == calendar_in_force(opened, MORNING).exceptions


def test_N3_a_forgotten_notice_comes_in_late_and_old_names_stay_true(first_notice: Cast) -> None:
    accept_notice(EXTENSION, None, MORNING)
    forgotten = replace(
        EXTENSION, published_on=date(2020, 1, 10), key="2020-01-10", days={date(2020, 3, 2): False}, names={}
    )
    accept_notice(forgotten, first_notice.office, at("2020-02-03 10:00"))
    assert CalendarNotice.objects.latest("pk").key == "2020-02-03"
    assert calendar_of(basis(first_notice.zone).up_to("2020-01-27")).is_working(date(2020, 3, 2))
    assert not calendar_in_force(first_notice.zone, at("2020-02-03 10:00")).is_working(date(2020, 3, 2))
    assert calendar_of(basis(first_notice.zone).up_to("2019-11-21")).is_working(date(2020, 1, 31))


@pytest.mark.parametrize(("now", "day", "code"), [
    ("2020-09-28 17:30", "2020-09-28", "zone_day_passed"),
    ("2020-09-28 10:00", "2020-09-27", "zone_day_passed"),
    ("2020-09-28 10:00", "2020-10-01", "zone_day_free"),
    ("2020-09-28 10:00", "2020-10-11", "zone_day_free"),
    ("2020-09-28 10:00", "2031-01-06", "zone_day_unknown"),
])  # fmt: skip
def test_N3_only_a_working_day_can_be_freed_until_it_closes(cast: Cast, now: str, day: str, code: str) -> None:
    given = ZoneDayInput(day=day, reason="台风")
    for act in (free_day, if_freed):
        with pytest.raises(Refused, match=rf"^{code}$"):
            act(given, by=cast.office, now=at(now))
    assert not ZoneDay.objects.exists() and not Entry.objects.exists()


def test_N3_the_same_day_may_be_freed_once_and_by_the_office_only(cast: Cast) -> None:
    given, now = ZoneDayInput(day="2020-09-28", reason="停电"), at("2020-09-28 17:29")
    for person in (cast.chief, cast.leader, cast.specialist, cast.security):
        with pytest.raises(Refused, match=r"^wrong_role$"):
            free_day(given, by=person, now=now)
        with pytest.raises(Refused, match=r"^wrong_role$"):
            accept_notice(EXTENSION, person, now)
    free_day(given, by=cast.office, now=now)
    with pytest.raises(Refused, match=r"^zone_day_free$"):
        free_day(given, by=cast.office, now=now)


def test_a_new_limit_reaches_only_what_begins_on_its_day(cast: Cast) -> None:
    """R-15: reply in 2 working days and an earlier close from 06-16 on; what began before keeps what it was given."""
    new = LimitsInput(values={"reply": "2", "closing_time": "16:00", "report_in": "2"}, effective_on="2020-06-16")
    before = Story(cast).raised("2020-06-15 10:00")
    rulebook.set_limits(new, by=cast.office, now=at("2020-06-15 11:00"))
    night = Story(cast).raised("2020-06-16 09:00", occurred_at="2020-06-15 22:00", by=cast.office, enterprise="E0001")
    after = Story(cast).raised("2020-06-16 00:00").whistled("2020-06-16 09:00")
    assert [one.r.reply_due_at for one in (before, night, after)] == [
        at("2020-06-18 17:30"), at("2020-06-18 17:30"), at("2020-06-18 16:00"),
    ]  # fmt: skip
    assert (after.summons().due_at, after.summons().report_in_due_at) == (
        at("2020-06-18 16:00"),
        at("2020-06-18 16:00"),
    )
    day = ZoneDayInput(day="2020-06-17", reason="停电")
    free_day(day, by=cast.office, now=at("2020-06-16 10:00"))  # each is counted anew by the limit it began under
    assert [one.fresh().r.reply_due_at for one in (before, night, after)] == [
        at("2020-06-19 17:30"), at("2020-06-19 17:30"), at("2020-06-19 16:00"),
    ]  # fmt: skip
    begun = [happenings("QJ", one.r.number)[0].facts for one in (before, night, after)]
    assert [(facts["working_days"], facts["closing"]) for facts in begun] == [(3, "17:30"), (3, "17:30"), (2, "16:00")]


def test_the_calendar_in_force_is_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    TimeLimit.objects.create(
        zone=cast.zone, key="reply", value="2", unit="working_days", effective_from=at("2020-06-01 00:00")
    )
    free_day(ZoneDayInput(day="2020-09-29", reason="台风"), by=cast.office, now=at("2020-09-28 10:00"))
    calendar_in_force(cast.zone, at("2020-09-28 10:00"))
    with django_assert_num_queries(1):  # type: ignore[operator]
        calendar_in_force(cast.zone, at("2020-09-28 10:00"))
    assert calendar_in_force(cast.zone, at("2020-09-28 09:59")).key == "2020-01-27"
    assert calendar_in_force(cast.zone, at("2020-09-28 10:00")).key == "2020-01-27+1"


def test_bundled_notices_come_in_by_themselves_and_once(first_notice: Cast) -> None:
    assert [one.key for one in calendars.unknown_notices(at("2020-01-26 23:59"))] == []
    assert [one.key for one in calendars.unknown_notices(at("2020-01-27 00:00"))] == ["2020-01-27"]
    accept_notice(replace(EXTENSION, key="2020-02-01"), None, MORNING)  # kept under another name
    assert calendars.unknown_notices(MORNING) == []
