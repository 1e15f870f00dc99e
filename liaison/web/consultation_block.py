"""The consultation as the page of its request shows it: for who works on it all of it, for the firm in two lines."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from liaison.casework.consultations import Seat, consultation_of_leg, seats
from liaison.casework.models import Consultation, Duty
from liaison.casework.queries import Dossier
from liaison.rules.audiences import Audience
from liaison.rules.deadlines import day_of, is_late
from liaison.speech.lists import listed

SHOWN = frozenset({Consultation.PROPOSED, Consultation.AGREED, Consultation.CONCLUDED})


@dataclass(frozen=True)
class DutyLine:
    department: str
    what: str
    due_on: date
    done: bool
    late: bool
    done_url: str  # empty: not this reader's to tick


@dataclass(frozen=True)
class ActLink:
    label: str
    url: str
    main: bool = False


@dataclass(frozen=True)
class Block:
    state: str
    lamp: str
    lead: str
    members: str
    next_at: datetime | None
    meets_at: datetime | None
    place: str = ""
    why: str = ""
    outside: Sequence[tuple[str, str]] = ()  # name with organisation, telephone
    minutes: str = ""
    minutes_due: datetime | None = None
    minutes_late: bool = False
    duties: Sequence[DutyLine] = ()
    acts: Sequence[ActLink] = field(default_factory=list)


def block_of(seen: Dossier) -> Block | None:
    """Two statements where there is one to show, none otherwise."""
    held = consultation_of_leg(seen.summonses, seen.r)
    if held is None or held.state not in SHOWN:
        return None
    firm = seen.standing.audience == Audience.ENTERPRISE
    if firm and held.state == Consultation.PROPOSED:
        return None
    lead = next(row for row in seen.summonses if row.pk == held.summons_id).department.name
    running = held.state == Consultation.AGREED
    short = Block(
        state=_state(held), lamp=seen.lamp if running else "normal" if held.state == Consultation.PROPOSED else "done",
        lead=lead, members=listed(seat.name for seat in seats(held) if seat.member.department),
        next_at=seen.r.next_progress_at if running else None, meets_at=held.meets_at,
    )  # fmt: skip
    return short if firm else _whole(short, held, seen)


def _whole(short: Block, held: Consultation, seen: Dossier) -> Block:
    now = seen.policy.now
    owed = held.meets_at is not None and held.meets_at <= now and held.minutes_at is None
    return Block(
        state=short.state, lamp=short.lamp, lead=short.lead, members=short.members, next_at=short.next_at,
        meets_at=held.meets_at, place=held.place, why=(held.why.text or "") if held.why else "",
        outside=[_outsider(seat) for seat in seats(held) if not seat.member.department],
        minutes=(held.minutes.text or "") if held.minutes else "",
        minutes_due=held.minutes_due_at if owed else None,
        minutes_late=owed and held.minutes_due_at is not None and is_late(now, held.minutes_due_at),
        duties=[_duty(one, seen) for one in held.split], acts=_acts(held, seen, owed=owed),
    )  # fmt: skip


def _state(held: Consultation) -> str:
    if held.state == Consultation.AGREED:
        return _("In consultation")
    if held.state == Consultation.CONCLUDED:
        return _("Consultation concluded")
    if held.agreed_by_specialist_at:
        return _("Proposed; the office is still to agree")
    if held.agreed_by_office_at:
        return _("Proposed; the specialist is still to agree")
    return _("Proposed; specialist and office are to agree")


def _outsider(seat: Seat) -> tuple[str, str]:
    unit = seat.part("unit")
    return (f"{seat.name} · {unit}" if unit else seat.name), seat.part("phone")


def _duty(one: Duty, seen: Dossier) -> DutyLine:
    how = seen.standing
    may = "duty_done" in seen.moves and (how.leads or "specialist" in how.held or how.home == one.department_id)
    return DutyLine(
        one.department.name, (one.what.text or "") if one.what else "", one.due_on, one.done_at is not None,
        one.done_at is None and one.due_on < day_of(seen.policy.now),
        reverse("consult-duty-done", args=[one.pk]) if may and one.done_at is None else "",
    )  # fmt: skip


def _acts(held: Consultation, seen: Dossier, *, owed: bool) -> list[ActLink]:
    words = {
        "consult_agree": (_("Agree, or say why not"), "consult-agree"),
        "minutes": (_("Write the minutes"), "consult-minutes"),
        "arrange": (_("Set another day") if held.meets_at else _("Set day and place"), "consult-arrange"),
        "consult_cancel": (_("End the consultation"), "consult-cancel"),
    }
    main = {"consult_agree", "minutes" if owed else "arrange" if held.meets_at is None else ""}
    if held.meets_at is None or held.meets_at > seen.policy.now:
        words.pop("minutes")
    return [
        ActLink(word, reverse(name, args=[seen.r.number]), move in main)
        for move, (word, name) in words.items()
        if move in seen.moves
    ]
