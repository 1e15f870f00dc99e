"""Emptying the tables after a test that committed, although the record refuses to be changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db.backends.base.operations import BaseDatabaseOperations

_plainly = BaseDatabaseOperations.execute_sql_flush


def without_triggers(operations: BaseDatabaseOperations, sql_list: Sequence[str]) -> None:
    with _triggers_off(operations.connection):
        _plainly(operations, sql_list)


@contextmanager
def _triggers_off(connection) -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            try:
                yield
            finally:
                cursor.execute("SET session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)
