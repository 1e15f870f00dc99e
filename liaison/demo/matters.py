"""Scenes around the requests: policies and a question about one, formalities carried by the zone, groups and gripe sessions,
a leader's instructions, the duty roster, visits and a consultation."""

from datetime import date, datetime, timedelta

from .cast import Cast
from .named import at, thread
from .thread import Step, Thread

# The days on which something new comes into the library; what was issued before the first day is there when the books open.
ISSUED = (
    "2020-01-06",
    "2020-02-12",
    "2020-02-20",
    "2020-03-01",
    "2020-03-10",
    "2020-05-08",
    "2020-06-24",
    "2021-02-18",
)
HEARD, TO_BE_HEARD = "session-april", "session-may"
ON_DUTY = (
    "specialist",
    "jiangsuqin",
    "chengdesheng",
    "dupeng",
    "yucaiwei",
    "fangzhuo",
    "maoruoshui",
)  # a day a week each
HALL = "党群服务中心二楼会议室"


def asked(cast: Cast) -> list[Thread]:
    """Requests that come out of these matters: the one of 2020 ends resolved, of those said in a session one is still planned."""
    return [_question(cast), _platform(cast), _traffic_light(cast), _bus_stop(cast), _consulted(cast)]


def matters(cast: Cast) -> list[Step]:
    """What happens beside the requests; those about one request name it by its key."""
    return [
        *[Step(at(f"{day} 09:00"), "measures", "office", "") for day in ISSUED],
        *_members(cast),
        *_half_a_year_in_a_month(cast),
        *_licence_in_a_day(cast),
        *_waiting_for_the_firm(cast),
        *_sessions(),
        *_instructions(),
        *_roster(),
        *_visits(),
    ]


def _question(cast: Cast) -> Thread:
    """R-41: a question about a policy; the reply says on which one it rests."""
    t = thread("policy-question", cast, 1)
    t.web(at("2020-02-25 09:20"), "稳岗补贴我们能享受吗", who="enterprise", category="policy", measure="ZC2020-001")
    t.take(at("2020-02-25 09:48")).whistle(
        at("2020-02-25 10:12"), ["RSJ"], "请答复江岭精铸能否享受稳岗补贴，要交哪些材料。"
    )
    t.report_in(at("2020-02-25 11:05"), "RSJ")
    t.reply(at("2020-02-27 15:20"), "RSJ", "resolved", "可以享受：去年没有裁员，参保人数符合办法。带参保名册到窗口，当天受理。",
            cites=["ZC2020-001"])  # fmt: skip
    return t.confirm(at("2020-02-28 09:35"), "名册已经交了，多谢。", who="enterprise")


# --- formalities carried by the zone (R-36…R-38)

# Step, department, begun, done. What follows begins once the step before it is done.
FACTORY = (
    ("filing", "JFJ", "03-03 09:30", "03-04 11:20"),
    ("land", "JSJ", "03-04 14:00", "03-09 16:00"),
    ("environment", "HBJ", "03-04 14:10", "03-16 16:00"),
    ("power", "GDS", "03-04 14:20", "03-12 16:00"),
    ("planning", "JSJ", "03-10 09:30", "03-20 16:00"),
    ("drawings", "JSJ", "03-23 09:30", "03-31 16:00"),
    ("fire", "YJJ", "03-23 09:40", "03-27 16:00"),
    ("permit", "JSJ", "04-01 09:30", "04-02 16:00"),
)
HANDED_IN_LATER = {("SC-06", "drawings"): "03-25 16:00"}  # until then the time is the firm's
START_UP = (
    ("licence", "SJJ", "12-10 09:40", "12-10 15:30"),
    ("seals", "ZHF", "12-10 09:44", "12-10 16:10"),
    ("tax", "SWS", "12-10 09:48", "12-10 16:30"),
    ("insurance", "RSJ", "12-10 09:52", "12-10 16:50"),
)


def _half_a_year_in_a_month(cast: Cast) -> list[Step]:
    """SC-06: the permits of a new hall in a month, where it used to take six."""
    return [
        _opened("SC-06", cast, 1, "2020-03-02 09:00", "factory", date(2020, 4, 2), "6", "区内前三个同类项目平均"),
        Step(at("2020-03-02 10:00"), "authorise", "enterprise", "SC-06",
             {"last_day": date(2020, 6, 30), "text": "二期厂房的手续，同意由专员代办。"}),
        *[step for row in FACTORY for step in _done("SC-06", cast, 1, 2020, *row)],
    ]  # fmt: skip


def _licence_in_a_day(cast: Cast) -> list[Step]:
    """SC-05: four departments at once for a firm that is about to settle; its licence is there the same day."""
    return [
        _opened("SC-05", cast, 172, "2020-12-10 09:00", "start_up", date(2020, 12, 11), "0.5", "2019年新设企业平均",
                need_by=at("2020-12-11 17:30")),
        Step(at("2020-12-10 09:20"), "authorise", cast.contacts_of(172)[0], "SC-05",
             {"last_day": date(2020, 12, 31), "text": "新公司开办的手续，委托专员代办。"}),
        *[step for row in START_UP for step in _done("SC-05", cast, 172, 2020, *row)],
    ]  # fmt: skip


def _waiting_for_the_firm(cast: Cast) -> list[Step]:
    """One that is on its way: the filing is done, the assessment waits for the firm's report."""
    filing = _done("agency-live", cast, 4, 2021, "filing", "JFJ", "05-18 09:40", "05-19 15:10")
    return [
        _opened("agency-live", cast, 4, "2021-05-17 10:10", "factory", date(2021, 6, 30), "6", "区内前三个同类项目平均"),
        Step(at("2021-05-17 15:00"), "authorise", "enterprise2", "agency-live",
             {"last_day": date(2021, 8, 31), "text": "注塑车间扩建的手续，同意由专员代办。"}),
        *filing,
        Step(at("2021-05-20 09:30"), "start_step", cast.firms[3].specialist, "agency-live",
             {"step": "environment", "lacking": True}),
    ]  # fmt: skip


def _opened(
    key: str, cast: Cast, firm: int, when: str, template: str, target: date, months: str, source: str, **more: datetime
) -> Step:  # fmt: skip
    found = cast.firms[firm - 1]
    given = {
        "enterprise": found.code,
        "template": template,
        "target_on": target,
        "baseline": {"months": months, "source": source},
    }
    return Step(at(when), "agency", found.specialist, key, {**given, **more})


def _done(key: str, cast: Cast, firm: int, year: int, code: str, department: str, began: str, ended: str) -> list[Step]:
    """The specialist sets it going, the department finishes it with the documents that lie before it."""
    specialist, clerk = cast.firms[firm - 1].specialist, cast.clerks(department)[0]
    handed_in = HANDED_IN_LATER.get((key, code))
    given = {"step": code, **({"lacking": True} if handed_in else {})}
    return [
        Step(at(f"{year}-{began}"), "start_step", specialist, key, given),
        *([Step(at(f"{year}-{handed_in}"), "hand_in", specialist, key, {"step": code})] if handed_in else []),
        Step(at(f"{year}-{ended}"), "finish_step", clerk, key, {"step": code}),
    ]


# --- groups and gripe sessions (R-30…R-35)

CHAT = """周敏 2020-02-17 09:12
我们今天复工到岗186人，还差三十多人在路上。
柳海棠 2020-02-17 09:20
我们厂也差不多，食堂分餐已经安排好了。
陈立群 2020-02-17 09:31
收到，返岗包车有困难的，随时给我打电话。"""


def _members(cast: Cast) -> list[Step]:
    heads = [one.login for one in cast.staff if "head" in one.posts]
    seats = [("liaison", who) for who in ("enterprise", "clerk", "specialist", "enterprise2", "department")]
    seats += [("leaders", who) for who in ("leader", "chief", "office", *heads)]
    first = at("2020-01-08 09:30")
    joined = [
        Step(first + timedelta(minutes=n), "join", "office", kind, {"login": who})
        for n, (kind, who) in enumerate(seats)
    ]
    return [*joined, Step(at("2020-02-17 10:05"), "paste", "specialist", "liaison", {"text": CHAT})]


def _sessions() -> list[Step]:
    april = {"title": "四月吐槽大会", "place": HALL, "starts_at": at("2021-04-16 15:00")}
    may = {"title": "五月吐槽大会", "place": HALL, "starts_at": at("2021-05-26 15:00")}
    return [
        Step(at("2021-04-06 09:20"), "plan_session", "chief", HEARD, april),
        Step(at("2021-04-16 15:00"), "open_session", "office", HEARD),
        Step(at("2021-04-16 16:10"), "close_session", "office", HEARD),
        Step(at("2021-05-12 10:30"), "plan_session", "chief", TO_BE_HEARD, may),
    ]


def _said(key: str, cast: Cast, firm: int, when: str, text: str) -> Thread:
    t = thread(key, cast, firm)
    return t.step(at(when), "item", "office", session=HEARD, enterprise=t.firm.code, text=text)


def _platform(cast: Cast) -> Thread:
    """SC-12: taken up by a department a minute after it was said, with a date."""
    t = _said("SC-12", cast, 26, "2021-04-16 15:06", "劳资纠纷没有地方说理，一打官司就是半年，能不能有个调解的平台？")
    t.clerks["RSJ"] = cast.clerks("RSJ")[0]
    t.step(at("2021-04-16 15:08"), "claim", t.clerks["RSJ"], resolve_by=date(2021, 4, 29))
    t.conclude(
        at("2021-04-28 10:20"), "RSJ", "resolved", "劳资纠纷调解平台已开通，每周二、周四坐班，调解员三名，不收费。"
    )
    return t.confirm(at("2021-04-29 09:25"), "已经约了周四，谢谢。")


def _traffic_light(cast: Cast) -> Thread:
    """R-33: nobody takes it up by the next working day, so the office whistles."""
    t = _said("unclaimed-light", cast, 30, "2021-04-16 15:24", "创新路口上下班车多人多，没有红绿灯，上月碰了两次。")
    t.specialist = "office"
    t.whistle(at("2021-04-20 09:10"), ["SZJ"], "请牵头与交警商定创新路口信号灯，给出时间。")
    t.report_in(at("2021-04-20 10:05"), "SZJ", "department2")
    t.reply(
        at("2021-04-21 10:40"),
        "SZJ",
        "planned",
        "已与交警商定，先设临时信号灯，5月14日前装好。",
        resolve_by=date(2021, 5, 14),
    )
    t.conclude(at("2021-05-12 16:15"), "SZJ", "resolved", "信号灯今天15点起启用，早晚高峰有协警疏导。")
    return t.confirm(at("2021-05-13 09:05"), "亮了，安心多了。")


def _bus_stop(cast: Cast) -> Thread:
    """Taken up with a date that lies beyond the story's end."""
    t = _said(
        "claimed-path", cast, 17, "2021-04-16 15:43", "公交站到我们厂门口七百米没有人行道，夜班女工走车行道，不安全。"
    )
    return t.step(at("2021-04-16 15:45"), "claim", "department", resolve_by=date(2021, 5, 31))


# --- a leader's word on a request


def _instructions() -> list[Step]:
    late, over = "late-department", "desk-szj-over"
    return [
        Step(at("2020-08-24 16:50"), "instruct", "leader", late, {"text": "井盖事关安全，为什么拖到今天？请说明原因和装好的时间。"}),
        Step(at("2020-08-25 10:00"), "answer_instruction", "department2", late,
             {"text": "厂家缺货，已从邻区借到同型重型井盖，今天上午装好；以后备两套。"}),
        Step(at("2020-08-25 16:00"), "close_instruction", "leader", late, {"text": "已办结，备件要落实。"}),
        Step(at("2021-05-24 16:40"), "instruct", "leader", over,
             {"text": "停车场出口井盖过了答复时限还没换，明天说明换好的时间。", "answer_by": date(2021, 5, 25)}),
    ]  # fmt: skip


# --- duty, visits, a consultation


def _roster() -> list[Step]:
    """Joined without a gap, each time ten days before it ends."""
    planned = (("2020-01-02 08:00", 26), ("2020-06-22 10:10", 26), ("2020-12-21 10:10", 23))
    return [
        Step(at(when), "roster", "office", "", {"people": list(ON_DUTY), "weeks": weeks}) for when, weeks in planned
    ]


def _visits() -> list[Step]:
    """One that was kept, and one that is promised for the morning of the default day."""
    return [
        Step(at("2021-03-08 10:20"), "promise_visit", "qishaoqing", "SC-consulted", {"promised_at": at("2021-03-08 14:00")}),
        Step(at("2021-03-08 13:54"), "arrive", "qishaoqing", "SC-consulted"),
        Step(at("2021-03-08 15:05"), "leave_visit", "qishaoqing", "SC-consulted",
             {"result": "和厂里的设备主管沿围墙走了一圈，三处管线标桩缺失，已拍照。"}),
        Step(at("2021-05-24 16:45"), "promise_visit", "specialist", "desk-power", {"promised_at": at("2021-05-25 14:30")}),
    ]  # fmt: skip


def _consulted(cast: Cast) -> Thread:
    """Three departments and the gas company at one table; its minutes split the work, each part with an owner and a date."""
    t = thread("SC-consulted", cast, 12)
    t.call(
        at("2021-03-08 09:20"), "扩建要开挖，厂区外水、电、气三条管线位置不清，各家只管各家的图。", category="utilities"
    )
    t.whistle(at("2021-03-08 10:05"), ["SHW"], "请牵头查清厂区外三条管线位置，给出开挖意见。").report_in(
        at("2021-03-08 11:10"), "SHW"
    )
    t.step(at("2021-03-09 15:00"), "consult", t.clerks["SHW"], why="涉及供水、供电、燃气三家和道路开挖，一家定不了。",
           members=["GDS", "JSJ"], outside=[{"name": "韦工", "unit": "燃气公司"}], next_progress_on=date(2021, 3, 12))  # fmt: skip
    t.step(at("2021-03-09 16:10"), "agree_consultation", t.specialist, agree=True)
    t.step(at("2021-03-10 09:30"), "agree_consultation", "office", agree=True)
    t.step(
        at("2021-03-10 10:30"), "arrange", t.clerks["SHW"], meets_at=at("2021-03-12 09:30"), place="华灯照明二楼会议室"
    )
    t.progress(at("2021-03-12 11:40"), "SHW", "今天上午三家在现场会商，管线位置已逐段对过图。", at("2021-03-17 17:30"))
    duties = (
        ("SHW", "补齐供水管标桩，出管线叠加图", 17),
        ("GDS", "电缆沟人工探挖两处", 18),
        ("JSJ", "办理占道开挖许可", 19),
    )
    t.step(at("2021-03-12 15:20"), "minutes", t.clerks["SHW"], met_at=at("2021-03-12 09:30"),
           text="三条管线以叠加图为准，两侧一米内人工开挖；各家按分工办，3月19日前齐备。",
           duties=[{"department": code, "what": what, "due_on": date(2021, 3, day)} for code, what, day in duties])  # fmt: skip
    t.step(at("2021-03-17 10:15"), "duty_done", t.clerks["SHW"], "SHW")
    t.progress(at("2021-03-17 10:40"), "SHW", "叠加图已出，今天送到厂里；供电探挖明天进场。", at("2021-03-19 17:30"))
    t.step(at("2021-03-18 16:20"), "duty_done", "qinhao", "GDS").step(
        at("2021-03-19 09:50"), "duty_done", "department", "JSJ"
    )
    t.conclude(at("2021-03-19 11:30"), "SHW", "resolved", "管线位置已查清，标桩补齐，开挖许可已办，可以按叠加图施工。")
    return t.confirm(at("2021-03-22 09:15"), "图和许可都收到了，今天开挖。")
