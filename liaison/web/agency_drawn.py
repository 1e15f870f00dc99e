"""The plan of an agency file drawn to scale: a line for each step. Places and widths are attributes, never styles."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from liaison.casework.agency_queries import OPEN, Dossier
from liaison.casework.models import AgencyStep, StepMove
from liaison.rules.deadlines import day_of

LEAST = 0.8  # per cent: what took no day is still seen


class Bar(NamedTuple):
    """One rectangle: class, place and width in per cent."""

    css: str
    x: str
    width: str


@dataclass(frozen=True)
class Strip:
    """One step: its window by the plan, who really had it, what is still to come."""

    name: str
    lamp: str
    bars: list[Bar]


@dataclass(frozen=True)
class Drawing:
    strips: list[Strip]
    today_x: str
    end_x: str
    first: date
    last: date
    end: date


class _Scale(NamedTuple):
    first: date
    last: date

    def bar(self, css: str, since: date, until: date) -> Bar:
        """Whole days: the first one and the last one are both in it."""
        whole = (self.last - self.first).days + 1
        x = 100 * (since - self.first).days / whole
        return Bar(css, f"{x:.2f}%", f"{max(100 * ((until - since).days + 1) / whole, LEAST):.2f}%")

    def x(self, day: date) -> str:
        return f"{100 * ((day - self.first).days + 1) / ((self.last - self.first).days + 1):.2f}%"


def drawing(seen: Dossier) -> Drawing:
    file, plan = seen.file, seen.plan
    today = day_of(file.finished_at or file.stopped_at or seen.policy.now)
    first = min([day_of(file.opened_at), *(line.latest_start for line in plan.lines.values())])
    last = max(plan.end, plan.projected_end, today)
    scale = _Scale(first, last)
    strips = [Strip(step.name, seen.lamp_of(step), list(_bars(step, seen, scale, today))) for step in seen.steps]
    return Drawing(strips, scale.x(today), scale.x(plan.end), first, last, plan.end)


def _bars(step: AgencyStep, seen: Dossier, scale: _Scale, today: date) -> Iterator[Bar]:
    line = seen.line(step)
    yield scale.bar("w", line.latest_start, line.latest_finish)
    for one in step.stretches:
        css = "f" if one.holder == StepMove.ENTERPRISE else "a"
        yield scale.bar(css, day_of(one.since), _last_day(one.until) if one.until else today)
    if seen.file.state in OPEN and step.state != AgencyStep.DONE and line.projected_finish > today:
        begins = today + timedelta(days=1) if step.stretches else line.projected_start
        yield scale.bar("p", min(begins, line.projected_finish), line.projected_finish)


def _last_day(until: datetime) -> date:
    return day_of(until)
