"""Forbid changing the audit chain in the database itself."""

from django.db import migrations

from kaifang.store.triggers import guard, unguard

TABLE = "store_auditentry"


def forbid(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0004_audit")]
    operations = [migrations.RunPython(forbid, allow)]
