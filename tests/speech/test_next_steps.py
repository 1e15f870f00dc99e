from datetime import datetime
from itertools import product

import pytest
from django.utils import translation

from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import Status
from liaison.rules.next_step import NextStep, Situation, next_step
from liaison.speech.next_steps import QUIET, STEPS, quiet_sentence, step_sentence
from tests.speech.samples import LANGUAGES

DUE = datetime.fromisoformat("2020-09-29T17:30:00+08:00")
BEFORE = datetime.fromisoformat("2020-09-28T10:24:00+08:00")
AFTER = datetime.fromisoformat("2020-09-30T09:00:00+08:00")
FIRM, DEPARTMENT, STAFF = Audience.ENTERPRISE, Audience.DEPARTMENT, Audience.STAFF

STEPPED = [
    ("contact", "陈立群", False, FIRM, "陈立群联系您", "陈立群 contacts you"),
    ("contact", "陈立群", True, STAFF, "您来联系企业", "You contact the enterprise"),
    ("verify", "陈立群", False, FIRM, "陈立群回电核实", "陈立群 rings back to verify it"),
    ("verify", "陈立群", True, STAFF, "您来回电核实", "You ring back and verify it"),
    ("reply", "市政管护科", False, FIRM, "市政管护科给您回复", "市政管护科 replies to you"),
    ("reply", "市政管护科", False, STAFF, "市政管护科回复企业", "市政管护科 replies to the enterprise"),
    ("reply", "市政管护科", True, DEPARTMENT, "您来回复企业", "You reply to the enterprise"),
    ("decide", "办公室", False, FIRM, "办公室决定由哪个部门办", "办公室 decides which department does it"),
    (
        "decide_extension",
        "办公室",
        False,
        FIRM,
        "办公室裁定能否晚些办成",
        "办公室 decides whether it may be done later",
    ),
    (
        "agree",
        "办公室",
        False,
        FIRM,
        "办公室决定是否由几个部门会商",
        "办公室 decides whether departments consult on it",
    ),
    ("agree", "陈立群", True, STAFF, "请您决定是否同意会商", "You agree to the consultation, or do not"),
    ("decide_extension", "办公室", True, STAFF, "您来裁定延期", "You decide on the later date"),
    ("confirm", "江岭精铸", True, FIRM, "您来确认是否解决", "You confirm whether it is solved"),
    ("confirm", "江岭精铸", False, STAFF, "等企业确认", "Waiting for the enterprise to confirm"),
]


@pytest.mark.parametrize(("what", "who", "own", "reader", "chinese", "english"), STEPPED)
def test_step(what, who, own, reader, chinese, english):
    step = NextStep("department", what, DUE)
    assert step_sentence(step, who, own, reader) == chinese
    with translation.override("en"):
        assert step_sentence(step, who, own, reader) == english


def every_step() -> set[str]:
    """The codes that the rule can give, from every situation that matters to it."""
    found = set()
    for status, declining, progress_by in product(Status, (True, False), (None, BEFORE)):
        dates = dict.fromkeys(("contact_by", "reply_by", "decide_by", "resolve_by", "confirm_by"), DUE)
        now = Situation(status, True, declining, progress_by=progress_by, **dates)
        found.add(next_step(now).what)
    later = Situation(Status.PLANNED, True, False, None, None, None, DUE, None, None, extension_by=DUE)
    unverified = Situation(Status.RAISED, True, False, DUE, DUE, None, None, None, None, verified=False)
    proposed = Situation(
        Status.WHISTLED, True, False, DUE, DUE, None, None, None, None, agree_first="office", agree_by=DUE
    )
    return found | {next_step(one).what for one in (later, unverified, proposed)}


def test_every_next_step_is_worded_and_no_word_is_idle():
    assert every_step() == set(STEPS) == set(QUIET) | {"done"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_next_step_is_left_without_words(language):
    with translation.override(language):
        for what, own, reader in product(STEPS, (True, False), Audience):
            assert step_sentence(NextStep("office", what, None), "X", own, reader)


QUIETED = [
    ("reply", DUE, BEFORE, "还在等市政管护科回复，最迟 9月29日（周二）17:30。",
     "Waiting for 市政管护科 to reply. At the latest Tue\xa029\xa0Sep, 17:30."),
    ("reply", DUE, AFTER, "市政管护科还没有回复，原定 9月29日（周二）17:30。",
     "市政管护科 has not replied yet. It was due Tue\xa029\xa0Sep, 17:30."),
    ("reply", None, AFTER, "还在等市政管护科回复。", "Waiting for 市政管护科 to reply."),
    ("done", None, AFTER, "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("what", "by", "now", "chinese", "english"), QUIETED)
def test_quiet(what, by, now, chinese, english):
    step = NextStep("department", what, by)
    assert quiet_sentence(step, "市政管护科", now) == chinese
    with translation.override("en"):
        assert quiet_sentence(step, "市政管护科", now) == english
