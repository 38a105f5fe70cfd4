"""Writing the processing log."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from gehoor.access.models import ProcessingLog
from gehoor.organisation.models import Employee, TenantRow


def log_processing(
    action: str, subject: TenantRow | None, *, purpose: str, by: Employee, at: datetime
) -> ProcessingLog:
    """Note a look at protected data; a purpose of a few words at least is required."""
    if len(purpose.strip()) < 3:
        raise ValidationError(_("Vul in waarvoor u dit nodig hebt."))
    return ProcessingLog.objects.create(
        tenant_id=by.tenant_id,
        employee=by,
        at=at,
        action=action,
        purpose=purpose.strip()[:300],
        subject_type=subject._meta.label_lower if subject else "",
        subject_uuid=subject.uuid if subject else None,
    )
