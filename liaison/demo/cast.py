"""The people and firms of the sample zone 青江高新区. All of them are invented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

from .names import login_of, people, rows

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 20200102
START = datetime(2020, 1, 2, tzinfo=SHANGHAI)  # the zone opens its books; the day's first call comes later
ZONE = ("QJ", "青江高新区", "Qingjiang High-tech Zone", "023-8888 0000")

# code, names, phone, cadres and firms on the roster, title of its head
DEPARTMENTS = (
    ("DZB", "党政办", "Party and Administration Office", "023-8888 0100", 8, 13, "主任"),
    ("JFJ", "经发局", "Economic Development", "023-8888 0110", 10, 16, "局长"),
    ("JSJ", "建设局", "Construction", "023-8888 0120", 9, 14, "局长"),
    ("TCJ", "投促局", "Investment Promotion", "023-8888 0130", 12, 22, "局长"),
    ("CZJ", "财政局", "Finance", "023-8888 0140", 7, 11, "局长"),
    ("RSJ", "人社局", "Human Resources and Social Security", "023-8888 0150", 8, 14, "局长"),
    ("HBJ", "环保局", "Environmental Protection", "023-8888 0160", 6, 10, "局长"),
    ("SJJ", "市监所", "Market Supervision", "023-8888 0170", 9, 16, "所长"),
    ("SWS", "税务所", "Taxation", "023-8888 0180", 8, 15, "所长"),
    ("YJJ", "应急局", "Emergency Management", "023-8888 0190", 6, 10, "局长"),
    ("SZJ", "市政管护科", "Municipal Works", "023-8888 0200", 7, 12, "科长"),
    ("GDS", "供电所", "Power Supply", "023-8888 0210", 5, 8, "所长"),
    ("SHW", "水务所", "Water Supply", "023-8888 0220", 4, 7, "所长"),
    ("ZHF", "综合服务中心", "Service Centre", "023-8888 0230", 5, 9, "主任"),
)
EXTERNALS = (
    ("HGS", "海关", "Customs", "023-8888 0310"),
    ("GAS", "燃气公司", "Gas Company", "023-8888 0320"),
    ("JTJ", "交通局", "Transport Bureau", "023-8888 0330"),
    ("JJD", "交警", "Traffic Police", "023-8888 0340"),
)


@dataclass(frozen=True)
class Person:
    """`posts` in words of `registry.Post`; `firm` is the number in the firm's code."""

    login: str
    zh: str
    en: str
    phone: str
    posts: tuple[str, ...]
    department: str | None = None
    firm: int | None = None
    title: str = ""
    password: bool = False


@dataclass(frozen=True)
class Firm:
    number: int
    zh: str
    en: str
    industry: str
    size: str
    address: str
    credit_code: str  # given to firms that are registered, or on the day they are
    entered: datetime
    contacts: int
    specialist: str  # login; assigned on entry, or a working day later

    @property
    def code(self) -> str:
        return f"E{self.number:04}"

    @property
    def settling(self) -> bool:
        return self.number in SETTLING


# login: name, English name, phone, posts, department, title
STAFF = {
    "specialist": ("陈立群", "Chen Liqun", "023-8888 0012", ("specialist",), "JFJ", "科长"),
    "chief": ("许景行", "Xu Jingxing", "023-8888 0001", ("chief", "specialist"), "DZB", "总专员"),
    "leader": ("魏国梁", "Wei Guoliang", "023-8888 0002", ("leader",), "DZB", "主任"),
    "office": ("苏文澜", "Su Wenlan", "023-8888 0003", ("office",), "DZB", "科长"),
    "evaluation": ("潘静宜", "Pan Jingyi", "023-8888 0004", ("evaluation",), "DZB", "科长"),
    "personnel": ("范志诚", "Fan Zhicheng", "023-8888 0005", ("personnel",), "DZB", "科长"),
    "discipline": ("严正阳", "Yan Zhengyang", "023-8888 0006", ("discipline",), "DZB", "科长"),
    "system": ("岑启元", "Cen Qiyuan", "023-8888 0007", ("system",), "DZB", "工程师"),
    "security": ("卞克勤", "Bian Keqin", "023-8888 0008", ("security",), "DZB", "工程师"),
    "audit": ("米佩兰", "Mi Peilan", "023-8888 0009", ("audit",), "DZB", "审计员"),
    "department": ("沈亦舟", "Shen Yizhou", "023-8888 0121", ("clerk",), "JSJ", "科员"),
    "head": ("韩建章", "Han Jianzhang", "023-8888 0122", ("head",), "JSJ", "局长"),
    "specialist2": ("薛云帆", "Xue Yunfan", "023-8888 0031", ("specialist",), "TCJ", "科长"),
    "department2": ("罗川", "Luo Chuan", "023-8888 0201", ("clerk",), "SZJ", "科员"),
    "hejing": ("何静", "He Jing", "023-8888 0202", ("clerk",), "SZJ", "科员"),
    "qinhao": ("秦浩", "Qin Hao", "023-8888 0211", ("clerk",), "GDS", "科员"),
}
CONTACTS = {
    "enterprise": ("郑怀远", "Zheng Huaiyuan", "138 0000 0026", ("principal",), 1, "总经理"),
    "clerk": ("周敏", "Zhou Min", "138 0000 0027", ("clerk",), 1, "行政主管"),
    "e0002": ("吴德胜", "Wu Desheng", "138 0000 0028", ("principal",), 2, "厂长"),
    "enterprise2": ("柳海棠", "Liu Haitang", "138 0000 0029", ("principal",), 4, "总经理"),
}
LOOK = ("程岚 Cheng Lan", "杜鹏 Du Peng", "方卓 Fang Zhuo", "贺一凡 He Yifan", "江若水 Jiang Ruoshui",
        "黎明远 Li Mingyuan", "马骏 Ma Jun", "宁静 Ning Jing", "秦望 Qin Wang")  # fmt: skip
SECOND_CLERKS = ("JSJ", "RSJ", "SJJ", "ZHF")
FIRST_FIRMS = {"specialist": (1, 2, 3), "specialist2": (4, 5), "chief": (6, 7, 8)}

NEW_FIRM = 174  # SC-16: entered on 2020-06-01, assigned the day after
NEW_FIRM_NAME = "润泽水务设备有限公司"
LATE_FIRMS = {
    174: datetime(2020, 6, 1, 9, 20, tzinfo=SHANGHAI),
    175: datetime(2020, 11, 9, 10, 5, tzinfo=SHANGHAI),
    176: datetime(2021, 3, 15, 14, 40, tzinfo=SHANGHAI),
    177: datetime(2021, 5, 24, 10, 20, tzinfo=SHANGHAI),
}
ASSIGNED_LATER = {
    174: datetime(2020, 6, 2, 10, 15, tzinfo=SHANGHAI),
}
SETTLING = (172, 173, 176, 177)  # 拟落户, no credit code yet
REGISTERED = {172: datetime(2020, 12, 10, 16, 5, tzinfo=SHANGHAI)}  # its licence came; the same record gets the code
NO_ACCOUNT = (33, 71, 104, 139, 158, 166, 172, 177)  # principals who only telephone; the others can sign in
HANDED_ON, HANDED_ON_AT = 61, datetime(2021, 3, 15, 9, 40, tzinfo=SHANGHAI)  # another specialist from then on
STREETS = ("园区大道", "江岭路", "北环路", "创新路", "兴业路", "滨江东路", "科技二路", "鹤凤大道", "聚龙大道", "南门路")


@dataclass(frozen=True)
class Cast:
    staff: list[Person]
    firms: list[Firm]
    contacts: list[Person]

    def clerks(self, department: str) -> list[str]:
        return [one.login for one in self.staff if one.department == department and "clerk" in one.posts]

    def contacts_of(self, firm: int) -> list[str]:
        return [one.login for one in self.contacts if one.firm == firm]


@cache
def cast() -> Cast:
    """The same people and firms each time: one generator of its own, drawn from in one order."""
    random = Random(SEED)
    taken = {row[0] for row in (*STAFF.values(), *CONTACTS.values())} | {name.split(" ")[0] for name in LOOK}
    names = people(random, taken)
    staff = _staff(names)
    firms = _firms(random, staff)
    return Cast(staff=staff, firms=firms, contacts=_contacts(names, firms))


def _staff(names: Iterator[tuple[str, str]]) -> list[Person]:
    """All who work in the zone: the fixed logins, a clerk and a head for each department, 104 on the roster of specialists."""
    staff = [Person(login, zh, en, phone, posts, department, None, title, password=True)
             for login, (zh, en, phone, posts, department, title) in STAFF.items()]  # fmt: skip
    used = {one.login for one in staff}
    number = 400

    def add(zh: str, en: str, posts: tuple[str, ...], department: str, title: str) -> None:
        nonlocal number
        number += 1
        login = login_of(en)
        while login in used:
            login += "2"
        used.add(login)
        colleague = department in ("JFJ", "JSJ", "SZJ")
        staff.append(Person(login, zh, en, f"023-8888 {number:04}", posts, department, None, title, password=colleague))

    for code, _, _, _, cadres, _, head_title in DEPARTMENTS:
        if not any(one.department == code and "clerk" in one.posts for one in staff):
            add(*next(names), ("clerk",), code, "科员")
        if code in SECOND_CLERKS:
            add(*next(names), ("clerk",), code, "科员")
        here = [one for one in staff if one.department == code and "specialist" in one.posts]
        given = list(LOOK) if code == "JFJ" else []
        needs_head = not any(one.department == code and "head" in one.posts for one in staff)
        for index in range(cadres - len(here)):
            zh, en = given.pop(0).split(" ", 1) if given else next(names)
            posts, title = (
                (("head", "specialist"), head_title) if needs_head and index == 0 else (("specialist",), "科员")
            )
            if code == "DZB" and index == 1:
                posts, title = ("leader", "specialist"), "副主任"
            add(zh, en, posts, code, title)
    return staff


def _firms(random: Random, staff: list[Person]) -> list[Firm]:
    lines = rows("firms.tsv")
    new = next(line for line in lines if line[0] == NEW_FIRM_NAME)
    lines.remove(new)
    lines.insert(NEW_FIRM - 1, new)
    serving = _assignments(staff)
    firms = []
    for number, (zh, en, industry, size, contacts) in enumerate(lines, start=1):
        address = f"青江高新区{random.choice(STREETS)}{random.randint(1, 188)}号"
        code = credit_code(random)
        firms.append(Firm(
            number, zh, en, industry, size, address, code,
            LATE_FIRMS.get(number, START), int(contacts), serving[number],
        ))  # fmt: skip
    return firms


def _assignments(staff: list[Person]) -> dict[int, str]:
    """Firm -> specialist: the given ones first, the others in rounds over each department's roster, up to its quota."""
    found = {number: login for login, numbers in FIRST_FIRMS.items() for number in numbers}
    free = [number for number in range(1, len(rows("firms.tsv")) + 1) if number not in found]
    for code, _, _, _, _, quota, _ in DEPARTMENTS:
        roster = [one.login for one in staff if one.department == code and "specialist" in one.posts]
        done = sum(1 for login in found.values() if login in roster)
        turn = [login for login in roster if login not in FIRST_FIRMS]
        for index in range(quota - done):
            found[free.pop(0)] = turn[index % len(turn)]
    return found


def _contacts(names: Iterator[tuple[str, str]], firms: list[Firm]) -> list[Person]:
    fixed = {login: Person(login, zh, en, phone, posts, None, firm, title, password=True)
             for login, (zh, en, phone, posts, firm, title) in CONTACTS.items()}  # fmt: skip
    contacts = list(fixed.values())
    phone = 100
    for firm in firms:
        here = [one for one in contacts if one.firm == firm.number]
        for index in range(len(here), firm.contacts):
            phone += 1
            zh, en = next(names)
            posts, title = (("clerk",), "行政主管") if index else (("principal",), "总经理")
            login = f"e{firm.number:04}" + (f"-{index + 1}" if index else "")
            signs_in = not index and firm.number not in NO_ACCOUNT
            contacts.append(
                Person(login, zh, en, f"138 0000 {phone:04}", posts, None, firm.number, title, password=signs_in)
            )
    return contacts


_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: without I, O, S, V, Z


def credit_code(random: Random) -> str:
    """A unified social credit code whose check signs are right and whose district does not exist."""
    body = "MA" + "".join(random.choice(_SIGNS) for _ in range(6))
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weighed = sum(letters.index(sign) * weight for sign, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    body += "0123456789X0"[(11 - weighed % 11) % 11]
    start = "91500199" + body
    weighed = sum(_SIGNS.index(sign) * 3**place % 31 for place, sign in enumerate(start))
    return start + _SIGNS[(31 - weighed % 31) % 31]
