from django.db import migrations

REFUSED = "the record is append-only"

# SQLite: one trigger per act. A content row may go (erasure), but what is kept of it never changes.
SQLITE = [
    f"CREATE TRIGGER entry_no_update BEFORE UPDATE ON record_entry BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER entry_no_delete BEFORE DELETE ON record_entry BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
    f"CREATE TRIGGER content_no_update BEFORE UPDATE ON record_content BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS entry_no_update",
    "DROP TRIGGER IF EXISTS entry_no_delete",
    "DROP TRIGGER IF EXISTS content_no_update",
]
POSTGRESQL = [
    "CREATE FUNCTION record_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE ON record_entry "
    "FOR EACH ROW EXECUTE FUNCTION record_append_only()",
    "CREATE TRIGGER entry_no_truncate BEFORE TRUNCATE ON record_entry "
    "FOR EACH STATEMENT EXECUTE FUNCTION record_append_only()",
    "CREATE TRIGGER content_no_update BEFORE UPDATE ON record_content "
    "FOR EACH ROW EXECUTE FUNCTION record_append_only()",
]
POSTGRESQL_BACK = [
    "DROP TRIGGER IF EXISTS entry_no_change ON record_entry",
    "DROP TRIGGER IF EXISTS entry_no_truncate ON record_entry",
    "DROP TRIGGER IF EXISTS content_no_update ON record_content",
    "DROP FUNCTION IF EXISTS record_append_only()",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def fence(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def unfence(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_entries_chains_contents")]
    operations = [migrations.RunPython(fence, unfence)]
