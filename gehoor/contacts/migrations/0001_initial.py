import django.db.models.deletion
import gehoor.contacts.models.contact
import gehoor.contacts.models.identity
import gehoor.lib.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('knowledge', '0001_initial'),
        ('organisation', '0001_initial'),
        ('parties', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20, verbose_name='kanaal')),
                ('direction', models.CharField(choices=[('in', 'Inkomend'), ('out', 'Uitgaand')], default='in', max_length=3)),
                ('caller_address', models.CharField(blank=True, max_length=254, verbose_name='nummer of adres')),
                ('state', models.CharField(choices=[('offered', 'In de wacht'), ('open', 'In behandeling'), ('closed', 'Afgerond'), ('abandoned', 'Opgehangen')], default='offered', max_length=10, verbose_name='stand')),
                ('is_confidential', models.BooleanField(default=False, verbose_name='vertrouwelijk')),
                ('language', models.CharField(default='nld', max_length=3, verbose_name='taal')),
                ('is_afterwards', models.BooleanField(default=False, verbose_name='achteraf ingevoerd')),
                ('corrections', models.PositiveIntegerField(default=0)),
                ('interpreter', models.CharField(blank=True, choices=[('telephone', 'Tolkentelefoon'), ('family', 'Familie of bekende'), ('teletolk_text', 'Teletolk tekst'), ('teletolk_sign', 'Teletolk gebaren'), ('teletolk_speech', 'Teletolk spraak')], max_length=20, verbose_name='tolk')),
                ('interpreter_language', models.CharField(blank=True, max_length=3)),
                ('verification_level', models.PositiveSmallIntegerField(choices=[(0, 'niet gecontroleerd'), (1, 'controlevragen'), (2, 'DigiD'), (3, 'document aan de balie')], default=0)),
                ('offered_at', models.DateTimeField(verbose_name='aangeboden')),
                ('answered_at', models.DateTimeField(null=True)),
                ('held_since', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(null=True)),
                ('hold_ms', models.BigIntegerField(default=0)),
                ('pause_ms', models.BigIntegerField(default=0)),
                ('wrap_up_pause_ms', models.BigIntegerField(default=0)),
                ('wait_ms', models.BigIntegerField(null=True)),
                ('talk_ms', models.BigIntegerField(null=True)),
                ('wrap_up_ms', models.BigIntegerField(null=True)),
                ('handle_ms', models.BigIntegerField(null=True)),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='medewerker')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('entrance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.entrance')),
                ('party', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='contacts', to='parties.party', verbose_name='klant')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('contact', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='draft', serialize=False, to='contacts.contact')),
                ('questions', models.JSONField(default=gehoor.contacts.models.contact._no_questions)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('writer', models.CharField(blank=True, max_length=36)),
                ('saved_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='FixedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('first_day', models.DateField(verbose_name='maand')),
                ('fixed_at', models.DateTimeField()),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('fixed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['client', '-first_day'],
            },
        ),
        migrations.CreateModel(
            name='Hand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('code', models.CharField(choices=[('help', 'vraagt hulp'), ('emergency', 'spoed')], default='help', max_length=10)),
                ('words', models.TextField(blank=True)),
                ('raised_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('result', models.CharField(blank=True, choices=[('helped', 'geholpen'), ('lowered', 'hand omlaag')], max_length=10)),
                ('contact', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hands', to='contacts.contact')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to=settings.AUTH_USER_MODEL)),
                ('helper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_taken', models.BooleanField(default=False)),
                ('word', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handovers', to='contacts.contact')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('taker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('code', models.SlugField(verbose_name='code')),
                ('name', models.CharField(max_length=100, verbose_name='naam')),
                ('counts', models.CharField(choices=[('first_line', 'zelf afgehandeld'), ('not_first_line', 'niet zelf afgehandeld'), ('not_counted', 'telt niet mee')], max_length=20, verbose_name='telt als')),
                ('follow_up', models.CharField(choices=[('none', 'niets meer te doen'), ('callback', 'wij bellen terug'), ('task', 'taak voor de vakafdeling')], default='none', max_length=20, verbose_name='wat volgt')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='volgorde')),
                ('is_active', models.BooleanField(default=True, verbose_name='in gebruik')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('initials', models.CharField(blank=True, max_length=20, verbose_name='voorletters')),
                ('first_name', models.CharField(blank=True, max_length=200, verbose_name='voornaam')),
                ('prefix', models.CharField(blank=True, max_length=20, verbose_name='voorvoegsel')),
                ('last_name', models.CharField(blank=True, max_length=200, verbose_name='achternaam')),
                ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='naam organisatie')),
                ('role', models.CharField(choices=[('customer', 'Klant'), ('representative', 'Vertegenwoordiger')], default='customer', max_length=20)),
                ('is_initiator', models.BooleanField(default=False)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='participations', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ParticipantAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='provided_by', to='parties.digitaladdress')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='address_links', to='contacts.participant')),
            ],
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('position', models.PositiveIntegerField()),
                ('reference', models.CharField(default=gehoor.lib.identifiers.new_reference, editable=False, max_length=10, unique=True)),
                ('text', models.TextField(blank=True, verbose_name='woorden van de klant')),
                ('subject', models.TextField(blank=True, verbose_name='onderwerp')),
                ('ground', models.CharField(choices=[('own', 'voor zichzelf'), ('representation', 'als vertegenwoordiger'), ('unproven', 'zegt te spreken namens')], default='own', max_length=20)),
                ('verification_level', models.PositiveSmallIntegerField(choices=[(0, 'niet gecontroleerd'), (1, 'controlevragen'), (2, 'DigiD'), (3, 'document aan de balie')], default=0)),
                ('case_reference', models.CharField(blank=True, max_length=200, verbose_name='zaaknummer')),
                ('is_first_line', models.BooleanField(null=True)),
                ('note', models.TextField(blank=True, verbose_name='notitie')),
                ('language', models.CharField(default='nld', max_length=3)),
                ('handle_ms', models.BigIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField()),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20)),
                ('direction', models.CharField(choices=[('in', 'Inkomend'), ('out', 'Uitgaand')], max_length=3)),
                ('is_confidential', models.BooleanField()),
                ('article', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='knowledge.article')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='contacts.contact')),
                ('department', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.department')),
                ('outcome', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contacts.outcome')),
                ('party', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='questions', to='parties.party')),
                ('product', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.product', verbose_name='product')),
                ('representation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='parties.representation')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('theme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.theme', verbose_name='thema')),
            ],
            options={
                'ordering': ['contact', 'position'],
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='contacts.question'),
        ),
        migrations.CreateModel(
            name='FormerWords',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=10)),
                ('text', models.TextField()),
                ('replaced_at', models.DateTimeField()),
                ('replaced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_words', to='contacts.question')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'niet gecontroleerd'), (1, 'controlevragen'), (2, 'DigiD'), (3, 'document aan de balie')])),
                ('is_passed', models.BooleanField()),
                ('right', models.JSONField(default=list)),
                ('wrong', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='contacts.contact')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verifications', to='parties.party')),
                ('product', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisation.product')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='VerificationRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'niet gecontroleerd'), (1, 'controlevragen'), (2, 'DigiD'), (3, 'document aan de balie')], default=0, verbose_name='wat is nodig')),
                ('checks', models.JSONField(blank=True, default=gehoor.contacts.models.identity.usual_checks, verbose_name='controlevragen')),
                ('passes_with', models.PositiveSmallIntegerField(default=2, verbose_name='hoeveel goede antwoorden')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('product', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='organisation.product', verbose_name='product')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['tenant', '-offered_at', '-id', 'client', 'channel', 'state', 'direction', 'is_confidential', 'agent', 'handle_ms', 'is_afterwards'], name='contact_list'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['agent', '-offered_at', '-id'], name='contact_newest_of_agent'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['party', '-offered_at', '-id'], name='contact_newest_of_party'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['tenant', 'state', 'offered_at'], name='contact_at_work'),
        ),
        migrations.AddConstraint(
            model_name='fixedmonth',
            constraint=models.UniqueConstraint(fields=('client', 'first_day'), name='month_fixed_once'),
        ),
        migrations.AddIndex(
            model_name='hand',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['tenant', 'raised_at'], name='hand_up'),
        ),
        migrations.AddConstraint(
            model_name='hand',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('employee',), name='one_hand_up'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(fields=['contact', '-id'], name='handover_of_contact'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.UniqueConstraint(fields=('tenant', 'code'), name='outcome_once'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['article', '-asked_at'], name='question_of_article'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['product', '-asked_at'], name='question_of_product'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['party', '-asked_at'], name='question_of_party'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['department', '-asked_at'], name='question_of_department'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['tenant', '-asked_at', '-contact', 'client', 'channel', 'direction', 'theme', 'department', 'outcome', 'is_first_line', 'is_confidential'], name='question_list'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['contact', 'theme', 'department', 'outcome', 'is_first_line'], name='question_of_contact'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.UniqueConstraint(fields=('contact', 'position'), name='question_position_once'),
        ),
        migrations.AddIndex(
            model_name='verification',
            index=models.Index(fields=['party', '-at'], name='verification_of_party'),
        ),
        migrations.AddConstraint(
            model_name='verificationrule',
            constraint=models.UniqueConstraint(fields=('client', 'product'), name='verification_once_a_product', violation_error_message='Voor dit product staat al wat nodig is.'),
        ),
        migrations.AddConstraint(
            model_name='verificationrule',
            constraint=models.UniqueConstraint(condition=models.Q(('product', None)), fields=('client',), name='usual_verification_once', violation_error_message='Deze organisatie heeft al een gewone controle.'),
        ),
    ]
