"""How a question can end, and what that says about the contact centre."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counts(models.TextChoices):
    """Whether a question with this outcome was answered at first line."""

    FIRST_LINE = "first_line", _("zelf afgehandeld")
    NOT_FIRST_LINE = "not_first_line", _("niet zelf afgehandeld")
    NOT_COUNTED = "not_counted", _("telt niet mee")


class FollowUpKind(models.TextChoices):
    """What must still be done after this outcome."""

    NONE = "none", _("niets meer te doen")
    CALLBACK = "callback", _("wij bellen terug")
    TASK = "task", _("taak voor de vakafdeling")


# code, name on screen, counts as, what follows. A tenant starts with these and may change them.
DEFAULTS = [
    ("answered", _("Beantwoord"), Counts.FIRST_LINE, FollowUpKind.NONE),
    ("looked_up", _("Uitzoeken en zelf terugbellen"), Counts.FIRST_LINE, FollowUpKind.CALLBACK),
    ("report_taken", _("Melding aangenomen"), Counts.FIRST_LINE, FollowUpKind.NONE),
    ("listened", _("Wilde alleen praten"), Counts.FIRST_LINE, FollowUpKind.NONE),
    ("transferred", _("Doorverbonden"), Counts.NOT_FIRST_LINE, FollowUpKind.NONE),
    ("passed_on", _("Doorgezet naar vakafdeling"), Counts.NOT_FIRST_LINE, FollowUpKind.TASK),
    ("appointment", _("Afspraak gemaakt"), Counts.FIRST_LINE, FollowUpKind.NONE),
    ("referred", _("Verwezen naar andere overheid"), Counts.FIRST_LINE, FollowUpKind.NONE),
    ("ended_by_citizen", _("Beëindigd door de klant"), Counts.NOT_COUNTED, FollowUpKind.NONE),
]
