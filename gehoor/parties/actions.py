"""Every change to parties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.events.actions import record
from gehoor.organisation.models import ClientOrganisation, Employee
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PartyIdentifier,
    PostalAddress,
)
from gehoor.parties.numbers import NotValid, address_key, identifier_key
from gehoor.parties.secrecy import conceal, lookup_key

Action = ProcessingLog.Action
WRONG = {
    "bsn": _("Dit burgerservicenummer klopt niet. Controleer de cijfers."),
    "rsin": _("Dit RSIN klopt niet. Controleer de cijfers."),
    "kvk": _("Een KvK-nummer heeft 8 cijfers."),
    "branch": _("Een vestigingsnummer heeft 12 cijfers."),
    "other": _("Vul een nummer in."),
    "phone": _("Dit telefoonnummer klopt niet."),
    "email": _("Dit e-mailadres klopt niet."),
}


def wrong_number(wrong: NotValid) -> ValidationError:
    """The error for the screen, in place of the engine's."""
    return ValidationError(WRONG[wrong.args[0]], code=wrong.args[0])


@transaction.atomic
def create_party(
    client: ClientOrganisation,
    fields: Mapping[str, Any],
    *,
    addresses: Mapping[str, str] | None = None,
    by: Employee,
    at: datetime,
) -> Party:
    """A new person or organisation; `addresses` maps email and phone to what was given."""
    party = Party.objects.create(tenant_id=client.tenant_id, client=client, **fields)
    for kind, address in (addresses or {}).items():
        if address:
            add_address(party, kind, address, by=by, at=at)
    record("party.created", party, at=at, by=by)
    return party


@transaction.atomic
def change_party(party: Party, fields: Mapping[str, Any], *, by: Employee, at: datetime) -> Party:
    """New values of fields; to lift secrecy is to show the addresses, so that is logged."""
    was_protected = Party.objects.get(pk=party.pk).is_protected
    if was_protected and not fields.get("is_protected", True):
        purpose = _("Geheimhouding opgeheven")
        log_processing(Action.SECRECY_LIFTED, party, purpose=str(purpose), by=by, at=at)
    for name, value in fields.items():
        setattr(party, name, value)
    party.save()
    record("party.changed", party, at=at, by=by, fields=sorted(fields))
    return party


@transaction.atomic
def add_address(
    party: Party, kind: str, address: str, *, by: Employee, at: datetime
) -> DigitalAddress:
    try:
        key = address_key(kind, address)
    except NotValid as wrong:
        raise wrong_number(wrong) from wrong
    kept, is_new = DigitalAddress.objects.get_or_create(
        tenant_id=party.tenant_id,
        client_id=party.client_id,
        party=party,
        kind=kind,
        address_key=key,
        defaults={"address": key if kind == "phone" else address.strip()},
    )
    if is_new:
        record("party.address_added", party, at=at, by=by, address=kept.pk)
    return kept


@transaction.atomic
def remove_address(address: DigitalAddress, *, by: Employee, at: datetime) -> None:
    if address.party is not None:
        record("party.address_removed", address.party, at=at, by=by, address=address.pk)
    address.delete()


@transaction.atomic
def set_postal_address(
    party: Party, purpose: str, fields: Mapping[str, Any], *, by: Employee, at: datetime
) -> PostalAddress:
    """Where the party lives, or wants its post; what was there before is replaced."""
    address, _is_new = PostalAddress.objects.update_or_create(
        party=party,
        purpose=purpose,
        defaults={"tenant_id": party.tenant_id, "client_id": party.client_id, **fields},
    )
    record("party.postal_address_set", party, at=at, by=by, purpose=purpose)
    return address


@transaction.atomic
def remove_postal_address(address: PostalAddress, *, by: Employee, at: datetime) -> None:
    purpose = address.purpose
    record("party.postal_address_removed", address.party, at=at, by=by, purpose=purpose)
    address.delete()


@transaction.atomic
def show_addresses(*parties: Party, purpose: str, by: Employee, at: datetime) -> None:
    """Note that somebody looks at the addresses of parties that want them kept secret."""
    for party in parties:
        log_processing(Action.ADDRESS_SHOWN, party, purpose=purpose, by=by, at=at)


def add_identifier(
    party: Party,
    kind: str,
    value: str,
    *,
    by: Employee,
    at: datetime,
    purpose: str = "",
    parent: PartyIdentifier | None = None,
) -> PartyIdentifier:
    """Keep a number under which a register knows the party.

    A ValidationError tells when the number cannot be right or belongs to somebody else of
    the same client. A BSN is encrypted, and its recording logged with its purpose. To hear
    that a BSN is somebody else's is to look it up, so that is logged too.
    """
    try:
        return _add_identifier(party, kind, value, parent, purpose=purpose, by=by, at=at)
    except ValidationError as error:
        if error.code == "taken" and kind == PartyIdentifier.Kind.BSN:
            log_processing(Action.BSN_SEARCHED, party, purpose=purpose, by=by, at=at)
        raise


@transaction.atomic
def _add_identifier(
    party: Party,
    kind: str,
    value: str,
    parent: PartyIdentifier | None,
    *,
    purpose: str,
    by: Employee,
    at: datetime,
) -> PartyIdentifier:
    try:
        key = identifier_key(kind, value)
    except NotValid as wrong:
        raise wrong_number(wrong) from wrong
    if kind == PartyIdentifier.Kind.BSN:
        _check_first_bsn(party)
        log_processing(Action.BSN_RECORDED, party, purpose=purpose, by=by, at=at)
        stored = {"encrypted_value": conceal(key), "value_key": lookup_key(key)}
    else:
        stored = {"value": key, "value_key": key}
    identifier = PartyIdentifier(
        tenant_id=party.tenant_id, client_id=party.client_id, party=party, kind=kind,
        parent=parent, **stored,
    )  # fmt: skip
    _save_once(identifier)
    record("party.identified", party, at=at, by=by, identifier=kind)
    return identifier


def _check_first_bsn(party: Party) -> None:
    """A person has one; a wrong one must be removed before another is kept."""
    if party.identifiers.filter(kind=PartyIdentifier.Kind.BSN).exists():
        known = _("Deze klant heeft al een BSN. Klopt dat niet, haal het dan eerst weg.")
        raise ValidationError(known, code="known")


def _save_once(identifier: PartyIdentifier) -> None:
    try:
        with transaction.atomic():
            identifier.save()
    except IntegrityError as known:
        taken = _("Dit nummer hoort al bij een andere klant.")
        raise ValidationError(taken, code="taken") from known


@transaction.atomic
def remove_identifier(identifier: PartyIdentifier, *, by: Employee, at: datetime) -> None:
    """For a number that was written down with the wrong party."""
    if PartyIdentifier.objects.filter(parent=identifier).exists():
        raise ValidationError(_("Verwijder eerst de vestigingsnummers onder dit nummer."))
    kind = identifier.kind
    record("party.identifier_removed", identifier.party, at=at, by=by, identifier=kind)
    identifier.delete()


@transaction.atomic
def show_bsn(identifier: PartyIdentifier, *, purpose: str, by: Employee, at: datetime) -> str:
    """The BSN itself, after the look was written down."""
    log_processing(Action.BSN_SHOWN, identifier.party, purpose=purpose, by=by, at=at)
    return identifier.reveal()
