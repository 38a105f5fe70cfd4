from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from gehoor.contacts.models import Contact
from gehoor.events.models import Event
from gehoor.organisation.models import Channel, ClientOrganisation, Entrance
from gehoor.organisation.tests.factories import ClientFactory, EntranceFactory


def ring(*arguments: str) -> str:
    output = StringIO()
    call_command("ring", *arguments, stdout=output)
    return output.getvalue()


@pytest.fixture
def number(municipality):
    return EntranceFactory(client=municipality, address="+31880000100")


def test_ring_without_options_calls_anonymously_at_the_first_number(
    municipality: ClientOrganisation, number: Entrance
):
    EntranceFactory(client=municipality, address="+31880000050")
    EntranceFactory(client=municipality, channel=Channel.EMAIL, address="info@waterrijk.example")

    said = ring()

    contact = Contact.objects.get()
    assert (contact.entrance, contact.client, contact.channel) == (number, municipality, "phone")
    assert (contact.state, contact.caller_address) == ("offered", "")
    assert said == "somebody anonymous waits at Gemeente Waterrijk (+31880000100).\n"
    assert Event.objects.get().kind == "contact.offered"


@pytest.mark.parametrize("given", ["0612345678", "06-1234 56 78", "+31 6 12345678"])
def test_ring_brings_the_callers_number_to_one_form(number: Entrance, given: str):
    ring("--from", given)
    assert Contact.objects.get().caller_address == "+31612345678"


def test_ring_finds_the_client_by_the_number_however_it_is_written(number: Entrance):
    other = EntranceFactory(client=ClientFactory(tenant=number.tenant), address="+31880000200")
    ring("--entrance", "088-0000200")
    assert Contact.objects.get().client == other.client


def test_ring_on_another_channel_uses_its_entrance(number: Entrance):
    EntranceFactory(client=number.client, channel=Channel.EMAIL, address="info@waterrijk.example")
    ring("--channel", "email", "--entrance", "INFO@waterrijk.example", "--from", "Jan@Mail.example")
    contact = Contact.objects.get()
    assert (contact.channel, contact.caller_address) == ("email", "jan@mail.example")


def test_ring_refuses_an_unknown_entrance_and_says_which_there_are(number: Entrance):
    with pytest.raises(CommandError, match=r"No phone entrance .*\+31880000999.*\+31880000100"):
        ring("--entrance", "+31880000999")
    assert not Contact.objects.exists()


def test_ring_refuses_an_entrance_that_is_out_of_use(number: Entrance):
    Entrance.objects.update(is_active=False)
    with pytest.raises(CommandError, match="There is no phone entrance in use"):
        ring("--entrance", number.address)
    with pytest.raises(CommandError, match="There is no phone entrance in use"):
        ring()


@pytest.mark.parametrize("option", ["--from", "--entrance"])
def test_ring_refuses_what_is_no_number(number: Entrance, option: str):
    with pytest.raises(CommandError, match=f"{option}: balletje is no phone address"):
        ring(option, "balletje")


def test_ring_refuses_a_channel_that_does_not_exist(number: Entrance):
    with pytest.raises(CommandError, match="invalid choice: 'fax'"):
        ring("--channel", "fax")


def test_ring_asks_which_tenant_is_meant_when_two_use_the_number(number: Entrance):
    other = EntranceFactory(address=number.address)
    with pytest.raises(CommandError, match=f"--tenant: .*{other.tenant.slug}"):
        ring("--entrance", number.address)

    ring("--entrance", number.address, "--tenant", other.tenant.slug)
    assert Contact.objects.get().client == other.client


def test_ring_refuses_an_unknown_tenant(number: Entrance):
    with pytest.raises(CommandError, match="There is no tenant elders"):
        ring("--tenant", "elders")


def test_ring_hangs_up_when_nobody_answers(number: Entrance):
    said = ring("--hang-up-after", "0")
    contact = Contact.objects.get()
    assert contact.state == Contact.State.ABANDONED
    assert contact.wait_ms is not None
    assert "hung up" in said


def test_ring_refuses_a_negative_patience(number: Entrance):
    with pytest.raises(CommandError, match="0 or more"):
        ring("--hang-up-after=-1")
