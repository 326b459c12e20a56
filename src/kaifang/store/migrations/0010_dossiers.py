"""Submissions, dispatch, slips and tasks; what was done to them stays, and so do they."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

STAYING = (
    "store_submissionevent",
    "store_dispatchevent",
    "store_slipevent",
    "store_taskevent",
    "store_closing",
    "store_remark",
    "store_decision",
)
# What a dossier is about never changes; where it stands does.
FROZEN = {
    "store_submission": ("form", "org", "period", "pack", "opened_at"),
    "store_dispatch": ("pack", "period", "edition", "opened_at"),
    "store_slip": ("serial", "kind", "from_org", "to_org", "matter", "opened_at"),
    "store_task": ("pack", "law_task", "opened_at"),
}


def forbid(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in (*STAYING, *FROZEN):
        for statement in guard(vendor, table, frozen=FROZEN.get(table, ())):
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for table in (*STAYING, *FROZEN):
        for statement in unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0009_doors"),
    ]

    operations = [
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True)),
                ("pack", models.CharField()),
                ("serial", models.CharField(unique=True)),
                ("kind", models.CharField()),
                ("level", models.CharField(blank=True)),
                ("from_org", models.CharField()),
                ("to_org", models.CharField(db_index=True)),
                ("matter", models.CharField(blank=True)),
                ("title", models.TextField()),
                ("body", models.TextField(blank=True)),
                ("due", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField()),
                ("period", models.CharField()),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("pack_hash", models.CharField(blank=True)),
                ("data_version", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "period"), name="store_closing_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField()),
                ("rule", models.CharField()),
                ("org", models.CharField()),
                ("period", models.CharField()),
                ("verdict", models.CharField()),
                ("named", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("who", models.CharField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pack", "period", "rule"], name="store_decision_rule")
                ],
            },
        ),
        migrations.CreateModel(
            name="Dispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True)),
                ("pack", models.CharField()),
                ("period", models.CharField()),
                ("edition", models.PositiveIntegerField(default=1)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pack", "period", "edition"), name="store_dispatch_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField()),
                ("item", models.CharField()),
                ("org", models.CharField()),
                ("period", models.CharField()),
                ("problem", models.TextField(blank=True)),
                ("next_step", models.TextField(blank=True)),
                ("proposal", models.TextField(blank=True)),
                ("who", models.CharField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["pack", "period", "item"], name="store_remark_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True)),
                ("form", models.CharField()),
                ("org", models.CharField()),
                ("period", models.CharField()),
                ("pack", models.CharField()),
                ("level", models.CharField(blank=True)),
                ("content", models.CharField(blank=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "period", "org"), name="store_submission_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.CharField()),
                ("version", models.PositiveIntegerField(default=0)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(blank=True)),
                ("pack", models.CharField()),
                ("law_task", models.CharField(blank=True)),
                ("title", models.TextField()),
                ("lead", models.CharField(db_index=True)),
                ("owner", models.CharField(blank=True)),
                ("partners", models.JSONField(default=list)),
                ("start", models.DateField(null=True)),
                ("due", models.DateField(null=True)),
                ("source", models.JSONField(default=dict)),
                ("milestones", models.JSONField(default=list)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("law_task", ""), _negated=True),
                        fields=("pack", "law_task", "lead"),
                        name="store_task_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DispatchEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField()),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True)),
                ("org", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.dispatch",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "number"), name="store_dispatchevent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SlipEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField()),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True)),
                ("org", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.slip",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "number"), name="store_slipevent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField()),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True)),
                ("org", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "number"), name="store_submissionevent_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField()),
                ("at", models.DateTimeField()),
                ("who", models.CharField(blank=True)),
                ("org", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "content",
                    models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="store.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "number"), name="store_taskevent_once"
                    )
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
