"""One request of the story from its call to its end, as timed steps. Data only: `stage` plays them through the actions."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Self

from . import hours
from .cast import DEPARTMENTS, Cast, Firm

ORDINARY = "ordinary-"
PHONES = {code: f"{zh} {phone}" for code, zh, _, phone, _, _, _ in DEPARTMENTS}


@dataclass(frozen=True)
class Step:
    """At this instant `who` does `verb` to the request `key` (or `department`'s summons of it) with `given`."""

    at: datetime
    verb: str
    who: str
    key: str
    given: dict[str, Any] = field(default_factory=dict)
    department: str = ""

    @property
    def watched(self) -> bool:
        """Part of a named story or of a desk, not of the year's ordinary run."""
        return not self.key.startswith(ORDINARY)


@dataclass
class Thread:
    key: str
    cast: Cast
    firm: Firm
    steps: list[Step] = field(default_factory=list)
    clerks: dict[str, str] = field(default_factory=dict)  # who reported in for which department
    specialist: str = ""
    closes_at: datetime | None = None

    def __post_init__(self) -> None:
        self.random = Random(f"{self.key}/{self.firm.number}")
        self.specialist = self.specialist or self.firm.specialist

    @property
    def at(self) -> datetime:
        return self.steps[-1].at

    @property
    def received(self) -> datetime:
        return self.steps[0].given.get("occurred_at") or self.steps[0].at

    def step(self, at: datetime, verb: str, who: str, department: str = "", **given: Any) -> Self:
        self.steps.append(Step(at, verb, who, self.key, given, department))
        return self

    # intake

    def call(
        self, at: datetime, text: str, *, logged: datetime | None = None, channel: str = "phone", **more: Any
    ) -> Self:
        """The specialist logs a call or a visit: receipt and first contact in one."""
        logged = logged or at + timedelta(minutes=self.random.randint(2, 9), seconds=self.random.randrange(60))
        given = {"text": text, "enterprise": self.firm.code, "channel": channel, "occurred_at": at}
        return self.step(logged, "raise", self.specialist, "", **given, **more)

    def web(self, at: datetime, text: str, *, who: str = "", channel: str = "web", **more: Any) -> Self:
        return self.step(at, "raise", who or self.contact(), text=text, channel=channel, **more)

    def by_office(self, at: datetime, text: str, *, channel: str, **more: Any) -> Self:
        return self.step(at, "raise", "office", text=text, channel=channel, enterprise=self.firm.code, **more)

    def take(self, at: datetime, text: str = "") -> Self:
        return self.step(at, "take", self.specialist, text=text)

    def contact(self) -> str:
        """The clerk of the firm usually, its principal sometimes."""
        people = self.cast.contacts_of(self.firm.number)
        return people[-1] if self.random.random() < 0.75 else people[0]

    # departments

    def whistle(self, at: datetime, departments: list[str], ask: str, asks: dict[str, str] | None = None) -> Self:
        return self.step(at, "whistle", self.specialist, departments=departments, ask=ask, asks=asks or {})

    def report_in(self, at: datetime, department: str, who: str = "") -> Self:
        who = who or self.random.choice(self.cast.clerks(department))
        self.clerks[department] = who
        return self.step(at, "report_in", who, department)

    def reply(self, at: datetime, department: str, outcome: str, text: str, **more: Any) -> Self:
        return self.step(at, "reply", self._clerk(department), department, outcome=outcome, text=text, **more)

    def conclude(self, at: datetime, department: str, outcome: str, text: str, **more: Any) -> Self:
        return self.step(at, "conclude", self._clerk(department), outcome=outcome, text=text, **more)

    def progress(self, at: datetime, department: str, text: str, next_on: datetime) -> Self:
        return self.step(at, "progress", self._clerk(department), text=text, next_progress_on=next_on.date())

    def _clerk(self, department: str) -> str:
        return self.clerks.get(department) or self.cast.clerks(department)[0]

    # the end

    def answer(self, at: datetime, text: str, outcome: str = "resolved", **more: Any) -> Self:
        return self.step(at, "answer", self.specialist, outcome=outcome, text=text, **more)

    def confirm(self, at: datetime, text: str = "", who: str = "") -> Self:
        self.closes_at = at
        return self.step(at, "confirm", who or self.contact(), text=text)

    def call_back(self, at: datetime, text: str) -> Self:
        self.closes_at = at
        return self.step(at, "call_back", self.specialist, answer="confirm", text=text)

    def silence(self) -> Self:
        """Nobody answers: the clock closes it (R-27)."""
        self.closes_at = hours.due(self.at, 5) + timedelta(seconds=1)
        return self

    def dispute(self, at: datetime, text: str, who: str = "") -> Self:
        self.closes_at = None
        return self.step(at, "dispute", who or self.contact(), text=text)

    # on the way

    def say(self, at: datetime, who: str, text: str, *, internal: bool = False) -> Self:
        return self.step(at, "message", who, text=text, internal=internal)

    def nudge(self, at: datetime) -> Self:
        return self.step(at, "nudge", self.contact())
