"""Rounds and the ballot through the API (SC-15)."""

import json
from typing import Any

from django.test import Client

from liaison.appraisal import clock
from liaison.appraisal.actions import voting
from liaison.appraisal.models import Ballot
from liaison.registry.actions import issue_token
from tests.appraisal.rating import Rating
from tests.cast import Cast, at

NOW = "2020-07-09 10:00"


def call(method: str, path: str, token: str, body: Any = None) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return Client().generic(
        method, f"/api/v1{path}", json.dumps(body) if body is not None else "", content_type="application/json", headers=headers
    )  # fmt: skip


def test_SC15_the_ballot_takes_two_values_from_its_own_token_only(cast: Cast, now_is) -> None:
    rating = Rating(cast).opened()
    now_is(NOW)
    path = f"/rounds/{rating.pk}/ballot"
    token = voting.begin(rating.line().pk, by=cast.principal, now=at(NOW))
    assert call("GET", path, token).json() == {"cast": False, "cast_at": None, "commitment": None}
    wrong = [
        {"verdict": "比较满意"},
        {"verdict": ""},
        {"verdict": 3},
        {},
        {"verdict": "satisfied", "score": 5},
        {"verdict": None},
    ]
    assert {call("PUT", path, token, body).status_code for body in wrong} == {422}
    assert not Ballot.objects.exists()
    accounts = {
        issue_token(one, now=at(NOW)) for one in (cast.principal, cast.contact, cast.specialist, cast.evaluation)
    }
    for method in ("GET", "PUT"):
        refused = {call(method, path, one, {"verdict": "satisfied"}).json()["code"] for one in accounts}
        assert refused == {"ballot_token_needed"}
        assert {call(method, path, one, {"verdict": "satisfied"}).status_code for one in ("", "bt_no", "lt_no")} == {
            401
        }
    assert call("PUT", path, token, {"verdict": "unsatisfied", "reason": "没有反馈"}).status_code == 200
    last = call("PUT", path, token, {"verdict": "satisfied"})
    seen = call("GET", path, token)
    assert seen.json() == last.json() and seen.json()["cast"] is True and "satisfied" not in seen.content.decode()
    assert call("GET", f"/rounds/{rating.pk + 1}/ballot", token).status_code == 404
    now_is("2020-07-15 17:30:01")
    late = voting.begin(rating.line().pk, by=cast.principal, now=at("2020-07-15 17:29"))
    refused = call("PUT", path, late, {"verdict": "satisfied"})
    assert (refused.status_code, refused.json()["code"]) == (409, "round_over")


def test_rounds_are_planned_by_evaluation_and_their_turnout_is_its_own(cast: Cast, now_is) -> None:
    now_is("2020-06-20 10:00")
    tokens = {
        one.login: issue_token(one, now=at(NOW)) for one in (cast.evaluation, cast.office, cast.specialist, cast.leader)
    }
    body = {"year": 2020, "half": 1, "opens_on": "2020-07-01", "closes_on": "2020-07-15"}
    assert call("POST", "/rounds", tokens["linxia"], body).status_code == 403
    made = call("POST", "/rounds", tokens["pingjia"], body)
    assert made.status_code == 201 and made.json()["closes_at"] == "2020-07-15T17:30:00+08:00"
    assert call("POST", "/rounds", tokens["pingjia"], body).status_code == 409
    assert call("POST", "/rounds", tokens["pingjia"], {"year": 2020, "half": 3}).status_code == 422
    path = f"/rounds/{made.json()['id']}"
    assert call("GET", path, tokens["pingjia"]).json()["turnout"] is None
    rating = Rating.__new__(Rating)
    rating.cast, rating.pk = cast, made.json()["id"]
    rating.keyed()
    clock.tick(at("2020-07-01 09:00"))
    seen = {login: call("GET", path, token).json() for login, token in tokens.items()}
    assert seen["pingjia"]["turnout"] == {"lines": 2, "voted": 0, "not_voted": 2, "void": 0}
    assert [seen[login]["turnout"] for login in ("linxia", "chenliqun", "gaoyuan")] == [None] * 3
    assert seen["chenliqun"]["state"] == "open" and call("GET", "/rounds/987", tokens["pingjia"]).status_code == 404
