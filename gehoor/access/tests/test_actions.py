import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError

from gehoor.access.actions import log_processing
from gehoor.access.models import ProcessingLog
from gehoor.parties.tests.factories import PartyFactory

SHOWN = ProcessingLog.Action.BSN_SHOWN


def test_log_names_who_whom_and_why(agent, municipality, now):
    party = PartyFactory(client=municipality)
    log = log_processing(SHOWN, party, purpose="  paspoort ", by=agent, at=now)
    log.refresh_from_db()
    assert (log.tenant, log.employee, log.at) == (municipality.tenant, agent, now)
    assert (log.subject_type, log.subject_uuid) == ("parties.party", party.uuid)
    assert (log.action, log.purpose) == ("bsn_shown", "paspoort")


@pytest.mark.parametrize("purpose", ["", "   ", "ok"])
def test_log_wants_a_purpose(agent, now, purpose: str):
    with pytest.raises(ValidationError):
        log_processing(SHOWN, None, purpose=purpose, by=agent, at=now)
    assert not ProcessingLog.objects.exists()


def test_log_keeps_what_fits_of_a_long_purpose(agent, now):
    log = log_processing(SHOWN, None, purpose="x" * 1000, by=agent, at=now)
    assert log.purpose == "x" * 300


def test_who_looked_is_switched_off_never_deleted(agent, now):
    log_processing(SHOWN, None, purpose="paspoort", by=agent, at=now)
    with pytest.raises(ProtectedError):
        agent.delete()
