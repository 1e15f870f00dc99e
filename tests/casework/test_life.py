"""The life of a request against a model: any sequence of acts by anybody ends where the rules say, or is refused."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from liaison.casework import actions, queries
from liaison.casework import inputs as i
from liaison.casework.models import ServiceRequest, Summons
from liaison.record.reading import export_lines
from liaison.record.verify import check
from liaison.rules.lifecycle import OPEN
from liaison.rules.refusals import Refused
from tests.casework.steps import EXPLAINED, Story
from tests.cast import Cast, at

ACTORS = ("principal", "specialist", "clerk", "jsj_clerk", "office", "chief", "leader", "outsider")
STAFF = {"specialist", "office", "chief"}
ACTS = (
    "take", "decline_scope", "whistle", "report_in", "decline", "decide", "resolve", "explain", "plan", "progress", "conclude",
    "answer", "confirm", "dispute", "reopen", "withdraw",
)  # fmt: skip

# Acts by those who usually do them, so that most sequences get far; the rest is anybody doing anything.
USUAL = [
    ("take", "specialist"), ("whistle", "specialist"), ("report_in", "clerk"), ("decline", "clerk"), ("decide", "office"),
    ("report_in", "jsj_clerk"), ("decline", "jsj_clerk"), ("resolve", "clerk"), ("explain", "clerk"), ("plan", "clerk"),
    ("plan", "jsj_clerk"), ("explain", "jsj_clerk"), ("conclude", "clerk"), ("answer", "specialist"),
    ("confirm", "principal"), ("dispute", "principal"), ("dispute", "principal"), ("reopen", "principal"),
    ("decline_scope", "specialist"), ("whistle", "office"),
]  # fmt: skip
STEP = st.one_of(
    st.sampled_from(USUAL), st.sampled_from(USUAL), st.tuples(st.sampled_from(ACTS), st.sampled_from(ACTORS))
)


class No(Exception):
    """The model's refusal."""


@dataclass
class Model:
    """A second telling of the life of a request, in plain steps: one lead, SZJ first and JSJ after a decline; no co-departments."""

    status: str = "raised"
    lead: str | None = None  # the actor whose department leads
    summons: str = ""  # state of the lead's summons
    declined_before: bool = False
    explained: bool = False
    explained_disputed: bool = False
    plan_disputed: bool = False
    contested: bool = False
    final: bool = False
    leg: int = 1
    log: list[str] = field(default_factory=list)

    def may(self, actor: str, *allowed: str) -> None:
        if actor not in allowed:
            raise No

    def at(self, *statuses: str) -> None:
        if self.status not in statuses:
            raise No

    def new_leg(self) -> None:
        self.status, self.lead, self.summons, self.explained, self.declined_before = "in_hand", None, "", False, False
        self.leg += 1

    def take(self, actor: str) -> None:
        self.may(actor, "specialist", "chief"), self.at("raised")
        self.status = "in_hand"

    def decline_scope(self, actor: str) -> None:
        self.may(actor, "specialist", "office"), self.at("raised", "in_hand")
        if self.contested:
            raise No
        self.status = "out_of_scope"

    def whistle(self, actor: str) -> None:
        self.may(actor, *STAFF), self.at("raised", "in_hand")
        self.status, self.lead, self.summons, self.declined_before = "whistled", "clerk", "sent", False

    def own(self, actor: str, *states: str) -> None:
        self.may(actor, self.lead or "")
        if self.summons not in states:
            raise No

    def report_in(self, actor: str) -> None:
        self.own(actor, "sent")
        self.summons = "reported_in"

    def decline(self, actor: str) -> None:
        self.own(actor, "sent", "reported_in")
        if self.declined_before:
            raise No
        self.summons = "declining"

    def decide(self, actor: str) -> None:
        """The office hands it on to JSJ the first time, refuses the next."""
        self.may(actor, "office")
        if self.summons != "declining":
            raise No
        if self.lead == "clerk":
            self.lead, self.summons = "jsj_clerk", "sent"
        else:
            self.summons, self.declined_before = "sent?", True

    def reply(self, actor: str, status: str, explained: bool) -> None:
        self.own(actor, "sent", "reported_in", "sent?")
        self.status, self.summons, self.explained = status, "replied", explained

    def resolve(self, actor: str) -> None:
        self.reply(actor, "answered", False)

    def explain(self, actor: str) -> None:
        self.reply(actor, "answered", True)

    def plan(self, actor: str) -> None:
        self.reply(actor, "planned", False)

    def progress(self, actor: str) -> None:
        self.may(actor, "specialist", self.lead or ""), self.at("whistled", "planned")

    def conclude(self, actor: str) -> None:
        self.may(actor, "specialist", self.lead or ""), self.at("planned")
        self.status, self.explained = "answered", False

    def answer(self, actor: str) -> None:
        self.may(actor, "specialist"), self.at("in_hand")
        self.status, self.explained = "answered", False

    def confirm(self, actor: str) -> None:
        self.may(actor, "principal"), self.at("answered", "planned")
        self.status = "closed"

    def dispute(self, actor: str) -> None:
        self.may(actor, "principal")
        if self.status == "out_of_scope":
            if self.contested:
                raise No
            self.contested = True
            self.new_leg()
            return
        self.at("answered", "planned")
        if self.status == "answered" and self.explained and self.explained_disputed:
            self.status, self.final = "closed", True
            return
        if self.status == "planned":
            if self.plan_disputed:
                raise No
            self.plan_disputed = True
        self.explained_disputed |= self.explained
        self.new_leg()

    def reopen(self, actor: str) -> None:
        self.may(actor, "principal"), self.at("closed")
        if self.final:
            raise No
        self.new_leg()

    def withdraw(self, actor: str) -> None:
        self.may(actor, "principal"), self.at("raised", "in_hand", "whistled", "planned", "answered")
        self.status, self.summons = "withdrawn", ""


def play(story: Story, act: str, actor: str, now: datetime) -> None:
    by, pk = getattr(story.cast, actor), story.r.pk
    newest = Summons.objects.filter(service_request=pk, part="lead").order_by("-pk").first()
    summons = newest.pk if newest else 0
    plan_on = (now + timedelta(days=7)).date()
    calls = {
        "take": lambda: actions.take(pk, i.TextInput(), by=by, now=now),
        "decline_scope": lambda: actions.decline_scope(
            pk, i.DeclineScopeInput(reason="不属受理范围", where="仲裁院"), by=by, now=now
        ),
        "whistle": lambda: actions.whistle(
            pk, i.WhistleInput(departments=[called(story, newest)], ask="请办"), by=by, now=now
        ),
        "report_in": lambda: actions.report_in(summons, i.Nothing(), by=by, now=now),
        "decline": lambda: actions.decline(summons, i.DeclineInput(reason="不归我们"), by=by, now=now),
        "decide": lambda: actions.decide(summons, decision(newest), by=by, now=now),
        "resolve": lambda: actions.reply(summons, i.ReplyInput(outcome="resolved", text="好了"), by=by, now=now),
        "explain": lambda: actions.reply(summons, i.ReplyInput(**EXPLAINED), by=by, now=now),
        "plan": lambda: actions.reply(
            summons, i.ReplyInput(outcome="planned", text="下周", resolve_by=plan_on), by=by, now=now
        ),
        "progress": lambda: actions.progress(
            pk, i.ProgressInput(text="在等", next_progress_on=plan_on), by=by, now=now
        ),
        "conclude": lambda: actions.conclude(pk, i.OutcomeInput(outcome="resolved", text="办成"), by=by, now=now),
        "answer": lambda: actions.answer(pk, i.OutcomeInput(outcome="resolved", text="办成"), by=by, now=now),
        "confirm": lambda: actions.confirm(pk, i.TextInput(), by=by, now=now),
        "dispute": lambda: actions.dispute(pk, i.ReasonInput(text="没有"), by=by, now=now),
        "reopen": lambda: actions.reopen(pk, i.ReasonInput(text="又坏了"), by=by, now=now),
        "withdraw": lambda: actions.withdraw(pk, i.TextInput(), by=by, now=now),
    }
    calls[act]()


def called(story: Story, newest: Summons | None) -> str:
    """The department that leads already, so that a second whistle has nothing to add; SZJ before."""
    led = ServiceRequest.objects.filter(pk=story.r.pk, status__in=("whistled", "planned")).exists()
    return newest.department.code if led and newest else "SZJ"


def decision(row: Summons | None) -> i.DecideInput:
    first = row is not None and row.department.code == "SZJ"
    return i.DecideInput(accept=first, next_department="JSJ" if first else None)


def same(story: Story, model: Model) -> None:
    r = ServiceRequest.objects.get(pk=story.r.pk)
    assert (r.status, r.leg) == (model.status, model.leg), model.log
    assert (r.closed_at is not None) == (r.status in ("closed", "withdrawn", "out_of_scope"))
    assert (r.outcome is None) == (
        r.status not in ("answered", "closed") and not (r.status == "withdrawn" and r.outcome)
    ), model.log
    leads = Summons.objects.filter(service_request=r, part="lead", status__in=("sent", "reported_in", "declining"))
    assert leads.count() == (1 if r.status == "whistled" else 0), model.log
    seen = queries.dossier(story.cast.office, r.number, now=at("2020-09-22 12:00"))
    if r.status in OPEN:
        assert seen.step.who != "nobody"  # exactly one holder, always a next step
        assert seen.holder_name or seen.step.who == "office"
    else:
        assert (seen.step.who, seen.lamp) == ("nobody", "done")


@pytest.mark.django_db
@settings(
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # the log of a failing life is short enough to read unshrunk
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(STEP, min_size=8, max_size=30))
def test_the_life_of_a_request_follows_the_model(cast: Cast, acts: list[tuple[str, str]]) -> None:
    with transaction.atomic():
        point = transaction.savepoint()
        story, model = Story(cast).raised("2020-09-22 09:00"), Model()
        now = at("2020-09-22 09:01")
        for act, actor in acts:
            now += timedelta(minutes=1)
            model.log.append(f"{act} by {actor}")
            before = ServiceRequest.objects.filter(pk=story.r.pk).values().get()
            try:
                getattr(model, act)(actor)
                expected = True
            except No:
                expected = False
            try:
                with transaction.atomic():
                    play(story, act, actor, now)
                assert expected, f"should have been refused: {model.log}"
            except (Refused, Http404) as no:
                assert not expected, f"should have been done ({no!r}): {model.log}"
                assert ServiceRequest.objects.filter(pk=story.r.pk).values().get() == before
            same(story, model)
        assert check(export_lines())[1] is None
        transaction.savepoint_rollback(point)
