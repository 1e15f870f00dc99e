"""A request as one line of a list, and the words that lists and pages share: title, whose turn, by when."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from liaison.casework.queries import Row
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.rules import daystrip
from liaison.rules.audiences import Audience
from liaison.rules.daystrip import Cell
from liaison.rules.deadlines import day_of, is_late
from liaison.rules.lifecycle import UNANSWERED, ClosedAs, Status
from liaison.speech import dates, next_steps, statuses

from .parts import RequestRow

NUMBER = "2020-0001"
TITLE_WIDTH = 64  # of Latin letters; a Chinese character takes two
STOPS = "。."
CLAUSE = "，；,;"
SENTENCE_LENGTH = 6  # a shorter first sentence says nothing yet
# The lamp of these is that of a settled matter, but its word would hide what the firm may still do.
OWN_WORD = frozenset({Status.ANSWERED, Status.OUT_OF_SCOPE, Status.WITHDRAWN})


def for_enterprise(row: Row, reader: Account) -> RequestRow:
    """The firm's own request: what it is about stands in bold."""
    return RequestRow(
        number=row.r.number, title=headline(row.text), lamp=row.lamp, lamp_text=lamp_text(row), cells=_strip(row),
        step=step_line(row, reader, Audience.ENTERPRISE), url=address(row.r.number),
        unverified=not row.r.verified,
    )  # fmt: skip


def for_staff(row: Row, reader: Account) -> RequestRow:
    """Among many firms: the firm stands in bold, what it is about below."""
    return RequestRow(
        number=row.r.number, title=row.r.enterprise.short_name, detail=headline(row.text), lamp=row.lamp,
        lamp_text=lamp_text(row), cells=_strip(row), step=step_line(row, reader, Audience.STAFF),
        url=address(row.r.number), unverified=not row.r.verified,
    )  # fmt: skip


def address(number: str) -> str:
    """Of the page of a request. One address is asked for and serves as the pattern: a list has twenty-five of them."""
    before, after = _around_number()
    return f"{before}{number}{after}"


@cache
def _around_number() -> tuple[str, str]:
    before, _number, after = reverse("request-detail", args=[NUMBER]).partition(NUMBER)
    return before, after


def headline(text: str) -> str:
    """The first sentence of what was written, short enough for a heading."""
    if not text:
        return _("(the text was erased)")
    line = text.strip().splitlines()[0]
    first = _sentence(line)
    if len(first) < SENTENCE_LENGTH:  # 您好。
        first = line.rstrip(STOPS)
    kept = _fitting(first)
    if len(kept) == len(first):
        return first
    # Cut where a clause or a word ends, unless that leaves too little.
    end = max(kept.rfind(mark) for mark in (*CLAUSE, " "))
    return f"{kept[:end] if end > len(kept) // 2 else kept}…"


def is_whole(text: str) -> bool:
    """The headline says all of it; the words need not stand below it again."""
    return headline(text) == text.strip().rstrip(STOPS)


def _sentence(line: str) -> str:
    """A question keeps its mark: without it, it would be a claim."""
    found = re.match(r"[^。！？]*[！？]?", line)
    return found[0].rstrip(STOPS) if found else line


def _fitting(text: str) -> str:
    width = 0
    for place, letter in enumerate(text):
        width += 2 if letter > "\u2e7f" else 1
        if width > TITLE_WIDTH:
            return text[:place]
    return text


def lamp_text(row: Row) -> str:
    return statuses.status_word(row.r.status) if row.r.status in OWN_WORD else ""


def reply_cells(row: Row) -> Sequence[Cell]:
    """The days of the promise to reply while it runs."""
    r = row.r
    if r.status not in UNANSWERED or r.replied_at is not None or r.reply_due_at is None:
        return ()
    return daystrip.strip(day_of(r.leg_began_at), r.reply_due_at, day_of(row.policy.now), row.policy.calendar)


def _strip(row: Row) -> Sequence[Cell]:
    """The small strip of a line; while nobody has verified it, its tag stands there."""
    return reply_cells(row) if row.r.verified else ()


def due_of(row: Row, reader: Audience) -> datetime | None:
    """When the next step is due. To the firm nobody moves its own promise: a later one of a department stays inside."""
    due = row.step.by
    if reader == Audience.ENTERPRISE and row.r.status == Status.WHISTLED and row.step.what == "reply":
        promised = row.r.reply_due_at if row.r.replied_at is None else None
        return min((limit for limit in (due, promised) if limit), default=None)
    return due


def who_name(row: Row) -> str:
    """Whom the next step waits for, by name."""
    return row.holder_name or (_("The committee office") if row.step.who == "office" else "")


def is_turn_of(row: Row, reader: Account) -> bool:
    match row.step.who:
        case "enterprise":
            return reader.enterprise_id == row.r.enterprise_id
        case "specialist" | "chief":
            return reader == (row.specialist or row.chief)
        case "department":
            return row.lead is not None and reader.department_id == row.lead.department_id
        case "office":
            return Post.OFFICE in posts(reader)
    return False


def what(row: Row, reader: Account, audience: Audience) -> str:
    return next_steps.step_sentence(row.step, who_name(row), is_turn_of(row, reader), audience)


def step_line(row: Row, reader: Account, audience: Audience) -> str:
    """下一步：市政管护科给您回复，9月29日 17:30 前; how it ended once it is closed."""
    if row.step.who == "nobody":
        return _ending(row, audience)
    due, now, step = due_of(row, audience), row.policy.now, what(row, reader, audience)
    if due is None:
        return _("Next: {step}").format(step=step)
    if is_late(now, due):
        line = _('Next: {step}, <span class="nb">was due {when}</span>')
    else:
        line = _('Next: {step}, <span class="nb">by {when}</span>')
    return format_html(line, step=step, when=_when(due, now))


def _ending(row: Row, audience: Audience) -> str:
    ending = ending_word(row.r.closed_as, audience)
    if row.r.closed_at is None:
        return ending
    today = day_of(row.policy.now)
    return _("{ending}, {day}").format(ending=ending, day=dates.day(day_of(row.r.closed_at), today))


def ending_word(closed_as: str | None, audience: Audience) -> str:
    if audience == Audience.ENTERPRISE and closed_as == ClosedAs.CONFIRMED:
        return _("You confirmed it")
    return statuses.closed_as_word(closed_as)


def _when(due: datetime, now: datetime) -> str:
    if day_of(due) == day_of(now):
        return _("{time} today").format(time=dates.clock_time(due))
    return _("{day}, {time}").format(day=dates.day(day_of(due), day_of(now)), time=dates.clock_time(due))
