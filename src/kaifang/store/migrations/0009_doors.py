"""How people come in: second factors, one-time links, personal tokens, logins.

Of a link and of a token only its use and its end may be set, and none goes.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from kaifang.store.triggers import guard, unguard

FROZEN = {
    "store_invitation": ("user_id", "kind", "digest", "made_at", "made_by", "ends_at"),
    "store_apitoken": ("user_id", "name", "scope", "mark", "digest", "made_at", "ends_at"),
}


def forbid(apps, schema_editor):
    for table, frozen in FROZEN.items():
        for statement in guard(schema_editor.connection.vendor, table, frozen=frozen):
            schema_editor.execute(statement, params=None)


def allow(apps, schema_editor):
    for table in FROZEN:
        for statement in unguard(schema_editor.connection.vendor, table):
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("otp_totp", "0003_add_timestamps"),
        ("store", "0008_posts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                (
                    "totpdevice_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="otp_totp.totpdevice",
                    ),
                ),
                ("sealed", models.CharField()),
            ],
            options={
                "abstract": False,
            },
            bases=("otp_totp.totpdevice",),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(choices=[("invite", "Invite"), ("reset", "Reset")])),
                ("digest", models.CharField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(blank=True)),
                ("ends_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField()),
                (
                    "scope",
                    models.CharField(choices=[("read", "Read"), ("read_write", "Read Write")]),
                ),
                ("mark", models.CharField()),
                ("digest", models.CharField(unique=True)),
                ("made_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="api_tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Login",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("session", models.CharField(blank=True)),
                ("began_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("address", models.CharField(blank=True)),
                ("device", models.CharField(blank=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logins",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user", "-seen_at"], name="store_login_user"),
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["session"],
                        name="store_login_session",
                    ),
                ],
            },
        ),
        migrations.RunPython(forbid, allow),
    ]
