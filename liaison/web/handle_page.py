"""What the page of a request shows to staff beside the shared values: acts, promise to the firm, each department's part."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from liaison.casework.cases import WRITERS, fit
from liaison.casework.common import DECIDERS
from liaison.casework.models import Summons
from liaison.casework.queries import Dossier
from liaison.rules import daystrip, lamps
from liaison.rules.daystrip import Cell
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import OPEN_SUMMONS, UNANSWERED, Status, SummonsStatus
from liaison.speech import dates, statuses

from .later import later_of
from .parts import Happening, Person
from .request_page import ANSWERS, Answer

# The acts of this page in the order of their weight: the first two are large, the others stand under "more".
ACTS = {
    "take": (_lazy("Contacted, take it"), "check"),
    "whistle": (_lazy("Whistle"), "whistle"),
    "answer": (_lazy("Reply"), "stamp"),
    "consult_agree": (_lazy("Agree to the consultation?"), "people"),
    "conclude": (_lazy("It is done"), "check"),
    "instruct": (_lazy("Instruct"), "pen"),
    "call_back": (_lazy("Call-back"), "phone"),
    "progress": (_lazy("Report progress"), "pen"),
    "visit": (_lazy("Promise a visit"), "today"),
    "decline_scope": (_lazy("Out of scope"), "flag"),
    "consult": (_lazy("Propose a consultation"), "people"),
    "outside": (_lazy("Talk to somebody outside"), "people"),
    "link": (_lazy("Link to a lead request"), "list"),
}
# With the departments at work, news comes before another whistle.
WITH_DEPARTMENTS = ("consult_agree", "conclude", "progress", "whistle", "call_back")
ADDRESS = {"outside": "outside-open"}  # the others are called as the move
LARGE = 2
NEVER_LARGE = frozenset({"visit", "link", "consult", "outside"})  # once in a while, and the next step of no request


@dataclass(frozen=True)
class ActLink:
    code: str
    label: str
    icon: str
    url: str
    posts: bool  # a button that acts at once, not a link to a sheet


@dataclass(frozen=True)
class Promise:
    """The promise to the firm, drawn."""

    title: str
    start: str  # the word in the first cell where it is not the day of receipt
    due_at: datetime | None
    left: str
    cells: Sequence[Cell]
    lamp: str


@dataclass(frozen=True)
class Part:
    """One department's part in the request."""

    pk: int
    department: str
    part: str
    state: str
    clerk: str
    phone: str
    lamp: str
    lamp_text: str
    due_at: datetime | None
    ask: str
    suggested: str
    to_decide: bool
    later: str  # what became of the later date that it asked for


@dataclass(frozen=True)
class HandlePage:
    large: list[ActLink]
    more: list[ActLink]
    contact: Person | None
    promise: Promise | None
    one_date: bool  # the next step is due when the promise is
    parts: list[Part]
    earlier: list[Part]  # of legs that are over
    timeline: list[Happening]
    came: str
    may_decide: bool  # whether it is one work with those of other firms (N6)
    may_tell_case: bool

    @property
    def deciding(self) -> bool:
        """The office has a decline to decide: that is the page's main act then."""
        return any(part.to_decide for part in self.parts)


def handle_page(
    seen: Dossier, answer: Answer | None, timeline: Sequence[Happening], contact: Person | None
) -> HandlePage:
    acts, promise = _acts(seen), _promise(seen)
    # First the call; ending it unheard is nothing to offer in large type.
    large = [act for act in acts if act.code not in NEVER_LARGE][: LARGE if seen.r.verified else 0]
    return HandlePage(
        large=large, more=[act for act in acts if act not in large], contact=contact, promise=promise,
        one_date=promise is not None and promise.due_at is not None and promise.due_at == seen.step.by,
        parts=[_part(row, seen) for row in seen.summonses if row.leg == seen.r.leg],
        earlier=[_part(row, seen) for row in seen.summonses if row.leg != seen.r.leg],
        timeline=[_said_above(item, answer) for item in timeline],
        came=_came(seen),
        may_decide=bool(seen.standing.held & set(DECIDERS)) and seen.r.is_open and seen.r.verified,
        may_tell_case=fit(seen.r) and bool(seen.standing.held & set(WRITERS)),
    )  # fmt: skip


def _acts(seen: Dossier) -> list[ActLink]:
    at_work = seen.r.status in (Status.WHISTLED, Status.CONSULTING, Status.PLANNED)
    order = [*WITH_DEPARTMENTS, *ACTS] if at_work else list(ACTS)
    codes = [code for code in dict.fromkeys(order) if code in seen.moves]
    return [
        ActLink(
            code,
            _label(code, at_work),
            ACTS[code][1],
            reverse(ADDRESS.get(code, code.replace("_", "-")), args=[seen.r.number]),
            code == "take",
        )
        for code in codes
    ]


def _label(code: str, at_work: bool) -> str:
    return _("Whistle more") if code == "whistle" and at_work else str(ACTS[code][0])


def _promise(seen: Dossier) -> Promise | None:
    """What runs towards the firm: the reply, then the date of a plan, then the days to confirm."""
    r = seen.r
    if r.status in UNANSWERED and r.replied_at is None:
        return _drawn(_("Reply to the enterprise by {when}"), "", r.leg_began_at, r.reply_due_at, seen)
    if r.status in UNANSWERED and r.resolve_by:
        title = _("Promised to be done by {when}")
        return _drawn(
            title, pgettext("first day of a strip", "Plan"), r.replied_at or r.leg_began_at, r.resolve_by, seen
        )
    if r.status == Status.ANSWERED and r.answered_at:
        return _drawn(_("The enterprise confirms by {when}"), _("Reply"), r.answered_at, r.confirm_due_at, seen)
    return None


def _drawn(title: str, start: str, since: datetime, due: datetime | None, seen: Dossier) -> Promise:
    in_force, on = seen.policy, day_of(seen.policy.now)
    if due is None:
        return Promise(_("No date yet"), start, None, "", (), "normal")
    lamp = lamps.lamp_of(Status.IN_HAND, due, in_force.horizon) if seen.r.status in UNANSWERED else "done"
    return Promise(
        title=title.format(when=dates.deadline(due, in_force.now)), start=start, due_at=due,
        left=dates.left(due, in_force.now, in_force.calendar),
        cells=daystrip.strip(day_of(since), due, on, in_force.calendar), lamp=lamp,
    )  # fmt: skip


def _part(row: Summons, seen: Dossier) -> Part:
    in_force, open_ = seen.policy, row.status in OPEN_SUMMONS
    later = later_of(seen)
    later = later if later and later.summons == row.pk else None
    return Part(
        pk=row.pk, department=row.department.name, part=statuses.part_word(row.part), state=summons_state(row),
        clerk=row.clerk.name if row.clerk else "", phone=(row.clerk and row.clerk.phone) or row.department.phone,
        lamp=lamps.lamp_of(row.status, row.due_at, in_force.horizon),
        lamp_text=dates.left(row.due_at, in_force.now, in_force.calendar) if open_ and row.due_at else "",
        due_at=row.due_at if open_ else None, ask=row.ask.text or "" if row.ask else "",
        suggested=row.suggested.name if row.suggested else "",
        to_decide="decide" in seen.moves and (row.status == SummonsStatus.DECLINING or (later is not None and later.open)),
        later=later.words if later else "",
    )  # fmt: skip


def summons_state(row: Summons) -> str:
    """已报到 / Reported in; of a reply also with what."""
    held = getattr(row, "consultation", None)
    if row.status == SummonsStatus.REPLIED and held:  # what it said was not a date but a consultation
        return _("Leads the consultation") if held.state == held.AGREED else _("Consultation ended")
    if row.status == SummonsStatus.REPLIED:
        return _("{state}: {outcome}").format(
            state=statuses.summons_word(row.status), outcome=statuses.outcome_word(row.outcome)
        )
    return statuses.summons_word(row.status)


def _said_above(item: Happening, answer: Answer | None) -> Happening:
    """The words of the firm and of the answer that stands are on top already; they are not repeated below."""
    repeated = item.kind in ("request.raised", "request.mirrored") or (
        answer and item.at == answer.at and item.kind in ANSWERS
    )
    return replace(item, text="") if repeated else item


def _came(seen: Dossier) -> str:
    """今天 08:52 · 网上提交 · 周敏: when, by which door, who brought it, and when it was logged if later."""
    r, now = seen.r, seen.policy.now
    words = [dates.moment(r.occurred_at, now), statuses.channel_word(r.channel)]
    if r.raised_by:
        words.append(r.raised_by.name)
    if r.text and r.text.parts.get("reference"):
        words.append(_("no. {number}").format(number=r.text.parts["reference"]))
    if (r.raised_at - r.occurred_at).total_seconds() >= 60:
        words.append(_("logged {moment}").format(moment=dates.moment_within(r.raised_at, now)))
    return " · ".join(words)
