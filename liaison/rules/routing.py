"""What leaves the house by mail and when: the notification matrix as a table, quiet hours, merging, another try.

The inbox in the app has every notice at once. A person who asked for mail gets by mail what he has to act on or was promised;
the rest waits in the inbox, and for staff the daily digest says how much of it is unread.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from . import deadlines
from .deadlines import SHANGHAI

AT_ONCE, LATER = "at_once", "later"

# kind -> for the firm's people, for staff. What one side is never told of stands as LATER.
MAIL: dict[str, tuple[str, str]] = {
    # the firm's own course of things: a receipt and whatever asks for its answer go out, the rest waits in the inbox
    "receipt": (AT_ONCE, LATER),
    "taken": (LATER, LATER),
    "scope_declined": (AT_ONCE, LATER),
    "whistled": (LATER, LATER),
    "replied": (AT_ONCE, AT_ONCE),
    "answered": (AT_ONCE, LATER),
    "progress": (AT_ONCE, LATER),
    "confirm_reminder": (AT_ONCE, LATER),
    "closed_silent": (AT_ONCE, LATER),
    "logged_for_you": (AT_ONCE, LATER),
    # what makes somebody act
    "new_request": (LATER, AT_ONCE),
    "summoned": (LATER, AT_ONCE),
    # gripe sessions: an item is on the board at once; what is left over makes the office act
    "gripe_mirrored": (LATER, LATER),
    "gripe_to_claim": (LATER, LATER),
    "gripe_unclaimed": (LATER, AT_ONCE),
    "claimed": (AT_ONCE, LATER),
    "declined": (LATER, AT_ONCE),
    "disputed": (LATER, AT_ONCE),
    "contested": (LATER, AT_ONCE),
    "reopened": (LATER, AT_ONCE),
    "nudged": (LATER, AT_ONCE),
    "message": (AT_ONCE, AT_ONCE),
    # limits
    "promise_moved": (AT_ONCE, AT_ONCE),
    "due_soon": (LATER, AT_ONCE),
    "overdue": (LATER, AT_ONCE),
    "head_told": (LATER, AT_ONCE),
    "chief_told": (LATER, AT_ONCE),
    "undecided": (LATER, AT_ONCE),
    "decline_accepted": (LATER, AT_ONCE),
    "decline_refused": (LATER, AT_ONCE),
    # consultations
    "consultation_proposed": (LATER, AT_ONCE),
    "consultation_agreed": (AT_ONCE, AT_ONCE),
    "consultation_undecided": (LATER, AT_ONCE),
    "consultation_refused": (LATER, AT_ONCE),
    "consultation_cancelled": (AT_ONCE, AT_ONCE),
    "meeting_set": (LATER, AT_ONCE),  # with an invitation for the calendar
    "meeting_off": (LATER, AT_ONCE),  # with its cancellation
    "meeting_left": (LATER, AT_ONCE),
    "minutes_written": (LATER, AT_ONCE),
    "minutes_missed": (LATER, AT_ONCE),
    "duty_done": (LATER, LATER),
    # what somebody outside the zone has to do
    "outside_opened": (LATER, AT_ONCE),
    "outside_named": (LATER, AT_ONCE),
    "outside_overdue": (LATER, AT_ONCE),
    "outside_handed_over": (LATER, AT_ONCE),
    "outside_ended": (LATER, AT_ONCE),
    # good to know, nothing to do
    "reported_in": (LATER, LATER),
    "confirmed": (LATER, LATER),
    "closed_final": (LATER, LATER),
    "withdrawn": (LATER, LATER),
    "released": (LATER, LATER),
    # instructions of the leadership
    "instructed": (LATER, AT_ONCE),
    "instruction_noted": (LATER, LATER),
    "instruction_answered": (LATER, AT_ONCE),
    "instruction_again": (LATER, AT_ONCE),
    "instruction_closed": (LATER, LATER),
    "instruction_overdue": (LATER, AT_ONCE),
    # duty: what rings is urgent, so no quiet hours hold it
    "ring": (LATER, AT_ONCE),
    "ring_missed": (LATER, AT_ONCE),
    "ring_unanswered": (LATER, AT_ONCE),
    "nobody_on_duty": (LATER, AT_ONCE),
    "duty_accepted": (LATER, AT_ONCE),
    "duty_planned": (LATER, AT_ONCE),
    "duty_gap": (LATER, AT_ONCE),
    "shift_changed": (LATER, AT_ONCE),
    "swap_asked": (LATER, AT_ONCE),
    "swap_agreed": (LATER, AT_ONCE),
    "swap_declined": (LATER, AT_ONCE),
    # visits
    "visit_promised": (AT_ONCE, AT_ONCE),
    "visit_announced": (AT_ONCE, AT_ONCE),
    "visit_no_show": (AT_ONCE, AT_ONCE),
    "visit_off": (AT_ONCE, AT_ONCE),
    # doors, later dates, links
    "to_verify": (LATER, AT_ONCE),
    "verified": (AT_ONCE, LATER),
    "extension_asked": (LATER, AT_ONCE),
    "extension_agreed": (AT_ONCE, AT_ONCE),
    "extension_refused": (LATER, AT_ONCE),
    "extension_lapsed": (LATER, AT_ONCE),
    "linked": (LATER, LATER),
    "linked_as_duplicate": (AT_ONCE, LATER),
    "unlinked": (LATER, LATER),
    "lead_answered": (LATER, AT_ONCE),
    "attached": (LATER, LATER),
    # common works, and cases to be told
    "common_joined": (LATER, LATER),
    "case_asked": (AT_ONCE, LATER),
    "case_published": (LATER, LATER),
    "case_refused": (LATER, LATER),
    "case_withdrawn": (LATER, LATER),
    # firms and people
    "specialist_changed": (AT_ONCE, LATER),
    "firm_assigned": (LATER, AT_ONCE),
    "firm_handed_on": (LATER, AT_ONCE),
    "firm_left": (AT_ONCE, AT_ONCE),
    "firm_unserved": (LATER, AT_ONCE),
    "cadre_unassigned": (LATER, AT_ONCE),
    "leave_planned": (LATER, AT_ONCE),
    "leave_began": (AT_ONCE, AT_ONCE),
    "leave_ended": (AT_ONCE, AT_ONCE),
    "leave_called_off": (LATER, AT_ONCE),
    "stand_in_missing": (LATER, AT_ONCE),
    # policies: for the firms alone
    "measure_new": (LATER, LATER),
    "measure_version": (AT_ONCE, LATER),
    "measure_expired": (AT_ONCE, LATER),
    "measure_repealed": (AT_ONCE, LATER),
    # agency files
    "agency_opened": (AT_ONCE, AT_ONCE),
    "agency_authorised": (LATER, AT_ONCE),
    "agency_withdrawn": (LATER, AT_ONCE),
    "agency_lapsed": (AT_ONCE, AT_ONCE),
    "agency_documents": (AT_ONCE, LATER),
    "agency_step_started": (LATER, LATER),
    "agency_step_ready": (LATER, AT_ONCE),
    "agency_step_finished": (LATER, LATER),
    "agency_step_refused": (AT_ONCE, AT_ONCE),
    "agency_step_late": (LATER, AT_ONCE),
    "agency_material_given": (LATER, AT_ONCE),
    "agency_material_returned": (AT_ONCE, LATER),
    "agency_finished": (AT_ONCE, LATER),
    "agency_stopped": (AT_ONCE, AT_ONCE),
    # past specialist and department: no mail to the firm, whose mail others may read
    "replacement_due": (LATER, AT_ONCE),
    "replacement_soon": (LATER, AT_ONCE),
    "replacement_overdue": (LATER, AT_ONCE),
    "watch_alarm": (LATER, AT_ONCE),
    "complaint_filed": (LATER, AT_ONCE),
    "complaint_answered": (LATER, LATER),
    # the half-yearly rating: the principal is asked by mail too, with the way to the ballot of his own firm
    "round_opened": (AT_ONCE, LATER),
    "round_reminder": (AT_ONCE, LATER),
    "round_not_ready": (LATER, AT_ONCE),
    "round_closed": (LATER, AT_ONCE),
    # findings: what the person concerned is told says only that a paper waits
    "finding_paper": (LATER, AT_ONCE),
    "finding_seat": (LATER, AT_ONCE),
    "finding_stated": (LATER, AT_ONCE),
    "finding_hearing": (LATER, AT_ONCE),
    "finding_decided": (LATER, AT_ONCE),
    "finding_due": (LATER, AT_ONCE),
    "finding_overdue": (LATER, AT_ONCE),
    "finding_remedy": (LATER, AT_ONCE),
    # about the account itself: in the inbox, and apart from this table to the address that is left
    "mail_changed": (LATER, LATER),
}


def mailed_at_once(kind: str, *, for_enterprise: bool) -> bool:
    firm, staff = MAIL.get(kind, (LATER, LATER))
    return (firm if for_enterprise else staff) == AT_ONCE


# --- quiet hours

QUIET_FROM, QUIET_UNTIL = time(22, 0), time(7, 0)


def send_from(now: datetime, *, urgent: bool) -> datetime:
    """When a mail may go: at once, but from 22:00 until 07:00 only what is urgent: night work is not to be silenced."""
    here = now.astimezone(SHANGHAI)
    if urgent or QUIET_UNTIL <= here.time() < QUIET_FROM:
        return now
    morning = here.date() + timedelta(days=1) if here.time() >= QUIET_FROM else here.date()
    return datetime.combine(morning, QUIET_UNTIL, SHANGHAI)


# --- merging

MERGE_WINDOW = timedelta(minutes=10)
SINGLE_MAILS = 3  # as many of them a person gets within the window; what comes on top arrives together


@dataclass(frozen=True)
class Sending:
    """What to do with the mails that are due for one person: one by one, all in one, or later."""

    together: bool
    not_before: datetime | None = None  # set: none of them goes now


def sending(due: int, urgent: bool, sent: Sequence[datetime], now: datetime) -> Sending:
    """`due` mails for one person now, `sent` the instants at which he got one lately.

    More than three within ten minutes become one; an urgent one never waits for the others.
    """
    recent = [instant for instant in sent if now - instant < MERGE_WINDOW]
    if len(recent) + due <= SINGLE_MAILS:
        return Sending(together=False)
    if len(recent) < SINGLE_MAILS or urgent:
        return Sending(together=True)
    return Sending(together=True, not_before=min(recent) + MERGE_WINDOW)


# --- another try

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))


def next_try(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many failed attempts; None: it is given up, and people are told to telephone."""
    return now + BACKOFF[attempts - 1] if attempts <= len(BACKOFF) else None


# --- the daily digest

MORNING, AFTERNOON = time(8, 45), time(16, 45)
DIGEST_TIMES: dict[str, time] = {
    "specialist": MORNING, "chief": MORNING, "clerk": MORNING, "head": MORNING, "office": MORNING, "leader": AFTERNOON,
}  # fmt: skip
DIGEST_FOR = timedelta(hours=2)  # a worker that was away sends it late by so much, and then no more


def digest_time(posts: Iterable[str]) -> time | None:
    """When a member of staff is told what lies before him: in the morning who handles, in the afternoon who leads."""
    found = [DIGEST_TIMES[post] for post in posts if post in DIGEST_TIMES]
    return min(found) if found else None


def digest_slot(now: datetime) -> datetime | None:
    """The time of a digest that is due now, if one is: the last one, for two hours."""
    day = deadlines.day_of(now)
    slots = [datetime.combine(day, at, SHANGHAI) for at in (MORNING, AFTERNOON)]
    return next((slot for slot in reversed(slots) if slot <= now < slot + DIGEST_FOR), None)
