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
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('initials', models.CharField(blank=True, max_length=20, verbose_name='voorletters')),
                ('first_name', models.CharField(blank=True, max_length=200, verbose_name='voornaam')),
                ('prefix', models.CharField(blank=True, max_length=20, verbose_name='voorvoegsel')),
                ('last_name', models.CharField(blank=True, max_length=200, verbose_name='achternaam')),
                ('organisation_name', models.CharField(blank=True, max_length=200, verbose_name='naam organisatie')),
                ('kind', models.CharField(choices=[('person', 'Persoon'), ('organisation', 'Organisatie'), ('contact_person', 'Contactpersoon')], default='person', max_length=20, verbose_name='soort')),
                ('language', models.CharField(default='nld', max_length=3, verbose_name='taal')),
                ('interpreter', models.CharField(blank=True, choices=[('telephone', 'Tolkentelefoon'), ('family', 'Familie of bekende'), ('teletolk_text', 'Teletolk tekst'), ('teletolk_sign', 'Teletolk gebaren'), ('teletolk_speech', 'Teletolk spraak')], max_length=20, verbose_name='belt met tolk')),
                ('is_protected', models.BooleanField(default=False, verbose_name='geheimhouding')),
                ('is_active', models.BooleanField(default=True, verbose_name='actief')),
                ('internal_note', models.TextField(blank=True, verbose_name='interne notitie')),
                ('name_key', models.CharField(editable=False, max_length=460)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('works_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='parties.party')),
            ],
            options={
                'ordering': ['name_key', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DigitalAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('email', 'E-mail'), ('phone', 'Telefoon'), ('other', 'Overig')], max_length=10, verbose_name='soort')),
                ('address', models.CharField(max_length=254, verbose_name='adres')),
                ('address_key', models.CharField(editable=False, max_length=254)),
                ('is_default', models.BooleanField(default=False, verbose_name='voorkeur')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='omschrijving')),
                ('reference', models.CharField(blank=True, max_length=50)),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='gecontroleerd op')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('party', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='digital_addresses', to='parties.party')),
            ],
            options={
                'ordering': ['-is_default', 'id'],
            },
        ),
        migrations.CreateModel(
            name='PartyFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('text', models.CharField(max_length=300, verbose_name='waarschuwing')),
                ('ends_on', models.DateField(verbose_name='geldig tot en met')),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='PartyIdentifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('bsn', 'BSN'), ('kvk', 'KvK-nummer'), ('rsin', 'RSIN'), ('branch', 'Vestigingsnummer'), ('other', 'Ander kenmerk')], max_length=10, verbose_name='soort')),
                ('label', models.CharField(blank=True, max_length=200, verbose_name='omschrijving')),
                ('value', models.CharField(blank=True, max_length=200, verbose_name='nummer')),
                ('encrypted_value', models.TextField(blank=True)),
                ('value_key', models.CharField(max_length=200)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='parties.partyidentifier')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='PartyMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('at', models.DateTimeField()),
                ('moved', models.JSONField(default=dict)),
                ('undefaulted', models.JSONField(default=list)),
                ('filled', models.JSONField(default=list)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='parties.party')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged_by', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='PostalAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('purpose', models.CharField(choices=[('visit', 'Bezoekadres'), ('correspondence', 'Postadres')], default='visit', max_length=20, verbose_name='soort')),
                ('bag_id', models.CharField(blank=True, max_length=16, verbose_name='BAG-nummer')),
                ('street', models.CharField(blank=True, max_length=255, verbose_name='straat')),
                ('house_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='huisnummer')),
                ('suffix', models.CharField(blank=True, max_length=20, verbose_name='toevoeging')),
                ('postcode', models.CharField(blank=True, max_length=7, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=255, verbose_name='plaats')),
                ('line1', models.CharField(blank=True, max_length=80, verbose_name='adresregel 1')),
                ('line2', models.CharField(blank=True, max_length=80, verbose_name='adresregel 2')),
                ('line3', models.CharField(blank=True, max_length=80, verbose_name='adresregel 3')),
                ('country', models.CharField(blank=True, max_length=2, verbose_name='land')),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='postal_addresses', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
        ),
        migrations.CreateModel(
            name='Representation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=gehoor.lib.identifiers.new_uuid, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('parent', 'Ouder of voogd'), ('administrator', 'Bewindvoerder'), ('mentor', 'Mentor'), ('guardian', 'Curator'), ('authorised', 'Gemachtigde')], max_length=20, verbose_name='soort')),
                ('proof', models.CharField(choices=[('letter', 'Getekende machtiging'), ('court', 'Uitspraak van de rechter'), ('register', 'Register (BRP, gezag, curatele)'), ('digid', 'DigiD Machtigen'), ('counter', 'Samen aan de balie'), ('other', 'Iets anders')], max_length=20, verbose_name='bewijs')),
                ('proof_note', models.CharField(blank=True, max_length=200, verbose_name='wat u hebt gezien')),
                ('checked_at', models.DateTimeField()),
                ('starts_on', models.DateField(verbose_name='geldig vanaf')),
                ('ends_on', models.DateField(verbose_name='geldig tot en met')),
                ('ended_at', models.DateTimeField(null=True)),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.clientorganisation', verbose_name='organisatie')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('products', models.ManyToManyField(blank=True, to='organisation.product', verbose_name='producten')),
                ('representative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='speaks_for', to='parties.party')),
                ('represented', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spoken_for_by', to='parties.party')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
                ('themes', models.ManyToManyField(blank=True, to='organisation.theme', verbose_name="thema's")),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['client', 'name_key', 'id'], name='party_by_name'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['client', 'kind', 'name_key', 'id'], name='party_by_kind'),
        ),
        migrations.AddIndex(
            model_name='party',
            index=models.Index(fields=['name_key'], name='party_name_start', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='digitaladdress',
            index=models.Index(fields=['address_key', 'client'], name='address_found'),
        ),
        migrations.AddIndex(
            model_name='partyflag',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['owner', 'ends_on'], name='flag_of_owner'),
        ),
        migrations.AddIndex(
            model_name='partyidentifier',
            index=models.Index(fields=['value_key', 'client'], name='identifier_found'),
        ),
        migrations.AddConstraint(
            model_name='partyidentifier',
            constraint=models.UniqueConstraint(condition=models.Q(('kind__in', ['bsn', 'kvk', 'rsin'])), fields=('client', 'kind', 'value_key'), name='identifier_once_a_client'),
        ),
        migrations.AddConstraint(
            model_name='partyidentifier',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'branch'), ('parent__isnull', False)), fields=('client', 'value_key', 'parent'), name='branch_once_under_its_company'),
        ),
        migrations.AddConstraint(
            model_name='partyidentifier',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'branch'), ('parent', None)), fields=('client', 'value_key'), name='branch_once_without_company'),
        ),
        migrations.AddConstraint(
            model_name='partyidentifier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'bsn'), ('value', '')), models.Q(models.Q(('kind', 'bsn'), _negated=True), ('encrypted_value', '')), _connector='OR'), name='only_a_bsn_is_encrypted'),
        ),
        migrations.AddConstraint(
            model_name='partymerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='merged_once'),
        ),
        migrations.AddIndex(
            model_name='postaladdress',
            index=models.Index(fields=['postcode', 'house_number'], name='by_postcode'),
        ),
        migrations.AddConstraint(
            model_name='postaladdress',
            constraint=models.UniqueConstraint(fields=('party', 'purpose'), name='one_address_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('representative', 'represented'), name='representation_once'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('representative', models.F('represented')), _negated=True), name='nobody_represents_herself'),
        ),
        migrations.AddConstraint(
            model_name='representation',
            constraint=models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='representation_begins_first'),
        ),
    ]
