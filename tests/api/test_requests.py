"""Raising and reading requests, and the refusals of every call."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import pytest

from liaison.api.schemas import ClockProof, RequestAnswer, RequestRow
from tests.api.program import (
    EXPLANATION,
    STATES,
    Call,
    NowIs,
    answered,
    done,
    in_hand,
    lead,
    lead_request,
    planned,
    raised,
    summons,
    whistled,
)
from tests.cast import Cast

ROW = set(RequestRow.model_fields)
CONTRACT = {
    "number", "status", "outcome", "lamp", "enterprise", "specialist", "category", "urgent", "need_by", "channel", "verified",
    "text", "leg", "lead_request", "occurred_at", "raised_at", "reply_due_at", "reply_due_on", "replied_at", "resolve_by",
    "summonses", "next_step", "moves", "closed_as", "closed_at",
}  # fmt: skip
SUMMONS_CONTRACT = {"id", "department", "part", "status", "ask", "sent_at", "due_at", "due_on", "replied_at", "outcome"}
# Every writing call with a body that is right in form.
REQUEST_CALLS = {
    "take": {}, "answer": {"outcome": "resolved", "text": "好了"}, "confirm": {}, "dispute": {"text": "没好"}, "withdraw": {},
    "whistle": {"departments": ["SZJ"], "ask": "修"}, "reopen": {"text": "又坏"}, "decline-scope": {"reason": "不归", "where": "市里"},
    "messages": {"text": "在吗"}, "nudge": {}, "call-back": {"answer": "confirm"},
    "progress": {"text": "在等", "next_progress_on": "2020-09-30"}, "conclude": {"outcome": "resolved", "text": "好了"},
    "verify": {}, "merge": {"into": "2020-0001"}, "unmerge": {}, "instruct": {"text": "请办"},
    "consult": {"why": "两家一起定", "next_progress_on": "2020-09-28"}, "consult/agree": {"agree": True},
    "consult/cancel": {"reason": "一家能定"}, "consult/arrange": {"meets_at": "2020-09-28 14:00", "place": "三楼"},
    "consult/minutes": {"met_at": "2020-09-24 14:00", "text": "已定"},
}  # fmt: skip
SUMMONS_CALLS = {
    "report-in": {}, "reply": {"outcome": "resolved", "text": "好了"}, "decline": {"reason": "不归"},
    "decide": {"accept": True, "reason": "是"}, "extend": {"until": "2020-11-13", "reason": "等材料"},
}  # fmt: skip


def test_a_request_is_raised_with_its_promise(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2020-09-25 16:40")
    reply = call(cast.principal).post(
        "/requests",
        {"text": "  污水返涌 ", "category": "roads", "urgent": True, "need_by": "2020-09-27T12:00:00+08:00"},
    )
    assert reply.status == 201
    given = reply.json
    assert set(given) >= CONTRACT
    assert given["number"] == "2020-0001"
    assert (given["status"], given["lamp"], given["channel"], given["leg"]) == ("raised", "due_soon", "api", 1)
    assert given["text"] == "污水返涌"
    assert (given["enterprise"], given["enterprise_name"], given["category"]) == ("E0001", "江岭精铸有限公司", "roads")
    assert given["specialist"] == {"name": "陈立群", "phone": "02388880012", "login": "chenliqun"}
    assert given["raised_at"] == given["occurred_at"] == "2020-09-25T16:40:00+08:00"
    assert (given["reply_due_at"], given["reply_due_on"]) == ("2020-09-29T17:30:00+08:00", "2020-09-29")  # 27th made up
    assert given["need_by"] == "2020-09-27T12:00:00+08:00"
    assert given["next_step"] == {
        "who": "陈立群", "what": given["next_step"]["what"], "by": "2020-09-27T17:30:00+08:00", "holder": "specialist",
    }  # fmt: skip
    assert "陈立群" in given["next_step"]["what"]
    assert given["moves"] == ["withdraw", "message", "attach", "nudge"]
    assert call(cast.principal).get(f"/requests/{given['number']}").json == given


def test_a_specialist_logs_a_call_for_her_firm(cast: Cast, call: Call) -> None:
    body = {
        "text": "工人堵在县外",
        "enterprise": "E0001",
        "channel": "phone",
        "occurred_at": "2020-09-24T21:40:00+08:00",
    }
    given = call(cast.specialist).post("/requests", body).json
    assert (given["status"], given["channel"], given["occurred_at"]) == (
        "in_hand",
        "phone",
        "2020-09-24T21:40:00+08:00",
    )


def test_a_request_of_an_unknown_year_has_no_due_date(cast: Cast, call: Call, now_is: NowIs) -> None:
    now_is("2031-03-03 09:00")
    number = raised(call, cast)
    given = call(cast.principal).get(f"/requests/{number}").json
    assert (given["reply_due_at"], given["reply_due_on"]) == (None, None)


def test_the_path_to_a_closed_request(cast: Cast, call: Call, now_is: NowIs) -> None:
    number = whistled(call, cast)
    given = call(cast.specialist).get(f"/requests/{number}").json
    first, second = given["summonses"]
    assert set(first) >= SUMMONS_CONTRACT
    assert (first["department"], first["part"], first["status"], first["due_on"]) == (
        "SZJ",
        "lead",
        "sent",
        "2020-09-29",
    )
    assert (second["department"], second["part"], second["ask"]) == ("JSJ", "co", "请修复路面")
    assert (given["next_step"]["who"], given["next_step"]["holder"]) == ("市政管护科", "department")
    now_is("2020-09-28 10:00")
    given = done(call(cast.clerk).post(f"/summonses/{first['id']}/report-in"))
    assert given["summonses"][0]["clerk"] == "罗川"
    given = done(call(cast.clerk).post(f"/summonses/{first['id']}/reply", {"outcome": "resolved", "text": "已修好"}))
    assert (given["status"], given["outcome"], given["replied_at"]) == (
        "answered",
        "resolved",
        "2020-09-28T10:00:00+08:00",
    )
    assert [one["status"] for one in given["summonses"]] == ["replied", "released"]
    assert given["next_step"]["holder"] == "enterprise"
    given = done(call(cast.principal).post(f"/requests/{number}/confirm"))
    assert (given["status"], given["closed_as"], given["lamp"]) == ("closed", "confirmed", "done")
    assert given["next_step"]["who"] == ""


def test_an_ask_is_for_its_department_and_for_staff(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    asks = {
        name: [one["ask"] for one in call(getattr(cast, name)).get(f"/requests/{number}").json["summonses"]]
        for name in ("principal", "clerk", "jsj_clerk", "specialist", "office", "leader")
    }
    ask = "请修复路面"
    assert asks == {
        "principal": [None, None], "clerk": [ask, None], "jsj_clerk": [None, ask], "specialist": [ask, ask],
        "office": [ask, ask], "leader": [ask, ask],
    }  # fmt: skip


def test_a_plan_has_a_day_and_progress_the_next(cast: Cast, call: Call) -> None:
    number = planned(call, cast)
    given = done(
        call(cast.clerk).post(f"/requests/{number}/progress", {"text": "在等沥青", "next_progress_on": "2020-10-09"})
    )
    assert (given["status"], given["resolve_by"], given["next_progress_on"]) == ("planned", "2020-10-30", "2020-10-09")
    assert given["outcome"] is None


def test_SC03_a_department_reads_no_words_between_firm_and_specialist(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    done(call(cast.principal).post(f"/requests/{number}/messages", {"text": "悄悄话"}))
    done(call(cast.specialist).post(f"/requests/{number}/messages", {"text": "内部备注", "internal": True}))
    seen = {
        name: call(getattr(cast, name)).get(f"/requests/{number}/timeline").json
        for name in ("principal", "clerk", "specialist")
    }
    texts = {name: [row["text"] for row in rows] for name, rows in seen.items()}
    assert "悄悄话" in texts["principal"]
    assert "内部备注" not in texts["principal"]
    assert not {"悄悄话", "内部备注"} & set(texts["clerk"])
    assert {"悄悄话", "内部备注"} <= set(texts["specialist"])


def test_the_timeline_tells_who_did_what(cast: Cast, call: Call) -> None:
    number = answered(call, cast)
    rows = call(cast.principal).get(f"/requests/{number}/timeline").json
    assert [row["kind"] for row in rows] == ["request.raised", "request.taken", "request.whistled", "summons.replied"]
    assert set(rows[0]) >= {"seq", "at", "kind", "actor", "capacity", "sentence", "text"}
    assert [row["seq"] for row in rows] == sorted(row["seq"] for row in rows)
    assert (rows[0]["actor"], rows[0]["capacity"], rows[0]["text"]) == ("周敏", "enterprise", "厂门口的路面塌了")
    assert rows[3]["at"] == "2020-09-25T09:00:00+08:00"
    assert "市政管护科" in rows[3]["sentence"]


def test_an_explanation_shows_its_four_parts(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    done(
        call(cast.specialist).post(
            f"/requests/{number}/answer", {"outcome": "explained", "text": "不能修", **EXPLANATION}
        )
    )
    assert call(cast.principal).get(f"/requests/{number}/timeline").json[-1]["parts"] == EXPLANATION


@pytest.mark.parametrize("state", STATES)
def test_every_state_can_be_read_by_everybody_concerned(state: Any, cast: Cast, call: Call) -> None:
    number = STATES[state](call, cast)
    for account in (cast.principal, cast.specialist, cast.chief, cast.leader, cast.office):
        for language in ("zh", "en"):
            RequestAnswer.model_validate(done(call(account).get(f"/requests/{number}", language=language)))
            assert all(
                row["sentence"] for row in done(call(account).get(f"/requests/{number}/timeline", language=language))
            )
        ClockProof.model_validate(done(call(account).get(f"/requests/{number}/clock")))


def test_the_clock_proof_counts_each_day(cast: Cast, call: Call, now_is: NowIs) -> None:
    number = whistled(call, cast)
    now_is("2020-09-30 10:00")
    given = call(cast.principal).get(f"/requests/{number}/clock").json
    assert (given["number"], given["leg"], given["due_at"]) == (number, 1, "2020-09-29T17:30:00+08:00")
    assert [(day["date"], day["why"], day["n"]) for day in given["days"]] == [
        ("2020-09-25", "received", None), ("2020-09-26", "weekend", None), ("2020-09-27", "made_up", 1),
        ("2020-09-28", "working_day", 2), ("2020-09-29", "working_day", 3),
    ]  # fmt: skip
    assert given["verdict"] == "late"
    assert sum(part["minutes"] for part in given["overrun_parts"]) == given["overrun_minutes"] == 16 * 60 + 30
    assert given["overrun_parts"] == [{"kind": "department", "code": "SZJ", "minutes": 990}]
    assert given["inputs"]["received_at"] == "2020-09-25T09:00:00+08:00"
    assert len(given["legs"]) == 1


# --- refusals ---


def test_the_language_of_a_refusal_is_the_callers(cast: Cast, call: Call) -> None:
    number = raised(call, cast)
    chinese = call(cast.principal).post(f"/requests/{number}/take").json
    english = call(cast.principal).post(f"/requests/{number}/take", language="en").json
    assert chinese["code"] == english["code"] == "wrong_role"
    assert english["title"] == "Not yours to do"
    assert chinese["title"] != english["title"]
    assert chinese["detail"] != english["detail"]
    assert (
        "Municipal Works"
        in call(cast.principal).get(f"/requests/{whistled(call, cast)}", language="en-GB").json["next_step"]["what"]
    )


def test_what_is_not_yours_looks_absent_on_every_call(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    pk = lead(call, cast, number)
    calls = [("requests", number, "2020-9999", path, body) for path, body in REQUEST_CALLS.items()]
    calls += [("summonses", pk, 999999, path, body) for path, body in SUMMONS_CALLS.items()]
    for account in (cast.outsider, cast.outside_specialist, cast.yjj_clerk, cast.security, cast.evaluation):
        program = call(account)
        for noun, mine, absent, path, body in calls:
            hidden, missing = (
                program.post(f"/{noun}/{mine}/{path}", body),
                program.post(f"/{noun}/{absent}/{path}", body),
            )
            assert hidden.status == missing.status == 404
            assert hidden.bytes == missing.bytes
            assert dict(hidden.headers) == dict(missing.headers)
        for path in ("", "/timeline", "/clock"):
            hidden, missing = program.get(f"/requests/{number}{path}"), program.get(f"/requests/2020-9999{path}")
            assert (hidden.status, hidden.bytes) == (404, missing.bytes)
            assert missing.json["code"] == "not_found"
        assert number not in [row["number"] for row in program.get("/requests").json["items"]]


@pytest.mark.parametrize("junk", ["x", "2020", "2020-1", "%00", "..", "2020-0001'--", "２０２０-0001", "9" * 400])
def test_junk_in_a_path_is_absent(junk: Any, cast: Cast, call: Call) -> None:
    raised(call, cast)
    assert call(cast.office).get(f"/requests/{junk}").status == 404
    assert call(cast.office).post(f"/requests/{junk}/take").status == 404
    assert call(cast.office).post(f"/summonses/{junk}/reply", SUMMONS_CALLS["reply"]).status == 404


def test_R12_the_lead_is_named_until_it_is_undone(cast: Cast, call: Call) -> None:
    number, lead_number = in_hand(call, cast), lead_request(call, cast)
    program = call(cast.specialist)
    linked = program.post(f"/requests/{number}/merge", {"into": lead_number}).json
    assert (linked["lead_request"], linked["status"]) == (lead_number, "in_hand")
    rows = {row["number"]: row["lead_request"] for row in call(cast.office).get("/requests").json["items"]}
    assert rows == {number: lead_number, lead_number: None}
    assert program.post(f"/requests/{number}/merge", {"into": lead_number}).json["code"] == "linked_already"
    assert program.post(f"/requests/{number}/unmerge").json["lead_request"] is None
    assert program.post(f"/requests/{number}/merge", {"into": "2020-9999"}).json["errors"][0]["field"] == "into"
    assert [row["kind"] for row in program.get(f"/requests/{number}/timeline").json][-2:] == [
        "request.linked",
        "request.unlinked",
    ]


def test_R21_a_later_date_is_asked_for_and_decided(cast: Cast, call: Call) -> None:
    number = planned(call, cast)
    summons = lead(call, cast, number)
    asked = call(cast.clerk).post(f"/summonses/{summons}/extend", SUMMONS_CALLS["extend"]).json
    assert (asked["resolve_by"], asked["next_step"]["holder"], asked["next_step"]["by"][:10]) == (
        "2020-10-30",
        "office",
        "2020-10-30",
    )
    decided = call(cast.office).post(f"/summonses/{summons}/decide", SUMMONS_CALLS["decide"]).json
    assert (decided["resolve_by"], decided["next_step"]["holder"]) == ("2020-11-13", "department")


def test_visible_but_not_this_capacity(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    leader = call(cast.leader)
    for path, body in REQUEST_CALLS.items():
        if path != "instruct":  # that is all that a leader may do
            assert (leader.post(f"/requests/{number}/{path}", body).json["code"], path) == ("wrong_role", path)
    for path, body in SUMMONS_CALLS.items():
        reply = leader.post(f"/summonses/{lead(call, cast, number)}/{path}", body)
        assert (reply.status, reply.json["code"]) == (403, "wrong_role")
    assert call(cast.leader).post("/requests", {"text": "不归我", "enterprise": "E0001"}).status == 403


def test_the_loser_of_a_race_is_told_who_won(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    pk = lead(call, cast, number)
    done(call(cast.clerk).post(f"/summonses/{pk}/report-in"))
    reply = call(cast.second_clerk).post(f"/summonses/{pk}/report-in")
    assert (reply.status, reply.json["code"]) == (409, "already_reported_in")
    assert "罗川" in reply.json["detail"]
    assert "Luo Chuan" in call(cast.second_clerk).post(f"/summonses/{pk}/report-in", language="en").json["detail"]


def test_a_stale_page_is_told_the_state(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    reply = call(cast.specialist).post(f"/requests/{number}/take")
    assert (reply.status, reply.json["code"], reply.headers["Content-Type"]) == (
        409,
        "wrong_status",
        "application/problem+json",
    )
    assert set(reply.json) == {"type", "title", "status", "detail", "code", "errors"}
    done(call(cast.principal).post(f"/requests/{number}/nudge"))
    assert call(cast.principal).post(f"/requests/{number}/nudge").status == 429


def test_a_refused_call_writes_nothing(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    before = call(cast.specialist).get(f"/requests/{number}/timeline").bytes
    body = {"departments": ["SZJ", "HGS"], "ask": "修"}
    reply = call(cast.specialist).post(f"/requests/{number}/whistle", body)
    assert (reply.status, reply.json["code"], reply.json["errors"][0]["field"]) == (
        422,
        "external_department",
        "departments",
    )
    assert call(cast.specialist).get(f"/requests/{number}/timeline").bytes == before
    assert call(cast.specialist).get(f"/requests/{number}").json["summonses"] == []


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        (None, "text", "missing"),
        ({}, "text", "missing"),
        ({"text": ""}, "text", "missing"),
        ({"text": "   "}, "text", "missing"),
        ({"text": "\x00"}, "text", "missing"),
        ({"text": "x" * 1_000_000}, "text", "too_long"),
        ({"text": 5}, "text", "not_text"),
        ({"text": ["a"]}, "text", "not_text"),
        ({"text": None}, "text", "not_text"),
        ({"text": "a", "urgent": "perhaps"}, "urgent", "not_yes_or_no"),
        ({"text": "a", "need_by": "tomorrow"}, "need_by", "not_an_instant"),
        ({"text": "a", "need_by": 1601000000}, "need_by", "not_an_instant"),
        ({"text": "a", "channel": "fax"}, "channel", "not_a_choice"),
        ({"text": "a", "colour": "red"}, "colour", "unknown_field"),
        ([], "", "not_an_object"),
        ("text", "", "not_an_object"),
    ],
)
def test_a_wrong_shape_names_its_field(body: Any, field: Any, code: Any, cast: Cast, call: Call) -> None:
    for language in ("zh", "en"):
        reply = call(cast.principal).post("/requests", body, language=language)
        assert (reply.status, reply.json["code"]) == (422, "invalid")
        assert [(one["field"], one["code"]) for one in reply.json["errors"]] == [(field, code)]
        assert reply.json["errors"][0]["detail"]
    assert call(cast.principal).get("/requests").json["items"] == []


@pytest.mark.parametrize(
    "raw", [b"{", b"\xff\xfe", b"text=hello", b'{"text": "\\ud800"}', b"[" * 100_000, b"null", b"NaN"]
)
def test_what_is_not_json_is_a_clear_answer(raw: Any, cast: Cast, call: Call) -> None:
    reply = call(cast.principal).post("/requests", raw=raw)
    assert (reply.status, reply.json["code"]) == (422, "invalid")
    assert reply.headers["Content-Type"] == "application/problem+json"


def test_a_body_beyond_the_bound_is_too_large(cast: Cast, call: Call) -> None:
    reply = call(cast.principal).post("/requests", {"text": "x" * 1_600_000})
    assert (reply.status, reply.json["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"text": "a", "category": "nonsense"}, "category", "unknown_category"),
        ({"text": "a", "enterprise": "E0002"}, "enterprise", "unknown_enterprise"),
        ({"text": "a", "channel": "phone"}, "channel", "channel_has_own_door"),
        ({"text": "a", "occurred_at": "2020-09-26T09:00:00+08:00"}, "occurred_at", "in_the_future"),
        ({"text": "a", "occurred_at": "2020-09-20"}, "occurred_at", "backdate_needs_office"),
        ({"text": "a", "need_by": "2020-09-01"}, "need_by", "need_by_passed"),
    ],
)
def test_what_cannot_be_raised(body: Any, field: Any, code: Any, cast: Cast, call: Call) -> None:
    reply = call(cast.principal).post("/requests", body)
    assert (reply.status, reply.json["code"], [one["field"] for one in reply.json["errors"]]) == (422, code, [field])


def test_what_cannot_be_whistled(cast: Cast, call: Call) -> None:
    number = in_hand(call, cast)
    for body, code in (
        ({"departments": [], "ask": "修"}, "no_department"),
        ({"departments": ["NOPE"], "ask": "修"}, "unknown_department"),
        ({"departments": ["HGS"], "ask": "修"}, "external_department"),
        ({"departments": ["SZJ", "SZJ"], "ask": "修"}, "department_twice"),
        ({"departments": ["SZJ"]}, "ask_needed"),
    ):
        reply = call(cast.specialist).post(f"/requests/{number}/whistle", body)
        assert (reply.status, reply.json["code"]) == (422, code)


def test_what_a_reply_lacks(cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    pk = lead(call, cast, number)
    for body, code in (
        ({"outcome": "received", "text": "收到"}, "invalid"),
        ({"outcome": "planned", "text": "会修"}, "plan_needs_date"),
        ({"outcome": "planned", "text": "会修", "resolve_by": "2020-09-01"}, "date_passed"),
        ({"outcome": "planned", "text": "会修", "resolve_by": "2020-12-31"}, "plan_needs_office"),
        ({"outcome": "explained", "text": "不能修", "reason": "管径"}, "explanation_incomplete"),
    ):
        reply = call(cast.clerk).post(f"/summonses/{pk}/reply", body)
        assert (reply.status, reply.json["code"]) == (422, code)


def test_the_office_decides_a_decline(cast: Cast, call: Call) -> None:
    number = STATES["declining"](call, cast)
    pk = lead(call, cast, number)
    given = done(
        call(cast.office).post(f"/summonses/{pk}/decide", {"accept": True, "next_department": "YJJ", "reason": "是"})
    )
    assert [(one["department"], one["part"], one["status"]) for one in given["summonses"]] == [
        ("SZJ", "lead", "declined"), ("JSJ", "co", "sent"), ("YJJ", "lead", "sent"),
    ]  # fmt: skip
    assert summons(call, cast, number, "YJJ") > pk


def test_filters_take_a_day_and_leave_the_rest(cast: Cast, call: Call) -> None:
    from liaison.api.requests import RequestQuery

    asked = RequestQuery.model_validate({"raised_from": "2020-09-25", "status": "raised,in_hand"})
    assert asdict(asked.filters())["raised_from"] == date(2020, 9, 25)
    assert not isinstance(asked.filters().raised_from, datetime)
