"""认定: opened with what the record says, heard, signed by two, served, reviewed (R-46, R-47, R-48); R-04 for the chief."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.http import Http404

from liaison.appraisal import finding_inputs as i
from liaison.appraisal import findings as read
from liaison.appraisal.actions import finding, finding_after
from liaison.appraisal.models import EffortFinding, MeritExclusion, PanelSeat, Review, Round
from liaison.casework import actions
from liaison.casework.inputs import Nothing, TextInput, VisitInput
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry.models import Account, Appointment, Assignment
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.appraisal.people import discipline, holder, personnel, replaced
from tests.casework.steps import Story
from tests.cast import BEGINNING, Cast, at

pytestmark = pytest.mark.django_db
FOUND = i.SignInput(decision="found", reasons="多次超期，且没有反馈")
NOT_FOUND = i.SignInput(decision="not_found", reasons="办得慢是因为等外地来的设备")
STATEMENT = i.StatementInput(text="设备要从外地调。")
REMEDY = i.RemedyInput(text="请再看一遍证据")
OPENED = "2020-07-23 09:00"


def refused(act: Callable[[], object]) -> str:
    try:
        act()
    except Refused as no:
        return no.code
    except Http404:
        return "404"
    return "done"


def opened(cast: Cast, **given: object) -> EffortFinding:
    discipline(cast)
    given = {"specialist": "chenliqun", "year": 2020, **given}
    return finding.open_finding(i.FindingInput(**given), by=personnel(cast), now=at(OPENED))


def decided(cast: Cast, first: i.SignInput = FOUND, second: i.SignInput = FOUND) -> EffortFinding:
    one = opened(cast)
    finding.state_own(one.pk, STATEMENT, by=cast.specialist, now=at("2020-07-24 10:00"))
    finding.sign(one.pk, first, by=personnel(cast), now=at("2020-07-27 09:00"))
    return finding.sign(one.pk, second, by=discipline(cast), now=at("2020-07-27 10:00"))


def served(cast: Cast) -> EffortFinding:
    return finding_after.serve(decided(cast).pk, Nothing(), by=personnel(cast), now=at("2020-07-28 09:00"))


def test_R46_opened_after_a_rating_with_its_dates_and_the_first_two_who_may_sit(cast: Cast) -> None:
    row = replaced(cast)
    half = Round.objects.create(
        zone=cast.zone, year=2020, half=1, opens_on=date(2020, 7, 1), closes_at=at("2020-07-15 17:30"), state=Round.UNSEALED,
        planned_by=cast.evaluation, planned_at=at("2020-06-01 09:00"), closed_at=at("2020-07-15 17:30"),
    )  # fmt: skip
    row.round = half
    row.save()
    successor = cast.outside_specialist
    Appointment.objects.create(
        account=successor, post="discipline", since=BEGINNING
    )  # the first of discipline, and in conflict
    one = opened(cast)
    assert (one.due_on, one.statement_due_on, one.replacement) == (date(2020, 8, 12), date(2020, 7, 30), row)
    assert {seat.part: seat.account.login for seat in one.seats.all()} == {
        "personnel": "renshi",
        "discipline": "jijian",
    }
    assert not one.seats.exclude(decision="").exists()  # nothing is filled in beforehand
    told = {(notice.kind, notice.recipient.login) for notice in Notice.objects.filter(kind__startswith="finding")}
    assert told == {("finding_seat", "jijian"), ("finding_paper", "chenliqun")}
    entry = Entry.objects.get(kind="finding.opened")
    assert entry.chain == "QJ/audit" and "chenliqun" not in entry.body
    again = i.FindingInput(specialist="chenliqun", year=2020)
    for by, given, code in (
        (personnel(cast), again, "finding_there"),
        (discipline(cast), again, "wrong_role"),
        (cast.office, again, "wrong_role"),
        (personnel(cast), i.FindingInput(specialist="renshi", year=2020), "own_matter"),
        (personnel(cast), i.FindingInput(specialist="luochuan", year=2020), "unknown_specialist"),
        (personnel(cast), i.FindingInput(specialist="zhaolei", year=2021), "year_ahead"),
        (personnel(cast), i.FindingInput(specialist="zhaolei", year=2020, replacement=row.pk), "unknown_replacement"),
        (personnel(cast), i.FindingInput(specialist="chenliqun", year=2019, replacement=row.pk), "wrong_year"),
    ):
        assert refused(lambda by=by, given=given: finding.open_finding(given, by=by, now=at(OPENED))) == code


def test_R46_the_evidence_is_the_work_of_the_year_frozen_and_says_nothing_of_a_vote(cast: Cast) -> None:
    slow = Story(cast).raised("2020-07-06 09:00").did("take", TextInput(), "2020-07-06 09:40", by=cast.specialist)
    slow.ticked("2020-07-10 09:00").whistled("2020-07-14 10:00").replied("2020-07-15 10:00")
    other = Story(cast).raised("2020-07-07 09:00").whistled("2020-07-07 10:00").replied("2020-07-08 11:00")
    Story(cast).raised("2020-07-07 09:00", by=cast.outsider)  # another one's firm
    visit = VisitInput(enterprise="E0001", result="看过车间", arrived_at="2020-07-08 09:00")
    actions.log_visit(visit, by=cast.specialist, now=at("2020-07-08 11:00"))
    replaced(cast)
    one = opened(cast)
    assert one.evidence
    pack = json.loads(one.evidence.text)
    assert (pack["requests"], pack["firms"], pack["from"]) == (2, 1, "2020-01-01")
    assert [(row["number"], row["working_days"]) for row in pack["handled_late"]] == [(slow.r.number, 6)]
    assert {row["number"] for row in pack["missed"]} == {slow.r.number}
    assert [(row["number"], row["working_days"]) for row in pack["gaps"]] == [(slow.r.number, 6)]
    assert pack["replies"] == {"replied": 2, "median_days": 7, "most_days": 7}
    assert (pack["visits"], pack["rings_missed"]) == ({"done": 1, "missed": []}, [])
    assert other.r.number not in json.dumps(pack["handled_late"] + pack["gaps"])
    text = one.evidence.text
    assert not [word for word in ("satisfied", "vote", "E0001", "replac") if word in text]
    Story(cast).raised("2020-07-24 09:00", by=cast.outsider)
    assert EffortFinding.objects.get().evidence.text == text


def test_R46_heard_first_then_two_signatures_and_both_eligibilities_are_gone(cast: Cast) -> None:
    one, hr, judge = opened(cast), personnel(cast), discipline(cast)
    for by, given, when, code in (
        (hr, FOUND, "2020-07-30 17:30", "statement_runs"),
        (cast.specialist, FOUND, "2020-07-31 09:00", "wrong_role"),
        (cast.chief, FOUND, "2020-07-31 09:00", "404"),
        (holder(cast, "renshi2", "personnel", "任二"), FOUND, "2020-07-31 09:00", "wrong_role"),  # no seat
    ):
        assert refused(lambda by=by, given=given, when=when: finding.sign(one.pk, given, by=by, now=at(when))) == code
    hearing = i.HearingInput(hearing_at="2020-07-29 15:00", place="三楼会议室")
    heard = i.HeardInput(text="本人到场，说设备要等。")
    early, on_time = at("2020-07-24 09:00"), at("2020-07-29 16:00")
    assert refused(lambda: finding.set_hearing(one.pk, hearing, by=judge, now=early)) == "wrong_role"
    assert refused(lambda: finding.note_heard(one.pk, heard, by=hr, now=early)) == "no_hearing"
    assert refused(lambda: finding.set_hearing(one.pk, hearing, by=hr, now=on_time)) == "date_passed"
    finding.set_hearing(one.pk, hearing, by=hr, now=early)
    assert refused(lambda: finding.note_heard(one.pk, heard, by=hr, now=early)) == "hearing_ahead"
    finding.state_own(one.pk, STATEMENT, by=cast.specialist, now=at("2020-07-24 10:00"))
    assert refused(lambda: finding.state_own(one.pk, STATEMENT, by=cast.specialist, now=early)) == "statement_given"
    assert refused(lambda: finding.state_own(one.pk, STATEMENT, by=hr, now=early)) == "wrong_role"
    assert refused(lambda: finding.sign(one.pk, FOUND, by=hr, now=early)) == "hearing_ahead"
    finding.note_heard(one.pk, heard, by=judge, now=on_time)
    assert refused(lambda: finding.note_heard(one.pk, heard, by=judge, now=on_time)) == "heard_before"

    finding.sign(one.pk, FOUND, by=hr, now=at("2020-07-30 09:00"))
    assert refused(lambda: finding.sign(one.pk, FOUND, by=hr, now=at("2020-07-30 09:01"))) == "signed_before"
    assert not MeritExclusion.objects.exists() and EffortFinding.objects.get().decision == ""
    said = i.SignInput(decision="found", reasons="进度没有告诉企业")
    finding.sign(one.pk, said, by=judge, now=at("2020-07-30 10:00"))
    one.refresh_from_db()
    assert (one.decision, one.decided_at) == ("found", at("2020-07-30 10:00"))
    assert one.reasons and one.reasons.text == "多次超期，且没有反馈\n\n进度没有告诉企业"
    taken = MeritExclusion.objects.values_list("account__login", "year", "kind")
    assert sorted(taken) == [("chenliqun", 2020, "awards"), ("chenliqun", 2020, "promotion")]
    late = at("2020-07-30 11:00")
    for act in (
        lambda: finding.sign(one.pk, FOUND, by=hr, now=late), lambda: finding.set_hearing(one.pk, hearing, by=hr, now=early),
        lambda: finding.step_out(one.pk, i.StepOutInput(reason="亲属"), by=judge, now=late),
        lambda: finding.state_own(one.pk, STATEMENT, by=cast.specialist, now=late),
    ):  # fmt: skip
        assert refused(act) == "finding_decided"
    assert not [
        one for one in Entry.objects.filter(kind="finding.signed") if "found" in json.loads(one.body)["facts"].values()
    ]
    # the person is told of papers and of nothing else, and nobody but personnel and discipline of anything
    told = Notice.objects.filter(kind__startswith="finding")
    assert set(told.filter(recipient=cast.specialist).values_list("kind", flat=True)) == {"finding_paper"}
    assert set(told.values_list("recipient__login", flat=True)) == {"chenliqun", "renshi", "renshi2", "jijian"}
    assert not Entry.objects.filter(chain="QJ/business", kind__startswith="finding").exists()


def test_R46_differing_signatures_find_nothing(cast: Cast) -> None:
    one = decided(cast, FOUND, NOT_FOUND)
    assert one.decision == "not_found" and one.reasons and one.reasons.text == NOT_FOUND.reasons
    assert not MeritExclusion.objects.exists()
    free = read.eligibility(cast.specialist, "chenliqun", 2020)
    assert (free.awards, free.promotion, free.finding) == (True, True, one)
    finding_after.serve(one.pk, Nothing(), by=personnel(cast), now=at("2020-07-28 09:00"))
    assert (
        refused(lambda: finding_after.ask_review(one.pk, REMEDY, by=cast.specialist, now=at("2020-07-29 09:00")))
        == "nothing_found"
    )
    assert refused(lambda: opened(cast)) == "finding_there"  # not twice for the same


def test_R46_a_member_in_conflict_steps_out_and_another_sits(cast: Cast) -> None:
    one, hr, judge, when = opened(cast), personnel(cast), discipline(cast), at("2020-07-24 09:00")
    conflict = i.StepOutInput(reason="是亲属")
    finding.step_out(one.pk, conflict, by=judge, now=when)  # there is no second one of discipline yet
    assert not one.seats.filter(part="discipline", stepped_out_at=None).exists()
    second = holder(cast, "jijian2", "discipline", "纪二")
    name = lambda login, by, part="discipline": refused(  # noqa: E731
        lambda: finding.name_member(one.pk, i.SeatInput(part=part, login=login), by=by, now=when)
    )
    assert name("jijian2", judge) == "in_conflict"
    assert name("jijian", hr) == name("luochuan", hr) == "not_for_seat"
    Appointment.objects.create(account=hr, post="discipline", since=BEGINNING)
    assert name("renshi", hr) == "not_for_seat"  # one person in both seats would be one person's finding
    Appointment.objects.filter(account=hr, post="discipline").delete()
    third = Account.objects.get(pk=hr.pk)
    assert name("jijian2", third) == "done"
    assert name("jijian2", third) == "wrong_role"  # who sits for discipline is discipline's to change
    assert refused(lambda: finding.sign(one.pk, FOUND, by=judge, now=at("2020-07-31 09:00"))) == "in_conflict"
    finding.sign(one.pk, FOUND, by=second, now=at("2020-07-31 09:00"))
    assert name("jijian2", second) == "signed_before"
    assert refused(lambda: finding.step_out(one.pk, conflict, by=second, now=at("2020-07-31 10:00"))) == "signed_before"
    assert not PanelSeat.objects.filter(conflict__isnull=False).exclude(account=judge).exists()


def test_R48_service_review_appeal_and_a_reversal_as_a_new_entry(cast: Cast) -> None:
    hr, who, one = personnel(cast), cast.specialist, decided(cast)
    ask = lambda act, when, by=who: refused(lambda: act(one.pk, REMEDY, by=by, now=at(when)))  # noqa: E731
    assert ask(finding_after.ask_review, "2020-07-27 11:00") == "not_served"
    assert (
        refused(lambda: finding_after.serve(one.pk, Nothing(), by=discipline(cast), now=at("2020-07-28 09:00")))
        == "wrong_role"
    )
    finding_after.serve(one.pk, Nothing(), by=hr, now=at("2020-07-28 09:00"))
    assert refused(lambda: finding_after.serve(one.pk, Nothing(), by=hr, now=at("2020-07-28 10:00"))) == "served_before"
    upheld = i.RemedyAnswerInput(outcome="upheld", reasons="证据清楚，程序合规")
    answer = lambda given, when, by=hr: refused(lambda: finding_after.answer_remedy(one.pk, given, by=by, now=at(when)))  # noqa: E731
    assert answer(upheld, "2020-08-01 09:00") == "nothing_to_answer"
    assert ask(finding_after.ask_appeal, "2020-08-01 09:00") == "review_first"
    assert ask(finding_after.ask_review, "2020-08-28 00:00") == "remedy_too_late"  # served on 28 July, thirty days
    assert ask(finding_after.ask_review, "2020-08-27 23:59", hr) == "wrong_role"
    assert ask(finding_after.ask_review, "2020-08-27 23:59") == "done"
    assert ask(finding_after.ask_review, "2020-08-27 23:59") == "remedy_asked_before"
    assert Review.objects.get().answer_due_on == date(
        2020, 9, 27
    )  # 26 September is a Saturday; the Sunday after it is worked
    assert MeritExclusion.objects.filter(lifted_at=None).count() == 2  # the effect is not suspended
    assert answer(upheld, "2020-09-01 09:00", discipline(cast)) == "wrong_role"
    assert answer(upheld, "2020-09-01 09:00") == "done"
    assert ask(finding_after.ask_appeal, "2020-09-17 09:00") == "remedy_too_late"
    assert ask(finding_after.ask_appeal, "2020-09-16 09:00") == "done"
    before = set(Entry.objects.values_list("hash", flat=True))
    assert answer(i.RemedyAnswerInput(outcome="reversed", reasons="原因不在本人"), "2020-10-20 09:00") == "done"
    assert before < set(Entry.objects.values_list("hash", flat=True))
    assert Entry.objects.filter(kind="finding.reversed").count() == 1
    assert set(MeritExclusion.objects.values_list("lifted_at", flat=True)) == {at("2020-10-20 09:00")}
    one = read.one(who, one.pk)
    assert (read.state_of(one), one.decision) == ("reversed", "found")
    free = read.eligibility(hr, "chenliqun", 2020)
    assert (free.awards, free.promotion) == (True, True)


def test_R48_an_unanswered_review_opens_the_way_to_the_appeal_and_the_clock_tells_of_what_is_late(cast: Cast) -> None:
    one, in_force = served(cast), lambda when: policy(cast.zone, at(when))
    finding_after.ask_review(one.pk, REMEDY, by=cast.specialist, now=at("2020-07-29 09:00"))
    appeal = lambda when: refused(lambda: finding_after.ask_appeal(one.pk, REMEDY, by=cast.specialist, now=at(when)))  # noqa: E731
    assert appeal("2020-08-28 09:00") == "review_first"
    finding_after.turn(cast.zone, in_force("2020-08-28 09:00"))
    assert not Entry.objects.filter(kind="finding.answer_overdue").exists() and not read.overdue_remedies(
        date(2020, 8, 28)
    )
    for _again in range(2):
        finding_after.turn(cast.zone, in_force("2020-08-31 09:00"))
    assert (
        Entry.objects.filter(kind="finding.answer_overdue").count()
        == 1
        == len(read.overdue_remedies(date(2020, 8, 31)))
    )
    assert appeal("2020-08-31 09:00") == "done"

    Assignment.objects.filter(specialist=cast.specialist).update(specialist=cast.outside_specialist)
    late = opened(cast, specialist="zhaolei")
    assert late.due_on == date(2020, 8, 20)  # without a replacement it counts from the opening
    for when, kinds in (
        ("2020-08-18 09:00", []), ("2020-08-19 09:00", ["finding.due_soon"]), ("2020-08-20 09:00", ["finding.due_soon"]),
        ("2020-08-21 09:00", ["finding.due_soon", "finding.overdue"]), ("2020-08-22 09:00", ["finding.due_soon", "finding.overdue"]),
    ):  # fmt: skip
        finding_after.turn(cast.zone, in_force(when))
        entered = Entry.objects.filter(subject=f"finding-{late.pk}", kind__in=["finding.due_soon", "finding.overdue"])
        assert list(entered.order_by("seq").values_list("kind", flat=True)) == kinds
    assert [one.pk for one in read.overdue(date(2020, 8, 21))] == [late.pk]


def test_R04_about_the_chief_it_goes_up_and_out_of_the_zones_hands(cast: Cast) -> None:
    one = opened(cast, specialist="tangyi")
    assert one.passed_up_at and not one.seats.exists() and one.evidence
    later = at("2020-08-31 09:00")
    assert refused(lambda: finding.sign(one.pk, FOUND, by=personnel(cast), now=later)) == "passed_up"
    assert refused(lambda: finding.state_own(one.pk, STATEMENT, by=cast.chief, now=later)) == "404"
    assert not Notice.objects.filter(recipient=cast.chief).exists() and not read.overdue(date(2020, 9, 30))
    assert refused(lambda: opened(cast, specialist="tangyi")) == "finding_there"


def test_own_matter_and_who_sees_a_finding(cast: Cast) -> None:
    one = opened(cast)
    Appointment.objects.create(account=cast.specialist, post="personnel", since=BEGINNING)
    me = Account.objects.get(pk=cast.specialist.pk)
    for act in (
        lambda: finding.set_hearing(
            one.pk, i.HearingInput(hearing_at="2020-07-29 15:00", place="会议室"), by=me, now=at(OPENED)
        ),
        lambda: finding.sign(one.pk, FOUND, by=me, now=at("2020-07-31 09:00")),
    ):
        assert refused(act) == "own_matter"
    assert read.listed(me) == [] and [found.pk for found in read.own(me)] == [one.pk]
    for by in (personnel(cast), discipline(cast), cast.specialist):
        assert read.one(by, one.pk) == one and read.eligibility(by, "chenliqun", 2020).awards
    for by in (
        cast.chief,
        cast.leader,
        cast.office,
        cast.evaluation,
        cast.outside_specialist,
        cast.principal,
        cast.audit,
    ):
        assert (
            refused(lambda by=by: read.one(by, one.pk))
            == "404"
            == refused(lambda by=by: read.eligibility(by, "chenliqun", 2020))
        )
    assert refused(lambda: read.eligibility(discipline(cast), "luochuan", 2020)) == "404"  # nobody of the roster
