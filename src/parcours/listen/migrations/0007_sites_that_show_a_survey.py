from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0007_review_invitations'),
    ]

    operations = [
        migrations.AddField(
            model_name='survey',
            name='sites',
            field=models.TextField(blank=True, verbose_name='sites that may show it'),
        ),
    ]
