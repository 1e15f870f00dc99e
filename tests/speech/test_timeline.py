import ast
import re
from datetime import datetime

import pytest
from django.utils import translation

from liaison.record import Happening
from liaison.rules import ladder
from liaison.rules.audiences import SEEN_BY, Audience
from liaison.speech.timeline import SENTENCES, Reader, actor_word, sentence, told
from tests.speech import on_duty, on_findings, on_replacing, on_rounds, on_watch
from tests.speech.samples import CLERK, FIRM, LANGUAGES, NAMES, READERS, STAFF
from tests.speech.sources import calls, first_words, literals

AT = datetime.fromisoformat("2020-09-25T16:58:00+08:00")
DUE = "2020-09-29T17:30:00+08:00"
LATER = "2020-10-09T17:30:00+08:00"


def entry(kind: str, actor: str, capacity: str, subject: str = "2020-0287", **facts: object) -> Happening:
    return Happening(1, AT, kind, actor, capacity, subject, facts, None, {})


def by_firm(kind: str, **facts: object) -> Happening:
    return entry(kind, "zhoumin", "enterprise", **facts)


def by_specialist(kind: str, **facts: object) -> Happening:
    return entry(kind, "chenliqun", "specialist", **facts)


def by_clerk(kind: str, **facts: object) -> Happening:
    return entry(kind, "luochuan", "department", department="SZJ", part="lead", summons=1, **facts)


def by_office(kind: str, subject: str = "2020-0287", **facts: object) -> Happening:
    return entry(kind, "linxia", "office", subject, **facts)


def by_leader(kind: str, **facts: object) -> Happening:
    return entry(kind, "gaoyuan", "leader", **facts)


def by_clock(kind: str, **facts: object) -> Happening:
    return entry(kind, "", "system", **facts)


LEAD = {"id": 1, "department": "SZJ", "part": "lead", "due_at": DUE}
CO = {"id": 2, "department": "JSJ", "part": "co", "due_at": DUE}
PHOTO, VOICE, PAPER = ({"kind": kind} for kind in ("photo", "voice", "paper"))
UNDATED = {**LEAD, "due_at": None}
TALKS = {"matter": 1, "keeper": "specialist", "liaison": ""}
CALLED = {**TALKS, "contact": "call", "department": "SZJ", "on": "2020-09-28"}
ORDER = {"instruction": 1, "order": "DD2020-0001", "department": "SZJ"}
TO_SPECIALIST = {**ORDER, "department": None}
FILE = {"template": "stall"}
STEP = {**FILE, "step": "site"}
MEASURE = {"subject": "ZC2020-001"}
LEAVE = {"substitute": "zhaolei", "first_day": "2020-09-28", "last_day": "2020-10-09"}

# What happened, who reads, what he reads.
TOLD = [
    (by_firm("request.raised", channel="web"), FIRM, "您提交了诉求。", "You raised this request."),
    (by_firm("request.raised", channel="web"), STAFF, "周敏提交了诉求。", "Zhou Min raised this request."),
    (by_specialist("request.raised", channel="phone"), FIRM, "陈立群记录了您的来电。", "Chen Liqun logged a call from you."),
    (by_specialist("request.raised", channel="phone"), STAFF, "您记录了企业的来电。", "You logged a call from the enterprise."),
    (by_office("request.raised", channel="visit"), CLERK, "林夏走访企业时记下了诉求。",
     "Lin Xia noted this on a visit to the enterprise."),
    (by_office("request.raised", channel="letter"), FIRM, "林夏登记了您的来信。", "Lin Xia logged a letter from you."),
    (by_office("request.raised", channel="hotline"), FIRM, "林夏登记了热线转来的诉求。", "Lin Xia took this over from the hotline."),
    (by_office("request.raised", channel="api"), FIRM, "林夏替您登记了诉求。", "Lin Xia logged this for you."),
    (entry("request.raised", "", "visitor", channel="qr", door=1), STAFF, "扫码提交，没有登录账号。",
     "This came by QR code, without an account."),
    (by_specialist("request.verified"), FIRM, "陈立群回电核实了这件诉求。", "Chen Liqun rang back and verified this request."),
    (by_specialist("request.taken"), FIRM, "陈立群联系了您，已接手办理。", "Chen Liqun contacted you and took it in hand."),
    (by_specialist("request.scope_declined", contest_until=LATER), FIRM,
     "陈立群告知不予受理，有不同意见请在 10月9日（周五）17:30 前提出。",
     "Chen Liqun declined this as out of scope. It can be contested until Fri\xa09\xa0Oct, 17:30."),
    (by_firm("request.contested", reply_due_at=LATER), FIRM, "您不同意不予受理，重新办理，10月9日（周五）17:30 前回复。",
     "You contested that it is out of scope. It is handled again, a reply comes by Fri\xa09\xa0Oct, 17:30."),
    (by_specialist("request.contested", by_phone=True, reply_due_at=LATER), STAFF,
     "您电话回访，企业不同意不予受理，重新办理，10月9日（周五）17:30 前回复。",
     "You called back; the enterprise contested on the phone that it is out of scope. It is handled again, a reply comes by "
     "Fri\xa09\xa0Oct, 17:30."),
    (by_specialist("request.linked", into="2020-0012", duplicate=False), STAFF,
     "您把本件与 2020-0012 一起办理，各自的时限和答复不变。",
     "You linked this request to 2020-0012. It keeps its own limit and gets its own reply."),
    (by_specialist("request.linked", into="2020-0012", duplicate=False), FIRM,
     "陈立群把本件与同类诉求一起办理，时限不变，单独答复。",
     "Chen Liqun has this handled together with others like it. It keeps its own limit and gets its own reply."),
    (by_office("request.linked", into="2020-0012", duplicate=True), FIRM, "林夏把本件作为 2020-0012 的重复件办结。",
     "Lin Xia closed this as a duplicate of 2020-0012."),
    (by_office("request.unlinked", into="2020-0012", duplicate=False), STAFF,
     "林夏撤销了与 2020-0012 的并案，本件单独办理。",
     "Lin Xia undid the link to 2020-0012. This request stands for itself again."),
    (by_office("request.unlinked", into="2020-0012", duplicate=False), CLERK, "林夏让本件重新单独办理。",
     "Lin Xia has this handled by itself again."),
    (by_office("request.unlinked", into="2020-0012", duplicate=True), FIRM,
     "林夏撤销了 2020-0012 的重复件认定，本件重新办理。",
     "Lin Xia undid that this was a duplicate of 2020-0012. It is open again."),
    (by_clerk("consultation.proposed", late=False, decide_by=DUE), CLERK,
     "您申请会商，由市政管护科牵头。同意之前各项时限照常计算，请在 9月29日（周二）17:30 前决定。",
     "You proposed a consultation led by Municipal Works. Until it is agreed the limits run on. To be decided by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("consultation.proposed", department="SZJ", late=True, decide_by=DUE), STAFF,
     "您申请会商，由市政管护科牵头。申请时已过时限，超期仍然记录，请在 9月29日（周二）17:30 前决定。",
     "You proposed a consultation led by Municipal Works, after the limit: that it was late stays. To be decided by "
     "Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("consultation.side_agreed", side="specialist"), STAFF,
     "您代表专员一方同意会商，还要办公室同意。",
     "You agreed to the consultation for the specialist's side. The office is still to agree."),
    (by_office("consultation.side_agreed", side="office"), CLERK,
     "林夏代表办公室同意会商，还要专员同意。",
     "Lin Xia agreed to the consultation for the office. The specialist is still to agree."),
    (by_office("consultation.refused", side="office"), CLERK,
     "林夏没有同意会商，原时限不变。",
     "Lin Xia did not agree to a consultation. The limits stand."),
    (by_office("consultation.agreed", department="SZJ", members=[], next_on="2020-09-30"), FIRM,
     "市政管护科牵头会商办理，专员和办公室已同意。下次进度：9月30日。",
     "Municipal Works handles this in a consultation, agreed by specialist and office. The next news comes on 30\xa0Sep."),
    (by_office("consultation.agreed", department="SZJ", members=["JSJ"], next_on="2020-09-30"), STAFF,
     "市政管护科牵头，与建设局会商办理，专员和办公室已同意。下次进度：9月30日。",
     "Municipal Works handles this in a consultation with Construction, agreed by specialist and office. The next "
     "news comes on 30\xa0Sep."),
    (by_clerk("consultation.arranged", meets_at=DUE), FIRM,
     "罗川定于 9月29日（周二）17:30 开会会商。",
     "Luo Chuan called the consultation together for Tue\xa029\xa0Sep, 17:30."),
    (by_clerk("consultation.minutes", late=False, met_at=DUE, due_at=LATER), STAFF,
     "罗川写了 9月29日（周二）17:30 会商的纪要。",
     "Luo Chuan wrote the minutes of the consultation held on Tue\xa029\xa0Sep, 17:30."),
    (by_clerk("consultation.minutes", late=True, met_at=DUE, due_at=LATER), STAFF,
     "罗川写了 9月29日（周二）17:30 会商的纪要，晚于应交时间 10月9日（周五）17:30。",
     "Luo Chuan wrote the minutes of the consultation held on Tue\xa029\xa0Sep, 17:30, late: they were due Fri\xa09\xa0Oct, 17:30."),
    (by_clock("consultation.minutes_missed", due_at=DUE), STAFF,
     "会商纪要应在 9月29日（周二）17:30 前写好，现在还没有。",
     "The minutes of the consultation were due Tue\xa029\xa0Sep, 17:30 and are missing."),
    (by_clock("consultation.undecided", decide_by=DUE, awaits="specialist"), STAFF,
     "会商应于9月29日（周二）17:30前由专员表态，至今没有表态。",
     "The specialist's word on the consultation was due Tue\xa029\xa0Sep, 17:30 and has not come."),
    (by_clock("consultation.undecided", decide_by=DUE, awaits="office"), CLERK,
     "会商应于9月29日（周二）17:30前由办公室表态，至今没有表态。",
     "The office's word on the consultation was due Tue\xa029\xa0Sep, 17:30 and has not come."),
    (by_specialist("consultation.duty_done", department="JSJ"), CLERK,
     "陈立群记下：建设局的分工已完成。",
     "Chen Liqun noted that Construction has done its part."),
    (by_office("consultation.cancelled", next=LEAD), FIRM,
     "林夏撤销了会商。重新吹哨市政管护科，9月29日（周二）17:30 前回复。",
     "Lin Xia ended the consultation. Municipal Works is whistled again, to reply by Tue\xa029\xa0Sep, 17:30."),
    (by_clerk("summons.extension_asked", before=DUE, until=LATER), CLERK,
     "市政管护科申请把办成日期从 9月29日（周二）17:30延到 10月9日（周五）17:30，由办公室裁定。",
     "Municipal Works asks to get it done by Fri\xa09\xa0Oct, 17:30 instead of Tue\xa029\xa0Sep, 17:30. The office decides."),
    (by_office("summons.extension_agreed", department="SZJ", before=DUE, until=LATER), FIRM,
     "林夏同意市政管护科延期，10月9日（周五）17:30 前办成，原定 9月29日（周二）17:30。",
     "Lin Xia agreed that Municipal Works gets it done by Fri\xa09\xa0Oct, 17:30 instead of Tue\xa029\xa0Sep, 17:30."),
    (by_office("summons.extension_refused", department="SZJ", before=DUE, until=LATER), CLERK,
     "林夏不同意延期，市政管护科仍按 9月29日（周二）17:30 办成。",
     "Lin Xia did not agree to a later date. Municipal Works keeps to Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("outside.opened", **TALKS, next_on="2020-09-30"), STAFF,
     "您启动了外部协调，由专员负责联络，下次反馈日期：9月30日。",
     "You brought in somebody outside the zone; the specialist talks to them. The next news comes on 30\xa0Sep."),
    (by_specialist("outside.agency_added", **TALKS, department="SZJ"), CLERK,
     "陈立群登记了外部协调对象：市政管护科。", "Chen Liqun noted whom we talk to outside the zone: Municipal Works."),
    (by_specialist("outside.party_added", **TALKS, department=None), FIRM,  # its name is erased
     "陈立群登记了外部协调对象：一家供应商。", "Chen Liqun noted whom we talk to outside the zone: a supplier."),
    (by_specialist("outside.contacted", **CALLED), FIRM,
     "我们在9月28日与市政管护科通了电话。", "We telephoned with Municipal Works on 28\xa0Sep."),
    (by_specialist("outside.contacted", **{**CALLED, "contact": "meeting"}), STAFF,
     "您在9月28日与市政管护科当面商谈。", "You met Municipal Works on 28\xa0Sep."),
    (by_specialist("outside.contacted", **{**CALLED, "contact": "letter"}), CLERK,
     "陈立群在9月28日向市政管护科发了函。", "Chen Liqun wrote to Municipal Works on 28\xa0Sep."),
    (by_specialist("outside.contacted", **{**CALLED, "contact": "answer"}), FIRM,
     "我们在9月28日收到市政管护科的答复。", "We got an answer from Municipal Works on 28\xa0Sep."),
    (by_specialist("outside.contacted", **{**CALLED, "contact": "quote", "department": None, "valid_until": "2020-10-31"}), FIRM,
     "我们在9月28日收到一家供应商的报价，有效期至10月31日。", "We got a quote from a supplier on 28\xa0Sep, valid until 31\xa0Oct."),
    (by_specialist("outside.attached", **TALKS, files=[PHOTO]), FIRM,
     "陈立群补充了外部协调的 1 张照片。", "Chen Liqun added 1 photo of the talks outside the zone."),
    (by_clerk("outside.handed_over", **TALKS | {"keeper": "office"}), STAFF,
     "罗川回避，不再担任联络人，由办公室暂管并另行指定。",
     "Luo Chuan stepped back as liaison. The office holds it until it has named another."),
    (by_office("outside.liaison_named", **TALKS | {"keeper": "clerk", "liaison": "luochuan"}), FIRM,
     "林夏指定了新的外部协调联络人：罗川。", "Lin Xia named who talks to them outside the zone from now on: Luo Chuan."),
    (by_office("outside.progress", **TALKS | {"keeper": "office"}, next_on="2020-09-30", late=False), FIRM,
     "林夏反馈了外部协调进度，下次反馈日期：9月30日。",
     "Lin Xia reported how it stands outside the zone. The next news comes on 30\xa0Sep."),
    (by_clock("outside.progress_missed", **TALKS, due_at=DUE), STAFF,
     "外部协调进度应在9月29日（周二）17:30前反馈，未按时反馈。",
     "News of what is talked over outside the zone were due Tue\xa029\xa0Sep, 17:30 and did not come."),
    (by_specialist("outside.ended", **TALKS, outcome="agreed"), FIRM,
     "陈立群与区外单位达成一致。", "Chen Liqun came to an agreement outside the zone."),
    (by_specialist("outside.ended", **TALKS, outcome="refused"), FIRM,
     "陈立群记录：区外单位未予同意，将向您解释说明。",
     "Chen Liqun noted that they refused outside the zone. It is explained to you."),
    (by_specialist("outside.ended", **TALKS, outcome="called_off"), STAFF,
     "您中止了外部协调。", "You called off the talks outside the zone."),
    (by_clock("outside.lapsed", **TALKS), STAFF,
     "诉求已结束，外部协调随之结束。", "The request has ended, and with it the talks outside the zone."),
    (by_leader("instruction.given", **{**ORDER, "order": ""}, due_at=None), STAFF,
     "高原作出批示，请市政管护科阅知。", "Gao Yuan gave an instruction, to Municipal Works."),
    (by_leader("instruction.given", **ORDER, due_at=DUE), CLERK,
     "高原作出批示 DD2020-0001，请市政管护科在 9月29日（周二）17:30 前答复。",
     "Gao Yuan gave instruction DD2020-0001, to be answered by Municipal Works by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("instruction.answered", **TO_SPECIALIST, late=False), STAFF,
     "您答复了批示 DD2020-0001。", "You answered instruction DD2020-0001."),
    (by_specialist("instruction.answered", **TO_SPECIALIST, late=True), CLERK,
     "陈立群答复了批示 DD2020-0001，已超期。", "Chen Liqun answered instruction DD2020-0001, late."),
    (by_leader("instruction.again", **TO_SPECIALIST, due_at=DUE), STAFF,
     "高原退回答复：批示 DD2020-0001 请专员在 9月29日（周二）17:30 前重新答复。",
     "Gao Yuan asked again: instruction DD2020-0001 is to be answered by the specialist by Tue\xa029\xa0Sep, 17:30."),
    (by_leader("instruction.closed", **ORDER), CLERK,
     "高原将批示 DD2020-0001 销号。", "Gao Yuan closed instruction DD2020-0001."),
    (by_clock("instruction.overdue", **ORDER, due_at=DUE), STAFF,
     "批示 DD2020-0001 应在 9月29日（周二）17:30 前答复，市政管护科尚未答复。",
     "Instruction DD2020-0001 was not answered by Tue\xa029\xa0Sep, 17:30: it waits for Municipal Works."),
    (by_clock("summons.extension_lapsed", department="SZJ", before=DUE, until=LATER), STAFF,
     "办公室没有按时裁定延期，市政管护科仍按 9月29日（周二）17:30 办成。",
     "The office did not decide on the later date in time. Municipal Works keeps to Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.whistled", summonses=[LEAD, CO]), FIRM,
     "陈立群向市政管护科（牵头）、建设局（协办）吹哨，9月29日（周二）17:30 前回复。",
     "Chen Liqun whistled Municipal Works (lead), Construction (joins), to reply by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.whistled", summonses=[UNDATED]), FIRM,
     "陈立群向市政管护科（牵头）吹哨，日历公布后定下的日期 前回复。",
     "Chen Liqun whistled Municipal Works (lead), to reply by a day to be set with the next calendar."),
    (by_clock("request.mirrored"), FIRM, "在吐槽大会上提出，原话同时转到领导班子群。",
     "Said in a gripe session; the leaders' group read it word for word in the same moment."),
    (by_clerk("request.claimed", resolve_by="2020-10-09"), FIRM, "市政管护科认领并牵头，10月9日 前办结。",
     "Municipal Works claimed it and leads: it will be done by 9\xa0Oct."),
    (entry("request.claimed", "luochuan", "department", department="SZJ", part="co", resolve_by="2020-10-09"), STAFF,
     "市政管护科认领协办，10月9日 前办结。", "Municipal Works claimed a part and joins: it will be done by 9\xa0Oct."),
    (by_clock("request.unclaimed", claim_due_at=DUE), STAFF, "到 9月29日（周二）17:30 没有部门认领，由管委会办公室指派。",
     "No department claimed it by Tue\xa029\xa0Sep, 17:30. The office assigns it."),
    (by_office("session.planned", "session-1", starts_at=DUE), STAFF, "林夏定于 9月29日（周二）17:30 召开吐槽大会。",
     "Lin Xia planned a gripe session for Tue\xa029\xa0Sep, 17:30."),
    (by_office("session.opened", "session-1"), STAFF, "林夏宣布吐槽大会开始。", "Lin Xia opened the gripe session."),
    (by_office("session.closed", "session-1"), STAFF, "林夏结束了吐槽大会。", "Lin Xia closed the gripe session."),
    (by_clerk("summons.reported_in", clerk="luochuan"), FIRM, "市政管护科已报到，罗川承办。",
     "Municipal Works reported in. Luo Chuan is in charge."),
    (by_clerk("summons.reported_in", clerk="luochuan"), CLERK, "市政管护科已报到，您承办。",
     "Municipal Works reported in. You are in charge."),
    (by_clerk("summons.declined", suggest=None, decide_by=DUE), STAFF, "市政管护科退回，办公室在 9月29日（周二）17:30 前裁定。",
     "Municipal Works declined. The office decides by Tue\xa029\xa0Sep, 17:30."),
    (by_clerk("summons.declined", suggest="JSJ", decide_by=DUE), STAFF,
     "市政管护科退回，建议由建设局承办，办公室在 9月29日（周二）17:30 前裁定。",
     "Municipal Works declined and suggests Construction. The office decides by Tue\xa029\xa0Sep, 17:30."),
    (by_office("summons.decline_accepted", department="SZJ", part="lead", next=None), STAFF,
     "林夏同意市政管护科退回，由专员重新安排。", "Lin Xia accepted that Municipal Works declined. The specialist has it back."),
    (by_office("summons.decline_accepted", department="SZJ", part="co", next=None), STAFF,
     "林夏同意市政管护科退回。", "Lin Xia accepted that Municipal Works declined."),
    (by_office("summons.decline_accepted", department="SZJ", part="lead", next={**CO, "part": "lead"}), STAFF,
     "林夏同意市政管护科退回，改派建设局，9月29日（周二）17:30 前回复。",
     "Lin Xia accepted that Municipal Works declined and whistled Construction, to reply by Tue\xa029\xa0Sep, 17:30."),
    (by_office("summons.decline_refused", department="SZJ", part="lead"), CLERK, "林夏不同意退回，仍由市政管护科承办。",
     "Lin Xia did not accept the decline. Municipal Works keeps it."),
    (by_clerk("summons.replied", clerk="luochuan", outcome="resolved", resolve_by=None), FIRM, "市政管护科回复：已解决。",
     "Municipal Works replied: resolved."),
    (by_clerk("summons.replied", clerk="luochuan", outcome="explained", resolve_by=None), FIRM, "市政管护科回复：已解释说明。",
     "Municipal Works replied: explained."),
    (by_clerk("summons.replied", clerk="luochuan", outcome="planned", resolve_by="2020-10-10"), FIRM,
     "市政管护科回复：10月10日前办成。", "Municipal Works replied: it will be done by 10\xa0Oct."),
    (by_clerk("summons.replied", clerk="luochuan", outcome="planned", resolve_by="2021-01-08"), FIRM,
     "市政管护科回复：2021年1月8日前办成。", "Municipal Works replied: it will be done by 8\xa0Jan\xa02021."),
    (by_firm("request.attached", files=[PHOTO, PHOTO, VOICE]), FIRM, "您补充了 2 张照片、1 段语音。",
     "You added 2 photos, 1 voice note."),
    (by_clerk("request.attached", files=[PAPER]), STAFF, "罗川补充了 1 份材料。", "Luo Chuan added 1 paper."),
    (entry("request.attached", "", "visitor", files=[PHOTO]), STAFF, "一并提交了 1 张照片。", "With it came 1 photo."),
    (by_specialist("request.attached_inside", files=[PHOTO]), STAFF, "您添加了内部材料：1 张照片。", "You added 1 photo for staff."),
    (by_clerk("request.progress", next_on="2020-10-09"), CLERK, "您反馈了进展，下次反馈 10月9日。",
     "You reported progress. The next news comes on 9\xa0Oct."),
    (by_clerk("request.concluded", outcome="resolved"), FIRM, "罗川告知已经办成：已解决。",
     "Luo Chuan reported that it is done: resolved."),
    (by_clerk("request.concluded", outcome="explained"), FIRM, "罗川告知办理结果：已解释说明。",
     "Luo Chuan ended it with an explanation: explained."),
    (by_specialist("request.answered", outcome="resolved"), FIRM, "陈立群回复：已解决。", "Chen Liqun replied: resolved."),
    (by_specialist("request.answered", outcome="explained"), STAFF, "您回复：已解释说明。", "You replied: explained."),
    (by_firm("request.confirmed", closed_as="confirmed", outcome="resolved"), FIRM, "您确认已解决，办结。",
     "You confirmed that it is solved. Closed."),
    (by_firm("request.confirmed", closed_as="confirmed", outcome="explained"), STAFF, "周敏接受了解释说明，办结。",
     "Zhou Min accepted the explanation. Closed."),
    (by_specialist("request.confirmed", closed_as="by_phone", outcome="resolved"), FIRM, "陈立群电话回访，您说已解决，办结。",
     "Chen Liqun called back; you said on the phone that it is solved. Closed."),
    (by_specialist("request.confirmed", closed_as="by_phone", outcome="explained"), STAFF, "您电话回访，企业接受了解释说明，办结。",
     "You called back; the enterprise accepted the explanation on the phone. Closed."),
    (by_firm("request.disputed", by_phone=False, reply_due_at=DUE), FIRM, "您说没解决，退回再办，9月29日（周二）17:30 前回复。",
     "You said that it is not solved. It is handled again, a reply comes by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.disputed", by_phone=True, reply_due_at=DUE), FIRM,
     "陈立群电话回访，您说没解决，退回再办，9月29日（周二）17:30 前回复。",
     "Chen Liqun called back; you said on the phone that it is not solved. It is handled again, a reply comes by "
     "Tue\xa029\xa0Sep, 17:30."),
    (by_firm("request.closed_final", outcome="explained", by_phone=False), FIRM,
     "您再次不同意解释说明，这件事到此办结。有新情况可以另提诉求。",
     "You disagreed with the explanation once more. Closed; something new can be raised as a new request."),
    (by_office("request.closed_final", outcome="explained", by_phone=True), STAFF,
     "林夏电话回访，企业再次不同意解释说明，这件事到此办结。有新情况可以另提诉求。",
     "Lin Xia called back; the enterprise disagreed with the explanation once more. Closed; something new can be raised as a "
     "new request."),
    (by_clock("request.closed_silent", outcome="resolved"), FIRM, "到期没有收到确认，先办结了，不算满意。没解决可以重新打开。",
     "No answer came in time, so it was closed. It can be reopened and never counts as satisfied."),
    (by_clock("request.confirm_reminded", confirm_until=LATER), FIRM, "已提醒您在 10月9日（周五）17:30 前确认是否解决。",
     "A reminder went to you: please confirm by Fri\xa09\xa0Oct, 17:30 whether it is solved."),
    (by_firm("request.reopened", by_phone=False, reply_due_at=DUE), FIRM, "您重新打开了诉求，9月29日（周二）17:30 前回复。",
     "You reopened this request. A reply comes by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.reopened", by_phone=True, reply_due_at=DUE), FIRM,
     "陈立群电话回访，替您重新打开了诉求，9月29日（周二）17:30 前回复。",
     "Chen Liqun called back and reopened this request for you. A reply comes by Tue\xa029\xa0Sep, 17:30."),
    (by_firm("request.withdrawn", by_phone=False), STAFF, "周敏撤回了诉求。", "Zhou Min withdrew this request."),
    (by_specialist("request.withdrawn", by_phone=True), FIRM, "陈立群电话回访，您撤回了诉求。",
     "Chen Liqun called back; you withdrew this request on the phone."),
    (by_firm("request.message"), STAFF, "周敏留言。", "Zhou Min left a message."),
    (by_specialist("request.note"), STAFF, "您写了内部备注。", "You wrote an internal note."),
    (by_firm("request.nudged"), CLERK, "周敏催了一下。", "Zhou Min nudged."),
    (by_clock("promise.moved", promise="reply", before=DUE, after=LATER), FIRM,
     "国务院通知调整放假安排，回复期限由9月29日（周二）17:30顺延到10月9日（周五）17:30。",
     "The State Council published holidays: the limit to reply moves from Tue\xa029\xa0Sep, 17:30 to Fri\xa09\xa0Oct, 17:30."),
    (by_clock("promise.moved", promise="reply", cause="zone_day", before=DUE, after=LATER), FIRM,
     "园区放假一天，回复期限由9月29日（周二）17:30顺延到10月9日（周五）17:30。",
     "The zone freed a day: the limit to reply moves from Tue\xa029\xa0Sep, 17:30 to Fri\xa09\xa0Oct, 17:30."),
    (by_clock("calendar.accepted", published_on="2020-01-27", source="国办发明电〔2020〕1号"), STAFF,
     "国务院办公厅 1月27日的放假通知已采用：国办发明电〔2020〕1号。",
     "The State Council's notice of 27\xa0Jan was taken in: 国办发明电〔2020〕1号."),
    (by_office("calendar.accepted", published_on="2020-01-27", source="国办发明电〔2020〕1号"), STAFF,
     "林夏采用了国务院办公厅 1月27日的放假通知：国办发明电〔2020〕1号。",
     "Lin Xia accepted the State Council's notice of 27\xa0Jan: 国办发明电〔2020〕1号."),
    (by_office("calendar.zone_day", seq=1, date="2020-09-29"), STAFF, "林夏安排全园区 9月29日放假。",
     "Lin Xia freed 29\xa0Sep for the whole zone."),
    (by_office("limit.set", limit="reply", value="2", unit="working_days", effective_from="2020-10-09T00:00:00+08:00"), STAFF,
     "林夏调整了时限：回复企业，10月9日起为2 个工作日。", "Lin Xia set a limit: reply to the enterprise, 2 working days from 9\xa0Oct on."),
    (by_office("category.entered", "noise", lead="SZJ", co=[]), STAFF, "林夏新增了类别 noise。", "Lin Xia entered the category noise."),
    (by_office("category.changed", "roads", lead="SZJ", co=[]), STAFF, "林夏修改了类别 roads。", "Lin Xia changed the category roads."),
    (by_clock("promise.moved", promise="summons", before=None, after=LATER), CLERK,
     "国务院通知公布放假安排，部门回复期限定为10月9日（周五）17:30。",
     "The State Council published holidays: the limit to reply by the department is Fri\xa09\xa0Oct, 17:30."),
    (by_clock("clock.due_soon", promise="summons", department="SZJ", due_at=DUE), CLERK,
     "已提醒市政管护科：9月29日（周二）17:30 前回复。", "A reminder went to Municipal Works: the reply is due Tue\xa029\xa0Sep, 17:30."),
    (by_clock("clock.due_soon", promise="enterprise", due_at=DUE), STAFF,
     "已提醒承办的人：对企业的承诺 9月29日（周二）17:30 到期。",
     "A reminder went out: the promise to the enterprise is due Tue\xa029\xa0Sep, 17:30."),
    (by_clock("clock.overdue", promise="summons", department="SZJ", due_at=DUE), STAFF,
     "市政管护科在 9月29日（周二）17:30 前没有回复，已超期。", "Municipal Works did not reply by Tue\xa029\xa0Sep, 17:30. Overdue."),
    (by_clock("clock.overdue", promise="decide", department="SZJ", due_at=DUE), STAFF,
     "办公室在 9月29日（周二）17:30 前没有裁定市政管护科的退回，已超期。",
     "The office did not decide by Tue\xa029\xa0Sep, 17:30 on the decline of Municipal Works. Overdue."),
    (by_clock("clock.overdue", promise="enterprise", due_at=DUE), STAFF, "对企业的承诺 9月29日（周二）17:30 到期，没有兑现，已超期。",
     "The promise to the enterprise ended on Tue\xa029\xa0Sep, 17:30 and was not kept. Overdue."),
    (by_clock("clock.head_told", promise="summons", department="SZJ", due_at=DUE), STAFF, "还没有回复，已告知市政管护科负责人。",
     "Still no reply: the head of Municipal Works was told."),
    (by_clock("clock.head_told", promise="enterprise", due_at=DUE), STAFF, "还没有办，已告知管委会办公室。",
     "Still not done: the committee office was told."),
    (by_clock("clock.chief_told", promise="summons", department="SZJ", due_at=DUE), STAFF, "市政管护科还没有回复，已告知总专员。",
     "Still no reply from Municipal Works: the chief specialist was told."),
    (by_clock("clock.chief_told", promise="enterprise", due_at=DUE), STAFF, "还没有办，已告知总专员。",
     "Still not done: the chief specialist was told."),
    (by_office("enterprise.entered", "E0001", status="operating", registered=True), STAFF, "林夏登记了江岭精铸（在营）。",
     "Lin Xia entered Jiangling Casting, operating."),
    (by_office("enterprise.changed", "E0001", fields=["address", "name_zh"], status="operating"), STAFF,
     "林夏更正了江岭精铸的资料：地址、名称。", "Lin Xia corrected what is known of Jiangling Casting: Address, Name."),
    (by_office("enterprise.changed", "E0001", fields=[], status="operating"), STAFF, "林夏核对了江岭精铸的资料，没有改动。",
     "Lin Xia looked through what is known of Jiangling Casting and changed nothing."),
    (by_office("enterprise.assigned", "E0001", specialist="chenliqun", before=None), STAFF, "林夏安排陈立群对口联系江岭精铸。",
     "Lin Xia assigned Chen Liqun to Jiangling Casting."),
    (by_office("enterprise.assigned", "E0001", specialist="zhaolei", before="chenliqun"), STAFF,
     "林夏安排赵磊接替陈立群，对口联系江岭精铸。", "Lin Xia assigned Zhao Lei to Jiangling Casting, after Chen Liqun."),
    (by_office("enterprise.left", "E0001", before="chenliqun"), STAFF, "林夏登记江岭精铸已迁出。",
     "Lin Xia entered that Jiangling Casting has left the zone."),
    (by_office("request.handed_over", before="chenliqun", specialist="zhaolei", why="transfer"), FIRM,
     "林夏把这件事由陈立群移交给赵磊。", "Lin Xia handed this over from Chen Liqun to Zhao Lei."),
    (by_office("request.handed_over", before=None, specialist="zhaolei", why="transfer"), FIRM,
     "林夏指定赵磊为专员，由其接手这件事。", "Lin Xia assigned Zhao Lei, who takes this over."),
    (by_clock("request.handed_over", before="chenliqun", specialist="zhaolei", why="leave"), FIRM,
     "请假期间，由赵磊接替陈立群办理。", "Zhao Lei takes this over from Chen Liqun during a leave."),
    (by_clock("request.handed_over", before="zhaolei", specialist="chenliqun", why="return"), CLERK,
     "陈立群已返岗，从赵磊手里接回这件事。", "Chen Liqun is back and takes this over from Zhao Lei."),
    (by_office("leave.planned", "zhoumin", **LEAVE), STAFF, "林夏登记周敏请假，9月28日至10月9日，由赵磊替补。",
     "Lin Xia planned a leave of Zhou Min from 28\xa0Sep to 9\xa0Oct; Zhao Lei stands in."),
    (entry("leave.began", "", "system", "zhoumin", **LEAVE), STAFF, "周敏开始请假，至10月9日，由赵磊替补。",
     "The leave of Zhou Min began, until 9\xa0Oct; Zhao Lei stands in."),
    (entry("leave.ended", "", "system", "zhoumin", began=True, **LEAVE), STAFF, "周敏的请假已结束。", "The leave of Zhou Min ended."),
    (entry("leave.ended", "", "system", "zhoumin", began=False, **LEAVE), STAFF, "周敏的请假已取消。",
     "The leave of Zhou Min was called off."),
    (entry("leave.stand_in", "", "system", "zhoumin", holder="linxia", **LEAVE), STAFF, "现在由林夏替周敏负责。",
     "Lin Xia now stands in for Zhou Min."),
    (by_office("exemption.given", "zhoumin", reason="secondment", last_day="2020-10-09"), STAFF,
     "林夏登记周敏在10月9日前免于联系企业。", "Lin Xia exempted Zhou Min from serving an enterprise until 9\xa0Oct."),
    (by_office("exemption.ended", "zhoumin"), STAFF, "林夏结束了周敏的豁免。", "Lin Xia ended the exemption of Zhou Min."),
    (entry("coverage.overdue", "", "system", "E0001", gap="firm", due_at=DUE), STAFF,
     "江岭精铸还没有专员，原定 9月29日（周二）17:30 前指定。",
     "Jiangling Casting still has no specialist; one was due by Tue\xa029\xa0Sep, 17:30."),
    (entry("coverage.overdue", "", "system", "zhoumin", gap="cadre", due_at=DUE), STAFF,
     "周敏还没有对口企业，原定 9月29日（周二）17:30 前安排。",
     "Zhou Min still serves no enterprise; one was due by Tue\xa029\xa0Sep, 17:30."),
    (by_office("group.joined", "group/liaison", group="liaison"), STAFF, "林夏添加了群成员：政企交流群。",
     "Lin Xia added somebody to the group: enterprises and zone."),
    (by_office("group.left", "group/leaders", group="leaders", why="removed"), STAFF, "林夏移出了群成员：领导班子群。",
     "Lin Xia took somebody out of the group: leaders."),
    (by_office("group.left", "group/liaison", group="liaison", why="firm_left"), STAFF, "林夏办理了企业迁出，其人员同时退群：政企交流群。",
     "Lin Xia closed the firm's file here; its people left the group: enterprises and zone."),
    (by_office("group.posted", "group/liaison", group="liaison", post=1), STAFF, "林夏记下了群里的一条消息：政企交流群。",
     "Lin Xia noted down what was said in the group: enterprises and zone."),
    (by_office("group.hidden", "group/liaison", group="liaison", post=1), STAFF, "林夏隐藏了一条消息：政企交流群。",
     "Lin Xia hid a message in the group: enterprises and zone."),
    (by_office("door.made", "E0001", door=1, gate=False), STAFF, "林夏为江岭精铸做了二维码。",
     "Lin Xia made a QR code for Jiangling Casting."),
    (by_office("door.made", "QJ", door=2, gate=True), STAFF, "林夏为一处大门做了二维码。", "Lin Xia made a QR code for a gate."),
    (by_office("door.revoked", "E0001", door=1, gate=False), STAFF, "林夏停用了江岭精铸的二维码。",
     "Lin Xia revoked the QR code of Jiangling Casting."),
    (by_office("door.revoked", "QJ", door=2, gate=True), STAFF, "林夏停用了一处大门的二维码。",
     "Lin Xia revoked the QR code of a gate."),
    (by_office("account.created", "zhoumin", department=None, enterprise="E0001"), STAFF, "林夏为周敏建了账号。",
     "Lin Xia created an account for Zhou Min."),
    (by_office("post.given", "zhoumin", post="principal"), STAFF, "林夏任命周敏为负责人。", "Lin Xia gave Zhou Min a post: principal."),
    (by_office("post.ended", "zhoumin", post="principal"), STAFF, "林夏免去周敏的岗位：负责人。",
     "Lin Xia ended a post of Zhou Min: principal."),
    (by_office("password.reset", "zhoumin"), STAFF, "林夏为周敏重设了密码。", "Lin Xia gave Zhou Min a new password."),
    (by_office("token.issued", "linxia"), STAFF, "林夏领了新的接口令牌。", "Lin Xia got a new token for programs."),
    (by_office("measure.entered", **MEASURE, valid_from="2020-10-01"), STAFF, "林夏录入了政策 ZC2020-001，自10月1日起生效。",
     "Lin Xia entered the policy ZC2020-001, in force from 1\xa0Oct on."),
    (by_clock("measure.entered", **MEASURE, valid_from="2020-10-01"), STAFF, "政策 ZC2020-001 由文件导入，自10月1日起生效。",
     "The policy ZC2020-001 came in from a file, in force from 1\xa0Oct on."),
    (by_office("measure.version_entered", **MEASURE, valid_from="2020-10-01"), STAFF,
     "林夏录入了政策 ZC2020-001 的新版本，自10月1日起生效。",
     "Lin Xia entered a new version of the policy ZC2020-001, in force from 1\xa0Oct on."),
    (by_clock("measure.version_entered", **MEASURE, valid_from="2020-10-01"), STAFF,
     "政策 ZC2020-001 的新版本由文件导入，自10月1日起生效。",
     "A new version of the policy ZC2020-001 came in from a file, in force from 1\xa0Oct on."),
    (by_office("measure.corrected", **MEASURE, valid_from="2020-10-01"), STAFF, "林夏在生效前更正了政策 ZC2020-001，自10月1日起生效。",
     "Lin Xia corrected the policy ZC2020-001 before it was in force, now from 1\xa0Oct on."),
    (by_office("measure.repealed", **MEASURE, repealed_on="2020-10-01"), STAFF, "林夏登记政策 ZC2020-001 自10月1日起废止。",
     "Lin Xia entered that the policy ZC2020-001 is repealed from 1\xa0Oct on."),
    (by_clock("measure.repealed", **MEASURE, repealed_on="2020-10-01"), STAFF, "按导入的文件，政策 ZC2020-001 自10月1日起废止。",
     "The policy ZC2020-001 is repealed from 1\xa0Oct on, as a file says."),
    (by_clock("measure.took_effect", **MEASURE), STAFF, "政策 ZC2020-001 已生效，已告知相关企业。",
     "The policy ZC2020-001 came into force; the enterprises it concerns were told."),
    (by_clock("measure.ended", **MEASURE, ended_on="2020-10-01"), STAFF, "政策 ZC2020-001 自10月1日起失效，已告知相关企业。",
     "The policy ZC2020-001 no longer counts since 1\xa0Oct; the enterprises it concerned were told."),
    (by_office("ledger.exported", "ledger", rows=3, filters={}), STAFF, "林夏导出了台账。", "Lin Xia took the ledger out as a file."),
    (by_specialist("agency.opened", **FILE, enterprise="E0001", baseline_months="6", target_on="2020-10-28"), FIRM,
     "陈立群开了代办件：临时摊位，目标 10月28日 前办完，通常要半年。",
     "Chen Liqun opened this file: A temporary stand, to be done by 28\xa0Oct. It usually takes half a year."),
    (by_firm("agency.authorised", **FILE, last_day="2020-12-31"), FIRM, "您书面授权代办，有效期至 12月31日。",
     "You authorised this in writing until 31\xa0Dec."),
    (by_firm("agency.withdrawn", **FILE), STAFF, "周敏撤回了授权，代办停止。", "Zhou Min withdrew the authorisation. The work stops."),
    (by_clock("agency.lapsed", **FILE, last_day="2020-12-31"), FIRM, "授权已于 12月31日 到期，代办停止。",
     "The authorisation ended on 31\xa0Dec. The work stops."),
    (by_clerk("agency.step_started", **STEP, documents=[]), CLERK, "您启动了市政管护科的临时占道许可。",
     "You began at Municipal Works: Permit for the site."),
    (by_clerk("agency.step_started", **STEP, documents=["licence"]), FIRM, "罗川启动了市政管护科的临时占道许可，还缺材料：营业执照。",
     "Luo Chuan began at Municipal Works: Permit for the site. It waits for papers: Business licence."),
    (by_clerk("agency.step_finished", **STEP, documents=["licence"]), FIRM, "罗川办结了市政管护科的临时占道许可。",
     "Luo Chuan finished at Municipal Works: Permit for the site."),
    (by_clerk("agency.step_refused", **STEP), FIRM, "罗川没有通过市政管护科的临时占道许可。",
     "Luo Chuan turned down at Municipal Works: Permit for the site."),
    (by_clock("agency.step_late", **STEP, department="SZJ", latest_start_on="2020-10-09"), STAFF,
     "市政管护科的临时占道许可最迟应在 10月9日 启动。",
     "Permit for the site at Municipal Works should have begun by 9\xa0Oct."),
    (by_firm("agency.material_given", **STEP, department="SZJ", document="licence"), CLERK, "周敏交了材料：营业执照。",
     "Zhou Min handed in: Business licence."),
    (by_clerk("agency.material_taken", **STEP, document="licence"), FIRM, "罗川收下了材料：营业执照。",
     "Luo Chuan accepted: Business licence."),
    (by_clerk("agency.material_returned", **STEP, document="licence"), FIRM, "罗川退回了材料：营业执照。",
     "Luo Chuan returned: Business licence."),
    (by_clock("agency.finished", **FILE, baseline_months="6", started_on="2020-03-02", finished_on="2020-04-02"), FIRM,
     "全部办完：半年→1个月。", "All steps are done: half a year → 1 month."),
    (by_office("agency.stopped", "DB2020-0001", **FILE), FIRM, "林夏终止了代办。", "Lin Xia stopped this file."),
    (by_office("common.made", "GX2020-0001", requests=[]), STAFF, "林夏把这些诉求并为一件共性事项。",
     "Lin Xia made one work of these requests."),
    (by_office("common.added", "GX2020-0001", request="2020-0012"), STAFF, "林夏加入了 2020-0012。", "Lin Xia added 2020-0012."),
    (by_office("common.removed", "GX2020-0001", request="2020-0012"), STAFF, "林夏移出了 2020-0012，该件单独办理。",
     "Lin Xia took 2020-0012 out; it stands for itself again."),
    (by_office("common.told", "GX2020-0001", done=["2020-0012", "2020-0013"], left=[]), STAFF,
     "林夏一次告知了各家：2020-0012、2020-0013。", "Lin Xia told all at once: 2020-0012, 2020-0013."),
    (by_office("common.answered", "GX2020-0001", done=["2020-0012"], left=[]), STAFF, "林夏一次答复了各家：2020-0012。",
     "Lin Xia replied to all at once: 2020-0012."),
    (by_office("common.finished", "GX2020-0001"), STAFF, "林夏办结了这件共性事项。", "Lin Xia closed this work."),
    (by_office("common.dissolved", "GX2020-0001"), STAFF, "林夏拆开了这件共性事项，各件单独办理。",
     "Lin Xia undid it: each request stands for itself again."),
    (by_office("common.joined", work="GX2020-0001"), STAFF, "林夏把本件列入共性事项 GX2020-0001，时限不变，单独答复。",
     "Lin Xia made this part of the common work GX2020-0001. It keeps its own limit and gets its own reply."),
    (by_office("common.left", work="GX2020-0001"), STAFF, "林夏把本件移出共性事项 GX2020-0001，本件单独办理。",
     "Lin Xia took this out of the common work GX2020-0001. It stands for itself again."),
    (by_office("common.different", others=["2020-0012"]), STAFF, "林夏认为本件与 2020-0012 不是一回事。",
     "Lin Xia said that this is not the same as 2020-0012."),
    (entry("gripe.me_too", "zhoumin", "enterprise", "session-1", request="2020-0012"), STAFF, "周敏表示 2020-0012 自己也遇到了。",
     "Zhou Min said that 2020-0012 is their trouble too."),
    (entry("gripe.me_too_back", "zhoumin", "enterprise", "session-1", request="2020-0012"), STAFF,
     "周敏收回了对 2020-0012 的“我也是”。", "Zhou Min took back that 2020-0012 is their trouble too."),
    (by_specialist("case.written", case=1), STAFF, "您据此写了一篇案例。", "You wrote a case about this."),
    (by_specialist("case.asked", case=1), FIRM, "陈立群征求您意见：能否作为案例公开。",
     "Chen Liqun asked you whether this may be told as a case."),
    (by_firm("case.published", case=1, with_name=True), STAFF, "周敏同意作为案例公开。", "Zhou Min agreed that this is told as a case."),
    (by_firm("case.refused", case=1), FIRM, "您不同意作为案例公开。", "You did not want this to be told as a case."),
    (by_firm("case.withdrawn", case=1), STAFF, "周敏撤回了案例，不再公开。", "Zhou Min withdrew the case. Nobody reads it any more."),
    (by_office("zone.opened", "QJ"), STAFF, "林夏开通了园区。", "Lin Xia opened the zone."),
    *on_duty.TOLD,
    *on_findings.TOLD,
    *on_replacing.TOLD,
    *on_rounds.TOLD,
    *on_watch.told(by_office, by_clock),
]  # fmt: skip


@pytest.mark.parametrize(
    ("happening", "reader", "chinese", "english"), TOLD, ids=lambda value: getattr(value, "kind", "")
)
def test_sentence(happening, reader, chinese, english):
    assert sentence(happening, NAMES, reader) == chinese
    with translation.override("en"):
        assert sentence(happening, NAMES, reader) == english


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("happening", [row[0] for row in TOLD], ids=lambda value: value.kind)
def test_a_sentence_begins_with_the_one_who_acted(happening, language):
    with translation.override(language):
        for reader in READERS:
            who, rest = told(happening, NAMES, reader)
            said = sentence(happening, NAMES, reader)
            assert said.startswith(who)
            assert rest and rest == rest.strip()
            assert who == actor_word(happening, NAMES, reader)
            assert bool(who) == bool(happening.actor)
            assert "%(" not in said and not re.search(r"[{}<>]", said)


def test_every_kind_that_is_entered_has_a_sentence():
    entered = first_words(
        "act.enter", "record.append", "_audit", "_enter", "_enter_swap", "enter", "audit", "replacing.enter"
    ) | set(ladder.KINDS.values())
    kinds = {kind for kind in entered if "." in kind} | set(SEEN_BY)
    assert kinds == {key.split("/")[0] for key in SENTENCES}


def test_every_sentence_is_read_here():
    """A variant that no sample reaches would go out unread."""
    asked = {sentence(happening, NAMES, reader) for happening, reader, _zh, _en in TOLD}
    assert len(asked) >= len(SENTENCES)


def test_only_the_ladder_computes_a_kind():
    computed = [
        ast.unparse(call.args[0]) for _path, call in calls("act.enter") if call.args and not literals(call.args[0])
    ]
    assert set(computed) == {"ladder.KINDS[step]"}


def test_nobody_is_not_the_reader():
    assert not Reader("", Audience.STAFF).is_own("")
