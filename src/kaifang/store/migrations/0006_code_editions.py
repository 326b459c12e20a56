"""Full code lists that were imported; like every record they stay."""

import django.db.models.deletion
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

TABLE = "store_codeedition"


def forbid(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0005_audit_stays")]
    operations = [
        migrations.CreateModel(
            name="CodeEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField()),
                ("edition", models.CharField()),
                ("count", models.IntegerField()),
                ("map_id", models.CharField(blank=True)),
                ("who", models.CharField(blank=True)),
                ("added_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.storedfile",
                    ),
                ),
                (
                    "received",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.storedfile",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["list", "edition"], name="store_codeedition_key")],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
