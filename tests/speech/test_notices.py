import pytest
from django.utils import translation

from liaison.rules import ladder, lifecycle
from liaison.speech.notices import HEADLINES, LOGGED, WHY_RELEASED, headline
from tests.speech import on_watch
from tests.speech.samples import LANGUAGES, NAMES
from tests.speech.sources import calls, literals

DUE = "2020-09-29T17:30:00+08:00"
NUMBER = {"number": "2020-0287", "template": "stall"}

# What a call site may give, by the name of the parameter; each value is tried.
PARAMS = {
    "specialist": ["chenliqun", None], "clerk": ["luochuan"], "enterprise": ["E0001"], "department": ["SZJ"],
    "departments": [["SZJ", "JSJ"]], "outcome": ["resolved", "explained", "planned"], "part": ["lead", "co"],
    "due": [DUE, None], "until": [DUE, None], "before": [DUE, None], "after": [DUE], "next_on": ["2020-10-09"],
    "lead": ["2020-0012"], "number": ["2020-0287"], "numbers": [["2020-0287", "2020-0288"]],
    "step": ["site"], "document": ["licence"], "documents": [["licence"], ["licence"]], "latest_start_on": ["2020-10-09"],
    "target_on": ["2020-10-28"], "last_day": ["2020-12-31"], "baseline_months": ["6"], "started_on": ["2020-03-02"],
    "finished_on": ["2020-04-02"],
    "session": [1], "answer": list(LOGGED), "why": list(WHY_RELEASED), "cause": ["notice", "zone_day", "nobody", "visitor",
    "enterprise", "called_off"], "holder": ["zhaolei"],
    "work": ["GX2020-0001"], "case": [1],
    "order": ["DD2020-0001"], "starts": [DUE], "uid": ["QJ-2020-0287-1"], "sequence": [0],
}  # fmt: skip


def call_sites():
    """Every `act.tell`, with the kinds it may tell and the names of what it gives."""
    for _path, call in calls("act.tell"):
        given = [word.arg for word in call.keywords]
        rungs = {kind.removeprefix("clock.") for kind in ladder.KINDS.values()}
        yield from ((kind, given) for kind in sorted(literals(call.args[0]) or rungs))


def told_by_the_outbox():
    """What is queued without a request."""
    by_name = {kind for _path, call in calls("outbox.queue") if len(call.args) > 1 for kind in literals(call.args[1])}
    # One function tells all that is said of a replacement's date.
    return by_name | {kind for _path, call in calls("tell_due") for kind in literals(call.args[2])}


def test_every_notice_has_a_headline_and_no_headline_is_idle():
    assert {kind for kind, _given in call_sites()} | told_by_the_outbox() == {key.split("/")[0] for key in HEADLINES}


def test_every_reason_of_a_release_and_every_answer_is_worded():
    reasons = {call.args[2].value for _path, call in calls("release") if len(call.args) == 3}
    assert reasons == set(WHY_RELEASED)
    assert set(LOGGED) <= set(lifecycle.MOVES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("for_enterprise", [True, False])
def test_every_call_site_fills_its_headline(language, for_enterprise):
    with translation.override(language):
        for kind, given in call_sites():
            for turn in range(max((len(PARAMS[name]) for name in given), default=1)):
                params = {name: PARAMS[name][turn % len(PARAMS[name])] for name in given} | NUMBER
                said = headline(kind, params, NAMES, for_enterprise=for_enterprise)
                assert "2020-0287" in said and "%(" not in said and "None" not in said
                assert said.endswith("." if language == "en" else "。")


SAID = [
    ("to_verify", {"enterprise": "E0001"}, False, "2020-0287：江岭精铸有人扫码提交，未核验，请回电核实。",
     "2020-0287: came by QR code for Jiangling Casting, not verified. Please ring back."),
    ("verified", {"due": DUE}, True, "2020-0287：贵公司有人扫码提交，已回电核实。9月29日（周二）17:30 前给您回复。",
     "2020-0287: somebody of your firm raised it by QR code; we have rung back. A reply comes by Tue\xa029\xa0Sep, 17:30."),
    ("receipt", {"specialist": "chenliqun", "due": DUE}, True,
     "收到了，编号 2020-0287。陈立群会在 9月29日（周二）17:30 前给您回复。急事请直接打电话。",
     "Received, no. 2020-0287. Chen Liqun will reply by Tue\xa029\xa0Sep, 17:30. If it is urgent, please call."),
    ("summoned", {"part": "lead", "due": DUE, "enterprise": "E0001"}, False,
     "吹哨 2020-0287，江岭精铸：请牵头，9月29日（周二）17:30 前回复企业。",
     "Whistle 2020-0287, Jiangling Casting: please lead, reply by Tue\xa029\xa0Sep, 17:30."),
    ("answered", {"outcome": "resolved", "until": DUE}, True, "2020-0287：已解决。请在 9月29日（周二）17:30 前确认是否解决。",
     "2020-0287: resolved. Please confirm by Tue\xa029\xa0Sep, 17:30 whether it is solved."),
    ("answered", {"outcome": "resolved", "until": DUE}, False, "2020-0287：已回复企业：已解决。等企业在 9月29日（周二）17:30 前确认。",
     "2020-0287: the enterprise has its answer: resolved. It confirms by Tue\xa029\xa0Sep, 17:30."),
    ("answered", {"outcome": "explained", "until": DUE}, True, "2020-0287：已解释说明。有不同意见请在 9月29日（周二）17:30 前提出。",
     "2020-0287: explained. If you disagree, please say so by Tue\xa029\xa0Sep, 17:30."),
    ("replied", {"department": "SZJ", "outcome": "planned", "part": "lead"}, True,
     "2020-0287：市政管护科给出了办成日期，请看一看。",
     "2020-0287: Municipal Works gave you a date by which it will be done. Please have a look."),
    ("replied", {"department": "SZJ", "outcome": "resolved", "part": "lead"}, False, "2020-0287：市政管护科回复了企业：已解决。",
     "2020-0287: Municipal Works replied to the enterprise: resolved."),
    ("due_soon", {"department": "SZJ", "due": DUE}, False, "临期：2020-0287，9月29日（周二）17:30 前回复。",
     "Due soon: 2020-0287, reply by Tue\xa029\xa0Sep, 17:30."),
    ("overdue", {"department": "SZJ", "due": DUE}, False, "超期：2020-0287，市政管护科，9月29日（周二）17:30 到期。",
     "Overdue: 2020-0287, Municipal Works, a reply was due Tue\xa029\xa0Sep, 17:30."),
    ("overdue", {"due": DUE}, False, "超期：2020-0287，9月29日（周二）17:30 到期。",
     "Overdue: 2020-0287, a reply was due Tue\xa029\xa0Sep, 17:30."),
    ("consultation_agreed", {"department": "SZJ", "next_on": "2020-09-30"}, True,
     "2020-0287：需要几个部门一起办，由市政管护科牵头。9月30日（周三）给您反馈进度。",
     "2020-0287: several departments handle it together, led by Municipal Works. You hear from us on Wed\xa030\xa0Sep."),
    ("extension_agreed", {"department": "SZJ", "before": DUE, "after": "2020-10-09T17:30:00+08:00"}, True,
     "2020-0287：办成日期延到 10月9日（周五）17:30，原定 9月29日（周二）17:30。",
     "2020-0287: it will be done later: by Fri\xa09\xa0Oct, 17:30 instead of Tue\xa029\xa0Sep, 17:30."),
    ("lead_answered", {"lead": "2020-0012", "numbers": ["2020-0287", "2020-0288"], "outcome": "explained"}, False,
     "2020-0012 已有答复：已解释说明。请也回复与它一起办理的诉求：2020-0287、2020-0288。",
     "2020-0012 has its reply: explained. Please reply to those linked to it too: 2020-0287, 2020-0288."),
    ("released", {"why": "lead_replied"}, False, "2020-0287：不用再办，牵头部门已回复。",
     "2020-0287: nothing more to do for you, the lead has replied."),
    *on_watch.SAID,
]  # fmt: skip


@pytest.mark.parametrize(("kind", "params", "for_enterprise", "chinese", "english"), SAID)
def test_headline(kind, params, for_enterprise, chinese, english):
    assert headline(kind, params | NUMBER, NAMES, for_enterprise=for_enterprise) == chinese
    with translation.override("en"):
        assert headline(kind, params | NUMBER, NAMES, for_enterprise=for_enterprise) == english
