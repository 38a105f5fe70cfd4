"""What is kept of contacts."""

from gehoor.contacts.models.contact import CLOCK_FIELDS, LIVE_CHANNELS, Contact, Draft, FixedMonth
from gehoor.contacts.models.identity import (
    Check,
    Level,
    Verification,
    VerificationRule,
    usual_checks,
)
from gehoor.contacts.models.question import (
    FormerWords,
    Outcome,
    Participant,
    ParticipantAddress,
    Question,
)
from gehoor.contacts.models.shifts import Hand, Handover

__all__ = [
    "CLOCK_FIELDS", "LIVE_CHANNELS", "Check", "Contact", "Draft", "FixedMonth", "FormerWords",
    "Hand", "Handover", "Level", "Outcome", "Participant", "ParticipantAddress", "Question",
    "Verification", "VerificationRule", "usual_checks",
]  # fmt: skip
