"""Names and readers as the pages give them to the speech room."""

from django.utils.translation import get_language

from liaison.rules.audiences import Audience
from liaison.speech.timeline import Reader

PEOPLE = {
    "zhoumin": ("周敏", "Zhou Min"), "chenliqun": ("陈立群", "Chen Liqun"), "luochuan": ("罗川", "Luo Chuan"),
    "linxia": ("林夏", "Lin Xia"), "zhaolei": ("赵磊", "Zhao Lei"), "anquan": ("安泉", "An Quan"), "gaoyuan": ("高原", "Gao Yuan"),
}  # fmt: skip
DEPARTMENTS = {"SZJ": ("市政管护科", "Municipal Works"), "JSJ": ("建设局", "Construction")}
ENTERPRISES = {"E0001": ("江岭精铸", "Jiangling Casting")}


class SampleNames:
    def person(self, login: str) -> str:
        return PEOPLE[login][_in_english()]

    def department(self, code: str) -> str:
        return DEPARTMENTS[code][_in_english()]

    def enterprise(self, code: str) -> str:
        return ENTERPRISES[code][_in_english()]


def _in_english() -> bool:
    return (get_language() or "").startswith("en")


NAMES = SampleNames()
FIRM = Reader("zhoumin", Audience.ENTERPRISE)
CLERK = Reader("luochuan", Audience.DEPARTMENT)
STAFF = Reader("chenliqun", Audience.STAFF)
READERS = [FIRM, CLERK, STAFF]
LANGUAGES = ["zh-hans", "en"]
