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
    "decline_too_late": CONFLICT,
    "decline_refused_before": CONFLICT,
    "contested_before": CONFLICT,
    "contest_too_late": CONFLICT,
    "reopen_too_late": CONFLICT,
    "final": CONFLICT,
    "extended_before": CONFLICT,
    "extend_too_late": CONFLICT,
    "extension_lapsed": CONFLICT,
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
