"""Queries whose SQL is made once in a process: for the few statements that every page and act asks.

Django builds and compiles a query anew each time it is asked, which takes several times as long as the database's answer. A
prepared query is built once with slots where its values go; from then on only the values change.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection, Sequence
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import connections
from django.db.models import BigIntegerField, BooleanField, Expression, F, Field, Func, QuerySet

T = TypeVar("T")


class Slot(Expression):
    """The place of a value, by name; `field` turns the value into what its column holds. None equals nothing, as in SQL."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Prepared(Generic[T]):
    """A query as `build` writes it, whose rows are asked for again and again: `query(pk=3)`."""

    def __init__(self, build: Callable[[], QuerySet[Any, T]]) -> None:
        self._build, self._lock = build, Lock()
        self._ready: _Ready | None = None

    def __call__(self, **values: Any) -> list[T]:
        ready = self._ready or self._made_ready()
        compiler = copy.copy(ready.compiler)  # it belongs to one thread's connection
        compiler.connection = connections[ready.found.db]
        filled = [_value(one, values, compiler.connection) for one in ready.params]
        compiler.as_sql = lambda: (ready.sql, filled)
        compiler.get_converters = lambda _columns: ready.converters
        return list(_asked(ready.found, compiler))

    def _made_ready(self) -> _Ready:
        with self._lock:
            found = self._build()
            compiler = found.query.get_compiler(found.db)
            sql, params = compiler.as_sql()
            columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
            self._ready = _Ready(found, compiler, sql, params, compiler.get_converters(columns))
            return self._ready


class _Ready(NamedTuple):
    found: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]  # from what the driver gives to what a column means, by the column's place


ROWS_AT_ONCE = (
    25  # keys are asked for in so many, or twice, three times as many: few shapes of SQL for every length of list
)


class OneOf(Func):
    """Whether a column holds one of the keys that are given to slots."""

    output_field = BooleanField()

    def __init__(self, column: str, slots: Sequence[Slot]) -> None:
        super().__init__(F(column), *slots)

    def as_sql(self, compiler: Any, connection: Any, **_given: Any) -> tuple[str, tuple[Any, ...]]:  # type: ignore[override]
        (column, _none), *slots = (compiler.compile(one) for one in self.source_expressions)
        return f"{column} IN ({', '.join(sql for sql, _ in slots)})", tuple(
            one for _, params in slots for one in params
        )


class PreparedMany(Generic[T]):
    """A query of rows by a list of keys: `build` gets their slots, for `OneOf`; a slot that is left over repeats the last key.

    What else it needs to know has slots of its own and is given by name; without a key nothing is asked.
    """

    def __init__(
        self, build: Callable[[Sequence[Slot]], QuerySet[Any, T]], field: type[Field[Any, Any]] = BigIntegerField
    ) -> None:
        self._build, self._field, self._by_length = build, field, dict[int, Prepared[T]]()

    def __call__(self, keys: Collection[int] | Collection[str], **values: Any) -> list[T]:
        if not keys:
            return []
        wanted: list[Any] = [*keys]
        length = -(-len(wanted) // ROWS_AT_ONCE) * ROWS_AT_ONCE
        wanted += wanted[-1:] * (length - len(wanted))
        return self._of(length)(**{f"k{at}": key for at, key in enumerate(wanted)}, **values)

    def _of(self, length: int) -> Prepared[T]:
        if length not in self._by_length:
            slots = [Slot(f"k{at}", self._field()) for at in range(length)]
            self._by_length[length] = Prepared(lambda: self._build(slots))
        return self._by_length[length]


def _value(one: Any, values: dict[str, Any], connection: Any) -> Any:
    return one.output_field.get_db_prep_value(values[one.name], connection) if isinstance(one, Slot) else one


class _Compiled:
    """Stands where a query set looks for its query."""

    values_select = ()

    def __init__(self, compiler: Any) -> None:
        self._compiler = compiler

    def get_compiler(self, using: str) -> Any:
        return self._compiler


def _asked(found: QuerySet[Any, T], compiler: Any) -> QuerySet[Any, T]:
    """The same query set over SQL that is ready; what is prefetched is asked for as always."""
    asked: Any = type(found)(found.model, using=found.db)
    for name in ("_iterable_class", "_fields", "_prefetch_related_lookups", "_known_related_objects"):
        setattr(asked, name, getattr(found, name))
    asked._query = _Compiled(compiler)
    return asked
