"""Where a person is called by the reminder desk."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0014_case_events"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="telephone",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
