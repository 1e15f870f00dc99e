"""What happens next, as the headline of a request: whose turn it is, seen by whoever reads."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.audiences import Audience
from liaison.rules.deadlines import is_late
from liaison.rules.next_step import NextStep

from . import dates

# what -> (to the enterprise, to others, to the one whose turn it is)
STEPS = {
    "contact": (
        _lazy("%(who)s contacts you"),
        _lazy("%(who)s contacts the enterprise"),
        _lazy("You contact the enterprise"),
    ),
    "verify": (
        _lazy("%(who)s rings back to verify it"),
        _lazy("%(who)s rings back to verify it"),
        _lazy("You ring back and verify it"),
    ),
    "handle": (_lazy("%(who)s replies to you"), _lazy("%(who)s replies or whistles"), _lazy("You reply or whistle")),
    "decide": (
        _lazy("%(who)s decides which department does it"),
        _lazy("%(who)s decides on the decline"),
        _lazy("You decide on the decline"),
    ),
    "agree": (
        _lazy("%(who)s decides whether departments consult on it"),
        _lazy("%(who)s agrees to the consultation, or does not"),
        _lazy("You agree to the consultation, or do not"),
    ),
    "decide_extension": (
        _lazy("%(who)s decides whether it may be done later"),
        _lazy("%(who)s decides on the later date"),
        _lazy("You decide on the later date"),
    ),
    "reply": (
        _lazy("%(who)s replies to you"),
        _lazy("%(who)s replies to the enterprise"),
        _lazy("You reply to the enterprise"),
    ),
    "progress": (
        _lazy("%(who)s tells you how it goes"),
        _lazy("%(who)s reports progress"),
        _lazy("You report progress"),
    ),
    "finish": (_lazy("%(who)s gets it done"), _lazy("%(who)s gets it done"), _lazy("You get it done")),
    "confirm": (
        _lazy("You confirm whether it is solved"),
        _lazy("Waiting for the enterprise to confirm"),
        _lazy("You confirm whether it is solved"),
    ),
    "done": (_lazy("Nothing more to do"), _lazy("Nothing more to do"), _lazy("Nothing more to do")),
}
# what -> (still in time, past it)
QUIET = {
    "contact": (_lazy("Waiting for %(who)s to call."), _lazy("%(who)s has not called yet.")),
    "verify": (_lazy("Waiting for %(who)s to ring back."), _lazy("%(who)s has not rung back yet.")),
    "handle": (_lazy("Waiting for %(who)s to reply."), _lazy("%(who)s has not replied yet.")),
    "decide": (_lazy("Waiting for %(who)s to decide."), _lazy("%(who)s has not decided yet.")),
    "agree": (_lazy("Waiting for %(who)s to decide."), _lazy("%(who)s has not decided yet.")),
    "decide_extension": (_lazy("Waiting for %(who)s to decide."), _lazy("%(who)s has not decided yet.")),
    "reply": (_lazy("Waiting for %(who)s to reply."), _lazy("%(who)s has not replied yet.")),
    "progress": (_lazy("Waiting for news from %(who)s."), _lazy("No news from %(who)s yet.")),
    "finish": (_lazy("Waiting for %(who)s to get it done."), _lazy("%(who)s has not got it done yet.")),
    "confirm": (_lazy("Waiting for %(who)s to confirm."), _lazy("%(who)s has not confirmed yet.")),
}
UNTIL = _lazy("%(sentence)s At the latest %(when)s.")
PAST = _lazy("%(sentence)s It was due %(when)s.")


def step_sentence(step: NextStep, who_name: str, own: bool, reader: Audience) -> str:
    """市政管护科给您回复 / Municipal Works replies to you; a headline, the date stands beside it."""
    to_enterprise, to_others, to_oneself = STEPS[step.what]
    sentence = to_oneself if own else to_enterprise if reader == Audience.ENTERPRISE else to_others
    return str(sentence) % {"who": who_name}


def quiet_sentence(step: NextStep, who_name: str, now: datetime) -> str:
    """After quiet days, whom we wait for and until when (N10): 还在等市政管护科回复，最迟 9月29日（周二）17:30。"""
    if step.what not in QUIET:
        return ""
    late = step.by is not None and is_late(now, step.by)
    waiting = str(QUIET[step.what][late]) % {"who": who_name}
    if step.by is None:
        return waiting
    # The full stop belongs to the whole: Chinese goes on after a comma.
    words = {"sentence": waiting.removesuffix("。"), "when": dates.deadline(step.by, now)}
    return str(PAST if late else UNTIL) % words
