"""Who speaks, at the desk: verification, whom a question is about, an interpreter."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from gehoor.contacts.actions import accept_contact, attach_party
from gehoor.contacts.models import Contact, Level, Outcome, Question, Verification, VerificationRule
from gehoor.contacts.tests.factories import ContactFactory
from gehoor.desk.tests.conftest import FillIn
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.organisation.tests.factories import EmployeeFactory, ProductFactory, ThemeFactory
from gehoor.parties.actions import set_postal_address
from gehoor.parties.models import Party, Representation
from gehoor.parties.tests.factories import PartyFactory, RepresentationFactory

Outcomes = dict[str, Outcome]
Send = Callable[..., str]
PARTS = ("controle/", "controle/uitslag/", "over-wie/", "over-wie/grond/", "tolk/")


def path_of(contact: Contact, part: str) -> str:
    return f"/werkplek/{contact.uuid}/{part}"


@pytest.fixture
def caller(municipality: ClientOrganisation, agent: Employee) -> Party:
    """Protected; we know where she lives."""
    person = PartyFactory.create(client=municipality, is_protected=True)
    home = {"street": "Havenweg", "house_number": 12, "postcode": "1234 AB", "city": "Waterrijk"}
    set_postal_address(person, "visit", home, by=agent, at=timezone.now())
    return person


@pytest.fixture
def known_call(open_call: Contact, caller: Party, agent: Employee) -> Contact:
    return attach_party(open_call, caller, by=agent, at=timezone.now())


@pytest.fixture
def father(municipality: ClientOrganisation) -> Party:
    return PartyFactory.create(client=municipality, first_name="Henk", last_name="de Wit")


@pytest.fixture
def representation(caller: Party, father: Party) -> Representation:
    today = timezone.localdate()
    return RepresentationFactory.create(
        representative=caller, represented=father,
        starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=9),
    )  # fmt: skip


@pytest.fixture
def send(browser: Client, known_call: Contact) -> Send:
    """What a part of the desk answers."""

    def to(part: str, status: int = 200, **data: Any) -> str:
        answer = browser.post(path_of(known_call, part), data, headers={"HX-Request": "true"})
        assert answer.status_code == status
        return answer.content.decode()

    return to


def needs_level(contact: Contact, level: Level, product: str = "paspoort") -> None:
    row = ProductFactory.create(tenant=contact.tenant, name=product)
    place = {"tenant": contact.tenant, "client": contact.client}
    VerificationRule.objects.create(**place, product=row, level=level)


# --- people -------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
def test_only_for_who_answers_this_client(
    known_call: Contact,
    part: str,
    municipality: ClientOrganisation,
    stranger: Employee,
    other_clients_agent: Employee,
    sign_in: Callable[[Employee], Client],
) -> None:
    planner = EmployeeFactory.create(
        tenant=municipality.tenant, clients=[municipality], roles=["planner"]
    )
    statuses = [
        sign_in(one).post(path_of(known_call, part)).status_code
        for one in (planner, stranger, other_clients_agent)
    ]
    assert statuses == [403, 404, 404]
    assert Client().post(path_of(known_call, part))["Location"].startswith("/aanmelden/")


def test_a_colleague_changes_nothing(
    known_call: Contact, colleague: Employee, sign_in: Callable[[Employee], Client]
) -> None:
    other = sign_in(colleague)
    answers = {"check-birth_date": "right", "check-address": "1234 AB 12"}
    assert other.post(path_of(known_call, "controle/uitslag/"), answers).status_code == 409
    assert other.post(path_of(known_call, "tolk/"), {"interpreter": "family"}).status_code == 409
    known_call.refresh_from_db()
    assert (known_call.verification_level, known_call.interpreter) == (Level.NONE, "")


# --- verification ---------------------------------------------------------------


def test_the_page_is_calm_when_nothing_is_needed(browser: Client, known_call: Contact) -> None:
    shown = browser.get(path_of(known_call, "")).content.decode()
    assert "Niet gecontroleerd" in shown
    for word in ("verification--held", "mislukt", "Geboortedatum"):
        assert word not in shown


def test_a_stranger_on_the_line_cannot_be_verified(browser: Client, open_call: Contact) -> None:
    assert "verification" not in browser.get(path_of(open_call, "klant/")).content.decode()
    panel = browser.post(path_of(open_call, "controle/"), {"is_open": "on"})
    assert (panel.status_code, panel.content) == (200, b"")
    answers = {"check-birth_date": "right"}
    assert browser.post(path_of(open_call, "controle/uitslag/"), answers).status_code == 200
    assert not Verification.objects.exists()


def test_the_open_panel_asks_and_shows_no_answer(send: Send) -> None:
    shown = send("controle/", is_open="on")
    for label in ("Geboortedatum", "Postcode en huisnummer", "Laatste drie cijfers van het BSN"):
        assert label in shown
    assert '<input type="text" name="check-address"' in shown
    assert '<input type="radio" name="check-birth_date" value="right"' in shown
    for secret in ("1234", "Havenweg", "Waterrijk"):
        assert secret not in shown


def test_the_panel_follows_the_product(send: Send, known_call: Contact) -> None:
    needs_level(known_call, Level.QUESTIONS)
    needs_level(known_call, Level.DOCUMENT, "rijbewijs")
    assert "Eerst controleren: controlevragen." in send("controle/", product="Paspoort")
    assert "Mag hier niet: alleen met document aan de balie." in send(
        "controle/", product="rijbewijs"
    )
    assert "verification--held" not in send("controle/", product="container")


def test_right_answers_close_the_panel(send: Send, known_call: Contact, agent: Employee) -> None:
    needs_level(known_call, Level.QUESTIONS)
    answers = {"check-birth_date": "right", "check-address": "1234ab 12"}
    shown = send("controle/uitslag/", is_open="on", product="paspoort", **answers)
    assert "Gecontroleerd: controlevragen" in shown
    assert "verification__body" not in shown
    assert "verification--held" not in shown
    tried = Verification.objects.get()
    assert (tried.is_passed, tried.product, tried.by) == (
        True, VerificationRule.objects.get().product, agent,
    )  # fmt: skip


def test_a_failure_says_what_may_still_be_said(send: Send) -> None:
    shown = send("controle/uitslag/", is_open="on", **{"check-address": "4321 ZZ 1"})
    assert "Controle mislukt: geef alleen algemene informatie." in shown
    assert "1 × mislukt" in shown
    assert "4321 ZZ 1" in shown  # what she typed herself
    assert "Havenweg" not in shown
    assert not Verification.objects.get().is_passed


def test_too_little_asked_says_so_and_keeps_what_was_typed(send: Send) -> None:
    shown = send("controle/uitslag/", 422, is_open="on", **{"check-address": "1234 AB 12"})
    assert "Stel nog 1 vraag." in shown
    assert 'value="1234 AB 12"' in shown
    assert not Verification.objects.exists()


def test_earlier_failures_warn_the_next_agent(
    send: Send, browser: Client, known_call: Contact, caller: Party, colleague: Employee
) -> None:
    now = timezone.now()
    for days in (1, 29, 31):
        earlier = ContactFactory.create(client=caller.client, party=caller)
        Verification.objects.create(
            tenant=caller.tenant, client=caller.client, contact=earlier, party=caller,
            level=Level.QUESTIONS, is_passed=False, by=colleague, at=now - timedelta(days=days),
        )  # fmt: skip
    shown = browser.get(path_of(known_call, "")).content.decode()
    assert "2 × mislukt" in shown
    assert "Controle mislukt" not in shown


def test_a_document_counts_at_the_counter_only(send: Send, known_call: Contact) -> None:
    document = {"means": str(Level.DOCUMENT.value)}
    assert "bekendmaken" in send("controle/uitslag/", 422, **document)
    Contact.objects.update(channel="counter")
    assert "Gecontroleerd: document aan de balie" in send("controle/uitslag/", **document)


@pytest.mark.parametrize("means", ["0", "1", "99", "x"])
def test_no_other_means(send: Send, means: str) -> None:
    send("controle/uitslag/", 422, means=means)
    assert not Verification.objects.exists()


def test_another_customer_is_not_verified(
    browser: Client, known_call: Contact, send: Send, father: Party
) -> None:
    send("controle/uitslag/", **{"check-birth_date": "right", "check-address": "1234 AB 12"})
    browser.post(path_of(known_call, "klant/loslaten/"))
    shown = browser.post(
        path_of(known_call, "klant/kiezen/"), {"party": father.uuid}
    ).content.decode()
    assert "Niet gecontroleerd" in shown


def test_the_contact_page_shows_how_sure_we_were(
    browser: Client, known_call: Contact, send: Send, agent: Employee
) -> None:
    send("controle/uitslag/", **{"check-address": "9999 ZZ 9"})
    send("controle/uitslag/", **{"check-birth_date": "right", "check-address": "1234 AB 12"})
    shown = browser.get(f"/contacten/{known_call.uuid}/").content.decode()
    for words in (
        "controlevragen", "fout: Postcode en huisnummer", "Controle mislukt",
        "goed: Geboortedatum, Postcode en huisnummer", "Controle geslaagd", agent.name,
    ):  # fmt: skip
        assert words in shown
    assert "9999" not in shown


def test_a_known_customer_costs_two_queries_for_verification(
    browser: Client, known_call: Contact, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    path = path_of(known_call, "klant/")
    browser.get(path)
    with django_assert_max_num_queries(40) as counted:
        browser.get(path)
    asked = [query["sql"] for query in counted if 'FROM "contacts_verification' in query["sql"]]
    assert len(asked) == 2


# --- whom a question is about -----------------------------------------------------


def test_the_choice_is_among_those_she_speaks_for(
    send: Send, representation: Representation, father: Party
) -> None:
    shown = send("over-wie/", **{"questions-0-text": "over mijn vader"})
    assert "De klant zelf" in shown
    assert f'data-concerns="{father.uuid}" data-representation="{representation.uuid}"' in shown
    assert "Gemachtigde, voor alles, tot en met" in shown


def test_what_has_run_out_cannot_be_chosen_and_says_why(
    send: Send, representation: Representation, father: Party
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Representation.objects.update(ends_on=yesterday)
    shown = send("over-wie/")
    assert "Deze vertegenwoordiging gold tot en met" in shown
    assert str(representation.uuid) not in shown
    assert f'data-concerns="{father.uuid}"' in shown  # as somebody who only says so


def test_what_does_not_cover_the_subject_cannot_be_chosen_and_says_why(
    send: Send, known_call: Contact, representation: Representation
) -> None:
    taxes, care = (
        ThemeFactory.create(tenant=known_call.tenant, name=n) for n in ("Belasting", "Zorg")
    )
    representation.themes.add(taxes)
    chosen = f'data-representation="{representation.uuid}"'
    assert chosen in send("over-wie/", **{"questions-3-text": "?"})
    assert chosen in send("over-wie/", **{"questions-3-theme": taxes.pk})
    refused = send("over-wie/", **{"questions-3-theme": care.pk})
    assert chosen not in refused
    assert "Deze vertegenwoordiging geldt alleen voor: Belasting." in refused


def test_a_search_for_another_tells_no_more_than_it_must(
    send: Send, agent: Employee, father: Party
) -> None:
    home = {"street": "Dijkstraat", "house_number": 3, "postcode": "1234 AB", "city": "Waterrijk"}
    set_postal_address(father, "visit", home, by=agent, at=timezone.now())
    search = {"q": "de wit", "as": "concerned"}
    shown = send("klant/zoeken/", **search)
    assert f'data-concerns="{father.uuid}"' in shown
    assert "Waterrijk" in shown
    assert "Dijkstraat" not in shown
    Party.objects.update(is_protected=True)
    assert "Waterrijk" not in send("klant/zoeken/", **search)


def test_the_question_says_by_what_she_asks(
    send: Send, representation: Representation, father: Party
) -> None:
    given = {"questions-1-party": father.uuid, "prefix": "questions-1"}
    unproven = send("over-wie/grond/", **given)
    assert "Henk de Wit" in unproven
    assert "Vertel niets over deze persoon" in unproven
    assert "/klanten/" not in unproven
    proven = send("over-wie/grond/", **given, **{"questions-1-representation": representation.uuid})
    assert "Vertel niets" not in proven
    assert f"/klanten/{father.uuid}/" in proven


def test_the_question_says_when_its_subject_is_not_covered(
    send: Send, known_call: Contact, representation: Representation, father: Party
) -> None:
    taxes, care = (
        ThemeFactory.create(tenant=known_call.tenant, name=n) for n in ("Belasting", "Zorg")
    )
    representation.themes.add(taxes)
    given = {"questions-0-party": father.uuid, "questions-0-representation": representation.uuid}
    shown = send("over-wie/grond/", **given, **{"questions-0-theme": care.pk})
    assert "geldt alleen voor: Belasting" in shown
    assert "Vertel niets over deze persoon" in shown
    assert "Vertel niets" not in send("over-wie/grond/", **given, **{"questions-0-theme": taxes.pk})


@pytest.mark.parametrize(
    "broken", [{"prefix": "x"}, {"prefix": "questions-99"}, {"questions-0-party": "x"}, {}]
)
def test_a_broken_form_is_about_nobody(send: Send, broken: dict[str, str]) -> None:
    assert "chosen" not in send("over-wie/grond/", **broken)
    assert "De klant zelf" in send("over-wie/", **broken)


def test_two_questions_for_two_people(
    browser: Client,
    known_call: Contact,
    caller: Party,
    representation: Representation,
    father: Party,
    outcomes: Outcomes,
    fill_in: FillIn,
) -> None:
    answered = {"outcome": outcomes["answered"]}
    about_father = {"party": father.uuid, "representation": representation.uuid}
    form = fill_in(
        {"text": "voor mij", **answered},
        {"text": "voor hem", **answered, **about_father},
        {"text": "voor hem, zegt ze", **answered, "party": father.uuid},
    )
    browser.post(path_of(known_call, "afronden/"), form)
    rows = Question.objects.order_by("position").values_list("party", "ground", "representation")
    assert list(rows) == [
        (caller.pk, "own", None),
        (father.pk, "representation", representation.pk),
        (father.pk, "unproven", None),
    ]


def test_a_draft_comes_back_with_whom_it_is_about(
    browser: Client,
    known_call: Contact,
    representation: Representation,
    father: Party,
    fill_in: FillIn,
) -> None:
    about = {"party": father.uuid, "representation": representation.uuid}
    browser.post(path_of(known_call, "concept/"), fill_in({"text": "voor hem", **about}))
    shown = browser.get(path_of(known_call, "")).content.decode()
    assert "Henk de Wit" in shown
    assert "Gemachtigde, voor alles" in shown


@pytest.mark.parametrize("wrong", ["ended", "other_caller", "unknown"])
def test_finishing_by_what_cannot_be_used_says_why_and_keeps_what_was_typed(
    browser: Client,
    known_call: Contact,
    representation: Representation,
    father: Party,
    agent: Employee,
    outcomes: Outcomes,
    fill_in: FillIn,
    wrong: str,
) -> None:
    given = {"party": father.uuid, "representation": representation.uuid}
    why = "van iemand anders"
    if wrong == "ended":
        Representation.objects.update(ended_at=timezone.now())
        why = "is beëindigd"
    elif wrong == "other_caller":
        other = PartyFactory.create(client=known_call.client)
        attach_party(known_call, other, by=agent, at=timezone.now())
    else:
        given["representation"] = father.uuid
    form = fill_in({"text": "voor mijn vader", "outcome": outcomes["answered"], **given})
    page = browser.post(path_of(known_call, "afronden/"), form)
    shown = page.content.decode()
    assert page.status_code == 422
    assert why in shown
    assert "voor mijn vader" in shown
    assert not Question.objects.exists()


# --- interpreter --------------------------------------------------------------------


def test_an_interpreter_is_kept_and_explained(
    send: Send, known_call: Contact, browser: Client
) -> None:
    shown = send("tolk/", interpreter="telephone", language="ara")
    assert "Tolkentelefoon" in shown
    assert "Spreek tegen de klant, niet tegen de tolk." in shown
    assert 'hx-swap-oob="true"' in shown
    known_call.refresh_from_db()
    assert (known_call.interpreter, known_call.interpreter_language) == ("telephone", "ara")
    page = browser.get(f"/contacten/{known_call.uuid}/").content.decode()
    assert "Tolkentelefoon, Arabisch" in page
    assert "Met tolk" in page


def test_without_an_interpreter_again(send: Send, known_call: Contact) -> None:
    send("tolk/", interpreter="teletolk_text", language="nld")
    assert "<details" not in send("tolk/", interpreter="", language="nld")
    known_call.refresh_from_db()
    assert (known_call.interpreter, known_call.interpreter_language) == ("", "")


@pytest.mark.parametrize("wrong", [{"interpreter": "robot"}, {"language": "xxx"}])
def test_an_unknown_interpreter_is_refused(
    send: Send, known_call: Contact, wrong: dict[str, str]
) -> None:
    send("tolk/", 409, **({"interpreter": "telephone"} | wrong))
    known_call.refresh_from_db()
    assert known_call.interpreter == ""


def test_who_always_calls_with_an_interpreter_is_known(
    browser: Client, known_call: Contact
) -> None:
    Party.objects.update(interpreter="teletolk_sign")
    assert "Belt met: Teletolk gebaren" in browser.get(path_of(known_call, "")).content.decode()


def test_every_kind_of_interpreter_is_explained(browser: Client, known_call: Contact) -> None:
    form = browser.get(path_of(known_call, "")).context["interpreter_form"]
    assert [bool(explanation) for _code, _name, explanation in form.kinds] == [False] + [True] * 5


def test_accepting_another_call_starts_unverified(
    browser: Client, known_call: Contact, caller: Party, agent: Employee, send: Send
) -> None:
    send("controle/uitslag/", means=str(Level.DIGID.value))
    second = ContactFactory.create(client=caller.client, offered_at=timezone.now())
    accept_contact(second, by=agent, at=timezone.now())
    attach_party(second, caller, by=agent, at=timezone.now())
    second.refresh_from_db()
    assert second.verification_level == Level.NONE
    assert "Niet gecontroleerd" in browser.get(path_of(second, "klant/")).content.decode()
