import django.db.models.deletion
import gehoor.lib.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contacts', '0001_initial'),
        ('organisation', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('text', models.TextField(verbose_name='waar maakt u zich zorgen over?')),
                ('state', models.CharField(choices=[('new', 'Nieuw'), ('taken_up', 'Opgepakt'), ('closed', 'Afgesloten')], default='new', max_length=10, verbose_name='stand')),
                ('written_at', models.DateTimeField()),
                ('taken_up_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('result', models.TextField(blank=True, verbose_name='wat is er gedaan')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns', to='contacts.contact')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.department')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='concerns', to='parties.party')),
                ('taken_up_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['department', '-written_at', '-id'], name='concern_of_team'), models.Index(fields=['writer', '-written_at', '-id'], name='concern_of_writer')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='closed_concern_has_a_moment')],
            },
        ),
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
