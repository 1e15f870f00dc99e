"""Reads a record entry by entry and compares what each states with what the rules give."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, NamedTuple

from .rules import CHINA, Promise, Turn, limit_ends, same_day_ends, shares, to_the_second
from .state import CannotRecompute, Request, Summons, Zone

LINES_A_STEP = 50_000


@dataclass(frozen=True)
class Entry:
    zone: str
    seq: int
    at: datetime
    kind: str
    subject: str
    facts: dict[str, Any]


def entries(lines: Iterable[str]) -> Iterator[tuple[int, Entry]]:
    """The business entries with their line numbers. Raises CannotRecompute for a damaged line."""
    last: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            chain, seq, body = row["chain"], row["seq"], json.loads(row["body"])
            if not chain.endswith("/business"):
                continue
            at = datetime.fromisoformat(body["at"])
            entry = Entry(chain.removesuffix("/business"), seq, at, body["kind"], body["subject"], body["facts"])
            in_order = isinstance(seq, int) and seq > last.get(chain, 0) and at.tzinfo and isinstance(entry.facts, dict)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CannotRecompute(f"line {number} is damaged: it is no entry of a record") from error
        if not in_order:
            raise CannotRecompute(f"line {number} is damaged or out of order")
        last[chain] = seq
        yield number, entry


class Difference(NamedTuple):
    zone: str
    number: str
    leg: int
    seq: int
    what: str
    stated: str
    computed: str

    def __str__(self) -> str:
        where = f"{self.zone} {self.number}, leg {self.leg}, entry {self.seq}"
        return f"{where}: {self.what}: stated {self.stated}, computed {self.computed}"


class Recount:
    """Reads entries in order, keeps what is open, and compares what each entry states with what the rules give."""

    def __init__(self, notices: Iterable[dict[str, Any]] = (), zone_days: Iterable[dict[str, Any]] = ()) -> None:
        self.zones: dict[str, Zone] = {}
        self.given, self.given_days = list(notices), list(zone_days)
        self.compared: Counter[str] = Counter()
        self.differences: list[Difference] = []
        self.beyond = 0  # entries about requests that began before this file does

    def read(self, entry: Entry) -> None:
        zone = self._zone(entry.zone)
        if entry.kind == "calendar.accepted":
            zone.add_notice(entry.facts)
            zone.move_promises(entry.at)
        elif entry.kind == "calendar.zone_day":
            zone.add_zone_day(int(entry.facts["seq"]), entry.facts["date"], entry.at)
            zone.move_promises(entry.at)
        elif entry.kind == "limit.set":
            since = datetime.fromisoformat(entry.facts["effective_from"])
            zone.limits.append((entry.facts["limit"], since, str(entry.facts["value"])))
        elif "reply_due_at" in entry.facts:
            self._begin(zone, entry)
        elif entry.subject in zone.requests:
            _Step(self, zone, zone.requests[entry.subject], entry).take()
        elif entry.kind.startswith(("request.", "summons.", "promise.", "consultation.")):
            self.beyond += 1

    def _zone(self, code: str) -> Zone:
        if code not in self.zones:
            zone = self.zones[code] = Zone()
            for notice in self.given:
                zone.add_notice(notice)
            for one in self.given_days:
                if one["zone"] == code:
                    zone.add_zone_day(int(one["seq"]), one["date"], datetime.fromisoformat(one["decided_at"]))
        return self.zones[code]

    def same(self, sort: str, what: str, entry: Entry, leg: int, stated: Any, computed: Any) -> None:
        self.compared[sort] += 1
        if isinstance(computed, datetime) and stated:
            stated = datetime.fromisoformat(stated).astimezone(CHINA)
        if stated != computed:
            said = [_written(value) for value in (stated, computed)]
            self.differences.append(Difference(entry.zone, entry.subject, leg, entry.seq, what, *said))

    def promised(self, zone: Zone, entry: Entry, leg: int, facts: dict[str, Any], start: datetime) -> Promise:
        """A new promise, counted from what its entry keeps; what it keeps is held against what was in force."""
        frozen = "working_days" in facts
        if frozen and not zone.began_closing:  # a zone begins with its own close of business
            zone.began_closing = facts["closing"]
        days, closing = zone.value("reply", start), zone.value("closing_time", start)
        if frozen:
            self.same("inputs", "working days", entry, leg, str(facts["working_days"]), days)
            self.same("inputs", "close of business", entry, leg, facts["closing"], closing)
            days, closing = facts["working_days"], facts["closing"]
        if not self.given:
            self.same("inputs", "calendar", entry, leg, facts["calendar"], zone.key(entry.at))
        promise = Promise(start, int(days), time.fromisoformat(closing), None, frozen)
        promise.move(zone.calendar(facts["calendar"]))
        return promise

    def _begin(self, zone: Zone, entry: Entry) -> None:
        facts, leg = entry.facts, entry.facts["leg"]
        if entry.subject in zone.requests:  # what the end of the leg before released
            _Step(self, zone, zone.requests[entry.subject], entry).released()
        start = datetime.fromisoformat(facts.get("occurred_at") or entry.at.isoformat())
        promise = self.promised(zone, entry, leg, facts, start)
        cutoff = zone.value("whistle_cutoff", start)
        if "whistle_cutoff" in facts:
            self.same("inputs", "whistle cut-off", entry, leg, facts["whistle_cutoff"], cutoff)
        calendar = zone.calendar(facts["calendar"])
        whistle = same_day_ends(start, time.fromisoformat(cutoff), promise.closing, calendar)
        self.same("due times", "reply due", entry, leg, facts["reply_due_at"], promise.due)
        self.same("due times", "whistle due", entry, leg, facts["whistle_due_at"], whistle)
        holder = (facts["holder"]["kind"], facts["holder"]["code"])
        turns = [Turn(start, holder, whistle)]
        zone.requests[entry.subject] = Request(leg, promise, whistle, time.fromisoformat(cutoff), holder, turns)


class _Step:
    """One entry about a request that is at hand."""

    def __init__(self, recount: Recount, zone: Zone, request: Request, entry: Entry) -> None:
        self.recount, self.zone, self.request, self.entry = recount, zone, request, entry
        self.facts, self.at = entry.facts, entry.at

    def take(self) -> None:
        kind, step = self.entry.kind, self.STEPS.get(self.entry.kind)
        if step:
            step(self)
        elif kind.startswith("clock.") and self.facts.get("promise") == "summons":
            self._due("reminded of", self.facts["due_at"], self.request.summonses[self.facts["summons"]].promise.due)
        self.released()

    def _same(self, sort: str, what: str, stated: Any, computed: Any) -> None:
        self.recount.same(sort, what, self.entry, self.request.leg, stated, computed)

    def _due(self, what: str, stated: Any, computed: datetime | None) -> None:
        self._same("due times", what, stated, computed)

    def _turn(self, who: tuple[str, str], limit: datetime | None = None) -> None:
        self.request.turns.append(Turn(self.at, who, limit))

    # who is called, and who has it

    def _whistled(self) -> None:
        for facts in self.facts["summonses"]:
            self._summoned(facts)

    def _claimed(self) -> None:
        """A department took it up by itself, with a date: called, reported in and replied in one."""
        self._whistled()
        for facts in self.facts["summonses"]:
            self._ended(self.request.summonses[facts["id"]], self.facts["own_clock"], self.at, replied=True)
        if self.facts["part"] == "lead":
            self._stopped(replied=True)

    def _summoned(self, facts: dict[str, Any]) -> None:
        promise = self.recount.promised(self.zone, self.entry, self.request.leg, facts, self.at)
        department = facts["department"]
        self._due(f"{department} due", facts["due_at"], promise.due)
        calendar, days = self.zone.calendar(facts["calendar"]), int(self.zone.value("report_in", self.at))
        report_in = Promise(self.at, days, promise.closing, limit_ends(self.at, days, promise.closing, calendar))
        self._due(f"{department} reports in by", facts["report_in_due_at"], report_in.due)
        self.request.summonses[facts["id"]] = Summons(department, facts["part"], promise, report_in)
        if facts["part"] == "lead":
            self.request.lead = facts["id"]
            self._turn(("department", department), promise.due)

    def _declined(self) -> None:
        summons = self.request.summonses[self.facts["summons"]]
        closing = self.zone.closing(self.at)
        calendar = self.zone.calendar(self.zone.key(self.at))
        summons.declined_at, summons.decide_by = self.at, same_day_ends(self.at, closing, closing, calendar)
        self._due("office decides by", self.facts["decide_by"], summons.decide_by)
        if summons.part == "lead":
            self._turn(("office", ""), summons.decide_by)

    def _decline_refused(self) -> None:
        summons = self.request.summonses[self.facts["summons"]]
        if summons.part == "lead":
            self._turn(("department", summons.department), summons.promise.due)

    def _decline_accepted(self) -> None:
        summons = self.request.summonses[self.facts["summons"]]
        if summons.open:  # that of a claim ended with the claim
            self._ended(summons, self.facts.get("own_clock"), summons.declined_at or self.at)
        if self.facts["next"]:
            self._summoned(self.facts["next"])
        elif summons.part == "lead":
            self._turn(self.request.holder)

    def _consultation_proposed(self) -> None:
        closing, request = self.zone.closing(self.at), self.request
        calendar = self.zone.calendar(self.zone.key(self.at))
        request.proposed_at, request.agree_by = self.at, same_day_ends(self.at, closing, closing, calendar)
        self._due("agreed by", self.facts["decide_by"], request.agree_by)
        promise = request.summonses[self.facts["summons"]].promise
        late = promise.due is not None and to_the_second(self.at) > promise.due
        self._same("verdicts", "proposed late", self.facts["late"], late)
        self._awaited()

    def _awaited(self) -> None:
        """Who has to agree to a consultation holds the matter."""
        self._turn(("office", "") if self.facts["awaits"] == "office" else self.request.holder, self.request.agree_by)

    def _consultation_refused(self) -> None:
        summons = self.request.summonses[self.facts["summons"]]
        self._turn(("department", summons.department), summons.promise.due)

    def _consultation_agreed(self) -> None:
        """The department's clock ends with the proposal, the firm's with the agreement."""
        summons = self.request.summonses[self.facts["summons"]]
        self._ended(summons, self.facts["own_clock"], self.request.proposed_at or self.at, replied=True)
        self._stopped(replied=True)

    def _consultation_cancelled(self) -> None:
        self._summoned(self.facts["next"])

    def _handed_over(self) -> None:
        last, successor = self.request.turns[-1], (self.facts["holder"]["kind"], self.facts["holder"]["code"])
        if last.who == self.request.holder:
            self._turn(successor, last.limit)
        self.request.holder = successor

    # promises that move, clocks that end

    def _moved(self) -> None:
        what, request = self.facts["promise"], self.request
        summons = request.summonses[self.facts["summons"]] if what == "summons" else None
        promise = summons.promise if summons else request.promise if what == "reply" else request.confirm
        if promise is None:
            raise ValueError("no such promise is open")
        calendar = self.zone.calendar(self.facts["calendar"])
        promise.move(calendar)
        self._due(f"{what} moved from", self.facts["before"], promise.before)
        self._due(f"{what} moved to", self.facts["after"], promise.due)
        if what == "reply":
            whistle = same_day_ends(promise.start, request.cutoff, promise.closing, calendar)
            request.whistle = max(filter(None, (request.whistle, whistle)), default=None)
            self._due("whistle due", self.facts["whistle_due_at"], request.whistle)
            if request.lead is None:
                self._turn(request.holder, request.whistle)
        if summons and "report_in_due_at" in self.facts:
            summons.report_in.move(calendar)
            self._due(f"{summons.department} reports in by", self.facts["report_in_due_at"], summons.report_in.due)
        if summons and request.turns[-1].who == ("department", summons.department):
            self._turn(("department", summons.department), promise.due)

    def _replied(self) -> None:
        summons = self.request.summonses[self.facts["summons"]]
        self._ended(summons, self.facts.get("own_clock"), self.at, replied=True)
        if summons.part == "lead":
            self._answered()
        else:
            confirm = self.request.confirm
            self._due("confirm by", self.facts["confirm_until"], confirm.due if confirm else None)

    def _answered(self) -> None:
        if self.facts["outcome"] != "planned":
            days, closing = int(self.zone.value("confirm", self.at)), self.zone.closing(self.at)
            self.request.confirm = Promise(self.at, days, closing, self.zone.ends("confirm", self.at))
            self._due("confirm by", self.facts["confirm_until"], self.request.confirm.due)
        self._stopped(replied=True)

    def _scope_declined(self) -> None:
        self._due("contest by", self.facts["contest_until"], self.zone.ends("contest", self.at))
        self._stopped(replied=True)

    def _withdrawn(self) -> None:
        self.request.confirm = None
        self._stopped(replied=False)

    def _linked(self) -> None:
        """Closed as a duplicate, the clock ends without a reply; what it was stays, for the day on which that is undone."""
        request = self.request
        if self.facts["duplicate"]:
            request.set_aside = request.running, request.confirm
            self._withdrawn()
            if request.turns[-1].who != request.holder:
                self._turn(request.holder)

    def _unlinked(self) -> None:
        if self.facts["duplicate"]:
            self.request.running, confirm = self.request.set_aside
            if (
                confirm and confirm.due and to_the_second(self.at) > confirm.due
            ):  # who could not answer has not been silent
                confirm = replace(confirm, start=self.at, due=self.zone.ends("confirm", self.at))
            self.request.confirm = confirm

    def _stopped(self, *, replied: bool) -> None:
        """The firm's clock: its due time, its verdict, and whose the minutes over are."""
        clock, promise = self.facts.get("clock"), self.request.promise
        if not self.request.running:
            if clock is not None:
                self._same("verdicts", "verdict", clock, None)
            return
        self.request.running = False
        if clock is None:
            if promise.frozen:
                self._same("verdicts", "verdict", None, promise.verdict(self.at, replied=replied))
            return
        self._due("due of the verdict", clock["due_at"], promise.due)
        self._same("verdicts", "verdict", clock["verdict"], promise.verdict(self.at, replied=replied))
        minutes, whose = shares(self.request.turns, promise.due or self.at, self.at)
        self._same("attributions", "minutes over", clock["overrun_minutes"], minutes)
        parts = [{"kind": kind, "code": code, "minutes": part} for (kind, code), part in whose.items()]
        self._same("attributions", "whose minutes", clock["parts"], parts)

    def _ended(self, summons: Summons, said: Any, at: datetime, *, replied: bool = False) -> None:
        """A department's clock: its due time and its verdict."""
        summons.open = False
        verdict = summons.promise.verdict(at, replied=replied)
        if said is not None:
            self._due(f"due of {summons.department}", said["due_at"], summons.promise.due)
        if said is not None or summons.promise.frozen:
            self._same("verdicts", f"verdict on {summons.department}", said and said["verdict"], verdict)

    def released(self) -> None:
        for one in self.facts.get("released", ()):
            self._ended(self.request.summonses[one["summons"]], one["own_clock"], self.at)

    def _closed(self) -> None:
        self.request.confirm = None

    STEPS = {
        "request.whistled": _whistled, "request.claimed": _claimed, "summons.declined": _declined,
        "summons.decline_refused": _decline_refused,
        "summons.decline_accepted": _decline_accepted, "request.handed_over": _handed_over, "promise.moved": _moved,
        "consultation.proposed": _consultation_proposed, "consultation.side_agreed": _awaited,
        "consultation.refused": _consultation_refused, "consultation.agreed": _consultation_agreed,
        "consultation.cancelled": _consultation_cancelled,
        "summons.replied": _replied, "request.answered": _answered, "request.concluded": _answered,
        "request.scope_declined": _scope_declined, "request.withdrawn": _withdrawn, "request.confirmed": _closed,
        "request.closed_silent": _closed, "request.closed_final": _closed,
        "request.linked": _linked, "request.unlinked": _unlinked,
    }  # fmt: skip


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(CHINA).isoformat()
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def recompute(lines: Iterable[str], calendar: dict[str, Any] | None = None) -> Recount:
    """Read a whole export. Raises CannotRecompute with a sentence that names the line."""
    given = calendar or {}
    recount = Recount(given.get("notices", ()), given.get("zone_days", ()))
    for number, entry in entries(lines):
        try:
            recount.read(entry)
        except CannotRecompute as error:
            raise CannotRecompute(f"line {number}: {error}") from error
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise CannotRecompute(
                f"line {number} is damaged: {entry.kind}, number {entry.seq}, does not say what such an entry says ({error!r})"
            ) from error
        if number % LINES_A_STEP == 0:
            print(f"{number:,} lines read", file=sys.stderr)
    if not recount.compared:
        raise CannotRecompute("the file holds nothing that could be counted again")
    return recount
