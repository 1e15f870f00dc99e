"""Plays steps through the actions. Nothing here writes a request: it only finds who acts and on what."""

from collections.abc import Callable
from typing import Any

from liaison.casework import actions
from liaison.casework.inputs import (
    CallBackInput,
    DecideInput,
    DeclineInput,
    DeclineScopeInput,
    MessageInput,
    Nothing,
    OutcomeInput,
    ProgressInput,
    RaiseInput,
    ReasonInput,
    ReplyInput,
    TextInput,
    WhistleInput,
)
from liaison.casework.models import Summons
from liaison.registry.models import Account

from . import opening
from .cast import Cast
from .thread import Step

ON_REQUEST: dict[str, tuple[Callable[..., Any], type[Any]]] = {
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
}
ON_SUMMONS: dict[str, tuple[Callable[..., Any], type[Any]]] = {
    "report_in": (actions.report_in, Nothing),
    "decline": (actions.decline, DeclineInput),
    "decide": (actions.decide, DecideInput),
    "reply": (actions.reply, ReplyInput),
}


class Stage:
    """Who is who by login, and which request a key of the story became."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._people = {one.login: one for one in Account.objects.select_related("zone", "department", "enterprise")}
        self._requests: dict[str, int] = {}

    def person(self, login: str) -> Account:
        """The account, kept: in the story nobody's posts change once he has come."""
        if login not in self._people:
            self._people[login] = Account.objects.get_by_natural_key(login)
        return self._people[login]

    def play(self, step: Step) -> None:
        by = self.person(step.who)
        if step.verb in opening.VERBS:
            return opening.play(step, self._cast, by)
        if step.verb == "raise":
            self._requests[step.key] = actions.raise_request(RaiseInput(**step.given), by=by, now=step.at).pk
        elif step.verb in ON_SUMMONS:
            action, shape = ON_SUMMONS[step.verb]
            action(self._summons(step), shape(**step.given), by=by, now=step.at)
        else:
            action, shape = ON_REQUEST[step.verb]
            action(self._requests[step.key], shape(**step.given), by=by, now=step.at)
        return None

    def _summons(self, step: Step) -> int:
        rows = Summons.objects.filter(service_request=self._requests[step.key], department__code=step.department)
        return rows.values_list("pk", flat=True).latest("pk")
