"""走访 on the phone: four taps at most, and what becomes of a visit that was promised (R-07, ux S7)."""

import re
from typing import Any

import pytest

from liaison.casework import actions
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Visit
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
NOW = "2020-09-25 10:24"


def words(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())).strip()


@pytest.fixture
def specialist(client: Any, cast: Cast, now_is: Any) -> Any:
    now_is(NOW)
    client.force_login(cast.specialist)
    return client


def test_R07_a_visit_is_logged_in_four_taps_at_most(specialist: Any, cast: Cast) -> None:
    """走访记录 on today's desk, the firm, save; the box that makes a request of it is the fourth."""
    assert 'href="/visits/new"' in specialist.get("/").content.decode()
    page = specialist.get("/visits/new")
    assert "江岭精铸有限公司" in words(page) and "转为诉求" in words(page)
    answer = specialist.post("/visits/new", {"enterprise": "E0001", "result": "一切正常"}, follow=True)
    assert "走访已记录" in words(answer) and "一切正常" in words(answer) and "已走访" in words(answer)
    assert Visit.objects.get().arrived_at == at(NOW) and not ServiceRequest.objects.exists()
    answer = specialist.post(
        "/visits/new", {"enterprise": "E0001", "result": "缺二十个工人", "raises": "on"}, follow=True
    )
    assert "并转为诉求 2020-0001" in words(answer)
    assert specialist.post("/visits/new", {"enterprise": "E0001"}).status_code == 422


def test_R07_a_promise_its_arrival_and_its_result(specialist: Any, cast: Cast, now_is: Any) -> None:
    story = Story(cast).raised("2020-09-25 09:00")
    number = story.r.number
    assert "应在 9月27日（周日）17:30 前有人上门" in words(specialist.get(f"/requests/{number}/visit"))
    assert specialist.post(f"/requests/{number}/visit", {"promised_at": "2020-09-25T08:00"}).status_code == 422
    page = specialist.post(f"/requests/{number}/visit", {"promised_at": "2020-09-25T14:00"}, follow=True)
    assert "已约定" in words(page) and "将于 9月25日（周五）14:00 上门" in words(page)
    visit = Visit.objects.get()
    assert "到了" in words(specialist.get("/"))
    now_is("2020-09-25 14:10")
    answer = specialist.post(f"/visits/{visit.pk}/arrive", follow=True)
    assert "走访结果" in words(answer)
    assert specialist.post(f"/visits/{visit.pk}/arrive").status_code == 409
    answer = specialist.post(f"/visits/{visit.pk}/leave", {"result": "现场看过，周一换线"}, follow=True)
    assert "现场看过，周一换线" in words(answer)
    specialist.force_login(cast.principal)
    assert "现场看过，周一换线" in words(specialist.get(f"/requests/{number}"))


def test_R07_the_firm_says_that_nobody_came(specialist: Any, cast: Cast, now_is: Any) -> None:
    story = Story(cast).raised("2020-09-25 09:00")
    given = i.VisitInput(request=story.r.number, promised_at=at("2020-09-25 14:00"))
    visit = actions.promise_visit(given, by=cast.specialist, now=at(NOW))
    specialist.force_login(cast.principal)
    address = f"/visits/{visit.pk}/no-show"
    assert address not in specialist.get(f"/requests/{story.r.number}").content.decode()  # its time has not come
    now_is("2020-09-25 15:00")
    assert address in specialist.get(f"/requests/{story.r.number}").content.decode()
    assert "现场没有人" not in words(specialist.get(address))
    assert "没有按约" in words(specialist.post(address, {"who": "visitor"}, follow=True))


def test_as_many_statements_with_more_visits(specialist: Any, cast: Cast, django_assert_max_num_queries: Any) -> None:
    story = Story(cast).raised("2020-09-25 09:00")
    for grown in (0, 12):
        for _each in range(grown):
            given = i.VisitInput(request=story.r.number, promised_at=at("2020-09-25 14:00"))
            actions.promise_visit(given, by=cast.specialist, now=at(NOW))
        for address in ("/", "/enterprises/E0001", f"/requests/{story.r.number}"):
            with django_assert_max_num_queries(12):
                assert specialist.get(address).status_code == 200
