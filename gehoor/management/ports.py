"""The door: one server an address."""

import socket

from django.core.management.base import CommandError


def refuse_taken_port(host: str, port: int) -> None:
    """Granian shares a port with whoever listens there; two databases would answer by turns."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as taken:
            reason = taken.strerror or "it cannot be used"
            raise CommandError(f"Port {port}: {reason}. Try another: PORT=8123.") from taken
