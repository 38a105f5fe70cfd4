# ruff: noqa: E501
"""Made-up words of citizens and articles: eight themes, a long tail of streets and numbers."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Field:
    """The vocabulary of one theme."""

    name: str
    slug: str
    things: tuple[str, ...]
    troubles: tuple[str, ...]


FIELDS = [
    Field(
        "Afval",
        "afval",
        ("grijze container", "groene container", "afvalpas", "grofvuil", "papierbak", "milieustraat",
         "ondergrondse container", "oud ijzer", "snoeiafval", "plastic afval", "restafval"),
        ("is niet geleegd", "zit al dagen vol", "is kapot", "werkt niet meer", "stinkt verschrikkelijk",
         "is gestolen", "moet opgehaald worden", "staat in de weg"),
    ),
    Field(
        "Burgerzaken",
        "burgerzaken",
        ("paspoort", "identiteitskaart", "rijbewijs", "uittreksel", "verhuizing", "geboorteaangifte",
         "naamsgebruik", "verklaring omtrent gedrag", "trouwdatum", "spoedpaspoort"),
        ("is verlopen", "ben ik kwijt", "moet aangevraagd worden", "ligt nog niet klaar",
         "staat verkeerd geregistreerd", "wil ik doorgeven", "is gestolen in het buitenland"),
    ),
    Field(
        "Belastingen",
        "belastingen",
        ("afvalstoffenheffing", "onroerendezaakbelasting", "hondenbelasting", "WOZ-waarde", "aanslag",
         "kwijtschelding", "betalingsregeling", "aanmaning", "toeristenbelasting"),
        ("klopt niet", "is veel te hoog", "kan ik niet betalen", "heb ik dubbel gekregen",
         "is naar het oude adres gestuurd", "begrijp ik niet", "wil ik in termijnen betalen"),
    ),
    Field(
        "Openbare ruimte en verkeer",
        "openbare-ruimte-en-verkeer",
        ("lantaarnpaal", "stoeptegel", "verkeersbord", "fietspad", "put", "boom", "speeltuin",
         "parkeervergunning", "parkeerplaats", "drempel", "bankje", "verkeerslicht"),
        ("is kapot", "ligt los", "is omgevallen", "staat scheef", "is gevaarlijk voor kinderen",
         "zit verstopt", "is al weken afgesloten", "moet gesnoeid worden"),
    ),
    Field(
        "Werk en inkomen",
        "werk-en-inkomen",
        ("bijstandsuitkering", "bijzondere bijstand", "uitkering", "minimaregeling", "stadspas",
         "schuldhulp", "inkomstenverklaring", "energietoeslag", "participatiebaan"),
        ("is niet gestort", "is gestopt", "wil ik aanvragen", "is lager dan vorige maand",
         "duurt te lang", "is afgewezen", "moet ik wijzigen omdat ik werk heb"),
    ),
    Field(
        "Zorg en jeugd",
        "zorg-en-jeugd",
        ("huishoudelijke hulp", "rolstoel", "traplift", "jeugdhulp", "vervoerspas", "mantelzorg",
         "gehandicaptenparkeerkaart", "dagbesteding", "persoonsgebonden budget", "leerlingenvervoer"),
        ("is nog niet geregeld", "moet verlengd worden", "is kapot gegaan", "komt niet opdagen",
         "wil ik aanvragen voor mijn moeder", "is afgewezen", "heeft een lange wachttijd"),
    ),
    Field(
        "Wonen en vergunningen",
        "wonen-en-vergunningen",
        ("omgevingsvergunning", "dakkapel", "schutting", "huurwoning", "urgentieverklaring", "schuur",
         "kapvergunning", "bestemmingsplan", "aanbouw", "zonnepanelen", "woonoverlast"),
        ("mag dat zomaar", "is aangevraagd maar ik hoor niets", "van de buren is te hoog",
         "is geweigerd", "wil ik laten bouwen", "moet ik daarvoor een vergunning hebben"),
    ),
    Field(
        "Bestuur en overig",
        "bestuur",
        ("klacht", "bezwaar", "raadsvergadering", "burgemeester", "subsidie", "evenement",
         "verkiezingen", "stempas", "inspraakavond", "openingstijden", "afspraak"),
        ("wil ik indienen", "heb ik nooit antwoord op gekregen", "wanneer is dat", "is kwijtgeraakt",
         "wil ik verzetten", "hoe werkt dat", "is geannuleerd"),
    ),
]  # fmt: skip

OPENINGS = (
    "Goedemorgen,", "Hallo,", "Ik bel omdat", "Mevrouw vraagt of", "Meneer meldt:", "Vraagje,",
    "Al voor de derde keer:", "Mijn buurman zegt dat", "Dag,", "Kunt u mij helpen?", "", "", "",
)  # fmt: skip
CLOSINGS = (
    "Kan de gemeente dat oplossen?", "Wat moet ik nu doen?", "Hoe lang duurt dat?", "Graag antwoord.",
    "Wanneer komt er iemand langs?", "Moet ik daarvoor een afspraak maken?", "Wat kost dat?",
    "Ik heb al gebeld maar er gebeurt niets.", "Dat kan toch niet de bedoeling zijn?", "", "",
)  # fmt: skip
FRONTS = (
    "Berken", "Eiken", "Molen", "Kerk", "School", "Dorps", "Haven", "Sluis", "Linden", "Beuken",
    "Water", "Polder", "Ooster", "Wester", "Noorder", "Zuider", "Konings", "Prinsen", "Burg", "Veen",
    "Riet", "Zilver", "Gouden", "Lange", "Korte", "Hoge", "Lage", "Nieuwe", "Oude", "Meer",
)  # fmt: skip
MIDDLES = (
    "",
    "hof",
    "berg",
    "veld",
    "dam",
    "brug",
    "wijk",
    "bos",
    "meer",
    "kamp",
    "burcht",
    "zand",
)
BACKS = ("straat", "laan", "weg", "plein", "dreef", "kade", "singel", "pad", "hof", "gracht")
FIRST_NAMES = (
    "Sanne",
    "Jan",
    "Fatima",
    "Piet",
    "Noor",
    "Ahmed",
    "Els",
    "Kees",
    "Lotte",
    "Mo",
    "Ria",
)
SYLLABLES = ("van", "der", "berg", "jan", "sen", "smit", "bak", "ker", "vis", "ser", "mul", "der",
             "hof", "man", "kui", "per", "wil", "lem", "bos", "dek")  # fmt: skip


def street(random: Random) -> str:
    return random.choice(FRONTS) + random.choice(MIDDLES) + random.choice(BACKS)


def surname(random: Random) -> str:
    return "".join(random.choice(SYLLABLES) for _ in range(random.randint(2, 4))).capitalize()


def question(random: Random, field: Field) -> str:
    """What a citizen says, mostly 60 to 200 characters."""
    parts = [
        random.choice(OPENINGS),
        f"mijn {random.choice(field.things)} {random.choice(field.troubles)}",
        f"aan de {street(random)} {random.randint(1, 240)}." if random.random() < 0.5 else "",
        random.choice(CLOSINGS),
    ]
    if random.random() < 0.15:
        parts.append(f"De {random.choice(field.things)} {random.choice(field.troubles)} ook.")
    return " ".join(part for part in parts if part)


def note(random: Random, field: Field) -> str:
    if random.random() > 0.3:
        return ""
    return f"Besproken met {surname(random)}: {random.choice(field.things)}, zie {street(random)}."


def article(random: Random, field: Field, number: int) -> tuple[str, str, str]:
    """Title, answer and keywords of an article of about 150 words."""
    thing = random.choice(field.things)
    title = f"{thing.capitalize()}: {random.choice(field.troubles)} ({street(random)} {number})"
    answer = " ".join(question(random, field) for _ in range(random.randint(8, 14)))
    return title, answer, ", ".join(random.sample(field.things, 3))
