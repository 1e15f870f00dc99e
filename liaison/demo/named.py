"""The stories that must come out right; each has a key by which tests and readers find it."""

from datetime import datetime

from .cast import NEW_FIRM, SHANGHAI, Cast
from .life import explained
from .thread import Thread

SECTION_STEEL, HOT_ROLLING, STALL, LIFE = "天岭型钢", "天枢热轧", "棉里服装", "嘉禾药业"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def named(cast: Cast) -> list[Thread]:
    """Stories whose requests end in 2020: one explained, the others resolved; and the one of 2021."""
    makers = (bus, late_notice_by_phone, late_notice_by_web, potholes, contested, new_firm, reopened, out_of_scope_contested,
              late_department, late_specialist, green_belt, stand)  # fmt: skip
    return [make(cast) for make in makers]


def thread(key: str, cast: Cast, firm: str | int) -> Thread:
    found = next(one for one in cast.firms if one.number == firm or (isinstance(firm, str) and one.zh.startswith(firm)))
    return Thread(key, cast, found)


def bus(cast: Cast) -> Thread:
    """SC-01: workers are stuck outside the county, production starts tomorrow."""
    t = thread("SC-01", cast, SECTION_STEEL)
    t.call(at("2020-02-10 21:40"), "厂里明天要开工，38名工人还在县外，路口出不来，没有车敢接，口罩也不够。", logged=at("2020-02-10 21:46"),
           category="labour", urgent=True)  # fmt: skip
    t.whistle(at("2020-02-10 21:52:10"), ["ZHF", "YJJ"], "请联系交通局安排返岗包车，今晚定线路，明早把38名工人接到厂里。",
              {"YJJ": "请给38名工人和两名司机备足口罩，明早发车前送到上车点。"})  # fmt: skip
    t.report_in(at("2020-02-10 22:04:30"), "ZHF").report_in(at("2020-02-10 22:11:05"), "YJJ")
    t.progress(
        at("2020-02-10 22:48:20"),
        "ZHF",
        "交通局已批两辆大巴，明早6点发车，沿途两个卡口都打过招呼。",
        at("2020-02-11 17:30"),
    )
    t.reply(at("2020-02-11 05:42:00"), "YJJ", "resolved", "口罩120只已送到上车点，每人三只。")
    t.reply(
        at("2020-02-11 10:35:40"), "ZHF", "resolved", "38名工人10点20分全部到厂，测温正常，包车费用按返岗办法结算。"
    )
    return t.confirm(at("2020-02-11 15:06:00"), "人都到了，今天已经点火试车，谢谢。")


def late_notice_by_phone(cast: Cast) -> Thread:
    """N3: promised on 2020-01-22; the notice of 01-27 lengthens the holiday and moves the open promise later."""
    t = thread("N3-phone", cast, 3)
    t.call(
        at("2020-01-22 10:20"),
        "冷库年前要补一批包装箱，供货方说节后路不好走，想确认节后货车能不能正常进园区。",
        category="logistics",
    )
    t.whistle(at("2020-01-22 11:05:30"), ["ZHF"], "请答复节后货车进园区的安排。")
    t.report_in(at("2020-01-22 11:32:00"), "ZHF")
    t.reply(at("2020-02-04 10:10:00"), "ZHF", "resolved", "货车凭通行证进园区，通行证已办好，司机到北门测温登记即可。")
    return t.confirm(at("2020-02-05 09:20:00"), "收到通行证了。")


def late_notice_by_web(cast: Cast) -> Thread:
    """N3 from the web: nobody had whistled yet when the notice came."""
    t = thread("N3-web", cast, "汲川制药")
    t.web(
        at("2020-01-23 16:15"),
        "节前最后一车原料药要入库，危化品车过节期间能不能进厂，需要提前报备吗？",
        category="procedures",
    )
    t.take(at("2020-01-23 16:40:20"), "电话问过情况，节后第一个工作日答复。")
    t.whistle(at("2020-02-03 09:05:00"), ["YJJ"], "请答复危化品车节后入厂的报备要求。")
    t.report_in(at("2020-02-03 09:40:00"), "YJJ")
    t.reply(at("2020-02-05 15:30:00"), "YJJ", "resolved", "提前一天报备车牌和司机即可，报备表已发，本车已放行。")
    return t.call_back(at("2020-02-07 10:15:00"), "回访：车已进厂，没有别的问题。")


def potholes(cast: Cast) -> Thread:
    """Potholes mended after a dated plan (R-16: a plan is a reply; solving has its own date)."""
    t = thread("potholes", cast, 4)
    t.web(at("2020-03-17 09:12"), "北门外路面坑洼，叉车过去颠得厉害，上周摔了两托货。", category="roads")
    t.take(at("2020-03-17 09:50:00"), "去看过，坑有十几处。").whistle(
        at("2020-03-17 10:20:00"), ["SZJ"], "请修补北门外路面，先把最深的坑填平。"
    )
    t.report_in(at("2020-03-17 11:02:00"), "SZJ", "department2")
    t.reply(at("2020-03-19 16:40:00"), "SZJ", "planned", "最深的三处今天先用冷料填平，整段铣刨重铺排在4月2日前完成。",
            resolve_by=at("2020-04-02 17:30").date())  # fmt: skip
    t.progress(
        at("2020-03-26 15:10:00"), "SZJ", "沥青已订，29日夜间封半幅施工，白天不影响进出货。", at("2020-04-02 17:30")
    )
    t.conclude(at("2020-04-01 10:25:00"), "SZJ", "resolved", "整段160米已重铺，今天8点开放通行。")
    return t.confirm(at("2020-04-02 09:40:00"), "叉车走了一天，很平。", who="enterprise2")


def contested(cast: Cast) -> Thread:
    """R-26: a life request explained, contested once, explained again and then accepted."""
    t = thread("contested", cast, LIFE)
    t.call(
        at("2020-05-12 09:30"),
        "三名外地技术员想住人才公寓，登记两个月了还没轮到，夜班下班没有公交，只能住宾馆。",
        category="living",
    )
    t.whistle(at("2020-05-12 10:15:00"), ["ZHF"], "请核查人才公寓轮候，能不能优先安排三名夜班技术员。")
    t.report_in(at("2020-05-12 10:50:00"), "ZHF")
    t.reply(
        at("2020-05-14 15:20:00"),
        "ZHF",
        "explained",
        "公寓目前住满，暂时排不上，可以先申请租房补贴。",
        **explained("living", "ZHF"),
    )
    t.dispute(at("2020-05-18 10:05:00"), "租房补贴不解决夜班没车的问题，能不能换个住得近的办法？")
    t.whistle(at("2020-05-18 10:40:00"), ["ZHF", "RSJ"], "请再找近处的住处，人社局说明人才认定能否提前。")
    t.report_in(at("2020-05-18 11:10:00"), "ZHF").report_in(at("2020-05-18 11:25:00"), "RSJ")
    t.reply(at("2020-05-20 16:30:00"), "ZHF", "explained", "公寓仍然没有空房；厂东侧村里有三间合规民宿，已谈好月租，补贴照发。",
            reason="人才公寓96套全部在租，最早9月有人退租。", basis="《青江高新区人才公寓管理办法》第十二条",
            alternative="民宿步行8分钟，月租由补贴覆盖；9月退租后按顺序优先通知。", contact="综合服务中心 023-8888 0230")  # fmt: skip
    return t.confirm(at("2020-05-22 09:15:00"), "民宿可以，先住着。")


def new_firm(cast: Cast) -> Thread:
    """SC-16: a firm without a specialist can still ask; the chief holds it until somebody is assigned."""
    t = thread("SC-16", cast, NEW_FIRM)
    t.specialist = "chief"
    t.web(at("2020-06-01 14:30"), "我们刚落户，想知道厂房排水接管找谁办，图纸要带哪几张。", category="procedures")
    t.take(at("2020-06-01 15:05:00"), "公司还没有专员，先由我联系，明天就给您定人。")
    t.whistle(at("2020-06-01 15:20:00"), ["SHW"], "请告知排水接管的办理流程和图纸要求。")
    t.report_in(at("2020-06-01 16:10:00"), "SHW")
    t.specialist = t.firm.specialist
    t.say(at("2020-06-02 10:45:00"), t.specialist, "我是贵公司的专员，以后有事直接打我电话。")
    t.reply(at("2020-06-03 11:20:00"), "SHW", "resolved", "带总平图和排水施工图即可，窗口已预约，今天上午已受理。")
    return t.confirm(at("2020-06-04 09:30:00"), "已受理，多谢。")


def reopened(cast: Cast) -> Thread:
    """R-28: closed, opened again with the same number, closed for good."""
    t = thread("reopened", cast, "顺泽冷链")
    t.call(at("2020-07-06 14:10"), "冷库专线这周跳闸三次，怕夏天撑不住。", category="utilities")
    t.whistle(at("2020-07-06 14:45:00"), ["GDS"], "请排查冷库专线跳闸原因。").report_in(
        at("2020-07-06 15:20:00"), "GDS", "qinhao"
    )
    t.reply(at("2020-07-08 17:05:00"), "GDS", "resolved", "保护定值已调整，三天未再跳闸。")
    t.confirm(at("2020-07-09 09:35:00"), "这两天正常。")
    t.step(at("2020-08-11 13:50:00"), "reopen", t.contact(), text="昨天高温又跳了一次，请再查。")
    t.closes_at = None
    t.whistle(at("2020-08-11 14:20:00"), ["GDS"], "冷库专线高温时又跳闸，请带仪器再查。").report_in(
        at("2020-08-11 14:40:00"), "GDS", "qinhao"
    )
    t.reply(at("2020-08-13 11:30:00"), "GDS", "resolved", "查到一处电缆头过热，已更换，并加装测温。")
    return t.confirm(at("2020-08-17 10:10:00"), "换过以后温度正常。")


def out_of_scope_contested(cast: Cast) -> Thread:
    """R-10: declined, contested once, then handled."""
    t = thread("scope-contested", cast, "方盒子纸品")
    t.web(at("2020-09-08 10:05"), "仓库房东要提前收回，我们还有货，能不能帮忙协调缓两个月？", category="other")
    t.take(at("2020-09-08 10:40:00"))
    t.step(at("2020-09-08 11:30:00"), "decline_scope", t.specialist, reason="租期约定是合同双方的事，管委会不能裁决。",
           where="请向园区商会调解室咨询，电话023-8888 0240。")  # fmt: skip
    t.dispute(at("2020-09-09 09:20:00"), "不是要裁决，是想请园区帮找一处临时周转仓。")
    t.whistle(at("2020-09-09 10:05:00"), ["TCJ"], "请查园区空置标准厂房，能否短租两个月作周转仓。").report_in(
        at("2020-09-09 10:50:00"), "TCJ"
    )
    t.reply(at("2020-09-11 15:40:00"), "TCJ", "resolved", "三号标准厂房有400平方米可以短租，合同样本已发。")
    return t.confirm(at("2020-09-14 11:00:00"), "已签短租合同。")


def late_department(cast: Cast) -> Thread:
    """R-22: a reply two working days late; the head is told after one, the chief after two."""
    t = thread("late-department", cast, "通江货运")
    t.call(at("2020-08-18 09:20"), "南门雨污井盖破了，重车一压就响，怕掉下去。", category="roads")
    t.whistle(at("2020-08-18 10:00:00"), ["SZJ"], "请更换南门井盖并先行围护。").report_in(
        at("2020-08-18 15:10:00"), "SZJ", "department2"
    )
    t.progress(at("2020-08-21 09:30:00"), "SZJ", "井盖缺货，已围护，等厂家发货。", at("2020-08-25 17:30"))
    t.nudge(at("2020-08-24 08:50:00"))
    t.reply(at("2020-08-25 10:45:00"), "SZJ", "resolved", "重型井盖今早装好，围护已撤。")
    return t.confirm(at("2020-08-26 09:05:00"), "装好了，下次缺货请早点说。")


def late_specialist(cast: Cast) -> Thread:
    """N2: the firm's promise breaks although the department is in time: the whistle came late."""
    t = thread("late-specialist", cast, 3)
    t.call(
        at("2020-09-30 15:12"), "国庆后冷库专线要临时增容，月饼退市、年货备货，再晚就来不及了。", category="utilities"
    )
    t.whistle(at("2020-10-09 16:40:00"), ["GDS"], "请安排冷库专线临时增容，说明停电时段。").report_in(
        at("2020-10-10 09:20:00"), "GDS", "qinhao"
    )
    t.reply(at("2020-10-13 09:50:00"), "GDS", "resolved", "临时增容已批，今晚22点停电40分钟接入。")
    return t.confirm(at("2020-10-14 10:30:00"), "接好了。")


def green_belt(cast: Cast) -> Thread:
    """SC-04: a ceremony next morning; the work lasts until one at night."""
    t = thread("SC-04", cast, HOT_ROLLING)
    t.call(at("2020-10-15 18:40"), "明早9点投产仪式，大门口绿化带被渣土车压坏了一段，能不能今晚补好？", logged=at("2020-10-15 18:42"),
           category="roads", urgent=True, need_by=at("2020-10-16 09:00"))  # fmt: skip
    t.whistle(at("2020-10-15 18:44:00"), ["SZJ"], "大门口绿化带约30米被压坏，明早9点前补好，土和苗今晚要到。")
    t.report_in(at("2020-10-15 18:50:00"), "SZJ", "department2")
    t.step(
        at("2020-10-15 22:15:00"),
        "progress",
        "hejing",
        text="土已换完，正在补种，预计凌晨1点前收工。",
        next_progress_on=at("2020-10-16").date(),
    )
    t.reply(at("2020-10-16 01:00:00"), "SZJ", "resolved", "30米绿化带已补种、浇透，路面冲洗干净，6名工人刚收工。")
    return t.confirm(at("2020-10-16 10:20:00"), "仪式很顺利，辛苦你们干到半夜。")


def stand(cast: Cast) -> Thread:
    """SC-03: a recruitment stand about to be removed; permitted in 75 minutes without a whistle."""
    t = thread("SC-03", cast, STALL)
    t.call(at("2021-02-18 10:05"), "我们在广场摆的招工摊被要求马上撤走，今天约了两百人来面试，怎么办？", logged=at("2021-02-18 10:07"),
           category="labour", urgent=True)  # fmt: skip
    t.say(
        at("2021-02-18 10:12:00"),
        t.specialist,
        "先不要撤。按临时招聘点规定准备四样：登记表、营业执照、场地示意图、招聘简章，时间写8点到20点。",
    )
    t.say(at("2021-02-18 10:31:00"), t.contact(), "四样都拍照发了。")
    t.say(at("2021-02-18 10:44:00"), t.specialist, "已陪企业到窗口，市监所同意补登记，先保留摊位。", internal=True)
    t.answer(
        at("2021-02-18 11:20:00"), "手续已补齐：按规定登记、场地在允许范围、时间8点到20点、资料齐全，招工摊可以继续摆。"
    )
    return t.confirm(at("2021-02-18 11:42:00"), "已经恢复招工，太及时了。")
