"""When a limit ends. Every limit counts working days after the day of the event and ends at close of business.

Sources: R-15 (3rd working day after the day of receipt, 17:30), 民法典 201 (the day itself is not counted),
202 (months), 203 (a limit ends with business hours). Instants are aware; days are days in Asia/Shanghai.
"""

from calendar import monthrange
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from liaison.rules.calendar import (
    Calendar,
    UnknownYear,
    add_working_days,
    days_after,
    next_working_day,
    subtract_working_days,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(instant: datetime) -> datetime:
    """The same instant as read from a clock in the zone."""
    return instant.astimezone(SHANGHAI)


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in the zone; it decides on receipt even at 23:59 (Q-02)."""
    return local(instant).date()


def close_of(day: date, closing: time) -> datetime:
    """Close of business on `day`, to the second."""
    return datetime.combine(day, closing, SHANGHAI)


def is_late(instant: datetime, due: datetime) -> bool:
    """Whether `instant` misses `due`: 17:30:00 is on time, 17:30:01 is late; fractions of a second do not count."""
    return instant.replace(microsecond=0) > due


def due_after(instant: datetime, working_days: int, calendar: Calendar, closing: time) -> datetime | None:
    """End of a limit of `working_days` that begins with an event at `instant` (R-15).

    The day of the event is not counted, whatever its hour. None = the count needs a year without a notice:
    a missing calendar never refuses a request, it leaves the promise open. With the hour of escalation as
    `closing` it also gives the steps of the ladder (R-22: 08:45 of the n-th working day after the due day).
    """
    try:
        return close_of(add_working_days(day_of(instant), working_days, calendar), closing)
    except UnknownYear:
        return None


def whistle_due(received_at: datetime, calendar: Calendar, cut_off: time, closing: time) -> datetime | None:
    """The specialist's own limit (R-13): whistle the same working day if received on one before `cut_off`.

    Received at `cut_off` or later, or on a day off: by close of business of the next working day.
    None = a year is unknown.
    """
    return _same_or_next(received_at, calendar, cut_off, closing)


def same_day_due(instant: datetime, calendar: Calendar, closing: time) -> datetime | None:
    """The end of "the same working day": today's close if it is a working day and not yet closed, else the next one's.

    Source: R-10, R-14 (the office decides a decline the same working day). None = a year is unknown.
    """
    return _same_or_next(instant, calendar, closing, closing)


def before_due(due: datetime, working_days: int, calendar: Calendar) -> datetime | None:
    """The instant `working_days` working days before `due`, at the same hour (R-21: asked at least 1 wd before).

    The day of `due` is not counted. None = a year is unknown.
    """
    here = local(due)
    try:
        return close_of(subtract_working_days(here.date(), working_days, calendar), here.time())
    except UnknownYear:
        return None


def moved_due(
    due: datetime | None, instant: datetime, working_days: int, calendar: Calendar, closing: time
) -> datetime | None:
    """The later end of an open promise once `calendar` holds a new notice, or None when nothing changes.

    A notice published while a promise is open may move it later only, never earlier. A promise that
    had no end because of an unknown year gets its first one.
    """
    counted_anew = due_after(instant, working_days, calendar, closing)
    if counted_anew is None or (due is not None and counted_anew <= due):
        return None
    return counted_anew


def is_beyond(day: date, instant: datetime, working_days: int, calendar: Calendar) -> bool:
    """Whether `day` lies after the last day of such a limit (R-16: a plan later than 30 wd needs the office's word).

    An unknown year is presumed Monday to Friday, so any date a person types gets an answer.
    """
    start = day_of(instant)
    if (day - start).days > 7 * (working_days + 8):  # even with the longest holidays in between
        return True
    return sum(calendar.presumed_working(each) for each in days_after(start, day)) > working_days


def add_months(day: date, months: int) -> date:
    """The corresponding day `months` months later, or that month's last day if it has none (民法典 202)."""
    years, month_index = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month_index + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _same_or_next(instant: datetime, calendar: Calendar, cut_off: time, closing: time) -> datetime | None:
    here = local(instant)
    try:
        in_time = calendar.is_working(here.date()) and here.time() < cut_off
        return close_of(here.date() if in_time else next_working_day(here.date(), calendar), closing)
    except UnknownYear:
        return None
