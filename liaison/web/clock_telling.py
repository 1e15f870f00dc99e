"""A leg of a clock proof told to one reader, all of it read from the proof's own JSON: nothing is counted here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liaison.casework.models import Summons
from liaison.casework.proof import Seen
from liaison.registry.names import Names
from liaison.registry.policy import calendar_of
from liaison.rules import daystrip
from liaison.rules.audiences import Audience
from liaison.rules.calendar import Calendar
from liaison.rules.daystrip import Cell
from liaison.rules.deadlines import day_of
from liaison.speech import dates, proofs

from . import clock_drawn

LAMPS = {"late": "overdue", "on_time": "normal", "open": "normal", "released": "done"}
STAFF = ("specialist", "chief")  # who whistles


@dataclass(frozen=True)
class Verdict:
    title: str
    lamp: str
    say: str
    notes: Sequence[str]


@dataclass(frozen=True)
class Clock:
    """One clock, drawn."""

    title: str
    since: str
    start: str  # the word in its first cell
    cells: Sequence[Cell]
    due_at: datetime | None
    lamp: str


@dataclass(frozen=True)
class DayRow:
    days: str
    why: str
    n: int | None
    due: bool


@dataclass(frozen=True)
class Department:
    name: str
    clerk: str
    since: datetime
    due_at: datetime | None
    verdict: str
    lamp: str
    ended_at: datetime | None


class Telling:
    """One leg of the proof, told to one reader."""

    def __init__(self, seen: Seen, leg: dict[str, Any], names: Names) -> None:
        self.seen, self.leg, self.names = seen, leg, names
        self.now = seen.in_force.now
        self.today = day_of(self.now)
        self.received_at, self.due_at = _instant(leg["inputs"]["received_at"]), maybe(leg["due_at"])
        self.replied_at, self.released_at = maybe(leg["replied_at"]), maybe(leg["released_at"])
        self.ended_at = self.replied_at or self.released_at
        self.began_on = day_of(self.received_at)  # tables name the year only where it is another one
        self.rows = {row.pk: row for row in seen.summonses}
        self.stretches = _stretches(leg["holders"])
        self.own = self._own_summons()

    def _own_summons(self) -> dict[str, Any] | None:
        """The second clock: the reader's own department's, for everybody else the lead's."""
        called = self.leg["summonses"]
        if self.seen.how.audience != Audience.DEPARTMENT:
            called = [one for one in called if one["part"] == Summons.LEAD]
        return called[-1] if called else None

    def calendar(self, key: str) -> Calendar:
        return calendar_of(self.seen.known.up_to(key))

    def who(self, kind: str, code: str) -> str:
        """专员 陈立群 / 供电所 / 管委会办公室."""
        if kind == "department":
            return self.names.department(code)
        if kind == "office" or not code:
            return _("The committee office") if kind == "office" else proofs.holder_word(kind)
        return _("{role} {name}").format(role=proofs.holder_word(kind), name=self.names.person(code))

    def short(self, kind: str, code: str) -> str:
        return self.names.person(code) if kind in STAFF and code else self.who(kind, code)

    # what was found

    def whistle_was_late(self) -> bool:
        """Only the specialist is late, and he was so when he whistled."""
        late = {part["kind"] for part in self.leg["overrun_parts"]}
        limit, whistled = self._whistle()
        return bool(late) and late <= set(STAFF) and bool(limit and whistled and whistled > limit)

    def _whistle(self) -> tuple[datetime | None, datetime | None]:
        """The specialist's own limit as it last stood, and when the matter first left his hands for a department."""
        mine: list[dict[str, Any]] = []
        for one in self.leg["holders"]:
            if one["kind"] not in STAFF:
                return maybe(mine[-1]["limit_at"]) if mine else None, _instant(one["since"])
            mine.append(one)
        return None, None

    def heading(self) -> str:
        verdict, leg = self.leg["verdict"], self.leg
        if verdict == "late":
            ending = "late" if self.replied_at else "late_released" if self.released_at else "late_open"
            late = [self.short(part["kind"], part["code"]) for part in leg["overrun_parts"]]
            told = proofs.blame(late, whistle=self.whistle_was_late())
            return proofs.heading(ending, proofs.duration(leg["overrun_minutes"]), told)
        if self.due_at is None:
            return proofs.heading(f"{verdict}_undated")
        if verdict == "open":
            return proofs.heading("open", dates.left(self.due_at, self.now, self.seen.in_force.calendar))
        early = (self.due_at - self.replied_at).total_seconds() if self.replied_at else 0
        return proofs.heading(verdict, proofs.duration(int(early) // 60))

    def verdicts(self) -> list[Verdict]:
        return [self._to_firm(), self._to_department(), self._where() if self.leg["overrun_parts"] else self._spent()]

    def _to_firm(self) -> Verdict:
        title = _("To the enterprise: {verdict}").format(verdict=proofs.verdict_word(self.leg["verdict"]))
        say = self._due_words(self.due_at)
        return Verdict(title, LAMPS[self.leg["verdict"]], say, [self._end_words(self.replied_at, self.released_at)])

    def _to_department(self) -> Verdict:
        own = self.own
        if own is None:
            return Verdict(_("No whistle"), "", _("No department was called"), [_("The specialist has it alone.")])
        title = _("To {department}: {verdict}").format(
            department=self.names.department(own["department"]), verdict=proofs.verdict_word(own["verdict"])
        )
        due, sent, replied = maybe(own["due_at"]), _instant(own["sent_at"]), maybe(own["replied_at"])
        notes = [_("Whistled {moment}").format(moment=self._moment(sent))]
        if replied and due:
            minutes = int(abs((due - replied).total_seconds())) // 60
            word = _("answered {time} late") if replied > due else _("answered {time} early")
            notes.append(word.format(time=_whole(proofs.duration(minutes))))
        else:
            notes.append(self._end_words(replied, maybe(own["released_at"])))
        return Verdict(title, LAMPS[own["verdict"]], self._due_words(due), notes)

    def _where(self) -> Verdict:
        """Where the late minutes lie."""
        parts = [
            _("{who}: {time}").format(
                who=self.who(part["kind"], part["code"]), time=_whole(proofs.duration(part["minutes"]))
            )
            for part in self.leg["overrun_parts"]
        ]
        if not self.whistle_was_late():
            return Verdict(_("Where it was late"), "", parts[0], parts[1:])
        limit, whistled = self._whistle()
        assert limit and whistled
        distance = dates.distance(limit, whistled, self.calendar(self.leg["inputs"]["calendar"]))
        say = _("The whistle came {distance} late").format(distance=distance)
        return Verdict(
            _("Where it was late"), "", say,
            [_("Received {received}, to be whistled by {limit}").format(
                received=dates.day(day_of(self.received_at), self.today), limit=dates.deadline(limit, self.now)
            )],
        )  # fmt: skip

    def _spent(self) -> Verdict:
        """Nobody is late: how long it has been in whose hands."""
        total = sum(one["minutes"] for one in self.stretches)
        if self.ended_at is None and self.stretches:
            last = self.stretches[-1]
            since = _("since {moment}").format(moment=self._moment(_instant(last["since"])))
            return Verdict(_("Now with"), "", self.who(last["kind"], last["code"]), [since])
        most = max(self.stretches, key=lambda one: int(one["minutes"]), default=None)
        notes = []
        if most:
            who, time = self.who(most["kind"], most["code"]), _whole(proofs.duration(most["minutes"]))
            notes = [_("Longest with {who}: {time}").format(who=who, time=time)]
        return Verdict(_("How long it took"), "", proofs.duration(total), notes)

    def _due_words(self, due: datetime | None) -> str:
        if due is None:
            return _("No due time")
        return _("Due {day}, {time}").format(day=dates.day(day_of(due), self.today), time=dates.clock_time(due))

    def _end_words(self, replied: datetime | None, released: datetime | None) -> str:
        if replied:
            return _("Answered {moment}").format(moment=self._moment(replied))
        if released:
            return _("Ended without a reply {moment}").format(moment=self._moment(released))
        return _("No reply yet")

    def _moment(self, instant: datetime) -> str:
        return _whole(dates.moment_within(instant, self.now))

    # the clocks

    def clocks(self) -> list[Clock]:
        upper = self._cells(self.received_at, self.due_at, self.replied_at, self.leg["inputs"]["calendar"])
        firm = Clock(
            _("The enterprise's clock: from receipt"),
            _("Received {moment}").format(moment=self._moment(self.received_at)), "", upper, self.due_at,
            LAMPS[self.leg["verdict"]],
        )  # fmt: skip
        own = self.own
        if own is None:
            return [firm]
        sent, due = _instant(own["sent_at"]), maybe(own["due_at"])
        lower = self._cells(sent, due, maybe(own["replied_at"]), own["calendar"])
        upper, lower = daystrip.aligned(upper, lower)
        title = _("The clock of {department}: from the whistle").format(
            department=self.names.department(own["department"])
        )
        since = _("Whistled {moment}").format(moment=self._moment(sent))
        start = pgettext("first day of a strip", "Sent")
        second = Clock(title, since, start, lower, due, LAMPS[own["verdict"]])
        return [Clock(firm.title, firm.since, "", upper, self.due_at, firm.lamp), second]

    def _cells(self, since: datetime, due: datetime | None, replied: datetime | None, calendar: str) -> Sequence[Cell]:
        if due is None:
            return ()
        if replied or self.ended_at is None:
            until = day_of(replied) if replied else None
            return daystrip.strip(day_of(since), due, self.today, self.calendar(calendar), until)
        # One that ended without a reply is drawn up to its end; that is no day of today's.
        cells = daystrip.strip(day_of(since), due, day_of(self.ended_at), self.calendar(calendar))
        return [replace(cell, now=False) for cell in cells]

    # the tables

    def day_rows(self, days: Sequence[dict[str, Any]], due: datetime | None) -> list[DayRow]:
        runs: list[list[dict[str, Any]]] = []
        for one in days:
            same = (
                runs
                and not one["counts"]
                and (runs[-1][0]["why"], runs[-1][0]["holiday"]) == (one["why"], one["holiday"])
            )
            if same:
                runs[-1].append(one)
            else:
                runs.append([one])
        return [self._day_row(run, due) for run in runs]

    def _day_row(self, run: Sequence[dict[str, Any]], due: datetime | None) -> DayRow:
        first, last = date.fromisoformat(run[0]["date"]), date.fromisoformat(run[-1]["date"])
        why = proofs.day_reason(run[0]["why"], run[0]["holiday"])
        if len(run) > 1:
            why = _("{reason}, {n} days").format(reason=why, n=len(run))
        is_due = due is not None and last == day_of(due)
        if is_due and due:
            why = _("{reason}, due at close of business, {time}").format(reason=why, time=dates.clock_time(due))
        return DayRow(proofs.days_word(first, last, self.began_on), why, run[0]["n"], is_due)

    def holders(self) -> list[dict[str, Any]]:
        return [
            {
                "since": _instant(one["since"]), "until": _instant(one["until"]),
                "who": proofs.holder_word(one["kind"]) if one["kind"] in STAFF else self.who(one["kind"], one["code"]),
                "name": self.names.person(one["code"]) if one["kind"] in STAFF else self._clerk(one),
                "time": pairs(proofs.duration(one["minutes"])),
            }
            for one in self.stretches
        ]  # fmt: skip

    def _clerk(self, stretch: dict[str, Any]) -> str:
        rows = [
            row for row in self.rows.values()
            if stretch["kind"] == "department" and row.department.code == stretch["code"] and row.leg == self.leg["leg"]
        ]  # fmt: skip
        return rows[-1].clerk.name if rows and rows[-1].clerk else ""

    def departments(self) -> list[Department]:
        return [
            Department(
                self.names.department(one["department"]), self._clerk({"kind": "department", "code": one["department"]}),
                _instant(one["sent_at"]), maybe(one["due_at"]), proofs.verdict_word(one["verdict"]), LAMPS[one["verdict"]],
                maybe(one["replied_at"] or one["released_at"]),
            )
            for one in self.leg["summonses"]
        ]  # fmt: skip

    def bar(self) -> clock_drawn.Bar | None:
        parts = [
            clock_drawn.Part(
                one["kind"], self.short(one["kind"], one["code"]), _instant(one["since"]), _instant(one["until"])
            )
            for one in self.stretches
        ]
        return clock_drawn.bar(parts, self.leg["days"])

    # what it was counted from

    def calendar_words(self) -> list[str]:
        made_of = self.seen.known.up_to(self.leg["inputs"]["calendar"])
        found = []
        for year in range(day_of(self.received_at).year, day_of(self.due_at or self.received_at).year + 1):
            notices = [row for row in made_of.notices if row.year == year]
            if notices:
                published = day_of(notices[-1].published_at)
                found.append(proofs.calendar_word(year, len(notices), published, self.today))
        if made_of.zone_days:
            n = len(made_of.zone_days)
            found.append(ngettext("with {n} day freed by the zone", "with {n} days freed by the zone", n).format(n=n))
        return found

    def moves(self) -> list[str]:
        """N3: what was due before a later notice, and after it."""
        return [
            _("{before} → {after}").format(
                before=dates.deadline(_instant(one["before"]), self.now) if one["before"] else _("No due time"),
                after=dates.deadline(_instant(one["after"]), self.now),
            )
            for one in self.leg["moves"] if one["promise"] == "reply"
        ]  # fmt: skip


def _stretches(holders: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One after the other in the same hands is one stretch, whatever its limits."""
    found: list[dict[str, Any]] = []
    for one in holders:
        if found and (found[-1]["kind"], found[-1]["code"]) == (one["kind"], one["code"]):
            found[-1] = {**found[-1], "until": one["until"], "minutes": found[-1]["minutes"] + one["minutes"]}
        else:
            found.append(dict(one))
    return found


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def maybe(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def pairs(duration: str) -> str:
    """A duration may break between its parts, never between a number and its unit."""
    return re.sub(r"(\d) (?=\D)", "\\1\u00a0", duration)


def _whole(words: str) -> str:
    """Words that stay on one line."""
    return words.replace(" ", "\u00a0")
