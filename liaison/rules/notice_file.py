"""Reading a State Council notice from a file: every fault with its line, all of them, and nothing but the text to judge by (N3).

Two layouts mean the same: TOML as in `data/`, one `[[notice]]` with its holidays as spans; or a plain table

    year,2027
    published_on,2026-11-05
    source,国办发明电〔2026〕9号
    date,working,name
    2027-01-01,no,元旦
    2027-02-07,yes,春节
"""

import csv
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from liaison.rules.calendar import SATURDAY, Notice

SIZE_MAX_BYTES = 64 * 1024
YEARS = range(1990, 2100)
SOURCE_MAX, NAME_MAX, SPAN_MAX_DAYS = 100, 30, 40
HEAD = ("year", "published_on", "source")
TABLE = ("date", "working", "name")
YES, NO = frozenset({"yes", "true", "1", "是", "班"}), frozenset({"no", "false", "0", "否", "休"})


class Fault(NamedTuple):
    """What is wrong in which line (0: in the file as a whole); `speech.notice_faults` has the sentence of each code."""

    line: int
    code: str
    given: str = ""


@dataclass(frozen=True)
class Reading:
    """The notice, or every fault that keeps it from being one."""

    notice: Notice | None
    faults: tuple[Fault, ...] = ()


class Day(NamedTuple):
    """One day that the file names, before it is judged."""

    line: int
    on: date
    working: bool
    name: str


@dataclass
class Sheet:
    """What a layout found: the head with its lines, the days, and what is wrong with the layout itself."""

    head: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    days: list[Day] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def blame(self, line: int, code: str, given: object = "") -> None:
        self.faults.append(Fault(line, code, str(given)[:60]))


def decoded(raw: bytes) -> str | None:
    """The text of a file as editors and spreadsheets here save it; None if it is no text."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None


def read(text: str | None, *, today: date, published: Collection[date] = ()) -> Reading:
    """Return the notice of the file, or all its faults in order of their lines.

    `published`: the days of publication of the notices that were accepted before.
    """
    if text is None or "\0" in text:
        return Reading(None, (Fault(0, "not_text"),))
    if len(text.encode()) > SIZE_MAX_BYTES:
        return Reading(None, (Fault(0, "too_long"),))
    sheet = _table(text) if _is_table(text) else _toml(text)
    if not any(fault.code in UNREADABLE for fault in sheet.faults):
        _judge_head(sheet, today, published)
        _judge_days(sheet)
    if sheet.faults:
        return Reading(None, tuple(sorted(dict.fromkeys(sheet.faults))))
    head = sheet.head
    return Reading(
        Notice(
            head["published_on"].isoformat(), head["year"], head["published_on"], head["source"],
            {day.on: day.working for day in sheet.days}, {day.on: day.name for day in sheet.days},
        )
    )  # fmt: skip


# --- what is judged, whatever the layout

UNREADABLE = frozenset({"not_toml", "no_notice", "several_notices"})  # nothing more can be said then


def _judge_head(sheet: Sheet, today: date, published: Collection[date]) -> None:
    year, on, source = (sheet.head.get(name) for name in HEAD)
    for name in HEAD:
        if name not in sheet.head:
            sheet.blame(0, "missing", name)
    if year is not None and (not isinstance(year, int) or year not in YEARS):
        sheet.blame(sheet.lines["year"], "not_a_year", year)
    if on is not None:
        line = sheet.lines["published_on"]
        if type(on) is not date:
            sheet.blame(line, "not_a_date", on)
        elif on > today:
            sheet.blame(line, "published_in_future", on)
        elif on in published:
            sheet.blame(line, "accepted_before", on)
    if source is not None and not (isinstance(source, str) and 0 < len(source.strip()) <= SOURCE_MAX):
        sheet.blame(sheet.lines["source"], "not_a_source")


def _judge_days(sheet: Sheet) -> None:
    if not sheet.days and not sheet.faults:
        sheet.blame(0, "no_days")
    year = sheet.head.get("year")
    seen: dict[date, int] = {}
    for day in sheet.days:
        if isinstance(year, int) and year in YEARS and abs(day.on.year - year) > 1:
            sheet.blame(day.line, "another_year", day.on)
        if day.on in seen:
            sheet.blame(day.line, "day_twice", day.on)
        if day.working and day.on.weekday() < SATURDAY:
            sheet.blame(day.line, "made_up_on_a_weekday", day.on)
        if not 0 < len(day.name) <= NAME_MAX:
            sheet.blame(day.line, "no_name", day.on)
        seen.setdefault(day.on, day.line)


# --- the table


def _is_table(text: str) -> bool:
    return any([cell.strip().lower() for cell in line.split(",")] == list(TABLE) for line in text.splitlines())


def _table(text: str) -> Sheet:
    sheet, in_days = Sheet(), False
    for number, cells in _rows(text):
        if [cell.lower() for cell in cells] == list(TABLE):
            in_days = True
        elif in_days:
            _table_day(sheet, number, cells)
        elif cells[0] in sheet.head:
            sheet.blame(number, "twice", cells[0])
        elif cells[0] in HEAD and len(cells) <= 2:
            sheet.lines[cells[0]] = number
            sheet.head[cells[0]] = READ[cells[0]]("".join(cells[1:]))
        else:
            sheet.blame(number, "unknown_word", cells[0])
    return sheet


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in next(csv.reader([line]), [])]
        while cells and not cells[-1]:  # spreadsheets fill short rows up with commas
            cells.pop()
        if cells and not cells[0].startswith("#"):
            yield number, cells


def _table_day(sheet: Sheet, number: int, cells: list[str]) -> None:
    on, working, name = (*cells, "", "")[:3]
    day, word = _date(on), working.lower()
    if not isinstance(day, date):
        sheet.blame(number, "not_a_date", on)
    elif word not in YES | NO:
        sheet.blame(number, "not_yes_or_no", working)
    elif len(cells) > len(TABLE):
        sheet.blame(number, "unknown_word", cells[len(TABLE)])
    else:
        sheet.days.append(Day(number, day, word in YES, name))


def _date(text: str) -> date | str:
    """2027-01-01, or 2027/1/1 as spreadsheets write it; the text itself if it is neither."""
    found = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text, re.ASCII)
    try:
        return date(*(int(part) for part in found.groups())) if found else text
    except ValueError:
        return text


def _whole_number(text: str) -> int | str:
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else text


READ: dict[str, Callable[[str], Any]] = {"year": _whole_number, "published_on": _date, "source": str.strip}


# --- TOML: values come from the parser, their lines from the text, since the parser tells none


@dataclass(frozen=True)
class _Lines:
    """Finds the line of a word in a text whose comments and quoted words are blanked out."""

    text: str

    def of(self, pattern: str, start: int = 0, end: int | None = None) -> int:
        """The line of the first match from `start` on; that of `start` itself if there is none."""
        found = re.compile(pattern, re.MULTILINE).search(self.text, start, len(self.text) if end is None else end)
        return self.text.count("\n", 0, found.start() if found else start) + 1

    def starts(self, pattern: str) -> list[int]:
        return [found.start() for found in re.finditer(pattern, self.text, re.MULTILINE)]


def _blanked(text: str) -> str:
    return re.sub(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#.*', lambda found: " " * len(found[0]), text)


def _toml(text: str) -> Sheet:
    sheet, lines = Sheet(), _Lines(_blanked(text))
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"at line (\d+)", str(error))
        sheet.blame(int(where[1]) if where else text.count("\n") + 1, "not_toml")
        return sheet
    except (ValueError, RecursionError):  # a number or a nesting beyond what Python reads
        sheet.blame(0, "not_toml")
        return sheet
    notices = raw.get("notice")
    if not isinstance(notices, list) or not notices or not all(isinstance(one, dict) for one in notices):
        sheet.blame(0, "no_notice")
    elif len(notices) > 1:
        begun = lines.starts(r"^[ \t]*\[\[\s*notice\s*\]\]")
        sheet.blame(lines.of("", begun[1]) if len(begun) > 1 else 0, "several_notices")
    else:
        _toml_notice(sheet, lines, raw, notices[0])
    return sheet


def _toml_notice(sheet: Sheet, lines: _Lines, raw: Mapping[str, Any], notice: Mapping[str, Any]) -> None:
    for word in (
        *(word for word in raw if word != "notice"),
        *(word for word in notice if word not in (*HEAD, "holidays")),
    ):
        sheet.blame(lines.of(rf"^[ \t]*\[*{re.escape(word)}\b"), "unknown_word", word)
    for name in HEAD:
        if name in notice:
            sheet.head[name], sheet.lines[name] = notice[name], lines.of(rf"^[ \t]*{name}\s*=")
    holidays = notice.get("holidays", [])
    if not isinstance(holidays, list) or not all(isinstance(one, dict) for one in holidays):
        sheet.blame(lines.of(r"^[ \t]*holidays\s*="), "no_days")
        return
    begun = [*lines.starts(r"\{|^[ \t]*\[\[\s*notice\s*\.\s*holidays\s*\]\]"), len(lines.text)]
    for at, holiday in enumerate(holidays):
        place = min(at, len(begun) - 2) if len(begun) > 1 else 0
        _toml_holiday(sheet, lines, begun[place], begun[place + 1] if len(begun) > 1 else begun[0], holiday)


def _toml_holiday(sheet: Sheet, lines: _Lines, start: int, end: int, holiday: Mapping[str, Any]) -> None:
    def line(word: str) -> int:
        return lines.of(re.escape(word), start, end)

    for word in holiday:
        if word not in ("name", "first", "last", "made_up_on"):
            sheet.blame(line(word), "unknown_word", word)
    name, first, last, made_up = (holiday.get(word) for word in ("name", "first", "last", "made_up_on"))
    name = name.strip() if isinstance(name, str) else ""
    for word, given in (("first", first), ("last", last)):
        if type(given) is not date:
            sheet.blame(line(word), "missing" if given is None else "not_a_date", word if given is None else given)
    if type(first) is date and type(last) is date:
        if not 0 <= (last - first).days < SPAN_MAX_DAYS:
            sheet.blame(line("last"), "not_a_span", f"{first}–{last}")
        else:
            span = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
            sheet.days += [Day(line(first.isoformat()), day, False, name) for day in span]
    for given in made_up if isinstance(made_up, list) else [] if made_up is None else [made_up]:
        if type(given) is date:
            sheet.days.append(Day(line(given.isoformat()), given, True, name))
        else:
            sheet.blame(line("made_up_on"), "not_a_date", given)
