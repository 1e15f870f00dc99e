"""One word for each code that screens and answers show."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext_lazy

STATUSES = {
    "raised": _lazy("Raised"),
    "in_hand": _lazy("With the specialist"),
    "whistled": _lazy("With the department"),
    "consulting": _lazy("In consultation"),
    "planned": _lazy("Planned"),
    "answered": _lazy("To be confirmed"),
    "closed": _lazy("Closed"),
    "out_of_scope": _lazy("Out of scope"),
    "withdrawn": _lazy("Withdrawn"),
}
SUMMONS_STATUSES = {
    "sent": _lazy("To report in"),
    "reported_in": _lazy("Reported in"),
    "declining": _lazy("Declined, to be decided"),
    "declined": _lazy("Declined"),
    "replied": _lazy("Replied"),
    "released": _lazy("Released"),
}
OUTCOMES = {"resolved": _lazy("Resolved"), "explained": _lazy("Explained"), "planned": _lazy("Date given")}
ENDINGS = {
    "confirmed": _lazy("Confirmed by the enterprise"),
    "by_phone": _lazy("Confirmed on the phone"),
    "silent": _lazy("Closed without an answer"),
    "disputed_final": _lazy("Closed, the enterprise disagrees"),
    "out_of_scope": _lazy("Out of scope"),
    "withdrawn": _lazy("Withdrawn"),
    "duplicate": _lazy("Closed as a duplicate"),
}
CELLS = {
    "solved": _lazy("Resolved"),
    "explained": _lazy("Explained"),
    "out_of_scope": _lazy("Out of scope"),
    "reopened": _lazy("Opened again"),
    "withdrawn": _lazy("Withdrawn"),
    "duplicate": _lazy("Duplicate"),
    "open": _lazy("In progress"),
}
CHANNELS = {
    "phone": _lazy("Phone call"),
    "visit": _lazy("Visit"),
    "group": _lazy("Chat group"),
    "gripe": _lazy("Gripe session"),
    "web": _lazy("Online"),
    "qr": _lazy("QR code"),
    "letter": _lazy("Letter"),
    "hotline": _lazy("Hotline"),
    "api": _lazy("By program"),
}
CHAT_GROUPS = {"liaison": _lazy("enterprises and zone"), "leaders": _lazy("leaders")}
CHAT_ROLES = {
    "host": pgettext_lazy("in a group", "Host"),
    "enterprise": pgettext_lazy("in a group", "Enterprise"),
    "specialist": pgettext_lazy("in a group", "Specialist"),
    "department": pgettext_lazy("in a group", "Department"),
    "leader": pgettext_lazy("in a group", "Leader"),
}
PARTS = {"lead": _lazy("lead"), "co": _lazy("joins")}
LAMPS = {
    "normal": _lazy("On time"),
    "due_soon": _lazy("Due soon"),
    "overdue": _lazy("Overdue"),
    "consulting": _lazy("In consultation"),
    "done": _lazy("Closed"),
}
EXEMPTIONS = {
    "leave": _lazy("Long leave"),
    "secondment": _lazy("Seconded"),
    "probation": _lazy("On probation"),
    "administrator": _lazy("Administrator"),
}
POSTS = {
    "principal": _lazy("principal"),
    "clerk": _lazy("clerk"),
    "head": _lazy("head"),
    "specialist": _lazy("specialist"),
    "chief": _lazy("chief specialist"),
    "leader": _lazy("leader"),
    "office": _lazy("committee office"),
    "evaluation": _lazy("evaluation"),
    "personnel": _lazy("personnel"),
    "discipline": _lazy("discipline"),
    "system": _lazy("system administrator"),
    "security": _lazy("security administrator"),
    "audit": _lazy("auditor"),
}
CAPACITIES = {
    **{code: word for code, word in POSTS.items() if code not in ("principal", "clerk", "head")},
    "enterprise": _lazy("enterprise"),
    "department": _lazy("department"),
    "duty_officer": _lazy("duty officer"),
    "visitor": _lazy("visitor"),
    "member": _lazy("department in the consultation"),
}
ENTERPRISE_STATUSES = {
    "settling": _lazy("Settling in"),
    "operating": _lazy("Operating"),
    "suspended": _lazy("Suspended"),
    "left": _lazy("Left the zone"),
}
# Written by hand or taken from a list: a code in here has its word, anything else stands for itself.
INDUSTRIES = {
    "electronics": _lazy("Electronics"),
    "equipment": _lazy("Equipment"),
    "food": _lazy("Food"),
    "furniture": _lazy("Furniture"),
    "logistics": _lazy("Logistics"),
    "materials": _lazy("Materials"),
    "medicine": _lazy("Pharmaceuticals"),
    "packaging": _lazy("Packaging"),
    "services": _lazy("Services"),
    "textiles": _lazy("Textiles"),
    "toys": _lazy("Toys"),
}
SIZES = {
    "L": pgettext_lazy("size of a firm", "Large"),
    "M": pgettext_lazy("size of a firm", "Medium"),
    "S": pgettext_lazy("size of a firm", "Small"),
    "XS": pgettext_lazy("size of a firm", "Micro"),
}
GROUPS = {
    "production": pgettext_lazy("category group", "Production"),
    "life": pgettext_lazy("category group", "Daily life"),
}


def status_word(code: str) -> str:
    """待确认 / To be confirmed."""
    return _word(STATUSES, code)


def summons_word(code: str) -> str:
    """待报到 / To report in."""
    return _word(SUMMONS_STATUSES, code)


def state_word(code: str) -> str:
    """The same where it may be either; no code means two things."""
    return _word(STATUSES if code in STATUSES else SUMMONS_STATUSES, code)


def outcome_word(code: str | None) -> str:
    """已解决 / Resolved; nothing while there is none."""
    return _word(OUTCOMES, code) if code else ""


def closed_as_word(code: str | None) -> str:
    return _word(ENDINGS, code) if code else ""


def cell_word(code: str) -> str:
    """已解决 / Resolved: what a request counts as in the ledger."""
    return _word(CELLS, code)


def channel_word(code: str) -> str:
    return _word(CHANNELS, code)


def part_word(code: str) -> str:
    return _word(PARTS, code)


def chat_group_word(code: str) -> str:
    return _word(CHAT_GROUPS, code)


def chat_role_word(code: str) -> str:
    return _word(CHAT_ROLES, code)


def lamp_word(code: str) -> str:
    return _word(LAMPS, code)


def post_word(code: str) -> str:
    return _word(POSTS, code)


def capacity_word(code: str) -> str:
    return _word(CAPACITIES, code)


def exemption_word(code: str) -> str:
    return _word(EXEMPTIONS, code)


def enterprise_status_word(code: str) -> str:
    return _word(ENTERPRISE_STATUSES, code)


def industry_word(code: str) -> str:
    """装备制造 / Equipment."""
    return str(INDUSTRIES.get(code, code))


def industry_code(word: str) -> str:
    """The code of a word as it is read on the screen; a new word stands for itself."""
    return next((code for code, known in INDUSTRIES.items() if str(known).lower() == word.strip().lower()), word)


def size_word(code: str) -> str:
    """大型 / Large."""
    return str(SIZES.get(code, code))


def group_word(code: str) -> str:
    return _word(GROUPS, code)


def _word(table: Mapping[str, object], code: str) -> str:
    return str(table[code])
