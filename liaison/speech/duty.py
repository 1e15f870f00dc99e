"""Duty and visits in words: sentences of the timeline, headlines of notices; merged into those of `timeline`, `notices`, `affairs`."""

from django.utils.translation import gettext_lazy as _lazy

# Told as something that happens: whoever entered it, the sentence is about the one who comes, or is rung.
HAPPENS = frozenset({
    "duty.rang", "duty.missed", "duty.unanswered", "duty.gap",
    "visit.promised", "visit.logged", "visit.arrived", "visit.left", "visit.no_show",
})  # fmt: skip
# kind, or kind/variant -> sentence; "officer" is the one on duty, or the one who visits.
SENTENCES = {
    "duty.rang/officer": _lazy("%(officer)s, on duty, is rung and has until %(until)s to accept."),
    "duty.rang/deputy": _lazy("%(officer)s, the deputy on duty, is rung and has until %(until)s to accept."),
    "duty.rang/chief": _lazy("%(officer)s, the chief specialist, is rung and has until %(until)s to accept."),
    "duty.missed": _lazy("%(officer)s did not accept by %(until)s."),
    "duty.missed/nobody": _lazy("Nobody was on duty."),
    "duty.unanswered": _lazy("Nobody has accepted this. The committee office was told."),
    "duty.planned": _lazy("%(who)s planned who is on duty from %(first_day)s to %(last_day)s."),
    "duty.changed": _lazy("%(who)s put %(person)s on duty from %(begins)s on."),
    "duty.swap_asked": _lazy("%(who)s asked %(officer)s to swap: the shift from %(begins)s for the one from %(other)s."),
    "duty.swapped": _lazy("%(who)s swapped with %(officer)s: the shift from %(other)s for the one from %(begins)s."),
    "duty.swap_declined": _lazy("%(who)s called off a swap of shifts with %(officer)s."),
    "duty.gap": _lazy("Nobody is on duty from %(since)s to %(until)s. Office and chief specialist were told."),
    "visit.promised": _lazy("%(officer)s comes by on %(at)s."),
    "visit.logged": _lazy("%(officer)s visited %(firm)s."),
    "visit.arrived": _lazy("%(officer)s arrived at the visit."),
    "visit.arrived/late": _lazy("%(officer)s arrived at the visit, later than promised."),
    "visit.left": _lazy("%(officer)s ended the visit."),
    "visit.no_show/visitor": _lazy("%(officer)s did not come to the visit on %(at)s."),
    "visit.no_show/enterprise": _lazy("Nobody was there for the visit of %(officer)s on %(at)s."),
    "visit.no_show/called_off": _lazy("The visit of %(officer)s on %(at)s was called off."),
}  # fmt: skip

# About a request. "holder" is the one on duty, or the one who visits.
HEADLINES = {
    "ring": _lazy("Urgent: %(number)s, %(enterprise)s. Please accept by %(until)s."),
    "ring/nobody": _lazy("Urgent, and nobody is on duty: %(number)s, %(enterprise)s. Please accept by %(until)s."),
    "ring_missed": _lazy("Urgent: %(number)s, %(holder)s did not accept in time. The next one is rung."),
    "ring_unanswered": _lazy("Urgent: %(number)s, nobody has accepted. Please see to it now."),
    "nobody_on_duty": _lazy("Urgent: %(number)s, and nobody is on duty. The chief specialist is rung. Please fill the roster."),
    "duty_accepted": _lazy("%(number)s: %(holder)s, on duty, has accepted it. Please take it from there."),
    "visit_promised": _lazy("%(number)s: %(holder)s comes on %(after)s."),
    "visit_no_show": _lazy("%(number)s: the visit of %(holder)s on %(after)s did not take place."),
    "visit_no_show/visitor": _lazy("%(number)s: %(holder)s did not come to the visit on %(after)s."),
    "visit_no_show/enterprise": _lazy("%(number)s: nobody was there for the visit of %(holder)s on %(after)s."),
    "visit_no_show/called_off": _lazy("%(number)s: the visit of %(holder)s on %(after)s is called off."),
}  # fmt: skip
SUBJECTS = {
    "ring": _lazy("Urgent: %(number)s. Please accept by %(until)s."),
    "ring/nobody": _lazy("Urgent, and nobody is on duty: %(number)s. Please accept by %(until)s."),
}

# About no request.
AFFAIRS = {
    "duty_planned": _lazy("You are on the duty roster from %(first_day)s to %(last_day)s. Please see your shifts."),
    "duty_gap": _lazy("From %(at)s on nobody is on duty. Please plan the roster."),
    "shift_changed": _lazy("The shift from %(at)s on is now with %(holder)s."),
    "swap_asked": _lazy("%(holder)s asks you to swap: your shift from %(before)s for the one from %(at)s."),
    "swap_agreed": _lazy("%(holder)s agreed: you have the shift from %(before)s instead of the one from %(at)s."),
    "swap_declined": _lazy("There is no swap with %(holder)s: shifts from %(at)s and %(before)s stay as they are."),
    "visit_announced": _lazy("%(enterprise)s: %(holder)s comes on %(at)s."),
    "visit_announced/firm": _lazy("%(holder)s comes to you on %(at)s."),
    "visit_off": _lazy("The visit of %(holder)s on %(at)s does not take place."),
}  # fmt: skip
AFFAIRS_SUBJECTS = {
    "visit_announced": _lazy("%(holder)s visits one of your enterprises on %(at)s."),
}
