"""Every measure once: how it is counted, what about edge cases, and whose definition it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

Sums = Mapping[str, float]
"""Sums of the tallies of one subject, by the names of their columns; missing is 0."""


class Subject(Enum):
    """Which tallies a measure adds up."""

    CONTACTS = "contacts"
    QUESTIONS = "questions"


class Unit(Enum):
    NUMBER = "number"
    SHARE = "share"  # 0 to 1
    DURATION = "duration"  # milliseconds


@dataclass(frozen=True)
class Measure:
    """`value` gives None where there is nothing to divide by: that is not the same as 0."""

    code: str
    name: Any
    subject: Subject
    unit: Unit
    value: Callable[[Sums], float | None]
    formula: Any
    edges: Any
    source: Any

    def __hash__(self) -> int:
        return hash(self.code)

    def __str__(self) -> str:
        return self.code


def _sum_of(name: str) -> Callable[[Sums], float | None]:
    return lambda sums: sums.get(name, 0)


def _ratio(above: tuple[str, ...], below: str) -> Callable[[Sums], float | None]:
    def value(sums: Sums) -> float | None:
        total = sums.get(below, 0)
        return sum(sums.get(name, 0) for name in above) / total if total else None

    return value


_DAY = _("Een contact telt op de dag waarop de klant contact zocht, in de tijd van de organisatie.")
_OWN = _("Eigen begrip van Gehoor.")
_CENTRE = _("Gangbaar begrip in klantcontact (onder meer COPC).")

CONTACTS = Measure(
    "contacts",
    _("Klantcontacten"),
    Subject.CONTACTS,
    Unit.NUMBER,
    _sum_of("closed"),
    _("Het aantal gesprekken en berichten dat is afgerond, op alle kanalen."),
    [
        _DAY,
        _("Een contact met drie vragen telt als één contact."),
        _("Ook gesprekken die wij zelf begonnen tellen mee."),
        _("Wie ophing voordat wij opnamen, telt hier niet mee."),
    ],
    _OWN,
)
OFFERED = Measure(
    "offered",
    _("Aangeboden"),
    Subject.CONTACTS,
    Unit.NUMBER,
    lambda sums: sums.get("answered", 0) + sums.get("abandoned", 0),
    _("Beantwoord plus opgehangen: hoe vaak een klant ons zocht."),
    [_DAY, _("Contacten die nog wachten of lopen, tellen mee zodra ze zijn afgerond.")],
    _CENTRE,
)
ANSWERED = Measure(
    "answered",
    _("Beantwoord"),
    Subject.CONTACTS,
    Unit.NUMBER,
    _sum_of("answered"),
    _("Inkomende contacten die een medewerker heeft aangenomen en afgerond."),
    [_DAY, _("Gesprekken die wij zelf begonnen, tellen niet mee.")],
    _CENTRE,
)
ABANDONED = Measure(
    "abandoned",
    _("Opgehangen"),
    Subject.CONTACTS,
    Unit.NUMBER,
    _sum_of("abandoned"),
    _("Klanten die ophingen of weggingen voordat wij antwoordden."),
    [_DAY, _("Ook wie na een paar seconden ophangt, telt mee.")],
    _CENTRE,
)
QUESTIONS = Measure(
    "questions",
    _("Vragen"),
    Subject.QUESTIONS,
    Unit.NUMBER,
    _sum_of("questions"),
    _("Het aantal vragen in alle afgeronde contacten."),
    [_DAY, _("Eén contact kan meer vragen hebben.")],
    _OWN,
)
FIRST_LINE_QUESTIONS = Measure(
    "first_line",
    _("Zelf afgehandelde vragen"),
    Subject.QUESTIONS,
    Unit.NUMBER,
    _sum_of("first_line"),
    _("Vragen waarop het contactcentrum zelf het antwoord gaf."),
    [
        _DAY,
        _("De uitkomst van de vraag bepaalt dit."),
        _("Verandert de uitkomstentabel later, dan blijft het verleden zoals het was."),
    ],
    _OWN,
)  # fmt: skip
FIRST_LINE_RATE = Measure(
    "first_line_rate",
    _("Zelf afgehandeld"),
    Subject.QUESTIONS,
    Unit.SHARE,
    _ratio(("first_line",), "counted"),
    _("Zelf afgehandelde vragen gedeeld door alle vragen die meetellen."),
    [
        _DAY,
        _("Vragen met een uitkomst die niet meetelt, doen niet mee in de deling."),
        _("Zo'n uitkomst is bijvoorbeeld: beëindigd door de klant."),
        _("Zonder vragen die meetellen is er geen percentage."),
    ],
    _("Eerstelijnsafhandeling, zoals Ede en Almere die meten. Zie de uitkomstentabel."),
)  # fmt: skip
UNANSWERED = Measure(
    "unanswered",
    _("Niet zelf afgehandeld"),
    Subject.QUESTIONS,
    Unit.NUMBER,
    lambda sums: sums.get("counted", 0) - sums.get("first_line", 0),
    _("Vragen waarop het contactcentrum zelf geen antwoord kon geven."),
    [
        _DAY,
        _("Iemand anders gaf het antwoord: een vakafdeling of een andere organisatie."),
        _("Vragen met een uitkomst die niet meetelt, staan hier niet bij."),
    ],
    _("Het tegendeel van zelf afgehandeld. Zie de uitkomstentabel."),
)  # fmt: skip
SERVICE_LEVEL = Measure(
    "service_level",
    _("Op tijd opgenomen"),
    Subject.CONTACTS,
    Unit.SHARE,
    _ratio(("in_time",), "agreed"),
    _("Contacten die binnen de afgesproken tijd zijn opgenomen, gedeeld door alle contacten."),
    [
        _DAY,
        _("Alleen kanalen met een afspraak tellen mee. De beheerder legt die vast."),
        _("Wie ophangt nadat de afgesproken tijd om is, telt als te laat."),
        _("Wie eerder ophangt, telt niet mee: wij hadden nog tijd."),
        _("Contacten waarvan de wachttijd niet is gemeten, tellen niet mee."),
        _("Een dag houdt de afspraak die toen gold."),
    ],
    _("Service level: gangbaar begrip in klantcontact (onder meer COPC)."),
)  # fmt: skip
HANDLE_TIME = Measure(
    "handle_time",
    _("Gemiddelde afhandeltijd"),
    Subject.CONTACTS,
    Unit.DURATION,
    _ratio(("talk_ms", "hold_ms", "wrap_up_ms"), "timed"),
    _("Gesprek, wachtstand en nawerk samen, gedeeld door het aantal afgeronde contacten."),
    [
        _DAY,
        _("De tijd die de klant wacht voor wij opnemen, telt niet mee."),
        _("Contacten waarvan de tijd niet is gemeten, tellen niet mee."),
    ],
    _("AHT (average handle time): gangbaar begrip in klantcontact (onder meer COPC)."),
)
QUESTION_HANDLE_TIME = Measure(
    "question_handle_time",
    _("Afhandeltijd per vraag"),
    Subject.QUESTIONS,
    Unit.DURATION,
    _ratio(("handle_ms",), "timed"),
    _("De afhandeltijd van contacten, verdeeld over hun vragen, gedeeld door het aantal vragen."),
    [
        _DAY,
        _("De tijd van een contact wordt in gelijke delen over zijn vragen verdeeld."),
        _("Vragen waarvan de tijd niet is gemeten, tellen niet mee."),
    ],
    _OWN,
)  # fmt: skip
WAIT_TIME = Measure(
    "wait_time",
    _("Gemiddelde wachttijd"),
    Subject.CONTACTS,
    Unit.DURATION,
    _ratio(("wait_ms",), "waited"),
    _("De tijd van aanbieden tot opnemen, gemiddeld over de beantwoorde contacten."),
    [
        _DAY,
        _("Wie ophing, telt niet mee."),
        _("Bij e-mail en andere berichten is dit de tijd tot een medewerker het bericht oppakt."),
    ],
    _("ASA (average speed of answer): gangbaar begrip in klantcontact (onder meer COPC)."),
)

MEASURES = {
    measure.code: measure
    for measure in (
        CONTACTS, OFFERED, ANSWERED, ABANDONED, SERVICE_LEVEL, QUESTIONS, FIRST_LINE_QUESTIONS,
        FIRST_LINE_RATE, UNANSWERED, HANDLE_TIME, QUESTION_HANDLE_TIME, WAIT_TIME,
    )
}  # fmt: skip
