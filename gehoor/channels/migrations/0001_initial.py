import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EntranceSecret',
            fields=[
                ('entrance', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='secret', serialize=False, to='organisation.entrance')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='submission', serialize=False, to='contacts.contact')),
                ('key', models.UUIDField(unique=True)),
                ('text', models.TextField()),
                ('name', models.CharField(blank=True, max_length=200)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=40)),
                ('sender', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['sender', 'sent_at'], name='submissions_of_sender')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200)),
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='call', to='contacts.contact')),
                ('entrance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.entrance')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('entrance', 'key'), name='call_once')],
            },
        ),
    ]
