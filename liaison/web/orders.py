"""Instructions as pages show them: on a request from its own entries, on desks, in the list and on paper (R-22)."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liaison.casework import instructions
from liaison.casework.models import Instruction
from liaison.casework.queries import Dossier
from liaison.record.reading import Happening
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy
from liaison.rules import lamps, lifecycle
from liaison.rules.deadlines import day_of
from liaison.rules.lifecycle import Status
from liaison.speech import dates

from . import request_rows
from .parts import RequestRow


@dataclass(frozen=True)
class Order:
    """One instruction of a request, with its last answer."""

    pk: int
    order: str
    to: str
    department: str  # code; empty: the specialist
    by: str
    at: datetime
    text: str
    due_at: datetime | None
    state: str
    lamp: str = ""
    lamp_text: str = ""
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = None
    may_answer: bool = False
    may_close: bool = False
    may_again: bool = False


def of_request(seen: Dossier) -> list[Order]:
    """From the entries at hand, without a statement; newest first."""
    found: dict[int, Order] = {}
    for one in seen.happenings:
        if one.kind == "instruction.given":
            found[one.facts["instruction"]] = _given(one, seen)
        elif one.kind.startswith("instruction.") and one.facts["instruction"] in found:
            found[one.facts["instruction"]] = _after(found[one.facts["instruction"]], one, seen)
    return [_with_acts(one, seen) for one in reversed(found.values())]


def _given(one: Happening, seen: Dossier) -> Order:
    code = one.facts["department"] or ""
    return Order(
        pk=one.facts["instruction"], order=one.facts["order"], to=seen.names.department(code) if code else _("the specialist"),
        department=code, by=seen.names.person(one.actor), at=one.at, text=one.text or "", due_at=_instant(one.facts["due_at"]),
        state=instructions.OPEN if one.facts["order"] else instructions.CLOSED,
    )  # fmt: skip


def _after(order: Order, one: Happening, seen: Dossier) -> Order:
    if one.kind == "instruction.answered":
        return replace(
            order, state=instructions.ANSWERED, answer=one.text or "", answered_by=seen.names.person(one.actor), answered_at=one.at
        )  # fmt: skip
    if one.kind == "instruction.again":
        asked = "\n".join([order.text, one.text or ""]).strip()
        return replace(order, state=instructions.OPEN, text=asked, due_at=_instant(one.facts["due_at"]))
    return replace(order, state=instructions.CLOSED) if one.kind == "instruction.closed" else order


def _with_acts(order: Order, seen: Dossier) -> Order:
    held, in_force = seen.standing.held, seen.policy
    leads = bool(held & lifecycle.MOVES["instruct"].by)
    lamp = lamps.lamp_of(
        Status.IN_HAND if order.state == instructions.OPEN else Status.CLOSED, order.due_at, in_force.horizon
    )
    return replace(
        order, lamp=lamp, lamp_text=state_words(order.state, order.due_at, in_force),
        may_answer=order.state == instructions.OPEN and _owes(order, seen),
        may_close=leads and order.state != instructions.CLOSED, may_again=leads and order.state == instructions.ANSWERED,
    )  # fmt: skip


def _owes(order: Order, seen: Dossier) -> bool:
    """As `instructions.capacity_to_answer`, for an instruction that is at hand as entries alone."""
    if order.department:
        own = next((row.department_id for row in seen.summonses if row.department.code == order.department), None)
        return own is not None and seen.standing.department_id == own
    return "specialist" in seen.standing.held or (seen.specialist is None and Post.CHIEF in seen.standing.held)


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def state_words(state: str, due_at: datetime | None, in_force: Policy) -> str:
    if state == instructions.ANSWERED:
        return pgettext("instructions", "Answered")
    if state == instructions.CLOSED:
        return pgettext("instructions", "Closed")
    return dates.left(due_at, in_force.now, in_force.calendar) if due_at else _("Answer awaited")


# --- a line of a desk and of the list ---


def to_word(order: Instruction) -> str:
    return order.department.name if order.department else _("the specialist")


def line(order: Instruction, in_force: Policy) -> RequestRow:
    """It stands like a request, under its own number, and leads to the page of its request."""
    r = order.service_request
    about = _("{to} · {by}, {day} · {number} {firm}").format(
        to=to_word(order), by=order.by.name, day=dates.day(day_of(order.at), day_of(in_force.now)), number=r.number,
        firm=r.enterprise.short_name,
    )  # fmt: skip
    return RequestRow(
        number=order.number, title=request_rows.headline(order.text.text if order.text else ""),
        detail=request_rows.headline(order.answer.text) if order.answer else "", step=about,
        lamp=instructions.lamp_of(order, in_force.horizon), lamp_text=state_words(order.state, order.due_at, in_force),
        url=reverse("request-detail", args=[r.number]) + "#orders",
    )  # fmt: skip


def owed(account: Account, in_force: Policy) -> list[RequestRow]:
    """What waits for this person's answer, for the top of a desk; one statement."""
    return [line(one, in_force) for one in instructions.owed(account)]
