"""Counting requests by the cells of `rules.counting`: a number is always that of the list with the same filters."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Count, IntegerField, QuerySet, Subquery

from liaison.registry.models import Zone
from liaison.rules.counting import CELLS, Standing, cell_of

from .models import ServiceRequest

Key = TypeVar("Key")
CAP = 1000  # a counter beside a list stops here: "999+"


def cells(found: QuerySet[ServiceRequest]) -> dict[str, int]:
    """How many requests are in each cell; one statement, grouped by what decides the cell."""
    grouped = found.order_by().values_list("status", "outcome", "closed_as")
    counts = dict.fromkeys(CELLS, 0)
    for status, outcome, how, n, undone in grouped.annotate(n=Count("*"), undone=Count("undone_closing_at")):
        counts[cell_of(Standing(status, outcome, how, False))] += n - undone
        counts[cell_of(Standing(status, outcome, how, True))] += undone
    return counts


class Counted(Subquery):
    """How many rows a query has, as a value of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def counted(zone_id: int, queries: Mapping[Key, QuerySet[Any]], cap: int | None = None) -> dict[Key, int]:
    """The lengths of several queries in one statement, each by its own index and, with a cap, read no further than that."""
    return values(zone_id, {key: counter(query, cap) for key, query in queries.items()})


def counter(query: QuerySet[Any], cap: int | None = None) -> Subquery:
    return Counted(query.order_by().values("pk")[:cap])


def values(zone_id: int, asked: Mapping[Key, Subquery]) -> dict[Key, Any]:
    """Several values in one statement."""
    row = Zone.objects.filter(pk=zone_id).annotate(**{f"n_{at}": one for at, one in enumerate(asked.values())})
    found = row.values_list(*(f"n_{at}" for at in range(len(asked)))).get()
    return dict(zip(asked, found, strict=True))
