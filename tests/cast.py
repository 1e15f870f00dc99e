"""The named people of the tests: a specialist and her firm, two departments, the chief, the office, and outsiders to all of it."""

from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection

from liaison.registry.models import (
    Account,
    Appointment,
    Assignment,
    CalendarNotice,
    Category,
    Department,
    Enterprise,
    Zone,
)
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


FIRMS = (
    ("E0001", "江岭精铸有限公司", "Jiangling Precision Casting Co., Ltd", "jljz"),
    ("E0002", "渝禾食品有限公司", "Yuhe Foods Co., Ltd", "yhsp"),
    ("E0003", "白鹤新材料有限公司", "Baihe New Materials Co., Ltd", "bhxcl"),
)
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
    _calendars()
    made = Department.objects.bulk_create(
        Department(zone=zone, code=code, name_zh=zh, name_en=en, external=external, phone="02388880100")
        for code, (zh, en, external) in DEPARTMENTS.items()
    )
    d = SimpleNamespace(**{one.code: one for one in made})
    Category.objects.bulk_create([
        Category(zone=zone, code="roads", name_zh="道路", name_en="Roads", group="production", lead=d.SZJ),
        Category(zone=zone, code="schooling", name_zh="子女读书", name_en="Schooling", group="life", position=1),
    ])  # fmt: skip
    firm, other, unserved = Enterprise.objects.bulk_create(
        Enterprise(zone=zone, code=code, name_zh=zh, name_en=en, initials=initials) for code, zh, en, initials in FIRMS
    )
    hashed = make_password(password)

    held: list[tuple[Account, str]] = []

    def person(login: str, zh: str, en: str, *posts: str, **where: Any) -> Account:
        account = Account(zone=zone, login=login, name_zh=zh, name_en=en, phone="02388880012", password=hashed, **where)
        held.extend((account, post) for post in posts)
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
    Account.objects.bulk_create(cast.everybody().values())
    Appointment.objects.bulk_create(Appointment(account=one, post=post, since=BEGINNING) for one, post in held)
    Assignment.objects.bulk_create([
        Assignment(enterprise=firm, specialist=cast.specialist, since=BEGINNING),
        Assignment(enterprise=other, specialist=cast.outside_specialist, since=BEGINNING),
    ])  # fmt: skip
    return cast


def _calendars() -> None:
    """What `store_notice` keeps of every bundled notice, in two statements."""
    kept = CalendarNotice.objects.bulk_create(
        CalendarNotice(
            key=notice.key, year=notice.year, source=notice.source,
            published_at=datetime.combine(notice.published_on, time(0), SHANGHAI),
        )
        for notice in NOTICES
    )  # fmt: skip
    # Written out: nearly every test needs these rows, and to build them as objects took most of the time of the whole cast.
    rows = ", ".join(f"({row.pk}, {day})" for row in kept for day in _written_days()[row.key])
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO registry_calendarday (notice_id, date, is_working, name) VALUES {rows}")


@cache
def _written_days() -> dict[str, list[str]]:
    """Of each bundled notice by its key: date, whether worked, name, as SQL writes them."""
    return {
        notice.key: [
            f"'{day}', {str(working).upper()}, '{notice.names.get(day, '')}'"
            for day, working in sorted(notice.days.items())
        ]
        for notice in NOTICES
    }
