"""分派台: what waits for the committee office, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from liaison import clock
from liaison.casework import ringing, roster
from liaison.casework.consultations import open_consultation, word_overdue
from liaison.casework.dispatch_desk import Waiting, dispatch_desk
from liaison.casework.keyset import Key
from liaison.registry import queries as registry_queries
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import policy
from liaison.rules import lamps
from liaison.rules.audiences import Audience
from liaison.rules.lifecycle import SummonsStatus
from liaison.speech import dates
from liaison.speech.lists import joined

from . import duty, replacing, request_rows, ringing_card
from .parts import RequestRow
from .who import signed_in

BAR = 96  # units of the widest bar


@dataclass(frozen=True)
class Counter:
    key: str
    label: str
    count: int
    url: str
    current: bool
    late: bool


@dataclass(frozen=True)
class Line:
    """One row of the table: why it waits and what the office can do."""

    number: str
    firm: str
    need: str
    lamp: str
    lamp_text: str
    why: str
    left: str
    late: bool
    short: str  # the number without its year
    url: str
    act_url: str
    act: str
    urgent: bool


@dataclass(frozen=True)
class Bar:
    name: str
    count: int
    width: int


@require_safe
def dispatch(request: HttpRequest) -> HttpResponse:
    account = signed_in(request)
    if Post.OFFICE not in posts(account):
        raise PermissionDenied
    in_force = policy(account.zone, clock.now())
    chosen = request.GET.get("list", "all")
    desk = dispatch_desk(account, chosen, in_force, Key.read(request.GET.get("after", "")))
    chosen = chosen if chosen in desk.counts else "all"
    lines = [_line(one) for one in desk.rows]
    waiting = replacing.waiting(account, in_force)
    context = {
        "finding": replacing.to_be_done(waiting.count) if waiting and not desk.counts["all"] else _finding(desk.counts),
        "counters": _counters(desk.counts, chosen), "chosen": chosen, "lines": lines,
        "cards": [_card(one, line, account) for one, line in zip(desk.rows, lines, strict=True)],
        "older_url": _url(chosen, str(desk.next)) if desk.next else "",
        "duty_gaps": [duty.span(gap.since, gap.until, in_force.now) for gap in roster.gaps(account.zone, in_force)],
        "ringing": [ringing_card.card(one, in_force.now) for one in ringing.ringing(account)],
        "replacements": waiting, "late": _bars(desk.late), "coverage": registry_queries.coverage(account), "caption": _labels()[chosen],
    }  # fmt: skip
    return render(request, "dispatch/dispatch.html", context)


def _url(chosen: str, after: str = "") -> str:
    wanted = {name: value for name, value in (("list", chosen if chosen != "all" else ""), ("after", after)) if value}
    return reverse("dispatch") + (f"?{urlencode(wanted)}" if wanted else "")


def _finding(counts: dict[str, int]) -> str:
    """2 件等您裁定，1 件超期: the finding, not the name of the page."""
    if not counts["all"]:
        return _("Nothing waits for the office")
    said = [
        ("decline", ngettext("%(n)s to decide", "%(n)s to decide", counts["decline"])),
        ("unclaimed", ngettext("%(n)s nobody has claimed", "%(n)s nobody has claimed", counts["unclaimed"])),
        ("consultation", ngettext("%(n)s to agree", "%(n)s to agree", counts["consultation"])),
        ("ringing", ngettext("%(n)s urgent and not accepted", "%(n)s urgent and not accepted", counts["ringing"])),
        ("unverified", ngettext("%(n)s to verify", "%(n)s to verify", counts["unverified"])),
        ("overdue", ngettext("%(n)s overdue", "%(n)s overdue", counts["overdue"])),
        ("untouched", ngettext("%(n)s nobody has taken", "%(n)s nobody has taken", counts["untouched"])),
        (
            "no-specialist",
            ngettext("%(n)s without a specialist", "%(n)s without a specialist", counts["no-specialist"]),
        ),
        (
            "contested",
            ngettext("%(n)s contested as out of scope", "%(n)s contested as out of scope", counts["contested"]),
        ),
        (
            "disputed",
            ngettext("%(n)s sent back again and again", "%(n)s sent back again and again", counts["disputed"]),
        ),
    ]
    return joined(sentence % {"n": counts[key]} for key, sentence in said if counts[key])


def _labels() -> dict[str, str]:
    return {
        "all": _("All that waits"), "decline": _("To decide"), "unclaimed": _("Not claimed"), "consultation": _("Consultations"),
        "no-specialist": _("No specialist"),
        "unverified": _("To verify"), "ringing": _("Urgent, not accepted"),
        "untouched": pgettext("dispatch list", "Not taken"), "overdue": _("Overdue"), "contested": _("Contested"),
        "disputed": _("Sent back 3 times"),
    }  # fmt: skip


def _counters(counts: dict[str, int], chosen: str) -> list[Counter]:
    return [
        Counter(
            key,
            label,
            counts[key],
            _url(key),
            key == chosen,
            late=key in ("overdue", "ringing", "unclaimed") and counts[key] > 0,
        )
        for key, label in _labels().items()
    ]


def _why(key: str, holder: str) -> str:
    """建设局退回 / Construction declined."""
    patterns = {
        "consultation": _("A consultation is proposed"),
        "undecided": _("Your word on a consultation is overdue"),
        "decline": _("{who} declined"), "later": _("{who} asks for a later date"),
        "unclaimed": _("Nobody has claimed it"), "no-specialist": _("Firm without specialist"), "untouched": _("Nobody has taken it"),
        "contested": _("Contested as out of scope"), "ringing": _("Urgent, and nobody accepted in time"),
        "unverified": _("Came without an account"), "overdue": _("{who} is late"), "disputed": _("Sent back again and again"),
    }  # fmt: skip
    return patterns[key].format(who=holder)


def _line(one: Waiting) -> Line:
    row = one.row
    due = row.r.lamp_due_at
    declining = next((summons for summons in row.summonses if summons.status == SummonsStatus.DECLINING), None)
    later = row.lead if row.extension and not declining else None
    asking = declining or later
    holder = asking.department.name if asking else request_rows.who_name(row)
    why = ["later" if key == "decline" and later else key for key in one.why]
    held = open_consultation(row.summonses, row.r)
    owed = word_overdue(held, "office", row.policy.now)
    if held and owed:
        due = held.decide_due_at
        why = ["undecided" if key == "consultation" else key for key in why]
    act_url, act = "", ""
    if asking:
        act_url, act = reverse("decide", args=[asking.pk]), _("Decide")
    elif "unclaimed" in one.why:
        act_url, act = reverse("whistle", args=[row.r.number]), _("Assign")
    elif "consultation" in one.why:
        act_url, act = reverse("consult-agree", args=[row.r.number]), _("Decide")
    elif "no-specialist" in one.why:
        act_url, act = reverse("enterprise-assign", args=[row.r.enterprise.code]), _("Assign")
    return Line(
        number=row.r.number, firm=row.r.enterprise.short_name, need=request_rows.headline(row.text),
        lamp=lamps.OVERDUE if owed else row.lamp, lamp_text="" if owed else request_rows.lamp_text(row),
        why=joined(_why(key, holder) for key in why),
        left=dates.left_short(due, row.policy.now, row.policy.calendar) if due else "—", late=owed or row.lamp == lamps.OVERDUE,
        short=row.r.number.partition("-")[2], url=reverse("request-detail", args=[row.r.number]),
        act_url=act_url, act=act, urgent=row.r.urgent,
    )  # fmt: skip


def _card(one: Waiting, line: Line, account: Account) -> RequestRow:
    """The same row on a phone."""
    return RequestRow(
        number=line.number, title=line.firm, detail=line.need, lamp=line.lamp, lamp_text=line.lamp_text,
        unverified=not one.row.r.verified,
        step=format_html(_("{why}. {step}"), why=line.why, step=request_rows.step_line(one.row, account, Audience.STAFF)),
        url=line.url,
    )  # fmt: skip


def _bars(late: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _name, count in late), default=1)
    return [Bar(name, count, max(4, BAR * count // most)) for name, count in late]
