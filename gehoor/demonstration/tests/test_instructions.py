import pytest

from gehoor.demonstration.tests.conftest import WEDNESDAY
from gehoor.knowledge.instructions import receipts_of
from gehoor.knowledge.models import Instruction
from gehoor.organisation.emergency import EmergencyNumber
from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Role

pytestmark = pytest.mark.usefixtures("town")


def test_an_agent_begins_with_something_she_must_read() -> None:
    agent = Employee.objects.filter(roles__role=Role.AGENT).order_by("pk")[0]
    current = Instruction.objects.addressed_to(agent).current(WEDNESDAY)
    kinds = set(current.values_list("kind", flat=True))
    assert kinds == {"instruction", "announcement", "news"}
    assert current.unread_by(agent).filter(must_read=True).exists()


def test_what_is_older_than_a_day_most_have_read() -> None:
    for instruction in Instruction.objects.all():
        read = [read_at is not None for _person, read_at in receipts_of(instruction)]
        is_old = (WEDNESDAY - instruction.valid_from).days >= 1
        share = sum(read) / len(read)
        assert 0.6 < share < 0.9 if is_old else share == 0


def test_the_municipality_has_numbers_of_its_own() -> None:
    assert EmergencyNumber.objects.filter(client__slug="waterrijk").count() == 2
