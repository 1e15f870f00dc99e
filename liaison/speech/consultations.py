"""会商 in words: its entries, its notices."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _lazy

SENTENCES = {
    "consultation.proposed": _lazy(
        "%(who)s proposed a consultation led by %(department)s. Until it is agreed the limits run on. To be decided by %(decide_by)s."
    ),
    "consultation.proposed/late": _lazy(
        "%(who)s proposed a consultation led by %(department)s, after the limit: that it was late stays. To be decided by %(decide_by)s."
    ),
    "consultation.side_agreed/specialist": _lazy(
        "%(who)s agreed to the consultation for the specialist's side. The office is still to agree."
    ),
    "consultation.side_agreed/office": _lazy("%(who)s agreed to the consultation for the office. The specialist is still to agree."),
    "consultation.undecided/specialist": _lazy("The specialist's word on the consultation was due %(decide_by)s and has not come."),
    "consultation.undecided/office": _lazy("The office's word on the consultation was due %(decide_by)s and has not come."),
    "consultation.refused": _lazy("%(who)s did not agree to a consultation. The limits stand."),
    "consultation.agreed": _lazy(
        "%(department)s handles this in a consultation, agreed by specialist and office. The next news comes on %(next_on)s."
    ),
    "consultation.agreed/members": _lazy(
        "%(department)s handles this in a consultation with %(members)s, agreed by specialist and office. "
        "The next news comes on %(next_on)s."
    ),
    "consultation.arranged": _lazy("%(who)s called the consultation together for %(meets_at)s."),
    "consultation.minutes": _lazy("%(who)s wrote the minutes of the consultation held on %(met_at)s."),
    "consultation.minutes/late": _lazy("%(who)s wrote the minutes of the consultation held on %(met_at)s, late: they were due %(due_at)s."),
    "consultation.minutes_missed": _lazy("The minutes of the consultation were due %(due_at)s and are missing."),
    "consultation.duty_done": _lazy("%(who)s noted that %(department)s has done its part."),
    "consultation.cancelled": _lazy("%(who)s ended the consultation. %(next)s is whistled again, to reply by %(next_due)s."),
}  # fmt: skip
# Which sentence, by the entry's facts; the reader does not matter.
VARIANTS: dict[str, Callable[[Any, Any], str]] = {
    "consultation.proposed": lambda h, reader: "/late" if h.facts["late"] else "",
    "consultation.side_agreed": lambda h, reader: f"/{h.facts['side']}",
    "consultation.undecided": lambda h, reader: f"/{h.facts['awaits']}",
    "consultation.agreed": lambda h, reader: "/members" if h.facts["members"] else "",
    "consultation.minutes": lambda h, reader: "/late" if h.facts["late"] else "",
}
HEADLINES = {
    "consultation_proposed": _lazy("%(number)s: a consultation led by %(department)s is proposed. Please agree, or say why not."),
    "consultation_agreed": _lazy("%(number)s: goes into a consultation led by %(department)s. The enterprise hears next on %(next_on)s."),
    "consultation_agreed/firm": _lazy(
        "%(number)s: several departments handle it together, led by %(department)s. You hear from us on %(next_on)s."
    ),
    "consultation_undecided": _lazy("%(number)s: your word on the consultation was due %(due)s. Please agree, or say why not."),
    "consultation_refused": _lazy("%(number)s: the consultation was not agreed. %(department)s replies as before."),
    "consultation_cancelled": _lazy("%(number)s: the consultation has ended. %(department)s replies by %(until)s."),
    "consultation_cancelled/firm": _lazy("%(number)s: there is no consultation any more. %(department)s replies to you by %(until)s."),
    "meeting_set": _lazy("%(number)s: the consultation meets on %(starts)s, led by %(department)s."),
    "meeting_off": _lazy("%(number)s: the meeting of the consultation on %(starts)s does not take place."),
    "meeting_left": _lazy("%(number)s: you are no longer awaited at the meeting of the consultation on %(starts)s."),
    "minutes_written": _lazy("%(number)s: the minutes of the consultation are there. Please see what is yours to do."),
    "minutes_missed": _lazy("%(number)s: the minutes of the consultation were due %(due)s. Please see to it."),
    "duty_done": _lazy("%(number)s: %(department)s has done its part of the consultation."),
}  # fmt: skip
