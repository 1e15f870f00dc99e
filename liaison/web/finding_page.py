"""A finding as its six steps, with their dates: what its page shows, for personnel, discipline and the person concerned (ux H2)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liaison import record
from liaison.appraisal import findings as read
from liaison.appraisal.models import EffortFinding, PanelSeat, Review
from liaison.registry.access import posts
from liaison.registry.models import Account, Post
from liaison.registry.policy import Policy
from liaison.rules import findings as rules
from liaison.rules import lamps
from liaison.rules.deadlines import day_of
from liaison.speech import dates
from liaison.speech import findings as words

LAMPS = {read.PASSED_UP: lamps.NORMAL, read.FOUND: lamps.DONE, read.NOT_FOUND: lamps.DONE, read.REVERSED: lamps.DONE}


@dataclass(frozen=True)
class Move:
    url: str
    text: str
    posts: bool = False  # nothing to fill in: the button does it


@dataclass(frozen=True)
class Step:
    """One step: its state in words, what is known of it, what can be done now."""

    name: str
    title: str
    lamp: str
    state: str
    facts: list[tuple[str, list[str]]] = field(default_factory=list)
    said: str = ""
    moves: list[Move] = field(default_factory=list)


class Sheet:
    """Made once a page; whoever reads is a keeper, or the person himself."""

    def __init__(self, found: EffortFinding, reader: Account, in_force: Policy) -> None:
        self.found, self.reader, self.in_force = found, reader, in_force
        self.state = read.state_of(found)
        self.own = found.specialist_id == reader.pk
        self.today = day_of(in_force.now)

    @cached_property
    def held(self) -> frozenset[str]:
        """The posts in which the reader may act; none for the person himself and for one who stepped out."""
        if self.own or self.found.passed_up_at:
            return frozenset()
        out = PanelSeat.objects.filter(finding=self.found, account=self.reader, conflict__isnull=False)
        return frozenset() if out.exists() else posts(self.reader) & read.KEEPERS

    @property
    def title(self) -> str:
        return _("%(name)s, service year %(year)s") % {"name": self.found.specialist.name, "year": str(self.found.year)}

    @property
    def word(self) -> str:
        return words.state_word(self.state)

    @property
    def lamp(self) -> str:
        return LAMPS.get(self.state) or read.lamp_of(self.found, self.in_force)

    @cached_property
    def seats(self) -> list[PanelSeat]:
        return list(getattr(self.found, "sitting", []))

    def steps(self) -> Iterator[Step]:
        yield self._evidence()
        if self.found.passed_up_at:
            return
        yield self._statement()
        yield self._hearing()
        yield self._decision()
        yield self._effect()
        yield self._after()

    # --- each of them

    def _move(self, act: str, text: str, *, posts: bool = False) -> Move:
        return Move(reverse("my-finding-act" if self.own else "finding-act", args=[self.found.pk, act]), text, posts)

    def _evidence(self) -> Step:
        kept = self.found.evidence
        facts = list(words.evidence_lines(json.loads(kept.text))) if kept else []
        state = _("as the record stood on %(day)s") % {"day": dates.day(self.found.opened_at)}
        return Step("evidence", _("Evidence"), lamps.DONE, state, facts)

    def _statement(self) -> Step:
        found = self.found
        due = dates.day(found.statement_due_on)
        if found.statement_at:
            said = found.statement.text if found.statement else ""
            return Step(
                "statement",
                _("Own statement"),
                lamps.DONE,
                _("given on %(day)s") % {"day": dates.day(found.statement_at)},
                said=said,
            )
        over = self.today > found.statement_due_on
        state = _("none given until %(day)s") % {"day": due} if over else _("until %(day)s") % {"day": due}
        moves = [self._move("statement", _("Write my statement"))] if self.own and self.state == read.OPEN else []
        return Step("statement", _("Own statement"), lamps.DONE if over else lamps.DUE_SOON, state, moves=moves)

    def _hearing(self) -> Step:
        found, moves = self.found, []
        if self.state == read.OPEN and not found.heard_at:
            if Post.PERSONNEL in self.held:
                moves.append(self._move("hearing", _("Move the hearing") if found.hearing_at else _("Set a hearing")))
            if self.held and found.hearing_at and found.hearing_at <= self.in_force.now:
                moves.append(self._move("heard", _("Write down what was said")))
        if not found.hearing_at:
            return Step("hearing", _("Hearing"), lamps.NORMAL, _("no day set"), moves=moves)
        facts = [(_("When"), [dates.stamp(found.hearing_at)]), (_("Where"), [found.hearing_place])]
        if found.heard_at:
            state, said = _("held on %(day)s") % {"day": dates.day(found.heard_at)}, self._heard()
            return Step("hearing", _("Hearing"), lamps.DONE, state, facts, said)
        return Step("hearing", _("Hearing"), lamps.DUE_SOON, _("set"), facts, moves=moves)

    def _heard(self) -> str:
        told = record.happenings(self.found.zone.code, f"finding-{self.found.pk}", chain=record.AUDIT)
        return next((one.text or "" for one in told if one.kind == "finding.heard"), "")

    def _decision(self) -> Step:
        found = self.found
        facts = [(words.part_word(part), [self._seat(part)]) for part in rules.PARTS]
        if found.decided_at:
            said = found.reasons.text if found.reasons else ""
            word = words.state_word(read.FOUND if found.decision == EffortFinding.FOUND else read.NOT_FOUND)
            state = _("%(word)s on %(day)s") % {"word": word, "day": dates.day(found.decided_at)}
            return Step("decision", _("Decision"), lamps.DONE, state, facts, said)
        state = _("due %(day)s") % {"day": dates.day(found.due_on)}
        return Step(
            "decision", _("Decision"), read.lamp_of(found, self.in_force), state, facts, moves=self._panel_moves()
        )

    def _seat(self, part: str) -> str:
        seat = next((one for one in self.seats if one.part == part), None)
        if seat is None:
            return _("nobody sits yet")
        if seat.signed_at is None:
            return _("%(who)s, not signed yet") % {"who": seat.account.name}
        return _("%(who)s, signed on %(day)s") % {"who": seat.account.name, "day": dates.day(seat.signed_at)}

    def _panel_moves(self) -> list[Move]:
        moves = []
        mine = next((one for one in self.seats if one.account == self.reader), None)
        if mine and self.held and not mine.signed_at:
            if read.too_early(self.found, self.in_force.now) is None:
                moves.append(self._move("sign", _("Decide and sign")))
            moves.append(self._move("step-out", _("Step out because of a conflict")))
        if self.held:
            moves.append(self._move("member", _("Name who sits")))
        return moves

    def _effect(self) -> Step:
        title, kinds = _("Effect"), [(_("Award of the year"), ""), (_("Promotion"), "")]
        year = str(self.found.year)
        if self.state == read.FOUND:
            facts = [(name, [_("no eligibility in %(year)s") % {"year": year}]) for name, _none in kinds]
            said = "" if self.own else _("If an award of that year was given already, personnel sees to it.")
            return Step("effect", title, lamps.OVERDUE, _("both gone for %(year)s") % {"year": year}, facts, said)
        state = {
            read.OPEN: _("nothing changes before the decision"), read.NOT_FOUND: _("none"),
            read.REVERSED: _("given back"),
        }[self.state]  # fmt: skip
        return Step("effect", title, lamps.NORMAL if self.state == read.OPEN else lamps.DONE, state)

    def _after(self) -> Step:
        found, title = self.found, _("Service, review, appeal")
        if found.decided_at is None:
            return Step("after", title, lamps.NORMAL, _("after the decision"))
        if found.served_at is None:
            moves = [self._move("serve", _("Served today"), posts=True)] if Post.PERSONNEL in self.held else []
            return Step("after", title, lamps.DUE_SOON, _("not served yet"), moves=moves)
        facts = [(_("Served"), [dates.day(found.served_at)]), *(self._remedy(one) for one in read.remedies(found))]
        moves, state = self._remedy_moves(), pgettext("finding", "served")
        return Step("after", title, lamps.DUE_SOON if moves else lamps.DONE, state, facts, moves=moves)

    def _remedy(self, one: Review) -> tuple[str, list[str]]:
        asked = _("asked on %(day)s") % {"day": dates.day(one.asked_at)}
        said = [f"{asked}: {one.text.text}" if one.text else asked]
        if one.decided_at is None:
            said.append(_("answer due %(day)s") % {"day": dates.day(one.answer_due_on)})
        else:
            answer = f"{words.outcome_word(one.outcome)} ({dates.day(one.decided_at)})"
            said.append(f"{answer}: {one.reasons.text}" if one.reasons else answer)
        return words.remedy_word(one.kind), said

    def _remedy_moves(self) -> list[Move]:
        waiting = any(one.decided_at is None for one in read.remedies(self.found))
        if not self.own:
            able = waiting and Post.PERSONNEL in self.held
            return [self._move("answer", _("Enter the answer"))] if able else []
        asks = {Review.REVIEW: _("Ask for a review, until %(day)s"), Review.APPEAL: _("Appeal, until %(day)s")}
        return [
            self._move(kind, text % {"day": dates.day(until)})
            for kind, text in asks.items()
            if read.remedy(self.found, kind) is None and (until := self._until(kind))
        ]

    def _until(self, kind: str) -> date | None:
        until = read.remedy_until(self.found, kind, self.in_force)
        return until if until and self.today <= until else None
