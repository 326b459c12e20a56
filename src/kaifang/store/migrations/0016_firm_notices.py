"""Notices to firms, alarms of cases; hooks of an organisation's own, and what they are told."""

import django.db.models.deletion
from django.db import migrations, models

RUNG = ("process", "case", "clock", "rung", "generation", "extended")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0015_telephones"),
    ]

    operations = [
        migrations.AddField(
            model_name="hook",
            name="org",
            field=models.CharField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="data",
            field=models.JSONField(null=True),
        ),
        migrations.CreateModel(
            name="CaseAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("process", models.CharField()),
                ("case", models.CharField()),
                ("clock", models.CharField()),
                ("rung", models.CharField()),
                ("generation", models.PositiveIntegerField()),
                ("extended", models.PositiveIntegerField(default=0)),
                ("org", models.CharField(blank=True)),
                ("rung_at", models.DateTimeField()),
                ("told", models.PositiveIntegerField(default=0)),
                ("opened", models.CharField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=RUNG, name="store_casealarm_once")],
            },
        ),
        migrations.CreateModel(
            name="FirmNotice",
            fields=[
                ("id", models.CharField(primary_key=True, serialize=False)),
                ("key", models.CharField(unique=True)),
                ("process", models.CharField()),
                ("notice", models.CharField()),
                ("case", models.CharField()),
                ("source", models.CharField()),
                ("event", models.CharField()),
                ("org", models.CharField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("fault", models.CharField(blank=True)),
                ("firm", models.CharField(blank=True)),
                ("name", models.CharField(blank=True)),
                ("subject", models.CharField(blank=True)),
                ("to", models.CharField(blank=True)),
                ("told", models.JSONField(default=dict)),
                ("sent_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.CharField(blank=True)),
                (
                    "message",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="store.message",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["process", "case"], name="store_firmnotice_case"),
                    models.Index(fields=["to", "-opened_at"], name="store_firmnotice_to"),
                ],
            },
        ),
    ]
