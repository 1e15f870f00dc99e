"""Other cities' promises in words."""

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from liaison.rules.presets import Rest

from . import limits

NAMES = {
    "shandong": _lazy("Shandong, May 2020"),
    "zaozhuang": _lazy("Zaozhuang"),
    "quanzhou": _lazy("Quanzhou, August 2022"),
    "zhongshan": _lazy("Zhongshan"),
    "shenzhen": _lazy("Shenzhen, 2020"),
    "xuchang": _lazy("Xuchang, 2011"),
    "xuchang_2025": _lazy("Xuchang, 2025"),
    "shiyan": _lazy("Shiyan"),
    "beijing": _lazy("Beijing, draft of 2021"),
    "jinniu": _lazy("Jinniu, Chengdu"),
    "hefei": _lazy("Hefei High-tech Zone"),
    "dadukou": _lazy("Dadukou"),
    "dezhou": _lazy("Dezhou"),
}
REST = {
    "solve": _lazy("solved within"),
    "sheet": _lazy("the sheet is sent on the same day"),
    "co": _lazy("joining departments reply within"),
    "contact": _lazy("first contact within"),
    "rolling": _lazy("after that always a next date"),
    "question": _lazy("a question about policy is answered within"),
    "first": _lazy("whoever receives it first leads"),
    "dispatch": _lazy("dispatched within"),
    "class_c": _lazy("simple matters within"),
    "class_a": _lazy("difficult matters within"),
    "monthly": _lazy("then news every month"),
    "emergency": _lazy("emergencies within"),
    "utilities": _lazy("water, power and gas within"),
    "ordinary": _lazy("ordinary matters within"),
    "complex": _lazy("complex matters within"),
    "answer_call": _lazy("a call is answered within"),
    "on_site": _lazy("on site within half a day"),
    "correction": _lazy("a bad rating is mended within"),
}
UNITS = {
    "days": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "weeks": ngettext_lazy("%(n)s week", "%(n)s weeks", "n"),
}


def preset_word(key: str) -> str:
    return str(NAMES[key])


def rest_words(rest: Rest) -> str:
    """办结 15 个工作日 / solved within 15 working days."""
    if rest.number is None:
        return str(REST[rest.what])
    counted = (
        str(UNITS[rest.unit] % {"n": rest.number}) if rest.unit in UNITS else limits.amount(rest.number, rest.unit)
    )
    return f"{REST[rest.what]} {counted}"
