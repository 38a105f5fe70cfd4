from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from gehoor.contacts.models import Outcome
from gehoor.contacts.outcomes import DEFAULTS
from gehoor.knowledge.models import Article
from gehoor.management.commands.run import Command as Run
from gehoor.organisation.models import ClientOrganisation, Employee, OpeningHours, Tenant


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)


def test_create_tenant_gives_all_one_needs_to_begin(db, capsys: pytest.CaptureFixture[str]):
    call_command("create_tenant", "Centrum", client=["Gemeente A", "Gemeente B"], admin="a@b.nl")
    tenant = Tenant.objects.get()
    clients = ClientOrganisation.objects.filter(tenant=tenant)
    assert [client.slug for client in clients] == ["gemeente-a", "gemeente-b"]
    assert OpeningHours.objects.count() == 10
    assert Outcome.objects.filter(tenant=tenant).count() == len(DEFAULTS)
    assert not tenant.is_demonstration
    password = capsys.readouterr().out.partition("Wachtwoord: ")[2].split()[0]
    data = {"email": "a@b.nl", "password": password, "next": "/beheer/"}
    browser = Client()
    assert browser.post("/aanmelden/", data)["Location"] == "/beheer/"
    assert browser.get("/beheer/").status_code == 200


def test_create_tenant_twice_keeps_both_apart(db):
    for email in ("a@b.nl", "b@b.nl"):
        call_command("create_tenant", "Centrum", admin=email)
    slugs = Tenant.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["centrum", "centrum-2"]
    tenants = {employee.tenant_id for employee in Employee.objects.all()}
    assert len(tenants) == 2


def test_create_tenant_leaves_nothing_half_done(db):
    call_command("create_tenant", "Centrum", admin="a@b.nl")
    with pytest.raises(CommandError, match="al een medewerker"):
        call_command("create_tenant", "Ander", admin="A@b.nl")
    assert Tenant.objects.count() == 1


def test_create_tenant_goes_on_with_what_was_imported(db, tmp_path: Path, capsys):
    path = tmp_path / "a.csv"
    path.write_text("id,question,reference_answer_html\n1,Waar is de balie?,<p>Hier.</p>\n")
    call_command("import_articles", str(path))
    call_command("create_tenant", "Gemeente A", admin="a@b.nl")
    tenant = Tenant.objects.get()
    assert (tenant.name, tenant.slug) == ("Gemeente A", "gehoor")
    assert "Tenant gehoor had nog geen medewerkers" in capsys.readouterr().out
    assert Article.objects.get().tenant == Employee.objects.get().tenant == tenant
    assert ClientOrganisation.objects.get().name == "Gemeente A"


def test_run_says_what_to_do_when_nobody_can_sign_in(db, capsys):
    Tenant.objects.create(slug="gehoor", name="Gehoor")
    run = Run()
    run._prepare(with_demonstration=True)
    assert "gehoor create-tenant NAME --admin EMAIL" in capsys.readouterr().out
    call_command("create_tenant", "Gemeente A", admin="a@b.nl")
    capsys.readouterr()
    run._prepare(with_demonstration=True)
    assert capsys.readouterr().out == ""
