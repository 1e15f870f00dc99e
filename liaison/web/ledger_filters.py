"""The filters of the ledger in its address, leniently read: what means nothing there is left out. And in words."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, fields
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from liaison.casework.filters import Filters
from liaison.rules.counting import CELLS
from liaison.rules.lamps import LAMPS
from liaison.rules.lifecycle import Channel, ClosedAs, Status
from liaison.speech import dates, statuses

LONGEST = 60
CODES: dict[str, Collection[str]] = {
    "status": [str(code) for code in Status], "lamp": LAMPS, "counted": CELLS, "closed_as": [str(code) for code in ClosedAs],
    "channel": [str(code) for code in Channel], "group": ("production", "life"),
}  # fmt: skip
NAMES = tuple(one.name for one in fields(Filters))


def read(given: QueryDict) -> Filters:
    found: dict[str, object] = {}
    for name in NAMES:
        value = ",".join(given.getlist(name)).replace("\x00", "").strip()[: 4 * LONGEST]
        if name in CODES:
            found[name] = ",".join(code for code in value.split(",") if code in CODES[name])
        elif name.endswith(("_from", "_to")):
            found[name] = _day(value)
        elif name == "urgent":
            found[name] = value == "1"
        else:
            found[name] = value[:LONGEST]
    return Filters(**found)  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def query_of(filters: Filters, **more: object) -> str:
    """Back into an address: only what narrows the list."""
    given = {name: "1" if value is True else value for name, value in {**asdict(filters), **more}.items() if value}
    return urlencode(given, safe=",")


def of_query(query: str) -> Filters:
    return read(QueryDict(query))


def said(filters: Filters, names: dict[str, str], today: date) -> list[tuple[str, str]]:
    """Each filter with its words, for chips that take it off again; `names` are those at hand, by filter."""
    words: dict[str, Callable[[str], str]] = {
        "status": statuses.status_word, "lamp": statuses.lamp_word, "counted": statuses.cell_word,
        "closed_as": statuses.closed_as_word, "channel": statuses.channel_word, "group": statuses.group_word,
    }  # fmt: skip
    found = []
    for name in NAMES:
        value = getattr(filters, name)
        if not value or name in ("q", "counted"):  # these two are seen elsewhere on the page
            continue
        if name == "session":
            found.append((name, _("From a gripe session")))
        elif name in words:
            found.append((name, _or(words[name](code) for code in value.split(","))))
        elif isinstance(value, date):
            found.append((name, _day_pattern(name).format(day=dates.day(value, today))))
        else:
            found.append((name, _("Urgent") if value is True else names.get(name, value)))
    return found


def _or(words: Iterable[str]) -> str:
    return " / ".join(words)


def _day_pattern(name: str) -> str:
    return {
        "raised_from": _("raised from {day}"), "raised_to": _("raised to {day}"),
        "closed_from": _("closed from {day}"), "closed_to": _("closed to {day}"),
    }[name]  # fmt: skip
