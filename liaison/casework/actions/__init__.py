"""One function per thing that happens to a request, named by its verb; and what happens to firms and people that hands requests over.

Each takes the row's key, its input, `by` (who acts) and `now` (when), and returns the request. Each raises Http404 for what the
person cannot see and Refused with a stable code for what he may not do; then nothing is written.
"""

from .at_door import raise_at_door, verify
from .attaching import attach
from .closing import call_back, confirm, dispute, reopen, withdraw
from .exporting import export_ledger
from .extending import extend
from .handing_over import enter_enterprise, leave_zone, transfer
from .handling import answer, conclude, decline_scope, progress, take
from .leaves import end_leave, plan_leave
from .linking import link, unlink
from .raising import raise_request
from .replying import decide, decline, reply, report_in
from .talking import message, nudge
from .whistling import whistle

__all__ = [
    "answer", "attach", "call_back", "conclude", "confirm", "decide", "decline", "decline_scope", "dispute", "end_leave",
    "enter_enterprise", "export_ledger", "extend", "leave_zone", "link", "message", "nudge", "plan_leave",
    "progress", "raise_at_door", "raise_request", "reopen", "reply", "report_in", "take", "transfer", "unlink", "verify",
    "whistle", "withdraw",
]  # fmt: skip
