"""Fill a sample zone with very many requests: rows in bulk, entries, promises and notices by the code of the actions.

    python -m bench.fill COUNT

The database is the environment's; it holds the sample zone as of its first days. The record stays one valid chain.
"""

import heapq
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count as counting
from random import Random
from typing import Any

from liaison.cli import common

from .lives import Life, lives

FLUSH = timedelta(hours=12)
UNREAD = timedelta(days=3)
# After the holiday notice of late January 2020: no promise is open that a notice of the time would have moved.
SINCE = datetime.fromisoformat("2020-02-03T09:00:00+08:00")
UNTIL = datetime.fromisoformat("2021-05-20T09:00:00+08:00")


def main(words: list[str]) -> int:
    common.start_django()
    total, began, told = int(words[0]), time.monotonic(), 0
    for done in Filling(total).run():
        if done * 10 // total > told:
            told = done * 10 // total
            print(f"{done} of {total} requests, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return 0


@dataclass
class Course:
    """One generated request while its life goes on: its row, its summons, who is concerned."""

    life: Life
    r: Any
    specialist: Any
    contacts: list[Any]
    summons: Any = None


class Filling:
    """Plays the lives in the order of their events; rows are kept until they change no more and then written together."""

    def __init__(self, total: int) -> None:
        from liaison.casework.models import ServiceRequest, Summons
        from liaison.record.models import Content
        from liaison.registry.models import Account, Assignment, Category, Department, Zone
        from liaison.registry.policy import policy

        self.total, self.zone = total, Zone.objects.get()
        self.since, self.until = SINCE, UNTIL
        self.random = Random(11)
        served = list(
            Assignment.objects.filter(until=None).select_related("enterprise", "specialist__zone").order_by("pk")
        )
        self.served = [(one.enterprise, one.specialist) for one in served]
        self.contacts: dict[int, list[Account]] = {}
        for one in Account.objects.filter(enterprise__isnull=False).order_by("pk"):
            self.contacts.setdefault(one.enterprise_id or 0, []).append(one)
        self.clerks = {
            one.department_id: one
            for one in Account.objects.filter(appointments__post="clerk", department__isnull=False).order_by("-pk")
        }
        self.departments = {one.code: one for one in Department.objects.all()}
        self.categories = {one.code: one for one in Category.objects.all()}
        self.policies: dict[Any, Any] = {}
        self.policy_of = policy
        self.keys = {model: counting(_last(model) + 1) for model in (ServiceRequest, Summons, Content)}
        self.made: dict[Any, list[Any]] = {Content: [], ServiceRequest: [], Summons: []}
        self.numbers: dict[int, int] = {}

    def run(self) -> Iterator[int]:
        from liaison import record
        from liaison.casework import calendars

        coming = lives(self.total, len(self.served), self.since, self.until)
        events: list[tuple[datetime, int, str, Course]] = []
        turn, raised, begun = counting(), 0, next(coming, None)
        window = self.since
        open_courses: dict[int, Course] = {}
        while window < self.until:
            for notice in calendars.unknown_notices(window):
                calendars.accept_notice(notice, None, window)
                self.policies = {}
            window = min(window + FLUSH, self.until)
            with record.transaction():
                while begun and begun.raised_at < window:
                    course = self._born(begun)
                    open_courses[course.r.pk] = course
                    for at, name in _events(begun):
                        heapq.heappush(events, (at, next(turn), name, course))
                    raised, begun = raised + 1, next(coming, None)
                while events and events[0][0] < window:
                    at, _turn, name, course = heapq.heappop(events)
                    getattr(self, f"_{name}")(course, self._act(course, at, name))
                    if name == "confirmed":
                        self._write_off(open_courses.pop(course.r.pk))
                self._write()
            yield raised
        for course in open_courses.values():
            self._write_off(course)
        self._write()
        self._finish()

    # --- what happens to one request ---

    def _born(self, life: Life) -> Course:
        from liaison.casework.models import ServiceRequest
        from liaison.rules.grams import grams
        from liaison.rules.lifecycle import Channel, Status

        firm, specialist = self.served[life.firm]
        year = life.raised_at.year
        self.numbers[year] = self.numbers.get(year, 0) + 1
        number = f"{year}-{self.numbers[year]:04d}"
        r = ServiceRequest(
            pk=next(self.keys[ServiceRequest]), zone=self.zone, number=number, grams=grams(number, life.text),
            enterprise=firm, category=self.categories[life.category], channel=Channel.WEB, text=self._content(life.text),
            raised_by=self.contacts[firm.pk][0], status=Status.RAISED, occurred_at=life.raised_at, raised_at=life.raised_at,
            leg_began_at=life.raised_at, moved_at=life.raised_at,
        )  # fmt: skip
        return Course(life, r, specialist, self.contacts[firm.pk])

    def _raised(self, course: Course, act: Any) -> None:
        from liaison.casework.acting import start_clock
        from liaison.casework.actions.raising import _enter as enter_raised

        start_clock(act, act.now)
        enter_raised(act, {})

    def _whistled(self, course: Course, act: Any) -> None:
        from liaison.casework.actions.whistling import as_facts
        from liaison.casework.models import Summons
        from liaison.rules.lifecycle import Status

        department = self.departments[course.life.department]
        course.summons = Summons(
            pk=next(self.keys[Summons]), zone=self.zone, service_request=course.r, department=department,
            part=Summons.LEAD, ask=self._content("请于期限内处理并直接回复企业。"), sent_by=course.specialist, sent_at=act.now,
            report_in_due_at=act.policy.due("report_in", act.now), due_at=act.policy.due("reply", act.now),
            calendar=act.policy.calendar.key,
        )  # fmt: skip
        course.r.status = Status.WHISTLED
        act.summonses = [course.summons]
        act.enter("request.whistled", summonses=[as_facts(course.summons, act.policy)], leg=1)
        act.tell("summoned", [self.clerks[department.pk]], part="lead", due=None, enterprise=course.r.enterprise.code)

    def _reported(self, course: Course, act: Any) -> None:
        from liaison.rules.lifecycle import SummonsStatus

        row = course.summons
        row.status, row.clerk, row.reported_in_at = SummonsStatus.REPORTED_IN, act.by, act.now
        act.enter(
            "summons.reported_in", summons=row.pk, department=row.department.code, part=row.part, clerk=act.by.login
        )
        act.tell("reported_in", [course.specialist], department=row.department.code, clerk=act.by.login)

    def _replied(self, course: Course, act: Any) -> None:
        from liaison.casework.acting import iso
        from liaison.casework.actions.handling import settle
        from liaison.casework.verdicts import own_clock
        from liaison.rules.lifecycle import Status, SummonsStatus

        outcome, words = self._answer(course.life)
        row = course.summons
        row.status, row.replied_at, row.outcome = SummonsStatus.REPLIED, act.now, outcome
        verdict = settle(act, outcome)
        course.r.status = Status.ANSWERED
        act.enter(
            "summons.replied", content=words, summons=row.pk, department=row.department.code, part=row.part,
            clerk=act.by.login, outcome=outcome, leg=1, resolve_by=None, confirm_until=iso(course.r.confirm_due_at),
            own_clock=own_clock(row, act.now, replied=True), **verdict,
        )  # fmt: skip
        act.tell("replied", course.contacts, department=row.department.code, outcome=outcome, part=row.part)

    def _answered(self, course: Course, act: Any) -> None:
        from liaison.casework.acting import iso
        from liaison.casework.actions.handling import settle
        from liaison.rules.lifecycle import Status

        outcome, words = self._answer(course.life)
        verdict = settle(act, outcome)
        course.r.status = Status.ANSWERED
        until = iso(course.r.confirm_due_at)
        act.enter("request.answered", content=words, outcome=outcome, leg=1, confirm_until=until, **verdict)
        act.tell("answered", course.contacts, outcome=outcome, until=until)

    def _taken(self, course: Course, act: Any) -> None:
        from liaison.rules.lifecycle import Status

        course.r.status = Status.IN_HAND
        act.enter("request.taken")

    def _confirmed(self, course: Course, act: Any) -> None:
        from liaison.rules.lifecycle import ClosedAs, Status

        r = course.r
        r.status, r.closed_as, r.closed_at, r.confirm_due_at = Status.CLOSED, ClosedAs.CONFIRMED, act.now, None
        act.enter("request.confirmed", closed_as=str(r.closed_as), outcome=r.outcome, leg=1)
        act.tell("confirmed", [course.specialist])

    def _answer(self, life: Life) -> tuple[str, Any]:
        if not life.explained:
            return "resolved", self._content(life.answer)
        parts = {
            "reason": "现行规定暂不支持",
            "basis": "园区管理办法",
            "alternative": "可先走备案",
            "contact": "023-8888 0101",
        }
        return "explained", self._content(life.answer, **parts)

    # --- what the actions would have asked the database for ---

    def _act(self, course: Course, at: datetime, name: str) -> Any:
        from liaison.casework.acting import Act

        by, capacity = {
            "raised": (course.contacts[0], "enterprise"), "confirmed": (course.contacts[0], "enterprise"),
            "reported": (course.summons and self.clerks[course.summons.department_id], "department"),
            "replied": (course.summons and self.clerks[course.summons.department_id], "department"),
        }.get(name, (course.specialist, "specialist"))  # fmt: skip
        act = Act(course.r, by, capacity, at, self._policy(at), course.r.status)
        act.specialist = course.specialist
        act.summonses = [course.summons] if course.summons else []
        act.contacts = lambda: course.contacts  # type: ignore[method-assign]
        return act

    def _policy(self, at: datetime) -> Any:
        day = at.date()
        if day not in self.policies:
            self.policies = {day: self.policy_of(self.zone, at)}
            self.policies[day].days("reply")  # the zone's own values are read here, once a day
        known = self.policies[day]
        found = replace(known, now=at)
        found.__dict__.update({name: value for name, value in known.__dict__.items() if name == "changes"})
        return found

    def _content(self, text: str, **parts: str) -> Any:
        from liaison.record.models import Content

        row = Content(pk=next(self.keys[Content]), salt=self.random.randbytes(16), text=text, parts=parts)
        self.made[Content].append(row)
        return row

    # --- writing ---

    def _write_off(self, course: Course) -> None:
        from liaison.casework.models import ServiceRequest, Summons
        from liaison.casework.promises import earliest_promise

        course.r.lamp_due_at = earliest_promise(course.r)
        self.made[ServiceRequest].append(course.r)
        if course.summons:
            self.made[Summons].append(course.summons)

    def _write(self) -> None:
        for model, rows in self.made.items():  # texts first, then requests, then what points at them
            model._default_manager.bulk_create(rows, batch_size=500)
            rows.clear()

    def _finish(self) -> None:
        """Counters and sequences go on from here; what was told long ago has been read; the clock does what is due."""
        from django.core.management.color import no_style
        from django.db import connection
        from django.db.models import F

        from liaison.casework.clock import tick
        from liaison.casework.models import RequestCounter
        from liaison.notices.models import Notice

        for year, last in self.numbers.items():
            RequestCounter.objects.update_or_create(zone=self.zone, year=year, defaults={"last": last})
        queued = Notice.objects.filter(state=Notice.QUEUED)
        queued.filter(not_before__lt=self.until - UNREAD).update(read_at=F("not_before"))
        queued.update(state=Notice.SENT, sent_at=F("not_before"), attempts=1)
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [*self.made, Notice]):
                cursor.execute(statement)
            cursor.execute("ANALYZE")
        tick(self.until)


def _last(model: Any) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _events(life: Life) -> list[tuple[datetime, str]]:
    handled = [(life.whistled_at, "whistled"), (life.reported_in_at, "reported"), (life.replied_at, "replied")]
    alone = [(life.raised_at + timedelta(minutes=15), "taken"), (life.replied_at, "answered")]
    course = handled if life.whistled_at else alone
    found = [(life.raised_at, "raised"), *course, (life.confirmed_at, "confirmed")]
    return [(at, name) for at, name in found if at is not None]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
