"""One function per thing that happens to a request, named by its verb; and what happens to firms and people that hands requests over.

Each takes the row's key, its input, `by` (who acts) and `now` (when), and returns the request. Each raises Http404 for what the
person cannot see and Refused with a stable code for what he may not do; then nothing is written.
"""

from .agency import authorise, open_agency_file, stop_agency_file, withdraw_authorisation
from .agency_steps import finish_step, give_material, refuse_step, return_material, start_step, take_material
from .at_door import raise_at_door, verify
from .attaching import attach
from .cases import ask_case, consent_case, withdraw_case, write_case
from .claiming import claim
from .closing import call_back, confirm, dispute, reopen, withdraw
from .common_words import answer_common, tell_common
from .common_works import (
    add_part,
    call_different,
    common_from_gripe,
    dissolve_common,
    finish_common,
    make_common,
    remove_part,
)
from .consulting import agree_consultation, cancel_consultation, consult
from .exporting import export_ledger
from .extending import extend
from .gripe_sessions import add_item, close_session, open_session, plan_session, speaking
from .guiding import correct_version, enter_measure, enter_version, repeal
from .handing_over import enter_enterprise, leave_zone, replace_specialist, transfer
from .handling import accept, answer, conclude, decline_scope, progress, take
from .instructing import answer_instruction, ask_again, close_instruction, instruct
from .leaves import end_leave, plan_leave
from .linking import link, unlink
from .me_too import me_too, not_me_too
from .outside import (
    add_party,
    end_outside,
    hand_over_outside,
    log_contact,
    name_liaison,
    open_outside,
    outside_progress,
)
from .raising import raise_request
from .replying import decide, decline, reply, report_in
from .rostering import agree_swap, ask_swap, change_shift, decline_swap, plan_shifts
from .sitting import arrange, duty_done, minutes
from .talking import message, nudge
from .visiting import arrive, leave_visit, log_visit, no_show, promise_visit
from .whistling import whistle

__all__ = [
    "accept",
    "add_item",
    "add_part",
    "add_party",
    "agree_consultation",
    "agree_swap",
    "answer",
    "answer_common",
    "answer_instruction",
    "arrange",
    "arrive",
    "ask_again",
    "ask_case",
    "ask_swap",
    "attach",
    "authorise",
    "call_back",
    "call_different",
    "cancel_consultation",
    "change_shift",
    "claim",
    "close_instruction",
    "close_session",
    "common_from_gripe",
    "conclude",
    "confirm",
    "consent_case",
    "consult",
    "correct_version",
    "decide",
    "decline",
    "decline_scope",
    "decline_swap",
    "dispute",
    "dissolve_common",
    "duty_done",
    "end_leave",
    "end_outside",
    "enter_enterprise",
    "enter_measure",
    "enter_version",
    "export_ledger",
    "extend",
    "finish_common",
    "finish_step",
    "give_material",
    "hand_over_outside",
    "instruct",
    "leave_visit",
    "leave_zone",
    "link",
    "log_contact",
    "log_visit",
    "make_common",
    "me_too",
    "message",
    "minutes",
    "name_liaison",
    "no_show",
    "not_me_too",
    "nudge",
    "open_agency_file",
    "open_outside",
    "open_session",
    "outside_progress",
    "plan_leave",
    "plan_session",
    "plan_shifts",
    "progress",
    "promise_visit",
    "raise_at_door",
    "raise_request",
    "refuse_step",
    "remove_part",
    "reopen",
    "repeal",
    "replace_specialist",
    "reply",
    "report_in",
    "return_material",
    "speaking",
    "start_step",
    "stop_agency_file",
    "take",
    "take_material",
    "tell_common",
    "transfer",
    "unlink",
    "verify",
    "whistle",
    "withdraw",
    "withdraw_authorisation",
    "withdraw_case",
    "write_case",
]  # fmt: skip
