"""A request's page: what it shows to everybody, worded once; each audience has its own template around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liaison import clock
from liaison.casework import ringing, visiting_desk
from liaison.casework.guidance import cited_in
from liaison.casework.models import Summons
from liaison.casework.moves import nudges_left
from liaison.casework.queries import Dossier, dossier
from liaison.notices import outbox
from liaison.record import reading
from liaison.registry.models import Account
from liaison.rules import permitted
from liaison.rules.audiences import Audience
from liaison.rules.daystrip import Cell
from liaison.rules.deadlines import is_late
from liaison.rules.lifecycle import OPEN, OPEN_SUMMONS, UNANSWERED, ClosedAs, SummonsStatus
from liaison.speech import dates, next_steps, statuses, timeline
from liaison.speech import permitted as permitted_words
from liaison.speech.lists import listed
from liaison.speech.shapes import field_word

from . import attached, consultation_block, orders, outside_block, request_rows, visit_lines
from .cited import ByName, Cite, cites
from .later import later_of
from .parts import Happening, Person
from .who import signed_in

TEMPLATES = {
    Audience.ENTERPRISE: "requests/progress.html",
    Audience.STAFF: "requests/handle.html",
    Audience.DEPARTMENT: "requests/department.html",
}
ANSWERS = frozenset({"summons.replied", "request.answered", "request.concluded", "request.scope_declined"})
EXPLANATION = ("reason", "basis", "alternative", "contact", "where")  # the order in which it is read


@dataclass(frozen=True)
class Card:
    """What `parts/_next_step.html` draws; `by` are words where there is no instant."""

    lamp: str
    what: str
    due_at: datetime | None
    left: str
    by: str
    cells: Sequence[Cell]
    why: str


@dataclass(frozen=True)
class Answer:
    """The reply that stands: result, explanation with its parts, dated plan, or why it is out of scope."""

    seq: int
    word: str
    who: str
    at: datetime
    text: str
    parts: Sequence[tuple[str, str]]
    cites: Sequence[Cite] = ()  # the policies it rests on, as they stood that day


def show(
    request: HttpRequest, number: str, *, error: str | None = None, status: int = 200, **extra: Any
) -> HttpResponse:
    """The page of a request as this reader sees it; `error` is the sentence of a refusal, shown on top.

    Raises Http404 for what the reader may not see.
    """
    page = build(request, number, error=error, **extra)
    page["later"] = later_of(page["seen"])
    staff, r = page["seen"].standing.audience == Audience.STAFF, page["r"]
    page["undelivered"] = listed(outbox.undelivered_about(r.zone.code, number)) if staff and r.not_reached else ""
    return render(request, TEMPLATES[page["seen"].standing.audience], page, status=status)


def build(request: HttpRequest, number: str, *, error: str | None = None, **extra: Any) -> dict[str, Any]:
    """The values that every request page has at hand.

    seen (Dossier), r (ServiceRequest), number, title, text, whole (the title is the whole text), lamp, lamp_text, now,
    step (Card), people (parts.Person), timeline (parts.Happening, newest first), answer (Answer or None),
    files (parts.File, what all who handle it see), moves (codes of what the reader may do now), may (MayDo, the same in words),
    links and linked (what is handled together, R-12), contest_until, nudged_today, by_phone (closed by a call-back that the
    firm may still deny), refusal (the sentence on top, or None), back_url; then what `extra` brings.
    """
    reader = signed_in(request)
    return {
        **of(dossier(reader, number, now=clock.now()), reader),
        "refusal": error,
        "back_url": reverse("requests"),
        **extra,
    }


def of(seen: Dossier, reader: Account) -> dict[str, Any]:
    """The same for a dossier that is at hand already (a preview, a receipt)."""
    title, cited = request_rows.headline(seen.text), cited_in(seen.happenings, seen.r.zone_id, seen.policy)
    answer = answer_of(seen, reader, cited)
    return {
        "seen": seen, "r": seen.r, "number": seen.r.number, "title": title, "text": seen.text, "now": seen.policy.now,
        "whole": request_rows.is_whole(seen.text), "lamp": seen.lamp, "lamp_text": request_rows.lamp_text(seen),
        "step": card(seen, reader), "people": people(seen), "timeline": happenings(seen, reader, answer, cited), "answer": answer,
        "files": [file for one in seen.happenings for file in attached.shown(one) if not file.internal],
        "moves": seen.moves, "may": may_do(seen), "by_phone": _may_deny_call(seen), "contest_until": _contest_until(seen),
        "links": seen.links, "linked": _linked(seen), "consultation": consultation_block.block_of(seen), "orders": orders.of_request(seen),
        "outside": outside_block.blocks_of(seen, reader),
        "elapsed": elapsed_words(seen), "visits": _visits(seen, reader),
        "proof_url": reverse("clock", args=[seen.r.number]), "own_url": reverse("request-detail", args=[seen.r.number]),
        "asks": [one for happening in seen.happenings if happening.facts.get("asks") for one in cites(happening, cited)],
        "nudged_today": seen.r.status in UNANSWERED and nudges_left(seen.r, seen.policy) <= 0,
    }  # fmt: skip


def elapsed_words(seen: Dossier) -> str:
    """从来电到办结 1 小时 15 分: an urgent request is measured in real time (R-39)."""
    minutes = ringing.elapsed(seen.r, seen.policy.now)
    if minutes is None:
        return ""
    pattern = (
        _("{time} from the call to the result")
        if seen.r.answered_at or seen.r.closed_at
        else _("{time} since the call")
    )
    return pattern.format(time=dates.minutes(minutes))


def _visits(seen: Dossier, reader: Account) -> list[visit_lines.Line]:
    """Those promised and not over: for the firm and for staff."""
    if seen.standing.audience == Audience.DEPARTMENT or not getattr(seen.r, "visits_open", False):
        return []
    own = seen.standing.audience == Audience.ENTERPRISE
    now = seen.policy.now
    return [visit_lines.line(one, reader, now, own=own) for one in visiting_desk.of_request(reader, seen.r)]


@dataclass(frozen=True)
class MayDo:
    """What may I do here, and why: every move in words."""

    can: Sequence[permitted_words.Said]
    cannot: Sequence[permitted_words.Said]
    others: Sequence[permitted_words.Said]


def may_do(seen: Dossier) -> MayDo:
    found = permitted.explained(seen.facts)
    return MayDo(
        permitted_words.can(found.can), permitted_words.cannot(found.cannot), permitted_words.others(found.others)
    )


def _linked(seen: Dossier) -> list[tuple[str, str, str]]:
    """Number, firm and state of the requests that this one leads."""
    return [
        (one.number, one.firm, statuses.closed_as_word(one.closed_as) or statuses.status_word(one.status))
        for one in seen.links.followers
    ]


def _contest_until(seen: Dossier) -> datetime | None:
    """Until when the firm may contest that it is out of scope (R-10)."""
    return seen.policy.due("contest", seen.r.closed_at) if "contest" in seen.moves and seen.r.closed_at else None


def _may_deny_call(seen: Dossier) -> bool:
    if seen.r.closed_as != ClosedAs.BY_PHONE or seen.r.closed_at is None:
        return False
    until = seen.policy.due("contest", seen.r.closed_at)
    return until is None or not is_late(seen.policy.now, until)


# --- what comes next ---


def card(seen: Dossier, reader: Account) -> Card:
    audience, now = seen.standing.audience, seen.policy.now
    due = request_rows.due_of(seen, audience)
    return Card(
        lamp=seen.lamp, what=request_rows.what(seen, reader, audience), due_at=due,
        left=dates.left(due, now, seen.policy.calendar) if due else "",
        by=_without_date(seen) if due is None else "",
        cells=request_rows.reply_cells(seen),
        why=next_steps.quiet_sentence(replace(seen.step, by=due), request_rows.who_name(seen), now) if seen.quiet else "",
    )  # fmt: skip


def _without_date(seen: Dossier) -> str:
    if seen.r.status in OPEN:
        return _("The day is set once the calendar of that year is published.")
    ending = request_rows.ending_word(seen.r.closed_as, seen.standing.audience)
    if seen.r.closed_at is None:
        return ending
    return _("{ending} · {moment}").format(ending=ending, moment=dates.moment(seen.r.closed_at, seen.policy.now))


# --- who is on it ---


def people(seen: Dossier) -> list[Person]:
    """Specialist, the departments' clerks, and for staff the firm. A department sees no telephone of the firm (SC-03)."""
    found = [_holder(seen)] if seen.specialist or seen.chief else []
    called = [row for row in seen.summonses if row.leg == seen.r.leg and row.status in OPEN_SUMMONS]
    found += [_clerk(row) for row in called or ([seen.lead] if seen.lead else [])]
    if seen.caller:
        found.append(Person(seen.caller[0], _("raised it by QR code"), seen.caller[1]))
    if seen.standing.audience != Audience.ENTERPRISE:
        found += _contacts(seen)
    return found


def _holder(seen: Dossier) -> Person:
    person = seen.specialist or seen.chief
    assert person is not None
    own = seen.standing.audience == Audience.ENTERPRISE
    role = (_("your specialist") if own else _("specialist")) if seen.specialist else _("chief specialist")
    if seen.away:
        role = _("stands in for {name}").format(name=seen.away.name)
    return Person(person.name, _role(role, person.department.name if person.department else ""), person.phone)


def _clerk(row: Summons) -> Person:
    """The clerk in charge, with the department's telephone if he has none; the department until somebody reports in."""
    lead = row.part == Summons.LEAD
    if row.clerk is None and row.status == SummonsStatus.REPLIED:  # leads a consultation that the specialist proposed
        return Person(row.department.name, statuses.part_word(row.part), row.department.phone)
    if row.clerk is None:
        return Person(
            row.department.name, _("leads, to report in") if lead else _("joins, to report in"), row.department.phone
        )
    role = _("in charge") if lead else _("joins")
    return Person(row.clerk.name, _role(role, row.department.name), row.clerk.phone or row.department.phone)


def _contacts(seen: Dossier) -> list[Person]:
    staff, firm = seen.standing.audience == Audience.STAFF, seen.r.enterprise.short_name
    return [Person(one.name, _role(_("contact"), firm), one.phone if staff else "") for one in seen.contacts[:1]]


def _role(role: str, place: str) -> str:
    return f"{role} · {place}" if place else role


# --- what happened ---


def happenings(
    seen: Dossier, reader: Account, answer: Answer | None = None, cited: ByName = MappingProxyType({})
) -> list[Happening]:  # fmt: skip
    """Newest first, as sentences; what stands above, a firm's answer or the request in full, is not said twice."""
    own = seen.standing.audience == Audience.ENTERPRISE
    above = answer.seq if answer and own else None
    in_full = seen.standing.audience == Audience.DEPARTMENT or request_rows.is_whole(seen.text)
    said = {
        "request.mirrored",
        "outside.party_added",  # its sentence names them
        *(["request.raised"] if in_full else []),
    }  # the mirror has the very words of the request
    to = timeline.Reader(reader.login, seen.standing.audience)
    return [
        _item(one, seen, to, words=one.seq != above and one.kind not in said, cited=cited) for one in reversed(seen.happenings)
    ]  # fmt: skip


def _item(one: reading.Happening, seen: Dossier, to: timeline.Reader, *, words: bool, cited: ByName) -> Happening:
    said = timeline.told(one, seen.names, to)
    return Happening(
        at=one.at, who=said.who, sentence=said.rest, text=_words(one, cited) if words else "", kind=one.kind,
        internal=one.kind in ("request.note", "request.attached_inside"), files=attached.shown(one),
    )  # fmt: skip


def _words(one: reading.Happening, cited: ByName) -> str:
    parts = [_("{part}: {text}").format(part=name, text=text) for name, text in _parts(one)]
    parts += [_("{part}: {text}").format(part=_("Policy"), text=cite.line) for cite in cites(one, cited)]
    return "\n".join([one.text or "", *parts]).strip()


def _parts(one: reading.Happening) -> list[tuple[str, str]]:
    return [(field_word(name), one.parts[name]) for name in EXPLANATION if one.parts.get(name)]


def answer_of(seen: Dossier, reader: Account, cited: ByName = MappingProxyType({})) -> Answer | None:
    """The newest answer of this leg: of the lead, of the specialist, or that it is out of scope."""
    leg = seen.r.leg
    for one in reversed(seen.happenings):
        if one.kind in ANSWERS and one.facts.get("leg", leg) == leg and one.facts.get("part") != Summons.CO:
            who = timeline.actor_word(one, seen.names, timeline.Reader(reader.login, seen.standing.audience))
            return Answer(one.seq, _answer_word(one), who, one.at, one.text or "", _parts(one), cites(one, cited))
        if one.kind in ("request.disputed", "request.contested", "request.reopened"):
            return None
    return None


def _answer_word(one: reading.Happening) -> str:
    return (
        statuses.outcome_word(one.facts["outcome"]) if "outcome" in one.facts else statuses.status_word("out_of_scope")
    )
