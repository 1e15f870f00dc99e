"""Scenes with somebody outside the zone (R-23): the price of gas (SC-09), and a customs link with two other cities (SC-10)."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from liaison.casework import actions, files
from liaison.casework.inputs import (
    ContactInput,
    EndOutsideInput,
    LiaisonInput,
    OutsideInput,
    ProgressInput,
    ReasonInput,
)
from liaison.casework.models import OutsideParty
from liaison.registry.models import Account

from .cast import Cast
from .named import at, thread
from .scenes import picture
from .thread import Step, Thread

if TYPE_CHECKING:
    from .stage import Stage

SEAPORTS = ("沪滨海关", "江港海关")


def outside_scenes(cast: Cast) -> list[Thread]:
    """Both of 2021: the year's figures of 2020 stay what they are. The first ends resolved, the second runs on."""
    return [_gas(cast), _customs(cast)]


def _gas(cast: Cast) -> Thread:
    """SC-09: suppliers outside the government; a department negotiates, the specialist goes the rounds. No price stands here."""
    t = thread("SC-09", cast, 52)
    t.call(
        at("2021-04-06 09:15"), "天然气用量每年都在涨，价格还是零售价，能不能按用气大户谈一谈？", category="utilities"
    )
    t.whistle(at("2021-04-06 10:00"), ["JFJ"], "请牵头与供气企业谈大户气价，给企业一个时间。")
    t.report_in(at("2021-04-06 10:40"), "JFJ")
    t.reply(at("2021-04-08 15:20"), "JFJ", "planned", "由我局与供气企业商谈，专员逐家联络，4月30日前给结果。",
            resolve_by=date(2021, 4, 30))  # fmt: skip
    t.step(at("2021-04-08 16:00"), "open_outside", t.specialist, what="请供气企业按年用气量给出大户价格，并写明供气保障。",
           parties=[{"department": "GAS"}, {"name": "川渝燃气"}, {"name": "巴蜀能源"}])  # fmt: skip
    t.step(
        at("2021-04-09 10:30"),
        "log_contact",
        t.specialist,
        kind="call",
        with_="GAS",
        text="客服经理答应报公司商务部，下周回话。",
    )
    t.step(at("2021-04-12 11:10"), "log_contact", t.specialist, kind="quote", with_="川渝燃气", valid_until=date(2021, 4, 30),
           text="按年用气量分两档，首年保量，书面报价已发。")  # fmt: skip
    t.step(at("2021-04-13 10:20"), "outside_progress", t.specialist, text="三家都已联络，一家已报价，等另外两家。",
           next_progress_on=date(2021, 4, 16))  # fmt: skip
    t.step(
        at("2021-04-15 14:30"),
        "log_contact",
        t.specialist,
        kind="meeting",
        with_="巴蜀能源",
        text="到厂看了用气设备，同意比照大户。",
    )
    t.step(at("2021-04-16 09:40"), "log_contact", t.specialist, kind="quote", with_="巴蜀能源", valid_until=date(2021, 5, 15),
           text="一档到底，含调压柜检修。")  # fmt: skip
    t.step(at("2021-04-16 11:00"), "outside_progress", t.specialist, text="两家报价已转企业比较，下周定。",
           next_progress_on=date(2021, 4, 21))  # fmt: skip
    t.step(at("2021-04-20 16:10"), "end_outside", t.specialist, outcome="agreed", paper="供气协议",
           text="企业选定一家，供气协议已签，5月1日起执行。")  # fmt: skip
    t.conclude(at("2021-04-21 10:05"), "JFJ", "resolved", "供气协议已签，5月1日起按大户价格执行。")
    return t.confirm(at("2021-04-21 14:40"), "协议收到了，谢谢专员一家一家去谈。")


def _customs(cast: Cast) -> Thread:
    """SC-10: agencies in two other cities; the clerk named first steps back, the office names another. It runs on the last day."""
    t = thread("SC-10", cast, 58)
    first, second = cast.clerks("JFJ")[0], cast.clerks("ZHF")[0]
    t.web(
        at("2021-05-11 09:30"), "进口原料到港后转关要等两三天，能不能让区里和港口海关直接联动？", category="logistics"
    )
    t.take(at("2021-05-11 09:50")).whistle(at("2021-05-11 10:20"), ["JFJ"], "请牵头联系两地海关，商定转关办法。")
    t.report_in(at("2021-05-11 11:00"), "JFJ", first)
    t.reply(
        at("2021-05-13 16:00"),
        "JFJ",
        "planned",
        "已启动与两地海关的协调，6月18日前试行区港联动。",
        resolve_by=date(2021, 6, 18),
    )
    t.step(at("2021-05-13 16:20"), "open_outside", first, what="请两地海关同意到港直通、区内查验。", liaison=first,
           parties=[{"department": "HGS"}, *({"name": name} for name in SEAPORTS)])  # fmt: skip
    t.step(
        at("2021-05-14 10:15"),
        "log_contact",
        first,
        kind="call",
        with_="HGS",
        text="本地海关支持，请先与两个口岸海关商定。",
    )
    t.step(
        at("2021-05-17 15:00"),
        "outside_progress",
        first,
        text="本地海关支持，正与两个口岸海关联系。",
        next_progress_on=date(2021, 5, 20),
    )
    t.step(at("2021-05-18 09:10"), "hand_over_outside", first, text="配偶在口岸的报关公司任职。")
    t.step(at("2021-05-18 10:30"), "name_liaison", "office", liaison=second)
    t.step(
        at("2021-05-19 14:20"),
        "log_contact",
        second,
        kind="letter",
        with_=SEAPORTS[0],
        text="区里公函已寄出，附近一年到港批次。",
    )
    t.step(
        at("2021-05-20 16:30"),
        "outside_progress",
        second,
        text="已向口岸海关发函，等复函。",
        next_progress_on=date(2021, 5, 25),
    )
    return t.step(
        at("2021-05-24 15:40"),
        "log_contact",
        second,
        kind="answer",
        with_=SEAPORTS[0],
        text="原则同意，先试行一个航次。",
    )


Play = Callable[["Stage", Step, Account], Any]


def _contact(stage: "Stage", step: Step, by: Account) -> None:
    given, pk = dict(step.given), stage.keys[step.key]
    known = OutsideParty.objects.filter(matter__service_request=pk)
    name = given.pop("with_")
    party = known.filter(department__code=name).first() or known.get(named__text=name)
    actions.log_contact(pk, ContactInput(party=party.pk, **given), by=by, now=step.at)


def _ended(stage: "Stage", step: Step, by: Account) -> None:
    given = dict(step.given)
    drawn = picture(name := given.pop("paper"))
    safe = files.accept([files.Sent(f"{name}.jpg", len(drawn), lambda: drawn)])
    actions.end_outside(stage.keys[step.key], EndOutsideInput(**given), by=by, now=step.at, files=safe)


def _on_request(action: Callable[..., Any], shape: type[Any]) -> Play:
    return lambda stage, step, by: action(stage.keys[step.key], shape(**step.given), by=by, now=step.at)


VERBS: dict[str, Play] = {
    "open_outside": _on_request(actions.open_outside, OutsideInput),
    "outside_progress": _on_request(actions.outside_progress, ProgressInput),
    "hand_over_outside": _on_request(actions.hand_over_outside, ReasonInput),
    "name_liaison": _on_request(actions.name_liaison, LiaisonInput),
    "log_contact": _contact,
    "end_outside": _ended,
}
