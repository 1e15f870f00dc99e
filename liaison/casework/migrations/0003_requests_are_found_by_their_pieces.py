"""An index over the pieces of `rules.grams`, and what keeps it true whoever writes.

PostgreSQL: GIN over the pieces as lexemes, without its parser, which would cut them by the server's locale. SQLite: a full-text
table that reads the pieces from the requests (it keeps no copy) and three triggers. On both, a request that loses its text loses
the pieces of the text in the same statement.

SQLite drops a table's triggers when a later migration rebuilds it; that one then runs `index` of this module again.
"""

from django.db import migrations

from liaison.rules.grams import grams

TABLE, FOUND = "casework_servicerequest", "casework_requestgrams"
LEXEMES = "array_to_tsvector(string_to_array(grams, ' '))"  # as in `casework.search`

SQLITE = [
    f"CREATE VIRTUAL TABLE {FOUND} USING fts5"
    f"(grams, content='{TABLE}', content_rowid='id', tokenize='ascii', detail='none', columnsize=0)",
    f"CREATE TRIGGER grams_added AFTER INSERT ON {TABLE} WHEN new.grams <> '' "
    f"BEGIN INSERT INTO {FOUND}(rowid, grams) VALUES (new.id, new.grams); END",
    f"CREATE TRIGGER grams_gone AFTER DELETE ON {TABLE} WHEN old.grams <> '' "
    f"BEGIN INSERT INTO {FOUND}({FOUND}, rowid, grams) VALUES ('delete', old.id, old.grams); END",
    f"CREATE TRIGGER grams_changed AFTER UPDATE OF grams ON {TABLE} WHEN old.grams <> new.grams BEGIN "
    f"INSERT INTO {FOUND}({FOUND}, rowid, grams) SELECT 'delete', old.id, old.grams WHERE old.grams <> ''; "
    f"INSERT INTO {FOUND}(rowid, grams) SELECT new.id, new.grams WHERE new.grams <> ''; END",
    f"CREATE TRIGGER grams_erased AFTER UPDATE OF text_id ON {TABLE} WHEN new.text_id IS NULL AND old.text_id IS NOT NULL "
    f"BEGIN UPDATE {TABLE} SET grams = rtrim(substr(grams, 1, instr(grams || '|', '|') - 1)) WHERE id = new.id; END",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER IF EXISTS grams_{name}" for name in ("added", "gone", "changed", "erased")),
    f"DROP TABLE IF EXISTS {FOUND}",
]
POSTGRESQL = [
    # Kept out of the row: lists and counts read rows, never pieces.
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 512)",
    f"ALTER TABLE {TABLE} ALTER COLUMN grams SET STORAGE EXTERNAL",
    f"CREATE INDEX request_grams ON {TABLE} USING gin (({LEXEMES})) WITH (fastupdate = off)",
    "CREATE FUNCTION casework_grams_erased() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN NEW.grams := rtrim(split_part(NEW.grams, '|', 1)); RETURN NEW; END $$",
    f"CREATE TRIGGER grams_erased BEFORE UPDATE OF text_id ON {TABLE} FOR EACH ROW "
    "WHEN (NEW.text_id IS NULL AND OLD.text_id IS NOT NULL) EXECUTE FUNCTION casework_grams_erased()",
]
POSTGRESQL_BACK = [
    f"DROP TRIGGER IF EXISTS grams_erased ON {TABLE}",
    "DROP FUNCTION IF EXISTS casework_grams_erased()",
    "DROP INDEX IF EXISTS request_grams",
]


def _run(schema_editor, sqlite, postgresql):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """Requests from before: their number and their text as it stands."""
    requests = apps.get_model("casework", "ServiceRequest")
    for r in requests.objects.filter(grams="").select_related("text").iterator(chunk_size=1000):
        requests.objects.filter(pk=r.pk).update(grams=grams(r.number, r.text.text if r.text else ""))


def index(apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRESQL)


def unindex(apps, schema_editor):
    _run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_doors_links_extensions_attachments")]
    operations = [migrations.RunPython(index, unindex), migrations.RunPython(fill, migrations.RunPython.noop)]
