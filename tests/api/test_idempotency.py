"""The same write sent again, at once or later, is done once (P3)."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from liaison import clock
from liaison.casework.models import ServiceRequest
from liaison.notices.models import Notice
from liaison.record.models import Entry
from liaison.registry.models import IdempotencyKey
from tests.api.program import Call, NowIs, Program, in_hand, lead, raised, whistled
from tests.cast import Cast, assemble
from tests.racing import race

BODY = {"text": "厂门口的路面塌了"}


def test_a_replay_gives_the_same_bytes_and_writes_nothing(cast: Cast, call: Call) -> None:
    principal = call(cast.principal)
    first = principal.post("/requests", BODY, key="k1")
    call(cast.specialist).post(f"/requests/{first.json['number']}/take")  # the answer is the first one, not today's
    before = (Entry.objects.count(), Notice.objects.count())
    again = principal.post("/requests", BODY, key="k1")
    assert (again.status, again.bytes) == (201, first.bytes)
    assert (Entry.objects.count(), Notice.objects.count()) == before
    assert ServiceRequest.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(cast: Cast, call: Call) -> None:
    principal = call(cast.principal)
    number = principal.post("/requests", BODY, key="k1").json["number"]
    for path, body in (("/requests", {"text": "别的"}), (f"/requests/{number}/withdraw", BODY)):
        reply = principal.post(path, body, key="k1")
        assert (reply.status, reply.json["code"]) == (422, "key_reused")
    assert principal.get(f"/requests/{number}").json["status"] == "raised"
    assert call(cast.contact).post("/requests", BODY, key="k1").status == 201  # a key belongs to its account


def test_a_key_may_be_used_again_after_a_refusal_and_after_a_day(cast: Cast, call: Call) -> None:
    principal = call(cast.principal)
    assert principal.post("/requests", {"text": ""}, key="k1").status == 422
    assert principal.post("/requests", {"text": "a", "category": "x"}, key="k1").status == 422
    assert principal.post("/requests", BODY, key="k1").status == 201
    IdempotencyKey.objects.update(created_at=clock.machine_now() - timedelta(hours=25))
    assert principal.post("/requests", BODY, key="k1").json["number"] == "2020-0002"


def test_a_key_that_is_too_long_names_its_header(cast: Cast, call: Call) -> None:
    reply = call(cast.principal).post("/requests", BODY, key="k" * 201)
    assert (reply.status, reply.json["code"], reply.json["errors"][0]["field"]) == (422, "invalid", "Idempotency-Key")


def test_every_kind_of_write_takes_a_key(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    body = {"departments": ["SZJ"], "ask": "修"}
    first, again = (call(cast.specialist).post(f"/requests/{number}/whistle", body, key="w") for _ in range(2))
    assert (first.status, first.bytes) == (200, again.bytes)
    pk = lead(call, cast, number)
    first, again = (call(cast.clerk).post(f"/summonses/{pk}/report-in", key="r") for _ in range(2))
    assert (first.status, first.bytes) == (200, again.bytes)


def test_a_replay_shows_nothing_to_whom_it_is_no_longer_visible(cast: Cast, call: Call) -> None:
    number = raised(call, cast)
    assert call(cast.specialist).post(f"/requests/{number}/take", key="t").status == 200
    cast.firm.assignments.update(until=cast.firm.assignments.get().since)
    assert call(cast.specialist).post(f"/requests/{number}/take", key="t").status == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(3))
def test_fifty_at_once_make_one_request(turn: Any, now_is: NowIs) -> None:
    now_is("2020-09-25 09:00")
    principal = Program(assemble().principal)
    crowd = 50 if connection.vendor == "postgresql" else 8
    replies = race([lambda: principal.post("/requests", BODY, key="k1")] * crowd)
    assert Counter(reply.status for reply in replies) == {201: crowd}, [reply.json for reply in replies]
    assert {reply.json["number"] for reply in replies} == {"2020-0001"}
    assert ServiceRequest.objects.count() == Entry.objects.filter(kind="request.raised").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_eight_clerks_report_in_through_the_api(now_is: NowIs) -> None:
    now_is("2020-09-25 09:00")
    cast = assemble()
    programs = {}

    def call(account):
        return programs.setdefault(account.pk, Program(account))

    pk = lead(call, cast, whistled(call, cast))
    clerks = [call(cast.clerk), call(cast.second_clerk)]
    replies = race([lambda place=place: clerks[place % 2].post(f"/summonses/{pk}/report-in") for place in range(8)])
    assert Counter(reply.status for reply in replies) == {200: 1, 409: 7}
    winner = next(
        row["clerk"] for row in next(r.json for r in replies if r.status == 200)["summonses"] if row["id"] == pk
    )
    assert all(winner in json.dumps(reply.json, ensure_ascii=False) for reply in replies if reply.status == 409)
