"""What becomes of a generated request: who does what, when. Plain values from one seed; no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

# Each need of a firm: category, lead department, words. Every ninth or so is about power cuts, the word that is searched for.
NEEDS = (
    ("utilities", "GDS", "厂区昨夜停电，{hall}号车间的注塑机停了，恢复供电后电压还不稳"),
    ("roads", "SZJ", "厂门口{hall}米外路面坑洼，重车经过时颠簸，货物有损"),
    ("labour", "RSJ", "春节后缺工{hall}人，想在园区广场设一个招聘点"),
    ("procedures", "ZHF", "{hall}号厂房的施工许可还差哪些材料，能不能一次告知"),
    ("logistics", "JFJ", "出口货柜每周{hall}个，报关排队时间长，想协调一个固定时段"),
    ("policy", "JFJ", "技改补助的申报口径看不明白，{hall}号文件里的设备投资怎么算"),
    ("schooling", "RSJ", "有{hall}名员工的孩子今年要上小学，户口不在本地，想问入学材料"),
    ("living", "ZHF", "倒班宿舍{hall}号楼晚上十点后没有热水，工人下班洗不上澡"),
    ("transport", "ZHF", "夜班{hall}人下班没有公交，想加一班车到地铁口"),
)
DETAILS = (
    "已经和物业沟通过两次。", "这个情况持续了三天。", "影响交货，请尽快联系我们。", "白天现场有人，可以随时来看。",
    "照片稍后补充。", "同一片区的另外几家也有同样的问题。", "上个月反映过一次，好了几天又这样。", "请告诉我们最快什么时候有答复。",
)  # fmt: skip
ANSWERS = (
    "已到现场处理完毕，当日恢复。",
    "已列入本周检修，今天完成。",
    "材料清单已发给贵公司，窗口有专人等候。",
    "已与承运单位商定固定时段。",
)


@dataclass(frozen=True)
class Life:
    """One request's course; an instant of None: it never came to that."""

    raised_at: datetime
    firm: int  # place in the list of firms
    category: str
    department: str
    text: str
    answer: str
    explained: bool
    whistled_at: datetime | None
    reported_in_at: datetime | None
    replied_at: datetime  # by the department, or by the specialist where nobody was whistled
    confirmed_at: datetime


def lives(count: int, firms: int, since: datetime, until: datetime, seed: int = 7) -> Iterator[Life]:
    """`count` lives in order of raising, spread evenly over the time; the same seed gives the same lives."""
    random = Random(seed)
    step = (until - since) / count
    for turn in range(count):
        yield _life(random, since + step * turn, firms)


def _life(random: Random, raised_at: datetime, firms: int) -> Life:
    category, department, words = random.choice(NEEDS)
    text = f"{words.format(hall=random.randrange(1, 400))}。{''.join(random.sample(DETAILS, random.randrange(2, 7)))}"
    whistled_at = raised_at + timedelta(minutes=random.randrange(20, 200)) if random.random() < 0.8 else None
    begun = whistled_at or raised_at
    # Most answers come in time; some lie for two weeks.
    hours = random.randrange(2, 60) if random.random() < 0.95 else random.randrange(80, 330)
    replied_at = begun + timedelta(hours=hours, minutes=random.randrange(60))
    return Life(
        raised_at, random.randrange(firms), category, department, text, random.choice(ANSWERS), random.random() < 0.07,
        whistled_at, begun + (replied_at - begun) / 3 if whistled_at else None, replied_at,
        replied_at + timedelta(hours=random.randrange(1, 90)),
    )  # fmt: skip
