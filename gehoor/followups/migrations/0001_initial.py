import django.db.models.deletion
import gehoor.lib.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('callback', 'Terugbelverzoek'), ('task', 'Taak')], max_length=10, verbose_name='soort')),
                ('instruction', models.TextField(verbose_name='wat moet er gebeuren')),
                ('note', models.TextField(blank=True, verbose_name='toelichting')),
                ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Afgehandeld')], default='open', max_length=10, verbose_name='stand')),
                ('due_at', models.DateTimeField(verbose_name='toegezegd voor')),
                ('assigned_at', models.DateTimeField(verbose_name='toegewezen op')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='afgehandeld op')),
                ('result', models.TextField(blank=True, verbose_name='resultaat')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department', verbose_name='vakafdeling')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('employee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medewerker')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='eigenaar')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='contacts.question')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'state', 'due_at', 'id'], name='follow_up_due'), models.Index(fields=['department', 'state', 'due_at'], name='follow_up_of_department')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('state', 'open')), models.Q(('done_at__isnull', False), ('state', 'done')), _connector='OR'), name='done_has_a_moment')],
            },
        ),
    ]
