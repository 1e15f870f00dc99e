"""The policy library for programs: the list, one policy, and answers that cite it (R-41)."""

import json
from typing import Any

import pytest
from django.test import Client

from liaison.registry.actions import issue_token
from tests.casework.measures import entered, version
from tests.casework.steps import Story
from tests.cast import Cast, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(now_is) -> None:
    now_is("2020-09-28 10:24")


def api(person: Any, path: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {issue_token(person, now=at('2020-09-28 10:00'))}"}
    if body is None:
        return Client().get(f"/api/v1{path}", headers=headers)
    return Client().post(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers)


def test_the_library_and_one_policy(cast: Cast) -> None:
    entered(cast, sizes=["S"])
    entered(cast, valid_from="2019-01-01", valid_until="2019-12-31", issued_on="2019-01-01")
    version(cast, "ZC2020-001", "2020-09-01 09:00", valid_from="2020-10-01")
    page = api(cast.principal, "/measures?limit=1").json()
    assert [(row["number"], row["state"], row["for_us"]) for row in page["items"]] == [("ZC2020-002", "expired", True)]
    rest = api(cast.principal, f"/measures?cursor={page['next']}").json()
    assert [(row["number"], row["version"], row["for_us"]) for row in rest["items"]] == [
        ("ZC2020-001", 1, False)
    ] and rest["next"] is None
    assert [row["number"] for row in api(cast.clerk, "/measures?state=over").json()["items"]] == ["ZC2020-002"]
    assert api(cast.clerk, "/measures?state=x").status_code == 422
    one = api(cast.principal, "/measures/ZC2020-001").json()
    assert (one["version"], one["state"], one["department"], one["contact"]["phone"]) == (
        1,
        "in_force",
        "SZJ",
        "02388880100",
    )
    assert one["conditions"] == [{"what": "size", "wanted": ["S"], "has": "", "verdict": "unknown"}]
    assert [(row["version"], row["state"]) for row in one["versions"]] == [(2, "upcoming"), (1, "in_force")]
    assert one["versions"][1]["points"][1] == {"zh": "每季度申请一次。", "en": "Apply once a quarter."}
    assert api(cast.clerk, "/measures/ZC2020-001").json()["for_us"] is None


def test_a_question_and_the_answers_that_cite(cast: Cast) -> None:
    entered(cast)
    asked = api(cast.principal, "/requests", {"text": "能申请吗", "measure": "ZC2020-001"})
    assert asked.status_code == 201
    story = Story(cast)
    number = asked.json()["number"]
    assert api(cast.specialist, f"/requests/{number}/take", {}).status_code == 200
    refused = api(
        cast.specialist,
        f"/requests/{number}/answer",
        {"outcome": "resolved", "text": "可以", "cites": ["ZC2020-001/2"]},
    )
    assert (refused.status_code, refused.json()["code"], refused.json()["errors"][0]["field"]) == (
        409,
        "measure_not_in_force",
        "cites",
    )
    assert (
        api(
            cast.specialist,
            f"/requests/{number}/answer",
            {"outcome": "resolved", "text": "可以", "cites": ["ZC2020-001"]},
        ).status_code
        == 200
    )
    cite = {"measure": "ZC2020-001", "version": 1, "document": "青高新发〔2020〕4号"}
    rows = api(cast.principal, f"/requests/{number}/timeline").json()
    assert [row["cites"] for row in rows] == [[cite], [], [cite]]
    story.raised("2020-09-28 09:00").whistled("2020-09-28 09:10")
    reply = {"outcome": "resolved", "text": "可以", "cites": ["青高新发〔2020〕4号"]}
    assert api(cast.clerk, f"/summonses/{story.summons().pk}/reply", reply).status_code == 200
    assert api(cast.principal, f"/requests/{story.r.number}/timeline").json()[-1]["cites"] == [cite]
