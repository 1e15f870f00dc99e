"""Finding requests by words in number, firm, its pinyin initials or text; two Chinese characters are enough, and one is.

Number and text are found through an index of their two-character pieces (`rules.grams`, migration 0003), which each engine keeps
in its own way; a longer word is then looked up in the text itself, so that every hit is one. Firms are few: their names are
compared first, so that a new name is found at once and no request has to be written for it.
"""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, F, Func, Q, QuerySet

from liaison.registry.models import Enterprise
from liaison.rules.grams import Asked, asked

from .models import ServiceRequest

WORDS = 5  # of a query; more say nothing more


def words_of(query: str) -> list[str]:
    return query.split()[:WORDS]


class FirmsNamed:
    """The firms that words mean: a piece of the name, or the beginning of the initials; one statement for all the words."""

    def __init__(self, zone_id: int, queries: Iterable[str]) -> None:
        self._zone, self._words = zone_id, {word.lower() for query in queries for word in words_of(query)}

    def __call__(self, word: str) -> list[int]:
        lower = word.lower()
        return [
            pk for pk, zh, en, initials in self._known
            if lower in zh.lower() or lower in en.lower() or initials.lower().startswith(lower)
        ]  # fmt: skip

    @cached_property
    def _known(self) -> list[tuple[int, str, str, str]]:
        wanted = Q(pk=None)
        for word in sorted(self._words):
            wanted |= Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(initials__istartswith=word)
        rows = Enterprise.objects.filter(wanted, zone=self._zone)
        return list(rows.values_list("pk", "name_zh", "name_en", "initials"))


def matching(
    found: QuerySet[ServiceRequest], query: str, zone_id: int, firms: FirmsNamed | None = None
) -> QuerySet[ServiceRequest]:  # fmt: skip
    """The rows of `found` that hold every word of the query; one statement now, for `firms`, unless they are at hand."""
    firms = firms or FirmsNamed(zone_id, [query])
    for word in words_of(query):
        found = found.filter(_in_number_or_text(word) | Q(enterprise__in=firms(word)))
    return found


def _in_number_or_text(word: str) -> Any:
    how = asked(word)
    holds = Holds(how) if how.whole or how.beginnings else None
    if holds is not None and how.proves:
        return Q(holds)
    how_compared = "icontains" if word.lower() != word.upper() else "contains"  # dearer, and for Chinese the same
    stands_there = Q(number__contains=word) | Q(**{f"text__text__{how_compared}": word})
    return Q(holds) & stands_there if holds is not None else stands_there


class Holds(Func):
    """Whether a request's pieces hold what is asked; the piece index answers, no row is read for it."""

    output_field = BooleanField()

    def __init__(self, how: Asked) -> None:
        super().__init__(F("grams"), F("pk"))
        self.how = how

    def as_postgresql(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        grams, params = compiler.compile(self.source_expressions[0])
        terms = [f"'{piece}'" for piece in self.how.whole] + [f"'{one}':*" for one in self.how.beginnings]
        return f"array_to_tsvector(string_to_array({grams}, ' ')) @@ %s::tsquery", (*params, " & ".join(terms))

    def as_sqlite(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:
        pk, params = compiler.compile(self.source_expressions[1])
        terms = [f'"{piece}"' for piece in self.how.whole] + [f'"{one}" *' for one in self.how.beginnings]
        found = "SELECT rowid FROM casework_requestgrams WHERE casework_requestgrams MATCH %s"
        return f"{pk} IN ({found})", (*params, " AND ".join(terms))
