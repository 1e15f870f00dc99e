"""A chat as WeChat and WeCom let it be copied, taken apart into who said what when (R-30).

张三  2020-09-28 10:24        a head with day and time, then lines of words
张三 9-28 10:24:31            without its year: the last one in which that day has come
—————  2020-09-28  —————      a day of its own, then heads with the time alone
张三：厂门口的灯坏了            no times at all: a name, a colon, the words
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from .deadlines import SHANGHAI, day_of

LONGEST = 5000  # characters of one message

_DAY = r"(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_CLOCK = r"(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?:[:：]\d{2})?"
_DATED = re.compile(rf"(?P<name>\S.{{0,39}}?)\s+{_DAY}\s+{_CLOCK}")
_TIMED = re.compile(rf"(?P<name>\S.{{0,39}}?)\s+{_CLOCK}")
_ALONE = re.compile(rf"[-—–\s]*{_DAY}(?:\s+(?:星期|周).)?[-—–\s]*")
_COLON = re.compile(r"(?P<name>[^\s:：]{1,20})[:：](?!//)\s*(?P<words>.*)")


@dataclass(frozen=True)
class Said:
    """One message; `at` is None where the chat shows no times. `line` is where it begins, from 1."""

    line: int
    name: str
    at: datetime | None
    words: str


@dataclass(frozen=True)
class Bad:
    """A line that could not be read: no_author, no_words, no_such_time, in_future, too_long."""

    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Pasted:
    said: list[Said]
    bad: list[Bad]


@dataclass
class _Open:
    line: int
    name: str
    at: datetime | None
    head: str
    words: list[str]


def parse(text: str, now: datetime) -> Pasted:
    """Take a pasted chat apart. What belongs to nobody is listed with its line number, never given to somebody else.

    Dated heads make words that end in a time plain words; only where no head has a day do times alone begin a message, and only
    where there are no times at all does a colon.
    """
    lines = [line.strip() for line in text.splitlines()]
    head = next((form for form in (_DATED, _TIMED) if any(form.fullmatch(line) for line in lines)), _COLON)
    said: list[Said] = []
    bad: list[Bad] = []
    current: _Open | None = None
    today = day_of(now)
    for number, line in enumerate(lines, 1):
        found = head.fullmatch(line)
        alone = _ALONE.fullmatch(line) if head is _TIMED else None
        if alone or found:
            _end(current, said, bad)
            current = None
        if alone:
            today = _day(alone, day_of(now)) or today
        elif found:
            current = _begun(number, line, found, today, now, bad)
        elif line and current:
            current.words.append(line)
        elif line:
            bad.append(Bad(number, line, "no_author"))
    _end(current, said, bad)
    return Pasted(said, sorted(bad, key=lambda one: one.line))


def _begun(line: int, text: str, found: re.Match[str], today: date, now: datetime, bad: list[Bad]) -> _Open | None:
    if found.re is _COLON:
        return _Open(line, found["name"], None, text, [found["words"]] if found["words"] else [])
    on = _day(found, day_of(now)) if found.re is _DATED else today
    hour, minute = int(found["hour"]), int(found["minute"])
    if on is None or hour > 23 or minute > 59:
        bad.append(Bad(line, text, "no_such_time"))
        return None
    at = datetime.combine(on, time(hour, minute), SHANGHAI)
    if at > now:
        bad.append(Bad(line, text, "in_future"))
        return None
    return _Open(line, found["name"], at, text, [])


def _end(current: _Open | None, said: list[Said], bad: list[Bad]) -> None:
    if current is None:
        return
    words = "\n".join(current.words)
    if not words or len(words) > LONGEST:
        bad.append(Bad(current.line, current.head, "too_long" if words else "no_words"))
    else:
        said.append(Said(current.line, current.name, current.at, words))


def _day(found: re.Match[str], today: date) -> date | None:
    """Without its year: the last time that day has come. None for a day that no calendar has."""
    month, day = int(found["month"]), int(found["day"])
    years: Iterable[int] = [int(found["year"])] if found["year"] else (today.year, today.year - 1)
    for year in years:
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if found["year"] or on <= today:
            return on
    return None
