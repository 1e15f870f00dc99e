"""撤换: the duty, the office's act, and who never learns of it (R-44, R-49, Q-07, Q-08, SC-13, SC-17)."""

from datetime import date, datetime

import pytest
from django.http import Http404

from liaison.appraisal import clock, replacing
from liaison.appraisal.actions.replacing import ask_change, carry_out
from liaison.appraisal.models import Replacement, RollLine, Round
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.casework import access, actions, agency_access, queries
from liaison.casework import inputs as i
from liaison.casework.actions import leaves
from liaison.casework.actions.visiting import visible as visits_of
from liaison.casework.models import Visit
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry import coverage
from liaison.registry.inputs import AssignInput
from liaison.registry.models import Account, Appointment, Assignment, Enterprise, Leave
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
COUNTED = at("2020-07-16 10:00")
TO_ZHAO = CarryOutInput(specialist="zhaolei")


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=f"^{code}$")


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__login", flat=True))


def a_round(cast: Cast, **of: object) -> Round:
    values = {
        "zone": cast.zone, "year": 2020, "half": 1, "opens_on": date(2020, 7, 1), "closes_at": at("2020-07-15 17:30"),
        "replace_by": date(2020, 7, 22), "state": Round.UNSEALED, "planned_by": cast.evaluation, "planned_at": at("2020-06-20 09:00"),
    }  # fmt: skip
    return Round.objects.create(**{**values, **of})


def line(of: Round, firm: Enterprise, specialist: Account) -> RollLine:
    return RollLine.objects.create(round=of, enterprise=firm, specialist=specialist, held_days=182)


def specialists(cast: Cast, *logins: str) -> list[Account]:
    made = [
        Account.objects.create(zone=cast.zone, login=login, name_zh=login, department=cast.d.ZHF) for login in logins
    ]
    Appointment.objects.bulk_create(
        Appointment(account=one, post="specialist", since=at("2020-01-01 09:00")) for one in made
    )
    return made


def owed(
    cast: Cast, firm: Enterprise | None = None, specialist: Account | None = None, now: datetime = COUNTED
) -> Replacement:
    of = Round.objects.filter(half=1).first() or a_round(cast)
    return replacing.owe(of, [line(of, firm or cast.firm, specialist or cast.specialist)], now=now)[0]


def test_SC13_the_vote_alone_makes_the_duty_with_its_date_and_proposal_and_nobody_but_the_office_knows(
    cast: Cast,
) -> None:
    Appointment.objects.create(account=cast.outside_specialist, post="office", since=at("2020-01-01 09:00"))
    of = a_round(cast)
    lines = [line(of, cast.firm, cast.specialist), line(of, cast.other_firm, cast.outside_specialist)]
    specialists(cast, "bai", "gu")
    mine, his = replacing.owe(of, lines, now=COUNTED)
    assert replacing.owe(of, lines, now=COUNTED) == [mine, his]
    for row in (mine, his):
        row.refresh_from_db()
        assert (row.due_on, row.cause, row.proposed_at) == (date(2020, 7, 22), "vote", COUNTED)
        assert row.proposed and row.proposed.login in ("bai", "gu", "tangyi")
    assert mine.proposed != his.proposed
    rows = Notice.objects.filter(kind="replacement_due").values_list("recipient__login", "params__enterprise")
    assert set(rows) == {("linxia", "E0001"), ("linxia", "E0002"), ("zhaolei", "E0001")}  # his own is not his
    with pytest.raises(Http404):
        replacing.one(cast.outside_specialist, his.pk)
    for who in (cast.specialist, cast.chief, cast.leader, cast.principal, cast.head, cast.evaluation):
        assert not replacing.visible(who).exists()
    assert not Entry.objects.filter(kind__startswith="replacement.", chain="QJ/business").exists()


def test_SC13_all_that_is_open_goes_over_at_once_and_the_old_one_gets_404_on_the_next_request(cast: Cast) -> None:
    stories = [
        Story(cast).raised("2020-07-14 10:00"),
        Story(cast).raised("2020-07-14 10:05").whistled("2020-07-14 11:00"),
    ]
    visit = actions.promise_visit(
        i.VisitInput(enterprise="E0001", promised_at=at("2020-07-21 09:00")),
        by=cast.specialist,
        now=at("2020-07-14 12:00"),
    )
    row = owed(cast)
    kept = ("number", "status", "leg", "reply_due_at", "whistle_due_at", "occurred_at", "lamp_due_at")
    before = [[getattr(story.fresh().r, name) for name in kept] for story in stories]
    done = carry_out(row.pk, TO_ZHAO, by=cast.office, now=at("2020-07-17 09:00"))
    assert (done.new, done.done_at, done.done_by) == (cast.outside_specialist, at("2020-07-17 09:00"), cast.office)
    assert [[getattr(story.fresh().r, name) for name in kept] for story in stories] == before
    for story in stories:
        assert "specialist" in queries.dossier(cast.outside_specialist, story.r.number, now=COUNTED).standing.held
        assert not access.sees(cast.specialist, story.r.pk)
        said = story.entries()[-1]
        assert (said.kind, said.facts["why"]) == ("request.handed_over", "transfer")  # nothing of a vote
    assert Visit.objects.get(pk=visit.pk).visitor == cast.outside_specialist
    assert not visits_of(cast.specialist).filter(pk=visit.pk).exists()
    assert not agency_access.visible(cast.specialist).exists()
    assert told("specialist_changed") == {"zhoumin", "liuqi"}
    assert (told("firm_assigned"), told("firm_handed_on")) == ({"zhaolei"}, {"chenliqun"})
    assert done.watch.replaced == cast.specialist
    seen = coverage.read(cast.zone, policy(cast.zone, at("2020-07-17 09:01")))
    assert (seen.serving["E0001"].specialist.login, seen.coverage.load["zhaolei"]) == ("zhaolei", 2)


def test_R44_what_is_refused(cast: Cast) -> None:
    away = specialists(cast, "bai", "gu")[0]
    Leave.objects.create(
        specialist=away, substitute=cast.chief, first_day=date(2020, 7, 1), last_day=date(2020, 7, 31), named_by=cast.office,
        named_at=COUNTED, began_at=COUNTED,
    )  # fmt: skip
    row, other = owed(cast), owed(cast, cast.other_firm, cast.outside_specialist)
    for code, login in (
        ("same_person", "chenliqun"), ("unknown_specialist", "luochuan"), ("specialist_away", "bai"),
    ):  # fmt: skip
        with refused(code):
            carry_out(row.pk, CarryOutInput(specialist=login), by=cast.office, now=COUNTED)
    for who in (cast.chief, cast.leader, cast.specialist, cast.principal, cast.evaluation):
        with pytest.raises(Http404):
            carry_out(row.pk, TO_ZHAO, by=who, now=COUNTED)
    carry_out(row.pk, TO_ZHAO, by=cast.office, now=COUNTED)
    other.refresh_from_db()
    assert other.due_on == date(2020, 7, 16)  # all of a round on one date
    with refused("swap_in_circle"):
        carry_out(other.pk, CarryOutInput(specialist="chenliqun"), by=cast.office, now=COUNTED)
    with refused("replaced_already"):  # the second of two clicks
        carry_out(row.pk, CarryOutInput(specialist="gu"), by=cast.office, now=COUNTED)
    back = AssignInput(specialist="chenliqun", reason="回来")
    with refused("barred"):
        actions.transfer("E0001", back, by=cast.office, now=at("2022-07-15 10:00"))
    actions.transfer("E0001", back, by=cast.office, now=at("2022-07-16 10:00"))  # 24 months later


def test_Q08_the_principal_asks_at_any_time_and_may_name_one_who_was_replaced(cast: Cast) -> None:
    now = at("2020-09-28 10:24")
    specialists(cast, "bai")
    row = owed(cast)
    carry_out(row.pk, TO_ZHAO, by=cast.office, now=COUNTED)
    for who, code in (
        (cast.contact, "E0001"),
        (cast.outsider, "E0001"),
        (cast.office, "E0001"),
        (cast.specialist, "E0001"),
    ):
        with refused("wrong_role"):
            ask_change(code, ChangeInput(), by=who, now=now)
    with refused("unknown_specialist"):
        ask_change("E0001", ChangeInput(wish="bai"), by=cast.principal, now=now)
    asked = ask_change("E0001", ChangeInput(reason="说了不算", wish="chenliqun"), by=cast.principal, now=now)
    asked.refresh_from_db()
    assert (asked.cause, asked.old, asked.due_on) == (
        "asked",
        cast.outside_specialist,
        date(2020, 10, 12),
    )  # over the holidays
    assert asked.proposed == cast.specialist  # barred, and asked for
    with refused("change_asked"):
        ask_change("E0001", ChangeInput(), by=cast.principal, now=now)
    assert "说了不算" not in str(list(Notice.objects.values_list("params"))) + str(
        list(Entry.objects.values_list("body"))
    )
    done = carry_out(asked.pk, CarryOutInput(specialist="chenliqun"), by=cast.office, now=now)
    assert done.new == cast.specialist
    with refused("nobody_to_replace"):
        Assignment.objects.filter(enterprise=cast.firm, until=None).update(until=now)
        ask_change("E0001", ChangeInput(), by=cast.principal, now=now)


def test_R44_who_has_gone_already_is_replaced_all_the_same_and_does_not_come_back(cast: Cast) -> None:
    """Moved by an ordinary transfer before the votes were counted, or while the duty was open."""
    gu = specialists(cast, "gu")[0]
    actions.transfer("E0001", AssignInput(specialist="gu", reason="调岗"), by=cast.office, now=at("2020-07-10 10:00"))
    row = owed(cast)
    assert (row.new, row.done_at, row.watch.replaced) == (gu, COUNTED, cast.specialist)
    open_one = owed(cast, cast.other_firm, cast.outside_specialist)
    actions.transfer("E0002", AssignInput(specialist="gu", reason="调岗"), by=cast.office, now=at("2020-07-16 11:00"))
    clock.tick(at("2020-07-16 11:01"))
    open_one.refresh_from_db()
    assert (open_one.new, open_one.done_at) == (gu, at("2020-07-16 11:01"))
    for code, login in (("E0001", "chenliqun"), ("E0002", "zhaolei")):
        with refused("barred"):
            actions.transfer(
                code, AssignInput(specialist=login, reason="回来"), by=cast.office, now=at("2020-12-01 10:00")
            )
    assert not told("replacement_overdue")


def test_R44_one_duty_where_the_firm_asked_before_its_vote_was_counted(cast: Cast) -> None:
    asked = ask_change("E0001", ChangeInput(), by=cast.principal, now=at("2020-07-13 10:00"))
    row = owed(cast)
    assert (row.pk, row.cause, row.due_on) == (asked.pk, "vote", date(2020, 7, 20))
    assert Notice.objects.filter(kind="replacement_due").count() == 1


def test_SC17_the_chief_is_replaced_like_anybody_and_cannot_hinder_it(cast: Cast) -> None:
    Appointment.objects.create(account=cast.chief, post="office", since=at("2020-01-01 09:00"))
    Assignment.objects.create(enterprise=cast.unserved, specialist=cast.chief, since=at("2020-01-01 09:00"))
    row = owed(cast, cast.unserved, cast.chief)
    assert row.due_on == date(2020, 7, 22)
    with pytest.raises(Http404):
        carry_out(row.pk, TO_ZHAO, by=cast.chief, now=COUNTED)
    assert told("replacement_due") == {"linxia"}
    carry_out(row.pk, TO_ZHAO, by=cast.office, now=COUNTED)
    assert not agency_access.visible(cast.chief).filter(enterprise=cast.firm).exists()


def test_R44_the_office_is_reminded_before_and_when_it_is_late_once_each(cast: Cast) -> None:
    row = owed(cast)
    for moment, soon, late in (
        ("2020-07-17 10:00", 0, 0), ("2020-07-21 09:00", 1, 0), ("2020-07-21 09:01", 1, 0), ("2020-07-22 17:30", 1, 0),
        ("2020-07-22 17:31", 1, 1), ("2020-07-22 17:32", 1, 1),
    ):  # fmt: skip
        clock.tick(at(moment))
        kinds = list(Notice.objects.filter(kind__startswith="replacement_").values_list("kind", flat=True))
        assert (kinds.count("replacement_soon"), kinds.count("replacement_overdue")) == (soon, late), moment
    assert replacing.overdue(cast.zone, policy(cast.zone, at("2020-07-22 17:31"))) == [row]
    assert not replacing.overdue(cast.zone, policy(cast.zone, at("2020-07-22 17:30")))


def test_R44_nobody_stands_in_where_he_was_replaced(cast: Cast) -> None:
    """The new specialist goes on leave and names the old one: at that firm one of the office stands in."""
    carry_out(owed(cast).pk, TO_ZHAO, by=cast.office, now=COUNTED)
    Leave.objects.create(
        specialist=cast.outside_specialist, substitute=cast.specialist, first_day=date(2020, 8, 3), last_day=date(2020, 8, 7),
        named_by=cast.outside_specialist, named_at=COUNTED,
    )  # fmt: skip
    leaves.turn(cast.zone, at("2020-08-03 00:01"))
    held = {
        one.enterprise.code: one.stand_in
        for one in Assignment.objects.filter(specialist=cast.outside_specialist, until=None)
    }
    assert held == {"E0001": cast.office, "E0002": cast.specialist}
