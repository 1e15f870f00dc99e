"""The headline of a notice: the number, one fact, the deadline."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from . import (
    affairs,
    agency,
    common,
    consultations,
    dates,
    duty,
    findings,
    guidance,
    outside,
    replacing,
    rounds,
    statuses,
    watching,
)
from .lists import listed
from .timeline import Names

# kind/variant -> headline, the fitting one with most variants. "firm": for the enterprise's people, where staff reads another one.
HEADLINES = {
    "receipt": _lazy("Received, no. %(number)s. %(specialist)s will reply by %(due)s. If it is urgent, please call."),
    "new_request": _lazy("%(number)s: a new request from %(enterprise)s. Please call them."),
    "to_verify": _lazy("%(number)s: came by QR code for %(enterprise)s, not verified. Please ring back."),
    "verified": _lazy("%(number)s: verified on the phone. A reply is due %(due)s."),
    "verified/firm": _lazy("%(number)s: somebody of your firm raised it by QR code; we have rung back. A reply comes by %(due)s."),
    "taken/firm": _lazy("%(number)s: your specialist has it in hand."),
    "scope_declined/firm": _lazy("%(number)s: out of scope. Why and where to go is on its page; you can contest until %(until)s."),
    "whistled/firm": _lazy("%(number)s: called in: %(departments)s."),
    "summoned/lead": _lazy("Whistle %(number)s, %(enterprise)s: please lead, reply by %(due)s."),
    "summoned/co": _lazy("Whistle %(number)s, %(enterprise)s: please join, reply by %(due)s."),
    "gripe_mirrored": _lazy("%(number)s, said in the gripe session by %(enterprise)s: please have a look."),
    "gripe_to_claim": _lazy("%(number)s, said in the gripe session by %(enterprise)s: is it yours? Please claim it by %(due)s."),
    "gripe_unclaimed": _lazy("%(number)s, %(enterprise)s: no department claimed it in time. Please assign it."),
    "claimed": _lazy("%(number)s: %(department)s claimed it and gave the enterprise a date, %(due)s."),
    "claimed/firm": _lazy("%(number)s: %(department)s has taken it up and will be done by %(due)s."),
    "claimed/co": _lazy("%(number)s: %(department)s joins, by %(due)s."),
    "claimed/co/firm": _lazy("%(number)s: %(department)s joins, by %(due)s."),
    "reported_in": _lazy("%(number)s: %(department)s reported in, %(clerk)s is in charge."),
    "declined": _lazy("%(number)s: %(department)s declined. The office decides."),
    "decline_accepted": _lazy("%(number)s: the office accepted that %(department)s declined."),
    "decline_refused": _lazy("%(number)s: the decline was not accepted, %(department)s keeps it."),
    "extension_asked": _lazy("%(number)s: %(department)s asks to get it done later, on %(after)s. The office decides."),
    "extension_agreed": _lazy("%(number)s: the office agreed to the later date of %(department)s, %(after)s instead of %(before)s."),
    "extension_agreed/firm": _lazy("%(number)s: it will be done later: by %(after)s instead of %(before)s."),
    "extension_refused": _lazy("%(number)s: the office did not agree to a later date. %(department)s keeps to %(before)s."),
    "extension_lapsed": _lazy("%(number)s: nobody decided on the later date in time. %(department)s keeps to %(before)s."),
    "linked": _lazy("%(number)s: is handled together with %(lead)s. It keeps its own limit and gets its own reply."),
    "linked/firm": _lazy("%(number)s: we handle it together with others like it. Your date stays, and you get your own reply."),
    "linked_as_duplicate": _lazy("%(number)s: closed as a duplicate of %(lead)s."),
    "linked_as_duplicate/firm": _lazy("%(number)s: is the same as your %(lead)s, where it is handled. If it is not, you can reopen it."),
    "unlinked": _lazy("%(number)s: stands for itself again."),
    "unlinked/firm": _lazy("%(number)s: is handled by itself again. Your date stays."),
    "lead_answered": _lazy("%(lead)s has its reply: %(outcome)s. Please reply to those linked to it too: %(numbers)s."),
    "replied": _lazy("%(number)s: %(department)s replied to the enterprise: %(outcome)s."),
    "replied/firm": _lazy("%(number)s: %(department)s replied to you: %(outcome)s. Please have a look."),
    "replied/planned": _lazy("%(number)s: %(department)s gave the enterprise a date."),
    "replied/planned/firm": _lazy("%(number)s: %(department)s gave you a date by which it will be done. Please have a look."),
    "answered": _lazy("%(number)s: the enterprise has its answer: %(outcome)s. It confirms by %(until)s."),
    "answered/firm": _lazy("%(number)s: %(outcome)s. Please confirm by %(until)s whether it is solved."),
    "answered/explained/firm": _lazy("%(number)s: explained. If you disagree, please say so by %(until)s."),
    "progress": _lazy("%(number)s: there is progress. The next news comes on %(next_on)s."),
    "confirmed": _lazy("%(number)s: the enterprise confirmed. Closed."),
    "disputed": _lazy("%(number)s: the enterprise says it is not solved. Please handle it again."),
    "contested": _lazy("%(number)s: the enterprise contests that it is out of scope. Please handle it."),
    "closed_final": _lazy("%(number)s: the enterprise disagrees with the explanation once more. Closed."),
    "closed_silent": _lazy("%(number)s: the enterprise did not answer in time. Closed."),
    "closed_silent/firm": _lazy("%(number)s: no answer came in time, so it was closed. If it is not solved, you can reopen it."),
    "confirm_reminder/firm": _lazy("%(number)s: is it solved? Please confirm by %(until)s."),
    "reopened": _lazy("%(number)s: the enterprise reopened it. Please call them."),
    "withdrawn": _lazy("%(number)s: the enterprise withdrew it."),
    "logged_for_you/firm": _lazy("%(number)s: what you said on the phone was logged: %(answer)s. If that is wrong, please tell us."),
    "message": _lazy("%(number)s: a message from %(enterprise)s."),
    "message/firm": _lazy("%(number)s: a message from your specialist."),
    "attached": _lazy("%(number)s: photos, voice or papers were added. Please have a look."),
    "nudged": _lazy("%(number)s: %(enterprise)s nudged. Please tell them how it goes."),
    "released": _lazy("%(number)s: nothing more to do for you, %(why)s."),
    "promise_moved": _lazy("%(number)s: holidays were published, the limit moves from %(before)s to %(after)s."),
    "promise_moved/zone_day": _lazy("%(number)s: the zone freed a day, the limit moves from %(before)s to %(after)s."),
    "due_soon": _lazy("Due soon: %(number)s, reply by %(due)s."),
    "overdue": _lazy("Overdue: %(number)s, a reply was due %(due)s."),
    "overdue/department": _lazy("Overdue: %(number)s, %(department)s, a reply was due %(due)s."),
    "head_told": _lazy("Still overdue: %(number)s, a reply was due %(due)s."),
    "head_told/department": _lazy("Still overdue: %(number)s, %(department)s, a reply was due %(due)s. Please see to it."),
    "chief_told": _lazy("Still overdue: %(number)s, a reply was due %(due)s. Please step in."),
    "chief_told/department": _lazy("Still overdue: %(number)s, %(department)s, a reply was due %(due)s. Please step in."),
    "mail_changed": _lazy("Notices no longer go to the mail address they went to. If you did not want that, please tell the office."),
    "instructed": _lazy("%(number)s: instruction %(order)s from the leadership. Please answer by %(due)s."),
    "instruction_noted": _lazy("%(number)s: an instruction from the leadership. Please read it."),
    "instruction_answered": _lazy("%(number)s: instruction %(order)s was answered. Please close it, or ask again."),
    "instruction_again": _lazy("%(number)s: the answer to instruction %(order)s is not enough. Please answer again by %(due)s."),
    "instruction_closed": _lazy("%(number)s: instruction %(order)s is closed."),
    "instruction_overdue": _lazy("%(number)s: instruction %(order)s was to be answered by %(due)s. No answer yet."),
    "undecided": _lazy("%(number)s: the decline of %(department)s should have been decided. Please decide."),
    **duty.HEADLINES,
}  # fmt: skip
HEADLINES |= agency.HEADLINES | common.HEADLINES | consultations.HEADLINES | outside.HEADLINES
HEADLINES |= findings.HEADLINES | rounds.HEADLINES | replacing.HEADLINES | watching.HEADLINES
# The same for the subject of a mail where the headline names the firm: a subject is read over shoulders and on lock screens.
SUBJECTS = {
    "new_request": _lazy("%(number)s: a new request. Please call the enterprise."),
    "to_verify": _lazy("%(number)s: came by QR code, not verified. Please ring back."),
    "gripe_mirrored": _lazy("%(number)s: a new item of the gripe session."),
    "gripe_to_claim": _lazy("%(number)s: a new item of the gripe session. Is it yours? Please claim it by %(due)s."),
    "gripe_unclaimed": _lazy("%(number)s: no department claimed it in time. Please assign it."),
    "summoned/lead": _lazy("Whistle %(number)s: please lead, reply by %(due)s."),
    "summoned/co": _lazy("Whistle %(number)s: please join, reply by %(due)s."),
    "message": _lazy("%(number)s: a message from the enterprise."),
    "nudged": _lazy("%(number)s: the enterprise nudged. Please tell them how it goes."),
    **duty.SUBJECTS,
    **replacing.SUBJECTS,
}  # fmt: skip
PEOPLE = ("specialist", "clerk", "substitute", "holder")  # the params that are logins
EVERY = HEADLINES | affairs.AFFAIRS  # those about a request, and those about a firm or a person
WHY_RELEASED = {
    "lead_replied": _lazy("the lead has replied"),
    "concluded": _lazy("it is done"),
    "confirmed": _lazy("the enterprise confirmed"),
    "disputed": _lazy("the enterprise sent it back and the specialist begins anew"),
    "withdrawn": _lazy("the enterprise withdrew it"),
    "linked": _lazy("it is handled under another number"),
    "lead_declined": _lazy("the lead declined and the specialist has it back"),
}
LOGGED = {
    "confirm": _lazy("it is solved"),
    "dispute": _lazy("it is not solved"),
    "reopen": _lazy("please reopen it"),
    "withdraw": _lazy("no longer needed"),
}


def headline(kind: str, params: Mapping[str, Any], names: Names, *, for_enterprise: bool = False) -> str:
    """2020-0387：市政管护科已报到，罗川承办。 / 2020-0387: Municipal Works reported in, Luo Chuan is in charge."""
    return str(EVERY[_key(kind, params, for_enterprise)]) % _Words(params, names)


def subject(kind: str, params: Mapping[str, Any], names: Names, *, for_enterprise: bool = False) -> str:
    """As `headline`, without the name of the firm."""
    key = _key(kind, params, for_enterprise)
    return str((SUBJECTS | affairs.SUBJECTS).get(key, EVERY[key])) % _Words(params, names)


def _key(kind: str, params: Mapping[str, Any], for_enterprise: bool) -> str:
    """The headline that says most: first with what is told, then for whom, last the kind alone."""
    said = [f"/{params[name]}" for name in ("outcome", "part", "cause") if params.get(name)]
    about = [*said, *(["/department"] if params.get("department") else []), ""]
    whom = ["/firm", ""] if for_enterprise or kind not in EVERY else [""]
    return next(key for key in (f"{kind}{what}{who}" for who in whom for what in about) if key in EVERY)


class _Words(Mapping[str, str]):
    """The words of a headline, made when its template asks for them."""

    def __init__(self, params: Mapping[str, Any], names: Names) -> None:
        self.params, self.names = params, names

    def __getitem__(self, word: str) -> str:
        if word in agency.WORDS:
            return agency.word(word, self.params)
        value, names = self.params[word], self.names
        match word:
            case "specialist":
                return names.person(value) if value else _("We")
            case "clerk" | "substitute" | "holder":
                return names.person(value)
            case "enterprise":
                return names.enterprise(value)
            case "department":
                return names.department(value)
            case "departments":
                return listed(names.department(code) for code in value)
            case "title":
                return guidance.title_of(value)
            case "changed":
                return listed(guidance.change_word(what) for what in value)
            case "numbers":
                return listed(value)
            case "outcome":
                return statuses.outcome_word(value).lower()
            case "why":
                return str(WHY_RELEASED[value])
            case "half":
                return rounds.half_word(int(self.params["year"]), int(value))
            case "answer":
                return str(LOGGED[value])
            case "due" | "until" | "after" | "before" | "at" | "starts":
                return (
                    dates.deadline(datetime.fromisoformat(value))
                    if value
                    else _("a day to be set with the next calendar")
                )
            case "next_on" | "first_day" | "last_day":
                return dates.day_with_weekday(date.fromisoformat(value))
        return str(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self.params)

    def __len__(self) -> int:
        return len(self.params)
