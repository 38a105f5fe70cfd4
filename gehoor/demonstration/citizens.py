"""The people and organisations that the demonstration knows."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from gehoor.access.models import ProcessingLog
from gehoor.demonstration.organisation import Organisation
from gehoor.demonstration.texts import Content, Row
from gehoor.organisation.models import Employee
from gehoor.parties.models import (
    DigitalAddress,
    Party,
    PartyFlag,
    PartyIdentifier,
    PostalAddress,
    Representation,
    name_key,
)
from gehoor.parties.numbers import address_key, identifier_key
from gehoor.parties.secrecy import conceal, lookup_key

NAMES = ("initials", "first_name", "prefix", "last_name", "organisation_name")
OTHERS = ("kind", "language", "is_protected", "internal_note")
PLACE = ("street", "house_number", "suffix", "postcode", "city")
TAKEN_OVER = "Overgenomen uit de Basisregistratie Personen bij de inrichting"
Known = list[tuple[Party, Row]]
KNOWN_FOR = timedelta(days=365)


def register_citizens(
    content: Content, organisation: Organisation, *, by: Employee, at: datetime
) -> list[Party]:
    """Persons, organisations and who speaks for those, with all by which they are found."""
    rows = [*content.people["persons"], *content.people["organisations"]]
    known = list(zip(_parties(organisation, rows), rows, strict=True))
    known += _spokespeople(organisation, known)
    PostalAddress.objects.bulk_create(
        PostalAddress(**_own(party), **_given(row, PLACE))
        for party, row in known
        if "street" in row
    )
    DigitalAddress.objects.bulk_create(
        address for party, row in known for address in _addresses(party, row)
    )
    _identify(known, by, at - KNOWN_FOR)
    PartyFlag.objects.bulk_create(flag for party, row in known for flag in _flags(party, row, at))
    _let_speak(content, organisation, known, at)
    return [party for party, _row in known]


def _parties(organisation: Organisation, rows: list[Row]) -> list[Party]:
    parties = [
        Party(
            tenant=organisation.tenant, client=organisation.clients[row["client"]],
            works_for=row.get("works_for"), name_key=_name_key(row), **_given(row, NAMES + OTHERS),
        )
        for row in rows
    ]  # fmt: skip
    return Party.objects.bulk_create(parties)


def _name_key(row: Row) -> str:
    """What Party.save would have made of it."""
    last = row.get("last_name") or row.get("organisation_name", "")
    return name_key(last, row.get("first_name") or row.get("initials", ""))


def _given(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: row[name] for name in names if row.get(name) is not None}


def _own(party: Party) -> dict[str, Any]:
    return {"tenant_id": party.tenant_id, "client_id": party.client_id, "party": party}


def _spokespeople(organisation: Organisation, known: Known) -> Known:
    rows = [
        {
            **row["contact"],
            "kind": Party.Kind.CONTACT_PERSON,
            "client": row["client"],
            "works_for": party,
            "internal_note": row["contact"].get("function", ""),
        }
        for party, row in known
        if "contact" in row
    ]
    return list(zip(_parties(organisation, rows), rows, strict=True))


def _addresses(party: Party, row: Row) -> Iterator[DigitalAddress]:
    for kind in (DigitalAddress.Kind.PHONE, DigitalAddress.Kind.EMAIL):
        if row.get(kind):
            key = address_key(kind, row[kind])
            yield DigitalAddress(**_own(party), kind=kind, address=row[kind], address_key=key)


def _identify(known: Known, by: Employee, at: datetime) -> None:
    """A BSN lies encrypted, and that it was recorded is in the processing log."""
    with_bsn = [(party, row["bsn"]) for party, row in known if row.get("bsn")]
    PartyIdentifier.objects.bulk_create(
        [_bsn(party, number) for party, number in with_bsn]
        + [_kvk(party, row["kvk"]) for party, row in known if row.get("kvk")]
    )
    ProcessingLog.objects.bulk_create(
        bsn_log(party, ProcessingLog.Action.BSN_RECORDED, TAKEN_OVER, by=by, at=at)
        for party, _number in with_bsn
    )


def _bsn(party: Party, number: str) -> PartyIdentifier:
    key = identifier_key("bsn", number)
    return PartyIdentifier(
        **_own(party), kind="bsn", encrypted_value=conceal(key), value_key=lookup_key(key)
    )


def _kvk(party: Party, number: str) -> PartyIdentifier:
    key = identifier_key("kvk", number)
    return PartyIdentifier(**_own(party), kind="kvk", value=key, value_key=key)


def bsn_log(
    party: Party, action: str, purpose: str, *, by: Employee, at: datetime
) -> ProcessingLog:
    return ProcessingLog(
        tenant_id=party.tenant_id, employee=by, at=at, action=action, purpose=purpose,
        subject_type=party._meta.label_lower, subject_uuid=party.uuid,
    )  # fmt: skip


def _flags(party: Party, row: Row, at: datetime) -> Iterator[PartyFlag]:
    for flag in row.get("flags", []):
        yield PartyFlag(
            **_own(party),
            text=flag["text"],
            owner=Employee.objects.get_by_natural_key(flag["owner"]),
            ends_on=(at + timedelta(days=flag["ends_in_days"])).date(),
        )


def _let_speak(content: Content, organisation: Organisation, known: Known, at: datetime) -> None:
    """Who may speak for whom; of one the time has run out."""
    parties = {row["id"]: party for party, row in known if "id" in row}
    for row in content.people["representations"]:
        seen_at = at - timedelta(days=row["days_ago"])
        represented = parties[row["represented"]]
        made = Representation.objects.create(
            tenant=organisation.tenant, client_id=represented.client_id, represented=represented,
            representative=parties[row["representative"]],
            **_given(row, ("kind", "proof", "proof_note")),
            checked_by=Employee.objects.get_by_natural_key(row["by"]), checked_at=seen_at,
            starts_on=seen_at.date(), ends_on=(at + timedelta(days=row["ends_in_days"])).date(),
        )  # fmt: skip
        made.themes.set(organisation.themes[slug] for slug in row.get("themes", []))
