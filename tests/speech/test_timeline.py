import ast
import re
from datetime import datetime

import pytest
from django.utils import translation

from liaison.record import Happening
from liaison.rules import ladder
from liaison.rules.audiences import SEEN_BY, Audience
from liaison.speech.timeline import SENTENCES, Reader, actor_word, sentence, told
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


def by_clock(kind: str, **facts: object) -> Happening:
    return entry(kind, "", "system", **facts)


LEAD = {"id": 1, "department": "SZJ", "part": "lead", "due_at": DUE}
CO = {"id": 2, "department": "JSJ", "part": "co", "due_at": DUE}
PHOTO, VOICE, PAPER = ({"kind": kind} for kind in ("photo", "voice", "paper"))
UNDATED = {**LEAD, "due_at": None}
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
    (by_clerk("summons.extension_asked", before=DUE, until=LATER), CLERK,
     "市政管护科申请把办成日期从 9月29日（周二）17:30延到 10月9日（周五）17:30，由办公室裁定。",
     "Municipal Works asks to get it done by Fri\xa09\xa0Oct, 17:30 instead of Tue\xa029\xa0Sep, 17:30. The office decides."),
    (by_office("summons.extension_agreed", department="SZJ", before=DUE, until=LATER), FIRM,
     "林夏同意市政管护科延期，10月9日（周五）17:30 前办成，原定 9月29日（周二）17:30。",
     "Lin Xia agreed that Municipal Works gets it done by Fri\xa09\xa0Oct, 17:30 instead of Tue\xa029\xa0Sep, 17:30."),
    (by_office("summons.extension_refused", department="SZJ", before=DUE, until=LATER), CLERK,
     "林夏不同意延期，市政管护科仍按 9月29日（周二）17:30 办成。",
     "Lin Xia did not agree to a later date. Municipal Works keeps to Tue\xa029\xa0Sep, 17:30."),
    (by_clock("summons.extension_lapsed", department="SZJ", before=DUE, until=LATER), STAFF,
     "办公室没有按时裁定延期，市政管护科仍按 9月29日（周二）17:30 办成。",
     "The office did not decide on the later date in time. Municipal Works keeps to Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.whistled", summonses=[LEAD, CO]), FIRM,
     "陈立群向市政管护科（牵头）、建设局（协办）吹哨，9月29日（周二）17:30 前回复。",
     "Chen Liqun whistled Municipal Works (lead), Construction (joins), to reply by Tue\xa029\xa0Sep, 17:30."),
    (by_specialist("request.whistled", summonses=[UNDATED]), FIRM,
     "陈立群向市政管护科（牵头）吹哨，日历公布后定下的日期 前回复。",
     "Chen Liqun whistled Municipal Works (lead), to reply by a day to be set with the next calendar."),
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
    (by_office("ledger.exported", "ledger", rows=3, filters={}), STAFF, "林夏导出了台账。", "Lin Xia took the ledger out as a file."),
    (by_office("zone.opened", "QJ"), STAFF, "林夏开通了园区。", "Lin Xia opened the zone."),
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
    entered = first_words("act.enter", "record.append", "_audit", "_enter") | set(ladder.KINDS.values())
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
