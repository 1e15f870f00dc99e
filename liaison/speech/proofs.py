"""The clock proof in words: why a day counts or not, how a clock ended, in whose hands the matter was."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from . import holidays, statuses

REASONS = {
    "received": _lazy("Day of receipt, not counted (rule R-15)"),
    "working_day": _lazy("Working day"),
    "made_up": _lazy("Make-up working day, counted"),
    "weekend": _lazy("Weekend"),
    "holiday": _lazy("%(holiday)s, a holiday"),
    "after_limit": _lazy("After the limit"),
}
VERDICTS = {
    "on_time": _lazy("In time"),
    "late": _lazy("Late"),
    "open": _lazy("Still running"),
    "released": _lazy("Ended without a reply"),
}


def day_reason(why: str, holiday: str | None = None) -> str:
    """国庆节、中秋节放假 / National Day and Mid-Autumn Festival, a holiday."""
    return str(REASONS[why]) % {"holiday": holiday_word(holiday) if holiday else ""}


def verdict_word(code: str) -> str:
    """按时 / In time."""
    return str(VERDICTS[code])


def holder_word(kind: str) -> str:
    """In whose hands: 专员 / specialist."""
    return statuses.capacity_word(kind)


def holiday_word(code: str) -> str:
    return holidays.full(code)


def duration(minutes: int) -> str:
    """9 天 1 小时 28 分 / 9 d 1 h 28 min; plain days of 24 hours, as the proof counts them."""
    hours, rest = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _("%(days)s d %(hours)s h %(minutes)s min") % {"days": days, "hours": hours, "minutes": rest}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(minutes)s min") % {"minutes": rest}
