import django.db.models.deletion
import gehoor.demonstration.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('tenant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='Speech',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='speech', serialize=False, to='contacts.contact')),
                ('lines', models.JSONField(default=gehoor.demonstration.models._no_lines)),
            ],
        ),
        migrations.CreateModel(
            name='Year',
            fields=[
                ('tenant', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='organisation.tenant')),
                ('seed', models.BigIntegerField()),
                ('contacts', models.PositiveIntegerField()),
                ('ends_at', models.DateTimeField()),
                ('first_party', models.BigIntegerField()),
                ('built_from', models.DateField()),
                ('written', models.PositiveIntegerField(default=0)),
            ],
        ),
    ]
