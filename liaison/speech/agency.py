"""Words of agency files (全程代办): what happened, what people are told, states, and how long it took."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules import agency

from . import dates
from .lists import listed

# kind, or kind/variant -> sentence, merged into those of `timeline`.
SENTENCES = {
    "agency.opened": _lazy("%(who)s opened this file: %(formalities)s, to be done by %(target_on)s. It usually takes %(usually)s."),
    "agency.authorised": _lazy("%(who)s authorised this in writing until %(last_day)s."),
    "agency.withdrawn": _lazy("%(who)s withdrew the authorisation. The work stops."),
    "agency.lapsed": _lazy("The authorisation ended on %(last_day)s. The work stops."),
    "agency.step_started": _lazy("%(who)s began at %(department)s: %(step)s."),
    "agency.step_started/waits": _lazy("%(who)s began at %(department)s: %(step)s. It waits for papers: %(documents)s."),
    "agency.step_finished": _lazy("%(who)s finished at %(department)s: %(step)s."),
    "agency.step_refused": _lazy("%(who)s turned down at %(department)s: %(step)s."),
    "agency.step_late": _lazy("%(step)s at %(department)s should have begun by %(latest_start_on)s."),
    "agency.material_given": _lazy("%(who)s handed in: %(document)s."),
    "agency.material_taken": _lazy("%(who)s accepted: %(document)s."),
    "agency.material_returned": _lazy("%(who)s returned: %(document)s."),
    "agency.finished": _lazy("All steps are done: %(took)s."),
    "agency.stopped": _lazy("%(who)s stopped this file."),
}  # fmt: skip
HAPPENS = frozenset({"agency.finished"})  # told as something that happens, whoever set it off

# kind/variant -> headline, merged into those of `notices`.
HEADLINES = {
    "agency_opened": _lazy("%(number)s: an agency file was opened: %(formalities)s, to be done by %(target_on)s. Please see your steps."),
    "agency_opened/firm": _lazy("%(number)s: we carry it for you: %(formalities)s, to be done by %(target_on)s. Please authorise it."),
    "agency_authorised": _lazy("%(number)s: authorised by the enterprise until %(last_day)s. The work can go on."),
    "agency_withdrawn": _lazy("%(number)s: the enterprise withdrew its authorisation. The work stops."),
    "agency_lapsed": _lazy("%(number)s: the authorisation ended on %(last_day)s. The work stops."),
    "agency_lapsed/firm": _lazy("%(number)s: your authorisation ended on %(last_day)s and the work stops. Please give a new one."),
    "agency_documents/firm": _lazy("%(number)s: %(step)s waits for papers from you: %(documents)s. Please hand them in."),
    "agency_step_started": _lazy("%(number)s: %(step)s has begun."),
    "agency_step_ready": _lazy("%(number)s: it is your turn, %(step)s. Please begin by %(latest_start_on)s."),
    "agency_step_finished": _lazy("%(number)s: %(step)s is done."),
    "agency_step_refused": _lazy("%(number)s: %(step)s was turned down. Please see why."),
    "agency_step_late": _lazy("%(number)s: %(step)s should have begun by %(latest_start_on)s. Please begin now."),
    "agency_material_given": _lazy("%(number)s: %(document)s came in for %(step)s. Please look through it."),
    "agency_material_returned/firm": _lazy("%(number)s: %(document)s was returned. Please see what is wrong and hand it in again."),
    "agency_finished": _lazy("%(number)s: all steps are done: %(took)s."),
    "agency_stopped": _lazy("%(number)s: this file was stopped. Please see why."),
}  # fmt: skip

# code -> title, sentence, merged into those of `refusals`.
REFUSALS = {
    "principal_needed": (
        _lazy("The principal's to do"),
        _lazy("Only the principal of the enterprise can authorise this, or withdraw it. Please ask the principal to do it."),
    ),
    "unknown_template": (
        _lazy("No such formalities"),
        _lazy("There are no formalities “%(given)s” here. Please choose them from the list."),
    ),
    "target_too_early": (
        _lazy("Too early"),
        _lazy("Periods that the law sets cannot be skipped. Please choose %(earliest)s or a later day."),
    ),
    "agency_over": (
        _lazy("File closed"),
        _lazy("%(number)s is done or stopped. Please open a new file if something is left."),
    ),
    "not_authorised": (
        _lazy("Not authorised"),
        _lazy("The enterprise has not authorised this in writing yet. Please ask its principal, then go on."),
    ),
    "authorisation_withdrawn": (
        _lazy("Authorisation withdrawn"),
        _lazy("The enterprise has withdrawn its authorisation, so the work has stopped. Please ask its principal for a new one."),
    ),
    "authorisation_expired": (
        _lazy("Authorisation ended"),
        _lazy("The authorisation ended on %(last_day)s, so the work has stopped. Please ask the enterprise's principal for a new one."),
    ),
    "step_begun": (_lazy("Begun already"), _lazy("“%(name)s” has begun already or is done. Please reload the page.")),
    "step_not_begun": (_lazy("Not begun"), _lazy("“%(name)s” is not under way. Please begin it first.")),
    "step_not_ready": (_lazy("Not its turn yet"), _lazy("“%(name)s” comes first. Please wait until it is done.")),
    "step_over": (_lazy("Step done"), _lazy("“%(name)s” is done; its papers stay as they are.")),
    "documents_missing": (
        _lazy("Papers missing"),
        _lazy("The step cannot be finished, papers are missing: %(names)s. Please get them first."),
    ),
    "unknown_document": (_lazy("No such paper"), _lazy("This step needs no paper “%(given)s”. Please choose from its list.")),
    "document_lacking": (_lazy("Not handed in"), _lazy("“%(name)s” is not here, so it cannot be returned.")),
    "document_taken": (_lazy("Accepted already"), _lazy("“%(name)s” has been accepted already. Nothing more is needed.")),
    "notice_period_runs": (
        _lazy("Period still running"),
        _lazy("The law sets at least %(days)s working days for this step. It can be finished from %(last_day)s on."),
    ),
}  # fmt: skip

FILE_STATES = {
    "waiting": _lazy("Waits for the authorisation"),
    "open": pgettext_lazy("agency step", "Under way"),
    "done": _lazy("All done"),
    "stopped": _lazy("Stopped"),
}
STEP_STATES = {
    "waiting": _lazy("Not begun"),
    "running": pgettext_lazy("agency step", "Under way"),
    "with_firm": _lazy("Waits for the enterprise"),
    "done": pgettext_lazy("agency step", "Done"),
    "refused": _lazy("Turned down"),
}
MATERIAL_STATES = {
    "missing": _lazy("Not here yet"),
    "given": _lazy("Handed in"),
    "taken": _lazy("In order"),
    "returned": _lazy("Returned"),
}


# The words that only sentences about agency files have.
WORDS = frozenset({"formalities", "step", "document", "documents", "usually", "took", "target_on", "latest_start_on"})


def step_variant(facts: Mapping[str, Any]) -> str:
    return "/waits" if facts["documents"] else ""


def word(name: str, facts: Mapping[str, Any]) -> str:
    """One of `WORDS`, from the facts of an entry or the params of a notice."""
    template = facts["template"]
    match name:
        case "formalities":
            return formalities(template)
        case "step":
            return step_word(template, facts["step"])
        case "document":
            return document_word(template, facts["step"], facts["document"])
        case "documents":
            return listed(document_word(template, facts["step"], code) for code in facts["documents"])
        case "usually":
            return months_word(Decimal(facts["baseline_months"]))
        case "took":
            started, finished = (date.fromisoformat(facts[key]) for key in ("started_on", "finished_on"))
            return took_line(Decimal(facts["baseline_months"]), started, finished)
    return dates.day_with_weekday(date.fromisoformat(facts[name]))


def formalities(template: str) -> str:
    """工业项目建设手续 / Permits for an industrial project; a code nobody knows stands for itself."""
    found = agency.TEMPLATES.get(template)
    return _named(found.zh, found.en) if found else template


def step_word(template: str, code: str) -> str:
    found = agency.step_of(template, code)
    return _named(found.zh, found.en) if found else code


def document_word(template: str, step: str, code: str) -> str:
    found = agency.step_of(template, step)
    return next((_named(one.zh, one.en) for one in found.documents if one.code == code), code) if found else code


def _named(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh


def took_line(baseline: Decimal, started: date, finished: date) -> str:
    """半年→1个月 / half a year → 1 month (R-37)."""
    return pgettext("time saved", "{before} → {after}").format(
        before=months_word(baseline), after=duration_word(started, finished)
    )


def duration_word(started: date, finished: date) -> str:
    """1个月 / 1 month; below a month 3天 / 3 days."""
    took = agency.duration(started, finished)
    if took.months is not None:
        return months_word(took.months)
    return ngettext("%(n)s day", "%(n)s days", took.days) % {"n": took.days}


def months_word(months: Decimal) -> str:
    """半个月, 1个月, 1.5个月, 半年, 1年 / half a month, 1 month, 1.5 months, half a year, 1 year."""
    if months == Decimal("0.5"):
        return _("half a month")
    if months == 6:
        return _("half a year")
    if months % 12 == 0:
        years = int(months) // 12
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    shown = f"{months.normalize():f}"
    return _("1 month") if months == 1 else _("{n} months").format(n=shown)


def file_state_word(state: str) -> str:
    return str(FILE_STATES[state])


def step_state_word(state: str) -> str:
    return str(STEP_STATES[state])


def material_state_word(state: str) -> str:
    return str(MATERIAL_STATES[state])
