from django.db import models
from django.utils.translation import gettext_lazy as _

from gehoor.organisation.models import Employee, TenantRow


class ProcessingLog(TenantRow):
    """One look at protected data, with the purpose it served."""

    class Action(models.TextChoices):
        BSN_SHOWN = "bsn_shown", _("BSN getoond")
        BSN_SEARCHED = "bsn_searched", _("Gezocht op BSN")
        BSN_RECORDED = "bsn_recorded", _("BSN vastgelegd")
        BSN_COMPARED = "bsn_compared", _("BSN vergeleken")
        ADDRESS_SHOWN = "address_shown", _("Geheime adressen getoond")
        CONCERN_READ = "concern_read", _("Zorg over iemand gelezen")
        CONTACTS_EXPORTED = "contacts_exported", _("Klantcontacten als bestand bewaard")
        SECRECY_LIFTED = "secrecy_lifted", _("Geheimhouding opgeheven")

    employee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(_("handeling"), max_length=40, choices=Action)
    purpose = models.CharField(_("doel"), max_length=300)
    subject_type = models.CharField(max_length=60)
    subject_uuid = models.UUIDField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["tenant", "-at", "-id"], name="processing_by_time")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_uuid}"
