"""Plays steps through the actions. Nothing here writes a request: it only finds who acts and on what."""

from collections.abc import Callable
from typing import Any

from liaison.casework import actions, calendars, files
from liaison.casework.actions import extending
from liaison.casework.inputs import (
    AgreeInput,
    ArrangeInput,
    AttachInput,
    CallBackInput,
    ClaimInput,
    ConsultInput,
    DecideInput,
    DeclineInput,
    DeclineScopeInput,
    ExtendInput,
    InstructInput,
    LinkInput,
    MessageInput,
    MinutesInput,
    Nothing,
    OutcomeInput,
    ProgressInput,
    RaiseInput,
    ReasonInput,
    ReplyInput,
    TextInput,
    VisitorInput,
    WhistleInput,
)
from liaison.casework.models import ServiceRequest, Summons
from liaison.registry import doors, phrases, rulebook, saved_lists
from liaison.registry.inputs import (
    AssignInput,
    CategoryInput,
    DoorInput,
    LeaveInput,
    LimitsInput,
    PhraseInput,
    SavedListInput,
    ZoneDayInput,
)
from liaison.registry.models import Account, Door

from . import matters_stage, opening
from .cast import Cast
from .scenes import picture
from .thread import Step

ON_REQUEST: dict[str, tuple[Callable[..., Any], type[Any]]] = {
    "verify": (actions.verify, TextInput),
    "take": (actions.take, TextInput),
    "decline_scope": (actions.decline_scope, DeclineScopeInput),
    "whistle": (actions.whistle, WhistleInput),
    "progress": (actions.progress, ProgressInput),
    "conclude": (actions.conclude, OutcomeInput),
    "answer": (actions.answer, OutcomeInput),
    "confirm": (actions.confirm, TextInput),
    "dispute": (actions.dispute, ReasonInput),
    "call_back": (actions.call_back, CallBackInput),
    "reopen": (actions.reopen, ReasonInput),
    "message": (actions.message, MessageInput),
    "nudge": (actions.nudge, Nothing),
    "claim": (actions.claim, ClaimInput),
    "instruct": (actions.instruct, InstructInput),
    "consult": (actions.consult, ConsultInput),
    "agree_consultation": (actions.agree_consultation, AgreeInput),
    "arrange": (actions.arrange, ArrangeInput),
    "minutes": (actions.minutes, MinutesInput),
}
ON_SUMMONS: dict[str, tuple[Callable[..., Any], type[Any]]] = {
    "report_in": (actions.report_in, Nothing),
    "decline": (actions.decline, DeclineInput),
    "decide": (actions.decide, DecideInput),
    "reply": (actions.reply, ReplyInput),
    "extend": (actions.extend, ExtendInput),
    "decide_extension": (extending.decide_extension, DecideInput),
}


def _door_of(firm: str) -> str:
    return Door.objects.get(enterprise__code=firm, revoked_at=None).code


# What happens in the zone itself: verb -> what is done with the step's words.
IN_THE_HOUSE: dict[str, Callable[[Step, Account], Any]] = {
    "gate": lambda step, by: doors.make_door(DoorInput(place=step.key), by=by, now=step.at),
    "posters": lambda step, by: doors.make_missing_doors(by=by, now=step.at),
    "revoke": lambda step, by: doors.revoke_door(_door_of(step.key), by=by, now=step.at),
    "category": lambda step, by: rulebook.change_category(step.key, CategoryInput(**step.given), by=by, now=step.at),
    "free_day": lambda step, by: calendars.free_day(ZoneDayInput(**step.given), by=by, now=step.at),
    "limits": lambda step, by: rulebook.set_limits(LimitsInput(**step.given), by=by, now=step.at),
    "leave": lambda step, by: actions.plan_leave(LeaveInput(**step.given), by=by, now=step.at),
    "list": lambda step, by: saved_lists.save(SavedListInput(**step.given), by=by),
    "phrase": lambda step, by: phrases.add(PhraseInput(**step.given), by=by),
}


class Stage:
    """Who is who by login, and which request, file or session a key of the story became."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._people = {one.login: one for one in Account.objects.select_related("zone", "department", "enterprise")}
        self.keys: dict[str, int] = {}

    def person(self, login: str) -> Account:
        """The account, kept: in the story nobody's posts change once he has come."""
        if login not in self._people:
            self._people[login] = Account.objects.get_by_natural_key(login)
        return self._people[login]

    def play(self, step: Step) -> None:
        by = self.person(step.who)
        if step.verb in opening.VERBS:
            return opening.play(step, self._cast, by)
        if step.verb in IN_THE_HOUSE:
            IN_THE_HOUSE[step.verb](step, by)
        elif step.verb in OF_A_FIRM:
            OF_A_FIRM[step.verb](self, step, by)
        elif step.verb in matters_stage.VERBS:
            matters_stage.VERBS[step.verb](self, step, by)
        elif step.verb == "raise":
            self.keys[step.key] = actions.raise_request(RaiseInput(**step.given), by=by, now=step.at).pk
        elif step.verb in ON_SUMMONS:
            action, shape = ON_SUMMONS[step.verb]
            action(self._summons(step), shape(**step.given), by=by, now=step.at)
        else:
            action, shape = ON_REQUEST[step.verb]
            action(self.keys[step.key], shape(**step.given), by=by, now=step.at)
        return None

    def scan(self, step: Step, by: Account) -> None:
        """Somebody without an account scans the poster of a gate."""
        given = dict(step.given)
        door = Door.objects.get(place=given.pop("gate"), revoked_at=None)
        doors.count_scan(door)
        self.keys[step.key] = actions.raise_at_door(door.code, VisitorInput(**given), now=step.at).pk

    def link(self, step: Step, by: Account) -> None:
        lead = ServiceRequest.objects.get(pk=self.keys[step.given["into"]])
        actions.link(self.keys[step.key], LinkInput(into=lead.number), by=by, now=step.at)

    def attach(self, step: Step, by: Account) -> None:
        drawn = picture(step.given["photo"])
        sent = files.Sent(f"{step.given['photo']}.jpg", len(drawn), lambda: drawn)
        given = AttachInput(text=step.given["text"])
        actions.attach(self.keys[step.key], given, files=files.accept([sent]), by=by, now=step.at)

    def transfer(self, step: Step, by: Account) -> None:
        firm = ServiceRequest.objects.select_related("enterprise").get(pk=self.keys[step.key]).enterprise
        actions.transfer(firm.code, AssignInput(**step.given), by=by, now=step.at)

    def _summons(self, step: Step) -> int:
        rows = Summons.objects.filter(service_request=self.keys[step.key], department__code=step.department)
        return rows.values_list("pk", flat=True).latest("pk")


OF_A_FIRM: dict[str, Callable[[Stage, Step, Account], None]] = {
    "scan": Stage.scan, "link": Stage.link, "attach": Stage.attach, "transfer": Stage.transfer,
}  # fmt: skip
