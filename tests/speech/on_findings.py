"""Findings as their entries are read: rows for the test of the timeline. None of them names the person concerned."""

from datetime import datetime

from liaison.record import Happening
from liaison.rules.audiences import Audience
from liaison.speech.timeline import Reader

AT = datetime.fromisoformat("2020-09-25T16:58:00+08:00")
HEARING = "2020-09-29T15:00:00+08:00"
AUDITOR = Reader("shenji", Audience.STAFF)


def _entry(kind: str, actor: str = "linxia", **facts: object) -> Happening:
    return Happening(1, AT, f"finding.{kind}", actor, "personnel", "finding-3", facts, None, {})


TOLD = [
    (_entry("opened", due_on="2020-10-28"), AUDITOR, "林夏启动了认定 finding-3，应在10月28日前作出决定。",
     "Lin Xia opened the finding finding-3, to be decided by 28\xa0Oct."),
    (_entry("passed_up"), AUDITOR, "林夏登记了认定 finding-3，报上一级。",
     "Lin Xia entered the finding finding-3, which goes to the level above the zone."),
    (_entry("stated", "chenliqun"), AUDITOR, "陈立群对认定 finding-3 作了本人说明。",
     "Chen Liqun gave an own statement on the finding finding-3."),
    (_entry("hearing_set", hearing_at=HEARING), AUDITOR, "林夏定了认定 finding-3 听取意见的时间：9月29日（周二）15:00。",
     "Lin Xia set the hearing of the finding finding-3 for Tue\xa029\xa0Sep, 15:00."),
    (_entry("heard"), AUDITOR, "林夏记录了认定 finding-3 听取的意见。", "Lin Xia wrote down what was heard on the finding finding-3."),
    (_entry("stepped_out"), AUDITOR, "林夏因利益冲突回避了认定 finding-3。",
     "Lin Xia stepped out of the finding finding-3 because of a conflict."),
    (_entry("member_named"), AUDITOR, "林夏指定了认定 finding-3 的签署人。", "Lin Xia named who decides on the finding finding-3."),
    (_entry("signed"), AUDITOR, "林夏签署了认定 finding-3。", "Lin Xia signed the finding finding-3."),
    (_entry("decided"), AUDITOR, "林夏签署后，认定 finding-3 已作出决定。",
     "Lin Xia gave the signature with which the finding finding-3 is decided."),
    (_entry("served"), AUDITOR, "林夏送达了认定 finding-3 的决定。", "Lin Xia served the decision on the finding finding-3."),
    (_entry("review_asked", "chenliqun"), AUDITOR, "陈立群对认定 finding-3 申请复核。",
     "Chen Liqun asked for a review of the finding finding-3."),
    (_entry("appeal_asked", "chenliqun"), AUDITOR, "陈立群对认定 finding-3 提出申诉。",
     "Chen Liqun appealed against the finding finding-3."),
    (_entry("review_answered"), AUDITOR, "林夏答复了认定 finding-3 的复核。", "Lin Xia answered the review of the finding finding-3."),
    (_entry("appeal_answered"), AUDITOR, "林夏登记了认定 finding-3 的申诉决定。",
     "Lin Xia entered the decision on the appeal against the finding finding-3."),
    (_entry("reversed"), AUDITOR, "林夏登记认定 finding-3 已撤销，取消的资格恢复。",
     "Lin Xia entered that the finding finding-3 is reversed; what it took is given back."),
    (_entry("due_soon", "", due_on="2020-10-28"), AUDITOR, "认定 finding-3 应在10月28日前作出决定。",
     "The finding finding-3 is to be decided by 28\xa0Oct."),
    (_entry("overdue", "", due_on="2020-09-24"), AUDITOR, "认定 finding-3 应在9月24日前作出决定，已超期。",
     "The finding finding-3 should have been decided by 24\xa0Sep."),
    (_entry("answer_overdue", "", due_on="2020-09-24"), AUDITOR, "认定 finding-3 的复核或申诉应在9月24日前答复，已超期。",
     "What was asked about the finding finding-3 should have been answered by 24\xa0Sep."),
]  # fmt: skip
