"""The limits of a zone in words: what each governs, and its value with its unit."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy, pgettext_lazy

from liaison.rules.limits import LIMITS

NAMES = {
    "reply": _lazy("Reply to the enterprise"),
    "closing_time": _lazy("Close of business"),
    "progress": _lazy("Progress note while a matter runs long"),
    "minutes": _lazy("Minutes of a consultation after it was held"),
    "plan_days_max": _lazy("Latest date a department may give by itself"),
    "extend_before": _lazy("A later date is asked for before the old one ends"),
    "whistle_cutoff": _lazy("Whistle the same day if received before"),
    "report_in": _lazy("Report in"),
    "decline": _lazy("Decline a whistle"),
    "claim": _lazy("Claim what a session brings up"),
    "claim_days": _lazy("Date of a claim unless another is given"),
    "backdate_hours": _lazy("Log an earlier call without the office"),
    "duty_accept": _lazy("Accept an urgent request before the next one is rung"),
    "duty_ahead": _lazy("Duty roster is complete ahead for"),
    "visit": _lazy("Visit the enterprise"),
    "assign": _lazy("Assign a specialist to a firm without one"),
    "first_enterprise": _lazy("First firm for a new cadre"),
    "load_max": _lazy("Most firms for one cadre without a warning"),
    "confirm": _lazy("Confirm a result"),
    "confirm_reminder": _lazy("Remind of confirming"),
    "contest": _lazy("Contest out of scope"),
    "reopen_months": _lazy("Reopen a closed request"),
    "disputes_to_office": _lazy("Tell the office from this dispute on"),
    "nudge_per_day": _lazy("Nudges by the enterprise"),
    "remind_before": _lazy("Remind before the due time"),
    "escalate_head": _lazy("Tell the head of the department after"),
    "escalate_chief": _lazy("Tell the chief specialist after"),
    "escalation_time": _lazy("Hour of reminders and escalation"),
    "instruction": _lazy("Answer an instruction"),
    "measure_ending": _lazy("Show that a policy ends soon"),
    "common_recent": _lazy("Compare what has ended with what is open, back to"),
    "quiet_days": _lazy("Say whom we wait for after quiet"),
    "round_days": _lazy("A half-yearly rating runs"),
    "held_days": _lazy("Rate the holder of the last day if he held the firm"),
    "round_remind": _lazy("Remind of the rating after its opening"),
    "round_remind_before": _lazy("Remind of the rating before its end"),
    "replace": _lazy("Replace a specialist"),
    "barred": _lazy("Who was replaced does not come back for"),
    "finding": _lazy("Decide on a finding"),
    "statement": _lazy("Own statement before a finding"),
    "review": _lazy("Ask for a review of a finding"),
    "review_answer": _lazy("Answer a review"),
    "appeal": _lazy("Appeal after a review"),
    "appeal_answer": _lazy("Decide on an appeal"),
    "watch": _lazy("Watch over a firm after a replacement"),
    "complaint": _lazy("Answer a firm that feels retaliated against"),
}
UNITS = {
    "working_days": ngettext_lazy("%(n)s working day", "%(n)s working days", "n"),
    "days": ngettext_lazy("%(n)s day", "%(n)s days", "n"),
    "months": ngettext_lazy("%(n)s month", "%(n)s months", "n"),
    "hours": ngettext_lazy("%(n)s hour", "%(n)s hours", "n"),
    "minutes": ngettext_lazy("%(n)s minute", "%(n)s minutes", "n"),
    "times": ngettext_lazy("%(n)s time", "%(n)s times", "n"),
    "times_a_day": ngettext_lazy("%(n)s a day", "%(n)s a day", "n"),
    "firms": ngettext_lazy("%(n)s firm", "%(n)s firms", "n"),
}
COUNTED_IN = {
    "working_days": _lazy("in working days"),
    "days": _lazy("in calendar days"),
    "months": _lazy("in months"),
    "hours": _lazy("in hours"),
    "minutes": _lazy("in minutes"),
    "times": _lazy("how often"),
    "times_a_day": _lazy("how often a day"),
    "firms": _lazy("how many firms"),
}
GROUPS = (
    ("firm", _lazy("To the enterprise"), ("reply", "closing_time", "progress", "plan_days_max", "extend_before", "quiet_days")),
    ("work", _lazy("Specialist, departments, office"), (
        "whistle_cutoff", "report_in", "decline", "minutes", "claim", "claim_days", "visit", "duty_accept", "duty_ahead",
        "backdate_hours", "assign", "first_enterprise", "load_max",
        "measure_ending", "common_recent",
    )),
    ("answers", _lazy("What the enterprise says"), (
        "confirm", "confirm_reminder", "contest", "reopen_months", "disputes_to_office", "nudge_per_day",
    )),
    ("ladder", _lazy("Reminders and escalation"), ("remind_before", "escalate_head", "escalate_chief", "escalation_time", "instruction")),
    ("appraisal", _lazy("Evaluation, replacement, findings"), (
        "round_days", "held_days", "round_remind", "round_remind_before", "replace", "barred", "finding", "statement", "review",
        "review_answer", "appeal", "appeal_answer", "watch", "complaint")),
)  # fmt: skip
SOURCES = {
    "S": _lazy("as the system was published"),
    "C": _lazy("after another city's rule"),
    "D": _lazy("our decision"),
    "L": _lazy("law"),
}


# The rules that limits belong to, by their numbers in docs/rules.md.
RULES = {
    "R-01": _lazy("Every enterprise has one specialist"),
    "R-02": _lazy("Every cadre serves an enterprise"),
    "R-03": _lazy("One cadre, several enterprises"),
    "R-07": _lazy("One phone call"),
    "R-08": _lazy("Day and night"),
    "R-13": pgettext_lazy("rule", "Whistle"),
    "R-14": _lazy("Report in, decline"),
    "R-15": _lazy("Reply within three working days"),
    "R-33": _lazy("Departments claim"),
    "R-34": _lazy("No claim without a date"),
    "R-16": _lazy("What counts as a reply"),
    "R-19": pgettext_lazy("rule", "Progress"),
    "R-20": pgettext_lazy("rule", "Consultation"),
    "R-21": _lazy("Later date of a plan"),
    "R-22": _lazy("Lamps, reminders, nudges"),
    "R-26": _lazy("A complete explanation"),
    "R-27": _lazy("The firm confirms"),
    "R-28": pgettext_lazy("rule", "Reopen"),
    "R-41": _lazy("Policies explained"),
    "R-42": _lazy("Half-yearly rating"),
    "R-44": _lazy("Replacement without conditions"),
    "R-45": _lazy("Year record and protection"),
    "R-46": _lazy("Findings"),
    "R-48": _lazy("Review and appeal"),
    "N6": _lazy("Common matters"),
    "N10": _lazy("Zero silence"),
}


def rule_word(number: str) -> str:
    """三个工作日回复（R-15） / Reply within three working days (R-15)."""
    return _("{rule} ({number})").format(rule=RULES[number], number=number)


def limit_word(key: str) -> str:
    """回复企业 / Reply to the enterprise."""
    return str(NAMES[key])


def limit_value(key: str, value: int | str) -> str:
    """3 个工作日 / 3 working days; a time of day as it is."""
    unit = LIMITS[key].unit
    return str(value) if unit == "time_of_day" else amount(int(value), unit)


def amount(number: int, unit: str) -> str:
    """15 个工作日 / 15 working days."""
    return str(UNITS[unit] % {"n": number})


def source_word(mark: str) -> str:
    return str(SOURCES[mark])


def unit_word(unit: str) -> str:
    """个工作日 / in working days: the hint beside a number."""
    return str(COUNTED_IN[unit])
