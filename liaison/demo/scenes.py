"""Scenes of the house: posters and who scans them, one work for four firms, a later date, a leave, a firm that changes hands,
a day that the zone frees, values that the office sets, words that people keep at hand."""

from datetime import date
from random import Random

from .cast import HANDED_ON, HANDED_ON_AT, Cast
from .named import at, thread
from .thread import Step, Thread

SOUTH_GATE = "南门"
LANE_FIRMS = (17, 30, 26, 21)  # heavy goods, one road
CORNERS = ((-1.5, -0.4), (-0.8, -1), (0.5, -1.1), (1.5, -0.5), (1.6, 0.5), (0.6, 1), (-0.7, 1.1), (-1.6, 0.5))
FREED = date(2020, 7, 17)


def scenes(cast: Cast) -> list[Thread]:
    """Requests through these doors; all of 2020 end resolved, the last one of 2021 waits to be verified."""
    return [
        _at_the_gate(cast),
        *_lane(cast),
        _extended(cast),
        _handed_on(cast),
        _photographed(cast),
        _not_yet_verified(cast),
    ]


def house(cast: Cast) -> list[Step]:
    """What happens in the zone itself, without a request."""
    roster = [one.login for one in cast.staff if one.department == "DZB" and one.posts == ("specialist",)]
    return [
        Step(at("2020-03-02 09:10"), "gate", "office", SOUTH_GATE),
        Step(at("2020-03-02 09:14"), "gate", "office", "北门"),
        Step(at("2020-03-02 09:30"), "posters", "office", ""),
        Step(at("2020-03-02 09:50"), "category", "office", "utilities",
             {"name_zh": "水电气", "name_en": "Water, power, gas", "group": "production", "position": 2, "lead": "GDS", "co": ["SHW"]}),
        Step(at("2021-03-01 14:10"), "revoke", "office", "E0005"),
        Step(at("2020-07-16 16:20"), "free_day", "office", "", {"day": FREED, "reason": "洪峰过境，园区停工一天"}),
        Step(at("2020-08-03 08:20"), "leave", "office", "",
             {"specialist": roster[0], "substitute": roster[1], "from": date(2020, 8, 4), "to": date(2020, 8, 14)}),
        Step(at("2020-12-28 10:40"), "limits", "office", "",
             {"values": {"backdate_hours": "48"}, "effective_on": date(2021, 1, 4)}),
        Step(at("2021-05-21 16:30"), "leave", "office", "",
             {"specialist": roster[2], "substitute": roster[3], "from": date(2021, 5, 24), "to": date(2021, 5, 28)}),
        Step(at("2021-04-12 08:50"), "list", "office", "", {"name": "道路在办", "query": "counted=open%2Creopened&category=roads"}),
        *_phrases(),
    ]  # fmt: skip


def _phrases() -> list[Step]:
    words = (
        ("head", "现场", "我们将在一个工作日内到现场查看，届时请贵公司安排一位熟悉情况的同志陪同。", True),
        ("head", "排期", "已列入本月施工计划，开工前一天电话告知贵公司，施工期间留一条车道通行。", True),
        ("department", "材料", "请补充总平面图和申请表各一份，补齐当天受理，不需要再跑一趟。", False),
        ("specialist", "回访", "回访：事情已经办好，企业没有别的问题。", False),
    )
    return [
        Step(
            at(f"2021-04-12 09:{minute:02}"),
            "phrase",
            who,
            "",
            {"short": short, "text": text, "for_department": shared},
        )
        for minute, (who, short, text, shared) in enumerate(words, start=11)
    ]


def _at_the_gate(cast: Cast) -> Thread:
    """R-07, R-11: somebody scans the poster at the gate; a call verifies it, then it goes its way."""
    t = thread("gate", cast, 26)
    t.step(at("2020-09-15 13:25"), "scan", "office", gate=SOUTH_GATE, name="龚师傅", phone="138 0000 9015", firm=t.firm.zh,
           text="南门地磅的道闸坏了，货车排到了路口。", category="roads")  # fmt: skip
    t.step(at("2020-09-15 13:52"), "verify", t.specialist, text="和行政主管通过电话，确有其事，门卫可以配合。")
    t.whistle(at("2020-09-15 14:05"), ["ZHF"], "请修复南门地磅道闸，先派人疏导。").report_in(
        at("2020-09-15 14:20"), "ZHF"
    )
    t.reply(at("2020-09-16 10:30"), "ZHF", "resolved", "道闸控制板已更换，今早八点起恢复自动抬杆。")
    return t.confirm(at("2020-09-17 09:10"), "恢复了。")


def _lane(cast: Cast) -> list[Thread]:
    """R-12: four firms ask for a lane of their own for heavy lorries; one work, four replies."""
    words = (
        "园区大道重车和小车混行，我们的大件车每天要堵半小时，能不能划一条重车专用道？",
        "大件运输车出厂只能走园区大道，早高峰和班车抢道，希望有重车专用道。",
        "重型车在园区大道转弯很险，上月刮了两次，请考虑重车专用车道。",
        "我们的起重机部件超宽，园区大道混行不安全，请划出重车专用道。",
    )
    found: list[Thread] = []
    for place, (firm, text) in enumerate(zip(LANE_FIRMS, words, strict=True)):
        t = thread(f"lane-{place + 1}", cast, firm)
        t.web(at(f"2020-10-19 {9 + place:02}:40"), text, category="roads").take(at(f"2020-10-19 {9 + place:02}:58"))
        if place:
            t.step(at(f"2020-10-19 14:{10 + place}"), "link", "office", into=found[0].key)
        t.whistle(at(f"2020-10-19 15:{10 + 3 * place}"), ["JSJ"], "请研究在园区大道设重车专用道。")
        t.report_in(at(f"2020-10-19 16:{10 + 3 * place}"), "JSJ", "department")
        t.reply(at(f"2020-10-21 10:{10 + 3 * place}"), "JSJ", "planned", "设计已定：外侧车道改重车专用，11月13日前完成标线和标牌。",
                resolve_by=date(2020, 11, 13))  # fmt: skip
        # Told and concluded for all four at once: `common_scenes`.
        found.append(t.confirm(at(f"2020-11-13 10:{10 + 3 * place}"), "走过了，顺畅。"))
    return found


def _extended(cast: Cast) -> Thread:
    """R-21: a plan's date is moved once, asked in time, decided by the office, and the firm is told both dates."""
    t = thread("extended", cast, 37)
    t.call(at("2020-05-25 09:20"), "厂区外雨水管一下大雨就倒灌，东侧仓库进过两次水。", category="utilities")
    t.whistle(at("2020-05-25 10:05"), ["SZJ"], "请查厂外雨水管倒灌原因并整治。").report_in(
        at("2020-05-25 11:00"), "SZJ", "hejing"
    )
    t.reply(
        at("2020-05-27 16:10"), "SZJ", "planned", "查明一段管径偏小，换管排在6月12日前。", resolve_by=date(2020, 6, 12)
    )
    t.step(
        at("2020-06-09 09:30"), "extend", "hejing", "SZJ", until=date(2020, 6, 24), reason="连续降雨，沟槽不能开挖。"
    )
    t.step(at("2020-06-09 15:20"), "decide_extension", "office", "SZJ", accept=True, reason="同意，雨停即开工。")
    t.conclude(at("2020-06-22 16:40"), "SZJ", "resolved", "雨水管已换大一号，昨夜暴雨没有倒灌。")
    return t.confirm(at("2020-06-23 10:05"), "昨晚看过，没进水。")


def _handed_on(cast: Cast) -> Thread:
    """R-05: a firm changes hands while a request is open; number and clocks stay."""
    t = thread("handed-on", cast, HANDED_ON)
    following = next(
        one.login for one in cast.staff
        if one.posts == ("specialist",) and one.department == "HBJ" and one.login != t.specialist
    )  # fmt: skip
    t.call(at("2021-03-11 10:15"), "新生产线要做环评，哪些材料可以先备着？", category="procedures")
    t.whistle(at("2021-03-11 10:50"), ["HBJ"], "请告知环评所需材料和办理时间。").report_in(
        at("2021-03-11 14:30"), "HBJ"
    )
    t.step(HANDED_ON_AT, "transfer", "office", specialist=following, reason="原专员调任其他岗位。")
    t.specialist = following
    t.say(at("2021-03-15 10:05"), t.specialist, "我接着负责贵公司，环评的事已经和环保局接上了。")
    t.reply(at("2021-03-16 11:20"), "HBJ", "resolved", "材料清单已发，属于登记表类，备齐后当天可办。")
    return t.confirm(at("2021-03-17 09:40"), "清单收到。")


def _photographed(cast: Cast) -> Thread:
    """A photo says where it hurts; the department answers with one of its own."""
    t = thread("photos", cast, 1)
    t.web(at("2021-04-14 09:25"), "二号门前的人行道塌了一块，员工上下班要绕行。", who="clerk", category="roads")
    t.step(at("2021-04-14 09:31"), "attach", "clerk", photo="塌陷处", text="塌陷处的照片，约一米见方。")
    t.take(at("2021-04-14 09:50")).whistle(at("2021-04-14 10:05"), ["JSJ"], "请查看二号门前人行道塌陷并修复。")
    t.report_in(at("2021-04-14 10:40"), "JSJ", "department")
    t.reply(at("2021-04-15 16:20"), "JSJ", "resolved", "塌陷处已回填、铺装，今天下午开放通行。")
    return t.confirm(at("2021-04-16 08:50"), "走过了，很平。", who="clerk")


def _not_yet_verified(cast: Cast) -> Thread:
    """On the last morning somebody has scanned the gate's poster; nobody has rung back yet."""
    t = thread("unverified", cast, 40)
    return t.step(at("2021-05-25 08:36"), "scan", "office", gate=SOUTH_GATE, name="何师傅", phone="138 0000 9040", firm=t.firm.zh,
                  text="厂门口的消火栓被货车撞歪，一直在漏水。", category="utilities", urgent=True)  # fmt: skip


def picture(what: str, size: tuple[int, int] = (1280, 960)) -> bytes:
    """A drawn photograph of a broken pavement, the same bytes each time."""
    from io import BytesIO

    from PIL import Image, ImageDraw

    random = Random(what)
    image = Image.new("RGB", size, (168, 164, 158))
    draw = ImageDraw.Draw(image)
    for x in range(0, size[0], 80):
        for y in range(0, size[1], 80):
            tone = random.randrange(150, 182)
            draw.rectangle((x + 2, y + 2, x + 78, y + 78), fill=(tone, tone - 3, tone - 8))
    middle = (size[0] // 2, size[1] // 2)
    for ring in range(9, 0, -1):
        spread = ring * 26
        shade = 40 + ring * 11
        edge = [
            (middle[0] + random.randrange(-18, 18) + dx * spread, middle[1] + random.randrange(-18, 18) + dy * spread)
            for dx, dy in CORNERS
        ]
        draw.polygon(edge, fill=(shade, shade - 4, shade - 10))
    kept = BytesIO()
    image.save(kept, "JPEG", quality=85)
    return kept.getvalue()
