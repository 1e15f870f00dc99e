"""Prepared queries say what the same query says when it is built anew, for every value and in every thread."""

from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, F, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from liaison.prepared import ROWS_AT_ONCE, OneOf, Prepared, PreparedMany, Slot
from liaison.registry.models import Account, Assignment
from tests.cast import Cast, assemble, at


def _people(login: object) -> QuerySet[Account]:
    return Account.objects.filter(login=login).select_related("department", "zone").annotate(again=F("login"))


def _served(since: object, person: object) -> QuerySet[Assignment, tuple[int, str]]:
    mine = Assignment.objects.filter(Q(specialist=person) | Q(stand_in=person), since__lte=since, until=None)
    return mine.order_by("pk").values_list("pk", "specialist__login")


def test_rows_are_those_of_the_query_with_its_joins_and_columns(cast: Cast):
    prepared = Prepared(lambda: _people(Slot("login", CharField())))
    for login in (cast.office.login, cast.specialist.login, "nobody"):
        fresh, found = list(_people(login)), prepared(login=login)
        assert [one.pk for one in found] == [one.pk for one in fresh]
        assert [(one.department, one.zone, one.again) for one in found] == [  # type: ignore[attr-defined]
            (one.department, one.zone, one.again)
            for one in fresh  # type: ignore[attr-defined]
        ]


def test_instants_are_given_as_the_column_holds_them_and_null_equals_nothing(cast: Cast):
    slots = Slot("since", DateTimeField()), Slot("person", BigIntegerField())
    prepared = Prepared(lambda: _served(*slots))
    since = Assignment.objects.filter(specialist=cast.specialist).latest("since").since
    for instant in (since, since - timedelta(days=400), at("2030-01-01 00:00")):
        for person in (cast.specialist.pk, cast.office.pk):
            assert prepared(since=instant, person=person) == list(_served(instant, person))
    assert prepared(since=since, person=cast.specialist.pk) and not prepared(since=since, person=None)


def test_the_sql_is_made_once(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    made = []
    made_by_django = SQLCompiler.as_sql

    def counted(self: SQLCompiler, *args: object, **kwargs: object) -> object:
        made.append(self)
        return made_by_django(self, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(SQLCompiler, "as_sql", counted)
    prepared = Prepared(lambda: _people(Slot("login", CharField())))
    assert [len(prepared(login=login)) for login in (cast.office.login, "nobody", cast.specialist.login)] == [1, 0, 1]
    assert len(made) == 1


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_over_its_own_connection():
    cast = assemble()
    prepared = Prepared(lambda: _people(Slot("login", CharField())))
    assert len(prepared(login=cast.office.login)) == 1  # made over this thread's connection
    found: dict[str, object] = {}

    def ask() -> None:
        try:
            found["rows"] = [one.login for one in prepared(login=cast.specialist.login)]
            found["connection"] = connection.connection
        finally:
            connection.close()

    asking = Thread(target=ask)
    asking.start()
    asking.join()
    assert found["rows"] == [cast.specialist.login] and found["connection"] is not connection.connection


def test_a_value_that_is_missing_is_an_error_and_no_query(cast: Cast):
    prepared = Prepared(lambda: _people(Slot("login", CharField())))
    with pytest.raises(KeyError):
        prepared(name=cast.office.login)


def test_many_are_found_by_lists_of_any_length(cast: Cast):
    prepared = PreparedMany(lambda keys: Account.objects.filter(OneOf("id", keys)).order_by("pk"))
    known = list(Account.objects.order_by("pk").values_list("pk", flat=True))
    for keys in ([], known[:1], known[:3], [*known, -1], known * ROWS_AT_ONCE):
        assert [one.pk for one in prepared(keys)] == sorted(set(keys) - {-1})
