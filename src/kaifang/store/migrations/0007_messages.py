"""Jobs, messages, where they are sent and what became of it; what was sent or read stays so."""

import django.db.models.deletion
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

TABLES = ("store_message", "store_messageread", "store_delivery")


def forbid(apps, schema_editor):
    for table in TABLES:
        for statement in guard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for table in TABLES:
        for statement in unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0006_code_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("webhook", "Webhook"),
                            ("dingtalk", "Dingtalk"),
                            ("wecom", "Wecom"),
                        ]
                    ),
                ),
                ("url", models.CharField()),
                ("secret", models.CharField(blank=True)),
                ("events", models.JSONField()),
                ("active", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True)),
                ("stopped_at", models.DateTimeField(null=True)),
                ("stopped_reason", models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField()),
                ("payload", models.JSONField()),
                ("key", models.CharField(unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "Leased"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ],
                        default="waiting",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("next_at", models.DateTimeField()),
                ("leased_by", models.CharField(blank=True)),
                ("last_error", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "leased"))),
                        fields=["next_at", "id"],
                        name="store_job_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.CharField(primary_key=True, serialize=False)),
                ("key", models.CharField(unique=True)),
                ("kind", models.CharField()),
                ("to_user", models.CharField(blank=True)),
                ("to_org", models.CharField(blank=True)),
                ("title_zh", models.TextField()),
                ("title_en", models.TextField()),
                ("body_zh", models.TextField(blank=True)),
                ("body_en", models.TextField(blank=True)),
                ("link", models.CharField(blank=True)),
                ("by", models.CharField(blank=True)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["to_user", "-at"], name="store_message_user"),
                    models.Index(fields=["to_org", "-at"], name="store_message_org"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_user", ""), ("to_org", ""), _connector="XOR"),
                        name="store_message_one_receiver",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("attempt", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("delivered", "Delivered"),
                            ("again", "Again"),
                            ("failed", "Failed"),
                            ("stopped", "Stopped"),
                        ]
                    ),
                ),
                ("status", models.PositiveIntegerField(null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "hook",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="store.hook",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MessageRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("user", models.CharField()),
                ("at", models.DateTimeField()),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reads",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "user"), name="store_messageread_once"
                    )
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
