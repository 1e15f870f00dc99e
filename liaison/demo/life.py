"""How an ordinary request of the story goes: through which door it comes, who handles it, how it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from . import hours
from .cast import STREETS, Cast, Firm
from .names import rows
from .thread import PHONES, Thread


@dataclass(frozen=True)
class Ask:
    """One line of `asks.tsv`: what a firm says, who is asked what, and how it comes out."""

    category: str
    lead: str
    co: tuple[str, ...]
    text: str
    ask: str
    done: str

    @property
    def departments(self) -> list[str]:
        return [self.lead, *self.co]


@cache
def asks() -> list[Ask]:
    return [Ask(category, lead, tuple(filter(None, co.split(","))), text, ask, done)
            for category, lead, co, text, ask, done in rows("asks.tsv")]  # fmt: skip


@cache
def explanations() -> dict[str, dict[str, str]]:
    return {row[0]: {"reason": row[1], "basis": row[2], "alternative": row[3]} for row in rows("explanations.tsv")}


def explained(category: str, department: str) -> dict[str, str]:
    """The four parts an explanation owes (R-26)."""
    return explanations()[category] | {"contact": PHONES[department]}


SEASONS = {
    "冬季": {1, 2, 11, 12},
    "春节后": {1, 2, 3},
    "防疫": {2, 3, 4},
    "健康证明": {2, 3, 4},
    "疫情": {2, 3, 4, 5, 6},
}
GATES = ("一号门", "二号门", "三号门", "南门", "北门", "东侧门", "货运门", "厂区西门")
TAILS = ("", "", "这几天一共{k}个人问起。", "最好{k}日前能有个说法。", "去年也遇到过一次。", "麻烦先打个电话。", "经办人这周都在厂里。",
         "隔壁两家也想知道。", "如果要交材料，我们马上准备。", "厂里一共{k}0多人。", "上次问过，还没有下文。")  # fmt: skip
ON_SITE = ("", "位置在{street}{k}号。", "已经影响两个班组。", "上个月也遇到过一次。", "来之前麻烦打个电话。", "隔壁两家也是这样。",
           "耽误一天损失大约{k}万元。", "从{street}过来最近。", "上次来看过，还没有下文。", "下周客户要来，比较急。")  # fmt: skip
EXPLAINED = ("这件事目前办不了，原因、依据和可以怎么办都写在下面。", "按现行规定不能照办，我们把原因和替代办法列给您。",
             "核实过了，暂时做不到，下面是原因和另外的办法。", "这次没能办成，请看原因；有不同意见可以直接打电话。")  # fmt: skip
PLANS = ("到现场看过了，材料已订货，{day}前完成，期间先做临时处理。", "方案已定，分两段施工，{day}前全部做完，不影响进出货。",
         "需要排期，已列入本月计划，{day}前办好，有变化提前告诉您。", "已请设计单位出图，{day}前完工，进展都会写给您。")  # fmt: skip
PROGRESS = (
    "材料已到，明天进场。",
    "前一段已做完，正在做后一段。",
    "设计图已出，正在等施工队。",
    "已和相邻单位谈妥，下周开工。",
)
QUESTIONS = (
    "请问大概什么时候有人来看？",
    "需要我们准备什么材料吗？",
    "现场联系人是仓库主管，来之前打个电话就行。",
    "补充一句，最好避开交接班的时间。",
)
ANSWERS = ("已约好，来之前会打电话。", "不用准备，我们带表格过来。", "好的，已转告承办人。", "明白，避开上下班时间。")
NOTES = (
    "企业负责人比较着急，注意多说一声进度。",
    "同类问题去年办过一次，可参考当时的做法。",
    "此件涉及两家相邻企业，现场一并看。",
)
THANKS = ("", "", "办得很快，谢谢。", "已经看过，没有问题。", "问题解决了。", "工人都说好。")
CALLED = ("电话里说已经解决，没有别的要求。", "回访：经理确认办妥。", "打电话问过，企业说可以了。")
MISSING = (
    "只修了一半，靠近仓库那边还没动。",
    "材料交了以后又让补一份，没有一次说清。",
    "第二天又出现同样的问题。",
    "和当时说的不一样，请再看看。",
)
NOT_OURS = (
    "这项不在我们的职责范围，建议换承办单位。",
    "该路段已移交，管护不在本单位。",
    "窗口不在我处，材料也不归我们收。",
)


@dataclass(frozen=True)
class Wish:
    """What the story wants of a thread: how it ends and between which instants."""

    ends: str = "resolved"  # resolved, explained, out_of_scope, plan_open
    not_before: datetime | None = None
    not_after: datetime | None = None
    path: str = ""  # a fixed path instead of a drawn one


def filled(random: Random, at: datetime) -> dict[str, object]:
    """Places and numbers that make two firms' words differ."""
    return {"n": random.choice((2, 3, 4, 5, 6, 8, 9, 12, 15)), "m": at.month % 12 + 1,
            "street": random.choice(STREETS), "gate": random.choice(GATES), "k": random.randint(2, 28)}  # fmt: skip


def lived(key: str, cast: Cast, firm: Firm, ask: Ask, at: datetime, wish: Wish) -> Thread:
    """Build the thread anew with other luck until it fits the wish."""
    for attempt in range(200):
        random = Random(f"{key}/{attempt}")
        thread = _Life(Thread(key, cast, firm), ask, random, hurry=attempt > 6 and wish.not_after is not None).live(
            at, wish
        )
        ends = thread.closes_at
        early = wish.not_before and (ends is None or ends < wish.not_before)
        if not early and not (wish.not_after and (ends is None or ends > wish.not_after)):
            return thread
    raise ValueError(f"{key}: no life fits from {at:%Y-%m-%d %H:%M} to {wish.not_after}")


class _Life:
    def __init__(self, thread: Thread, ask: Ask, random: Random, *, hurry: bool) -> None:
        self.thread, self.ask, self.random, self.hurry = thread, ask, random, hurry
        self.words: dict[str, object] = {}

    def live(self, at: datetime, wish: Wish) -> Thread:
        self.words = filled(self.random, at)
        self.door(at)
        if wish.ends == "out_of_scope":
            return self.out_of_scope()
        path = wish.path or self.drawn_path(wish)
        self.chatter()
        getattr(self, path)(wish)
        if wish.ends != "plan_open":
            self.ending(wish)
        return self.thread

    def drawn_path(self, wish: Wish) -> str:
        if wish.ends == "plan_open":
            return "planned"
        if self.hurry:
            return "alone"
        chances = {"alone": 22, "whistled": 64, "planned": 9, "passed_on": 5}
        if wish.ends == "explained":
            chances = {"alone": 25, "whistled": 70, "passed_on": 5}
        return self.random.choices(list(chances), list(chances.values()))[0]

    def say(self, text: str) -> str:
        return text.format(**self.words)

    def after(self, low: int, high: int) -> datetime:
        """Some office minutes after the last step."""
        minutes = 1 + self.random.randint(low, high) // (4 if self.hurry else 1)
        return hours.later(self.thread.at, minutes) + timedelta(seconds=self.random.randrange(59))

    # the door

    def door(self, at: datetime) -> None:
        thread, text = self.thread, self.say(self.ask.text + self.random.choice(self.tails()))
        urgent = self.random.random() < 0.05
        category = self.ask.category if self.random.random() < 0.9 else None
        doors = {"phone": 45, "web": 38, "api": 4, "visit": 6, "letter": 3, "hotline": 4}
        door = self.random.choices(list(doors), list(doors.values()))[0]
        if not hours.OPENS < at.time() < hours.CLOSES or not hours.is_working(at.date()):
            door = "web" if self.random.random() < 0.6 else "phone"
        if door == "phone":
            logged = self.morning(at) if at.hour >= 22 or at.hour < 7 else None
            thread.call(at, text, logged=logged, category=self.ask.category, urgent=urgent)
        elif door == "visit":
            thread.call(at, text, channel="visit", category=self.ask.category)
        elif door in ("letter", "hotline"):
            thread.by_office(at, text, channel=door, category=self.ask.category)
        else:
            thread.web(at, text, channel=door, category=category, urgent=urgent)
        if door not in ("phone", "visit"):
            first = thread.at + timedelta(minutes=12) if urgent else self.after(8, 90)
            thread.take(first, self.random.choice(("", "已和企业通过电话，约好去看现场。", "电话问清了情况。")))

    def tails(self) -> tuple[str, ...]:
        return ON_SITE if self.ask.category in ("roads", "utilities", "logistics", "transport") else TAILS

    def morning(self, at: datetime) -> datetime:
        """A call in the night is logged when the day begins."""
        day = at.date() + timedelta(days=at.hour >= 22)
        return hours.at(day, 8, self.random.randint(5, 28), self.random.randrange(60))

    def chatter(self) -> None:
        thread = self.thread
        if self.random.random() < 0.14:
            thread.say(self.after(5, 40), thread.contact(), self.random.choice(QUESTIONS))
            thread.say(self.after(4, 30), thread.specialist, self.random.choice(ANSWERS))
        elif self.random.random() < 0.08:
            thread.say(self.after(2, 20), thread.specialist, self.random.choice(NOTES), internal=True)

    # who handles it

    def out_of_scope(self) -> Thread:
        self.thread.closes_at = self.after(30, 120)
        return self.thread.step(
            self.thread.closes_at, "decline_scope", self.thread.specialist,
            reason="这件事属于合同纠纷，已在法院立案，管委会不能受理。", where="请向受案法院立案庭咨询，园区法律服务窗口可以陪同。",
        )  # fmt: skip

    def alone(self, wish: Wish) -> None:
        """Solved or explained without a whistle (R-24)."""
        at = min(self.after(40, 700), self.last_moment())
        self.thread.answer(at, **self.result(wish, self.ask.lead))

    def whistled(self, wish: Wish) -> None:
        self.whistle(self.ask.departments)
        self.reply(wish)

    def passed_on(self, wish: Wish) -> None:
        """The first department called is the wrong one; the office names the right one (R-14)."""
        right = self.ask.lead
        wrong = next(code for code in ("ZHF", "DZB", "JFJ") if code not in self.ask.departments)
        self.whistle([wrong])
        clerk = self.thread.cast.clerks(wrong)[0]
        self.thread.step(
            self.after(10, 60), "decline", clerk, wrong, reason=self.random.choice(NOT_OURS), suggest=right
        )
        self.thread.step(
            self.after(10, 60), "decide", "office", wrong, accept=True, next_department=right, reason="按职责清单调整。"
        )
        self.reply(wish, [right])

    def planned(self, wish: Wish) -> None:
        """A dated plan, progress on the way, done before its day."""
        lead, thread = self.ask.lead, self.thread
        self.whistle(self.ask.departments)
        thread.report_in(self.after(10, 120), lead)
        at = hours.some_time(self.random, thread.at, self.last_moment())
        until = hours.due(at, self.random.randint(20, 28) if wish.ends == "plan_open" else self.random.randint(4, 16))
        day = f"{until.month}月{until.day}日"
        thread.reply(at, lead, "planned", self.random.choice(PLANS).format(day=day), resolve_by=until.date())
        if self.random.random() < 0.7:
            half = hours.some_time(self.random, at + (until - at) * 0.3, at + (until - at) * 0.6)
            thread.progress(half, lead, self.random.choice(PROGRESS), until)
        done = hours.some_time(self.random, thread.at + (until - thread.at) * 0.5, until - timedelta(hours=1))
        thread.conclude(done, lead, "resolved", self.say(self.ask.done))
        if wish.ends == "plan_open":
            thread.silence() if self.random.random() < 0.3 else thread.confirm(self.after(30, 600))

    def late(self, wish: Wish) -> None:
        """The department answers a working day late (R-22 tells its head first)."""
        lead, thread = self.ask.lead, self.thread
        self.whistle([lead])
        thread.report_in(self.after(30, 200), lead)
        end = hours.due(thread.received)
        next_day = hours.working_day(end.date(), 1)
        at = hours.at(next_day, self.random.randint(9, 16), self.random.randrange(59), self.random.randrange(59))
        thread.reply(hours.in_office(at), lead, **self.result(wish, lead))

    def twice_no(self, wish: Wish) -> None:
        """A second no to an explanation ends it for good (R-26)."""
        self.alone(wish)
        self.thread.dispute(self.after(60, 500), "还是希望能办，请再考虑。")
        self.thread.answer(self.after(60, 600), **self.result(wish, self.ask.lead))
        self.thread.dispute(self.after(60, 500), "不同意，但知道原因了。")
        self.thread.closes_at = self.thread.at

    def whistle(self, departments: list[str]) -> None:
        thread = self.thread
        cut_off = hours.at(thread.received.date(), 17, 24)
        at = self.after(6, 110)
        if hours.is_working(thread.received.date()) and thread.received.hour < 15 and thread.at < cut_off:
            at = min(at, cut_off)
        asks = {co: f"请配合{self.say(self.ask.ask)[1:]}" for co in departments[1:]}
        thread.whistle(at, departments, self.say(self.ask.ask), asks)

    def reply(self, wish: Wish, departments: list[str] | None = None) -> None:
        lead, *others = departments or self.ask.departments
        thread = self.thread
        thread.report_in(self.after(8, 150), lead)
        for co in others:
            thread.report_in(self.after(3, 60), co)
        if others and self.random.random() < 0.6:
            thread.reply(self.after(30, 240), others[0], "resolved", "配合事项已做完，结果交牵头单位。")
        at = hours.some_time(
            self.random, thread.at + timedelta(minutes=20), max(self.last_moment(), self.after(10, 90))
        )
        if self.random.random() < 0.05 and (at - thread.at) > timedelta(hours=20):
            thread.nudge(hours.some_time(self.random, thread.at, at - timedelta(minutes=30)))
        thread.reply(at, lead, **self.result(wish, lead))

    def last_moment(self) -> datetime:
        """In time, but seldom to the last minute."""
        days = self.random.choices((0, 1, 2, 3), (20, 34, 28, 18))[0] if not self.hurry else self.random.randint(0, 1)
        end = hours.due(self.thread.received, days) if days else hours.at(self.thread.at.date(), 17, 30)
        end -= timedelta(minutes=self.random.randint(5, 90))
        return end if end > self.thread.at else max(self.after(10, 60), self.thread.at + timedelta(minutes=2))

    def result(self, wish: Wish, department: str) -> dict[str, str]:
        if wish.ends == "explained":
            return {"outcome": "explained", "text": self.random.choice(EXPLAINED)} | explained(
                self.ask.category, department
            )
        return {"outcome": "resolved", "text": self.say(self.ask.done)}

    # how it ends

    def ending(self, wish: Wish) -> None:
        thread = self.thread
        if thread.closes_at:
            return
        if wish.ends == "resolved" and not self.hurry and self.random.random() < 0.03:
            thread.dispute(self.after(30, 500), self.random.choice(MISSING))
            thread.answer(self.after(200, 900), "又去了一次，剩下的也办好了。")
        luck = self.random.random()
        if self.hurry:
            thread.confirm(self.after(30, 300), self.random.choice(THANKS))
        elif luck < 0.64:
            thread.confirm(self.after(20, 1100), self.random.choice(THANKS))
        elif luck < 0.82:
            thread.call_back(self.after(300, 1500), self.random.choice(CALLED))
        else:
            thread.silence()
