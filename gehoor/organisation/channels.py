"""The ways in which citizens reach us."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    PHONE = "phone", _("Telefoon")
    EMAIL = "email", _("E-mail")
    CHAT = "chat", _("Chat")
    WHATSAPP = "whatsapp", _("WhatsApp")
    WEBFORM = "webform", _("Webformulier")
    COUNTER = "counter", _("Balie")
    POST = "post", _("Post")
    SOCIAL = "social", _("Sociale media")
