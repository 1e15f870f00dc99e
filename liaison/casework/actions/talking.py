from collections.abc import Sequence
from datetime import datetime

from liaison import record
from liaison.registry.models import Account
from liaison.rules.deadlines import day_of
from liaison.rules.refusals import Refused

from ..acting import acting
from ..files import SafeFile
from ..inputs import MessageInput, Nothing
from ..models import ServiceRequest
from ..moves import nudges_left
from . import attaching


def message(
    pk: int, given: MessageInput, *, by: Account, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """追问 / 内部备注: words between the firm and its specialist, or a note that only staff sees. Raises Refused: wrong_role."""
    with acting(pk, "note" if given.internal else "message", by=by, now=now) as act:
        act.enter("request.note" if given.internal else "request.message", content=record.content(given.text))
        if not given.internal:
            to = act.holder() if act.capacity == "enterprise" else act.contacts()
            act.tell("message", to, enterprise=act.request.enterprise.code)
        attaching.add(act, files, for_staff=given.internal)
        return act.request


def nudge(pk: int, given: Nothing, *, by: Account, now: datetime) -> ServiceRequest:
    """催一下: once a day (limit `nudge_per_day`), to the specialist and to the department that has it.

    Raises Refused: wrong_role, wrong_status, nudged_today.
    """
    with acting(pk, "nudge", by=by, now=now) as act:
        r, today = act.request, day_of(now)
        if nudges_left(r, act.policy) <= 0:
            raise Refused("nudged_today")
        r.nudged_on, r.nudges = today, r.nudges + 1 if r.nudged_on == today else 1
        act.enter("request.nudged")
        act.tell("nudged", [*act.holder(), *act.lead_people()], enterprise=act.request.enterprise.code)
        return act.request
