"""全程代办: formalities as steps × departments × documents (R-36), and how long they took (R-37).

A template names the department by its code in the zone; who opens a file may name another one for a step. Days are working days:
those the law allows, those the zone promises, and those that must pass by law and cannot be shortened (public notice).
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from liaison.rules.deadlines import add_months


class Document(NamedTuple):
    code: str
    zh: str
    en: str


class Step(NamedTuple):
    code: str
    zh: str
    en: str
    department: str
    statutory_days: int
    promised_days: int
    documents: tuple[Document, ...]
    after: tuple[str, ...] = ()
    minimum_days: int = 0
    fee_yuan: int | None = None


class Template(NamedTuple):
    code: str
    zh: str
    en: str
    steps: tuple[Step, ...]


_IDENTITY = Document("identity", "法定代表人身份证明", "Identity of the legal representative")
_PREMISES = Document("premises", "场所使用证明", "Proof of the premises")
_LICENCE = Document("licence", "营业执照", "Business licence")
_DRAWINGS = Document("drawings", "施工图设计文件", "Construction drawings")

TEMPLATES: dict[str, Template] = {
    template.code: template
    for template in (
        # Four departments at once: nothing waits for another one (SC-05).
        Template("start_up", "新企业开办", "Starting an enterprise", (
            Step("licence", "营业执照", "Business licence", "SJJ", 3, 1,
                 (Document("application", "设立登记申请书", "Application for registration"), _IDENTITY, _PREMISES)),
            Step("seals", "公章刻制备案", "Company seals", "ZHF", 1, 1, (_IDENTITY,)),
            Step("tax", "税务登记和发票申领", "Tax registration and invoices", "SWS", 2, 1,
                 (Document("account", "银行账户信息", "Bank account"),)),
            Step("insurance", "社保参保登记", "Social insurance", "RSJ", 5, 1,
                 (Document("staff", "参保职工名单", "List of the staff"),)),
        )),
        # From filing to the building permit: what took half a year (SC-06).
        Template("factory", "工业项目建设手续", "Permits for an industrial project", (
            Step("filing", "项目备案", "Filing of the project", "JFJ", 3, 1,
                 (Document("project", "项目备案申请表", "Project form"),)),
            Step("environment", "环境影响评价审批", "Environmental assessment", "HBJ", 30, 8,
                 (Document("assessment", "环境影响报告表", "Environmental report"),), ("filing",), minimum_days=5),
            Step("land", "建设用地规划许可", "Land planning permit", "JSJ", 20, 3,
                 (Document("land", "土地出让合同", "Land contract"),), ("filing",)),
            Step("power", "用电接入", "Power connection", "GDS", 15, 6,
                 (Document("load", "用电负荷说明", "Power demand"),), ("filing",), fee_yuan=0),
            Step("planning", "建设工程规划许可", "Building planning permit", "JSJ", 20, 7,
                 (Document("plan", "总平面设计方案", "Site plan"),), ("land",), minimum_days=7),
            Step("drawings", "施工图审查", "Review of the drawings", "JSJ", 15, 6, (_DRAWINGS,), ("planning",)),
            Step("fire", "消防设计审查", "Fire safety review", "YJJ", 15, 4,
                 (Document("fire", "消防设计文件", "Fire safety design"),), ("planning",)),
            Step("permit", "施工许可", "Building permit", "JSJ", 7, 1,
                 (Document("contract", "施工合同", "Building contract"),), ("environment", "drawings", "fire", "power")),
        )),
        Template("stall", "临时摊位", "A temporary stand", (
            Step("site", "临时占道许可", "Permit for the site", "SZJ", 20, 1, (_LICENCE,), fee_yuan=0),
            Step("safety", "用火用电安全检查", "Fire and power safety check", "YJJ", 10, 1,
                 (Document("layout", "摊位布置图", "Layout of the stand"),)),
            Step("notice", "登记公示", "Entry and public notice", "ZHF", 5, 1, (), ("site", "safety"), minimum_days=1),
        )),
    )
}  # fmt: skip


def step_of(template: str, code: str) -> Step | None:
    """The step of a template by its codes; None for what this release no longer knows."""
    found = TEMPLATES.get(template)
    return next((step for step in found.steps if step.code == code), None) if found else None


class Duration(NamedTuple):
    """How long something took: in months, or in days where it was less than one."""

    months: Decimal | None
    days: int


def duration(start: date, end: date) -> Duration:
    """From `start` to `end` by the month rule of 民法典 202; what is begun counts as half a month, never less (R-37).

    2020-03-02 to 2020-04-02 is one month, to 2020-04-03 one and a half. Under a month: days, the first one counted.
    """
    days = (end - start).days + 1
    whole = 0
    while add_months(start, whole + 1) <= end:
        whole += 1
    if not whole:
        return Duration(None, days)
    over = end - add_months(start, whole)
    half = Decimal(0) if not over else Decimal("0.5") if over <= timedelta(days=15) else Decimal(1)
    return Duration(whole + half, days)
