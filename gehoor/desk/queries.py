"""What an agent sees around a contact."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from gehoor.contacts.models import Contact, Handover, Question
from gehoor.contacts.secrecy import protected, shown_address
from gehoor.desk.speaking import Standing, standing_of
from gehoor.followups.models import FollowUp
from gehoor.organisation.models import Employee
from gehoor.parties.models import Party, PartyFlag, PostalAddress
from gehoor.parties.queries import known_under

MOST_WAITING = 50
MOST_CANDIDATES = 6
MOST_NAMED = 2
LAST_QUESTIONS = 6


@dataclass
class Customer:
    """The customer picture: who may be calling, what we owe them, what they asked before."""

    address: str = ""
    party: Party | None = None
    candidates: Sequence[Party] = ()
    promises: Sequence[FollowUp] = ()
    cases: Sequence[str] = ()
    questions: Sequence[Question] = ()
    flags: Sequence[PartyFlag] = field(default_factory=list)
    standing: Standing | None = None


def customer_of(
    contact: Contact, employee: Employee, *, product: str = "", at: datetime
) -> Customer:
    """Of a known party its picture; else who is known under this number, to choose from.

    `product` is the name of that which the question at hand is about.
    What somebody asked on behalf of another is in the picture of both.
    """
    party = contact.party
    if party is None:
        [ring] = with_candidates([contact], employee, at=at)
        return Customer(ring.address, candidates=ring.candidates[:MOST_CANDIDATES])
    asked = Question.objects.visible_to(employee).filter(participants__party=party)
    asked = asked.order_by("-asked_at", "-id")
    questions = list(asked.select_related("contact", "theme", "outcome")[:LAST_QUESTIONS])
    cases = asked.exclude(case_reference="").values_list("case_reference", flat=True)
    promises = FollowUp.objects.visible_to(employee).open()
    promises = promises.filter(question__participants__party=party)
    return Customer(
        shown_address(contact),
        party=party,
        promises=list(promises.select_related("question", "department", "employee")[:5]),
        cases=list(dict.fromkeys(cases[:20]))[:5],
        questions=questions,
        flags=list(PartyFlag.objects.filter(party=party).current(timezone.localdate(at))),
        standing=standing_of(contact, employee, product=product, at=at),
    )


@dataclass(frozen=True)
class Ring:
    """A contact with who of its client is known under the number it comes from."""

    contact: Contact
    candidates: Sequence[Party]

    @property
    def address(self) -> str:
        """Empty when one of those who gave it wants secrecy."""
        return "" if protected(self.candidates) else self.contact.caller_address

    @property
    def named(self) -> Sequence[Party]:
        return self.candidates[:MOST_NAMED]

    @property
    def others(self) -> int:
        return len(self.candidates[MOST_NAMED:])


def waiting_for(employee: Employee, *, at: datetime) -> list[Ring]:
    """Who waits for an answer at one of the clients this employee serves."""
    waiting = Contact.objects.visible_to(employee).waiting()
    return with_candidates(waiting.select_related("client")[:MOST_WAITING], employee, at=at)


def with_candidates(contacts: Iterable[Contact], employee: Employee, *, at: datetime) -> list[Ring]:
    """Who may be calling is offered to the agent, never chosen for her."""
    contacts = list(contacts)
    known = known_under((contact.caller_address for contact in contacts), employee)
    if not known:
        return [Ring(contact, []) for contact in contacts]
    parties = marked(chain.from_iterable(known.values()), employee, at=at)

    def candidates(contact: Contact) -> list[Party]:
        keys = known.get((contact.client_id, contact.caller_address), [])
        return [party for party in parties if party.pk in keys]

    return [Ring(contact, candidates(contact)) for contact in contacts]


def marked(keys: Iterable[int], employee: Employee, *, at: datetime) -> list[Party]:
    """These parties with what tells namesakes apart and what to know before one speaks:
    `has_promise` (these come first) and `has_flag` (these come next)."""
    today = timezone.localdate(at)
    flags = PartyFlag.objects.filter(party=OuterRef("pk")).current(today)
    promises = FollowUp.objects.visible_to(employee).open().order_by()
    promises = promises.filter(question__participants__party=OuterRef("pk"))
    found = Party.objects.visible_to(employee).filter(pk__in=set(keys))
    found = found.annotate(has_flag=Exists(flags), has_promise=Exists(promises))
    homes = Prefetch("postal_addresses", PostalAddress.objects.order_by("-purpose"))
    related = found.select_related("works_for").prefetch_related(homes)
    return list(related.order_by("-has_promise", "-has_flag", "name_key", "id"))


def at_hand_of(employee: Employee) -> list[Contact]:
    """With `is_handed_over`: whether she got it from a colleague."""
    mine = Contact.objects.visible_to(employee).at_hand_of(employee)
    got = Handover.objects.filter(contact=OuterRef("pk"), taker=employee)
    shown = mine.select_related("client", "party", "entrance")
    return list(shown.annotate(is_handed_over=Exists(got)))
