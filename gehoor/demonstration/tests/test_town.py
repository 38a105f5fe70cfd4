"""What stands in the database after seeding: organisation, people, knowledge."""

from collections import Counter

import pytest
from stdnum.nl import bsn

from gehoor.access.models import ProcessingLog
from gehoor.contacts.models import Check, Level, VerificationRule
from gehoor.demonstration.tests.conftest import WEDNESDAY
from gehoor.demonstration.texts import Content
from gehoor.events.models import Event
from gehoor.followups.concerns import social_teams
from gehoor.knowledge.models import Article, ArticleVersion, LocalAddition
from gehoor.organisation.models import (
    ClientOrganisation,
    Department,
    Employee,
    OpeningHours,
    Product,
    RoleAssignment,
    Skill,
    Team,
    Tenant,
    Theme,
)
from gehoor.organisation.queries import entrance_at, week_of
from gehoor.organisation.roles import Role
from gehoor.organisation.signin import demonstration_people
from gehoor.parties.merging import why_two
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PartyFlag,
    PartyIdentifier,
    PostalAddress,
    Representation,
    name_key,
)
from gehoor.parties.secrecy import lookup_key

CONTENT = Content()
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town")]


def test_it_is_flagged_as_a_demonstration(town: Tenant):
    assert town.is_demonstration
    assert Tenant.objects.get() == town


def test_the_organisation_is_all_there():
    counts = {
        ClientOrganisation: len(CONTENT.municipality["client"]),
        Department: len(CONTENT.municipality["department"]),
        Theme: len(CONTENT.municipality["theme"]),
        Product: len(CONTENT.products),
        Employee: len(CONTENT.staff["employee"]),
        Team: len(CONTENT.staff["team"]),
        Article: len(CONTENT.articles),
    }
    assert {model: model._default_manager.count() for model in counts} == counts


def test_the_called_number_says_which_client_is_meant(town: Tenant):
    entrance = entrance_at(town, "phone", "+31880000200")
    assert entrance is not None
    assert entrance.client.slug == "polderveen"


def test_opening_hours_are_one_row_a_weekday():
    hours = OpeningHours.objects.filter(client__slug="waterrijk", department=None)
    assert sorted(hours.values_list("weekday", flat=True)) == [0, 1, 2, 3, 4]


def test_every_department_has_somebody_and_some_opening_hours():
    for department in Department.objects.select_related("client"):
        assert department.employee_set.exists(), department
        assert week_of(department.client, department).hours, department


def test_every_role_can_be_chosen_at_the_door(town: Tenant):
    assert [door.role for door in demonstration_people(town)] == list(Role)


def test_nobody_can_sign_in_with_a_password():
    assert not any(person.has_usable_password() for person in Employee.objects.all())


def test_everybody_has_a_role_and_serves_a_client():
    people = Employee.objects.prefetch_related("roles", "clients")
    assert all(person.role_codes and person.client_ids for person in people)
    assert RoleAssignment.objects.filter(role=Role.AGENT).count() >= 10


def test_agents_differ_in_skill():
    levels = Counter(Skill.objects.values_list("level", flat=True))
    assert set(levels) == {1, 2, 3}


def test_articles_are_published_with_their_first_version():
    assert set(Article.objects.values_list("state", "revision")) == {("published", 1)}
    assert ArticleVersion.objects.count() == Article.objects.count()
    assert not Article.objects.filter(answer_text="").exists()
    assert Event.objects.filter(kind="article.written").count() == Article.objects.count()


def test_articles_are_of_the_home_municipality_shared_or_of_a_partner():
    owners = Counter(Article.objects.values_list("client__slug", flat=True))
    assert set(owners) == {"waterrijk", None, "polderveen", "sociaal-werk"}
    assert LocalAddition.objects.filter(article__client=None).exists()


def test_people_are_found_by_name_as_if_they_were_saved_one_by_one():
    for party in Party.objects.all():
        kept = party.name_key
        party.name_key = name_key(
            party.last_name or party.organisation_name, party.first_name or party.initials
        )
        assert kept == party.name_key


def test_people_have_addresses_and_organisations_somebody_who_speaks():
    persons = Party.objects.filter(kind=Party.Kind.PERSON)
    assert PostalAddress.objects.filter(party__in=persons).count() == persons.count()
    assert DigitalAddress.objects.filter(party__in=persons).count() > persons.count()
    speakers = Party.objects.filter(kind=Party.Kind.CONTACT_PERSON)
    organisations = Party.objects.filter(kind=Party.Kind.ORGANISATION)
    assert {party.works_for for party in speakers} == set(organisations)


def test_citizen_service_numbers_lie_encrypted_and_their_recording_is_logged():
    numbers = PartyIdentifier.objects.filter(kind="bsn")
    given = {row["bsn"] for row in CONTENT.people["persons"] if row.get("bsn")}
    known = {number.reveal() for number in numbers}
    assert known > given
    assert {number.value_key for number in numbers} == {lookup_key(value) for value in known}
    assert not any(number.value or number.encrypted_value in known for number in numbers)
    assert all(bsn.is_valid(number) and number.startswith("9999") for number in known)
    assert ProcessingLog.objects.filter(action="bsn_recorded").count() == len(known)


def test_looks_at_a_number_are_in_the_processing_log():
    looks = ProcessingLog.objects.filter(action="bsn_shown")
    assert looks.exists()
    assert all(look.purpose and look.subject_uuid for look in looks)


def test_protected_people_and_flags_are_there():
    assert Party.objects.filter(is_protected=True).exists()
    assert PartyFlag.objects.exists()


def test_a_daughter_speaks_for_her_protected_father_and_somebodys_time_has_run_out(town: Tenant):
    rows = Representation.objects.filter(tenant=town)
    today = WEDNESDAY.date()
    assert rows.filter(represented__is_protected=True).valid_on(today).exists()
    assert rows.exclude(pk__in=rows.valid_on(today)).count() == 1


def test_one_person_is_there_twice_and_can_be_merged(town: Tenant):
    twice = Party.objects.filter(tenant=town, name_key="brugstra hans")
    first, second = twice.order_by("pk")
    assert why_two(first, second) == []


def test_every_client_has_a_social_team(town: Tenant):
    for client in ClientOrganisation.objects.filter(tenant=town):
        assert social_teams(client).exists(), client


def test_rules_of_verification_can_be_passed(town: Tenant):
    rules = VerificationRule.objects.filter(tenant=town)
    assert {rule.level for rule in rules} == {Level.NONE, Level.QUESTIONS, Level.DOCUMENT}
    for rule in rules:
        assert set(rule.checks) <= set(Check), rule
        assert 1 <= rule.passes_with <= len(rule.checks), rule
