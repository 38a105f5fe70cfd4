import asyncio
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.contacts.actions import accept_contact, offer_contact, set_confidential
from gehoor.contacts.hands import raise_hand
from gehoor.desk.live import Hub, Stream, _message
from gehoor.organisation.models import ClientOrganisation, Employee

SignIn = Callable[[Employee], Client]
pytestmark = pytest.mark.django_db(transaction=True)


def stream_of(employee: Employee, browser: Client) -> Stream:
    key = browser.session.session_key
    assert key
    return Stream(key, employee.pk, employee.get_session_auth_hash(), employee.tenant_id)


def is_ended(stream: Stream) -> bool:
    hub = Hub()
    hub.streams.add(stream)
    asyncio.run(hub.end_signed_out())
    return stream.is_over


def test_stream_of_who_is_signed_in_stays(agent: Employee, sign_in: SignIn) -> None:
    assert not is_ended(stream_of(agent, sign_in(agent)))


def test_signing_out_ends_the_stream(agent: Employee, sign_in: SignIn) -> None:
    browser = sign_in(agent)
    stream = stream_of(agent, browser)
    browser.post("/afmelden/")
    assert is_ended(stream)


def test_switching_off_ends_the_stream(agent: Employee, sign_in: SignIn) -> None:
    stream = stream_of(agent, sign_in(agent))
    Employee.objects.update(is_active=False)
    assert is_ended(stream)


def test_a_new_password_ends_the_stream(agent: Employee, sign_in: SignIn) -> None:
    stream = stream_of(agent, sign_in(agent))
    agent.set_password("een ander lang wachtwoord")
    agent.save()
    assert is_ended(stream)


def test_a_database_that_fails_once_does_not_silence_the_hub(
    agent: Employee, sign_in: SignIn
) -> None:
    class Stumbling(Hub):
        attempts = 0

        def _news_of_tenants(self) -> dict[int, set[str]]:
            self.attempts += 1
            if self.attempts == 1:
                raise OSError("away")
            return super()._news_of_tenants()

    async def listen() -> bool:
        hub = Stumbling()
        hub.add(stream)
        await asyncio.wait_for(stream.is_due.wait(), timeout=10)
        hub.streams.clear()
        assert hub.reader
        await hub.reader
        return hub.attempts > 1

    stream = stream_of(agent, sign_in(agent))
    assert asyncio.run(listen())


def test_each_browser_is_told_what_to_look_at(
    agent: Employee, stranger: Employee, municipality: ClientOrganisation, sign_in: SignIn
) -> None:
    now, hub = timezone.now(), Hub()
    hub.streams |= {stream_of(who, sign_in(who)) for who in (agent, stranger)}
    everything = {"waiting", "shift"}
    assert hub._news_of_tenants() == dict.fromkeys(
        (agent.tenant_id, stranger.tenant_id), everything
    )
    offered = offer_contact(municipality, "phone", at=now)
    assert hub._news_of_tenants() == {agent.tenant_id: {"waiting"}}
    raise_hand(accept_contact(offered, by=agent, at=now), by=agent, at=now)
    set_confidential(offered, True, by=agent, at=now)
    assert hub._news_of_tenants() == {agent.tenant_id: {"waiting", "shift"}}
    assert hub._news_of_tenants() == {}


@pytest.mark.parametrize(
    ("news", "message"),
    [
        ({"shift", "waiting"}, b"event: waiting\ndata: waiting shift\n\n"),
        ({"shift"}, b"event: shift\ndata: shift\n\n"),
        (set(), b"event: waiting\ndata: \n\n"),
    ],
)
def test_a_message_is_one_event(news: set[str], message: bytes) -> None:
    assert _message(news) == message
