"""What comes through a QR door: a request without an account, and the call that verifies it (R-07, R-11)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.crypto import salted_hmac

from liaison import record
from liaison.registry import doors
from liaison.registry.models import Account, Door, Enterprise
from liaison.registry.policy import hold, policy
from liaison.rules.lifecycle import Channel, Status
from liaison.rules.refusals import Refused

from ..acting import Act, acting, iso
from ..files import SafeFile
from ..inputs import TextInput, VisitorInput
from ..models import ServiceRequest
from . import attaching
from .raising import begin, category_of

VISITOR = "visitor"  # the capacity of whoever has no account
NATIONAL_DIGITS = 11  # of a mobile number, and of a landline with its area code; more of them begin with 86


def raise_at_door(
    code: str, given: VisitorInput, *, now: datetime, files: Sequence[SafeFile] = ()
) -> ServiceRequest:  # fmt: skip
    """扫码提诉求: anybody at a poster raises for its firm; at a gate for the firm that is named. Its clock runs at once.

    It is unverified: until a call has shown that it is real nobody is whistled. Who called, and from where, is kept as content;
    the row has a keyed digest of the number only, by which one door holds one waiting request of it.
    Raises Refused: door_closed, firm_name_short, firm_not_found, firm_many, firm_unclear, unknown_category, pending_at_door.
    """
    with record.transaction():
        door = _locked_door(code)
        firm = door.enterprise or _named(door, given.firm)
        digest = caller_digest(given.phone)
        waiting = ServiceRequest.objects.filter(door=door, caller_digest=digest, verified=False, status=Status.RAISED)
        if number := waiting.values_list("number", flat=True).first():
            raise Refused("pending_at_door", number=number)
        r = ServiceRequest(
            enterprise=firm, category=category_of(door.zone_id, given.category), channel=Channel.QR, urgent=given.urgent,
            status=Status.RAISED, verified=False, door=door, occurred_at=now,
            caller=record.content(given.name, phone=given.phone), caller_digest=digest,
        )  # fmt: skip
        hold(door.zone_id)
        act = Act(r, None, VISITOR, now, policy(door.zone, now))
        begin(act, given.text)
        attaching.add(act, files)
        return r


def verify(pk: int, given: TextInput, *, by: Account, now: datetime) -> ServiceRequest:
    """核实: a call has shown that the request is real; from now on it goes its way like any other. The firm is told.

    Whom the call reached is for staff alone: the firm need not learn who of its people spoke.
    Raises Refused: wrong_role, wrong_status, verified_before.
    """
    with acting(pk, "verify", by=by, now=now) as act:
        act.request.verified = True
        act.enter("request.verified")
        act.tell("verified", [*act.contacts(), *act.holder()], due=iso(act.request.reply_due_at))
        if given.text:
            act.enter("request.note", content=record.content(given.text))
        return act.request


def caller_digest(phone: str) -> str:
    """The number without its dressing, keyed: equal numbers are found, none is read from the table."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    digits = (digits.removeprefix("86") if len(digits) > NATIONAL_DIGITS else digits).lstrip("0")
    return salted_hmac("liaison.door.caller", digits, algorithm="sha256").hexdigest()


def _locked_door(code: str) -> Door:
    """Locked first, judged second: two clicks of one phone cannot both find nothing waiting."""
    found = Door.objects.select_for_update(of=("self",)).select_related("zone", "enterprise").filter(code=code).first()
    if found is None or not found.is_live:
        raise Refused("door_closed")
    return found


def _named(door: Door, words: str) -> Enterprise:
    found = doors.firms_named(door.zone_id, words)
    if len(found) > 1:
        raise Refused("firm_unclear", field="firm")
    return found[0]
