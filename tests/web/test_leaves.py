"""请假与交接 on screen: one's own leave, all for the office, and what the firm reads of it (R-06, ux S9)."""

import re

import pytest

from liaison.casework import actions
from liaison.registry.inputs import LeaveInput
from liaison.registry.models import Leave
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db
OWN = {"substitute": "zhaolei", "first_day": "2020-09-28", "last_day": "2020-09-30"}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


@pytest.fixture
def specialist(client, cast: Cast, now_is):
    now_is("2020-09-28 10:24")
    client.force_login(cast.specialist)
    return client


def test_a_specialist_names_the_one_who_stands_in(specialist, cast) -> None:
    page = specialist.get("/leaves").content.decode()
    assert "我要请假" in words(page) and 'name="specialist"' not in page and 'value="chenliqun"' not in page
    answer = specialist.post("/leaves", OWN, follow=True)
    assert "从现在起由赵磊替陈立群负责" in words(answer.content.decode())
    assert "陈立群在请假" in words(answer.content.decode()) and "提前返岗" in answer.content.decode()
    answer = specialist.post(f"/leaves/{Leave.objects.get().pk}/end", follow=True)
    assert "陈立群已返岗" in words(answer.content.decode()) and "没有人请假" in words(answer.content.decode())


@pytest.mark.parametrize(
    ("wrong", "status", "field"),
    [
        ({"substitute": ""}, 422, "substitute"),
        ({"substitute": "chenliqun"}, 422, "substitute"),
        ({"first_day": "2020-09-27"}, 422, "first_day"),
        ({"last_day": "2020-09-01"}, 422, "last_day"),
        ({"last_day": "morgen"}, 422, "last_day"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(specialist, wrong, status: int, field: str) -> None:
    answer = specialist.post("/leaves", {**OWN, **wrong})
    html = answer.content.decode()
    assert answer.status_code == status and f'id="id_{field}_error"' in html
    assert 'value="2020-09-30"' in html or "last_day" in wrong
    assert not Leave.objects.exists()


def test_the_office_sees_all_and_enters_for_others(specialist, cast) -> None:
    specialist.force_login(cast.office)
    assert "谁请假" in words(specialist.get("/leaves").content.decode())
    assert specialist.post("/leaves", {**OWN, "specialist": ""}).status_code == 422
    specialist.post("/leaves", {**OWN, "specialist": "chenliqun"})
    assert "陈立群 → 赵磊" in words(specialist.get("/leaves").content.decode())
    specialist.force_login(cast.chief)
    page = specialist.get("/leaves").content.decode()
    assert "陈立群 → 赵磊" in words(page) and "提前返岗" not in page


def test_the_firm_reads_who_is_there_for_it_and_for_whom(specialist, cast) -> None:
    story = Story(cast).raised("2020-09-28 09:00")
    days = {"from": "2020-09-28", "to": "2020-09-30"}
    actions.plan_leave(LeaveInput(substitute="zhaolei", **days), by=cast.specialist, now=at("2020-09-28 10:00"))
    specialist.force_login(cast.principal)
    home = words(specialist.get("/").content.decode())
    assert "您的专员 赵磊" in home and "陈立群请假了，这段时间由赵磊为您服务" in home
    page = words(specialist.get(f"/requests/{story.r.number}").content.decode())
    assert "赵磊 替陈立群值守" in page and "请假期间，由赵磊接替陈立群办理" in page
    specialist.force_login(cast.office)
    assert "陈立群请假，这段时间由赵磊替补" in words(specialist.get("/enterprises/E0001").content.decode())
    assert "陈立群 (赵磊)" in words(specialist.get("/enterprises").content.decode())
    matrix = words(specialist.get("/coverage?department=JSJ").content.decode())
    assert "赵磊 替补" in matrix and "陈立群 → 赵磊" in matrix


def test_as_many_statements_with_more_leaves(specialist, cast, django_assert_max_num_queries) -> None:
    for grown in (0, 30):
        for _each in range(grown):
            Leave.objects.create(
                specialist=cast.specialist, substitute=cast.chief, first_day=at(BEGAN).date(), last_day=at(BEGAN).date(),
                named_by=cast.office, named_at=at(BEGAN), began_at=at(BEGAN), ended_at=at(BEGAN),
            )  # fmt: skip
        with django_assert_max_num_queries(12):
            assert specialist.get("/leaves").status_code == 200


BEGAN = "2020-03-02 09:00"
