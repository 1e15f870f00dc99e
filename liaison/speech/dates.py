"""Instants and days as people here write them: 24 hours, Asia/Shanghai, in the reader's language."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.calendar import Calendar, working_days_between
from liaison.rules.deadlines import SHANGHAI

WEEKDAYS = (_lazy("Mon"), _lazy("Tue"), _lazy("Wed"), _lazy("Thu"), _lazy("Fri"), _lazy("Sat"), _lazy("Sun"))
MONTHS = (
    _lazy("Jan"), _lazy("Feb"), _lazy("Mar"), _lazy("Apr"), _lazy("May"), _lazy("Jun"),
    _lazy("Jul"), _lazy("Aug"), _lazy("Sep"), _lazy("Oct"), _lazy("Nov"), _lazy("Dec"),
)  # fmt: skip


def local(instant: datetime) -> datetime:
    return instant.astimezone(SHANGHAI)


def weekday(on: date) -> str:
    """周二 / Tue."""
    return str(WEEKDAYS[on.weekday()])


def month(on: date) -> str:
    """9月 / Sep."""
    return str(MONTHS[on.month - 1])


def _filled(pattern: str, on: date, time: str = "") -> str:
    # A date never breaks: 28 and Sep stay on one line wherever they stand.
    pattern = pattern.replace("} {", "}\u00a0{")
    return pattern.format(y=on.year, mon=month(on), d=on.day, wd=weekday(on), time=time)


def clock_time(instant: datetime) -> str:
    return f"{local(instant):%H:%M}"


def day(on: date, today: date | None = None) -> str:
    """9月29日 / 29 Sep; with the year unless it is the year of `today`."""
    if isinstance(on, datetime):
        on = local(on).date()
    same_year = today is not None and on.year == today.year
    return _filled(_("{d} {mon}") if same_year else _("{d} {mon} {y}"), on)


def day_with_weekday(on: date) -> str:
    """9月28日（周一） / Mon 28 Sep."""
    return _filled(_("{wd} {d} {mon}"), on)


def moment(instant: datetime, now: datetime) -> str:
    """When something happened: 今天 09:15, 昨天 16:40, 9月25日 16:58, 2019年12月30日 10:00."""
    at, today, time = local(instant), local(now).date(), clock_time(instant)
    if at.date() == today:
        return _("Today, {time}").format(time=time)
    if at.date() == today - timedelta(days=1):
        return _("Yesterday, {time}").format(time=time)
    return _filled(_("{d} {mon}, {time}") if at.year == today.year else _("{d} {mon} {y}, {time}"), at.date(), time)


def moment_within(instant: datetime, now: datetime) -> str:
    """The same in the midst of a sentence: since today, 09:15."""
    at, today, time = local(instant), local(now).date(), clock_time(instant)
    if at.date() == today:
        return _("today, {time}").format(time=time)
    if at.date() == today - timedelta(days=1):
        return _("yesterday, {time}").format(time=time)
    return moment(instant, now)


def stamp(instant: datetime) -> str:
    """For paper, where no day is today for long: 2020年9月28日 10:24 / 28 Sep 2020, 10:24."""
    return _filled(_("{d} {mon} {y}, {time}"), local(instant).date(), clock_time(instant))


def deadline(instant: datetime, now: datetime | None = None) -> str:
    """A promise: 9月29日（周二）17:30 / Tue 29 Sep, 17:30; with the year if `now` lies in another one."""
    on, time = local(instant).date(), clock_time(instant)
    other_year = now is not None and local(now).year != on.year
    return _filled(_("{wd} {d} {mon} {y}, {time}") if other_year else _("{wd} {d} {mon}, {time}"), on, time)


def _hours(span: timedelta) -> str:
    hours, minutes = divmod(int(span.total_seconds()) // 60, 60)
    if hours:
        return _("{h} h {min} min").format(h=hours, min=f"{minutes:02}")
    return _("{min} min").format(min=minutes)


def minutes(count: int) -> str:
    """75 分钟 as 1 小时 15 分 / 1 h 15 min: real time, whatever day it is (R-39)."""
    return _hours(timedelta(minutes=count))


def _days_to(due: datetime, now: datetime, calendar: Calendar) -> tuple[int, bool]:
    """How many days lie between, and whether they are working days: plain ones where no working day does, or none is known."""
    first, last = sorted((local(due).date(), local(now).date()))
    working = working_days_between(first, last, calendar)
    return (working, True) if working else ((last - first).days, False)


def distance(due: datetime, now: datetime, calendar: Calendar) -> str:
    """How far away a due time is, on either side: hours within the same day, working days otherwise."""
    count, working = _days_to(due, now, calendar)
    if not count:
        return _hours(abs(due - now))
    if working:
        return _("1 working day") if count == 1 else _("{n} working days").format(n=count)
    return _("1 day") if count == 1 else _("{n} days").format(n=count)


def left(due: datetime, now: datetime, calendar: Calendar) -> str:
    """还剩 1 个工作日 / 1 working day left; 还剩 7 小时 06 分; 已超 2 个工作日 / 2 working days late."""
    pattern = _("{distance} left") if now <= due else _("{distance} late")
    return pattern.format(distance=distance(due, now, calendar))


def left_short(due: datetime, now: datetime, calendar: Calendar) -> str:
    """The same for a narrow column: 3 天, −1 天; the time of day if it is today."""
    count, _working = _days_to(due, now, calendar)
    if not count:
        return clock_time(due)
    return ("−" if now > due else "") + (_("1 day") if count == 1 else _("{n} days").format(n=count))
