"""What board and list of a gripe session show, as plain values: the same for every member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from liaison.casework import gripes
from liaison.casework.gripes import Delivery, Item, Seen
from liaison.casework.models import GripeSession
from liaison.registry.models import Department
from liaison.registry.policy import policy
from liaison.rules.gripes import CLAIMED, ENDED, SPEAKING, UNCLAIMED, WAITING
from liaison.rules.lifecycle import OPEN
from liaison.speech import dates, statuses
from liaison.speech.lists import listed

from . import request_rows

ON_BOARD = 9  # items of the list that a projector has room for
LONG = 44  # characters that fit in the large type
LAMPS = {WAITING: "", SPEAKING: "", UNCLAIMED: "due_soon", CLAIMED: "done", ENDED: "done"}


@dataclass(frozen=True)
class Line:
    """One item of the list."""

    pk: int
    place: int
    number: str
    firm: str
    text: str
    need: str
    carried: bool
    speaking: bool
    said: bool
    lamp: str
    word: str
    who: str
    until: str
    joins: str
    claim_url: str  # while some department may lead it
    join_url: str  # while it may be joined
    too: str  # 另有 3 家也这样
    said_too: bool
    own: bool  # of the firm that reads


@dataclass(frozen=True)
class Tile:
    """A department on the board, lit as lead or co of what is being said."""

    name: str
    kind: str
    until: str


def shown(session: GripeSession, delivered: Delivery, now: datetime, firm: int | None = None) -> dict[str, Any]:
    """Four statements."""
    found, in_force = gripes.seen(session, firm), policy(session.zone, now)
    lines = [_line(one, now, firm) for one in found.items]
    current = next((line for line in lines if line.speaking), None)
    default = gripes.default_date(session, in_force)
    return {
        "session": session, "when": dates.deadline(session.starts_at, now), "day": dates.day(dates.local(session.starts_at).date()),
        "lines": lines, "in_turn": _in_turn(lines, current),
        "window": _window(lines, current), "current": current, "since": session.current_since,
        "spoken": _spoken(session.current_since, now),
        "long": current is not None and len(current.text) > LONG, "tiles": _tiles(session, found, now),
        "place": _place(current, lines), "summary": summary(found), "next": _next(found, lines),
        "default": default, "default_word": dates.day(default, dates.local(now).date()) if default else "",
        "delivered": delivered, "delivery": _delivery(delivered),
        "delivered_all": delivered.told > 0 and delivered.told == delivered.arrived,
        "open": session.state == GripeSession.OPEN, "closed": session.state == GripeSession.CLOSED,
    }  # fmt: skip


def _line(one: Item, now: datetime, firm: int | None) -> Line:
    today, lead = dates.local(now).date(), one.lead
    until = dates.day(dates.local(one.until).date(), today) if one.until and lead else ""
    free = one.r.status in ("raised", "in_hand")
    url = reverse("claim", args=[one.r.number])
    return Line(
        pk=one.gripe.pk, place=one.place, number=one.r.number, firm=one.gripe.enterprise.short_name, text=one.text,
        need=request_rows.headline(one.text), carried=one.gripe.carried_from_id is not None, speaking=one.stand == SPEAKING,
        said=one.gripe.said_at is not None, lamp=_lamp(one), word=_word(one), who=lead.name if lead else "", until=until,
        joins=listed(row.name for row in one.joins), claim_url=url if free else "",
        join_url=url if not free and one.r.status in OPEN and one.r.status != "answered" else "",
        too=_too(one.too), said_too=one.said_too, own=one.gripe.enterprise_id == firm,
    )  # fmt: skip


def keys(lines: Sequence[Line], which: str) -> str:
    """The keys of those lines, for the script that marks them once the list is drawn anew."""
    return " ".join(str(one.pk) for one in lines if getattr(one, which))


def _too(n: int) -> str:
    """另有 3 家也这样: how many, never which."""
    return ngettext("{n} more has it too", "{n} more have it too", n).format(n=n) if n else ""


def _lamp(one: Item) -> str:
    return LAMPS[CLAIMED] if one.stand == SPEAKING and one.lead else LAMPS[one.stand]


def _word(one: Item) -> str:
    """正在说 / 待认领 / 排队中 / 建设局 / 已解决."""
    if one.stand == ENDED:
        return statuses.outcome_word(one.r.outcome) if one.r.outcome else statuses.status_word(one.r.status)
    words = {
        SPEAKING: pgettext("gripe", "Speaking"), UNCLAIMED: pgettext("gripe", "To be claimed"),
        WAITING: pgettext("gripe", "Waiting"),
    }  # fmt: skip
    return words.get(one.stand) or (one.lead.name if one.lead else "")


def _window(lines: Sequence[Line], current: Line | None) -> Sequence[Line]:
    """As many as the projector has room for, around what is being said."""
    at = lines.index(current) if current else 0
    first = max(0, min(at - ON_BOARD // 2, len(lines) - ON_BOARD))
    return lines[first : first + ON_BOARD]


def _in_turn(lines: Sequence[Line], current: Line | None) -> list[Line]:
    """What is being said stands on top of the list on a phone."""
    return [*([current] if current else []), *(line for line in lines if line is not current)]


def _place(current: Line | None, lines: Sequence[Line]) -> str:
    if current is None:
        return ngettext("{n} item", "{n} items", len(lines)).format(n=len(lines))
    return _("Item {place} of {n}").format(place=current.place, n=len(lines))


def _next(found: Seen, lines: Sequence[Line]) -> Line | None:
    following = found.following
    return next((line for line in lines if following and line.pk == following.gripe.pk), None)


def summary(found: Seen) -> str:
    """认领 4 · 待认领 1."""
    claimed = sum(one.lead is not None for one in found.items)
    free = sum(one.lead is None and one.stand in (UNCLAIMED, SPEAKING) for one in found.items)
    return _("claimed {claimed} · to be claimed {free}").format(claimed=claimed, free=free)


def _spoken(since: datetime | None, now: datetime) -> str:
    """02:36: how long it has been spoken of."""
    minutes, seconds = divmod(max(0, int((now - since).total_seconds())), 60) if since else (0, 0)
    return f"{minutes:02d}:{seconds:02d}"


def _delivery(found: Delivery) -> str:
    """10:24:06 发出，12 人全部收到，7 人已读."""
    if not found.at:
        return _("What is said is passed on word for word, at once.")
    pattern = _("sent {at}, arrived at {arrived} of {told}, read by {read}")
    if found.told == found.arrived:
        pattern = _("sent {at}, arrived at all {told}, read by {read}")
    at = dates.local(found.at).strftime("%H:%M:%S")
    return pattern.format(at=at, arrived=found.arrived, told=found.told, read=found.read)


def _tiles(session: GripeSession, found: Seen, now: datetime) -> list[Tile]:
    """Every department of the zone, in the order of the register."""
    current, today = found.current, dates.local(now).date()
    joins = {one.pk for one in current.joins} if current else set()
    lead = current.lead.pk if current and current.lead else None
    until = dates.day(dates.local(current.until).date(), today) if current and current.until else ""
    rows = Department.objects.filter(zone=session.zone_id, external=False).order_by("pk")
    return [
        Tile(one.name, "lead" if one.pk == lead else "co" if one.pk in joins else "", until if one.pk == lead else "")
        for one in rows
    ]
