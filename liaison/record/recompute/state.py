"""What is open while a record is read: calendars, limits and requests of each zone, as its entries say them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from .rules import CHINA, Calendar, Promise, Turn, limit_ends

DEFAULTS = {
    "reply": "3", "report_in": "1", "confirm": "5", "contest": "5", "closing_time": "17:30", "whistle_cutoff": "15:30",
}  # fmt: skip


class CannotRecompute(Exception):
    """The file is not a record that can be counted again; the text is one sentence."""


@dataclass
class Summons:
    department: str
    part: str
    promise: Promise
    report_in: Promise
    declined_at: datetime | None = None
    decide_by: datetime | None = None
    open: bool = True


@dataclass
class Request:
    """What is open of one request while its entries are read."""

    leg: int
    promise: Promise
    whistle: datetime | None
    cutoff: time
    holder: tuple[str, str]
    turns: list[Turn]
    running: bool = True
    lead: int | None = None
    confirm: Promise | None = None
    proposed_at: datetime | None = None  # a consultation, and until when it was to be agreed
    agree_by: datetime | None = None
    set_aside: tuple[bool, Promise | None] = (False, None)  # what ran when it was closed as a duplicate
    summonses: dict[int, Summons] = field(default_factory=dict)

    def open_promises(self) -> Iterator[Promise]:
        if self.running:
            yield self.promise
        yield from (one.promise for one in self.summonses.values() if one.open)
        if self.confirm:
            yield self.confirm


class Notice(NamedTuple):
    """One arrangement of holidays; a later one overrules an earlier one day by day, in order of publication."""

    published_on: str
    key: str
    year: int
    days: dict[date, bool]


class ZoneDay(NamedTuple):
    """A day that the zone itself freed, whatever the notices say."""

    date: date
    decided_at: datetime


@dataclass
class Zone:
    notices: dict[str, "Notice"] = field(default_factory=dict)
    freed: dict[int, "ZoneDay"] = field(default_factory=dict)  # by the number of the decision
    limits: list[tuple[str, datetime, str]] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    known: dict[str, Calendar] = field(default_factory=dict)
    began_closing: str = ""

    def key(self, at: datetime) -> str:
        """The name of the calendar in force: the newest notice published by then, and how many days the zone has freed."""
        today = at.astimezone(CHINA).date().isoformat()
        newest = max((key for key in self.notices if key <= today), default="")
        freed = sum(one.decided_at <= at for one in self.freed.values())
        return f"{newest}+{freed}" if freed else newest

    def calendar(self, key: str) -> Calendar:
        if key not in self.known:
            newest, _, count = key.partition("+")
            if newest and newest not in self.notices:
                raise CannotRecompute(
                    f"the record holds no calendar notice of {newest}; give it with --calendar (`liaison export calendar`)"
                )
            if int(count or 0) > len(self.freed):
                raise CannotRecompute(f"the record holds fewer than the {count} zone days of calendar {key}")
            kept = sorted((one for one in self.notices.values() if one.key <= newest), key=lambda one: one[:2])
            days = {day: works for notice in kept for day, works in notice.days.items()}
            days.update({self.freed[n].date: False for n in sorted(self.freed)[: int(count or 0)]})
            self.known[key] = Calendar(days, frozenset(notice.year for notice in kept))
        return self.known[key]

    def value(self, key: str, at: datetime) -> str:
        changes = [(since, value) for name, since, value in self.limits if name == key and since <= at]
        if changes:
            return sorted(changes, key=lambda change: change[0])[-1][1]  # of two for one day the later decision
        return self.began_closing if key == "closing_time" and self.began_closing else DEFAULTS[key]

    def ends(self, key: str, at: datetime) -> datetime | None:
        """The end of a limit that begins now, by what is in force now."""
        return limit_ends(at, int(self.value(key, at)), self.closing(at), self.calendar(self.key(at)))

    def closing(self, at: datetime) -> time:
        return time.fromisoformat(self.value("closing_time", at))

    def add_notice(self, facts: dict[str, Any]) -> None:
        days = {date.fromisoformat(day): bool(works) for day, works in facts["days"].items()}
        self.notices[facts["key"]] = Notice(facts["published_on"], facts["key"], int(facts["year"]), days)
        self.known.clear()

    def add_zone_day(self, seq: int, day: str, decided_at: datetime) -> None:
        self.freed[seq] = ZoneDay(date.fromisoformat(day), decided_at)
        self.known.clear()

    def move_promises(self, at: datetime) -> None:
        calendar = self.calendar(self.key(at))
        for one in self.requests.values():
            for promise in one.open_promises():
                promise.move(calendar)
