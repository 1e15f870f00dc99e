"""What is wrong with the shape of an input, field by field, in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy
from pydantic import ValidationError

from .lists import listed

FIELDS = {
    "decision": _lazy("Decision"),
    "reasons": _lazy("Reasons"),
    "hearing_at": _lazy("Day and time of the hearing"),
    "replacement": _lazy("Replacement"),
    "wish": _lazy("Whom you would like"),
    "item": pgettext_lazy("gripe", "Item"),
    "part": _lazy("Part"),
    "phrase": _lazy("Opening phrase"),
    "again": _lazy("Once more"),
    "claim_days": _lazy("Working days for a claim"),
    "starts_at": _lazy("Begins"),
    "accept": _lazy("Decision"),
    "agree": _lazy("Decision"),
    "duties": _lazy("Who does what"),
    "duty": _lazy("Duty"),
    "meets_at": _lazy("Day and time"),
    "members": _lazy("Who sits in it"),
    "met_at": _lazy("Held on"),
    "outside": _lazy("From outside the zone"),
    "why": _lazy("Why a consultation"),
    "address": _lazy("Address"),
    "arrived_at": _lazy("Time of arrival"),
    "deputy": _lazy("Deputy"),
    "handover_hour": _lazy("Hour of handing over"),
    "officer": _lazy("Officer on duty"),
    "people": _lazy("On duty in turn"),
    "promised_at": _lazy("Time of the visit"),
    "raises": _lazy("Raise it as a request"),
    "request": _lazy("Number of the request"),
    "requests": _lazy("Requests"),
    "others": _lazy("Numbers of the others"),
    "enterprises": _lazy("Enterprises"),
    "result": _lazy("Findings"),
    "shift": pgettext_lazy("duty", "Shift"),
    "weeks": _lazy("Weeks"),
    "who": _lazy("Who did not come"),
    "anyway": _lazy("Another enterprise"),
    "alternative": _lazy("Alternative"),
    "answer": _lazy("Answer"),
    "answer_by": _lazy("Answer by"),
    "addressee": _lazy("Who answers"),
    "at": _lazy("When"),
    "evidence": _lazy("Paper that shows it"),
    "kind": _lazy("Kind"),
    "liaison": _lazy("Liaison"),
    "parties": _lazy("Whom outside the zone"),
    "party": _lazy("With whom"),
    "called": _lazy("Name in the messenger"),
    "role": _lazy("Role"),
    "said_at": _lazy("Said at"),
    "ask": _lazy("What to do"),
    "asks": _lazy("What each department is to do"),
    "baseline": _lazy("What it usually takes"),
    "basis": _lazy("Basis"),
    "by_mail": _lazy("Notices by mail too"),
    "category": _lazy("Category"),
    "channel": _lazy("Channel"),
    "co": _lazy("Who usually joins"),
    "code": _lazy("Code"),
    "contact": _lazy("Whom to ask"),
    "credit_code": _lazy("Credit code"),
    "day": _lazy("Day"),
    "department": _lazy("Department"),
    "departments": _lazy("Departments"),
    "email": _lazy("Mail address"),
    "for_department": _lazy("For my whole department"),
    "enterprise": _lazy("Enterprise"),
    "effective_on": _lazy("In force from"),
    "external": _lazy("Outside the zone"),
    "firm": _lazy("Enterprise"),
    "first_day": _lazy("First day"),
    "from": _lazy("First day"),
    "group": _lazy("Company group"),
    "industry": _lazy("Industry"),
    "internal": _lazy("Internal note"),
    "into": _lazy("Number of the lead request"),
    "last_day": _lazy("Last day"),
    "lead": _lazy("Who usually leads"),
    "login": _lazy("Login"),
    "months": _lazy("Months"),
    "name": _lazy("Name"),
    "name_en": _lazy("English name"),
    "name_zh": _lazy("Name"),
    "need_by": _lazy("Needed by"),
    "next_department": _lazy("Next department"),
    "next_progress_on": _lazy("Date of the next progress note"),
    "occurred_at": _lazy("Time of the call"),
    "outcome": _lazy("Result"),
    "phone": _lazy("Phone"),
    "place": _lazy("Place"),
    "position": _lazy("Place in the list"),
    "post": _lazy("Post"),
    "posts": _lazy("Posts"),
    "query": _lazy("Filters"),
    "reason": _lazy("Reason"),
    "reference": _lazy("Number of the sheet"),
    "resolve_by": _lazy("Date given"),
    "size": _lazy("Size"),
    "specialist": _lazy("Specialist"),
    "status": _lazy("Status"),
    "substitute": _lazy("Stands in"),
    "suggest": _lazy("Suggested department"),
    "short": _lazy("Short form"),
    "target_on": _lazy("Target"),
    "template": _lazy("Formalities"),
    "text": _lazy("Text"),
    "year": _lazy("Year"),
    "half": _lazy("Half-year that is rated"),
    "opens_on": _lazy("Opens on"),
    "closes_on": _lazy("Closes on"),
    "verdict": _lazy("Vote"),
    "second": _lazy("Login of the second person"),
    "title": _lazy("Title"),
    "what": _lazy("What is to be done"),
    "unit": _lazy("Organisation"),
    "due_on": _lazy("Due on"),
    "until": _lazy("Later date"),
    "to": _lazy("Last day"),
    "urgent": _lazy("Urgent"),
    "values": _lazy("Values"),
    "categories": _lazy("Kinds of requests"),
    "cites": _lazy("Policies cited"),
    "document": _lazy("Document number"),
    "documents": _lazy("Papers"),
    "industries": _lazy("Industries"),
    "issued_on": _lazy("Issued on"),
    "issuer": _lazy("Issuer"),
    "measure": _lazy("Policy"),
    "number": _lazy("Number"),
    "points_en": _lazy("Points in English"),
    "points_zh": _lazy("Points"),
    "repealed_by": _lazy("By what"),
    "repealed_on": _lazy("Repealed from"),
    "sizes": _lazy("Size of firms"),
    "source": _lazy("Source"),
    "statuses": _lazy("Status of firms"),
    "title_en": _lazy("English title"),
    "title_zh": _lazy("Policy title"),
    "valid_from": _lazy("Valid from"),
    "valid_until": _lazy("Last day in force"),
    "where": _lazy("Where to go instead"),
}
SENTENCES = {
    "missing": _lazy("Please fill in: %(field)s."),
    "too_short": _lazy("%(field)s: at least %(bound)s characters, there are %(given)s."),
    "too_long": _lazy("%(field)s: at most %(bound)s characters, there are %(given)s."),
    "too_many": _lazy("%(field)s: at most %(bound)s entries, there are %(given)s."),
    "not_text": _lazy("%(field)s: please write text."),
    "not_yes_or_no": _lazy("%(field)s: please say yes or no (true or false)."),
    "not_a_number": _lazy("%(field)s: please write a whole number."),
    "not_a_list": _lazy("%(field)s: please send a list."),
    "not_an_object": _lazy("%(field)s: please send named values."),
    "not_a_choice": _lazy("%(field)s: please choose one of the values offered."),
    "not_an_instant": _lazy("%(field)s: please write a date or time such as 2020-09-29 or 2020-09-29 17:30."),
    "unknown_field": _lazy("There is no field “%(field)s” here. Please check its spelling."),
    "wrong_form": _lazy("%(field)s: this cannot be used as it is written."),
    "not_json": _lazy("This is not valid JSON. Please check what was sent."),
}
FORMS = {
    "credit_code": _lazy("A credit code has 18 digits and capital letters."),
    "phone": _lazy("A phone number has digits, spaces, “+” and “-” only."),
    "login": _lazy("A login has small letters, digits, “.”, “-” and “_”, and begins with a letter or a digit."),
}
CHOICES = _lazy("%(field)s: please choose one of %(choices)s.")

# What pydantic calls it -> what we call it, for ever.
CODES = {
    "missing": "missing",
    "string_too_short": "too_short",
    "too_short": "too_short",
    "string_too_long": "too_long",
    "too_long": "too_many",
    "string_type": "not_text",
    "string_unicode": "not_text",
    "bool_type": "not_yes_or_no",
    "bool_parsing": "not_yes_or_no",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_parsing_size": "not_a_number",
    "int_from_float": "not_a_number",
    "list_type": "not_a_list",
    "dict_type": "not_an_object",
    "model_type": "not_an_object",
    "model_attributes_type": "not_an_object",
    "literal_error": "not_a_choice",
    "string_pattern_mismatch": "wrong_form",
    "extra_forbidden": "unknown_field",
    "invalid_key": "unknown_field",
    "json_invalid": "not_json",
    "json_type": "not_json",
}
INSTANT = re.compile(r"date(time)?_|timezone_|time_")


@dataclass(frozen=True)
class ShapeError:
    field: str  # "asks.JSJ"; empty for the input as a whole
    code: str
    sentence: str


def shape_errors(error: ValidationError | Sequence[Mapping[str, Any]]) -> list[ShapeError]:
    """Every fault of an input; `error` is pydantic's own or the list of its details."""
    faults = error.errors(include_url=False) if isinstance(error, ValidationError) else error
    return [_shape_error(fault) for fault in faults]


def field_word(name: str) -> str:
    """需要的日期 / Needed by; a name nobody knows stands for itself."""
    return str(FIELDS.get(name, name))


def _shape_error(fault: Mapping[str, Any]) -> ShapeError:
    field = ".".join(str(step) for step in fault["loc"])
    code = _code(fault)
    return ShapeError(field, code, _sentence(code, field, fault))


def _code(fault: Mapping[str, Any]) -> str:
    kind, given = fault["type"], fault.get("input")
    if kind == "value_error":
        own = str(fault.get("ctx", {}).get("error", ""))
        return own if own in SENTENCES else "wrong_form"
    if INSTANT.match(kind):
        return "missing" if given is None else "not_an_instant"
    if (kind.endswith("too_short") or kind == "string_pattern_mismatch") and not _length(fault):
        return "missing"
    if kind == "too_long" and isinstance(given, str):
        return "too_long"  # pydantic counts "items" of a text that was tidied first
    return CODES.get(kind, "wrong_form")


def _sentence(code: str, field: str, fault: Mapping[str, Any]) -> str:
    first = field.split(".")[0]
    if code == "wrong_form" and first in FORMS:
        return str(FORMS[first])
    context = fault.get("ctx", {})
    words = {
        # An unknown name comes from outside: a piece of it is enough to find it again.
        "field": field_word(first)[:60] if first else str(_lazy("Input")),
        "bound": context.get("max_length", context.get("min_length")),
        "given": _length(fault),
    }
    choices = re.findall(r"'([^']*)'", str(context.get("expected", "")))
    if code == "not_a_choice" and choices:
        return str(CHOICES) % {**words, "choices": listed(choices)}
    return str(SENTENCES[code]) % words


def _length(fault: Mapping[str, Any]) -> int:
    """How much there was, counted after tidying where pydantic says so."""
    given = fault.get("input")
    counted: int = fault.get("ctx", {}).get("actual_length", len(given) if isinstance(given, str | list | dict) else 0)
    return counted
