"""How many firms a value rests on; what is recorded already does not say."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0010_dossiers"),
    ]

    operations = [
        migrations.AddField(
            model_name="record",
            name="firms",
            field=models.IntegerField(null=True),
        ),
    ]
