"""With what a year is played: the content, and what stands in the database."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from gehoor.contacts.models import Outcome
from gehoor.contacts.outcomes import FollowUpKind
from gehoor.demonstration.arrivals import FULL_SIZE, SHARE_OF_CHANNEL, Arrivals, Door
from gehoor.demonstration.callers import Callers
from gehoor.demonstration.catalogue import Catalogue
from gehoor.demonstration.days import Days
from gehoor.demonstration.demand import Demand
from gehoor.demonstration.desks import AT_DESK, Agent, Roster
from gehoor.demonstration.hours import Openings, moment_of
from gehoor.demonstration.inhabitants import Inhabitant, inhabitants
from gehoor.demonstration.models import ZONE, Year
from gehoor.demonstration.promises import Promises
from gehoor.demonstration.records import Records
from gehoor.demonstration.subjects import Subjects
from gehoor.demonstration.texts import Content, Row
from gehoor.demonstration.words import Words
from gehoor.organisation.models import ClientOrganisation, Department, Employee, Entrance
from gehoor.organisation.queries import week_of
from gehoor.organisation.roles import Role
from gehoor.parties.models import Party, PartyIdentifier

BEFORE, AFTER = timedelta(days=30), timedelta(days=150)  # opening hours beyond the year itself
PEOPLE_A_CONTACT = 1.3  # inhabitants we know, for each contact in four weeks


@dataclass(frozen=True)
class Plan:
    """Of one demonstration; read from the database when it is first used."""

    content: Content
    year: Year

    @cached_property
    def days(self) -> Days:
        arrivals = Arrivals(
            self._doors,
            Demand(self._rows, self.year.seed),
            Subjects(Catalogue(self.content, self.year.tenant).subjects(), self.year.seed),
            Callers(self.people, len(cast(self.content)), self._works_for, self.year.seed),
            {slug: self._openings(client) for slug, client in self._clients.items()},
            ZONE,
            self._rows["lift"],
            self.year.contacts / FULL_SIZE,
            self.year.seed,
        )
        roster, words = Roster(self._agents, self.year.seed), Words(self.content.voices)
        kinds = {
            code: outcome.follow_up
            for code, outcome in self._outcomes.items()
            if outcome.follow_up != FollowUpKind.NONE
        }
        return Days(
            arrivals, roster, self._promises, words, self.people, kinds, self.year.last_day,
            self.year.seed,
        )  # fmt: skip

    @cached_property
    def records(self) -> Records:
        clients = {slug: client.pk for slug, client in self._clients.items()}
        until = moment_of(self.year.ends_at)
        return Records(
            self.year.tenant, clients, self._outcomes, self.people, self._parties,
            self._with_bsn, until, self.year.seed,
        )  # fmt: skip

    @cached_property
    def people(self) -> list[Inhabitant]:
        """The cast of people.json first."""
        count = round(self.year.contacts * PEOPLE_A_CONTACT)
        return cast(self.content) + inhabitants(self.content.names, count, self.year.seed)

    @cached_property
    def _parties(self) -> dict[int, int]:
        """The key of each person who is still there."""
        first = self.year.first_party
        span = (first, first + len(self.people) - 1)
        there = Party.objects.filter(pk__range=span, tenant=self.year.tenant)
        return {pk - first: pk for pk in there.values_list("pk", flat=True).order_by("pk")}

    @cached_property
    def _with_bsn(self) -> dict[int, str]:
        known = PartyIdentifier.objects.filter(kind="bsn", tenant=self.year.tenant)
        return {pk: uuid.hex for pk, uuid in known.values_list("party", "party__uuid")}

    @cached_property
    def _works_for(self) -> dict[int, int]:
        """Who speaks for which organisation, by number: contact persons come last of the cast."""
        rows = self.content.people
        persons, organisations = rows["persons"], rows["organisations"]
        speaking = [n for n, row in enumerate([*persons, *organisations]) if "contact" in row]
        first = len(persons) + len(organisations)
        return {first + place: number for place, number in enumerate(speaking)}

    @cached_property
    def _rows(self) -> Row:
        return self.content.year

    @cached_property
    def _clients(self) -> dict[str, ClientOrganisation]:
        rows = ClientOrganisation.objects.filter(tenant=self.year.tenant).order_by("pk")
        return {row.slug: row for row in rows if row.slug in self._slugs}

    @cached_property
    def _slugs(self) -> set[str]:
        return {row["slug"] for row in self.content.municipality["client"]}

    @cached_property
    def _doors(self) -> list[Door]:
        rows = Entrance.objects.filter(tenant=self.year.tenant, channel__in=SHARE_OF_CHANNEL)
        found = rows.filter(client__slug__in=self._slugs).select_related("client").order_by("pk")
        return [Door(row.pk, row.client.slug, row.channel) for row in found]

    @cached_property
    def _outcomes(self) -> dict[str, Outcome]:
        return {row.code: row for row in Outcome.objects.filter(tenant=self.year.tenant)}

    @cached_property
    def _agents(self) -> list[Agent]:
        people = Employee.objects.filter(tenant=self.year.tenant, roles__role__in=AT_DESK)
        ready = people.distinct().prefetch_related("roles", "clients", "skills__theme")
        return [_agent(person) for person in ready.order_by("pk")]

    @cached_property
    def _promises(self) -> Promises:
        openings: dict[object, Openings] = {
            slug: self._openings(client) for slug, client in self._clients.items()
        }
        for department in Department.objects.filter(tenant=self.year.tenant).select_related(
            "client"
        ):
            openings[department.pk] = self._openings(department.client, department)
        colleagues = defaultdict(list)
        people = Employee.objects.filter(tenant=self.year.tenant, department__isnull=False)
        for pk, department_id in people.values_list("pk", "department").order_by("pk"):
            colleagues[department_id].append(pk)
        texts: Mapping[str, list[str]] = self.content.voices["promises"]
        return Promises(self._rows["departments"], openings, colleagues, texts)

    def _openings(
        self, client: ClientOrganisation, department: Department | None = None
    ) -> Openings:
        first, last = self.year.first_day - BEFORE, self.year.last_day + AFTER
        days = [first + timedelta(days=n) for n in range((last - first).days)]
        return Openings(week_of(client, department), days)


def cast(content: Content) -> list[Inhabitant]:
    """The people whom the content knows by name, in the order in which they are registered."""
    rows = [*content.people["persons"], *content.people["organisations"]]
    speakers = [{**row["contact"], "client": row["client"]} for row in rows if "contact" in row]
    return [_known(row) for row in rows + speakers]


def _known(row: Row) -> Inhabitant:
    names = ("initials", "first_name", "prefix", "last_name")
    initials, first, prefix, last = (row.get(name) or "" for name in names)
    return Inhabitant(
        row["client"], initials, first, prefix, last, row.get("street") or "",
        row.get("house_number") or 0, row.get("suffix") or "", row.get("postcode") or "",
        row.get("city") or "", row.get("phone") or "", row.get("email") or "",
        row.get("language") or "nld", 1975, bool(row.get("is_protected")),
        row.get("organisation_name") or "",
    )  # fmt: skip


def _agent(person: Employee) -> Agent:
    levels = {(skill.theme.slug, skill.channel): skill.level for skill in person.skills.all()}
    clients = frozenset(client.slug for client in person.clients.all())
    return Agent(person.pk, clients, levels, Role.HOST in person.role_codes)
