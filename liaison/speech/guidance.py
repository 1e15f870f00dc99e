"""The policy library in words: states, conditions, what a version changes, how it stands with what was cited (R-41)."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.guidance import Judged, State

from . import dates, statuses
from .lists import listed

STATES = {
    State.UPCOMING: _lazy("Not in force yet"),
    State.IN_FORCE: _lazy("In force"),
    State.ENDING: _lazy("Ends soon"),
    State.EXPIRED: _lazy("Run out"),
    State.REPEALED: _lazy("Repealed"),
    State.REPLACED: pgettext_lazy("policy", "Replaced"),
}
FILTERS = {
    "in_force": _lazy("In force"),
    "ending": _lazy("Ends soon"),
    "over": _lazy("No longer in force"),
    "upcoming": _lazy("Not in force yet"),
}
CHANGES = {
    "points": _lazy("what it says"),
    "industries": _lazy("industries"),
    "sizes": _lazy("size of firms"),
    "statuses": _lazy("status of firms"),
    "valid_until": _lazy("last day"),
    "title": _lazy("title"),
    "issuer": _lazy("issuer"),
    "document": _lazy("document number"),
}
ASKED = {"industry": _lazy("Industry"), "size": _lazy("Size"), "status": _lazy("Status")}
VERDICTS = {
    "met": _lazy("met"),
    "not_met": _lazy("not met"),
    "unknown": _lazy("not known: your file does not say"),
}
STALE = {
    State.EXPIRED: _lazy("has run out since, on %(day)s"),
    State.REPEALED: _lazy("was repealed since, on %(day)s"),
    State.REPLACED: _lazy("was replaced since, on %(day)s"),
}


def title_of(title: Mapping[str, str]) -> str:
    """《…》 / the English title, where there is one."""
    if title["en"] and (get_language() or "").startswith("en"):
        return title["en"]
    return f"《{title['zh']}》"


def state_word(state: str) -> str:
    return str(STATES[State(state)])


def filter_word(code: str) -> str:
    return str(FILTERS[code])


def change_word(what: str) -> str:
    return str(CHANGES[what])


def validity(first: date, last: date | None) -> str:
    """2020年1月1日至2020年12月31日 / 1 Jan 2020 to 31 Dec 2020; without an end: 2020年1月1日起."""
    if last is None:
        return _("from {first} on").format(first=dates.day(first))
    return _("{first} to {last}").format(first=dates.day(first), last=dates.day(last))


def stale(state: str, since: date) -> str:
    """此后已于2021年1月1日被新版本替代 / was replaced since, on 1 Jan 2021: said of what an answer cites."""
    return str(STALE[State(state)]) % {"day": dates.day(since)}


def wanted_words(what: str, codes: Iterable[str]) -> str:
    """装备制造、食品 / Equipment, Food."""
    return listed(_coded(what, code) for code in codes)


def _coded(what: str, code: str) -> str:
    match what:
        case "industry" | "industries":
            return statuses.industry_word(code)
        case "size" | "sizes":
            return statuses.size_word(code)
        case "status" | "statuses":
            return statuses.enterprise_status_word(code)
        case "valid_until":
            return dates.day(date.fromisoformat(code)) if code else _("open-ended")
    return code


def condition(one: Judged) -> tuple[str, str, str]:
    """What is asked of, which values do, and what the firm has with the verdict: 行业 · 装备制造 · 食品，不符合."""
    verdict = str(VERDICTS[one.verdict])
    has = _coded(one.what, one.has) if one.has else ""
    return (
        str(ASKED[one.what]),
        wanted_words(one.what, one.wanted),
        _("{has}: {verdict}").format(has=has, verdict=verdict) if has else verdict,
    )


def changed_words(what: str, codes: Iterable[str]) -> list[str]:
    """Each value that came or went."""
    return [_coded(what, code) for code in codes]
