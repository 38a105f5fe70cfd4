import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gehoor.knowledge.models import Article
from gehoor.knowledge.tests.factories import ArticleFactory
from gehoor.organisation.models import Tenant
from gehoor.organisation.tests.factories import ClientFactory, TenantFactory

DATA = Path(__file__).parents[4] / "shared" / "data"
ARTICLES = (
    "id,question,reference_answer_html\n"
    "pas,Hoe vraag ik een paspoort aan?,<p>Maak een afspraak.</p>\n"
    "afval,Wanneer wordt het afval opgehaald?,<p>Op dinsdag.</p>\n"
)
QUESTIONS = "kind,text,article_id\nhistory,oud,pas\ntest,pasport,pas\ntest,rolcontainer,afval|pas\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def tenant():
    return TenantFactory.create(slug="waterrijk")


@pytest.fixture
def write(tmp_path):
    def write(text, name="bestand.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


def run(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return out.getvalue(), err.getvalue(), end.code
    return out.getvalue(), err.getvalue(), 0


def test_import_tells_what_it_did(tenant, write):
    out, err, code = run("import_articles", write(ARTICLES))

    assert out == "2 toegevoegd, 0 gewijzigd, 0 ongewijzigd, 0 geweigerd\n"
    assert (err, code) == ("", 0)


def test_import_names_what_was_refused_and_says_so_in_its_exit_code(tenant, write):
    out, _err, code = run("import_articles", write(ARTICLES + "leeg,,<p>Ja</p>\n"))

    assert out.splitlines() == [
        "2 toegevoegd, 0 gewijzigd, 0 ongewijzigd, 1 geweigerd",
        "  rij 4 (leeg): titel ontbreekt",
    ]
    assert code == 1


def test_import_of_another_encoding_is_said_aloud(tenant, write):
    _out, err, code = run("import_articles", write((ARTICLES + "é,é,é").encode("cp1252")))

    assert "Windows-1252" in err
    assert code == 0
    assert Article.objects.filter(title="é").exists()


def test_import_of_json_with_a_mapping_for_one_client(tenant, write):
    client = ClientFactory.create(tenant=tenant, slug="duinoord")
    path = write(json.dumps([{"nr": 7, "vraag": "Wat?", "tekst": "Dat."}]), "a.json")
    run(
        "import_articles",
        path,
        "--mapping=reference=nr,title=vraag, answer=tekst",
        "--client=duinoord",
    )

    article = Article.objects.get()
    assert (article.reference, article.client, article.answer) == ("7", client, "<p>Dat.</p>")


def test_import_into_an_empty_database_makes_a_tenant_and_says_so(write):
    _out, err, _code = run("import_articles", write(ARTICLES))

    assert Tenant.objects.get().slug == "gehoor"
    assert "'gehoor'" in err
    assert Article.objects.count() == 2


def test_with_several_tenants_one_is_chosen(tenant, write):
    other = TenantFactory.create(slug="drechtsteden")
    with pytest.raises(CommandError, match=r"--tenant: drechtsteden, waterrijk"):
        run("import_articles", write(ARTICLES))
    with pytest.raises(CommandError, match="geen tenant elders"):
        run("import_articles", write(ARTICLES), "--tenant=elders")

    run("import_articles", write(ARTICLES), "--tenant=drechtsteden")
    assert set(Article.objects.values_list("tenant", flat=True)) == {other.pk}


@pytest.mark.parametrize(
    "arguments",
    [["--client=elders"], ["--mapping=title"], ["--mapping=titel=vraag"], ["--format=json"]],
)
def test_import_refuses_what_it_does_not_understand(tenant, write, arguments):
    with pytest.raises(CommandError) as refusal:
        run("import_articles", write(ARTICLES), *arguments)

    assert refusal.value.returncode == 2
    assert not Article.objects.exists()


@pytest.mark.parametrize("command", ["import_articles", "evaluate_search"])
@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "[", b"\x7fELF\x00\xff\xfe", None])
def test_an_unusable_file_is_refused_without_a_traceback(tenant, write, tmp_path, command, content):
    path = str(tmp_path / "weg.csv") if content is None else write(content)
    with pytest.raises(CommandError) as refusal:
        run(command, path)

    assert refusal.value.returncode == 2
    assert str(refusal.value).endswith(".")


def test_search_works_right_after_import(tenant, write):
    run("import_articles", write(ARTICLES))
    out, _err, _code = run("search", "mn pasport is verlopen", "--json")

    (found,) = json.loads(out)
    assert found.keys() == {"id", "score", "title"}
    assert (found["id"], found["title"]) == ("pas", "Hoe vraag ik een paspoort aan?")
    assert found["score"] > 0
    run("import_articles", write(ARTICLES.replace("paspoort", "identiteitskaart")))
    assert "identiteitskaart" in run("search", "identiteitskaart")[0]


def test_search_tells_that_nothing_was_found(tenant):
    assert run("search", "paspoort") == ("", "Niets gevonden.\n", 0)
    assert run("search", "paspoort", "--json")[0] == "[]\n"


def test_search_shows_only_what_may_be_told_and_names_own_articles_by_uuid(tenant):
    article = ArticleFactory.create(tenant=tenant, reference=None, title="Paspoort")
    ArticleFactory.create(tenant=tenant, title="Paspoort", state=Article.State.DRAFT)
    out, _err, _code = run("search", "paspoort", "--json")

    assert [hit["id"] for hit in json.loads(out)] == [str(article.uuid)]


def test_evaluate_counts_the_test_rows(tenant, write):
    run("import_articles", write(ARTICLES))
    questions = write(QUESTIONS, "vragen.csv")

    out, err, _code = run("evaluate_search", questions, "--json")
    assert json.loads(out) == {"all": {"hit1": 0.5, "hit5": 0.5, "mrr10": 0.5, "n": 2}}
    assert err == ""
    assert run("evaluate_search", questions)[0] == "hit@1 0.500  hit@5 0.500  MRR@10 0.500  n 2\n"


def test_evaluate_names_ids_that_no_article_has_and_counts_them_as_missed(tenant, write):
    run("import_articles", write(ARTICLES))
    out, err, _code = run("evaluate_search", write(QUESTIONS + "test,pas,weg\n"), "--json")

    assert json.loads(out)["all"]["n"] == 3
    assert err == "Geen artikel heeft dit id: weg\n"


def test_evaluate_and_search_need_articles(write):
    with pytest.raises(CommandError, match="create-tenant"):
        run("evaluate_search", write(QUESTIONS))


def test_the_real_questions_find_their_articles(tenant):
    files = [DATA / "rijksoverheid_vacs_bzk.csv", DATA / "search_questions.csv"]
    if not all(path.exists() for path in files):
        pytest.skip(f"the real questions are not at {DATA}")
    run("import_articles", str(files[0]))
    figures = json.loads(run("evaluate_search", str(files[1]), "--json")[0])["all"]

    assert figures["n"] == 100
    assert figures["hit5"] >= 0.5
    assert figures["hit1"] <= figures["mrr10"] <= figures["hit5"]
