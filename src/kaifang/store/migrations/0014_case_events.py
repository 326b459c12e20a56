"""Events of cases: they stay, with their batches; of what was set aside only the end is open."""

import django.db.models.deletion
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

FROZEN = {
    "store_eventbatch": (),
    "store_caseevent": (),
    "store_heldevent": (
        "source",
        "event",
        "process",
        '"case"',
        "why",
        "kept_hash",
        "held_hash",
        "body",
        "given_by",
        "who",
        "held_at",
    ),
}
# INSERT OR REPLACE of SQLite would take the row with the same name away, unseen by other triggers.
ONCE = """
CREATE TRIGGER store_caseevent_once BEFORE INSERT ON store_caseevent
WHEN EXISTS (SELECT 1 FROM store_caseevent WHERE source = NEW.source AND event = NEW.event)
BEGIN SELECT RAISE(ABORT, 'KF-STORE-001: records are only ever added (store_caseevent)'); END
"""


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table, frozen in FROZEN.items():
        for statement in guard(vendor, table, frozen=frozen):
            schema_editor.execute(statement, params=None)
    if vendor == "sqlite":
        schema_editor.execute(ONCE, params=None)


def allow(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in FROZEN:
        for statement in unguard(vendor, table):
            schema_editor.execute(statement, params=None)
    if vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS store_caseevent_once", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0013_audit_by_act"),
    ]

    operations = [
        migrations.CreateModel(
            name="EventBatch",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("recorded_at", models.DateTimeField()),
                ("first_event", models.BigIntegerField()),
                ("last_event", models.BigIntegerField()),
                ("root", models.CharField()),
                ("leaves", models.BinaryField()),
                ("given_by", models.CharField()),
                ("who", models.CharField(blank=True)),
                ("pack_hash", models.CharField(blank=True)),
                ("pack_version", models.CharField(blank=True)),
                ("audit", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HeldEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField()),
                ("event", models.CharField()),
                ("process", models.CharField()),
                ("case", models.CharField()),
                ("why", models.CharField()),
                ("kept_hash", models.CharField(blank=True)),
                ("held_hash", models.CharField()),
                ("body", models.TextField()),
                ("given_by", models.CharField()),
                ("who", models.CharField(blank=True)),
                ("held_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
                ("resolved_by", models.CharField(blank=True)),
                ("resolution", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("resolved_at", None)),
                        fields=["id"],
                        name="store_heldevent_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "event", "held_hash"), name="store_heldevent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseEvent",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("source", models.CharField()),
                ("event", models.CharField()),
                ("process", models.CharField()),
                ("case", models.CharField()),
                ("type", models.CharField()),
                ("occurred_at", models.DateTimeField()),
                ("announced_at", models.DateTimeField(null=True)),
                ("actor", models.CharField(blank=True)),
                ("on_behalf_of", models.CharField(blank=True)),
                ("org", models.CharField(blank=True)),
                ("sequence", models.BigIntegerField(null=True)),
                ("data", models.TextField()),
                ("amends", models.CharField(blank=True)),
                ("amends_source", models.CharField(blank=True)),
                ("hash", models.BinaryField()),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.eventbatch",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["process", "case"], name="store_caseevent_case")],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "event"), name="store_caseevent_once")
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
