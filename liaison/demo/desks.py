"""What lies on the desks on the morning of 2021-05-25, so that each fixed login finds work of every colour."""

from random import Random

from .cast import DEPARTMENTS, Cast
from .life import asks, filled
from .named import at, thread
from .thread import Thread

BY_HAND = ("JSJ", "SZJ")


def desks(cast: Cast) -> list[Thread]:
    return [
        *_first_firm(cast),
        *_specialist(cast),
        *_municipal(cast),
        *_construction(cast),
        *_others(cast),
        *_second(cast),
        *_each(cast),
    ]


def _first_firm(cast: Cast) -> list[Thread]:
    """江岭精铸: one overdue, one due soon, one new, one to confirm."""
    overdue = thread("desk-overdue", cast, 1)
    overdue.web(
        at("2021-05-19 09:35"),
        "新厂房吊车26日进场，临时占道的手续还没批下来，再晚就要误工期。",
        who="clerk",
        category="procedures",
    )
    overdue.take(at("2021-05-19 10:02:00"), "和周敏通过电话，进场时间不能改。").whistle(
        at("2021-05-19 10:26:00"), ["JSJ"], "请尽快办理江岭精铸吊车进场的临时占道手续，26日前要用。"
    ).report_in(at("2021-05-19 11:18:00"), "JSJ", "department")  # fmt: skip
    overdue.step(at("2021-05-24 15:08:00"), "nudge", "clerk")

    soon = thread("desk-soon", cast, 1)
    soon.call(
        at("2021-05-21 10:10"), "三号门重车通道太窄，两辆重车会不过去，想请建设局来看看能不能拓宽。", category="roads"
    )
    soon.whistle(at("2021-05-21 10:42:00"), ["JSJ"], "请到三号门现场看重车通道能否拓宽，给出意见。")
    soon.report_in(at("2021-05-21 14:20:00"), "JSJ", "department")
    soon.say(at("2021-05-24 09:12:00"), "clerk", "现场联系人是门卫班长老赵，上午都在。")
    soon.say(at("2021-05-24 09:30:00"), "specialist", "好的，已转告建设局沈亦舟。")

    new = thread("desk-new", cast, 1)
    new.web(
        at("2021-05-25 08:12"),
        "公司新来的6名技工，孩子要从外省转到附近小学，不知道找谁办，9月开学想办好。",
        who="clerk",
        category="schooling",
    )

    told = thread("desk-answered", cast, 1)
    told.web(
        at("2021-05-21 15:40"),
        "设备更新的补助今年还有没有，我们3月买的两台熔炉能不能算？",
        who="enterprise",
        category="policy",
    )
    told.take(at("2021-05-21 16:05:00"))
    told.answer(at("2021-05-24 16:05:00"), "两台熔炉都在目录内，6月30日前报经发局，申报表和样例已发到周敏邮箱。")
    return [overdue, soon, new, told]


def _specialist(cast: Cast) -> list[Thread]:
    """陈立群's other firms: one due today, two waiting on departments, one planned, one to call back, one new."""
    today = thread("desk-today", cast, 2)
    today.call(at("2021-05-20 09:40"), "环评变更要补哪些材料，请给个清单，厂里想这个月报上去。", category="procedures")

    planned = thread("desk-planned", cast, 2)
    planned.web(at("2021-05-13 10:20"), "厂区雨水管和市政管接口太浅，一下雨就倒灌进车间。", category="utilities")
    planned.take(at("2021-05-13 10:55:00")).whistle(
        at("2021-05-13 11:20:00"), ["JSJ", "HBJ"], "请查雨水接口标高，拿出改造办法。", {"HBJ": "请配合看倒灌水有没有混入污水。"}
    ).report_in(at("2021-05-13 14:35:00"), "JSJ", "department").report_in(at("2021-05-13 15:10:00"), "HBJ")  # fmt: skip
    planned.reply(at("2021-05-17 11:05:00"), "HBJ", "resolved", "取样看过，没有混入污水，结果已交建设局。")
    planned.reply(at("2021-05-18 16:20:00"), "JSJ", "planned", "接口要降低40厘米，施工图本周出，6月4日前改完；下雨前先装一台抽水泵。",
                  resolve_by=at("2021-06-04 17:30").date())  # fmt: skip
    planned.progress(at("2021-05-21 16:40:00"), "JSJ", "施工图已出，抽水泵已装好，下周一进场。", at("2021-06-04 17:30"))

    power = thread("desk-power", cast, 2)
    power.call(at("2021-05-24 14:50"), "下月新增两台加工中心，变压器够不够，要不要增容？", category="utilities")
    power.whistle(at("2021-05-24 16:20:00"), ["GDS"], "请核算新增两台加工中心后的负荷，答复是否增容。")

    back = thread("desk-call-back", cast, 3)
    back.call(at("2021-05-18 11:15"), "端午前要加20名临时工，想请人社局帮忙对接。", category="labour")
    back.whistle(at("2021-05-18 14:00:00"), ["RSJ"], "请对接20名临时工，端午前到岗。").report_in(
        at("2021-05-18 15:25:00"), "RSJ"
    )
    back.reply(at("2021-05-20 14:10:00"), "RSJ", "resolved", "两个乡镇报了26人，已约好25日到厂面谈。")

    pass_ = thread("desk-new-2", cast, 3)
    pass_.web(at("2021-05-24 19:35"), "端午前货车进城要通行证，一共5台车，能不能一次办齐？", category="logistics")

    room = thread("desk-service", cast, 3)
    room.call(at("2021-05-24 09:50"), "员工体检想请医院到厂里来，一百来人，不知道怎么约。", category="living")
    room.whistle(at("2021-05-24 10:30:00"), ["ZHF"], "请联系卫生服务中心，安排到厂体检。").report_in(
        at("2021-05-24 11:15:00"), "ZHF"
    )
    return [today, planned, power, back, pass_, room]


def _municipal(cast: Cast) -> list[Thread]:
    """市政管护科: two working days over, due today, not yet reported in, planned, waiting for the firm."""
    over = thread("desk-szj-over", cast, "速通甩挂")
    over.call(at("2021-05-18 09:15"), "停车场出口的雨污井盖碎了，挂车不敢走，绕一圈多二十分钟。", category="roads")
    over.whistle(at("2021-05-18 10:00:00"), ["SZJ"], "请更换停车场出口井盖，先围护。").report_in(
        at("2021-05-18 14:05:00"), "SZJ", "department2"
    )
    over.nudge(at("2021-05-24 10:20:00"))

    today = thread("desk-szj-today", cast, "宏图装备")
    today.web(at("2021-05-20 14:00"), "厂门口绿化带长高了，挡住出厂视线，昨天差点擦碰。", category="roads")
    today.take(at("2021-05-20 14:22:00")).whistle(at("2021-05-20 14:40:00"), ["SZJ"], "请修剪厂门口绿化带。")
    today.report_in(at("2021-05-20 16:10:00"), "SZJ", "department2")
    today.progress(at("2021-05-24 10:05:00"), "SZJ", "今天修剪了东侧，西侧明天上午做完。", at("2021-05-25 17:30"))

    sent = thread("desk-szj-sent", cast, "川谷电路板")
    sent.call(at("2021-05-24 15:10"), "厂外路口标线磨没了，夜班接送车经常走错。", category="roads")
    sent.whistle(at("2021-05-24 15:40:00"), ["SZJ"], "请重划路口标线。")

    fresh = thread("desk-szj-fresh", cast, "天岭型钢")
    fresh.call(
        at("2021-05-25 08:20"),
        "昨晚大风吹倒一块限高牌，横在辅路上，货车过不去。",
        logged=at("2021-05-25 08:24"),
        category="roads",
        urgent=True,
    )
    fresh.whistle(
        at("2021-05-25 08:31:00"),
        ["SZJ", "YJJ"],
        "请马上清走限高牌，恢复辅路通行。",
        {"YJJ": "请到现场看有没有压到电缆。"},
    )

    planned = thread("desk-szj-planned", cast, "长溪锻压")
    planned.web(at("2021-05-14 09:40"), "厂区北侧路灯全灭，夜班二十多人走路回宿舍。", category="roads")
    planned.take(at("2021-05-14 10:00:00")).whistle(at("2021-05-14 10:25:00"), ["SZJ"], "请恢复北侧照明，先装临时灯。")
    planned.report_in(at("2021-05-14 11:00:00"), "SZJ", "hejing")
    planned.reply(at("2021-05-18 15:45:00"), "SZJ", "planned", "电缆整段老化，6月8日前更换；临时灯今晚装好。",
                  resolve_by=at("2021-06-08 17:30").date())  # fmt: skip

    told = thread("desk-szj-answered", cast, "三江钢构")
    told.call(at("2021-05-19 16:30"), "厂前斑马线磨没了，下班时行人和车抢道。", category="transport")
    told.whistle(at("2021-05-20 08:50:00"), ["SZJ"], "请重划厂前斑马线。").report_in(
        at("2021-05-20 09:30:00"), "SZJ", "hejing"
    )
    told.reply(at("2021-05-24 11:20:00"), "SZJ", "resolved", "斑马线昨晚已重划，加了一块注意行人的牌子。")
    return [over, today, sent, fresh, planned, told]


def _construction(cast: Cast) -> list[Thread]:
    """建设局: one more not yet reported in, and one that it declines; the office decides today."""
    sent = thread("desk-jsj-sent", cast, "百草渡制药")
    sent.call(at("2021-05-24 16:35"), "扩建车间的施工许可差一份审图意见，能不能先开工打桩？", category="procedures")
    sent.whistle(at("2021-05-24 17:05:00"), ["JSJ"], "请答复审图意见出来前能否先行桩基。")

    declining = thread("desk-declining", cast, "远志原料药")
    declining.web(at("2021-05-24 15:20"), "厂外辅路塌了一块，罐车怕陷进去。", category="roads")
    declining.take(at("2021-05-24 15:38:00")).whistle(
        at("2021-05-24 16:10:00"), ["JSJ"], "请修复厂外辅路塌陷，先围护。"
    )
    declining.step(
        at("2021-05-25 08:40:00"),
        "decline",
        "miaomingyuan",
        "JSJ",
        reason="这条辅路去年已移交市政管护，维修计划不在我局。",
        suggest="SZJ",
    )
    return [sent, declining]


def _others(cast: Cast) -> list[Thread]:
    """A firm that came yesterday, a call through the hotline, one of the chief's own firms."""
    newcomer = thread("desk-newcomer", cast, 177)
    newcomer.web(
        at("2021-05-24 16:45"), "我们刚签约，想先把注册地址和食品生产许可问清楚，应该找谁？", category="procedures"
    )

    hotline = thread("desk-hotline", cast, "凌波造纸机械")
    hotline.by_office(
        at("2021-05-25 08:35"),
        "12345转来：企业门口公交站牌倒了，早晚等车的人站在路中间。",
        channel="hotline",
        category="transport",
    )

    own = thread("desk-chief", cast, 6)
    own.call(at("2021-05-21 11:05"), "仓库续租合同里水电公摊怎么算，想请人看一眼。", category="other")
    own.say(at("2021-05-21 11:40:00"), "chief", "已请法律服务窗口看合同，26日前答复。", internal=True)
    return [newcomer, hotline, own]


def _second(cast: Cast) -> list[Thread]:
    """青竹玩具 and its specialist 薛云帆, apart from the first firm's people."""
    planned = thread("desk-second-planned", cast, 4)
    planned.web(
        at("2021-05-17 09:20"), "北门外下雨积水，装卸区进水两次，成品泡了一批。", who="enterprise2", category="roads"
    )
    planned.take(at("2021-05-17 09:45:00")).whistle(
        at("2021-05-17 10:10:00"), ["SZJ"], "请清掏北门外雨水井，查积水原因。"
    )
    planned.report_in(at("2021-05-17 10:50:00"), "SZJ", "department2")
    planned.reply(at("2021-05-19 16:00:00"), "SZJ", "planned", "雨水井已清掏，低洼处要抬高，6月10日前完工。",
                  resolve_by=at("2021-06-10 17:30").date())  # fmt: skip
    new = thread("desk-second-new", cast, 4)
    new.web(
        at("2021-05-24 20:15"),
        "出口欧洲的玩具要换新标志，市监所能不能派人讲一讲？",
        who="enterprise2",
        category="policy",
    )
    in_hand = thread("desk-second-call", cast, 5)
    in_hand.call(at("2021-05-24 10:40"), "纸箱印刷的稳岗补贴怎么领，公司43人参保。", category="policy")
    return [planned, new, in_hand]


def _each(cast: Cast) -> list[Thread]:
    """Every other department: one reported in, one just called."""
    threads = []
    firms = iter(range(20, 60))
    for number, (code, *_) in enumerate(DEPARTMENTS):
        if code in BY_HAND:
            continue
        own = [ask for ask in asks() if ask.lead == code and not ask.co]
        for place, ask in enumerate((own[0], own[-1])):
            t = thread(f"desk-{code.lower()}-{place + 1}", cast, next(firms))
            words = filled(Random(f"{code}/{place}"), at("2021-05-24 09:00"))
            minute = number * 3
            if place == 0:
                t.call(at(f"2021-05-21 09:{minute:02}"), ask.text.format(**words), category=ask.category)
                t.whistle(at(f"2021-05-21 10:{minute:02}:20"), [code], ask.ask.format(**words))
                t.report_in(at(f"2021-05-21 14:{minute:02}:40"), code)
            else:
                t.web(at(f"2021-05-24 13:{minute:02}:10"), ask.text.format(**words), category=ask.category)
                t.take(at(f"2021-05-24 14:{minute:02}:30")).whistle(
                    at(f"2021-05-24 15:{minute:02}:50"), [code], ask.ask.format(**words)
                )
            threads.append(t)
    return threads
