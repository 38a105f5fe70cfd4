"""A day at the contact centre, played: who is answered by whom, when and with what words.

Plain values only. Moments are milliseconds since 1970.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random

from gehoor.demonstration.arrivals import LONGEST_WAIT, Arrival, Arrivals, bounds, hour_of
from gehoor.demonstration.conversations import length_of, patience_of, pick_up
from gehoor.demonstration.desks import Desk, Floor, Roster
from gehoor.demonstration.hours import MINUTE
from gehoor.demonstration.inhabitants import Inhabitant
from gehoor.demonstration.promises import Promise, Promises
from gehoor.demonstration.subjects import Subject
from gehoor.demonstration.words import Speaker, Voice, Words, voices_of

CONFIDENTIAL = 0.01
TRIES_AGAIN = 0.45  # of who hung up, within the hour
NOTED = 0.5  # share of notes of the content that are written; the others fit one case only
NOTED_BY_HABIT = 0.08
AGAIN = ("answered", "answered", "transferred", "looked_up", "passed_on")
NEEDS_DEPARTMENT = {"transferred", "passed_on"}
THIS_YEAR = 2026  # for ages: a few years more or less change no voice
GREETING_FROM, GREETINGS = (12, 18), ("Goedemorgen", "Goedemiddag", "Goedenavond")


@dataclass(slots=True)
class Asked:
    """One question of a contact, as it was left."""

    subject: Subject
    text: str
    outcome: str
    note: str
    promise: Promise | None = None


@dataclass(slots=True)
class Story:
    """One contact that is over; nobody answered when there is no agent."""

    arrival: Arrival
    offered: int
    answered: int
    hold: int
    ended: int
    closed: int
    agent: int | None = None
    language: str = "nld"
    is_confidential: bool = False
    questions: Sequence[Asked] = ()


@dataclass(frozen=True)
class Days:
    """All that a day is played with."""

    arrivals: Arrivals
    roster: Roster
    promises: Promises
    words: Words
    people: Sequence[Inhabitant]
    follow_ups: Mapping[str, str]  # what follows after an outcome, where something does
    last_day: date  # of the year: what is answered later has not happened yet
    seed: int
    _played: dict[date, list[Story]] = field(default_factory=dict)

    def offered_on(self, day: date) -> list[Story]:
        """The contacts that came in on this day, whenever they were answered; in that order."""
        begins, ends = bounds(day, self.arrivals.zone)
        later = [day + timedelta(days=n) for n in range(LONGEST_WAIT + 1)]
        answering = [one for one in later if one <= self.last_day]
        found = [
            story
            for one in answering
            for story in self._answered_on(one)
            if begins <= story.offered < ends
        ]
        for distant in self._played.keys() - answering:
            del self._played[distant]
        return sorted(found, key=lambda story: (story.offered, story.closed))

    def _answered_on(self, day: date) -> list[Story]:
        if day not in self._played:
            self._played[day] = self.play(day)
        return self._played[day]

    def play(self, day: date) -> list[Story]:
        """The contacts that were answered on this day, or given up."""
        draw = Random(f"{self.seed}/{day}/work")  # noqa: S311  nothing here is secret
        floor = self._floor(day)
        waiting: list[tuple[int, int, Arrival]] = []
        for number, arrival in enumerate(self.arrivals.work_of(day)):
            heappush(waiting, (arrival.begins, number, arrival))
        stories = []
        while waiting:
            _begins, number, arrival = heappop(waiting)
            story = self._story(arrival, floor, draw)
            stories.append(story)
            if story.agent is None and draw.random() < TRIES_AGAIN:
                later = story.closed + draw.randrange(2 * MINUTE, 50 * MINUTE)
                again = replace(arrival, offered=later, begins=later, returns=())
                if self.arrivals.openings[arrival.door.client].next_opening(later) == later:
                    heappush(waiting, (later, len(stories) * 100_000 + number, again))
        return stories

    def _floor(self, day: date) -> Floor:
        desks = self.roster.on(day)
        present = {desk.agent.id for desk in desks}
        absent = [agent for agent in self.roster.agents if agent.id not in present]
        called_in = [Desk(agent, "phone", frozenset()) for agent in absent if not agent.is_host]
        return Floor(desks, [*desks, *called_in], bounds(day, self.arrivals.zone)[0])

    def _story(self, arrival: Arrival, floor: Floor, draw: Random) -> Story:
        channel, first = arrival.door.channel, arrival.subjects[0]
        desk, begins = floor.take(arrival.door.client, channel, first.theme, arrival.begins)
        answered = begins + pick_up(channel, draw)
        patience = patience_of(channel, draw)
        if patience is not None and arrival.begins + patience < answered:
            gone = arrival.begins + patience
            return Story(arrival, arrival.offered, 0, 0, gone, gone)
        return self._answered(arrival, desk, answered, draw)

    def _answered(self, arrival: Arrival, desk: Desk, answered: int, draw: Random) -> Story:
        channel, first = arrival.door.channel, arrival.subjects[0]
        level = desk.agent.levels.get((first.theme, channel), 2)
        length = length_of(channel, first.theme, level, len(arrival.subjects), draw)
        desk.free_at = answered + length.total
        caller = arrival.caller.party
        return Story(
            arrival,
            answered if channel == "counter" else arrival.offered,  # an agent begins it herself
            answered,
            length.hold,
            answered + length.talk + length.hold,
            desk.free_at,
            desk.agent.id,
            "nld" if caller is None else self.people[caller].language,
            draw.random() < CONFIDENTIAL,
            list(self._questions(arrival, desk, draw)),
        )

    def _questions(self, arrival: Arrival, desk: Desk, draw: Random) -> Iterator[Asked]:
        person = self._somebody(arrival.caller.party, draw)
        voice = self._voice(arrival, person, draw)
        speaker = self._speaker(person, arrival)
        for place, subject in enumerate(arrival.subjects):
            outcome = self._outcome(arrival, subject, draw)
            note = self._note(subject, outcome, draw)
            if place:
                said = self.words.add(subject.text, voice, draw)
            else:
                said = self.words.ask(subject.text, voice, subject.theme, speaker, draw)
            if arrival.is_return:
                said = self.words.again(said, speaker, draw)
            promise = self._promise(arrival, subject, outcome, note, desk, draw)
            yield Asked(subject, said, outcome, note, promise)

    def _promise(
        self, arrival: Arrival, subject: Subject, outcome: str, note: str, desk: Desk, draw: Random
    ) -> Promise | None:
        kind = self.follow_ups.get(outcome)
        if kind is None:
            return None
        department = subject.department_id, subject.department
        client = arrival.door.client
        return self.promises.make(kind, note, client, department, desk.agent.id, desk.free_at, draw)

    def _outcome(self, arrival: Arrival, subject: Subject, draw: Random) -> str:
        if not arrival.is_return:
            return subject.outcome
        outcome = draw.choice(AGAIN)
        is_possible = subject.department_id or outcome not in NEEDS_DEPARTMENT
        return outcome if is_possible else subject.outcome

    def _note(self, subject: Subject, outcome: str, draw: Random) -> str:
        if subject.note and outcome == subject.outcome and draw.random() < NOTED:
            return subject.note
        return self.words.note(outcome, draw) if draw.random() < NOTED_BY_HABIT else ""

    def _voice(self, arrival: Arrival, person: Inhabitant, draw: Random) -> Voice:
        age, is_native = THIS_YEAR - person.birthyear, person.language == "nld"
        voices, weights = voices_of(arrival.door.channel, is_native=is_native, age=age)
        return draw.choices(voices, weights)[0]

    def _speaker(self, person: Inhabitant, arrival: Arrival) -> Speaker:
        hour = hour_of(arrival.offered, self.arrivals.zone)
        return Speaker(
            person.signature, person.street, person.house_number, person.city, person.postcode,
            GREETINGS[bisect_right(GREETING_FROM, hour)], person.birthyear,
        )  # fmt: skip

    def _somebody(self, number: int | None, draw: Random) -> Inhabitant:
        """Who speaks; instead of a stranger, and of who is protected, somebody whose words may
        name a street."""
        person = self.people[number] if number is not None else draw.choice(self.people)
        while person.is_protected:
            person = draw.choice(self.people)
        return person
