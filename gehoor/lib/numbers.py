"""Figures as people read them."""

from django.utils.translation import gettext as _


def duration(milliseconds: float | None) -> str:
    """The two largest units: "1 u 5 min", "4 min 12 s", "9 s"; a dash for what is unknown."""
    if milliseconds is None:
        return "–"
    seconds = round(milliseconds / 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return _("%(days)d d %(hours)d u") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d u %(minutes)d min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": seconds}
    return _("%(seconds)d s") % {"seconds": seconds}


def percentage(share: float | None) -> str:
    """A share of 0 to 1 in whole per cents; only all is 100% and only nothing is 0%."""
    if share is None:
        return "–"
    rounded = round(share * 100)
    if 0 < share < 1:
        rounded = min(99, max(1, rounded))
    return f"{rounded}%"
