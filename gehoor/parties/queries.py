"""Finding people and organisations."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from django.db.models import Q

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.organisation.models import Employee
from gehoor.organisation.roles import Right
from gehoor.parties.models import DigitalAddress, Party, PartyQuerySet
from gehoor.parties.numbers import NotValid, email_key, identifier_key, phone_key
from gehoor.parties.secrecy import lookup_key

Note = Callable[[Party | None], object]
_POSTCODE = re.compile(r"(?i)([1-9]\d{3})\s*([a-z]{2})(?:\s+(\d{1,5})\S*)?")


MOST_KNOWN = 500


def known_under(addresses: Iterable[str], employee: Employee) -> dict[tuple[int, str], list[int]]:
    """Keys of who may be calling or writing, by client and address. In one query at most."""
    asked = {address for address in addresses if address}
    known: dict[tuple[int, str], list[int]] = {}
    if not asked:
        return known
    gave = DigitalAddress.objects.visible_to(employee)
    gave = gave.filter(address_key__in=asked, party__is_active=True)
    for client, address, party in gave.values_list("client", "address_key", "party")[:MOST_KNOWN]:
        known.setdefault((client, address), []).append(party)
    return known


def standing_party(uuid: object, employee: Employee) -> Party | None:
    """Who is known under this key: the record itself, or the one it was merged into since."""
    recorded = Party.objects.recorded_for(employee).select_related("client", "works_for")
    found: Party | None = recorded.filter(uuid=uuid).first()
    while found is not None and found.merged_into_id is not None:
        found = recorded.get(pk=found.merged_into_id)
    return found


def resembling(party: Party, employee: Employee) -> PartyQuerySet:
    """Records that may be of the same one: the same name, number or e-mail address.

    Not by an address that is secret: that would tell it.
    """
    open_to_all = DigitalAddress.objects.filter(party__is_protected=False)
    keys = open_to_all.filter(party=party).values("address_key")
    same_address = open_to_all.filter(address_key__in=keys, client=party.client_id)
    visible: PartyQuerySet = Party.objects.visible_to(employee)
    same = Q(name_key=party.name_key) | Q(pk__in=same_address.values("party"))
    found = visible.filter(same, client=party.client_id, kind=party.kind).exclude(pk=party.pk)
    return found.select_related("works_for")


def find_parties(text: str, employee: Employee, *, purpose: str, at: datetime) -> PartyQuerySet:
    """Parties by what people say of themselves.

    A BSN, KvK number, e-mail address, telephone number, postcode with house number, or the
    beginning of a name (last name first). A search by BSN is written to the processing log
    with its purpose, and finds nothing for who may not see one. Who wants secrecy is not found
    by an address or number that somebody types; the number she calls from does offer her
    (`known_under`), for then she gives it herself.
    """
    visible: PartyQuerySet = Party.objects.visible_to(employee)
    text = " ".join(text.split())
    if not text:
        return visible
    searched = ProcessingLog.Action.BSN_SEARCHED
    note = partial(log_processing, searched, purpose=purpose, by=employee, at=at)
    for by_form in (_by_email, _by_postcode, _by_number):
        found = by_form(visible, text, employee, note)
        if found is not None:
            return found
    return visible.named(text)


def _by_email(
    visible: PartyQuerySet, text: str, employee: Employee, note: Note
) -> PartyQuerySet | None:
    try:
        return visible.with_address(email_key(text))
    except NotValid:
        return None


def _by_postcode(
    visible: PartyQuerySet, text: str, employee: Employee, note: Note
) -> PartyQuerySet | None:
    match = _POSTCODE.fullmatch(text)
    if match is None:
        return None
    return visible.living_at(f"{match[1]} {match[2].upper()}", match[3])


def _by_number(
    visible: PartyQuerySet, text: str, employee: Employee, note: Note
) -> PartyQuerySet | None:
    if not re.fullmatch(r"[+(]?[\d\s().-]{6,25}", text):
        return None
    digits = re.sub(r"\D", "", text)
    if len(digits) == 9 and not text.startswith("+"):
        by_bsn = _by_bsn(visible, digits, employee, note)
        if by_bsn is not None:
            return by_bsn
    is_branch = len(digits) == 12 and digits.startswith("0000")
    if len(digits) == 8 or is_branch:
        return visible.identified(["branch" if is_branch else "kvk"], digits)
    try:
        return visible.with_address(phone_key(text))
    except NotValid:
        return visible.none()


def _by_bsn(
    visible: PartyQuerySet, digits: str, employee: Employee, note: Note
) -> PartyQuerySet | None:
    try:
        key = identifier_key("bsn", digits)
    except NotValid:
        return None
    companies = visible.identified(["rsin"], key)
    if not employee.may(Right.SEE_BSN):
        return companies
    people = visible.identified(["bsn"], lookup_key(key))
    found = list(people[:2])
    note(found[0] if len(found) == 1 else None)
    return companies | people
