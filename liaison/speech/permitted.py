"""What may I do here and why: each move by name, what it does, when it will be possible, and whose it is."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

from liaison.rules.lifecycle import CAPACITIES, MOVES
from liaison.rules.permitted import NAMES, NOT_NOW

from . import statuses
from .lists import listed

# move -> its name, what it does, when it becomes possible
MOVE_WORDS = {
    "take": (
        _lazy("Take it"),
        _lazy("First contact is made; the request is in your hands."),
        _lazy("It has been taken already."),
    ),
    "verify": (
        _lazy("Verify"),
        _lazy("You have called and know that it is real."),
        _lazy("Only before anybody has been called in."),
    ),
    "decline_scope": (
        _lazy("Out of scope"),
        _lazy("It ends with the reason and the right address; the enterprise may contest once."),
        _lazy("Only before a department is called in."),
    ),
    "whistle": (
        _lazy("Whistle"),
        _lazy("Departments are called in, each with its own limit."),
        _lazy("Only while the request is being handled."),
    ),
    "claim": (
        _lazy("Claim"),
        _lazy("Your department takes it up by itself, with a date."),
        _lazy("A department has it, or it has ended."),
    ),
    "report_in": (
        _lazy("Report in"),
        _lazy("You take it on for your department, by name."),
        _lazy("Your department has reported in, or is no longer asked."),
    ),
    "decline": (
        _lazy("Decline"),
        _lazy("It is not your department's; the office decides the same working day."),
        _lazy("Only while your department owes its reply."),
    ),
    "decide": (
        _lazy("Decide"),
        _lazy("You decide on a decline, or on a later date."),
        _lazy("Only while departments are at work."),
    ),
    "reply": (
        pgettext_lazy("move", "Reply as department"),
        _lazy("The enterprise reads a result, an explanation or a date."),
        _lazy("Only while your department owes its reply."),
    ),
    "extend": (
        _lazy("Ask for a later date"),
        _lazy("Once; the office decides, and until then the date given stands."),
        _lazy("Only while a plan with a date runs."),
    ),
    "consult": (
        _lazy("Propose a consultation"),
        _lazy("Several departments handle it together, once specialist and office agree; until then the limits run."),
        _lazy("Only before the enterprise has its reply, and not in a plan."),
    ),
    "consult_agree": (
        _lazy("Agree to a consultation"),
        _lazy("You agree, or say why not; the enterprise's limit stops once both sides agree."),
        _lazy("Only while one is proposed."),
    ),
    "consult_cancel": (
        _lazy("End the consultation"),
        _lazy("The lead is whistled again, with a new limit."),
        _lazy("Only while a consultation is held."),
    ),
    "arrange": (
        _lazy("Call the consultation together"),
        _lazy("Day, place and who sits in it; everybody gets an invitation."),
        _lazy("Only while a consultation is held."),
    ),
    "minutes": (
        _lazy("Write the minutes"),
        _lazy("What was agreed, and who does what by when."),
        _lazy("Only while a consultation is held."),
    ),
    "duty_done": (
        _lazy("Tick a duty"),
        _lazy("What the consultation gave your department to do is done."),
        _lazy("Only while a consultation is held."),
    ),
    "progress": (
        _lazy("Report progress"),
        _lazy("The enterprise reads what is awaited and when it hears again; no limit stops."),
        _lazy("Only while departments are at work."),
    ),
    "conclude": (
        _lazy("Report that it is done"),
        _lazy("The plan has ended: solved, or explained."),
        _lazy("Only while a plan with a date runs."),
    ),
    "answer": (
        pgettext_lazy("move", "Reply as specialist"),
        _lazy("Solved or explained without calling a department."),
        _lazy("Only while the specialist has it and no department is at work."),
    ),
    "confirm": (
        _lazy("Confirm"),
        _lazy("It is solved, or you accept the explanation; the request is closed."),
        _lazy("There is no reply to confirm."),
    ),
    "dispute": (
        _lazy("Not solved, handle it again"),
        _lazy("It goes back, with a new limit to reply."),
        _lazy("There is no reply to send back."),
    ),
    "contest": (
        _lazy("Contest"),
        _lazy("It is handled after all, with a new limit; the office is told."),
        _lazy("It has not been declined as out of scope."),
    ),
    "reopen": (
        _lazy("Reopen"),
        _lazy("The same number, with a new limit to reply."),
        _lazy("It has not been closed."),
    ),
    "withdraw": (_lazy("Withdraw"), _lazy("You no longer need it; departments stop."), _lazy("It has ended already.")),
    "call_back": (
        _lazy("Call-back"),
        _lazy("You log what the enterprise said on the phone; it is told."),
        _lazy("Nothing is left that the enterprise could say."),
    ),
    "link": (
        _lazy("Link to a lead request"),
        _lazy("It is handled together with another one; each enterprise keeps its limit and its own reply."),
        _lazy("It has ended already."),
    ),
    "unlink": (
        _lazy("Undo the link"),
        _lazy("The request stands for itself again, as it was."),
        _lazy("It is not linked to another one."),
    ),
    "outside": (
        _lazy("Talk to somebody outside the zone"),
        _lazy(
            "One of us talks to an agency or supplier outside and tells the enterprise how it stands; no limit stops."
        ),
        _lazy("Only before the enterprise has its answer."),
    ),
    "visit": (
        _lazy("Promise a visit"),
        _lazy("The enterprise is told when somebody comes."),
        _lazy("It has ended already."),
    ),
    "attach": (_lazy("Add photos or papers"), _lazy("Everybody who handles it sees them."), ""),
    "message": (_lazy("Message"), _lazy("Words between the enterprise and its specialist."), ""),
    "note": (_lazy("Internal note"), _lazy("Only staff reads it."), ""),
    "instruct": (
        _lazy("Instruct"),
        _lazy("The lead department or the specialist owes you an answer by a date; the enterprise does not see it."),
        _lazy("It has ended already."),
    ),
    "nudge": (
        _lazy("Nudge"),
        _lazy("Whoever has it is told that you are waiting; once a day."),
        _lazy("Nothing is being worked on for you now."),
    ),
}
# What else may stand in the way: codes of `rules.permitted`.
WHY_NOT = {
    "unverified": _lazy("It came without an account and is not verified yet."),
    "verified_before": _lazy("It is verified."),
    "called_already": _lazy("Your department has been called in or has claimed it."),
    "not_called": _lazy("Your department has not been called in."),
    "not_lead": _lazy("The lead department does this."),
    "chief_only": _lazy(
        "A consultation was ended in this round: another one is the chief specialist's to propose, or to end."
    ),
    "chief_second": _lazy("Specialist or office do this; the chief specialist the second time."),
    "consulting_already": _lazy("A consultation is proposed already."),
    "declining": _lazy("The office first decides on the decline."),
    "nothing_to_agree": _lazy("No consultation is proposed."),
    "other_side": _lazy("The firm's specialist and the office agree to it."),
    "agreed_before": _lazy("Your side has agreed."),
    "own_matter": _lazy("You have proposed it yourself."),
    "no_duty": _lazy("Nothing is left to do for your department."),
    "decline_refused_before": _lazy("The office has refused to take it back; that is final."),
    "decline_too_late": _lazy("The time to decline is over."),
    "nothing_to_decide": _lazy("No department asks for a decision."),
    "extended_before": _lazy("A later date has been asked for once already."),
    "extend_too_late": _lazy("It has to be asked for at least a working day before the date."),
    "final": _lazy("The decision is final."),
    "contested_before": _lazy("It has been contested once already."),
    "contest_too_late": _lazy("The days to contest are over."),
    "disputed_before": _lazy("The date has been sent back once already."),
    "reopen_too_late": _lazy("It was closed too long ago."),
    "nothing_to_say": _lazy("Nothing is left that the enterprise could say."),
    "nudged_today": _lazy("You have nudged today."),
    "outside_already": _lazy("Somebody outside the zone is talked to already."),
    "linked_already": _lazy("It is linked to another one."),
    "leads_others": _lazy("Others are linked to this one."),
    "not_linked": _lazy("It is not linked to another one."),
}


class Said(NamedTuple):
    """One move in words: its name, and what it does or why not; of others, who they are and what only they do."""

    name: str
    words: str


def move_word(move: str) -> str:
    return str(MOVE_WORDS[move][0])


def can(moves: Iterable[str]) -> list[Said]:
    return [Said(move_word(move), str(MOVE_WORDS[move][1])) for move in moves]


def cannot(moves: Iterable[tuple[str, str]]) -> list[Said]:
    """退回：退回的时间已过。"""
    return [Said(move_word(move), str(MOVE_WORDS[move][2] if why == NOT_NOW else WHY_NOT[why])) for move, why in moves]


def others(moves: Iterable[str]) -> list[Said]:
    """By whose they are: 专员、总专员、管委会办公室 | 接手、吹哨."""
    by: dict[str, list[str]] = {}
    for move in moves:
        by.setdefault(_whose(move), []).append(move_word(move))
    return [Said(whose, listed(names)) for whose, names in by.items()]


def _whose(move: str) -> str:
    able: set[str] = set().union(*(MOVES[one].by for one in MOVES if NAMES.get(one, one) == move))
    return listed(statuses.capacity_word(one) for one in CAPACITIES if one in able)
