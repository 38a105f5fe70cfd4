"""Each channel has its own models; Django looks for them here."""

from gehoor.channels.phone.models import Call as Call
from gehoor.channels.phone.models import EntranceSecret as EntranceSecret
from gehoor.channels.webform.models import Submission as Submission
