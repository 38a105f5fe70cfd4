from django.db import migrations

# The words of questions, looked up by `contacts/textsearch.py`. On SQLite an FTS5 index beside
# the table, kept by triggers (a later migration that remakes the table must make them again:
# test_textsearch tells); on PostgreSQL an index on the expression that textsearch.py uses.
POSTGRESQL = [
    """CREATE INDEX contacts_question_words ON contacts_question USING gin (
        to_tsvector('dutch'::regconfig,
            translate(left(text, 100000), '/.@-_:', '      ')
            || ' ' || translate(left(note, 100000), '/.@-_:', '      '))
    )""",
]
ADD = "INSERT INTO contacts_question_words(rowid, text, note) VALUES (new.id, new.text, new.note)"
REMOVE = (
    "INSERT INTO contacts_question_words(contacts_question_words, rowid, text, note) "
    "VALUES ('delete', old.id, old.text, old.note)"
)
SQLITE = [
    """CREATE VIRTUAL TABLE contacts_question_words USING fts5(
        text, note, content='contacts_question', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', columnsize=0
    )""",
    "INSERT INTO contacts_question_words(contacts_question_words) VALUES ('rebuild')",
    f"""CREATE TRIGGER contacts_question_words_added AFTER INSERT ON contacts_question
        BEGIN {ADD}; END""",
    f"""CREATE TRIGGER contacts_question_words_removed AFTER DELETE ON contacts_question
        BEGIN {REMOVE}; END""",
    f"""CREATE TRIGGER contacts_question_words_changed AFTER UPDATE OF text, note ON contacts_question
        BEGIN {REMOVE}; {ADD}; END""",
]


def index_words(apps, schema_editor):
    for statement in {"postgresql": POSTGRESQL, "sqlite": SQLITE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("contacts", "0001_initial")]
    operations = [migrations.RunPython(index_words, elidable=False)]
