"""Headlines of notices about a firm or a person, where no single request is meant; merged into those of `notices`."""

from django.utils.translation import gettext_lazy as _lazy

from . import duty

# kind/variant -> headline, as in `notices.HEADLINES`: "firm" is for the enterprise's own people.
AFFAIRS = {
    "specialist_changed/firm": _lazy("Your specialist is now %(specialist)s. Numbers and dates of your requests stay as they are."),
    "firm_assigned": _lazy("%(enterprise)s: you are its specialist from now on. Open requests that come with it: %(open)s."),
    "firm_handed_on": _lazy("%(enterprise)s: %(specialist)s is its specialist from now on."),
    "firm_left": _lazy("%(enterprise)s has left the zone."),
    "firm_left/firm": _lazy("Your enterprise has left the zone. You can still read your requests here."),
    "leave_planned": _lazy("%(specialist)s is away from %(first_day)s to %(last_day)s. %(substitute)s stands in."),
    "leave_began": _lazy("%(specialist)s is away until %(last_day)s. %(substitute)s stands in from now on."),
    "leave_began/firm": _lazy("%(specialist)s is away until %(last_day)s. Until then please turn to %(substitute)s."),
    "leave_ended": _lazy("%(specialist)s is back. %(substitute)s no longer stands in."),
    "leave_ended/firm": _lazy("%(specialist)s is back and is there for you again."),
    "leave_called_off": _lazy("The leave of %(specialist)s from %(first_day)s to %(last_day)s is called off."),
    "stand_in_missing": _lazy(
        "%(substitute)s cannot stand in for %(specialist)s. Until somebody else does, %(holder)s answers for the "
        "enterprises. Please name another one."
    ),
    "firm_unserved": _lazy("%(enterprise)s has no specialist; one was due by %(due)s. Please assign one."),
    "measure_new": _lazy("A policy that may be for you counts from %(first_day)s on: %(title)s."),
    "measure_version": _lazy("%(title)s has a new version from %(first_day)s on. Changed: %(changed)s."),
    "measure_expired": _lazy("%(title)s has run out; its last day was %(last_day)s."),
    "measure_repealed": _lazy("%(title)s is repealed; its last day was %(last_day)s."),
    "cadre_unassigned": _lazy("%(specialist)s serves no enterprise; one was due by %(due)s. Please assign one."),
    **duty.AFFAIRS,
}  # fmt: skip
# Without the firm's name, for the subject of a mail.
SUBJECTS = {
    "firm_assigned": _lazy("You are the specialist of one more enterprise. Open requests that come with it: %(open)s."),
    "firm_handed_on": _lazy("%(specialist)s is the specialist of one of your enterprises from now on."),
    "firm_left": _lazy("One of your enterprises has left the zone."),
    "firm_unserved": _lazy("An enterprise has no specialist; one was due by %(due)s. Please assign one."),
    **duty.AFFAIRS_SUBJECTS,
}  # fmt: skip
