"""Who can stand between the agent and somebody who does not hear, speak or share a language."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Interpreter(models.TextChoices):
    TELEPHONE = "telephone", _("Tolkentelefoon")
    FAMILY = "family", _("Familie of bekende")
    TELETOLK_TEXT = "teletolk_text", _("Teletolk tekst")
    TELETOLK_SIGN = "teletolk_sign", _("Teletolk gebaren")
    TELETOLK_SPEECH = "teletolk_speech", _("Teletolk spraak")


# What the agent does, kind by kind.
EXPLANATIONS: dict[str, Any] = {
    Interpreter.TELEPHONE: _(
        "Zet de klant even in de wacht, bel de tolkentelefoon en noem de taal. Spreek tegen de "
        "klant, niet tegen de tolk. Zeg steeds een of twee zinnen en laat de tolk dan vertalen."
    ),
    Interpreter.FAMILY: _(
        "Vraag wie er tolkt en laat de klant zelf zeggen dat dit goed is. Stel de "
        "controlevragen aan de klant. Laat geen kind tolken over geld, zorg of ruzie."
    ),
    Interpreter.TELETOLK_TEXT: _(
        "De tolk typt voor de klant wat u zegt, en leest voor wat de klant typt. Spreek tegen "
        "de klant, rustig en in korte zinnen. De tolk heeft geheimhouding. Hang niet op bij stilte."
    ),
    Interpreter.TELETOLK_SIGN: _(
        "De tolk ziet de klant via beeld en vertaalt gebaren. Spreek tegen de klant en laat de "
        "tolk uitpraten. De tolk heeft geheimhouding."
    ),
    Interpreter.TELETOLK_SPEECH: _(
        "De tolk herhaalt wat de klant zegt, want de klant is moeilijk te verstaan. De klant "
        "hoort u gewoon. Spreek tegen de klant en geef tijd. De tolk heeft geheimhouding."
    ),
}
