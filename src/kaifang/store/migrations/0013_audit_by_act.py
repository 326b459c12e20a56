"""The audit is asked by act too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0012_links_asked"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(fields=["act", "id"], name="store_audit_act"),
        ),
    ]
