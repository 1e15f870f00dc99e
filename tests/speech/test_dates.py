from datetime import date, datetime

import pytest
from django.utils import translation

from liaison.rules.calendar import NOTICES, calendar_from
from liaison.rules.deadlines import SHANGHAI
from liaison.speech import dates

CALENDAR = calendar_from(NOTICES)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


NOW = at("2020-09-28 10:24")

MOMENTS = [
    ("2020-09-28 09:15", "今天 09:15", "Today, 09:15"),
    ("2020-09-27 16:40", "昨天 16:40", "Yesterday, 16:40"),
    ("2020-09-25 16:58", "9月25日 16:58", "25\xa0Sep, 16:58"),
    ("2019-12-30 00:05", "2019年12月30日 00:05", "30\xa0Dec\xa02019, 00:05"),
]
LEFT = [
    ("2020-09-29 17:30", "还剩 1 个工作日", "1 working day left"),
    ("2020-10-09 17:30", "还剩 3 个工作日", "3 working days left"),  # 29, 30 September and 9 October
    ("2020-09-28 17:30", "还剩 7 小时 06 分", "7 h 06 min left"),
    ("2020-09-28 10:24", "还剩 0 分钟", "0 min left"),
    ("2020-09-28 09:00", "已超 1 小时 24 分", "1 h 24 min late"),
    ("2020-09-24 17:30", "已超 3 个工作日", "3 working days late"),  # 25, the made-up Sunday 27, 28
]


@pytest.mark.parametrize(("instant", "chinese", "english"), MOMENTS)
def test_moment(instant, chinese, english):
    with translation.override("zh-hans"):
        assert dates.moment(at(instant), NOW) == chinese
    with translation.override("en"):
        assert dates.moment(at(instant), NOW) == english


@pytest.mark.parametrize(("due", "chinese", "english"), LEFT)
def test_left(due, chinese, english):
    with translation.override("zh-hans"):
        assert dates.left(at(due), NOW, CALENDAR) == chinese
    with translation.override("en"):
        assert dates.left(at(due), NOW, CALENDAR) == english


def test_left_over_days_off_counts_plain_days():
    with translation.override("zh-hans"):
        assert dates.left(at("2020-10-02 12:00"), at("2020-10-01 09:00"), CALENDAR) == "还剩 1 天"
        assert dates.left_short(at("2020-09-29 17:30"), NOW, CALENDAR) == "1 天"
        assert dates.left_short(at("2020-09-25 17:30"), NOW, CALENDAR) == "−2 天"
        assert dates.left_short(at("2020-09-28 17:30"), NOW, CALENDAR) == "17:30"


def test_deadline_names_the_weekday_and_another_year():
    due = at("2020-09-29 17:30")
    with translation.override("zh-hans"):
        assert dates.deadline(due) == "9月29日（周二）17:30"
        assert dates.deadline(due, at("2021-01-04 09:00")) == "2020年9月29日（周二）17:30"
    with translation.override("en"):
        assert dates.deadline(due) == "Tue\xa029\xa0Sep, 17:30"


def test_day():
    with translation.override("zh-hans"):
        assert dates.day(date(2020, 9, 29)) == "2020年9月29日"
        assert dates.day(date(2020, 9, 29), NOW.date()) == "9月29日"
        assert dates.day_with_weekday(date(2020, 9, 28)) == "9月28日（周一）"
    with translation.override("en"):
        assert dates.day(date(2020, 9, 29)) == "29\xa0Sep\xa02020"


def test_an_instant_of_another_offset_is_told_in_shanghai_time():
    with translation.override("zh-hans"):
        assert dates.moment(datetime.fromisoformat("2020-09-27T20:00:00+00:00"), NOW) == "今天 04:00"


def test_a_moment_within_a_sentence_begins_small():
    today, yesterday, before = at("2020-09-28 09:15"), at("2020-09-27 16:40"), at("2020-09-25 16:58")
    with translation.override("en"):
        said = [dates.moment_within(instant, NOW) for instant in (today, yesterday, before)]
        assert said == ["today, 09:15", "yesterday, 16:40", "25\xa0Sep, 16:58"]
    with translation.override("zh-hans"):
        assert dates.moment_within(yesterday, NOW) == "昨天 16:40"
