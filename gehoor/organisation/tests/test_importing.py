from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gehoor.events.models import Event
from gehoor.organisation.importing import UnusableFile, import_products, read_products
from gehoor.organisation.models import Product, Tenant
from gehoor.organisation.tests.factories import ProductFactory, TenantFactory, ThemeFactory

HEAD = "UniformeProductnaam,URI,Rijk,Gemeente\n"
URI = "http://standaarden.overheid.nl/owms/terms/"
UPL = Path(__file__).parents[4] / "shared/data/upl.csv"


def upl(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


@pytest.fixture
def tenant(db: None) -> Tenant:
    return TenantFactory()


def test_municipal_products_are_taken_over(tenant, now):
    rows = read_products(upl(f"paspoort,{URI}paspoort,,X", f"octrooi,{URI}octrooi,X,"))
    report = import_products(tenant, rows, at=now)
    assert [str(product) for product in Product.objects.filter(tenant=tenant)] == ["paspoort"]
    assert (report.added, report.skipped) == (1, 1)
    assert Event.objects.get().data == {"added": 1, "renamed": 0}


def test_all_products_are_taken_over_when_asked(tenant, now):
    rows = read_products(upl(f"paspoort,{URI}paspoort,,X", f"octrooi,{URI}octrooi,X,"))
    assert import_products(tenant, rows, with_all=True, at=now).added == 2


def test_importing_again_doubles_nothing_and_keeps_what_was_set(tenant, now):
    theme = ThemeFactory(tenant=tenant)
    known = ProductFactory(tenant=tenant, uri=f"{URI}paspoort", name="pas", theme=theme)
    rows = read_products(upl(f"paspoort,{URI}paspoort,,X", f"paspoort,{URI}paspoort,,X"))
    first = import_products(tenant, rows, at=now)
    again = import_products(tenant, rows, at=now)
    known.refresh_from_db()
    assert (known.name, known.theme) == ("paspoort", theme)
    assert (first.renamed, first.doubled) == (1, 1)
    assert (again.unchanged, again.added, again.renamed) == (1, 0, 0)
    assert Product.objects.count() == 1
    assert Event.objects.count() == 1


def test_tenants_have_their_own_products(tenant, now):
    rows = read_products(upl(f"paspoort,{URI}paspoort,,X"))
    for centre in (tenant, TenantFactory()):
        assert import_products(centre, rows, at=now).added == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (f",{URI}x,,X", "de naam ontbreekt"),
        ("paspoort,,,X", "de URI ontbreekt of is geen webadres"),
        ("paspoort,javascript:1,,X", "de URI ontbreekt of is geen webadres"),
        (f"{'x' * 301},{URI}x,,X", "de naam of de URI is te lang"),
        ("paspoort", "de URI ontbreekt of is geen webadres"),
    ],
)
def test_rows_that_are_no_product_are_told(tenant, now, line: str, reason: str):
    rows = read_products(upl(f"gravestone,{URI}graf,,X", line))
    report = import_products(tenant, rows, at=now)
    assert report.refused == [(3, reason)]
    assert report.added == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Het bestand is leeg."),
        (b"naam,adres\nx,y", "Deze kolommen ontbreken"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "Deze kolommen ontbreken"),
        (upl('"paspoort,' + URI), "Regel 2 is niet te lezen"),
    ],
)
def test_broken_files_are_refused_with_words(data: bytes, message: str):
    with pytest.raises(UnusableFile, match=message):
        read_products(data)


def test_other_encodings_and_delimiters_are_read():
    text = HEAD.replace(",", ";") + f"coördinatie;{URI}x;;X"
    for data in (text.encode("utf-8-sig"), text.encode("cp1252")):
        assert [row.name for row in read_products(data)] == ["coördinatie"]


def test_real_list_has_503_municipal_rows(tenant, now):
    if not UPL.exists():
        pytest.skip("the Uniforme Productenlijst is not beside this checkout")
    report = import_products(tenant, read_products(UPL.read_bytes()), at=now)
    assert (report.added, report.doubled, report.skipped) == (450, 53, 618)
    assert report.refused == []


def test_command_reports(tenant, tmp_path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "upl.csv"
    path.write_bytes(upl(f"paspoort,{URI}paspoort,,X", ",,,X"))
    with pytest.raises(SystemExit, match="1"):
        call_command("import_products", str(path))
    said = capsys.readouterr().out
    assert "1 toegevoegd" in said
    assert "rij 3: de naam ontbreekt" in said


def test_command_makes_the_first_tenant(db, tmp_path):
    path = tmp_path / "upl.csv"
    path.write_bytes(upl(f"paspoort,{URI}paspoort,,X"))
    call_command("import_products", str(path))
    assert Tenant.objects.get().slug == "gehoor"


def test_command_asks_which_tenant(tenant, tmp_path):
    TenantFactory()
    path = tmp_path / "upl.csv"
    path.write_bytes(upl())
    with pytest.raises(CommandError, match="Kies met --tenant"):
        call_command("import_products", str(path))
    with pytest.raises(CommandError, match="is niet te lezen"):
        call_command("import_products", str(tmp_path / "weg.csv"))
