"""收件台: what a department has in hand, by what is left; one row open beside the list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework.department_desk import Desk, DeskRow, department_desk, preview
from liaison.casework.keyset import Key
from liaison.registry.access import acts_for_department
from liaison.registry.models import Account
from liaison.registry.policy import policy
from liaison.rules import lamps
from liaison.rules.audiences import Audience
from liaison.rules.daystrip import Cell
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import AWAITING_REPLY, Status, SummonsStatus
from liaison.speech import dates, timeline
from liaison.speech.lists import joined

from . import orders, request_rows
from .parts import Happening, RequestRow
from .replies import ReplyForm, plan_last, summons_cells
from .who import signed_in

TIMELINE_SHORT = 4


@dataclass(frozen=True)
class SavedList:
    """One of the lists beside the table, with how much is in it."""

    key: str
    label: str
    count: int
    url: str
    current: bool
    late: bool = False


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    pk: int
    number: str
    short: str  # the number without its year
    firm: str
    need: str
    lamp: str
    lamp_text: str
    asked_at: datetime
    left: str
    late: bool
    clerk: str
    new: bool
    selected: bool
    url: str
    open_url: str


@dataclass(frozen=True)
class Pane:
    """The open row beside the list."""

    line: Line
    row: DeskRow
    due_at: datetime | None
    left: str
    cells: Sequence[Cell]
    timeline: Sequence[Happening]
    moves: Sequence[str]


@require_safe
def department(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if not acts_for_department(account):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    chosen, words = request.GET.get("list", "all"), request.GET.get("q", "").strip()[:100]
    desk = department_desk(account, chosen, words, in_force, Key.read(request.GET.get("after", "")))
    chosen = chosen if chosen in desk.counts else "all"
    address = _Address({"list": chosen, "q": words, "after": request.GET.get("after", "")})
    opened = _opened(desk.rows, request.GET.get("open", ""))
    context = {
        "finding": _finding(desk.counts), "lists": _lists(desk.counts, chosen), "chosen": chosen, "words": words,
        "lines": [_line(row, address, opened) for row in desk.rows], "back": address(),
        "news": any(row.summons.status == SummonsStatus.SENT for row in desk.rows),
        "cards": [(_line(row, address, opened), _card(row)) for row in desk.rows],
        "pane": _pane(opened, account, address) if opened else None,
        "older_url": address(after=str(desk.next)) if desk.next else "",
        "owed": orders.owed(account, in_force), "form": ReplyForm(), "plan_last": plan_last(in_force), "caption": _caption(desk, chosen),
    }  # fmt: skip
    return render(request, "desk/department.html", context)


class _Address:
    """The address of this list, with something changed."""

    def __init__(self, kept: dict[str, str]) -> None:
        self._kept = kept

    def __call__(self, **changed: str) -> str:
        wanted = {
            name: value
            for name, value in {**self._kept, **changed}.items()
            if value and (name, value) != ("list", "all")
        }
        return reverse("desk") + (f"?{urlencode(wanted)}" if wanted else "")


def _opened(rows: Sequence[DeskRow], number: str) -> DeskRow | None:
    """The row asked for; the first one otherwise: whoever comes to the desk starts on top."""
    return next((row for row in rows if row.r.number == number), rows[0] if rows else None)


def _finding(counts: dict[str, int]) -> str:
    """12 件在手，1 件超期，5 件待报到 / 12 in hand, 1 overdue, 5 to report in."""
    if not counts["all"]:
        return _("Nothing in hand")
    found = [
        ngettext("%(n)s in hand", "%(n)s in hand", counts["all"]) % {"n": counts["all"]},
        counts["overdue"] and ngettext("%(n)s overdue", "%(n)s overdue", counts["overdue"]) % {"n": counts["overdue"]},
        counts["report-in"]
        and ngettext("%(n)s to report in", "%(n)s to report in", counts["report-in"]) % {"n": counts["report-in"]},
    ]
    return joined(str(part) for part in found if part)


def _labels() -> dict[str, str]:
    return {
        "all": _("All in hand"), "overdue": _("Overdue"), "report-in": _("To report in"), "soon": _("Due in 3 days"),
        "planned": pgettext("desk list", "Planned"), "to-confirm": pgettext("desk list", "To confirm"),
        "declining": pgettext("desk list", "Declined"),
    }  # fmt: skip


def _lists(counts: dict[str, int], chosen: str) -> list[tuple[str, list[SavedList]]]:
    labels = _labels()

    def saved(key: str) -> SavedList:
        url = reverse("desk") + ("" if key == "all" else f"?list={key}")
        return SavedList(key, labels[key], counts[key], url, key == chosen, late=key == "overdue" and counts[key] > 0)

    groups = (
        (_("To do"), ("all", "overdue", "report-in", "soon")),
        (_("Waiting"), ("planned", "to-confirm", "declining")),
    )
    return [(title, [saved(key) for key in keys]) for title, keys in groups]


def _caption(desk: Desk, chosen: str) -> str:
    return _("{list}, {n}, by what is left").format(list=_labels()[chosen], n=desk.counts[chosen])


def _line(row: DeskRow, address: _Address, opened: DeskRow | None) -> Line:
    r, clerk = row.r, row.summons.clerk
    new = row.summons.status == SummonsStatus.SENT
    return Line(
        pk=row.summons.pk, number=r.number, short=r.number.partition("-")[2],
        firm=r.enterprise.short_name, need=request_rows.headline(row.text),
        lamp=row.lamp, lamp_text=_lamp_text(row), asked_at=r.raised_at, left=_left_short(row), late=row.lamp == lamps.OVERDUE,
        clerk=clerk.name if clerk else "", new=new, selected=row is opened, url=reverse("request-detail", args=[r.number]),
        open_url=address(open=r.number),
    )  # fmt: skip


def _lamp_text(row: DeskRow) -> str:
    """A word of its own where the colour alone would not tell what is waited for."""
    if row.lamp == lamps.OVERDUE:
        return ""
    if row.summons.status == SummonsStatus.DECLINING:
        return pgettext("lamp", "Declined")
    if row.is_open:
        return ""
    if row.r.status == Status.ANSWERED:
        return pgettext("lamp", "To confirm")
    return pgettext("lamp", "Planned") if row.lamp == lamps.NORMAL else ""


def _left_short(row: DeskRow) -> str:
    return dates.left_short(row.due_at, row.policy.now, row.policy.calendar) if row.due_at else "—"


def _left(row: DeskRow) -> str:
    return dates.left(row.due_at, row.policy.now, row.policy.calendar) if row.due_at else ""


def _card(row: DeskRow) -> RequestRow:
    """The same row on a phone."""
    return RequestRow(
        number=row.r.number, title=row.r.enterprise.short_name, detail=request_rows.headline(row.text), lamp=row.lamp,
        lamp_text=_lamp_text(row), cells=summons_cells(row.summons, row.policy), step=_step(row),
        url=reverse("request-detail", args=[row.r.number]),
    )  # fmt: skip


def _step(row: DeskRow) -> str:
    if row.due_at is None:
        return _("The enterprise confirms whether it is solved.")
    if row.summons.status == SummonsStatus.DECLINING:
        return _("The office decides on your decline")
    when = dates.deadline(row.due_at, row.policy.now)
    if is_late(row.policy.now, row.due_at):
        return _("Was due {when}").format(when=when)
    if row.summons.status == SummonsStatus.SENT:
        return _("Report in; reply by {when}").format(when=when)
    return (_("Reply by {when}") if row.summons.status in AWAITING_REPLY else _("By {when}")).format(when=when)


def _pane(row: DeskRow, account: Account, address: _Address) -> Pane:
    found = preview(row, account)
    reader = timeline.Reader(account.login, Audience.DEPARTMENT)
    told: list[Happening] = []
    for one in list(reversed(found.happenings))[:TIMELINE_SHORT]:
        said = timeline.told(one, found.names, reader)
        words = "" if one.kind == "request.raised" and request_rows.is_whole(row.text) else one.text or ""
        told.append(Happening(at=one.at, who=said.who, sentence=said.rest, text=words, kind=one.kind))
    return Pane(
        _line(row, address, row), row, row.due_at, _left(row), summons_cells(row.summons, row.policy), told, found.moves
    )
