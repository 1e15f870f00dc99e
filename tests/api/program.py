"""A program that speaks to the API with somebody's token, and requests brought into each state through it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.test import Client

from liaison import clock
from liaison.casework import actions
from liaison.casework.inputs import VisitorInput
from liaison.casework.models import ServiceRequest
from liaison.registry import doors
from liaison.registry.actions import issue_token
from liaison.registry.inputs import DoorInput
from liaison.registry.models import Account, Door
from tests.cast import Cast

Call = Callable[[Account], "Program"]
NowIs = Callable[[str], datetime]
EXPLANATION = {
    "reason": "管径不够",
    "basis": "排水规范第4条",
    "alternative": "先用抽水车",
    "contact": "罗川 02388880012",
}


@dataclass
class Reply:
    status: int
    json: Any
    bytes: bytes
    headers: Any


class Program:
    def __init__(self, account: Account) -> None:
        self.account = account
        self.token = issue_token(account, now=clock.now())
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, *, language: str = "", **query: Any) -> Reply:
        return self._read(self.client.get(f"/api/v1{path}", query, **self._headers(language)))

    def post(
        self, path: str, body: Any = None, *, key: str = "", language: str = "", raw: bytes | None = None
    ) -> Reply:
        data = raw if raw is not None else b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = self._headers(language, key)
        return self._read(self.client.post(f"/api/v1{path}", data, content_type="application/json", **headers))

    def _headers(self, language: str, key: str = "") -> dict[str, Any]:
        given = {"Authorization": f"Bearer {self.token}", "Accept-Language": language, "Idempotency-Key": key}
        return {"headers": {name: value for name, value in given.items() if value}}

    def _read(self, response: Any) -> Reply:
        is_json = "json" in response["Content-Type"]
        return Reply(response.status_code, response.json() if is_json else None, response.content, response.headers)


def raised(call: Call, cast: Cast, **more: Any) -> str:
    """The firm raises a request; its number."""
    reply = call(cast.principal).post("/requests", {"text": "厂门口的路面塌了", **more})
    assert reply.status == 201, reply.json
    return str(reply.json["number"])


def in_hand(call: Call, cast: Cast) -> str:
    number = raised(call, cast)
    done(call(cast.specialist).post(f"/requests/{number}/take"))
    return number


def whistled(call: Call, cast: Cast, *departments: str) -> str:
    number = in_hand(call, cast)
    body = {"departments": departments or ("SZJ", "JSJ"), "ask": "请修复路面", "asks": {}}
    done(call(cast.specialist).post(f"/requests/{number}/whistle", body))
    return number


def reported_in(call: Call, cast: Cast) -> str:
    number = whistled(call, cast)
    done(call(cast.clerk).post(f"/summonses/{lead(call, cast, number)}/report-in"))
    return number


def declining(call: Call, cast: Cast) -> str:
    number = whistled(call, cast)
    done(
        call(cast.clerk).post(
            f"/summonses/{lead(call, cast, number)}/decline", {"reason": "不归我们管", "suggest": "YJJ"}
        )
    )
    return number


def planned(call: Call, cast: Cast) -> str:
    number = whistled(call, cast)
    body = {"outcome": "planned", "text": "十月底前修好", "resolve_by": "2020-10-30"}
    done(call(cast.clerk).post(f"/summonses/{lead(call, cast, number)}/reply", body))
    return number


def answered(call: Call, cast: Cast) -> str:
    number = whistled(call, cast)
    done(
        call(cast.clerk).post(f"/summonses/{lead(call, cast, number)}/reply", {"outcome": "resolved", "text": "已修好"})
    )
    return number


def explained(call: Call, cast: Cast) -> str:
    number = in_hand(call, cast)
    done(
        call(cast.specialist).post(
            f"/requests/{number}/answer", {"outcome": "explained", "text": "暂不能修", **EXPLANATION}
        )
    )
    return number


def closed(call: Call, cast: Cast) -> str:
    number = answered(call, cast)
    done(call(cast.principal).post(f"/requests/{number}/confirm"))
    return number


def closed_by_phone(call: Call, cast: Cast) -> str:
    number = answered(call, cast)
    done(call(cast.specialist).post(f"/requests/{number}/call-back", {"answer": "confirm"}))
    return number


def disputed_final(call: Call, cast: Cast) -> str:
    number = explained(call, cast)
    done(call(cast.principal).post(f"/requests/{number}/dispute", {"text": "不接受"}))
    done(
        call(cast.specialist).post(
            f"/requests/{number}/answer", {"outcome": "explained", "text": "仍不能修", **EXPLANATION}
        )
    )
    done(call(cast.principal).post(f"/requests/{number}/dispute", {"text": "还是不接受"}))
    return number


def out_of_scope(call: Call, cast: Cast) -> str:
    number = raised(call, cast)
    done(
        call(cast.specialist).post(f"/requests/{number}/decline-scope", {"reason": "属于市级事权", "where": "市交通局"})
    )
    return number


def contested(call: Call, cast: Cast) -> str:
    number = out_of_scope(call, cast)
    done(call(cast.principal).post(f"/requests/{number}/dispute", {"text": "市里让我们找高新区"}))
    return number


def lead_request(call: Call, cast: Cast) -> str:
    """Another firm's request that reads alike."""
    reply = call(cast.outsider).post("/requests", {"text": "厂门口路面塌了一块"})
    return str(reply.json["number"])


def linked(call: Call, cast: Cast) -> str:
    number = in_hand(call, cast)
    done(call(cast.specialist).post(f"/requests/{number}/merge", {"into": lead_request(call, cast)}))
    return number


def leading(call: Call, cast: Cast) -> str:
    number, other = in_hand(call, cast), lead_request(call, cast)
    done(call(cast.office).post(f"/requests/{other}/merge", {"into": number}))
    return number


def duplicate(call: Call, cast: Cast) -> str:
    first, number = raised(call, cast), whistled(call, cast)
    done(call(cast.specialist).post(f"/requests/{number}/merge", {"into": first}))
    return number


def later_asked(call: Call, cast: Cast) -> str:
    number = planned(call, cast)
    body = {"until": "2020-11-13", "reason": "沥青要等气温"}
    done(call(cast.clerk).post(f"/summonses/{lead(call, cast, number)}/extend", body))
    return number


def later_agreed(call: Call, cast: Cast) -> str:
    number = later_asked(call, cast)
    done(call(cast.office).post(f"/summonses/{lead(call, cast, number)}/decide", {"accept": True, "reason": "同意"}))
    return number


CONSULT = {"why": "要两家一起定", "members": ["ZHF"], "next_progress_on": "2020-09-28"}


def proposed(call: Call, cast: Cast) -> str:
    number = whistled(call, cast)
    done(call(cast.clerk).post(f"/requests/{number}/consult", CONSULT))
    return number


def consulting(call: Call, cast: Cast) -> str:
    number = proposed(call, cast)
    for who in (cast.specialist, cast.office):
        done(call(who).post(f"/requests/{number}/consult/agree", {"agree": True}))
    return number


def consulting_no_more(call: Call, cast: Cast) -> str:
    number = consulting(call, cast)
    done(call(cast.office).post(f"/requests/{number}/consult/cancel", {"reason": "一家就能定"}))
    return number


def withdrawn(call: Call, cast: Cast) -> str:
    number = raised(call, cast)
    done(call(cast.principal).post(f"/requests/{number}/withdraw"))
    return number


def at_door(call: Call, cast: Cast) -> str:
    """Raised by somebody without an account, who comes through no API; nobody has rung back."""
    door = Door.objects.filter(enterprise=cast.firm, revoked_at=None).first()
    door = door or doors.make_door(DoorInput(enterprise="E0001"), by=cast.office, now=clock.now())
    given = VisitorInput(text="厂门口的路面塌了", name="门卫老李", phone=f"138{ServiceRequest.objects.count():08}")
    return actions.raise_at_door(door.code, given, now=clock.now()).number


def contested_at_door(call: Call, cast: Cast) -> str:
    number = at_door(call, cast)
    done(call(cast.specialist).post(f"/requests/{number}/decline-scope", {"reason": "电话无人接", "where": "专员"}))
    done(call(cast.principal).post(f"/requests/{number}/dispute", {"text": "是我们提的"}))
    return number


STATES = {
    builder.__name__: builder
    for builder in (
        raised, in_hand, whistled, reported_in, declining, planned, answered, explained, closed, closed_by_phone,
        disputed_final, out_of_scope, contested, linked, leading, duplicate, later_asked, later_agreed,
        proposed, consulting, consulting_no_more, withdrawn, at_door, contested_at_door,
    )
}  # fmt: skip


def lead(call: Call, cast: Cast, number: str) -> int:
    return summons(call, cast, number, "SZJ")


def summons(call: Call, cast: Cast, number: str, department: str) -> int:
    rows = call(cast.office).get(f"/requests/{number}").json["summonses"]
    return max(row["id"] for row in rows if row["department"] == department)


def done(reply: Reply) -> Any:
    assert reply.status in (200, 201), reply.json
    return reply.json
