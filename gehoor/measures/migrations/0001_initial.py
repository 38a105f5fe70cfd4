import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisation', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ContactTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20)),
                ('answer_within_s', models.PositiveIntegerField(default=0)),
                ('closed', models.PositiveBigIntegerField(default=0)),
                ('timed', models.PositiveBigIntegerField(default=0)),
                ('answered', models.PositiveBigIntegerField(default=0)),
                ('waited', models.PositiveBigIntegerField(default=0)),
                ('abandoned', models.PositiveBigIntegerField(default=0)),
                ('agreed', models.PositiveBigIntegerField(default=0)),
                ('in_time', models.PositiveBigIntegerField(default=0)),
                ('wait_ms', models.PositiveBigIntegerField(default=0)),
                ('talk_ms', models.PositiveBigIntegerField(default=0)),
                ('hold_ms', models.PositiveBigIntegerField(default=0)),
                ('wrap_up_ms', models.PositiveBigIntegerField(default=0)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.clientorganisation')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'day'], name='contact_tally_by_day')],
                'constraints': [models.UniqueConstraint(fields=('client', 'day', 'channel'), name='contact_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='QuestionTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20)),
                ('span', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('total', 'Total')], default='day', max_length=5)),
                ('theme_id', models.BigIntegerField(default=0)),
                ('department_id', models.BigIntegerField(default=0)),
                ('questions', models.PositiveBigIntegerField(default=0)),
                ('counted', models.PositiveBigIntegerField(default=0)),
                ('first_line', models.PositiveBigIntegerField(default=0)),
                ('timed', models.PositiveBigIntegerField(default=0)),
                ('handle_ms', models.PositiveBigIntegerField(default=0)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.clientorganisation')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'span', 'day'], name='question_tally_by_day')],
                'constraints': [models.UniqueConstraint(fields=('client', 'span', 'day', 'channel', 'theme_id', 'department_id'), name='question_tally_once')],
            },
        ),
        migrations.CreateModel(
            name='SubjectTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('channel', models.CharField(choices=[('phone', 'Telefoon'), ('email', 'E-mail'), ('chat', 'Chat'), ('whatsapp', 'WhatsApp'), ('webform', 'Webformulier'), ('counter', 'Balie'), ('post', 'Post'), ('social', 'Sociale media')], max_length=20)),
                ('span', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('total', 'Total')], default='day', max_length=5)),
                ('theme_id', models.BigIntegerField(default=0)),
                ('department_id', models.BigIntegerField(default=0)),
                ('questions', models.PositiveBigIntegerField(default=0)),
                ('counted', models.PositiveBigIntegerField(default=0)),
                ('first_line', models.PositiveBigIntegerField(default=0)),
                ('product_id', models.BigIntegerField(default=0)),
                ('article_id', models.BigIntegerField(default=0)),
                ('client', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.clientorganisation')),
                ('tenant', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisation.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'span', 'day'], name='subject_tally_by_day')],
                'constraints': [models.UniqueConstraint(fields=('client', 'span', 'day', 'channel', 'article_id', 'product_id', 'theme_id', 'department_id'), name='subject_tally_once')],
            },
        ),
    ]
