"""A move that the rules do not allow, as a stable code; `speech.refusals` has the sentence in both languages."""

from collections.abc import Sequence

# The HTTP answer of each kind of refusal: one table for screens and API.
FORBIDDEN, CONFLICT, UNPROCESSABLE, TOO_MANY, UNAVAILABLE = 403, 409, 422, 429, 503

STATUS = {
    "wrong_role": FORBIDDEN,
    "own_matter": FORBIDDEN,
    "wrong_status": CONFLICT,
    "unverified": CONFLICT,
    "verified_before": CONFLICT,
    "pending_at_door": CONFLICT,
    "door_closed": CONFLICT,
    "door_there": CONFLICT,
    "already_summoned": CONFLICT,
    "already_reported_in": CONFLICT,
    "already_led": CONFLICT,
    "already_claimed": CONFLICT,
    "session_not_planned": CONFLICT,
    "session_not_open": CONFLICT,
    "session_runs": CONFLICT,
    "session_closed": CONFLICT,
    "decline_too_late": CONFLICT,
    "decline_refused_before": CONFLICT,
    "contested_before": CONFLICT,
    "contest_too_late": CONFLICT,
    "reopen_too_late": CONFLICT,
    "final": CONFLICT,
    "chief_only": FORBIDDEN,
    "consulting_already": CONFLICT,
    "nothing_to_agree": CONFLICT,
    "agreed_before": CONFLICT,
    "lead_stays": CONFLICT,
    "duty_done_before": CONFLICT,
    "extended_before": CONFLICT,
    "extend_too_late": CONFLICT,
    "extension_lapsed": CONFLICT,
    "instruction_moved_on": CONFLICT,
    "version_in_force": CONFLICT,
    "version_stays": CONFLICT,
    "nothing_to_repeal": CONFLICT,
    "measure_not_in_force": CONFLICT,
    "member_already": CONFLICT,
    "mirrored_stays": CONFLICT,
    "hidden_before": CONFLICT,
    "linked_already": CONFLICT,
    "not_linked": CONFLICT,
    "leads_others": CONFLICT,
    "lead_closed": CONFLICT,
    "raised_before": CONFLICT,
    "code_taken": CONFLICT,
    "category_taken": CONFLICT,
    "notice_accepted_before": CONFLICT,
    "department_taken": CONFLICT,
    "login_taken": CONFLICT,
    "already_bootstrapped": CONFLICT,
    "assigned_already": CONFLICT,
    "specialist_away": CONFLICT,
    "substitute_away": CONFLICT,
    "leave_overlaps": CONFLICT,
    "ring_answered": CONFLICT,
    "shift_begun": CONFLICT,
    "shift_over": CONFLICT,
    "swap_gone": CONFLICT,
    "visit_over": CONFLICT,
    "arrived_before": CONFLICT,
    "not_arrived": CONFLICT,
    "visit_to_come": CONFLICT,
    "leave_over": CONFLICT,
    "exempt_already": CONFLICT,
    "firm_left": CONFLICT,
    "requests_open": CONFLICT,
    "leaves_by_own_act": CONFLICT,
    "looks_alike": CONFLICT,
    "appointed_already": CONFLICT,
    "exclusive_posts": CONFLICT,
    "phrase_taken": CONFLICT,
    "phrases_full": CONFLICT,
    "principal_needed": FORBIDDEN,
    "agency_over": CONFLICT,
    "not_authorised": CONFLICT,
    "authorisation_withdrawn": CONFLICT,
    "authorisation_expired": CONFLICT,
    "step_begun": CONFLICT,
    "step_not_begun": CONFLICT,
    "step_not_ready": CONFLICT,
    "step_over": CONFLICT,
    "documents_missing": CONFLICT,
    "document_lacking": CONFLICT,
    "document_taken": CONFLICT,
    "notice_period_runs": CONFLICT,
    "list_name_taken": CONFLICT,
    "too_many_lists": CONFLICT,
    "nudged_today": TOO_MANY,
    "not_stored": UNAVAILABLE,
}


class Refused(Exception):
    """An action refused; `code` is stable, `params` fill the sentence, `field` names the input at fault."""

    def __init__(self, code: str, *, field: str | None = None, fields: Sequence[str] = (), **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.fields = tuple(fields) or ((field,) if field else ())  # every input at fault
        self.params = params

    @property
    def status(self) -> int:
        return STATUS.get(self.code, UNPROCESSABLE)
