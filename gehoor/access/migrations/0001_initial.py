import django.db.models.deletion
import gehoor.lib.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ProcessingLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('action', models.CharField(choices=[('bsn_shown', 'BSN getoond'), ('bsn_searched', 'Gezocht op BSN'), ('bsn_recorded', 'BSN vastgelegd'), ('bsn_compared', 'BSN vergeleken'), ('address_shown', 'Geheime adressen getoond'), ('concern_read', 'Zorg over iemand gelezen'), ('contacts_exported', 'Klantcontacten als bestand bewaard'), ('secrecy_lifted', 'Geheimhouding opgeheven')], max_length=40, verbose_name='handeling')),
                ('purpose', models.CharField(max_length=300, verbose_name='doel')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_uuid', models.UUIDField(null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['tenant', '-at', '-id'], name='processing_by_time')],
            },
        ),
    ]
