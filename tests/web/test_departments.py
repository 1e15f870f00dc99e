"""部门: entered once, by the office or by security, and at once there to be whistled."""

import pytest

from liaison.record.models import Entry
from liaison.registry.models import Department
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GIVEN = {"code": "hbj", "name_zh": "环保局", "name_en": "Environment", "phone": "02388880107"}


@pytest.mark.parametrize("who", ["office", "security"])
def test_a_department_is_entered(client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    answer = client.post("/departments", GIVEN, follow=True)
    assert "环保局" in answer.content.decode()
    made = Department.objects.get(code="HBJ")
    assert (made.external, made.phone) == (False, "02388880107")
    assert Entry.objects.get(kind="department.entered").subject == "HBJ"


@pytest.mark.parametrize(("given", "said"), [
    ({**GIVEN, "code": "JSJ"}, "JSJ"), ({**GIVEN, "code": "1"}, "代码"), ({**GIVEN, "name_zh": ""}, "名称"), ({}, "代码"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(client, cast: Cast, given: dict[str, str], said: str) -> None:
    client.force_login(cast.office)
    answer = client.post("/departments", given)
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert given.get("name_en", "") in answer.content.decode()
    assert Department.objects.count() == 6


@pytest.mark.parametrize("who", ["specialist", "principal", "clerk", "leader", "chief", "audit"])
def test_nobody_else_sees_the_register(client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/departments").status_code == 403
    assert client.post("/departments", GIVEN).status_code == 403


def test_the_page_costs_the_same_however_many_departments(client, cast: Cast, django_assert_max_num_queries) -> None:
    client.force_login(cast.office)
    for number in range(30):
        Department.objects.create(zone=cast.zone, code=f"X{number}", name_zh=f"部门{number}")
    with django_assert_max_num_queries(8):
        assert client.get("/departments").status_code == 200
