from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from django.test import Client, RequestFactory

from conftest import SignIn
from gehoor.events.models import Event
from gehoor.organisation.models import ClientOrganisation, Employee, SignInAttempt
from gehoor.organisation.roles import Role
from gehoor.organisation.signin import (
    ATTEMPTS_COUNT_FOR,
    MOST_ATTEMPTS,
    TO_TRY,
    TooManyAttempts,
    sign_in_with_password,
)
from gehoor.organisation.tests.factories import EmployeeFactory

PASSWORD = "een lang wachtwoord"


@pytest.fixture
def known(agent: Employee) -> Employee:
    agent.set_password(PASSWORD)
    agent.save()
    return agent


@pytest.fixture
def demonstration(municipality: ClientOrganisation) -> list[Employee]:
    municipality.tenant.is_demonstration = True
    municipality.tenant.save()
    place = {"tenant": municipality.tenant, "clients": [municipality]}
    return [cast(Employee, EmployeeFactory(**place, roles=[role])) for role in Role]


def at_this_machine(**more: Any) -> Client:
    return Client(SERVER_NAME="localhost", **more)


def try_password(email: str, password: str = PASSWORD, **more: str):
    return Client().post("/aanmelden/", {"email": email, "password": password, **more})


def test_sign_in_opens_the_wanted_page(known: Employee):
    response = try_password(known.email.upper(), next="/kennis/?taal=nl")
    assert (response.status_code, response["Location"]) == (302, "/kennis/?taal=nl")


def test_sign_in_writes_the_journal_without_the_address(known: Employee):
    try_password(known.email)
    event = Event.objects.get(kind="employee.signed_in")
    assert (event.subject_id, event.data) == (known.pk, {})


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_sign_in_never_leads_elsewhere(known: Employee, elsewhere: str):
    assert try_password(known.email, next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize("password", ["verkeerd wachtwoord", "x" * 900])
def test_sign_in_refuses_a_wrong_password(known: Employee, password: str):
    response = try_password(known.email, password)
    assert response.status_code == 200
    assert "Het e-mailadres of het wachtwoord klopt niet." in response.content.decode()
    assert password not in response.content.decode()


def test_sign_in_says_the_same_about_unknown_and_inactive_people(known: Employee):
    Employee.objects.filter(pk=known.pk).update(is_active=False)
    inactive, unknown = try_password(known.email), try_password("niemand@example.org")
    message = "Het e-mailadres of het wachtwoord klopt niet."
    assert [message in page.content.decode() for page in (inactive, unknown)] == [True, True]


@pytest.mark.parametrize("email", ["", "geen adres", "a\x00b@example.org", "x" * 5000 + "@a.nl"])
def test_sign_in_survives_odd_addresses(db: None, email: str):
    assert try_password(email).status_code == 200


def test_sign_in_is_refused_after_too_many_attempts(known: Employee):
    for _attempt in range(MOST_ATTEMPTS):
        assert try_password(known.email, "verkeerd").status_code == 200
    refused = try_password(known.email)
    assert refused.status_code == 429
    assert "Te vaak geprobeerd" in refused.content.decode()


def test_attempts_count_for_one_account_at_one_address(known: Employee, colleague: Employee):
    for _attempt in range(MOST_ATTEMPTS + 2):
        try_password(known.email, "verkeerd")
    assert try_password(colleague.email, "verkeerd").status_code == 200
    elsewhere = {"email": known.email, "password": PASSWORD}
    assert Client(REMOTE_ADDR="192.0.2.7").post("/aanmelden/", elsewhere).status_code == 302


def test_attempts_age_and_name_nobody(known: Employee, now: datetime):
    request = RequestFactory().post("/aanmelden/")
    for _attempt in range(MOST_ATTEMPTS):
        assert sign_in_with_password(request, known.email, "verkeerd", at=now) is None
    with pytest.raises(TooManyAttempts):
        sign_in_with_password(request, known.email, PASSWORD, at=now)
    assert known.email not in str(SignInAttempt.objects.values_list())
    later = now + ATTEMPTS_COUNT_FOR + timedelta(seconds=1)
    assert sign_in_with_password(request, known.email, PASSWORD, at=later) == known
    assert not SignInAttempt.objects.exists()


def test_pages_send_who_did_not_sign_in_to_the_sign_in_page(db: None):
    response = Client().get("/wachtwoord/")
    assert response["Location"] == "/aanmelden/?next=/wachtwoord/"


def test_part_of_a_page_after_the_session_ended_moves_the_whole_page(db: None):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/werkplek/"}
    response = Client().get("/aanmelden/?next=/werkplek/zoeken/", headers=headers)
    assert response["HX-Redirect"] == "/aanmelden/?next=%2Fwerkplek%2F"


def test_who_is_signed_in_needs_no_sign_in_page(known: Employee, sign_in: SignIn):
    assert sign_in(known).get("/aanmelden/?next=/kennis/")["Location"] == "/kennis/"


@pytest.mark.parametrize("wanted", ["next", "kennis.", "..", "(x"])
def test_wanted_page_is_taken_as_an_address(known: Employee, sign_in: SignIn, wanted: str):
    browser = sign_in(known)
    assert browser.get("/aanmelden/", {"next": wanted})["Location"] == wanted
    kept = browser.post("/voorkeuren/", {"scheme": "dark", "next": wanted})
    assert kept["Location"] == wanted


def test_demonstration_offers_each_role(demonstration: list[Employee]):
    page = at_this_machine().get("/aanmelden/")
    assert [door.employee for door in page.context["doors"]] == demonstration
    content = page.content.decode()
    assert all(str(role.label) in content for role in Role)


def test_every_role_says_what_one_can_try():
    assert set(TO_TRY) == set(Role)


def test_demonstration_role_is_one_click(demonstration: list[Employee]):
    browser = at_this_machine()
    response = browser.post("/aanmelden/rol/", {"employee": str(demonstration[0].uuid)})
    assert response["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(demonstration[0].pk)


def test_demonstration_role_asks_for_the_token_of_the_page(demonstration: list[Employee]):
    browser = at_this_machine(enforce_csrf_checks=True)
    data = {"employee": str(demonstration[0].uuid)}
    assert browser.post("/aanmelden/rol/", data).status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"SERVER_NAME": "testserver"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 localhost"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
    ],
)
def test_demonstration_is_only_for_this_machine(
    demonstration: list[Employee], elsewhere: dict[str, str]
):
    browser = Client(**{"SERVER_NAME": "localhost", **elsewhere})  # type: ignore[arg-type]
    assert browser.get("/aanmelden/").context["doors"] == []
    data = {"employee": str(demonstration[0].uuid)}
    assert browser.post("/aanmelden/rol/", data).status_code == 404


def test_demonstration_is_closed_where_a_proxy_gives_https(
    demonstration: list[Employee], settings: Any
):
    settings.IS_HTTPS = True
    assert at_this_machine().get("/aanmelden/").context["doors"] == []


def test_demonstration_lets_nobody_of_another_centre_in(
    demonstration: list[Employee], stranger: Employee
):
    data = {"employee": str(stranger.uuid)}
    assert at_this_machine().post("/aanmelden/rol/", data).status_code == 404


def test_no_role_can_be_chosen_outside_the_demonstration(agent: Employee):
    data = {"employee": str(agent.uuid)}
    assert at_this_machine().post("/aanmelden/rol/", data).status_code == 404


def test_sign_out_by_link_asks_first(agent: Employee, sign_in: SignIn):
    browser = sign_in(agent)
    assert "Wilt u zich afmelden?" in browser.get("/afmelden/").content.decode()
    assert "_auth_user_id" in browser.session


def test_sign_out_ends_the_session(agent: Employee, sign_in: SignIn):
    browser = sign_in(agent)
    response = browser.post("/afmelden/", follow=True)
    assert "U bent afgemeld." in response.content.decode()
    assert "_auth_user_id" not in browser.session
    assert Event.objects.filter(kind="employee.signed_out", subject_id=agent.pk).count() == 1


def test_sign_out_twice_is_no_fault(db: None):
    assert Client().post("/afmelden/")["Location"] == "/aanmelden/"


def test_session_ends_when_the_employee_is_switched_off(agent: Employee, sign_in: SignIn):
    browser = sign_in(agent)
    Employee.objects.filter(pk=agent.pk).update(is_active=False)
    assert browser.get("/wachtwoord/").status_code == 302


def test_preferences_are_kept(agent: Employee, sign_in: SignIn):
    response = sign_in(agent).post("/voorkeuren/", {"scheme": "dark", "next": "/kennis/"})
    agent.refresh_from_db()
    assert (agent.scheme, agent.has_single_keys) == ("dark", False)
    assert response["Location"] == "/kennis/"


def test_preferences_refuse_what_they_do_not_know(agent: Employee, sign_in: SignIn):
    sign_in(agent).post("/voorkeuren/", {"scheme": "pink", "next": "https://evil.example"})
    agent.refresh_from_db()
    assert (agent.scheme, agent.has_single_keys) == ("", True)


def test_password_changes_and_the_session_stays(known: Employee, sign_in: SignIn):
    browser = sign_in(known)
    new = "nog een lang wachtwoord"
    data = {"current": PASSWORD, "new": new, "again": new}
    response = browser.post("/wachtwoord/", data, follow=True)
    assert "Uw wachtwoord is veranderd." in response.content.decode()
    known.refresh_from_db()
    assert known.check_password(new)


@pytest.mark.parametrize(
    ("current", "new", "again", "error"),
    [
        ("verkeerd", "nog een lang wachtwoord", "nog een lang wachtwoord", "Dit is niet uw"),
        (PASSWORD, "kort", "kort", "Dit wachtwoord is te kort"),
        (PASSWORD, "nog een lang wachtwoord", "iets heel anders", "niet gelijk"),
    ],
)
def test_password_says_what_is_wrong(
    known: Employee, sign_in: SignIn, current: str, new: str, again: str, error: str
):
    data = {"current": current, "new": new, "again": again}
    response = sign_in(known).post("/wachtwoord/", data)
    assert response.status_code == 200
    assert error in response.content.decode()
