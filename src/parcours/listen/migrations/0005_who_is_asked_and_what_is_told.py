import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0004_surveys'),
        ('people', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('driver', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=120)),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('found', models.JSONField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('months', models.JSONField(default=dict)),
                ('members', models.JSONField(default=list)),
                ('quotes', models.JSONField(default=list)),
                ('risen', models.FloatField(blank=True, null=True)),
                ('first_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='merged', to='listen.topic')),
            ],
            options={
                'ordering': ['driver', '-count', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Trigger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('transactional', 'About something that happened'), ('relationship', 'About all of it'), ('review', 'Invitation to a public review'), ('mailing', 'Mailing')], default='transactional', max_length=16, verbose_name='kind')),
                ('rule', models.JSONField()),
                ('priority', models.SmallIntegerField(default=0, verbose_name='priority')),
                ('share', models.FloatField(default=1.0, validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)], verbose_name='share drawn')),
                ('quota', models.PositiveIntegerField(blank=True, null=True, verbose_name='about so many a week')),
                ('channel', models.CharField(default='email', max_length=20)),
                ('valid_days', models.PositiveSmallIntegerField(default=30, verbose_name='link valid for (days)')),
                ('expected', models.FloatField(editable=False, null=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='trigger', to='listen.survey')),
            ],
            options={
                'ordering': ['survey__name'],
            },
        ),
        migrations.CreateModel(
            name='Weighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('margins', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='weighting', to='listen.survey')),
            ],
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=80)),
                ('row', models.CharField(blank=True, max_length=80)),
                ('option', models.CharField(blank=True, max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('number', models.FloatField(null=True)),
                ('text', models.TextField(blank=True)),
                ('is_told', models.BooleanField(default=False)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='listen.response')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('response', 'question', 'row', 'option'), name='one_answer_a_field')],
            },
        ),
        migrations.CreateModel(
            name='Invited',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('customer_id', models.CharField(db_index=True, max_length=200)),
                ('case_id', models.CharField(blank=True, max_length=200)),
                ('opened', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('is_asked', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=16)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invited', to='listen.reviewinvitation')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('invitation', 'customer_id', 'opened'), name='one_invitation_each')],
            },
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Being sent'), ('sent', 'Sent'), ('bounced', 'Bounced'), ('failed', 'Could not be sent'), ('dropped', 'No longer wanted'), ('doubtful', 'Perhaps sent')], default='waiting', max_length=8)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('again_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('claimed_at', models.DateTimeField(blank=True, null=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.TextField(blank=True)),
                ('address', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.claim')),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sending', to='listen.invitation')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['state', 'again_at'], name='sending_due')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_id', models.CharField(db_index=True, max_length=200)),
                ('opened', models.DateTimeField()),
                ('event_id', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(db_index=True)),
                ('is_asked', models.BooleanField()),
                ('reason', models.CharField(blank=True, max_length=16)),
                ('spoke', models.JSONField(default=list)),
                ('earliest', models.DateTimeField(null=True)),
                ('probability', models.FloatField()),
                ('invitation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decision', to='listen.invitation')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='listen.survey')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['survey', '-at'], name='decision_by_survey')],
                'constraints': [models.UniqueConstraint(fields=('survey', 'customer_id', 'opened'), name='one_decision_an_occasion')],
            },
        ),
        migrations.AddConstraint(
            model_name='surveyversion',
            constraint=models.UniqueConstraint(fields=('survey', 'number'), name='one_definition_a_number'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['survey', 'state', 'completed_at'], name='response_counted'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['updated_at'], name='response_open'),
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('driver', 'key'), name='one_topic_a_key'),
        ),
    ]
