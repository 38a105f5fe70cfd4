from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from gehoor.contacts.models import Contact, Question
from gehoor.contacts.months import fix_month
from gehoor.contacts.tests.factories import ClosedContactFactory
from gehoor.organisation.tests.factories import ClientFactory, EmployeeFactory

PAGE = "/werkplek/achteraf/"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def sent(client, *, ago: timedelta = timedelta(hours=30), **changes: str) -> dict[str, str]:
    begun = (timezone.now() - ago).astimezone(AMSTERDAM)
    form = {
        "channel": "counter", "direction": "in", "client": str(client.pk),
        "begun_on": f"{begun:%Y-%m-%d}", "begun_at": f"{begun:%H:%M}", "minutes": "10",
    }  # fmt: skip
    return form | changes


def test_contact_is_entered_and_finished_as_always(
    browser: Client, municipality, outcomes, fill_in
) -> None:
    page = browser.get(PAGE)
    assert page.status_code == 200
    answer = browser.post(PAGE, sent(municipality))
    contact = Contact.objects.get()
    assert answer["Location"] == f"/werkplek/{contact.uuid}/"
    desk = browser.get(answer["Location"]).content.decode()
    assert "Achteraf ingevoerd" in desk
    assert "clock-hold" not in desk
    form = fill_in({"text": "op de markt gevraagd", "outcome": outcomes["answered"]})
    assert browser.post(f"/werkplek/{contact.uuid}/afronden/", form).status_code == 302
    contact.refresh_from_db()
    assert (contact.state, contact.handle_ms) == ("closed", None)
    assert Question.objects.get().text == "op de markt gevraagd"
    shown = browser.get(f"/contacten/{contact.uuid}/").content.decode()
    assert all(word in shown for word in ("achteraf ingevoerd", "Begin, geschat", "Einde, geschat"))
    assert "Wachttijd" not in shown


def test_desk_leads_there_by_key(browser: Client) -> None:
    desk = browser.get("/werkplek/").content.decode()
    assert f'href="{PAGE}" aria-keyshortcuts="Alt+I"' in desk


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"minutes": "0"}, "minstens 1 minuut"),
        ({"minutes": "9" * 30}, "hoogstens 8 uur"),
        ({"begun_at": "26:00"}, "geldige tijd"),
        ({"begun_on": ""}, "verplicht"),
        ({"begun_on": "2199-01-01"}, "nog niet geweest"),
        ({"begun_on": "2020-01-01"}, "langer dan 31 dagen geleden"),
        ({"channel": "duif"}, "duif"),
    ],
)
def test_what_is_wrong_is_told_and_kept(browser: Client, municipality, changes, told) -> None:
    page = browser.post(PAGE, sent(municipality, **changes))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Contact.objects.exists()


def test_fixed_month_is_told(browser: Client, municipality, agent) -> None:
    last = timezone.now().astimezone(AMSTERDAM).replace(day=1) - timedelta(days=1)
    manager = EmployeeFactory(tenant=agent.tenant, name="Ria Baas")
    fix_month(municipality, last.date(), by=manager, at=timezone.now())
    form = sent(municipality, begun_on=f"{last:%Y-%m-%d}", begun_at="00:05", minutes="1")
    page = browser.post(PAGE, form)
    assert page.status_code == 422
    assert "zijn vastgesteld door Ria Baas" in page.content.decode()


def test_only_for_clients_one_serves(browser: Client, municipality, stranger) -> None:
    for client in (ClientFactory(tenant=municipality.tenant), stranger.clients.get()):
        assert browser.post(PAGE, sent(client)).status_code == 422
    assert not Contact.objects.exists()


def test_who_does_not_answer_enters_nothing(municipality, sign_in, client) -> None:
    planner = EmployeeFactory(tenant=municipality.tenant, clients=[municipality], roles=["planner"])
    assert sign_in(planner).get(PAGE).status_code == 403
    assert sign_in(planner).post(PAGE, sent(municipality)).status_code == 403
    assert "/aanmelden/" in client.get(PAGE)["Location"]


def test_list_shows_and_filters_them(browser: Client, municipality) -> None:
    at = timezone.now() - timedelta(hours=1)
    ClosedContactFactory(client=municipality, offered_at=at)
    late = ClosedContactFactory(client=municipality, offered_at=at, is_afterwards=True)
    page = browser.get("/contacten/", {"afterwards": "on"})
    assert [row["contact"] for row in page.context["rows"]] == [late]
    assert "achteraf ingevoerd" in page.content.decode()
    assert len(browser.get("/contacten/").context["rows"]) == 2
