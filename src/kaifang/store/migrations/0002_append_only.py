"""Forbid changing records in the database itself."""

from django.db import migrations

from kaifang.store.triggers import guard, unguard

TABLES = {
    "store_batch": {},
    "store_record": {},
    "store_splitround": {},
    "store_sourcetext": {},
    "store_packcontent": {"key": "sha256"},
    "store_installedpack": {
        "key": "hash",
        "frozen": ("hash", "pack", "version", "contents", "installed_at"),
    },
}


def forbid(apps, schema_editor):
    for table, options in TABLES.items():
        for statement in guard(schema_editor.connection.vendor, table, **options):
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for table in TABLES:
        for statement in unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(forbid, allow)]
