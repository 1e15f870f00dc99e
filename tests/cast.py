"""The named people of the tests: a specialist and her firm, two departments, the chief, the office, and outsiders to all of it."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password

from liaison.registry.actions import store_notice
from liaison.registry.models import Account, Appointment, Assignment, Category, Department, Enterprise, Zone
from liaison.rules.calendar import NOTICES
from liaison.rules.deadlines import SHANGHAI

PASSWORD = "correct horse battery"
BEGINNING = datetime(2019, 12, 31, 9, tzinfo=SHANGHAI)


def at(text: str) -> datetime:
    """An instant in the zone: at("2020-09-25 16:40")."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass
class Cast:
    """Everybody by name. `outsider*` have nothing to do with the first firm."""

    zone: Zone
    d: SimpleNamespace  # departments by code
    firm: Enterprise
    other_firm: Enterprise
    unserved: Enterprise  # has no specialist: the chief holds what it raises
    principal: Account
    contact: Account
    specialist: Account
    clerk: Account  # SZJ
    second_clerk: Account  # SZJ
    head: Account  # SZJ
    jsj_clerk: Account
    yjj_clerk: Account
    chief: Account
    leader: Account
    office: Account
    security: Account
    system: Account
    audit: Account
    evaluation: Account
    outsider: Account  # principal of the other firm
    outside_specialist: Account

    def everybody(self) -> dict[str, Account]:
        return {name: value for name, value in vars(self).items() if isinstance(value, Account)}


DEPARTMENTS = {
    "JSJ": ("建设局", "Construction", False),
    "SZJ": ("市政管护科", "Municipal Works", False),
    "YJJ": ("应急局", "Emergency Management", False),
    "ZHF": ("综合服务中心", "Service Centre", False),
    "JFJ": ("经发局", "Economic Development", False),
    "HGS": ("海关", "Customs", True),
}


def assemble(password: str | None = None) -> Cast:
    """Write the cast into an empty database, by plain rows; `password` gives everybody one to sign in with."""
    zone = Zone.objects.create(
        code="QJ", name_zh="青江高新区", name_en="Qingjiang High-tech Zone", duty_phone="02388880000"
    )
    for notice in NOTICES:
        store_notice(notice)
    d = SimpleNamespace(**{
        code: Department.objects.create(zone=zone, code=code, name_zh=zh, name_en=en, external=external, phone="02388880100")
        for code, (zh, en, external) in DEPARTMENTS.items()
    })  # fmt: skip
    Category.objects.create(zone=zone, code="roads", name_zh="道路", name_en="Roads", group="production", lead=d.SZJ)
    Category.objects.create(
        zone=zone, code="schooling", name_zh="子女读书", name_en="Schooling", group="life", position=1
    )
    firm = _firm(zone, "E0001", "江岭精铸有限公司", "Jiangling Precision Casting Co., Ltd", "jljz")
    other = _firm(zone, "E0002", "渝禾食品有限公司", "Yuhe Foods Co., Ltd", "yhsp")
    unserved = _firm(zone, "E0003", "白鹤新材料有限公司", "Baihe New Materials Co., Ltd", "bhxcl")
    hashed = make_password(password)

    def person(login: str, zh: str, en: str, *posts: str, **where: object) -> Account:
        account = Account.objects.create(
            zone=zone, login=login, name_zh=zh, name_en=en, phone="02388880012", password=hashed, **where
        )
        for post in posts:
            Appointment.objects.create(account=account, post=post, since=BEGINNING)
        return account

    cast = Cast(
        zone=zone, d=d, firm=firm, other_firm=other, unserved=unserved,
        principal=person("zhoumin", "周敏", "Zhou Min", "principal", enterprise=firm),
        contact=person("liuqi", "刘琪", "Liu Qi", "clerk", enterprise=firm),
        specialist=person("chenliqun", "陈立群", "Chen Liqun", "specialist", department=d.JFJ),
        clerk=person("luochuan", "罗川", "Luo Chuan", "clerk", department=d.SZJ),
        second_clerk=person("hejing", "何静", "He Jing", "clerk", department=d.SZJ),
        head=person("mayuan", "马远", "Ma Yuan", "head", department=d.SZJ),
        jsj_clerk=person("wubin", "吴斌", "Wu Bin", "clerk", department=d.JSJ),
        yjj_clerk=person("sunlan", "孙岚", "Sun Lan", "clerk", department=d.YJJ),
        chief=person("tangyi", "唐毅", "Tang Yi", "chief", "specialist"),
        leader=person("gaoyuan", "高原", "Gao Yuan", "leader"),
        office=person("linxia", "林夏", "Lin Xia", "office"),
        security=person("anquan", "安泉", "An Quan", "security"),
        system=person("xitong", "席彤", "Xi Tong", "system"),
        audit=person("shenji", "沈霁", "Shen Ji", "audit"),
        evaluation=person("pingjia", "平佳", "Ping Jia", "evaluation"),
        outsider=person("wuhe", "吴禾", "Wu He", "principal", enterprise=other),
        outside_specialist=person("zhaolei", "赵磊", "Zhao Lei", "specialist", department=d.JSJ),
    )  # fmt: skip
    Assignment.objects.create(enterprise=firm, specialist=cast.specialist, since=BEGINNING)
    Assignment.objects.create(enterprise=other, specialist=cast.outside_specialist, since=BEGINNING)
    return cast


def _firm(zone: Zone, code: str, zh: str, en: str, initials: str) -> Enterprise:
    return Enterprise.objects.create(zone=zone, code=code, name_zh=zh, name_en=en, initials=initials)
