"""`moves[]` promises: what is listed is done, what is not listed is refused, for everybody in every state."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from liaison import clock
from tests.api.program import EXPLANATION, STATES, Call, NowIs, lead_request, whistled
from tests.cast import Cast

# One of each standing; every capacity on every route is the permission table's.
ACTORS = ("principal", "specialist", "clerk", "jsj_clerk", "yjj_clerk", "chief", "leader", "office", "outsider")
LEAD = "2020-0000"  # stands for the request of another firm that reads alike
# move -> (path, body); SUMMONS stands for the department's own summons, or the declined one for the office.
CALLS = {
    "take": ("requests", "take", {}),
    "verify": ("requests", "verify", {}),
    "decline_scope": ("requests", "decline-scope", {"reason": "属于市级事权", "where": "市交通局"}),
    "whistle": ("requests", "whistle", {"departments": ["ZHF"], "ask": "请协助"}),
    "report_in": ("summonses", "report-in", {}),
    "decline": ("summonses", "decline", {"reason": "不归我们管"}),
    "decide": ("summonses", "decide", {"accept": False, "reason": "就是你们的"}),
    "reply": ("summonses", "reply", {"outcome": "resolved", "text": "已修好"}),
    "extend": ("summonses", "extend", {"until": "2020-11-20", "reason": "等材料"}),
    "link": ("requests", "merge", {"into": LEAD}),
    "unlink": ("requests", "unmerge", {}),
    "outside": ("requests", "outside", {"what": "请海关延时", "parties": [{"department": "HGS"}]}),
    "consult": ("requests", "consult", {"why": "要两家一起定", "lead": "SZJ"}),
    "consult_agree": ("requests", "consult/agree", {"agree": True}),
    "consult_cancel": ("requests", "consult/cancel", {"reason": "一家就能定"}),
    "arrange": ("requests", "consult/arrange", {"meets_at": "2021-06-30 14:00", "place": "三楼"}),
    "minutes": ("requests", "consult/minutes", {"met_at": "2020-09-24 16:40", "text": "已定"}),
    "progress": ("requests", "progress", {"text": "等材料"}),
    "conclude": ("requests", "conclude", {"outcome": "explained", "text": "不能修", **EXPLANATION}),
    "answer": ("requests", "answer", {"outcome": "resolved", "text": "已修好"}),
    "confirm": ("requests", "confirm", {}),
    "dispute": ("requests", "dispute", {"text": "没修好"}),
    "contest": ("requests", "dispute", {"text": "应当受理"}),
    "reopen": ("requests", "reopen", {"text": "又塌了"}),
    "withdraw": ("requests", "withdraw", {}),
    "message": ("requests", "messages", {"text": "请问进展"}),
    "note": ("requests", "messages", {"text": "内部备注", "internal": True}),
    "nudge": ("requests", "nudge", {}),
}
CALL_BACKS = ("confirm", "dispute", "reopen", "withdraw")


class _Undo(Exception):
    pass


def _tried(program, path, body):
    """What the call would answer; nothing of it stays."""
    try:
        with transaction.atomic():
            reply = program.post(path, body)
            raise _Undo
    except _Undo:
        return reply


LATER = [
    ("whistled", "2020-09-30 09:00"),  # the time to decline is over
    ("out_of_scope", "2020-10-13 09:00"),  # so is the time to contest
    ("closed", "2021-03-25 17:00"),  # the last day to reopen
    ("closed", "2021-03-26 09:00"),
    ("closed_by_phone", "2020-10-13 09:00"),
    ("planned", "2020-10-29 17:31"),  # too late to ask for a later date
    ("later_asked", "2020-10-30 17:31"),  # nobody has decided
    ("planned", "2020-11-02 09:00"),  # past the plan's own date
]


@pytest.mark.parametrize("state", STATES)
def test_moves_are_what_the_calls_then_do(state: Any, cast: Cast, call: Call) -> None:
    assert not _broken_promises(state, STATES[state](call, cast), cast, call)


@pytest.mark.parametrize(("state", "when"), LATER)
def test_moves_end_with_their_time(state: Any, when: Any, cast: Cast, call: Call, now_is: NowIs) -> None:
    number = STATES[state](call, cast)
    now_is(when)
    assert not _broken_promises(state, number, cast, call, ("principal", "specialist", "clerk", "office"))


def _broken_promises(state, number, cast, call, actors=ACTORS):
    summonses = call(cast.office).get(f"/requests/{number}").json["summonses"]
    lead, found = lead_request(call, cast), []
    for actor in actors:
        account = getattr(cast, actor)
        seen = call(account).get(f"/requests/{number}")
        if seen.status == 404:
            found += _seen_by_a_stranger(actor, number, summonses, call(account))
            continue
        listed = set(seen.json["moves"])
        other = "dispute" if state == "out_of_scope" else "contest"  # one path for both
        for move, (noun, path, body) in CALLS.items():
            for target in _targets(noun, number, summonses, account, move):
                body = {"into": lead} if move == "link" else body | _news(move)
                reply = _tried(call(account), f"/{noun}/{target}/{path}", body)
                if (reply.status == 200) != (move in listed) and move != other:
                    found.append(f"{actor}: {move} {'' if move in listed else 'not '}listed, answers {reply.status}")
                elif reply.status not in (200, 403, 409, 429):
                    found.append(f"{actor}: {move} answers {reply.status}")
        bodies = [{"answer": answer, "text": "电话里说的"} for answer in CALL_BACKS]
        replies = [_tried(call(account), f"/requests/{number}/call-back", body).status for body in bodies]
        if ("call_back" in listed) != (200 in replies):
            found.append(f"{actor}: call_back {'' if 'call_back' in listed else 'not '}listed, answers {replies}")
    return found


def _news(move):
    """The day of the next news: tomorrow is soon enough for every cycle."""
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    return {"next_progress_on": tomorrow} if move in ("consult", "progress") else {}


def _seen_by_a_stranger(actor, number, summonses, program):
    paths = [f"/requests/{number}/take", *(f"/summonses/{row['id']}/report-in" for row in summonses[:1])]
    return [f"{actor}: {path} is not absent" for path in paths if program.post(path).status != 404]


def _targets(noun, number, summonses, account, move):
    if noun == "requests":
        return [number]
    if move == "decide":
        declined = [row["id"] for row in summonses if row["status"] == "declining"]
        return declined or [row["id"] for row in summonses[:1]]
    code = account.department.code if account.department else None
    own = [row["id"] for row in summonses if row["department"] == code]
    return own[-1:] or [row["id"] for row in summonses[:1]]


@pytest.mark.parametrize("actor", ["clerk", "jsj_clerk"])
def test_another_departments_summons_is_not_ours(actor: Any, cast: Cast, call: Call) -> None:
    number = whistled(call, cast)
    code = getattr(cast, actor).department.code
    for row in call(cast.office).get(f"/requests/{number}").json["summonses"]:
        if row["department"] != code:
            reply = call(getattr(cast, actor)).post(f"/summonses/{row['id']}/report-in")
            assert (reply.status, reply.json["code"]) == (403, "wrong_role")
