"""Tokens: none, wrong, revoked, of a person who left; and what a token's owner is told of himself."""

from typing import Any

import pytest
from django.test import Client

from liaison.registry.models import ApiToken, Appointment
from tests.api.program import Call, raised
from tests.cast import Cast

pytestmark = pytest.mark.django_db
PATHS = ("/me", "/requests", "/requests/2020-0001", "/enterprises", "/calendar")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer nonsense", "Basic bHVvOmNodWFu", "Bearer é\x01"])
@pytest.mark.parametrize("path", PATHS)
def test_without_a_valid_token(header: Any, path: Any, cast: Cast, client: Client) -> None:
    response = client.get(f"/api/v1{path}", headers={"Authorization": header} if header else {})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == 'Bearer realm="liaison"'
    assert response.json()["code"] == "unauthorized"


def test_a_session_is_no_token(cast: Cast, client: Client) -> None:
    client.force_login(cast.principal)
    assert client.get("/api/v1/me").status_code == 401
    assert client.post("/api/v1/requests", {"text": "x"}, content_type="application/json").status_code == 401


def test_no_write_without_a_token(cast: Cast, client: Client) -> None:
    response = client.post("/api/v1/requests", {"text": "x"}, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")


def test_rights_end_at_once(cast: Cast, call: Call) -> None:
    number = raised(call, cast)
    specialist = call(cast.specialist)
    assert specialist.get(f"/requests/{number}").status == 200
    cast.firm.assignments.update(until=cast.firm.assignments.get().since)
    assert specialist.get(f"/requests/{number}").status == 404
    office = call(cast.office)
    assert office.get(f"/requests/{number}").status == 200
    Appointment.objects.filter(account=cast.office).update(until=cast.office.created_at)
    assert office.get(f"/requests/{number}").status == 404
    principal = call(cast.principal)
    ApiToken.objects.filter(account=cast.principal).update(revoked_at=cast.office.created_at)
    assert principal.get("/me").status == 401
    contact = call(cast.contact)
    assert contact.get("/me").status == 200
    type(cast.contact).objects.filter(pk=cast.contact.pk).update(is_active=False)
    assert contact.get("/me").status == 401


def test_me(cast: Cast, call: Call) -> None:
    assert call(cast.principal).get("/me", language="en").json == {
        "login": "zhoumin", "name": "Zhou Min", "capacities": ["enterprise"], "zone": "QJ",
        "zone_name": "Qingjiang High-tech Zone", "enterprise": "E0001",
        "enterprise_name": "Jiangling Precision Casting Co., Ltd", "department": None, "department_name": None,
    }  # fmt: skip
    assert call(cast.clerk).get("/me").json["department"] == "SZJ"
    assert call(cast.chief).get("/me").json["capacities"] == ["specialist", "chief"]
    assert call(cast.office).get("/me").json["name"] == "林夏"


@pytest.mark.parametrize("path", ["", "/", "/nothing", "/requests/", "/requests/2020-0001/fly", "/docs/", "/me/you"])
def test_an_unknown_path_is_a_problem(path: Any, cast: Cast, call: Call) -> None:
    reply = call(cast.office).get(path)
    if path == "":
        assert reply.status == 301  # to the address with the slash, which is the next case
        return
    assert (reply.status, reply.json["code"], reply.headers["Content-Type"]) == (
        404,
        "not_found",
        "application/problem+json",
    )
    assert Client().get(f"/api/v1{path}").status_code == 404


def test_a_method_that_does_not_exist_is_a_problem(cast: Cast, call: Call) -> None:
    response = Client().delete("/api/v1/requests")
    assert (response.status_code, response.json()["code"]) == (405, "method_not_allowed")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}
    assert Client().get("/api/v1/requests/2020-0001/take").status_code == 405
    assert Client().put("/api/v1/me").status_code == 405


def test_answers_are_not_kept_by_anybody_between(cast: Cast, call: Call) -> None:
    reply = call(cast.principal).get("/me")
    assert reply.headers["Cache-Control"] == "no-store"
    assert "sessionid" not in reply.headers.get("Set-Cookie", "")
