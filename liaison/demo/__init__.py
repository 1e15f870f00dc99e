"""The sample zone 青江高新区: invented people and firms, a year and a half of story, played through the actions."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from .cast import START
from .script import last_instant

__all__ = ["LOGINS", "START", "Login", "last_instant", "load"]


class Login(NamedTuple):
    """A fixed login of the sample zone; its password is `demo`."""

    login: str
    name_zh: str
    name_en: str
    what_zh: str
    what_en: str


LOGINS = (
    Login("enterprise", "郑怀远", "Zheng Huaiyuan", "江岭精铸 负责人", "Jiangling Precision Casting, principal"),
    Login("clerk", "周敏", "Zhou Min", "江岭精铸 经办人", "Jiangling Precision Casting, clerk"),
    Login("specialist", "陈立群", "Chen Liqun", "企业服务专员，联系江岭精铸", "Specialist of Jiangling"),
    Login("department", "沈亦舟", "Shen Yizhou", "建设局 承办人", "Construction, clerk"),
    Login("head", "韩建章", "Han Jianzhang", "建设局 局长", "Construction, head"),
    Login("chief", "许景行", "Xu Jingxing", "总专员", "Chief specialist"),
    Login("leader", "魏国梁", "Wei Guoliang", "领导班子成员", "Leadership"),
    Login("office", "苏文澜", "Su Wenlan", "管委会办公室", "Committee office"),
    Login("enterprise2", "柳海棠", "Liu Haitang", "青竹玩具 负责人", "Qingzhu Toys, principal"),
    Login("specialist2", "薛云帆", "Xue Yunfan", "企业服务专员，联系青竹玩具", "Specialist of Qingzhu Toys"),
    Login("department2", "罗川", "Luo Chuan", "市政管护科 承办人", "Municipal Works, clerk"),
    Login("evaluation", "潘静宜", "Pan Jingyi", "考核岗", "Evaluation"),
    Login("personnel", "范志诚", "Fan Zhicheng", "人事岗", "Personnel"),
    Login("discipline", "严正阳", "Yan Zhengyang", "纪检岗", "Discipline"),
    Login("system", "岑启元", "Cen Qiyuan", "系统管理员", "System administrator"),
    Login("security", "卞克勤", "Bian Keqin", "安全管理员", "Security administrator"),
    Login("audit", "米佩兰", "Mi Peilan", "审计管理员", "Audit administrator"),
)


def load(as_of: datetime, progress: Callable[[str], None] = lambda _: None) -> None:
    """Play the story up to `as_of` into an empty database, all or nothing; the zone is marked as a sample.

    Raises ValueError with a sentence for a person: the story has not begun, or the database holds something already.
    """
    from django.db import transaction

    from liaison.registry.models import Zone

    from .cast import cast
    from .player import play

    if as_of < START:
        raise ValueError(
            f"The story of the sample zone begins on {START:%Y-%m-%d}; nothing can be shown as of {as_of:%Y-%m-%d}."
        )
    if Zone.objects.filter(is_demo=False).exists():
        raise ValueError("This database holds a real zone; the sample zone is only loaded into an empty one.")
    if Zone.objects.exists():
        raise ValueError("The sample zone is loaded already; use --reset to load it anew.")
    with transaction.atomic():
        play(cast(), as_of, progress)
