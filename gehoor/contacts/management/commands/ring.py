"""`gehoor ring`: lets a call, chat or other contact come in, as the outside world would."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from gehoor.contacts.actions import abandon_contact, offer_contact
from gehoor.contacts.models import Contact
from gehoor.organisation.models import Channel, Entrance, Tenant
from gehoor.organisation.queries import entrance_at
from gehoor.parties.numbers import NotValid, address_key

NUMBERED = {Channel.PHONE, Channel.WHATSAPP}
HUNG_UP = {
    Contact.State.ABANDONED: "The citizen hung up.",
    Contact.State.OPEN: "It was answered in time.",
    Contact.State.CLOSED: "It was answered and finished in time.",
}


class Command(BaseCommand):
    help = "Let a call come in on one of our numbers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--entrance", default="", help="number, mailbox or site (default: the first in use)"
        )
        parser.add_argument(
            "--from", dest="caller", default="", help="the citizen's number (default: anonymous)"
        )
        parser.add_argument("--channel", choices=Channel.values, default=Channel.PHONE)
        parser.add_argument(
            "--hang-up-after", type=float, metavar="SECONDS", help="when nobody answers so long"
        )
        parser.add_argument("--tenant", default="", help="short name, when several could be meant")

    def handle(self, *args: Any, **options: Any) -> None:
        patience = options["hang_up_after"]
        if patience is not None and patience < 0:
            raise CommandError("--hang-up-after is a number of seconds, 0 or more.")
        caller = _key(options["channel"], options["caller"], "--from")
        entrance = _entrance(options["channel"], options["entrance"], options["tenant"])
        contact = offer_contact(
            entrance.client, entrance.channel,
            caller_address=caller, entrance=entrance, at=timezone.now(),
        )  # fmt: skip
        who = caller or "somebody anonymous"
        self.stdout.write(f"{who} waits at {entrance.client} ({entrance.address}).")
        if patience is not None:
            time.sleep(patience)
            contact = abandon_contact(contact, at=timezone.now())
            self.stdout.write(HUNG_UP[Contact.State(contact.state)])


def _key(channel: str, address: str, option: str) -> str:
    """A number in E.164 and a mail address in lower case; others as they were given."""
    if not address or (channel not in NUMBERED and "@" not in address):
        return address
    try:
        return address_key("phone" if channel in NUMBERED else "email", address)
    except NotValid as wrong:
        raise CommandError(f"{option}: {address} is no {wrong.args[0]} address.") from wrong


def _entrance(channel: str, address: str, tenant: str) -> Entrance:
    """The one entrance that was meant."""
    tenants = Tenant.objects.filter(slug=tenant) if tenant else Tenant.objects.all()
    if tenant and not tenants:
        raise CommandError(f"There is no tenant {tenant}.")
    if not address:
        return _first_entrance(channel, tenant)
    key = _key(channel, address, "--entrance")
    found = [entrance for one in tenants if (entrance := entrance_at(one, channel, key))]
    if len(found) > 1:
        names = ", ".join(entrance.tenant.slug for entrance in found)
        raise CommandError(f"Several tenants use {key}. Choose with --tenant: {names}.")
    if not found:
        raise CommandError(
            f"No {channel} entrance has the address {key}. {_known(channel, tenant)}"
        )
    return found[0]


def _entrances(channel: str, tenant: str) -> Any:
    used = Entrance.objects.filter(channel=channel, is_active=True, client__is_active=True)
    return used.filter(tenant__slug=tenant) if tenant else used


def _first_entrance(channel: str, tenant: str) -> Entrance:
    first: Entrance | None = (
        _entrances(channel, tenant).order_by("pk").select_related("client").first()
    )
    if first is None:
        raise CommandError(f"There is no {channel} entrance in use. Add one on the page Beheer.")
    return first


def _known(channel: str, tenant: str) -> str:
    addresses = ", ".join(_entrances(channel, tenant).values_list("address", flat=True)[:10])
    return f"In use: {addresses}." if addresses else f"There is no {channel} entrance in use."
