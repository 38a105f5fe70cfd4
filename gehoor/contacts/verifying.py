"""Being sure of who speaks: what to ask, comparing the answers, and keeping what came of it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.contacts.actions import own_contact
from gehoor.contacts.models import Check, Contact, Level, Question, Verification, VerificationRule
from gehoor.events.actions import record
from gehoor.organisation.models import Channel, ClientOrganisation, Employee
from gehoor.organisation.roles import Right
from gehoor.parties.models import Party, PartyIdentifier, PostalAddress

RIGHT, WRONG = "right", "wrong"  # what an agent says of an answer that only she could compare
_ADDRESS = re.compile(r"(?i)([1-9]\d{3})\s*([a-z]{2})[\s,]+(?:nr\.?\s*)?(\d{1,5})[\s-]*([a-z\d]*)")
BSN_DIGITS = 3


class TooFewAsked(ValidationError):
    """Nothing was wrong, but too little was asked to be sure; nothing is kept."""


def rule_for(client: ClientOrganisation, product: str = "") -> VerificationRule:
    """What must be sure for a question about this product (a name), as this client has it.

    Of a client that set nothing: nothing need be sure, and the usual checks can be asked.
    """
    asked = Q(product=None)
    if product.strip():
        asked |= Q(product__name__iexact=product.strip())
    rows = VerificationRule.objects.filter(asked, client=client).select_related("product")
    usual = VerificationRule(tenant_id=client.tenant_id, client=client)
    return max(rows, key=lambda row: row.product_id is not None, default=usual)


def checks_of(rule: VerificationRule, party: Party, employee: Employee) -> dict[Check, bool]:
    """What to ask this party, and whether we know the answer ourselves.

    Comparing digits of a BSN is for who may see one.
    """
    codes = [code for code in Check if code in rule.checks]
    if not employee.may(Right.SEE_BSN):
        codes = [code for code in codes if code != Check.BSN]
    return {code: code in KNOWN and KNOWN[code](party, employee) for code in codes}


def _has_address(party: Party, employee: Employee) -> bool:
    return _addresses(party).exists()


def _has_bsn(party: Party, employee: Employee) -> bool:
    return party.identifiers.filter(kind=PartyIdentifier.Kind.BSN).exists()


def _has_case(party: Party, employee: Employee) -> bool:
    return bool(_cases(party, employee))


def _addresses(party: Party) -> QuerySet[PostalAddress]:
    return party.postal_addresses.exclude(postcode="").exclude(house_number=None)


def _cases(party: Party, employee: Employee) -> set[str]:
    seen = Question.objects.visible_to(employee).filter(participants__party=party)
    cases = seen.exclude(case_reference="").values_list("case_reference", flat=True)
    return {_compact(case) for case in cases}


def _compact(text: str) -> str:
    return re.sub(r"[\s.-]", "", text).casefold()


def _is_address(answer: str, party: Party, employee: Employee) -> bool:
    """Postcode and number; an addition only when it is said."""
    match = _ADDRESS.fullmatch(answer.strip())
    if match is None:
        return False
    at_door = _addresses(party).filter(
        postcode=f"{match[1]} {match[2].upper()}", house_number=int(match[3])
    )
    said = _compact(match[4])
    return any(not said or said == _compact(known.suffix) for known in at_door)


def _is_bsn(answer: str, party: Party, employee: Employee) -> bool:
    digits = re.sub(r"\D", "", answer, flags=re.ASCII)
    known = party.identifiers.filter(kind=PartyIdentifier.Kind.BSN)
    return len(digits) >= BSN_DIGITS and any(row.reveal().endswith(digits) for row in known)


def _is_case(answer: str, party: Party, employee: Employee) -> bool:
    return _compact(answer) in _cases(party, employee)


KNOWN: Mapping[Check, Callable[[Party, Employee], bool]] = {
    Check.ADDRESS: _has_address, Check.BSN: _has_bsn, Check.CASE: _has_case,
}  # fmt: skip
COMPARE: Mapping[Check, Callable[[str, Party, Employee], bool]] = {
    Check.ADDRESS: _is_address, Check.BSN: _is_bsn, Check.CASE: _is_case,
}  # fmt: skip


@transaction.atomic
def verify_by_questions(
    contact: Contact, answers: Mapping[str, str], *, product: str = "", by: Employee, at: datetime
) -> Verification:
    """Keep whether the caller is who she says, by what she answered.

    `answers` holds what she said to a check whose answer we know, else what the agent made of
    it (RIGHT, WRONG); empty was not asked. Answers are compared and forgotten. Too many wrong
    is a failure and is kept; TooFewAsked when nothing was wrong, but too little was asked.
    """
    locked = own_contact(contact, by)
    party = _party_of(locked)
    rule = rule_for(locked.client, product)
    marks = _marks(rule, party, answers, locked, by=by, at=at)
    right = [code.value for code, is_right in marks.items() if is_right]
    wrong = [code.value for code, is_right in marks.items() if not is_right]
    missing = rule.passes_with - len(right)
    if not marks or (missing > 0 and not wrong):
        raise TooFewAsked(_too_few(max(missing, 1)))
    tried = Verification(level=Level.QUESTIONS, right=right, wrong=wrong, product=rule.product)
    return _keep(tried, locked, is_passed=missing <= 0, by=by, at=at)


def _too_few(missing: int) -> str:
    text = ngettext("Stel nog %(missing)s vraag.", "Stel nog %(missing)s vragen.", missing)
    return text % {"missing": missing}


def _marks(
    rule: VerificationRule,
    party: Party,
    answers: Mapping[str, str],
    contact: Contact,
    *,
    by: Employee,
    at: datetime,
) -> dict[Check, bool]:
    """Of each check that was asked whether the answer was right."""
    marks = {}
    for code, is_known in checks_of(rule, party, by).items():
        answer = answers.get(code, "").strip()
        if not answer:
            continue
        if is_known and code == Check.BSN:
            purpose = _("Controle tijdens klantcontact %s") % contact.uuid
            compared = ProcessingLog.Action.BSN_COMPARED
            log_processing(compared, party, purpose=purpose, by=by, at=at)
        marks[code] = COMPARE[code](answer, party, by) if is_known else answer == RIGHT
    return marks


@transaction.atomic
def verify_by_means(contact: Contact, level: Level, *, by: Employee, at: datetime) -> Verification:
    """Keep that the caller showed who she is: with DigiD, or a document at the counter."""
    locked = own_contact(contact, by)
    if level not in means_of(locked.channel):
        raise ValidationError(_("Zo kan iemand zich hier niet bekendmaken."))
    return _keep(Verification(level=level), locked, is_passed=True, by=by, at=at)


def means_of(channel: str) -> list[Level]:
    """How somebody can show on this channel who she is; a document must be seen."""
    return [Level.DOCUMENT] if channel == Channel.COUNTER else [Level.DIGID]


def surest_on(channel: str) -> Level:
    """The most that can be had on this channel."""
    return max(means_of(channel))


def _party_of(contact: Contact) -> Party:
    if contact.party is None:
        raise ValidationError(_("Kies eerst wie de klant is."))
    return contact.party


def _keep(
    tried: Verification, contact: Contact, *, is_passed: bool, by: Employee, at: datetime
) -> Verification:
    """The last try counts: who fails is no longer as sure as she was."""
    tried.tenant_id, tried.client_id = contact.tenant_id, contact.client_id
    tried.contact, tried.party, tried.is_passed = contact, _party_of(contact), is_passed
    tried.by, tried.at = by, at
    tried.save()
    surer = max(contact.verification_level, tried.level)
    contact.verification_level = surer if is_passed else Level.NONE
    contact.save(update_fields=["verification_level"])
    kind = "contact.verified" if is_passed else "contact.verification_failed"
    codes = {"level": tried.level, "right": tried.right, "wrong": tried.wrong}
    record(kind, contact, at=at, by=by, party=tried.party_id, **codes)
    return tried
