"""Duty and visits as they are read: rows for the tests of the timeline and of the notices."""

from datetime import datetime

from liaison.record import Happening
from tests.speech.samples import FIRM, STAFF

AT = datetime.fromisoformat("2020-09-25T16:58:00+08:00")
DUE, LATER = "2020-09-29T17:30:00+08:00", "2020-10-09T17:30:00+08:00"
SWAP = {"holder": "zhaolei", "at": DUE, "before": LATER}
VISIT = {"enterprise": "E0001", "holder": "zhaolei", "at": DUE}


def _entry(kind: str, actor: str, capacity: str, facts: dict[str, object]) -> Happening:
    return Happening(1, AT, kind, actor, capacity, str(facts.pop("subject", "2020-0287")), facts, None, {})


def clock(kind: str, **facts: object) -> Happening:
    return _entry(kind, "", "system", facts)


def office(kind: str, **facts: object) -> Happening:
    return _entry(kind, "linxia", "office", facts)


def spec(kind: str, **facts: object) -> Happening:
    return _entry(kind, "chenliqun", "duty_officer", facts)


TOLD = [
    (clock("duty.rang", rung="officer", officer="zhaolei", until=DUE), STAFF,
     '已呼叫值班人员赵磊，请在 9月29日（周二）17:30 前接单。',
     'Zhao Lei, on duty, is rung and has until Tue\xa029\xa0Sep, 17:30 to accept.'),
    (clock("duty.rang", rung="deputy", officer="zhaolei", until=DUE), STAFF,
     '已呼叫副班赵磊，请在 9月29日（周二）17:30 前接单。',
     'Zhao Lei, the deputy on duty, is rung and has until Tue\xa029\xa0Sep, 17:30 to accept.'),
    (clock("duty.rang", rung="chief", officer="chenliqun", until=DUE), STAFF,
     '已呼叫总专员陈立群，请在 9月29日（周二）17:30 前接单。',
     'Chen Liqun, the chief specialist, is rung and has until Tue\xa029\xa0Sep, 17:30 to accept.'),
    (clock("duty.missed", officer="zhaolei", until=DUE), STAFF,
     '赵磊没有在 9月29日（周二）17:30 前接单。',
     'Zhao Lei did not accept by Tue\xa029\xa0Sep, 17:30.'),
    (clock("duty.missed", officer=None, until=DUE), STAFF,
     '当时无人值班。',
     'Nobody was on duty.'),
    (clock("duty.unanswered"), STAFF,
     '一直无人接单，已告知管委会办公室。',
     'Nobody has accepted this. The committee office was told.'),
    (office("duty.planned", first_day="2020-09-28", last_day="2020-10-09"), STAFF,
     '林夏排好了 9月28日至 10月9日的值班。',
     'Lin Xia planned who is on duty from 28\xa0Sep to 9\xa0Oct.'),
    (office("duty.changed", subject="zhaolei", begins=DUE), STAFF,
     '林夏安排赵磊从 9月29日（周二）17:30 起值班。',
     'Lin Xia put Zhao Lei on duty from Tue\xa029\xa0Sep, 17:30 on.'),
    (spec("duty.swap_asked", officer="zhaolei", begins=DUE, other=LATER), STAFF,
     '您请赵磊换班：9月29日（周二）17:30 的班换 10月9日（周五）17:30 的班。',
     'You asked Zhao Lei to swap: the shift from Tue\xa029\xa0Sep, 17:30 for the one from Fri\xa09\xa0Oct, 17:30.'),
    (spec("duty.swapped", officer="zhaolei", begins=DUE, other=LATER), STAFF,
     '您与赵磊换了班：10月9日（周五）17:30 的班换 9月29日（周二）17:30 的班。',
     'You swapped with Zhao Lei: the shift from Fri\xa09\xa0Oct, 17:30 for the one from Tue\xa029\xa0Sep, 17:30.'),
    (spec("duty.swap_declined", officer="zhaolei", begins=DUE, other=LATER), STAFF,
     '您与赵磊不换班了。',
     'You called off a swap of shifts with Zhao Lei.'),
    (clock("duty.gap", since=DUE, until=LATER), STAFF,
     '9月29日（周二）17:30 至 10月9日（周五）17:30 无人值班，已告知办公室和总专员。',
     'Nobody is on duty from Tue\xa029\xa0Sep, 17:30 to Fri\xa09\xa0Oct, 17:30. Office and chief specialist were told.'),
    (clock("visit.promised", officer="chenliqun", at=DUE), FIRM,
     '陈立群将于 9月29日（周二）17:30 上门。',
     'Chen Liqun comes by on Tue\xa029\xa0Sep, 17:30.'),
    (clock("visit.logged", officer="chenliqun", at=DUE), STAFF,
     '陈立群走访了企业。',
     'Chen Liqun visited the enterprise.'),
    (clock("visit.arrived", officer="chenliqun", at=DUE, late=False), FIRM,
     '陈立群已到现场。',
     'Chen Liqun arrived at the visit.'),
    (clock("visit.arrived", officer="chenliqun", at=DUE, late=True), FIRM,
     '陈立群已到现场，比约定的晚。',
     'Chen Liqun arrived at the visit, later than promised.'),
    (clock("visit.left", officer="chenliqun", at=DUE), FIRM,
     '陈立群上门结束。',
     'Chen Liqun ended the visit.'),
    (clock("visit.no_show", officer="chenliqun", at=DUE, missing="visitor"), FIRM,
     '陈立群没有按约在 9月29日（周二）17:30 上门。',
     'Chen Liqun did not come to the visit on Tue\xa029\xa0Sep, 17:30.'),
    (clock("visit.no_show", officer="chenliqun", at=DUE, missing="enterprise"), FIRM,
     '陈立群 9月29日（周二）17:30 上门，现场没有人。',
     'Nobody was there for the visit of Chen Liqun on Tue\xa029\xa0Sep, 17:30.'),
    (clock("visit.no_show", officer="chenliqun", at=DUE, missing="called_off"), FIRM,
     '陈立群 9月29日（周二）17:30 的上门取消了。',
     'The visit of Chen Liqun on Tue\xa029\xa0Sep, 17:30 was called off.'),
]  # fmt: skip
SAID = [
    ("duty_planned", {"first_day": "2020-09-28", "last_day": "2020-10-09"}, False,
     '9月28日（周一）至10月9日（周五）的值班已排好，其中有您，请看您的班次。',
     'You are on the duty roster from Mon\xa028\xa0Sep to Fri\xa09\xa0Oct. Please see your shifts.'),
    ("duty_gap", {"at": DUE}, False,
     '9月29日（周二）17:30 起无人值班，请排班。',
     'From Tue\xa029\xa0Sep, 17:30 on nobody is on duty. Please plan the roster.'),
    ("shift_changed", {"at": DUE, "holder": "zhaolei"}, False,
     '9月29日（周二）17:30 起的班现在由赵磊值。',
     'The shift from Tue\xa029\xa0Sep, 17:30 on is now with Zhao Lei.'),
    ("swap_asked", SWAP, False,
     '赵磊想与您换班：您 10月9日（周五）17:30 的班换 9月29日（周二）17:30 的班。',
     'Zhao Lei asks you to swap: your shift from Fri\xa09\xa0Oct, 17:30 for the one from Tue\xa029\xa0Sep, 17:30.'),
    ("swap_agreed", SWAP, False,
     '赵磊同意换班：您值 10月9日（周五）17:30 的班，9月29日（周二）17:30 的班由对方值。',
     'Zhao Lei agreed: you have the shift from Fri\xa09\xa0Oct, 17:30 instead of the one from Tue\xa029\xa0Sep, 17:30.'),
    ("swap_declined", SWAP, False,
     '与赵磊不换班：9月29日（周二）17:30 和 10月9日（周五）17:30 的班不变。',
     'There is no swap with Zhao Lei: shifts from Tue\xa029\xa0Sep, 17:30 and Fri\xa09\xa0Oct, 17:30 stay as they are.'),
    ("visit_announced", VISIT, False,
     '江岭精铸：赵磊将于 9月29日（周二）17:30 上门。',
     'Jiangling Casting: Zhao Lei comes on Tue\xa029\xa0Sep, 17:30.'),
    ("visit_announced", VISIT, True,
     '赵磊将于 9月29日（周二）17:30 到您那里。',
     'Zhao Lei comes to you on Tue\xa029\xa0Sep, 17:30.'),
    ("visit_off", VISIT, False,
     '赵磊 9月29日（周二）17:30 的上门没有成行。',
     'The visit of Zhao Lei on Tue\xa029\xa0Sep, 17:30 does not take place.'),
]  # fmt: skip
