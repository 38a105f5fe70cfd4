import pytest
from django.core.management import CommandError, call_command

from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)


def printed_password(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.partition("Wachtwoord: ")[2].split()[0]


def test_add_employee_can_sign_in(municipality: ClientOrganisation, capsys):
    call_command("add_employee", "Noor@Example.org", "--role", "coach", "--role", "agent")
    employee = Employee.objects.get()
    assert (employee.email, employee.name) == ("noor@example.org", "noor")
    assert employee.role_codes == {"agent", "coach"}
    assert employee.client_ids == [municipality.pk]
    assert employee.check_password(printed_password(capsys))


def test_add_employee_refuses_with_words(municipality: ClientOrganisation):
    EmployeeFactory(email="noor@example.org")
    municipality.tenant.slug = "own"
    municipality.tenant.save()
    with pytest.raises(CommandError, match="al een medewerker"):
        call_command("add_employee", "NOOR@example.org", "--tenant", "own")
    with pytest.raises(CommandError, match="geen e-mailadres"):
        call_command("add_employee", "noor", "--tenant", "own")
    with pytest.raises(CommandError, match="Er is geen organisatie elders"):
        call_command("add_employee", "a@example.org", "--tenant", "own", "--client", "elders")
    with pytest.raises(CommandError, match="Er is geen tenant weg"):
        call_command("add_employee", "a@example.org", "--tenant", "weg")
