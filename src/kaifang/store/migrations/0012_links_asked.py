"""A link that one administrator asks for and another hands out; the column stays as it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0011_firms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitation",
            name="kind",
            field=models.CharField(
                choices=[("invite", "Invite"), ("reset", "Reset"), ("asked", "Asked")]
            ),
        ),
    ]
