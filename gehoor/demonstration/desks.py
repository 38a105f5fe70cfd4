"""Who is at the desk on which day, and who takes the next contact."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from random import Random

from gehoor.organisation.models import Channel, Employee, Skill, Tenant, Theme
from gehoor.organisation.roles import Role

AT_DESK = {Role.AGENT, Role.SENIOR, Role.HOST}
PRESENCE = 0.75  # share of working days; the others are holidays, training and part-time
LONG_AGO = datetime.min.replace(tzinfo=UTC)
SPEED_OF_LEVEL = {Skill.Level.JUNIOR: 1.15, Skill.Level.MEDIOR: 1.0, Skill.Level.SENIOR: 0.88}


@dataclass
class Desk:
    """An agent, and until when she is busy."""

    employee: Employee
    levels: dict[tuple[int, str], int]
    busy_until: datetime = LONG_AGO

    def serves(self, client_id: int, channel: str) -> bool:
        """At the counter those who work there; hosts are found nowhere else."""
        is_hers = client_id in self.employee.client_ids
        if channel == Channel.COUNTER:
            return is_hers and (self._is_host or any(own == channel for _t, own in self.levels))
        return is_hers and not self._is_host

    @property
    def _is_host(self) -> bool:
        return Role.HOST in self.employee.role_codes

    def speed(self, theme: Theme | None, channel: str) -> float:
        """A factor on time: who knows the theme needs less."""
        level = self.levels.get((theme.pk if theme else 0, channel), Skill.Level.JUNIOR)
        return SPEED_OF_LEVEL[Skill.Level(level)]


@dataclass
class Floor:
    """All desks of the contact centre; each takes one contact at a time."""

    desks: list[Desk]
    draw: Random
    _present: dict[date, list[Desk]] = field(default_factory=dict)

    def take(
        self, client_id: int, channel: str, theme: Theme | None, at: datetime
    ) -> tuple[Desk, datetime]:
        """Who answers and when: who is free longest and knows the theme, any free one, the next."""
        serving = [desk for desk in self._on(at.date()) if desk.serves(client_id, channel)]
        serving = serving or [desk for desk in self.desks if desk.serves(client_id, channel)]
        free = [desk for desk in serving if desk.busy_until <= at]
        if not free:
            first = min(serving, key=lambda desk: desk.busy_until)
            return first, first.busy_until
        skilled = [desk for desk in free if theme and (theme.pk, channel) in desk.levels]
        return min(skilled or free, key=lambda desk: desk.busy_until), at

    def _on(self, day: date) -> list[Desk]:
        if day not in self._present:
            self._present[day] = [d for d in self.desks if self.draw.random() < PRESENCE]
        return self._present[day]


def open_desks(tenant: Tenant, draw: Random) -> Floor:
    people = Employee.objects.filter(tenant=tenant, roles__role__in=AT_DESK).distinct()
    ready = people.prefetch_related("roles", "clients", "skills").order_by("pk")
    return Floor([Desk(person, _levels(person.skills.all())) for person in ready], draw)


def _levels(skills: Iterable[Skill]) -> dict[tuple[int, str], int]:
    return {(skill.theme_id, skill.channel): skill.level for skill in skills}
