"""Notices about a firm or a person: each that is told has its headline, and each headline is read here."""

import pytest
from django.utils import translation

from liaison.speech.affairs import AFFAIRS
from liaison.speech.notices import headline, subject
from tests.speech import on_duty
from tests.speech.samples import NAMES
from tests.speech.sources import calls, literals

DAYS = {"first_day": "2020-09-28", "last_day": "2020-10-09"}
POLICY = {"measure": "ZC2020-001", "title": {"zh": "稳岗补贴办法", "en": "Job retention subsidy"}, **DAYS}
LEAVE = {"specialist": "chenliqun", "substitute": "zhaolei", **DAYS}
DUE = "2020-09-29T17:30:00+08:00"
SAID = [
    ("specialist_changed", {"specialist": "zhaolei"}, True, "您的专员现在是赵磊。诉求的编号和时限都不变。",
     "Your specialist is now Zhao Lei. Numbers and dates of your requests stay as they are."),
    ("firm_assigned", {"enterprise": "E0001", "open": 2}, False, "江岭精铸：从现在起由您负责。一并转来的未办结诉求：2 件。",
     "Jiangling Casting: you are its specialist from now on. Open requests that come with it: 2."),
    ("firm_handed_on", {"enterprise": "E0001", "specialist": "zhaolei"}, False, "江岭精铸：从现在起由赵磊负责。",
     "Jiangling Casting: Zhao Lei is its specialist from now on."),
    ("firm_left", {"enterprise": "E0001"}, False, "江岭精铸已迁出。", "Jiangling Casting has left the zone."),
    ("firm_left", {"enterprise": "E0001"}, True, "贵企业已迁出，以前的诉求仍可在这里查看。",
     "Your enterprise has left the zone. You can still read your requests here."),
    ("leave_planned", LEAVE, False, "陈立群请假，9月28日（周一）至10月9日（周五），由赵磊替补。",
     "Chen Liqun is away from Mon\xa028\xa0Sep to Fri\xa09\xa0Oct. Zhao Lei stands in."),
    ("leave_began", LEAVE, False, "陈立群请假至10月9日（周五），从现在起由赵磊替补。",
     "Chen Liqun is away until Fri\xa09\xa0Oct. Zhao Lei stands in from now on."),
    ("leave_began", LEAVE, True, "陈立群请假至10月9日（周五），这段时间请找赵磊。",
     "Chen Liqun is away until Fri\xa09\xa0Oct. Until then please turn to Zhao Lei."),
    ("leave_ended", LEAVE, False, "陈立群已返岗，赵磊不再替补。", "Chen Liqun is back. Zhao Lei no longer stands in."),
    ("leave_ended", LEAVE, True, "陈立群已返岗，继续为您服务。", "Chen Liqun is back and is there for you again."),
    ("leave_called_off", LEAVE, False, "陈立群 9月28日（周一）至10月9日（周五）的请假已取消。",
     "The leave of Chen Liqun from Mon\xa028\xa0Sep to Fri\xa09\xa0Oct is called off."),
    ("stand_in_missing", {**LEAVE, "holder": "linxia"}, False,
     "赵磊不能替补陈立群。另定替补之前，由办公室林夏负责这些企业。请另定一人。",
     "Zhao Lei cannot stand in for Chen Liqun. Until somebody else does, Lin Xia answers for the enterprises. Please name another one."),
    ("firm_unserved", {"enterprise": "E0001", "due": DUE}, False,
     "江岭精铸没有专员，应在 9月29日（周二）17:30 前指定。请马上安排。",
     "Jiangling Casting has no specialist; one was due by Tue\xa029\xa0Sep, 17:30. Please assign one."),
    ("measure_new", POLICY, True, "一项可能适合您的政策从9月28日（周一）起生效：《稳岗补贴办法》。",
     "A policy that may be for you counts from Mon\xa028\xa0Sep on: Job retention subsidy."),
    ("measure_version", {**POLICY, "changed": ["points", "valid_until"]}, True,
     "《稳岗补贴办法》从9月28日（周一）起有新版本，变化：内容要点、截止日期。",
     "Job retention subsidy has a new version from Mon\xa028\xa0Sep on. Changed: what it says, last day."),
    ("measure_expired", POLICY, True, "《稳岗补贴办法》已到期，最后一天是10月9日（周五）。",
     "Job retention subsidy has run out; its last day was Fri\xa09\xa0Oct."),
    ("measure_repealed", POLICY, True, "《稳岗补贴办法》已废止，最后一天是10月9日（周五）。",
     "Job retention subsidy is repealed; its last day was Fri\xa09\xa0Oct."),
    ("cadre_unassigned", {"specialist": "chenliqun", "due": DUE}, False,
     "陈立群没有对口企业，应在 9月29日（周二）17:30 前安排。请马上安排。",
     "Chen Liqun serves no enterprise; one was due by Tue\xa029\xa0Sep, 17:30. Please assign one."),
    *on_duty.SAID,
]  # fmt: skip


@pytest.mark.parametrize(("kind", "params", "for_enterprise", "chinese", "english"), SAID)
def test_headline(kind, params, for_enterprise: bool, chinese: str, english: str) -> None:
    assert headline(kind, params, NAMES, for_enterprise=for_enterprise) == chinese
    assert "江岭精铸" not in subject(kind, params, NAMES, for_enterprise=for_enterprise)
    with translation.override("en"):
        assert headline(kind, params, NAMES, for_enterprise=for_enterprise) == english


def test_every_affair_that_is_told_has_its_headline_and_no_headline_is_idle() -> None:
    told: set[str] = set()
    for name, place in (("affairs.tell", 1), ("_tell", 1), ("_tell_all", 1)):
        for path, call in calls(name):
            if path.parent.parent.name == "casework" or path.parent.name == "casework":
                told |= literals(call.args[place]) if len(call.args) > place else set()
    assert told == {key.split("/")[0] for key in AFFAIRS}
    assert len(SAID) == len(AFFAIRS)
