"""Why a day does not count, in words."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _


def full(code: str | None) -> str:
    """国庆节、中秋节 / National Day and Mid-Autumn Festival."""
    names = {
        "weekend": _("Weekend"),
        "zone_day": _("Freed by the zone"),
        "new_year": _("New Year's Day"),
        "spring_festival": _("Spring Festival"),
        "qingming": _("Qingming Festival"),
        "labour_day": _("Labour Day"),
        "dragon_boat": _("Dragon Boat Festival"),
        "mid_autumn": _("Mid-Autumn Festival"),
        "national_day": _("National Day"),
        "national_and_mid_autumn": _("National Day and Mid-Autumn Festival"),
    }
    return names.get(code or "weekend", code or "")


def short(code: str | None, *, narrow: bool) -> str:
    """The word in a cell of the day strip: 国庆 / Nat. Day; in English a cell of one day has room for "Off" only."""
    words = {
        "weekend": _("Off"),
        "zone_day": _("Zone day"),
        "new_year": _("New Year"),
        "spring_festival": _("Spring F."),
        "qingming": _("Qingming"),
        "labour_day": _("May Day"),
        "dragon_boat": _("Dragon B."),
        "mid_autumn": _("Mid-Aut."),
        "national_day": _("Nat. Day"),
        "national_and_mid_autumn": _("Nat. Day"),
    }
    in_english = (get_language() or "").startswith("en")
    return _("Off") if narrow and in_english else words.get(code or "weekend", full(code))
