"""Write a migration again with each new table whole: fields, indexes and constraints in its CreateModel.

scripts/compact_migration.py APP NAME ...

Django splits foreign keys, indexes and constraints off into operations of their own, and each of these renders every related
model anew: to set up a database took ten seconds of computing, now a second or two. The tables come out the same.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import django
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter


def compacted(operations: list[Operation], app: str) -> list[Operation]:
    """New tables first, each after those it points at; then what changes tables that were there before."""
    made = {op.name_lower: op for op in operations if isinstance(op, CreateModel)}
    rest: list[Operation] = []
    for op in operations:
        if isinstance(op, CreateModel):
            continue
        table = made.get(getattr(op, "model_name_lower", ""))
        if table is None:
            rest.append(op)
        elif isinstance(op, AddField):
            table.fields.append((op.name, op.field))
        elif isinstance(op, AddIndex):
            table.options.setdefault("indexes", []).append(op.index)
        elif isinstance(op, AddConstraint):
            table.options.setdefault("constraints", []).append(op.constraint)
        else:
            raise SystemExit(f"{op.describe()}: a table that this migration makes should be made so from the start")
    return [*_in_order(made, app), *rest]


def _in_order(made: dict[str, CreateModel], app: str) -> list[Operation]:
    ordered: list[Operation] = []
    later: list[Operation] = []
    waiting = dict(made)
    while waiting:
        ready = [name for name, op in waiting.items() if not _points_at(op, app, waiting.keys() - {name})]
        if not ready:  # two tables point at each other: one of the keys comes afterwards
            later.append(_cut(waiting, app))
        ordered += [waiting.pop(name) for name in ready]
    return [*ordered, *later]


def _points_at(op: CreateModel, app: str, names: Iterable[str]) -> list[str]:
    """The fields of a new table that point at others of these."""
    wanted = {f"{app}.{name}" for name in names}
    keys = {name: field.remote_field.model for name, field in op.fields if field.remote_field}
    return [name for name, to in keys.items() if isinstance(to, str) and to.lower() in wanted]


def _cut(waiting: dict[str, CreateModel], app: str) -> AddField:
    for table, op in waiting.items():
        for place, (name, field) in enumerate(op.fields):
            if field.null and name in _points_at(op, app, waiting.keys() - {table}):
                del op.fields[place]
                return AddField(op.name, name, field)
    raise SystemExit(f"these tables point at each other: {', '.join(sorted(waiting))}")


def main(app: str, names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    loader = MigrationLoader(None)
    for name in names:
        migration = loader.disk_migrations[app, name]
        migration.operations = compacted(list(migration.operations), app)
        writer = MigrationWriter(migration, include_header=False)
        path = Path(writer.path)
        path.write_text(writer.as_string(), "utf-8")
        subprocess.run([Path(sys.executable).with_name("ruff"), "format", "-q", path], check=True)
        print(f"{path.name}: {len(migration.operations)} operations")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main(sys.argv[1], sys.argv[2:])
