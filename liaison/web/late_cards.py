"""What is overdue as a card: whose it is, how late, what was said last, and who has been told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liaison.casework.queries import Row
from liaison.record.reading import Happening
from liaison.registry.access import posts
from liaison.registry.models import Account
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import MOVES
from liaison.speech import dates

from . import request_rows


@dataclass(frozen=True)
class Rung:
    """One step of the ladder already climbed: when, and who was told."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class LateCard:
    number: str
    url: str
    late: str  # 已超 1 个工作日
    who: str
    need: str
    firm: str
    raised: str
    said: str
    said_on: str
    whose: Sequence[str] = ()  # departments whose own summons is overdue, each with how long
    rungs: Sequence[Rung] = field(default_factory=list)
    instruct_url: str = ""  # where this reader may write an instruction


def card(
    row: Row, due_at: datetime | None, said: Happening | None, *, reader: Account, whose: Sequence[str] = (),
    rungs: Sequence[Rung] = (),
) -> LateCard:  # fmt: skip
    now = row.policy.now
    today = day_of(now)
    return LateCard(
        number=row.r.number, url=reverse("request-detail", args=[row.r.number]),
        late=dates.left(due_at, now, row.policy.calendar) if due_at else "", who=request_rows.who_name(row),
        need=request_rows.headline(row.text), firm=row.r.enterprise.short_name,
        raised=_("raised {day}").format(day=dates.day(day_of(row.r.raised_at), today)),
        said=(said.text or "") if said else "", said_on=dates.day(day_of(said.at), today) if said else "",
        whose=whose, rungs=rungs, instruct_url=_instruct_url(row, reader),
    )  # fmt: skip


def _instruct_url(row: Row, reader: Account) -> str:
    able = posts(reader) & MOVES["instruct"].by and reader not in (row.specialist, row.away)
    return reverse("instruct", args=[row.r.number]) if able else ""
