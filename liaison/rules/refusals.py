"""A move that the rules do not allow, as a stable code; `speech.refusals` has the sentence in both languages."""

from collections.abc import Sequence

# The HTTP answer of each kind of refusal: one table for screens and API.
FORBIDDEN, CONFLICT, UNPROCESSABLE, TOO_MANY = 403, 409, 422, 429

STATUS = {
    "wrong_role": FORBIDDEN,
    "own_matter": FORBIDDEN,
    "wrong_status": CONFLICT,
    "already_summoned": CONFLICT,
    "already_reported_in": CONFLICT,
    "decline_too_late": CONFLICT,
    "decline_refused_before": CONFLICT,
    "contested_before": CONFLICT,
    "contest_too_late": CONFLICT,
    "reopen_too_late": CONFLICT,
    "final": CONFLICT,
    "code_taken": CONFLICT,
    "department_taken": CONFLICT,
    "login_taken": CONFLICT,
    "already_bootstrapped": CONFLICT,
    "assigned_already": CONFLICT,
    "appointed_already": CONFLICT,
    "exclusive_posts": CONFLICT,
    "nudged_today": TOO_MANY,
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
