"""Who may see which kind of entry. Readers of a request are of three audiences; what is not listed is for staff."""

from enum import StrEnum


class Audience(StrEnum):
    ENTERPRISE = "enterprise"
    DEPARTMENT = "department"
    STAFF = "staff"  # specialist, chief, office, leaders


E, D, T = Audience.ENTERPRISE, Audience.DEPARTMENT, Audience.STAFF
ALL = frozenset({E, D, T})

# kind -> audiences. SC-03: a department sees neither internal notes nor what firm and specialist write each other.
SEEN_BY: dict[str, frozenset[Audience]] = {
    "request.raised": ALL,
    "request.taken": ALL,
    "request.verified": ALL,
    "request.scope_declined": ALL,
    "request.contested": ALL,
    "request.whistled": ALL,
    "request.mirrored": ALL,
    "request.claimed": ALL,
    "request.unclaimed": frozenset({T}),
    "summons.reported_in": ALL,
    "summons.declined": frozenset({D, T}),
    "summons.decline_accepted": frozenset({D, T}),
    "summons.decline_refused": frozenset({D, T}),
    "summons.extension_asked": frozenset({D, T}),
    "summons.extension_agreed": ALL,
    "summons.extension_refused": frozenset({D, T}),
    "summons.extension_lapsed": frozenset({D, T}),
    "request.linked": ALL,  # to others than staff without the number: `speech.timeline`
    "request.unlinked": ALL,
    "summons.replied": ALL,  # a co's reply reaches the enterprise with the lead's: `casework.queries`
    "consultation.proposed": frozenset({D, T}),
    "consultation.side_agreed": frozenset({D, T}),
    "consultation.undecided": frozenset({D, T}),
    "consultation.refused": frozenset({D, T}),
    "consultation.agreed": ALL,
    "consultation.arranged": ALL,
    "consultation.minutes": frozenset({D, T}),
    "consultation.minutes_missed": frozenset({D, T}),
    "consultation.duty_done": frozenset({D, T}),
    "consultation.cancelled": ALL,
    "request.progress": ALL,
    "request.concluded": ALL,
    "request.answered": ALL,
    "request.confirmed": ALL,
    "request.disputed": ALL,
    "request.closed_final": ALL,
    "request.closed_silent": ALL,
    "request.confirm_reminded": frozenset({E, T}),
    "request.reopened": ALL,
    "request.withdrawn": ALL,
    "request.message": frozenset({E, T}),
    "request.attached": ALL,  # what came with a co's reply reaches the enterprise with that reply
    "request.attached_inside": frozenset({T}),
    "request.note": frozenset({T}),
    "request.nudged": ALL,
    "visit.promised": frozenset({E, T}),
    "visit.logged": frozenset({E, T}),
    "visit.arrived": frozenset({E, T}),
    "visit.left": frozenset({E, T}),
    "visit.no_show": frozenset({E, T}),
    "agency.opened": ALL,
    "agency.authorised": ALL,
    "agency.withdrawn": ALL,
    "agency.lapsed": ALL,
    "agency.step_started": ALL,
    "agency.step_finished": ALL,
    "agency.step_refused": ALL,
    "agency.step_late": frozenset({D, T}),
    "agency.material_given": ALL,
    "agency.material_taken": ALL,
    "agency.material_returned": ALL,
    "agency.finished": ALL,
    "agency.stopped": ALL,
    "outside.opened": ALL,
    "outside.agency_added": ALL,
    "outside.party_added": frozenset({E}),  # besides the firm also office and liaison: `rules.outside`
    "outside.contacted": frozenset({E}),
    "outside.attached": frozenset({E}),
    "outside.handed_over": frozenset(),  # for the office
    "outside.liaison_named": ALL,
    "outside.progress": ALL,
    "outside.progress_missed": frozenset({D, T}),
    "outside.ended": ALL,
    "outside.lapsed": frozenset({D, T}),
    "promise.moved": ALL,
    "request.handed_over": ALL,
    "common.joined": frozenset({T}),
    "common.left": frozenset({T}),
    "common.different": frozenset({T}),
    "case.written": frozenset({T}),
    "case.asked": frozenset({E, T}),
    "case.published": frozenset({E, T}),
    "case.refused": frozenset({E, T}),
    "case.withdrawn": frozenset({E, T}),
    "instruction.given": frozenset({D, T}),
    "instruction.answered": frozenset({D, T}),
    "instruction.again": frozenset({D, T}),
    "instruction.closed": frozenset({D, T}),
    "instruction.overdue": frozenset({D, T}),
    "clock.due_soon": frozenset({D, T}),
    "clock.overdue": frozenset({D, T}),
    "clock.head_told": frozenset({D, T}),
    "clock.chief_told": frozenset({D, T}),
}


def may_see(kind: str, audience: Audience) -> bool:
    return audience in SEEN_BY.get(kind, frozenset({Audience.STAFF}))
