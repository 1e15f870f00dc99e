"""Scenes that do not go straight: a ring that is missed at night, shifts that change hands, consultations refused and ended, a
claim by mistake, a duplicate that was none, and a later date on which nobody has decided yet."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from liaison.casework import actions, clock
from liaison.casework.inputs import CancelInput, Nothing, SwapInput, TextInput
from liaison.casework.models import DutyShift, Ring
from liaison.registry.models import Account

from .cast import Cast
from .matters import HEARD
from .named import at, thread
from .thread import Step, Thread

if TYPE_CHECKING:
    from .stage import Stage


def detours(cast: Cast) -> list[Thread]:
    """All of 2021: the year's figures of 2020 stay what they are. All end resolved, but the last one runs on."""
    return [
        _missed_ring(cast),
        _refused(cast),
        _ended(cast),
        _by_mistake(cast),
        *_none_of_its_own(cast),
        _undecided(cast),
    ]


def shifts_change_hands() -> list[Step]:
    """R-08: one swap that is agreed, one that is asked and waits for an answer on the default morning."""
    return [
        Step(at("2021-05-10 09:20"), "ask_swap", "office", "", {"mine": at("2021-05-15 08:00"), "theirs": at("2021-05-17 08:00")}),
        Step(at("2021-05-10 11:05"), "agree_swap", "office", "", {"mine": at("2021-05-15 08:00")}),
        Step(at("2021-05-24 17:05"), "ask_swap", "office", "", {"mine": at("2021-05-29 08:00"), "theirs": at("2021-05-31 08:00")}),
    ]  # fmt: skip


def _missed_ring(cast: Cast) -> Thread:
    """R-08, R-40: it rings the officer, who misses it; a quarter of an hour later the deputy accepts."""
    t = thread("night-ring", cast, 61)
    t.web(
        at("2021-03-03 23:08"),
        "冷却水总管爆了，水漫到配电房门口，供水值班电话没人接。",
        category="utilities",
        urgent=True,
    )
    t.step(at("2021-03-03 23:23:30"), "tick", "office").step(at("2021-03-03 23:27"), "accept_ring", "office")
    t.whistle(at("2021-03-03 23:34"), ["SHW"], "61号地块冷却水总管爆裂，请马上关阀抢修。")
    t.report_in(at("2021-03-03 23:41"), "SHW")
    t.reply(at("2021-03-04 01:52"), "SHW", "resolved", "0点10分关阀，1点40分换好管箍恢复供水，配电房没有进水。")
    return t.confirm(at("2021-03-04 08:25"), "设备都保住了，谢谢半夜赶来的师傅。")


def _refused(cast: Cast) -> Thread:
    """R-18: not agreed, so the department answers by itself and the limit stands."""
    t = thread("consult-refused", cast, 72)
    t.call(at("2021-04-06 09:30"), "厂门口的限高杆只有四米二，我们的货车进不来，能不能抬高？", category="roads")
    t.whistle(at("2021-04-06 10:10"), ["JSJ"], "请答复限高杆能否抬高。").report_in(at("2021-04-06 11:00"), "JSJ")
    t.step(at("2021-04-07 10:20"), "consult", t.clerks["JSJ"], why="限高杆涉及道路和市政，想请市政管护科一起定。", members=["SZJ"],
           next_progress_on=date(2021, 4, 9))  # fmt: skip
    t.step(at("2021-04-07 11:15"), "agree_consultation", t.specialist, agree=True)
    t.step(
        at("2021-04-07 15:40"),
        "agree_consultation",
        "office",
        agree=False,
        reason="限高杆是建设局设的，一家就能定，请按时答复。",
    )
    t.reply(at("2021-04-08 16:10"), "JSJ", "resolved", "限高杆已抬到四米六，今天下午装好，复核过桥下净空。")
    return t.confirm(at("2021-04-09 09:20"), "今早的车进来了。")


def _ended(cast: Cast) -> Thread:
    """R-18, R-20: called together and then not needed; the meeting is called off and the lead has a fresh limit."""
    t = thread("consult-ended", cast, 83)
    t.call(at("2021-04-12 09:15"), "厂区围墙外的高压线要迁，供电和规划各说各的。", category="utilities")
    t.whistle(at("2021-04-12 10:00"), ["GDS"], "请牵头答复高压线迁改。").report_in(at("2021-04-12 10:45"), "GDS")
    t.step(at("2021-04-13 09:40"), "consult", t.clerks["GDS"], why="迁改路径要建设局定规划。", members=["JSJ"],
           outside=[{"name": "蒲工", "unit": "设计院", "email": "pu@design.example"}], next_progress_on=date(2021, 4, 16))  # fmt: skip
    t.step(at("2021-04-13 10:30"), "agree_consultation", t.specialist, agree=True)
    t.step(at("2021-04-13 14:20"), "agree_consultation", "office", agree=True)
    t.step(
        at("2021-04-13 15:10"), "arrange", t.clerks["GDS"], meets_at=at("2021-04-15 14:30"), place="供电所一楼会议室"
    )
    t.step(at("2021-04-14 10:05"), "cancel_consultation", "office", reason="路径已经在年度计划里，供电所一家就能办。")
    t.report_in(at("2021-04-14 10:40"), "GDS")
    t.reply(at("2021-04-16 15:30"), "GDS", "resolved", "迁改已列入本月停电计划，路径图已送到厂里，今天签了协议。")
    return t.confirm(at("2021-04-19 09:10"), "协议和图都收到了。")


def _by_mistake(cast: Cast) -> Thread:
    """SC-12: claimed by one that is not competent; it goes back as a decline, and the next one does it."""
    t = thread("claim-mistake", cast, 94)
    text = "夜班宵夜车停在厂门口，油污没人清，踩一脚滑一跤。"
    t.step(at("2021-04-16 15:51"), "item", "office", session=HEARD, enterprise=t.firm.code, text=text)
    t.clerks["SJJ"] = cast.clerks("SJJ")[0]
    t.step(at("2021-04-16 15:53"), "claim", t.clerks["SJJ"], resolve_by=date(2021, 4, 30))
    t.step(
        at("2021-04-19 09:25"), "decline", t.clerks["SJJ"], "SJJ",
        reason="我们管摊位证照，路面保洁不归我们，认领错了。", suggest="SZJ",
    )  # fmt: skip
    t.step(
        at("2021-04-19 10:40"),
        "decide",
        "office",
        "SJJ",
        accept=True,
        next_department="SZJ",
        reason="同意，请市政接办。",
    )
    t.report_in(at("2021-04-19 11:20"), "SZJ", "hejing")
    t.reply(at("2021-04-21 16:00"), "SZJ", "resolved", "油污已清洗，宵夜车移到东侧硬化地，每晚收摊后冲洗一次。")
    return t.confirm(at("2021-04-22 09:30"), "干净了。")


def _none_of_its_own(cast: Cast) -> list[Thread]:
    """R-12: closed as a duplicate, and undone when the firm says that it was another gate."""
    first, second = thread("twice-first", cast, 105), thread("twice-second", cast, 105)
    first.web(at("2021-03-22 09:10"), "东门路灯不亮，夜班看不见路。", category="roads").take(at("2021-03-22 09:40"))
    second.web(at("2021-03-22 10:05"), "门口路灯不亮，夜班看不见路，请尽快修。", category="roads")
    second.step(at("2021-03-22 10:30"), "link", "office", into=first.key)
    second.step(at("2021-03-22 14:20"), "unlink", "office")
    for t, place, n in ((first, "东门", 0), (second, "西门", 1)):
        if n:
            t.say(at("2021-03-22 14:32"), t.specialist, "核实过了：前一件是东门，这一件是西门，分开办。")
        t.whistle(at(f"2021-03-22 15:{10 + n}"), ["SZJ"], f"请修复{place}路灯。")
        t.report_in(at(f"2021-03-22 15:{40 + n}"), "SZJ", "hejing")
        t.reply(at(f"2021-03-23 19:{20 + n}"), "SZJ", "resolved", f"{place}路灯已换灯头，今晚亮了。")
        t.confirm(at(f"2021-03-24 08:{40 + n}"), "亮了。")
    return [first, second]


def _undecided(cast: Cast) -> Thread:
    """R-21: asked for in time; on the default morning the office has not decided."""
    t = thread("later-asked", cast, 116)
    t.call(at("2021-05-10 09:40"), "厂外污水管堵了两次，能不能换大一号的？", category="utilities")
    t.whistle(at("2021-05-10 10:20"), ["SHW"], "请查污水管堵塞原因并整治。").report_in(at("2021-05-10 11:10"), "SHW")
    t.reply(at("2021-05-12 15:30"), "SHW", "planned", "管径偏小，5月28日前换好。", resolve_by=date(2021, 5, 28))
    return t.step(
        at("2021-05-24 15:20"),
        "extend",
        t.clerks["SHW"],
        "SHW",
        until=date(2021, 6, 9),
        reason="管材晚到，5月底才能进场。",
    )


# --- how they are played


def _accept(stage: "Stage", step: Step, by: Account) -> None:
    """Whom it rings at that hour the roster says."""
    ring = Ring.objects.filter(service_request=stage.keys[step.key], missed_at=None, accepted_at=None).latest("pk")
    officer = stage.person(ring.account.login) if ring.account else by
    actions.accept(ring.service_request.number, TextInput(text="接到了，我来联系抢修。"), by=officer, now=step.at)


def _shift(step: Step, name: str) -> DutyShift:
    return DutyShift.objects.select_related("officer", "swap_with__officer").get(begins_at=step.given[name])


def _ask_swap(stage: "Stage", step: Step, by: Account) -> None:
    mine, theirs = _shift(step, "mine"), _shift(step, "theirs")
    actions.ask_swap(mine.pk, SwapInput(shift=theirs.pk), by=stage.person(mine.officer.login), now=step.at)


def _agree_swap(stage: "Stage", step: Step, by: Account) -> None:
    mine = _shift(step, "mine")
    if mine.swap_with is None:
        raise RuntimeError("no swap is asked for")
    actions.agree_swap(mine.pk, Nothing(), by=stage.person(mine.swap_with.officer.login), now=step.at)


def _cancel(stage: "Stage", step: Step, by: Account) -> None:
    actions.cancel_consultation(stage.keys[step.key], CancelInput(**step.given), by=by, now=step.at)


VERBS: dict[str, Callable[["Stage", Step, Account], Any]] = {
    "tick": lambda stage, step, by: clock.tick(step.at),
    "accept_ring": _accept, "ask_swap": _ask_swap, "agree_swap": _agree_swap, "cancel_consultation": _cancel,
    "unlink": lambda stage, step, by: actions.unlink(stage.keys[step.key], Nothing(), by=by, now=step.at),
}  # fmt: skip
