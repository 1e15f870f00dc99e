"""The clock proof in words: why a day counts or not, how a clock ended, in whose hands the matter was."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.calendar import ZONE_DAY

from . import dates, holidays, lists, statuses

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
# The finding on top of the page: how the clock ended, and in whose hands a late one was late.
HEADINGS = {
    "late": _lazy("The reply came {time} late: {blame}"),
    "late_open": _lazy("{time} late so far, no reply yet: {blame}"),
    "late_released": _lazy("Withdrawn {time} after the due time: {blame}"),
    "on_time": _lazy("Answered in time, {time} before it was due"),
    "on_time_undated": _lazy("Answered; there was no due time yet"),
    "open": _lazy("Still in time: {time}"),
    "open_undated": _lazy("No due time yet: the working days of that year are not published"),
    "released": _lazy("Withdrawn, and not late until then"),
    "released_undated": _lazy("Withdrawn before there was a due time"),
}


def heading(ending: str, time: str = "", blame: str = "") -> str:
    """回复晚了 16 小时 20 分，晚在吹哨，不在部门."""
    return str(HEADINGS[ending]).format(time=time.replace(" ", "\u00a0"), blame=blame)


def blame(holders: list[str], *, whistle: bool) -> str:
    """Where a late reply was late: the whistle itself, or with whoever had it."""
    if whistle:
        return _("the whistle was late, not the department")
    return _("late with {holders}").format(holders=lists.listed(holders)) if holders else _("by less than a minute")


def days_word(first: date, last: date, today: date) -> str:
    """9月30日 周三; 10月1日至8日 for several days of one reason."""
    if first == last:
        return _("{day} {wd}").format(day=dates.day(first, today), wd=dates.weekday(first))
    if (first.year, first.month) == (last.year, last.month):
        return _("{first}–{last} {mon}").format(first=first.day, last=last.day, mon=dates.month(first))
    return _("{first} to {last}").format(first=dates.day(first, today), last=dates.day(last, today))


def calendar_word(year: int, version: int, published_on: date, today: date) -> str:
    """2020 年第 2 版，1月27日公布."""
    day = dates.day(published_on, today)
    return _("{year}, version {n}, published {day}").format(year=year, n=version, day=day)


def day_reason(why: str, holiday: str | None = None) -> str:
    """国庆节、中秋节放假 / National Day and Mid-Autumn Festival, a holiday."""
    if holiday == ZONE_DAY:
        return holiday_word(holiday)
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
    if hours and not rest and not days:
        return _("%(hours)s h") % {"hours": hours}
    if days:
        return _("%(days)s d %(hours)s h %(minutes)s min") % {"days": days, "hours": hours, "minutes": rest}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    return _("%(minutes)s min") % {"minutes": rest}
