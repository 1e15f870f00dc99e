"""What follows a 不满意 and a request for another specialist: replacement, finding, watch (R-44…R-48, SC-13).

One firm was not satisfied in the first half of 2020: it has another specialist in time, and the one before is heard, found, and
loses both eligibilities of that one year; review and appeal leave it so. In 2021 a second firm asks by itself and feels it
afterwards, and a third has asked on the last day.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from liaison.appraisal.actions import complaining, finding, finding_after
from liaison.appraisal.actions import replacing as acts
from liaison.appraisal.finding_inputs import (
    FindingInput,
    HeardInput,
    HearingInput,
    RemedyAnswerInput,
    RemedyInput,
    SignInput,
    StatementInput,
)
from liaison.appraisal.models import EffortFinding, Replacement
from liaison.appraisal.replacing_inputs import CarryOutInput, ChangeInput
from liaison.casework.inputs import Nothing, ReasonInput
from liaison.registry.models import Account

from .cast import Cast
from .named import at, thread
from .rounds import UNHAPPY
from .thread import Step, Thread

if TYPE_CHECKING:
    from .stage import Stage


class Change(NamedTuple):
    """A firm that changes hands, and who follows: whom the zone's own proposal names first at that instant."""

    firm: int
    at: datetime
    follows: str


VOTED = Change(UNHAPPY, at("2020-07-20 09:40"), "muguifang")
ASKED = Change(47, at("2021-05-10 10:15"), "liuanran")
WAITING = 68
CHANGES = (VOTED, ASKED)


def taken_over(stories: list[Thread]) -> list[Thread]:
    """From the change on whoever follows does what the one before would have done."""
    for one in stories:
        for change in CHANGES:
            if one.firm.number == change.firm:
                one.steps = [_by_follower(step, one.firm.specialist, change) for step in one.steps]
    return stories


def _by_follower(step: Step, before: str, change: Change) -> Step:
    return replace(step, who=change.follows) if step.who == before and step.at > change.at else step


def felt(cast: Cast) -> list[Thread]:
    """The firm that asked has a request afterwards: one department says that it is not its matter, the next one does it."""
    t = thread("after-change", cast, ASKED.firm)
    t.specialist = ASKED.follows
    t.web(at("2021-05-12 10:20"), "洁净车间要加一条空调冷凝水排放管，找谁批？图纸已经画好。", category="procedures")
    t.take(at("2021-05-12 11:05")).whistle(at("2021-05-12 14:10"), ["HBJ"], "请答复冷凝水排放管的审批要求。")
    t.step(
        at("2021-05-13 10:30"),
        "decline",
        cast.clerks("HBJ")[0],
        "HBJ",
        reason="冷凝水不是污水，接管归水务。",
        suggest="SHW",
    )
    t.step(
        at("2021-05-13 11:40"),
        "decide",
        "office",
        "HBJ",
        accept=True,
        next_department="SHW",
        reason="同意，请水务所接办。",
    )
    t.report_in(at("2021-05-13 14:20"), "SHW")
    t.reply(at("2021-05-17 16:10"), "SHW", "resolved", "冷凝水可以接雨水井，图纸已看过，今天盖章放行。")
    return [t.confirm(at("2021-05-18 09:30"), "章盖好了，谢谢。")]


def afterwards(cast: Cast) -> list[Step]:
    found, asked = "finding-2020", "finding-2021"
    old, other, third = (cast.firms[number - 1] for number in (VOTED.firm, ASKED.firm, WAITING))
    return [
        Step(VOTED.at, "carry_out", "office", old.code, {"specialist": VOTED.follows}),
        Step(at("2020-07-20 15:30"), "open_finding", "personnel", found, {"specialist": old.specialist, "year": 2020}),
        Step(at("2020-07-24 16:40"), "state_own", old.specialist, found, {
            "text": "这家的事都转给了承办单位，我以为他们会直接回话，自己没有再去问，也没有告诉企业。这是我的疏忽。"}),
        Step(at("2020-07-27 09:50"), "set_hearing", "personnel", found,
             {"hearing_at": at("2020-07-30 14:30"), "place": "党政办二楼小会议室"}),
        Step(at("2020-07-30 15:25"), "note_heard", "discipline", found, {
            "text": "本人到会。承认三次询问没有回话；提出疫情期间事情多，其他企业都按时办结。"}),
        Step(at("2020-08-05 10:20"), "sign", "personnel", found, {
            "decision": "found", "reasons": "同样时间内其他企业都按时回话，三次询问没有一次反馈，属于能做而没有做。"}),
        Step(at("2020-08-06 09:15"), "sign", "discipline", found, {
            "decision": "found", "reasons": "证据清单和本人陈述一致，没有客观原因妨碍回话。"}),
        Step(at("2020-08-07 10:00"), "serve_finding", "personnel", found),
        Step(at("2020-08-24 11:10"), "ask_review", old.specialist, found, {
            "text": "请求复核：两家企业的事同时到期，先办了另一家，没有不努力的意思。"}),
        Step(at("2020-09-15 15:40"), "answer_remedy", "personnel", found, {
            "outcome": "upheld", "reasons": "复核了全部记录：两件事的期限相差九个工作日，回一句话不影响另一家，维持原认定。"}),
        Step(at("2020-09-23 16:20"), "ask_appeal", old.specialist, found, {"text": "对复核结果不服，请上一级再看一遍。"}),
        Step(at("2020-11-10 10:30"), "answer_remedy", "personnel", found, {
            "outcome": "upheld", "reasons": "上一级答复：认定事实清楚，程序完整，维持。下一年度从头算起，不受影响。"}),
        Step(at("2021-05-06 09:30"), "ask_change", cast.contacts_of(other.number)[0], other.code,
             {"reason": "人很客气，但事情总是停在半路。"}),
        Step(ASKED.at, "carry_out", "office", other.code, {"specialist": ASKED.follows}),
        Step(at("2021-05-17 10:40"), "open_finding", "personnel", asked, {"specialist": other.specialist, "year": 2021}),
        Step(at("2021-05-21 11:20"), "state_own", other.specialist, asked, {
            "text": "今年经手的两件都办完了，第三件等外地的检测报告，每周都打过电话，通话记录可以查。"}),
        Step(at("2021-05-24 09:55"), "set_hearing", "personnel", asked,
             {"hearing_at": at("2021-05-27 14:30"), "place": "党政办二楼小会议室"}),
        Step(at("2021-05-24 14:10"), "complain", cast.contacts_of(other.number)[0], other.code, {
            "text": "换了专员以后，有人打电话问我们为什么换，还说以后办事要排到后面。"}),
        Step(at("2021-05-24 15:05"), "ask_change", cast.contacts_of(third.number)[0], third.code),
    ]  # fmt: skip


# --- how they are played


def _change(stage: "Stage", step: Step, by: Account) -> None:
    acts.ask_change(step.key, ChangeInput(**step.given), by=by, now=step.at)


def _carry_out(stage: "Stage", step: Step, by: Account) -> None:
    owed = Replacement.objects.select_related("proposed").get(enterprise__code=step.key, done_at=None)
    if owed.proposed is None or owed.proposed.login != step.given["specialist"]:
        raise RuntimeError(f"{owed.proposed and owed.proposed.login} is proposed for {step.key}")
    acts.carry_out(owed.pk, CarryOutInput(**step.given), by=by, now=step.at)


def _open(stage: "Stage", step: Step, by: Account) -> None:
    stage.keys[step.key] = finding.open_finding(FindingInput(**step.given), by=by, now=step.at).pk


def _on(action: Callable[..., EffortFinding], shape: type[Any]) -> Callable[["Stage", Step, Account], Any]:
    return lambda stage, step, by: action(stage.keys[step.key], shape(**step.given), by=by, now=step.at)


VERBS: dict[str, Callable[["Stage", Step, Account], Any]] = {
    "ask_change": _change, "carry_out": _carry_out, "open_finding": _open,
    "state_own": _on(finding.state_own, StatementInput), "set_hearing": _on(finding.set_hearing, HearingInput),
    "note_heard": _on(finding.note_heard, HeardInput), "sign": _on(finding.sign, SignInput),
    "serve_finding": _on(finding_after.serve, Nothing), "ask_review": _on(finding_after.ask_review, RemedyInput),
    "ask_appeal": _on(finding_after.ask_appeal, RemedyInput),
    "answer_remedy": _on(finding_after.answer_remedy, RemedyAnswerInput),
    "complain": lambda stage, step, by: complaining.complain(ReasonInput(**step.given), by=by, now=step.at),
}  # fmt: skip
