import django.db.models.deletion
import django.db.models.functions.text
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
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('title', models.CharField(max_length=500, verbose_name='titel')),
                ('answer', models.TextField(blank=True, verbose_name='antwoord')),
                ('internal', models.TextField(blank=True, verbose_name='alleen voor medewerkers')),
                ('keywords', models.CharField(blank=True, max_length=1000, verbose_name='trefwoorden')),
                ('reference', models.CharField(blank=True, max_length=200, null=True, verbose_name='kenmerk')),
                ('answer_text', models.TextField(blank=True, editable=False)),
                ('state', models.CharField(choices=[('draft', 'Concept'), ('published', 'Gepubliceerd'), ('archived', 'Gearchiveerd')], default='draft', max_length=10, verbose_name='stand')),
                ('valid_from', models.DateTimeField(blank=True, null=True, verbose_name='geldig vanaf')),
                ('valid_until', models.DateTimeField(blank=True, null=True, verbose_name='geldig tot')),
                ('source_url', models.URLField(blank=True, max_length=1000, verbose_name='bron')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('updated_at', models.DateTimeField()),
                ('client', models.ForeignKey(blank=True, help_text='Leeg: voor alle organisaties.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='alleen voor')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.department', verbose_name='vakafdeling')),
                ('products', models.ManyToManyField(blank=True, to='organisation.product', verbose_name='producten')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.theme', verbose_name='thema')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('title'), 'id'],
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=500, verbose_name='titel')),
                ('answer', models.TextField(blank=True, verbose_name='antwoord')),
                ('internal', models.TextField(blank=True, verbose_name='alleen voor medewerkers')),
                ('keywords', models.CharField(blank=True, max_length=1000, verbose_name='trefwoorden')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='knowledge.article')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
            },
        ),
        migrations.CreateModel(
            name='Instruction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('instruction', 'Werkinstructie'), ('announcement', 'Mededeling'), ('news', 'Nieuws')], default='instruction', max_length=12, verbose_name='soort')),
                ('title', models.CharField(max_length=300, verbose_name='titel')),
                ('text', models.TextField(verbose_name='tekst')),
                ('must_read', models.BooleanField(default=False, verbose_name='iedereen moet dit lezen')),
                ('valid_from', models.DateTimeField(verbose_name='geldig vanaf')),
                ('valid_until', models.DateTimeField(blank=True, null=True, verbose_name='geldig tot')),
                ('edition', models.PositiveIntegerField(default=1)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='van')),
                ('clients', models.ManyToManyField(blank=True, to='organisation.clientorganisation', verbose_name='voor organisaties')),
                ('teams', models.ManyToManyField(blank=True, to='organisation.team', verbose_name='voor teams')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['-valid_from', '-id'],
            },
        ),
        migrations.CreateModel(
            name='InstructionRead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField()),
                ('read_at', models.DateTimeField()),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reads', to='knowledge.instruction')),
            ],
        ),
        migrations.CreateModel(
            name='InstructionRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('agent', 'Medewerker KCC'), ('senior', 'Senior medewerker KCC'), ('coach', 'Coach'), ('editor', 'Redacteur'), ('department_employee', 'Medewerker vakafdeling'), ('department_head', 'Hoofd vakafdeling'), ('planner', 'Planner'), ('newsroom_analyst', 'Analist nieuwskamer'), ('improvement_manager', 'Verbetermanager'), ('host', 'Gastheer of gastvrouw'), ('manager', 'Manager'), ('administrator', 'Beheerder'), ('privacy_officer', 'Privacy officer')], max_length=30, verbose_name='rol')),
                ('instruction', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='knowledge.instruction')),
            ],
        ),
        migrations.CreateModel(
            name='LocalAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('answer', models.TextField(verbose_name='aanvulling')),
                ('updated_at', models.DateTimeField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='additions', to='knowledge.article')),
                ('client', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('updated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['tenant', '-updated_at', '-id'], name='article_newest'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(models.F('tenant'), django.db.models.functions.text.Lower('title'), models.F('id'), name='article_by_title'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('tenant', 'reference'), name='article_reference_once'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from', None), ('valid_until', None), ('valid_from__lt', models.F('valid_until')), _connector='OR'), name='article_begins_before_it_ends', violation_error_message='De einddatum ligt voor de begindatum.'),
        ),
        migrations.AddConstraint(
            model_name='articleversion',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='version_number_once'),
        ),
        migrations.AddIndex(
            model_name='instruction',
            index=models.Index(fields=['tenant', '-valid_from', '-id'], name='instruction_newest'),
        ),
        migrations.AddConstraint(
            model_name='instruction',
            constraint=models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_from__lt', models.F('valid_until')), _connector='OR'), name='instruction_begins_before_it_ends', violation_error_message='De einddatum ligt voor de begindatum.'),
        ),
        migrations.AddConstraint(
            model_name='instructionread',
            constraint=models.UniqueConstraint(fields=('instruction', 'employee'), name='read_once'),
        ),
        migrations.AddConstraint(
            model_name='instructionrole',
            constraint=models.UniqueConstraint(fields=('instruction', 'role'), name='instruction_role_once'),
        ),
        migrations.AddConstraint(
            model_name='localaddition',
            constraint=models.UniqueConstraint(fields=('article', 'client'), name='one_addition_a_client'),
        ),
    ]
