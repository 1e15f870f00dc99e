"""防打击报复 on screen: discipline's pages, the firm's own, and nothing for anybody else (security 7.6)."""

import re

import pytest

from liaison.appraisal.actions import complaining
from liaison.appraisal.models import Alarm, Complaint
from liaison.casework.inputs import ReasonInput
from liaison.rules import watch as rules
from tests.appraisal.people import discipline, watched
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_discipline_reads_the_figures_and_answers_a_firm(
    client, cast: Cast, now_is, django_assert_max_num_queries
) -> None:
    judge = discipline(cast)
    Story(cast).raised("2020-07-06 09:00").whistled("2020-07-06 10:00").replied("2020-07-07 10:00")
    watch = watched(cast)
    for day in ("27", "28"):
        story = Story(cast).raised(f"2020-07-{day} 09:00")
        story.whistled(f"2020-07-{day} 10:00", by=cast.outside_specialist).replied("2020-07-31 10:00")
    for kind in (rules.LOOKED, rules.STALLED, rules.REFUSED):
        facts = {"times": 1, "quiet_days": 5, "how": "declined"}
        Alarm.objects.create(watch=watch, kind=kind, subject="2020-0001", facts=facts, at=at("2020-08-01 09:00"))
    given = ReasonInput(text="没人接电话了")
    made = complaining.complain(given, by=cast.principal, now=at("2020-08-03 09:00"))
    now_is("2020-08-03 10:00")
    client.force_login(judge)
    with django_assert_max_num_queries(12):
        desk = words(client.get("/appraisal").content.decode())
    assert "防打击报复" in desk and "江岭精铸" in desk
    with django_assert_max_num_queries(12):
        assert "3 条新迹象" in words(client.get("/watches").content.decode())
    with django_assert_max_num_queries(12):
        page = client.get(f"/watches/{watch.pk}").content.decode()
    assert "市政管护科 · 之前" in words(page) and 'rect class="rest"' not in page  # one reply before makes no pace
    assert client.post(f"/watches/{watch.pk}/seen", follow=True).status_code == 200
    assert not Alarm.objects.filter(seen_at=None).exists()
    assert "没人接电话了" in client.get(f"/complaints/{made.pk}").content.decode()
    assert client.post(f"/complaints/{made.pk}", {"text": ""}).status_code == 422
    client.post(f"/complaints/{made.pk}", {"text": "已约谈"})
    assert client.post(f"/complaints/{made.pk}", {"text": "再答"}).status_code == 409
    client.force_login(cast.contact)
    assert "已约谈" in client.get("/complain").content.decode()


def test_for_everybody_else_nothing_is_there(client, cast: Cast, now_is) -> None:
    now_is("2020-08-03 10:00")
    watch = watched(cast)
    complaining.complain(ReasonInput(text="没人接电话了"), by=cast.principal, now=at("2020-08-03 09:00"))
    made = Complaint.objects.get()
    for who in cast.everybody().values():
        client.force_login(who)
        for path in ("/watches", f"/watches/{watch.pk}", f"/complaints/{made.pk}"):
            assert client.get(path).status_code == 404, (who.login, path)
        own = 200 if who.enterprise_id else 404
        page = client.get("/complain")
        assert page.status_code == own
        assert ("没人接电话了" in page.content.decode()) is (who.enterprise_id == cast.firm.pk)
        for path in ("/inbox", "/ledger.csv?q=电话", "/requests?q=没人接电话"):
            answer = client.get(path)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert "报复" not in body.decode() and "没人接电话了" not in body.decode(), (who.login, path)
