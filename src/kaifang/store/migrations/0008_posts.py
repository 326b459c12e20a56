"""Posts; of a row only its end may be set, and none goes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

TABLE = "store_post"
FROZEN = (
    "user_id",
    "role",
    "org",
    "from_day",
    "deputy_for_id",
    "granted_at",
    "granted_by",
    "reason",
)


def forbid(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor, TABLE, frozen=FROZEN):
        schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor, TABLE):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0007_messages"),
    ]

    operations = [
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField()),
                ("org", models.CharField(blank=True)),
                ("from_day", models.DateField()),
                ("to_day", models.DateField(null=True)),
                ("granted_at", models.DateTimeField()),
                ("granted_by", models.CharField(blank=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "deputy_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deputies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["user", "from_day"], name="store_post_user")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_day", None),
                            ("to_day__gte", models.F("from_day")),
                            _connector="OR",
                        ),
                        name="store_post_ends_after_its_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deputy_for", None),
                            models.Q(("deputy_for", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="store_post_deputy_of_another",
                    ),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
