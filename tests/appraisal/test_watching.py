"""防打击报复: the figures before and after, each alarm once, and nobody but discipline learns of it (security 7.6)."""

import pytest
from django.http import Http404

from liaison.appraisal import clock as ticking
from liaison.appraisal import watching
from liaison.appraisal.actions import complaining, minding
from liaison.appraisal.models import Alarm, Complaint
from liaison.casework.inputs import DeclineScopeInput, ReasonInput
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry.policy import policy
from liaison.rules.refusals import Refused
from tests.appraisal.people import discipline, holder, watched
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def replies(cast: Cast, asked: str, *answered: str) -> None:
    """Requests of the firm on one day, each replied to by SZJ at one of these instants."""
    for number, end in enumerate(answered):
        who = cast.specialist if asked < "2020-07-22" else cast.outside_specialist
        Story(cast).raised(f"{asked} 09:0{number}").whistled(f"{asked} 10:0{number}", by=who).replied(end)


def test_what_got_worse_sets_off_one_alarm_each_and_discipline_alone_is_told(cast: Cast, client, now_is) -> None:
    people = [discipline(cast), holder(cast, "jijian2", "discipline", "纪文")]
    cast.firm.assignments.create(specialist=people[1], since=at("2019-12-01 09:00"), until=at("2019-12-31 09:00"))
    replies(cast, "2020-07-06", "2020-07-06 17:00", "2020-07-06 17:10")
    watch = watched(cast)
    assert (watch.until - watch.since).days == 180
    replies(cast, "2020-07-27", "2020-07-30 17:00", "2020-07-30 17:10")
    refused = Story(cast).raised("2020-07-28 09:00")
    out = DeclineScopeInput(reason="合同纠纷", where="法院")
    refused.did("decline_scope", out, "2020-07-28 10:00", by=cast.outside_specialist)
    quiet = Story(cast).raised("2020-07-29 09:00")
    now_is("2020-08-03 09:00")
    client.force_login(cast.specialist)
    for path in ("/enterprises/E0001", f"/requests/{quiet.r.number}", "/enterprises/E0001"):
        assert client.get(path).status_code == 404
    for _twice in range(2):
        ticking.tick(at("2020-08-03 09:05"))
        ticking.tick(at("2020-08-04 09:06"))  # counted again the next day
    found = {(one.kind, one.subject): one.facts for one in Alarm.objects.all()}
    assert found == {
        ("slower", "SZJ"): {"before": 0.0, "after": 3.0, "others": None},
        ("looked", "E0001"): {"times": 2},
        ("looked", quiet.r.number): {"times": 1},
        ("refused", refused.r.number): {"how": "out_of_scope"},
        ("stalled", quiet.r.number): {"quiet_days": 4},
    }
    told = Notice.objects.filter(kind="watch_alarm")
    assert (
        set(told.values_list("recipient__login", flat=True)) == {"jijian"} and told.count() == 2
    )  # what was new on each day
    assert watching.one(people[0], watch.pk) == watch
    for other in (*cast.everybody().values(), people[1]):
        with pytest.raises(Http404):
            watching.one(other, watch.pk)
    entered = Entry.objects.filter(kind__startswith="watch.")
    assert {one.chain for one in entered} == {"QJ/audit"}
    assert not any("E0001" in one.body or "chenliqun" in one.body for one in entered)
    minding.mark_seen(watch.pk, by=people[0], now=at("2020-08-04 10:00"))
    assert not Alarm.objects.filter(seen_at=None).exists()
    ticking.tick(at("2021-03-01 09:00"))  # after its end it is looked at once more, and then rests
    ended = watching.one(people[0], watch.pk).looked_at
    ticking.tick(at("2021-03-03 09:00"))
    assert watching.one(people[0], watch.pk).looked_at == ended == at("2021-03-01 09:00")


def test_a_department_that_keeps_its_pace_sets_off_nothing(cast: Cast) -> None:
    discipline(cast)
    replies(cast, "2020-07-06", "2020-07-08 17:00", "2020-07-08 17:10")
    watch = watched(cast)
    replies(cast, "2020-07-27", "2020-07-29 17:00", "2020-07-29 17:10")
    ticking.tick(at("2020-07-30 09:00"))
    assert not Alarm.objects.exists() and not Notice.objects.filter(kind="watch_alarm").exists()
    row = watching.figures(watch, policy(cast.zone, at("2020-07-30 09:00"))).departments[0]
    assert (row.before.median_days, row.after.median_days, row.slower) == (2.0, 2.0, False)


def test_a_firm_writes_past_everybody_to_discipline_and_reads_the_answer(cast: Cast) -> None:
    judge = discipline(cast)
    given, now = ReasonInput(text="自从投票以后没人理我们"), at("2020-09-25 10:00")
    for who in (cast.specialist, cast.clerk, cast.chief, cast.office, cast.leader, judge):
        with pytest.raises(Refused, match=r"^wrong_role$"):
            complaining.complain(given, by=who, now=now)
    made = complaining.complain(given, by=cast.contact, now=now)
    assert complaining.complain(given, by=cast.contact, now=now).pk == made.pk  # a second click
    assert made.due_at == at("2020-10-09 17:30")  # five working days, with a worked Sunday and a week of holidays
    told = Notice.objects.filter(kind="complaint_filed")
    assert list(told.values_list("recipient__login", flat=True)) == ["jijian"]
    answer = ReasonInput(text="已约谈相关科室")
    for who in {*cast.everybody().values()} - {cast.principal, cast.contact}:
        with pytest.raises(Http404):
            complaining.answer_complaint(made.pk, answer, by=who, now=now)
    with pytest.raises(Refused, match=r"^wrong_role$"):
        complaining.answer_complaint(made.pk, answer, by=cast.principal, now=now)
    complaining.answer_complaint(made.pk, answer, by=judge, now=now)
    with pytest.raises(Refused, match=r"^complaint_answered$"):
        complaining.answer_complaint(made.pk, answer, by=judge, now=now)
    told = Notice.objects.filter(kind="complaint_answered")
    assert set(told.values_list("recipient__login", flat=True)) == {"zhoumin", "liuqi"}
    assert not Entry.objects.filter(kind__startswith="complaint", chain="QJ/business").exists()
    assert Complaint.objects.get().answered_by == judge
