from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("listen", "0009_how_results_are_weighted_and_shown")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("corrections", models.PositiveIntegerField()),
                ("newest", models.DateTimeField(null=True)),
                ("taught", models.JSONField(null=True)),
                ("curve", models.JSONField(default=list)),
                ("crossed", models.JSONField(default=dict)),
            ],
            options={"ordering": ["-pk"]},
        )
    ]
