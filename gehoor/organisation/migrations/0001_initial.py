import django.db.models.deletion
import django.db.models.functions.text
import gehoor.lib.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='ClientOrganisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('slug', models.SlugField(verbose_name='korte naam')),
                ('greeting', models.CharField(blank=True, max_length=300, verbose_name='begroeting')),
                ('timezone', models.CharField(default='Europe/Amsterdam', max_length=50, verbose_name='tijdzone')),
                ('is_active', models.BooleanField(default=True, verbose_name='actief')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('slug', models.SlugField(unique=True)),
                ('is_demonstration', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('slug', models.SlugField(verbose_name='korte naam')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telefoon')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('description', models.TextField(blank=True, verbose_name='wat doet deze afdeling')),
                ('takes_concerns', models.BooleanField(default=False, verbose_name='krijgt zorgen over mensen')),
                ('is_active', models.BooleanField(default=True, verbose_name='actief')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='Employee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('function', models.CharField(blank=True, max_length=100, verbose_name='functie')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telefoon')),
                ('is_active', models.BooleanField(default=True, verbose_name='actief')),
                ('has_single_keys', models.BooleanField(default=True, verbose_name='toetsen zonder Alt of Ctrl')),
                ('scheme', models.CharField(blank=True, max_length=5, verbose_name='kleuren')),
                ('language', models.CharField(choices=[('nl', 'Nederlands'), ('en', 'English')], default='nl', max_length=5, verbose_name='taal')),
                ('clients', models.ManyToManyField(blank=True, to='organisation.clientorganisation', verbose_name='werkt voor')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.department', verbose_name='vakafdeling')),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['key', 'at'], name='sign_in_attempts')],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.department', verbose_name='vakafdeling')),
                ('members', models.ManyToManyField(blank=True, related_name='teams', to=settings.AUTH_USER_MODEL, verbose_name='leden')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='EmergencyNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=100, verbose_name='wie')),
                ('number', models.CharField(max_length=40, verbose_name='nummer')),
                ('shown_on', models.CharField(choices=[('all', 'alle kaarten'), ('threat', 'dreiging en agressie'), ('suicide', 'gedachten aan zelfdoding'), ('bomb', 'bommelding')], default='all', max_length=10, verbose_name='staat op')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['client', 'shown_on', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('day', models.DateField(verbose_name='dag')),
                ('reason', models.CharField(max_length=200, verbose_name='reden')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.department', verbose_name='vakafdeling')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['day'],
            },
        ),
        migrations.AddField(
            model_name='clientorganisation',
            name='tenant',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant'),
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=200, verbose_name='naam')),
                ('slug', models.SlugField(verbose_name='korte naam')),
                ('is_active', models.BooleanField(default=True, verbose_name='in gebruik')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20, verbose_name='kanaal')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'junior'), (2, 'medior'), (3, 'senior')], default=1, verbose_name='niveau')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skills', to=settings.AUTH_USER_MODEL, verbose_name='medewerker')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='organisation.theme', verbose_name='thema')),
            ],
            options={
                'ordering': ['employee', 'theme', 'channel'],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('name', models.CharField(max_length=300, verbose_name='naam')),
                ('uri', models.CharField(max_length=500, verbose_name='adres in de UPL')),
                ('is_active', models.BooleanField(default=True, verbose_name='in gebruik')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.department', verbose_name='vakafdeling')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='organisation.theme', verbose_name='thema')),
            ],
            options={
                'ordering': [django.db.models.functions.text.Lower('name')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('agent', 'Medewerker KCC'), ('senior', 'Senior medewerker KCC'), ('coach', 'Coach'), ('editor', 'Redacteur'), ('department_employee', 'Medewerker vakafdeling'), ('department_head', 'Hoofd vakafdeling'), ('planner', 'Planner'), ('newsroom_analyst', 'Analist nieuwskamer'), ('improvement_manager', 'Verbetermanager'), ('host', 'Gastheer of gastvrouw'), ('manager', 'Manager'), ('administrator', 'Beheerder'), ('privacy_officer', 'Privacy officer')], max_length=30, verbose_name='rol')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('employee', 'role'), name='role_once')],
            },
        ),
        migrations.CreateModel(
            name='ServiceLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20, verbose_name='kanaal')),
                ('answer_within_s', models.PositiveIntegerField(verbose_name='beantwoord binnen (seconden)')),
                ('target_percent', models.PositiveSmallIntegerField(default=80, verbose_name='streven (%)')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['channel'],
                'constraints': [models.UniqueConstraint(fields=('client', 'channel'), name='service_level_once', violation_error_message='Voor dit kanaal is al een afspraak.')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'maandag'), (1, 'dinsdag'), (2, 'woensdag'), (3, 'donderdag'), (4, 'vrijdag'), (5, 'zaterdag'), (6, 'zondag')], verbose_name='dag')),
                ('opens', models.TimeField(verbose_name='open van')),
                ('closes', models.TimeField(verbose_name='tot')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.department', verbose_name='vakafdeling')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['client', 'department', 'weekday', 'opens'],
                'constraints': [models.CheckConstraint(condition=models.Q(('opens__lt', models.F('closes'))), name='opens_before_it_closes', violation_error_message='De sluitingstijd ligt voor de openingstijd.')],
            },
        ),
        migrations.CreateModel(
            name='Entrance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20, verbose_name='kanaal')),
                ('address', models.CharField(max_length=254, verbose_name='nummer of adres')),
                ('is_active', models.BooleanField(default=True, verbose_name='in gebruik')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['channel', 'address'],
                'constraints': [models.UniqueConstraint(models.F('tenant'), models.F('channel'), django.db.models.functions.text.Lower('address'), name='entrance_once', violation_error_message='Dit nummer of adres is al een ingang.')],
            },
        ),
        migrations.AddConstraint(
            model_name='department',
            constraint=models.UniqueConstraint(fields=('client', 'slug'), name='department_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='clientorganisation',
            constraint=models.UniqueConstraint(fields=('tenant', 'slug'), name='client_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='employee',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='employee_email_once', violation_error_message='Er is al een medewerker met dit e-mailadres.'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('tenant', 'slug'), name='theme_slug_once'),
        ),
        migrations.AddConstraint(
            model_name='skill',
            constraint=models.UniqueConstraint(fields=('employee', 'theme', 'channel'), name='skill_once'),
        ),
        migrations.AddConstraint(
            model_name='product',
            constraint=models.UniqueConstraint(fields=('tenant', 'uri'), name='product_uri_once', violation_error_message='Dit product staat al in de lijst.'),
        ),
    ]
