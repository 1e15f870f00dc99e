"""履职记录: work facts of a cadre's year, replacements and findings served on him; never a vote (R-45, S10)."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.http import Http404

from liaison import record
from liaison.appraisal import year_record
from liaison.appraisal.models import EffortFinding, MeritExclusion
from liaison.appraisal.year_record import Share
from liaison.casework import actions
from liaison.casework.inputs import TextInput, VisitInput
from liaison.record.models import Entry
from tests.appraisal.people import personnel, replaced
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
VOTE = "进度慢，也没有反馈"


def a_year(cast: Cast) -> None:
    """Two requests while the firm was hers, one of them taken, whistled late and answered late; one after she was replaced."""
    slow = Story(cast).raised("2020-07-06 09:00").did("take", TextInput(), "2020-07-06 09:40", by=cast.specialist)
    slow.whistled("2020-07-08 10:00").replied("2020-07-13 10:00")
    Story(cast).raised("2020-07-07 09:00").whistled("2020-07-07 10:00").replied("2020-07-07 11:00")
    actions.log_visit(
        VisitInput(enterprise="E0001", result="看过车间", arrived_at="2020-07-08 09:00"), by=cast.specialist, now=at("2020-07-08 11:00")
    )  # fmt: skip
    row = replaced(cast)
    Story(cast).raised("2020-07-28 09:00").whistled("2020-07-28 10:00", by=cast.outside_specialist)
    with record.transaction():
        row.reason = record.content(VOTE)
    row.save()
    finding = EffortFinding.objects.create(
        zone=cast.zone, specialist=cast.specialist, year=2020, opened_by=cast.office, opened_at=at("2020-07-23 09:00"),
        due_on=date(2020, 8, 12), statement_due_on=date(2020, 7, 30), decision="found", decided_at=at("2020-08-10 10:00"),
    )  # fmt: skip
    MeritExclusion.objects.create(
        finding=finding, account=cast.specialist, year=2020, kind="awards", since=at("2020-08-10 10:00")
    )


def test_R45_counts_what_was_done_and_says_for_herself_adjusted_for_personnel_replaced(cast: Cast) -> None:
    a_year(cast)
    own = year_record.of(cast.specialist, 2020, at("2020-09-28 10:00"))
    assert (own.requests, own.still_open, own.visits, own.first_contact_minutes) == (2, 0, 1, 40)
    assert (own.own_limit, own.replies, own.progress) == (Share(1, 2), Share(1, 2), Share())
    assert [(one.enterprise, one.until, one.replaced) for one in own.firms] == [
        ("E0001", at("2020-07-22 10:00"), False)
    ]
    assert own.findings == []  # decided, and not yet served
    EffortFinding.objects.update(served_at=at("2020-08-11 09:00"))
    seen = year_record.of(cast.specialist, 2020, at("2020-09-28 10:00"), for_personnel=True)
    assert [one.replaced for one in seen.firms] == [True]
    assert [(one.year, one.decision, one.excluded) for one in seen.findings] == [(2020, "found", True)]
    MeritExclusion.objects.update(lifted_at=at("2020-10-01 09:00"))
    assert not year_record.of(cast.specialist, 2020, at("2020-10-02 09:00")).findings[0].excluded
    assert year_record.of(cast.specialist, 2019, at("2020-09-28 10:00")).requests == 0
    follower = year_record.of(cast.outside_specialist, 2020, at("2020-09-28 10:00"))
    assert (follower.requests, follower.own_limit) == (1, Share(1, 1))
    for who in (cast.office, cast.leader, cast.chief, cast.outside_specialist, cast.evaluation):
        with pytest.raises(Http404):
            year_record.subject(who, "chenliqun")


def test_pages_and_files_hold_no_vote_and_cost_few_statements(
    client, cast: Cast, now_is, django_assert_max_num_queries
) -> None:
    a_year(cast)
    EffortFinding.objects.update(served_at=at("2020-08-11 09:00"))
    now_is("2020-09-28 10:00")
    client.force_login(cast.specialist)
    with django_assert_max_num_queries(12):
        page = client.get("/my/work?year=2020").content.decode()
    sheet = client.get("/my/work.csv?year=2020")
    assert "服务对象调整" in page and "撤换" not in page
    for said in (page, sheet.content.decode()):
        assert VOTE not in said and "不满意" not in said and "满意" not in said
    rows = dict(list(csv.reader(StringIO(sheet.content.decode("utf-8-sig"))))[1:])
    assert rows["用户名"] == "chenliqun" and rows["上门走访"] == "1"
    assert Entry.objects.filter(chain="QJ/audit", kind="work.exported", subject="chenliqun").count() == 1
    hr = personnel(cast)
    client.force_login(hr)
    assert "陈立群" in client.get("/year-records").content.decode()
    with django_assert_max_num_queries(13):
        page = client.get("/year-records/chenliqun?year=2020").content.decode()
    assert "撤换" in page and VOTE not in page and "不满意" not in page
    assert client.get("/year-records/chenliqun/csv?year=2020").status_code == 200
    assert client.get("/year-records/zhoumin").status_code == 404  # somebody of a firm
