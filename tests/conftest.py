"""What all tests share: which engine a test runs on, clean tables, and no value of one test left for the next."""

import os
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models.query_utils import DeferredAttribute
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import settings

from liaison import clock
from tests import emptying
from tests.cast import Cast, assemble, at

# A busy machine is no failure; CI tries the same examples each time, a developer's machine new ones.
settings.register_profile("liaison", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("liaison")

# Whole files are handed to the processes in this order: what takes longest begins first, so that nobody waits for it at the end.
LONGEST_FIRST = (
    "tests/demo/test_story",
    "tests/browser",
    "tests/cli",
    "tests/faults",
    "tests/test_permissions",
    "tests/api/test_moves",
)

NEVER_SHOWN = {"grams"}  # columns that only an index reads

DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what uses the database; leave out, on SQLite, what is about PostgreSQL itself."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        case = getattr(item, "cls", None)
        if item.get_closest_marker("django_db") or names & DATABASE_FIXTURES or _is_database_case(case):
            item.add_marker(pytest.mark.uses_db)
    items.sort(
        key=lambda item: next(
            (n for n, name in enumerate(LONGEST_FIRST) if item.nodeid.startswith(name)), len(LONGEST_FIRST)
        )
    )
    if connection.vendor == "sqlite":
        elsewhere = [item for item in items if item.get_closest_marker("postgres")]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if not item.get_closest_marker("postgres")]


def _is_database_case(case: type | None) -> bool:
    return isinstance(case, type) and issubclass(case, TransactionTestCase)


@pytest.fixture(autouse=True, scope="session")
def _record_can_be_emptied() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", emptying.without_triggers)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_column_is_fetched_by_itself() -> Iterator[None]:
    """Lists read the columns they show; one more would cost a statement for each row, so asking for it fails."""
    fetched = DeferredAttribute.__get__

    def get(self: Any, instance: Any, cls: Any = None) -> Any:
        missing = instance is not None and self.field.attname not in instance.__dict__
        assert not missing or self.field.attname in NEVER_SHOWN, f"{cls.__name__}.{self.field.attname} was not read"
        return fetched(self, instance, cls)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DeferredAttribute, "__get__", get)
        yield


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    """The product's default; a test that wants English says so."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture(autouse=True)
def _no_counted_guesses(request: pytest.FixtureRequest) -> None:
    """Rate limits are counted in the cache; it starts empty for each test that signs in."""
    if {"client", "db"} <= set(request.fixturenames):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    """The named people in an otherwise empty zone."""
    return assemble()


@pytest.fixture
def now_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], datetime]:
    """Set what the business clock shows: now_is("2020-09-28 10:24")."""

    def show(text: str) -> datetime:
        instant = at(text)
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return show
