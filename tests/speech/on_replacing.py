"""Replacements as their entries are read: rows for the test of the timeline. None of them names firm, person or cause."""

from datetime import datetime

from liaison.record import Happening
from liaison.rules.audiences import Audience
from liaison.speech.timeline import Reader

AT = datetime.fromisoformat("2020-09-25T16:58:00+08:00")
AUDITOR = Reader("shenji", Audience.STAFF)


def _entry(kind: str, actor: str = "") -> Happening:
    return Happening(1, AT, f"replacement.{kind}", actor, "office", "replacement-3", {}, None, {})


TOLD = [
    (_entry("owed"), AUDITOR, "需要更换专员：replacement-3。", "A specialist is to be replaced: replacement-3."),
    (
        _entry("asked", "zhoumin"),
        AUDITOR,
        "周敏申请更换专员：replacement-3。",
        "Zhou Min asked for another specialist: replacement-3.",
    ),
    (_entry("told"), AUDITOR, "已通知管委会办公室：replacement-3。", "The office was told of replacement-3."),
    (
        _entry("gone"),
        AUDITOR,
        "replacement-3已完成：企业已由他人负责。",
        "replacement-3 is done: somebody else serves the firm already.",
    ),
    (_entry("carried_out", "linxia"), AUDITOR, "林夏完成了replacement-3。", "Lin Xia carried out replacement-3."),
]
