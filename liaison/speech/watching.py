"""The watch over a firm whose specialist was replaced, its own word, and work records: entries of the audit chain and notices.

Neither a sentence nor a headline here names the firm: logs, lists of mails and lock screens are read by many.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from liaison.rules import watch

SENTENCES = {
    "watch.began": _lazy("A watch over a firm began."),
    "watch.alarmed": _lazy("The watch over a firm found something; discipline was told."),
    "watch.seen": _lazy("%(who)s has seen what the watch over a firm found."),
    "complaint.filed": _lazy("%(who)s wrote to discipline in confidence."),
    "complaint.answered": _lazy("%(who)s answered what a firm had written to discipline in confidence."),
    "firm.look_refused": _lazy("%(who)s asked for %(subject)s and was not shown it."),
    "work.exported": _lazy("%(who)s took out the work record of %(person)s."),
    "paper.drawn": _lazy("%(who)s drew up the paper %(subject)s."),
    "paper.printed": _lazy("%(who)s took out the paper %(subject)s."),
}
HEADLINES = {
    "watch_alarm": _lazy("The watch over a firm has found something. Please have a look."),
    "complaint_filed": _lazy("A firm says that it is retaliated against. Please answer by %(due)s."),
    "complaint_answered": _lazy("What you wrote in confidence has its answer. Please read it here."),
}
ALARMS = {
    watch.SLOWER: _lazy("Slower than before"),
    watch.LOOKED: _lazy("Asked for by the one who was replaced"),
    watch.REFUSED: _lazy("Refused"),
    watch.STALLED: _lazy("Stands still"),
}
HOW_REFUSED = {"declined": _lazy("A department declined it"), "out_of_scope": _lazy("Declined as out of scope")}


def alarm_word(kind: str) -> str:
    """比以前慢 / Slower than before."""
    return str(ALARMS[kind])


def refused_word(how: str) -> str:
    return str(HOW_REFUSED[how])


def alarm_says(kind: str, facts: Mapping[str, Any]) -> str:
    """中位数 1 → 4 个工作日 / median 1 → 4 working days."""
    match kind:
        case watch.SLOWER:
            before = _("no figure") if facts["before"] is None else f"{facts['before']:g}"
            return _("median %(before)s → %(after)s working days") % {"before": before, "after": f"{facts['after']:g}"}
        case watch.LOOKED:
            return ngettext("asked %(n)s time", "asked %(n)s times", facts["times"]) % {"n": facts["times"]}
        case watch.STALLED:
            days = facts["quiet_days"]
            return ngettext("quiet for %(n)s working day", "quiet for %(n)s working days", days) % {"n": days}
    return refused_word(facts["how"])
