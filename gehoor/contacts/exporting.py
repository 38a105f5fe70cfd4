"""The questions behind any choice of contacts, as rows of a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models.functions import Left
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.contacts.models import Contact, Question
from gehoor.contacts.queries import SORTS, Search, find_contacts
from gehoor.lib.paging import paginate
from gehoor.lib.spreadsheets import Row, Value
from gehoor.organisation.models import Channel, Employee

CHUNK = 500  # contacts read at once
SHOWN_CHARACTERS = 160  # of the citizen's words, as in the list
OF_CONTACT = (
    "pk", "uuid", "offered_at", "channel", "direction", "state", "is_confidential",
    "is_afterwards", "wait_ms", "handle_ms", "client__name", "client__timezone",
)  # fmt: skip
OF_QUESTION = (
    "contact", "reference", "beginning", "theme__name", "product__name", "article__title",
    "department__name", "outcome__name", "is_first_line", "handle_ms",
)  # fmt: skip


@transaction.atomic
def log_export(search: Search, *, purpose: str, by: Employee, at: datetime) -> ProcessingLog:
    """Note who takes a list away, of which days and what for."""
    days = f"{search.period.first:%Y-%m-%d} - {search.period.last:%Y-%m-%d}"
    return log_processing(
        ProcessingLog.Action.CONTACTS_EXPORTED, None, purpose=f"{purpose.strip()} ({days})",
        by=by, at=at,
    )  # fmt: skip


def export_of(search: Search, employee: Employee) -> Iterator[Row]:
    """A head, and a row for each question that is all that is asked, newest contact first.

    A contact without a question has a row of its own when nothing is asked of questions. Nobody
    is named: no citizen, no number or address, and no agent, so that no list compares persons.
    Words are looked up now, in the language of who asks; rows are read while they are written.
    """
    words = _Words()
    return words.rows(search, employee)


class _Words:
    """What codes are called."""

    def __init__(self) -> None:
        self.channels = {code: str(label) for code, label in Channel.choices}
        self.directions = {code: str(label) for code, label in Contact.Direction.choices}
        self.states = {code: str(label) for code, label in Contact.State.choices}
        self.answers = {True: _("ja"), False: _("nee"), None: ""}
        self.head = [
            _("Wanneer"), _("Contact"), _("Kanaal"), _("Richting"), _("Organisatie"), _("Stand"),
            _("Vertrouwelijk"), _("Achteraf ingevoerd"), _("Wachttijd (seconden)"),
            _("Afhandeltijd contact (seconden)"), _("Vraagnummer"), _("Vraag"), _("Thema"),
            _("Product"), _("Artikel"), _("Vakafdeling"), _("Uitkomst"), _("Zelf afgehandeld"),
            _("Afhandeltijd vraag (seconden)"),
        ]  # fmt: skip

    def rows(self, search: Search, employee: Employee) -> Iterator[Row]:
        yield self.head
        for pks in _chunks(search, employee):
            questions = _questions_of(pks, search)
            for contact in _contacts_of(pks):
                of_contact = self._of_contact(contact)
                for question in questions.get(contact["pk"], []):
                    yield [*of_contact, *self._of_question(question)]
                if contact["pk"] not in questions and not search.of_questions():
                    yield [*of_contact, *(None for _name in self.head[len(of_contact) :])]

    def _of_contact(self, row: dict[str, Any]) -> list[Value]:
        local = row["offered_at"].astimezone(ZoneInfo(row["client__timezone"]))
        return [
            local.replace(tzinfo=None), str(row["uuid"]), self.channels[row["channel"]],
            self.directions[row["direction"]], row["client__name"], self.states[row["state"]],
            self.answers[row["is_confidential"]], self.answers[row["is_afterwards"]],
            _seconds(row["wait_ms"]), _seconds(row["handle_ms"]),
        ]  # fmt: skip

    def _of_question(self, row: dict[str, Any]) -> list[Value]:
        return [
            row["reference"], Truncator(row["beginning"]).chars(SHOWN_CHARACTERS),
            row["theme__name"], row["product__name"], row["article__title"],
            row["department__name"], row["outcome__name"], self.answers[row["is_first_line"]],
            _seconds(row["handle_ms"]),
        ]  # fmt: skip


def _seconds(milliseconds: int | None) -> int | None:
    return None if milliseconds is None else round(milliseconds / 1000)


def _chunks(search: Search, employee: Employee) -> Iterator[list[int]]:
    """Which contacts, some hundreds at a time: no query lasts and no transaction stays open."""
    place = ""
    while True:
        found = find_contacts(search.from_place("newest", place), employee)
        page = paginate(found.only("pk", "offered_at"), SORTS["newest"], place, size=CHUNK)
        yield [contact.pk for contact in page.rows]
        place = page.next
        if not place:
            return


def _contacts_of(pks: list[int]) -> Iterable[dict[str, Any]]:
    rows = {row["pk"]: row for row in Contact.objects.filter(pk__in=pks).values(*OF_CONTACT)}
    return (rows[pk] for pk in pks if pk in rows)


def _questions_of(pks: list[int], search: Search) -> dict[int, list[dict[str, Any]]]:
    asked = Question.objects.filter(search.of_questions(), contact__in=pks)
    shown = asked.annotate(beginning=Left("text", SHOWN_CHARACTERS + 1)).order_by("position")
    questions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in shown.values(*OF_QUESTION):
        questions[row["contact"]].append(row)
    return questions
