"""One function per thing that happens to a request, named by its verb.

Each takes the row's key, its input, `by` (who acts) and `now` (when), and returns the request. Each raises Http404 for what the
person cannot see and Refused with a stable code for what he may not do; then nothing is written.
"""

from .closing import call_back, confirm, dispute, reopen, withdraw
from .handling import answer, conclude, decline_scope, progress, take
from .raising import raise_request
from .replying import decide, decline, reply, report_in
from .talking import message, nudge
from .whistling import whistle

__all__ = [
    "answer", "call_back", "conclude", "confirm", "decide", "decline", "decline_scope", "dispute", "message", "nudge",
    "progress", "raise_request", "reopen", "reply", "report_in", "take", "whistle", "withdraw",
]  # fmt: skip
