import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest

from gehoor.events.models import Event
from gehoor.knowledge.actions import change_article
from gehoor.knowledge.importing import CHUNK, ArticleImport, choose_columns
from gehoor.knowledge.models import Article, ArticleVersion
from gehoor.knowledge.sources import Row, read_source
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.importing import UnusableFile
from gehoor.organisation.tests.factories import ClientFactory, ThemeFactory

DATA = Path(__file__).parents[4] / "shared" / "data"
PASSPORT = {
    "id": "p1",
    "question": "Hoe vraag ik een paspoort aan?",
    "reference_answer_html": "<p>Maak een afspraak.</p>",
    "subjects": "Paspoort|Reizen",
    "themes": "Economie|Burgerzaken",
    "canonical": "https://www.example.org/paspoort",
}


@pytest.fixture
def tenant(municipality):
    return municipality.tenant


@pytest.fixture
def take(tenant, now):
    """Imports these records and gives the report."""

    def take(*records, client=None, at=now, **mapping):
        rows = [
            record if isinstance(record, Row) else Row(number, record)
            for number, record in enumerate(records, 2)
        ]
        names = list(dict.fromkeys(name for row in rows for name in row.values))
        incoming = ArticleImport(tenant, choose_columns(names, mapping), client=client, at=at)
        return incoming.take(rows)

    return take


def reasons(report):
    return [(refusal.number, refusal.reason) for refusal in report.refused]


def test_a_row_becomes_a_published_shared_article(take, tenant, now):
    theme = ThemeFactory.create(tenant=tenant, name="Burgerzaken")
    report = take(PASSPORT)

    article = Article.objects.get()
    assert (report.added, report.changed, report.unchanged, report.refused) == (1, 0, 0, [])
    assert (article.tenant, article.client, article.reference) == (tenant, None, "p1")
    assert article.title == "Hoe vraag ik een paspoort aan?"
    assert article.answer == "<p>Maak een afspraak.</p>"
    assert article.answer_text == "Maak een afspraak."
    assert article.keywords == "Paspoort, Reizen"
    assert article.theme == theme
    assert article.source_url == "https://www.example.org/paspoort"
    assert (article.state, article.revision) == (Article.State.PUBLISHED, 1)
    assert (article.updated_at, article.updated_by) == (now, None)
    assert Event.objects.get().kind == "article.written"


def test_importing_again_changes_nothing(take, now):
    take(PASSPORT)
    report = take(PASSPORT, at=now + timedelta(days=1))

    assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
    assert Article.objects.get().updated_at == now
    assert ArticleVersion.objects.count() == 1


def test_a_row_that_differs_makes_one_version_and_leaves_the_editors_choices(take, tenant, now):
    take(PASSPORT)
    article = Article.objects.get()
    theme = ThemeFactory.create(tenant=tenant)
    chosen = {"state": Article.State.ARCHIVED, "theme": theme}
    change_article(article, chosen, revision=1, by=None, at=now)
    report = take(PASSPORT | {"question": "Paspoort aanvragen"})

    article.refresh_from_db()
    assert report.changed == 1
    assert article.title == "Paspoort aanvragen"
    assert (article.state, article.theme, article.revision) == ("archived", theme, 3)


def test_what_the_file_does_not_hold_stays(take, now):
    take(PASSPORT)
    article = Article.objects.get()
    change_article(article, {"internal": "<p>Let op</p>"}, revision=1, by=None, at=now)

    assert take({name: PASSPORT[name] for name in list(PASSPORT)[:3]}).unchanged == 1
    article.refresh_from_db()
    assert article.internal == "<p>Let op</p>"
    assert article.keywords == "Paspoort, Reizen"


def test_unknown_themes_are_told(take):
    assert take(PASSPORT).unknown_themes == {"Economie", "Burgerzaken"}
    assert Article.objects.get().theme is None


def test_plain_text_is_taken_where_there_is_no_html(take):
    take(PASSPORT | {"reference_answer_html": "", "reference_answer": "Bel ons.\n\nOf mail."})

    assert Article.objects.get().answer == "<p>Bel ons.</p>\n<p>Of mail.</p>"


def test_a_script_is_taken_out(take):
    take(PASSPORT | {"reference_answer_html": "<p onclick='x()'>Ja<script>alert(1)</script></p>"})

    assert Article.objects.get().answer == "<p>Ja</p>"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": " "}, "id ontbreekt"),
        ({"question": "\x00 "}, "titel ontbreekt"),
        ({"reference_answer_html": ""}, "antwoord ontbreekt"),
        ({"reference_answer_html": "<script>alert(1)</script>"}, "antwoord ontbreekt"),
        ({"question": "x" * 501}, "titel is te lang: 501 tekens, hoogstens 500"),
        ({"id": "x" * 201}, "id is te lang: 201 tekens, hoogstens 200"),
        (
            {"reference_answer_html": "x" * 10_000_000},
            "antwoord is te lang: 10000000 tekens, hoogstens 200000",
        ),
        ({"canonical": "javascript:alert(1)"}, "adres van de bron is geen webadres"),
    ],
)
def test_a_row_that_is_not_right_is_refused_and_the_rest_taken(take, change, reason):
    report = take(PASSPORT | change, PASSPORT | {"id": "p2"})

    assert reasons(report) == [(2, reason)]
    assert report.added == 1


def test_an_unreadable_row_and_a_double_id_are_refused(take):
    report = take(Row(2, problem="onleesbaar"), PASSPORT, PASSPORT | {"question": "Anders"})

    assert reasons(report) == [(2, "onleesbaar"), (4, "dit id staat ook al in rij 3")]
    assert [refusal.reference for refusal in report.refused] == ["", "p1"]
    assert Article.objects.get().title == PASSPORT["question"]


def test_articles_may_be_for_one_client_and_stay_with_it(take, municipality):
    take(PASSPORT, client=municipality)
    assert Article.objects.get().client == municipality

    other = ClientFactory.create(tenant=municipality.tenant)
    report = take(PASSPORT | {"question": "Van wie?"}, client=other)
    assert reasons(report) == [(2, "dit id is al van een artikel van een andere organisatie")]
    assert len(take(PASSPORT).refused) == 1


def test_the_same_id_of_another_tenant_is_another_article(take):
    other = ArticleFactory.create(reference="p1")
    take(PASSPORT)

    other.refresh_from_db()
    assert other.revision == 1
    assert Article.objects.filter(reference="p1").count() == 2


def test_a_file_larger_than_a_chunk_is_taken_whole(take):
    assert take(*(PASSPORT | {"id": str(n)} for n in range(CHUNK + 1))).added == CHUNK + 1


def test_columns_of_any_name_are_taken_by_mapping(take):
    report = take(
        {"nr": "1", "vraag": "Wat?", "tekst": "Dat."}, reference="nr", title="vraag", answer="tekst"
    )

    assert report.added == 1


@pytest.mark.parametrize(
    ("found", "mapping", "named"),
    [
        (["id", "question"], {}, ["reference_answer_html of", "id, question"]),
        (["id", "question", "answer"], {"title": "vraag"}, ["vraag"]),
        (["id", "question", "answer"], {"internal": "intern"}, ["intern"]),
        (["id", "question", "answer"], {"titel": "question"}, ["titel", "title"]),
    ],
)
def test_missing_columns_are_named_with_those_that_are_there(found, mapping, named):
    with pytest.raises(UnusableFile) as refusal:
        choose_columns(found, mapping)

    assert all(name in str(refusal.value) for name in named)


def real(name):
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{path.name} is not at {DATA}")
    return read_source(path.read_bytes())


def test_the_180_real_articles_are_taken_once(tenant, now):
    counts = []
    for _time in range(2):
        for name in ("rijksoverheid_vacs_bzk.csv", "rijksoverheid_vacs_omgevingswet.csv"):
            source = real(name)
            columns = choose_columns(source.columns, {})
            report = ArticleImport(tenant, columns, client=None, at=now).take(source.rows)
            counts.append((report.added, report.changed, report.unchanged, report.refused))

    assert counts == [(175, 0, 0, []), (4, 0, 1, []), (0, 0, 175, []), (0, 0, 5, [])]
    assert Article.objects.count() == 179


def test_broken_rows_do_not_hold_up_the_good_ones(tenant, now):
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["id", "question", "answer"])
    for number in range(500):
        writer.writerow([number, "" if number % 10 == 0 else f"Vraag {number}", "Antwoord"])
    source = read_source(text.getvalue().encode())
    report = ArticleImport(tenant, choose_columns(source.columns, {}), client=None, at=now).take(
        source.rows
    )

    assert (report.added, len(report.refused)) == (450, 50)
    assert report.refused[1].number == 12
